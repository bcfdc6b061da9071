"""The equations of a small game's logit responses, with the step of Newton's method and the way on along the path."""

from __future__ import annotations

import math

from powergame.arrays import FloatArray, IntArray
from powergame.jit.decorators import compiled, inlined

SINGULAR = 1e-12
"""Pivot, in units of the largest payoff difference times rationality, below which the equations are singular."""


@inlined
def _respond(x: FloatArray, size: int, play: FloatArray) -> None:
    """Write softmax of log-odds against the first rung, (size,)."""
    top = 0.0
    for r in range(1, size):
        top = max(top, x[r])
    total = 0.0
    for r in range(size):
        play[r] = math.exp(x[r] - top)
        total += play[r]
    for r in range(size):
        play[r] /= total


@inlined
def _gains(gains: FloatArray, sizes: IntArray, play: FloatArray, worth: FloatArray) -> None:
    """Write how much more each rung pays than the actor's first, (2, 5)."""
    for i in range(2):
        for r in range(sizes[i]):
            worth[i, r] = 0.0
            for c in range(sizes[1 - i]):
                worth[i, r] += gains[i, r, c] * play[1 - i, c]


@compiled(
    "int64(float64[:, :, ::1], int64[::1], float64, float64[:, ::1], float64[:, ::1], float64[:, ::1], float64,"
    " float64[::1], float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def system(
    gains: FloatArray, sizes: IntArray, rationality: float, x: FloatArray, play: FloatArray, worth: FloatArray,
    scale: float, normal: FloatArray, matrix: FloatArray, right: FloatArray,
) -> int:  # fmt: skip
    """Write the equations of the branch and of a hyperplane across it.

    The unknowns are the log-odds of each actor's rungs against its first, and rationality in units of `scale`. The
    right-hand sides are the residuals, for Newton's method, and a unit across the hyperplane, for the way on.

    Returns
    -------
    int
        Number of equations.
    """
    first, second = sizes[0] - 1, sizes[1] - 1
    for i in range(2):
        _respond(x[i], sizes[i], play[i])
    _gains(gains, sizes, play, worth)
    for i in range(2):
        own, other = (0, first) if i == 0 else (first, 0)
        for r in range(1, sizes[i]):
            row = own + r - 1
            for k in range(first + second):
                matrix[row, k] = 0.0
            matrix[row, row] = 1.0
            for s in range(1, sizes[1 - i]):
                by = play[1 - i, s] * (gains[i, r, s] - worth[i, r])
                matrix[row, other + s - 1] = -rationality * by
            matrix[row, first + second] = -worth[i, r] * scale
            right[0, row] = x[i, r] - rationality * worth[i, r]
            right[1, row] = 0.0
    last = first + second
    for k in range(last + 1):
        matrix[last, k] = normal[k]
    right[0, last], right[1, last] = 0.0, 1.0
    return int(last + 1)


@compiled("float64(float64[:, ::1], float64[:, ::1], int64)", inner=True)
def eliminated(matrix: FloatArray, right: FloatArray, size: int) -> float:
    """Solve for both right-hand sides, in place, and return the sign of the determinant; 0 where it is singular."""
    determinant = 1.0
    for k in range(size):
        pivot = k
        for r in range(k + 1, size):
            if abs(matrix[r, k]) > abs(matrix[pivot, k]):
                pivot = r
        if abs(matrix[pivot, k]) < SINGULAR:
            return 0.0
        if pivot != k:
            determinant = -determinant
            for c in range(k, size):
                matrix[k, c], matrix[pivot, c] = matrix[pivot, c], matrix[k, c]
            for b in range(2):
                right[b, k], right[b, pivot] = right[b, pivot], right[b, k]
        if matrix[k, k] < 0:
            determinant = -determinant
        for r in range(k + 1, size):
            factor = matrix[r, k] / matrix[k, k]
            if factor != 0:
                for c in range(k + 1, size):
                    matrix[r, c] -= factor * matrix[k, c]
                for b in range(2):
                    right[b, r] -= factor * right[b, k]
    for k in range(size - 1, -1, -1):
        for b in range(2):
            total = right[b, k]
            for c in range(k + 1, size):
                total -= matrix[k, c] * right[b, c]
            right[b, k] = total / matrix[k, k]
    return determinant
