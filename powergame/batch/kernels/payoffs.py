"""The payoffs of two-actor scenarios, block after block of rows."""

from __future__ import annotations

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IntArray
from powergame.batch.kernels.cells import (
    BLOCK,
    OUTPUT_ROWS,
    PAYOFFS,
    RUNG,
    RUNG_ROWS,
    certain,
    curved_cell,
    plain_cell,
)
from powergame.jit.decorators import compiled, inlined


@inlined
def _fill(target: FloatArray, row: int, varying: FloatArray, place: int, start: int, size: int) -> None:
    """Write one number's row of a block, from the column that varies."""
    for j in range(size):
        target[row * BLOCK + j] = varying[place, start + j]


@inlined
def _rung(numbers: FloatArray, place: int) -> FloatArray:
    """Return the rows of one rung of a block."""
    start = (RUNG + RUNG_ROWS * place) * BLOCK
    return numbers[start : start + RUNG_ROWS * BLOCK]


@compiled("void(int64[:, ::1], float64[:, ::1], float64[:, ::1])", inner=True)
def fill_constants(places: IntArray, constants: FloatArray, numbers: FloatArray) -> None:
    """Write the numbers that do not vary into all rows of a block, (3, K * BLOCK)."""
    for view in range(3):
        for k in range(places.shape[1]):
            for j in range(BLOCK):
                numbers[view, k * BLOCK + j] = constants[view, k]


@compiled(
    "void(float64[:, ::1], int64[:, ::1], boolean[::1], int64, int64, int64, int64, float64[:, ::1],"
    " float64[:, :, ::1])",
    inner=True,
)
def fill_block(
    varying: FloatArray, places: IntArray, plain: BoolArray, first: int, second: int, start: int, size: int,
    numbers: FloatArray, out: FloatArray,
) -> None:  # fmt: skip
    """Write what varies, and with it war, peace and payoffs in each profile.

    Parameters
    ----------
    varying, places, plain, first, second
        As for `powergame.batch.kernels.blocks.solve_blocks`.
    start, size
        First row of the block, and number of its rows.
    numbers : (3, K * BLOCK)
        What `fill_constants` has written; to be filled with what varies.
    out : (3, first * second, OUTPUT_ROWS * BLOCK)
        To be filled, for each view.
    """
    for view in range(3):
        if places[view, 0] == -2:
            continue
        for k in range(places.shape[1]):
            if places[view, k] >= 0:
                _fill(numbers[view], k, varying, places[view, k], start, size)
        shared = numbers[view, : RUNG * BLOCK]
        for r in range(first):
            for s in range(second):
                one, other = _rung(numbers[view], r), _rung(numbers[view], first + s)
                if plain[view]:
                    plain_cell(shared, one, other, out[view, r * second + s])
                else:
                    curved_cell(shared, one, other, out[view, r * second + s])


@compiled(
    "void(float64[:, ::1], int64[:, ::1], float64[:, ::1], boolean[::1], int64[::1], int64, float64[:, :, ::1],"
    " boolean[::1])"
)
def pay_rows(
    varying: FloatArray, places: IntArray, constants: FloatArray, plain: BoolArray, sizes: IntArray, start: int,
    payoffs: FloatArray, sure: BoolArray,
) -> None:  # fmt: skip
    """Compute the payoffs of rows of two-actor scenarios.

    Parameters
    ----------
    varying, places, constants, plain
        As for `powergame.batch.kernels.blocks.solve_blocks`.
    sizes : (2,)
        Numbers of the actors' rungs.
    start
        The first row.
    payoffs : (R, 2, first * second)
        To be filled, in whole units.
    sure : (R,)
        To be filled: whether every library rounds all of them alike.
    """
    first, second = sizes[0], sizes[1]
    numbers, out = np.zeros((3, places.shape[1] * BLOCK)), np.zeros((3, first * second, OUTPUT_ROWS * BLOCK))
    fill_constants(places, constants, numbers)
    views = np.zeros(2, dtype=np.int64)
    for i in range(2):
        views[i] = i + 1 if places[i + 1, 0] != -2 else 0
    all_plain = plain[0] and plain[1] and plain[2]
    for block in range(0, len(payoffs), BLOCK):
        size = min(BLOCK, len(payoffs) - block)
        fill_block(varying, places, plain, first, second, start + block, size, numbers, out)
        for j in range(size):
            sure[block + j] = True
            for i in range(2):
                for p in range(first * second):
                    u = out[views[i], p, (PAYOFFS + i) * BLOCK + j]
                    payoffs[block + j, i, p] = np.rint(u)
                    sure[block + j] &= all_plain or certain(u)
