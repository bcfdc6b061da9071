"""The phase diagram of a sweep: its first two axes, with panels over the third, and further ones held."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from powergame.analysis.aspect import SEEKS, Aspect
from powergame.analysis.sweep.phase.asking import Asking
from powergame.analysis.sweep.phase.diagram import (
    PhaseDiagram,
    check_plane,
    on_logarithms,
    own_point,
    own_value,
)
from powergame.analysis.sweep.result import Sweep
from powergame.arrays import FloatArray, IntArray
from powergame.scenario.axes import values
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

MAX_SIDE = 1200
"""Values of an axis that are shown; a longer axis is thinned evenly, its ends kept."""

MAX_CELLS = 1_500_000
"""Points of all panels together; each of many panels is small."""

MAX_PANELS = 36
"""Values of the third path that have a panel."""


def phase_diagram(sweep: Sweep, max_side: int = MAX_SIDE, aspect: Aspect = SEEKS) -> PhaseDiagram:
    """Return the plane of a sweep's first two axes, with a panel for each value of the third.

    Parameters
    ----------
    aspect
        What is asked; the points are solved again where it is what an actor plays, which no sweep tells.

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
    further = [(path, axis, nearest_place(scenario, path, axis)) for path, axis in axes[3:]]
    rows = x[None, None, :] * len(axes[1][1]) + y[None, :, None]
    if len(axes) > 2:
        rows = rows * len(axes[2][1]) + third[:, None, None]
    for _, axis, place in further:
        rows = rows * len(axis) + place
    columns = _picked(sweep, rows, aspect)
    answers = _played(sweep, rows, aspect) if aspect.kind == "plays" else columns.get(aspect.kind)
    return PhaseDiagram(
        scenario,
        axes[0][0],
        _values(axes[0][1], x),
        axes[1][0],
        _values(axes[1][1], y),
        on_logarithms(axes),
        np.stack([columns[f"verdict.{name}"] for name in scenario.names], axis=1).astype(np.int8),
        columns["complete"] > 0,
        own_point(scenario, axes),
        axes[2][0] if len(axes) > 2 else None,
        _values(axes[2][1], third) if len(axes) > 2 else np.zeros(1),
        tuple((path, float(values(axis, place, place + 1)[0])) for path, axis, place in further),
        aspect,
        answers,
    )


def _played(sweep: Sweep, rows: IntArray, aspect: Aspect) -> FloatArray:
    """Return the places of the rungs that an actor plays at some rows, (P, Ny, Nx)."""
    plan = sweep.plan
    flat, points = rows.ravel(), {}
    for path, axis in reversed(plan.axes):
        flat, places = np.divmod(flat, len(axis))
        points[path] = values(axis)[places]
    solved = Asking(plan.scenario, plan.paths, aspect, plan.concept).at(points)
    assert solved is not None, "nothing stopped it"
    assert solved.answers is not None, "rungs are asked for"
    return solved.answers.reshape(rows.shape)


def _thinned(count: int, most: int) -> IntArray:
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _values(axis: Axis, places: IntArray) -> FloatArray:
    return np.concatenate([values(axis, int(k), int(k) + 1) for k in places])


def nearest_place(scenario: Scenario, path: str, axis: Axis) -> int:
    """Return the place of an axis's value that is nearest to the scenario's own, without listing a long axis."""
    target = own_value(scenario, path)
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


def _picked(sweep: Sweep, rows: IntArray, aspect: Aspect) -> dict[str, FloatArray]:
    """Return columns of some rows, (P, Ny, Nx) as the rows are: codes of verdicts, what is asked, and `complete`."""
    names = [f"verdict.{name}" for name in sweep.plan.scenario.names]
    names += [aspect.kind] if aspect.is_number else []
    lists = sweep.plan.concept.name == "nash" and sweep.tally.complete < sweep.tally.rows
    flat = rows.ravel()
    order = np.argsort(flat)
    ordered = flat[order]
    picked = {name: np.ones(flat.size) for name in (*names, "complete")}
    at = 0
    for table in sweep.tables([*names, *["complete"] * lists]):
        first, last = np.searchsorted(ordered, (at, at + len(table)))
        if last > first:
            within = ordered[first:last] - at
            for name in table.columns:
                picked[name][order[first:last]] = table.values(name)[within]
        at += len(table)
    return {name: column.reshape(rows.shape) for name, column in picked.items()}
