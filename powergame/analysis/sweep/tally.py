"""The results of a sweep's rows, summed up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from powergame.arrays import BoolArray
from powergame.batch.types import Results
from powergame.scenario.types import VERDICTS


@dataclass(frozen=True)
class Tally:
    """The results of some rows, summed up.

    Attributes
    ----------
    verdicts
        Rows with each of `VERDICTS`, for each actor.
    answered
        Rows in which an equilibrium is selected; `war` and `destroyed` are sums over these.
    complete, exact
        Rows with a list of equilibria that is proven complete, and rows that the exact solver answered.
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
        tuple(tuple(_count(codes == k) for k in range(len(VERDICTS))) for codes in results.verdicts),
        _count(known),
        float((results.war if every else results.war[known]).sum()),
        float((results.destroyed if every else results.destroyed[known]).sum()),
        _count(results.complete),
        _count(results.exact),
    )


def _count(true: BoolArray) -> int:
    return int(np.count_nonzero(true))


class Total:
    """Sum of tallies: sums of floats are exact until they are read, so that their order does not matter."""

    def __init__(self) -> None:
        self._counts: np.ndarray[tuple[int, int], np.dtype[np.int64]] | None = None
        self._rows = self._answered = self._complete = self._exact = 0
        self._war = self._destroyed = Fraction(0)

    def add(self, tally: Tally) -> None:
        """Add the results of some more rows."""
        counts = np.array(tally.verdicts, dtype=np.int64)
        self._counts = counts if self._counts is None else self._counts + counts
        self._rows += tally.rows
        self._answered += tally.answered
        self._complete += tally.complete
        self._exact += tally.exact
        self._war += Fraction(tally.war)
        self._destroyed += Fraction(tally.destroyed)

    def tally(self) -> Tally:
        """Return the sums so far."""
        counts = () if self._counts is None else self._counts.tolist()
        return Tally(
            self._rows,
            tuple(tuple(row) for row in counts),
            self._answered,
            float(self._war),
            float(self._destroyed),
            self._complete,
            self._exact,
        )
