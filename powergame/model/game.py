"""A normal-form game: payoff arrays with names, whatever they come from."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import numpy as np

from powergame.arrays import BoolArray, FloatArray, ObjectArray

DENOMINATOR_BITS, INTEGER_BITS = 20_000, 1 << 27
"""Bits of a common denominator of payoffs, and of all of them as integers over it, at most: fractions of long numbers
have the product of all denominators. Beyond, such payoffs are not solved in integers."""

MAX_SIZE = int(1e100)
"""Size of a payoff: sums and differences of payoffs stay far from the end of floats."""

MAX_EXPONENT = 400
"""Size of a written number's exponent: ``1e999999999`` would fill the memory."""

MAX_DIGITS = 1100
"""Characters in a written number: any float that is written out in full has fewer."""

MAX_KNOWN = 10_000
"""Different payoffs that are remembered while a game is read: of equal ones there need be only one in memory."""

NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,6}))?)")

Number: TypeAlias = Decimal | Fraction
"""A payoff as it is written, exactly."""


@dataclass(frozen=True, eq=False)
class Game:
    """A normal-form game.

    Attributes
    ----------
    actors
        Names, n of them.
    rungs
        For each actor the names of its L_i pure strategies.
    payoffs
        (n, L_1, ..., L_n): what each actor gets in each profile. A compiled scenario's are multiples of 2^-40,
        in shares of all power, so they are exact as they stand.
    rational
        (n, L_1, ..., L_n) of `Fraction`: the exact payoffs where floats cannot hold them (games read from files
        with payoffs such as 1/3 or 0.1); None where `payoffs` is exact.

    Examples
    --------
    In the prisoner's dilemma defection is the best reply to everything:

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> game.best_replies[0].tolist()
    [[False, False], [True, True]]
    """

    actors: tuple[str, ...]
    rungs: tuple[tuple[str, ...], ...]
    payoffs: FloatArray
    rational: ObjectArray | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(L_1, ..., L_n)."""
        return self.payoffs.shape[1:]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, once each."""
        return tuple(dict.fromkeys(name for part in (self.actors, *self.rungs) for name in part))

    @cached_property
    def exact(self) -> ObjectArray:
        """(n, L_1, ..., L_n) of `Fraction`: the payoffs, exactly. For small games only: it makes Python objects."""
        if self.rational is not None:
            return self.rational
        fractions = np.empty(self.payoffs.shape, dtype=object)
        fractions.ravel()[:] = [Fraction(x) for x in self.payoffs.ravel().tolist()]
        return fractions

    @cached_property
    def integers(self) -> tuple[ObjectArray, int] | None:
        """The exact payoffs multiplied by their common denominator, and that; None where it is too long."""
        return integers(self.exact)

    @cached_property
    def best_replies(self) -> BoolArray:
        """(n, L_1, ..., L_n): whether each actor's rung is a best reply to the others' rungs; ties are all best."""
        table = self.payoffs if self.rational is None else self.rational
        best = [payoffs == payoffs.max(axis=i, keepdims=True) for i, payoffs in enumerate(table)]
        return np.array(best, dtype=np.bool_)


def integers(table: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> tuple[ObjectArray, int] | None:
    """Return payoffs multiplied by their common denominator, as integers, and that denominator; None if it is too long.

    Examples
    --------
    >>> table, unit = integers(np.array([0.5, 0.75])) or ((), 0)
    >>> table.tolist(), unit
    ([2, 3], 4)
    """
    fractions = [x if isinstance(x, Fraction) else Fraction(x) for x in table.ravel().tolist()]
    unit, most = 1, min(DENOMINATOR_BITS, INTEGER_BITS // max(1, len(fractions)))
    for denominator in {x.denominator for x in fractions}:
        unit = math.lcm(unit, denominator)
        if unit.bit_length() > most:
            return None
    whole = np.empty(table.shape, dtype=object)
    whole.ravel()[:] = [x.numerator * (unit // x.denominator) for x in fractions]
    return whole, unit


def payoff_of(text: str) -> Number:
    """Return a written payoff, exactly.

    Raises
    ------
    ValueError
        With what is expected instead.

    Examples
    --------
    >>> payoff_of("1/3"), payoff_of("-0.50")
    (Fraction(1, 3), Decimal('-0.50'))
    """
    match = NUMBER.fullmatch(text) if len(text) <= MAX_DIGITS else None
    if not match:
        raise ValueError("expected a payoff: 1, -0.5, 1/3 or 1e-3")
    if match[1] and abs(int(match[1])) > MAX_EXPONENT:
        raise ValueError(f"expected an exponent from -{MAX_EXPONENT} to {MAX_EXPONENT}")
    over, _, under = text.partition("/")
    if under and not int(under):
        raise ValueError("it divides by zero; expected another denominator")
    number: Number = Fraction(int(over), int(under)) if under else Decimal(text)
    whole = abs(number.numerator) // number.denominator if isinstance(number, Fraction) else number.copy_abs()
    if whole > MAX_SIZE:
        raise ValueError(f"expected a payoff of at most {float(MAX_SIZE):g} in size")
    return number if number else number + 0  # of -0 it makes 0


def exactly(payoffs: Sequence[Number]) -> tuple[FloatArray, ObjectArray | None]:
    """Return payoffs as floats, and as fractions where floats cannot hold them.

    Examples
    --------
    >>> exactly([Decimal("0.5"), Fraction(1, 4)])
    (array([0.5 , 0.25]), None)
    >>> exactly([Decimal("0.1")])[1]
    array([Fraction(1, 10)], dtype=object)
    """
    floats = np.fromiter(map(float, payoffs), dtype=np.float64, count=len(payoffs))
    pairs = zip(floats.tolist(), payoffs, strict=True)
    if all(Decimal(x) == y if isinstance(y, Decimal) else x == y for x, y in pairs):
        return floats, None
    exact = np.empty(len(payoffs), dtype=object)
    fractions: dict[Number, Fraction] = {}  # equal payoffs are one object
    for k, x in enumerate(payoffs):
        exact[k] = fractions.get(x) or (x if isinstance(x, Fraction) else Fraction(x))
        if len(fractions) < MAX_KNOWN:
            fractions[x] = exact[k]
    return floats, exact
