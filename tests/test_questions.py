"""A question is registered once: its name leads to its function, result, document, command, schema and tests."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest
from support.installed import ROOT
from typer.main import get_command

import powergame
from powergame.analysis.display import Shown
from powergame.cli.app import TOOLS, application
from powergame.questions import HOMES, QUESTIONS
from powergame.report.pictures.kinds import KINDS

PUBLIC = [
    "Answer",
    "Comparison",
    "Concept",
    "Convergence",
    "Deception",
    "DeceptionCurves",
    "Deceptions",
    "Inference",
    "Inferences",
    "NamedGame",
    "PowergameError",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "Thresholds",
    "TreeAnswer",
    "check",
    "compare",
    "converge",
    "deceive",
    "deceive_along",
    "deceive_each",
    "infer",
    "infer_each",
    "load",
    "load_all",
    "load_text",
    "solve",
    "sweep",
    "threshold",
]


def test_the_public_names_are_these():
    assert powergame.__all__ == PUBLIC


def test_every_public_name_is_found_where_the_tables_say():
    assert sorted({**powergame.OTHER_HOMES, **HOMES}) == PUBLIC
    assert not powergame.OTHER_HOMES.keys() & HOMES.keys()
    for name in PUBLIC:
        assert getattr(powergame, name).__name__ == name


def test_types_are_checked_against_the_same_modules():
    """What type checkers are told of each public name is what the tables say."""
    told = re.findall(r"^    from powergame\.([\w.]+) import ([\w, ]+)$", inspect.getsource(powergame), re.MULTILINE)
    homes = {name: module for module, names in told for name in names.split(", ")}
    assert {name: homes[name] for name in PUBLIC} == {**powergame.OTHER_HOMES, **HOMES}


def test_what_is_no_public_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        powergame.nothing  # noqa: B018


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_name_of_a_question_leads_to_all_of_it(question):
    analysis = import_module(f"powergame.analysis.{question.name}")
    assert callable(getattr(analysis, question.name))
    assert callable(import_module(f"powergame.report.documents.{question.name}").document)
    assert callable(getattr(import_module(f"powergame.cli.commands.{question.name}"), question.name))
    assert f'"powergame.{question.name}"' in (ROOT / "docs" / f"{question.name}.schema.json").read_text()
    if question.result:
        assert issubclass(getattr(analysis, question.result), Shown)


def test_every_result_that_shows_itself_is_of_a_question():
    for name in powergame.__all__:
        getattr(powergame, name)
    assert {kind.__name__ for kind in Shown.__subclasses__()} == {
        name for question in QUESTIONS for name in question.classes
    }


def test_every_command_is_a_question_or_a_tool_and_stands_once():
    tools = [name for names in TOOLS.values() for name in names]
    assert list(get_command(application()).commands) == [*(question.name for question in QUESTIONS), *tools]
    assert len(set(tools)) == len(tools)
    files = {file.stem for file in (ROOT / "powergame" / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert files == {*tools, *(question.name for question in QUESTIONS)}


def test_every_kind_of_picture_is_of_a_question():
    assert {kind.of for kind in KINDS} <= {question.name for question in QUESTIONS}
