"""Who would stand with whom if it came to war: sides, strengths and chances are those of the model's text."""

from __future__ import annotations

import itertools
import math
from functools import cache

import numpy as np
import pytest
from oracles.plain_model import World
from support.installed import SCENARIOS
from support.random_scenarios import random_scenario

from powergame.analysis.alliances import leaders_if_war
from powergame.analysis.solve import solve
from powergame.batch.engine import solve_batch
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept
from powergame.scenario.reading.load import load

SEEDS = range(40)


@cache
def solved(seed):
    """Solve a random scenario of three or four actors, every third one for noisy play."""
    scenario = random_scenario(seed, n=3 + seed % 2)
    return solve(scenario, concept=Concept("logit", 8.0) if seed % 3 == 0 else None, look_for_turns=False)


def wars(world, profile):
    """Yield (probability of war, probability of play, profile) for all that may be played."""
    for rungs in itertools.product(*(range(len(strategy)) for strategy in profile)):
        weight = math.prod(float(strategy[r]) for strategy, r in zip(profile, rungs, strict=True))
        yield weight * world.p_war(world.rungs(rungs)), weight, rungs


@pytest.mark.parametrize("seed", SEEDS)
def test_the_most_likely_war_is_that_of_all_profiles_one_by_one(seed):
    answer = solved(seed)
    world = World(answer.scenario)
    for equilibrium, if_war in zip(answer.solution.equilibria, answer.if_wars, strict=True):
        every = list(wars(world, equilibrium.profile))
        most = max(chance for chance, _, _ in every)
        weight = max(weight for chance, weight, _ in every if chance >= most - 1e-12)
        likeliest = [r for chance, w, r in every if chance >= most - 1e-12 and w >= weight - 1e-12]
        fighting = [any(r.grab or r.provokes or r.resists for r in world.rungs(likely)) for likely in likeliest]
        if if_war is None:
            assert not all(fighting)
            continue
        names = [dict(zip(answer.game.actors, map(str, r), strict=True)) for r in likeliest]
        at = {a: str(answer.game.rungs[i].index(if_war.profile[a])) for i, a in enumerate(answer.game.actors)}
        assert at in names
        assert if_war.probability == pytest.approx(most, abs=1e-12)
        assert if_war.profile_probability == pytest.approx(weight, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_sides_strengths_and_chances_are_those_of_the_model_s_text(seed):
    answer = solved(seed)
    world, actors = World(answer.scenario), answer.game.actors
    for if_war in filter(None, answer.if_wars):
        rungs = world.rungs([answer.game.rungs[i].index(if_war.profile[a]) for i, a in enumerate(actors)])
        sides = world.sides(rungs)
        told = [(side.leader, set(side.members)) for side in if_war.sides]
        assert told == [(None if s is None else actors[s], {actors[k] for k in members}) for s, members in sides]
        assert [side.wins for side in if_war.sides] == pytest.approx(world.chances(rungs, sides), abs=1e-12)
        force = [
            math.fsum(rungs[k].strength * world.s.actors[k].effectiveness * world.m[k] for k in members)
            for _, members in sides
        ]
        if sum(force):
            assert [side.strength for side in if_war.sides] == pytest.approx([f / sum(force) for f in force])
        assert math.fsum(side.strength for side in if_war.sides) == pytest.approx(1)
        assert all(list(side.members) == [a for a in actors if a in side.members] for side in if_war.sides)


@pytest.mark.parametrize("seed", SEEDS)
def test_defenders_are_where_victory_is_worth_most_to_them_by_so_much(seed):
    answer = solved(seed)
    world, actors = World(answer.scenario), answer.game.actors
    for if_war in filter(None, answer.if_wars):
        rungs = world.rungs([answer.game.rungs[i].index(if_war.profile[a]) for i, a in enumerate(actors)])
        seekers = [i for i, rung in enumerate(rungs) if rung.grab > 0]
        defenders = [k for k, r in enumerate(rungs) if r.grab == 0 and (r.provokes > 0 or r.resists > 0)]
        chooses = answer.scenario.conflict.third_parties == "aligned" and seekers
        assert [choice.actor for choice in if_war.siding] == ([actors[k] for k in defenders] if chooses else [])
        for choice in if_war.siding:
            k = actors.index(choice.actor)
            worth = {actors[i]: world.value(k, world.after_victory(rungs, i, [i, k])) for i in seekers}
            worth[None] = world.value(k, world.after_victory(rungs, None, defenders))
            margin = worth.pop(choice.leader) - max(worth.values())
            assert choice.margin == pytest.approx(max(margin, 0), abs=1e-12)
            assert worth[choice.instead] == pytest.approx(max(worth.values()), abs=1e-12)
            assert choice.actor in if_war.side_of(choice.leader).members


def test_nobody_fights_where_no_rung_does():
    idle = [{"name": "rest", "resists": 0}]
    scenario = load(SCENARIOS / "strong-and-aligned.yaml").with_values({"ladder": idle})
    assert solve(scenario).if_war is None
    assert solve(scenario).to_dict()["equilibria"][0]["if_war"] is None


def test_a_war_that_cannot_come_has_the_sides_of_what_is_played():
    if_war = solve(load(SCENARIOS / "strong-and-aligned.yaml")).if_war
    assert if_war.probability == 0
    assert [(side.leader, side.members, side.wins) for side in if_war.sides] == [(None, ("strong", "weak"), 1.0)]


@pytest.mark.parametrize("concept", [Concept(), Concept("logit", 20.0)], ids=["nash", "logit"])
@pytest.mark.parametrize("name", ["kingmaker", "first-world-war", "coup"])
def test_along_a_path_everybody_follows_whom_solve_says(name, concept):
    scenario = load(SCENARIOS / f"{name}.yaml")
    values = np.linspace(0.0, 6.0, 7)
    columns = Variants(scenario, ["conflict.decisiveness"]).columns({"conflict.decisiveness": values})
    along = leaders_if_war(columns.truth, solve_batch(columns, concept=concept, with_play=True).play)
    for row, value in enumerate(values):
        varied = scenario.with_values({"conflict.decisiveness": float(value)})
        if_war = solve(varied, concept=concept, look_for_turns=False).if_war
        places = {None: len(scenario.names), **{actor: k for k, actor in enumerate(scenario.names)}}
        led = {member: places[side.leader] for side in if_war.sides for member in side.members}
        assert along[:, row].tolist() == [led.get(actor, -1) for actor in scenario.names]


def test_nobody_is_followed_where_nothing_is_selected():
    columns = Variants(load(SCENARIOS / "kingmaker.yaml"), ["conflict.stakes"]).columns({"conflict.stakes": np.ones(2)})
    play = np.full((sum(columns.shape), 2), np.nan)
    play[:, 1] = 0.5
    led = leaders_if_war(columns.truth, play)
    assert (led[:, 0] == -1).all()
    assert led[1, 1] == 1
