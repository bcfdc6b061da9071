"""Phase diagrams that are solved for themselves: at all points of a plane, or only near where something turns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

import numpy as np

from powergame.analysis.aspect import SEEKS, Aspect
from powergame.analysis.sweep.chunk import COMPILED_FROM
from powergame.analysis.sweep.grid import Axes
from powergame.analysis.sweep.phase.diagram import (
    PhaseDiagram,
    answered,
    check_plane,
    codes_of,
    on_logarithms,
    own_point,
)
from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.batch.engine import Engine, by_the_thousand, engine_for, solve_batch
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept, as_concept
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, refuse_large, shape_of
from powergame.scenario.axes import values
from powergame.scenario.scenario import Scenario

PHASE_POINTS = 121
"""Points along each axis of a diagram of games of two actors, or of those that kernels solve quickly."""

FINE_POINTS = 65
"""Points along each axis of a diagram of other games, which are solved only near where something turns; borders are
then looked for between them."""

SPARSE = 8
"""Points from one point of their coarse grid to the next; a power of 2 by which one less than `FINE_POINTS` divides."""

COARSE = 4
"""The same where points are quickly solved."""

UNKNOWN = -2
"""Code of what is not known yet."""

BLOCK_SECONDS = 0.008
"""Seconds, about, that a block of points may take: whoever may stop the work waits no longer."""

FIRST_BLOCK, GREATEST_BLOCK = 2, 4096
"""Points of the first block, and of any block at most."""

AT_ONCE = 1 << 17
"""Points of a block where nobody may stop the work, so that memory is bounded."""


@dataclass(frozen=True, eq=False)
class Answered:
    """What is known of B points.

    Attributes
    ----------
    verdicts : (n, B)
    proven : (B,)
    answers : (B,), or None where it is asked who seeks power
    """

    verdicts: ByteArray
    proven: BoolArray
    answers: FloatArray | None

    def layers(self, aspect: Aspect) -> ByteArray:
        """Return the codes whose borders are drawn, (K, B)."""
        if self.answers is None:
            return self.verdicts
        return codes_of(aspect, self.answers[None, None])[0, :, 0]


@dataclass(frozen=True)
class Asking:
    """What is asked of a scenario at points of some paths.

    Attributes
    ----------
    stopped
        Tells whether to stop; it is called between blocks of a few milliseconds. Without it points are solved in large
        blocks.
    engine
        By the number of all points that will be asked for: they are solved in parts, and may be few each time.
    """

    scenario: Scenario
    paths: tuple[str, ...]
    aspect: Aspect = SEEKS
    concept: Concept | None = None
    stopped: Callable[[], bool] | None = None
    deadline: Deadline = NO_DEADLINE
    engine: Engine = "auto"

    @cached_property
    def variants(self) -> Variants:
        """The scenario's variants along the paths."""
        return Variants(self.scenario, self.paths)

    def at(self, points: Mapping[str, FloatArray]) -> Answered | None:
        """Answer at some points; None if stopped."""
        count = len(points[self.paths[0]])
        done, block = 0, FIRST_BLOCK if self.stopped else AT_ONCE
        parts = []
        while done < count:
            if self.stopped and self.stopped():
                return None
            begun = perf_counter()
            parts.append(self._block({path: v[done : done + block] for path, v in points.items()}))
            done += block
            if self.stopped:
                pace = block / max(perf_counter() - begun, 1e-6)
                block = int(np.clip(pace * BLOCK_SECONDS, 1, min(4 * block, GREATEST_BLOCK)))
        answers = [part.answers for part in parts if part.answers is not None]
        return Answered(
            np.concatenate([part.verdicts for part in parts], axis=1),
            np.concatenate([part.proven for part in parts]),
            np.concatenate(answers) if answers else None,
        )

    def _block(self, points: dict[str, FloatArray]) -> Answered:
        results = solve_batch(
            self.variants.columns(points),
            concept=self.concept,
            engine=self.engine,
            selecting=self.aspect.kind != "seeks",
            with_play=self.aspect.kind == "plays",
            deadline=self.deadline,
        )
        proven = results.complete
        if self.concept is not None and self.concept.name != "nash":
            proven = np.ones_like(proven)
        return Answered(results.verdicts, proven, answered(self.aspect, self.scenario, results))


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
    solved = everywhere(asking, axes)
    return None if solved is None else _diagram(asking, axes, [solved])


