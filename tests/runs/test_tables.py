"""Tables put together from pieces are the tables that one writer would have written."""

from __future__ import annotations

import csv
import io
import json
import re

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from powergame.errors import UsageError
from powergame.runs.columns import column, level
from powergame.runs.formats import format_of
from powergame.runs.tables import COMMENTED, FORMATS, METADATA, as_csv, metadata

ABOUT = {"scenario": {"name": 'a "name", with commas'}, "points": 7}


def table(rows, seed=0):
    r = np.random.default_rng(seed)
    numbers = r.normal(size=rows)
    numbers[r.random(rows) < 0.2] = np.nan
    verdicts = pa.DictionaryArray.from_arrays(
        pa.array(r.integers(0, 3, rows).astype(np.int8)), pa.array(["never", "always", "depends"])
    )
    return pa.table(
        {
            "conflict.destruction.odds": r.random(rows),
            'verdict.a "b", c': verdicts,
            "war": pa.array(numbers, from_pandas=True),
            "equilibria": r.integers(0, 9, rows).astype(np.int32),
            "complete": r.random(rows) < 0.5,
        }
    )


def joined(kind, pieces, path):
    schema = pieces[0].schema.with_metadata({METADATA: json.dumps(ABOUT).encode(), COMMENTED: b""})
    with path.open("wb") as file, FORMATS[kind].joining(schema, file) as add:
        for piece in pieces:
            add(FORMATS[kind].encode(piece))
    return pa.concat_tables(pieces)


def rows_of(batches):
    return [row for batch in batches for row in batch.to_pylist()]


@pytest.mark.parametrize("kind", ["parquet", "csv", "arrow"])
@pytest.mark.parametrize("sizes", [(1,), (5, 5, 5), (1000, 1000, 3), (2,) * 40])
def test_pieces_read_as_one_table_in_order(tmp_path, kind, sizes):
    path = tmp_path / f"out.{kind}"
    whole = joined(kind, [table(size, seed) for seed, size in enumerate(sizes)], path)
    assert rows_of(FORMATS[kind].read(path, whole.column_names)) == whole.to_pylist()
    assert rows_of(FORMATS[kind].read(path, ["war"])) == whole.select(["war"]).to_pylist()
    assert metadata(path) == ABOUT


def test_parquet_has_a_row_group_for_each_piece_with_statistics_of_the_axes(tmp_path):
    path = tmp_path / "out.parquet"
    pieces = [table(size, size) for size in (3000, 3000, 11)]
    whole = joined("parquet", pieces, path)
    file = pq.ParquetFile(path)
    assert file.schema_arrow.types == whole.schema.types
    assert file.metadata.num_rows == 6011
    assert [file.metadata.row_group(k).num_rows for k in range(3)] == [3000, 3000, 11]
    for k, piece in enumerate(pieces):
        group = file.read_row_group(k)
        group.validate(full=True)
        assert group.to_pylist() == piece.to_pylist()
        seen = file.metadata.row_group(k).column(0).statistics
        assert (seen.min, seen.max) == (min(piece[0].to_pylist()), max(piece[0].to_pylist()))
    few = pq.read_table(path, filters=[("conflict.destruction.odds", ">", 0.999)])
    assert few.num_rows == sum(x > 0.999 for x in whole[0].to_pylist())


@pytest.mark.parametrize("kind", ["parquet", "csv", "arrow"])
def test_a_disk_that_fills_up_is_told_once_and_not_again_by_what_is_closed(kind):
    class Full(io.BytesIO):
        full = False

        def write(self, data):
            if self.full:
                raise OSError(28, "No space left on device")
            return super().write(data)

    file, piece = Full(), FORMATS[kind].encode(table(1000))
    schema = table(1000).schema.with_metadata({METADATA: b"{}"})

    def fill_up():
        with FORMATS[kind].joining(schema, file) as add:
            add(piece)
            file.full = True
            add(piece)

    with pytest.raises(OSError, match="No space left") as told:
        fill_up()
    assert told.value.__context__ is None


def test_csv_is_a_header_and_rows_with_nothing_for_what_is_missing():
    one = table(2).replace_schema_metadata({METADATA: b'{"points": 2}'})
    one = one.set_column(2, "war", pa.array([None, 0.25]))
    header, *rows = csv.reader(io.StringIO(as_csv(one)))
    assert header == one.column_names
    assert [row[2] for row in rows] == ["", "0.25"]
    assert {row[4] for row in rows} <= {"true", "false"}
    commented = one.replace_schema_metadata({METADATA: b'{"points": 2}', COMMENTED: b""})
    assert as_csv(commented) == f'# {{"points": 2}}\n{as_csv(one)}'


HOSTILE = ["alignment.a,=1+1.b;=2+2", "verdict.x|@SUM(A1)", 'seeks."=1', "seeks.##[error]x", "war"]


@pytest.mark.parametrize("separator", list(",;|\t: "))
def test_no_cell_of_csv_is_a_formula_or_a_command_whatever_parts_cells(tmp_path, separator):
    one = pa.table(
        [pa.array([-0.5]), pa.array(["never"]), pa.array([-1e-7]), pa.array([0.0]), pa.array([0.25])], HOSTILE
    )
    about = {"scenario": {"name": "x,=1+1;=2|-3+4 @SUM(A1) ##[error]y", "values": {"=1": [-0.5, "+1-1"]}}}
    path = tmp_path / "out.csv"
    schema = one.schema.with_metadata({METADATA: json.dumps(about).encode(), COMMENTED: b""})
    with path.open("wb") as file, FORMATS["csv"].joining(schema, file) as add:
        add(FORMATS["csv"].encode(one))
    text = path.read_text()
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        for cell in row:
            bare = cell.strip('" ')
            assert len(bare) < 2 or not bare.startswith(("=", "@", "+", "-")) or re.match(r"-[\d.e-]+(,|$)", bare), cell
    assert "##[" not in text
    assert metadata(path) == about
    assert rows_of(FORMATS["csv"].read(path, HOSTILE))[0]["war"] == 0.25
    assert rows_of(FORMATS["csv"].read(path, HOSTILE))[0][HOSTILE[0]] == -0.5


def test_no_table_has_a_negative_zero():
    assert not np.signbit(column(np.array([-0.0, 1.0])).to_numpy()).any()
    assert not np.signbit(level(np.array([-0.0]), np.array([0])).dictionary.to_numpy()).any()


@pytest.mark.parametrize("name", ["out", "out.txt", "out.parquet.gz", ".parquet", "csv"])
def test_other_endings_are_refused_with_those_that_are_known(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.parquet, \.csv, \.arrow"):
        format_of(tmp_path / name)
