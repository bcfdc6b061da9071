"""Games whose equilibria are published, with their sources in two_actors.json and many_actors.json."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from support.games import game

from powergame.equilibrium.nash import gambit, gambit_process
from powergame.equilibrium.nash.find import find_equilibria

PUBLISHED, OF_MANY = (
    json.loads(Path(__file__).with_name(name).read_text()) for name in ("two_actors.json", "many_actors.json")
)


@pytest.fixture(params=PUBLISHED, ids=lambda one: one["name"])
def published(request):
    return request.param


@pytest.fixture
def gambit_here(monkeypatch):
    """Let Gambit answer in this process, where it need not be loaded anew."""
    monkeypatch.setattr(gambit, "run", lambda method, text, _deadline: gambit_process.main(method, text))


def test_the_published_equilibria_are_found_and_no_others(published):
    solution = find_equilibria(game(*published["payoffs"]))
    assert solution.complete
    assert solution.degenerate == published["degenerate"]
    if "equilibria" not in published:
        assert len(solution.equilibria) == published["count"]
        return
    expected = {
        tuple(tuple(map(Fraction, strategy)) for strategy in equilibrium) for equilibrium in published["equilibria"]
    }
    assert {e.profile for e in solution.equilibria} == expected


def test_every_published_equilibrium_is_certified_exactly(published):
    assert all(e.regret == 0 for e in find_equilibria(game(*published["payoffs"])).equilibria)


@pytest.fixture(params=OF_MANY, ids=lambda one: one["name"])
def of_many(request):
    return request.param


def same(profile, published):
    """Whether a profile is the published one, to its digits where it has decimals and exactly otherwise."""
    return all(
        float(p) == pytest.approx(float(q), abs=1e-12) if "." in q else p == Fraction(q)
        for strategy, chances in zip(profile, published, strict=True)
        for p, q in zip(strategy, chances, strict=True)
    )


def test_the_published_equilibria_of_three_and_more_actors_are_listed_and_no_others(of_many):
    solution = find_equilibria(game(*of_many["payoffs"]))
    assert (solution.complete, solution.degenerate) == (of_many["complete"], of_many["degenerate"])
    assert len(solution.equilibria) == len(of_many["equilibria"])
    for published in of_many["equilibria"]:
        assert sum(same(e.profile, published) for e in solution.equilibria) == 1


def test_every_published_equilibrium_of_three_and_more_actors_is_certified(of_many):
    for e in find_equilibria(game(*of_many["payoffs"])).equilibria:
        assert e.regret == 0 if e.exact else e.regret < 1e-14


@pytest.mark.usefixtures("gambit_here")
def test_gambit_s_equilibria_of_published_games_are_ours():
    nine = next(one for one in OF_MANY if one["name"].startswith("nine"))
    solution = find_equilibria(game(*nine["payoffs"]), "gambit")
    assert solution.complete
    assert {e.found_by for e in solution.equilibria} == {("enumeration", "gambit enumpoly")}
