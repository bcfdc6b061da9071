"""Games of every size, in one piece or in many, alone or side by side."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from support.random_scenarios import random_scenario, with_random_beliefs

from powergame.errors import GameTooLargeError
from powergame.model import compile as compiling
from powergame.model.compile import compile_game, outcome_at, outcomes_at_pure, payoffs_of_views, views_of
from powergame.model.parameters import Parameters
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict


def crowd(n):
    actors = tuple(Actor(str(k), 1.0 + k, (1.0, float(k))) for k in range(n))
    return Scenario("crowd", actors, Conflict(0.5, 0.5), dimensions=2)


def test_twelve_actors_are_a_small_game():
    compiled = compile_game(crowd(12))
    assert compiled.game.payoffs.shape == (12, *(2,) * 12)
    assert compiled.war[(0,) * 12] == 0
    # one seeker, eleven who resist: eleven chances of war
    assert compiled.war[(1, *(0,) * 11)] == pytest.approx(1 - 0.7**11)


@pytest.mark.parametrize(("n", "size"), [(40, "335,544,320 MiB"), (64, "about 10^15 MiB"), (1000, "about 10^298 MiB")])
def test_a_game_that_would_not_fit_is_refused_with_its_size(n, size):
    with pytest.raises(GameTooLargeError) as refused:
        compile_game(crowd(n))
    assert size in str(refused.value)
    assert f"{n} actors" in str(refused.value)


def test_the_limit_is_of_payoffs_in_mebibytes():
    payoffs = 3 * 2**3 * 8 / 2**20
    assert compile_game(crowd(3), max_mebibytes=payoffs).game.shape == (2, 2, 2)
    with pytest.raises(GameTooLargeError):
        compile_game(crowd(3), max_mebibytes=payoffs * 0.99)


@pytest.mark.parametrize(
    ("limit", "told"), [(1e-5, "0.00018 MiB of payoffs; the limit is 1e-5"), (0.000183, "0.0001831 MiB")]
)
def test_a_size_is_told_with_the_digits_that_tell_it_from_the_limit(limit, told):
    with pytest.raises(GameTooLargeError, match=f"would take {told}"):
        compile_game(crowd(3), max_mebibytes=limit)


def variants_of(scenario, count=6):
    """Scenarios that differ in every kind of number."""
    r = np.random.default_rng(count)
    return [
        scenario.with_values(
            {
                "conflict.destruction.odds": float(r.random()),
                "conflict.decisiveness": float(r.choice([0, 1, 2.5, np.inf])),
                "actors.a0.risk_aversion": float(r.choice([0, 2])),
                "actors.a1.power": float(r.uniform(0.1, 3)),
                "actors.a1.preferences": (1.0, *r.normal(size=scenario.dimensions - 1).tolist()),
            }
        )
        for _ in range(count)
    ]


def stack(many):
    """Join parameters along a new last axis: power becomes (n, 1, B), a ladder (6, L_i, B)."""
    names = ("power", "alignment", "effectiveness", "risk_aversion", "odds", "severity", "decisiveness", "stakes")
    ladders = zip(*(one.ladders for one in many), strict=True)
    return Parameters(
        **{name: np.stack([getattr(one, name) for one in many], axis=-1) for name in names},
        contest=many[0].contest,
        third_parties=many[0].third_parties,
        ladders=tuple(np.stack(tables, axis=-1) for tables in ladders),
    )


def payoffs_side_by_side(variants):
    """Return the payoffs of variants, computed together: (B, n, L_1, ..., L_n)."""
    views = list(zip(*(views_of(scenario)[1] for scenario in variants), strict=True))
    nobody_believes = all(view is views[0][k] for seen in views for k, view in enumerate(seen))
    stacked = [stack(views[0])] * len(views) if nobody_believes else [stack(seen) for seen in views]
    return np.moveaxis(payoffs_of_views(stacked), -1, 0)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_many_side_by_side_are_bit_for_bit_what_they_are_alone(share):
    """Whether nobody, somebody or everybody has beliefs."""
    for seed in range(20):
        variants = variants_of(with_random_beliefs(random_scenario(seed), seed, share))
        together = payoffs_side_by_side(variants)
        assert np.array_equal(together, [compile_game(one).game.payoffs for one in variants]), seed


def test_a_game_worked_on_in_pieces_is_the_whole_game(monkeypatch):
    for seed in range(12):
        scenario = with_random_beliefs(random_scenario(seed), seed, 0.3)
        variants = variants_of(scenario, 3)
        whole, side_by_side = compile_game(scenario), payoffs_side_by_side(variants)
        play = [[1 / size] * size for size in whole.game.shape]
        happens = outcome_at(whole, play)
        monkeypatch.setattr(compiling, "CHUNK_ENTRIES", 100)
        pieces = compile_game(scenario)
        assert np.array_equal(pieces.game.payoffs, whole.game.payoffs)
        assert np.array_equal(pieces.war, whole.war)
        assert np.array_equal(payoffs_side_by_side(variants), side_by_side)
        again = outcome_at(whole, play)
        for name in ("war", "destroyed", "power_after"):
            assert getattr(again, name) == pytest.approx(getattr(happens, name), abs=1e-14)
        monkeypatch.undo()


@pytest.mark.parametrize("entries", [1, 60, 10**6])
def test_what_happens_in_pure_profiles_is_what_happens_when_they_are_played(monkeypatch, entries):
    monkeypatch.setattr(compiling, "CHUNK_ENTRIES", entries)
    for seed in range(8):
        compiled = compile_game(random_scenario(seed))
        profiles = np.array(list(itertools.product(*map(range, compiled.game.shape)))).T
        together = outcomes_at_pure(compiled, profiles)
        assert np.array_equal(together.war, compiled.war.ravel())
        for column, profile in enumerate(profiles.T):
            alone = outcome_at(
                compiled, [np.eye(size)[r] for size, r in zip(compiled.game.shape, profile, strict=True)]
            )
            assert together.war[column] == alone.war
            assert together.destroyed[column] == alone.destroyed
            assert np.array_equal(together.power_after[:, column], alone.power_after)


def test_the_probability_of_war_is_not_a_matter_of_belief():
    for seed in range(20):
        scenario = random_scenario(seed)
        believing = tuple(
            replace(a, beliefs=tuple((f"actors.{a.name}.ladder.{r.name}.provokes", 1.0) for r in a.ladder))
            if a.ladder
            else replace(a, beliefs=(("conflict.stakes", 0.1),))
            for a in scenario.actors
        )
        assert np.array_equal(compile_game(replace(scenario, actors=believing)).war, compile_game(scenario).war)
