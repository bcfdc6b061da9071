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
from powergame.batch.kernels.logit.path import uniform
from powergame.jit.decorators import compiled, inlined

MOST_SETS = 2048
"""Products of sets of all other actors' rungs up to which orders are looked at; beyond, the path is followed."""


@inlined
def _closed(chosen: int, below: IntArray, first: int, size: int) -> bool:
    """Whether a set of rungs, as bits, contains with each rung all rungs that are played at least as often."""
    for s in range(size):
        if not chosen >> s & 1 and chosen & below[first + s]:
            return False
    return True


@inlined
def _compare(
    payoffs: FloatArray, raw: FloatArray, i: int, a: int, b: int, after: int, size: int, doubt: float, sums: FloatArray
) -> int:
    """Write how much more a surely pays than b against each profile of the others, and return their number."""
    count = int(payoffs.shape[1] // size)
    for w in range(count):
        base = (w // after) * after * size + w % after
        sums[0, w] = payoffs[i, base + a * after] - payoffs[i, base + b * after]
        if doubt > 0 and raw[i, base + a * after] != raw[i, base + b * after]:
            sums[0, w] -= doubt
    return count


@compiled("boolean(int64[::1], int64, int64, int64[::1], float64[:, ::1])", inner=True)
def _always_more(sizes: IntArray, i: int, count: int, below: IntArray, sums: FloatArray) -> bool:
    """Whether gains against all profiles of the others, in the first row of `sums`, have a positive mean in all orders.

    It is enough to look at the extreme points of play in these orders, the uniform mixtures of closed sets of rungs of
    each actor. One actor's profiles after the other's become sets.
    """
    here, before, after, first = 0, count, 1, len(below)
    for j in range(len(sizes) - 1, -1, -1):
        first -= sizes[j]
        if j == i:
            continue
        before //= sizes[j]
        sets = 0
        for chosen in range(1, 1 << sizes[j]):
            sets += _closed(chosen, below, first, sizes[j])
        at = 0
        for chosen in range(1, 1 << sizes[j]):
            if not _closed(chosen, below, first, sizes[j]):
                continue
            for w in range(before):
                for k in range(after):
                    total = 0.0
                    for s in range(sizes[j]):
                        if chosen >> s & 1:
                            total += sums[here, (w * sizes[j] + s) * after + k]
                    sums[1 - here, (w * sets + at) * after + k] = total
            at += 1
        here, after = 1 - here, after * sets
    for k in range(after):
        if sums[here, k] <= 0:
            return False
    return True


@inlined
def _least_top(below: IntArray, first: int, size: int) -> int:
    """Return the smallest set of rungs, as bits, all of which are played more often than all rungs outside of it."""
    every = (1 << size) - 1
    best, fewest = every, size
    for start in range(size):
        chosen, grows = 1 << start, True
        while grows:
            grows = False
            for x in range(size):
                if chosen >> x & 1:
                    outside = every & ~chosen & ~below[first + x]
                    if outside:
                        chosen |= outside
                        grows = True
        members = 0
        for r in range(size):
            members += chosen >> r & 1
        if members < fewest:
            best, fewest = chosen, members
    return best


@inlined
def _leads(top: IntArray, sizes: IntArray, profile: int, but: int) -> bool:
    """Whether everybody but one plays a top rung in a profile."""
    for j in range(len(sizes) - 1, -1, -1):
        if j != but and not top[j] >> profile % sizes[j] & 1:
            return False
        profile //= sizes[j]
    return True


@compiled("int64(float64[:, ::1], float64[:, ::1], int64[::1], float64, float64[::1])", inner=True)
def ordered_limit(payoffs: FloatArray, raw: FloatArray, sizes: IntArray, doubt: float, limit: FloatArray) -> int:
    """Find the limit of the logit path where orders alone tell it.

    Parameters
    ----------
    payoffs, raw : (n, P)
        Payoffs by profile, in units: rounded, and before.
    sizes : (n,)
        Numbers of the actors' rungs.
    doubt
        Units by which a rounded payoff difference may be wrong.
    limit : (N,)
        To be filled.

    Returns
    -------
    int
        Number of profiles in play in the limit; 0 where orders do not tell it.
    """
    most = 1
    for i in range(len(sizes)):
        most *= (1 << sizes[i]) - 1
    fewest = most
    for i in range(len(sizes)):
        fewest = min(fewest, (1 << sizes[i]) - 1)
    if most // fewest > MOST_SETS:
        return 0
    below = np.zeros(len(limit), dtype=np.int64)  # the rungs, as bits, that are played at most as often as each
    sums = np.empty((2, most // fewest))
    first, after = 0, payoffs.shape[1]
    for i in range(len(sizes)):
        after //= sizes[i]
        for a in range(sizes[i]):
            for b in range(sizes[i]):
                if a != b:
                    total = 0.0
                    for w in range(_compare(payoffs, raw, i, a, b, after, sizes[i], 0.0, sums)):
                        total += sums[0, w]
                    if total > 0:
                        below[first + a] |= 1 << b
        first += sizes[i]
    changed = True
    while changed:
        changed, first, after = False, 0, payoffs.shape[1]
        for i in range(len(sizes)):
            after //= sizes[i]
            for a in range(sizes[i]):
                for b in range(sizes[i]):
                    if below[first + a] >> b & 1:
                        count = _compare(payoffs, raw, i, a, b, after, sizes[i], doubt, sums)
                        if not _always_more(sizes, i, count, below, sums):
                            below[first + a] ^= 1 << b
                            changed = True
            first += sizes[i]
    top, first = np.zeros(len(sizes), dtype=np.int64), 0
    for i in range(len(sizes)):
        top[i] = _least_top(below, first, sizes[i])
        first += sizes[i]
    after = payoffs.shape[1]
    for i in range(len(sizes)):
        after //= sizes[i]
        for profile in range(payoffs.shape[1]):
            a = profile // after % sizes[i]
            if not top[i] >> a & 1 or not _leads(top, sizes, profile, i):
                continue
            for b in range(a):
                other = profile - (a - b) * after
                if top[i] >> b & 1 and raw[i, profile] != raw[i, other]:
                    if doubt > 0 or payoffs[i, profile] != payoffs[i, other]:
                        return 0
    return uniform(sizes, top, limit)
