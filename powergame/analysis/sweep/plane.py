"""A plane through a solved grid, for a picture: verdicts by two axes, in panels over a third."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from powergame.analysis.sweep.grid import stretch
from powergame.analysis.sweep.result import Sweep
from powergame.arrays import ByteArray, FloatArray, IntArray
from powergame.errors import UsageError
from powergame.scenario.paths.apply import get
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, Axis

MAX_SIDE = 1200
"""Values of an axis that are shown; of more, as many are picked evenly, the ends among them."""

MAX_CELLS = 1_500_000
"""Points of all panels together; where there are many panels, each of them is small."""

MAX_PANELS = 36


@dataclass(frozen=True, eq=False)
class Cut:
    """Verdicts by two axes.

    Attributes
    ----------
    x, y : (Nx,), (Ny,)
        Values of the first and the second path.
    panels : (P,)
        Values of the third path; one, of no meaning, where there is none.
    verdicts : (P, n, Ny, Nx)
        By their places in `VERDICTS`.
    own
        The scenario's own point, if it lies within.
    held
        Further paths, and the values at which the plane cuts them: those nearest the scenario's own.
    """

    x_path: str
    x: FloatArray
    y_path: str
    y: FloatArray
    panel_path: str | None
    panels: FloatArray
    verdicts: ByteArray
    own: tuple[float, float] | None
    held: tuple[tuple[str, float], ...]


def check_plane(axes: tuple[tuple[str, Axis], ...]) -> None:
    """Raise `UsageError` where axes span no plane."""
    if len(axes) < 2:
        raise UsageError("a phase diagram has two axes, and only one path varies")


def cut(found: Sweep, max_side: int = MAX_SIDE) -> Cut:
    """Return the plane of the first two axes, with a panel for each value of the third.

    Raises
    ------
    UsageError
        Where fewer than two paths vary.
    """
    axes = found.plan.axes
    check_plane(axes)
    scenario = found.plan.scenario
    third = _thinned(len(axes[2][1]), MAX_PANELS) if len(axes) > 2 else np.zeros(1, dtype=np.int64)
    side = min(max_side, math.isqrt(MAX_CELLS // len(third)))
    x, y = (_thinned(len(axis), side) for _, axis in axes[:2])
    further = [(path, axis, _nearest(scenario, path, axis)) for path, axis in axes[3:]]
    rows = x[None, None, :] * len(axes[1][1]) + y[None, :, None]
    if len(axes) > 2:
        rows = rows * len(axes[2][1]) + third[:, None, None]
    for _, axis, place in further:
        rows = rows * len(axis) + place
    panels = _values(axes[2][1], third) if len(axes) > 2 else np.zeros(1)
    own = tuple(_own(scenario, path) for path, _ in axes[:2])
    x_values, y_values = _values(axes[0][1], x), _values(axes[1][1], y)
    inside = all(v.min() <= at <= v.max() for v, at in zip((x_values, y_values), own, strict=True))
    return Cut(
        axes[0][0],
        x_values,
        axes[1][0],
        y_values,
        axes[2][0] if len(axes) > 2 else None,
        panels,
        _picked(found, rows),
        (own[0], own[1]) if inside else None,
        tuple((path, float(stretch(axis, place, place + 1)[0])) for path, axis, place in further),
    )


def _thinned(count: int, most: int) -> IntArray:
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _values(axis: Axis, places: IntArray) -> FloatArray:
    return np.concatenate([stretch(axis, int(k), int(k) + 1) for k in places])


def _own(scenario: Scenario, path: str) -> float:
    value = get(scenario, path)
    return float(value) if isinstance(value, int | float) else float("nan")


def _nearest(scenario: Scenario, path: str, axis: Axis) -> int:
    """Return the place of an axis's value that is nearest to the scenario's own, without listing a long axis."""
    own = _own(scenario, path)
    low, high = 0, len(axis)
    if axis.values is None and axis.count > 2:
        rising = axis.stop > axis.start
        value: Callable[[int], float] = lambda k: float(stretch(axis, k, k + 1)[0])  # noqa: E731
        while high - low > 2:
            middle = (low + high) // 2
            if (value(middle) <= own) == rising:
                low = middle
            else:
                high = middle
        high = min(len(axis), low + 3)
    return low + int(np.argmin(np.abs(stretch(axis, low, high) - own)))


def _picked(found: Sweep, rows: IntArray) -> ByteArray:
    """Return the verdicts of some rows, (P, n, Ny, Nx) for rows (P, Ny, Nx)."""
    names = found.plan.scenario.names
    flat = rows.ravel()
    order = np.argsort(flat)
    ordered = flat[order]
    picked = np.empty((len(names), flat.size), dtype=np.int8)
    at = 0
    for batch in found.batches([f"verdict.{name}" for name in names]):
        first, last = np.searchsorted(ordered, (at, at + batch.num_rows))
        if last > first:
            within = ordered[first:last] - at
            for i in range(len(names)):
                column = batch.column(i)
                # a file's dictionary may hold the words in another order
                code = np.array([VERDICTS.index(word) for word in column.dictionary.to_pylist()], dtype=np.int8)
                picked[i, order[first:last]] = code[column.indices.to_numpy(zero_copy_only=False)[within]]
        at += batch.num_rows
    return np.ascontiguousarray(np.moveaxis(picked.reshape(len(names), *rows.shape), 0, 1))
