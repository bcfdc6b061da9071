"""One round of private types, told profile by profile of types."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from support.coups import coup, provocateur
from support.random_scenarios import random_scenario, with_random_beliefs, with_random_types

from powergame.model.compile import compile_game
from powergame.model.tree.bayesian import by_types
from powergame.model.tree.rounds import compile_tree
from powergame.scenario.paths.known import with_types


def test_each_profile_of_types_is_the_game_in_which_it_is_known():
    scenario = coup(rounds=1)
    games = list(by_types(compile_tree(scenario)))
    assert [(game.types, game.probability) for game in games] == [
        (("known", "aligned"), 0.8),
        (("known", "misaligned"), 0.2),
    ]
    for game in games:
        alone = compile_game(with_types(scenario, {"system": game.types[1]}))
        assert (game.payoffs == alone.game.payoffs).all()
        assert (game.war == alone.war).all()


def test_payoffs_are_open_where_sides_depend_on_beliefs():
    for game in by_types(compile_tree(provocateur())):
        assert np.isnan(game.payoffs[:, 0, 1, 0]).all()
        assert np.isnan(game.payoffs).sum() == 3


@pytest.mark.parametrize("seed", range(20))
def test_payoffs_that_are_not_open_are_those_of_known_types(seed):
    scenario = with_random_types(with_random_beliefs(random_scenario(seed, n=3), seed, share=0.3), seed)
    scenario = replace(scenario, conflict=replace(scenario.conflict, third_parties="aligned"))
    tree = compile_tree(scenario)
    games = list(by_types(tree))
    assert sum(game.probability for game in games) == pytest.approx(1.0)
    for game, places in zip(games, product(*map(range, tree.kinds)), strict=True):
        chosen = {a.name: a.types[x].name for a, x in zip(scenario.actors, places, strict=True) if a.types}
        known = compile_game(with_types(scenario, chosen)).game.payoffs
        settled = ~np.isnan(game.payoffs)
        assert np.abs(game.payoffs - known)[settled].max() < 2e-12
        assert settled.any()
