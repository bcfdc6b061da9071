"""Scenarios side by side, and scenarios held to what they say of themselves."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from support.installed import ROOT, SMALLEST

from powergame.analysis.check import check
from powergame.analysis.compare import compare
from powergame.equilibrium import budgets
from powergame.errors import UsageError
from powergame.model.compile import compile_game
from powergame.model.nfg import write_nfg
from powergame.report.documents.check import document
from powergame.report.documents.checked.github import github
from powergame.report.documents.checked.junit import junit
from powergame.report.formats.terminal import render
from powergame.scenario.reading.load import load_text
from powergame.sources.games import game_of


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


CHICKEN = 'NFG 1 R "Chicken" { "blue" "red" } { { "hold" "seek" } { "hold" "seek" } } 3 3 4 2 2 4 1 1'


def chicken(payoffs="3 3 4 2 2 4 1 1"):
    return game_of("chicken.nfg", CHICKEN.replace("3 3 4 2 2 4 1 1", payoffs).encode())


def test_games_are_compared_by_what_they_assume_and_what_is_found():
    assert compare([chicken(), chicken()]).differences == ()
    differences = {d.path: d.values for d in compare([chicken(), chicken("3 3 4 2 2 4 1 0.9")]).differences}
    assert differences == {
        "game.payoffs.red": ([[3, 4], [2, 1]], [[3, 4], [2, 0.9]]),
        "selected.payoffs.blue": (2.5, 4),
        "selected.payoffs.red": (2.5, 2),
    }


def test_games_of_a_tiny_scale_differ_too():
    (row,) = compare([chicken("3e-12 3 4 2 2 4 1 1"), chicken("2e-12 3 4 2 2 4 1 1")]).differences
    assert row.path == "game.payoffs.blue"


def test_a_game_beside_the_scenario_that_it_comes_from_has_its_payoffs():
    scenario = load_text(SMALLEST)
    exported = game_of("game.nfg", write_nfg(compile_game(scenario).game, "exported").encode())
    differences = {d.path for d in compare([scenario, exported]).differences}
    assert not any(path.startswith(("game.", "selected.payoffs", "equilibria")) for path in differences)
    assert {"actors.red.verdict", "selected.war", "scenario.values.rounds"} <= differences, "which the game has not"
    assert not any(row.path.startswith("game.payoffs") for row in compare([scenario, scenario]).rows)


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


def test_what_is_expected_of_a_selected_equilibrium_is_undecided_where_none_is(tmp_path, monkeypatch):
    monkeypatch.setattr(budgets, "LOGIT_PAIR_ENTRIES", 1)
    monkeypatch.setattr(budgets, "BEST_REPLIES", 0)
    dilemma = (ROOT / "scenarios/security-dilemma.yaml").read_text().split("\nexpect:")[0] + "\n"
    expected = "expect:\n  seeks: {east: always}\n  plays: {east: hold}\n  war: {at_most: 0.1, at_least: 0}\n"
    report = checked(tmp_path, dilemma + expected)
    undecided, *_ = report.scenarios
    assert (report.exit_status, undecided.status) == (3, "error")
    assert [s.path for s in undecided.statements] == ["seeks.east"]
    assert [fault.path for fault in undecided.faults] == [
        "expect.plays.east", "expect.war.at_most", "expect.war.at_least",
    ]  # fmt: skip
    assert all("no equilibrium is selected: the game has more than 1" in fault.message for fault in undecided.faults)
    assert all(fault.line for fault in undecided.faults)
    suite = ElementTree.fromstring(junit(report))[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "1")
    assert [case[0].tag for case in suite] == ["failure", "error"]


def test_expectations_have_their_places_in_the_file_that_has_them(tmp_path):
    base, path = tmp_path / "base.yaml", tmp_path / "one.yaml"
    base.write_text(SMALLEST + "expect:\n  seeks: {red: always}\n  war: {at_least: 0.5}\n")
    path.write_text("extends: base.yaml\nexpect:\n  seeks:\n    blue: always\n")
    places = {s.path: s.position for s in check([str(path)]).scenarios[0].statements}
    assert (places["seeks.blue"].source, places["seeks.blue"].line, places["seeks.blue"].column) == (str(path), 4, 11)
    assert {p.line for name, p in places.items() if name != "seeks.blue"} <= {7, 8}
    report = check([str(path)])
    statement = next(s for s in report.to_dict()["scenarios"][0]["statements"] if s["path"] == "seeks.blue")
    assert (statement["source"], statement["line"], statement["column"]) == (str(path), 4, 11)
    assert f"::error file={path},line=4,col=11,title=expectation::expect.seeks.blue: " in github(report)
    assert f'message="{path}:4:11: expect.seeks.blue: expected always, found never"' in junit(report)
    assert f"{path}:4:11: expect.seeks.blue: expected always, found never" in render(document(report)).splitlines()


@pytest.mark.parametrize("where", ["a.yaml", "models/a.yaml", "with#hash.yaml"])
def test_annotations_are_relative_to_the_checkout_that_holds_the_file(tmp_path, monkeypatch, where):
    path = tmp_path / "work" / where
    path.parent.mkdir(parents=True)
    path.write_text(SMALLEST + "expect: {seeks: {red: always}}\n")
    monkeypatch.chdir(path.parent)
    report = check([path.name])
    assert github(report, str(tmp_path / "work")).startswith(f"::error file={where},line=6,col=23,title=expectation::")
    assert github(report, str(tmp_path / "elsewhere")).startswith(f"::error file={path.name},line=6,")
    assert github(report).startswith(f"::error file={path.name},line=6,")


@pytest.mark.parametrize("expect", ["seeks: {green: never}", "plays: {red: fly}", "peace: {at_most: 1}"])
def test_an_expectation_about_nothing_is_an_error_never_a_pass(tmp_path, expect):
    assert checked(tmp_path, f"{SMALLEST}expect: {{{expect}}}\n").exit_status == 2


def test_checking_nothing_is_not_success(tmp_path):
    assert checked(tmp_path, SMALLEST).exit_status == 5


def test_a_game_is_read_and_expects_nothing(tmp_path):
    game, met, bad = tmp_path / "game.NFG", tmp_path / "met.yaml", tmp_path / "bad.nfg"
    game.write_text(CHICKEN)
    met.write_text(SMALLEST + MET)
    bad.write_text(CHICKEN + " 5")
    alone = check([str(game)])
    assert (alone.exit_status, alone.scenarios[0].status) == (5, "unchecked")
    assert alone.to_dict()["scenarios"][0]["name"] == "Chicken"
    assert len(alone.to_dict()["scenarios"][0]["sha256"]) == 64
    assert check([str(game), str(met)]).exit_status == 0
    (fault,) = check([str(bad)]).scenarios[0].faults
    assert (fault.line, "continues" in fault.message) == (1, True)
    assert check([str(game)], sets=["rounds=2"]).exit_status == 2


def test_the_worst_status_wins(tmp_path):
    good, failed, bad = (tmp_path / f"{k}.yaml" for k in range(3))
    good.write_text(SMALLEST + MET)
    failed.write_text(SMALLEST + "expect: {seeks: {red: always}}\n")
    bad.write_text(SMALLEST.replace("power: 3", "power: -3"))
    assert check([str(good)]).exit_status == 0
    assert check([str(good), str(failed)]).exit_status == 1
    assert check([str(good), str(failed), str(bad)]).exit_status == 2
