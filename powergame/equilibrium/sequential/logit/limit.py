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
from powergame.equilibrium.sequential.logit.polish import NEAR, distance, equilibria_by, polished
from powergame.model.tree.types import GameTree

FAR_ENOUGH, FARTHEST = 1e-9, 1e-12
"""sigma below which the limit is looked for, and sigma at which the path ends though it was not found: rounding errors
of payoffs, divided by it, would move beliefs."""

CRAWLING, SHORT = 1e-5, 1e-3
"""sigma below which steps shorter than the second show that rounding errors have taken over, as where mixed sides hang
on beliefs: the limit is looked for from there on."""

NEARLY, SAME = 1e-5, 1e-6
"""sigma below which equilibria next to the path are looked for; and probability up to which those of two decades are
the same, and so the limit, though the path is still far. Where it is near, `NEAR` is enough: it nears a point of a
curve of equilibria."""

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
    end, tried, steps = chart.point(np.append(np.zeros(chart.layout.size), 1.0)), 1.0, 0
    before: _Neighbour | None = None
    since = deque([1.0], budgets.TREE_CRAWL)  # sigma at the latest places
    if not chart.scale:
        return TreeLimit(chart.assessment(end), steps, polished=True)
    for place in path(chart, deadline):
        steps += 1
        last = place
        if place.sigma < NEARLY and place.sigma < tried / DECADE:
            end, tried = place.chart.point(place.z), place.sigma
            now = _neighbour(chart, end)
            if now is not None and _is_limit(now, before, place):
                return TreeLimit(chart.assessment(now.point), steps, polished=True)
            before = now
            if place.sigma < FARTHEST:
                break
        since.append(place.sigma)
        if place.sigma < CRAWLING and len(since) == since.maxlen and since[0] < DECADE * place.sigma:
            break
    end = last.chart.point(last.z)
    point = polished(chart, end)
    reason = "" if point or last.sigma < CRAWLING else "the logit path could not be followed to its end"
    return TreeLimit(chart.assessment(point or end), steps, point is not None, reason)


@dataclass(frozen=True, eq=False)
class _Neighbour:
    """An equilibrium next to a place of the path, and the greatest difference in probability between the two."""

    point: Point
    far: float


def _neighbour(chart: TreeChart, end: Point) -> _Neighbour | None:
    """Return an equilibrium next to a place: one that is near, or else the first."""
    first: _Neighbour | None = None
    for point in equilibria_by(chart, end):
        here = _Neighbour(point, distance(point, end))
        if here.far <= NEAR:
            return here
        first = first or here
    return first


def _is_limit(now: _Neighbour, before: _Neighbour | None, place: BranchPoint[TreeChart]) -> bool:
    """Whether an equilibrium next to a place of the path is its limit.

    It is where the path is far enough, or crawls, and near; and where it was next to the path a decade before, which
    comes nearer: what is mixed may hang on differences in payoffs so small that the path arrives only at its very end.
    """
    near = now.far <= NEAR
    if near and (place.sigma < FAR_ENOUGH or (place.sigma < CRAWLING and place.step < SHORT)):
        return True
    if before is None or not (near or now.far < before.far):
        return False
    return distance(now.point, before.point) <= (NEAR if near and before.far <= NEAR else SAME)
