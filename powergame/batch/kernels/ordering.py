"""The end of the logit path without following it: by orders of rungs that hold all along the path.

An order says "rung a is played at least as often as rung b". The principal branch never leaves a set of orders that
confirms itself. For if a pays more than b wherever all of them hold, then logit responses play a more than b, strictly
for every rationality above 0; so the branch, which starts at uniform play, cannot cross to where an order fails. The
largest such set starts from the order of what rungs pay against uniform play, and leaves out the orders that the rest
does not imply. Suppose it says that some rungs T_i of each actor are always played more than all others, and that rungs
of T_i pay the same against each rung of T_j. Then the others die out exponentially in rationality, and play in the
limit is uniform on T_i, which is mostly a single rung.

In games with a 1/L-dominant equilibrium (Morris, S., Rob, R. & Shin, H. S. (1995). p-dominance and belief potential.
Econometrica 63) the orders say that the branch [1]_ selects it; they decide other games, too.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.logit_path import uniform
from powergame.equilibrium.budgets import KERNEL_RUNGS
from powergame.jit.decorators import compiled, inlined


@inlined
def _closed(chosen: int, below: IntArray, size: int) -> bool:
    """Whether a set of rungs, as bits, contains with each rung all rungs that are played at least as often."""
    for s in range(size):
        if not chosen >> s & 1 and chosen & below[s]:
            return False
    return True


@inlined
def _pays_more(units: FloatArray, raw: FloatArray, a: int, b: int, below: IntArray, size: int, doubt: float) -> bool:
    """Whether rung a pays more than b wherever the other actor's orders hold.

    It is enough to look at the extreme points of that set, the uniform mixtures of closed sets of rungs.
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
    """Return the smallest set of rungs, as bits, all of which are played more often than all rungs outside of it."""
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
        Numbers of the actors' rungs.
    play : (2, 5)
        To be filled with the limit.

    Returns
    -------
    int
        Number of profiles in play in the limit; 0 where orders do not tell it.
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
