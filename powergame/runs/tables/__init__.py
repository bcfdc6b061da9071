"""Tables in files, joined from encoded pieces in order, one piece in memory at a time.

A piece is encoded where it is computed. Each format is a module, and what it stands on is loaded where it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from powergame.runs.formats import Kept, format_of
from powergame.runs.metadata import described

if TYPE_CHECKING:
    from powergame.runs.tables.pieces import Format
    from powergame.runs.tables.rows import Fields, Rows

__all__ = ["format_named", "metadata", "read"]


def format_named(name: Kept) -> Format:
    """Return how tables of a format are written."""
    from powergame.runs.tables import csv, memory
    from powergame.runs.tables.pieces import Format

    if name == "memory":
        return Format(memory.encode, memory.joining)
    if name == "csv":
        return Format(csv.encode, csv.joining)
    from powergame.runs.tables import arrow

    if name == "arrow":
        return Format(arrow.encode, arrow.joining)
    return Format(arrow.encode_for_parquet, arrow.joining_parquet)


def read(path: Path, fields: Fields, names: Sequence[str]) -> Iterator[Rows]:
    """Yield some columns of a file with these fields, some consecutive rows at a time."""
    if format_of(path) == "csv":
        from powergame.runs.tables import csv

        return csv.read(path, fields, names)
    from powergame.runs.tables import arrow

    return arrow.read(path, fields, names)


def metadata(path: Path) -> dict[str, object]:
    """Return the description in a table's metadata, or beside a CSV."""
    if format_of(path) == "csv":
        return described(path)
    from powergame.runs.tables import arrow

    description: dict[str, object] = json.loads(arrow.description(path))
    return description
