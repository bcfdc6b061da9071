"""What the proofs of the list rest on: exact payoffs, enclosed roots, true corners, true digits."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from support.games import game, random_games
from support.profiles import flat

from powergame.equilibrium.elimination import solution as solved
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.nash.many.pairs import _half_spaces
from powergame.equilibrium.nash.many.quadratic import three_mixers
from powergame.model.game import Game

ALL = ((0, 1),) * 3
IRRATIONAL = np.array([(3, 0, 2), (0, 1, 0), (0, 2, 0), (1, 0, 0), (1, 0, 0), (0, 3, 0), (0, 1, 0), (2, 0, 3)])
"""Nau, Gomez Canovas & Hansen (2004), section 4: the payoffs of all profiles, the first actor's rung fastest."""


def irrational():
    return IRRATIONAL.reshape(2, 2, 2, 3).transpose(3, 2, 1, 0)


def nine():
    tables = np.zeros((3, 2, 2, 2))
    for i, (both_first, both_second, odd) in enumerate(((9, 9, 3), (8, 8, 4), (12, 2, 6))):
        tables[i, 0, 0, 0], tables[i, 1, 1, 0] = both_first, both_second
        tables[i, 1, 0, 1] = tables[i, 0, 1, 1] = odd
    return tables


def in_fractions(tables):
    """Return a game with fractional payoffs, and the floats next to them."""
    plain = game(*tables.astype(float))
    return Game(plain.actors, plain.rungs, plain.payoffs, tables)


def test_fractions_far_from_zero_have_the_equilibria_of_those_near_it():
    """Beside 2^44 floats are 1/256 apart, so that they move payoffs in a range of ten by as much."""
    for k, one in enumerate(random_games(91, 120, [(2, 2, 2)], 8)):
        near = find_equilibria(in_fractions(one.exact * Fraction(4, 3)))
        far = find_equilibria(in_fractions(one.exact * Fraction(4, 3) + 2 ** (43 + k % 7)))
        assert [e.profile for e in far.equilibria] == [e.profile for e in near.equilibria]
        assert (far.complete, far.convex) == (near.complete, near.convex)


@pytest.mark.parametrize("scale", [2.0**-300, 2.0**-100, 2.0**300])
def test_irrational_roots_keep_their_digits_whatever_the_unit(scale):
    (once,) = three_mixers(game(*irrational()), ALL).profiles
    (scaled,) = three_mixers(game(*(irrational() * scale)), ALL).profiles
    assert scaled == once
    assert flat(once)[[0, 2, 4]] == pytest.approx(
        [0.6192325794725537, 0.4798042226776053, 0.3788253360656313], abs=1e-15
    )


def test_three_mixers_are_decided_where_one_equation_leaves_a_probability_free():
    roots = three_mixers(game(*nine()), ALL)
    assert (roots.decided, roots.regular, len(roots.profiles)) == (True, True, 2)


def test_ties_off_the_equilibria_do_not_make_these_irregular():
    solution = find_equilibria(game(*nine()))
    assert (len(solution.equilibria), solution.complete, solution.degenerate) == (9, True, False)


def corners_by_constraints(rungs, gains):
    """Return the corners of a simplex's part in which no gain is positive: by all sets of tight constraints."""
    rows = [*np.eye(rungs, dtype=int).astype(object), *gains]
    corners = set()
    for tight in combinations(rows, rungs - 1):
        zeros = [[Fraction(c) for c in row] + [Fraction(0)] for row in tight]
        point = solved([[Fraction(1)] * (rungs + 1), *zeros])
        if (
            point
            and min(point) >= 0
            and all(sum(p * g for p, g in zip(point, gain, strict=True)) <= 0 for gain in gains)
        ):
            corners.add(tuple(point))
    return corners


@pytest.mark.parametrize("rungs", [3, 4])
def test_the_part_of_a_simplex_that_half_spaces_leave_has_its_corners_and_no_others(rungs):
    """The other actor has one best reply, and ties between others, which bound nothing."""
    rng = np.random.default_rng(rungs)
    corners = [tuple(Fraction(int(r == k)) for r in range(rungs)) for k in range(rungs)]
    for _ in range(60):
        gains = [row.astype(object) for row in rng.integers(-3, 4, (3, rungs))]
        replies = np.vstack([np.full((1, rungs), 9), rng.integers(-1, 2, (4, rungs))]).astype(object)
        kept = _half_spaces(corners, gains, replies)
        assert set(kept) == corners_by_constraints(rungs, gains)


def test_pure_equilibria_next_to_each_other_are_connected_in_games_too_large_for_a_search():
    solution = find_equilibria(game(*np.zeros((3, 9, 2, 2))))
    assert len(solution.equilibria) == 36
    assert {e.component for e in solution.equilibria} == {0}
    assert not solution.complete
