"""Steps along a branch of the logit correspondence, by predictor and corrector in arc length.

A step goes along the branch's tangent, and Newton's method leads back to the branch in the plane across it [1]_. What
may have led to another branch is tried again at half the length.

References
----------
.. [1] Allgower, E. L. & Georg, K. (1990). Numerical Continuation Methods. Chapters 6 (steps) and 8 (branching points).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Generic

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.logit.equations import AnyEquations
from powergame.equilibrium.logit.linear import Linear

FIRST_STEP, LONG_STEP, LONGEST_STEP, SHORTEST_STEP = 0.05, 0.5, 0.9, 1e-7
"""Lengths of steps along the branch, where 1 is a change by 1 of log-odds or of log-sigma. A step of 0.9 straight
towards sigma = 0 divides sigma by 10."""

BEHIND_CROSSINGS = 1e-4
"""sigma below which branches hardly ever come near each other, so steps may be the longest."""

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

CONTRACTION = 0.1
"""Ratio of a correction's length to that of the one before, above which it may have left the branch: near it Newton's
method squares them."""

COMPARABLE = 1e-8
"""sigma below which eigenvalues tell nothing: rounding errors of payoffs, divided by it, would move them across 0."""

BENT, NEARLY_STRAIGHT = 0.97, 0.99
"""Cosines between two tangents: below the first the bend is too sharp for the step; above the second the next step may
be longer."""

LEADING = 0.5
"""Ratio of a reference's probability to that of the actor's most played rung, above which it stays the reference."""


@dataclass(frozen=True, eq=False)
class BranchPoint(Generic[AnyEquations]):
    """A point on the branch.

    Attributes
    ----------
    z : (N + 1,)
        The unknowns: y, and sigma last.
    play : (N,)
        All groups' strategies, in one vector.
    linear
        The derivatives of the equations.
    weights : (N + 1,)
        Weights of the branch's metric, in which log-odds and log-sigma are measured.
    tangent : (N + 1,)
        The direction onward, of length 1 in that metric.
    step
        Length that the next step may have.
    """

    chart: AnyEquations
    z: FloatArray
    play: FloatArray
    linear: Linear
    weights: FloatArray
    tangent: FloatArray
    step: float

    @property
    def sigma(self) -> float:
        """1 / (1 + lambda)."""
        return float(self.z[-1])

    @property
    def strategies(self) -> list[FloatArray]:
        """Each group's strategy: that of all its actors."""
        return self.chart.split(self.play)

    def leads_to(self, other: BranchPoint[AnyEquations]) -> bool:
        """Whether a place that a step has reached may lie on the same branch."""
        return self.linear.leads_to(other.linear, self.normal, exactly=other.sigma > COMPARABLE)

    @property
    def normal(self) -> FloatArray:
        """The normal of the hyperplane across the branch, as a row of equations."""
        return self.tangent * self.weights * self.sigma**2


def start(chart: AnyEquations) -> BranchPoint[AnyEquations]:
    """Return uniform play, lambda = 0, with the direction towards higher rationality."""
    z = np.append(np.zeros(len(chart.owner)), 1.0)
    residuals, _, _ = chart.equations(z)
    z[:-1] -= residuals
    towards = np.append(np.zeros(len(chart.owner)), -1.0)
    _, linear, weights = chart.equations(z)
    return _based(_arrived(chart, z, linear, weights, towards, FIRST_STEP))


def _arrived(
    chart: AnyEquations, z: FloatArray, linear: Linear, weights: FloatArray, before: FloatArray, step: float
) -> BranchPoint[AnyEquations]:
    """Return the place at a point of the branch; its tangent continues the direction before."""
    border = before * weights * z[-1] ** 2
    direction = linear.solve(border, np.append(np.zeros(len(z) - 1), 1.0))
    direction /= math.sqrt(float((direction**2 * weights).sum()))
    return BranchPoint(chart, z, chart.play(z), linear, weights, direction, step)


