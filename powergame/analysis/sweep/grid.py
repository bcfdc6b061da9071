"""The grid that axes span, and any stretch of it, without holding more than that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.batch.directions import Levels
from powergame.scenario.axes import ends_of, values
from powergame.scenario.types import Axis

Axes = tuple[tuple[str, Axis], ...]
"""Paths and the values that they take, the last one fastest."""


@dataclass(frozen=True)
class Grid:
    """All combinations of the values of some axes, in rows, the last axis fastest.

    Examples
    --------
    >>> grid = Grid((("power", Axis((1.0, 2.0))), ("odds", Axis((0.1, 0.2, 0.3)))))
    >>> grid.points
    6
    >>> rows = grid.levels(2, 4)
    >>> rows["odds"].values[rows["odds"].places].tolist()
    [0.3, 0.1]
    """

    axes: Axes

    @property
    def points(self) -> int:
        """How many rows there are."""
        return math.prod(self.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis) for _, axis in self.axes)

    def levels(self, start: int, stop: int) -> dict[str, Levels]:
        """Return the values of the rows from `start` up to `stop`, by path.

        Only values that these rows take are computed, so that the work and the memory are those of the rows.
        """
        levels = {}
        for (path, axis), stride in zip(self.axes, self._strides(), strict=True):
            first, last = start // stride, (stop - 1) // stride
            steps = np.arange(last - first + 1)
            if len(steps) >= len(axis):
                every = values(axis)
                steps = np.resize(np.roll(steps[: len(axis)], -(first % len(axis))), len(steps))
            else:
                every = _round(axis, first % len(axis), len(steps))
            levels[path] = Levels(every, _held(steps, stride, start - first * stride, stop - start))
        return levels

    def corners(self, most: int) -> Iterator[dict[str, float]]:
        """Yield rows at the edges of the grid, the ends first: a fault anywhere in it shows in one of them.

        Parameters
        ----------
        most
            Rows to yield, about.
        """
        ends = {path: ends_of(axis) for path, axis in self.axes}
        for choose in (min, max, _least):
            yield {path: choose(both) for path, both in ends.items()}
        # the point nearest to 0: a direction must not be 0, nor everybody's power
        yield {path: _nearest_to_zero(axis) for path, axis in self.axes}
        for path, both in list(ends.items())[: most // 2]:
            for end in (min(both), max(both)):
                yield {path: end}

    def _strides(self) -> list[int]:
        strides = [1]
        for size in reversed(self.shape[1:]):
            strides.append(strides[-1] * size)
        return strides[::-1]


def _round(axis: Axis, first: int, count: int) -> FloatArray:
    """Return so many values of an axis from a place on; behind the axis's end they begin anew."""
    behind = first + count - len(axis)
    if behind <= 0:
        return values(axis, first, first + count)
    return np.concatenate((values(axis, first), values(axis, 0, behind)))


def _held(steps: IndexArray, times: int, skipped: int, rows: int) -> IndexArray:
    """Return the places of `rows` rows, each place held `times` times, without the first `skipped` of them."""
    if times == 1:
        return steps
    if len(steps) == 1:
        return np.full(rows, steps[0])
    lengths = np.full(len(steps), times)
    lengths[0] -= skipped
    lengths[-1] += rows - lengths.sum()
    return np.repeat(steps, lengths)


def _least(values: Sequence[float]) -> float:
    return min(values, key=abs)


def _nearest_to_zero(axis: Axis) -> float:
    """Return the value of an axis that is nearest to 0."""
    low, high = min(ends_of(axis)), max(ends_of(axis))
    if axis.values is not None or low > 0 or high < 0 or axis.count == 1 or axis.start == axis.stop:
        return _least(ends_of(axis))
    place = round(-axis.start / (axis.stop - axis.start) * (axis.count - 1))
    return float(values(axis, place, place + 1)[0])
