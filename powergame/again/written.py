"""Results as they were written: JSON, or a table with what it says of itself."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from powergame.analysis.head import VERSION
from powergame.errors import UsageError
from powergame.files import is_standard_input
from powergame.runs.formats import ENDINGS, format_of
from powergame.runs.metadata import TABLE, beside, has_comment
from powergame.runs.tables import metadata
from powergame.scenario.reading.reader import read_bytes
from powergame.text import printable

MAX_BYTES = 1 << 28
"""Bytes of a result at most; larger ones are tables."""

PREFIX = "powergame."
"""Beginning of the names of all formats."""

MAX_SHOWN = 200
"""Characters, at most, that are shown of a name in a result that is wrong."""

Told: TypeAlias = Mapping[str, Any]
"""A result's JSON, or the head of it that a table has."""


@dataclass(frozen=True)
class Written:
    """A result as it was written.

    Attributes
    ----------
    file
        The file that was named.
    told
        The JSON of the result; of a table what it says of itself.
    table
        The table; None where the result is JSON.
    """

    file: str
    told: Told
    table: Path | None

    @property
    def format(self) -> str:
        """The name of its format, without what all begin with."""
        return str(self.told["format"]).removeprefix(PREFIX)


def read(file: str) -> Written:
    """Return the result that a file has: JSON, a table, or what a table says of itself in a file beside it.

    Raises
    ------
    UsageError
        Where it is no result of powergame, or is of another version of the formats.
    """
    told, table = _told(file)
    if not isinstance(told, Mapping) or not str(told.get("format", "")).startswith(PREFIX):
        raise UsageError(f"{printable(file)}: is no result; expected JSON or a table that powergame wrote")
    if told.get("version") != VERSION:
        version = printable(repr(told.get("version"))[:20])
        raise UsageError(f"{printable(file)}: is of version {version} of its format; expected {VERSION}")
    return Written(file, told, table)


def _told(file: str) -> tuple[Any, Path | None]:
    """Return what is told in a file, and the table that it is told of."""
    if not is_standard_input(file) and Path(file).suffix.lower() in ENDINGS and Path(file).is_file():
        return _of_table(Path(file)), Path(file)
    data = read_bytes(file, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise UsageError(f"{printable(file)}: is no result; expected at most {MAX_BYTES:,} bytes of JSON")
    told = _parsed(data)
    if not isinstance(told, Mapping) or TABLE not in told:
        return told, None
    name = str(told[TABLE])
    known = [table for table in _siblings(file) if table.name == name and table.suffix.lower() in ENDINGS]
    if not known:
        raise UsageError(f"{printable(file)}: the table {printable(name)[:MAX_SHOWN]} is not beside it")
    return {key: value for key, value in told.items() if key != TABLE}, known[0]


def _siblings(file: str) -> Iterator[Path]:
    """Yield the tables that a file can be the description of; what else is beside it was named by nobody."""
    if not is_standard_input(file):
        yield from (table for table in Path(file).parent.iterdir() if table.is_file() and beside(table) == Path(file))


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    """Return a number of JSON; no result has one that is not finite."""
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _of_table(table: Path) -> Any:
    """Return what a table says of itself; None where it says nothing."""
    if format_of(table) == "csv" and not has_comment(table) and not beside(table).is_file():
        raise UsageError(f"{printable(str(table))}: expected {printable(beside(table).name)} beside it, or --metadata")
    try:
        return metadata(table)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
