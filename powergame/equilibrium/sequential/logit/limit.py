"""Where the agent logit path of a game tree leads from uniform play, as rationality grows without bound.

The limit is a sequential equilibrium [1]_.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. Experimental
   Economics 1.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.logit.path import path
from powergame.equilibrium.logit.steps import BranchPoint
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.logit.chart import TreeChart, first_chart
from powergame.equilibrium.sequential.logit.derivatives import Point
from powergame.equilibrium.sequential.logit.polish import NEAR, distance, equilibria_by, straight_on
from powergame.model.tree.types import GameTree

SOUGHT, SAME = 1e-5, 1e-6
"""sigma below which the limit is looked for; and probability up to which equilibria next to the path, a decade apart,
are the same."""

FAR_ENOUGH, FARTHEST = 1e-9, 1e-12
"""sigma below which an equilibrium near the path is its limit; and sigma at which the path ends though it was not
found: rounding errors of payoffs, divided by it, would move beliefs."""

SHORT = 1e-3
"""Length of steps below which rounding errors have taken over, where the limit is looked for: sides that are mixed may
hang on beliefs. An equilibrium near the path is then its limit, too."""

STRAIGHT, SLOW = 1e-4, 0.1
"""Probability up to which equilibria of two decades may differ where their limit is looked for straight on; and length
of a step below which a path is so slow that `NEAR` is enough."""

DECADE = 10.0
"""Ratio of sigma between places at which the limit is looked for."""


@dataclass(frozen=True, eq=False)
class TreeLimit:
    """The end of the agent logit path.

    Attributes
    ----------
    assessment
        What is played and believed there.
    steps
        Steps along the path.
    polished
        Whether it is an equilibrium to rounding; else it is the path's last place.
    reason
        Why the path was not followed to its end, if it was not.
    """

    assessment: Assessment
    steps: int
    polished: bool
    reason: str = ""


def tree_limit(tree: GameTree, deadline: Deadline = NO_DEADLINE, bias: FloatArray | None = None) -> TreeLimit:
    """Follow the agent logit path of a game tree to its end.

    Parameters
    ----------
    bias : (N,)
        Logarithms of weights, of all rungs of all information sets, by which play departs from uniform where the path
        starts.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    chart = first_chart(tree, bias)
    tried, steps = 1.0, 0
    before: _Neighbour | None = None
    since = deque([1.0], budgets.TREE_CRAWL)  # sigma at the latest places
    if not chart.scale:
        uniform = chart.point(np.append(np.zeros(chart.layout.size), 1.0))
        return TreeLimit(chart.assessment(uniform), steps, polished=True)
    for place in path(chart, deadline):
        steps += 1
        last = place
        if place.sigma < SOUGHT and place.sigma < tried / DECADE:
            tried, now = place.sigma, _neighbour(chart, place)
            point = None if now is None else _limit(chart, now, before, place)
            if point is not None:
                return TreeLimit(chart.assessment(point), steps, polished=True)
            before = now
            if place.sigma < FARTHEST:
                break
        since.append(place.sigma)
        if place.sigma < SOUGHT and len(since) == since.maxlen and since[0] < DECADE * place.sigma:
            break
    now = _neighbour(chart, last)
    near = now is not None and now.far <= NEAR
    end = now.point if now is not None and near else last.chart.point(last.z)
    reason = "" if near or last.sigma < SOUGHT else "the logit path could not be followed to its end"
    return TreeLimit(chart.assessment(end), steps, near, reason)


@dataclass(frozen=True, eq=False)
class _Neighbour:
    """An equilibrium next to a place of the path.

    Attributes
    ----------
    far
        The greatest difference in probability between the two.
    sigma
        That of the place.
    """

    point: Point
    far: float
    sigma: float


def _neighbour(chart: TreeChart, place: BranchPoint[TreeChart]) -> _Neighbour | None:
    """Return an equilibrium next to a place: one that is near, or else the first."""
    end = place.chart.point(place.z)
    first: _Neighbour | None = None
    for point in equilibria_by(chart, end):
        here = _Neighbour(point, distance(point, end), place.sigma)
        if here.far <= NEAR:
            return here
        first = first or here
    return first


def _limit(chart: TreeChart, now: _Neighbour, before: _Neighbour | None, place: BranchPoint[TreeChart]) -> Point | None:
    """Return the limit of the path, where the equilibria next to it tell.

    It is the equilibrium next to a place that is far enough, or from which the path only crawls; and the one that was
    next to the path a decade before, too, while the path comes nearer: what is mixed may hang on differences in payoffs
    so small that the path arrives only at its very end. Where the two are near each other but not the same, equilibria
    form a curve, and the limit is looked for straight on.
    """
    near = now.far <= NEAR
    if near and (place.sigma < FAR_ENOUGH or place.step < SHORT):
        return now.point
    if before is None or not (near or now.far < before.far):
        return None
    moved = distance(now.point, before.point)
    if moved <= SAME:
        return now.point
    if not near or moved > (NEAR if place.step < SLOW else STRAIGHT):
        return None
    ahead = straight_on(now.point, before.point, now.sigma / (before.sigma - now.sigma))
    return next((point for point in equilibria_by(chart, ahead) if distance(point, now.point) <= moved), None)
