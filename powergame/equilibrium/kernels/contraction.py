"""Newton's method over a whole box: that it has no equilibrium of a support, or exactly one, which is found.

With c the centre of a box T, f the equations, J their derivatives' ranges over T and Y about the inverse of J's
middle, every root in T lies in ``K = c - Y f(c) + (I - Y J)(T - c)``. Where K and T do not meet there is none; where K
is inside T there is exactly one [1]_, [2]_: T is convex and closed, and for two roots x and y, one of the maps that K
bounds would move the longest chord of T in the direction x - y, as long as it is, into T's interior.

References
----------
.. [1] Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. Computing 4.
.. [2] Neumaier, A. (1990). Interval Methods for Systems of Equations. Chapter 5.
"""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.equilibrium.kernels.layout import EQUATION, LENGTH, OFFSET, RUNGS, STRIDE, UNKNOWN
from powergame.jit.decorators import shared

SINGULAR = 1e-9
"""Pivot, in a matrix whose rows and columns have been scaled to a range of 1, below which it is singular."""

NOTHING = 1e-30
"""Size of a row of derivatives, or of a column after the rows are scaled, that counts as 0: no inverse overflows."""

COORDINATES = 1e-14
"""Rounding error of coordinates of a box, relative to its size."""

PRODUCTS = 2.0**-48
"""Relative rounding error of a sum of at most 32 products, at most."""

NEWTON_STEPS, CONVERGED = 20, 1e-15
"""Most corrections of a root, and the correction, relative to the box, below which there is no need of another."""

NO_EQUILIBRIUM, EQUILIBRIUM, DOUBT, WIDE = range(4)
"""What a root is: some unplayed rung is better; all are worse; some may be as good, or the root is hardly regular. Or
Newton's method has left the box, which is too wide for it."""


@shared
def derivatives(
    box: FloatArray, mixers: IntArray, functions: IntArray, middle: FloatArray, spread: FloatArray, centre: FloatArray
) -> None:
    """Write the equations' derivatives over a box, as middle and half-width of their ranges, and values at its centre.

    The unknowns are the weights of each mixer's corners but the first.
    """
    equation = 0
    for row in range(len(functions)):
        if functions[row, EQUATION] == 0:
            continue
        start, length = functions[row, OFFSET], functions[row, LENGTH]
        total = 0.0
        for e in range(start, start + length):
            total += box[e]
        centre[equation] = total / length
        for j in range(len(mixers)):
            stride, k = functions[row, STRIDE + j], mixers[j, RUNGS]
            for b in range(1, k):
                unknown = mixers[j, UNKNOWN] + b - 1
                low, high = slopes(box, start, length, stride, k, b)
                middle[equation, unknown] = (low + high) / 2
                spread[equation, unknown] = (high - low) / 2
        equation += 1


@shared
def slopes(box: FloatArray, start: int, length: int, stride: int, k: int, b: int) -> tuple[float, float]:
    """Return the least and greatest derivative of a function by the weight of a corner, taken from the first one's."""
    if stride == 0:
        return 0.0, 0.0
    low, high = math.inf, -math.inf
    for base in range(start, start + length, stride * k):
        for place in range(base, base + stride):
            change = box[place + b * stride] - box[place]
            low, high = min(low, change), max(high, change)
    return low, high


@shared
def inverted(matrix: FloatArray, inverse: FloatArray) -> bool:
    """Write a matrix's inverse, and return whether it is clearly regular; the matrix is used up."""
    d = len(matrix)
    rows, columns = np.zeros(d), np.zeros(d)
    for i in range(d):
        for c in range(d):
            rows[i] = max(rows[i], abs(matrix[i, c]))
            inverse[i, c] = 1.0 if i == c else 0.0
        if rows[i] <= NOTHING:
            return False
    for c in range(d):
        for i in range(d):
            columns[c] = max(columns[c], abs(matrix[i, c]) / rows[i])
        if columns[c] <= NOTHING:
            return False
        for i in range(d):
            matrix[i, c] /= rows[i] * columns[c]
    for q in range(d):
        pivot = q
        for i in range(q + 1, d):
            if abs(matrix[i, q]) > abs(matrix[pivot, q]):
                pivot = i
        if not abs(matrix[pivot, q]) > SINGULAR:
            return False
        for c in range(d):
            matrix[pivot, c], matrix[q, c] = matrix[q, c], matrix[pivot, c]
            inverse[pivot, c], inverse[q, c] = inverse[q, c], inverse[pivot, c]
        factor = 1 / matrix[q, q]
        for c in range(d):
            matrix[q, c] *= factor
            inverse[q, c] *= factor
        for i in range(d):
            factor = matrix[i, q]
            if i != q and factor != 0.0:
                for c in range(d):
                    matrix[i, c] -= factor * matrix[q, c]
                    inverse[i, c] -= factor * inverse[q, c]
    for i in range(d):
        for c in range(d):
            inverse[i, c] /= columns[i] * rows[c]
    return True


