"""Blocks of rows from parameters to verdicts: payoffs are computed and solved without ever leaving the cache."""

from __future__ import annotations

import numpy as np

from powergame.arrays import BoolArray, ByteArray, CountArray, FloatArray, IntArray
from powergame.batch.kernels.cells import BLOCK, DESTROYED, OUTPUT_ROWS, PAYOFFS, RUNG, RUNG_ROWS, WAR, certain
from powergame.batch.kernels.games import (
    ANSWER,
    COUNT,
    GREATEST,
    LEAST,
    SELECTED,
    solve_game,
)
from powergame.batch.kernels.payoffs import fill_block, fill_constants
from powergame.batch.kernels.two_by_two import solve_square
from powergame.batch.kernels.vertices import MOST_VERTICES
from powergame.batch.squares import KINDS, LARGEST
from powergame.batch.types import DOUBTFUL, SOLVED, UNSELECTED
from powergame.equilibrium.budgets import KERNEL_EQUILIBRIA, KERNEL_RUNGS
from powergame.jit.decorators import compiled

__all__ = ["KINDS", "solve_blocks"]


@compiled(
    "void(float64[:, ::1], int64[:, ::1], float64[:, ::1], boolean[::1], int64, int64, float64, int64[:, ::1],"
    " int8[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[::1], float64[::1], int32[::1],"
    " float64[:, ::1], int8[::1])"
)
def solve_blocks(
    varying: FloatArray,
    places: IntArray,
    constants: FloatArray,
    plain: BoolArray,
    first: int,
    second: int,
    doubt: float,
    kinds: IntArray,
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
    """Compile and solve rows of two-actor scenarios.

    Parameters
    ----------
    varying : (V, B)
        The columns that vary.
    places : (3, K), K = RUNG + RUNG_ROWS * (first + second)
        Column of each number of the scenario's own view, the first actor's and the second's, or -1 where it does not
        vary. The numbers are in the order of `cells`, then both ladders, rung by rung. A first entry of -2 stands for
        an actor whose view is the scenario's.
    constants : (3, K)
        The numbers that do not vary.
    plain : (3,)
        Whether the view needs neither `pow` nor `exp`.
    first, second
        Numbers of the actors' rungs, at most 5.
    doubt
        Units by which a rounded payoff difference may be wrong.
    kinds
        `squares.KINDS`.
    verdicts, least, greatest, selected : (2, B)
        To be filled, as in `Results`.
    war, destroyed, equilibria : (B,)
        To be filled.
    play : (first + second, B), or (0, B)
        To be filled, as in `Results`, where it has rows.
    became : (B,)
        To be filled: the outcome of each game, `games.SOLVED`, `games.UNSELECTED` or `games.DOUBTFUL`.
    """
    rows, square = verdicts.shape[1], first == 2 and second == 2
    cells = first * second
    numbers = np.zeros((3, places.shape[1] * BLOCK))
    out = np.zeros((3, cells, OUTPUT_ROWS * BLOCK))
    units, raw = np.zeros((2, KERNEL_RUNGS, KERNEL_RUNGS)), np.zeros((2, KERNEL_RUNGS, KERNEL_RUNGS))
    answer, plays, seeks = np.zeros(ANSWER), np.zeros((2, KERNEL_RUNGS)), np.zeros(2, dtype=np.int64)
    labels, strategies = np.zeros((2, MOST_VERTICES), dtype=np.int64), np.zeros((2, MOST_VERTICES, KERNEL_RUNGS))
    listed = np.zeros((KERNEL_EQUILIBRIA, 2, KERNEL_RUNGS))
    fill_constants(places, constants, numbers)
    for start in range(0, rows, BLOCK):
        size = min(BLOCK, rows - start)
        fill_block(varying, places, plain, first, second, start, size, numbers, out)
        mine, theirs = 1 if places[1, 0] != -2 else 0, 2 if places[2, 0] != -2 else 0
        if square:
            solve_square(
                numbers[0], out[0], out[mine], out[theirs], start, size, doubt, kinds,
                verdicts, least, greatest, selected, war, destroyed, equilibria, play, became,
            )  # fmt: skip
        for j in range(size):
            row = start + j
            if square and became[row] != UNSELECTED:
                continue
            largest = 0.0
            for r in range(first):
                for s in range(second):
                    u0 = out[mine, r * second + s, PAYOFFS * BLOCK + j]
                    u1 = out[theirs, r * second + s, (PAYOFFS + 1) * BLOCK + j]
                    units[0, r, s], units[1, s, r] = np.rint(u0), np.rint(u1)
                    raw[0, r, s] = units[0, r, s] if certain(u0) else u0
                    raw[1, s, r] = units[1, s, r] if certain(u1) else u1
                    largest = max(largest, max(abs(u0), abs(u1)))
            if not largest < LARGEST:
                became[row] = DOUBTFUL
                continue
            seeks[0] = seeks[1] = 0
            for r in range(first):
                seeks[0] |= np.int64(numbers[0, (RUNG + RUNG_ROWS * r) * BLOCK + j] > 0) << r
            for s in range(second):
                seeks[1] |= np.int64(numbers[0, (RUNG + RUNG_ROWS * (first + s)) * BLOCK + j] > 0) << s
            became[row] = solve_game(units, raw, first, second, seeks, doubt, answer, plays, labels, strategies, listed)
            if became[row] == DOUBTFUL:
                continue
            equilibria[row] = int(answer[COUNT])
            for i in range(2):
                low, high = answer[LEAST + i], answer[GREATEST + i]
                least[i, row], greatest[i, row] = low, high
                verdicts[i, row] = 1 if low == 1 else 0 if high == 0 else 2
                selected[i, row] = answer[SELECTED + i]
            if became[row] == SOLVED:
                p_war, lost = 0.0, 0.0
                for r in range(first):
                    for s in range(second):
                        weight = plays[0, r] * plays[1, s]
                        p_war += weight * out[0, r * second + s, WAR * BLOCK + j]
                        lost += weight * out[0, r * second + s, DESTROYED * BLOCK + j]
                war[row], destroyed[row] = p_war, lost
                if len(play) > 0:
                    for r in range(first):
                        play[r, row] = plays[0, r]
                    for s in range(second):
                        play[first + s, row] = plays[1, s]
