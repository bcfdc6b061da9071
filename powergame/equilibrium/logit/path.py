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
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.logit.correspondence import Chart, first_chart
from powergame.errors import UsageError
from powergame.model.game import Game

FIRST_STEP, LONG_STEP, LONGEST_STEP, SHORTEST_STEP = 0.05, 0.5, 0.9, 1e-7
"""Lengths of steps along the branch, where 1 is a change by 1 of log-odds or of log-sigma. A step of 0.9 straight
towards sigma = 0 divides sigma by 10."""

BEHIND_CROSSINGS = 1e-4
"""sigma below which branches hardly ever come near each other, so steps may be the longest. Above it a longer step
could pass two near-crossings at once, and the orientation would not tell."""

CORRECTED, ROUNDED = 1e-10, 1e-6
"""Lengths of corrections along the branch: below the first Newton's method has converged, since the next correction
would be its square; below the second rounding errors may keep corrections up where play answers payoffs steeply."""

RARE_CORRECTED, ROUNDING = 1e-4, 1e-14
"""Log-odds below which corrections of rarely played rungs have converged: they hardly count in the branch's length, but
in degenerate games the odds of others may hang on them. The second is the rounding error of payoffs in a range of 1."""

FAR_CORRECTION = 0.03
"""Length above which a first correction may have left the branch, and the step is halved."""

LENGTHENED, CLEAR_OF_CROSSING = 4.0, 0.01
"""Ratio of the steps that are tried across a crossing; and length of a step that must have left it behind, since
shorter ones before it came so near."""

BENT, NEARLY_STRAIGHT = 0.97, 0.99
"""Cosines between two tangents: below the first the bend is too sharp for the step; above the second the next step may
be longer."""

LEADING = 0.5
"""Ratio of a reference's probability to that of the actor's most played rung, above which it stays the reference."""

LEAST_SIGMA = 1e-50
"""sigma at which the path ends: its fourth power is far above the least floating-point number."""

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


@dataclass(frozen=True, eq=False)
class BranchPoint:
    """A point on the branch.

    Attributes
    ----------
    z : (N + 1,)
        The unknowns: y, and sigma last.
    tangent : (N + 1,)
        The direction onward, of length 1 in the branch's metric.
    weights : (N + 1,)
        Weights of that metric, in which log-odds and log-sigma are measured.
    orientation
        Sign of a determinant, constant along the branch; another branch nearby has the other sign.
    step
        Length that the next step may have.
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


def path(chart: Chart, deadline: Deadline = NO_DEADLINE) -> Iterator[BranchPoint]:
    """Yield places along the branch, from uniform play as far as it can be followed.

    Parameters
    ----------
    chart
        The chart of a game in which some actor's rungs differ.

    Raises
    ------
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    The prisoner's dilemma: the first place is uniform play, and near sigma = 0 nobody cooperates.

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> places = list(path(first_chart(game)))
    >>> places[0].strategies[0].tolist(), places[-1].strategies[0].tolist()
    ([0.5, 0.5], [0.0, 1.0])
    """
    place: BranchPoint | None = _start(chart)
    for _ in range(budgets.LOGIT_STEPS):
        if place is None or place.sigma < LEAST_SIGMA:
            return
        yield place
        place = _onward(place, deadline)


def _start(chart: Chart) -> BranchPoint:
    """Return uniform play, lambda = 0, with the direction towards higher rationality."""
    z = np.append(np.zeros(len(chart.owner)), 1.0)
    residuals, _, _ = chart.equations(z)
    z[:-1] -= residuals
    towards = np.append(np.zeros(len(chart.owner)), -1.0)
    return _based(_arrived(chart, z, towards, FIRST_STEP))


def _arrived(chart: Chart, z: FloatArray, before: FloatArray, step: float) -> BranchPoint:
    """Return the place at a point of the branch; its tangent continues the direction before."""
    _, linear, weights = chart.equations(z)
    border = before * weights * z[-1] ** 2
    orientation = linear.orientation(border)
    direction = linear.solve(border, np.append(np.zeros(len(z) - 1), 1.0))
    direction /= math.sqrt(float((direction**2 * weights).sum()))
    return BranchPoint(chart, z, direction, weights, orientation, step)


def _based(place: BranchPoint) -> BranchPoint:
    """Return a place in the chart whose references are the most played rungs."""
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
        Normal of the hyperplane.
    weights
        Weights of the metric by which corrections are measured.
    """
    last = math.inf
    for k in range(budgets.LOGIT_CORRECTIONS):
        residuals, linear, _ = chart.equations(z)
        try:
            correction = linear.solve(normal, np.append(residuals, 0.0))
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


def _onward(place: BranchPoint, deadline: Deadline) -> BranchPoint | None:
    """Return the next place along the branch, or None where no step is short enough.

    A step that arrives with the other orientation has met another branch, or passed a point at which branches cross;
    it is halved. If even the shortest step arrives so, the branches do cross, as in symmetric games, and the path
    leads straight on.
    """
    step, crossed = place.step, None
    while step > SHORTEST_STEP:
        deadline.check("the logit path was followed")
        arrived = _stepped(place, step)
        if arrived is not None:
            if arrived.orientation == place.orientation:
                return arrived
            crossed = crossed or arrived
        step /= 2
    return crossed or _across(place)


