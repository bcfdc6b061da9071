"""Every table that a command writes is read by pandas without options, and says beside it what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from support.in_process import command, done, powergame
from support.installed import SCENARIOS, SMALLEST

import powergame as pg

ODDS = "conflict.destruction.odds"
COUP, DILEMMA = str(SCENARIOS / "loyal-general.yaml"), str(SCENARIOS / "security-dilemma.yaml")
UNKNOWN = ("--unknown", f"{ODDS}={{uniform: [0, 1]}}", "--observe", "west=strike", "--rationality", "5")
COMMANDS = {
    "solve": ("solve", DILEMMA, "--no-turns"),
    "a game": ("solve", "{game}"),
    "compare": ("compare", DILEMMA, f"{DILEMMA}#*", "--no-turns"),
    "threshold": ("threshold", DILEMMA, "--vary", f"{ODDS}=0:1:11"),
    "converge": ("converge", DILEMMA, "--draws", "16", "--actor", "east"),
    "infer": ("infer", DILEMMA, *UNKNOWN),
    "deceive": ("deceive", COUP, "--no-pure"),
}


@pytest.fixture
def words(tmp_path):
    game = tmp_path / "game.csv"
    game.write_text(',C,D\nC,"3, 3","0, 5"\nD,"5, 0","1, 1"\n')
    return lambda name: [word.replace("{game}", str(game)) for word in COMMANDS[name]]


@pytest.mark.parametrize("name", COMMANDS)
def test_pandas_reads_what_a_command_writes_and_json_beside_it_says_what_it_is(tmp_path, words, name):
    table = tmp_path / "out.csv"
    assert command(*words(name), "--format", "csv", "-o", table).status == 0
    frame = pd.read_csv(table)
    assert len(frame) > 0
    assert not any(column.startswith(("Unnamed", "#")) for column in frame.columns)
    for column in {"proven", "complete"} & set(frame.columns) if name != "converge" else ():  # whose are shares
        assert frame[column].dtype == bool
    for column in {"power", "war", "destroyed", "probability", "at"} & set(frame.columns):
        assert frame[column].dtype.kind in "fi", column
    about = json.loads((tmp_path / "out.csv.json").read_text())
    assert about.pop("table") == "out.csv"
    whole = json.loads(done(*words(name), "--format", "json"))
    assert {key: about[key] for key in about if key != "scenarios"} == {
        key: whole[key] for key in about if key != "scenarios"
    }
    assert about["format"].startswith("powergame.")


@pytest.mark.parametrize("name", ["solve", "compare", "infer"])
def test_metadata_may_stand_in_the_first_line(tmp_path, words, name):
    plain = done(*words(name), "--format", "csv")
    first, _, rest = done(*words(name), "--format", "csv", "--metadata").partition("\r\n")
    assert rest == plain
    assert json.loads(first.removeprefix("# "))["powergame"] == pg.__version__
    done(*words(name), "--format", "csv", "--metadata", "-o", tmp_path / "out.csv")
    assert [path.name for path in tmp_path.glob("out*")] == ["out.csv"]
    assert "expected --format csv" in powergame(*words(name), "--metadata").stderr


def test_numbers_of_a_sweep_are_the_same_to_the_last_digit(tmp_path):
    table = tmp_path / "grid.csv"
    axes = ("--vary", f"{ODDS}=0:1:7", "--vary", "conflict.destruction.severity=0.1:0.9:3")
    done("sweep", DILEMMA, *axes, "-o", table)
    read = pd.read_csv(table, float_precision=None)
    swept = pg.sweep(pg.load(DILEMMA), {ODDS: "0:1:7", "conflict.destruction.severity": "0.1:0.9:3"}).to_frame()
    assert list(read.columns) == list(swept.columns)
    for column in read.columns:
        assert read[column].tolist() == swept[column].tolist(), column
    about = json.loads((tmp_path / "grid.csv.json").read_text())
    assert (about["format"], about["points"]) == ("powergame.sweep.points", 21)


def test_no_description_replaces_a_file_of_another_kind(tmp_path):
    scenario, beside = tmp_path / "small.yaml", tmp_path / "out.csv.json"
    scenario.write_text(SMALLEST)
    result = done("solve", scenario, "--no-turns", "--format", "json")
    for text in ("mine", '{"a": 1}', "[1]", '{"powergame": 1, "actors": {}}', result):
        beside.write_text(text)
        for line in (
            ("solve", scenario, "--format", "csv", "-o", tmp_path / "out.csv"),
            ("sweep", scenario, "--vary", f"{ODDS}=0:1:3", "-o", tmp_path / "out.csv"),
        ):
            ended = powergame(*line)
            assert (ended.returncode, beside.read_text()) == (2, text)
            assert "would be replaced by the table's description" in ended.stderr
            assert not (tmp_path / "out.csv").exists()


def test_a_result_is_not_replaced_by_the_description_of_draws(tmp_path, words):
    ended = powergame(*words("infer"), "-o", tmp_path / "out.csv.json", "--save", tmp_path / "out.csv")
    assert (ended.returncode, list(tmp_path.glob("out*"))) == (2, [])
    assert "out.csv.json: is an input, or another output" in ended.stderr


def test_the_ending_of_a_file_tells_its_format(tmp_path, words):
    for ending, name in {"csv": "csv", "JSON": "json", "md": "markdown", "txt": "table"}.items():
        done(*words("a game"), "-o", tmp_path / f"out.{ending}")
        assert (tmp_path / f"out.{ending}").read_bytes().decode() == done(*words("a game"), "--format", name)
    done(*words("a game"), "--format", "table", "-o", tmp_path / "told.csv")
    assert (tmp_path / "told.csv").read_text() == done(*words("a game"))


def test_streams_and_devices_have_no_file_beside_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(SMALLEST)
    for output in ("-", "/dev/null"):
        assert powergame("solve", "small.yaml", "--format", "csv", "-o", output).returncode == 0
    assert [path.name for path in Path().iterdir()] == ["small.yaml"]
