"""The arrays say what the plain model says, one profile at a time."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from oracles.plain_model import World

from powergame.errors import GameTooLargeError, UsageError
from powergame.model.compile import compile_game, outcome_at, payoffs_of_many
from powergame.scenario.types import BRINKMANSHIP, Actor, Conflict, PrivateType, Rung, Scenario


def random_scenario(seed):
    """Every kind of scenario: bystanders, actors without power, own ladders, beliefs, both contests and sidings."""
    r = np.random.default_rng(seed)
    n, k = int(r.integers(2, 5)), int(r.integers(1, 4))

    def number(low=0.0, high=1.0):
        return round(float(r.uniform(low, high)), 3)

    def rung(name, seeks):
        return Rung(
            name,
            grab=max(0.05, number()) if seeks else 0.0,
            provokes=number() if seeks or r.random() < 0.2 else 0.0,
            resists=float(r.choice([0.0, 1.0, number()])),
            strength=number(0.2, 3) if r.random() < 0.3 else 1.0,
            odds=number() if r.random() < 0.3 else None,
            cost=number(0, 0.2) if r.random() < 0.3 else 0.0,
        )

    def ladder():
        if r.random() < 0.3:
            return BRINKMANSHIP
        size = int(r.integers(2, 4))
        return tuple(rung(f"r{j}", j == size - 1 or (j > 0 and r.random() < 0.5)) for j in range(size))

    actors = []
    for i in range(n):
        vector = r.normal(size=k).round(2)
        vector[0] = vector[0] or 1.0
        actors.append(
            Actor(
                f"a{i}",
                0.0 if i and r.random() < 0.1 else number(0.1, 5),
                tuple(vector.tolist()),
                effectiveness=number(0.1, 3) if r.random() < 0.3 else 1.0,
                risk_aversion=number(-2, 3) if r.random() < 0.3 else 0.0,
                ladder=ladder() if r.random() < 0.5 else None,
            )
        )
    conflict = Conflict(
        number(),
        number(),
        float(r.choice([0, 0.5, 1, 2, 3.5, np.inf])),
        number(),
        ("ratio", "logistic")[int(r.random() < 0.25)],
        ("status_quo", "aligned")[int(r.random() < 0.5)],
    )
    return Scenario(f"random {seed}", tuple(actors), conflict, ladder(), dimensions=k)


@pytest.mark.parametrize("block", range(10))
def test_payoffs_and_war_are_those_of_the_plain_model(block):
    for seed in range(40 * block, 40 * block + 40):
        scenario = random_scenario(seed)
        compiled, world = compile_game(scenario), World(scenario)
        for profile in itertools.product(*map(range, compiled.game.shape)):
            assert compiled.war[profile] == pytest.approx(world.p_war(world.rungs(profile)), abs=1e-12)
            for i in range(world.n):
                assert compiled.game.payoffs[(i, *profile)] == pytest.approx(world.payoff(i, profile), abs=1e-11), seed


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


def test_an_actor_s_payoffs_are_computed_with_its_beliefs_and_nobody_else_s():
    for seed in range(60):
        scenario = random_scenario(seed)
        thought = {"conflict.destruction.odds": 0.123, "actors.a1.power": 2.5}
        believer = replace(scenario.actors[0], beliefs=tuple(thought.items()))
        believing = compile_game(replace(scenario, actors=(believer, *scenario.actors[1:])))
        as_it_is, as_believed = compile_game(scenario), compile_game(scenario.with_values(thought))
        assert np.array_equal(believing.game.payoffs[0], as_believed.game.payoffs[0])
        assert np.array_equal(believing.game.payoffs[1:], as_it_is.game.payoffs[1:])
        assert np.array_equal(believing.war, as_it_is.war)


def test_many_variants_at_once_are_each_what_they_are_alone():
    for seed in range(20):
        scenario = random_scenario(seed)
        variants = [scenario.with_values({"conflict.destruction.odds": x}) for x in (0.0, 0.3, 1.0)]
        together = payoffs_of_many(variants)
        for payoffs, variant in zip(together, variants, strict=True):
            assert np.array_equal(payoffs, compile_game(variant).game.payoffs)


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


def test_games_too_large_are_refused_before_anything_is_allocated():
    actors = tuple(Actor(str(k), 1.0, (1.0, float(k))) for k in range(40))
    scenario = Scenario("large", actors, Conflict(0.5, 0.5), dimensions=2)
    with pytest.raises(GameTooLargeError, match=r"335,544,320 MiB"):
        compile_game(scenario)


def test_types_and_rounds_are_refused():
    scenario = three((1.0, 1.0))
    typed = replace(scenario.actors[2], preferences=None, types=(PrivateType("dove", 1.0, (1.0, 0.0)),))
    for other in (replace(scenario, rounds=2), replace(scenario, actors=(*scenario.actors[:2], typed))):
        with pytest.raises(UsageError):
            compile_game(other)
