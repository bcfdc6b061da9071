"""Tables computed again: a result's CSV, and the points of a sweep or an inference in any format."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from powergame.again.asked import ASKED, inferred, swept
from powergame.again.differences import MISSING, Comparing
from powergame.again.result import Compared
from powergame.again.written import Told
from powergame.runs.formats import format_of
from powergame.runs.metadata import has_comment

if TYPE_CHECKING:
    from powergame.report.formats.csv import Cell

Row: TypeAlias = Sequence[Any]


def compare_table(told: Told, format_: str, table: Path) -> Compared:
    """Compute a table again and compare it with the one that was written, cell by cell."""
    with TemporaryDirectory() as folder:
        again = Path(folder) / f"again{table.suffix.lower()}"
        if format_ in POINTS:
            POINTS[format_](told, again)
            return _compared(table, again)
        result = ASKED[format_](told)
        several = [_compared_csv(table, again, header, rows) for header, rows in _tables(result, format_)]
        return min(several, key=lambda compared: compared.differ)


def _sweep_points(told: Told, file: Path) -> None:
    swept(told, file)


def _infer_points(told: Told, file: Path) -> None:
    from powergame.analysis.infer.table import saved

    file.write_bytes(saved(inferred(told), format_of(file)))


POINTS: Mapping[str, Callable[[Told, Path], None]] = {"sweep.points": _sweep_points, "infer.points": _infer_points}
"""Functions that write a table of points again, by its format."""


def _tables(result: Any, format_: str) -> Iterator[tuple[Sequence[str], Iterable[Sequence[Cell]]]]:
    """Yield the tables that the command may have written of a result: header and rows."""
    from powergame.report.documents import compare
    from powergame.report.notebook import table

    yield table(result)
    if format_ == "compare":
        yield compare.csv_header(result), compare.csv_rows(result)


def _compared_csv(table: Path, again: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Compared:
    from powergame.report.formats.csv import render

    again.write_text(render(header, rows), encoding="utf-8", newline="")
    return _compared(table, again)


def _compared(table: Path, again: Path) -> Compared:
    """Compare two tables of one format, row by row; the names of the columns are row 0.

    Raises
    ------
    ValueError
        Where one of them cannot be read.
    """
    try:
        return _row_by_row(table, again)
    except (OSError, csv.Error, NotImplementedError) as error:
        raise ValueError(str(error)) from error


def _row_by_row(table: Path, again: Path) -> Compared:
    tally = Comparing()
    (names, written), (columns, now) = _read(table), _read(again)
    tally.add("columns", names, columns)
    for k, (before, after) in enumerate(zip_longest(written, now, fillvalue=()), 1):
        for name, x, y in zip_longest(columns, before, after, fillvalue=MISSING):
            tally.add(f"row {k}, {name}", x, y)
    return tally.compared


def _read(table: Path) -> tuple[list[str], Iterator[Row]]:
    """Return the names of a table's columns, and its rows one after the other."""
    if format_of(table) == "csv":
        return _read_csv(table)
    from powergame.runs.tables.arrow import whole

    return whole(table)


def _read_csv(table: Path) -> tuple[list[str], Iterator[Row]]:
    commented = has_comment(table)

    def lines() -> Iterator[list[str]]:
        with table.open(encoding="utf-8", newline="") as file:
            if commented:
                file.readline()
            yield from csv.reader(file)

    rows = lines()
    return next(rows, []), ([_cell(cell) for cell in row] for row in rows)


def _cell(text: str) -> Any:
    """Return the number that a cell has, or its text."""
    try:
        return float(text)
    except ValueError:
        return text