@shared
def enclosed(
    mixers: IntArray, middle: FloatArray, spread: FloatArray, centre: FloatArray, slack: float,
    inverse: FloatArray, matrix: FloatArray, weights: FloatArray, radii: FloatArray,
) -> bool:  # fmt: skip
    """Write K: for each corner of each mixer the middle and half-width of its weight, (m, most rungs).

    Every rounding error is counted: of corner values, of which the centre's are means and the derivatives differences,
    and of the products.

    Returns
    -------
    bool
        Whether the derivatives' middle is clearly regular; if not, nothing is known.
    """
    d = len(middle)
    for i in range(d):
        for c in range(d):
            matrix[i, c] = middle[i, c]
    if not inverted(matrix, inverse):
        return False
    for j in range(len(mixers)):
        k = mixers[j, RUNGS]
        weights[j, 0], radii[j, 0] = 1.0 / k, 0.0
        for b in range(1, k):
            i = mixers[j, UNKNOWN] + b - 1
            moved, radius = 0.0, 0.0
            for c in range(d):
                moved += inverse[i, c] * centre[c]
                radius += abs(inverse[i, c])
            radius = 2 * slack * radius + COORDINATES
            for other in range(len(mixers)):
                rungs = mixers[other, RUNGS]
                total, largest = 0.0, 0.0
                for c in range(mixers[other, UNKNOWN], mixers[other, UNKNOWN] + rungs - 1):
                    off, wide = 1.0 if c == i else 0.0, 0.0
                    for q in range(d):
                        off -= inverse[i, q] * middle[q, c]
                        wide += abs(inverse[i, q]) * (spread[q, c] + 2 * slack + PRODUCTS * abs(middle[q, c]))
                    total, largest = total + abs(off) + wide, max(largest, abs(off) + wide)
                radius += total / rungs + largest * (1 - 2 / rungs)  # the farthest corner from the centre
            weights[j, b], radii[j, b] = 1.0 / k - moved, radius
            weights[j, 0], radii[j, 0] = weights[j, 0] + moved, radii[j, 0] + radius
    return True


