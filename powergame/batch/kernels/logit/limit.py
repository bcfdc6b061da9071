"""The limit of the logit path of a small game with several equilibria, by orders or by following it.

Far out, where the branch has not settled, it is matched to the list of equilibria.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.logit.equations import PLAY, prepare
from powergame.batch.kernels.logit.ordering import ordered_limit
from powergame.batch.kernels.logit.path import (
    ALIKE,
    FARTHEST,
    FINE_STEP,
    LONG_STEP,
    LOST,
    PASSED,
    follow,
    note_ties,
    uniform,
)
from powergame.batch.kernels.logit.settled import settled
from powergame.jit.decorators import compiled

NEAR, FAR = 1e-5, 1e-2
"""Probabilities by which play may differ from the listed equilibrium that the branch has reached, and by which it must
differ from all others."""


@compiled("int64(float64[:, ::1], float64[:, ::1], int64, float64[::1])", inner=True)
def _nearest(place: FloatArray, listed: FloatArray, count: int, limit: FloatArray) -> int:
    """Write the listed equilibrium that play has reached and return 1; return 0 if it is not clearly one of them."""
    near = -1
    for k in range(count):
        far = 0.0
        for r in range(len(limit)):
            far = max(far, abs(place[PLAY, r] - listed[k, r]))
        if far < NEAR:
            near = k
        elif far < FAR:
            return 0
    if near < 0:
        return 0
    for r in range(len(limit)):
        limit[r] = listed[near, r]
    return 1


@compiled(
    "int64(float64[:, ::1], float64[:, ::1], int64[::1], float64[:, ::1], int64, float64, float64[::1])", inner=True
)
def _followed(
    payoffs: FloatArray, raw: FloatArray, sizes: IntArray, listed: FloatArray, count: int, longest: float,
    limit: FloatArray,
) -> int:  # fmt: skip
    """Find the limit by following the path, in steps of some length at most; otherwise as `logit_limit` does."""
    actors, rungs = len(sizes), len(limit)
    tables = np.empty((actors + 2, payoffs.shape[1] + actors))
    widths = np.empty((actors, actors + 1), dtype=np.int64)
    if prepare(payoffs, sizes, tables, widths) == 0:
        return 0
    places, reach, ties = np.zeros((2, 2, rungs)), np.zeros(2), np.zeros((2, actors), dtype=np.int64)
    end = follow(tables, raw, sizes, widths, FARTHEST, longest, places, reach, ties)
    if end == LOST:
        return 0
    alike, leaders = ties[0], ties[1]
    if end == PASSED:
        note_ties(sizes, places[1], ALIKE, alike)
        if not settled(tables, raw, sizes, widths, reach[1], places[1], leaders):
            return _nearest(places[1], listed, count, limit)
    for i in range(actors):
        if alike[i] & leaders[i] and alike[i] & ~leaders[i]:
            return 0
    return uniform(sizes, leaders, limit)


@compiled("int64(float64[:, ::1], float64[:, ::1], int64[::1], float64[:, ::1], int64, float64, float64[::1])")
def logit_limit(
    payoffs: FloatArray, raw: FloatArray, sizes: IntArray, listed: FloatArray, count: int, doubt: float,
    limit: FloatArray,
) -> int:  # fmt: skip
    """Find the equilibrium to which the logit path leads.

    Parameters
    ----------
    payoffs, raw : (n, P)
        Each actor's payoffs by profile, the last actor's rung first to change: in units, and what tells ties. Rungs
        count as equally good only where these are the same bits.
    sizes : (n,)
        Numbers of the actors' rungs; n is 2 or more.
    listed : (E, N)
        The game's extreme equilibria, each actor's strategy after the other.
    count
        Number of these equilibria. Where it is 0, since they are too many to be listed, only orders are asked.
    doubt
        Units by which a rounded payoff difference may be wrong.
    limit : (N,)
        To be filled.

    Returns
    -------
    int
        Number of profiles in play where the limit is uniform play of some rungs; 1 where it is a listed equilibrium; 0
        where it was not found.
    """
    size = ordered_limit(payoffs, raw, sizes, doubt, limit)
    if size > 0 or count == 0:
        return size
    size = _followed(payoffs, raw, sizes, listed, count, LONG_STEP, limit)
    if size > 0:
        return size
    return _followed(payoffs, raw, sizes, listed, count, FINE_STEP, limit)
