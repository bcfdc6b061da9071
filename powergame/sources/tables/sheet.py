"""A table's cells, and where a spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powergame.errors import Fault, ScenarioError
from powergame.text import fault_of_name, repeated

MAX_CELLS = 2_000_000
"""Cells of a table, empty ones among them: some seconds to read."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of text, without the empty rows and columns around it.

    Attributes
    ----------
    rows
        The cells, row by row, all rows of one length; blanks are single, and none are at the ends.
    row_names, column_names
        How messages call rows and columns: by number and letter, as a spreadsheet does.
    lines
        The line of the file in which each row begins; 0 where there is no file.
    columns
        The number of each column in the file, from 1.
    source
        The file as the user named it, printable.
    separator
        What parts cells in the file; empty where there is no file.
    """

    rows: tuple[tuple[str, ...], ...]
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    lines: tuple[int, ...]
    columns: tuple[int, ...]
    source: str
    separator: str = ""

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.column_names)

    def place(self, i: int, j: int) -> str:
        """Return how a message calls the place of a cell."""
        return f"row {self.row_names[i]}, column {self.column_names[j]}"

    def cells(self, columns: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """Yield the places and texts of all cells of some columns, but for the first row."""
        yield from ((i, j, self.rows[i][j]) for i in range(1, len(self.rows)) for j in columns)

    def fault(self, i: int, j: int, message: str) -> ScenarioError:
        """Return the error of a cell; the message goes on after what the cell has."""
        text = self.rows[i][j]
        has = f"'{repeated(text)}': " if text else "the cell is empty; "
        return ScenarioError([Fault(has + message, self.place(i, j), self.source, self.lines[i], self.columns[j])])

    def without_place(self, message: str) -> ScenarioError:
        """Return an error of the whole table."""
        return ScenarioError([Fault(message, "", self.source)])

    def without_first_column(self) -> Sheet:
        """Return the table without its first column."""
        rows, names = [row[1:] for row in self.rows], self.column_names[1:]
        return trimmed(rows, self.row_names, names, self.lines, self.columns[1:], self.source, self.separator)

    def part(self, rows: Sequence[int]) -> Sheet:
        """Return some of the rows, without the columns at the sides that are empty in all of them."""
        return trimmed(
            [self.rows[i] for i in rows],
            [self.row_names[i] for i in rows],
            self.column_names,
            [self.lines[i] for i in rows],
            self.columns,
            self.source,
            self.separator,
        )

    def name_at(self, i: int, j: int, what: str, most: int, *, dots: bool) -> str:
        """Return a cell that names something.

        Parameters
        ----------
        what
            What it names, for messages.
        most
            Characters at most.
        dots
            Whether the name may have dots, since no path leads to it.
        """
        text = self.rows[i][j]
        if not text:
            raise self.fault(i, j, f"expected the name of {what}")
        fault = fault_of_name(text.replace(".", "_") if dots else text, most)
        if fault:
            raise self.fault(i, j, f"{fault}; expected the name of {what}")
        return text


def trimmed(
    rows: Sequence[Sequence[str]],
    row_names: Sequence[str],
    column_names: Sequence[str],
    lines: Sequence[int],
    columns: Sequence[int],
    source: str,
    separator: str = "",
) -> Sheet:
    """Return the sheet of some rows, without the empty ones above and below, and the empty columns at both sides."""
    filled = [i for i, row in enumerate(rows) if any(row)]
    first, stop = (filled[0], filled[-1] + 1) if filled else (0, 0)
    kept = [j for j in range(len(column_names)) if any(row[j] for row in rows[first:stop])]
    kept = list(range(kept[0], kept[-1] + 1)) if kept else []
    return Sheet(
        rows=tuple(tuple(row[j] for j in kept) for row in rows[first:stop]),
        row_names=tuple(row_names[first:stop]),
        column_names=tuple(column_names[j] for j in kept),
        lines=tuple(lines[first:stop]),
        columns=tuple(columns[j] for j in kept),
        source=source,
        separator=separator,
    )


def counts_rows(sheet: Sheet) -> bool:
    """Whether the first column has no name and but counts the rows, as data frames are written to files."""
    head, *counts = [row[0] for row in sheet.rows if any(row)]
    return not head and any(counts == [f"{k + first}" for k in range(len(counts))] for first in (0, 1))


def letters(column: int) -> str:
    """Return how a spreadsheet calls a column, from 1.

    Examples
    --------
    >>> letters(2), letters(26), letters(27), letters(703)
    ('B', 'Z', 'AA', 'AAA')
    """
    name = ""
    while column:
        column, last = divmod(column - 1, 26)
        name = chr(ord("A") + last) + name
    return name


def one_spaced(cell: str) -> str:
    r"""Return a cell's text with single blanks: also those that do not break, and ends of lines within a cell.

    Examples
    --------
    >>> one_spaced("\xa03,\u202f0\n ")
    '3, 0'
    """
    return " ".join(cell.split())
