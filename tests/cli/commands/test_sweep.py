"""`powergame sweep` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonschema import validate
from support import installed
from support.in_process import done, powergame
from support.installed import SCHEMAS, SMALLEST, assert_ends_well

ODDS, SEVERITY = "conflict.destruction.odds", "conflict.destruction.severity"
VARY = ("--vary", f"{ODDS}=0:1:4", "--vary", "alignment.red.blue=[-0.5, 0.9]")
SCHEMA = json.loads((SCHEMAS / "sweep.schema.json").read_text())


def test_a_table_goes_to_the_file_and_a_summary_to_standard_output(small, tmp_path):
    output = tmp_path / "out.parquet"
    said = done("sweep", small, *VARY, "-o", output)
    assert "8 points" in said
    assert "out.parquet" in said.replace("\n", "")
    assert pq.read_table(output).num_rows == 8
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "small.yaml"]


def test_the_summary_as_json_is_of_its_schema_and_the_same_every_time(small):
    first, second = (
        installed.done("sweep", small, *VARY, "--format", "json", env={"PYTHONHASHSEED": seed}) for seed in "12"
    )
    assert first == second
    data = json.loads(first)
    validate(data, SCHEMA)
    assert data["points"] == 8
    assert data["actors"]["red"]["always"] + data["actors"]["red"]["never"] + data["actors"]["red"]["depends"] == 1
    assert data["output"] is None


def test_the_same_options_give_the_same_bytes_in_every_format(small, tmp_path):
    for ending in ("parquet", "csv", "arrow"):
        outputs = [tmp_path / f"{k}.{ending}" for k in range(2)]
        for output in outputs:
            done("sweep", small, *VARY, "-o", output, "--workers", "1")
        assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_a_small_grid_is_printed_as_csv_where_it_has_no_file(small):
    table = done("sweep", small, *VARY, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    comment, _, same = done("sweep", small, *VARY, "--format", "csv", "--metadata").partition("\n")
    assert json.loads(comment.removeprefix("# "))["points"] == 8
    assert same == table
    assert [row[ODDS] for row in rows][:3] == ["0", "0", "0.3333333333333333"]
    assert {row["verdict.red"] for row in rows} <= {"always", "never", "depends"}


def test_with_a_file_csv_on_standard_output_is_the_summary(small, tmp_path):
    said = done("sweep", small, *VARY, "--format", "csv", "-o", tmp_path / "out.csv")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert [row["actor"] for row in rows] == ["blue", "red"]
    assert {row["points"] for row in rows} == {"8"}


def test_markdown_is_a_page(small):
    assert "| seeks power |" in done("sweep", small, *VARY, "--format", "markdown")


def test_a_dry_run_tells_points_bytes_and_time_and_writes_nothing(small, tmp_path):
    output = tmp_path / "out.parquet"
    data = json.loads(done("sweep", small, *VARY, "-o", output, "--dry-run", "--format", "json"))
    validate(data, SCHEMA)
    assert data["points"] == 8
    assert data["bytes"] > 0
    assert data["seconds"] > 0
    assert "8 points" in done("sweep", small, *VARY, "--dry-run")
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


def test_a_dry_run_of_a_hundred_billion_points_is_quick(small):
    vary = ("--vary", f"{ODDS}=0:1:100", "--vary", f"{SEVERITY}=0:1:1000000000")
    assert json.loads(done("sweep", small, *vary, "--dry-run", "--format", "json"))["points"] == 10**11


def test_axes_are_those_of_the_scenario_where_none_are_asked_for(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(SMALLEST + f"vary:\n  {ODDS}: 0:1:3\n")
    assert json.loads(done("sweep", path, "--format", "json"))["axes"][0]["path"] == ODDS


def test_values_are_set_before_anything_varies(small):
    one = json.loads(done("sweep", small, "--vary", f"{ODDS}=[0.6]", "--set", f"{SEVERITY}=0.01", "--format", "json"))
    assert 0 < one["destroyed"] < 0.01
    assert one["actors"]["red"]["always"] == 1


def test_a_log_axis_and_quantal_response_are_understood(small):
    vary = ("--vary", "actors.red.power={from: 0.1, to: 10, count: 3, scale: log}", "--rationality", "10")
    data = json.loads(done("sweep", small, *vary, "--format", "json"))
    validate(data, SCHEMA)
    assert data["solution"] == {"concept": "logit", "rationality": 10}


def test_names_that_look_like_formulas_or_hold_separators_stay_text(tmp_path):
    path = tmp_path / "names.yaml"
    path.write_text(SMALLEST.replace("red:", '"=cmd, \\"x\\"":'))
    name = '=cmd, "x"'
    said = done("sweep", path, "--vary", f"actors.{name}.power=[1, 2]", "--format", "csv")
    header = next(csv.reader(io.StringIO(said)))
    assert header[0] == f"actors.{name}.power"
    assert f"verdict.{name}" in header
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in header)


SEVEN = (
    ODDS, SEVERITY, "conflict.stakes", "ladder.seek.grab", "ladder.seek.provokes", "ladder.hold.resists",
    "actors.red.power",
)  # fmt: skip

REFUSED = {
    "nothing to vary": ((), "nothing to vary"),
    "no axis": (("--vary", ODDS), "PATH=AXIS"),
    "an empty axis": (("--vary", f"{ODDS}="), "expected a value"),
    "no numbers": (("--vary", f"{ODDS}=a:b:c"), "from"),
    "no such path": (("--vary", "conflict.destruction.odd=0:1:3"), "did you mean"),
    "out of range": (("--vary", f"{ODDS}=0:2:3"), "out of range"),
    "twice": (("--vary", f"{ODDS}=0:1:3", "--vary", f"{ODDS}=0:1:4"), "twice"),
    "a step of nothing": (("--vary", f"{ODDS}={{from: 0, to: 1, step: 1e-12}}"), "count"),
    "no points": (("--vary", f"{ODDS}=0:1:0"), "count"),
    "less than no points": (("--vary", f"{ODDS}=0:1:-3"), "count"),
    "too many points": (("--vary", f"{ODDS}=0:1:1000000000000"), "1,000,000,000"),
    "far too many points": (tuple(x for path in SEVEN for x in ("--vary", f"{path}=0.1:0.9:1000")), "about 10^21"),
    "text": (("--vary", "conflict.contest=[ratio, logistic]"), "number"),
    "no workers": ((*VARY, "--workers", "0"), "workers"),
    "too many workers": ((*VARY, "--workers", "100000"), "workers"),
    "workers and a cluster": ((*VARY, "--workers", "2", "--cluster", "tcp://127.0.0.1:1"), "--cluster"),
    "no scheduler": ((*VARY, "--cluster", "tcp://127.0.0.1:1"), "no Dask scheduler answers"),
    "no address": ((*VARY, "--cluster", "nonsense"), "tcp://host:8786"),
    "to resume nothing": ((*VARY, "--resume"), "-o FILE"),
    "another ending": ((*VARY, "-o", "out.xlsx"), ".parquet"),
    "a folder": ((*VARY, "-o", "folder.csv"), "is a folder"),
    "no folder": ((*VARY, "-o", "none/out.csv"), "does not exist"),
    "a device": ((*VARY, "-o", "full.csv"), "not a regular file"),
    "the input": ((*VARY, "-o", "link.csv"), "is an input"),
    "an endless name": ((*VARY, "-o", f"{'n' * 252}.csv"), "name too long"),
    "a picture of a line": (("--vary", f"{ODDS}=0:1:3", "--plot", "x.svg"), "two axes"),
    "a picture of another kind": ((*VARY, "--plot", "x.jpg"), ".svg"),
    "a picture nowhere": ((*VARY, "--plot", "none/x.svg"), "does not exist"),
    "a picture in place of the table": ((*VARY, "-o", "a.csv", "--plot", "a.csv"), "another output"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_done_is_refused_in_one_line(small, tmp_path, arguments, said):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "full.csv").symlink_to("/dev/full")
    (tmp_path / "link.csv").symlink_to(small)
    before = sorted(path.name for path in tmp_path.iterdir())
    run = powergame("sweep", small, *arguments, cwd=tmp_path)
    assert_ends_well(run)
    assert run.returncode == 2, run.stderr
    assert said.lower() in run.stderr.lower()
    assert "--workers" in run.stderr or len(run.stderr.splitlines()) == 1
    assert run.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert small.read_text() == SMALLEST


def test_an_old_file_is_replaced_only_by_a_whole_new_one(small, tmp_path):
    output = tmp_path / "out.csv"
    output.write_text("old")
    assert powergame("sweep", small, "--vary", f"{ODDS}=0:2:3", "-o", output).returncode == 2
    assert output.read_text() == "old"
    done("sweep", small, *VARY, "-o", output)
    assert output.read_text().startswith(f"{ODDS},")


def test_an_arrow_file_can_be_mapped(small, tmp_path):
    output = tmp_path / "out.arrow"
    done("sweep", small, *VARY, "-o", output)
    with pa.memory_map(str(output)) as file:
        assert pa.ipc.open_file(file).read_all().num_rows == 8


def test_to_resume_where_nothing_was_begun_is_to_begin(small, tmp_path):
    done("sweep", small, *VARY, "-o", tmp_path / "out.csv", "--resume")
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_phase_diagram_is_drawn_beside_the_table(small, tmp_path, ending):
    picture = tmp_path / f"out.{ending}"
    done("sweep", small, *VARY, "-o", tmp_path / "out.parquet", "--plot", picture)
    assert picture.stat().st_size > 1000


def test_a_small_sweep_loads_nothing_heavy(small, tmp_path):
    code = (
        "import sys; import powergame as pg\n"
        f"pg.sweep(pg.load({str(small)!r}), {{{ODDS!r}: '0:1:3'}}, output={str(tmp_path / 'out.parquet')!r})\n"
        "print({'pandas', 'matplotlib', 'distributed', 'numba'} & {name.partition('.')[0] for name in sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def refused(*arguments):
    run = powergame("sweep", *arguments)
    assert_ends_well(run)
    assert (run.returncode, run.stdout) == (2, "")
    return run.stderr


THREE = """
actors:
  A: {power: 0.23, preferences: [1, 0, 0]}
  B: {power: 0.14, preferences: [1, 0.5, 0]}
  C: {power: 0.07, preferences: [1, 0, 0.5]}
conflict: {destruction: {odds: 0.4, severity: 0.4}}
vary: {alignment.A.B: -0.9:0.9:3, alignment.B.C: -0.9:0.9:3}
"""


def test_alignments_that_cannot_be_met_together_end_a_sweep_with_their_names(small):
    small.write_text(THREE)
    message = "alignment.C.A = -0.9, alignment.B.C = -0.9 and alignment.A.B = -0.9 cannot be met together"
    assert message in refused(small, "--set", "alignment.C.A=-0.9")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--vary", "alignment.A.B=0:1:3", "--vary", "alignment.B.A=0:1:3"), "alignment.B.A varies twice"),
        (("--set", "alignment.B.A=0.3"), "--set alignment.B.A=0.3: would do nothing, as alignment.A.B varies"),
        (("--set", f"{ODDS}=0.3", "--vary", f"{ODDS}=0:1:3"), f"would do nothing, as {ODDS} varies"),
        (("--set", "rounds=1", "--set", "rounds=1"), "rounds: is given twice"),
    ],
)
def test_what_would_undo_something_else_that_is_asked_for_is_refused(small, options, message):
    small.write_text(THREE)
    assert message in refused(small, *options)
