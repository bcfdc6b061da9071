"""`powergame converge` as its users meet it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import validate
from support import installed
from support.in_process import done, powergame
from support.installed import ROOT, SCHEMAS, SMALLEST, assert_ends_well

SCHEMA = json.loads((SCHEMAS / "converge.schema.json").read_text())
QUICK = ("--draws", "256")


def test_the_question_is_answered_in_the_first_words(small):
    said = done("converge", small, *QUICK, "--dimensions", "2,100")
    assert said.split("\n\n")[1].startswith("With many outcomes, seeking power is instrumentally convergent for ")
    assert "2 draws" not in said
    assert "256 quasi-random draws (seed 0) of the preferences of blue and red" in said.replace("\n", " ")


def test_json_is_of_its_schema_and_the_same_every_time(small):
    asked = (small, *QUICK, "--dimensions", "1,3", "--seed", "9", "--format", "json")
    first, second = (installed.done("converge", *asked, env={"PYTHONHASHSEED": seed}) for seed in "12")
    assert first == second
    data = json.loads(first)
    validate(data, SCHEMA)
    assert [one["dimensions"] for one in data["dimensions"]] == [1, 3]
    assert set(data["sensitivity"]["actors"]) == {"blue", "red"}


@pytest.mark.parametrize("file", ["chip-controls", "security-dilemma", "openai-board-2023"])
def test_shipped_scenarios_give_json_of_the_schema(file):
    data = json.loads(done("converge", ROOT / "scenarios" / f"{file}.yaml", "--draws", "16", "--format", "json"))
    validate(data, SCHEMA)


def test_csv_has_a_row_for_each_actor_and_number_of_dimensions(small):
    rows = list(csv.DictReader(io.StringIO(done("converge", small, *QUICK, "--dimensions", "2,3", "--format", "csv"))))
    assert [(row["dimensions"], row["actor"]) for row in rows] == [
        ("2", "blue"), ("2", "red"), ("3", "blue"), ("3", "red"),
    ]  # fmt: skip
    assert all(float(row["always_low"]) <= float(row["always"]) <= float(row["always_high"]) for row in rows)


def test_quantal_response_is_drawn_over_too(small):
    options = ("--draws", "8", "--rationality", "20", "--actor", "red", "--format", "json")
    said = json.loads(done("converge", small, *options))
    validate(said, SCHEMA)
    assert said["solution"] == {"concept": "logit", "rationality": 20}
    assert 0 < said["dimensions"][0]["actors"]["red"]["selected"]["value"] < 1


def test_a_mean_probability_is_not_told_as_a_share_of_the_draws(small):
    """In a quantal response all mix, whatever they prefer."""
    said = done("converge", small, *QUICK, "--rationality", "5").replace("\n", " ")
    assert "seeks power with probability" in said
    assert "% on average" in said
    assert "for most" not in said
    assert "on average" not in done("converge", small, *QUICK).replace("\n", " ").partition("quasi-random")[0]


def test_hostile_names_are_text(tmp_path):
    path = tmp_path / "hostile.yaml"
    path.write_text(SMALLEST.replace("blue", '"=cmd|[red]x[/]"').replace("red:", '"war":'))
    assert "[red]x[/]" in done("converge", path, *QUICK)
    data = json.loads(done("converge", path, *QUICK, "--format", "json"))
    validate(data, SCHEMA)
    assert set(data["sensitivity"]["actors"]) == {"=cmd|[red]x[/]", "war"}
    assert "'=cmd" in done("converge", path, *QUICK, "--format", "csv")


REFUSED = {
    "words for numbers": (("--dimensions", "two"), "whole numbers"),
    "a number twice": (("--dimensions", "2,2"), "each once"),
    "nothing": (("--dimensions", ""), "whole numbers"),
    "no dimension": (("--dimensions", "0"), "1 to 1,000"),
    "a great number": (("--dimensions", "9" * 5000), "whole numbers"),
    "another digit": (("--dimensions", "²"), "whole numbers"),
    "many numbers": (("--dimensions", ",".join(map(str, range(1, 100)))), "at most 64"),
    "no draws": (("--draws", "0"), "draws"),
    "endless draws": (("--draws", "1" + "0" * 30), "draws"),
    "a seed below 0": (("--seed", "-1"), "seed"),
    "no such actor": (("--actor", "rd"), "did you mean 'red'"),
    "an actor with markup": (("--actor", "[bold]\x1b[31m"), "no actor"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_asked_is_refused_in_a_line(small, case):
    arguments, words = REFUSED[case]
    run = powergame("converge", small, *arguments)
    assert_ends_well(run)
    assert run.returncode == 2
    assert words in run.stderr
    assert run.stdout == ""


def test_a_change_of_what_is_drawn_anyway_is_refused(small):
    """An alignment is one value, either way round; with --actor nothing is drawn but that one's preferences."""
    small.write_text(SMALLEST + "unknown: {alignment.red.blue: {uniform: [0, 1]}}")
    run = powergame("converge", small, *QUICK, "--set", "alignment.blue.red=0.5")
    assert_ends_well(run)
    assert run.returncode == 2
    assert "would do nothing, as alignment.red.blue is unknown, and drawn" in run.stderr
    assert done("converge", small, *QUICK, "--set", "alignment.blue.red=0.5", "--actor", "red")


def test_draws_that_are_turned_are_not_called_uniform(small):
    said = done("converge", small, *QUICK, "--set", "alignment.red.blue=0.25").replace("\n", " ")
    assert "uniform over all directions. Actors are then turned to meet alignment.red.blue = 0.25." in said
    assert "Of all preferences" not in said
    assert "Actors are then turned" not in done("converge", small, *QUICK)
