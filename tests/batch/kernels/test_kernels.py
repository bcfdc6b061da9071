"""What kernels compute, held to exact arithmetic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from oracles.logit_path import logit_path_end

from powergame.arrays import FloatArray
from powergame.batch.kernels.call import kernels
from powergame.equilibrium.logit.limit import select
from powergame.equilibrium.nash.exact import extreme_equilibria
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.types import Profile
from powergame.model.game import Game

RUNGS = 5


def game_of(payoffs: FloatArray) -> Game:
    return Game(("a", "b"), tuple(tuple(map(str, range(size))) for size in payoffs.shape[1:]), payoffs)


class Kernel:
    """One game through the kernel for single games."""

    def __init__(self) -> None:
        kernels()
        from powergame.batch.kernels import games

        self.games = games

    def __call__(
        self, payoffs: FloatArray, doubt: float = 0.0, unrounded: float = 0.0
    ) -> tuple[int, FloatArray, FloatArray]:
        first, second = payoffs.shape[1:]
        units = np.zeros((2, RUNGS, RUNGS))
        units[0, :first, :second], units[1, :second, :first] = payoffs[0] * 2.0**40, payoffs[1].T * 2.0**40
        answer, play = np.zeros(self.games.ANSWER), np.zeros((2, RUNGS))
        scratch = (np.zeros((2, 256), dtype=np.int64), np.zeros((2, 256, RUNGS)), np.zeros((64, 2, RUNGS)))
        raw = units + unrounded
        became = self.games.solve_game(units, raw, first, second, np.array([2, 2]), doubt, answer, play, *scratch)
        return became, answer, play


@pytest.fixture(scope="module")
def kernel():
    return Kernel()


def drawn_games(seed: int, count: int):
    """Yield generic games, and games full of ties of several kinds."""
    r = np.random.default_rng(seed)
    for k in range(count):
        shape = (2, *r.integers(2, RUNGS + 1, 2))
        if k % 3 == 0:
            yield np.rint(r.random(shape) * 2.0**40) / 2.0**40
        else:
            yield np.rint(r.integers(0, 3 * (k % 3), shape) / 7 * 2.0**40) / 2.0**40


def test_all_extreme_equilibria_of_generic_and_degenerate_games_are_found(kernel):
    for payoffs in drawn_games(1, 300):
        became, answer, _ = kernel(payoffs)
        expected = extreme_equilibria(game_of(payoffs)).pairs
        chances = [[float(pair[i][1]) for pair in expected] for i in range(2)]
        assert became != kernel.games.DOUBTFUL
        assert answer[1:3] == pytest.approx([min(c) for c in chances], abs=1e-12)
        assert answer[3:5] == pytest.approx([max(c) for c in chances], abs=1e-12)
        if became == kernel.games.UNSELECTED or len(expected) == 1:
            assert answer[0] == len(expected)


def test_the_selected_equilibrium_is_the_end_of_the_logit_path(kernel):
    followed = 0
    for payoffs in drawn_games(2, 150):
        became, answer, play = kernel(payoffs)
        if became != kernel.games.SOLVED:
            continue
        followed += 1
        game = game_of(payoffs)
        solution = select(game, find_equilibria(game, "exact"))
        selected = next(e.profile for e in solution.equilibria if e.selected)
        assert_plays(play, selected)
        assert answer[0] == len(solution.equilibria)
    assert followed > 100


def assert_plays(play: FloatArray, profile: Profile) -> None:
    for i, strategy in enumerate(profile):
        assert play[i, : len(strategy)] == pytest.approx([float(p) for p in strategy], abs=1e-9)


def test_payoffs_that_may_be_wrong_by_a_unit_leave_near_ties_to_the_exact_solver(kernel):
    unit = 2.0**-40
    payoffs = np.array([[[1.0, 0.0], [1.0 - unit, 0.5]], [[0.5, 0.25], [0.25, 0.5]]])
    assert kernel(payoffs)[0] == kernel.games.SOLVED
    assert kernel(payoffs, doubt=2.0, unrounded=0.49)[0] == kernel.games.DOUBTFUL
    assert kernel(payoffs, doubt=2.0)[0] == kernel.games.SOLVED, "whole ones are certain"
    equal = np.array([[[1.0, 0.0], [1.0, 0.5]], [[0.5, 0.25], [0.25, 0.5]]])  # the same bits: a tie, and no doubt
    assert kernel(equal, doubt=2.0, unrounded=0.49)[0] != kernel.games.DOUBTFUL


def test_the_table_of_2x2_games_lists_their_extreme_equilibria():
    kernels()
    from powergame.batch.squares import KINDS, MIXED

    for kind, signs in enumerate(product((-1, 0, 1), repeat=4)):
        payoffs = np.zeros((2, 2, 2))
        payoffs[0, 0], payoffs[1, :, 0] = signs[:2], signs[2:]
        expected = {tuple(s[1] for s in pair) for pair in extreme_equilibria(game_of(payoffs)).pairs}
        listed = KINDS[kind, 2 : 2 + 2 * KINDS[kind, 0]].reshape(-1, 2).tolist()
        found = {tuple(Fraction(1, 2) if s == MIXED else Fraction(s) for s in one) for one in listed}
        assert found == expected


def determinant(rows: list[list[int]]) -> int:
    """Return a determinant by its definition."""
    size, total = len(rows), 0
    for order in permutations(range(size)):
        inversions = sum(order[i] > order[j] for i in range(size) for j in range(i + 1, size))
        term = -1 if inversions % 2 else 1
        for row, column in zip(rows, order, strict=True):
            term *= row[column]
        total += term
    return total


@pytest.mark.parametrize("size", [2, 3, 4])
def test_signs_of_small_determinants_of_large_numbers_are_exact_or_unsure(size):
    """Rows that nearly depend on each other: the determinant is tiny beside its products."""
    code = textwrap.dedent(
        """
        import sys, json
        import numpy as np
        from powergame.batch.kernels.determinants import ERROR, TABLES, VALUE, minors, sign
        out = []
        for rows in json.load(sys.stdin):
            k = len(rows)
            E = np.zeros((4, 5)); E[:k, :k] = rows
            table = np.zeros((TABLES, 32))
            minors(E, np.zeros((4, 5)), k, k, table)
            every = 2**k - 1
            out.append(int(sign(E, every, table[VALUE, every], table[ERROR, every], True)))
        print(json.dumps(out))
        """
    )
    r = np.random.default_rng(size)
    drawn = []
    for case in range(60):
        rows = r.integers(-(2**40), 2**40, (size, size))
        rows[-1] = rows[:-1].sum(axis=0) if size > 2 else rows[0]
        if case % 3:
            rows[-1, -1] += int(r.integers(-1, 2))
        drawn.append(rows.tolist())
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(drawn),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    signs = json.loads(done.stdout)
    exact = [int(np.sign(determinant(rows))) for rows in drawn]
    assert all(found in (true, 9) for found, true in zip(signs, exact, strict=True))
    assert sum(found != 9 for found in signs) > 40
    assert 0 in exact
    assert {-1, 1} & set(exact)


def coordination_games(count: int):
    """Yield what the actors gain by their first rungs, in units, where two profiles are strict equilibria."""
    r = np.random.default_rng(5)
    for k in range(count):
        scale = np.repeat(10.0 ** r.uniform(5, 10, 2), 2)
        a, b, c, d = np.rint(r.uniform(0.01, 1, 4) * scale * (1, -1, 1, -1)).tolist()
        yield (a, b, c, d) if k % 2 else (-a, -b, -c, -d)


def test_barriers_tell_where_the_logit_path_of_two_strict_equilibria_leads(kernel):
    """Against the path itself, followed by the other code, also where the actors lean to different equilibria."""
    from powergame.batch import squares

    prevailed = np.zeros((2, 2), dtype=int)
    for a, b, c, d in coordination_games(120):
        payoffs = np.array([[[a, b], [0, 0]], [[c, 0], [d, 0]]]) * 2.0**-40
        game = game_of(payoffs)
        [(first, _)] = [e.profile for e in select(game, find_equilibria(game, "exact")).equilibria if e.selected]
        place = squares.leading(a, b, c, d, 0.0)
        assert place == (0 if first[0] == 1 else 1), (a, b, c, d)
        first_leans, second_leans = a + b > 0, (c + d > 0) == (a > 0)
        if first_leans != second_leans:
            prevailed[int(first_leans), int(place == 0)] += 1
    assert prevailed.min() >= 5


def test_the_deepest_barrier_is_lambert_s_w_of_one_over_e(kernel):
    from scipy.special import lambertw

    from powergame.batch import squares

    depth = lambertw(np.exp(-1)).real
    assert squares.barrier(1e12, 1e-6) == pytest.approx(1e12 * depth, rel=1e-12)
    assert pytest.approx(-1 - depth, rel=1e-15) == squares.BOTTOM


@pytest.mark.parametrize("often", [1e-9, 0.01, 0.2, 0.4, 0.4999, 0.7])
def test_barriers_are_the_depths_of_their_curves(kernel, often):
    from scipy.optimize import minimize_scalar

    from powergame.batch import squares

    c = min(often, 1 - often)
    found = minimize_scalar(
        lambda s: np.log(s / (1 - s)) * (s - c), bounds=(c, 0.5), method="bounded", options={"xatol": 1e-12}
    )
    assert squares.barrier(1 - often, often) == pytest.approx(-found.fun, rel=1e-6)


def test_where_payoffs_may_be_wrong_barriers_that_are_nearly_the_same_decide_nothing(kernel):
    from powergame.batch import squares

    assert squares.leading(300.0, -200.0, 200.0, -300.0, 0.0) == squares.FOLLOWED  # the same barrier
    assert squares.leading(3e6, -2e6, 2e6, -5e6, 0.0) == 1
    assert squares.leading(300.0, -200.0, 200.0, -310.0, 0.0) == 1
    assert squares.leading(300.0, -200.0, 200.0, -310.0, 2.0) == squares.FOLLOWED


def nearly_symmetric_games(count: int):
    """Yield games whose logit path nearly crosses another: symmetric in two rungs, but for noise and dying rungs."""
    r = np.random.default_rng(11)
    for k in range(count):
        size, core = 3 + k % 2, 2 + k % 2
        pays = r.random((core, core)).round(2)
        pays = (pays + pays.T + pays[::-1, ::-1] + pays[::-1, ::-1].T) / 4
        game = np.zeros((2, size, size))
        game[:, :core, :core] = pays
        game[0, core:], game[1, :, core:] = r.uniform(-1, 0, (size - core, size)), r.uniform(-1, 0, (size, size - core))
        game += r.normal(size=game.shape) * (1e-3, 1e-5, 1e-7)[k % 3]
        yield np.rint(game * 2.0**40) / 2.0**40


def test_near_crossings_of_branches_are_told_as_very_short_steps_tell_them(kernel):
    told = 0
    for payoffs in nearly_symmetric_games(12):
        became, _, play = kernel(payoffs)
        end = logit_path_end(payoffs)
        if became == kernel.games.SOLVED and end is not None and min(strategy.max() for strategy in end) > 0.99:
            assert [int(strategy.argmax()) for strategy in end] == [int(strategy.argmax()) for strategy in play]
            assert play.max(axis=1).tolist() == [1, 1]
            told += 1
    assert told >= 5


def test_a_dominated_rung_leads_common_interests_to_the_better_of_two_peaks(kernel):
    """Rungs 1 and 2 pay the same where both play them; while rung 0 is played at all, 1 pays more, and so for ever."""
    pays = np.array([[0.913, 0.913, 0.903], [1.0, 1.0, 0.9917], [0.99, 0.9917, 1.0]])
    became, _, play = kernel(np.rint(np.stack([pays, pays.T]) * 2.0**40) / 2.0**40)
    assert became == kernel.games.UNSELECTED or play[0, 1] == play[1, 1] == 1
