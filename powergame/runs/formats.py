"""Formats of tables, as the endings of files ask for them; without what writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from powergame.errors import UsageError
from powergame.packages import require
from powergame.text import printable

FormatName: TypeAlias = Literal["parquet", "csv", "arrow"]
"""Format of a file."""

Kept: TypeAlias = FormatName | Literal["memory"]
"""Format of a table, which may be in no file."""

ENDINGS: dict[str, FormatName] = {".parquet": "parquet", ".csv": "csv", ".arrow": "arrow"}
"""Formats by the ending of a file's name."""


def format_of(path: Path) -> FormatName:
    """Return the format that a file's ending asks for; what writes and reads it must be there.

    Raises
    ------
    UsageError
        Where the ending is another one, or a package is missing.
    """
    name = ENDINGS.get(path.suffix.lower())
    if name is None:
        raise UsageError(f"{printable(str(path))}: expected a file name that ends in {', '.join(ENDINGS)}")
    require_format(name, f"a table in {path.suffix.lower()}, unlike .csv,")
    return name


def require_format(name: FormatName, what: str) -> None:
    """Raise `UsageError` where what writes and reads a format is missing; `what` needs it."""
    if needs_pyarrow(name):
        require("pyarrow", what)


def needs_pyarrow(name: Kept) -> bool:
    """Whether a format is written by pyarrow, whose version decides on the bytes."""
    return name in ("parquet", "arrow")
