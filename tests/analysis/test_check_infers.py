"""Scenarios held to what they say their observations tell."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from support.installed import SMALLEST

import powergame.analysis.infer
from powergame.analysis.check import check
from powergame.errors import NoAnswerError, UsageError
from powergame.report.documents.check import document
from powergame.report.documents.checked.github import github
from powergame.report.documents.checked.junit import junit
from powergame.report.formats.terminal import render

EXPECTS = """\
unknown: {alignment.red.blue: {uniform: [-1, 1]}}
observed: [{plays: {red: seek}}]
expect:
  infers:
    alignment.red.blue < 0: {at_least: 0.7, at_most: 0.9}
"""
ASKED = []


def answering(monkeypatch, posterior=0.8, error=0.0, problems=()):
    """Let every inference say this of each comparison."""

    def infer(scenario, *, hypotheses, time_limit):
        ASKED.append((scenario.name, tuple(hypotheses), time_limit))
        if isinstance(posterior, Exception):
            raise posterior
        told = tuple(SimpleNamespace(posterior=posterior, error=error) for _ in hypotheses)
        return SimpleNamespace(hypotheses=told, problems=problems, converged=not problems)

    ASKED.clear()
    monkeypatch.setattr(powergame.analysis.infer, "infer", infer, raising=False)


def checked(tmp_path, text=EXPECTS, **options):
    path = tmp_path / "one.yaml"
    path.write_text(SMALLEST + text)
    return check([str(path)], **options)


@pytest.mark.parametrize(
    ("posterior", "error", "status", "proven"),
    [
        (0.8, 0.0, 0, [True, True]),
        (0.7 - 1e-10, 0.0, 0, [True, True]),
        (0.69, 0.0, 1, [True, True]),
        (0.91, 0.0, 1, [True, True]),
        (0.69, 0.004, 0, [True, False]),
        (0.91, 0.004, 0, [False, True]),
        (0.69, 0.003, 1, [True, True]),
    ],
)
def test_an_expectation_is_missed_by_more_than_sampling_explains(
    tmp_path, monkeypatch, posterior, error, status, proven
):
    answering(monkeypatch, posterior, error)
    report = checked(tmp_path)
    statements = report.scenarios[0].statements
    assert report.exit_status == status
    assert [statement.path for statement in statements] == [
        "infers.alignment.red.blue < 0.at_most",
        "infers.alignment.red.blue < 0.at_least",
    ]
    assert [statement.proven for statement in statements] == proven


def test_what_is_missed_is_told_at_its_place(tmp_path, monkeypatch):
    answering(monkeypatch, 0.6, 0.01)
    report = checked(tmp_path)
    told = (
        "one.yaml:10:40: expect.infers.alignment.red.blue < 0.at_least: expected 0.7, "
        "found 0.6 with a standard error of 0.01"
    )
    assert told in render(document(report))
    assert "line=10,col=40,title=expectation" in github(report)
    assert told.replace("<", "&lt;") in junit(report)


def test_only_scenarios_that_expect_inferences_wait_for_them(tmp_path, monkeypatch):
    answering(monkeypatch)
    checked(
        tmp_path,
        EXPECTS.replace("infers:\n    alignment.red.blue < 0: {at_least: 0.7, at_most: 0.9}", "seeks: {red: never}"),
    )
    assert ASKED == []
    report = checked(tmp_path, time_limit=7)
    assert ASKED == [("one", ("alignment.red.blue < 0",), 7)]
    assert report.scenarios[0].solution is None, "nothing is expected of equilibria, and none are looked for"


def test_both_kinds_of_expectations_are_held(tmp_path, monkeypatch):
    answering(monkeypatch, 0.2)
    (scenario,) = checked(tmp_path, EXPECTS + "  seeks: {red: never}\n").scenarios
    assert {statement.path: statement.holds for statement in scenario.statements} == {
        "seeks.red": True,
        "infers.alignment.red.blue < 0.at_most": True,
        "infers.alignment.red.blue < 0.at_least": False,
    }


def test_an_answer_without_the_promised_quality_decides_nothing(tmp_path, monkeypatch):
    answering(monkeypatch, 0.2, 0.1, ("the effective sample is 12",))
    report = checked(tmp_path, EXPECTS + "  seeks: {red: never}\n")
    (scenario,) = report.scenarios
    assert (report.exit_status, scenario.status) == (3, "error")
    assert [statement.path for statement in scenario.statements] == ["seeks.red"]
    assert str(scenario.faults[0]).endswith("one.yaml:10:40: expect.infers: the effective sample is 12")


@pytest.mark.parametrize(("error", "status"), [(UsageError("nothing is unknown"), 2), (NoAnswerError("no time"), 3)])
def test_no_answer_is_an_error_of_the_scenario(tmp_path, monkeypatch, error, status):
    answering(monkeypatch, error)
    report = checked(tmp_path)
    assert (report.exit_status, report.scenarios[0].status) == (status, "error")
    assert str(error) in str(report.scenarios[0].faults[0])
