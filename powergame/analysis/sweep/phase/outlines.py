"""Outlines of the regions of a phase diagram, and the lines between them, through the places where answers turn.

Each cell between four points is divided as marching squares do [1]_: where two of its sides are crossed, by the
straight line between the crossings; where three or four are, by lines from the crossings to their middle.

.. [1] Maple, C. (2003). Geometric design and space planning using the marching squares and marching cube algorithms.
   International Conference on Geometric Modeling and Graphics.
.. [2] Douglas, D. H. and Peucker, T. K. (1973). Algorithms for the reduction of the number of points required to
   represent a digitized line or its caricature. Cartographica 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray

Line = FloatArray
"""(M, 2): places (x, y) of corners; where it is closed, the first one is not repeated."""

STRAIGHT = 5e-5
"""Fraction of the plane's width by which a corner may lie beside a line without it: a hundredth of a millimetre."""


@dataclass(frozen=True, eq=False)
class Outlines:
    """The regions of a layer.

    Attributes
    ----------
    loops
        Of each code, closed lines around its regions; those around holes run the other way.
    lines
        Lines between regions, each once.
    """

    loops: dict[int, list[Line]]
    lines: list[Line]

    def share(self, code: int) -> float:
        """Return the share of the plane that regions of a code take."""
        areas = {each: sum(map(_area, loops)) for each, loops in self.loops.items()}
        return areas.get(code, 0.0) / sum(areas.values())


def outlines(codes: ByteArray, across: FloatArray, along: FloatArray, x: FloatArray, y: FloatArray) -> Outlines:
    """Return the outlines of the regions of a layer.

    Parameters
    ----------
    codes : (Ny, Nx)
    across : (Ny, Nx - 1)
        Where borders cross between points next to each other in x, as fractions of the way.
    along : (Ny - 1, Nx)
        The same in y.
    x, y : (Nx,), (Ny,)
        Rising places of the points, in any unit.

    Examples
    --------
    >>> half = np.array([[0, 1], [0, 1]], dtype=np.int8)
    >>> middle = np.full((2, 1), 0.25), np.full((1, 2), 0.5)
    >>> outlines(half, *middle, np.array([0.0, 1.0]), np.array([0.0, 1.0])).lines[0].tolist()
    [[0.25, 0.0], [0.25, 1.0]]
    """
    nodes, places = _nodes(across, along, x, y)
    sides = _sides(codes.astype(np.int64), nodes, len(places))
    weights = sides.crossed / sides.crossed.sum(axis=0)
    middles = (weights[..., None] * places[sides.nodes]).sum(axis=0)
    places = np.concatenate([places, np.repeat(middles, 4, axis=0)])
    span = np.array([x[-1] - x[0], y[-1] - y[0]])
    loops: dict[int, list[Line]] = {}
    for code, way in _loops(np.concatenate([_closings(sides), _frame(codes.astype(np.int64), nodes)])):
        loop = _straightened(places[way], span, closed=True)
        if len(loop) > 2:  # what is no wider than rounding encloses nothing
            loops.setdefault(code, []).append(loop)
    return Outlines(loops, [_straightened(places[way], span, closed=False) for way in _chains(_segments(sides))])


@dataclass(frozen=True, eq=False)
class _Nodes:
    """The numbers of points, (Ny, Nx), and of the crossings from each to the next in x and in y."""

    points: IntArray
    across: IntArray
    along: IntArray


@dataclass(frozen=True, eq=False)
class _Sides:
    """The four sides of the C cells that a border crosses, counterclockwise from the lower one.

    Attributes
    ----------
    crossed : (4, C)
        Whether the two ends of a side are answered differently.
    nodes : (4, C)
        The number of the crossing of each side.
    codes : (4, C)
        The code at the end of each side.
    middles : (C,)
        The number of the node in the middle of each cell; three more follow, since outlines may pass there repeatedly.
    """

    crossed: BoolArray
    nodes: IntArray
    codes: IntArray
    middles: IntArray

    @property
    def counts(self) -> IntArray:
        """(C,) how many sides of each cell are crossed."""
        return np.asarray(self.crossed.sum(axis=0), dtype=np.int64)


def _area(loop: Line) -> float:
    """Return the area on the left of a closed line; negative where it runs around a hole."""
    x, y = (loop - loop[0]).T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2


def _nodes(across: FloatArray, along: FloatArray, x: FloatArray, y: FloatArray) -> tuple[_Nodes, FloatArray]:
    """Return the numbers of nodes, and their places, (N, 2)."""
    points = np.stack(np.meshgrid(x, y), axis=-1)
    over = points[:, :-1] + across[..., None] * (points[:, 1:] - points[:, :-1])
    up = points[:-1] + along[..., None] * (points[1:] - points[:-1])
    numbers, first = [], 0
    for part in (points, over, up):
        count = part.shape[0] * part.shape[1]
        numbers.append(first + np.arange(count, dtype=np.int64).reshape(part.shape[:2]))
        first += count
    return _Nodes(*numbers), np.concatenate([part.reshape(-1, 2) for part in (points, over, up)])


