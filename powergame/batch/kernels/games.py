"""The kernel that solves a small game of two actors: dominance, equilibria, seeking, selection."""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.determinants import TABLES, wrong_by
from powergame.batch.kernels.logit.limit import logit_limit
from powergame.batch.kernels.vertices import vertices
from powergame.batch.types import DOUBTFUL, SOLVED, UNSELECTED
from powergame.equilibrium.budgets import KERNEL_EQUILIBRIA, KERNEL_RUNGS
from powergame.equilibrium.verdict import CERTAIN
from powergame.jit.decorators import compiled, inlined

COUNT, LEAST, GREATEST, SELECTED, ANSWER = 0, 1, 3, 5, 7
"""Places in the answer of the number of equilibria and of both actors' probabilities of seeking, and its length."""


@compiled("int64(float64[:, :, ::1], float64[:, :, ::1], int64[::1], float64)", inner=True)
def undominated(units: FloatArray, raw: FloatArray, kept: IntArray, doubt: float) -> int:
    """Eliminate rungs that another rung strictly dominates, until none is left to eliminate.

    Parameters
    ----------
    units, raw : (2, 5, 5)
        Payoffs in units, rounded and before, but whole where that is certain; those of actor i have its own rung
        first: (i, own, other's).
    kept : (2,)
        The rungs that are left, as bits; changed in place.
    doubt
        As for `vertices`.

    Returns
    -------
    int
        `SOLVED`, or `DOUBTFUL`.
    """
    changed = True
    while changed:
        changed = False
        for i in range(2):
            for r in range(KERNEL_RUNGS):
                if not kept[i] >> r & 1:
                    continue
                for s in range(KERNEL_RUNGS):
                    if s == r or not kept[i] >> s & 1:
                        continue
                    dominated = True
                    for c in range(KERNEL_RUNGS):
                        if kept[1 - i] >> c & 1:
                            more = units[i, s, c] - units[i, r, c]
                            wrong = wrong_by(raw[i, s, c], raw[i, r, c], doubt)
                            if wrong > 0 and abs(more) <= wrong:
                                return DOUBTFUL
                            if more <= 0:
                                dominated = False
                                break
                    if dominated:
                        kept[i] ^= 1 << r
                        changed = True
                        break
    return SOLVED


@compiled(
    "int64(float64[:, :, ::1], float64[:, :, ::1], int64, int64, float64, float64[:, :, ::1], int64, float64[:, ::1])",
    inner=True,
)
def _select(
    units: FloatArray, raw: FloatArray, first: int, second: int, doubt: float, listed: FloatArray, count: int,
    play: FloatArray,
) -> int:  # fmt: skip
    """Write the selected strategies and return the number of profiles in play, as `logit_limit` does."""
    sizes = np.array([first, second])
    by_profile, before = np.empty((2, first * second)), np.empty((2, first * second))
    for r in range(first):
        for s in range(second):
            k = r * second + s
            by_profile[0, k], by_profile[1, k] = units[0, r, s], units[1, s, r]
            before[0, k], before[1, k] = raw[0, r, s], raw[1, s, r]
    equilibria, limit = np.empty((count, first + second)), np.empty(first + second)
    for k in range(count):
        for r in range(first + second):
            equilibria[k, r] = listed[k, 0, r] if r < first else listed[k, 1, r - first]
    size = logit_limit(by_profile, before, sizes, equilibria, count, doubt, limit)
    for r in range(KERNEL_RUNGS):
        play[0, r] = limit[r] if r < first else 0.0
        play[1, r] = limit[first + r] if r < second else 0.0
    return size


@inlined
def snapped(p: float) -> float:
    """Return a probability of seeking power, 0 or 1 where it is as near to that as solvers leave it."""
    return 0.0 if p < CERTAIN else 1.0 if p > 1 - CERTAIN else p


