"""Phase diagrams: who seeks power over a plane of two paths, in panels over a third path."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from powergame.analysis.sweep.grid import Axes
from powergame.analysis.sweep.result import Sweep
from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.batch.engine import by_the_million, solve_batch
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.jit.cache import numba_works
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, refuse_large, shape_of
from powergame.scenario.axes import values
from powergame.scenario.paths.apply import setting
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, Axis

MAX_SIDE = 1200
"""Values of an axis that are shown; a longer axis is thinned evenly, its ends kept."""

MAX_CELLS = 1_500_000
"""Points of all panels together; each of many panels is small."""

MAX_PANELS = 36
"""Values of the third path that have a panel."""

PHASE_POINTS = 121
"""Points along each axis of a diagram of games of two actors, or of those that kernels solve quickly."""

PHASE_PAYOFFS = 4_000
"""Payoffs over a whole diagram of other games, which take milliseconds each, or tens of them."""

FEWEST_POINTS = 9
"""Points along each axis of a diagram of these, at least."""

COARSE = 4
"""Points from one point of the coarse grid to the next, where borders are looked for; a power of 2."""

UNKNOWN = -1
"""Code of a verdict that is not known yet."""

BLOCK_SECONDS = 0.008
"""Seconds, about, that a block of points may take: whoever may stop the work waits no longer."""

FIRST_BLOCK, GREATEST_BLOCK = 2, 4096
"""Points of the first block, and of any block at most."""


@dataclass(frozen=True, eq=False)
class PhaseDiagram:
    """Verdicts over two paths.

    Attributes
    ----------
    scenario
        The scenario whose paths vary.
    x, y : (Nx,), (Ny,)
        Values of the first and the second path, in any order.
    logarithmic
        Whether the values of x, and of y, have equal ratios rather than equal steps.
    verdicts : (P, n, Ny, Nx)
        Codes, places in `powergame.scenario.types.VERDICTS`.
    proven : (P, Ny, Nx)
        Whether verdicts hang on no list of equilibria that may lack some; quantal responses hang on none.
    own
        The scenario's own x and y; NaN where its value is no number.
    panel_path
        The third path, if there is one.
    panels : (P,)
        Values of the third path; a single meaningless one where there is no third path.
    held
        Further paths, each with the value at which the plane cuts it: the value nearest the scenario's own.
    """

    scenario: Scenario
    x_path: str
    x: FloatArray
    y_path: str
    y: FloatArray
    logarithmic: tuple[bool, bool]
    verdicts: ByteArray
    proven: BoolArray
    own: tuple[float, float]
    panel_path: str | None
    panels: FloatArray
    held: tuple[tuple[str, float], ...] = ()

    @property
    def actors(self) -> tuple[str, ...]:
        """Names, n of them."""
        return self.scenario.names

    @property
    def shows_own(self) -> bool:
        """Whether the scenario's own point lies within."""
        return all(v.min() <= at <= v.max() for v, at in zip((self.x, self.y), self.own, strict=True))


def check_plane(axes: Axes) -> None:
    """Raise `UsageError` if axes span no plane."""
    if len(axes) < 2:
        raise UsageError("a phase diagram has two axes, but only one path varies")


