"""Quantal response: the principal branch of the logit correspondence, followed from uniform play.

At rationality lambda every rung is played in proportion to exp(lambda * its expected payoff), all actors consistent
[1]_. The branch that starts at uniform play (lambda = 0) is followed by predictor and corrector in arc length, so that
it may turn back in lambda on its way [2]_, [3]_.

Its unknowns, differences of payoffs and sigma = 1 / (1 + lambda), stay bounded as lambda grows, and a branch that tends
to a mixed equilibrium has payoffs linear in sigma there: few steps lead to any rationality.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
.. [2] Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium
   correspondence. Games and Economic Behavior 51.
.. [3] Allgower, E. L. & Georg, K. (1990). Numerical Continuation Methods. Chapters 6 (steps) and 8 (branching points).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium import budgets
from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.logit.correspondence import Chart, first_chart
from powergame.errors import UsageError
from powergame.model.game import Game

FIRST_STEP, LONG_STEP, LONGEST_STEP, SHORTEST_STEP = 0.05, 0.5, 0.9, 1e-7
"""In the branch's own length, where 1 is a change of log-odds, or of log-sigma, of 1. A step of 0.9 straight
towards sigma = 0 divides it by 10."""

BEHIND_CROSSINGS = 1e-4
"""sigma below which branches hardly ever come near each other any more, and steps may be the longest. Above, a longer
one could pass two places at once where they nearly cross, and its orientation would not tell."""

CORRECTED, ROUNDED = 1e-10, 1e-6
"""A correction (in that length) after which Newton's method has converged: the next would be its square; and one that
rounding errors may keep up for ever where play answers payoffs steeply."""

RARE_CORRECTED, ROUNDING = 1e-4, 1e-14
"""The same for log-odds of rungs however rarely played, which hardly count in that length: in degenerate games the odds
of others may hang on them. And the rounding error of payoffs in a range of 1."""

FAR_CORRECTION = 0.03
"""A first correction longer than this may have left the branch: the step is halved."""

BENT, NEARLY_STRAIGHT = 0.97, 0.99
"""Cosine between two tangents: less than the first, and the step went round too sharp a bend; more than the second,
and the next may be longer."""

LEADING = 0.5
"""A rung that is played this much as often as the actor's most played one may stay the one that others are measured
against."""

LEAST_SIGMA = 1e-50
"""Its fourth power is far from the least floating-point number."""

MAX_RESIDUAL = 1e-6
"""A quantal response with a larger residual has not been reached."""


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
        Along the branch.
    converged
        Whether the point was reached; if not, `reason` says why, and the rest is where the path broke off.
    """

    rationality: float
    profile: tuple[tuple[float, ...], ...]
    residual: float
    steps: int
    converged: bool = True
    reason: str = ""


@dataclass(frozen=True, eq=False)
class BranchPoint:
    """A point on the branch.

    Attributes
    ----------
    z : (N + 1,)
        The unknowns: y, and sigma last.
    tangent : (N + 1,)
        The way on, of length 1 in the branch's own metric.
    weights : (N + 1,)
        Of that metric: squares of log-odds and of log-sigma.
    orientation
        Sign of the determinant that the way on keeps; another branch nearby has the other.
    step
        How long the next step may be.
    """

    chart: Chart
    z: FloatArray
    tangent: FloatArray
    weights: FloatArray
    orientation: float
    step: float

    @property
    def sigma(self) -> float:
        """1 / (1 + lambda)."""
        return float(self.z[-1])

    @property
    def strategies(self) -> list[FloatArray]:
        """Each actor's strategy."""
        return self.chart.strategies(self.z)


def path(chart: Chart) -> Iterator[BranchPoint]:
    """Yield places from uniform play on, as long as the branch can be followed.

    Parameters
    ----------
    chart
        Of a game in which somebody's rungs differ.
    """
    place: BranchPoint | None = _start(chart)
    for _ in range(budgets.LOGIT_STEPS):
        if place is None or place.sigma < LEAST_SIGMA:
            return
        yield place
        place = _onward(place)


def _start(chart: Chart) -> BranchPoint:
    """Return uniform play, lambda = 0, with the way towards higher rationality."""
    z = np.append(np.zeros(len(chart.owner)), 1.0)
    residuals, _, _ = chart.equations(z)
    z[:-1] -= residuals
    towards = np.append(np.zeros(len(chart.owner)), -1.0)
    return _based(_arrived(chart, z, towards, FIRST_STEP))


