"""All equilibria of small games by branch and bound over intervals of probabilities, many boxes at once in NumPy.

Payoffs are bounded by summing over one actor after the other; a box is divided at its widest interval, until Krawczyk's
operator shows that it holds one root, or none. Rounding is not bounded: an oracle for games in general position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np

Array = np.ndarray
Interval = tuple[Array, Array]

NARROW = 1e-9
"""Width of a box that has neither been dropped nor proven: the game is not in general position."""


def equilibria(payoffs: Array) -> list[Array]:
    """Return all equilibria of a game (n, L_1, ..., L_n), each as the probabilities of all rungs, actor by actor."""
    sizes = payoffs.shape[1:]
    units = np.stack([table / (np.ptp(table) or 1) for table in payoffs])
    return [
        profile
        for support in product(*(list(_subsets(size)) for size in sizes))
        for profile in _with_support(units, [list(rungs) for rungs in support])
    ]


def _subsets(size: int) -> Iterator[tuple[int, ...]]:
    for k in range(1, size + 1):
        yield from combinations(range(size), k)


def _with_support(payoffs: Array, support: Sequence[Sequence[int]]) -> Iterator[Array]:
    sizes, n = payoffs.shape[1:], len(support)
    played, others = [], []  # gains over the first rung in play, over the supports of the others
    for i, rungs in enumerate(support):
        table = np.moveaxis(payoffs[i][np.ix_(*(range(sizes[k]) if k == i else support[k] for k in range(n)))], i, 0)
        gains = table - table[rungs[0]]
        played += [(i, gains[r]) for r in rungs[1:]]
        others += [(i, gains[r]) for r in range(sizes[i]) if r not in rungs]
    low = [np.zeros((1, len(rungs))) if len(rungs) > 1 else np.ones((1, 1)) for rungs in support]
    high = [np.ones((1, len(rungs))) for rungs in support]
    for root in _roots(played, others, low, high):
        if all(_mean(gain, i, root) < 0 for i, gain in others):
            profile = [np.zeros(size) for size in sizes]
            for strategy, rungs, chances in zip(profile, support, root, strict=True):
                strategy[list(rungs)] = chances
            yield np.concatenate(profile)


def _roots(
    played: Sequence[tuple[int, Array]], others: Sequence[tuple[int, Array]], low: list[Array], high: list[Array]
) -> list[list[Array]]:
    """Return the points of a box, one strategy each, at which all equations hold and no box shows that others gain."""
    roots: list[list[Array]] = []
    while len(low[0]):
        low, high = _consistent(low, high)
        keep = np.ones(len(low[0]), dtype=bool)
        for p, q in zip(low, high, strict=True):
            keep &= (p <= q).all(axis=1) & (p.sum(axis=1) <= 1 + 1e-12) & (q.sum(axis=1) >= 1 - 1e-12)
        for i, gain in played:
            least, most = _bounds(gain, i, low, high)
            keep &= (least <= 1e-12) & (most >= -1e-12)
        for i, gain in others:
            keep &= _bounds(gain, i, low, high)[0] <= 1e-12
        low, high = [p[keep] for p in low], [q[keep] for q in high]
        if not played:
            return [[p[0] for p in low]] if keep.any() else []
        if not keep.any():
            break
        low, high, proven = _krawczyk(played, low, high, roots)
        low, high = [p[~proven] for p in low], [q[~proven] for q in high]
        low, high = _divided(low, high)
    return roots


def _consistent(low: list[Array], high: list[Array]) -> tuple[list[Array], list[Array]]:
    """Return boxes without what the sum of probabilities rules out."""
    least = [np.maximum(p, 1 - (q.sum(axis=1, keepdims=True) - q)) for p, q in zip(low, high, strict=True)]
    most = [np.minimum(q, 1 - (p.sum(axis=1, keepdims=True) - p)) for p, q in zip(low, high, strict=True)]
    return least, most


def _bounds(gain: Array, i: int, low: list[Array], high: list[Array], but: int | None = None) -> Interval:
    """Return bounds of a function over all boxes, (B,), or of its values at the rungs of `but`, (B, k)."""
    actors = [k for k in range(len(low)) if k != i]
    least = most = np.broadcast_to(gain, (len(low[0]), *gain.shape))
    for k in reversed(actors):
        axis = 1 + actors.index(k)
        if k == but:
            continue
        least = -_greatest(-np.moveaxis(least, axis, -1), low[k], high[k])
        most = _greatest(np.moveaxis(most, axis, -1), low[k], high[k])
    return least, most


def _greatest(values: Array, low: Array, high: Array) -> Array:
    """Return the greatest mean of the last axis over the strategies in each box: the best rungs get what is free."""
    shape = (len(low), *(1,) * (values.ndim - 2), low.shape[1])
    start, room = (
        np.broadcast_to(low.reshape(shape), values.shape),
        np.broadcast_to((high - low).reshape(shape), values.shape),
    )
    order = np.argsort(-values, axis=-1)
    ranked, room = np.take_along_axis(values, order, -1), np.take_along_axis(room, order, -1)
    free = 1 - low.sum(axis=1).reshape(shape[:-1])
    before = np.cumsum(room, axis=-1) - room
    given = np.clip(free[..., None] - before, 0, room)
    return (values * start).sum(axis=-1) + (ranked * given).sum(axis=-1)


def _mean(gain: Array, i: int, point: Sequence[Array], but: int | None = None) -> Array:
    actors = [k for k in range(len(point)) if k != i]
    for k in reversed(actors):
        if k != but:
            gain = np.moveaxis(gain, actors.index(k), -1) @ point[k]
    return gain


def _krawczyk(
    played: Sequence[tuple[int, Array]], low: list[Array], high: list[Array], roots: list[list[Array]]
) -> tuple[list[Array], list[Array], Array]:
    """Narrow all boxes by Krawczyk's operator; note those that hold one root, and list it."""
    places = [(k, b) for k in range(len(low)) for b in range(1, low[k].shape[1])]
    if len(places) != len(played):
        return low, high, np.zeros(len(low[0]), dtype=bool)
    bottoms, tops = (np.stack([side[k][:, b] for k, b in places], axis=1) for side in (low, high))
    centre = [(p + q) / 2 for p, q in zip(low, high, strict=True)]
    for p in centre:
        p[:, 0] = 1 - p[:, 1:].sum(axis=1)
    bottom, top = (np.zeros((len(bottoms), len(played), len(places))) for _ in range(2))
    at_centre = np.zeros((len(bottoms), len(played)))
    for row, (i, gain) in enumerate(played):
        at_centre[:, row] = [float(_mean(gain, i, [p[box] for p in centre])) for box in range(len(bottoms))]
        for column, (k, b) in enumerate(places):
            if k != i:
                axis = [j for j in range(len(low)) if j != i].index(k)
                slope = np.take(gain, [b], axis) - np.take(gain, [0], axis)
                bottom[:, row, column], top[:, row, column] = (x[:, 0] for x in _bounds(slope, i, low, high, k))
    middle, spread = (bottom + top) / 2, (top - bottom) / 2
    regular = np.abs(np.linalg.det(middle)) > 1e-9
    inverse = np.linalg.inv(np.where(regular[:, None, None], middle, np.eye(len(places))))
    wide = np.abs(np.eye(len(places)) - inverse @ middle) + np.abs(inverse) @ spread
    new = (bottoms + tops) / 2 - (inverse @ at_centre[..., None])[..., 0]
    radius = (wide @ ((tops - bottoms) / 2)[..., None])[..., 0] + 1e-13
    proven = regular & (new - radius > bottoms).all(axis=1) & (new + radius < tops).all(axis=1)
    for box in np.flatnonzero(proven):
        root = _newton(played, places, [p[box] for p in centre])
        if all(
            p[0] > 0 and least[box, 0] <= p[0] <= most[box, 0] for p, least, most in zip(root, low, high, strict=True)
        ):
            roots.append(root)  # elsewhere it is another box's: boxes differ in the first rungs' intervals, too
    low, high = [p.copy() for p in low], [q.copy() for q in high]
    for column, (k, b) in enumerate(places):
        low[k][:, b] = np.where(regular, np.maximum(bottoms[:, column], (new - radius)[:, column]), bottoms[:, column])
        high[k][:, b] = np.where(regular, np.minimum(tops[:, column], (new + radius)[:, column]), tops[:, column])
    return low, high, proven


