"""`powergame explain` says what a word of our answers means, and answers point to it."""

import csv
import io
import json

import jsonschema
import pytest
from support.in_process import powergame
from support.installed import SCENARIOS, SCHEMAS

from powergame.cli.rendering import POINTER
from powergame.report.glossary.entries import by_group, entries


def test_a_word_is_explained_with_its_unit_and_how_far_to_trust_it():
    run = powergame("explain", "regret")
    assert run.returncode == 0
    assert run.stdout.startswith("regret\nEquilibria\n\nThe most that any actor could gain")
    for label in ("Values:", "Computed:", "Trust:", "See also: certificate"):
        assert label in run.stdout


def test_several_words_are_one_word_or_each_is_explained():
    assert powergame("explain", "value", "of", "concealment").stdout.startswith("value of concealment\n")
    several = powergame("explain", "regret", "bits").stdout
    assert several.startswith("regret\n")
    assert "\nbits\n" in several


def test_without_a_word_all_are_listed_by_their_groups():
    told = " ".join(powergame("explain").stdout.split())
    for heading, words in by_group().items():
        assert f"{heading} {', '.join(word.name for word in words)}" in told


def test_what_answers_cannot_say_is_one_word():
    told = powergame("explain", "limits").stdout
    assert told.count("Instead:") == len(by_group()["What it cannot say"])
    assert "Carroll & Kenkel 2019" in told


@pytest.mark.parametrize("words", [["vredict"], ["regret", "vredict"]])
def test_an_unknown_word_ends_with_status_two_and_the_nearest(words):
    run = powergame("explain", *words)
    assert run.returncode == 2
    assert run.stderr == "powergame: there is no word 'vredict' in our answers; did you mean 'verdict'?\n"
    assert run.stdout == ""


def test_the_json_of_words_meets_its_schema():
    schema = json.loads((SCHEMAS / "explain.schema.json").read_text())
    for words, count in [([], len(entries())), (["limits"], 8), (["chicken harmony"], 3)]:
        told = json.loads(powergame("explain", *words, "--format", "json").stdout)
        jsonschema.validate(told, schema)
        assert len(told["words"]) == count


def test_words_can_be_had_as_a_table_and_as_markdown(tmp_path):
    header, *rows = csv.reader(io.StringIO(powergame("explain", "--format", "csv").stdout))
    assert header[:3] == ["word", "group", "means"]
    assert [row[0] for row in rows] == [entry.name for entry in entries()]
    powergame("explain", "regret", "-o", tmp_path / "regret.csv")
    beside = json.loads((tmp_path / "regret.csv.json").read_text())
    assert (beside["table"], beside["format"]) == ("regret.csv", "powergame.explain")
    assert powergame("explain", "regret", "--format", "markdown").stdout.startswith("# regret\n\nEquilibria\n")


def test_an_answer_ends_by_saying_where_its_words_are_explained_and_data_do_not():
    scenario = SCENARIOS / "strong-and-aligned.yaml"
    assert powergame("solve", scenario, "--no-turns").stdout.endswith(f"\n{POINTER}\n")
    for format_ in ("json", "csv", "markdown"):
        assert POINTER not in powergame("solve", scenario, "--no-turns", "--format", format_).stdout


def test_what_an_answer_points_to_is_there():
    assert "powergame explain WORD" in POINTER
    assert "powergame explain limits" in POINTER
    assert len(POINTER) <= 80