def _based(place: BranchPoint[AnyEquations]) -> BranchPoint[AnyEquations]:
    """Return a place in the chart whose references are the most played rungs."""
    p, chart = place.play, place.chart
    if (p[list(chart.references)] >= LEADING * np.maximum.reduceat(p, chart.starts)).all():
        return place
    most = [s + int(part.argmax()) for s, part in zip(chart.starts, place.strategies, strict=True)]
    moved = chart.based_on(most)
    z = moved.relative(place.z)
    _, linear, weights = moved.equations(z)
    return _arrived(moved, z, linear, weights, moved.relative(place.tangent), place.step)


def corrected(
    chart: AnyEquations, z: FloatArray, normal: FloatArray, weights: FloatArray
) -> tuple[FloatArray, Linear, FloatArray] | None:
    """Return the point of the branch in the hyperplane through z, by Newton's method, or None.

    Parameters
    ----------
    normal
        Normal of the hyperplane.
    weights
        Weights of the metric by which corrections are measured.

    Returns
    -------
    tuple
        The point, and derivatives and metric there, but for the last correction, which is tiny.
    """
    last = math.inf
    for k in range(budgets.LOGIT_CORRECTIONS):
        residuals, linear, metric = chart.equations(z)
        try:
            correction = linear.solve(normal, np.append(residuals, 0.0))
        except np.linalg.LinAlgError:
            return None
        far = math.sqrt(float((correction**2 * weights).sum()))
        if not far < (FAR_CORRECTION if k == 0 else max(CONTRACTION * last, ROUNDED)):
            return None
        z = z - correction
        if not 0 < z[-1] <= 1:
            return None
        rare = float(np.abs(correction[:-1]).max())
        if rare < RARE_CORRECTED * z[-1] + ROUNDING and (far < CORRECTED or last / 2 < far < ROUNDED):
            return z, linear, metric
        last = far
    return None


def onward(place: BranchPoint[AnyEquations], work: Work) -> BranchPoint[AnyEquations] | None:
    """Return the next place along the branch, or None where no step is short enough, or too many payoffs were read.

    A step that arrives where the branch does not lead has met another branch, or passed a point at which branches
    cross; it is halved. If even the shortest step arrives so, the branches do cross, as in symmetric games, and the
    path leads straight on.
    """
    step, crossed = place.step, None
    while step > SHORTEST_STEP:
        if not work.spend(place.chart.entries):
            work.deadline.check("the logit path was followed")
            return None
        arrived = _stepped(place, step)
        if arrived is not None:
            if place.leads_to(arrived):
                return _based(arrived)
            crossed = crossed or arrived
            if step < place.chart.crossing:
                break
        step /= 2
    crossed = crossed or _across(place)
    return None if crossed is None else _based(crossed)


def _across(place: BranchPoint[AnyEquations]) -> BranchPoint[AnyEquations] | None:
    """Return a place straight on behind a crossing that is too near for any short step, or None.

    So near to a point at which several branches cross at once, as they do where many actors are alike, the equations
    are singular to the last digit, and corrections of short steps have none. Longer ones arrive behind it.
    """
    step = SHORTEST_STEP
    while (step := LENGTHENED * step) < LONG_STEP:
        arrived = _stepped(place, step)
        if arrived is not None and (not place.leads_to(arrived) or step > CLEAR_OF_CROSSING):
            return arrived
    return None


def _stepped(place: BranchPoint[AnyEquations], step: float) -> BranchPoint[AnyEquations] | None:
    """Return the place after one step of a given length, or None where it may have left the branch."""
    chart, weights = place.chart, place.weights
    point = corrected(chart, place.z + step * place.tangent, place.normal, weights)
    if point is None:
        return None
    try:
        arrived = _arrived(chart, *point, place.tangent, step)
    except np.linalg.LinAlgError:
        return None
    if float(np.abs(arrived.play - place.play).max()) > step + FAR_CORRECTION:
        return None  # probabilities change by less than the branch's length
    straight = float((arrived.tangent * place.tangent * np.sqrt(weights * arrived.weights)).sum())
    if not straight > BENT:
        return None
    longest = LONGEST_STEP if arrived.sigma < BEHIND_CROSSINGS else LONG_STEP
    longer = min(longest, step * (1.6 if straight > NEARLY_STRAIGHT else 1.0))
    return replace(arrived, step=longer)
