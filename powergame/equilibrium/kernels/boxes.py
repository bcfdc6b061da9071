"""Boxes made narrower, without losing an equilibrium, and divided."""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.equilibrium.kernels.layout import CORNERS, EQUATION, LENGTH, OFFSET, OWNER, RUNGS, STRIDE
from powergame.jit.decorators import shared

KEPT, LEAST_KEPT = 0.1, 1e-3
"""Parts of a simplex that stay around what may hold an equilibrium: of what is left of it, and of the whole, so that no
equilibrium comes to lie at its edge."""

SHRUNK, SHRUNK_BY_RUNG, HALVED = 2.0, 1.5, 2.0
"""Rounding errors that a change adds to values below 1, in units of 2^-53. Making a mixer of k rungs narrower adds at
most k / 2 from the size of what is left, 1 + k - 1 from the mean, and 2 from the product and the sum; a division adds 1
from two products with factors that sum to 1, and 1 from their sum."""

OFF_CENTRE = 0.4863
"""Part of an edge at which a box is divided: not the middle, where equilibria of symmetric games lie."""


@shared
def narrowed(box: FloatArray, mixers: IntArray, functions: IntArray, slack: float, low: FloatArray) -> bool:
    """Find how much weight corners must have for every function to have the sign that an equilibrium needs.

    Where a function is positive at all corners of a mixer but one, which may be negative, that one must weigh enough to
    make up for the others.

    Parameters
    ----------
    box, mixers, functions
        As in `layout`.
    slack
        Rounding errors of the corner values, at most.
    low : (m, most rungs)
        To be filled: the least weight of each mixer's corners.

    Returns
    -------
    bool
        False where there is no equilibrium in the box.
    """
    m = len(mixers)
    for j in range(m):
        for b in range(mixers[j, RUNGS]):
            low[j, b] = 0.0
    for row in range(len(functions)):
        start, equation = functions[row, OFFSET], functions[row, EQUATION] != 0
        least, most = math.inf, -math.inf
        for e in range(start, start + functions[row, LENGTH]):
            least, most = min(least, box[e]), max(most, box[e])
        if least > slack or (equation and most < -slack):
            return False
        if least >= -slack and most <= slack:
            continue
        for j in range(m):
            if functions[row, STRIDE + j] == 0:
                continue
            if most > slack and not _weighed(box, mixers, functions, row, j, 1.0, slack, low):
                return False
            if equation and least < -slack and not _weighed(box, mixers, functions, row, j, -1.0, slack, low):
                return False
    for j in range(m):
        total = 0.0
        for b in range(mixers[j, RUNGS]):
            total += low[j, b]
        if total > 1.0:
            return False
    return True


@shared
def _weighed(
    box: FloatArray, mixers: IntArray, functions: IntArray, row: int, j: int, sign: float, slack: float, low: FloatArray
) -> bool:
    """Raise the least weights of a mixer's corners so that a function, times `sign`, can be as low as 0."""
    k, stride, start = mixers[j, RUNGS], functions[row, STRIDE + j], functions[row, OFFSET]
    lowest = np.full(k, math.inf)
    for e in range(functions[row, LENGTH]):
        b = e // stride % k
        lowest[b] = min(lowest[b], sign * box[start + e])
    for b in range(k):
        others = math.inf
        for c in range(k):
            if c != b:
                others = min(others, lowest[c])
        if others > slack:
            below = slack - lowest[b]
            if below <= 0.0:
                return False
            low[j, b] = max(low[j, b], (others - slack) / (others + below))
    return True


@shared
def loosened(low: FloatArray, j: int, k: int) -> float:
    """Lower a mixer's least weights, so that what they keep stays well inside; return the part of the simplex kept."""
    left = 1.0
    for b in range(k):
        left -= low[j, b]
    margin = (KEPT * max(left, 0.0) + LEAST_KEPT) / k
    left = 1.0
    for b in range(k):
        low[j, b] = max(0.0, low[j, b] - margin)
        left -= low[j, b]
    return left


@shared
def shrunk(box: FloatArray, mixers: IntArray, functions: IntArray, j: int, low: FloatArray) -> None:
    """Keep only the strategies of a mixer in which all its corners have their least weights: a smaller simplex."""
    k, size = mixers[j, RUNGS], 1.0
    for b in range(k):
        size -= low[j, b]
    for row in range(len(functions)):
        stride = functions[row, STRIDE + j]
        if stride > 0:
            _drawn(box, functions[row, OFFSET], functions[row, LENGTH], stride, k, j, size, low)
    _drawn(box, mixers[j, CORNERS], k * k, k, k, j, size, low)
    box[len(box) - 1] += SHRUNK + SHRUNK_BY_RUNG * k


@shared
def _drawn(box: FloatArray, start: int, length: int, stride: int, k: int, j: int, size: float, low: FloatArray) -> None:
    """Move the values at a mixer's corners towards their weighted mean."""
    for base in range(start, start + length, stride * k):
        for place in range(base, base + stride):
            mean = 0.0
            for b in range(k):
                mean += low[j, b] * box[place + b * stride]
            for b in range(k):
                box[place + b * stride] = mean + size * box[place + b * stride]


@shared
def steepest(box: FloatArray, mixers: IntArray, functions: IntArray, focus: int, edge: IntArray) -> float:
    """Find the edge along which an equation changes most.

    Parameters
    ----------
    focus
        The actor whose equations count; -1 for all.
    edge : (3,)
        To be filled: the mixer, and two of its corners.

    Returns
    -------
    float
        That change.
    """
    greatest = 0.0
    for row in range(len(functions)):
        if functions[row, EQUATION] == 0 or (focus >= 0 and functions[row, OWNER] != focus):
            continue
        start, length = functions[row, OFFSET], functions[row, LENGTH]
        for j in range(len(mixers)):
            stride, k = functions[row, STRIDE + j], mixers[j, RUNGS]
            if stride == 0:
                continue
            for base in range(start, start + length, stride * k):
                for place in range(base, base + stride):
                    for a in range(k):
                        for b in range(a + 1, k):
                            change = abs(box[place + b * stride] - box[place + a * stride])
                            if change > greatest:
                                greatest = change
                                edge[0], edge[1], edge[2] = j, a, b
    return greatest


@shared
def halved(box: FloatArray, other: FloatArray, mixers: IntArray, functions: IntArray, edge: IntArray) -> None:
    """Divide a box at an edge: it keeps the one end, and `other` becomes the part with the other end."""
    j, a, b = edge[0], edge[1], edge[2]
    k = mixers[j, RUNGS]
    box[len(box) - 1] += HALVED
    for e in range(len(box)):
        other[e] = box[e]
    for row in range(len(functions)):
        stride = functions[row, STRIDE + j]
        if stride > 0:
            _parted(box, other, functions[row, OFFSET], functions[row, LENGTH], stride, k, a, b)
    _parted(box, other, mixers[j, CORNERS], k * k, k, k, a, b)


@shared
def _parted(box: FloatArray, other: FloatArray, start: int, length: int, stride: int, k: int, a: int, b: int) -> None:
    for base in range(start, start + length, stride * k):
        for place in range(base, base + stride):
            between = OFF_CENTRE * box[place + a * stride] + (1 - OFF_CENTRE) * box[place + b * stride]
            box[place + b * stride] = other[place + a * stride] = between