@shared
def value(box: FloatArray, mixers: IntArray, functions: IntArray, row: int, weights: FloatArray) -> float:
    """Return a function's value where corners have given weights."""
    total = 0.0
    for e in range(functions[row, LENGTH]):
        weighted = box[functions[row, OFFSET] + e]
        for j in range(len(mixers)):
            stride = functions[row, STRIDE + j]
            if stride > 0:
                weighted *= weights[j, e // stride % mixers[j, RUNGS]]
        total += weighted
    return total


@shared
def slope(
    box: FloatArray, mixers: IntArray, functions: IntArray, row: int, weights: FloatArray, j: int, b: int
) -> float:
    """Return a function's derivative by the weight of a mixer's corner, taken from the first corner's."""
    along, total = functions[row, STRIDE + j], 0.0
    if along == 0:
        return 0.0
    for e in range(functions[row, LENGTH]):
        corner = e // along % mixers[j, RUNGS]
        if corner != b and corner != 0:
            continue
        weighted = box[functions[row, OFFSET] + e] if corner == b else -box[functions[row, OFFSET] + e]
        for other in range(len(mixers)):
            stride = functions[row, STRIDE + other]
            if stride > 0 and other != j:
                weighted *= weights[other, e // stride % mixers[other, RUNGS]]
        total += weighted
    return total


@shared
def refined(
    box: FloatArray, mixers: IntArray, functions: IntArray, slack: float, weights: FloatArray,
    matrix: FloatArray, inverse: FloatArray, errors: FloatArray,
) -> int:  # fmt: skip
    """Correct the root in a box by Newton's method, and see whether unplayed rungs are worse there.

    With Y the inverse of the derivatives at the corrected weights, the root is within ``r = 4 slack |Y| 1`` of these by
    Krawczyk's test, where the equations are within 2 slack of 0 (rounding errors included) and hardly bend within r.

    Parameters
    ----------
    weights : (m, most rungs)
        Weights of the corners near the root; corrected in place.
    errors : (d,)
        To be filled: errors of the weights.
    """
    for _ in range(NEWTON_STEPS):
        if not _linear(box, mixers, functions, weights, matrix, inverse, errors):
            return WIDE
        largest = 0.0
        for j in range(len(mixers)):
            weights[j, 0] = 1.0
            for b in range(1, mixers[j, RUNGS]):
                correction = 0.0
                for c in range(len(matrix)):
                    correction += inverse[mixers[j, UNKNOWN] + b - 1, c] * errors[c]
                weights[j, b] -= correction
                weights[j, 0] -= weights[j, b]
                largest = max(largest, abs(correction))
        if largest < CONVERGED:
            break
    if not _linear(box, mixers, functions, weights, matrix, inverse, errors):
        return WIDE
    for i in range(len(matrix)):
        if not abs(errors[i]) <= slack:
            return WIDE
    for i in range(len(matrix)):
        errors[i] = 0.0
        for c in range(len(matrix)):
            errors[i] += abs(inverse[i, c]) * 4 * slack
    if not _inside(mixers, weights, errors):
        return WIDE
    for row in range(len(functions)):
        if functions[row, EQUATION] != 0 and not _bend(box, mixers, functions, row, slack, errors) <= 1.5 * slack:
            return DOUBT
    return _replies(box, mixers, functions, slack, weights, errors)


@shared
def _linear(
    box: FloatArray, mixers: IntArray, functions: IntArray, weights: FloatArray, matrix: FloatArray,
    inverse: FloatArray, values: FloatArray,
) -> bool:  # fmt: skip
    """Write the equations' values and the inverse of their derivatives at some weights; return whether there is one."""
    equation = 0
    for row in range(len(functions)):
        if functions[row, EQUATION] != 0:
            values[equation] = value(box, mixers, functions, row, weights)
            for j in range(len(mixers)):
                for b in range(1, mixers[j, RUNGS]):
                    unknown = mixers[j, UNKNOWN] + b - 1
                    matrix[equation, unknown] = slope(box, mixers, functions, row, weights, j, b)
            equation += 1
    return inverted(matrix, inverse)


@shared
def _inside(mixers: IntArray, weights: FloatArray, errors: FloatArray) -> bool:
    """Whether weights with these errors are all above 0."""
    for j in range(len(mixers)):
        total = 0.0
        for b in range(1, mixers[j, RUNGS]):
            error = errors[mixers[j, UNKNOWN] + b - 1]
            total += error
            if not weights[j, b] > error:
                return False
        if not weights[j, 0] > total:
            return False
    return True


@shared
def _total(errors: FloatArray, first: int, last: int) -> float:
    """Return a sum in the order that compiled code has, too."""
    total = 0.0
    for i in range(first, last):
        total += errors[i]
    return total


@shared
def _bend(box: FloatArray, mixers: IntArray, functions: IntArray, row: int, slack: float, errors: FloatArray) -> float:
    """Return by how much a function may differ from its tangent within the errors of the weights, at most.

    A derivative by one mixer's weights is a mean over the others' strategies, which move by twice their errors in sum,
    so that it changes by half its range times this at most.
    """
    reach, bend = _total(errors, 0, len(errors)), 0.0
    for j in range(len(mixers)):
        first, k = mixers[j, UNKNOWN], mixers[j, RUNGS]
        others = reach - _total(errors, first, first + k - 1)
        for b in range(1, k):
            low, high = slopes(box, functions[row, OFFSET], functions[row, LENGTH], functions[row, STRIDE + j], k, b)
            bend += (high - low + 4 * slack) * others * errors[first + b - 1]
    return bend


@shared
def _replies(
    box: FloatArray, mixers: IntArray, functions: IntArray, slack: float, weights: FloatArray, errors: FloatArray
) -> int:
    """Return what a root is, given the errors of its weights."""
    became = EQUILIBRIUM
    for row in range(len(functions)):
        if functions[row, EQUATION] != 0:
            continue
        better, error = value(box, mixers, functions, row, weights), 2 * slack
        error += _bend(box, mixers, functions, row, slack, errors)
        for j in range(len(mixers)):
            for b in range(1, mixers[j, RUNGS]):
                by = slope(box, mixers, functions, row, weights, j, b)
                error += abs(by) * errors[mixers[j, UNKNOWN] + b - 1]
        if better > error:
            return NO_EQUILIBRIUM
        if better > -error:
            became = DOUBT
    return became
