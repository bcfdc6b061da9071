"""Where the logit path leads, without following it: by the order in which rungs are played all along.

A set of orders "rung a is played at least as often as rung b" that confirms itself is never left by the principal
branch: if, wherever all of them hold, a pays more than b, then logit responses play a more than b, strictly for every
rationality above 0; so the branch, which starts at uniform play, cannot cross to where one fails. The largest such set
within the order of what rungs pay against uniform play is found by leaving out what the rest does not imply. Where it
says that some rungs T_i of each actor are always played more than all others, and rungs of T_i pay the same against
each of T_j, the others die out exponentially in rationality, and play in the limit is uniform on T_i: one rung, most
often.

For games with an equilibrium that is 1/L-dominant (Morris, S., Rob, R. & Shin, H. S. (1995). p-dominance and belief
potential. Econometrica 63) this says that the branch [1]_ selects it; it says so more often.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.jit import compiled, inlined
from powergame.batch.kernels.logit_path import uniform
from powergame.equilibrium.budgets import KERNEL_RUNGS


@inlined
def _closed(chosen: int, below: IntArray, size: int) -> bool:
    """Whether a set of rungs, as bits, holds with each rung all that are played at least as often."""
    for s in range(size):
        if not chosen >> s & 1 and chosen & below[s]:
            return False
    return True


@inlined
def _pays_more(units: FloatArray, raw: FloatArray, a: int, b: int, below: IntArray, size: int, doubt: float) -> bool:
    """Whether rung a pays more than b wherever the other actor's orders hold: at all extreme points of that set.

    These are the uniform mixtures of closed sets of rungs.
    """
    for chosen in range(1, 1 << size):
        if not _closed(chosen, below, size):
            continue
        total, unsure = 0.0, 0.0
        for c in range(size):
            if chosen >> c & 1:
                total += units[a, c] - units[b, c]
                unsure += 0.0 if raw[a, c] == raw[b, c] else doubt
        if total <= unsure:
            return False
    return True


@inlined
def _least_top(below: IntArray, size: int) -> int:
    """Return the smallest set of rungs, as bits, each of which is played more often than all that are not in it."""
    every = (1 << size) - 1
    best, fewest = every, size
    for start in range(size):
        chosen, grows = 1 << start, True
        while grows:
            grows = False
            for x in range(size):
                if chosen >> x & 1:
                    outside = every & ~chosen & ~below[x]
                    if outside:
                        chosen |= outside
                        grows = True
        members = 0
        for r in range(size):
            members += chosen >> r & 1
        if members < fewest:
            best, fewest = chosen, members
    return best


@compiled("int64(float64[:, :, ::1], float64[:, :, ::1], int64, int64, float64, float64[:, ::1])", inner=True)
def ordered_limit(units: FloatArray, raw: FloatArray, first: int, second: int, doubt: float, play: FloatArray) -> int:
    """Find the limit of the logit path where orders alone tell it.

    Parameters
    ----------
    units, raw, doubt
        As for `powergame.batch.kernels.games.solve_game`.
    first, second
        How many rungs the actors have.
    play : (2, 5)
        To be filled with the limit.

    Returns
    -------
    int
        How many profiles of rungs are in play in the limit; 0 where orders do not tell.
    """
    sizes = np.array([first, second])
    below = np.zeros((2, KERNEL_RUNGS), dtype=np.int64)  # [i, a]: the rungs that are played at most as often as a
    for i in range(2):
        for a in range(sizes[i]):
            for b in range(sizes[i]):
                if a != b:
                    total = 0.0
                    for c in range(sizes[1 - i]):
                        total += units[i, a, c] - units[i, b, c]
                    if total > 0:
                        below[i, a] |= 1 << b
    changed = True
    while changed:
        changed = False
        for i in range(2):
            for a in range(sizes[i]):
                for b in range(sizes[i]):
                    if below[i, a] >> b & 1 and not _pays_more(
                        units[i], raw[i], a, b, below[1 - i], sizes[1 - i], doubt
                    ):
                        below[i, a] ^= 1 << b
                        changed = True
    top = np.zeros(2, dtype=np.int64)
    for i in range(2):
        top[i] = _least_top(below[i], sizes[i])
    for i in range(2):
        for a in range(sizes[i]):
            for b in range(a):
                if top[i] >> a & 1 and top[i] >> b & 1:
                    for c in range(sizes[1 - i]):
                        if top[1 - i] >> c & 1 and raw[i, a, c] != raw[i, b, c]:
                            if doubt > 0 or units[i, a, c] != units[i, b, c]:
                                return 0
    return uniform(top, play)
