"""Quantal responses of games that surely have one each, by Newton's method, many games at once."""

from __future__ import annotations

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.logit.equations import Gains, by_rung, influences, newton, residual, spread, worth
from powergame.equilibrium.budgets import RESPONSE_CORRECTIONS

MAX_RESIDUAL = 1e-8
"""Probability by which play and the responses to it may differ at most where a quantal response is solved."""

CONVERGED = 1e-13
"""Log-odds, relative to the largest, below which Newton's method has converged."""

ROUNDS = 6
"""Times that the least probabilities of all actors' best rungs are raised."""

LARGEST_POWER = 700.0
"""Log-odds beyond which an exponential counts as that of this one."""

DECREASE = 0.9
"""Ratio of the errors after a step of Newton's method and before it, above which the responses themselves are taken."""


def contraction_within(gains: Gains) -> FloatArray:
    """Return (B,) by which factor responses change log-odds at most where all play may be that is its own response.

    Below 1 there is one quantal response, at this rationality. A rung that pays more than others whatever happens is
    played with at least some probability P, and if everybody plays such rungs so often, others may pay more than
    others, too. Where P is more than 1/2, the actor's probabilities change by at most P (1 - P) as its log-odds change
    by 1, in place of the 1/4 of `powergame.batch.logit.equations.contraction`.
    """
    least, top = np.zeros((len(gains.shape), gains.rows)), np.zeros((len(gains.shape), gains.rows), dtype=np.intp)
    for _ in range(ROUNDS):
        for i in range(len(gains.shape)):
            _raise(gains, i, least, top)
    changes = np.where(least > 0.5, least * (1 - least), 0.25)
    return np.asarray((influences(gains) * changes).sum(axis=1).max(axis=0))


def _raise(gains: Gains, i: int, least: FloatArray, top: IndexArray) -> None:
    """Raise the least probability, (n, B), with which actor i plays some rung, where the others' allow it."""
    rungs, others = by_rung(gains, i), [j for j in range(len(gains.shape)) if j != i]
    together = least[others].prod(axis=0)
    usual = rungs[(slice(None), *(top[j] for j in others), np.arange(gains.rows))]
    for a in range(len(rungs)):
        weights = np.zeros(gains.rows)
        for r in range(len(rungs)):
            worst = (rungs[a] - rungs[r]).reshape(-1, gains.rows).min(axis=0)
            weights += np.exp(np.minimum(-together * (usual[a] - usual[r]) - (1 - together) * worst, LARGEST_POWER))
        better = weights * np.maximum(least[i], 0.5) < 1
        least[i, better], top[i, better] = 1 / weights[better], a


def solve_unique(gains: Gains) -> tuple[FloatArray, FloatArray]:
    """Solve games whose responses contract log-odds (`contraction_within`).

    A step of Newton's method that brings play no nearer to the responses is replaced by the responses, which do.

    Returns
    -------
    odds : (M, B)
        Log-odds.
    residual : (B,)
        The difference in probability between play and the responses to it.
    """
    odds = worth(gains, np.zeros((int(gains.ends[-1]), gains.rows)))
    going = np.arange(gains.rows)
    for _ in range(RESPONSE_CORRECTIONS):
        if len(going) == 0:
            break
        part, here = gains.at(going), odds[:, going]
        correction, responses, _ = newton(part, here)
        there = here + correction
        far = spread(part, there - worth(part, there))
        worse = ~(far <= DECREASE * spread(part, here - responses)) & ~_small(correction, there)
        there[:, worse] = responses[:, worse]
        odds[:, going] = there
        going = going[worse | ~_small(correction, there)]
    return odds, residual(gains, odds)


def polish(gains: Gains, odds: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Correct log-odds that are nearly solutions; return them, and the derivatives (B, M, M) there."""
    for _ in range(RESPONSE_CORRECTIONS):
        correction, _, derivatives = newton(gains, odds)
        odds = odds + correction
        if _small(correction, odds).all():
            break
    return odds, derivatives


def _small(correction: FloatArray, odds: FloatArray) -> BoolArray:
    """Whether corrections (M, B) are the last ones: those of rare rungs are measured by their own log-odds."""
    greatest = np.abs(odds).max(axis=0, initial=1.0)
    return np.asarray((np.abs(correction) <= CONVERGED * greatest).all(axis=0))
