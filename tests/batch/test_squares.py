"""Games of two actors with two rungs, many at once, against the solvers of single games."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

import numpy as np
import pytest
from support.installed import SCENARIOS

import powergame as pg
from powergame.batch import rows
from powergame.batch.rows import solve_rows
from powergame.batch.squares import LARGEST, solve_squares
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept, solve_game
from powergame.model.game import Game
from powergame.model.payoffs import PAYOFF_UNIT

ODDS, STAKES = "conflict.destruction.odds", "conflict.stakes"


def squares(seed: int, kinds: int) -> np.ndarray:
    """Return payoffs of a game of each pattern of signs, and of some games of whole numbers, (2, 2, 2, B)."""
    signs = np.array(list(product((-1, 0, 1), repeat=4)), dtype=float)
    made = np.zeros((2, 2, 2, len(signs)))
    made[0, 0], made[1, :, 0] = signs[:, :2].T, signs[:, 2:].T
    drawn = np.random.default_rng(seed).integers(-4, 5, (2, 2, 2, kinds)).astype(float)
    return np.concatenate([made, drawn], axis=-1)


def test_squares_have_the_equilibria_of_games_that_are_solved_one_by_one():
    payoffs = squares(3, 60)
    solved = solve_squares(payoffs, selecting=True)
    assert solved.told.all()
    followed = 0
    for k in range(payoffs.shape[-1]):
        game = Game(("x", "y"), (("a", "b"),) * 2, np.ascontiguousarray(payoffs[..., k]))
        listed = solve_game(game, "exact", Concept(), selecting=False)[1].equilibria
        plays = [tuple(float(p) for s in e.profile for p in s) for e in listed]
        here = [tuple(solved.play[:, :, m, k].ravel().tolist()) for m in range(solved.count[k])]
        assert sorted(here) == sorted(plays), k
        if solved.selected[k] < 0:
            followed += 1
            continue
        (chosen,) = [e for e in solve_game(game, "exact", Concept())[1].equilibria if e.selected]
        assert here[solved.selected[k]] == tuple(float(p) for s in chosen.profile for p in s), k
    assert followed < 81, "those are degenerate"


def test_squares_of_immense_payoffs_are_left_to_exact_numbers():
    payoffs = np.ones((2, 2, 2, 1)) * LARGEST * PAYOFF_UNIT
    payoffs[0, 1] = 0.0
    assert not solve_squares(payoffs, selecting=False).told.any()


@pytest.mark.parametrize("name", ["security-dilemma", "nuclear-deterrence", "strong-and-misaligned"])
def test_rows_of_squares_are_those_solved_one_by_one(name, monkeypatch):
    variants = Variants(pg.load(SCENARIOS / f"{name}.yaml"), [ODDS, STAKES])
    odds, stakes = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 1, 6), np.linspace(0, 1, 5)))
    columns, every = variants.columns({ODDS: odds, STAKES: stakes}), np.arange(30)
    together = solve_rows(columns, every, Concept(), with_play=True)
    unselected = solve_rows(columns, every, Concept(), selecting=False)
    monkeypatch.setattr(rows, "_told_together", lambda *_, **__: np.zeros(30, dtype=bool))
    single = solve_rows(columns, every, Concept(), with_play=True)
    for field in fields(single):
        np.testing.assert_array_equal(getattr(together, field.name), getattr(single, field.name), field.name)
    for name_ in ("verdicts", "least", "greatest", "equilibria", "complete"):
        np.testing.assert_array_equal(getattr(unselected, name_), getattr(single, name_), name_)
