"""Formats of tables, as the endings of files ask for them; without the library that writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from powergame.errors import UsageError
from powergame.text import printable

FormatName: TypeAlias = Literal["parquet", "csv", "arrow"]

ENDINGS: dict[str, FormatName] = {".parquet": "parquet", ".csv": "csv", ".arrow": "arrow"}
"""Formats by the ending of a file's name."""


def format_of(path: Path) -> FormatName:
    """Return the format that a file's ending asks for."""
    name = ENDINGS.get(path.suffix.lower())
    if name is None:
        raise UsageError(f"{printable(str(path))}: expected a file name that ends in {', '.join(ENDINGS)}")
    return name
