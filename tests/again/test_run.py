"""A result is computed again from itself alone, and whatever is not the same is told with its place."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from support.in_process import powergame as run
from support.installed import SCENARIOS

import powergame as pg
from powergame.again import again
from powergame.again.differences import compare_values
from powergame.errors import UsageError

ALIGNED = SCENARIOS / "strong-and-aligned.yaml"
OPPOSED = SCENARIOS / "strong-and-misaligned.yaml"
PATH = "alignment.weak.strong"


def put(folder: Path, told: dict) -> Path:
    file = folder / "result.json"
    file.write_text(json.dumps(told))
    return file


@pytest.fixture(scope="module")
def answer():
    return pg.solve(pg.load(ALIGNED), look_for_turns=False).to_dict()


def test_a_changed_scenario_is_computed_again_without_its_file(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(ALIGNED.read_text())
    told = pg.solve(pg.load(own, sets={PATH: "0.2"}), look_for_turns=False).to_dict()
    own.unlink()
    result = again(put(tmp_path, told))
    assert (result.same, result.notes, result.name) == (True, (), told["scenario"]["name"])


def test_a_scenario_that_has_changed_since_is_told_and_its_text_in_the_result_is_solved(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(ALIGNED.read_text())
    told = pg.solve(pg.load(own), look_for_turns=False).to_dict()
    own.write_text(ALIGNED.read_text() + "# later\n")
    result = again(put(tmp_path, told))
    assert result.same
    assert [note.partition(" ")[2] for note in result.notes] == [
        "has changed since; the scenario is the one that the result has in itself."
    ]


def test_what_differs_is_told_with_its_place(tmp_path, answer):
    told = json.loads(json.dumps(answer))
    told["equilibria"][0]["war"] = 0.5
    told["actors"]["weak"]["verdict"] = "always"
    result = again(put(tmp_path, told))
    assert [(each.path, each.written) for each in result.compared.differences] == [
        ("actors.weak.verdict", "always"),
        ("equilibria.0.war", 0.5),
    ]
    assert not result.same


def test_numbers_that_differ_by_rounding_are_the_same():
    compared = compare_values({"war": 0.25, "seeks": True}, {"war": 0.25 + 1e-12, "seeks": True})
    assert (compared.differ, compared.rounding) == (0, pytest.approx(1e-12, rel=1e-3))
    assert compare_values({"seeks": True}, {"seeks": 1}).differ == 1
    assert compare_values([1, 2], [1]).differ == 1
    assert compare_values({"war": 10**400}, {"war": 0.5}).differ == 1


def test_sentences_of_another_version_may_be_worded_otherwise(tmp_path, answer):
    told = json.loads(json.dumps(answer))
    told["actors"]["weak"]["why"] = "It dares not."
    assert not again(put(tmp_path, told)).same
    result = again(put(tmp_path, told | {"powergame": "0.0.9"}))
    assert result.same
    assert "written by powergame 0.0.9" in result.notes[0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "other"}, "is no result"),
        ({"format": "powergame.guess"}, "knows no results of format"),
        ({"format": "powergame.error"}, "nothing to compute again"),
        ({"version": 2}, "is of version 2"),
        ({"limited": "time"}, "a time limit cut it"),
        ({"options": {}}, "is not whole"),
        ({"scenario": 3}, "is not whole"),
    ],
)
def test_what_cannot_be_computed_again_is_refused_with_the_reason(tmp_path, answer, change, why):
    with pytest.raises(UsageError, match=why):
        again(put(tmp_path, answer | change))


def test_a_game_too_large_for_a_head_is_read_from_its_file_which_must_be_the_same(tmp_path):
    game = tmp_path / "pennies.nfg"
    game.write_text('NFG 1 R "pennies" { "row" "column" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    told = pg.solve(pg.load(game)).to_dict()
    told["scenario"] = told["scenario"] | {"text": None}
    assert again(put(tmp_path, told)).same
    game.write_text('NFG 1 R "pennies" { "row" "column" } { 2 2 } 2 -1 -1 1 -1 1 1 -1')
    with pytest.raises(UsageError, match="has changed since"):
        again(put(tmp_path, told))
    game.unlink()
    with pytest.raises(UsageError, match="is gone, or cannot be read"):
        again(put(tmp_path, told))


HOSTILE_NAMES = {
    "actors": {
        "text": {"power": 3, "preferences": [1, 0.2]},
        "values": {"power": 1, "preferences": [1, 0]},
        "why": {"power": 2, "preferences": [0, 1]},
    },
    "conflict": {"destruction": {"odds": 0.6, "severity": 0.5}},
}


@pytest.mark.parametrize("version", ["0.0.9", pg.__version__])
@pytest.mark.parametrize("name", ["text", "values", "why"])
def test_actors_that_are_called_like_keys_of_results_are_compared(tmp_path, name, version):
    told = pg.solve(pg.load(HOSTILE_NAMES), look_for_turns=False).to_dict() | {"powergame": version}
    told["actors"][name]["verdict"] = "tampered"
    (difference,) = again(put(tmp_path, told)).compared.differences
    assert difference.path == f"actors.{name}.verdict"


def test_what_a_result_says_of_its_scenario_is_what_is_solved(tmp_path, answer):
    told = json.loads(json.dumps(answer))
    told["scenario"]["values"]["actors.weak.power"] = 9
    (difference,) = again(put(tmp_path, told)).compared.differences
    assert (difference.path, difference.written) == ("scenario.values.actors.weak.power", 9)


def test_what_scenarios_differ_in_is_compared_too(tmp_path):
    told = json.loads(json.dumps(pg.compare([pg.load(ALIGNED), pg.load(OPPOSED)], look_for_turns=False).to_dict()))
    told["differences"][0]["values"][0] = "tampered"
    (difference,) = again(put(tmp_path, told)).compared.differences
    assert difference.path == "differences.0.values.0"


def test_an_alignment_that_was_set_beside_a_table_of_alignments_is_asked_for_again(tmp_path):
    table = {
        "actors": {name: {"power": 1} for name in "abc"},
        "alignments": {"a": {"b": 0.3, "c": -0.2}, "b": {"c": 0.1}},
        "conflict": {"destruction": {"odds": 0.6, "severity": 0.5}},
    }
    told = pg.solve(pg.load(table, sets={"alignment.a.b": "0.5"}), look_for_turns=False).to_dict()
    assert told["scenario"]["values"]["alignment.a.b"] == 0.5
    assert again(put(tmp_path, told)).same


def test_an_axis_of_single_values_is_asked_again(tmp_path):
    swept = pg.sweep(pg.load(ALIGNED), {PATH: [-0.5, 0, 0.75]})
    assert again(put(tmp_path, swept.to_dict())).same


def test_what_a_later_version_tells_beside_is_not_missed_in_a_result_of_an_earlier_one(tmp_path, answer):
    told = {key: value for key, value in answer.items() if key != "degenerate"}
    assert not again(put(tmp_path, told)).same
    assert again(put(tmp_path, told | {"powergame": "0.0.9"})).same


@pytest.mark.parametrize(
    "command",
    [["threshold", "--vary", PATH], ["converge", "--draws", "16"], ["sweep", "--vary", f"{PATH}=-1:1:3"]],
    ids=lambda words: words[0],
)
def test_the_csv_of_a_question_is_computed_again(tmp_path, command):
    table = tmp_path / "table.csv"
    name, *words = command
    run(name, ALIGNED, *words, "-o", table, "-q")
    assert again(table).same
    header, *rows = table.read_text().splitlines(keepends=True)
    table.write_text(header + "".join(rows[:-1]))
    assert not again(table).same


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"format": "powergame.solve", "version": 1, "war": NaN}', "is no result"),
        ('{"format": "powergame.solve", "version": 1, "war": 1e999}', "is no result"),
        ("[" * 100_000, "is no result"),
        ("\xff", "is no result"),
        ('{"format": "powergame.solve", "version": 1, "table": ".."}', "is not beside it"),
        ('{"format": "powergame.solve", "version": 1, "table": ""}', "is not beside it"),
        ('{"format": "powergame.solve", "version": 1, "table": "other.csv"}', "is not beside it"),
        ('{"format": "powergame.explain", "version": 1}', "nothing to compute again"),
    ],
)
def test_what_nobody_wrote_is_refused_in_a_line(tmp_path, text, why):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    file = tmp_path / "result.json"
    file.write_bytes(text.encode("latin-1"))
    done = run("again", file)
    assert (done.returncode, done.stderr.count("\n"), why in done.stderr) == (2, 1, True)


@pytest.mark.parametrize(
    ("scenario", "status"),
    [
        ({"text": None, "source": "-"}, 2),
        ({"text": None, "source": "/dev/zero"}, 2),
        ({"text": None, "source": "a\0b"}, 2),
        ({"text": "extends: /etc/hostname"}, 2),
        ({"source": "-"}, 0),
        ({"source": "\x1b[31m\0"}, 0),
    ],
)
def test_no_file_is_read_that_a_result_alone_names(tmp_path, answer, scenario, status):
    told = answer | {"scenario": answer["scenario"] | scenario}
    done = run("again", put(tmp_path, told), stdin="nothing is read here")
    assert (done.returncode, "\x1b" in done.stdout + done.stderr) == (status, False)


def test_a_difference_as_deep_or_as_long_as_no_result_is_shown_in_a_few_characters(tmp_path, answer):
    told = json.dumps(answer | {"deep": 0, "long": "x" * 1_000_000})
    file = tmp_path / "result.json"
    file.write_text(told.replace('"deep": 0', f'"deep": {"[" * 500}{"]" * 500}'))
    assert len(run("again", file).stdout) < 3_000
    assert json.loads(run("again", file, "--format", "json").stdout)["differ"] == 2


@pytest.mark.parametrize("metadata", [[], ["--metadata"]])
@pytest.mark.parametrize(
    "command", [["solve", ALIGNED, "--no-turns"], ["compare", ALIGNED, OPPOSED], ["compare", ALIGNED, OPPOSED, "--all"]]
)
def test_a_csv_is_computed_again_by_what_it_says_of_itself(tmp_path, command, metadata):
    table = tmp_path / "table.csv"
    run(*command, "-o", table, *metadata)
    assert again(table).same
    table.write_text("depends".join(table.read_text().rsplit("never", 1)))
    (difference,) = again(table).compared.differences
    assert (difference.path[:4], difference.written, difference.now) == ("row ", "depends", "never")


@pytest.mark.parametrize(("ending", "seeds"), [("parquet", (15, 25)), ("arrow", (4, 15))])
def test_a_damaged_table_ends_in_a_line(tmp_path, ending, seeds):
    table = tmp_path / f"points.{ending}"
    pg.sweep(pg.load(ALIGNED), {PATH: "-1:1:5"}, output=table)
    data = table.read_bytes()
    for seed in seeds:
        chosen, damaged = random.Random(seed), bytearray(data)
        for _ in range(3):
            damaged[chosen.randrange(len(damaged))] = chosen.randrange(256)
        table.write_bytes(damaged)
        done = run("again", table)
        assert (done.returncode in (0, 1, 2), "internal" in done.stderr) == (True, False)
    table.write_bytes(data[: len(data) // 2])
    assert run("again", table).returncode == 2


def test_a_cell_as_long_as_no_table_has_is_refused_in_a_line(tmp_path):
    table = tmp_path / "points.csv"
    pg.sweep(pg.load(ALIGNED), {PATH: "-1:1:5"}, output=table)
    table.write_text(table.read_text() + "x" * 200_000)
    done = run("again", table)
    assert (done.returncode, done.stderr.count("\n"), "is not whole" in done.stderr) == (2, 1, True)


@pytest.mark.parametrize("ending", ["csv", "parquet", "arrow"])
def test_the_points_of_a_sweep_are_solved_again(tmp_path, ending):
    table = tmp_path / f"points.{ending}"
    pg.sweep(pg.load(ALIGNED), {PATH: "-1:1:5"}, output=table)
    result = again(table)
    assert (result.same, result.format) == (True, "powergame.sweep.points")
    assert result.compared.values > 5


def test_an_observation_and_a_situation_are_asked_again(tmp_path):
    scenario = pg.load(ALIGNED)
    inferred = pg.infer(
        scenario,
        unknown={PATH: {"uniform": [-1, 1]}},
        observe=["weak=hold x3", "war under conflict.stakes=0.4"],
        under={"ladder": [{"name": "hold"}, {"name": "seek", "grab": 0.2, "provokes": 0.5}]},
        next_along={"conflict.stakes": "0.2:1:3"},
        rationality=20,
    )
    assert again(put(tmp_path, inferred.to_dict())).same


def test_the_exit_status_says_whether_it_is_the_same(tmp_path, answer):
    told = json.loads(json.dumps(answer))
    same = run("again", str(put(tmp_path, told)))
    assert (same.returncode, "it comes out the same, in all of" in same.stdout) == (0, True)
    told["complete"] = False
    differs = run("again", str(put(tmp_path, told)), "--format", "json")
    assert differs.returncode == 1
    assert json.loads(differs.stdout)["differences"] == [{"path": "complete", "written": False, "now": True}]
    assert run("again", str(ALIGNED)).returncode == 2
