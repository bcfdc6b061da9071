"""Where deeds turn: over two unknown numbers, the border between seeking power and not of those who acted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from powergame.analysis.infer.result import Inference
from powergame.analysis.sweep.phase.asking import quick
from powergame.analysis.sweep.phase.diagram import PhaseDiagram
from powergame.analysis.sweep.phase.solving import COARSE, SPARSE, fitting_points, solve_borders
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import PowergameError
from powergame.scenario.paths.apply import apply
from powergame.scenario.types import Axis, Changes

MOST_SITUATIONS = 3
"""Different situations of observations at most whose borders are found."""

POINTS = 41
"""Points along each axis; lines through them are smooth."""


@dataclass(frozen=True, eq=False)
class Border:
    """Where an actor whose deed was seen would just seek power, or not.

    Attributes
    ----------
    actor, place
        The actor, and its place among all.
    numbers
        The observations of its deeds in this situation.
    diagram
        Verdicts over the two unknowns, in the observations' situation.
    """

    actor: str
    place: int
    numbers: tuple[int, ...]
    diagram: PhaseDiagram


def borders(
    inference: Inference,
    x: tuple[str, Axis],
    y: tuple[str, Axis],
    stopped: Callable[[], bool] | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> tuple[Border, ...]:
    """Return the borders of all who acted, over two unknown numbers.

    Verdicts are of Nash equilibria, all else as the scenario has it. A situation in which one of the two numbers is
    known has no border, nor has one whose plane has points that are no valid scenarios.

    Parameters
    ----------
    x, y
        Paths, and axes from whose starts to whose stops values lie, as many as there is time for.
    stopped
        Tells whether to stop.
    """
    situations: dict[Changes, dict[str, list[int]]] = {}
    for deed in inference.deeds:
        for actor, _ in deed.observation.plays:
            situations.setdefault(deed.observation.under, {}).setdefault(actor, []).append(deed.number)
    made: list[Border] = []
    for under, actors in list(situations.items())[:MOST_SITUATIONS]:
        try:
            scenario = apply(inference.scenario, dict(under))
            if {x[0], y[0]} & {path for path, _ in under}:
                continue
            points, coarse = fitting_points(scenario, POINTS), COARSE if quick(scenario) else SPARSE
            axes = tuple((path, Axis(None, axis.start, axis.stop, points, axis.scale)) for path, axis in (x, y))
            diagram = solve_borders(scenario, axes, stopped, coarse=coarse, deadline=deadline)
        except PowergameError:
            continue
        if diagram is None:
            break
        made += (
            Border(actor, scenario.names.index(actor), tuple(numbers), diagram) for actor, numbers in actors.items()
        )
    return tuple(made)
