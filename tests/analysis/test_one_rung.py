"""An actor with one rung cannot choose: a public, a market, a neutral. Every question bears it."""

from __future__ import annotations

import pytest
from support.tables import rows_of

from powergame.analysis.converge import converge
from powergame.analysis.solve import solve
from powergame.analysis.sweep import sweep
from powergame.analysis.threshold import thresholds
from powergame.model.compile import compile_game
from powergame.scenario.reading.load import load_text
from powergame.scenario.writing.dump import dump

TEXT = """\
actors:
  blue: {power: 3, preferences: [1, 0.2]BLUE}
  red:  {power: 1, preferences: [-1, 0], ladder: [{name: exist}]}THIRD
conflict:
  destruction: {odds: 0.6, severity: 0.5}
"""
THIRD = "\n  green: {power: 2, preferences: [0, 1]}"
STILL = ", ladder: [{name: sit, resists: 0}]"


@pytest.fixture(params=[("", ""), (STILL, ""), ("", THIRD), (STILL, THIRD)], ids=["2x1", "1x1", "2x1x2", "1x1x2"])
def scenario(request):
    blue, third = request.param
    return load_text(TEXT.replace("BLUE", blue).replace("THIRD", third))


def test_who_cannot_choose_is_answered_like_a_parameter_of_the_others(scenario):
    answer = solve(scenario)
    red = answer.actors[1]
    assert (red.verdict, red.stakes, red.played) == ("never", None, None)
    assert red.why.startswith("Its only rung does not seek power.")
    assert compile_game(scenario).game.shape[1] == 1
    assert answer.solution.complete
    assert all(equilibrium.regret == 0 for equilibrium in answer.solution.equilibria)
    assert load_text(dump(scenario)).ladder_of(scenario.actors[1]) == scenario.ladder_of(scenario.actors[1])


def test_along_paths_sweeps_and_draws_agree_with_solve(scenario):
    swept = rows_of(sweep(scenario, {"conflict.destruction.odds": [0.1, 0.6, 0.9]}).table)
    for row in swept:
        here = solve(scenario.with_values({"conflict.destruction.odds": row["conflict.destruction.odds"]}))
        assert [row[f"verdict.{name}"] for name in scenario.names] == [actor.verdict for actor in here.actors]
    (path,) = thresholds(scenario, [("conflict.destruction.odds", None)]).paths
    assert [actor.now for actor in path.actors] == [actor.verdict for actor in solve(scenario).actors]
    assert converge(scenario, actors=["blue"], draws=64).draws == 64
