"""All places where functions of one number change their signs or reach 0, however near to each other.

A grid alone misses what happens between its points. So a cell between two points is divided wherever a function could
be 0 in it: its signs at the ends differ, or it is so near to 0 at them, and so curved around, that it may reach 0 in
between. The parts are divided by the same rule again, down to the resolution of floating-point numbers, all of one
round in one batch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from powergame.arrays import FloatArray
from powergame.model.payoffs import PAYOFF_UNIT

Functions = Callable[[FloatArray], FloatArray]
"""Function that returns the values of K functions, (K, B), at some numbers, (B,)."""

FEWEST_PARTS, MOST_PARTS = 8, 64
"""Parts into which a cell is divided."""

MAX_VALUES = 1 << 22
"""Values of functions that are computed at once, so that memory is bounded."""

POINTS = 512
"""Numbers at which functions are computed in one round: few cells are divided into more parts each, since a round of
few numbers is hardly faster."""

FINEST = 2.0**-24
"""Fraction of a cell of the grid below which cells are not divided."""

SUSPECT = 1.0
"""Second differences by which an end of a cell may at most be off 0 for the cell to be divided. A smooth function
strays from its chord by an eighth of the second difference only, so this is on the safe side."""

NOISE = 2.0**-48
"""Shares of all power by which rounding errors may change values: a cell whose ends differ by less is not divided."""

ROOT_BITS = 15
"""Binary digits by which a sign change, which is narrow already, is narrowed to find the very point in it."""


@dataclass(frozen=True)
class SignChange:
    """A place where a function changes its sign or touches 0.

    Attributes
    ----------
    function
        Place of the function, from 0 to K - 1.
    low, high
        Nearest known numbers on both sides at which the function is not within `PAYOFF_UNIT` of 0, or ends of the
        range.
    at
        The number at which the function is 0, or nearest to it.
    before, behind
        Signs of the function at `low` and `high`, equal where it touches 0; 0 at an end of the range where it is 0, or
        where it stays 0.
    """

    function: int
    low: float
    high: float
    at: float
    before: int
    behind: int


def sign_changes(
    functions: Functions, grid: FloatArray, values: FloatArray, *, nearest: float, widest: float
) -> list[SignChange]:
    """Return all sign changes, by function and place.

    Parameters
    ----------
    functions
        Functions that are smooth except for a few jumps and kinks. Values within `PAYOFF_UNIT` count as 0: rounded
        payoffs may tie there.
    grid : (G,)
        Numbers, ascending, G >= 3.
    values : (K, G)
        Values of the functions on the grid.
    nearest
        Distance below which two changes of sign are one.
    widest
        Length of an interval of zeros above which it has a sign change at each end.

    Examples
    --------
    The zeros of (x - 1/3)^2 - 1e-6 lie between the same two points of the grid:

    >>> functions = lambda x: ((x - 1 / 3) ** 2 - 1e-6)[None, :]
    >>> grid = np.linspace(0, 1, 5)
    >>> changes = sign_changes(functions, grid, functions(grid), nearest=1e-10, widest=1e-4)
    >>> [round(change.at, 9) for change in changes]
    [0.332333333, 0.334333333]
    """
    block = max(1, MAX_VALUES // len(values))
    cells = _suspicious(values, grid)
    edges = _edges(functions, cells, block)
    changes = []
    for k in sorted({edge.function for edge in edges}):
        ascending = sorted((edge for edge in edges if edge.function == k), key=lambda edge: edge.low)
        changes += _joined(_one_each(ascending, nearest), float(grid[0]), float(grid[-1]), widest)
    return _located(functions, changes, block)


@dataclass(frozen=True, eq=False)
class _Cells:
    """Cells to divide: functions, neighbouring numbers, values at these, and lengths at which to stop; all (C,)."""

    function: npt.NDArray[np.intp]
    low: FloatArray
    high: FloatArray
    at_low: FloatArray
    at_high: FloatArray
    finest: FloatArray


@dataclass(frozen=True)
class _Edge:
    """Two neighbouring numbers at which a function's signs differ."""

    function: int
    low: float
    high: float
    before: int
    behind: int


def _signs(values: FloatArray) -> npt.NDArray[np.int8]:
    return np.where(np.abs(values) <= PAYOFF_UNIT, 0, np.sign(values)).astype(np.int8)


def _possible(values: FloatArray, x: FloatArray) -> npt.NDArray[np.bool_]:
    """Return whether each cell between numbers x, (..., G), has a change of sign or may have a 0: (..., G - 1)."""
    signs, steps = _signs(values), np.diff(x)
    steps = np.where(steps > 0, steps, np.inf)
    with np.errstate(over="ignore", invalid="ignore"):  # steps among the least numbers there are
        slopes = np.diff(values) / steps
        bends = np.abs(np.diff(slopes)) / (steps[..., 1:] + steps[..., :-1]) * 2
    bend = np.maximum(
        np.concatenate([bends[..., :1], bends], axis=-1), np.concatenate([bends, bends[..., -1:]], axis=-1)
    )
    nearest = np.minimum(np.abs(values[..., 1:]), np.abs(values[..., :-1])) - PAYOFF_UNIT
    with np.errstate(invalid="ignore", over="ignore"):  # infinite steps without a bend; endless ranges
        strays = SUSPECT * bend * steps**2
        near = (nearest <= strays) & (strays > NOISE)
    differ = signs[..., 1:] != signs[..., :-1]
    return np.asarray(differ | (near & (signs[..., 1:] != 0) & np.isfinite(steps)))


