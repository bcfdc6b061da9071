"""The search along a path for the places at which what happens in the selected equilibrium turns.

A path is looked at on a grid. Every cell in which something turns or may turn is then divided, again and again, until
it is as small as it needs to be, all cells of one round in one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from powergame.analysis.aspect import UNDECIDED, reached
from powergame.analysis.threshold.flips import (
    FINEST,
    MAX_CELLS,
    Samples,
    firm_samples,
    nearest_root,
    raw_flips,
    resolution,
    tied_at,
)
from powergame.analysis.threshold.roots import SignChange
from powergame.analysis.threshold.selected.along import Selected
from powergame.analysis.threshold.selected.types import ALIKE, Course, Crossing, SideChange
from powergame.arrays import BoolArray, FloatArray, IndexArray, without

Look = Callable[[FloatArray], Selected]

Turns = Callable[[Selected], BoolArray]
"""Function that returns for each cell between two numbers, (S - 1,), whether something turns in it, or may turn."""

PARTS = 4
"""Parts into which a cell is divided."""

STEP = 0.01
"""Probability, or fraction of all power: a cell in which a number changes by more is divided, since it may jump."""

JUMP = 1e-6
"""Probability, or fraction of all power, by which a number changes at least where it jumps."""

FINEST_THREE_OR_MORE = 2.0**-28
"""Fraction of a path's range below which cells are not divided, with three and more actors."""

STEEPER = 4.0
"""Ratio of a cell's slope to that beside it up to which a number glides, however steeply; where it comes to an end like
a square root, slopes in cells of equal width have a ratio of 2.4."""

ROUNDING = 1e-13
"""Probability, or fraction of all power: a number so near to a level is the level."""

DRAWN = 1e-3
"""Fraction of a path's range: of nearer points of a course only the outer ones are kept."""


def looked_up(look: Look, grid: FloatArray, turns: Turns) -> Selected:
    """Return what happens on a grid, and closer and closer to where something turns.

    Parameters
    ----------
    grid : (G,)
        Numbers to look at first, ascending.
    turns
        Which cells are to be divided, unless they are among the finest.
    """
    samples = look(grid)
    finest = (FINEST if len(samples.rungs) == 2 else FINEST_THREE_OR_MORE) * (grid[-1] - grid[0])
    while True:
        low, high = samples.x[:-1], samples.x[1:]
        least = np.maximum(finest, 4 * np.spacing(np.maximum(np.abs(low), np.abs(high))))
        go = turns(samples) & (high - low > least)
        between = low[go, None] + (high - low)[go, None] * (np.arange(1, PARTS) / PARTS)
        new = without(between, samples.x)
        if not new.size or go.sum() > MAX_CELLS:
            return samples
        samples = samples.merged(look(new))


def rung_turns(samples: Selected, i: int) -> BoolArray:
    """Whether the rung that actor i plays differs at the ends of each cell."""
    return np.asarray(np.diff(samples.rungs[i]) != 0)


def side_turns(samples: Selected) -> BoolArray:
    """Whether somebody's side differs at the ends of each cell; who fights at both of them counts."""
    before, behind = samples.sides[:, :-1], samples.sides[:, 1:]
    return np.asarray(((before != behind) & (before != UNDECIDED) & (behind != UNDECIDED)).any(axis=0))


def number_turns(samples: Selected, values: FloatArray, levels: Sequence[float]) -> BoolArray:
    """Whether a number, (S,), crosses a level or jumps between the ends of each cell, or may do so."""
    before, behind = values[:-1], values[1:]
    unselected = np.isnan(before) != np.isnan(behind)
    go = unselected | (np.abs(behind - before) > STEP) | (np.diff(samples.support) != 0)
    for level in levels:
        near = (np.abs(before - level) <= ALIKE) & (np.abs(behind - level) <= ALIKE)
        go |= ((before >= level) != (behind >= level)) & ~unselected & ~near
        go |= _may_reach(values, level) & ~go
    return np.asarray(go)


def _may_reach(values: FloatArray, level: float) -> BoolArray:
    """Whether each cell is beside an extremum so near to a level that the level may be passed and passed back."""
    off = values - level
    bend = np.abs(off[:-2] - 2 * off[1:-1] + off[2:])
    side = np.sign(off)
    alone = (side[:-2] == side[1:-1]) & (side[1:-1] == side[2:])
    inner = np.abs(off[1:-1])
    turning = alone & (inner <= np.minimum(np.abs(off[:-2]), np.abs(off[2:]))) & (inner <= bend)
    turning &= (bend > ALIKE) & (bend <= STEP)
    cells = np.zeros(len(values) - 1, dtype=bool)
    cells[:-1] |= turning
    cells[1:] |= turning
    return cells


def course(
    samples: Selected,
    values: FloatArray,
    levels: Sequence[float],
    changes: Sequence[SignChange],
    at_point: Callable[[float], float | None],
    now: float | None,
) -> Course:
    """Return how a number runs along the path.

    Parameters
    ----------
    samples
        What happens at the numbers that were looked at.
    values : (S,)
        The number at these.
    changes
        Sign changes of gains; a jump is put on one where the samples allow it.
    at_point
        Function that returns the number at a point, as `solve` has it; None where nothing is selected.
    now
        The scenario's own value, if it is in the range.
    """
    pieces = _pieces(samples, values, changes)
    roots = np.array(sorted({change.at for change in changes}))
    crossings = []
    for piece in pieces:
        crossings += _crossed(samples, values, piece, levels)
    for piece, following in pairwise(pieces):
        crossings += _jump(samples, values, (int(piece[-1]), int(following[0])), levels, roots, at_point)
    x = samples.x.copy()
    x[[pieces[0][0], pieces[-1][-1]]] = x[[0, -1]]  # what holds at an end alone is left out
    kept = [(x[piece], values[piece]) for piece in pieces if not np.isnan(values[piece[0]])]
    return Course(
        tuple(_thinned(at, value, x[-1] - x[0]) for at, value in kept),
        tuple(sorted(crossings, key=lambda crossing: crossing.at)),
        None if now is None else at_point(now),
    )


