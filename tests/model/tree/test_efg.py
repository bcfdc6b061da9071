"""Game trees as Gambit reads them: the same players, information sets and expectations."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import product

import numpy as np
import pygambit
import pytest
from support.coups import coup, provocateur
from support.trees import random_tree, signalling

from powergame.equilibrium.sequential.assessment import bayes, beliefs, worth_of_sides
from powergame.equilibrium.sequential.exact import bayesian_equilibria
from powergame.equilibrium.sequential.find import solve_tree
from powergame.equilibrium.sequential.values import expected, worth_of_all
from powergame.errors import GameTooLargeError, UsageError
from powergame.model.tree.efg import refuse_long_efg, write_efg
from powergame.model.tree.rounds import compile_tree, costs_of
from powergame.scenario.paths.known import known
from powergame.scenario.types import PrivateType, Rung

ROUNDING = 1e-12


def opened(tree, **told):
    return pygambit.read_efg(io.BytesIO(write_efg(tree, "a tree", **told).encode()))


def at_random(tree, seed):
    """Play of all rungs and sides, and what is believed where it is expected."""
    rng = np.random.default_rng(seed)

    def mixed(*shape):
        return rng.dirichlet(np.full(shape[-1], 2.0), shape[:-1])

    play = [[mixed(r.histories, t, size) for t, size in zip(tree.kinds, r.shape, strict=True)] for r in tree.rounds]
    sides = [[[mixed(*w.shape) for w in siding.worth] for siding in r.sidings] for r in tree.rounds]
    for of_round, r in zip(sides, tree.rounds, strict=True):
        for of_siding, siding in zip(of_round, r.sidings, strict=True):
            for taken, bound in zip(of_siding, siding.bound, strict=True):
                taken[bound >= 0] = np.eye(len(siding.leaders))[bound[bound >= 0]]
    after, mu = [], [prior[None] for prior in tree.prior]
    for r, of_round in enumerate(play):
        after.append(
            [bayes(b, p, np.zeros((len(p), p.shape[2], p.shape[1]))) for b, p in zip(mu, of_round, strict=True)]
        )
        if r + 1 < len(play):
            mu = beliefs(tree, after)[r + 1]
    return play, sides, after


def by_label(game, player):
    return {infoset.label: infoset for infoset in game.players[player].infosets}


def label_at(tree, i, x, each, h, *more):
    past = zip(tree.rounds, each.after[h].tolist(), strict=False)
    told = [", ".join(names[k] for names, k in zip(r.moves, rungs, strict=True)) for r, rungs in past]
    told += [", ".join(names[k] for names, k in zip(each.moves, rungs, strict=True)) for rungs in more]
    kind = [tree.types[i][x]] if tree.private[i] else []
    return " ".join([*kind, *([f"after {'; '.join(told)}"] if told else [])]) or "at first"


def sets_of_rungs(tree, game):
    """Gambit's information sets, and where they are: round, actor, history, type."""
    for r, each in enumerate(tree.rounds):
        for i, name in enumerate(tree.actors):
            sets = by_label(game, name)
            for h, x in product(range(each.histories), np.flatnonzero(tree.prior[i])):
                yield sets[label_at(tree, i, x, each, h)], (r, i, h, x)


def sets_of_sides(tree, game):
    """Gambit's information sets of siding, and where they are: round, siding, chooser, history, type."""
    for r, each in enumerate(tree.rounds):
        for z, siding in enumerate(each.sidings):
            for c, k in enumerate(siding.choosers):
                for h, x in np.argwhere(siding.bound[c][0] < 0):
                    sets = by_label(game, f"{tree.actors[k]} (siding)")
                    yield sets[label_at(tree, k, x, each, h, siding.rungs)], (r, z, c, h, x)


def hold_to_gambit(tree, game, seed):
    """Everybody's expectations, at the start and of each move at each information set, are Gambit's, too."""
    play, sides, after = at_random(tree, seed)
    profile = game.mixed_behavior_profile()
    places, choices = list(sets_of_rungs(tree, game)), list(sets_of_sides(tree, game))
    for infoset, (r, i, h, x) in places:
        put(profile, infoset, play[r][i][h, x])
    for infoset, (r, z, c, h, x) in choices:
        put(profile, infoset, sides[r][z][c][0, h, x])
    worths, values = worth_of_all(tree, play, sides)
    for i, name in enumerate(tree.actors):
        prior = reduce(np.multiply.outer, tree.prior)
        assert profile.payoff(name) == pytest.approx((values[0][i, 0] * prior).sum(), abs=ROUNDING)
    mu = beliefs(tree, after)
    every = [expected(worth, of_round, believed) for worth, of_round, believed in zip(worths, play, mu, strict=True)]
    for infoset, (r, i, h, x) in places:
        hold_to(profile, infoset, every[r][i][h, x])
    for infoset, (r, z, c, h, x) in choices:
        hold_to(profile, infoset, worth_of_sides(tree.rounds[r].sidings[z], after[r])[c][0, h, x])
    return places, choices


