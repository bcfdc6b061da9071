"""Quantal responses of games without compiled code: unique ones together, all others one by one along their branch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.logit.equations import Gains, contraction, gains_of, log_play, residual, worth
from powergame.batch.logit.unique import MAX_RESIDUAL, contraction_within, polish, solve_unique
from powergame.batch.types import Responses
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.logit.response import quantal_response
from powergame.errors import NoAnswerError, TimeLimitError
from powergame.model.game import Game

POLISHED = 1e-3
"""Probability by which the correction of a place on the branch may move it: more would lead to another one."""

LEAST = 1e-300
"""Probability from which log-odds are told by probabilities."""

SINGULAR = 1e-9
"""Size of an eigenvalue, or of its imaginary part, below which it counts as 0."""


def respond_rows(payoffs: FloatArray, rationality: FloatArray, deadline: Deadline = NO_DEADLINE) -> Responses:
    """Return quantal responses of games, (n, L_1, ..., L_n, R), at rationality (n, R)."""
    gains = gains_of(payoffs, rationality)
    unique, alone = contraction(gains) < 1, contraction_within(gains) < 1
    log_probability = np.full((sum(gains.shape), gains.rows), np.nan)
    off, crossed = np.full(gains.rows, np.nan), np.zeros(gains.rows, dtype=bool)
    if alone.any():
        odds, off[alone] = solve_unique(gains.at(alone))
        log_probability[:, alone] = np.concatenate(log_play(gains.shape, odds))
    deadline.check("quantal responses were computed")
    for row in np.flatnonzero(~(off <= MAX_RESIDUAL)):
        log_probability[:, row], off[row], crossed[row] = _follow(payoffs[..., row], rationality[:, row], deadline)
    solved = off <= MAX_RESIDUAL
    log_probability[:, ~solved] = np.nan
    return Responses(log_probability, off, np.asarray(solved), unique, crossed)


def _follow(payoffs: FloatArray, rationality: FloatArray, deadline: Deadline) -> tuple[FloatArray, float, bool]:
    """Follow one game's branch; return its log-probabilities, residual, and whether another branch crossed it.

    Where actors have rationalities of their own, all of them grow in proportion: payoffs are scaled by them.
    """
    shape, most = payoffs.shape[1:], float(rationality.max())
    nothing = np.full(sum(shape), np.nan), np.nan, False
    scaled = payoffs * (rationality / most).reshape(-1, *(1,) * len(shape))
    names = tuple(str(i) for i in range(len(shape)))
    rungs = tuple(tuple(str(r) for r in range(size)) for size in shape)
    try:
        point = quantal_response(Game(names, rungs, np.ascontiguousarray(scaled)), most, deadline)
    except TimeLimitError:
        raise
    except NoAnswerError:
        return nothing
    if not point.converged:
        return nothing
    # log-odds against a rung in play are small where others are in play, so that their last bits tell how these divide
    orders = [np.argsort(-np.array(strategy), kind="stable") for strategy in point.profile]
    ordered = gains_of(payoffs[np.ix_(np.arange(len(shape)), *orders)][..., None], rationality[:, None])
    profile = [np.array(strategy)[order] for strategy, order in zip(point.profile, orders, strict=True)]
    odds, derivatives = _polished(ordered, profile)
    told = [part[np.argsort(order), 0] for part, order in zip(log_play(ordered.shape, odds), orders, strict=True)]
    return np.concatenate(told), float(residual(ordered, odds)[0]), _crossed(derivatives)


def _polished(gains: Gains, profile: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return log-odds (M, 1) of a place on the branch, and the derivatives (M, M) there."""
    odds = _log_odds(gains, profile)
    before = [np.exp(part) for part in log_play(gains.shape, odds)]
    corrected, derivatives = polish(gains, odds)
    after = [np.exp(part) for part in log_play(gains.shape, corrected)]
    moved = max(float(np.abs(a - b).max()) for a, b in zip(before, after, strict=True))
    return (corrected if moved <= POLISHED else odds), derivatives[0]


def _log_odds(gains: Gains, profile: Sequence[FloatArray]) -> FloatArray:
    """Return a profile's log-odds: of rungs that are played by their probabilities, of others by what they gain."""
    logs = [np.log(np.maximum(strategy, LEAST)) for strategy in profile]
    gained = worth(gains, np.concatenate([part[1:] - part[0] for part in logs])[:, None])[:, 0]
    parts = []
    for part, gain in zip(logs, np.split(gained, gains.ends[:-1]), strict=True):
        most, whole = int(part.argmax()), np.append(0.0, gain)
        told = np.where(part > np.log(LEAST), part, part[most] + whole - whole[most])
        parts.append(told[1:] - told[0])
    return np.concatenate(parts)[:, None]


def _crossed(derivatives: FloatArray) -> bool:
    """Whether the branch has gone straight on where another one crossed it, as those of symmetric games do.

    The derivatives start as the identity. An eigenvalue that is negative where the branch first passes a rationality
    has turned at a crossing.
    """
    values = np.linalg.eigvals(derivatives)
    return bool(((np.abs(values.imag) < SINGULAR) & (values.real < -SINGULAR)).any())
