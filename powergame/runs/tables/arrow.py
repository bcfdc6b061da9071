"""Tables as Arrow and Parquet, which pyarrow writes and reads.

A piece is a stream of Arrow; joining them is little more than copying, except for Parquet, which its library writes a
row group at a time from compressed streams. That takes longer than all else, so a file takes pieces one by one, as they
are finished.

`pyarrow.array` would make columns of NumPy's, too, but imports pandas to recognise its series: half a second and sixty
megabytes in every worker.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from powergame.arrays import BoolArray
from powergame.runs.formats import format_of
from powergame.runs.tables.pieces import Add
from powergame.runs.tables.rows import Array, Field, Fields, Rows, Schema

METADATA = b"powergame"
"""Key of a table's description in the metadata of its schema."""

LEVEL = -7
"""Level of zstd's compression, for Parquet and its pieces: 1 takes half as long again, for a tenth fewer bytes."""

BATCH = 1 << 15
"""Rows that Parquet's library looks at together: by default a thousand, which takes longer."""

TYPES = {"float64": pa.float64(), "int8": pa.int8(), "int32": pa.int32(), "bool": pa.bool_()}
"""Arrow's types by NumPy's names."""


def arrow_schema(fields: Fields, about: str = "") -> pa.Schema:
    """Return the columns as Arrow has them, words as dictionaries, with a description as metadata if there is one."""
    columns = [pa.field(name, _type(field), nullable=field.optional) for name, field in fields.items()]
    return pa.schema(columns, metadata={METADATA: about.encode()} if about else None)


def _type(field: Field) -> pa.DataType:
    kind = TYPES[field.type]
    return pa.dictionary(kind, pa.string()) if field.words else kind


def _column(field: Field, values: Array) -> pa.Array:
    """Return values, (B,), as a column, without copying them; NaN becomes a missing value."""
    if field.type == "bool":
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])
    known = None
    if field.type == "float64":
        missing = np.isnan(values)
        known = _bits(~missing) if missing.any() else None
    data = pa.py_buffer(np.ascontiguousarray(values, dtype=field.type))
    column = pa.Array.from_buffers(TYPES[field.type], len(values), [known, data])
    return pa.DictionaryArray.from_arrays(column, _texts(field.words), safe=False) if field.words else column


def _texts(words: Sequence[str]) -> pa.StringArray:
    texts = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(words), pa.py_buffer(ends), pa.py_buffer(b"".join(texts)))


def _bits(values: BoolArray) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))


def encode(rows: Rows, codec: str | None = None) -> bytes:
    """Return rows as a stream of Arrow."""
    schema = arrow_schema(rows.fields)
    columns = [_column(field, rows.values(name)) for name, field in rows.fields.items()]
    sink = pa.BufferOutputStream()
    compression = None if codec is None else pa.Codec(codec, LEVEL)
    with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    return bytes(sink.getvalue())


def encode_for_parquet(rows: Rows) -> bytes:
    """Return rows as a compressed stream of Arrow."""
    return encode(rows, "zstd")


class _Writer(Protocol):
    def close(self) -> None: ...


@contextlib.contextmanager
def _closing(writer: _Writer) -> Iterator[None]:
    """Close a writer; after an error nothing else is told, whatever it cannot write any more."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            writer.close()
        raise
    writer.close()


@contextlib.contextmanager
def joining(schema: Schema, file: IO[bytes]) -> Iterator[Add]:
    """Write an uncompressed file of Arrow, which can be mapped to memory."""
    whole = arrow_schema(schema.fields, schema.about)
    writer = pa.ipc.new_file(file, whole)

    def add(piece: bytes) -> None:
        for batch in pa.ipc.open_stream(piece):
            writer.write_batch(batch.replace_schema_metadata(whole.metadata))

    with _closing(writer):
        yield add


@contextlib.contextmanager
def joining_parquet(schema: Schema, file: IO[bytes]) -> Iterator[Add]:
    """Write a row group for each piece, with statistics of the columns before words, by which readers find rows."""
    whole = arrow_schema(schema.fields, schema.about)
    words = [name for name, field in schema.fields.items() if field.words]
    axes = whole.names[: whole.names.index(words[0])] if words else []
    # axes but for the last hold one value over many rows, and are as small without a dictionary
    options = {"use_dictionary": axes[-1:] + words, "write_statistics": axes, "write_batch_size": BATCH}
    writer = pq.ParquetWriter(file, whole, compression="zstd", compression_level=LEVEL, **options)

    def add(piece: bytes) -> None:
        table = pa.ipc.open_stream(piece).read_all()
        writer.write_table(table.replace_schema_metadata(whole.metadata), row_group_size=table.num_rows)

    with _closing(writer):
        yield add


def read(path: Path, fields: Fields, names: Sequence[str]) -> Iterator[Rows]:
    """Yield some columns of a file of Arrow or Parquet with these fields."""
    return (_rows(batch, fields) for batch in _batches(path, names))


def whole(path: Path) -> tuple[list[str], Iterator[tuple[object, ...]]]:
    """Return the names of a file's columns, whatever they are, and its rows one after the other.

    The file may be anybody's: what it says of its own columns is checked, since reading on trust may end the process.
    """
    names: list[str] = _schema(path).names
    batches = (_checked(batch) for batch in _batches(path, names))
    return names, (row for columns in batches for row in zip(*columns, strict=True))


def _checked(batch: pa.RecordBatch) -> list[list[object]]:
    batch.validate(full=True)
    return [column.to_pylist() for column in batch.columns]


def description(path: Path) -> str:
    """Return what a file of Arrow or Parquet says of itself."""
    text: bytes = _schema(path).metadata[METADATA]
    return text.decode()


def _schema(path: Path) -> pa.Schema:
    if format_of(path) == "parquet":
        return pq.read_schema(path)
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).schema


def _batches(path: Path, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    if format_of(path) == "parquet":
        with pq.ParquetFile(path) as file:
            for k in range(file.num_row_groups):
                yield from file.read_row_group(k, columns=list(names)).to_batches()
    else:
        with pa.memory_map(str(path)) as mapped:
            reader = pa.ipc.open_file(mapped)
            for k in range(reader.num_record_batches):
                yield reader.get_batch(k).select(list(names))


def _rows(batch: pa.RecordBatch, fields: Fields) -> Rows:
    columns = {name: _values(batch.column(name), fields[name]) for name in batch.schema.names}
    return Rows({name: fields[name] for name in columns}, columns)


def _values(column: pa.Array, field: Field) -> Array:
    """Return the values of a column, NaN where they are missing."""
    if not field.words:
        return np.asarray(column.to_numpy(zero_copy_only=False))
    # a file's dictionary may hold the words in another order
    places = np.array([field.words.index(word) for word in column.dictionary.to_pylist()], dtype=field.type)
    return np.asarray(places[column.indices.to_numpy(zero_copy_only=False)])
