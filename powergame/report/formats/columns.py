"""Tables in a given width: broken into several, or row by row, rather than that a number is cut.

Where a table is too wide, its cells are broken at blanks first. Where that is not enough its columns are parted into
several tables, each with the columns that say what a row is; and where these leave no room for another column, every
row is a list of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

from rich.cells import cell_len

from powergame.report.document import Column, Table, Text, Tone
from powergame.report.formats.wrapping import longest, wrapped

GAP = "   "
"""Blanks between two columns."""

INDENT = "  "
"""Indent of a row's cells where they stand under one another."""

NAME = 11
"""Characters of a column of names at least, where they have to be broken: our own words have fewer."""

COMFORT, COMFORT_OF_NUMBERS = 24, 14
"""Characters of a column of text, and of one of numbers, that are enough to be read with ease."""

Line: TypeAlias = "list[tuple[str, Tone]]"
"""A line: pieces of text with their tones."""


def tables(table: Table, width: int, rule: str) -> Iterator[list[Line]]:
    """Yield a table's lines; those of several tables where it is too wide.

    Parameters
    ----------
    width
        Characters of a line.
    rule
        Character of which the line under the head is drawn.
    """
    for heads in range(table.heads, 0, -1):
        groups = _groups(table, heads, width)
        if groups is not None:
            yield from (list(_lines(table, group, width, rule)) for group in groups)
            return
    yield list(_listed(table, width))


def _texts(table: Table, k: int) -> Iterator[str]:
    yield table.columns[k].title
    yield from (row[k].text for row in table.rows)


def _whole(table: Table, k: int) -> int:
    """Return the width of a column none of whose cells is broken."""
    return max(map(cell_len, _texts(table, k)))


def _least(table: Table, k: int) -> int:
    """Return the width in which a column's numbers are whole."""
    return max(longest(text, NAME) for text in _texts(table, k))


def _comfortable(table: Table, k: int, width: int) -> int:
    """Return a width in which a column is read with ease: its words are whole, if they are not very long."""
    most = min(COMFORT_OF_NUMBERS if table.columns[k].numeric else COMFORT, max(NAME, width // 3))
    words = max(longest(text, most) for text in _texts(table, k))
    return max(_least(table, k), min(_whole(table, k), max(words, most)))


def _groups(table: Table, heads: int, width: int) -> list[list[int]] | None:
    """Return the columns of each table, or None where there is not room for each beside the first ones."""
    every = list(range(len(table.columns)))
    if _total([_whole(table, k) for k in every]) <= width:
        return [every]
    first, others = every[:heads], every[heads:]
    wanted = [_comfortable(table, k, width) for k in every]
    least = [_least(table, k) for k in every]
    if max(_total(least[:heads]), *(_total([*least[:heads], least[k]]) for k in others), 0) > width:
        return None
    groups = [list(first)]
    for k in others:
        group = groups[-1]
        beside = _total([min(wanted[j], max(least[j], width // 5)) if j in first else wanted[j] for j in [*group, k]])
        if len(group) > heads and beside > width:
            groups.append([*first, k])
        else:
            group.append(k)
    return groups


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _widths(table: Table, group: Sequence[int], width: int) -> list[int]:
    """Return the widths of columns: what each needs at least, and then what is left, evenly, up to what it can use."""
    widths = [_least(table, k) for k in group]
    comfortable, whole = [_comfortable(table, k, width) for k in group], [_whole(table, k) for k in group]
    for most in (comfortable, whole):
        left = width - _total(widths)
        while left > 0 and (short := [j for j in range(len(group)) if widths[j] < most[j]]):
            for j in short[:left]:
                widths[j] += 1
            left -= len(short[:left])
    return widths


def _lines(table: Table, group: Sequence[int], width: int, rule: str) -> Iterator[Line]:
    columns = [table.columns[k] for k in group]
    widths = _widths(table, group, width)
    yield from _row([Text(column.title, "faint") for column in columns], columns, widths)
    yield [(rule * _total(widths), "plain")]
    for row in table.rows:
        yield from _row([row[k] for k in group], columns, widths)


def _row(cells: Sequence[Text], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[Line]:
    """Yield the lines of a row, of which a broken cell makes several."""
    broken = [wrapped(cell.text, width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*broken, fillvalue=""):
        line: Line = []
        for text, cell, column, width in zip(parts, cells, columns, widths, strict=True):
            blanks = " " * (width - cell_len(text))
            gap = GAP if line else ""
            before, behind = (blanks, "") if column.numeric else ("", blanks)
            line += [(gap + before, "plain"), (text, cell.tone), (behind, "plain")]
        yield line


def _listed(table: Table, width: int) -> Iterator[Line]:
    """Yield the lines of rows whose cells stand under one another."""
    for row in table.rows:
        yield from ([(line, row[0].tone)] for line in wrapped(row[0].text, width))
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            text = f"{column.title}: {cell.text}" if column.title else cell.text
            yield from ([(INDENT + line, cell.tone)] for line in wrapped(text, width - len(INDENT)))
