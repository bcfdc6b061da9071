"""`powergame threshold` as its users meet it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import validate
from support import installed
from support.in_process import done, powergame
from support.installed import SCENARIOS, SCHEMAS, SMALLEST, assert_ends_well

SCHEMA = json.loads((SCHEMAS / "threshold.schema.json").read_text())
DILEMMA = SCENARIOS / "security-dilemma.yaml"
ODDS = ("--vary", "conflict.destruction.odds")


def test_words_say_what_holds_where(small):
    said = done("threshold", small, "--vary", "alignment.red.blue")
    assert "red: always below 0.6, never above" in said
    assert "The scenario itself is at 0.980581, above 0.6: blue never, red never." in said


def test_json_is_of_its_schema_and_the_same_every_time():
    asked = (DILEMMA, *ODDS, "--vary", "conflict.decisiveness=0:4:9", "--format", "json")
    first, second = (installed.done("threshold", *asked, env={"PYTHONHASHSEED": seed}) for seed in "12")
    assert first == second
    data = json.loads(first)
    validate(data, SCHEMA)
    assert [path["path"] for path in data["paths"]] == ["conflict.destruction.odds", "conflict.decisiveness"]


@pytest.mark.parametrize("file", ["ai-race", "kingmaker", "nuclear-deterrence"])
def test_shipped_scenarios_give_json_of_the_schema(file):
    validate(json.loads(done("threshold", SCENARIOS / f"{file}.yaml", *ODDS, "--format", "json")), SCHEMA)


def test_endless_decisiveness_is_json_too(small):
    options = ("--set", "conflict.decisiveness=.inf", "--vary", "conflict.decisiveness", "--format", "json")
    data = json.loads(done("threshold", small, *options))
    validate(data, SCHEMA)
    assert data["paths"][0]["now"] == "inf"


def test_csv_has_a_row_for_each_flip():
    rows = list(csv.DictReader(io.StringIO(done("threshold", DILEMMA, *ODDS, "--format", "csv"))))
    data = json.loads(done("threshold", DILEMMA, *ODDS, "--format", "json"))
    flips = [(name, flip["at"]) for name, own in data["paths"][0]["actors"].items() for flip in own["flips"]]
    assert [(row["actor"], float(row["at"])) for row in rows] == flips
    assert flips


def test_markdown_has_a_table():
    assert "| actor |" in done("threshold", DILEMMA, *ODDS, "--format", "markdown").replace("  ", "")


def test_settings_come_before_what_varies(small):
    less = done("threshold", small, "--set", "conflict.destruction.odds=0.3", "--vary", "alignment.red.blue")
    assert "red: always below 0.6," not in less


def test_without_a_path_what_the_scenario_varies_is_taken(small):
    small.write_text(SMALLEST + "vary:\n  conflict.destruction.odds: 0:0.5:11\n")
    assert "along conflict.destruction.odds from 0 to 0.5" in done("threshold", small)


def test_quantal_response_says_that_it_depends(small):
    said = done("threshold", small, "--rationality", "10", "--vary", "conflict.destruction.odds=0:1:5")
    assert "depends, all along" in said


def test_a_name_may_hold_an_equals_sign(small):
    small.write_text(SMALLEST.replace("red:", '"a=b":'))
    assert "actors.a=b.power from 0" in done("threshold", small, "--vary", "actors.a=b.power")


def test_hostile_names_are_text(small):
    small.write_text(SMALLEST.replace("blue", '"=cmd|[red]x[/]"'))
    assert "[red]x[/]" in done("threshold", small, *ODDS)
    assert "'=cmd" in done("threshold", small, "--vary", "alignment.=cmd|[red]x[/].red=-1:1:5", "--format", "csv")


def test_an_incomplete_list_can_be_made_an_error():
    run = powergame("threshold", SCENARIOS / "kingmaker.yaml", *ODDS, "--require-complete", "-q")
    assert run.returncode in (0, 3)
    assert run.stderr == ""


REFUSED = {
    "nothing to vary": ((), "nothing to vary"),
    "unknown path": (("--vary", "conflict.destruction.oods"), "did you mean 'odds'"),
    "no path": (("--vary", "=0:1:3"), "expected PATH=AXIS"),
    "a word": (("--vary", "conflict.contest"), "holds no number"),
    "one point": (("--vary", "conflict.destruction.odds=1:1:3"), "one point"),
    "too many points": (("--vary", "conflict.destruction.odds=0:1:99999999999"), "are allowed"),
    "nan": (("--vary", "conflict.destruction.odds=.nan:1:3"), "finite number"),
    "infinite": (("--vary", "conflict.decisiveness=0:.inf:3"), "finite number"),
    "out of range": (("--vary", "conflict.destruction.odds=0:2:11"), "out of range"),
    "no axis": (("--vary", "conflict.destruction.odds=0:1"), "from:to:count"),
    "a value that ends early": (("--vary", "conflict.destruction.odds=[0, 1"), "not YAML"),
    "no value": (("--vary", "conflict.destruction.odds="), "expected a value"),
    "log from 0": (("--vary", "conflict.destruction.odds={from: 0, to: 1, count: 5, scale: log}"), "above 0"),
    "rounds": (("--vary", "rounds"), "one round"),
    "control characters": (("--vary", "conflict.\x1b[31m.odds"), "there is no"),
}


@pytest.mark.parametrize(("options", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_has_no_threshold_is_refused_in_one_line(small, options, words):
    run = powergame("threshold", small, *options)
    assert_ends_well(run)
    assert run.returncode == 2
    assert words in run.stderr
    assert run.stderr.count("\n") == 1
    assert run.stdout == ""


def test_scenarios_without_paths_to_vary_are_refused(tmp_path, small):
    several = powergame("threshold", f"{DILEMMA}#*", *ODDS)
    assert (several.returncode, several.stderr.count("\n")) == (2, 1)
    game = powergame("threshold", tmp_path / "game.nfg", *ODDS)
    assert (game.returncode, game.stderr.count("\n")) == (2, 1)
    small.write_text(SMALLEST + "rounds: 2\n")
    rounds = powergame("threshold", small, *ODDS)
    assert (rounds.returncode, rounds.stderr.count("\n")) == (2, 1)
    small.write_text(SMALLEST.replace("preferences: [1, 0]", "types: {x: {probability: 1, preferences: [1, 0]}}"))
    types = powergame("threshold", small, *ODDS)
    assert types.returncode == 2
    assert_ends_well(types)


def test_the_scenario_is_never_overwritten(small):
    run = powergame("threshold", small, *ODDS, "-o", small)
    assert run.returncode == 2
    assert small.read_text() == SMALLEST


CUBA = SCENARIOS / "cuban-missile-crisis.yaml"
STAY = ("--vary", "actors.soviet union.ladder.withdraw.cost=0:0.2:41")


@pytest.mark.parametrize("of", ["war", "destroyed", "plays.soviet union"])
def test_other_questions_have_json_of_the_schema_and_a_row_for_each_flip(of):
    data = json.loads(done("threshold", CUBA, *STAY, "--of", of, "--format", "json"))
    validate(data, SCHEMA)
    assert data["of"] == of
    (path,) = data["paths"]
    flips = path["flips"] if of != "plays.soviet union" else path["actors"]["soviet union"]["flips"]
    rows = list(csv.DictReader(io.StringIO(done("threshold", CUBA, *STAY, "--of", of, "--format", "csv"))))
    assert [(float(row["at"]), row["above"]) for row in rows] == [(flip["at"], str(flip["above"])) for flip in flips]
    assert flips


def test_words_tell_how_war_runs_and_which_level_it_would_cross():
    said = " ".join(done("threshold", CUBA, *STAY, "--of", "war").split())
    assert "It rises from 0 % to 17.2 %. The scenario itself is at 0.02: 0 %." in said
    assert "0.05587034483 jumps up 10 % 0 % 17.2 %" in said
    ruin = ("--set", "conflict.destruction.odds=0.1", "--set", "conflict.destruction.severity=0.5")
    moved = done("threshold", DILEMMA, *ruin, "--vary", "ladder.strike.provokes=0.5:0.52:3", "--of", "destroyed")
    assert "It crosses no level of 10 %, 25 %, 50 %, 75 % or 90 %; --level 0.0" in " ".join(moved.split())


def test_words_tell_who_changes_sides():
    kingmaker = ("--vary", "actors.kingmaker.power=2:2.5:11", "--of", "war")
    said = " ".join(done("threshold", SCENARIOS / "kingmaker.yaml", *kingmaker).split())
    assert (
        "If it comes to war, kingmaker changes sides at 2.25029: with challenger below, with the status quo above."
        in said
    )


def test_where_no_verdict_turns_words_say_what_does():
    said = " ".join(done("threshold", CUBA, *STAY).split())
    assert "No verdict turns, but the chance of war moves between 0 % and 17.2 % (--of war)" in said
    assert "(--of 'plays.soviet union')" in said
    nothing = json.loads(done("threshold", CUBA, *STAY, "--format", "json"))["paths"][0]["others"]
    assert [other["of"] for other in nothing] == ["war", "plays.soviet union"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--of", "plays.sovjet union"), "did you mean plays.soviet union?"),
        (("--of", "peace"), "expected seeks, war, destroyed or plays.ACTOR"),
        (("--of", "war", "--level", "1"), "expected a number above 0 and below 1"),
        (("--level", "0.5"), "--level belongs to --of war or destroyed"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(options, words):
    run = powergame("threshold", CUBA, *STAY, *options)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert words in run.stderr
