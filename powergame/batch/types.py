"""What goes into a batch and what comes out: arrays with one row for each variant of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from powergame.arrays import BoolArray, FloatArray
from powergame.arrays import ByteArray as ByteArray
from powergame.arrays import CountArray as CountArray
from powergame.model.parameters import Parameters
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS as VERDICTS


@dataclass(frozen=True, eq=False)
class Columns:
    """The numbers of B variants of one scenario, which differ in numbers only.

    Attributes
    ----------
    truth
        The scenarios' own parameters, each with the variants along its last axis: power (n, 1, B), odds (1, B),
        ladders (6, L_i, B). What does not vary may be broadcast (stride 0).
    views
        The parameters that each actor's payoffs are computed with; the same object as `truth` for actors without
        beliefs.
    scenario
        Of one row, for what is handed to the exact solver.
    exact
        Whether the numbers are, bit for bit, those that `solve` would compute for each row.
    """

    truth: Parameters
    views: tuple[Parameters, ...]
    scenario: Callable[[int], Scenario]
    exact: bool = True

    def __len__(self) -> int:
        return int(self.truth.odds.shape[-1])

    @property
    def shape(self) -> tuple[int, ...]:
        """(L_1, ..., L_n)."""
        return tuple(ladder.shape[1] for ladder in self.truth.ladders)


@dataclass(frozen=True, eq=False)
class Results:
    """What was found, row by row.

    Attributes
    ----------
    verdicts : (n, B)
        0 never, 1 always, 2 depends: places in `VERDICTS`.
    least, greatest, selected : (n, B)
        Probability of seeking power over all equilibria found, and in the selected one (NaN where none is selected).
    war, destroyed : (B,)
        Probability of war and expected fraction of all power destroyed, in the selected equilibrium; NaN without.
    equilibria : (B,)
        How many were found: extreme ones with two actors, as `solve` lists them.
    complete : (B,)
        Whether the list is proven complete.
    exact : (B,)
        Whether the row was handed to the exact solver, since rounding might have answered otherwise.
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

    def __len__(self) -> int:
        return len(self.war)
