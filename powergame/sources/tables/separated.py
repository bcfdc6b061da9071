"""Tables from files: cells parted by commas, semicolons or tabs, as spreadsheets and people write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from powergame.errors import Fault, ScenarioError
from powergame.sources.encoding import decoded
from powergame.sources.tables.sheet import MAX_CELLS, Sheet, letters, one_spaced, trimmed
from powergame.text import printable, repeated

ENDINGS = (".csv", ".tsv")
"""Endings of the names of tables, in any case."""

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
"""Endings of the names of whole workbooks, which are no text."""

SEPARATORS = "\t;,"
"""What may part cells; the first of those that do so equally well is taken."""

LOOKED_AT = 50
"""Rows from which the separator is told."""

MAX_BYTES = 16 << 20
"""Bytes of a table."""

MAX_COLUMNS = 20_000
"""Columns of a table; a spreadsheet has 16,384."""

SEPARATOR_TOLD = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
"""Pattern of the line with which Excel is told the separator; Excel shows no row for it."""

IN_QUOTES = re.compile('"[^"]*"')

NO_TABLE = re.compile(r"""[-{\[%#]|[^"]*:(\s|\Z)""")
"""Pattern of a first line of YAML or JSON: a key, a mark, or a comment."""


def is_table(file: str, data: bytes, *, unnamed: bool) -> bool:
    """Whether a file is a table: by its name, or, of standard input, by its first line.

    Examples
    --------
    >>> is_table("game.CSV", b"", unnamed=False), is_table("-", b";C;D", unnamed=True)
    (True, True)
    >>> is_table("-", b"name: war, and peace", unnamed=True), is_table("-", b"{actors: {a: 1, b: 2}}", unnamed=True)
    (False, False)
    """
    if file.lower().endswith(ENDINGS) or file.lower().endswith(WORKBOOKS):
        return True
    if not unnamed:
        return False
    text = data[:4096].decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    if SEPARATOR_TOLD.match(text):
        return True
    first = IN_QUOTES.sub("", next((line for line in text.splitlines() if line.strip()), ""))
    return any(mark in first for mark in SEPARATORS) and not NO_TABLE.match(first.lstrip(" "))


def read_table(data: bytes, file: str) -> tuple[Sheet, tuple[str, ...]]:
    """Return the table of a file, and warnings of how it was read.

    Raises
    ------
    ScenarioError
        Where it is no table of text, with the line.
    """
    source = printable(file)
    if file.lower().endswith(WORKBOOKS) or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refused(source, "is a whole workbook; save its sheet as CSV (UTF-8) and read that")
    if len(data) > MAX_BYTES:
        raise _refused(source, f"has more than {MAX_BYTES:,} bytes, the limit of a table")
    text, warnings = decoded(data, source)
    if "\0" in text:
        raise _refused(source, "has bytes that are no text; save the table as CSV (UTF-8)")
    told = SEPARATOR_TOLD.match(text)
    body = text[told.end() :] if told else text
    separator = told[1] if told else _separator(body, tabs_only=file.lower().endswith(".tsv"))
    return _sheet(body, separator, source, lines_above=int(told is not None)), warnings


def _refused(source: str, message: str, line: int = 0) -> ScenarioError:
    return ScenarioError([Fault(message, "", source, line, int(line > 0))])


def _separator(text: str, *, tabs_only: bool) -> str:
    """Return what parts cells: what all rows have equally often; else what the first row has most often."""
    if tabs_only:
        return "\t"
    bare = IN_QUOTES.sub("", text[: 1 << 20])
    rows = list(islice((line for line in bare.splitlines() if line.strip()), LOOKED_AT))
    counts = {mark: [row.count(mark) for row in rows] for mark in SEPARATORS}
    for mark, found in counts.items():
        if found and found[0] and len(set(found)) == 1:
            return mark
    return max(SEPARATORS, key=lambda mark: (rows[0].count(mark) if rows else 0, sum(map(bool, counts[mark]))))


def _sheet(text: str, separator: str, source: str, *, lines_above: int) -> Sheet:
    rows: list[list[str]] = []
    lines: list[int] = []
    cells = 0
    for line, row in _rows(text, separator, source, lines_above):
        cells += max(1, len(row))
        if len(row) > MAX_COLUMNS or cells > MAX_CELLS:
            limits = f"{MAX_COLUMNS:,} columns and {MAX_CELLS:,} cells"
            raise _refused(source, f"the table is too large; expected at most {limits}", line)
        rows.append([one_spaced(cell) for cell in row])
        lines.append(line)
    width = max((j + 1 for row in rows for j, cell in enumerate(row) if cell), default=0)
    if width * len(rows) > MAX_CELLS:
        raise _refused(source, f"the table is too large; expected at most {MAX_CELLS:,} cells")
    square = [row[:width] + [""] * (width - len(row)) for row in rows]
    names = [letters(j + 1) for j in range(width)]
    numbers = [f"{i + 1}" for i in range(len(rows))]
    return trimmed(square, numbers, names, lines, range(1, width + 1), source, separator)


def _rows(text: str, separator: str, source: str, lines_above: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line of the file in which it begins; blank lines are rows, as in a spreadsheet."""
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=separator != " ", strict=True
        )
    except (TypeError, ValueError):
        raise _refused(
            source, f"'sep={repeated(separator)}' names no separator; expected a comma or semicolon"
        ) from None
    begun = rows = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"is no row of a table: {printable(str(error))}; expected quotation marks in pairs"
            line = begun + 1 + lines_above
            raise ScenarioError([Fault(message, f"row {rows + 1}", source, line, 1)]) from None
        yield begun + 1 + lines_above, row
        begun, rows = reader.line_num, rows + 1
