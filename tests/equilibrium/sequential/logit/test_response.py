"""Agent quantal responses of game trees."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.trees import KNOWN, bayesian, random_tree, tree_of

from powergame.batch.logit.agents import agents_payoffs
from powergame.equilibrium.logit.response import quantal_response
from powergame.equilibrium.sequential.assessment import beliefs
from powergame.equilibrium.sequential.logit.response import tree_response
from powergame.equilibrium.sequential.values import expected, worth_of_all
from powergame.errors import UsageError
from powergame.model.game import Game


@pytest.mark.parametrize("rationality", [0.0, 1.0, 30.0])
def test_in_one_round_it_is_the_response_of_the_game_of_all_types(rationality):
    priors = [np.array([0.3, 0.7]), np.array([0.4, 0.6])]
    payoffs = np.random.default_rng(0).random((2, 2, 2, 2, 3))
    kinds = [(x, y) for x in range(2) for y in range(2)]
    agents = agents_payoffs([payoffs[:, x, y, ..., None] for x, y in kinds], kinds, priors)[..., 0]
    game = Game(tuple("abcd"), tuple(tuple("xyz"[:size]) for size in agents.shape[1:]), agents)
    play = tree_response(bayesian(priors, payoffs), rationality).assessment.play[0]
    of_agents = [strategy.tolist() for of_actor in play for strategy in of_actor[0]]
    for strategy, alone in zip(of_agents, quantal_response(game, rationality).profile, strict=True):
        assert strategy == pytest.approx(alone, abs=1e-8)


def test_everybody_responds_to_what_follows_in_proportion_to_the_exponential_of_its_worth():
    tree, rationality = random_tree(1, (2, 1, 1), (2, 2, 2), 2, sided=True), 5.0
    response = tree_response(tree, rationality)
    assert not response.reason
    assessment = response.assessment
    worths, _ = worth_of_all(tree, assessment.play, assessment.sides)
    believed = beliefs(tree, assessment.after)
    for worth, play, mu in zip(worths, assessment.play, believed, strict=True):
        for rungs, strategy in zip(expected(worth, play, mu), play, strict=True):
            weights = np.exp(rationality * rungs)
            assert strategy == pytest.approx(weights / weights.sum(axis=2, keepdims=True), abs=1e-8)


def test_the_odds_are_those_of_what_two_rounds_are_worth():
    """Nothing hangs on the first round, and a gain of 1 on the second."""
    rungs = [{"a": ("hold", "seek"), "b": ("wait",)}] * 2
    tree = tree_of({"a": KNOWN, "b": KNOWN}, rungs, lambda _, past: (float(past[1:] == (("seek", "wait"),)), 0.0))
    first, second = (of_round[0] for of_round in tree_response(tree, math.log(3)).assessment.play)
    assert first[0, 0] == pytest.approx([0.5, 0.5])
    assert second[:, 0] == pytest.approx(np.array([[0.25, 0.75]] * 2))


def test_a_rationality_below_0_is_refused():
    with pytest.raises(UsageError, match=">= 0"):
        tree_response(random_tree(0, (1, 1), (2, 2), 1), -1.0)
