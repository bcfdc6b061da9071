"""The oracle of games of rounds meets what can be worked out by hand."""

from __future__ import annotations

import math

import pytest
from oracles.plain_assessments import Assessed, Told, measures, word
from oracles.plain_model import World
from oracles.plain_pure import PureOracle
from oracles.plain_rounds import Rounds, known
from support.random_scenarios import random_scenario

from powergame.scenario.reading.load import load_text

COUP = """
actors:
  overseer: {power: 3, preferences: {angle: 0}}
  system: {power: 2, growth: 2, types: {
    aligned: {probability: 0.8, preferences: {angle: 20}}, misaligned: {probability: 0.2, preferences: {angle: 150}}}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
rounds: 2
"""

PROVOCATEUR = """
actors:
  blue: {power: 4, preferences: {angle: 0}}
  red: {power: 1.5, types: {
    aligned: {probability: 0.3, preferences: {angle: 5}}, misaligned: {probability: 0.7, preferences: {angle: 155}}}}
  green: {power: 1, preferences: {angle: 170}, ladder: [{name: watch}]}
ladder: [{name: hold}, {name: seek, grab: 0.2, provokes: 0.9}]
conflict: {destruction: {odds: 0.2, severity: 0.1}, third_parties: aligned}
"""

HOLD, SEEK = 0, 1


def payoffs_of(game, continuation):
    """What each type of each actor expects at the start."""
    return {
        (i, x): math.fsum(
            continuation.worths[i, types] * math.prod(game.prior[j][y] for j, y in enumerate(types) if j != i)
            for types in game.profiles
            if types[i] == x
        )
        for i, x in game.everybody
    }


def only_equilibrium(scenario):
    """The payoffs of the one pure equilibrium, and what is played in it."""
    game = Rounds(scenario)
    (only,) = PureOracle(game).at((), tuple(game.prior))
    return payoffs_of(game, only), only.played


@pytest.mark.parametrize("seed", range(40))
def test_one_round_of_known_types_is_the_plain_model(seed):
    scenario = random_scenario(seed)
    game, world = Rounds(scenario), World(scenario)
    types = game.profiles[0]
    for move in game.moves(()):
        assert not game.open_sides((), move)
        for i in range(game.n):
            assert game.got(i, types, (), move, None) == pytest.approx(world.payoff(i, move), abs=1e-12)


def test_peace_moves_power_before_it_grows_and_does_not_grow_after_the_last_round():
    text = """
    actors: {a: {power: 3, preferences: [1, 0]}, b: {power: 1, growth: 2, preferences: [0, 1]}}
    ladder: [{name: hold}, {name: seek, grab: 0.5}]
    conflict: {destruction: {odds: 0.5, severity: 0.5}}
    rounds: 3
    """
    game = Rounds(load_text(text))
    h = ((SEEK, HOLD), (HOLD, HOLD))
    assert game.world(None, (0, 0), h).m == pytest.approx([0.875, 0.125 * 4])
    assert game.got(1, (0, 0), h, (HOLD, HOLD), None) == pytest.approx(0.5)
    assert len(game.histories) == 1 + 4 + 16


def test_a_war_that_is_certain_ends_the_tree():
    text = """
    actors: {a: {power: 3, preferences: [1, 0]}, b: {power: 1, preferences: [0, 1]}}
    ladder: [{name: hold}, {name: seek, grab: 0.5, provokes: 1}]
    conflict: {destruction: {odds: 0.5, severity: 0.5}}
    rounds: 2
    """
    assert Rounds(load_text(text)).histories == [(), ((HOLD, HOLD),)]


def test_the_misaligned_system_strikes_after_it_was_trusted():
    scenario = load_text(COUP)
    payoffs, played = only_equilibrium(scenario)
    openly, _ = only_equilibrium(known(scenario, "system", "misaligned"))
    assert payoffs[1, 1] - openly[1, 0] == pytest.approx(0.3979, abs=5e-5)
    assert {rung for h, i, _, rung in played if i == 1 and not h} == {HOLD}
    assert {(x, rung) for h, i, x, rung in played if i == 1 and h} == {(0, HOLD), (1, SEEK)}


def test_without_growth_it_does_not_wait():
    scenario = load_text(COUP).with_values({"actors.system.growth": 0.5})
    payoffs, played = only_equilibrium(scenario)
    openly, _ = only_equilibrium(known(scenario, "system", "misaligned"))
    assert {(x, rung) for h, i, x, rung in played if i == 1 and not h} == {(0, HOLD), (1, SEEK)}
    assert payoffs[1, 1] == pytest.approx(openly[1, 0])


