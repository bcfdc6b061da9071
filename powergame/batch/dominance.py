"""Games of any number of actors that dominance alone solves, many at once."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray


def solved_by_dominance(payoffs: FloatArray) -> IndexArray:
    """Eliminate rungs that another rung strictly dominates, again and again, and return what is left where it is one.

    A game of which one profile is left has no other equilibrium, mixed ones included.

    Parameters
    ----------
    payoffs : (B, n, L_1, ..., L_n)
        In whole multiples of one unit, so that comparisons are exact.

    Returns
    -------
    (B, n)
        The rungs that are left; -1 for all actors where some actor is left with several.
    """
    rows, n = payoffs.shape[:2]
    kept = [np.ones((rows, size), dtype=bool) for size in payoffs.shape[2:]]
    changed = True
    while changed:
        changed = False
        for i in range(n):
            own = np.moveaxis(payoffs[:, i], i + 1, 1).reshape(rows, payoffs.shape[2 + i], -1)
            relevant = _profiles([mask for j, mask in enumerate(kept) if j != i])
            dominated = np.zeros_like(kept[i])
            for s, r in permutations(range(own.shape[1]), 2):
                better = ((own[:, s] > own[:, r]) | ~relevant).all(axis=1)
                dominated[:, r] |= better & kept[i][:, s]
            changed |= bool((dominated & kept[i]).any())
            kept[i] &= ~dominated
    single = np.all([mask.sum(axis=1) == 1 for mask in kept], axis=0)
    return np.where(single[:, None], np.stack([mask.argmax(axis=1) for mask in kept], axis=1), -1)


def _profiles(kept: list[BoolArray]) -> BoolArray:
    """Return which profiles of rungs are left, (B, P), given which rungs each actor is left with."""
    found = kept[0]
    for mask in kept[1:]:
        found = (found[:, :, None] & mask[:, None, :]).reshape(len(found), -1)
    return found
