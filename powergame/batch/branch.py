"""The logit path of one small game of two actors, in a kernel, for what orders alone do not tell.

The principal branch is followed in rationality by predictor and corrector, as long as it goes on without turning back.
It ends where no doubt is left about the limit: near a strict equilibrium, in a neighbourhood that logit responses of
this and every higher rationality map into itself, and contract; or far out, clearly at one of the listed equilibria.
Where it turns back, or meets another branch, `powergame.equilibrium.logit` follows it instead, in arc length.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from powergame.batch.jit import compiled, inlined
from powergame.model.game import FloatArray

IntArray = npt.NDArray[np.int64]
MOST_RUNGS = 5
UNKNOWNS = 2 * (MOST_RUNGS - 1)

FIRST_STEP, MOST_STEPS = 1.0, 200
"""In rationality times the range of payoffs."""

FARTHEST = 1e8
"""Rationality, times the range of payoffs, at which a branch that leads to a mixture is matched to the list."""

LONGEST_MOVE, LONGEST_CORRECTION, MOST_CORRECTIONS = 0.25, 0.05, 5
"""In probability: by how much a step may change play, and its first correction; each further one at most a fourth."""

CORRECTED, CORRECTED_AT_END = 4e-3, 1e-9
"""A correction, in probability, after which the next would be of second order, hence small enough; and at the end."""

SHORTEST = 1e-4
"""Relative to rationality: where a step has to be shorter, the branch turns or crosses another."""

CONTRACTS, CERTAINLY, STILL_MOVES = 0.25, 1.0, 2.0
"""Of logit responses: by how much at the most they may still expand differences; rationality times advantage from which
what is played less becomes ever less; and how many times more than at a place of the path, not wholly corrected, a rung
may be played on the path itself."""

NEAR, FAR = 1e-6, 1e-2
"""In probability: the listed equilibrium that the branch has reached, and how far all the others must be."""


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
    """Write what each rung pays more than the actor's first, (2, 5)."""
    for i in range(2):
        for r in range(sizes[i]):
            worth[i, r] = 0.0
            for c in range(sizes[1 - i]):
                worth[i, r] += gains[i, r, c] * play[1 - i, c]


@compiled(
    "int64(float64[:, :, ::1], int64[::1], float64, float64[:, ::1], float64[:, ::1], float64[:, ::1],"
    " float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def _system(
    gains: FloatArray, sizes: IntArray, rationality: float, x: FloatArray, play: FloatArray, worth: FloatArray,
    matrix: FloatArray, right: FloatArray,
) -> int:  # fmt: skip
    """Write the equations' derivatives by log-odds and, as right-hand sides, residuals and what rungs are worth."""
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
            right[0, row] = x[i, r] - rationality * worth[i, r]
            right[1, row] = worth[i, r]
    return int(first + second)


@compiled("float64(float64[:, ::1], float64[:, ::1], int64)", inner=True)
def _eliminated(matrix: FloatArray, right: FloatArray, size: int) -> float:
    """Solve for both right-hand sides, in place, and return the sign of the determinant; 0 where there is none."""
    determinant = 1.0
    for k in range(size):
        pivot = k
        for r in range(k + 1, size):
            if abs(matrix[r, k]) > abs(matrix[pivot, k]):
                pivot = r
        if abs(matrix[pivot, k]) < 1e-12:
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


@inlined
def _correction(sizes: IntArray, play: FloatArray, right: FloatArray) -> float:
    """Return how much Newton's correction of the log-odds changes play."""
    most, k = 0.0, 0
    for i in range(2):
        for r in range(1, sizes[i]):
            most = max(most, min(play[i, r], 1 - play[i, r]) * abs(right[0, k]))
            k += 1
    return most


@inlined
def _moved(sizes: IntArray, x: FloatArray, step: FloatArray, factor: float, target: FloatArray) -> None:
    """Write log-odds moved along a direction."""
    k = 0
    for i in range(2):
        for r in range(1, sizes[i]):
            target[i, r] = x[i, r] + factor * step[k]
            k += 1


@inlined
def _copy(source: FloatArray, target: FloatArray) -> None:
    """Copy a table for two actors; slices take seconds to compile."""
    for i in range(2):
        for r in range(MOST_RUNGS):
            target[i, r] = source[i, r]


@compiled("float64(int64[::1], float64[:, ::1], float64[:, ::1])", inner=True)
def _change(sizes: IntArray, a: FloatArray, b: FloatArray) -> float:
    most = 0.0
    for i in range(2):
        for r in range(sizes[i]):
            most = max(most, abs(a[i, r] - b[i, r]))
    return most