def everywhere(asking: Asking, axes: Axes, held: Mapping[str, float] | None = None) -> Answered | None:
    """Answer at all points of two axes, where further paths of the asking are held; None if stopped."""
    (x_path, x_axis), (y_path, y_axis) = axes[:2]
    across, up = (grid.ravel() for grid in np.meshgrid(values(x_axis), values(y_axis)))
    return asking.at({x_path: across, y_path: up, **_repeated(held, len(up))})


def _repeated(held: Mapping[str, float] | None, count: int) -> dict[str, FloatArray]:
    return {path: np.full(count, value) for path, value in (held or {}).items()}


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
    """Solve a scenario over the plane of two paths, but only near where something turns.

    A coarse grid is solved as a whole. It is halved again and again, and points between others that are answered alike
    are answered like these; so what is smaller than a cell of the coarse grid may be missed.

    Parameters
    ----------
    axes
        The two paths and their axes, of as many values as steps of `coarse` take.
    stopped, aspect, deadline
        As of `solve_plane`.
    coarse
        Points from one point of the coarse grid to the next; a power of 2.

    Returns
    -------
    PhaseDiagram or None
        None where the work was stopped.
    """
    refuse_large(shape_of(scenario), DEFAULT_MAX_MEBIBYTES)
    asking = Asking(scenario, (axes[0][0], axes[1][0]), aspect, concept, stopped, deadline)
    solved = near_borders(asking, axes, coarse)
    return None if solved is None else _diagram(asking, axes, [solved])


def near_borders(asking: Asking, axes: Axes, coarse: int, held: Mapping[str, float] | None = None) -> Answered | None:
    """Answer at all points of two axes as `solve_borders` does; None if stopped."""
    (x_path, x_axis), (y_path, y_axis) = axes[:2]
    x, y = values(x_axis), values(y_axis)
    known = np.full((len(y), len(x)), UNKNOWN, dtype=np.int64)
    solved, step = _nothing(asking), coarse
    while step:
        if step < coarse:
            _fill_between(known, _kinds(solved, asking.aspect), step)
        rows, columns = (step * places for places in np.nonzero(known[::step, ::step] == UNKNOWN))
        step //= 2
        if not len(rows):
            continue
        more = asking.at({x_path: x[columns], y_path: y[rows], **_repeated(held, len(rows))})
        if more is None:
            return None
        known[rows, columns] = np.arange(len(rows)) + len(solved.proven)
        solved = _joined(solved, more)
    every = known.ravel()
    answers = None if solved.answers is None else solved.answers[every]
    return Answered(solved.verdicts[:, every], solved.proven[every], answers)


def _nothing(asking: Asking) -> Answered:
    count = len(asking.scenario.actors)
    answers = None if asking.aspect.kind == "seeks" else np.empty(0)
    return Answered(np.empty((count, 0), dtype=np.int8), np.empty(0, dtype=np.bool_), answers)


def _joined(solved: Answered, more: Answered) -> Answered:
    answers = None
    if solved.answers is not None and more.answers is not None:
        answers = np.concatenate([solved.answers, more.answers])
    return Answered(
        np.concatenate([solved.verdicts, more.verdicts], axis=1), np.concatenate([solved.proven, more.proven]), answers
    )


def _kinds(solved: Answered, aspect: Aspect) -> IntArray:
    """Return a number for each point, (B,), equal where points are answered alike."""
    rows = np.vstack([solved.layers(aspect), solved.proven])
    return np.asarray(np.unique(rows, axis=1, return_inverse=True)[1].ravel(), dtype=np.int64)


