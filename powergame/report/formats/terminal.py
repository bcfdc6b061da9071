"""A document on a terminal, in colour or without, in as many columns as there are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TextIO

from powergame.report.bars import HEIGHTS
from powergame.report.document import Block, Document, Heading, Paragraph, Table, Tone
from powergame.report.formats.columns import tables
from powergame.report.formats.wrapping import wrapped
from powergame.text import printable, uncommanded

WIDTH, NARROWEST, WIDEST = 80, 20, 120

STYLES: dict[Tone, str] = {"good": "32", "bad": "1;31", "open": "33", "strong": "1", "faint": "2"}
"""Codes of the tones that are shown."""

IN_ASCII = str.maketrans({"–": "-", "−": "-", "…": "...", **dict(zip(HEIGHTS, "_.:-=+*#", strict=True))})
"""What stands for our own marks where there is only ASCII."""

INDENT = "  "
"""Indent of a paragraph with a label."""


@dataclass(frozen=True)
class Screen:
    """Abilities of a stream: its width, colours and characters.

    Attributes
    ----------
    width
        Characters of a line.
    colour
        Whether to colour; the words say all of it without.
    unicode
        Whether it takes more than ASCII.
    """

    width: int = WIDTH
    colour: bool = False
    unicode: bool = True


def screen_of(stream: TextIO) -> Screen:
    """Return what a stream can show, by itself and NO_COLOR, FORCE_COLOR, TERM and COLUMNS."""
    terminal = stream.isatty()
    colour = terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        colour = True
    if os.environ.get("NO_COLOR"):
        colour = False
    width = shutil.get_terminal_size((WIDTH, 24)).columns if terminal else WIDTH
    return Screen(max(NARROWEST, min(width, WIDEST)), colour, _takes_unicode(stream))


def _takes_unicode(stream: TextIO) -> bool:
    try:
        "─≠·▁█".encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def render(document: Document, screen: Screen = Screen()) -> str:
    """Return the document as text for a terminal.

    Examples
    --------
    >>> from powergame.report.document import Column, Text
    >>> table = Table((Column("actor"), Column("power", numeric=True)), ((Text("red"), Text("25 %")),))
    >>> print(render(Document("Who seeks", blocks=(table,)), Screen(unicode=False)), end="")
    Who seeks
    <BLANKLINE>
    <BLANKLINE>
    actor   power
    -------------
    red      25 %
    """
    lines: list[str] = []
    if document.title:
        lines = [_styled(line, "strong", screen) for line in wrapped(_literal(document.title, screen), screen.width)]
    if document.subtitle:
        lines += [_styled(line, "faint", screen) for line in wrapped(_literal(document.subtitle, screen), screen.width)]
    if lines and document.blocks and not isinstance(document.blocks[0], Heading):
        lines.append("")
    for block in document.blocks:
        lines += _block(block, screen)
    text = uncommanded("\n".join(line.rstrip() for line in lines).strip("\n"))
    return f"{text}\n" if text else ""


def _block(block: Block, screen: Screen) -> Iterator[str]:
    if isinstance(block, Heading):
        yield ""
        yield from (_styled(line, "strong", screen) for line in wrapped(_literal(block.text, screen), screen.width))
    elif isinstance(block, Paragraph):
        yield from _paragraph(block, screen)
    else:
        for table in tables(_literal_table(block, screen), screen.width, "─" if screen.unicode else "-"):
            yield ""
            yield from ("".join(_styled(text, tone, screen) for text, tone in line) for line in table)


def _paragraph(paragraph: Paragraph, screen: Screen) -> Iterator[str]:
    label, text = _literal(paragraph.label, screen), _literal(paragraph.text.text, screen)
    text = f"{label}: {text}" if label else text
    indent = INDENT if label and not paragraph.whole else ""
    lines = [uncommanded(text)] if paragraph.whole else wrapped(text, screen.width - len(indent))
    left = len(label)
    for line in lines:
        name = line[:left]  # a long label may take several lines
        left -= len(name)
        yield indent + _styled(name, "strong", screen) + _styled(line[len(name) :], paragraph.text.tone, screen)


def _literal(text: str, screen: Screen) -> str:
    """Return text in characters that the screen has."""
    shown = printable(text)
    return shown if screen.unicode else shown.translate(IN_ASCII).encode("ascii", "backslashreplace").decode()


def _literal_table(table: Table, screen: Screen) -> Table:
    columns = tuple(replace(column, title=_literal(column.title, screen)) for column in table.columns)
    rows = tuple(tuple(replace(cell, text=_literal(cell.text, screen)) for cell in row) for row in table.rows)
    return replace(table, columns=columns, rows=rows)


def _styled(text: str, tone: Tone, screen: Screen) -> str:
    code = STYLES.get(tone)
    return f"\x1b[{code}m{text}\x1b[0m" if screen.colour and code and text.strip() else text
