"""Result of `sweep`: its shares, its summary, and its rows in memory or in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from powergame.analysis.display import first_few
from powergame.analysis.head import head, origin, solution
from powergame.analysis.sweep.chunk import fields
from powergame.analysis.sweep.plan import Plan
from powergame.analysis.sweep.tally import Tally
from powergame.objects.named import expect_choice, place_of
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.runs.tables import read
from powergame.runs.tables.rows import Rows, joined
from powergame.scenario.types import VERDICTS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Sweep(Shown):
    """A solved grid.

    Attributes
    ----------
    tally
        The results of all rows, summed up.
    table
        The rows, the last axis fastest; None where they are in a file.
    path
        The file; None where the table is in memory.
    """

    plan: Plan
    tally: Tally
    table: Rows | None = None
    path: Path | None = None

    def _repr_line_(self) -> str:
        return f"{self.plan.scenario.name!r}: {self.tally.rows:,} points over {first_few(self.plan.paths)}"

    def share(self, actor: str, verdict: str) -> float:
        """Return the share of the points at which an actor has a verdict."""
        expect_choice("verdict", verdict, VERDICTS)
        counts = self.tally.verdicts[place_of(self.plan.scenario.names, actor)]
        return counts[VERDICTS.index(verdict)] / self.tally.rows

    @property
    def war(self) -> float | None:
        """The mean probability of war, over the points where an equilibrium is selected; None without any."""
        return self.tally.war / self.tally.answered if self.tally.answered else None

    @property
    def destroyed(self) -> float | None:
        """The mean expected fraction destroyed, over the same points."""
        return self.tally.destroyed / self.tally.answered if self.tally.answered else None

    def tables(self, names: Sequence[str]) -> Iterator[Rows]:
        """Yield some columns, some consecutive rows at a time."""
        if self.table is not None:
            yield self.table.select(names)
        elif self.path is not None:
            yield from read(self.path, fields(self.plan), names)

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a table of pandas; they must fit into memory."""
        return joined(self.tables(list(fields(self.plan)))).to_frame()

    def to_dict(self) -> dict[str, Json]:
        """Return the summary as plain data, the JSON of ``powergame sweep --format json``."""
        scenario, tally = self.plan.scenario, self.tally
        return {
            **head("sweep"),
            "scenario": origin(scenario),
            "options": self.plan.options(),
            "solution": solution(self.plan.concept),
            "axes": self.plan.axes_as_json(),
            "points": tally.rows,
            "output": str(self.path) if self.path else None,
            "actors": {name: {verdict: self.share(name, verdict) for verdict in VERDICTS} for name in scenario.names},
            "war": self.war,
            "destroyed": self.destroyed,
            "unanswered": tally.rows - tally.answered,
            "complete": tally.complete / tally.rows,
            "exact": tally.exact / tally.rows,
        }
