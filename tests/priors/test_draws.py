"""Draws, solved: each as the scenario that has its values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from powergame.analysis.solve import solve
from powergame.equilibrium.concept import Concept
from powergame.priors.draws import Unknowns, solve_draws
from powergame.priors.points import points
from powergame.priors.sphere.directions import uniform_directions
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import Prior

TEXT = """
actors:
  blue: {power: 3, preferences: [1, 0.2]}
  red:  {power: 1, preferences: [1, 0]}
conflict:
  destruction: {odds: 0.6, severity: 0.5}
"""
SCENARIO = load_text(TEXT)
ODDS = "conflict.destruction.odds"


def test_each_draw_is_solved_as_the_scenario_with_its_values():
    priors = (
        ("conflict.contest", Prior("choice", ("ratio", "logistic"))),
        ("actors.red.preferences", Prior("direction")),
        (ODDS, Prior("beta", (2.0, 2.0))),
        ("conflict.third_parties", Prior("choice", ("aligned", "status_quo"))),
    )
    unknowns = Unknowns(SCENARIO, priors)
    cube = points(16, sum(unknowns.widths), 0)
    [(_, found)] = solve_draws(unknowns, cube, Concept())
    seen = set()
    for k, u in enumerate(cube):
        changes = {
            "conflict.contest": ("ratio", "logistic")[int(u[0] * 2)],
            "actors.red.preferences": tuple(uniform_directions(u[None, 1:3])[0].tolist()),
            ODDS: float(stats.beta(2, 2).ppf(u[3])),
            "conflict.third_parties": ("aligned", "status_quo")[int(u[4] * 2)],
        }
        answer = solve(SCENARIO.with_values(changes), look_for_turns=False)
        assert [("never", "always", "depends")[v] for v in found.verdicts[:, k]] == [a.verdict for a in answer.actors]
        assert found.war[k] == pytest.approx(answer.happenings[answer.selected].war, abs=1e-9)
        seen.add(tuple(found.verdicts[:, k]))
    assert len(seen) > 1


BELIEVED = {
    "actors.red.beliefs.actors.blue.preferences": (
        "{direction: uniform}",
        lambda u: tuple(uniform_directions(u[None])[0].tolist()),
    ),
    "actors.red.beliefs.alignment.blue.red": ("{uniform: [-0.5, 1]}", lambda u: -0.5 + 1.5 * u[0]),
    "actors.blue.beliefs.actors.red.power": ("{uniform: [1, 3]}", lambda u: 1 + 2 * u[0]),
}


@pytest.mark.parametrize("path", BELIEVED)
def test_what_is_believed_can_be_drawn(path):
    prior, value = BELIEVED[path]
    scenario = load_text(f"{TEXT}unknown: {{{path}: {prior}}}\n")
    unknowns = Unknowns(scenario, scenario.unknown)
    cube = points(16, sum(unknowns.widths), 2)
    [(_, found)] = solve_draws(unknowns, cube, Concept())
    for k, u in enumerate(cube):
        answer = solve(scenario.with_values({path: value(u)}), look_for_turns=False)
        assert [("never", "always", "depends")[v] for v in found.verdicts[:, k]] == [a.verdict for a in answer.actors]
    assert len(np.unique(found.verdicts, axis=1).T) > 1 or "power" in path


def test_where_words_are_all_that_is_unknown_every_draw_has_an_answer():
    unknowns = Unknowns(SCENARIO, (("conflict.contest", Prior("choice", ("ratio", "logistic"))),))
    [(_, found)] = solve_draws(unknowns, points(8, 1, 0), Concept())
    assert found.war.shape == (8,)
    assert found.verdicts.shape == (2, 8)
