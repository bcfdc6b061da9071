"""Scenarios held to what they say of their private types."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import powergame.analysis.deceive
from powergame.analysis.check import check
from powergame.errors import NoAnswerError, UsageError
from powergame.report.documents.check import document
from powergame.report.documents.checked.github import github
from powergame.report.formats.terminal import render

PRIVATE = """\
actors:
  blue: {power: 3, preferences: [1, 0]}
  red:
    power: 2
    types: {loyal: {probability: 1, preferences: [1, 0.1]}, rival: {probability: 0, preferences: [-1, 0]}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
expect: {deceives: {red: {TYPE: WHAT}}}
"""


def deceiving(monkeypatch, coup=0.8, problems=(), error=None):
    """Let every type but `rival`, of probability 0, have this coup, and conceal."""

    def deceive(scenario, *, over_prior, time_limit):
        if error:
            raise error
        measure = SimpleNamespace(selected=coup)
        disguise = SimpleNamespace(verdict="conceals", withholds=measure, coup=measure, shows=measure)
        types = [SimpleNamespace(name=n, disguise=d) for n, d in (("loyal", disguise), ("rival", None))]
        return SimpleNamespace(actors=[SimpleNamespace(name="red", types=types)], problems=problems)

    monkeypatch.setattr(powergame.analysis.deceive, "deceive", deceive, raising=False)


def checked(tmp_path, what, kind="loyal"):
    path = tmp_path / "one.yaml"
    path.write_text(PRIVATE.replace("TYPE", kind).replace("WHAT", what))
    return check([str(path)])


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("{verdict: conceals}", 0),
        ("{verdict: open}", 1),
        ("{coup: {at_least: 0.8}}", 0),
        ("{coup: {at_least: 0.8000000001, at_most: 0.7999999999}}", 2),
        ("{coup: {at_most: 0.7999999999}}", 0),
        ("{coup: {at_least: 0.81}}", 1),
        ("{withholds: {at_most: 0.7}}", 1),
        ("{shows: {at_most: 0.9}}", 0),
    ],
)
def test_words_and_measures_of_types_are_compared(tmp_path, monkeypatch, what, status):
    deceiving(monkeypatch)
    assert checked(tmp_path, what).exit_status == status


def test_what_is_missed_is_told_at_its_place(tmp_path, monkeypatch):
    deceiving(monkeypatch, 0.6)
    report = checked(tmp_path, "{coup: {at_least: 0.7}}")
    told = "one.yaml:7:52: expect.deceives.red.loyal.coup.at_least: expected 0.7, found 0.6"
    assert told in render(document(report))
    assert "line=7,col=52,title=expectation" in github(report)


def test_nothing_holds_of_a_type_that_cannot_be(tmp_path, monkeypatch):
    deceiving(monkeypatch)
    report = checked(tmp_path, "{verdict: conceals}", "rival")
    (scenario,) = report.scenarios
    assert (report.exit_status, scenario.statements) == (3, ())
    assert "expected conceals, but the type 'rival' has probability 0" in str(scenario.faults[0])


def test_an_answer_without_the_promised_quality_decides_nothing(tmp_path, monkeypatch):
    deceiving(monkeypatch, problems=("the path broke off",))
    report = checked(tmp_path, "{verdict: conceals}")
    assert (report.exit_status, report.scenarios[0].statements) == (3, ())
    assert "expect.deceives: the path broke off" in str(report.scenarios[0].faults[0])


@pytest.mark.parametrize(("error", "status"), [(UsageError("too large"), 2), (NoAnswerError("no time"), 3)])
def test_no_answer_is_an_error_of_the_scenario(tmp_path, monkeypatch, error, status):
    deceiving(monkeypatch, error=error)
    report = checked(tmp_path, "{verdict: conceals}")
    assert (report.exit_status, report.scenarios[0].status) == (status, "error")
    assert str(error) in str(report.scenarios[0].faults[0])
