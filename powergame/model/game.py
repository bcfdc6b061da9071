"""A normal-form game: payoff arrays with names, whatever they come from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray, FloatArray, ObjectArray

DENOMINATOR_BITS, INTEGER_BITS = 20_000, 1 << 27
"""Bits of a common denominator of payoffs, and of all of them as integers over it, at most: fractions of long numbers
have the product of all denominators. Beyond, such payoffs are not solved in integers."""


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