@inlined
def _enter_only(kept: IntArray, seeks: IntArray, answer: FloatArray, play: FloatArray) -> None:
    """Write the answer of a game of which dominance leaves a single profile."""
    answer[COUNT] = 1
    for i in range(2):
        seeking = 1.0 if seeks[i] & kept[i] else 0.0
        answer[LEAST + i] = answer[GREATEST + i] = answer[SELECTED + i] = seeking
        for r in range(KERNEL_RUNGS):
            play[i, r] = 1.0 if kept[i] >> r & 1 else 0.0


@compiled(
    "int64(float64[:, :, ::1], float64[:, :, ::1], int64, int64, int64[::1], float64, float64[::1],"
    " float64[:, ::1], int64[:, ::1], float64[:, :, ::1], float64[:, :, ::1])"
)
def solve_game(
    units: FloatArray,
    raw: FloatArray,
    first: int,
    second: int,
    seeks: IntArray,
    doubt: float,
    answer: FloatArray,
    play: FloatArray,
    labels: IntArray,
    strategies: FloatArray,
    listed: FloatArray,
) -> int:
    """Solve a game.

    Parameters
    ----------
    units, raw, doubt
        As for `undominated`.
    first, second
        Numbers of the actors' rungs.
    seeks : (2,)
        The rungs that seek power, as bits.
    answer : (ANSWER,)
        To be filled: count, least, greatest, selected probabilities of seeking.
    play : (2, 5)
        To be filled: the selected strategies.
    labels, strategies, listed : (2, MOST_VERTICES), (2, MOST_VERTICES, 5), (KERNEL_EQUILIBRIA, 2, 5)
        Scratch.

    Returns
    -------
    int
        `SOLVED`, `UNSELECTED` or `DOUBTFUL`.
    """
    kept = np.empty(2, dtype=np.int64)
    kept[0], kept[1] = (1 << first) - 1, (1 << second) - 1
    if undominated(units, raw, kept, doubt) == DOUBTFUL:
        return DOUBTFUL
    if kept[0] & (kept[0] - 1) == 0 and kept[1] & (kept[1] - 1) == 0:  # most games are: nothing else is looked for
        _enter_only(kept, seeks, answer, play)
        return SOLVED
    E, slack, table = np.zeros((4, KERNEL_RUNGS)), np.zeros((4, KERNEL_RUNGS)), np.zeros((TABLES, 32))
    every = (1 << (2 * KERNEL_RUNGS)) - 1
    # the first actor's polytope is cut by the second's replies, and the other way round
    n0 = vertices(units[1], raw[1], kept[1], kept[0], KERNEL_RUNGS, 0, doubt, labels[0], strategies[0], E, slack, table)
    n1 = vertices(units[0], raw[0], kept[0], kept[1], 0, KERNEL_RUNGS, doubt, labels[1], strategies[1], E, slack, table)
    if n0 < 0 or n1 < 0:
        return DOUBTFUL
    count = 0
    for i in range(2):
        answer[LEAST + i], answer[GREATEST + i] = 1.0, 0.0
    for a in range(n0):
        for b in range(n1):
            if labels[0, a] | labels[1, b] != every:
                continue
            count += 1
            for i in range(2):
                at = a if i == 0 else b
                p = 0.0
                for r in range(KERNEL_RUNGS):
                    if seeks[i] >> r & 1:
                        p += strategies[i, at, r]
                p = snapped(p)
                answer[LEAST + i] = min(answer[LEAST + i], p)
                answer[GREATEST + i] = max(answer[GREATEST + i], p)
                answer[SELECTED + i] = p
                for r in range(KERNEL_RUNGS):
                    if count == 1:
                        play[i, r] = strategies[i, at, r]
                    if count <= KERNEL_EQUILIBRIA:
                        listed[count - 1, i, r] = strategies[i, at, r]
    answer[COUNT] = count
    if count == 1:
        return SOLVED
    known = count if count <= KERNEL_EQUILIBRIA else 0
    size = _select(units, raw, first, second, doubt, listed, known, play)
    if size == 0:
        return UNSELECTED
    answer[COUNT] += size > 1
    for i in range(2):
        p = 0.0
        for r in range(KERNEL_RUNGS):
            if seeks[i] >> r & 1:
                p += play[i, r]
        answer[SELECTED + i] = snapped(p)
    return SOLVED