def _arrived(chart: Chart, z: FloatArray, before: FloatArray, step: float) -> BranchPoint:
    """Return the place at a point of the branch, with the way on from the direction before."""
    _, derivatives, weights = chart.equations(z)
    border = before * weights * z[-1] ** 2
    system = np.vstack([derivatives, border])
    orientation = float(np.linalg.slogdet(system)[0])
    direction = np.linalg.solve(system, np.append(np.zeros(len(z) - 1), 1.0))
    direction /= math.sqrt(float((direction**2 * weights).sum()))
    return BranchPoint(chart, z, direction, weights, orientation, step)


def _based(place: BranchPoint) -> BranchPoint:
    """Return a place in the chart of the rungs that are played most there."""
    p, chart = place.chart.play(place.z), place.chart
    ends = (*chart.starts[1:], len(p))
    most = [s + int(p[s:e].argmax()) for s, e in zip(chart.starts, ends, strict=True)]
    if all(p[r] >= LEADING * p[m] for r, m in zip(chart.references, most, strict=True)):
        return place
    moved = chart.based_on(most)
    return _arrived(moved, moved.relative(place.z), moved.relative(place.tangent), place.step)


def _corrected(chart: Chart, z: FloatArray, normal: FloatArray, weights: FloatArray) -> FloatArray | None:
    """Return the point of the branch in the hyperplane through z, by Newton's method, or None.

    Parameters
    ----------
    normal
        Of the hyperplane.
    weights
        Of the metric by which corrections are measured.
    """
    last = math.inf
    for k in range(budgets.LOGIT_CORRECTIONS):
        residuals, derivatives, _ = chart.equations(z)
        try:
            correction = np.linalg.solve(np.vstack([derivatives, normal]), np.append(residuals, 0.0))
        except np.linalg.LinAlgError:
            return None
        far = math.sqrt(float((correction**2 * weights).sum()))
        if not far < (FAR_CORRECTION if k == 0 else max(last, ROUNDED)):
            return None
        z = z - correction
        if not 0 < z[-1] <= 1:
            return None
        rare = float(np.abs(correction[:-1]).max())
        if rare < RARE_CORRECTED * z[-1] + ROUNDING and (far < CORRECTED or last / 2 < far < ROUNDED):
            return z
        last = far
    return None


def _onward(place: BranchPoint) -> BranchPoint | None:
    """Return the next place along the branch, or None where no step is short enough.

    A step that arrives with the other orientation has come upon another branch, or passed a point at which branches
    cross: it is halved. Where even the shortest arrives so, they do cross, as in symmetric games, and the way leads
    straight on.
    """
    step, crossed = place.step, None
    while step > SHORTEST_STEP:
        there = _stepped(place, step)
        if there is not None:
            if there.orientation == place.orientation:
                return there
            crossed = crossed or there
        step /= 2
    return crossed


def _stepped(place: BranchPoint, step: float) -> BranchPoint | None:
    """Return the place one step of a length on, or None where it may have left the branch."""
    chart, weights = place.chart, place.weights
    found = _corrected(chart, place.z + step * place.tangent, place.tangent * weights * place.sigma**2, weights)
    if found is None or float(np.abs(chart.play(found) - chart.play(place.z)).max()) > step + FAR_CORRECTION:
        return None  # along the branch, probabilities change by less than its length
    try:
        there = _arrived(chart, found, place.tangent, step)
        straight = float((there.tangent * place.tangent * np.sqrt(weights * there.weights)).sum())
        longest = LONGEST_STEP if there.sigma < BEHIND_CROSSINGS else LONG_STEP
        longer = min(longest, step * (1.6 if straight > NEARLY_STRAIGHT else 1.0))
        return _based(replace(there, step=longer)) if straight > BENT else None
    except np.linalg.LinAlgError:
        return None


def _at_sigma(before: BranchPoint, behind: BranchPoint, sigma: float) -> list[FloatArray] | None:
    """Return the strategies between two neighbouring places whose sigma is given, or None."""
    start = behind.chart.relative(before.z)
    guess = start + (before.sigma - sigma) / (before.sigma - behind.sigma) * (behind.z - start)
    guess[-1] = sigma
    normal = np.append(np.zeros(len(guess) - 1), 1.0)
    _, _, weights = behind.chart.equations(guess)
    found = _corrected(behind.chart, guess, normal, weights)
    return None if found is None else behind.chart.strategies(found)