def _suspicious(values: FloatArray, grid: FloatArray) -> _Cells:
    rows = max(1, MAX_VALUES // (4 * len(grid)))
    parts = [
        (start + function, cell)
        for start in range(0, len(values), rows)
        for some in (values[start : start + rows],)
        for function, cell in (np.nonzero(_possible(some, np.broadcast_to(grid, some.shape))),)
    ]
    function, cell = (np.concatenate(places) for places in zip(*parts, strict=True))
    low, high = grid[cell], grid[cell + 1]
    ends = values[function, cell], values[function, cell + 1]
    return _Cells(function, low, high, *ends, (high - low) * FINEST)


def _edges(functions: Functions, cells: _Cells, block: int) -> list[_Edge]:
    """Divide cells until they are as small as possible; return those at whose ends the signs differ."""
    edges: list[_Edge] = []
    while len(cells.function):
        x = _divided(cells.low, cells.high, _parts(len(cells.function)))
        inner = _each_at(functions, cells.function, x[:, 1:-1], block)
        values = np.column_stack([cells.at_low, inner, cells.at_high])
        which, part = np.nonzero(_possible(values, x))
        signs = _signs(values)
        before, behind = signs[which, part], signs[which, part + 1]
        low, high, finest = x[which, part], x[which, part + 1], cells.finest[which]
        small = high - low <= np.maximum(finest, 4 * np.spacing(np.maximum(np.abs(low), np.abs(high))))
        small |= np.abs(values[which, part + 1] - values[which, part]) <= NOISE
        for c in np.flatnonzero(small & (before != behind)):
            k = int(cells.function[which[c]])
            edges.append(_Edge(k, float(low[c]), float(high[c]), int(before[c]), int(behind[c])))
        go = ~small
        ends = values[which, part], values[which, part + 1]
        cells = _Cells(cells.function[which][go], low[go], high[go], ends[0][go], ends[1][go], finest[go])
    return edges


def _parts(cells: int) -> int:
    """Return into how many parts each of some cells is divided, a power of 2."""
    most = 1 << (POINTS // cells).bit_length() - 1 if cells < POINTS else 1
    return min(max(most, FEWEST_PARTS), MOST_PARTS)


def _divided(low: FloatArray, high: FloatArray, parts: int) -> FloatArray:
    x = low[:, None] + (high - low)[:, None] * (np.arange(parts + 1) / parts)
    x[:, -1] = high
    return x


def _each_at(functions: Functions, function: npt.NDArray[np.intp], x: FloatArray, block: int) -> FloatArray:
    """Return the values of each row's function at its numbers, (C, P); numbers that rows share are computed once."""
    each, places = np.unique(x, return_inverse=True)
    places = places.reshape(x.shape)
    if len(each) <= block:
        return np.asarray(functions(each)[function[:, None], places])
    at_each = np.empty(x.shape)
    for start in range(0, len(each), block):
        values = functions(each[start : start + block])
        rows, columns = np.nonzero((places >= start) & (places < start + block))
        at_each[rows, columns] = values[function[rows], places[rows, columns] - start]
    return at_each


def _one_each(edges: list[_Edge], nearest: float) -> list[_Edge]:
    """Merge edges of one function that are a single one but for rounding errors."""
    single: list[_Edge] = []
    for edge in edges:
        if single and edge.high - single[-1].low <= nearest:
            edge = replace(edge, low=single[-1].low, before=single.pop().before)
        single.append(edge)
    return single


def _joined(edges: list[_Edge], start: float, stop: float, widest: float) -> list[SignChange]:
    """Join one function's edges: where it becomes 0 and soon leaves 0 again, that is one sign change."""
    changes: list[SignChange] = []
    if edges and edges[0].before == 0 and edges[0].high - start <= widest:
        first = edges.pop(0)
        changes.append(SignChange(first.function, start, first.high, start, 0, first.behind))
    last = None
    if edges and edges[-1].behind == 0 and stop - edges[-1].low <= widest:
        last = edges.pop()
    while edges:
        edge = edges.pop(0)
        if edge.behind == 0 and edges and edges[0].high - edge.low <= widest:
            end = edges.pop(0)
            changes.append(SignChange(edge.function, edge.low, end.high, edge.low, edge.before, end.behind))
        else:
            changes.append(SignChange(edge.function, edge.low, edge.high, edge.low, edge.before, edge.behind))
    if last:
        changes.append(SignChange(last.function, last.low, stop, stop, last.before, 0))
    return changes


def _located(functions: Functions, changes: list[SignChange], block: int) -> list[SignChange]:
    """Return the sign changes with the very point of each: the root, or where the function is nearest to 0."""
    if not changes:
        return []
    function = np.array([change.function for change in changes])
    low, high = (np.array([getattr(change, end) for change in changes]) for end in ("low", "high"))
    at = low
    rows = np.arange(len(changes))
    parts = _parts(len(changes))
    for _ in range(math.ceil(ROOT_BITS / math.log2(parts))):
        x = _divided(low, high, parts)
        values = _each_at(functions, function, x, block)
        crosses = (values[:, 1:] > 0) != (values[:, :-1] > 0)
        crosses &= ((values[:, 0] > 0) != (values[:, -1] > 0))[:, None]
        nearest = np.abs(values).argmin(axis=1)
        crossing, first = crosses.any(axis=1), crosses.argmax(axis=1)
        at = x[rows, np.where(crossing, np.where(nearest == first + 1, first + 1, first), nearest)]
        low = x[rows, np.where(crossing, first, np.maximum(nearest - 1, 0))]
        high = x[rows, np.where(crossing, first + 1, np.minimum(nearest + 1, parts))]
    return [replace(change, at=float(x)) for change, x in zip(changes, at, strict=True)]
