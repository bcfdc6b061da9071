"""Tables as CSV, written and read without any other library."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np

from powergame.arrays import IndexArray
from powergame.batch.directions import Levels
from powergame.runs.metadata import comment, has_comment
from powergame.runs.tables.pieces import Add
from powergame.runs.tables.rows import Array, Field, Fields, Rows, Schema, positive_zeros
from powergame.text import cell_text, quoted

BLOCK = 1 << 13
"""Rows that are written, or read, at a time: some megabytes."""

TRUTH = ("false", "true")
"""Words of truth values, by these as numbers."""


def encode(rows: Rows) -> bytes:
    """Return rows without a header; missing values are empty.

    Texts of each column are made once for rows next to each other that are alike, and put side by side in an array of
    bytes, which loses its padding at the end.
    """
    last = len(rows.fields) - 1
    ends = ["\n" if k == last else "," for k in range(last + 1)]
    cells = [_cells(rows, name, end) for name, end in zip(rows.fields, ends, strict=True)]
    row = np.dtype([(f"{k}", texts.dtype) for k, (texts, _) in enumerate(cells)])
    blocks = []
    for start in range(0, len(rows), BLOCK):
        block = np.empty(min(BLOCK, len(rows) - start), row)
        for k, (texts, places) in enumerate(cells):
            block[f"{k}"] = texts[places[start : start + BLOCK]]
        blocks.append(block.tobytes().translate(None, b"\0"))
    return b"".join(blocks)


def _cells(rows: Rows, name: str, end: str) -> tuple[Array, IndexArray]:
    """Return the texts of a column, each with what stands behind it, and the place of each row's text among them."""
    column, field = rows.columns[name], rows.fields[name]
    if isinstance(column, Levels):
        values, places = positive_zeros(column.values), column.places
    else:
        values, places = _runs(positive_zeros(column))
    return np.array([f"{text}{end}".encode() for text in _texts(field, values)]), places


def _runs(values: Array) -> tuple[Array, IndexArray]:
    """Return values that differ from those before them, and the place of each row's value among them.

    Examples
    --------
    >>> [part.tolist() for part in _runs(np.array([0.0, 0.0, 0.5, 0.0]))]
    [[0.0, 0.5, 0.0], [0, 0, 1, 2]]
    """
    bits = values.view(np.int64) if values.dtype == np.float64 else values  # NaN is alike NaN
    first = np.ones(len(values), dtype=bool)
    np.not_equal(bits[1:], bits[:-1], out=first[1:])
    return values[first], np.cumsum(first) - 1


def _texts(field: Field, values: Array) -> Iterable[str]:
    """Return what stands in the cells."""
    words = tuple(quoted(cell_text(word)) for word in field.words) or TRUTH
    if field.words or field.type == "bool":
        return [words[k] for k in values.tolist()]
    if field.type == "float64":
        return map(_number, values.tolist())
    return map(str, values.tolist())


def _number(number: float) -> str:
    """Return the shortest text that reads as this number; nothing for a missing one.

    Examples
    --------
    >>> [_number(number) for number in (1.0, 0.1, 1e-7, float("nan"))]
    ['1', '0.1', '1e-07', '']
    """
    return repr(number).removesuffix(".0") if number == number else ""


def _head(schema: Schema) -> bytes:
    """Return the lines above the rows: the table's description, if it is asked for, and the columns' names."""
    about = f"{comment(schema.about)}\n" if schema.commented else ""
    names = (quoted(cell_text(name)) for name in schema.fields)
    return f"{about}{','.join(names)}\n".encode()


def text(schema: Schema, rows: Rows) -> str:
    """Return a whole table as text."""
    return (_head(schema) + encode(rows)).decode()


@contextlib.contextmanager
def joining(schema: Schema, file: IO[bytes]) -> Iterator[Add]:
    """Write the lines above the rows, and then pieces."""
    file.write(_head(schema))

    def add(piece: bytes) -> None:
        file.write(piece)

    yield add


def read(path: Path, fields: Fields, names: Sequence[str]) -> Iterator[Rows]:
    """Yield some columns of a file, a block of rows at a time."""
    wanted = {name: fields[name] for name in names}
    places = [list(fields).index(name) for name in names]
    with path.open(encoding="utf-8", newline="") as file:
        if has_comment(path):
            file.readline()
        lines = csv.reader(file)
        next(lines)
        while block := list(islice(lines, BLOCK)):
            cells = list(zip(*block, strict=True))
            columns = {name: _read(wanted[name], cells[k]) for name, k in zip(names, places, strict=True)}
            yield Rows(wanted, columns)


def _read(field: Field, cells: Sequence[str]) -> Array:
    if field.words or field.type == "bool":
        words = tuple(map(cell_text, field.words)) or TRUTH
        place = {word: k for k, word in enumerate(words)}
        return np.array([place[cell] for cell in cells], dtype=field.type)
    return np.array([float(cell or "nan") for cell in cells]).astype(field.type, copy=False)
