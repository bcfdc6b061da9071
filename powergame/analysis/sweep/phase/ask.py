"""The door to phase diagrams that are drawn: which paths they are over, solved and with borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from powergame.analysis.aspect import SEEKS, Aspect
from powergame.analysis.sweep.defaults import default_axes
from powergame.analysis.sweep.grid import Axes
from powergame.analysis.sweep.phase.complete import completed
from powergame.analysis.sweep.phase.diagram import PhaseDiagram, check_plane
from powergame.analysis.sweep.phase.picked import nearest_place
from powergame.analysis.sweep.phase.solving import PHASE_POINTS, fitting_points, solve_phase
from powergame.analysis.sweep.plan import make_plan
from powergame.analysis.threshold.range import path_range, place_of
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES
from powergame.scenario.axes import ends_of, values
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.locate import locate
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.paths.usual import usual_axis
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

PANEL_POINTS = 61
"""Points along each axis of a panel among several, of games of three and more actors, which take a hundred times as
long as those of two; borders are looked for between them all the same."""

PANELS = 6
"""Values of the third path where nobody says which."""

Paths = Sequence[tuple[str, Axis | None]]
"""Paths, and their axes where they are given."""


def phase(
    scenario: Scenario,
    paths: Paths = (),
    over: tuple[str, Axis | None] | None = None,
    *,
    aspect: Aspect = SEEKS,
    concept: Concept | None = None,
    panels: int = PANELS,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    deadline: Deadline = NO_DEADLINE,
) -> PhaseDiagram:
    """Solve a scenario over a plane, with borders, once for each value of a further path.

    Parameters
    ----------
    paths
        The two paths of the plane, a third one for panels, and further ones, which are held at the value nearest the
        scenario's own. By default the first two that the scenario varies, then what usually matters.
    over
        A path for panels, in place of a third one.
    panels
        Values of the path for panels where it has no axis.

    Raises
    ------
    ScenarioError, UsageError
        Where paths or axes are not valid, or there are fewer than two.
    TimeLimitError
        Where the time runs out.
    """
    several = over is not None or len(paths) > 2
    points = fitting_points(scenario, PANEL_POINTS if several and len(scenario.actors) > 2 else PHASE_POINTS)
    for path, _ in (*paths, *([over] if over else [])):
        place_of(scenario, path)  # raises where there is none
    given = [(path, axis) for path, axis in paths if not over or not _same(scenario, path, over[0])]
    if over and len(given) > 2:
        raise UsageError("--over gives the panels of two paths; expected no third --vary")
    if over and paths and len(given) < 2:
        raise UsageError(f"a path varies twice: {over[0]} is both --vary and --over")
    axes: Axes
    if given:
        axes = tuple(
            (path, axis or _usual(scenario, path, points if k < 2 else panels)) for k, (path, axis) in enumerate(given)
        )
    else:
        axes = _default(scenario, points, over)
    check_plane(axes)
    if over:
        axes = (*axes[:2], (over[0], over[1] or _usual(scenario, over[0], panels)))
    make_plan(scenario, axes, concept, max_mebibytes=max_mebibytes)
    further = [(path, values(axis)[nearest_place(scenario, path, axis)]) for path, axis in axes[3:]]
    diagram = solve_phase(
        scenario,
        axes,
        concept,
        aspect=aspect,
        held=tuple((path, float(value)) for path, value in further),
        max_mebibytes=max_mebibytes,
        deadline=deadline,
    )
    return completed(diagram, concept, deadline)


def _same(scenario: Scenario, path: str, other: str) -> bool:
    return same_value(parse(path, scenario.outcomes), parse(other, scenario.outcomes), scenario.outcomes)


def _default(scenario: Scenario, points: int, over: tuple[str, Axis | None] | None) -> Axes:
    """Return the usual plane, beside a path for panels; ranges have as many points as are drawn."""
    if over:
        scenario = replace(
            scenario, vary=tuple(pair for pair in scenario.vary if not _same(scenario, pair[0], over[0]))
        )
    axes = default_axes(scenario, points, count=3)
    kept = [pair for pair in axes if not over or not _same(scenario, pair[0], over[0])]
    return tuple((path, _finer(axis, points)) for path, axis in kept[:2])


def _finer(axis: Axis, points: int) -> Axis:
    """Return as many values over a range; a list stays as it is."""
    if axis.values is not None:
        return axis
    ends = ends_of(axis)
    return Axis(None, min(ends), max(ends), points, axis.scale)


def _usual(scenario: Scenario, path: str, points: int) -> Axis:
    """Return an axis over the usual range of a number; of power, in equal ratios."""
    path_range(scenario, path, None, points)  # raises what is wrong with the path
    axis = usual_axis(scenario, locate(scenario, path), points)
    assert axis is not None, "a path with a range has an axis"
    return axis
