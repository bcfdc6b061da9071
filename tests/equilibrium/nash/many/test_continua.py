"""Ties and continua: what is called complete is complete, and what is listed is an equilibrium."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from oracles import grid, resultants
from support.games import game, random_games
from support.profiles import assert_same, flat

from powergame.equilibrium.certificate import certify
from powergame.equilibrium.nash.exact import extreme_equilibria
from powergame.equilibrium.nash.find import find_equilibria

HALF = Fraction(1, 2)


def parts_of(solution):
    """Return the corners of each convex component."""
    return [[solution.equilibria[k].profile for k in places] for places in solution.convex]


def assert_true(tables, parts):
    """Hold a solution to the grid's equilibria, and the components to their middles; return it."""
    one = game(*tables)
    solution = find_equilibria(one)
    assert all(e.regret <= 1e-14 for e in solution.equilibria)
    for corners in parts_of(solution):
        if all(isinstance(p, Fraction) for profile in corners for strategy in profile for p in strategy):
            middle = [
                tuple(sum(chances) / len(chances) for chances in zip(*hull, strict=True))
                for hull in zip(*corners, strict=True)
            ]
            assert certify(one, middle).regret == 0
    if solution.complete:
        for profile in grid.equilibria(np.array(tables).astype(int), parts):
            assert any(grid.within(corners, profile) for corners in parts_of(solution)), profile
        assert_connected(solution)
    return solution


def assert_connected(solution):
    """Hold the numbers of connected components to which convex ones meet: intervals of actors with two rungs."""
    boxes = [[(min(hull), max(hull)) for hull in zip(*corners, strict=True)] for corners in parts_of(solution)]
    label = list(range(len(boxes)))
    for (a, box), (b, other) in combinations(enumerate(boxes), 2):
        if all(low <= top and bottom <= high for (low, high), (bottom, top) in zip(box, other, strict=True)):
            label = [label[a] if x == label[b] else x for x in label]
    numbers = [solution.equilibria[places[0]].component for places in solution.convex]
    assert len(set(zip(numbers, label, strict=True))) == len(set(numbers)) == len(set(label))


@pytest.mark.parametrize("values", [2, 3])
def test_a_complete_list_covers_every_equilibrium_on_a_grid(values):
    solutions = [assert_true(one.payoffs, 12) for one in random_games(80 + values, 60, [(2, 2, 2)], values)]
    complete = sum(solution.complete for solution in solutions)
    assert 10 < complete < 60
    assert any(solution.complete and len(corners) > 1 for solution in solutions for corners in parts_of(solution))


def test_four_actors_with_ties_are_held_to_the_grid():
    solutions = [assert_true(one.payoffs, 6) for one in random_games(84, 12, [(2, 2, 2, 2)], 4)]
    assert any(solution.complete for solution in solutions)


def test_where_nothing_matters_nothing_is_called_complete():
    for shape in [(2, 2, 2), (3, 2, 2), (2, 2, 2, 2)]:
        solution = find_equilibria(game(*np.zeros((len(shape), *shape))))
        assert not solution.complete
        assert solution.degenerate
        assert {e.component for e in solution.equilibria} == {0}


def test_an_actor_whose_rung_does_not_matter_to_it_makes_a_continuum():
    rng = np.random.default_rng(7)
    for _ in range(12):
        tables = rng.integers(0, 50, (3, 2, 2, 2))
        tables[2] = np.take(tables[2], [0, 0], axis=2)
        solution = assert_true(tables, 12)
        mixing = any(0 < e.profile[0][0] < 1 and 0 < e.profile[1][0] < 1 for e in solution.equilibria)
        assert not (mixing and solution.complete)
        assert solution.degenerate


@pytest.mark.parametrize("twins", [(0,), (1,), (0, 1, 2)])
def test_a_rung_twice_makes_segments_of_all_that_plays_it(twins):
    rng = np.random.default_rng(17)
    seen = set()
    for _ in range(12):
        tables = rng.integers(0, 100, (3, 2, 2, 2))
        once = find_equilibria(game(*tables))
        assert once.complete
        twice = tables
        for i in twins:
            twice = np.take(twice, [0, 0, 1], axis=i + 1)
        solution = find_equilibria(game(*twice))
        corners = set()
        for e in once.equilibria:
            sides = [
                [(p, p * 0, q), (p * 0, p, q)]
                if i in twins and p > 0
                else [(p * 0, p * 0, q)]
                if i in twins
                else [(p, q)]
                for i, (p, q) in enumerate(e.profile)
            ]
            corners |= {tuple(flat(profile).round(12)) for profile in product(*sides)}
        listed = {tuple(flat(e.profile).round(12)) for e in solution.equilibria}
        three = any(all(0 < p < 1 for strategy in e.profile for p in strategy) for e in once.equilibria)
        assert listed == corners if solution.complete else listed < corners or listed == corners
        assert not (three and solution.complete)
        seen.add(solution.complete)
    assert seen == {True, False}


