"""Pictures, reports and the live page show a scenario over the same two paths."""

from __future__ import annotations

import pytest
from support.installed import ROOT, SMALLEST

from powergame.analysis.report import report
from powergame.analysis.solve import solve
from powergame.analysis.sweep.defaults import default_axes
from powergame.explore.session import Explored
from powergame.scenario.reading.load import load, load_text

THREE = """
actors:
  minor: {power: 1, preferences: [1, 0, 0]}
  middle: {power: 2, preferences: [1, 1, 0]}
  major: {power: 4, preferences: [1, 1, 2]}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
"""
ONE_OUTCOME = """
actors: {red: {power: 1, preferences: [1]}, blue: {power: 2, preferences: [-1]}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
"""


def paths(scenario):
    return tuple(path for path, _ in default_axes(scenario, 5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (THREE, ("alignment.minor.major", "conflict.destruction.odds")),
        (THREE + "vary: {conflict.stakes: 0:1:3}", ("conflict.stakes", "alignment.minor.major")),
        (THREE + "vary: {conflict.destruction.odds: 0:1:3, conflict.stakes: '1:1:1', actors.minor.power: '1:9:3'}",
         ("conflict.destruction.odds", "actors.minor.power")),
        (ONE_OUTCOME, ("conflict.destruction.odds", "conflict.destruction.severity")),
    ],
)  # fmt: skip
def test_a_diagram_is_over_the_scenario_s_own_axes_then_alignment_odds_and_severity(text, expected):
    scenario = load_text(text)
    assert paths(scenario) == expected
    assert Explored("s", scenario).first_diagram() == expected
    (part,) = report([solve(scenario, look_for_turns=False)]).parts
    assert (part.diagram.x_path, part.diagram.y_path) == expected


def test_an_axis_of_the_scenario_s_own_keeps_its_values():
    scenario = load(ROOT / "scenarios/ai-under-oversight.yaml")
    assert default_axes(scenario, 5) == scenario.vary[:2]


def test_a_page_starts_with_other_paths_only_where_it_has_no_slider_for_one():
    scenario = load(ROOT / "scenarios/coup.yaml")
    explored = Explored("s", scenario)
    kept = [path for path in paths(scenario) if path in explored.axes]
    assert kept == list(explored.first_diagram()[: len(kept)])
    assert paths(scenario)[1] == "actors.president.preferences.the army's pay"


def test_an_alignment_that_varies_the_other_way_round_is_not_varied_twice():
    text = SMALLEST + "vary: {alignment.blue.red: [-1, 0, 1]}\n"
    assert [path for path, _ in default_axes(load_text(text), 5)] == ["alignment.blue.red", "conflict.destruction.odds"]
