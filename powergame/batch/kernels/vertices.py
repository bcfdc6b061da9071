"""The kernel that enumerates the vertices behind all equilibria of a small game of two actors.

The enumeration is that of `powergame.equilibrium.nash.exact`: completely labelled pairs of vertices of the two
best-response polytopes [1]_. A mixed strategy is a vertex where the k rungs that it plays and k of the other actor's
best replies determine it. The signs that decide this are exact (`powergame.batch.kernels.determinants`), or the game
is left to the exact solver.

References
----------
.. [1] von Stengel, B. (2002). Computing equilibria for two-person games. Handbook of Game Theory 3, chapter 45.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.determinants import ERROR, MOST, ROUNDING, SIZE, UNSURE, VALUE, minors, sign, wrong_by
from powergame.equilibrium.budgets import KERNEL_RUNGS
from powergame.jit.decorators import compiled, inlined

MOST_VERTICES = 256
"""Vertices for which tables have room: more than the 231 pairs of a set of played rungs and as many best replies."""


@inlined
def _members(chosen: int, places: IntArray) -> int:
    """Write the members of a set of rungs, given as bits, and return their number."""
    count = 0
    for r in range(KERNEL_RUNGS):
        if chosen >> r & 1:
            places[count] = r
            count += 1
    return count


@inlined
def _differ(
    units: FloatArray, raw: FloatArray, a: int, b: int, c: int, doubt: float,
    E: FloatArray, slack: FloatArray, row: int, column: int,
) -> None:  # fmt: skip
    """Write how much more reply a pays than b against rung c, and by how much that may be wrong."""
    E[row, column] = units[a, c] - units[b, c]
    slack[row, column] = wrong_by(raw[a, c], raw[b, c], doubt)


@inlined
def _best_replies(
    units: FloatArray, raw: FloatArray, replies: int, ties: int, tied: IntArray, own: IntArray, k: int, inside: int,
    doubt: float, E: FloatArray, slack: FloatArray, table: FloatArray,
) -> int:  # fmt: skip
    """Return all best replies, as bits, if the tied ones are among them; 0 if not, -1 if that is unsure."""
    best = ties
    for other in range(KERNEL_RUNGS):
        if not replies >> other & 1 or ties >> other & 1:
            continue
        for c in range(k):
            _differ(units, raw, tied[0], other, own[c], doubt, E, slack, k - 1, c)
        value, size, most = 0.0, 0.0, 0.0
        every = (1 << k) - 1
        for c in range(k):
            rest = every ^ (1 << c)
            term = E[k - 1, c] * table[VALUE, rest]
            value += -term if (k - 1 - c) & 1 else term
            size += abs(E[k - 1, c]) * table[SIZE, rest]
            most += (abs(E[k - 1, c]) + slack[k - 1, c]) * table[MOST, rest]
        error = (most - size) * (1 + ROUNDING) + ROUNDING * most
        better = sign(E, every, value, error, most == size)
        if better == UNSURE:
            return -1
        if better * inside < 0:
            return 0
        if better == 0:
            best |= 1 << other
    return best


@compiled(
    "int64(float64[:, ::1], float64[:, ::1], int64, int64, int64, int64, float64,"
    " int64[::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def vertices(
    units: FloatArray,
    raw: FloatArray,
    replies: int,
    plays: int,
    reply_bit: int,
    play_bit: int,
    doubt: float,
    labels: IntArray,
    strategies: FloatArray,
    E: FloatArray,
    slack: FloatArray,
    table: FloatArray,
) -> int:
    """Enumerate the vertices of one actor's best-response polytope.

    Parameters
    ----------
    units, raw : (5, 5)
        Payoffs of the other actor by each of its rungs (rows) against each of the actor's (columns), in units: rounded
        to whole ones, and before, but whole where that is certain.
    replies, plays
        The other's rungs and the actor's that are left, as bits.
    reply_bit, play_bit
        First bits of their labels.
    doubt
        Units by which a rounded difference may be wrong; 0 if the payoffs are those of the exact solver, bit for bit.
    labels : (MOST_VERTICES,)
        To be filled: bits of the actor's rungs that are not played and of the other's best replies.
    strategies : (MOST_VERTICES, 5)
        To be filled.
    E, slack, table : (4, 5), (4, 5), (TABLES, 32)
        Scratch.

    Returns
    -------
    int
        Number of vertices, or -1 where the game is to be left to the exact solver.
    """
    own, tied, weight = np.zeros(5, dtype=np.int64), np.zeros(5, dtype=np.int64), np.zeros(5)
    count = 0
    for support in range(1, plays + 1):
        if support & ~plays:
            continue
        k = _members(support, own)
        for ties in range(1, replies + 1):
            if ties & ~replies or _members(ties, tied) != k:
                continue
            # the strategies that make the k replies equally good are all in proportion to these minors
            for t in range(1, k):
                for c in range(k):
                    _differ(units, raw, tied[0], tied[t], own[c], doubt, E, slack, t - 1, c)
            minors(E, slack, k - 1, k, table)
            inside, total = 0, 0.0
            for c in range(k):
                rest = ((1 << k) - 1) ^ (1 << c)
                whole = table[MOST, rest] == table[SIZE, rest]  # no entry that matters may be wrong
                is_sign = sign(E, rest, table[VALUE, rest], table[ERROR, rest], whole)
                if is_sign == UNSURE:
                    return -1
                signed = -is_sign if (k - 1 - c) & 1 else is_sign
                if signed == 0 or (c > 0 and signed != inside):
                    inside = 0
                    break
                inside = signed
                weight[c] = abs(table[VALUE, rest])
                total += weight[c]
            if inside == 0:
                continue
            best = _best_replies(units, raw, replies, ties, tied, own, k, inside, doubt, E, slack, table)
            if best == -1:
                return -1
            if best == 0:
                continue
            label = ((((1 << KERNEL_RUNGS) - 1) ^ support) << play_bit) | (best << reply_bit)
            twice = False
            for v in range(count):
                twice |= labels[v] == label
            if twice:
                continue
            labels[count] = label
            for r in range(KERNEL_RUNGS):
                strategies[count, r] = 0.0
            for c in range(k):
                strategies[count, own[c]] = weight[c] / total
            count += 1
    return count
