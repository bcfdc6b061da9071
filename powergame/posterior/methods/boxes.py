"""Boxes of normal scores, and the Gauss-Legendre nodes in them: composite quadrature in one or two coordinates.

A node stands for a cell: the cells of a box divide it as the weights do, and each holds its node [1]_. Where only part
of a box is allowed its nodes lie on lines, and on each line in the intervals that are allowed: an edge that all lines
of a box cross is met exactly.

References
----------
.. [1] Szego, G. (1975). Orthogonal Polynomials. AMS. Section 3.41 (the separation theorem of Chebyshev, Markov and
   Stieltjes).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray

ORDER = 5
"""Nodes of a box along an axis."""

LATTICE, SCAN = 7, 17
"""Points along an axis at which it is asked whether a box is allowed: of any box, and of a line in one that is so in
part."""

BISECTIONS = 48
"""Halvings of the interval in which the edge of what is allowed lies."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(ORDER)

Allowed = Callable[[IndexArray, FloatArray], BoolArray]
"""Whether points are allowed: the combination of listed values, (N,), and the normal scores, (N, 2)."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes of normal scores, of M.

    Attributes
    ----------
    combination : (M,)
        Place of the combination of listed values that each belongs to.
    low, high : (M, 2)
        Ends; both 0 along an axis that is not there.
    """

    combination: IndexArray
    low: FloatArray
    high: FloatArray

    def __len__(self) -> int:
        return len(self.combination)

    def part(self, places: IndexArray | BoolArray) -> Boxes:
        """Return some of the boxes."""
        return Boxes(self.combination[places], self.low[places], self.high[places])

    def halves(self, axis: IndexArray) -> Boxes:
        """Return both halves of each box, divided across an axis of its own, (M,)."""
        rows = np.arange(len(self))
        middle = (self.low[rows, axis] + self.high[rows, axis]) / 2
        low, high = self.low.copy(), self.high.copy()
        low[rows, axis] = high[rows, axis] = middle
        return Boxes(
            np.concatenate([self.combination, self.combination]),
            np.concatenate([self.low, low]),
            np.concatenate([high, self.high]),
        )


@dataclass(frozen=True, eq=False)
class Nodes:
    """Nodes in boxes, of N.

    Attributes
    ----------
    box : (N,)
        The box of each.
    scores : (N, 2)
        Where they lie.
    weight : (N,)
        Prior probability that each stands for; the listed values' aside.
    cells : (2, 2, N)
        Ends of what each stands for, as probabilities of the prior: axis, end, node.
    """

    box: IndexArray
    scores: FloatArray
    weight: FloatArray
    cells: FloatArray

    def __len__(self) -> int:
        return len(self.box)


def joined_boxes(parts: list[Boxes]) -> Boxes:
    """Return the boxes of several parts."""
    return Boxes(*(np.concatenate([getattr(b, name) for b in parts]) for name in ("combination", "low", "high")))


def joined_nodes(parts: list[Nodes], boxes: list[int]) -> Nodes:
    """Return the nodes of several parts, each of so many boxes."""
    starts = np.cumsum([0, *boxes])
    return Nodes(
        np.concatenate([n.box + start for n, start in zip(parts, starts, strict=False)]),
        np.concatenate([n.scores for n in parts]),
        np.concatenate([n.weight for n in parts]),
        np.concatenate([n.cells for n in parts], axis=2),
    )


