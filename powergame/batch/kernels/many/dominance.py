"""The kernel that eliminates strictly dominated rungs in a game of any number of actors."""

from __future__ import annotations

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.determinants import wrong_by
from powergame.batch.types import DOUBTFUL, SOLVED
from powergame.jit.decorators import compiled

DOMINATED, NOT_DOMINATED, UNSURE = range(3)


@compiled("int64(float64[:, ::1], float64[:, ::1], int64, int64, int64, int64, int64, int64[::1], float64)", inner=True)
def _compared(
    units: FloatArray, raw: FloatArray, i: int, stride: int, size: int, r: int, s: int, lost: IntArray, doubt: float
) -> int:
    """Return whether actor i's rung s is worth more than its rung r, whatever others do with what they have left."""
    result = DOMINATED
    for outer in range(0, units.shape[1], stride * size):
        for inner in range(stride):
            p = outer + inner + r * stride
            if lost[p]:
                continue
            q = p + (s - r) * stride
            more = units[i, q] - units[i, p]
            wrong = wrong_by(raw[i, q], raw[i, p], doubt)
            if wrong > 0 and abs(more) <= wrong:
                return UNSURE
            if more <= 0:
                return NOT_DOMINATED
    return result


@compiled(
    "int64(float64[:, ::1], float64[:, ::1], int64[::1], int64[::1], int64[::1], int64[::1], float64)", inner=True
)
def undominated(
    units: FloatArray,
    raw: FloatArray,
    sizes: IntArray,
    strides: IntArray,
    kept: IntArray,
    lost: IntArray,
    doubt: float,
) -> int:
    """Eliminate rungs that another rung strictly dominates, until none is left to eliminate.

    Parameters
    ----------
    units, raw : (n, P)
        Payoffs in units, rounded and before, but whole where that is certain.
    sizes, strides : (n,)
        Each actor's number of rungs, and the places between profiles in which it plays one rung and the next.
    kept : (n,)
        To be filled: the rungs that are left, as bits.
    lost : (P,)
        To be filled: how many eliminated rungs a profile has.
    doubt
        Units by which a rounded payoff difference may be wrong.

    Returns
    -------
    int
        `SOLVED`, or `DOUBTFUL`.
    """
    for p in range(units.shape[1]):
        lost[p] = 0
    for i in range(len(sizes)):
        kept[i] = (1 << sizes[i]) - 1
    changed = True
    while changed:
        changed = False
        for i in range(len(sizes)):
            for r in range(sizes[i]):
                for s in range(sizes[i]):
                    if s == r or not kept[i] >> r & 1 or not kept[i] >> s & 1:
                        continue
                    result = _compared(units, raw, i, strides[i], sizes[i], r, s, lost, doubt)
                    if result == UNSURE:
                        return DOUBTFUL
                    if result == DOMINATED:
                        kept[i] ^= 1 << r
                        changed = True
                        for outer in range(0, units.shape[1], strides[i] * sizes[i]):
                            for inner in range(strides[i]):
                                lost[outer + inner + r * strides[i]] += 1
    return SOLVED
