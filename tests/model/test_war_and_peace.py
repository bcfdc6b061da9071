"""Who has what after peace and after war, and who stands with whom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.random_scenarios import random_scenario

from powergame.model.compile import chunks
from powergame.model.parameters import parameters
from powergame.model.payoffs import branches, outcome
from powergame.model.peace import loss_fractions, war_probability
from powergame.model.war import sides
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, Rung

SEEDS = range(120)


def all_profiles(scenario):
    """The scenario's numbers, and what is done in each of its profiles, one row each."""
    found = parameters(scenario)
    ((_, profiles),) = chunks(tuple(len(scenario.ladder_of(actor)) for actor in scenario.actors))
    return found, found.rungs(profiles)


def after_victory(war, side):
    """Everybody's power after the victory of one side, (n, rows)."""
    return war.base + np.where(war.side == side, war.won, 0.0)


def test_power_is_moved_and_never_made():
    """Neither peace nor any victory makes or loses power; only destruction does."""
    for seed in SEEDS:
        world, rungs = all_profiles(random_scenario(seed))
        found = branches(world, rungs)
        ends = [found.peace, *(after_victory(found.war, side) for side in range(len(found.war.wins)))]
        for side, end in enumerate(ends, start=-1):
            there = found.war.wins[side] > 0 if side >= 0 else np.ones_like(found.p_war, dtype=bool)
            assert np.abs(end.sum(axis=0) - 1)[there].max(initial=0) < 1e-14, seed
            assert end.min() > -1e-15, seed
        assert np.abs(found.war.wins.sum(axis=0) - 1).max() < 1e-14, seed


def test_what_is_left_is_what_is_not_destroyed():
    for seed in SEEDS:
        happens = outcome(*all_profiles(random_scenario(seed)))
        assert np.abs(happens.power_after.sum(axis=0) - (1 - happens.destroyed)).max() < 1e-14, seed
        assert (happens.destroyed <= happens.war + 1e-15).all(), seed


def test_bystanders_lose_in_war_what_they_would_lose_in_peace_and_no_more():
    seen = 0
    for seed in SEEDS:
        world, rungs = all_profiles(random_scenario(seed))
        war = branches(world, rungs).war
        kept = world.power * (1 - loss_fractions(rungs))
        for side in range(len(war.wins)):
            wrong = np.abs(after_victory(war, side) - kept)[~rungs.fighter & (rungs.grab == 0)]
            assert wrong.max(initial=0) < 1e-15, seed
            seen += wrong.size
    assert seen > 100


def test_there_is_no_war_where_nobody_resists_or_nobody_provokes():
    for seed in SEEDS:
        _, rungs = all_profiles(random_scenario(seed))
        calm = (rungs.provokes == 0).all(axis=0) | (rungs.resists == 0).all(axis=0)
        assert (war_probability(rungs)[calm] == 0).all()
        assert ((war_probability(rungs) >= 0) & (war_probability(rungs) <= 1)).all()


HOLD, SEEK, WATCH = Rung("hold"), Rung("seek", grab=0.3, provokes=0.5), Rung("watch", resists=0.0)


def standing(*actors, third_parties="aligned"):
    """Side by name ('status quo' or the leader), for actors given as (name, power, preferences, rung)."""
    made = tuple(Actor(name, power, vector, ladder=(rung, rung)) for name, power, vector, rung in actors)
    conflict = Conflict(0.5, 0.5, third_parties=third_parties)
    world = parameters(Scenario("sides", made, conflict, dimensions=2))
    rungs = world.rungs(np.zeros((len(made), 1), dtype=np.intp))
    names = (*(actor.name for actor in made), "status quo")
    return dict(zip(names, (names[side] for side in sides(world, rungs)[:, 0]), strict=False))


def test_a_third_party_stands_where_its_victory_is_worth_most():
    for vector, expected in (((1.0, 0.1), "blue"), ((0.1, 1.0), "status quo")):
        green = ("green", 0.0, vector, HOLD)
        found = standing(("blue", 2, (1.0, 0.0), SEEK), ("red", 2, (0.0, 1.0), HOLD), green)
        assert found == {"blue": "blue", "red": "status quo", "green": expected}


