"""Weighted points as a table and as files: whatever is told of prior and posterior is a sum over the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from support import inferences

from powergame.analysis.infer.table import about_points, saved, saved_as, table
from powergame.errors import UsageError
from powergame.posterior.types import Evaluated
from powergame.runs.metadata import write_beside
from powergame.runs.tables import metadata

TYPES = """\
types:
      "a, b": {probability: 0.9, preferences: [1, 1]}
      "=1+1": {probability: 0.1, preferences: [-1, 1]}
"""


@pytest.fixture(scope="module")
def two():
    return inferences.two_unknowns()


def test_the_means_are_weighted_sums_over_the_rows(two):
    rows = two.to_frame()
    for marginal in two.marginals:
        for when in ("prior", "posterior"):
            assert rows[when] @ rows[marginal.path] == pytest.approx(getattr(marginal, when).mean, abs=1e-9)
    assert rows["prior"].sum() == pytest.approx(1)
    assert np.log(rows["prior"] @ np.exp(rows["log_likelihood"])) == pytest.approx(two.log_evidence)


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".arrow"])
def test_a_file_has_the_same_rows_and_the_scenario(two, ending, tmp_path):
    path = tmp_path / f"points{ending}"
    path.write_bytes(saved(two, saved_as(str(path))))
    if ending == ".csv":
        write_beside(path, about_points(two))
    assert metadata(path)["scenario"]["name"] == two.scenario.name
    assert metadata(path)["format"] == "powergame.infer.points"
    if ending == ".csv":
        import pyarrow.csv as pacsv

        read = pacsv.read_csv(path)
    else:
        read = pq.read_table(path) if ending == ".parquet" else pa.ipc.open_file(path).read_all()
    assert read.column_names == list(table(two).fields)
    assert np.array_equal(read["posterior"].to_numpy(), table(two).values("posterior"))


def typed():
    """Two types with names that need quotes, over the points of one unknown."""
    base = inferences.one_unknown()
    text = inferences.TEXT.replace("preferences: [1, 1]\n", TYPES)
    points, scenario = base.points, inferences.scenario(text)
    log = np.concatenate([points.evaluated.log, points.evaluated.log - 1.0], axis=1)
    none = points.evaluated.failed
    log_kinds = np.log(np.array([[0.9], [0.1]]) * np.ones(len(points)))
    return replace(
        base, scenario=scenario, points=replace(points, evaluated=Evaluated(log, log_kinds, none, none, none))
    )


def test_a_row_is_a_point_with_a_profile_of_types():
    rows = typed().to_frame()
    assert len(rows) == 2 * inferences.CELLS
    assert rows.groupby("type.chief", observed=True)["prior"].sum().round(9).to_dict() == {"a, b": 0.9, "=1+1": 0.1}
    assert rows["posterior"].sum() == pytest.approx(1)


def test_names_of_types_are_text_in_csv():
    text = saved(typed(), "csv").decode()
    assert '"a, b"' in text
    assert ",=1+1" not in text
    assert "'=1+1" in text
    assert len(text.splitlines()) == 1 + 2 * inferences.CELLS


def test_another_ending_is_refused_in_one_line():
    with pytest.raises(UsageError, match=r"expected a file name that ends in \.parquet, \.csv, \.arrow, \.nc$"):
        saved_as("points.xlsx")


def test_without_arviz_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "arviz_base", None)
    with pytest.raises(UsageError, match=r"^--save points\.nc needs arviz_base, .*: pip install 'powergame\[arviz\]'$"):
        saved_as("points.nc")


def test_inference_data_has_draws_of_equal_weight(two, tmp_path):
    pytest.importorskip("arviz_base")
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("netCDF4")
    path = tmp_path / "points.nc"
    path.write_bytes(saved(two, "netcdf"))
    with xarray.open_datatree(path, engine="netcdf4") as tree:
        for when in ("prior", "posterior"):
            draws = tree[when][inferences.ALIGNMENT].to_numpy()
            assert draws.shape == (1, len(two.points))
            assert draws.mean() == pytest.approx(getattr(two.marginals[0], when).mean, abs=2e-3)
        assert tree["log_likelihood"]["observed"].shape[-1] == 1
