"""The kernel that lists all equilibria among the actors whom strict dominance leaves a choice."""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.determinants import TABLES
from powergame.batch.kernels.vertices import MOST_VERTICES, vertices
from powergame.equilibrium.budgets import BOXES, KERNEL_BOXES, KERNEL_EQUILIBRIA, KERNEL_RUNGS
from powergame.equilibrium.kernels.layout import most_boxes
from powergame.equilibrium.kernels.search import enumerate_all
from powergame.jit.decorators import compiled, inlined

UNPROVEN = -1
"""Number of equilibria where it is not known."""


@inlined
def _first(kept: int) -> int:
    """Return the first rung of a set that is not empty."""
    r = 0
    while not kept >> r & 1:
        r += 1
    return r


@compiled(
    "int64(float64[:, ::1], float64[:, ::1], int64[::1], int64[::1], int64[::1], int64, int64, float64,"
    " float64[:, ::1])",
    inner=True,
)
def between_two(
    units: FloatArray,
    raw: FloatArray,
    sizes: IntArray,
    strides: IntArray,
    kept: IntArray,
    first: int,
    second: int,
    doubt: float,
    listed: FloatArray,
) -> int:
    """List all extreme equilibria where only two actors have a choice: exactly, as of any game of two actors.

    Parameters
    ----------
    units, raw, sizes, strides, kept, doubt
        As for `dominance.undominated`.
    first, second
        The two actors.
    listed : (KERNEL_EQUILIBRIA or more, N)
        To be filled: the probabilities of all actors' rungs, the first actor's first; in the first row those of actors
        without a choice stand already.

    Returns
    -------
    int
        Number of equilibria, or `UNPROVEN`.
    """
    whole, rough = np.zeros((2, KERNEL_RUNGS, KERNEL_RUNGS)), np.zeros((2, KERNEL_RUNGS, KERNEL_RUNGS))
    labels, strategies = np.zeros((2, MOST_VERTICES), dtype=np.int64), np.zeros((2, MOST_VERTICES, KERNEL_RUNGS))
    E, slack, table = np.zeros((4, KERNEL_RUNGS)), np.zeros((4, KERNEL_RUNGS)), np.zeros((TABLES, 32))
    start, at0, at1, passed = 0, 0, 0, 0
    for i in range(len(sizes)):
        if i == first:
            at0 = passed
        elif i == second:
            at1 = passed
        else:
            start += _first(kept[i]) * strides[i]
        passed += sizes[i]
    for r in range(sizes[first]):
        for s in range(sizes[second]):
            p = start + r * strides[first] + s * strides[second]
            whole[0, r, s], rough[0, r, s] = units[first, p], raw[first, p]
            whole[1, s, r], rough[1, s, r] = units[second, p], raw[second, p]
    k0, k1 = kept[first], kept[second]
    # the first actor's polytope is cut by the second's replies, and the other way round
    n0 = vertices(whole[1], rough[1], k1, k0, KERNEL_RUNGS, 0, doubt, labels[0], strategies[0], E, slack, table)
    n1 = vertices(whole[0], rough[0], k0, k1, 0, KERNEL_RUNGS, doubt, labels[1], strategies[1], E, slack, table)
    if n0 < 0 or n1 < 0:
        return UNPROVEN
    count, every = 0, (1 << (2 * KERNEL_RUNGS)) - 1
    for a in range(n0):
        for b in range(n1):
            if labels[0, a] | labels[1, b] != every:
                continue
            if count == KERNEL_EQUILIBRIA:
                return UNPROVEN
            for k in range(passed):
                listed[count, k] = listed[0, k]
            for r in range(sizes[first]):
                listed[count, at0 + r] = strategies[0, a, r]
            for s in range(sizes[second]):
                listed[count, at1 + s] = strategies[1, b, s]
            count += 1
    return count


@compiled(
    "int64(float64[:, ::1], int64[::1], int64[::1], int64[::1], int64, float64, float64[:, ::1])",
    inner=True,
)
def between_more(
    units: FloatArray,
    sizes: IntArray,
    strides: IntArray,
    kept: IntArray,
    choosers: int,
    doubt: float,
    listed: FloatArray,
) -> int:
    """List all equilibria where three or more actors have a choice; otherwise as `between_two`.

    Parameters
    ----------
    choosers
        Their number.
    """
    n, start, profiles, rungs = len(sizes), 0, 1, 0
    actors, left, place = np.zeros(choosers, dtype=np.int64), np.zeros(choosers, dtype=np.int64), 0
    at, members = np.zeros((choosers, KERNEL_RUNGS), dtype=np.int64), np.zeros((choosers, KERNEL_RUNGS), dtype=np.int64)
    c = 0
    for i in range(n):
        if kept[i] & (kept[i] - 1) == 0:
            start += _first(kept[i]) * strides[i]
        else:
            actors[c] = i
            for r in range(sizes[i]):
                if kept[i] >> r & 1:
                    at[c, left[c]], members[c, left[c]] = place + r, r
                    left[c] += 1
            profiles *= left[c]
            rungs += left[c]
            c += 1
        place += sizes[i]
    supports, most = 1, min(KERNEL_BOXES, most_boxes(left, BOXES))  # `solve` looks at no more
    for c in range(choosers):
        supports *= (1 << left[c]) - 1
    if supports > most:
        return UNPROVEN
    smaller, played = np.empty((choosers, profiles)), np.zeros(choosers, dtype=np.int64)
    for q in range(profiles):
        p = start
        for c in range(choosers):
            p += members[c, played[c]] * strides[actors[c]]
        for c in range(choosers):
            smaller[c, q] = units[actors[c], p]
        c = choosers - 1
        while c >= 0:
            played[c] += 1
            if played[c] < left[c]:
                break
            played[c] = 0
            c -= 1
    strategies = np.zeros((KERNEL_EQUILIBRIA, rungs))
    each = doubt / 2  # of two payoffs whose difference may be wrong by as much
    count = enumerate_all(smaller, left, each, most, strategies)
    for e in range(count):
        for k in range(place):
            listed[e, k] = listed[0, k]
        k = 0
        for c in range(choosers):
            for r in range(left[c]):
                listed[e, at[c, r]] = strategies[e, k]
                k += 1
    return count