def put(profile, infoset, probabilities):
    for action, p in zip(infoset.actions, probabilities, strict=True):
        profile[action] = float(p)


def hold_to(profile, infoset, worth):
    theirs = np.array([float(profile.action_value(action)) for action in infoset.actions])
    assert theirs - theirs[0] == pytest.approx(worth - worth[0], abs=1e-10)


@pytest.mark.parametrize(
    ("kinds", "shape", "rounds", "sided"),
    [
        ((2, 1), (2, 2), 1, False),
        ((2, 3), (3, 2), 1, False),
        ((1, 2), (2, 2), 3, False),
        ((2, 1, 2), (2, 2, 2), 2, False),
        ((2, 2, 1), (2, 2, 1), 1, True),
        ((2, 1, 2), (1, 2, 2), 2, True),
    ],
)
def test_gambit_expects_of_a_random_tree_what_is_expected_here(kinds, shape, rounds, sided):
    tree = random_tree(7, kinds, shape, rounds, sided=sided)
    game = opened(tree)
    places, choices = hold_to_gambit(tree, game, 1)
    assert len(places) == tree.information_sets
    assert len(places) + len(choices) == len(game.infosets)


@pytest.mark.parametrize("scenario", [coup(), coup(rounds=3), provocateur(), provocateur(rounds=2)])
def test_gambit_expects_of_a_scenario_what_is_expected_here(scenario):
    tree = compile_tree(scenario)
    hold_to_gambit(tree, opened(tree, costs=costs_of(scenario)), 2)


@pytest.mark.parametrize("scenario", [coup(), provocateur(), provocateur(rounds=2)])
def test_what_is_an_equilibrium_here_is_one_in_gambit(scenario):
    tree = compile_tree(scenario)
    game = opened(tree)
    held = solve_tree(tree, pure=False).equilibria[0].assessment
    profile = game.mixed_behavior_profile()
    for infoset, (r, i, h, x) in sets_of_rungs(tree, game):
        put(profile, infoset, held.play[r][i][h, x])
    for infoset, (r, z, c, h, x) in sets_of_sides(tree, game):
        put(profile, infoset, held.sides[r][z][c][0, h, x])
    assert profile.agent_max_regret() == pytest.approx(0, abs=1e-9)
    assert profile.max_regret() == pytest.approx(0, abs=1e-9)


def test_gambit_sees_that_nobody_forgets_anything_chance_neither():
    """Its solvers refuse other games."""
    random = [random_tree(seed, (2, 2), (2, 2), rounds) for seed, rounds in ((0, 1), (1, 2))]
    for tree in (*map(compile_tree, (coup(), provocateur(), provocateur(rounds=2))), *random):
        assert opened(tree).is_perfect_recall


def test_gambit_finds_the_equilibria_of_types_that_are_found_here():
    for seed in range(3):
        tree = random_tree(seed, (2, 2), (2, 2), 1, values=50)
        tree = replace(tree, prior=(np.array([0.3, 0.7]), np.array([0.2, 0.8])))
        game = opened(tree)
        theirs = {
            tuple(
                tuple(Fraction(str(behaviour[action])) for infoset in player.infosets for action in infoset.actions)
                for player in game.players
            )
            for e in pygambit.nash.enummixed_solve(game, rational=True).equilibria
            for behaviour in (e.as_behavior(),)
        }
        assert theirs == set(bayesian_equilibria(tree).pairs)


def test_the_surprise_coup_has_its_players_and_information_sets():
    game = opened(compile_tree(coup()))
    assert [player.label for player in game.players] == ["overseer", "system"]
    assert [len(player.infosets) for player in game.players] == [5, 10]
    overseer, system = (by_label(game, name) for name in ("overseer", "system"))
    assert {"at first", "after hold, hold"} < set(overseer)
    assert {"aligned", "misaligned after hold, seek"} < set(system)
    drawn = game.root.infoset
    assert [(action.label, action.prob) for action in drawn.actions] == [
        ("aligned", pygambit.Rational(4, 5)),
        ("misaligned", pygambit.Rational(1, 5)),
    ]


