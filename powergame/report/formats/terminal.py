"""A document on a terminal, in colour or without, in as many columns as there are."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import dataclass
from typing import Literal, TextIO

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text as RichText

from powergame.report.document import Block, Document, Heading, Paragraph, Table, Text
from powergame.text import printable

WIDTH, NARROWEST, WIDEST = 80, 40, 120

GAP = 3
"""Characters between two columns of a table."""

MANY_COLUMNS = 8

STYLES = {"plain": "", "good": "green", "bad": "bold red", "open": "yellow", "strong": "bold", "faint": "dim"}

LINED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
ASCII_LINED = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


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
        "─≠·".encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def render(document: Document, screen: Screen = Screen()) -> str:
    """Return the document as text for a terminal.

    Examples
    --------
    >>> from powergame.report.document import Column, Document, Table, Text
    >>> table = Table((Column("actor"), Column("power", numeric=True)), ((Text("red"), Text("25 %")),))
    >>> print(render(Document("Who seeks", blocks=(table,)), Screen(unicode=False)), end="")
    Who seeks
    <BLANKLINE>
    <BLANKLINE>
    actor   power
    -------------
    red      25 %
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width,
        force_terminal=screen.colour,
        force_jupyter=False,  # in a notebook, too, the text is returned, not displayed
        no_color=not screen.colour,
        color_system="standard" if screen.colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(_text(Text(document.title, "strong")), soft_wrap=False)
    if document.subtitle:
        console.print(_text(Text(document.subtitle, "faint")))
    if document.blocks and not isinstance(document.blocks[0], Heading):
        console.print()
    for block in document.blocks:
        _print(console, block, screen)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    return "\n".join(lines).rstrip() + "\n"


def _print(console: Console, block: Block, screen: Screen) -> None:
    if isinstance(block, Heading):
        console.print()
        console.print(_text(Text(block.text, "strong")))
    elif isinstance(block, Paragraph):
        text = RichText()
        if block.label:
            text.append(printable(block.label), "bold").append(": ")
        text.append_text(_text(block.text))
        console.print(Padding(text, (0, 0, 0, 2 if block.label else 0)))
    else:
        console.print()
        console.print(_table(block, screen))


def _table(table: Table, screen: Screen) -> RichTable:
    rich = RichTable(
        box=LINED if screen.unicode else ASCII_LINED,
        title=_text(Text(table.title, "strong")) if table.title else None,
        title_justify="left",
        title_style="",
        header_style="dim",
        show_edge=False,
        pad_edge=False,
    )
    widths = [
        max(cell_len(printable(text)) for text in (column.title, *(row[k].text for row in table.rows)))
        for k, column in enumerate(table.columns)
    ]
    fits = sum(widths) + GAP * len(widths) <= screen.width
    for k, column in enumerate(table.columns):
        justify: Literal["left", "right"] = "right" if column.numeric else "left"
        # where not all fits, names stay on one line as long as they leave room for the rest
        least = min(widths[0], screen.width // 4) if k == 0 and not fits and len(widths) < MANY_COLUMNS else None
        rich.add_column(RichText(printable(column.title)), justify=justify, overflow="fold", min_width=least)
    for row in table.rows:
        rich.add_row(*(_text(cell) for cell in row))
    return rich


def _text(text: Text) -> RichText:
    return RichText(printable(text.text), STYLES[text.tone], overflow="fold")
