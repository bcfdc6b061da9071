"""Tables from data frames: those of pandas, and whatever can become one."""

from __future__ import annotations

import numbers
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeGuard

from powergame.errors import UsageError
from powergame.sources.tables.numbers import is_number
from powergame.sources.tables.sheet import MAX_CELLS, Sheet, one_spaced, trimmed
from powergame.text import repeated

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "data frame"
"""Name of a frame in messages."""

UNNAMED = re.compile(r"Unnamed: \d+")
"""Pattern of the name that pandas gives to a column without one."""

PARTED = re.compile(r"\s*[|;]\s*|,\s+")
"""Pattern of what parts the payoffs of a cell, and no number."""


class Frame(Protocol):
    """A data frame: of pandas, polars or Arrow."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and columns."""

    @property
    def columns(self) -> object:
        """The columns, or their names."""


def is_frame(value: object) -> TypeGuard[Frame]:
    """Whether a value is a data frame."""
    return hasattr(value, "columns") and hasattr(value, "shape")


def sheet_of(frame: Frame) -> Sheet:
    """Return the table of a frame.

    The first row has the columns' names; the first column the index, where that has names: texts, a name of its own, or
    numbers beside payoffs.
    Numbers are read as their shortest decimals: 0.1 is a tenth, as it would be in a file.

    Raises
    ------
    UsageError
        Where it has names on several levels, or is very large.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"C": [(3, 3), (5, 0)], "D": [(0, 5), (1, 1)]}, index=["C", "D"])
    >>> sheet_of(frame).rows
    (('', 'C', 'D'), ('C', '3 | 3', '0 | 5'), ('D', '5 | 0', '1 | 1'))
    """
    table: pd.DataFrame = frame.to_pandas() if hasattr(frame, "to_pandas") else frame
    if not all(hasattr(table, name) for name in ("itertuples", "index")):
        raise UsageError(
            f"a value of type {type(frame).__name__} is no data frame that can be read; expected one of pandas"
        )
    if table.index.nlevels > 1 or table.columns.nlevels > 1:
        raise UsageError("the data frame has names on several levels; expected one level: reset_index() makes columns")
    if table.size > MAX_CELLS:
        raise UsageError(f"the data frame has {table.size:,} cells; the limit is {MAX_CELLS:,}")
    head = ["" if UNNAMED.fullmatch(name := _text(column)) else name for column in table.columns]
    body = [[_text(cell) for cell in row] for row in table.itertuples(index=False, name=None)]
    named = _is_named(table, body)
    if named:
        corner = " \\ ".join(_text(name) for name in (table.index.name, table.columns.name) if name is not None)
        head = [corner, *head]
        body = [[_text(name), *row] for name, row in zip(table.index, body, strict=True)]
    rows = [head, *body]
    row_names = ["of names", *(f"'{repeated(_text(name))}'" for name in table.index)]
    column_names = [*(["of names"] if named else []), *(f"'{repeated(_text(name))}'" for name in table.columns)]
    return trimmed(rows, row_names, column_names, [0] * len(rows), [0] * len(head), SOURCE)


def _is_named(table: pd.DataFrame, body: Sequence[Sequence[str]]) -> bool:
    """Whether a frame's index has names: texts, a name of its own, or numbers beside a first column of payoffs."""
    numbered = all(isinstance(name, numbers.Integral) for name in table.index)
    return table.index.name is not None or not numbered or any(_has_payoffs(cell) for row in body for cell in row[:1])


def _has_payoffs(cell: str) -> bool:
    payoffs = PARTED.split(cell)
    return len(payoffs) > 1 and all(map(is_number, payoffs))


def _text(cell: object) -> str:
    """Return a cell as a table has it: several numbers as a pair, what is missing as nothing."""
    if hasattr(cell, "tolist"):
        cell = cell.tolist()
    if isinstance(cell, Sequence) and not isinstance(cell, str | bytes):
        return " | ".join(_parts(cell))
    if cell is None or str(cell) == "<NA>" or cell != cell:  # nan is no number that equals itself
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell) if isinstance(cell, numbers.Number) else one_spaced(str(cell))


def _parts(cells: Iterable[object]) -> list[str]:
    return ["" if isinstance(cell, Sequence) and not isinstance(cell, str) else _text(cell) for cell in cells]