def test_probabilities_in_decimals_are_fractions_that_sum_to_1():
    third = 0.333333333333
    types = tuple(PrivateType(f"t{k}", third, (1.0, float(k))) for k in range(3))
    scenario = coup()
    text = write_efg(
        compile_tree(replace(scenario, actors=(scenario.actors[0], replace(scenario.actors[1], types=types)))), ""
    )
    assert '{ "t0" 1/3 "t1" 1/3 "t2" 1/3 }' in text
    pygambit.read_efg(io.BytesIO(text.encode()))


def test_types_of_probability_0_are_left_out_and_a_sure_type_is_no_chance():
    tree = compile_tree(coup())
    never = replace(tree, prior=(tree.prior[0], np.array([0.0, 1.0])))
    game = opened(never)
    assert [len(player.infosets) for player in game.players] == [5, 5]
    assert not game.root.player.is_chance
    assert {infoset.label.split()[0] for infoset in game.players["system"].infosets} == {"misaligned"}


def test_defenders_who_choose_a_side_are_players_of_their_own():
    game = opened(compile_tree(provocateur()))
    assert [player.label for player in game.players][3:] == ["blue (siding)", "green (siding)"]
    (choice,) = game.players["green (siding)"].infosets
    assert [action.label for action in choice.actions] == ["status quo", "red"]
    assert len(choice.members) == 4  # red's two types, and blue's two sides, which green does not see
    assert len(opened(compile_tree(known(provocateur(), "red", "aligned"))).players) == 3


def test_with_costs_a_war_pays_its_own_worth_and_the_cost():
    ladder = (Rung("hold"), Rung("seek", grab=0.3, provokes=0.5, cost=0.25))
    scenario = replace(coup(), ladder=ladder)
    texts = [write_efg(compile_tree(scenario), "", costs=costs) for costs in (None, costs_of(scenario))]
    games = [pygambit.read_efg(io.BytesIO(text.encode())) for text in texts]
    paid = [pays_of_war(game) for game in games]
    # without costs all that is paid in this round is paid by the war
    assert paid[0] == pytest.approx(paid[1] + 0.25 - 0.25 / 0.5, abs=ROUNDING)


def pays_of_war(game):
    node = game.root
    for label in ("aligned", "hold", "seek", "war"):
        node = next(child for child in node.children if child.prior_action.label == label)
    return float(node.outcome["system"])


def test_a_receiver_of_signals_does_not_see_the_type():
    tree = signalling({"strong": 0.9, "weak": 0.1}, ["beer", "quiche"], ["duel", "pass"], lambda *_: (0.0, 1.0))
    game = opened(tree)
    assert [len(player.infosets) for player in game.players] == [2 + 2 * 2, 1 + 2]
    assert sorted(len(infoset.members) for infoset in game.players["receiver"].infosets) == [2, 2, 4]


def test_views_of_war_that_differ_before_the_last_round_are_refused():
    ladder = (Rung("hold"), Rung("seek", grab=0.3, provokes=0.5))
    scenario = replace(coup(), ladder=ladder)
    believing = replace(scenario.actors[0], beliefs=(("ladder.seek.provokes", 0.9),))
    scenario = replace(scenario, actors=(believing, scenario.actors[1]))
    with pytest.raises(UsageError, match="overseer holds beliefs about how likely war is before the last round"):
        write_efg(compile_tree(scenario), "")
    opened(compile_tree(replace(scenario, rounds=1)))


def test_views_that_side_otherwise_are_refused():
    scenario = provocateur()
    believing = replace(scenario.actors[0], beliefs=(("conflict.stakes", 0.5),))
    with pytest.raises(UsageError, match="defenders side otherwise in the eyes of some"):
        write_efg(compile_tree(replace(scenario, actors=(believing, *scenario.actors[1:]))), "")


def test_long_files_are_refused():
    tree = random_tree(1, (2, 2, 2), (3, 3, 3), 2)
    assert tree.unknowns == 12 * tree.histories
    with pytest.raises(GameTooLargeError, match=r"too large for a \.efg file"):
        refuse_long_efg(tree, players=10_000)
