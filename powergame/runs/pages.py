"""Rows as one row group of a Parquet file.

A writer for every kind of table looks up each value among those it has seen, which takes longer than to solve the
smallest games. Here more is known: verdicts and axes come as places in a list of words or values, and most numbers
found stand in runs. Places are written a byte or two each, and whatever can be made smaller is left to compression.

References
----------
Apache Parquet, *Encodings*, https://parquet.apache.org/docs/file-format/data-pages/encodings/
Apache Parquet, *parquet.thrift*, https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from powergame.runs.thrift import BINARY, I32, I64, LIST, STRUCT, Field, Sequence, Struct, write_struct

BOOLEAN, INT32, DOUBLE, BYTE_ARRAY = 0, 1, 5, 6
PLAIN, RLE, RLE_DICTIONARY = 0, 3, 8
DATA_PAGE, DICTIONARY_PAGE = 0, 2
ZSTD = 6
"""Numbers of parquet.thrift: types, encodings, kinds of pages, and a codec."""

CODEC = pa.Codec("zstd", 1)
"""Higher levels make no difference in size here, and some in time."""

RUN = 8
"""Values in a run, on average, from which on a list of those that occur is worth making."""

WIDTHS = ((1 << 8, np.uint8), (1 << 16, np.uint16))
"""How many places fit into how wide a number."""

Numbers = npt.NDArray[np.float64] | npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Column:
    """What pages hold.

    Attributes
    ----------
    type
        Of the values, as Parquet numbers it.
    values
        All of them, as they are written plainly; or those that occur, each once, where there are `places`.
    places
        Of each row's value.
    distinct
        How many values occur.
    known
        Which rows have one; None for all.
    least, greatest
        As they are written plainly, without the length of texts; None where there is none.
    """

    type: int
    values: bytes | memoryview
    places: npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | None = None
    distinct: int = 0
    known: Bools | None = None
    least: bytes | None = None
    greatest: bytes | None = None


def row_group(table: pa.Table) -> tuple[bytes, Struct]:
    """Return the pages of all columns, and the RowGroup of a footer, with places from the beginning of the pages.

    Parameters
    ----------
    table
        Of one row or more; its columns are floats, 32-bit integers, truth values, or texts or floats by dictionary,
        and all but dictionaries may have missing values.
    """
    rows = table.num_rows
    pages = bytearray()
    chunks: list[Any] = []
    plain = packed = 0
    for name, column in zip(table.column_names, table.columns, strict=True):
        start = len(pages)
        found = _column(column.combine_chunks())
        sizes = _write(pages, found, rows)
        chunks.append(_chunk(name, found, rows, start, len(pages) - start, sizes))
        plain, packed = plain + sizes.plain, packed + len(pages) - start
    group = {
        1: Field(LIST, Sequence(STRUCT, chunks)),
        2: Field(I64, plain),
        3: Field(I64, rows),
        5: Field(I64, 0),
        6: Field(I64, packed),
    }
    return bytes(pages), group


def _column(array: pa.Array) -> _Column:
    if isinstance(array, pa.DictionaryArray):
        return _words(array) if pa.types.is_string(array.dictionary.type) else _levels(array)
    known = None if array.null_count == 0 else _bits(array, 0)
    if pa.types.is_boolean(array.type):
        values = _bits(array, 1)
        values = values if known is None else values[known]
        return _Column(BOOLEAN, np.packbits(values, bitorder="little").tobytes(), known=known)
    numbers: Numbers = _numbers(array)
    numbers = numbers if known is None else numbers[known]
    kind = DOUBLE if numbers.dtype == np.float64 else INT32
    least, greatest = _range(numbers)
    listed = _listed(numbers)
    if listed is None:
        return _Column(kind, numbers.tobytes(), known=known, least=least, greatest=greatest)
    each, places = listed
    return _Column(kind, each.tobytes(), places, len(each), known, least, greatest)


def _words(array: pa.DictionaryArray) -> _Column:
    words = [word.encode() for word in array.dictionary.to_pylist()]
    places = _numbers(array.indices).astype(np.uint8)
    there = sorted(word for k, word in enumerate(words) if (places == k).any())
    plain = b"".join(len(word).to_bytes(4, "little") + word for word in words)
    return _Column(BYTE_ARRAY, plain, places, len(words), least=there[0], greatest=there[-1])


def _levels(array: pa.DictionaryArray) -> _Column:
    each, places = _numbers(array.dictionary), _numbers(array.indices)
    least, greatest = _range(each)
    kind = _width(len(each))
    if kind is None:
        return _Column(DOUBLE, each[places].tobytes(), least=least, greatest=greatest)
    return _Column(DOUBLE, each.tobytes(), places.astype(kind), len(each), None, least, greatest)


def _numbers(array: pa.Array) -> Any:
    kind = np.dtype(array.type.to_pandas_dtype())
    return np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + len(array)]


def _bits(array: pa.Array, which: int) -> Bools:
    """Return which values are known (0), or truth values (1)."""
    found = np.unpackbits(np.frombuffer(array.buffers()[which], np.uint8), bitorder="little")
    return found[array.offset : array.offset + len(array)].view(np.bool_)


def _listed(numbers: Numbers) -> tuple[Numbers, Any] | None:
    """Return the numbers that occur, each once, and their places, where they stand in runs; None where not."""
    bits = numbers.view(np.int64) if numbers.dtype == np.float64 else numbers  # 0 and -0 differ
    changes = np.flatnonzero(bits[1:] != bits[:-1])
    if (len(changes) + 1) * RUN > len(bits):
        return None
    each, places = np.unique(bits[np.concatenate((changes, [len(bits) - 1]))], return_inverse=True)
    kind = _width(len(each))
    if kind is None:
        return None
    lengths = np.diff(changes, prepend=-1, append=len(bits) - 1)
    return each.view(numbers.dtype), np.repeat(places.astype(kind), lengths)


def _width(distinct: int) -> type[np.uint8] | type[np.uint16] | None:
    return next((kind for most, kind in WIDTHS if distinct <= most), None)


def _range(numbers: Numbers) -> tuple[bytes | None, bytes | None]:
    """Return the least and the greatest of the numbers, as readers look for them: 0 has both signs."""
    if not len(numbers):
        return None, None
    least, greatest = numbers.min(), numbers.max()
    if numbers.dtype == np.float64:
        least = np.float64(-0.0) if least == 0 else least
        greatest = np.float64(0.0) if greatest == 0 else greatest
    return least.tobytes(), greatest.tobytes()


@dataclass(frozen=True)
class _Sizes:
    """Bytes of a column's pages before compression, and of its dictionary's page after it."""

    plain: int
    dictionary: int


def _write(pages: bytearray, column: _Column, rows: int) -> _Sizes:
    plain = dictionary = 0
    if column.places is not None:
        about = {1: Field(I32, column.distinct), 2: Field(I32, PLAIN)}
        dictionary, plain = _page(pages, DICTIONARY_PAGE, 7, about, column.values)
    content = b"".join((_definitions(column.known, rows), _content(column)))
    encoding = PLAIN if column.places is None else RLE_DICTIONARY
    about = {1: Field(I32, rows), 2: Field(I32, encoding), 3: Field(I32, RLE), 4: Field(I32, RLE)}
    return _Sizes(plain + _page(pages, DATA_PAGE, 5, about, content)[1], dictionary)


def _page(pages: bytearray, kind: int, number: int, about: Struct, content: bytes | memoryview) -> tuple[int, int]:
    """Add a page; return its bytes, and what they would be without compression."""
    packed = CODEC.compress(content, asbytes=True)
    head = write_struct(
        {
            1: Field(I32, kind),
            2: Field(I32, len(content)),
            3: Field(I32, len(packed)),
            number: Field(STRUCT, about),
        }
    )
    pages += head
    pages += packed
    return len(head) + len(packed), len(head) + len(content)


def _definitions(known: Bools | None, rows: int) -> bytes:
    """Return which rows have a value: one run, or bits."""
    levels = _varint(rows << 1) + b"\1" if known is None else _packed(np.packbits(known, bitorder="little"), rows, 1)
    return len(levels).to_bytes(4, "little") + levels


def _content(column: _Column) -> bytes | memoryview:
    if column.places is None:
        return column.values
    width = column.places.itemsize
    if column.distinct == 1:
        return bytes([8 * width]) + _varint(len(column.places) << 1) + bytes(width)
    return bytes([8 * width]) + _packed(column.places, len(column.places), 8 * width)


def _packed(data: npt.NDArray[Any], count: int, bits: int) -> bytes:
    """Return values of so many bits as a bit-packed run, which has a multiple of eight of them."""
    eights = -(-count // 8)
    return _varint(eights << 1 | 1) + data.tobytes().ljust(eights * bits, b"\0")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _chunk(name: str, column: _Column, rows: int, start: int, length: int, sizes: _Sizes) -> Struct:
    """Return the ColumnChunk of a footer."""
    encodings = [RLE, PLAIN] if column.places is None else [RLE, PLAIN, RLE_DICTIONARY]
    known = rows if column.known is None else int(column.known.sum())
    statistics = {3: Field(I64, rows - known)}
    if column.least is not None and column.greatest is not None:
        statistics |= {5: Field(BINARY, column.greatest), 6: Field(BINARY, column.least)}
    about: Struct = {
        1: Field(I32, column.type),
        2: Field(LIST, Sequence(I32, [*encodings])),
        3: Field(LIST, Sequence(BINARY, [name.encode()])),
        4: Field(I32, ZSTD),
        5: Field(I64, rows),
        6: Field(I64, sizes.plain),
        7: Field(I64, length),
        9: Field(I64, start + sizes.dictionary),
    }
    if column.places is not None:
        about[11] = Field(I64, start)
    about[12] = Field(STRUCT, statistics)
    return {2: Field(I64, 0), 3: Field(STRUCT, about)}
