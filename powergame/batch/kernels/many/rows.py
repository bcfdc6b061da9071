"""Rows of scenarios of three and more actors, from parameters to verdicts."""

from __future__ import annotations

import numpy as np

from powergame.arrays import ByteArray, CountArray, FloatArray, IntArray
from powergame.batch.kernels.cells import GRAB, RUNG_ROWS, certain
from powergame.batch.kernels.many.games import ANSWER_ROWS, CHOSEN, GREATEST, LEAST, LISTED_ROWS, SELECTED, solve_game
from powergame.batch.kernels.many.outcomes import FLAG_ROWS, SCALARS, WORK_ROWS, first_rung
from powergame.batch.kernels.many.payoffs import payoffs, take_row
from powergame.batch.types import DOUBTFUL, SOLVED
from powergame.jit.decorators import compiled


@compiled(
    "void(int64[::1], float64[:, ::1], float64[:, ::1], int64, float64[::1], float64[::1], float64[:, ::1])", inner=True
)
def _enter(
    sizes: IntArray,
    listed: FloatArray,
    happening: FloatArray,
    row: int,
    war: FloatArray,
    destroyed: FloatArray,
    play: FloatArray,
) -> None:
    """Enter what happens in the selected equilibrium, and what is played in it."""
    n, p_war, lost = len(sizes), 0.0, 0.0
    for p in range(happening.shape[1]):
        weight, rest, end = 1.0, p, listed.shape[1]
        for i in range(n - 1, -1, -1):
            end -= sizes[i]
            weight *= listed[CHOSEN, end + rest % sizes[i]]
            rest //= sizes[i]
            if weight == 0:
                break
        if weight > 0:
            p_war += weight * happening[0, p]
            lost += weight * happening[1, p]
    war[row], destroyed[row] = p_war, lost
    if len(play) > 0:
        for k in range(listed.shape[1]):
            play[k, row] = listed[CHOSEN, k]


@compiled(
    "void(float64[:, ::1], int64[:, ::1], float64[:, ::1], boolean, int64[::1], float64, boolean,"
    " int64, int64, int8[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[::1], float64[::1],"
    " int32[::1], float64[:, ::1], int8[::1])"
)
def solve_rows(
    varying: FloatArray,
    places: IntArray,
    constants: FloatArray,
    aligned: bool,
    sizes: IntArray,
    doubt: float,
    select: bool,
    start: int,
    stop: int,
    verdicts: ByteArray,
    least: FloatArray,
    greatest: FloatArray,
    selected: FloatArray,
    war: FloatArray,
    destroyed: FloatArray,
    equilibria: CountArray,
    play: FloatArray,
    became: ByteArray,
) -> None:
    """Compile and solve rows of scenarios of n actors.

    Parameters
    ----------
    varying : (V, B)
        The columns that vary.
    places : (n + 1, K)
        Column of each number of the scenario's own view, and of each actor's, or -1 where it does not vary. The numbers
        are in the order of `call`. A first entry of -2 stands for an actor whose view is the scenario's.
    constants : (n + 1, K)
        The numbers that do not vary.
    aligned
        Whether defenders join the side whose victory they value most.
    sizes : (n,)
        Numbers of the actors' rungs, at most 5.
    doubt
        Units by which a rounded payoff difference may be wrong.
    select
        Whether an equilibrium is to be selected where there are several.
    start, stop
        The rows: from the first up to the second.
    verdicts, least, greatest, selected : (n, B)
        To be filled, as in `Results`.
    war, destroyed, equilibria : (B,)
        To be filled.
    play : (N, B), or (0, B)
        To be filled, as in `Results`, where it has rows.
    became : (B,)
        To be filled: the outcome of each game, `games.SOLVED`, `games.UNSELECTED` or `games.DOUBTFUL`.
    """
    n, profiles, all_rungs = len(sizes), 1, 0
    strides, kept, seeks = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for i in range(n - 1, -1, -1):
        strides[i] = profiles
        profiles *= sizes[i]
        all_rungs += sizes[i]
    lost, found = np.zeros(profiles, dtype=np.int64), np.zeros(1, dtype=np.int64)
    numbers, A = constants.copy(), np.ones((n + 1, n, n))
    flags, work = np.zeros((FLAG_ROWS, n), dtype=np.int64), np.zeros((WORK_ROWS, n + SCALARS))
    units, raw, happening = np.zeros((n, profiles)), np.zeros((n, profiles)), np.zeros((2, profiles))
    answer, limit = np.zeros((ANSWER_ROWS, n)), np.zeros(all_rungs)
    listed = np.zeros((LISTED_ROWS, all_rungs))
    for row in range(start, stop):
        take_row(varying, places, row, numbers, A)
        payoffs(numbers, A, places, aligned, sizes, flags, work, raw, happening)
        unsure = 0.0
        for i in range(n):
            for p in range(profiles):
                units[i, p] = np.rint(raw[i, p])
                if certain(raw[i, p]):
                    raw[i, p] = units[i, p]
                else:
                    unsure = doubt
        k = first_rung(n)
        for i in range(n):
            seeks[i] = 0
            for r in range(sizes[i]):
                seeks[i] |= np.int64(numbers[0, k + GRAB] > 0) << r
                k += RUNG_ROWS
        became[row] = solve_game(
            units, raw, sizes, strides, kept, lost, seeks, unsure, select, found, answer, listed, limit
        )
        if became[row] == DOUBTFUL:
            continue
        equilibria[row] = found[0]
        for i in range(n):
            low, high = answer[LEAST, i], answer[GREATEST, i]
            least[i, row], greatest[i, row], selected[i, row] = low, high, answer[SELECTED, i]
            verdicts[i, row] = 1 if low == 1 else 0 if high == 0 else 2
        if became[row] == SOLVED:
            _enter(sizes, listed, happening, row, war, destroyed, play)
