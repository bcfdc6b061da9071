"""Kinds of games: those that differ in the sizes of what actors gain, but not in the signs.

A rung that is worth less than another one whatever the others do is never played at equilibrium, nor are those that
this leaves without a chance. If two actors at the most are left with a choice, and that between two rungs each, then
best replies, hence the supports of all extreme equilibria, hence the verdicts, depend on the signs of the gains only:
one game of each kind has to be solved.
"""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np

from powergame.model.game import BoolArray, FloatArray

DEAD = 2
"""Stands for the sign of a gain that cannot matter."""


def gains(payoffs: FloatArray) -> FloatArray:
    """Return all gains, (K, B): what the later rung of a pair is worth more.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)

    Returns
    -------
    (K, B)
        Actor by actor, for each pair of its rungs, for each profile of the others, the last actor's rung fastest.
    """
    found = []
    for i, table in enumerate(payoffs):
        mine = np.moveaxis(table, i, 0)
        found += [(mine[b] - mine[a]).reshape(-1, table.shape[-1]) for a, b in combinations(range(len(mine)), 2)]
    return np.concatenate(found)


def undominated(payoffs: FloatArray, margin: float) -> tuple[BoolArray, ...]:
    """Return for each actor which rungs no other rung beats everywhere, over and over again: (L_i, B) each.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)
    margin
        A rung beats another one where it is worth more than this.
    """
    shape, rows = payoffs.shape[1:-1], payoffs.shape[-1]
    alive = tuple(np.ones((size, rows), dtype=bool) for size in shape)
    changed = True
    while changed:
        changed = False
        for i, table in enumerate(payoffs):
            mine = np.moveaxis(table, i, 0)
            ruled_out = ~_others(alive, i)
            for a, b in permutations(range(shape[i]), 2):
                least = np.where(ruled_out, np.inf, mine[b] - mine[a]).reshape(-1, rows).min(axis=0)
                beaten = (least > margin) & alive[i][a] & alive[i][b]
                if beaten.any():
                    alive[i][a] &= ~beaten
                    changed = True
    return alive


def relevant_gains(alive: tuple[BoolArray, ...]) -> BoolArray:
    """Return which gains, (K, B), are between rungs, and with others' rungs, that survive."""
    found = []
    for i, mine in enumerate(alive):
        others = _others(alive, i).reshape(-1, mine.shape[-1])
        found += [others & mine[a] & mine[b] for a, b in combinations(range(len(mine)), 2)]
    return np.concatenate(found)


def sign_patterns(payoffs: FloatArray, seeks: BoolArray) -> list[bytes | None]:
    """Return each game's kind; None for those that are not decided by signs.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)
        Rounded.
    seeks : (L_1 + ... + L_n, B)
        Which rungs seek power.
    """
    alive = undominated(payoffs, 0.0)
    left = np.array([mine.sum(axis=0) for mine in alive])
    choosers = (left > 1).sum(axis=0)
    decided = (choosers <= 1) | ((choosers == 2) & (left <= 2).all(axis=0))
    signs = np.where(relevant_gains(alive), np.sign(gains(payoffs)), DEAD).astype(np.int8)
    marks = np.ascontiguousarray(np.concatenate([signs, *alive, seeks]).T.astype(np.int8))
    return [mark.tobytes() if one else None for mark, one in zip(marks, decided.tolist(), strict=True)]


def _others(alive: tuple[BoolArray, ...], i: int) -> BoolArray:
    """Return which profiles of the others survive, (L_1, ..., L_n without L_i, B)."""
    found = np.ones(alive[i].shape[-1:], dtype=bool)
    for j, mine in enumerate(alive):
        if j != i:
            found = found[..., None, :] & mine
    return found
