"""Quantal response at a given rationality: the principal branch's first passage of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.logit.correspondence import Chart, first_chart
from powergame.equilibrium.logit.path import LEAST_SIGMA, as_profile, too_large
from powergame.equilibrium.logit.steps import SHORTEST_STEP, BranchPoint, corrected, onward, start
from powergame.errors import UsageError
from powergame.model.game import Game

MAX_RESIDUAL = 1e-6
"""Residual above which a quantal response has not been reached."""


@dataclass(frozen=True)
class LogitPoint:
    """A quantal response on the principal branch.

    Attributes
    ----------
    rationality
        lambda, in units of 1 / payoff.
    profile
        A mixed strategy for each actor.
    residual
        max over i, r of |p_ir - softmax(lambda u_i)_r|, recomputed from the payoffs.
    steps
        Number of steps along the branch.
    converged
        Whether the point was reached; if not, `reason` says why, and the rest is where the path broke off.
    """

    rationality: float
    profile: tuple[tuple[float, ...], ...]
    residual: float
    steps: int
    converged: bool = True
    reason: str = ""


def _at_sigma(before: BranchPoint[Chart], after: BranchPoint[Chart], sigma: float) -> list[FloatArray] | None:
    """Return the strategies at a given sigma between two neighbouring places, or None."""
    z = after.chart.relative(before.z)
    guess = z + (before.sigma - sigma) / (before.sigma - after.sigma) * (after.z - z)
    guess[-1] = sigma
    normal = np.append(np.zeros(len(guess) - 1), 1.0)
    _, _, weights = after.chart.equations(guess)
    point = corrected(after.chart, guess, normal, weights)
    return None if point is None else after.chart.profile(after.chart.split(after.chart.play(point[0])))


def _may_touch(before: BranchPoint[Chart], after: BranchPoint[Chart], sigma: float) -> bool:
    """Whether the branch may turn back in sigma between two places and reach a sigma below both."""
    turns = before.tangent[-1] < 0 < after.tangent[-1]
    return bool(turns and before.sigma + after.step * before.tangent[-1] <= sigma)


def quantal_response(game: Game, rationality: float, deadline: Deadline = NO_DEADLINE) -> LogitPoint:
    """Return the quantal response on the principal branch at a rationality.

    Parameters
    ----------
    game
        Not `too_large`.
    rationality
        lambda >= 0, finite; the limit is `powergame.equilibrium.logit.limit.logit_limit`. If the branch turns back and
        passes a lambda several times, the first passage counts.

    Returns
    -------
    LogitPoint

    Raises
    ------
    UsageError
        Where the rationality is negative or not finite.
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    In the prisoner's dilemma defection is worth 1 more whatever the other does, so the log-odds of it are lambda:

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> [round(p, 6) for p in quantal_response(game, math.log(3)).profile[0]]
    [0.25, 0.75]
    """
    if not 0 <= rationality < math.inf:
        raise UsageError(f"the rationality of a quantal response is a number >= 0, not {rationality}")
    if refused := too_large(game):
        return _uniform(game, 0.0, refused)
    chart = first_chart(game, deadline)
    if chart.scale == 0 or rationality == 0:
        return _uniform(game, rationality)
    goal = 1 / (1 + rationality * chart.scale)
    if goal < LEAST_SIGMA:
        return _uniform(game, 0.0, f"a rationality above {1 / LEAST_SIGMA / chart.scale:.0e} is out of reach")
    before, steps, work = start(chart), 0, Work(budgets.LOGIT_READ, deadline)
    while steps < budgets.LOGIT_STEPS:
        after = onward(before, work)
        steps += 1
        if after is None:
            reason = "too many payoffs were read" if work.limited else "no step is short enough"
            return _broken_off(game, before, steps, reason)
        if after.sigma <= goal or _may_touch(before, after, goal):
            strategies = _at_sigma(before, after, goal) if after.sigma <= goal else None
            if strategies is None and before.step < 4 * SHORTEST_STEP:  # the branch turns back or crosses another here
                strategies = before.chart.profile(before.strategies)
            if strategies is not None:
                return _reached(game, rationality, strategies, steps)
            before = replace(before, step=before.step / 4)
        else:
            before = after
    return _broken_off(game, before, steps, f"more than {budgets.LOGIT_STEPS:,} steps")


def residual(game: Game, rationality: float, profile: Sequence[Sequence[float]]) -> float:
    """Return a profile's distance from its own logit response, max |p_ir - softmax(lambda u_i)_r|.

    Examples
    --------
    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> residual(game, 0.0, [[0.5, 0.5], [0.5, 0.5]]), residual(game, 0.0, [[0.0, 1.0], [0.0, 1.0]])
    (0.0, 0.5)
    """
    p = arrays(profile)
    worst = 0.0
    for i, strategy in enumerate(p):
        quarter, most = game.payoffs[i] / 4, int(strategy.argmax())  # differences of quarters do not overflow
        u = rung_payoffs(quarter - quarter.take([most], axis=i), p, i)
        weights = np.exp(4 * rationality * (u - u.max()))
        worst = max(worst, float(np.abs(strategy - weights / weights.sum()).max()))
    return worst


def _uniform(game: Game, rationality: float, reason: str = "") -> LogitPoint:
    profile = tuple((1 / size,) * size for size in game.shape)
    return LogitPoint(rationality, profile, 0.0, 0, not reason, reason)


def _reached(game: Game, rationality: float, strategies: Sequence[FloatArray], steps: int) -> LogitPoint:
    profile = as_profile(strategies)
    distance = residual(game, rationality, profile)
    reason = "" if distance <= MAX_RESIDUAL else f"rounding errors leave a residual of {distance:.0e}"
    return LogitPoint(rationality, profile, distance, steps, not reason, reason)


def _broken_off(game: Game, place: BranchPoint[Chart], steps: int, reason: str) -> LogitPoint:
    rationality = (1 - place.sigma) / place.sigma / place.chart.scale
    point = _reached(game, rationality, place.chart.profile(place.strategies), steps)
    return replace(point, converged=False, reason=reason)
