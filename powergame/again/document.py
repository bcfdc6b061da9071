"""What is said of a result that was computed again: whether a result came out the same, and what did not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from powergame.report.document import Block, Column, Document, Paragraph, Table, Text

if TYPE_CHECKING:
    from powergame.again.result import Again
    from powergame.plain import Json

MAX_SHOWN = 20
"""Differences that are shown; JSON has more."""

MAX_CHARACTERS = 200
"""Characters, at most, that are shown of a value that differs."""


def document(again: Again) -> Document:
    """Return the comparison in words, with a table of what differs."""
    blocks: list[Block] = [Paragraph(Text(_headline(again), "good" if again.same else "bad"))]
    if shown := again.compared.differences[:MAX_SHOWN]:
        columns = (Column("what"), Column("written"), Column("now"))
        rows = tuple((Text(_told(each.path)), Text(_told(each.written)), Text(_told(each.now))) for each in shown)
        blocks.append(Table(columns, rows))
    if again.compared.differ > len(shown):
        blocks.append(Paragraph(Text(f"{len(shown)} of them are shown; --format json has more.", "faint")))
    blocks += [Paragraph(Text(note), "Note") for note in again.notes]
    return Document(
        again.name or again.file, f"{again.format} of powergame {again.powergame}, in {again.file}", tuple(blocks)
    )


def _headline(again: Again) -> str:
    compared = again.compared
    if not again.same:
        return f"Computed again, {compared.differ:,} of {compared.values:,} values differ."
    if compared.rounding:
        return f"Computed again, it comes out the same, but for rounding (by {compared.rounding:.0e} at most)."
    return f"Computed again, it comes out the same, in all of {compared.values:,} values."


def _told(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}..."
