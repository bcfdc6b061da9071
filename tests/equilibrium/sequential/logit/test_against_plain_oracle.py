"""Agent quantal responses answer what rungs and sides are worth to the plain oracle."""

from __future__ import annotations

import math

import pytest
from oracles.plain_assessments import Assessed
from oracles.plain_rounds import Rounds
from support.random_rounds import random_rounds
from support.read_trees import told

from powergame.equilibrium.sequential.logit.response import tree_response
from powergame.model.tree.rounds import compile_tree

KINDS = {
    "two actors": ({}, 6),
    "beliefs": ({"believing": True}, 3),
    "third parties": ({"n": 3, "aligned": True, "rounds": 1}, 4),
    "third parties and beliefs": ({"n": 3, "aligned": True, "rounds": 1, "believing": True}, 4),
}

SCENARIOS = [
    pytest.param(random_rounds(300 + seed, **options), id=f"{kind} {seed}")
    for kind, (options, count) in KINDS.items()
    for seed in range(count)
]


@pytest.mark.parametrize("rationality", [0.0, 3.0, 20.0])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_rungs_and_sides_are_taken_in_proportion_to_what_they_are_worth(scenario, rationality):
    tree = compile_tree(scenario)
    game = Rounds(scenario)
    plain = Assessed(game, told(tree, tree_response(tree, rationality).assessment))
    assert plain.bayes_gap() <= 1e-9
    for h in game.histories:
        for i, x in game.everybody:
            expected = in_proportion(rationality, plain.of_rungs(h, i, x))
            assert plain.told.plays[h, i, x] == pytest.approx(expected, abs=1e-7)
        for move in game.moves(h):
            for eyes, k, y in game.open_sides(h, move):
                worths = game.worths(eyes, h, move, k, y, plain.after(h, move))
                expected = in_proportion(rationality, worths.values())
                assert [*plain.told.sides[eyes, h, move, k, y].values()] == pytest.approx(expected, abs=1e-7)


def in_proportion(rationality, worths):
    """Probabilities in proportion to exp(rationality times worth)."""
    greatest = max(worths)
    weights = [math.exp(rationality * (worth - greatest)) for worth in worths]
    return [weight / math.fsum(weights) for weight in weights]
