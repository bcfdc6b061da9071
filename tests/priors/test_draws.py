"""Draws of priors: their distributions, their ranges, and that a seed settles them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from powergame.analysis.solve import solve
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.priors.draws import Unknowns, fisher_directions, points, solve_draws, uniform_directions, values
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
POWER, ODDS = "actors.red.power", "conflict.destruction.odds"
CUBE = points(1 << 14, 3, 1)

PRIORS = {
    "uniform": (POWER, Prior("uniform", (2.0, 5.0)), stats.uniform(2, 3)),
    "gamma": (POWER, Prior("gamma", (2.0, 0.5)), stats.gamma(2, scale=0.5)),
    "lognormal": (POWER, Prior("lognormal", (0.3, 0.8)), stats.lognorm(0.8, scale=math.exp(0.3))),
    "beta": (ODDS, Prior("beta", (2.0, 5.0)), stats.beta(2, 5)),
    "normal, cut off at 0 and 1": (ODDS, Prior("normal", (0.9, 0.3)), stats.truncnorm(-3, 1 / 3, 0.9, 0.3)),
}


@pytest.mark.parametrize("case", PRIORS)
def test_numbers_have_the_distribution_that_their_prior_says(case):
    path, prior, distribution = PRIORS[case]
    drawn = values(SCENARIO, path, prior, CUBE[:, :1])
    assert stats.kstest(drawn, distribution.cdf).statistic < 1e-3
    place_low, place_high = (0.0, 1.0) if path == ODDS else (0.0, math.inf)
    assert place_low <= drawn.min() <= drawn.max() <= place_high


def test_a_prior_outside_of_what_a_path_may_be_is_refused():
    with pytest.raises(UsageError, match="none of its prior"):
        values(SCENARIO, ODDS, Prior("uniform", (2.0, 3.0)), CUBE[:, :1])


def test_a_number_that_must_be_above_0_is():
    drawn = values(SCENARIO, "actors.red.effectiveness", Prior("gamma", (0.001, 1e-30)), CUBE[:, :1])
    assert drawn.min() > 0


def test_choices_come_equally_often():
    drawn = values(SCENARIO, ODDS, Prior("choice", (0.1, 0.2, 0.4, 0.8)), CUBE[:, :1])
    assert [int((drawn == x).sum()) for x in (0.1, 0.2, 0.4, 0.8)] == [1 << 12] * 4


@pytest.mark.parametrize("dimensions", [1, 2, 3, 8])
def test_uniform_directions_favour_none(dimensions):
    drawn = uniform_directions(points(1 << 14, dimensions, 3))
    assert np.allclose((drawn**2).sum(axis=1), 1)
    assert np.abs(drawn.mean(axis=0)).max() < 0.01
    assert np.abs(drawn.T @ drawn / len(drawn) - np.eye(dimensions) / dimensions).max() < 0.01


@pytest.mark.parametrize("dimensions", [1, 2, 3, 8, 100])
@pytest.mark.parametrize("concentration", [0.0, 0.7, 20.0, 5000.0])
def test_fisher_directions_agree_with_an_independent_sampler(dimensions, concentration):
    """Mean and spread of the cosine with the mean direction, against scipy's rejection sampler."""
    mean = np.zeros(dimensions)
    mean[-1] = -1.0
    ours = fisher_directions(3 * mean, concentration, points(1 << 14, dimensions, 5)) @ mean
    if dimensions == 1:
        assert (ours > 0).mean() == pytest.approx(1 / (1 + math.exp(-2 * concentration)), abs=1e-3)
        return
    if concentration == 0:
        theirs = uniform_directions(np.random.default_rng(1).random((1 << 15, dimensions))) @ mean
    else:
        theirs = stats.vonmises_fisher(mean, concentration).rvs(1 << 15, random_state=1) @ mean
    assert stats.ks_2samp(ours, theirs).statistic < 0.02


def test_fisher_directions_are_round_about_their_mean():
    mean = np.array([1.0, 2.0, -1.0, 0.5])
    drawn = fisher_directions(mean, 8.0, points(1 << 14, 4, 5))
    assert np.allclose((drawn**2).sum(axis=1), 1)
    towards = mean / np.linalg.norm(mean)
    across = drawn - (drawn @ towards)[:, None] * towards
    assert np.abs(across.mean(axis=0)).max() < 0.01


def test_points_are_inside_of_the_cube_and_settled_by_the_seed():
    first, second, other = points(256, 5, 7), points(256, 5, 7), points(256, 5, 8)
    assert (first == second).all()
    assert not (first == other).any()
    assert 0 < first.min() < first.max() < 1
    with pytest.raises(UsageError, match="coordinates"):
        points(4, 30_000, 0)


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