def test_the_provocateur_draws_a_third_party_onto_its_side():
    scenario = load_text(PROVOCATEUR)
    payoffs, played = only_equilibrium(scenario)
    openly, at_ease = only_equilibrium(known(scenario, "red", "aligned"))
    assert payoffs[1, 0] == pytest.approx(0.8626, abs=5e-5)
    assert openly[1, 0] == pytest.approx(0.6952, abs=5e-5)
    assert ((), 1, 0, SEEK) in played
    assert ((), 1, 0, HOLD) in at_ease


def test_a_third_party_bound_by_nothing_sides_by_what_it_believes():
    game = Rounds(load_text(PROVOCATEUR))
    move = (HOLD, SEEK, 0)
    assert 2 in {k for _, k, _ in game.open_sides((), move)}
    for belief, side in (((1.0, 0.0), None), ((0.0, 1.0), 1)):
        worths = game.worths((2, 0), (), move, 2, 0, [(1.0,), belief, (1.0,)])
        assert max(worths, key=worths.get) == side


def test_one_other_move_and_another_plan():
    """Who holds where to seek twice is best loses by each single move as much as the round is worth."""
    text = """
    actors: {a: {power: 1, preferences: [1, 0]}, b: {power: 1, preferences: [0, 1], ladder: [{name: watch}]}}
    ladder: [{name: hold}, {name: seek, grab: 0.5}]
    conflict: {destruction: {odds: 0.5, severity: 0.5}}
    rounds: 2
    """
    game = Rounds(load_text(text))
    plays = {(h, i, x): (1.0,) if i else (1.0, 0.0) for h in game.histories for i, x in game.everybody}
    after = {(h, i, k): (1.0,) for h in game.histories for i in range(2) for k in range(game.rungs(h)[i])}
    idle = Assessed(game, Told(plays, after))
    assert idle.payoff(0, 0) == pytest.approx(0.5)
    assert idle.gain((), 0, 0) == pytest.approx(0.25)
    assert idle.plan_gain((), 0, 0) == pytest.approx(0.375)  # 1/4, and half of what is left
    assert idle.regret() == pytest.approx(0.25)
    assert idle.bayes_gap() == 0


def half_hearted():
    """The coup's game in which the misaligned seeks in half of all cases at first, and in all of them later."""
    game = Rounds(load_text(COUP))
    hold, seek, half = (1.0, 0.0), (0.0, 1.0), (0.5, 0.5)
    plays = {(h, i, x): seek if h and (i, x) == (1, 1) else hold for h in game.histories for i, x in game.everybody}
    plays[(), 1, 1] = half
    after = {(h, 0, k): (1.0,) for h in game.histories for k in (HOLD, SEEK)}
    for h in game.histories:
        after |= {(h, 1, SEEK): (0.0, 1.0), (h, 1, HOLD): (1.0, 0.0)}
    after[(), 1, HOLD] = (8 / 9, 1 / 9)
    for h in game.histories[1:]:
        before = after[(), 1, h[0][1]]
        after[h, 1, HOLD] = (1.0, 0.0) if before[0] else (0.0, 1.0)
    return Assessed(game, Told(plays, after))


def test_beliefs_surprise_and_what_a_rung_reveals():
    assessed = half_hearted()
    assert assessed.bayes_gap() == pytest.approx(0, abs=1e-15)
    first, later, bits = assessed.seeking(1, 1)
    assert (first, later) == (0.5, 0.5)
    assert bits == pytest.approx(0.5 * math.log2(10) + 0.5 * math.log2(9))  # foreseen with 1/10, and with 1/9
    of_rung = -(0.1 * math.log2(0.1) + 0.9 * math.log2(0.9))
    assert assessed.revealed(1) == pytest.approx(of_rung - 0.2)  # entropy of the rung; 1 bit of it is the type's own


def test_courses_of_events_add_up():
    courses = [*half_hearted().courses(1, 1)]
    assert math.fsum(p for p, _, _ in courses) == pytest.approx(1)
    assert {len(course) for _, _, course in courses} == {1, 2}


@pytest.mark.parametrize(
    ("openly", "first", "later", "told"),
    [(1, 0, 1, (1, 1, 0)), (1, 0.5, 0.25, (0.5, 0.25, 0)), (0.25, 0.25, 0.5, (0, 0, 0)), (0.2, 0.6, 0, (0, 0, 0.4))],
)
def test_later_strikes_are_shared_out_among_the_cases_in_which_it_holds(openly, first, later, told):
    assert measures(openly, first, later) == pytest.approx(told)


def test_every_word_has_a_case():
    cases = {
        "conceals": (1, 1, 0, 0.1),
        "waits": (1, 1, 0, 0),
        "reassured": (1, 0, 0, 0.1),
        "feigns": (0, 0, 1, 0.1),
        "distrusted": (0, 0, 1, -0.1),
        "suspected": (0, 0, 0, -0.1),
        "open": (0, 0, 0, -0.005),
    }
    assert {name: word(*case) for name, case in cases.items()} == {name: name for name in cases}
