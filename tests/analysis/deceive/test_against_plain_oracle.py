"""All numbers of `deceive` are those of the plain oracle, which reads what is played and believed from the answer."""

from __future__ import annotations

import math

import pytest
from oracles.plain_assessments import measures, word
from oracles.plain_rounds import Rounds, known
from support.random_rounds import random_rounds
from support.shown_equilibria import assessed

from powergame.analysis.deceive.run import deceive

KINDS = {
    "two actors": ({}, 10),
    "beliefs": ({"believing": True}, 4),
    "one round": ({"rounds": 1}, 4),
    "third parties": ({"n": 3, "aligned": True, "rounds": 1}, 6),
    "third parties and beliefs": ({"n": 3, "aligned": True, "rounds": 1, "believing": True}, 6),
}

SCENARIOS = [
    pytest.param(random_rounds(200 + seed, **options), id=f"{kind} {seed}")
    for kind, (options, count) in KINDS.items()
    for seed in range(count)
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_number_is_that_of_the_plain_oracle(scenario):
    answer = deceive(scenario, over_prior=False)
    game = Rounds(scenario)
    listed = [assessed(game, answer.names, equilibrium) for equilibrium in answer.equilibria]
    for equilibrium, plain in zip(answer.equilibria, listed, strict=True):
        assert_certified(equilibrium, plain)
    assert answer.equilibria[0].selected
    for actor in answer.actors:
        assert_told(scenario, actor, listed)


def assert_certified(equilibrium, plain):
    assert plain.bayes_gap() <= 1e-7
    assert equilibrium.regret == pytest.approx(plain.regret(), abs=1e-9)
    assert equilibrium.regret <= 1e-6
    assert plain.plan_regret() <= 1e-6
    for i, x in plain.game.everybody:
        assert equilibrium.payoffs[i][x] == pytest.approx(plain.payoff(i, x), abs=1e-9)


def assert_told(scenario, actor, listed):
    selected, i = listed[0], listed[0].game.names.index(actor.name)
    assert actor.revealed == pytest.approx(selected.revealed(i), abs=1e-9)
    shown = dict.fromkeys(range(selected.game.n), 0.0)
    for x, private in enumerate(actor.types):
        open_game = Rounds(known(scenario, actor.name, private.name))
        openly = assessed(open_game, private.disguise.open.names, private.disguise.open.equilibrium)
        assert_certified(private.disguise.open.equilibrium, openly)
        assert_disguise(private.disguise, i, x, listed, openly)
        for j in shown:
            shown[j] += private.probability * mean_payoff(openly, j)
    for name, value in actor.value_of_information:
        j = selected.game.names.index(name)
        assert value == pytest.approx(shown[j] - mean_payoff(selected, j), abs=1e-9)


def mean_payoff(plain, j):
    return math.fsum(p * plain.payoff(j, y) for y, p in enumerate(plain.game.prior[j]) if p)


def assert_disguise(disguise, i, x, listed, openly):
    at_once, _, _ = openly.seeking(i, 0)
    assert disguise.open.seeks == pytest.approx(at_once, abs=1e-9)
    assert disguise.open.payoff == pytest.approx(openly.payoff(i, 0), abs=1e-9)
    first, later, bits = listed[0].seeking(i, x)
    assert (disguise.seeks_first, disguise.seeks_later) == pytest.approx((first, later), abs=1e-9)
    assert disguise.surprise == (None if bits is None else pytest.approx(bits, abs=1e-6))
    value = listed[0].payoff(i, x) - openly.payoff(i, 0)
    assert disguise.value_of_concealment == pytest.approx(value, abs=1e-9)
    every = [measures(at_once, *each.seeking(i, x)[:2]) for each in listed]
    for k, told in enumerate((disguise.withholds, disguise.coup, disguise.shows)):
        of_all = [each[k] for each in every]
        assert (told.selected, told.least, told.greatest) == pytest.approx(
            (of_all[0], min(of_all), max(of_all)), abs=1e-9
        )
    assert disguise.verdict == word(*every[0], value)
