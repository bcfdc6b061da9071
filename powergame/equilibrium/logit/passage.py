"""Where the principal branch first passes a rationality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.logit.equations import AnyEquations
from powergame.equilibrium.logit.steps import SHORTEST_STEP, BranchPoint, corrected, onward, start


@dataclass(frozen=True, eq=False)
class Passage(Generic[AnyEquations]):
    """A place on the branch: the first passage of a rationality, or where the path broke off.

    Attributes
    ----------
    z : (N + 1,)
        The unknowns, in the chart's references.
    steps
        Number of steps along the branch.
    reason
        Why the rationality was not reached; empty where it was.
    """

    chart: AnyEquations
    z: FloatArray
    steps: int
    reason: str = ""


def first_passage(chart: AnyEquations, sigma: float, deadline: Deadline = NO_DEADLINE) -> Passage[AnyEquations]:
    """Return the first place at which the branch from uniform play has come down to a sigma below 1.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    before, steps, work = start(chart), 0, Work(budgets.LOGIT_READ, deadline)
    while steps < budgets.LOGIT_STEPS:
        after = onward(before, work)
        steps += 1
        if after is None:
            reason = "too many payoffs were read" if work.limited else "no step is short enough"
            return Passage(before.chart, before.z, steps, reason)
        if after.sigma <= sigma or _may_touch(before, after, sigma):
            z = _at_sigma(before, after, sigma) if after.sigma <= sigma else None
            if z is not None:
                return Passage(after.chart, z, steps)
            if before.step < 4 * SHORTEST_STEP:  # the branch turns back or crosses another here
                return Passage(before.chart, before.z, steps)
            before = replace(before, step=before.step / 4)
        else:
            before = after
    return Passage(before.chart, before.z, steps, f"more than {budgets.LOGIT_STEPS:,} steps")


def _at_sigma(before: BranchPoint[AnyEquations], after: BranchPoint[AnyEquations], sigma: float) -> FloatArray | None:
    """Return the point at a given sigma between two neighbouring places, in the second one's chart, or None."""
    z = after.chart.relative(before.z)
    guess = z + (before.sigma - sigma) / (before.sigma - after.sigma) * (after.z - z)
    guess[-1] = sigma
    normal = np.append(np.zeros(len(guess) - 1), 1.0)
    _, _, weights = after.chart.equations(guess)
    point = corrected(after.chart, guess, normal, weights)
    return None if point is None else point[0]


def _may_touch(before: BranchPoint[AnyEquations], after: BranchPoint[AnyEquations], sigma: float) -> bool:
    """Whether the branch may turn back in sigma between two places and reach a sigma below both."""
    turns = before.tangent[-1] < 0 < after.tangent[-1]
    return bool(turns and before.sigma + after.step * before.tangent[-1] <= sigma)
