"""Rows as CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Cell: TypeAlias = str | float | int | bool | None

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of what a spreadsheet takes for a formula."""


def render(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    r"""Return the rows as CSV.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are written in full
    (`repr`), missing ones as nothing.

    Examples
    --------
    >>> render(("actor", "power"), [("red", 0.25), ("=1+1", None)])
    "actor,power\r\nred,0.25\r\n'=1+1,\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(cell) for cell in header])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return repr(cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell
