"""Where the agent logit path of a game tree leads from uniform play, as rationality grows without bound.

The limit is a sequential equilibrium [1]_.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. Experimental
   Economics 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.logit.path import path
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.logit.chart import TreeChart, first_chart
from powergame.equilibrium.sequential.logit.derivatives import Point
from powergame.equilibrium.sequential.logit.polish import polished
from powergame.model.tree.types import GameTree

FAR_ENOUGH = 1e-9
"""sigma at which the path ends: below it rounding errors of payoffs, divided by it, would move beliefs."""


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
    last, steps = None, 0
    if chart.scale:
        for last in path(chart, deadline):
            steps += 1
            if last.sigma < FAR_ENOUGH:
                break
    end = _start(chart) if last is None else last.chart.point(last.z)
    point = polished(chart, end)
    reason = "" if last is None or last.sigma < FAR_ENOUGH else "the logit path could not be followed to its end"
    return TreeLimit(chart.assessment(point or end), steps, point is not None, reason)


def _start(chart: TreeChart) -> Point:
    return chart.point(np.append(np.zeros(chart.layout.size), 1.0))
