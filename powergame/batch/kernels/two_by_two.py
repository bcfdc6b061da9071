"""Games of two rungs each, solved by the signs of four payoff differences, except for the mixtures' proportions."""

from __future__ import annotations

import numpy as np

from powergame.arrays import ByteArray, CountArray, FloatArray, IntArray
from powergame.batch.kernels.cells import BLOCK, DESTROYED, PAYOFFS, RUNG, RUNG_ROWS, WAR, certain
from powergame.batch.squares import LARGEST, LEADING, MIXED, leading
from powergame.batch.types import DOUBTFUL, SOLVED, UNSELECTED
from powergame.equilibrium.verdict import CERTAIN
from powergame.jit.decorators import compiled, inlined


@inlined
def _gain(out: FloatArray, better: int, worse: int, row: int, j: int) -> float:
    """Return how much more a cell pays than another, in whole units."""
    return float(np.rint(out[better, row * BLOCK + j]) - np.rint(out[worse, row * BLOCK + j]))


@inlined
def _unsure(out: FloatArray, gain: float, better: int, worse: int, row: int, j: int, doubt: float) -> bool:
    a, b = out[better, row * BLOCK + j], out[worse, row * BLOCK + j]
    return abs(gain) <= doubt and a != b and not (certain(a) and certain(b))


@inlined
def _second(strategy: int, mixture: float) -> float:
    """Return the probability of the second rung."""
    return mixture if strategy == MIXED else float(strategy)


@inlined
def _chance(p: float, first: bool, second: bool) -> float:
    """Return the probability of seeking power, given that of the second rung and which of the two rungs seek."""
    chance = (1.0 - p if first else 0.0) + (p if second else 0.0)
    if first and second:
        chance = 1.0
    return 0.0 if chance < CERTAIN else 1.0 if chance > 1 - CERTAIN else chance


@compiled(
    "void(float64[::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], int64, int64, float64, int64[:, ::1],"
    " int8[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[::1], float64[::1], int32[::1],"
    " float64[:, ::1], int8[::1])",
    inner=True,
)
def solve_square(
    numbers: FloatArray,
    truth: FloatArray,
    mine: FloatArray,
    theirs: FloatArray,
    start: int,
    size: int,
    doubt: float,
    table: IntArray,
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
    """Solve a block of games.

    Parameters
    ----------
    numbers
        The scenario's own numbers in the block.
    truth, mine, theirs : (4, OUTPUT_ROWS * BLOCK)
        Payoffs and war in each profile: the scenario's own, and by the first and the second actor's view.
    start, size
        First row of the block in the results, and its number of rows.
    table
        `squares.KINDS`.
    doubt, verdicts, least, greatest, selected, war, destroyed, equilibria, play, became
        As for `blocks.solve_blocks`.
    """
    for j in range(size):
        row = start + j
        # what each actor gains by its first rung, against the other's first and second
        a, b = _gain(mine, 0, 2, PAYOFFS, j), _gain(mine, 1, 3, PAYOFFS, j)
        c, d = _gain(theirs, 0, 1, PAYOFFS + 1, j), _gain(theirs, 2, 3, PAYOFFS + 1, j)
        if not abs(a) + abs(b) + abs(c) + abs(d) < LARGEST:
            became[row] = DOUBTFUL
            continue
        if doubt > 0 and (
            _unsure(mine, a, 0, 2, PAYOFFS, j, doubt)
            or _unsure(mine, b, 1, 3, PAYOFFS, j, doubt)
            or _unsure(theirs, c, 0, 1, PAYOFFS + 1, j, doubt)
            or _unsure(theirs, d, 2, 3, PAYOFFS + 1, j, doubt)
        ):
            became[row] = DOUBTFUL
            continue
        kind = (
            27 * (1 + (a > 0) - (a < 0))
            + 9 * (1 + (b > 0) - (b < 0))
            + 3 * (1 + (c > 0) - (c < 0))
            + 1
            + (d > 0)
            - (d < 0)
        )
        count = table[kind, 0]
        equilibria[row] = count
        s00, s01 = numbers[RUNG * BLOCK + j] > 0, numbers[(RUNG + RUNG_ROWS) * BLOCK + j] > 0
        s10, s11 = numbers[(RUNG + 2 * RUNG_ROWS) * BLOCK + j] > 0, numbers[(RUNG + 3 * RUNG_ROWS) * BLOCK + j] > 0
        w0, w1 = WAR * BLOCK + j, DESTROYED * BLOCK + j
        plays, other_plays = table[kind, 2], table[kind, 3]
        if count == 1 and plays != MIXED and other_plays != MIXED:  # a short cut for the most frequent kind
            seeks0, seeks1 = s01 if plays == 1 else s00, s11 if other_plays == 1 else s10
            verdicts[0, row], verdicts[1, row] = seeks0, seeks1
            least[0, row] = greatest[0, row] = selected[0, row] = seeks0
            least[1, row] = greatest[1, row] = selected[1, row] = seeks1
            war[row], destroyed[row] = truth[2 * plays + other_plays, w0], truth[2 * plays + other_plays, w1]
            became[row] = SOLVED
            if len(play) > 0:
                play[0, row], play[1, row] = 1 - plays, plays
                play[2, row], play[3, row] = 1 - other_plays, other_plays
            continue
        x = c / (c - d) if c != d else 0.0
        y = a / (a - b) if a != b else 0.0
        chosen = table[kind, 1]
        if chosen == LEADING:
            chosen = leading(a, b, c, d, doubt)
        low0, high0, low1, high1 = 1.0, 0.0, 1.0, 0.0
        p, q = 0.0, 0.0
        for k in range(count):
            one, other = _second(table[kind, 2 + 2 * k], x), _second(table[kind, 3 + 2 * k], y)
            chance0, chance1 = _chance(one, s00, s01), _chance(other, s10, s11)
            low0, high0 = min(low0, chance0), max(high0, chance0)
            low1, high1 = min(low1, chance1), max(high1, chance1)
            if k == chosen:
                p, q = one, other
        least[0, row], least[1, row], greatest[0, row], greatest[1, row] = low0, low1, high0, high1
        verdicts[0, row] = 1 if low0 == 1 else 0 if high0 == 0 else 2
        verdicts[1, row] = 1 if low1 == 1 else 0 if high1 == 0 else 2
        became[row] = SOLVED if chosen >= 0 else UNSELECTED
        selected[0, row], selected[1, row] = _chance(p, s00, s01), _chance(q, s10, s11)
        stay = 1 - p
        war[row] = (
            stay * (1 - q) * truth[0, w0] + stay * q * truth[1, w0] + p * (1 - q) * truth[2, w0] + p * q * truth[3, w0]
        )
        if len(play) > 0:
            play[0, row], play[1, row], play[2, row], play[3, row] = stay, p, 1 - q, q
        destroyed[row] = (
            stay * (1 - q) * truth[0, w1] + stay * q * truth[1, w1] + p * (1 - q) * truth[2, w1] + p * q * truth[3, w1]
        )
