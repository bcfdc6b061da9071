"""A document: prose and tables, whatever they will be shown on.

Each question composes its document once; a renderer each shows it on a terminal, as Markdown or on a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Tone = Literal["plain", "good", "bad", "open", "strong", "faint"]
"""How a text is meant; renderers without colour show the words alone."""


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
    """A table; every row has a cell for each column.

    Attributes
    ----------
    heads
        Columns, from the first, that say what a row is: where a table is too wide for its place and is broken into
        several, each of these has them.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    heads: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; the label, if any, stands before it (an actor's name, say).

    Attributes
    ----------
    whole
        Whether it is one line however long, for programs that read lines.
    """

    text: Text
    label: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading."""

    text: str


Block: TypeAlias = Table | Paragraph | Heading


@dataclass(frozen=True)
class Document:
    """A result, ready to be shown; a list that programs read has no title."""

    title: str
    subtitle: str = ""
    blocks: tuple[Block, ...] = field(default=())
