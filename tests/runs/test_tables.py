"""Tables put together from pieces are the tables that one writer would have written."""

from __future__ import annotations

import csv
import io
import json
import math
import re

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tables import rows_of

from powergame.batch.directions import Levels
from powergame.errors import UsageError
from powergame.runs.formats import format_of
from powergame.runs.tables import format_named, metadata, read
from powergame.runs.tables.csv import text
from powergame.runs.tables.memory import decode, encode
from powergame.runs.tables.rows import Field, Rows, Schema, joined

ABOUT = {"scenario": {"name": 'a "name", with commas'}, "points": 7}

ODDS, VERDICT = "conflict.destruction.odds", 'verdict.a "b", c'

FIELDS = {
    ODDS: Field("float64"),
    VERDICT: Field("int8", ("never", "always", "depends")),
    "war": Field("float64", optional=True),
    "equilibria": Field("int32"),
    "complete": Field("bool"),
}


def table(rows, seed=0):
    r = np.random.default_rng(seed)
    numbers = r.normal(size=rows)
    numbers[r.random(rows) < 0.2] = np.nan
    columns = (
        Levels(r.random(4), r.integers(0, 4, rows)),
        r.integers(0, 3, rows).astype(np.int8),
        numbers,
        r.integers(0, 9, rows).astype(np.int32),
        r.random(rows) < 0.5,
    )
    return Rows(FIELDS, dict(zip(FIELDS, columns, strict=True)))


def written(kind, pieces, path, about=ABOUT):
    schema = Schema(pieces[0].fields, json.dumps(about), commented=True)
    form = format_named(kind)
    with path.open("wb") as file, form.joining(schema, file) as add:
        for piece in pieces:
            add(form.encode(piece))
    return joined(pieces)


@pytest.mark.parametrize("kind", ["parquet", "csv", "arrow"])
@pytest.mark.parametrize("sizes", [(1,), (5, 5, 5), (1000, 10000, 3), (2,) * 40])
def test_pieces_read_as_one_table_in_order(tmp_path, kind, sizes):
    path = tmp_path / f"out.{kind}"
    whole = written(kind, [table(size, seed) for seed, size in enumerate(sizes)], path)
    assert rows_of(joined(read(path, FIELDS, list(FIELDS)))) == rows_of(whole)
    assert rows_of(joined(read(path, FIELDS, ["war"]))) == rows_of(whole.select(["war"]))
    assert metadata(path) == ABOUT


def test_what_is_in_no_file_travels_as_it_lies_in_memory():
    whole = table(100)
    assert rows_of(decode(FIELDS, encode(whole))) == rows_of(whole)
    assert len(encode(whole)) == 100 * (8 + 1 + 8 + 4 + 1)


def test_parquet_has_a_row_group_for_each_piece_with_statistics_of_the_axes(tmp_path):
    path = tmp_path / "out.parquet"
    pieces = [table(size, size) for size in (3000, 3000, 11)]
    whole = written("parquet", pieces, path)
    file = pq.ParquetFile(path)
    assert [str(kind) for kind in file.schema_arrow.types] == [
        "double",
        "dictionary<values=string, indices=int8, ordered=0>",
        "double",
        "int32",
        "bool",
    ]
    assert file.metadata.num_rows == 6011
    assert [file.metadata.row_group(k).num_rows for k in range(3)] == [3000, 3000, 11]
    for k, piece in enumerate(pieces):
        group = file.read_row_group(k)
        group.validate(full=True)
        assert group.to_pylist() == rows_of(piece)
        seen = file.metadata.row_group(k).column(0).statistics
        assert (seen.min, seen.max) == (piece.values(ODDS).min(), piece.values(ODDS).max())
    few = pq.read_table(path, filters=[(ODDS, ">", 0.9)])
    assert few.num_rows == (whole.values(ODDS) > 0.9).sum()


