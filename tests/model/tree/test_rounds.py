"""Game trees of scenarios: histories, payoffs, and the weight of what follows."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from support.coups import coup
from support.random_scenarios import random_scenario, with_random_beliefs, with_random_types

from powergame.errors import GameTooLargeError, UsageError
from powergame.model.compile import compile_game, outcomes_at_pure
from powergame.model.tree.rounds import compile_tree, costs_of
from powergame.model.tree.siding import best_side
from powergame.model.tree.size import refuse_large_tree
from powergame.scenario.paths.known import with_types
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import BINARY, BRINKMANSHIP, PrivateType, Rung


def types_named(tree, places):
    pairs = zip(tree.actors, tree.private, tree.types, places, strict=True)
    return {actor: names[x] for actor, private, names, x in pairs if private}


def stage_of(tree, places):
    """What everybody gets in one round where all are of these types, and everybody knows it."""
    (only,) = tree.rounds
    now = np.stack([of_actor[(0, *places)] for of_actor in only.now])
    for siding in only.sidings:
        for i, x in enumerate(places):
            eyes = siding.eyes_of[i][x]
            sides = []
            for c, k in enumerate(siding.choosers):
                parts = zip(siding.worth_by_type[c], places, strict=True)
                worth = siding.worth[c][eyes, 0, places[k]] + sum(part[eyes, 0, places[k], :, z] for part, z in parts)
                sides.append(int(best_side(worth)))
            now[(i, *siding.rungs)] += siding.p_war[i][0, x] * siding.fight[(i, 0, *places, *sides)]
    return now


@pytest.mark.parametrize("seed", range(60))
def test_in_one_round_each_profile_of_types_has_the_payoffs_of_the_game_in_which_it_is_known(seed):
    scenario = with_random_types(with_random_beliefs(random_scenario(seed), seed, share=0.3), seed)
    tree = compile_tree(scenario)
    for places in product(*map(range, tree.kinds)):
        known = compile_game(with_types(scenario, types_named(tree, places)))
        assert np.abs(stage_of(tree, places) - known.game.payoffs).max() < 2e-12
        assert (tree.rounds[0].war[0] == known.war).all()


@pytest.mark.parametrize("seed", range(30))
def test_one_round_of_known_types_has_the_very_payoffs_of_the_game(seed):
    scenario = with_random_beliefs(random_scenario(seed), seed, share=0.5)
    compiled, tree = compile_game(scenario), compile_tree(scenario)
    (only,) = tree.rounds
    assert (only.now.reshape(compiled.game.payoffs.shape) == compiled.game.payoffs).all()
    outcome = outcomes_at_pure(compiled, np.indices(compiled.game.shape).reshape(len(scenario.actors), -1))
    assert (only.war.ravel() == outcome.war).all()
    assert (only.destroyed.ravel() == outcome.destroyed).all()
    assert only.power_after.reshape(len(scenario.actors), -1) == pytest.approx(outcome.power_after, abs=1e-15)
    assert only.sidings == ()
    assert only.on[0].max() == only.truly_on.max() == 0
    assert only.next.max() == -1


@pytest.mark.parametrize(
    ("n", "rungs", "rounds", "sizes"),
    [(2, 2, 2, (5, 20, 20)), (2, 3, 2, (10, 40, 80)), (3, 3, 2, (28, 168, 336)), (2, 2, 4, (85, 340, 340))],
)
def test_sizes_are_as_counted(n, rungs, rounds, sizes):
    scenario = load_text(several(n, rounds, BINARY if rungs == 2 else BRINKMANSHIP))
    tree = compile_tree(scenario)
    assert (tree.histories, tree.information_sets, tree.unknowns) == sizes


def several(n, rounds, ladder):
    """Text of n actors of two types each, who resist in vain: peace may be on all rungs."""
    word = "binary" if ladder is BINARY else "brinkmanship"
    types = "{near: {probability: 0.5, preferences: [1, 0]}, far: {probability: 0.5, preferences: [0, 1]}}"
    actors = "\n".join(f"  a{i}: {{power: 1, types: {types}}}" for i in range(n))
    conflict = "{destruction: {odds: 0.5, severity: 0.5}}"
    return f"actors:\n{actors}\nladder: {word}\nrounds: {rounds}\nconflict: {conflict}\n"


def test_the_ends_of_the_surprise_coup_are_counted_type_profile_by_type_profile():
    tree = compile_tree(coup())
    assert (tree.histories, tree.information_sets, tree.terminals, tree.unknowns) == (5, 15, 38, 15)


def test_peace_moves_power_and_then_power_grows():
    tree = compile_tree(coup())
    first, second = tree.rounds
    assert first.power[:, 0] == pytest.approx([0.6, 0.4])
    assert second.after.tolist() == [[[0, 0]], [[0, 1]], [[1, 0]], [[1, 1]]]
    # the system takes .3 of the overseer's .6, and then has twice as much
    assert second.power[:, 1] == pytest.approx([0.42, 2 * 0.58])
    assert second.power[:, 2] == pytest.approx([0.6 + 0.12, 2 * 0.28])
    assert first.next.tolist() == [[[0, 1], [2, 3]]]


def test_only_war_pays_before_the_last_round_and_peace_at_its_end():
    tree = compile_tree(coup())
    first, second = tree.rounds
    assert (first.now[:, 0, :, :, 0, 0] == 0).all()
    cosine = np.cos(np.radians(150))
    assert second.now[0, 0, 0, :, 0, 0] == pytest.approx([0.6 + 0.8 * np.cos(np.radians(20)), 0.6 + 0.8 * cosine])
    assert second.now[1, 0, 0, 1, 0, 0] == pytest.approx(0.8 + 0.6 * cosine)


def test_growth_is_nothing_to_one_round():
    assert (
        compile_tree(coup(rounds=1)).rounds[0].now == compile_tree(coup(rounds=1, actors_system_growth=9)).rounds[0].now
    ).all()


def test_a_tree_stops_where_war_is_certain_in_all_eyes():
    certain = (Rung("seek", grab=0.3, provokes=1.0),)
    tree = compile_tree(replace(coup(), ladder=certain))
    assert len(tree.rounds) == 1
    assert tree.rounds[0].next.tolist() == [[[-1]]]
    assert tree.rounds[0].on[1].max() == 0


def test_a_history_is_there_where_only_one_type_believes_in_peace():
    ladder = (Rung("hold"), Rung("seek", grab=0.3, provokes=1.0))
    scenario = replace(coup(), ladder=ladder)
    assert compile_tree(scenario).histories == 2
    hopeful = (("actors.system.ladder.seek.provokes", 0.5),)
    system = scenario.actors[1]
    aligned, misaligned = system.types
    believing = replace(system, ladder=ladder, types=(aligned, replace(misaligned, beliefs=hopeful)))
    tree = compile_tree(replace(scenario, actors=(scenario.actors[0], believing)))
    first = tree.rounds[0]
    assert tree.histories == 3
    assert first.on[1][0, :, 0, 1].tolist() == [0.0, 0.5]
    assert first.on[0][0, 0, 0, 1] == first.truly_on[0, 0, 1] == 0.0
    assert first.war[0, 0, 1] == 1.0


def test_the_beliefs_of_a_type_lie_over_its_actors_own():
    scenario = coup(rounds=1)
    system = replace(scenario.actors[1], beliefs=(("conflict.destruction.odds", 0.0), ("conflict.stakes", 0.5)))
    aligned, misaligned = system.types
    sure = replace(misaligned, beliefs=(("conflict.destruction.odds", 1.0),))
    tree = compile_tree(replace(scenario, actors=(scenario.actors[0], replace(system, types=(aligned, sure)))))

    def alone(odds, kind):
        views = {"conflict.destruction.odds": odds, "conflict.stakes": 0.5}
        return compile_game(with_types(scenario, {"system": kind}).with_values(views)).game.payoffs[1]

    assert (tree.rounds[0].now[1, 0, 0, 0] == alone(0.0, "aligned")).all()
    assert (tree.rounds[0].now[1, 0, 0, 1] == alone(1.0, "misaligned")).all()


def test_a_type_of_probability_0_has_its_information_sets():
    scenario = coup()
    aligned, misaligned = scenario.actors[1].types
    never = (replace(aligned, probability=1.0), replace(misaligned, probability=0.0))
    tree = compile_tree(replace(scenario, actors=(scenario.actors[0], replace(scenario.actors[1], types=never))))
    assert tree.prior[1].tolist() == [1.0, 0.0]
    assert tree.information_sets == 15


def test_actors_without_types_have_the_one_that_all_know():
    tree = compile_tree(coup())
    assert (tree.types, tree.private) == ((("known",), ("aligned", "misaligned")), (False, True))


def test_costs_are_paid_as_each_type_believes_in_them():
    ladder = (Rung("hold"), Rung("seek", grab=0.3, cost=0.1))
    scenario = replace(coup(), ladder=ladder)
    free = PrivateType("free", 0.5, (1.0, 0.0), (("ladder.seek.cost", 0.0),))
    system = replace(scenario.actors[1], types=(PrivateType("poor", 0.5, (1.0, 0.0)), free))
    scenario = replace(scenario, actors=(scenario.actors[0], system))
    assert costs_of(scenario)[1].tolist() == [[0.0, 0.1], [0.0, 0.0]]
    now = compile_tree(scenario).rounds[0].now
    assert now[1, 0, 0, :, 0, 1].tolist() == [-round(0.1 * 2**40) / 2**40, 0.0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rounds": 5, "ladder": 5}, "406,901 histories, 1,220,703 information sets and 4,882,812 unknowns"),
        ({"rounds": 1000, "actors.system.growth": 1}, r"about 10\^601 histories"),
        (
            {"actors.system.growth": 1e100},
            r"actors\.system\.growth: power may grow to .* shares .*, 1e\+100-fold after each",
        ),
        (
            {"rounds": 22},
            r"growth: power may grow to more than 1,048,576 shares of all power.* 2-fold .* the last of 22;",
        ),
        ({"actors.overseer.risk_aversion": -300}, "growth: .*at a risk aversion of 300; expected a product.*500"),
    ],
)
def test_what_is_too_large_is_refused_at_once_and_in_one_line(changes, words):
    scenario = coup()
    if "ladder" in changes:
        rungs = tuple(Rung(f"r{k}", grab=0.1 * k, provokes=0.1 * k) for k in range(changes["ladder"]))
        scenario, changes = replace(scenario, ladder=rungs), {"rounds": changes["rounds"]}
    scenario = scenario.with_values(changes)
    started = time.perf_counter()
    with pytest.raises(UsageError, match=words) as refused:
        compile_tree(scenario)
    assert "\n" not in str(refused.value)
    assert time.perf_counter() - started < 1


def test_growth_may_be_as_large_as_it_likes_in_one_round():
    refuse_large_tree(coup(rounds=1).with_values({"actors.system.growth": 1e100}))


def test_a_limit_may_be_lowered():
    with pytest.raises(GameTooLargeError, match="the limit is 14 unknowns"):
        compile_tree(coup(), limit=14)
    assert compile_tree(coup(), limit=15).unknowns == 15


def test_many_types_of_many_actors_are_refused_before_their_profiles_are_gone_through():
    types = ", ".join(f"t{k}: {{probability: 0.01, preferences: [{k + 1}]}}" for k in range(100))
    actors = "\n".join(f"  a{i}: {{power: 1, types: {{{types}}}}}" for i in range(4))
    text = f"actors:\n{actors}\nconflict: {{destruction: {{odds: 0.5, severity: 0.5}}}}\n"
    with pytest.raises(GameTooLargeError, match=r"100,000,000 profiles of types and 16 of rungs"):
        compile_tree(load_text(text))


def test_so_many_actors_have_no_tree():
    actors = "\n".join(f"  a{i}: {{power: 1, preferences: [1]}}" for i in range(13))
    with pytest.raises(GameTooLargeError, match="at most 12 actors"):
        compile_tree(
            load_text(f"actors:\n{actors}\nrounds: 2\nconflict: {{destruction: {{odds: 0.5, severity: 0.5}}}}\n")
        )
