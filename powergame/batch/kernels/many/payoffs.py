"""The payoffs of scenarios of three and more actors, row after row."""

from __future__ import annotations

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IntArray
from powergame.batch.kernels.cells import PER_UNIT, RUNG_ROWS, certain
from powergame.batch.kernels.many.outcomes import (
    FLAG_ROWS,
    NUMBERS,
    ODDS_OF_DESTRUCTION,
    P_WAR,
    SCALARS,
    SEVERITY_OF_DESTRUCTION,
    WORK_ROWS,
    expected_utility,
    first_rung,
    peace,
    war,
)
from powergame.jit.decorators import compiled


@compiled("void(float64[:, ::1], int64[:, ::1], int64, float64[:, ::1], float64[:, :, ::1])", inner=True)
def take_row(varying: FloatArray, places: IntArray, row: int, numbers: FloatArray, A: FloatArray) -> None:
    """Write the numbers of a row that vary, (n + 1, K), and its alignments, (n + 1, n, n)."""
    n = A.shape[1]
    for view in range(n + 1):
        if places[view, 0] == -2:
            continue
        for k in range(places.shape[1]):
            if places[view, k] >= 0:
                numbers[view, k] = varying[places[view, k], row]
        k = n
        for i in range(n):
            for j in range(i + 1, n):
                A[view, i, j] = A[view, j, i] = numbers[view, k]
                k += 1


@compiled(
    "void(float64[:, ::1], float64[:, :, ::1], int64[:, ::1], boolean, int64[::1], int64[:, ::1], float64[:, ::1],"
    " float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def payoffs(
    numbers: FloatArray,
    A: FloatArray,
    places: IntArray,
    aligned: bool,
    sizes: IntArray,
    flags: IntArray,
    work: FloatArray,
    raw: FloatArray,
    happening: FloatArray,
) -> None:
    """Write everybody's payoffs in each profile, (n, P), and its war and destruction, (2, P)."""
    n, start = len(sizes), first_rung(len(sizes))
    rungs, firsts, lasts = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for i in range(n):
        firsts[i] = rungs[i] = start
        start += RUNG_ROWS * sizes[i]
        lasts[i] = start - RUNG_ROWS
    for p in range(raw.shape[1]):
        for view in range(n + 1):
            if places[view, 0] == -2:
                continue
            peace(numbers, view, n, rungs, work)
            if work[NUMBERS, P_WAR] != 0:
                war(numbers, A, view, n, aligned, rungs, flags, work)
            else:
                work[NUMBERS, ODDS_OF_DESTRUCTION] = work[NUMBERS, SEVERITY_OF_DESTRUCTION] = 0.0
            if view == 0:
                happening[0, p] = work[NUMBERS, P_WAR]
                lost = work[NUMBERS, ODDS_OF_DESTRUCTION] * work[NUMBERS, SEVERITY_OF_DESTRUCTION]
                happening[1, p] = work[NUMBERS, P_WAR] * lost
            for i in range(n):
                if view == i + 1 or (view == 0 and places[i + 1, 0] == -2):
                    raw[i, p] = expected_utility(numbers, A, view, n, i, rungs, flags, work) * PER_UNIT
        for i in range(n - 1, -1, -1):
            rungs[i] += RUNG_ROWS
            if rungs[i] <= lasts[i]:
                break
            rungs[i] = firsts[i]


@compiled(
    "void(float64[:, ::1], int64[:, ::1], float64[:, ::1], boolean, int64[::1], int64, float64[:, :, ::1],"
    " boolean[::1])"
)
def pay_rows(
    varying: FloatArray, places: IntArray, constants: FloatArray, aligned: bool, sizes: IntArray, start: int,
    table: FloatArray, sure: BoolArray,
) -> None:  # fmt: skip
    """Compute the payoffs of rows.

    Parameters
    ----------
    varying, places, constants, aligned, sizes
        As for `powergame.batch.kernels.many.rows.solve_rows`.
    start
        The first row.
    table : (R, n, P)
        To be filled, in whole units.
    sure : (R,)
        To be filled: whether every library rounds all of them alike.
    """
    n = len(sizes)
    numbers, A = constants.copy(), np.ones((n + 1, n, n))
    flags, work = np.zeros((FLAG_ROWS, n), dtype=np.int64), np.zeros((WORK_ROWS, n + SCALARS))
    happening = np.zeros((2, table.shape[2]))
    for row in range(len(table)):
        take_row(varying, places, start + row, numbers, A)
        payoffs(numbers, A, places, aligned, sizes, flags, work, table[row], happening)
        sure[row] = True
        for i in range(n):
            for p in range(table.shape[2]):
                sure[row] &= certain(table[row, i, p])
                table[row, i, p] = np.rint(table[row, i, p])
