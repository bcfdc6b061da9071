"""Tables in files, joined from encoded pieces in order, one piece in memory at a time.

A piece is encoded where it is computed: as CSV rows, or as a stream of Arrow. Joining them is little more than copying,
except for Parquet, which its library writes a row group at a time from compressed streams of Arrow. That takes longer
than all else, so a file takes pieces one by one, as they are finished.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, TypeAlias

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from powergame.runs.formats import FormatName, format_of
from powergame.runs.metadata import comment, described, has_comment
from powergame.text import cell_text, quoted

METADATA = b"powergame"
"""Key of a table's description in the metadata of its schema."""

COMMENTED = b"powergame.commented"
"""Key in the metadata of a schema whose CSV has its description in the first line."""

TYPES = {"equilibria": pa.int32(), "complete": pa.bool_(), "exact": pa.bool_()}
"""Types of columns that are neither verdicts nor floats, by name; CSV itself has no types."""

LEVEL = -7
"""Level of zstd's compression, for Parquet and its pieces: 1 takes half as long again, for a tenth fewer bytes."""

BATCH = 1 << 15
"""Rows that Parquet's library looks at together: by default a thousand, which takes longer."""

READ_AHEAD = 1 << 22
"""Bytes of CSV that are read at a time."""


Add: TypeAlias = Callable[[bytes], None]
"""Function that writes a piece behind those before it."""


@dataclass(frozen=True)
class Format:
    """How a table is encoded, joined and read.

    Attributes
    ----------
    encode
        Returns rows as a piece.
    joining
        Writes pieces to a binary file as one table of this schema, which is whole when the context ends.
    read
        Yields some columns of a file, a batch of consecutive rows at a time.
    """

    encode: Callable[[pa.Table], bytes]
    joining: Callable[[pa.Schema, IO[bytes]], AbstractContextManager[Add]]
    read: Callable[[Path, Sequence[str]], Iterator[pa.RecordBatch]]


def decode(piece: bytes) -> pa.Table:
    """Return the rows of a piece of Arrow."""
    return pa.ipc.open_stream(piece).read_all()


def _written_out(table: pa.Table, words: bool) -> pa.Table:
    """Return a table without dictionaries for numbers, and if asked for words."""
    columns = [
        c.cast(c.type.value_type)
        if pa.types.is_dictionary(c.type) and (words or pa.types.is_floating(c.type.value_type))
        else c
        for c in table.columns
    ]
    fields = [field.with_type(c.type) for field, c in zip(table.schema, columns, strict=True)]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


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


def _encode_arrow(table: pa.Table, codec: str | None = None) -> bytes:
    table = _written_out(table, words=False)
    sink = pa.BufferOutputStream()
    compression = None if codec is None else pa.Codec(codec, LEVEL)
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


@contextlib.contextmanager
def _joining_arrow(schema: pa.Schema, file: IO[bytes]) -> Iterator[Add]:
    """Write an uncompressed file of Arrow, which can be mapped to memory."""
    writer = pa.ipc.new_file(file, schema)

    def add(piece: bytes) -> None:
        for batch in pa.ipc.open_stream(piece):
            writer.write_batch(batch.replace_schema_metadata(schema.metadata))

    with _closing(writer):
        yield add


def _read_arrow(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file)
        for k in range(reader.num_record_batches):
            yield reader.get_batch(k).select(list(columns))


def _encode_for_parquet(table: pa.Table) -> bytes:
    return _encode_arrow(table, "zstd")


@contextlib.contextmanager
def _joining_parquet(schema: pa.Schema, file: IO[bytes]) -> Iterator[Add]:
    """Write a row group for each piece, with statistics of the columns before words, by which readers find rows."""
    words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    axes = schema.names[: schema.names.index(words[0])] if words else []
    # axes but for the last hold one value over many rows, and are as small without a dictionary
    options = {"use_dictionary": axes[-1:] + words, "write_statistics": axes, "write_batch_size": BATCH}
    writer = pq.ParquetWriter(file, schema, compression="zstd", compression_level=LEVEL, **options)

    def add(piece: bytes) -> None:
        table = decode(piece)
        writer.write_table(table.replace_schema_metadata(schema.metadata), row_group_size=table.num_rows)

    with _closing(writer):
        yield add


