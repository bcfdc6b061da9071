"""Scenarios side by side, and scenarios held to what they say of themselves."""

from __future__ import annotations

import pytest
from support.installed import SMALLEST

from powergame.analysis.check import check
from powergame.analysis.compare import compare
from powergame.errors import UsageError
from powergame.scenario.reading.load import load_text


def test_a_scenario_does_not_differ_from_itself():
    one = load_text(SMALLEST)
    assert compare([one, one]).differences == ()


def test_what_differs_is_named_by_its_path_with_a_value_for_each():
    one = load_text(SMALLEST)
    two = one.with_values({"conflict.destruction.odds": 0.05})
    differences = {d.path: d.values for d in compare([one, two, one]).differences}
    assert differences["scenario.values.conflict.destruction.odds"] == (0.6, 0.05, 0.6)
    assert "scenario.values.conflict.destruction.severity" not in differences
    assert all(len(values) == 3 and values[0] == values[2] for values in differences.values())


def test_actors_that_only_one_scenario_has_are_missing_in_the_other():
    one = load_text(SMALLEST)
    two = load_text(SMALLEST.replace("red:", "green:"))
    differences = {d.path: d.values for d in compare([one, two]).differences}
    assert differences["actors.green.verdict"] == (None, "never")


def test_one_scenario_cannot_be_compared():
    with pytest.raises(UsageError):
        compare([load_text(SMALLEST)])


def checked(tmp_path, text):
    path = tmp_path / "one.yaml"
    path.write_text(text)
    return check([str(path)])


MET = "expect: {seeks: {red: never}, plays: {blue: hold}, war: {at_most: 0}, destroyed: {at_most: 0}}\n"


def test_expectations_that_are_met_pass(tmp_path):
    report = checked(tmp_path, SMALLEST + MET)
    assert report.exit_status == 0
    assert [s.path for s in report.scenarios[0].statements] == [
        "seeks.red", "plays.blue", "war.at_most", "destroyed.at_most",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "expect",
    [
        "seeks: {red: always}",
        "plays: {red: seek}",
        "war: {at_least: 0.1}",
        "destroyed: {at_least: 1.0e-6}",
        "equilibria: {count: 2}",
    ],
)
def test_each_kind_of_expectation_can_fail(tmp_path, expect):
    report = checked(tmp_path, f"{SMALLEST}expect: {{{expect}}}\n")
    assert report.exit_status == 1
    assert report.scenarios[0].status == "failed"


@pytest.mark.parametrize("expect", ["seeks: {green: never}", "plays: {red: fly}", "peace: {at_most: 1}"])
def test_an_expectation_about_nothing_is_an_error_never_a_pass(tmp_path, expect):
    assert checked(tmp_path, f"{SMALLEST}expect: {{{expect}}}\n").exit_status == 2


def test_checking_nothing_is_not_success(tmp_path):
    assert checked(tmp_path, SMALLEST).exit_status == 5


def test_the_worst_status_wins(tmp_path):
    good, failed, bad = (tmp_path / f"{k}.yaml" for k in range(3))
    good.write_text(SMALLEST + MET)
    failed.write_text(SMALLEST + "expect: {seeks: {red: always}}\n")
    bad.write_text(SMALLEST.replace("power: 3", "power: -3"))
    assert check([str(good)]).exit_status == 0
    assert check([str(good), str(failed)]).exit_status == 1
    assert check([str(good), str(failed), str(bad)]).exit_status == 2