def phase_diagram(sweep: Sweep, max_side: int = MAX_SIDE) -> PhaseDiagram:
    """Return the plane of a sweep's first two axes, with a panel for each value of the third.

    Raises
    ------
    UsageError
        Where fewer than two paths vary.
    """
    axes = sweep.plan.axes
    check_plane(axes)
    scenario = sweep.plan.scenario
    third = _thinned(len(axes[2][1]), MAX_PANELS) if len(axes) > 2 else np.zeros(1, dtype=np.int64)
    side = min(max_side, math.isqrt(MAX_CELLS // len(third)))
    x, y = (_thinned(len(axis), side) for _, axis in axes[:2])
    further = [(path, axis, _nearest(scenario, path, axis)) for path, axis in axes[3:]]
    rows = x[None, None, :] * len(axes[1][1]) + y[None, :, None]
    if len(axes) > 2:
        rows = rows * len(axes[2][1]) + third[:, None, None]
    for _, axis, place in further:
        rows = rows * len(axis) + place
    verdicts, proven = _picked(sweep, rows)
    return PhaseDiagram(
        scenario,
        axes[0][0],
        _values(axes[0][1], x),
        axes[1][0],
        _values(axes[1][1], y),
        _logarithmic(axes),
        verdicts,
        proven,
        _own_point(scenario, axes),
        axes[2][0] if len(axes) > 2 else None,
        _values(axes[2][1], third) if len(axes) > 2 else np.zeros(1),
        tuple((path, float(values(axis, place, place + 1)[0])) for path, axis, place in further),
    )


def solve_plane(
    scenario: Scenario,
    axes: Axes,
    concept: Concept | None = None,
    stopped: Callable[[], bool] | None = None,
    *,
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
    (x_path, x_axis), (y_path, y_axis) = axes
    x, y = values(x_axis), values(y_axis)
    points = {path: v.ravel() for path, v in zip((x_path, y_path), np.meshgrid(x, y), strict=True)}
    solved = _solved(Variants(scenario, tuple(points)), points, concept, stopped, deadline)
    if solved is None:
        return None
    verdicts, proven = solved
    return PhaseDiagram(
        scenario,
        x_path,
        x,
        y_path,
        y,
        _logarithmic(axes),
        verdicts.reshape(1, -1, len(y), len(x)),
        proven.reshape(1, len(y), len(x)),
        _own_point(scenario, axes),
        None,
        np.zeros(1),
    )


def solve_borders(
    scenario: Scenario,
    axes: Axes,
    stopped: Callable[[], bool] | None = None,
    *,
    deadline: Deadline = NO_DEADLINE,
) -> PhaseDiagram | None:
    """Solve a scenario over the plane of two paths, but only near where verdicts turn.

    A coarse grid is solved as a whole. It is halved again and again, and points between others that have the same
    verdicts get these; so what is smaller than a cell of the coarse grid may be missed.

    Parameters
    ----------
    axes
        The two paths and their axes, of as many values as steps of `COARSE` take.
    stopped, deadline
        As of `solve_plane`.

    Returns
    -------
    PhaseDiagram or None
        None where the work was stopped.
    """
    refuse_large(shape_of(scenario), DEFAULT_MAX_MEBIBYTES)
    (x_path, x_axis), (y_path, y_axis) = axes
    x, y = values(x_axis), values(y_axis)
    variants = Variants(scenario, (x_path, y_path))
    grid = np.full((len(scenario.actors) + 1, len(y), len(x)), UNKNOWN, dtype=np.int8)  # whether proven is the last row
    step = COARSE
    while step:
        if step < COARSE:
            _fill_between(grid, step)
        rows, columns = (step * places for places in np.nonzero(grid[0, ::step, ::step] == UNKNOWN))
        step //= 2
        if not len(rows):
            continue
        solved = _solved(variants, {x_path: x[columns], y_path: y[rows]}, None, stopped, deadline)
        if solved is None:
            return None
        grid[:-1, rows, columns], grid[-1, rows, columns] = solved
    return PhaseDiagram(
        scenario, x_path, x, y_path, y, _logarithmic(axes), grid[None, :-1], grid[None, -1] == 1,
        _own_point(scenario, axes), None, np.zeros(1),
    )  # fmt: skip


def _fill_between(grid: ByteArray, step: int) -> None:
    """Give points between others at twice a step what these have, where it is the same."""
    corners = grid[:, :: 2 * step, :: 2 * step]
    one, two = (slice(None),), (slice(None, -1), slice(1, None))
    for down, right in ((0, step), (step, 0), (step, step)):
        around = [corners[:, a, b] for a in (two if down else one) for b in (two if right else one)]
        alike = np.all([(each == around[0]).all(axis=0) for each in around], axis=0)
        between = grid[:, down :: 2 * step, right :: 2 * step]
        between[:, alike] = around[0][:, alike]


def fitting_points(scenario: Scenario, most: int = PHASE_POINTS) -> int:
    """Return how many points an axis of a scenario's diagram may have, so that it takes no more than seconds.

    Parameters
    ----------
    most
        Points of games of two actors, or of those that kernels solve quickly.
    """
    shape = shape_of(scenario)
    if len(shape) == 2 or (by_the_million(shape, Concept()) and numba_works()):
        return most
    points = math.isqrt(PHASE_PAYOFFS // (len(shape) * math.prod(shape)))
    return max(FEWEST_POINTS, points | 1)


def _solved(
    variants: Variants,
    points: dict[str, FloatArray],
    concept: Concept | None,
    stopped: Callable[[], bool] | None,
    deadline: Deadline,
) -> tuple[ByteArray, BoolArray] | None:
    """Return the verdicts at some points, (n, B), and whether they are proven, (B,); None if stopped."""
    count = len(points[variants.paths[0]])
    done, block = 0, FIRST_BLOCK if stopped else count
    parts = []
    while done < count:
        if stopped and stopped():
            return None
        begun = perf_counter()
        columns = variants.columns({path: v[done : done + block] for path, v in points.items()})
        parts.append(solve_batch(columns, concept=concept, selecting=False, deadline=deadline))
        done += block
        pace = block / max(perf_counter() - begun, 1e-6)
        block = int(np.clip(pace * BLOCK_SECONDS, 1, min(4 * block, GREATEST_BLOCK)))
    proven = np.concatenate([part.complete for part in parts])
    if concept is not None and concept.name != "nash":
        proven[:] = True
    return np.concatenate([part.verdicts for part in parts], axis=1), proven


def _logarithmic(axes: Axes) -> tuple[bool, bool]:
    return axes[0][1].scale == "log", axes[1][1].scale == "log"


def _own_point(scenario: Scenario, axes: Axes) -> tuple[float, float]:
    return _own(scenario, axes[0][0]), _own(scenario, axes[1][0])


def _thinned(count: int, most: int) -> IntArray:
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _values(axis: Axis, places: IntArray) -> FloatArray:
    return np.concatenate([values(axis, int(k), int(k) + 1) for k in places])


def _own(scenario: Scenario, path: str) -> float:
    value = setting(scenario, path)
    return float(value) if isinstance(value, int | float) else float("nan")


def _nearest(scenario: Scenario, path: str, axis: Axis) -> int:
    """Return the place of an axis's value that is nearest to the scenario's own, without listing a long axis."""
    target = _own(scenario, path)
    low, high = 0, len(axis)
    if axis.values is None and axis.count > 2:
        rising = axis.stop > axis.start
        value: Callable[[int], float] = lambda k: float(values(axis, k, k + 1)[0])  # noqa: E731
        while high - low > 2:
            middle = (low + high) // 2
            if (value(middle) <= target) == rising:
                low = middle
            else:
                high = middle
        high = min(len(axis), low + 3)
    return low + int(np.argmin(np.abs(values(axis, low, high) - target)))


def _picked(sweep: Sweep, rows: IntArray) -> tuple[ByteArray, BoolArray]:
    """Return the verdicts of some rows, (P, n, Ny, Nx) for rows (P, Ny, Nx), and whether they are proven."""
    names = sweep.plan.scenario.names
    flat = rows.ravel()
    order = np.argsort(flat)
    ordered = flat[order]
    picked = np.empty((len(names), flat.size), dtype=np.int8)
    proven = np.ones(flat.size, dtype=bool)
    lists = sweep.plan.concept.name == "nash" and sweep.tally.complete < sweep.tally.rows
    at = 0
    for batch in sweep.batches([*(f"verdict.{name}" for name in names), *["complete"] * lists]):
        first, last = np.searchsorted(ordered, (at, at + batch.num_rows))
        if last > first:
            within = ordered[first:last] - at
            for i in range(len(names)):
                column = batch.column(i)
                # a file's dictionary may hold the words in another order
                code = np.array([VERDICTS.index(word) for word in column.dictionary.to_pylist()], dtype=np.int8)
                picked[i, order[first:last]] = code[column.indices.to_numpy(zero_copy_only=False)[within]]
            if lists:
                proven[order[first:last]] = batch.column(len(names)).to_numpy(zero_copy_only=False)[within]
        at += batch.num_rows
    verdicts = np.ascontiguousarray(np.moveaxis(picked.reshape(len(names), *rows.shape), 0, 1))
    return verdicts, proven.reshape(rows.shape)
