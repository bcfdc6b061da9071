"""The list of shipped scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.files import SHIPPED
from powergame.report.document import Column, Document, Paragraph, Table, Text
from powergame.sources.shipped import ShippedScenario

HEADER = ("name", "ask", "case", "actors", "teaches")

COLUMNS = ("scenario", "actors", "ask", "what it teaches")


def document(scenarios: Sequence[ShippedScenario]) -> Document:
    """Return the list for people: a line each, however long, so that it can be searched."""
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