def _pieces(samples: Selected, values: FloatArray, changes: Sequence[SignChange]) -> list[IndexArray]:
    """Return the numbers between one jump and the next, as places in the samples; values at points alone are left out.

    A number jumps where cells were divided as far as they are, and it still leaps.
    """
    x = samples.x
    width = x[-1] - x[0]
    nearest = resolution(len(samples.rungs))
    within_tie = tied_at(x, changes)
    free = np.flatnonzero(~within_tie)
    before, behind = values[free[:-1]], values[free[1:]]
    near = (np.diff(x[free]) <= nearest * width) | (np.diff(samples.support[free]) != 0)
    jumps = (np.isnan(before) != np.isnan(behind)) | (near & _leaps(x[free], values[free]))
    codes = np.zeros(len(x), dtype=np.int32)
    codes[free] = np.concatenate([[0], np.cumsum(jumps)])
    kept = firm_samples(x, codes, within_tie, nearest)
    steps = np.abs(values[kept[1:]] - values[kept[:-1]])
    apart = (np.diff(codes[kept]) != 0) & ~(steps <= JUMP)
    return np.split(kept, np.flatnonzero(apart) + 1)


def _leaps(x: FloatArray, values: FloatArray) -> BoolArray:
    """Whether a number changes by more than `JUMP` in a cell, and more steeply than beside it, (S - 1,).

    The less steep of the two neighbours counts, since the other may be a jump, too.
    """
    steep = np.abs(np.diff(values)) / np.diff(x)
    beside = np.fmin(np.append(np.nan, steep[:-1]), np.append(steep[1:], np.nan))
    return np.asarray((np.abs(np.diff(values)) > JUMP) & ~(steep <= STEEPER * beside))


def _crossed(samples: Selected, values: FloatArray, piece: IndexArray, levels: Sequence[float]) -> list[Crossing]:
    """Return where the number crosses levels within a piece."""
    x, value = samples.x[piece], values[piece]
    crossings = []
    for level in levels:
        above = reached(value, level)
        for k in np.flatnonzero(above[1:] != above[:-1]).tolist():
            at = _root(x, value - level, k)
            proven = bool(samples.proven[piece[k : k + 2]].all())
            crossings.append(
                Crossing(at, level, level, level, level, jump=False, rises=bool(above[k + 1]), proven=proven)
            )
    return crossings


def _root(x: FloatArray, off: FloatArray, k: int) -> float:
    """Return where a number comes to a level, (S,) off it, that it has reached to rounding at one end of cell k."""
    step = 1 if off[k + 1] > off[k] else -1
    known = high = k + 1 if step == 1 else k
    while 0 <= high + step < len(x) and off[high] < -ROUNDING:
        high += step
    low = high - step
    if off[high] < -ROUNDING:
        return float(x[known])
    return float(x[low] - off[low] * (x[high] - x[low]) / (off[high] - off[low]))


def _jump(
    samples: Selected,
    values: FloatArray,
    ends: tuple[int, int],
    levels: Sequence[float],
    roots: FloatArray,
    at_point: Callable[[float], float | None],
) -> list[Crossing]:
    """Return the jump between two numbers: once for each level that it crosses, or once."""
    low, high = ends
    below, above = (None if np.isnan(values[end]) else float(values[end]) for end in ends)
    at = nearest_root(float(samples.x[low]), float(samples.x[high]), roots)
    proven = bool(samples.proven[list(ends)].all())
    crossed: list[float | None] = []
    if below is not None and above is not None:
        both = np.array([below, above])
        crossed += [level for level in levels if reached(both, level).sum() == 1]
        crossed = crossed if below < above else crossed[::-1]
    there = at_point(at)
    rises = None if below is None or above is None else above > below
    return [
        Crossing(at, level, below, there, above, jump=True, rises=rises, proven=proven) for level in crossed or [None]
    ]


def _thinned(x: FloatArray, value: FloatArray, width: float) -> tuple[FloatArray, FloatArray]:
    """Return a piece of a course without points that no picture shows; extremes stay."""
    places = np.floor((x - x[0]) / (DRAWN * width))
    keep = np.concatenate([[True], np.diff(places) > 0])
    keep[[-1, int(value.argmin()), int(value.argmax())]] = True
    return x[keep], value[keep]


def side_changes(samples: Selected, names: Sequence[str], changes: Sequence[SignChange]) -> tuple[SideChange, ...]:
    """Return the points at which somebody who leads none changes sides, in order."""
    within_tie = tied_at(samples.x, changes)
    flips = []
    for i, name in enumerate(names if len(samples.sides) else ()):
        codes = Samples(samples.x, samples.sides, samples.proven, within_tie)
        for flip in raw_flips(codes, i, changes):
            before, behind = flip.below, flip.above
            if flip.touch or before is None or behind is None or {UNDECIDED, i} & {before, behind}:
                continue  # who leads a side, or fights on none, does not choose one
            leader = (*names, None)
            flips.append(SideChange(flip.at, name, leader[before], leader[behind]))
    return tuple(sorted(flips, key=lambda change: change.at))