@pytest.mark.parametrize("kind", ["parquet", "csv", "arrow"])
def test_a_disk_that_fills_up_is_told_once_and_not_again_by_what_is_closed(kind):
    class Full(io.BytesIO):
        full = False

        def write(self, data):
            if self.full:
                raise OSError(28, "No space left on device")
            return super().write(data)

    file, form = Full(), format_named(kind)

    def fill_up():
        with form.joining(Schema(FIELDS, "{}"), file) as add:
            add(form.encode(table(1000)))
            file.full = True
            add(form.encode(table(1000)))

    with pytest.raises(OSError, match="No space left") as told:
        fill_up()
    assert told.value.__context__ is None


def test_csv_is_a_header_and_rows_with_nothing_for_what_is_missing():
    two = table(2)
    two = Rows(FIELDS, {**two.columns, "war": np.array([np.nan, 0.25])})
    schema = Schema(FIELDS, '{"points": 2}')
    header, *rows = csv.reader(io.StringIO(text(schema, two)))
    assert header == list(FIELDS)
    assert [row[2] for row in rows] == ["", "0.25"]
    assert {row[4] for row in rows} <= {"true", "false"}
    commented = Schema(FIELDS, '{"points": 2}', commented=True)
    assert text(commented, two) == f'# {{"points": 2}}\n{text(schema, two)}'


@pytest.mark.parametrize("rows", [1, 7, 20_000])
def test_pyarrow_reads_csv_as_it_was_written(rows):
    whole = table(rows, rows)
    verdicts = pacsv.ConvertOptions(column_types={VERDICT: pa.string()})
    seen = pacsv.read_csv(io.BytesIO(text(Schema(FIELDS, ""), whole).encode()), convert_options=verdicts)
    assert seen.to_pylist() == rows_of(whole)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_of_csv_read_as_themselves_and_no_table_has_a_negative_zero(numbers):
    one = Rows({"war": Field("float64")}, {"war": np.array(numbers)})
    _, *cells = text(Schema(one.fields, ""), one).splitlines()
    assert [float(cell) for cell in cells] == numbers
    assert not [cell for cell, number in zip(cells, numbers, strict=True) if number == 0 and cell != "0"]
    assert not [x for x in one.values("war").tolist() if x == 0 and math.copysign(1, x) < 0]


HOSTILE = ["alignment.a,=1+1.b;=2+2", "verdict.x|@SUM(A1)", 'seeks."=1', "seeks.##[error]x", "war"]


@pytest.mark.parametrize("separator", list(",;|\t: "))
def test_no_cell_of_csv_is_a_formula_or_a_command_whatever_parts_cells(tmp_path, separator):
    fields = {name: Field("int8", ("never", "=1+1")) if "verdict" in name else Field("float64") for name in HOSTILE}
    values = [-0.5], np.array([0, 1], dtype=np.int8), [-1e-7], [0.0], [0.25]
    columns = [np.array([*column, *column][:2]) for column in values]
    hostile = Rows(fields, dict(zip(HOSTILE, columns, strict=True)))
    about = {"scenario": {"name": "x,=1+1;=2|-3+4 @SUM(A1) ##[error]y", "values": {"=1": [-0.5, "+1-1"]}}}
    path = tmp_path / "out.csv"
    written("csv", [hostile], path, about)
    content = path.read_text()
    for row in csv.reader(io.StringIO(content), delimiter=separator):
        for cell in row:
            bare = cell.strip('" ')
            assert len(bare) < 2 or not bare.startswith(("=", "@", "+", "-")) or re.match(r"-[\d.e-]+(,|$)", bare), cell
    assert "##[" not in content
    assert metadata(path) == about
    seen = rows_of(joined(read(path, fields, HOSTILE)))
    assert [row["war"] for row in seen] == [0.25, 0.25]
    assert [row[HOSTILE[0]] for row in seen] == [-0.5, -0.5]
    assert [row[HOSTILE[1]] for row in seen] == ["never", "=1+1"]


@pytest.mark.parametrize("name", ["out", "out.txt", "out.parquet.gz", ".parquet", "csv"])
def test_other_endings_are_refused_with_those_that_are_known(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.parquet, \.csv, \.arrow"):
        format_of(tmp_path / name)
