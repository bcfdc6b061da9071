"""The columns that go into a batch, and the results that come out: one row for each variant of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from powergame.arrays import BoolArray, ByteArray, CountArray, FloatArray, IndexArray
from powergame.model.parameters import Parameters
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import DEPENDS

SOLVED, UNSELECTED, DOUBTFUL = range(3)
"""What becomes of a game in a kernel: answered; answered except for the selected equilibrium; left to the exact
solver."""

MAX_NUMBERS = 1 << 23
"""Numbers of the rows that are worked on together: of large games there are fewer rows, so that memory is bounded."""


@dataclass(frozen=True, eq=False)
class Columns:
    """The numbers of B variants of one scenario, which differ in numbers only.

    Attributes
    ----------
    truth
        The scenarios' own parameters, each with the variants along its last axis: power (n, 1, B), odds (1, B),
        ladders (6, L_i, B). Columns that do not vary may be broadcast (stride 0).
    views
        The parameters that each actor's payoffs are computed with; the same object as `truth` for actors without
        beliefs.
    scenario
        Function that returns the scenario of a row, for the exact solver.
    """

    truth: Parameters
    views: tuple[Parameters, ...]
    scenario: Callable[[int], Scenario]

    def __len__(self) -> int:
        return int(self.truth.odds.shape[-1])

    @property
    def shape(self) -> tuple[int, ...]:
        """(L_1, ..., L_n)."""
        return tuple(ladder.shape[1] for ladder in self.truth.ladders)


@dataclass(frozen=True, eq=False)
class Results:
    """The answers of a batch's rows.

    Attributes
    ----------
    verdicts : (n, B)
        0 never, 1 always, 2 depends: places in `VERDICTS`.
    least, greatest, selected : (n, B)
        Probability of seeking power: the extremes over all equilibria found, and that of the selected one (NaN where
        none is selected).
    war, destroyed : (B,)
        Probability of war and expected fraction of all power destroyed, in the selected equilibrium; NaN without one.
    equilibria : (B,)
        Number of equilibria found: extreme ones with two actors, as `solve` lists them.
    complete : (B,)
        Whether the list is proven complete.
    exact : (B,)
        Whether the exact solver answered the row, since rounding might have answered otherwise.
    play : (L_1 + ... + L_n, B), or (0, B) where it is not filled
        Probability of each rung of each actor in the selected equilibrium or quantal response, the first actor's rungs
        first; NaN where none is selected.
    """

    verdicts: ByteArray
    least: FloatArray
    greatest: FloatArray
    selected: FloatArray
    war: FloatArray
    destroyed: FloatArray
    equilibria: CountArray
    complete: BoolArray
    exact: BoolArray
    play: FloatArray

    def __len__(self) -> int:
        return len(self.war)

    def write(self, rows: IndexArray | BoolArray, others: Results) -> None:
        """Write all results of some rows.

        Parameters
        ----------
        rows : (R,), or (B,) of truth values
            The rows to be written.
        others
            The results of these R rows.
        """
        for field in fields(self):
            getattr(self, field.name)[..., rows] = getattr(others, field.name)


def most_rows(shape: tuple[int, ...], profiles: int = 0) -> int:
    """Return how many rows may be worked on together: their columns, and the payoffs of so many profiles of each.

    Examples
    --------
    >>> most_rows((2, 2)) > 2**17, most_rows((2,) * 20, 2**20)
    (True, 1)
    """
    numbers = 6 * sum(shape) + len(shape) ** 2 + (len(shape) + 2) * profiles
    return max(1, MAX_NUMBERS // numbers)


def empty_results(shape: tuple[int, ...], rows: int, *, with_play: bool = False) -> Results:
    """Return results of rows without an answer, to be filled.

    Parameters
    ----------
    shape
        (L_1, ..., L_n).
    rows
        B.
    with_play
        Whether `play` is to be filled, too.
    """
    return Results(
        verdicts=np.full((len(shape), rows), DEPENDS, dtype=np.int8),
        least=np.zeros((len(shape), rows)),
        greatest=np.ones((len(shape), rows)),
        selected=np.full((len(shape), rows), np.nan),
        war=np.full(rows, np.nan),
        destroyed=np.full(rows, np.nan),
        equilibria=np.zeros(rows, dtype=np.int32),
        complete=np.zeros(rows, dtype=bool),
        exact=np.ones(rows, dtype=bool),
        play=np.full((sum(shape) if with_play else 0, rows), np.nan),
    )


@dataclass(frozen=True, eq=False)
class Responses:
    """The quantal responses of B rows.

    Attributes
    ----------
    log_play : (N, B)
        Natural log of the probability of each rung of each actor, N = L_1 + ... + L_n, the first actor's rungs first;
        NaN where the row is not solved. It is computed from log-odds, so that it is right of rungs however rarely
        played.
    residual : (B,)
        The greatest difference in probability between play and the responses to it, recomputed from the payoffs.
    solved : (B,)
        Whether the branch was followed and `residual` is small (`powergame.batch.logit.unique`).
    unique : (B,)
        Whether it is certain that there is no other quantal response.
    crossed : (B,)
        Whether another branch crossed the principal one, as they do in symmetric games, which went straight on.
    """

    log_play: FloatArray
    residual: FloatArray
    solved: BoolArray
    unique: BoolArray
    crossed: BoolArray

    def __len__(self) -> int:
        return len(self.residual)

    def write(self, rows: IndexArray | slice, others: Responses) -> None:
        """Write all answers of some rows."""
        for field in fields(self):
            getattr(self, field.name)[..., rows] = getattr(others, field.name)


def empty_responses(rungs: int, rows: int) -> Responses:
    """Return responses of rows that are not solved, to be filled; `rungs` are those of all actors."""
    flags = (np.zeros(rows, dtype=bool) for _ in range(3))
    return Responses(np.full((rungs, rows), np.nan), np.full(rows, np.nan), *flags)