def _newton(played: Sequence[tuple[int, Array]], places: Sequence[tuple[int, int]], point: list[Array]) -> list[Array]:
    point = [p.copy() for p in point]
    for _ in range(40):
        values = np.array([_mean(gain, i, point) for i, gain in played])
        slopes = np.zeros((len(played), len(places)))
        for row, (i, gain) in enumerate(played):
            for column, (k, b) in enumerate(places):
                if k != i:
                    along = _mean(gain, i, point, k)
                    slopes[row, column] = along[b] - along[0]
        for (k, b), step in zip(places, np.linalg.solve(slopes, values), strict=True):
            point[k][b] -= step
            point[k][0] += step
    return point


def _divided(low: list[Array], high: list[Array]) -> tuple[list[Array], list[Array]]:
    """Divide each box at its widest interval, not quite in the middle."""
    if not len(low[0]):
        return low, high
    widths = np.concatenate([q - p for p, q in zip(low, high, strict=True)], axis=1)
    widest = widths.argmax(axis=1)
    assert widths.max(axis=1).min() > NARROW, "the game is not in general position"
    ends = np.cumsum([p.shape[1] for p in low])
    below, above = [q.copy() for q in high], [p.copy() for p in low]
    for k, (p, q) in enumerate(zip(low, high, strict=True)):
        for b in range(p.shape[1]):
            here = widest == ends[k] - p.shape[1] + b
            cut = p[here, b] + 0.5137 * (q[here, b] - p[here, b])
            below[k][here, b] = above[k][here, b] = cut
    return [np.concatenate(pair) for pair in zip(low, above, strict=True)], [
        np.concatenate(pair) for pair in zip(below, high, strict=True)
    ]
