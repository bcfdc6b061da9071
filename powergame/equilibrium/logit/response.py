"""Quantal response at a given rationality: the principal branch's first passage of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.logit.correspondence import first_chart
from powergame.equilibrium.logit.passage import first_passage
from powergame.equilibrium.logit.path import LEAST_SIGMA, as_profile, too_large
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
    passage = first_passage(chart, goal, deadline)
    profile = as_profile(chart.profile(chart.split(passage.chart.play(passage.z))))
    if passage.reason:
        rationality = (1 - passage.z[-1]) / passage.z[-1] / chart.scale
    distance = residual(game, rationality, profile)
    reason = f"rounding errors leave a residual of {distance:.0e}" if distance > MAX_RESIDUAL else ""
    reason = passage.reason or reason
    return LogitPoint(rationality, profile, distance, passage.steps, not reason, reason)


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
