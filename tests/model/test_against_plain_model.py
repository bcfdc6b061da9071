"""The arrays say what the plain model says, one profile at a time."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from oracles.plain_model import World
from support.random_scenarios import random_scenario, with_random_beliefs

from powergame.errors import UsageError
from powergame.model.compile import compile_game, outcome_at
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, PrivateType, Rung

ROUNDED = 2.0**-41 + 5e-14
"""Half a payoff unit, and the rounding error of two ways to compute one number."""


@pytest.mark.parametrize("block", range(10))
def test_payoffs_and_war_are_those_of_the_plain_model(block):
    for seed in range(40 * block, 40 * block + 40):
        scenario = random_scenario(seed)
        compiled, world = compile_game(scenario), World(scenario)
        for profile in itertools.product(*map(range, compiled.game.shape)):
            assert compiled.war[profile] == pytest.approx(world.p_war(world.rungs(profile)), abs=1e-12)
            for i in range(world.n):
                assert compiled.game.payoffs[(i, *profile)] == pytest.approx(world.payoff(i, profile), abs=ROUNDED), (
                    seed
                )


def test_what_happens_is_the_mean_over_all_outcomes():
    for seed in range(60):
        scenario = random_scenario(seed)
        compiled, world = compile_game(scenario), World(scenario)
        r = np.random.default_rng(seed)
        play = [r.dirichlet(np.ones(size)) for size in compiled.game.shape]
        war, powers = 0.0, np.zeros(world.n)
        for profile in itertools.product(*map(range, compiled.game.shape)):
            weight = np.prod([p[x] for p, x in zip(play, profile, strict=True)])
            war += weight * world.p_war(world.rungs(profile))
            powers += weight * sum(p * np.array(after) for p, after in world.outcomes(profile))
        found = outcome_at(compiled, play)
        assert found.war == pytest.approx(war, abs=1e-11)
        assert found.power_after == pytest.approx(powers, abs=1e-11)
        assert found.power_after.sum() == pytest.approx(1 - found.destroyed, abs=1e-11)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_an_actor_s_payoffs_are_those_of_the_world_it_believes_in_and_what_happens_is_not(share):
    for seed in range(40):
        scenario = with_random_beliefs(random_scenario(seed), seed, share)
        compiled, world = compile_game(scenario), World(scenario)
        believed = [World(scenario.with_values(dict(actor.beliefs))) for actor in scenario.actors]
        for profile in itertools.product(*map(range, compiled.game.shape)):
            assert compiled.war[profile] == pytest.approx(world.p_war(world.rungs(profile)), abs=1e-12)
            expected = [mind.payoff(i, profile) for i, mind in enumerate(believed)]
            assert compiled.game.payoffs[(slice(None), *profile)] == pytest.approx(expected, abs=ROUNDED), seed
        play = [[1 / size] * size for size in compiled.game.shape]
        innocent = replace(scenario, actors=tuple(replace(actor, beliefs=()) for actor in scenario.actors))
        happens, undoubted = outcome_at(compiled, play), outcome_at(compile_game(innocent), play)
        assert happens.war == undoubted.war
        assert np.array_equal(happens.power_after, undoubted.power_after)


def three(third, **conflict):
    """Blue seeks, red defends, and green may choose whom to stand with."""
    hold, seek = Rung("hold"), Rung("seek", grab=0.3, provokes=0.5)
    actors = (
        Actor("blue", 2, (1.0, 0.0), ladder=(hold, seek)),
        Actor("red", 2, (0.0, 1.0), ladder=(hold, seek)),
        Actor("green", 1, third, ladder=(hold, seek)),
    )
    return Scenario("three", actors, Conflict(0.0, 0.0, **conflict), dimensions=2)


def test_a_third_party_fights_for_the_side_whose_victory_it_values_most():
    for third, blue_wins in (((1.0, 0.1), 3 / 5), ((0.1, 1.0), 2 / 5)):
        scenario = three(third, third_parties="aligned")
        found = outcome_at(compile_game(scenario), [[0, 1], [1, 0], [1, 0]])
        p = float(found.war)
        # in war blue, if it wins, takes all that the losers have; green's side decides how likely that is
        loser = 2 / 5 if blue_wins == 3 / 5 else 3 / 5
        in_war = blue_wins * (2 / 5 + loser)
        in_peace = 2 / 5 + 0.3 * 3 / 5
        assert found.power_after[0] == pytest.approx((1 - p) * in_peace + p * in_war, abs=1e-12)


def test_bystanders_lose_to_grabs_and_to_nothing_else():
    watch = Rung("watch", resists=0.0)
    scenario = three((1.0, 1.0))
    green = replace(scenario.actors[2], ladder=(watch, *scenario.actors[2].ladder[1:]))
    scenario = replace(scenario, actors=(*scenario.actors[:2], green))
    found = outcome_at(compile_game(scenario), [[0, 1], [1, 0], [1, 0]])
    assert found.war == pytest.approx(0.5)
    assert found.power_after[2] == pytest.approx(0.2 * 0.7, abs=1e-12)


def test_the_strongest_wins_for_sure_and_equals_share():
    for blue, chance in ((2.0, 0.5), (2.001, 1.0), (1.999, 0.0)):
        scenario = three((0.0, 1.0), decisiveness=float("inf"))
        actors = (replace(scenario.actors[0], power=blue + 1), *scenario.actors[1:])
        found = outcome_at(compile_game(replace(scenario, actors=actors)), [[0, 1], [1, 0], [1, 0]])
        whole, peace = blue + 4, (blue + 1 + 0.3 * 3) / (blue + 4)
        p = float(found.war)
        assert found.power_after[0] == pytest.approx((1 - p) * peace + p * chance * whole / whole, abs=1e-12)


def test_types_and_rounds_are_refused():
    scenario = three((1.0, 1.0))
    typed = replace(scenario.actors[2], preferences=None, types=(PrivateType("dove", 1.0, (1.0, 0.0)),))
    private = replace(scenario, actors=(*scenario.actors[:2], typed))
    for other, why in ((replace(scenario, rounds=2), "has 2 rounds"), (private, "green has private types")):
        with pytest.raises(UsageError, match=why):
            compile_game(other)