@compiled("boolean(float64[:, :, ::1], int64[::1], float64, float64[:, ::1], int64[::1])", inner=True)
def _settled(gains: FloatArray, sizes: IntArray, rationality: float, play: FloatArray, leaders: IntArray) -> bool:
    """Whether the branch cannot but end at the strict equilibrium of the rungs that are played most.

    With c the most that another rung is played against the most played one, in the set of all play with no more than
    that: the least advantage of the leaders, times rationality, keeps it below c; and logit responses contract.
    """
    others = 0.0
    for i in range(2):
        lead = 0
        for r in range(sizes[i]):
            if play[i, r] > play[i, lead]:
                lead = r
        leaders[i] = lead
        for r in range(sizes[i]):
            if r != lead:
                others = max(others, STILL_MOVES * play[i, r] / play[i, lead])
    most = max(sizes[0], sizes[1]) - 1
    if others <= 0.0:
        others = 1e-300
    if 2 * rationality * most * others > CONTRACTS:
        return False
    for i in range(2):
        lead, rival = leaders[i], leaders[1 - i]
        for r in range(sizes[i]):
            if r == lead:
                continue
            advantage = gains[i, lead, rival] - gains[i, r, rival]
            for c in range(sizes[1 - i]):
                if c != rival:
                    advantage -= others * max(0.0, gains[i, r, c] - gains[i, lead, c])
            advantage /= 1 + most * others
            if advantage * rationality < max(CERTAINLY, -math.log(others)):
                return False
    return True


@compiled("int64(int64[::1], float64[:, ::1], float64[:, :, ::1], int64, float64[:, ::1])", inner=True)
def _nearest(sizes: IntArray, play: FloatArray, listed: FloatArray, count: int, limit: FloatArray) -> int:
    """Write the one listed equilibrium that play has come to, if it is clearly one."""
    near = -1
    for k in range(count):
        far = _change(sizes, play, listed[k])
        if far < NEAR:
            near = k
        elif far < FAR:
            return 0
    if near < 0:
        return 0
    _copy(listed[near], limit)
    return 1


@compiled("int64(float64[:, :, ::1], int64, int64, float64[:, :, ::1], int64, float64[:, ::1])", inner=True)
def follow(units: FloatArray, first: int, second: int, listed: FloatArray, count: int, limit: FloatArray) -> int:
    """Find the limit of the principal branch among the equilibria of a game.

    Parameters
    ----------
    units : (2, 5, 5)
        Payoffs, of actor i with its own rung first.
    first, second
        How many rungs the actors have.
    listed : (E, 2, 5)
        The game's extreme equilibria.
    count
        How many of them there are.
    limit : (2, 5)
        To be filled with the one that the branch leads to.

    Returns
    -------
    int
        1 where it was found, else 0.
    """
    sizes = np.array([first, second])
    gains = np.zeros((2, MOST_RUNGS, MOST_RUNGS))
    widest = 0.0
    for i in range(2):
        for c in range(sizes[1 - i]):
            low = high = units[i, 0, c]
            for r in range(sizes[i]):
                low, high = min(low, units[i, r, c]), max(high, units[i, r, c])
            widest = max(widest, high - low)
    if widest == 0:
        return 0
    for i in range(2):
        for r in range(sizes[i]):
            for c in range(sizes[1 - i]):
                gains[i, r, c] = (units[i, r, c] - units[i, 0, c]) / widest
    x, guess = np.zeros((2, MOST_RUNGS)), np.zeros((2, MOST_RUNGS))
    play, tried = np.zeros((2, MOST_RUNGS)), np.zeros((2, MOST_RUNGS))
    worth, leaders = np.zeros((2, MOST_RUNGS)), np.zeros(2, dtype=np.int64)
    matrix, right = np.zeros((UNKNOWNS, UNKNOWNS)), np.zeros((2, UNKNOWNS))
    tangent = np.zeros(UNKNOWNS)
    rationality, step = 0.0, FIRST_STEP
    size = _system(gains, sizes, rationality, x, play, worth, matrix, right)
    if _eliminated(matrix, right, size) <= 0:
        return 0
    for k in range(size):
        tangent[k] = right[1, k]
    for _ in range(MOST_STEPS):
        _moved(sizes, x, tangent, step, guess)
        reached, move, corrected = rationality + step, 0.0, False
        for attempt in range(MOST_CORRECTIONS):
            size = _system(gains, sizes, reached, guess, tried, worth, matrix, right)
            move = _change(sizes, tried, play)
            if move > LONGEST_MOVE or _eliminated(matrix, right, size) <= 0:
                break
            correction = _correction(sizes, tried, right)
            if not correction <= LONGEST_CORRECTION / 4**attempt:
                break
            _moved(sizes, guess, right[0], -1.0, guess)
            if correction < (CORRECTED if reached < FARTHEST else CORRECTED_AT_END):
                corrected = True
                break
        if not corrected:
            step /= 2
            if step < SHORTEST * max(rationality, FIRST_STEP):
                return 0
            continue
        for k in range(size):
            tangent[k] = right[1, k]
        _copy(guess, x)
        _copy(tried, play)
        rationality = reached
        if _settled(gains, sizes, rationality, play, leaders):
            for i in range(2):
                for r in range(MOST_RUNGS):
                    limit[i, r] = 1.0 if r == leaders[i] else 0.0
            return 1
        if rationality > FARTHEST:
            return _nearest(sizes, play, listed, count, limit)
        step *= 3.0 if move < LONGEST_MOVE / 4 else 1.5 if move < LONGEST_MOVE / 2 else 1.0
    return 0
