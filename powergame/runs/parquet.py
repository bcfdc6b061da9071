"""Parquet files put together from pieces by copying: pages as they are, row groups with their places moved.

Rows are encoded where chunks are solved, by as many workers as there are; to encode all of them in one process, at the
end, would take that time again, alone.

References
----------
Apache Parquet, *Metadata*, https://parquet.apache.org/docs/file-format/metadata/
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO

import pyarrow as pa

from powergame.runs.pages import row_group
from powergame.runs.thrift import (
    I64,
    LIST,
    STRUCT,
    Field,
    Sequence,
    Struct,
    field_head,
    list_head,
    read_struct,
    write_struct,
)

MAGIC = b"PAR1"
TAIL = struct.Struct("<I4s")
"""Length of the footer, and the magic again."""

# Numbers of the fields of FileMetaData, RowGroup, ColumnChunk and ColumnMetaData in parquet.thrift.
ROWS, ROW_GROUPS = 3, 4
GROUP_COLUMNS, GROUP_ROWS, GROUP_OFFSET = 1, 3, 5
CHUNK_METADATA = 3
PAGE_OFFSETS = (9, 11)

SPOOL = 1 << 24
"""Bytes of footer that are held in memory; more of it waits in a temporary file."""


def parquet_piece(table: pa.Table) -> bytes:
    """Return rows as pages with their row group behind them; `join_parquet` makes a file of them."""
    pages, group = row_group(table)
    footer = write_struct(group)
    return b"".join((pages, footer, TAIL.pack(len(footer), MAGIC)))


def join_parquet(pieces: Iterable[bytes], empty: bytes, file: IO[bytes]) -> None:
    """Write pieces, in order, as one Parquet file.

    Parameters
    ----------
    pieces
        Of one schema.
    empty
        A Parquet file of that schema without rows, whose metadata the result gets.
    """
    with SpooledTemporaryFile(SPOOL) as groups:
        file.write(MAGIC)
        at, rows, count = len(MAGIC), 0, 0
        for piece in pieces:
            pages, group = _split(piece)
            file.write(pages)
            _move(group, at)
            groups.write(write_struct(group))
            at, rows, count = at + len(pages), rows + _whole(group[GROUP_ROWS]), count + 1
        groups.seek(0)
        length = _write_footer(file, _split(empty)[1], rows, count, groups)
    file.write(TAIL.pack(length, MAGIC))


def _split(piece: bytes) -> tuple[memoryview, Struct]:
    """Return what stands before a footer, and the footer."""
    length, magic = TAIL.unpack_from(piece, len(piece) - TAIL.size)
    if magic != MAGIC:
        raise ValueError("this is no Parquet file, and no piece of one")
    end = len(piece) - TAIL.size - length
    return memoryview(piece)[:end], read_struct(piece[end:])


def _move(group: Struct, by: int) -> None:
    """Move the places that a row group names."""
    _shift(group, GROUP_OFFSET, by)
    columns = group[GROUP_COLUMNS].value
    if not isinstance(columns, Sequence):
        raise ValueError("a list is wanted")
    for chunk in columns.items:
        about = chunk[CHUNK_METADATA].value if isinstance(chunk, dict) else None
        if not isinstance(about, dict):
            raise ValueError("a structure is wanted")
        for number in PAGE_OFFSETS:
            if number in about:
                _shift(about, number, by)


def _shift(place: Struct, number: int, by: int) -> None:
    place[number] = Field(I64, _whole(place[number]) + by)


def _whole(field: Field) -> int:
    if not isinstance(field.value, int):
        raise ValueError("a whole number is wanted")
    return field.value


def _write_footer(file: IO[bytes], footer: Struct, rows: int, count: int, groups: IO[bytes]) -> int:
    """Write a footer with other row groups, which are read from a file; return its length."""
    before = {number: field for number, field in footer.items() if number < ROW_GROUPS}
    before[ROWS] = Field(I64, rows)
    after = {number - ROW_GROUPS: field for number, field in footer.items() if number > ROW_GROUPS}
    head = write_struct(before)[:-1] + field_head(LIST, ROW_GROUPS - ROWS) + list_head(STRUCT, count)
    tail = write_struct(after)
    file.write(head)
    shutil.copyfileobj(groups, file)
    file.write(tail)
    return len(head) + groups.tell() + len(tail)
