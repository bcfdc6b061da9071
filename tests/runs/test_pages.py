"""Row groups of our own making hold what pyarrow reads from them: values, kinds and statistics."""

from __future__ import annotations

import io
import math

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from powergame.runs.columns import coded, column, level
from powergame.runs.parquet import join_parquet, parquet_piece

WORDS = ("never", "always", "depends")
SIZES = (1, 2, 7, 8, 9, 64, 65, 1000, 70_001)
r = np.random.default_rng(0)


def written(*tables):
    """Return a file's bytes, and its schema."""
    fields = [(n, t.value_type if pa.types.is_dictionary(t) and "level" in n else t) for n, t in schema_of(tables[0])]
    empty = io.BytesIO()
    pq.write_table(pa.Table.from_batches([], pa.schema(fields)), empty)
    file = io.BytesIO()
    join_parquet(map(parquet_piece, tables), empty.getvalue(), file)
    return file.getvalue(), pa.schema(fields)


def schema_of(table):
    return zip(table.schema.names, table.schema.types, strict=True)


def missing(values, share):
    values = values.copy()
    values[r.random(len(values)) < share] = np.nan
    return values


def columns_of(rows):
    """Return columns of every kind that a sweep may have, and some that it hardly has."""
    steps = np.repeat(r.normal(size=rows // 50 + 1), 50)[:rows]
    noise = r.normal(size=rows)
    return {
        "constant": column(np.full(rows, 0.25)),
        "steps": column(steps),
        "noise": column(noise),
        "unknown": column(np.full(rows, np.nan)),
        "steps with holes": column(missing(steps, 0.01)),
        "noise with holes": column(missing(noise, 0.5)),
        "zeros of both signs": column(np.where(np.arange(rows) < rows / 2, -0.0, 0.0)),
        "infinite": column(np.where(np.arange(rows) < rows / 2, math.inf, 1.0)),
        "many steps": column(np.repeat(r.normal(size=rows // 9 + 1), 9)[:rows]),
        "counts": column(r.integers(0, 1000, rows).astype(np.int32)),
        "count": column(np.full(rows, 3, dtype=np.int32)),
        "true": column(np.ones(rows, dtype=bool)),
        "bits": column(r.random(rows) < 0.5),
        "words": coded(r.integers(0, 3, rows).astype(np.int8), WORDS),
        "one word": coded(np.full(rows, 2, dtype=np.int8), WORDS),
        "level alone": level(np.array([7.5]), np.zeros(rows, dtype=np.intp)),
        "levels": level(r.normal(size=5), r.integers(0, 5, rows)),
        "levels, hundreds": level(r.normal(size=300), r.integers(0, 300, rows)),
        "levels, too many": level(r.normal(size=70_000), r.integers(0, 70_000, rows)),
    }


@pytest.mark.parametrize("rows", SIZES)
def test_every_kind_of_column_comes_back_bit_for_bit(rows):
    table = pa.table(columns_of(rows))
    data, schema = written(table)
    read = pq.read_table(io.BytesIO(data))
    read.validate(full=True)
    assert read.schema.equals(schema)
    for name in table.column_names:
        # repr tells 0 from -0
        assert list(map(repr, read[name].to_pylist())) == list(map(repr, table[name].to_pylist())), name


def test_statistics_are_those_of_pyarrow():
    """Of all columns that have only values of this row group in their lists."""
    table = pa.table({name: one for name, one in columns_of(1000).items() if "level" not in name})
    theirs = io.BytesIO()
    pq.write_table(table, theirs)
    theirs_of, ours_of = (
        pq.ParquetFile(io.BytesIO(data)).metadata.row_group(0) for data in (theirs.getvalue(), written(table)[0])
    )
    for k, name in enumerate(table.column_names):
        their, our = theirs_of.column(k).statistics, ours_of.column(k).statistics
        if table.schema.types[k] == pa.bool_():
            assert not our.has_min_max
            continue
        names = ("null_count", "num_values", "has_min_max", "min", "max")
        assert [repr(getattr(our, x)) for x in names] == [repr(getattr(their, x)) for x in names], name


def test_a_level_that_no_row_takes_may_widen_the_statistics_and_never_narrows_them():
    data, _ = written(pa.table({"level": level(np.array([-1.0, 2.0, 9.0]), np.array([1, 1]))}))
    found = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(0).column(0).statistics
    assert found.min <= 2.0 <= found.max


def test_sizes_and_places_in_the_footer_are_those_of_the_file():
    pieces = [pa.table(columns_of(rows)) for rows in (100, 1, 5000)]
    data, _ = written(*pieces)
    file = pq.ParquetFile(io.BytesIO(data))
    at = 4
    for k, piece in enumerate(pieces):
        group = file.metadata.row_group(k)
        assert group.num_rows == piece.num_rows
        for j in range(group.num_columns):
            column = group.column(j)
            first = column.dictionary_page_offset if column.has_dictionary_page else column.data_page_offset
            assert first == at
            at += column.total_compressed_size
        assert group.total_byte_size == sum(group.column(j).total_uncompressed_size for j in range(group.num_columns))
    assert at < len(data)


def test_what_stands_in_runs_takes_next_to_nothing():
    runs = np.repeat(r.normal(size=100), 1000)
    assert len(parquet_piece(pa.table({"runs": column(runs)}))) < len(runs) / 50
