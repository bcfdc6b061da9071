"""Rows as CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from powergame.text import cell_text, quoted

Cell: TypeAlias = str | float | int | bool | None


def render(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    r"""Return the rows as CSV, a line each.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, whatever it takes for a separator of
    cells; numbers are written in full (`repr`), missing ones as nothing.

    Examples
    --------
    >>> render(("actor", "power"), [("red", 0.25), ("=1+1", None)])
    "actor,power\r\nred,0.25\r\n'=1+1,\r\n"
    """
    return "".join(f"{','.join(map(_cell, row))}\r\n" for row in (header, *rows))


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int):
        return str(cell)
    return repr(float(cell) + 0.0) if isinstance(cell, float) else quoted(cell_text(cell))
