"""The pure equilibria of a tree are those that are met by trying everything, and all of them are equilibria."""

from __future__ import annotations

import pytest
from oracles.plain_assessments import Assessed
from oracles.plain_pure import PureOracle
from oracles.plain_rounds import Rounds
from support.random_rounds import random_rounds
from support.read_trees import Tabled, told
from support.trees import random_tree

from powergame.equilibrium.sequential.pure.search import pure_equilibria
from powergame.model.tree.rounds import compile_tree

KINDS = {
    "two actors": ({}, 25),
    "beliefs": ({"believing": True}, 8),
    "one round": ({"rounds": 1}, 8),
    "third parties": ({"n": 3, "aligned": True, "rounds": 1}, 12),
    "three actors": ({"n": 3}, 3),
}

SCENARIOS = [
    pytest.param(random_rounds(100 + seed, **options), id=f"{kind} {seed}")
    for kind, (options, count) in KINDS.items()
    for seed in range(count)
]

TREES = [
    pytest.param(random_tree(seed, kinds, (2, 2), rounds, values=values), id=f"{kinds} {rounds} rounds {values} {seed}")
    for kinds, rounds in (((1, 2), 2), ((2, 2), 2), ((1, 3), 2))
    for values in (None, 4)
    for seed in range(4)
] + [pytest.param(random_tree(seed, (1, 2), (1, 2), 3), id=f"three rounds {seed}") for seed in range(4)]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_of_scenarios(scenario):
    assert_listed(compile_tree(scenario), Rounds(scenario))


@pytest.mark.parametrize("tree", TREES)
def test_of_any_tree(tree):
    assert_listed(tree, Tabled(tree))


def assert_listed(tree, game):
    answer = pure_equilibria(tree)
    listed = [Assessed(game, told(tree, each)) for each in answer.assessments]
    for each in listed:
        assert each.regret() <= 1e-9
        assert each.bayes_gap() <= 1e-12
    met = PureOracle(game, steps=6).equilibria()
    assert met <= {each.played() for each in listed}
