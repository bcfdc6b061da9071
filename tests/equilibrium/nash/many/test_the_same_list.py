"""What must not change the list of equilibria: names, order, units, dominated rungs, slices of work, compiled code."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from support.games import game
from support.profiles import assert_same, flat
from support.searches import compiled, searched

from powergame.equilibrium import budgets
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.nash.many import supports

SHAPES = [(2, 2, 2), (3, 2, 2), (2, 2, 2, 2), (2, 3, 3)]
CONTINUA = [np.random.default_rng(seed).integers(0, 2, (3, 2, 2, 2)).astype(float) for seed in range(8)]


def games():
    rng = np.random.default_rng(31)
    return [rng.uniform(0, 1, (len(shape), *shape)) for shape in SHAPES for _ in range(2)]


def strategies(tables):
    solution = find_equilibria(game(*tables))
    assert solution.complete
    return [[np.array([float(p) for p in strategy]) for strategy in e.profile] for e in solution.equilibria]


def joined(profiles):
    return [np.concatenate(profile) for profile in profiles]


@pytest.mark.parametrize("tables", games())
def test_actors_and_rungs_in_another_order_have_the_same_equilibria(tables):
    n, before = len(tables), strategies(tables)
    rng = np.random.default_rng(0)
    for order in list(permutations(range(n)))[1::7]:
        rungs = [rng.permutation(size) for size in tables.shape[1:]]
        moved = tables[np.ix_(range(n), *rungs)].transpose(0, *(1 + k for k in order))[list(order)]
        after = strategies(moved)
        assert_same([np.concatenate([p[k][rungs[k]] for k in order]) for p in before], joined(after), 1e-12)


@pytest.mark.parametrize("tables", games())
def test_units_that_are_powers_of_two_change_no_bit(tables):
    scales = np.array([2.0**-900, 1.0, 2.0**900, 2.0**30])[: len(tables)]
    units = scales.reshape(-1, *(1,) * len(tables))
    before, after = (find_equilibria(game(*t)) for t in (tables, tables * units))
    assert [e.profile for e in after.equilibria] == [e.profile for e in before.equilibria]
    assert (after.complete, after.convex) == (before.complete, before.convex)


@pytest.mark.parametrize("tables", games())
def test_other_units_and_zeros_of_payoffs_have_the_same_equilibria(tables):
    rng = np.random.default_rng(1)
    ones = (1,) * len(tables)
    moved = tables * rng.uniform(1e-3, 1e3, (len(tables), *ones)) + rng.uniform(-9, 9, (len(tables), *ones))
    for i in range(len(tables)):  # what an actor cannot change does not matter to it
        moved[i] += rng.uniform(-1, 1, [1 if k == i else size for k, size in enumerate(tables.shape[1:])])
    assert_same(joined(strategies(tables)), joined(strategies(moved)), 1e-9)


@pytest.mark.parametrize("tables", games()[::2])
def test_a_dominated_rung_changes_nothing(tables):
    worse = np.take(tables, [0], axis=1)
    worse[0] -= 1
    with_it = np.concatenate([tables, worse], axis=1)
    before, size = strategies(tables), tables.shape[1]
    after = joined(strategies(with_it))
    assert_same([np.concatenate([p[0], [0.0], *p[1:]]) for p in before], after, 1e-12)
    assert all(profile[size] == 0 for profile in after)


@pytest.mark.parametrize("tables", [*games(), *CONTINUA])
def test_slices_of_work_and_compiled_code_change_no_bit(tables):
    whole, undecided, done = searched(tables)
    for run, steps in ((None, 1), (None, 7), (compiled(), 1), (compiled(), 10_000)):
        profiles, left, steps_done = searched(tables, steps=steps) if run is None else searched(tables, run, steps)
        assert np.array_equal(profiles, whole)
        assert np.array_equal(left, undecided)
        assert steps_done == done


@pytest.mark.parametrize("tables", [*games(), *CONTINUA])
def test_solutions_are_the_same_without_numba(monkeypatch, tables):
    monkeypatch.setattr(budgets, "PLAIN_BOXES", 5)
    before = find_equilibria(game(*tables))
    monkeypatch.setattr(supports, "numba_works", lambda: False)
    monkeypatch.setattr(supports, "PLAIN_SLICE", 3)
    assert find_equilibria(game(*tables)) == before
    assert [flat(e.profile).tolist() for e in before.equilibria] == sorted(
        (flat(e.profile).tolist() for e in before.equilibria),
        key=lambda p: (sum(x > 0 for x in p), [(r, -x) for r, x in enumerate(p) if x > 0]),
    )
