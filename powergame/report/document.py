"""A page of prose and tables, before it is known where it will be shown.

What a result says is put together once, here, and then shown on a terminal or as Markdown by a renderer each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Tone = Literal["plain", "good", "bad", "open", "strong", "faint"]
"""What a text tells beyond its words; a renderer without colour shows `strong` and `bad` as the words stand."""


@dataclass(frozen=True)
class Text:
    """Literal text: whatever it contains, it is shown, never interpreted."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table; every row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; the label, if any, stands before it (an actor's name, say)."""

    text: Text
    label: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading."""

    text: str


Block: TypeAlias = Table | Paragraph | Heading


@dataclass(frozen=True)
class Document:
    """A result, ready to be shown."""

    title: str
    subtitle: str = ""
    blocks: tuple[Block, ...] = field(default=())