def test_a_third_party_to_whom_all_is_one_stays_with_the_status_quo():
    for nudge, expected in ((0.0, "status quo"), (1e-14, "status quo"), (1e-9, "blue")):
        green = ("green", 0.0, (1.0 + nudge, 1.0), HOLD)
        assert standing(("blue", 2, (1.0, 0.0), SEEK), ("red", 2, (0.0, 1.0), HOLD), green)["green"] == expected


def test_of_seekers_worth_the_same_the_first_named_is_joined():
    blue, red = ("blue", 1, (1.0, 1.0), SEEK), ("red", 1, (1.0, -1.0), SEEK)
    others = ("green", 1, (1.0, 0.0), HOLD), ("gold", 3, (-1.0, 0.0), HOLD)
    assert standing(blue, red, *others)["green"] == "blue"
    assert standing(red, blue, *others)["green"] == "red"


def test_by_default_defenders_stand_together_whatever_they_want():
    green = ("green", 1, (1.0, 0.0), HOLD)
    found = standing(("blue", 2, (1.0, 0.0), SEEK), ("red", 2, (0.0, 1.0), HOLD), green, third_parties="status_quo")
    assert found["green"] == found["red"] == "status quo"


def test_of_two_the_one_attacked_never_joins_the_attacker():
    for angle in np.linspace(0, np.pi, 7):
        red = ("red", 1, (float(np.cos(angle)), float(np.sin(angle))), HOLD)
        assert standing(("blue", 3, (1.0, 0.0), SEEK), red)["red"] == "status quo"


def happens_to(*played, powers=(2.0, 1.0, 1.0), **conflict):
    """Powers after the war that is certain, (n,); actors want different things."""
    actors = tuple(
        Actor(f"a{i}", m, (1.0, float(i)), ladder=(rung, rung))
        for i, (m, rung) in enumerate(zip(powers, played, strict=True))
    )
    scenario = Scenario("war", actors, Conflict(0.0, 0.0, **conflict), dimensions=2)
    world, rungs = all_profiles(scenario)
    return outcome(world, rungs).power_after[:, 0]


ATTACK = replace(SEEK, provokes=1.0)


def test_defenders_share_spoils_by_power_and_the_powerless_equally():
    # the attacker is beaten for certain: its rung has next to no strength
    weak = replace(ATTACK, strength=1e-9)
    found = happens_to(weak, HOLD, HOLD, powers=(2.0, 1.5, 0.5), decisiveness=np.inf)
    assert found == pytest.approx([0, 0.75, 0.25])
    found = happens_to(ATTACK, HOLD, HOLD, powers=(2.0, 0.0, 0.0), decisiveness=0.0)
    assert found == pytest.approx([0.5, 0.25, 0.25])


def test_losers_lose_what_is_at_stake_and_no_more():
    found = happens_to(ATTACK, HOLD, HOLD, powers=(2.0, 1.0, 1.0), decisiveness=np.inf, stakes=0.4)
    # equally strong: either side wins half of the time
    assert found == pytest.approx([0.5 * (0.5 + 0.4 * 0.5) + 0.5 * 0.6 * 0.5, 0.25, 0.25])


def test_rung_odds_count_only_of_those_who_fight():
    quiet = replace(WATCH, odds=1.0)
    actors = tuple(
        Actor(f"a{i}", 1.0, (1.0, float(i)), ladder=(rung, rung)) for i, rung in enumerate((ATTACK, HOLD, quiet))
    )
    scenario = Scenario("odds", actors, Conflict(0.25, 1.0), dimensions=2)
    assert outcome(*all_profiles(scenario)).destroyed[0] == pytest.approx(0.25)
    fighting = replace(actors[2], ladder=(replace(HOLD, odds=1.0),) * 2)
    assert outcome(*all_profiles(replace(scenario, actors=(*actors[:2], fighting)))).destroyed[0] == 1.0