def _sides(codes: IntArray, nodes: _Nodes, behind: int) -> _Sides:
    corners = np.stack([codes[:-1, :-1], codes[:-1, 1:], codes[1:, 1:], codes[1:, :-1]])
    ends = np.roll(corners, -1, axis=0)
    crossed = corners != ends
    mixed = crossed.any(axis=0)
    numbers = np.stack([nodes.across[:-1], nodes.along[:, 1:], nodes.across[1:], nodes.along[:, :-1]])
    middles = behind + 4 * np.arange(int(mixed.sum()), dtype=np.int64)
    return _Sides(crossed[:, mixed], numbers[:, mixed], ends[:, mixed], middles)


def _closings(sides: _Sides) -> IntArray:
    """Return what closes the outlines within cells, (M, 3): a code, and the nodes between which a piece leads.

    The region behind a crossed side reaches to the next one; a piece leads back from there, by the middle of the cell
    where more than two sides are crossed.
    """
    pieces = []
    direct = sides.counts == 2
    for side in range(4):
        awaited = sides.crossed[side].copy()
        for further in (1, 2, 3):
            other = (side + further) % 4
            here = awaited & sides.crossed[other]
            awaited &= ~sides.crossed[other]
            code, start, stop = sides.codes[side], sides.nodes[other], sides.nodes[side]
            middle = sides.middles + side
            for where, (a, b) in ((here & direct, (start, stop)), (here & ~direct, (start, middle))):
                pieces.append(np.stack([code[where], a[where], b[where]], axis=1))
            where = here & ~direct
            pieces.append(np.stack([code[where], middle[where], stop[where]], axis=1))
    return np.concatenate(pieces)


def _frame(codes: IntArray, nodes: _Nodes) -> IntArray:
    """Return the pieces of outlines along the edge of the plane, counterclockwise, as `_closings` does."""
    pieces = []
    for row, points, between in (
        (codes[0], nodes.points[0], nodes.across[0]),
        (codes[:, -1], nodes.points[:, -1], nodes.along[:, -1]),
        (codes[-1, ::-1], nodes.points[-1, ::-1], nodes.across[-1, ::-1]),
        (codes[::-1, 0], nodes.points[::-1, 0], nodes.along[::-1, 0]),
    ):
        same = row[1:] == row[:-1]
        pieces.append(np.stack([row[:-1][same], points[:-1][same], points[1:][same]], axis=1))
        pieces.append(np.stack([row[:-1][~same], points[:-1][~same], between[~same]], axis=1))
        pieces.append(np.stack([row[1:][~same], between[~same], points[1:][~same]], axis=1))
    return np.concatenate(pieces)


def _segments(sides: _Sides) -> IntArray:
    """Return the pieces of lines between regions, (M, 2), each once."""
    pieces = []
    direct = sides.counts == 2
    for side in range(4):
        for other in range(side + 1, 4):
            here = direct & sides.crossed[side] & sides.crossed[other]
            pieces.append(np.stack([sides.nodes[side][here], sides.nodes[other][here]], axis=1))
        here = ~direct & sides.crossed[side]
        pieces.append(np.stack([sides.nodes[side][here], sides.middles[here]], axis=1))
    return np.concatenate(pieces)


def _loops(pieces: IntArray) -> Iterator[tuple[int, list[int]]]:
    """Yield closed lines: the code on their left, and their nodes."""
    following = {(code, start): stop for code, start, stop in pieces.tolist()}
    while following:
        code, node = next(iter(following))
        way = []
        while (code, node) in following:
            way.append(node)
            node = following.pop((code, node))
        yield code, way


def _chains(segments: IntArray) -> Iterator[list[int]]:
    """Yield lines from end to end, or from fork to fork, and then those that are closed."""
    beside: dict[int, list[int]] = {}
    for a, b in segments.tolist():
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    ends = {node for node, others in beside.items() if len(others) != 2}
    for start in (*sorted(ends), *beside):
        while beside[start]:
            way = [start]
            while True:
                here = way[-1]
                following = beside[here].pop()
                beside[following].remove(here)
                way.append(following)
                if following in ends or not beside[following]:
                    break
            yield way


def _straightened(places: FloatArray, span: FloatArray, *, closed: bool) -> Line:
    """Return a line without corners that lie beside it by less than anybody sees [2]_."""
    if len(places) < 3:
        return places
    scaled = places / np.where(span > 0, span, 1.0)
    kept = np.zeros(len(places), dtype=np.bool_)
    # a closed line is cut where it is farthest from its beginning
    turn = int(np.argmax(np.hypot(*(scaled - scaled[0]).T))) if closed else len(places) - 1
    kept[[0, turn]] = True
    parts = [(0, turn), (turn, len(places))] if closed else [(0, turn)]
    while parts:
        start, stop = parts.pop()
        if stop - start < 2:
            continue
        beside = _distances(scaled[start + 1 : stop], scaled[start], scaled[stop % len(places)])
        farthest = int(np.argmax(beside))
        if beside[farthest] > STRAIGHT:
            corner = start + 1 + farthest
            kept[corner] = True
            parts += [(start, corner), (corner, stop)]
    return np.asarray(places[kept])


def _distances(points: FloatArray, start: FloatArray, stop: FloatArray) -> FloatArray:
    """Return how far points are from a straight line between two others."""
    way = stop - start
    length = float(np.hypot(*way))
    if length == 0:
        return np.asarray(np.hypot(*(points - start).T))
    x, y = (points - start).T
    return np.asarray(np.abs(way[0] * y - way[1] * x) / length)
