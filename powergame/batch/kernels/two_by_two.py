"""Games of two rungs each, solved by the signs of four payoff differences, except for the mixtures' proportions."""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import ByteArray, CountArray, FloatArray, IntArray
from powergame.batch.kernels.cells import BLOCK, DESTROYED, PAYOFFS, RUNG, RUNG_ROWS, WAR, certain
from powergame.batch.kernels.games import LARGEST
from powergame.batch.types import DOUBTFUL, SOLVED, UNSELECTED
from powergame.equilibrium.verdict import CERTAIN
from powergame.jit.decorators import compiled, inlined

MIXED = 2
"""Strategy beside 0 and 1, the rungs: a mixture of both at which the other actor is indifferent."""

LEADING, FOLLOWED = -1, -2
"""Places of the selected equilibrium that the signs alone do not tell: `leading` tells the first, and following the
logit path the second."""

KIND_COLUMNS = 2 + 2 * 4
"""Columns of the table of kinds: two, and two for each of up to four equilibria."""

BOTTOM = -1.2784645427610738
"""Log-odds at the bottom of the deepest barrier, -1 - W(1 / e), with Lambert's function."""

NEWTON_STEPS = 4
"""Steps of Newton's method after which any barrier's bottom is found to rounding."""

SURELY = 1e-9
"""Part by which two barriers must differ to be told apart, far above rounding errors."""

DOUBTFUL_LEAN = 16
"""Multiple of the doubt by which payoffs must differ for a lean to be certain."""


def kinds() -> IntArray:
    """Return the equilibria of all kinds of 2 x 2 games.

    Returns
    -------
    (81, KIND_COLUMNS)
        The number of extreme equilibria; the place of the selected one, `LEADING` or `FOLLOWED`; and the strategies of
        each, 0, 1 or `MIXED`. A row's digits to base 3 are the signs (0 less, 1 equal, 2 more) of the first actor's
        gains by its first rung against each of the other's, then the second actor's.
    """
    table = np.zeros((81, KIND_COLUMNS), dtype=np.int64)
    for kind in range(81):
        a, b, c, d = (kind // 27 - 1, kind // 9 % 3 - 1, kind // 3 % 3 - 1, kind % 3 - 1)
        equilibria = [(x, y) for x in _vertices(c, d) for y in _vertices(a, b) if _supports(x, y, a, b, c, d)]
        table[kind, 0] = len(equilibria)
        strict_pair = len(equilibria) == 3 and 0 not in (a, b, c, d)
        table[kind, 1] = 0 if len(equilibria) == 1 else LEADING if strict_pair else FOLLOWED
        for k, (x, y) in enumerate(equilibria):
            table[kind, 2 + 2 * k : 4 + 2 * k] = x, y
    return table


def _vertices(first: int, second: int) -> tuple[int, ...]:
    return (0, 1, MIXED) if first * second < 0 else (0, 1)


def _supports(x: int, y: int, a: int, b: int, c: int, d: int) -> bool:
    """Whether strategies are replies to each other."""
    gain = a if y == 0 else b if y == 1 else 0
    other = c if x == 0 else d if x == 1 else 0
    return (x != 0 or gain >= 0) and (x != 1 or gain <= 0) and (x != MIXED or gain == 0) and (
        (y != 0 or other >= 0) and (y != 1 or other <= 0) and (y != MIXED or other == 0)
    )  # fmt: skip


KINDS = kinds()


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


@inlined
def barrier(first: float, second: float) -> float:
    """Return an actor's barrier, in its payoffs: the depth of x (first + second) (s(x) - c), s(x) = 1 / (1 + exp(-x)).

    The actor gains `first` by its first rung against the other's first and loses `second` by it against the other's
    second, both above 0. It is indifferent where the other plays its first rung with probability
    c = second / (first + second).
    """
    c = min(first, second) / (first + second)
    x = max(BOTTOM, 0.5 * math.log(c / (1 - c)))
    for _ in range(NEWTON_STEPS):
        s = 1 / (1 + math.exp(-x))
        x -= (s - c + x * s * (1 - s)) / (s * (1 - s) * (2 + x * (1 - 2 * s)))
    return x * (first + second) * (c - 1 / (1 + math.exp(-x)))


@inlined
def leading(a: float, b: float, c: float, d: float, doubt: float) -> int:
    """Return the place of the equilibrium to which the logit path leads, of three: 0 and 1 are strict, 2 mixed.

    If at uniform play both actors lean to the same strict equilibrium, or only one of them leans at all, play never
    leans back (as in `ordering`). If neither leans, play stays uniform. Otherwise the actor whose opponent has the
    lower barrier gets its way. For with x, y the log-odds of first rungs, logit responses at any rationality are the
    points of the curve

        x (c - d) (s(x) - p) = y (a - b) (s(y) - q)

    on which rationality is positive. Each side is convex in s with a minimum below 0, and is 0 at uniform play and at
    the mixed equilibrium, (p, q). From uniform play both sides fall, until the shallower one is at its bottom. Its
    variable goes on through the bottom, to the far side; the other variable turns back and through uniform play.

    Parameters
    ----------
    a, b, c, d
        Gains of the first actor by its first rung against the other's first and second; likewise the second actor's.
    doubt
        Units by which the gains may be wrong; `FOLLOWED` is returned where that could matter.
    """
    if a < 0:  # the second actor's rungs the other way round
        a, b, c, d = b, a, -c, -d
    first, second = a + b, c + d
    if doubt > 0 and (abs(first) <= DOUBTFUL_LEAN * doubt or abs(second) <= DOUBTFUL_LEAN * doubt):
        return FOLLOWED
    if first == 0 and second == 0:
        return 2
    if (first >= 0 and second >= 0) or (first <= 0 and second <= 0):
        return 0 if first + second > 0 else 1
    own, other = barrier(a, -b), barrier(c, -d)
    wrong = DOUBTFUL_LEAN * doubt * (1 / abs(first) + 1 / abs(second))
    if abs(own - other) <= (SURELY + wrong) * max(own, other):
        return FOLLOWED
    prevails = first if other < own else second
    return 0 if prevails > 0 else 1


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
        `KINDS`.
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
