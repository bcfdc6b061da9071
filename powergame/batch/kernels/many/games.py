"""The kernel that solves a small game of any number of actors: dominance, equilibria, seeking, selection."""

from __future__ import annotations

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.games import snapped
from powergame.batch.kernels.logit.limit import logit_limit
from powergame.batch.kernels.many.choosers import between_more, between_two
from powergame.batch.kernels.many.dominance import undominated
from powergame.batch.squares import LARGEST
from powergame.batch.types import DOUBTFUL, SOLVED, UNSELECTED
from powergame.equilibrium.budgets import KERNEL_EQUILIBRIA
from powergame.jit.decorators import compiled, inlined

LEAST, GREATEST, SELECTED, ANSWER_ROWS = 0, 1, 2, 3
"""Rows of the answer: each actor's least, greatest and selected probability of seeking; their count."""

CHOSEN, LISTED_ROWS = KERNEL_EQUILIBRIA, KERNEL_EQUILIBRIA + 1
"""Row of the list in which the selected equilibrium stands, behind all others; number of rows."""


@inlined
def _enter_single(sizes: IntArray, kept: IntArray, listed: FloatArray) -> int:
    """Enter into the first profile the rungs of those who have no choice left, and return how many others there are."""
    start, choosers = 0, 0
    for i in range(len(sizes)):
        single = kept[i] & (kept[i] - 1) == 0
        choosers += not single
        for r in range(sizes[i]):
            listed[0, start + r] = 1.0 if single and kept[i] >> r & 1 else 0.0
        start += sizes[i]
    return choosers


@inlined
def _chance(sizes: IntArray, seeks: IntArray, play: FloatArray, e: int, i: int, start: int) -> float:
    """Return actor i's probability of seeking power in one of some profiles."""
    p = 0.0
    for r in range(sizes[i]):
        if seeks[i] >> r & 1:
            p += play[e, start + r]
    return snapped(p)


@compiled(
    "int64(float64[:, ::1], float64[:, ::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], float64,"
    " boolean, int64[::1], float64[:, ::1], float64[:, ::1], float64[::1])",
    inner=True,
)
def solve_game(
    units: FloatArray,
    raw: FloatArray,
    sizes: IntArray,
    strides: IntArray,
    kept: IntArray,
    lost: IntArray,
    seeks: IntArray,
    doubt: float,
    select: bool,
    found: IntArray,
    answer: FloatArray,
    listed: FloatArray,
    limit: FloatArray,
) -> int:
    """Solve a game.

    Parameters
    ----------
    units, raw, sizes, strides, kept, lost, doubt
        As for `dominance.undominated`.
    seeks : (n,)
        The rungs that seek power, as bits.
    select
        Whether an equilibrium is to be selected where there are several.
    found : (1,)
        To be filled: the number of equilibria.
    answer : (ANSWER_ROWS, n)
        To be filled.
    listed : (LISTED_ROWS, N)
        To be filled: the equilibria, each with the probabilities of all rungs, the first actor's first; in the row
        `CHOSEN` the selected one.
    limit : (N,)
        Scratch.

    Returns
    -------
    int
        `SOLVED`, `UNSELECTED` or `DOUBTFUL`.
    """
    largest = 0.0
    for i in range(len(sizes)):
        for k in range(units.shape[1]):
            largest = max(largest, abs(units[i, k]))
    if not largest < LARGEST:
        return DOUBTFUL
    if undominated(units, raw, sizes, strides, kept, lost, doubt) == DOUBTFUL:
        return DOUBTFUL
    choosers, count = _enter_single(sizes, kept, listed), 1
    if choosers == 1:
        return DOUBTFUL  # ties, of which the exact code says how they hang together
    if choosers == 2:
        first = second = -1
        for i in range(len(sizes)):
            if kept[i] & (kept[i] - 1) != 0:
                first, second = second, i
        count = between_two(units, raw, sizes, strides, kept, first, second, doubt, listed)
    elif choosers > 2:
        count = between_more(units, sizes, strides, kept, choosers, doubt, listed)
    if count < 1:
        return DOUBTFUL
    found[0], start = count, 0
    for i in range(len(sizes)):
        low, high = 1.0, 0.0
        for e in range(count):
            p = _chance(sizes, seeks, listed, e, i, start)
            low, high = min(low, p), max(high, p)
        answer[LEAST, i], answer[GREATEST, i] = low, high
        start += sizes[i]
    became = SOLVED
    if count == 1:
        for k in range(start):
            listed[CHOSEN, k] = listed[0, k]
    elif select and logit_limit(units, raw, sizes, listed, count, doubt, limit) == 1:
        for k in range(start):
            listed[CHOSEN, k] = limit[k]
    else:
        became = UNSELECTED
    start = 0
    for i in range(len(sizes)):
        answer[SELECTED, i] = _chance(sizes, seeks, listed, CHOSEN, i, start)
        start += sizes[i]
    return became
