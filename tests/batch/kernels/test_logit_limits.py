"""Where the kernels say that the logit paths of small games end, for any number of actors."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from oracles.logit_paths import logit_path_ends
from support.games import game

from powergame.batch.kernels.call import kernels
from powergame.equilibrium.logit.limit import logit_limit

CROSSINGS = Path(__file__).parent / "nearly_symmetric_games.json"
"""Games near to symmetric ones, in units of 2^-40, with the ends of their paths.

They were followed with numbers of 160 bits, in steps over which no eigenvalue of the derivatives changed by more than
three tenths of itself. About half of them lead the follower of single games, as it was then, to another place.
"""


class Limits:
    """Ends of paths by the kernel."""

    def __init__(self) -> None:
        kernels()
        from powergame.batch.kernels.logit.limit import logit_limit as kernel

        self.kernel = kernel

    def __call__(self, payoffs, listed):
        """Return the limit among listed equilibria, or None where the game is left to the other follower."""
        table = np.ascontiguousarray(payoffs.reshape(len(payoffs), -1)) * 2.0**40
        sizes, limit = np.array(payoffs.shape[1:]), np.zeros(sum(payoffs.shape[1:]))
        rows = np.array(listed, dtype=float).reshape(-1, len(limit))
        profiles = self.kernel(table, table, sizes, rows, len(rows), 0.0, limit)
        return limit if profiles > 0 else None


@pytest.fixture(scope="module")
def limits():
    return Limits()


def drawn(shape, count, seed):
    """Return random games of a shape, (count, n, L_1, ..., L_n), rounded as payoffs are."""
    return np.rint(np.random.default_rng(seed).random((count, len(shape), *shape)) * 2.0**40) / 2.0**40


def pure_equilibria(payoffs):
    best = np.all([table == table.max(axis=i, keepdims=True) for i, table in enumerate(payoffs)], axis=0)
    return [
        np.concatenate([np.eye(size)[r] for size, r in zip(best.shape, rungs, strict=True)])
        for rungs in np.argwhere(best)
    ]


@pytest.mark.parametrize(
    ("shape", "count"), [((2, 2, 2), 1500), ((2, 2, 2, 2), 500), ((3, 3, 3), 400), ((4, 2, 3), 300)]
)
def test_ends_of_paths_of_three_and_four_actors_are_those_of_short_steps(limits, shape, count):
    games = drawn(shape, count, 31)
    ends = logit_path_ends(games)
    pure, told = 0, 0
    for payoffs, end in zip(games, ends, strict=True):
        listed = pure_equilibria(payoffs)
        near = [profile for profile in listed if np.abs(profile - end).max() < 1e-3]
        limit = limits(payoffs, listed)
        pure += bool(near)
        if near and limit is not None:
            assert limit == pytest.approx(near[0], abs=1e-9)
            told += 1
    assert pure > 0.3 * count
    assert told >= pure - 1  # short steps have passed a near crossing once


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 2, 2, 2), (3, 3, 3), (2, 3, 4), (2,) * 6])
def test_ends_of_paths_are_those_of_single_games_mixtures_included(limits, shape):
    left, mixed = 0, 0
    for payoffs in drawn(shape, 25, 32):
        end = np.concatenate(logit_limit(game(*payoffs)).profile)
        limit = limits(payoffs, [*pure_equilibria(payoffs), *([] if set(end) <= {0, 1} else [end])])
        left += limit is None
        mixed += not set(end) <= {0, 1}
        if limit is not None:
            assert limit == pytest.approx(end, abs=1e-6)
    assert left == 0
    assert mixed >= 2


def test_orders_tell_of_three_actors_what_the_path_tells(limits):
    """Everybody gains by what most play, and a little more by the first rung: it is played most all along the path."""
    pays = np.zeros((3, 2, 2, 2))
    for profile in product(range(2), repeat=3):
        for i in range(3):
            pays[(i, *profile)] = sum(r == profile[i] for r in profile) / 4 + (profile[i] == 0) / 16
    assert limits(pays, []) == pytest.approx([1, 0] * 3)


def test_an_actor_with_one_rung_changes_nothing(limits):
    for payoffs in drawn((2, 3), 40, 33):
        pure = pure_equilibria(payoffs)
        wider = np.stack([payoffs[0], np.zeros((2, 3)), payoffs[1]])[:, :, None]
        alone = limits(payoffs, pure)
        beside = limits(wider, [np.insert(p, 2, 1.0) for p in pure])
        if alone is None:
            assert beside is None
        else:
            assert np.delete(beside, 2) == pytest.approx(alone, abs=1e-9)


def test_nearly_symmetric_games_are_told_rightly_or_left_to_the_other_follower(limits):
    cases = json.loads(CROSSINGS.read_text())
    told = 0
    for case in cases:
        payoffs, end = np.array(case["payoffs"], dtype=float) * 2.0**-40, np.array(case["end"])
        limit = limits(payoffs.reshape(len(case["shape"]), *case["shape"]), [end])
        if limit is not None:
            assert limit == pytest.approx(end, abs=1e-3), case
            told += 1
    assert told > 0.6 * len(cases)
