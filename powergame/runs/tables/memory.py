"""Rows as they lie in memory, for tables in no file: the bytes of each column, one behind another."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import IO

import numpy as np

from powergame.runs.tables.pieces import Add
from powergame.runs.tables.rows import Array, Fields, Rows, Schema


def encode(rows: Rows) -> bytes:
    """Return rows as a piece."""
    return b"".join(rows.values(name).astype(field.type, copy=False).tobytes() for name, field in rows.fields.items())


def decode(fields: Fields, piece: bytes) -> Rows:
    """Return the rows of a piece.

    Examples
    --------
    >>> from powergame.runs.tables.rows import Field
    >>> fields = {"war": Field("float64"), "exact": Field("bool")}
    >>> rows = Rows(fields, {"war": np.array([0.5, np.nan]), "exact": np.array([True, False])})
    >>> decode(fields, encode(rows)).columns
    {'war': array([0.5, nan]), 'exact': array([ True, False])}
    """
    types = {name: np.dtype(field.type) for name, field in fields.items()}
    count = len(piece) // sum(type_.itemsize for type_ in types.values())
    columns: dict[str, Array] = {}
    at = 0
    for name, type_ in types.items():
        columns[name] = np.frombuffer(piece, type_, count, at)
        at += count * type_.itemsize
    return Rows(fields, columns)


@contextlib.contextmanager
def joining(schema: Schema, file: IO[bytes]) -> Iterator[Add]:  # noqa: ARG001  (nothing stands above the rows)
    """Write pieces behind one another."""

    def add(piece: bytes) -> None:
        file.write(piece)

    yield add
