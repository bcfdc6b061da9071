"""A question is registered once: its name leads to its function, result, document, command, schema and tests."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest
from support.installed import ROOT, SCHEMAS
from typer.main import get_command

import powergame
from powergame import errors
from powergame.cli.app import TOOLS, application
from powergame.objects.shown import Shown
from powergame.questions import HOMES, QUESTIONS
from powergame.report.pictures.kinds import KINDS

PUBLIC = [
    "Answer",
    "CheckReport",
    "Comparison",
    "Concept",
    "Convergence",
    "Deception",
    "DeceptionCurves",
    "Deceptions",
    "Fault",
    "GameTooLargeError",
    "Inference",
    "Inferences",
    "NamedGame",
    "NoAnswerError",
    "NothingMatchedError",
    "OutputError",
    "PowergameError",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "Thresholds",
    "TimeLimitError",
    "TreeAnswer",
    "UnknownAttributeError",
    "UnknownNameError",
    "UsageError",
    "check",
    "compare",
    "converge",
    "deceive",
    "deceive_along",
    "deceive_each",
    "game",
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
    imports = r"^    from powergame\.([\w.]+) import (?:\(([\w,\s]+)\)|([\w, ]+)$)"
    told = re.findall(imports, inspect.getsource(powergame), re.MULTILINE)
    homes = {name: module for module, *names in told for name in re.findall(r"\w+", " ".join(names))}
    assert {name: homes[name] for name in PUBLIC} == {**powergame.OTHER_HOMES, **HOMES}


def test_what_is_no_public_name_is_an_attribute_error_and_one_of_powergame():
    for error in (AttributeError, powergame.PowergameError):
        with pytest.raises(error, match="no attribute 'slove'; did you mean 'solve'"):
            powergame.slove  # noqa: B018
    assert not hasattr(powergame, "nothing")
    with pytest.raises(ImportError):
        from powergame import slove  # noqa: F401


def test_dir_shows_what_there_is_and_no_more():
    shown = [name for name in dir(powergame) if not name.startswith("_")]
    assert sorted(shown) == sorted(PUBLIC)


def test_every_error_is_public():
    classes = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert classes <= set(PUBLIC)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_name_of_a_question_leads_to_all_of_it(question):
    analysis = import_module(f"powergame.analysis.{question.name}")
    assert callable(getattr(analysis, question.name))
    assert callable(import_module(f"powergame.report.documents.{question.name}").document)
    assert callable(getattr(import_module(f"powergame.cli.commands.{question.name}"), question.name))
    assert f'"powergame.{question.name}"' in (SCHEMAS / f"{question.name}.schema.json").read_text()
    assert issubclass(getattr(analysis, question.result), Shown)


def test_every_result_that_shows_itself_is_of_a_question():
    for name in powergame.__all__:
        getattr(powergame, name)
    results = {name for question in QUESTIONS for name in question.classes}
    assert {kind.__name__ for kind in Shown.__subclasses__()} == {*results, "Scenario"}


def test_every_command_is_a_question_or_a_tool_and_stands_once():
    tools = [name for names in TOOLS.values() for name in names]
    assert list(get_command(application()).commands) == [*(question.name for question in QUESTIONS), *tools]
    assert len(set(tools)) == len(tools)
    files = {file.stem for file in (ROOT / "powergame" / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert files == {*tools, *(question.name for question in QUESTIONS)}


def test_every_kind_of_picture_is_of_a_question():
    assert {kind.of for kind in KINDS} <= {question.name for question in QUESTIONS}
