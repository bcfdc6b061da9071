"""The phase diagram of a page: who seeks power over two numbers, coarse at first and then finer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from powergame.analysis.sweep.phase.diagram import PhaseDiagram
from powergame.analysis.sweep.phase.solving import solve_plane
from powergame.explore.controls import Control
from powergame.scenario.paths.apply import settled
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept

STAGES = (4, 7, 13, 25, 49, 97)
"""Points along each axis, by stages; each stage has all points of the one before it."""


@dataclass(frozen=True)
class LiveDiagram:
    """The phase diagram of one scenario over two controls; equal ones are drawn alike.

    Attributes
    ----------
    without
        The scenario with both numbers in the middle of their ranges, so that it does not matter where they stand.
        (Not at an end: an alignment of 1 would forget the plane in which it turns.)
    scenario
        As it stands.
    """

    without: Scenario
    x: Control
    y: Control
    scenario: Scenario = field(compare=False)

    @classmethod
    def of(cls, scenario: Scenario, x: Control, y: Control) -> LiveDiagram:
        """Return the diagram of a scenario."""
        middles = {control.path: (control.low + control.high) / 2 for control in (x, y)}
        return cls(settled(scenario.with_values(middles)), x, y, scenario)

    def solve(self, points: int, concept: Concept, stopped: Callable[[], bool]) -> PhaseDiagram | None:
        """Solve it with so many points along each axis; return None where that was stopped."""
        axes = tuple((control.path, axis(control, points)) for control in (self.x, self.y))
        return solve_plane(self.scenario, axes, concept, stopped)


def axis(control: Control, points: int) -> Axis:
    """Return an axis over the slider's range, in its scale."""
    return Axis(None, control.low, control.high, points, "log" if control.scale == "log" else "linear")


def unproven(diagram: PhaseDiagram) -> str:
    """Return a 1 for each point whose verdicts are unproven, in the order of `packed`; nothing where all are proven."""
    return "" if diagram.proven.all() else "".join("01"[not proven] for proven in diagram.proven[0].ravel().tolist())


def packed(diagram: PhaseDiagram) -> list[str]:
    """Return a text for each actor: a digit for each point, row by row from the low end of y."""
    return ["".join(map(str, codes.ravel().tolist())) for codes in diagram.verdicts[0]]
