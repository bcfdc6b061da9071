"""What deceive says does not hang on how a scenario is written."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from support.installed import ROOT
from support.random_rounds import random_rounds

import powergame as pg
from powergame.analysis.deceive.run import deceive
from powergame.scenario.paths.known import with_types

SCENARIOS = [
    pg.load(ROOT / "scenarios" / "surprise-coup.yaml"),
    pg.load(ROOT / "scenarios" / "agent-provocateur.yaml"),
    random_rounds(3),
]


def told(scenario):
    """The numbers and words of an answer, by actor and type."""
    answer = deceive(scenario, over_prior=False)
    numbers = {}
    for actor in answer.actors:
        for private in actor.types:
            it = private.disguise
            shares = (it.withholds.selected, it.coup.selected, it.shows.selected)
            numbers[actor.name, private.name] = (*shares, it.payoff, it.value_of_concealment), it.verdict
    return numbers


def assert_same(numbers, others):
    assert numbers.keys() == others.keys()
    for who, (measured, verdict) in numbers.items():
        assert others[who][0] == pytest.approx(measured, abs=1e-8), who
        assert others[who][1] == verdict


def with_actors(scenario, change):
    return replace(scenario, actors=tuple(map(change, scenario.actors)))


def turned(vector, angle=0.7):
    if vector is None:
        return None
    x, y = vector
    return (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
class TestNothingChanges:
    def test_where_all_preferences_are_turned_together(self, scenario):
        def turn(actor):
            types = tuple(replace(private, preferences=turned(private.preferences)) for private in actor.types)
            return replace(actor, preferences=turned(actor.preferences), types=types)

        assert_same(told(scenario), told(with_actors(scenario, turn)))

    def test_where_power_is_in_another_unit(self, scenario):
        scaled = with_actors(scenario, lambda actor: replace(actor, power=7 * actor.power))
        assert_same(told(scenario), told(scaled))

    def test_where_types_are_in_another_order(self, scenario):
        turned_round = with_actors(scenario, lambda actor: replace(actor, types=actor.types[::-1]))
        assert_same(told(scenario), told(turned_round))


@pytest.mark.parametrize("seed", range(4))
def test_who_is_certainly_of_a_type_is_known(seed):
    scenario = random_rounds(40 + seed)
    certain = with_actors(scenario, lambda a: replace(a, types=tuple(replace(t, probability=1.0) for t in a.types[:1])))
    for measured, verdict in told(certain).values():
        assert measured[:3] == (0, 0, 0)
        assert measured[4] == 0
        assert verdict == "open"


@pytest.mark.parametrize("seed", range(6))
def test_one_round_of_certain_types_is_what_solve_says(seed):
    scenario = random_rounds(60 + seed, rounds=1, n=2 + seed % 2, aligned=True)
    first = {actor.name: actor.types[0].name for actor in scenario.actors if actor.types}
    certain = with_actors(scenario, lambda a: replace(a, types=tuple(replace(t, probability=1.0) for t in a.types[:1])))
    (selected,) = [each for each in pg.solve(with_types(scenario, first)).to_dict()["equilibria"] if each["selected"]]
    hidden = deceive(certain, over_prior=False).selected
    (history,) = hidden.histories
    for i, actor in enumerate(scenario.actors):
        assert [*selected["strategies"][actor.name].values()] == pytest.approx(history.play[i][0], abs=1e-8)
        assert selected["payoffs"][actor.name] == pytest.approx(hidden.payoffs[i][0], abs=1e-9)
    assert selected["war"] == pytest.approx(hidden.war)
