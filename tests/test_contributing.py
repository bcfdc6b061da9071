"""CONTRIBUTING.md's lists are whole: what is there already is in every place that a list names."""

from __future__ import annotations

import json
import re
from dataclasses import fields as fields_of
from pathlib import Path
from typing import get_args

import pytest
from support.constants import constants
from support.installed import ROOT, SCENARIOS
from support.random_scenarios import random_scenario
from typer.main import get_command
from typer.testing import CliRunner

import powergame
from powergame.cli.app import application
from powergame.cli.options import FormatName
from powergame.equilibrium.nash.find import Solver
from powergame.model.contest import CONTESTS
from powergame.model.parameters import RUNG_FIELDS
from powergame.questions import QUESTIONS
from powergame.report.pictures.kinds import KINDS
from powergame.scenario import fields
from powergame.scenario.types import Contest, Rung

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "powergame"
SECTIONS = dict(re.findall(r"^### Add an? (.+?)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))

DRAWN = [random_scenario(seed) for seed in range(200)]
"""Scenarios that a fast way and a slow one are compared on."""

NAMES = [question.name for question in QUESTIONS]

KNOWN = {
    "SOLVER": [solver for solver in get_args(Solver) if solver != "auto"],
    "FORMAT": ["terminal" if name == "table" else name for name in get_args(FormatName)],
    "KIND": [kind.drawing.rpartition(".")[0].replace(".", "/") for kind in KINDS],
    "QUESTION": NAMES,
    "NAME": sorted(file.stem for file in SCENARIOS.glob("*.yaml")),
}
"""What a word in capitals stands for today."""


def places(section: str) -> list[str]:
    """Return the files and folders of a list."""
    items = re.findall(r"^- (.*?)(?=^- |\Z)", SECTIONS[section], re.MULTILINE | re.DOTALL)
    words = [word for item in items for word in re.findall(r"`([^`\s]+)`", item)]
    return [word for word in words if "/" in word or word.endswith(".md")]


def read(place: str) -> str:
    return (ROOT / place).read_text(encoding="utf-8")


def silent_pages(section: str, text: str) -> set[str]:
    """Return the pages of a list that lack a word."""
    pages = [place for place in places(section) if place.endswith(".md")]
    assert pages
    return {page for page in pages if not re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", read(page))}


def modules_that_say(word: str) -> set[str]:
    """Return the modules of the package in which a word stands in quotation marks."""
    return {
        file.relative_to(ROOT).as_posix()
        for file in PACKAGE.rglob("*.py")
        if f'"{word}"' in file.read_text(encoding="utf-8")
    }


@pytest.mark.parametrize("section", SECTIONS)
def test_every_file_of_a_list_is_there(section):
    assert len(places(section)) > 1
    for place in places(section):
        word = next((word for word in KNOWN if word in place), None)
        for name in KNOWN[word] if word else [""]:
            path = ROOT / place.replace(word or "", name)
            folder_or_file = path.exists() or path.with_suffix(".py").exists() or path.with_suffix("").is_dir()
            assert folder_or_file, f"Add a {section}: {path.relative_to(ROOT)} is missing"


def test_a_contest_is_a_word_of_files_that_is_drawn_at_random_and_documented():
    words = set(CONTESTS)
    assert words == set(get_args(Contest)) == set(fields.CHOICES["contest"][1])
    assert words == {scenario.conflict.contest for scenario in DRAWN}
    assert {word: pages for word in words if (pages := silent_pages("contest", word))} == {}


@pytest.mark.parametrize("contest", sorted(CONTESTS))
def test_no_module_but_those_of_the_list_knows_a_contest(contest):
    assert modules_that_say(contest) <= set(places("contest"))


def test_a_rung_field_is_in_files_model_schema_and_documentation():
    names = set(fields.RUNG)
    assert names == set(RUNG_FIELDS) == {field.name for field in fields_of(Rung)} - {"name"}
    ladder = json.dumps(json.loads(read("docs/schemas/1/scenario.schema.json"))["definitions"]["ladder"])
    assert [name for name in names if f'"{name}": {{' not in ladder] == []
    assert {name: pages for name in names if (pages := silent_pages("rung field", name))} == {}


def test_an_expectation_is_in_schema_and_documentation():
    expected = json.loads(read("docs/schemas/1/scenario.schema.json"))["definitions"]["expect"]["properties"]
    assert list(expected) == list(fields.EXPECT)
    assert {key: pages for key in fields.EXPECT if (pages := silent_pages("expectation", key))} == {}


def test_kernels_have_a_row_for_every_rung_field():
    assert constants(PACKAGE / "batch" / "kernels" / "cells.py")["RUNG_ROWS"] == len(fields.RUNG)


@pytest.mark.parametrize("name", fields.RUNG)
def test_a_rung_field_takes_many_values_in_scenarios_drawn_at_random(name):
    rungs = [rung for scenario in DRAWN for rung in scenario.ladder]
    assert len({getattr(rung, name) for rung in rungs}) > 10


def test_a_solver_can_be_asked_for_and_is_documented():
    asked = next(option for option in get_command(application()).commands["solve"].params if option.name == "solver")
    assert tuple(asked.type.choices) == get_args(Solver)
    assert {name: pages for name in get_args(Solver) if (pages := silent_pages("solver", name))} == {}


def test_an_output_format_is_documented():
    assert {name: pages for name in get_args(FormatName) if (pages := silent_pages("output format", name))} == {}


def test_a_picture_has_a_row_in_the_documentation():
    rows = set(re.findall(r"^\| `(\w+)`", read("docs/questions/pictures.md"), re.MULTILINE))
    assert rows == {kind.name for kind in KINDS}


@pytest.mark.parametrize("question", NAMES)
def test_a_question_is_a_command_whose_help_has_an_example(question):
    shown = CliRunner().invoke(application(), [question, "--help"])
    assert shown.exit_code == 0
    assert f"powergame {question} " in shown.output.partition("Examples:")[2]


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_a_question_is_a_public_function_documented_and_has_a_schema(question):
    assert question.name in powergame.__all__
    assert callable(getattr(powergame, question.name))
    assert question.result in powergame.__all__
    assert f'"powergame.{question.name}"' in read(f"docs/schemas/1/{question.name}.schema.json")
    assert silent_pages("question", question.name) == set()


def test_what_has_a_result_or_a_document_is_a_question():
    results = {path.name for path in (PACKAGE / "analysis").iterdir() if (path / "result.py").exists()}
    results -= {"rounds"}  # what happens over rounds is part of the results of two questions
    documents = {file.stem for file in (PACKAGE / "report" / "documents").glob("[!_]*.py")}
    assert results <= documents == set(NAMES)


def test_a_scenario_has_its_row():
    page = Path(SCENARIOS / "README.md").read_text(encoding="utf-8")
    assert [name for name in KNOWN["NAME"] if f"({name}.yaml)" not in page] == []
