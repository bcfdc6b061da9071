"""Where the agent logit paths of game trees lead: to equilibria, polished to rounding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.trees import KNOWN, bayesian, random_tree, signalling, tree_of

from powergame.deadline import after
from powergame.equilibrium import budgets
from powergame.equilibrium.logit.limit import select
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.sequential.certificate import certify
from powergame.equilibrium.sequential.logit import limit
from powergame.equilibrium.sequential.logit.limit import tree_limit
from powergame.errors import TimeLimitError
from powergame.model.game import Game

CERTAIN = 1e-9


def certified_limit(tree):
    end = tree_limit(tree)
    assert end.polished
    assert not end.reason
    certified = certify(tree, end.assessment, "logit")
    assert certified.regret <= CERTAIN
    assert certified.plan_regret <= CERTAIN
    assert certified.bayes_error <= CERTAIN
    return end.assessment


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("kinds", "shape", "rounds", "of"),
    [
        ((2, 2), (2, 3), 2, {}),
        ((2, 1), (2, 2), 2, {"values": 2}),
        ((2, 1), (2, 2), 3, {"agreed": False}),
        ((3, 2), (2, 2), 2, {}),
        ((2, 1, 1), (2, 2, 2), 1, {"sided": True}),
        ((2, 1, 2), (2, 2, 1), 1, {"sided": True, "values": 3}),
    ],
)
def test_random_trees_are_solved_to_rounding(seed, kinds, shape, rounds, of):
    certified_limit(random_tree(seed, kinds, shape, rounds, **of))


def test_a_type_that_nobody_believes_in_plays_its_best_and_is_never_believed_in():
    tree = random_tree(5, (2, 2), (2, 2), 2)
    tree = replace(tree, prior=(np.array([1.0, 0.0]), tree.prior[1]))
    assessment = certified_limit(tree)
    assert all((of_round[0][:, :, 1] == 0).all() for of_round in assessment.after)
    assert all((np.sort(of_round[0][:, 1])[:, 0] >= 0).all() for of_round in assessment.play)


def test_the_receiver_of_an_unheard_message_mixes_at_the_belief_that_leaves_it_indifferent():
    """Both types would send b if it were trusted for certain; a is sent, since b is trusted with probability 1/2.

    Both types lose alike from b, so that it tells nothing but what makes the receiver indifferent: even odds.
    """

    def pays(sender, message, reply):
        told = {"a": 1.0, "b": 0.5}[message] + (1.0 if message == "b" and reply == "trust" else 0.0)
        return told, 1.0 if (reply == "trust") == (sender == "good") else 0.0

    assessment = certified_limit(signalling({"good": 0.4, "bad": 0.6}, ("a", "b"), ("trust", "doubt"), pays))
    heard = assessment.play[0][0][0]
    assert heard[:, 0] == pytest.approx([1.0, 1.0]) or assessment.after[0][0][0, 1] == pytest.approx([0.5, 0.5])


def test_known_types_and_one_round_lead_where_the_game_itself_leads():
    for seed in range(6):
        payoffs = np.random.default_rng(seed).integers(0, 5, (2, 3, 3)).astype(float)
        tree = bayesian([[1.0], [1.0]], payoffs[:, None, None])
        game = Game(("a", "b"), (tuple("xyz"), tuple("xyz")), payoffs)
        chosen = next(e for e in select(game, find_equilibria(game, "exact")).equilibria if e.selected)
        played = [strategy[0, 0] for strategy in tree_limit(tree).assessment.play[0]]
        for strategy, expected in zip(played, chosen.profile, strict=True):
            assert strategy == pytest.approx([float(p) for p in expected], abs=1e-6)


def test_where_nothing_differs_play_stays_uniform():
    tree = random_tree(0, (2, 1), (2, 2), 2, values=1)
    assessment = tree_limit(tree).assessment
    assert all((strategy == 0.5).all() for of_round in assessment.play for strategy in of_round)


def test_actors_who_are_alike_play_alike():
    """A game of chicken, twice: the path goes straight on where those lead off on which one gives in."""

    def pays(_, past):
        a, b = past[-1]
        swerve = {("swerve", "swerve"): (0.0, 0.0), ("swerve", "seek"): (-1.0, 1.0)}
        return swerve.get((a, b)) or ((1.0, -1.0) if a == "seek" and b == "swerve" else (-5.0, -5.0))

    rungs = [{"a": ("swerve", "seek"), "b": ("swerve", "seek")}] * 2
    tree = tree_of({"a": KNOWN, "b": KNOWN}, rungs, pays)
    first, second = certified_limit(tree).play[0]
    assert first == pytest.approx(second, abs=1e-9)
    assert first[0, 0, 1] == pytest.approx(0.2, abs=1e-9)


def test_payoffs_of_a_wide_range_do_not_hide_what_is_small():
    """One type gains a millionth of what is at stake in the second round."""
    tree = random_tree(7, (2, 1), (2, 2), 2)
    last = tree.rounds[1]
    wide = replace(tree, rounds=(tree.rounds[0], replace(last, now=last.now * 2.0**20)))
    limit = tree_limit(wide)
    assert certify(wide, limit.assessment, "logit").regret <= CERTAIN * wide.scale


def test_other_starting_points_lead_to_other_equilibria():
    """Two coordinate; from play that favours the second rung the path leads there."""
    payoffs = np.array([[[2.0, 0.0], [0.0, 1.0]]] * 2)
    tree = bayesian([[1.0], [1.0]], payoffs[:, None, None])
    bias = np.array([0.0, 3.0, 0.0, 3.0])
    assert tree_limit(tree).assessment.play[0][0][0, 0].tolist() == [1.0, 0.0]
    assert tree_limit(tree, bias=bias).assessment.play[0][0][0, 0].tolist() == [0.0, 1.0]


def test_the_time_limit_ends_the_path():
    with pytest.raises(TimeLimitError, match="logit path"):
        tree_limit(random_tree(0, (2, 2), (3, 3), 2), after(1e-6))


def test_a_path_that_crawls_ends_where_it_has_come_to(monkeypatch):
    tree = random_tree(0, (2, 2), (2, 2), 2)
    monkeypatch.setattr(budgets, "TREE_CRAWL", 3)
    monkeypatch.setattr(limit, "_neighbour", lambda *_: None)
    ended = tree_limit(tree)
    assert not ended.polished
    assert not ended.reason
    assert certify(tree, ended.assessment, "logit").regret < 1e-4
