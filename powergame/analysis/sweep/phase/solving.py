"""Phase diagrams that are solved for themselves: at all points of a plane, or only near where something turns."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from powergame.analysis.aspect import SEEKS, Aspect
from powergame.analysis.sweep.grid import Axes
from powergame.analysis.sweep.phase.asking import Asking, engine_of, quick
from powergame.analysis.sweep.phase.diagram import (
    PhaseDiagram,
    check_plane,
    on_logarithms,
    own_point,
)
from powergame.analysis.sweep.phase.levels import Planes, by_levels
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, refuse_large, shape_of
from powergame.scenario.axes import values
from powergame.scenario.scenario import Scenario

PHASE_POINTS = 121
"""Points along each axis of a diagram of games of two actors, or of those that kernels solve quickly."""

FINE_POINTS = 65
"""Points along each axis of a diagram of other games, which are solved only near where something turns; borders are
then looked for between them."""

SPARSE = 8
"""Points from one point of their coarse grid to the next; a power of 2."""

COARSE = 4
"""The same where points are quickly solved."""


def solve_plane(
    scenario: Scenario,
    axes: Axes,
    concept: Concept | None = None,
    stopped: Callable[[], bool] | None = None,
    *,
    aspect: Aspect = SEEKS,
    deadline: Deadline = NO_DEADLINE,
) -> PhaseDiagram | None:
    """Solve a scenario over the plane of two paths.

    Parameters
    ----------
    axes
        The two paths and their axes.
    stopped
        Tells whether to stop; it is called between blocks of a few milliseconds. Without it all points are solved at
        once.
    aspect
        What is asked.
    deadline
        When the work has to end.

    Returns
    -------
    PhaseDiagram or None
        None where the work was stopped.

    Raises
    ------
    PowergameError
        Where the paths cannot vary together, or some point of the plane is no valid scenario, or the time runs out.
    """
    refuse_large(shape_of(scenario), DEFAULT_MAX_MEBIBYTES)
    asking = Asking(scenario, (axes[0][0], axes[1][0]), aspect, concept, stopped, deadline)
    across, up = (grid.ravel() for grid in np.meshgrid(values(axes[0][1]), values(axes[1][1])))
    solved = asking.at({axes[0][0]: across, axes[1][0]: up})
    if solved is None:
        return None
    return _diagram(asking, axes, Planes(values(axes[0][1]), values(axes[1][1]), solved))


def solve_borders(
    scenario: Scenario,
    axes: Axes,
    stopped: Callable[[], bool] | None = None,
    *,
    aspect: Aspect = SEEKS,
    concept: Concept | None = None,
    coarse: int = COARSE,
    deadline: Deadline = NO_DEADLINE,
) -> PhaseDiagram | None:
    """Solve a scenario over the plane of two paths, but only near where something turns, as `by_levels` does.

    Parameters
    ----------
    axes
        The two paths and their axes.
    stopped, aspect, deadline
        As of `solve_plane`; where the time runs out the diagram is coarser.
    coarse
        Points from one point of the coarse grid to the next; a power of 2.

    Returns
    -------
    PhaseDiagram or None
        None where the work was stopped.
    """
    refuse_large(shape_of(scenario), DEFAULT_MAX_MEBIBYTES)
    asking = Asking(scenario, (axes[0][0], axes[1][0]), aspect, concept, stopped, deadline)
    solved = by_levels(asking, axes[:2], coarse)
    return None if solved is None else _diagram(asking, axes[:2], solved)


def solve_phase(
    scenario: Scenario,
    axes: Axes,
    concept: Concept | None = None,
    *,
    aspect: Aspect = SEEKS,
    held: tuple[tuple[str, float], ...] = (),
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    deadline: Deadline = NO_DEADLINE,
) -> PhaseDiagram:
    """Solve a scenario over the plane of two paths, once for each value of a third one, if there is one.

    Where games are not solved by the thousand, only points near borders are. Where the time runs out, the diagram has
    fewer points, and says so.

    Parameters
    ----------
    held
        Further paths, and their values.

    Raises
    ------
    UsageError
        Where fewer than two paths vary.
    TimeLimitError
        Where the time runs out before the first few points are solved.
    """
    check_plane(axes)
    refuse_large(shape_of(scenario), max_mebibytes)
    paths = (*(path for path, _ in axes[:3]), *(path for path, _ in held))
    points = math.prod(len(axis) for _, axis in axes[:3])
    asking = Asking(scenario, paths, aspect, concept, None, deadline, engine_of(scenario, concept, points))
    solved = by_levels(asking, axes[:3], 1 if quick(scenario, concept) else SPARSE, dict(held))
    assert solved is not None, "nothing stopped it"
    return replace(_diagram(asking, axes, solved), held=held)


def fitting_points(scenario: Scenario, most: int = PHASE_POINTS) -> int:
    """Return how many points an axis of a scenario's diagram may have, so that it takes no more than seconds.

    Parameters
    ----------
    most
        Points of games of two actors, or of those that kernels solve quickly.
    """
    return most if quick(scenario) else SPARSE * ((min(most, FINE_POINTS) - 1) // SPARSE) + 1


def _diagram(asking: Asking, axes: Axes, solved: Planes) -> PhaseDiagram:
    panels = values(axes[2][1]) if len(axes) > 2 else np.zeros(1)
    shape = (len(panels), len(solved.y), len(solved.x))
    answers = solved.answered.answers
    return PhaseDiagram(
        asking.scenario,
        axes[0][0],
        solved.x,
        axes[1][0],
        solved.y,
        on_logarithms(axes),
        np.moveaxis(solved.answered.verdicts.reshape(-1, *shape), 0, 1),
        solved.answered.proven.reshape(shape),
        own_point(asking.scenario, axes),
        axes[2][0] if len(axes) > 2 else None,
        panels,
        aspect=asking.aspect,
        answers=None if answers is None else answers.reshape(shape),
        limited=solved.limited,
    )