def _read_parquet(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        for k in range(file.num_row_groups):
            yield from file.read_row_group(k, columns=list(columns)).to_batches()


def _encode_csv(table: pa.Table) -> bytes:
    """Return rows without a header; missing values are empty."""
    sink = pa.BufferOutputStream()
    bare = all(map(_bare, _words(table)))  # as verdicts are: these need no quotes
    options = pacsv.WriteOptions(include_header=False, quoting_style="none" if bare else "needed")
    pacsv.write_csv(_written_out(table if bare else _uncomputed_words(table), words=True), sink, options)
    return bytes(sink.getvalue())


def _words(table: pa.Table) -> Iterator[str]:
    """Yield the words of a table's columns."""
    for column in table.columns:
        if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type):
            yield from (word for chunk in column.chunks for word in chunk.dictionary.to_pylist())


def _bare(word: str) -> bool:
    return quoted(cell_text(word)) == word


def _uncomputed_words(table: pa.Table) -> pa.Table:
    """Return a table whose words no spreadsheet computes."""
    for k, column in enumerate(table.columns):
        if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type):
            chunks = [
                pa.DictionaryArray.from_arrays(chunk.indices, pa.array(map(cell_text, chunk.dictionary.to_pylist())))
                for chunk in column.chunks
            ]
            table = table.set_column(k, table.schema.names[k], pa.chunked_array(chunks))
    return table


def _csv_head(schema: pa.Schema) -> bytes:
    """Return the lines above the rows: the table's description, if it is asked for, and the columns' names."""
    about = f"{comment(schema.metadata[METADATA].decode())}\n" if COMMENTED in schema.metadata else ""
    names = (quoted(cell_text(name)) for name in schema.names)
    return f"{about}{','.join(names)}\n".encode()


def as_csv(table: pa.Table) -> str:
    """Return a whole table as text."""
    return (_csv_head(table.schema) + _encode_csv(table)).decode()


@contextlib.contextmanager
def _joining_csv(schema: pa.Schema, file: IO[bytes]) -> Iterator[Add]:
    file.write(_csv_head(schema))

    def add(piece: bytes) -> None:
        file.write(piece)

    yield add


def _read_csv(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    verdicts = pa.dictionary(pa.int32(), pa.string())
    types = {
        cell_text(name): verdicts if name.startswith("verdict.") else TYPES.get(name, pa.float64()) for name in columns
    }
    reader = pacsv.open_csv(
        path,
        pacsv.ReadOptions(block_size=READ_AHEAD, skip_rows=int(has_comment(path))),
        convert_options=pacsv.ConvertOptions(include_columns=list(types), column_types=types),
    )
    yield from (pa.RecordBatch.from_arrays(batch.columns, names=list(columns)) for batch in reader)


def metadata(path: Path) -> dict[str, object]:
    """Return the description in a table's metadata, or beside a CSV."""
    if format_of(path) == "csv":
        return described(path)
    description: dict[str, object] = json.loads(_schema(path).metadata[METADATA])
    return description


def columns_of(path: Path) -> list[str]:
    """Return the names of the columns of a table that is no CSV."""
    names: list[str] = _schema(path).names
    return names


def _schema(path: Path) -> pa.Schema:
    if format_of(path) == "parquet":
        return pq.read_schema(path)
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).schema


FORMATS: dict[FormatName, Format] = {
    "parquet": Format(_encode_for_parquet, _joining_parquet, _read_parquet),
    "csv": Format(_encode_csv, _joining_csv, _read_csv),
    "arrow": Format(_encode_arrow, _joining_arrow, _read_arrow),
}
