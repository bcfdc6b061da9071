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
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.logit.chart import first_chart
from powergame.equilibrium.sequential.logit.polish import ACCEPTED, gain_of, polished
from powergame.model.tree.types import GameTree

FAR_ENOUGH, FARTHEST = 1e-9, 1e-12
"""sigma below which the limit is looked for, and sigma at which the path ends though it was not found: rounding errors
of payoffs, divided by it, would move beliefs."""

CRAWLING, SHORT = 1e-5, 1e-3
"""sigma below which steps shorter than the second show that rounding errors have taken over, as where mixed sides hang
on beliefs: the limit is looked for from there on."""

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
    since = deque([1.0], budgets.TREE_CRAWL)  # sigma at the latest places
    if not chart.scale:
        return TreeLimit(chart.assessment(end), steps, polished=True)
    for place in path(chart, deadline):
        steps += 1
        last = place
        crawls = place.sigma < CRAWLING and place.step < SHORT
        if (crawls or place.sigma < FAR_ENOUGH) and place.sigma < tried / DECADE:
            end, tried = place.chart.point(place.z), place.sigma
            point = polished(chart, end)
            if point is None and gain_of(chart, end) <= ACCEPTED:
                point = end
            if point is not None:
                return TreeLimit(chart.assessment(point), steps, polished=True)
            if place.sigma < FARTHEST:
                break
        since.append(place.sigma)
        if place.sigma < CRAWLING and len(since) == since.maxlen and since[0] < DECADE * place.sigma:
            break
    end = last.chart.point(last.z)
    point = polished(chart, end)
    reason = "" if point or last.sigma < CRAWLING else "the logit path could not be followed to its end"
    return TreeLimit(chart.assessment(point or end), steps, point is not None, reason)
