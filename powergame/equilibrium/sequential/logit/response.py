"""Agent quantal response of a game tree at a given rationality: the principal branch's first passage of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.logit.passage import first_passage
from powergame.equilibrium.logit.path import LEAST_SIGMA
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.logit.chart import first_chart
from powergame.errors import UsageError
from powergame.model.tree.types import GameTree


@dataclass(frozen=True, eq=False)
class TreeResponse:
    """A quantal response at all information sets.

    Attributes
    ----------
    assessment
        What is played and believed, and who sides with whom.
    steps
        Steps along the path.
    reason
        Why the rationality was not reached; empty where it was. The assessment is then where the path broke off.
    """

    assessment: Assessment
    steps: int
    reason: str = ""


def tree_response(tree: GameTree, rationality: float, deadline: Deadline = NO_DEADLINE) -> TreeResponse:
    """Return the quantal response on the principal branch at a rationality.

    Parameters
    ----------
    rationality
        lambda >= 0, finite: a rung is played in proportion to exp(lambda * what it is worth to the type there).

    Raises
    ------
    UsageError
        Where the rationality is negative or not finite.
    TimeLimitError
        Where the time runs out.
    """
    if not 0 <= rationality < math.inf:
        raise UsageError(f"the rationality of a quantal response is a number >= 0, not {rationality}")
    chart = first_chart(tree)
    if chart.scale == 0 or rationality == 0:
        return TreeResponse(chart.assessment(chart.point(np.append(np.zeros(chart.layout.size), 1.0))), 0)
    goal = 1 / (1 + rationality * chart.scale)
    passage = first_passage(chart, max(goal, LEAST_SIGMA), deadline)
    reason = passage.reason and f"the logit path broke off before rationality {rationality:g}: {passage.reason}"
    return TreeResponse(chart.assessment(passage.chart.point(passage.z)), passage.steps, reason)
