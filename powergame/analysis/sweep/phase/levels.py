"""Points of a plane, answered level by level: first a few, then those halfway between, and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from powergame.analysis.aspect import Aspect
from powergame.analysis.sweep.grid import Axes
from powergame.analysis.sweep.phase.asking import Answered, Asking
from powergame.arrays import FloatArray, IndexArray, IntArray
from powergame.errors import TimeLimitError
from powergame.scenario.axes import values

FIRST = 32
"""Points from one point of the first level to the next; a power of 2."""

UNKNOWN = -2
"""Code of what is not known yet."""


@dataclass(frozen=True, eq=False)
class Planes:
    """What is answered on the planes of P values of a third path.

    Attributes
    ----------
    x, y : (Nx,), (Ny,)
        The values of the axes that are answered: all of them, unless time ran out.
    answered : of (P * Ny * Nx) points, x fastest
    limited
        What kept it from being answered at all values, if anything did.
    """

    x: FloatArray
    y: FloatArray
    answered: Answered
    limited: Literal["time"] | None = None


def by_levels(asking: Asking, axes: Axes, coarse: int, held: Mapping[str, float] | None = None) -> Planes | None:
    """Answer at all points of two axes, for each value of a third one; None if stopped.

    A level has every 32nd value of both axes, the next one every 16th. Where time runs out, the last level that was
    finished is the answer.

    Parameters
    ----------
    coarse
        Points from one to the next on the coarse grid, a power of 2. On finer levels points between others that are
        answered alike are answered like these, so that what is smaller than a cell of the coarse grid may be missed;
        with 1 none are.
    held
        Further paths, and their values.

    Raises
    ------
    TimeLimitError
        Where the time runs out on the first level.
    """
    x, y = (values(axis) for _, axis in axes[:2])
    panels = values(axes[2][1]) if len(axes) > 2 else np.zeros(1)
    known = np.full((len(panels), len(y), len(x)), UNKNOWN, dtype=np.int64)
    solved, step = asking.nothing(), FIRST
    while step:
        if step < coarse:
            _fill_between(known, _kinds(solved, asking.aspect), step)
        level = (_places(len(y), step), _places(len(x), step))
        panel, row, column = np.nonzero(known[:, level[0][:, None], level[1]] == UNKNOWN)
        row, column = level[0][row], level[1][column]
        points = {axes[0][0]: x[column], axes[1][0]: y[row]}
        if len(axes) > 2:
            points[axes[2][0]] = panels[panel]
        points |= {path: np.full(len(row), value) for path, value in (held or {}).items()}
        try:
            more = asking.at(points) if len(row) else asking.nothing()
        except TimeLimitError:
            if step == FIRST:
                raise
            level = (_places(len(y), 2 * step), _places(len(x), 2 * step))
            return _planes(x[level[1]], y[level[0]], solved, known[:, level[0][:, None], level[1]], "time")
        if more is None:
            return None
        known[panel, row, column] = np.arange(len(row)) + len(solved.proven)
        solved, step = solved.joined(more), step // 2
    return _planes(x, y, solved, known, None)


def _planes(x: FloatArray, y: FloatArray, solved: Answered, known: IntArray, limited: Literal["time"] | None) -> Planes:
    return Planes(x, y, solved.at(known.ravel()), limited)


def _places(count: int, step: int) -> IndexArray:
    """Return every step-th place of an axis, and the last one."""
    return np.unique(np.append(np.arange(0, count, step), count - 1))


def _kinds(solved: Answered, aspect: Aspect) -> IntArray:
    """Return a number for each point, (B,), equal where points are answered alike."""
    rows = np.vstack([solved.layers(aspect), solved.proven])
    return np.asarray(np.unique(rows, axis=1, return_inverse=True)[1].ravel(), dtype=np.int64)


def _fill_between(known: IntArray, kinds: IntArray, step: int) -> None:
    """Give points of a level that lie between points of the level before its answer, where these are answered alike.

    Parameters
    ----------
    known : (P, Ny, Nx)
        Places of points among those solved; `UNKNOWN` for others.
    kinds : (B,)
        Equal numbers for answers that are alike.
    step
        Points from one point of the level to the next.
    """
    here, around = [], []
    for count in known.shape[1:]:
        fine, coarse = _places(count, step), _places(count, 2 * step)
        below, above = np.searchsorted(coarse, fine, side="right") - 1, np.searchsorted(coarse, fine)
        here.append(fine)
        around.append((coarse[below], coarse[above]))
    corners = np.stack([known[:, rows[:, None], columns] for rows in around[0] for columns in around[1]])
    alike = (kinds[corners] == kinds[corners[0]]).all(axis=0)
    level = known[:, here[0][:, None], here[1]]
    known[:, here[0][:, None], here[1]] = np.where(alike & (level == UNKNOWN), corners[0], level)
