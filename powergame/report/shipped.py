"""The list of shipped scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from powergame.files import SHIPPED
from powergame.report.document import Column, Document, Paragraph, Table, Text
from powergame.sources.shipped import ShippedScenario

if TYPE_CHECKING:
    from powergame.plain import Json

HEADER = ("name", "ask", "case", "actors", "teaches")
"""Columns of the CSV."""

COLUMNS = ("scenario", "actors", "ask", "what it teaches")
"""Headings of the list for people."""


@dataclass(frozen=True)
class ShippedList:
    """The list, as a result of the command."""

    scenarios: tuple[ShippedScenario, ...]

    def to_dict(self) -> dict[str, Json]:
        """Return the list as plain data, the JSON of ``powergame scenarios --format json``."""
        from powergame.analysis.head import named  # which loads what a scenario is

        listed: list[Json] = [{"source": f"{SHIPPED}{each.name}"} | asdict(each) for each in self.scenarios]
        return named("scenarios") | {"scenarios": listed}


def document(scenarios: Sequence[ShippedScenario]) -> Document:
    """Return the list a line each, however long, so that it can be searched."""
    lines = [COLUMNS, *_cells(scenarios)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
    return Document("", "", tuple(Paragraph(Text(line), whole=True) for line in padded))


def table(scenarios: Sequence[ShippedScenario]) -> Document:
    """Return the list as a table."""
    lines = tuple(tuple(map(Text, cells)) for cells in _cells(scenarios))
    return Document("", "", (Table(tuple(map(Column, COLUMNS)), lines),))


def rows(scenarios: Sequence[ShippedScenario]) -> Iterator[tuple[str, str, str, int, str]]:
    """Yield the rows of the CSV."""
    for each in scenarios:
        yield each.name, each.ask, each.case, each.actors, each.teaches


def _cells(scenarios: Sequence[ShippedScenario]) -> Iterator[tuple[str, ...]]:
    for each in scenarios:
        yield f"{SHIPPED}{each.name}", f"{each.actors}", each.ask, each.teaches
