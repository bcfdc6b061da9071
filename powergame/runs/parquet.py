"""Parquet files put together from others by copying: pages as they are, footers with their places moved.

Encoding rows as Parquet takes longer than to solve the smallest games, so it is done where chunks are solved, by as
many workers as there are; to encode all of them once more in one process would take that time again, alone.

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
GROUP_COLUMNS, GROUP_ROWS, GROUP_OFFSET, GROUP_ORDINAL = 1, 3, 5, 7
CHUNK_OFFSET, CHUNK_METADATA, CHUNK_INDEXES = 2, 3, (4, 6)
PAGE_OFFSETS = (9, 10, 11, 14)

SPOOL = 1 << 24
"""Bytes of footer that are held in memory; more of it waits in a temporary file."""


def join_parquet(pieces: Iterable[bytes], empty: bytes, file: IO[bytes]) -> None:
    """Write one Parquet file with all row groups of others, in order.

    Parameters
    ----------
    pieces
        Whole Parquet files of one schema.
    empty
        A Parquet file of that schema without rows, whose metadata the result gets.

    Notes
    -----
    A row group's ordinal, which is of 16 bits and only encryption asks for, is left out.
    """
    with SpooledTemporaryFile(SPOOL) as groups:
        file.write(MAGIC)
        at, rows, count = len(MAGIC), 0, 0
        for piece in pieces:
            pages, footer = _split(piece)
            file.write(pages)
            for group in _groups(footer):
                _move(group, at - len(MAGIC))
                groups.write(write_struct(group))
                rows += _whole(group[GROUP_ROWS])
                count += 1
            at += len(pages)
        groups.seek(0)
        length = _write_footer(file, _split(empty)[1], rows, count, groups)
    file.write(TAIL.pack(length, MAGIC))


def _split(piece: bytes) -> tuple[memoryview, Struct]:
    """Return a file's pages and its footer."""
    length, magic = TAIL.unpack_from(piece, len(piece) - TAIL.size)
    if magic != MAGIC:
        raise ValueError("this is no Parquet file")
    end = len(piece) - TAIL.size - length
    return memoryview(piece)[len(MAGIC) : end], read_struct(piece[end:])


def _groups(footer: Struct) -> list[Struct]:
    return _structs(footer[ROW_GROUPS])


def _structs(field: Field) -> list[Struct]:
    if not isinstance(field.value, Sequence):
        raise ValueError("a list is wanted")
    return [item for item in field.value.items if isinstance(item, dict)]


def _whole(field: Field) -> int:
    if not isinstance(field.value, int):
        raise ValueError("a whole number is wanted")
    return field.value


def _move(group: Struct, by: int) -> None:
    """Move the places that a row group names."""
    group.pop(GROUP_ORDINAL, None)
    _shift(group, GROUP_OFFSET, by)
    for chunk in _structs(group[GROUP_COLUMNS]):
        for number in (CHUNK_OFFSET, *CHUNK_INDEXES):
            _shift(chunk, number, by)
        pages = chunk[CHUNK_METADATA].value
        if not isinstance(pages, dict):
            raise ValueError("a structure is wanted")
        for number in PAGE_OFFSETS:
            _shift(pages, number, by)


def _shift(place: Struct, number: int, by: int) -> None:
    # 0 is written where a place is required and means nothing (any more)
    if number in place and (old := _whole(place[number])) > 0:
        place[number] = Field(I64, old + by)


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
