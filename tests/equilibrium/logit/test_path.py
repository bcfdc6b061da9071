"""Quantal responses on the principal branch: closed forms, certificates, another solver, and turns."""

from __future__ import annotations

import math
import warnings
from itertools import permutations, takewhile

import numpy as np
import pytest

from powergame.equilibrium.budgets import LOGIT_PAIR_ENTRIES
from powergame.equilibrium.expected import rung_payoffs, slopes
from powergame.equilibrium.logit.correspondence import first_chart
from powergame.equilibrium.logit.path import path
from powergame.equilibrium.logit.response import LogitPoint, quantal_response, residual
from powergame.errors import UsageError
from powergame.model.game import Game

SHAPES = [(2, 2), (3, 2), (3, 3), (4, 4), (2, 2, 2), (3, 3, 3), (2, 2, 2, 2)]

DILEMMA = [[3, 0], [5, 1]], [[3, 5], [0, 1]]
STAG_HUNT = [[4, 0], [3, 2]], [[4, 3], [0, 2]]
PENNIES = [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]
TURNS_BACK = [[3, 5, 3], [3, 1, 4]], [[4, 3, 0], [1, 1, 5]]
"""From uniform play to lambda = 7.62, back to 1.39, and on to the lower right."""


def game(*tables) -> Game:
    payoffs = np.stack([np.array(table, dtype=float) for table in tables])
    names = tuple(f"actor {i}" for i in range(len(payoffs)))
    return Game(names, tuple(tuple(f"rung {r}" for r in range(size)) for size in payoffs.shape[1:]), payoffs)


def random_game(seed: int, whole: bool = False) -> Game:
    random, shape = np.random.default_rng(seed), SHAPES[seed % len(SHAPES)]
    payoffs = random.random((len(shape), *shape))
    return game(*(np.rint(5 * payoffs) if whole else payoffs))


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def response(g: Game, rationality: float, profile) -> list[np.ndarray]:
    """Everybody's logit response, with a loop over the profiles."""
    answers = []
    for i, size in enumerate(g.shape):
        worth = np.zeros(size)
        for rungs in np.ndindex(*g.shape):
            worth[rungs[i]] += g.payoffs[(i, *rungs)] * math.prod(profile[j][r] for j, r in enumerate(rungs) if j != i)
        weights = np.exp(rationality * (worth - worth.max()))
        answers.append(weights / weights.sum())
    return answers


def far(a, b) -> float:
    return max(abs(x - y) for s, t in zip(a, b, strict=True) for x, y in zip(s, t, strict=True))


def first_probability(point: LogitPoint) -> float:
    return point.profile[0][0]


def all_first_probabilities(g: Game, rationality: float) -> np.ndarray:
    """Return the row actor's first probability in every quantal response of a 2 x k game: the roots on a grid."""
    p = np.linspace(0, 1, 100_001)
    (rows, columns), own = g.payoffs, np.stack([p, 1 - p], axis=1)
    worth = rationality * own @ columns
    q = np.exp(worth - worth.max(axis=1, keepdims=True))
    q /= q.sum(axis=1, keepdims=True)
    gap = 1 / (1 + np.exp(-rationality * (q @ (rows[0] - rows[1])))) - p
    return p[:-1][gap[:-1] * gap[1:] <= 0]


def test_a_response_to_a_dominance_gap_is_logistic():
    gap = 0.7
    g = game([[gap, gap], [0, 0]], [[0, 0], [0, 0]])
    for rationality in (0.1, 1, 10, 100):
        assert first_probability(quantal_response(g, rationality)) == pytest.approx(logistic(gap * rationality))


@pytest.mark.parametrize("best", [0, 3, 5])
def test_a_response_with_one_rung_better_than_all_of_many_is_that_of_their_odds(best):
    pays = np.zeros((6, 6))
    pays[best] = 1
    for rationality in (0.1, 1, 10):
        point = quantal_response(game(pays, pays.T), rationality)
        assert point.converged
        for strategy in point.profile:
            assert strategy[best] == pytest.approx(logistic(rationality - math.log(5)))


def test_matching_pennies_is_even_at_every_rationality():
    for rationality in (0, 1, 1e3, 1e9):
        assert quantal_response(game(*PENNIES), rationality).profile == ((0.5, 0.5), (0.5, 0.5))


def test_a_symmetric_game_is_answered_symmetrically_and_solves_its_one_equation():
    for rationality in (0.3, 1, 2, 5):
        (p, _), (q, _) = quantal_response(game(*STAG_HUNT), rationality).profile
        assert p == pytest.approx(q, abs=1e-12)
        # against p, the first rung pays 4 p and the second 3 p + 2 (1 - p)
        assert p == pytest.approx(logistic(rationality * (4 * p - 3 * p - 2 * (1 - p))), abs=1e-9)