def test_the_continua_of_two_actors_are_exact_where_a_third_plays_one_rung():
    """The third leaves its first rung where both others play theirs more often than every other time."""
    rng = np.random.default_rng(27)
    complete = 0
    for inner in random_games(28, 30, [(2, 2), (3, 2)], 3):
        tables = [np.stack([table, rng.integers(0, 3, inner.shape)], axis=-1) for table in inner.payoffs]
        third = np.stack([np.ones(inner.shape), np.zeros(inner.shape)], axis=-1)
        third[0, 0, 1] = 2
        solution = find_equilibria(game(*tables, third))
        stays = {e.profile[:2] for e in solution.equilibria if e.profile[2] == (1, 0)}
        theirs = {(x, y) for x, y in extreme_equilibria(inner).pairs if 2 * x[0] * y[0] <= 1}
        assert theirs <= stays or not solution.complete
        assert all(2 * x[0] * y[0] <= 1 for x, y in stays)
        complete += solution.complete
    assert complete > 10


def test_half_of_a_segment_is_cut_where_a_third_actor_leaves():
    """The first two agree or nothing matters to them; the third leaves where the first plays its second rung often."""
    rungs = np.indices((2, 2, 2))
    first = 0 * rungs[0]
    second = 1 - rungs[1]
    third = np.where(rungs[2] == 0, 1, 4 * rungs[0])
    solution = assert_true([first, second, third], 12)
    assert solution.complete
    ends = [(e.profile[0][1], e.profile[2][1]) for e in solution.equilibria]
    assert ends == [(0, 0), (1, 1), (Fraction(1, 4), 0), (Fraction(1, 4), 1)]
    assert {e.component for e in solution.equilibria} == {0}


def test_where_a_third_actor_cuts_a_square_of_equilibria_the_list_is_not_complete():
    """Neither of two actors cares; the third stays where both play their first rungs at least every other time."""
    rungs = np.indices((2, 2, 2))
    both = (rungs[0] == 0) & (rungs[1] == 0)
    third = np.where(rungs[2] == 0, 2 * both, 1)
    solution = assert_true([0 * both, 0 * both, third], 12)
    assert not solution.complete
    assert ((1, 0), (HALF, HALF), (1, 0)) in {e.profile for e in solution.equilibria}


def test_the_highest_rung_of_all_decides_and_ties_abound():
    rungs = np.indices((3, 3, 3))
    highest = rungs.max(axis=0)
    for prizes in ([0, 2, 1], [2, 1, 0], [0, 0, 1]):
        tables = [np.array(prizes)[highest] * 2 - (rungs[i] == highest) for i in range(3)]
        solution = find_equilibria(game(*tables))
        assert all(e.regret < 1e-14 for e in solution.equilibria)
        if solution.complete:
            for profile in grid.equilibria(np.array(tables), 2):
                assert profile in {e.profile for e in solution.equilibria} or any(HALF in s for s in profile)


@pytest.mark.parametrize("tie", [2.0**-40, 1e-9, 1e-6])
def test_broken_ties_are_answered_like_any_game_or_said_to_be_open(tie):
    rng = np.random.default_rng(40)
    complete = 0
    for one in random_games(41, 40, [(2, 2, 2)], 3):
        tables = one.payoffs + tie * rng.integers(-9, 9, one.payoffs.shape)
        exact = [[[[Fraction(x) for x in row] for row in part] for part in table] for table in tables.tolist()]
        try:
            theirs = [np.array([p for q in chances for p in (1 - q, q)]) for chances in resultants.equilibria(exact)]
        except AssertionError:  # the game is not regular
            continue
        solution = find_equilibria(game(*tables))
        ours = [flat(e.profile) for e in solution.equilibria]
        complete += solution.complete
        if solution.complete:
            assert len(ours) == len(theirs)
        for x in ours:
            assert min(np.abs(x - y).max() for y in theirs) < 1e-12
        if solution.complete and tie == 1e-6:
            assert_same(ours, theirs, 1e-12)
    assert complete > 5
