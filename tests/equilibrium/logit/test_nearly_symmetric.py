"""Nearly symmetric games: the logit path passes close by a fork of branches, and keeps to the right one."""

from __future__ import annotations

import numpy as np
import pytest
from support.nearly_symmetric import nearly_symmetric

from powergame.equilibrium.logit.limit import select
from powergame.equilibrium.logit.response import quantal_response
from powergame.equilibrium.nash.find import find_equilibria

RATIONALITY = 60.0
"""In units of 1 / payoff, where payoffs are from 0 to 1: the forks and turns of these games are behind."""

TRACED = [
    (1, 2, 2, 1e-04, [0.000415864, 0.998631072]),
    (3, 2, 2, 1e-06, [0.0, 1.0]),
    (5, 2, 2, 1e-08, [1.0, 5e-09]),
    (2, 3, 2, 1e-05, [1.0, 0.0, 0.0]),
    (3, 3, 2, 1e-06, [0.0, 0.999962831, 0.0]),
    (7, 3, 2, 1e-10, [0.293269266, 0.999985332, 0.293269267]),
    (8, 3, 2, 1e-03, [0.228619628, 0.999988133, 0.999987254]),
    (9, 3, 2, 1e-04, [1.0, 1.0, 0.0829893]),
    (3, 2, 3, 1e-06, [0.00247272, 3.364e-06, 0.0, 1.0]),
    (6, 2, 3, 1e-09, [9.1e-08, 0.991837336, 9e-09, 0.0]),
    (10, 2, 3, 1e-05, [3.06e-07, 0.0, 1.0, 0.0]),
    (16, 2, 3, 1e-03, [0.984923783, 0.015008581, 2.6e-08, 3.614e-06]),
    (17, 2, 3, 1e-04, [0.045092976, 0.0, 0.854847042, 0.145152957]),
    (0, 4, 2, 1e-03, [0.0, 0.0, 0.0, 0.997639606]),
    (1, 4, 2, 1e-04, [0.974408467, 0.0, 0.974278893, 0.974394178]),
    (11, 4, 2, 1e-06, [0.0, 0.0, 0.999999999, 0.0]),
    (12, 4, 2, 1e-07, [0.0, 1.0, 0.0, 0.0]),
    (14, 4, 2, 1e-09, [5.1e-08, 1.0, 5.1e-08, 5.1e-08]),
    (4, 3, 3, 1e-07, [0.995768422, 0.004231578, 0.0, 0.0, 0.995768397, 0.004231603]),
    (9, 3, 3, 1e-04, [0.004266118, 0.047227671, 1.0, 0.0, 1.0, 0.0]),
    (10, 3, 3, 1e-05, [5e-09, 0.0, 1.0, 0.0, 5e-09, 0.0]),
]
"""Seed, actors, rungs, by how much the game is off a symmetric one, and everybody's probability of each rung but the
last at `RATIONALITY`, as `oracles/proven_path.py` proves it: traced once, of seeds from 0 on those that fork."""


def far(profile, traced):
    played = [p for strategy in profile for p in strategy[:-1]]
    return max(abs(float(p) - q) for p, q in zip(played, traced, strict=True))


@pytest.mark.parametrize(("seed", "actors", "rungs", "off", "traced"), TRACED)
def test_the_response_is_on_the_branch_that_was_traced(seed, actors, rungs, off, traced):
    point = quantal_response(nearly_symmetric(seed, actors, rungs, off), RATIONALITY)
    assert point.converged
    assert far(point.profile, traced) < 1e-6


@pytest.mark.parametrize(("seed", "actors", "rungs", "off", "traced"), TRACED)
def test_the_equilibrium_next_to_the_traced_response_is_selected(seed, actors, rungs, off, traced):
    game = nearly_symmetric(seed, actors, rungs, off)
    equilibria = select(game, find_equilibria(game, "exact")).equilibria
    (selected,) = (e for e in equilibria if e.selected)
    nearest = min(far(e.profile, traced) for e in equilibria)
    assert far(selected.profile, traced) == pytest.approx(nearest, abs=1e-9)


@pytest.mark.parametrize(
    ("seed", "actors", "rungs", "off"), [(3, 2, 2, 1e-6), (101, 2, 3, 1e-9), (9, 3, 2, 1e-4), (17, 3, 2, 1e-9)]
)
def test_a_proven_path_ends_at_the_same_response(seed, actors, rungs, off):
    pytest.importorskip("flint")
    from oracles.proven_path import proven_path

    game = nearly_symmetric(seed, actors, rungs, off)
    point = quantal_response(game, 20.0)
    assert far(point.profile, [p for strategy in proven_path(game.payoffs, 20.0) for p in strategy[:-1]]) < 1e-9


@pytest.mark.parametrize("whose", [0, 2])
def test_two_who_are_alike_play_alike_and_the_third_s_difference_does_not_part_them(whose):
    game = nearly_symmetric(7, 3, 2, 1e-6, whose)
    profile = quantal_response(game, RATIONALITY).profile
    first, second = (strategy for i, strategy in enumerate(profile) if i != whose)
    assert first == second


@pytest.mark.parametrize("seed", range(6))
def test_alike_actors_play_alike_straight_on_across_every_fork(seed):
    profile = quantal_response(nearly_symmetric(seed, 3, 3, 0.0), RATIONALITY).profile
    assert np.ptp(np.array(profile), axis=0).max() == 0