@pytest.mark.parametrize("rationality", [0.5, 8, 1e3, 1e6])
@pytest.mark.parametrize("seed", range(14))
def test_everybody_s_play_is_its_own_response(seed, rationality):
    g = random_game(seed)
    point = quantal_response(g, rationality)
    assert point.converged
    assert point.rationality == rationality
    left = far(response(g, rationality, point.profile), point.profile)
    assert left < 1e-9
    assert point.residual == pytest.approx(left, abs=1e-9)


@pytest.mark.parametrize("rationality", [0.0, 1.5, 40.0])
@pytest.mark.parametrize("seed", range(7))
def test_a_residual_is_how_far_the_worst_placed_actor_is_from_its_response(seed, rationality):
    g, random = random_game(seed), np.random.default_rng(seed)
    for _ in range(5):
        profile = [random.dirichlet(np.ones(size)) for size in g.shape]
        away = far(response(g, rationality, profile), profile)
        assert residual(g, rationality, profile) == pytest.approx(away, abs=1e-12)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("seed", range(21))
def test_gambit_finds_the_same_responses(seed, whole):
    gambit = pytest.importorskip("pygambit")
    g = random_game(seed, whole)
    theirs = gambit.Game.from_arrays(*g.payoffs)
    for rationality in (1.0, 5.0, 20.0):
        (point,) = gambit.qre.logit_solve_lambda(theirs, lam=[rationality])
        profile = [[float(point.profile[s]) for s in player.strategies] for player in theirs.players]
        assert far(quantal_response(g, rationality).profile, profile) < 1e-6


def test_without_rationality_or_without_stakes_play_is_uniform_and_no_path_is_followed():
    for g, rationality in ((game(*STAG_HUNT), 0), (game(*np.ones((2, 2, 2))), 5.0)):
        point = quantal_response(g, rationality)
        assert (point.profile, point.residual, point.steps) == (((0.5, 0.5), (0.5, 0.5)), 0, 0)
        assert point.converged


