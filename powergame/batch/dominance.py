"""Strict dominance in many games at once, of any number of actors."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray


def undominated(payoffs: FloatArray, margin: float = 0.0) -> tuple[BoolArray, ...]:
    """Return for each actor which rungs survive the repeated elimination of strictly dominated rungs: (L_i, B) each.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)
        Payoffs of B games; comparisons are exact where these are whole multiples of one unit.
    margin
        Payoff by more than which a rung must be worth more than a rung that it dominates, whatever the others do.
    """
    shape, rows = payoffs.shape[1:-1], payoffs.shape[-1]
    alive = tuple(np.ones((size, rows), dtype=bool) for size in shape)
    changed = True
    while changed:
        changed = False
        for i, table in enumerate(payoffs):
            by_rung = np.moveaxis(table, i, 0)
            ruled_out = ~profiles_of_others(alive, i)
            for a, b in permutations(range(shape[i]), 2):
                least = np.where(ruled_out, np.inf, by_rung[b] - by_rung[a]).reshape(-1, rows).min(axis=0)
                dominated = (least > margin) & alive[i][a] & alive[i][b]
                if dominated.any():
                    alive[i][a] &= ~dominated
                    changed = True
    return alive


def profiles_of_others(alive: tuple[BoolArray, ...], i: int) -> BoolArray:
    """Return which profiles of all but actor i are left, (L_1, ..., L_n without L_i, B)."""
    left = np.ones(alive[i].shape[-1:], dtype=bool)
    for j, rungs in enumerate(alive):
        if j != i:
            left = left[..., None, :] & rungs
    return left


def solved_by_dominance(payoffs: FloatArray) -> IndexArray:
    """Return the only profile that strict dominance leaves, (n, B); -1 for all actors where some actor keeps a choice.

    A game with a single profile left has no other equilibrium, mixed ones included.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)
        Payoffs of B games, in whole multiples of one unit.

    Examples
    --------
    In the prisoner's dilemma both play their second rung; in a pure coordination game each keeps a choice:

    >>> dilemma, together = np.array([[2.0, 0.0], [3.0, 1.0]]), np.eye(2)
    >>> payoffs = np.stack([[dilemma, dilemma.T], [together, together]], axis=-1)
    >>> solved_by_dominance(payoffs).T.tolist()
    [[1, 1], [-1, -1]]
    """
    alive = undominated(payoffs)
    single = np.all([rungs.sum(axis=0) == 1 for rungs in alive], axis=0)
    return np.where(single, np.stack([rungs.argmax(axis=0) for rungs in alive]), -1)