def _may_touch(before: BranchPoint, behind: BranchPoint, sigma: float) -> bool:
    """Whether the branch may turn back in sigma between two places and reach a sigma that neither has."""
    turns = before.tangent[-1] < 0 < behind.tangent[-1]
    return bool(turns and before.sigma + behind.step * before.tangent[-1] <= sigma)


def quantal_response(game: Game, rationality: float) -> LogitPoint:
    """Return the quantal response on the principal branch at a rationality.

    Parameters
    ----------
    game
        Up to `budgets.LOGIT_ENTRIES` payoffs.
    rationality
        lambda >= 0, finite; the limit is `powergame.equilibrium.logit.limit.logit_limit`. Where the branch turns
        back and passes a lambda several times, its first passage answers.

    Returns
    -------
    LogitPoint

    Raises
    ------
    UsageError
        Where the rationality is negative or not finite.
    """
    if not 0 <= rationality < math.inf:
        raise UsageError(f"the rationality of a quantal response is a number >= 0, not {rationality}")
    if game.payoffs.size > budgets.LOGIT_ENTRIES:
        return _uniform(game, 0.0, f"the game has more than {budgets.LOGIT_ENTRIES:,} payoffs")
    chart = first_chart(game)
    if chart.scale == 0 or rationality == 0:
        return _uniform(game, rationality)
    goal = 1 / (1 + rationality * chart.scale)
    if goal < LEAST_SIGMA:
        return _uniform(game, 0.0, f"a rationality above {1 / LEAST_SIGMA / chart.scale:.0e} is out of reach")
    before, steps = _start(chart), 0
    while steps < budgets.LOGIT_STEPS:
        behind = _onward(before)
        steps += 1
        if behind is None:
            return _broken_off(game, before, steps, "no step is short enough")
        if behind.sigma <= goal or _may_touch(before, behind, goal):
            found = _at_sigma(before, behind, goal) if behind.sigma <= goal else None
            if found is None and before.step < 4 * SHORTEST_STEP:  # the branch turns back or crosses another just there
                found = before.strategies
            if found is not None:
                return _reached(game, rationality, found, steps)
            before = replace(before, step=before.step / 4)
        else:
            before = behind
    return _broken_off(game, before, steps, f"more than {budgets.LOGIT_STEPS:,} steps")


def as_profile(strategies: Sequence[FloatArray]) -> tuple[tuple[float, ...], ...]:
    """Return strategies as plain numbers."""
    return tuple(tuple(strategy.tolist()) for strategy in strategies)


def residual(game: Game, rationality: float, profile: Sequence[Sequence[float]]) -> float:
    """Return how far a profile is from its own logit response, max |p_ir - softmax(lambda u_i)_r|."""
    p = arrays(profile)
    worst = 0.0
    for i, own in enumerate(p):
        quarter, most = game.payoffs[i] / 4, int(own.argmax())  # whose differences do not overflow
        u = rung_payoffs(quarter - quarter.take([most], axis=i), p, i)
        weights = np.exp(4 * rationality * (u - u.max()))
        worst = max(worst, float(np.abs(own - weights / weights.sum()).max()))
    return worst


def _uniform(game: Game, rationality: float, reason: str = "") -> LogitPoint:
    profile = tuple((1 / size,) * size for size in game.shape)
    return LogitPoint(rationality, profile, 0.0, 0, not reason, reason)


def _reached(game: Game, rationality: float, strategies: Sequence[FloatArray], steps: int) -> LogitPoint:
    profile = as_profile(strategies)
    left = residual(game, rationality, profile)
    reason = "" if left <= MAX_RESIDUAL else f"rounding errors leave a residual of {left:.0e}"
    return LogitPoint(rationality, profile, left, steps, not reason, reason)


def _broken_off(game: Game, place: BranchPoint, steps: int, reason: str) -> LogitPoint:
    rationality = (1 - place.sigma) / place.sigma / place.chart.scale
    point = _reached(game, rationality, place.strategies, steps)
    return replace(point, converged=False, reason=reason)