def probability_between(low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the probability that a standard normal number is between two ends; in both tails to all digits."""
    from scipy.special import ndtr

    upper = low > 0
    return np.asarray(np.where(upper, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low)))


@dataclass(frozen=True, eq=False)
class _Line:
    """Nodes on M intervals: where, (M, ORDER), their prior probability, and the ends of their cells."""

    scores: FloatArray
    weight: FloatArray
    low: FloatArray
    high: FloatArray


def _line(low: FloatArray, high: FloatArray) -> _Line:
    from scipy.special import ndtr

    half = ((high - low) / 2)[:, None]
    scores = (low + high)[:, None] / 2 + half * NODES
    density = WEIGHTS * np.exp(-(scores**2 - scores[:, 2:3] ** 2) / 2)
    weight = density / density.sum(axis=1, keepdims=True) * probability_between(low, high)[:, None]
    ends = ndtr(low)[:, None] + np.concatenate([0 * half, np.cumsum(weight, axis=1)], axis=1)
    ends[:, -1] = ndtr(high)  # where the next box begins
    return _Line(scores, weight, ends[:, :-1], ends[:, 1:])


def _absent(count: int) -> _Line:
    """Return the one node of an axis that is not there."""
    nothing, whole = np.zeros((count, 1)), np.ones((count, 1))
    return _Line(nothing, whole, nothing, whole)


def whole_nodes(boxes: Boxes, axes: int) -> Nodes:
    """Return the nodes of boxes that are allowed as a whole, ORDER along each axis."""
    lines = [
        _line(boxes.low[:, axis], boxes.high[:, axis]) if axis < axes else _absent(len(boxes)) for axis in range(2)
    ]
    return _crossed(np.arange(len(boxes)), lines[0], lines[1])


def _crossed(box: IndexArray, first: _Line, second: _Line) -> Nodes:
    shape = (len(box), first.scores.shape[1], second.scores.shape[1])

    def spread(a: FloatArray, b: FloatArray) -> FloatArray:
        return np.stack([np.broadcast_to(a[:, :, None], shape).ravel(), np.broadcast_to(b[:, None], shape).ravel()])

    return Nodes(
        np.repeat(box, shape[1] * shape[2]),
        spread(first.scores, second.scores).T,
        spread(first.weight, second.weight).prod(axis=0),
        np.stack([spread(first.low, second.low), spread(first.high, second.high)], axis=1),
    )


def lattice_allowed(boxes: Boxes, axes: int, allowed: Allowed) -> BoolArray:
    """Return whether the points of a lattice in each box are allowed, (M, LATTICE, LATTICE or 1)."""
    steps = [np.linspace(0.001, 0.999, LATTICE) if axis < axes else np.zeros(1) for axis in range(2)]
    grid = np.stack(np.meshgrid(*steps, indexing="ij"), axis=-1)
    scores = boxes.low[:, None, None] + grid * (boxes.high - boxes.low)[:, None, None]
    combination = np.repeat(boxes.combination, grid.shape[0] * grid.shape[1])
    return allowed(combination, scores.reshape(-1, 2)).reshape(scores.shape[:3])


def part_nodes(boxes: Boxes, axes: int, allowed: Allowed, lattice: BoolArray) -> Nodes:
    """Return the nodes of boxes that are allowed in part.

    Lines run along the axis in which the lattice's points change more often.
    """
    changes = [np.count_nonzero(lattice != np.roll(lattice, 1, axis=axis + 1), axis=(1, 2)) for axis in range(2)]
    along = np.where((changes[1] > changes[0]) & (axes > 1), 1, 0)
    parts = []
    for axis in range(max(axes, 1)):
        places = np.flatnonzero(along == axis)
        parts.append(_part_along(boxes.part(places), places, axis, axes, allowed))
    return joined_nodes(parts, [0] * len(parts))


def _part_along(boxes: Boxes, box: IndexArray, along: int, axes: int, allowed: Allowed) -> Nodes:
    across = 1 - along
    outer = _line(boxes.low[:, across], boxes.high[:, across]) if axes > 1 else _absent(len(boxes))
    each = outer.scores.shape[1]
    line = np.repeat(np.arange(len(boxes)), each)
    start, end, of = _intervals(boxes.part(line), outer.scores.ravel(), along, allowed)
    inner = _line(start, end)
    rows = _Line(*(column.reshape(-1, 1)[of] for column in (outer.scores, outer.weight, outer.low, outer.high)))
    lines = (inner, rows) if along == 0 else (rows, inner)
    return _crossed(box[line[of]], *lines)


def _intervals(
    boxes: Boxes, across: FloatArray, along: int, allowed: Allowed
) -> tuple[FloatArray, FloatArray, IndexArray]:
    """Return the allowed intervals on lines, one in each box: their starts, ends and lines."""

    def inside(line: IndexArray, position: FloatArray) -> BoolArray:
        scores = np.empty((len(line), 2))
        scores[:, along], scores[:, 1 - along] = position, across[line]
        return allowed(boxes.combination[line], scores)

    low, high = boxes.low[:, along], boxes.high[:, along]
    scan = low[:, None] + (high - low)[:, None] * np.linspace(0, 1, SCAN)
    lines = np.repeat(np.arange(len(boxes)), SCAN)
    holds = inside(lines, scan.ravel()).reshape(scan.shape)
    line, step = np.nonzero(holds[:, 1:] != holds[:, :-1])
    a, b, before = scan[line, step], scan[line, step + 1], holds[line, step]
    for _ in range(BISECTIONS):
        middle = (a + b) / 2
        same = inside(line, middle) == before
        a, b = np.where(same, middle, a), np.where(same, b, middle)
    edge = np.full((len(boxes), SCAN + 1), np.nan)
    edge[:, 0], edge[:, -1] = low, high
    edge[line, step + 1] = np.where(before, a, b)  # the allowed side of it
    padded = np.zeros((len(boxes), SCAN + 2), dtype=bool)
    padded[:, 1:-1] = holds
    starts, ends = np.nonzero(padded[:, 1:] & ~padded[:, :-1]), np.nonzero(~padded[:, 1:] & padded[:, :-1])
    start, end = edge[starts], edge[ends]
    wide = end > start
    return start[wide], end[wide], np.asarray(starts[0][wide])