def _across(place: BranchPoint) -> BranchPoint | None:
    """Return a place straight on behind a crossing that is too near for any short step, or None.

    So near to a point at which several branches cross at once, as they do where many actors are alike, the equations
    are singular to the last digit, and corrections of short steps have none. Longer ones arrive behind it.
    """
    step = SHORTEST_STEP
    while (step := LENGTHENED * step) < LONG_STEP:
        arrived = _stepped(place, step)
        if arrived is not None and (arrived.orientation != place.orientation or step > CLEAR_OF_CROSSING):
            return arrived
    return None


def _stepped(place: BranchPoint, step: float) -> BranchPoint | None:
    """Return the place after one step of a given length, or None where it may have left the branch."""
    chart, weights = place.chart, place.weights
    z = _corrected(chart, place.z + step * place.tangent, place.tangent * weights * place.sigma**2, weights)
    if z is None or float(np.abs(chart.play(z) - chart.play(place.z)).max()) > step + FAR_CORRECTION:
        return None  # probabilities change by less than the branch's length
    try:
        arrived = _arrived(chart, z, place.tangent, step)
        straight = float((arrived.tangent * place.tangent * np.sqrt(weights * arrived.weights)).sum())
        longest = LONGEST_STEP if arrived.sigma < BEHIND_CROSSINGS else LONG_STEP
        longer = min(longest, step * (1.6 if straight > NEARLY_STRAIGHT else 1.0))
        return _based(replace(arrived, step=longer)) if straight > BENT else None
    except np.linalg.LinAlgError:
        return None


def _at_sigma(before: BranchPoint, after: BranchPoint, sigma: float) -> list[FloatArray] | None:
    """Return the strategies at a given sigma between two neighbouring places, or None."""
    start = after.chart.relative(before.z)
    guess = start + (before.sigma - sigma) / (before.sigma - after.sigma) * (after.z - start)
    guess[-1] = sigma
    normal = np.append(np.zeros(len(guess) - 1), 1.0)
    _, _, weights = after.chart.equations(guess)
    z = _corrected(after.chart, guess, normal, weights)
    return None if z is None else after.chart.strategies(z)


def _may_touch(before: BranchPoint, after: BranchPoint, sigma: float) -> bool:
    """Whether the branch may turn back in sigma between two places and reach a sigma below both."""
    turns = before.tangent[-1] < 0 < after.tangent[-1]
    return bool(turns and before.sigma + after.step * before.tangent[-1] <= sigma)


def quantal_response(game: Game, rationality: float, deadline: Deadline = NO_DEADLINE) -> LogitPoint:
    """Return the quantal response on the principal branch at a rationality.

    Parameters
    ----------
    game
        Up to `budgets.LOGIT_ENTRIES` payoffs, and with three and more actors `budgets.LOGIT_RUNGS` rungs.
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
    chart = first_chart(game)
    if chart.scale == 0 or rationality == 0:
        return _uniform(game, rationality)
    goal = 1 / (1 + rationality * chart.scale)
    if goal < LEAST_SIGMA:
        return _uniform(game, 0.0, f"a rationality above {1 / LEAST_SIGMA / chart.scale:.0e} is out of reach")
    before, steps = _start(chart), 0
    while steps < budgets.LOGIT_STEPS:
        after = _onward(before, deadline)
        steps += 1
        if after is None:
            return _broken_off(game, before, steps, "no step is short enough")
        if after.sigma <= goal or _may_touch(before, after, goal):
            strategies = _at_sigma(before, after, goal) if after.sigma <= goal else None
            if strategies is None and before.step < 4 * SHORTEST_STEP:  # the branch turns back or crosses another here
                strategies = before.strategies
            if strategies is not None:
                return _reached(game, rationality, strategies, steps)
            before = replace(before, step=before.step / 4)
        else:
            before = after
    return _broken_off(game, before, steps, f"more than {budgets.LOGIT_STEPS:,} steps")


def too_large(game: Game) -> str:
    """Return why a game is too large for its path to be followed; empty where it is not."""
    if game.payoffs.size > budgets.LOGIT_ENTRIES:
        return f"the game has more than {budgets.LOGIT_ENTRIES:,} payoffs, too many to follow the logit path"
    if len(game.actors) > 2 and sum(game.shape) > budgets.LOGIT_RUNGS:
        return f"three or more actors have more than {budgets.LOGIT_RUNGS} rungs, too many to follow the logit path"
    return ""


def as_profile(strategies: Sequence[FloatArray]) -> tuple[tuple[float, ...], ...]:
    """Return strategies as tuples of floats."""
    return tuple(tuple(strategy.tolist()) for strategy in strategies)


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


def _broken_off(game: Game, place: BranchPoint, steps: int, reason: str) -> LogitPoint:
    rationality = (1 - place.sigma) / place.sigma / place.chart.scale
    point = _reached(game, rationality, place.strategies, steps)
    return replace(point, converged=False, reason=reason)