def _fill_between(known: IntArray, kinds: IntArray, step: int) -> None:
    """Give points between others at twice a step the answer of one of these, where they are answered alike.

    Parameters
    ----------
    known : (Ny, Nx)
        Places of points among those solved; `UNKNOWN` for others.
    kinds : (B,)
        Equal numbers for answers that are alike.
    """
    corners = known[:: 2 * step, :: 2 * step]
    one, two = (slice(None),), (slice(None, -1), slice(1, None))
    for down, right in ((0, step), (step, 0), (step, step)):
        around = [corners[a, b] for a in (two if down else one) for b in (two if right else one)]
        alike = np.all([kinds[each] == kinds[around[0]] for each in around], axis=0)
        between = known[down :: 2 * step, right :: 2 * step]
        between[alike] = around[0][alike]


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

    Where games are not solved by the million, only points near borders are, if as many lie on the axes as halvings of
    `SPARSE` points reach (`fitting_points` does).

    Parameters
    ----------
    held
        Further paths, and their values.

    Raises
    ------
    UsageError
        Where fewer than two paths vary.
    """
    check_plane(axes)
    refuse_large(shape_of(scenario), max_mebibytes)
    paths = (*(path for path, _ in axes[:3]), *(path for path, _ in held))
    points = math.prod(len(axis) for _, axis in axes[:3])
    asking = Asking(scenario, paths, aspect, concept, None, deadline, engine_of(scenario, concept, points))
    sparse = not quick(scenario, concept) and all((len(axis) - 1) % SPARSE == 0 < len(axis) - 1 for _, axis in axes[:2])
    solved = []
    for value in values(axes[2][1]).tolist() if len(axes) > 2 else [None]:
        fixed = dict(held) if value is None else {axes[2][0]: value, **dict(held)}
        panel = near_borders(asking, axes, SPARSE, fixed) if sparse else everywhere(asking, axes, fixed)
        assert panel is not None, "nothing stopped it"
        solved.append(panel)
    return replace(_diagram(asking, axes, solved), held=held)


def engine_of(scenario: Scenario, concept: Concept | None, points: int) -> Engine:
    """Return the engine for so many points in all, however few are solved at a time."""
    if points >= COMPILED_FROM and quick(scenario, concept):
        return "compiled"
    return engine_for(shape_of(scenario), points) if (concept or Concept()).name == "nash" else "auto"


def quick(scenario: Scenario, concept: Concept | None = None) -> bool:
    """Whether thousands of games like a scenario's are solved in a second."""
    shape = shape_of(scenario)
    concept = as_concept(concept)
    if concept.name != "nash":
        return False
    return by_the_thousand(shape, concept)


def fitting_points(scenario: Scenario, most: int = PHASE_POINTS) -> int:
    """Return how many points an axis of a scenario's diagram may have, so that it takes no more than seconds.

    Parameters
    ----------
    most
        Points of games of two actors, or of those that kernels solve quickly.
    """
    return most if quick(scenario) else SPARSE * ((min(most, FINE_POINTS) - 1) // SPARSE) + 1


def _diagram(asking: Asking, axes: Axes, panels: Sequence[Answered]) -> PhaseDiagram:
    x, y = values(axes[0][1]), values(axes[1][1])
    answers = [panel.answers.reshape(len(y), len(x)) for panel in panels if panel.answers is not None]
    return PhaseDiagram(
        asking.scenario,
        axes[0][0],
        x,
        axes[1][0],
        y,
        on_logarithms(axes),
        np.stack([panel.verdicts.reshape(-1, len(y), len(x)) for panel in panels]),
        np.stack([panel.proven.reshape(len(y), len(x)) for panel in panels]),
        own_point(asking.scenario, axes),
        axes[2][0] if len(axes) > 2 else None,
        values(axes[2][1]) if len(axes) > 2 else np.zeros(1),
        aspect=asking.aspect,
        answers=np.stack(answers) if answers else None,
    )
