"""What was found in the rows of a sweep, summed up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from powergame.arrays import BoolArray
from powergame.batch.types import Results
from powergame.scenario.types import VERDICTS

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Tally:
    """What was found in some rows, summed up.

    Attributes
    ----------
    verdicts
        For each actor how often each of `VERDICTS` was found.
    answered
        Rows in which an equilibrium is selected; `war` and `destroyed` are sums over these.
    complete, exact
        Rows whose list of equilibria is proven complete, and rows that the exact solver answered.
    """

    rows: int
    verdicts: tuple[tuple[int, ...], ...]
    answered: int
    war: float
    destroyed: float
    complete: int
    exact: int


def tally_of(results: Results) -> Tally:
    """Sum up results."""
    known = ~np.isnan(results.war)
    every = bool(known.all())
    return Tally(
        len(results),
        tuple(tuple(_count(own == k) for k in range(len(VERDICTS))) for own in results.verdicts),
        _count(known),
        float((results.war if every else results.war[known]).sum()),
        float((results.destroyed if every else results.destroyed[known]).sum()),
        _count(results.complete),
        _count(results.exact),
    )


def _count(true: BoolArray) -> int:
    return int(np.count_nonzero(true))


class Total:
    """Sums up tallies; sums of floats are exact until they are read, so that their order does not matter."""

    def __init__(self) -> None:
        self._counts: np.ndarray[tuple[int, int], np.dtype[np.int64]] | None = None
        self._rows = self._answered = self._complete = self._exact = 0
        self._war = self._destroyed = Fraction(0)

    def add(self, one: Tally) -> None:
        """Add what was found in some more rows."""
        counts = np.array(one.verdicts, dtype=np.int64)
        self._counts = counts if self._counts is None else self._counts + counts
        self._rows += one.rows
        self._answered += one.answered
        self._complete += one.complete
        self._exact += one.exact
        self._war += Fraction(one.war)
        self._destroyed += Fraction(one.destroyed)

    def tally(self) -> Tally:
        """Return the sums so far."""
        counts = () if self._counts is None else self._counts.tolist()
        return Tally(
            self._rows,
            tuple(tuple(own) for own in counts),
            self._answered,
            float(self._war),
            float(self._destroyed),
            self._complete,
            self._exact,
        )
