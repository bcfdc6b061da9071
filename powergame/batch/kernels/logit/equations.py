"""The equations of a small game's logit responses, with the step of Newton's method and the way on along the path.

What belongs to all rungs of all actors is one vector, (N,), the first actor's rungs first. A place on the path is
(2, N): log-odds against each actor's first rung, and play. The unknowns are those log-odds but for the first rungs',
which are 0, and rationality.

Gains are told actor by actor, its own rung first: how much more it pays than the first rung, against each profile of
the others. Their expected values and slopes come of contracting that table one actor after the other.
"""

from __future__ import annotations

import math

from powergame.arrays import FloatArray, IntArray
from powergame.jit.decorators import compiled, inlined

SINGULAR = 1e-12
"""Pivot, in units of the largest payoff difference times rationality, below which the equations are singular."""

ODDS, PLAY = 0, 1
"""Rows of a place: log-odds and play."""


@compiled("float64(float64[:, ::1], int64[::1], float64[:, ::1], int64[:, ::1])", inner=True)
def prepare(payoffs: FloatArray, sizes: IntArray, tables: FloatArray, widths: IntArray) -> float:
    """Write a game's gains, in units of the largest, and return that.

    Parameters
    ----------
    payoffs : (n, P)
        Payoffs of each actor by profile, the last actor's rung first to change.
    sizes : (n,)
        Numbers of the actors' rungs.
    tables : (n + 2, P + n)
        To be filled with each actor's gains; two rows are left for `system` to work in.
    widths : (n, n + 1)
        To be filled: numbers of profiles of the actors before each one, and of all, but for the row's own.
    """
    actors = len(sizes)
    widest, after = 0.0, payoffs.shape[1]
    for i in range(actors):
        after //= sizes[i]
        widths[i, 0] = 1
        for j in range(actors):
            widths[i, j + 1] = widths[i, j] * (sizes[j] if j != i else 1)
        for w in range(widths[i, actors]):
            base = (w // after) * after * sizes[i] + w % after
            low = high = payoffs[i, base]
            for r in range(1, sizes[i]):
                low = min(low, payoffs[i, base + r * after])
                high = max(high, payoffs[i, base + r * after])
                tables[i, (r - 1) * widths[i, actors] + w] = payoffs[i, base + r * after] - payoffs[i, base]
            widest = max(widest, high - low)
    for i in range(actors):
        for k in range((sizes[i] - 1) * widths[i, actors]):
            tables[i, k] /= widest
    return widest


@inlined
def _respond(sizes: IntArray, place: FloatArray) -> None:
    """Write play, the softmax of log-odds."""
    first = 0
    for i in range(len(sizes)):
        top, total = 0.0, 0.0
        for r in range(first + 1, first + sizes[i]):
            top = max(top, place[ODDS, r])
        for r in range(first, first + sizes[i]):
            place[PLAY, r] = math.exp(place[ODDS, r] - top)
            total += place[PLAY, r]
        for r in range(first, first + sizes[i]):
            place[PLAY, r] /= total
        first += sizes[i]


@inlined
def _weigh(sizes: IntArray, widths: IntArray, place: FloatArray, i: int, tables: FloatArray) -> int:
    """Write how likely all profiles of the first others are, for ever more of them; return where the last ones start.

    All others but one are as many as are ever needed.
    """
    weights, at, first = len(sizes) + 1, 0, 0
    last = len(sizes) - (2 if i == len(sizes) - 1 else 1)
    tables[weights, 0] = 1.0
    for j in range(last):
        if j != i:
            goal = at + widths[i, j]
            for w in range(widths[i, j]):
                for s in range(sizes[j]):
                    tables[weights, goal + w * sizes[j] + s] = tables[weights, at + w] * place[PLAY, first + s]
            at = goal
        first += sizes[j]
    return at


@inlined
def _slopes(
    sizes: IntArray, widths: IntArray, place: FloatArray, i: int, tables: FloatArray, row: int, matrix: FloatArray
) -> None:
    """Write how much an actor's rungs gain where another plays one of its own, and in `tables` what they gain.

    The others are contracted from the last to the first; before one is, the weights of those before it tell its slopes.
    """
    actors, levels, weights, source = len(sizes), len(sizes), len(sizes) + 1, i
    at, first = _weigh(sizes, widths, place, i, tables), place.shape[1]
    for j in range(actors - 1, -1, -1):
        first -= sizes[j]
        if j == i:
            continue
        before, size, column = widths[i, j], sizes[j], first - j - 1
        if source == levels:
            at -= before
        for r in range(sizes[i] - 1):
            for s in range(1, size):
                total = 0.0
                for w in range(before):
                    total += tables[weights, at + w] * tables[source, (r * before + w) * size + s]
                matrix[row + r, column + s] = total
            for w in range(before):
                total = 0.0
                for s in range(size):
                    total += tables[source, (r * before + w) * size + s] * place[PLAY, first + s]
                tables[levels, r * before + w] = total
        source = levels


@compiled(
    "float64(float64[:, ::1], int64[::1], int64[:, ::1], float64, float64[:, ::1], float64, float64[::1],"
    " float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def system(
    tables: FloatArray, sizes: IntArray, widths: IntArray, rationality: float, place: FloatArray, scale: float,
    normal: FloatArray, matrix: FloatArray, right: FloatArray,
) -> float:  # fmt: skip
    """Write a place's play, and the equations of the branch and of a hyperplane across it.

    The unknowns are the log-odds, and rationality in units of `scale`. The right-hand sides are the residuals, for
    Newton's method, and a unit across the hyperplane, for the way on.

    Returns
    -------
    float
        The sum of squares of the responses' derivatives by log-odds, each measured in the root of its rung's
        probability. The squares of these derivatives' eigenvalues sum to no more, so that it bounds how many are large.
    """
    actors, last, row, first, squares = len(sizes), len(normal) - 1, 0, 0, 0.0
    _respond(sizes, place)
    for i in range(actors):
        _slopes(sizes, widths, place, i, tables, row, matrix)
        for r in range(sizes[i] - 1):
            worth, column, other = tables[actors, r], 0, 0
            for j in range(actors):
                for s in range(1, sizes[j]):
                    if j == i:
                        matrix[row, column] = 1.0 if s == r + 1 else 0.0
                    else:
                        by = rationality * (matrix[row, column] - worth)
                        matrix[row, column] = -place[PLAY, other + s] * by
                        squares += place[PLAY, first + 1 + r] * place[PLAY, other + s] * by * by
                    column += 1
                other += sizes[j]
            matrix[row, last] = -worth * scale
            right[0, row] = place[ODDS, first + 1 + r] - rationality * worth
            right[1, row] = 0.0
            row += 1
        first += sizes[i]
    for k in range(last + 1):
        matrix[last, k] = normal[k]
    right[0, last], right[1, last] = 0.0, 1.0
    return squares


@compiled("float64(float64[:, ::1], float64[:, ::1], int64)", inner=True)
def eliminated(matrix: FloatArray, right: FloatArray, sides: int) -> float:
    """Solve for right-hand sides, (sides, N + 1 - n), in place; return the determinant's sign, 0 where it is none."""
    determinant, size = 1.0, len(matrix)
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
            for b in range(sides):
                right[b, k], right[b, pivot] = right[b, pivot], right[b, k]
        if matrix[k, k] < 0:
            determinant = -determinant
        for r in range(k + 1, size):
            factor = matrix[r, k] / matrix[k, k]
            if factor != 0:
                for c in range(k + 1, size):
                    matrix[r, c] -= factor * matrix[k, c]
                for b in range(sides):
                    right[b, r] -= factor * right[b, k]
    for k in range(size - 1, -1, -1):
        for b in range(sides):
            total = right[b, k]
            for c in range(k + 1, size):
                total -= matrix[k, c] * right[b, c]
            right[b, k] = total / matrix[k, k]
    return determinant
