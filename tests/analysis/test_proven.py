"""Whatever tells a verdict tells whether it is of a list of equilibria that is proven complete."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.installed import SMALLEST
from support.unproven import ODDS, THREE, unproven  # noqa: F401

import powergame as pg
from powergame.analysis.check import check
from powergame.analysis.compare import compare
from powergame.analysis.solve import run
from powergame.analysis.sweep.phase.picked import phase_diagram
from powergame.analysis.sweep.phase.solving import solve_plane
from powergame.analysis.threshold.flips import Samples, raw_flips
from powergame.equilibrium.concept import Concept
from powergame.scenario.axes import as_axis
from powergame.scenario.reading.load import load_text

EXPECTING = THREE + "expect: {seeks: {blue: never, red: always}, war: {at_most: 0.5}, equilibria: {count: 1}}\n"
SEVERITY = "conflict.destruction.severity"
LOW, HIGH = 0.1, 0.953007
"""Odds at which dominance leaves one profile, and at which a mixed equilibrium may be missed."""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "three.yaml"
    path.write_text(EXPECTING)
    return str(path)


def proven_of(answer):
    return [actor["proven"] for actor in answer.to_dict()["actors"].values()]


def test_a_verdict_is_proven_where_its_list_is():
    answer = pg.solve(load_text(THREE), look_for_turns=False)
    assert answer.solution.complete
    assert proven_of(answer) == [True, True, True]
    assert "unproven" not in repr(answer)


def test_a_verdict_of_a_list_that_is_not_proven_complete_is_not_proven(unproven):  # noqa: F811
    answer = pg.solve(load_text(THREE), look_for_turns=False)
    assert [actor.verdict for actor in answer.actors] == ["never"] * 3  # with all equilibria it is `depends`
    assert proven_of(answer) == [False, False, False]
    assert "never (unproven)" in repr(answer)
    low = pg.solve(load_text(THREE).with_values({ODDS: LOW}), look_for_turns=False)
    assert proven_of(low) == [True, True, True]


def test_why_a_list_is_in_doubt_is_a_warning_and_no_note(monkeypatch):
    solved = run.solve_game

    def doubted(*arguments):
        concept, solution = solved(*arguments)
        return concept, replace(solution, complete=False, warnings=("the number of equilibria is even",))

    monkeypatch.setattr(run, "solve_game", doubted)
    data = pg.solve(load_text(SMALLEST)).to_dict()
    assert data["warnings"] == ["the number of equilibria is even"]
    assert data["warnings"][0] not in data["notes"]
    assert proven_of(pg.solve(load_text(SMALLEST))) == [False, False]
    (checked,) = check(["scenarios/strong-and-aligned.yaml"]).scenarios
    assert "the number of equilibria is even" in checked.warnings


def test_a_quantal_response_is_of_no_list_and_not_called_unproven():
    answer = pg.solve(load_text(THREE), concept=Concept("logit", 20.0))
    assert proven_of(answer) == [False, False, False]
    assert not answer.unproven
    assert "unproven" not in repr(answer)


def test_the_grid_of_turns_is_told_once(unproven):  # noqa: F811
    answer = pg.solve(load_text(THREE))
    assert sum("on a grid of" in note for note in answer.solution.notes) == 1
    assert not any("grid" in actor.why for actor in answer.actors)


def test_a_turn_to_a_verdict_that_is_unproven_says_so(unproven):  # noqa: F811
    answer = pg.solve(load_text(THREE))
    turns = [turn for actor in answer.actors for turn in actor.turns or ()]
    assert any(not turn.proven and turn.verdict == "depends" for turn in turns)
    assert any("from never to depends (unproven) with" in actor.why for actor in answer.actors)


def test_an_expectation_that_an_unproven_verdict_meets_passes_with_a_warning(unproven, file):  # noqa: F811
    report = check([file], sets=[f"{ODDS}={HIGH}"])
    by_path = {statement.path: statement for statement in report.scenarios[0].statements}
    assert (by_path["seeks.blue"].holds, by_path["seeks.blue"].proven) == (True, False)
    assert (by_path["seeks.red"].holds, by_path["seeks.red"].proven) == (False, False)
    assert (by_path["war.at_most"].holds, by_path["war.at_most"].proven) == (True, True)
    assert not by_path["equilibria.count"].proven
    assert (report.scenarios[0].status, report.exit_status) == ("failed", 1)
    assert any("not proven complete" in warning for warning in report.scenarios[0].warnings)
    data = report.to_dict()["scenarios"][0]
    assert (data["complete"], data["limited"]) == (False, None)


def test_where_complete_lists_are_required_an_unproven_verdict_is_a_fault(unproven, file):  # noqa: F811
    report = check([file], require_complete=True)
    assert (report.scenarios[0].status, report.exit_status) == ("error", 3)
    assert "not proven complete" in report.scenarios[0].faults[0].message
    assert report.scenarios[0].statements
    assert not any("not proven complete" in warning for warning in report.scenarios[0].warnings)


def test_a_scenario_that_is_proven_has_no_fault_where_that_is_required():
    assert check(["scenarios/strong-and-aligned.yaml"], require_complete=True).exit_status == 0


def test_of_unproven_verdicts_a_difference_is_unproven(unproven):  # noqa: F811
    high = load_text(THREE)
    comparison = compare([high.with_values({ODDS: LOW}), high], look_for_turns=False)
    proven = {row.path: row.proven for row in comparison.differences}
    assert proven["actors.red.verdict"] == (True, False)
    assert proven["selected.war"] == (True, True)
    differences = {row["path"]: row["proven"] for row in comparison.to_dict()["differences"]}
    assert not differences["actors.red.verdict"]
    assert differences["selected.war"]


def test_flips_and_stretches_of_a_path_are_proven_where_their_lists_are(unproven):  # noqa: F811
    path = pg.threshold(load_text(THREE), ODDS, "0.3:0.6:4").paths[0]
    red = path.actor("red")
    assert [(part.verdict, part.proven) for part in red.intervals] == [("always", True), ("depends", False)]
    assert [flip.proven for flip in red.flips] == [False]
    assert not path.complete
    assert [part["proven"] for part in path.to_dict()["actors"]["red"]["intervals"]] == [True, False]


def test_a_flip_between_proven_lists_is_proven_though_others_are_not():
    x = np.linspace(0.0, 1.0, 6)
    codes = np.tile(np.array([0, 0, 1, 1, 2, 2], dtype=np.int8), (2, 1))
    samples = Samples(x, codes, np.array([True, True, True, True, False, False]), np.zeros(6, dtype=bool))
    assert [flip.proven for flip in raw_flips(samples, 0, [])] == [True, False]


def test_converge_tells_the_share_of_draws_that_is_proven(unproven):  # noqa: F811
    result = pg.converge(load_text(THREE), draws=8, dimensions=[2])
    (at,) = result.found
    assert 0 < at.proven < 1
    assert at.proven == 1 - at.incomplete / 8
    assert result.to_dict()["dimensions"][0]["proven"] == at.proven
    assert result.rows()[0]["proven"] == at.proven
    assert result.limit_proven is not None
    assert any("unproven" in note for note in result.notes)


def test_the_points_of_a_phase_diagram_are_proven_one_by_one(unproven):  # noqa: F811
    scenario, axes = load_text(THREE), {ODDS: [LOW, HIGH], SEVERITY: [0.5, 0.57]}
    swept = phase_diagram(pg.sweep(scenario, axes))
    solved = solve_plane(scenario, tuple((path, as_axis(values)) for path, values in axes.items()))
    assert swept.proven.tolist() == [[[True, False], [True, False]]]
    assert (swept.proven == solved.proven).all()
    alone = [pg.solve(scenario.with_values({ODDS: odds}), look_for_turns=False) for odds in (LOW, HIGH)]
    assert [proven_of(answer)[0] for answer in alone] == swept.proven[0, 1].tolist()


def test_quantal_responses_of_a_phase_diagram_hang_on_no_list():
    axes = ((ODDS, as_axis([LOW, HIGH])), (SEVERITY, as_axis([0.5, 0.57])))
    assert solve_plane(load_text(THREE), axes, Concept("logit", 5.0)).proven.all()


def test_payoffs_that_are_equal_but_for_rounding_keep_no_search_going():
    """Verdicts turn by rounding alone, thousands of times along a path; the search ends all the same."""
    actors = "".join(f"  a{i}: {{power: 1, preferences: [1, 0]}}\n" for i in range(3))
    ladder = "ladder: [{name: p, resists: 0}, {name: q, resists: 0, grab: 0.0000000001, provokes: 0}]\n"
    scenario = load_text(f"actors:\n{actors}{ladder}conflict: {{destruction: {{odds: 0.6, severity: 0.5}}}}\n")
    assert pg.solve(scenario, time_limit=20).solution.limited is None