def test_a_path_of_too_many_steps_says_where_it_broke_off(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.LOGIT_STEPS", 6)
    point = quantal_response(game(*DILEMMA), 1000.0)
    assert not point.converged
    assert point.reason == "more than 6 steps"
    assert point.steps == 6
    assert 0 < point.rationality < 1000
    assert point.residual == residual(game(*DILEMMA), point.rationality, point.profile) < 1e-6


def test_a_branch_that_turns_back_in_lambda_is_followed_round_its_turns():
    places = takewhile(lambda place: place.sigma > 1e-3, path(first_chart(game(*TURNS_BACK))))
    lambdas = [1 / place.sigma - 1 for place in places]
    steps = np.diff(lambdas)
    turns = np.flatnonzero(np.sign(steps[:-1]) != np.sign(steps[1:]))
    assert len(turns) == 2
    scale = first_chart(game(*TURNS_BACK)).scale
    forth, back = (lambdas[k + 1] / scale for k in turns)
    assert forth == pytest.approx(7.62, abs=0.02)
    assert back == pytest.approx(1.39, abs=0.02)


def test_of_several_passages_of_a_lambda_the_first_answers():
    g, before = game(*TURNS_BACK), 0.5
    for rationality in np.arange(0.1, 7.6, 0.1):
        roots = all_first_probabilities(g, rationality)
        nearest = roots[np.abs(roots - before).argmin()]  # it moves little from one rationality to the next
        before = first_probability(quantal_response(g, float(rationality)))
        assert before == pytest.approx(nearest, abs=2e-5)
    assert len(roots) == 3


def test_after_the_last_turn_the_other_end_of_the_branch_answers():
    (only,) = all_first_probabilities(game(*TURNS_BACK), 7.7)
    assert first_probability(quantal_response(game(*TURNS_BACK), 7.7)) == pytest.approx(only, abs=2e-5)


def test_a_symmetric_game_stays_symmetric_where_branches_cross():
    # at lambda = 2 the branch of (p, p) crosses those that lead to the two pure equilibria
    anti = game([[0, 1], [1, 0]], [[0, 1], [1, 0]])
    for rationality in (1.9, 2, 2.1, 50):
        point = quantal_response(anti, rationality)
        assert point.converged
        assert far(point.profile, [[0.5, 0.5]] * 2) < 1e-4


def test_the_least_asymmetry_is_seen_where_branches_nearly_cross():
    nearly = game([[1, 0], [0, 1 + 2**-40]], [[1, 0], [0, 1]])
    assert first_probability(quantal_response(nearly, 50)) < 1e-9


def test_payoffs_may_have_any_scale_and_offset():
    g = game(*STAG_HUNT)
    expected = quantal_response(g, 1.3).profile
    for scale in (2.0**-40, 1e-9, 1e12, 1e300):
        assert far(quantal_response(game(*(g.payoffs * scale)), 1.3 / scale).profile, expected) < 1e-9
    assert far(quantal_response(game(*(g.payoffs + 2.0**40)), 1.3).profile, expected) < 1e-9


def test_the_largest_payoffs_do_not_overflow():
    huge = 2.0**1023
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        point = quantal_response(game(*(huge * np.array(PENNIES))), 1 / huge)
    assert point.converged
    assert point.profile == ((0.5, 0.5), (0.5, 0.5))


def test_a_rung_that_dies_out_fast_still_steers_the_others():
    # p_0 vanishes like 1 / lambda^2, and as it does it tips the balance of the column actor
    rationality = 1e10
    point = quantal_response(game([[2, 1], [1, 2]], [[1, 2], [2, 2]]), rationality)
    (p, _), (q, _) = point.profile
    assert point.converged
    assert math.log(q / (1 - q)) == pytest.approx(-rationality * p, rel=1e-5)
    assert math.log(p) == pytest.approx(rationality * (2 * q - 1), abs=1e-3)


def test_renamed_rungs_and_actors_get_the_same_answer():
    g = random_game(5)
    expected = quantal_response(g, 12).profile
    flipped = game(*(table[::-1] for table in g.payoffs))
    assert far(quantal_response(flipped, 12).profile, (expected[0][::-1], *expected[1:])) < 1e-8
    for order in permutations(range(3)):
        moved = game(*(g.payoffs[i].transpose(order) for i in order))
        assert far(quantal_response(moved, 12).profile, [expected[i] for i in order]) < 1e-8


def test_indifferent_actors_play_evenly():
    assert quantal_response(game(*np.zeros((2, 2, 3))), 1e6).profile == ((0.5, 0.5), (1 / 3,) * 3)
    assert quantal_response(game(*DILEMMA), 0).profile == ((0.5, 0.5), (0.5, 0.5))


def test_actors_without_a_choice_do_not_disturb():
    p = quantal_response(game(np.full((1, 2), 7), [[0, 0.5]]), 3).profile
    assert p[0] == (1.0,)
    assert p[1][1] == pytest.approx(logistic(1.5))


@pytest.mark.parametrize("shape", [(2,) * 8, (3,) * 5, (2,) * 10])
def test_many_actors_are_answered(shape):
    g = game(*np.random.default_rng(3).random((len(shape), *shape)))
    point = quantal_response(g, 1e4)
    assert point.converged
    assert point.residual < 1e-9


def test_what_cannot_be_reached_is_said_and_not_made_up():
    size = LOGIT_PAIR_ENTRIES // 2
    large = game(*np.broadcast_to(0.0, (2, 2, size // 2 + 1)))
    point = quantal_response(large, 1)
    assert not point.converged
    assert "payoffs" in point.reason
    for rationality in (1e13, 1e45, 1e300):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            point = quantal_response(random_game(3), rationality)
        assert point.residual < 1e-6 if point.converged else point.reason
    for nonsense in (-1, math.nan, math.inf):
        with pytest.raises(UsageError):
            quantal_response(game(*DILEMMA), nonsense)


@pytest.mark.parametrize("shape", [(2, 3), (2, 1, 3), (2, 3, 2, 2), (1, 2, 3, 2, 2)])
@pytest.mark.parametrize("at_once", [1 << 16, 5])
def test_slopes_are_what_a_strategy_adds_to_the_others_payoffs(monkeypatch, shape, at_once):
    monkeypatch.setattr("powergame.equilibrium.expected.UNSHARED_ENTRIES", at_once)
    random = np.random.default_rng(7)
    payoffs = random.random((len(shape), *shape))
    profile = [random.dirichlet(np.ones(size)) for size in shape]
    tables = [np.moveaxis(table, i, 0).reshape(shape[i], -1) for i, table in enumerate(payoffs)]
    found = slopes(tables, profile)
    ends = np.cumsum((0, *shape))
    for i in range(len(shape)):
        rows = slice(ends[i], ends[i + 1])
        assert np.allclose(slopes([tables[i]], profile, [i]), found[rows], rtol=0, atol=1e-15)
        for j in range(len(shape)):
            block = found[rows, ends[j] : ends[j + 1]]
            wanted = rung_payoffs(payoffs[i], profile, i, but=j) if i != j else 0 * block
            assert np.allclose(block, wanted, rtol=0, atol=1e-15)
