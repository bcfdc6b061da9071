"""Games of two actors with two rungs each, many at once: by the signs of four payoff differences."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IntArray
from powergame.jit.decorators import shared
from powergame.model.payoffs import PAYOFF_UNIT

LARGEST = 2.0**46
"""Units of payoff above which a game is left to the exact solver."""

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


@shared
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


@shared
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


@dataclass(frozen=True, eq=False)
class Squares:
    """The equilibria of B games.

    Attributes
    ----------
    told : (B,)
        Whether the game is answered here; others have payoffs too large for it.
    count : (B,)
        Number of extreme equilibria, up to 4.
    play : (2, 2, 4, B)
        Each actor's probability of each rung in each of them; meaningless beyond their number.
    selected : (B,)
        Place of the selected one; below 0 where it was not looked for, or only following the logit path tells.
    """

    told: BoolArray
    count: IntArray
    play: FloatArray
    selected: IntArray

    def chances(self, i: int, seeks: BoolArray) -> FloatArray:
        """Return actor i's probability of seeking power in each equilibrium, (4, B).

        Parameters
        ----------
        seeks : (2, B)
            Which of its rungs seek power.
        """
        first, second = self.play[i]
        return np.asarray(np.where(seeks[0] & seeks[1], 1.0, first * seeks[0] + second * seeks[1]))


def solve_squares(payoffs: FloatArray, *, selecting: bool) -> Squares:
    """Return the equilibria of games.

    Parameters
    ----------
    payoffs : (2, 2, 2, B)
        In whole multiples of `PAYOFF_UNIT`, so that their differences are exact.
    selecting
        Whether an equilibrium is to be selected where there are several.

    Examples
    --------
    A stag hunt has two pure equilibria and a mixed one; hare is selected, the safer of both:

    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> solved = solve_squares(np.array([row, row.T])[..., None], selecting=True)
    >>> solved.count.tolist(), solved.play[0, 0, :3, 0].tolist(), solved.selected.tolist()
    ([3], [1.0, 0.0, 0.75], [1])
    """
    units = payoffs / PAYOFF_UNIT
    (a, b), (c, d) = units[0, 0] - units[0, 1], units[1, :, 0] - units[1, :, 1]
    told = np.abs([a, b, c, d]).sum(axis=0) < LARGEST
    kind = sum(weight * (1 + np.sign(gain)) for weight, gain in zip((27, 9, 3, 1), (a, b, c, d), strict=True))
    table = KINDS[np.asarray(kind, dtype=np.int64)]
    strategies = table[:, 2:].reshape(-1, 4, 2).T  # of each actor, in each equilibrium, of each game
    play = np.empty((2, 2, 4, len(table)))
    for i, (first, second) in enumerate(((c, d), (a, b))):
        mixed, width = strategies[i] == MIXED, np.where(first == second, 1.0, first - second)
        play[i, 0] = np.where(mixed, -second / width, 1 - strategies[i])
        play[i, 1] = np.where(mixed, first / width, strategies[i])
    chosen = np.where(table[:, 1] == LEADING, FOLLOWED, table[:, 1])
    if selecting:
        for k in np.flatnonzero((table[:, 1] == LEADING) & told).tolist():
            chosen[k] = leading(float(a[k]), float(b[k]), float(c[k]), float(d[k]), 0.0)
    return Squares(told, table[:, 0], play, chosen)
