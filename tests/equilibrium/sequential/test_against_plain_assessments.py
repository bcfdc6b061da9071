"""Payoffs, gains and beliefs of assessments are those of the plain oracle, which reads the scenario and no tree."""

from __future__ import annotations

import pytest
from oracles.plain_assessments import Assessed
from oracles.plain_rounds import Rounds
from support.assessments import random_assessment
from support.random_rounds import random_rounds
from support.read_trees import Tabled, histories_of, told
from support.trees import random_tree

from powergame.equilibrium.sequential.certificate import certify
from powergame.model.tree.rounds import compile_tree

KINDS = {
    "two actors": {},
    "beliefs": {"believing": True},
    "three rounds": {"rounds": 3},
    "third parties": {"n": 3, "aligned": True, "rounds": 1},
    "third parties and beliefs": {"n": 3, "aligned": True, "rounds": 1, "believing": True},
    "third parties over rounds": {"n": 3, "aligned": True},
}

SCENARIOS = [
    pytest.param(random_rounds(seed, **options), seed, id=f"{kind} {seed}")
    for kind, options in KINDS.items()
    for seed in range(2 if options.get("rounds", 2) * options.get("n", 2) > 5 else 5)
]


@pytest.mark.parametrize(("scenario", "seed"), SCENARIOS)
def test_certificates_are_those_of_the_plain_oracle(scenario, seed):
    tree = compile_tree(scenario)
    assert_certified(tree, Rounds(scenario), random_assessment(tree, seed, unplayed=0.4))


@pytest.mark.parametrize("seed", range(4))
def test_certificates_of_any_tree_are_those_of_the_plain_oracle(seed):
    tree = random_tree(seed, (2, 1, 3), (2, 2, 2), 2, sided=seed > 1, agreed=seed % 2 > 0)
    assert_certified(tree, Tabled(tree), random_assessment(tree, seed, unplayed=0.4))


def assert_certified(tree, game, assessment):
    certified = certify(tree, assessment, "logit")
    plain = Assessed(game, told(tree, assessment))
    assert certified.bayes_error == pytest.approx(0, abs=1e-12)
    assert plain.bayes_gap() == pytest.approx(0, abs=1e-12)
    for i, x in game.everybody:
        assert certified.payoffs[i][x] == pytest.approx(plain.payoff(i, x), abs=1e-11)
    for each, gains, believed in zip(tree.rounds, certified.gains, certified.beliefs, strict=True):
        for row, h in enumerate(histories_of(each)):
            assert gains[row] == pytest.approx(max(0.0, *plain.gains(h)), abs=1e-11)
            for i in range(game.n):
                assert tuple(believed[i][row]) == pytest.approx(plain.believed(h, i))
    assert certified.regret == pytest.approx(plain.regret(), abs=1e-11)
    assert certified.plan_regret == pytest.approx(plain.plan_regret(), abs=1e-11)
