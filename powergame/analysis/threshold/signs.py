"""Sign patterns of games: games of one pattern differ in the sizes of what actors gain, but not in the signs.

A rung that is worth less than another one whatever the others do is never played at equilibrium, nor are those that
this leaves without a chance. If two actors at the most are left with a choice, and that between two rungs each, then
best replies, hence the supports of all extreme equilibria, hence the verdicts, depend on the signs of the gains only:
one game of each pattern has to be solved.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.batch.dominance import profiles_of_others, undominated

DEAD = 2
"""The sign of a gain that cannot matter."""


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
    differences = []
    for i, table in enumerate(payoffs):
        by_rung = np.moveaxis(table, i, 0)
        pairs = combinations(range(len(by_rung)), 2)
        differences += [(by_rung[b] - by_rung[a]).reshape(-1, table.shape[-1]) for a, b in pairs]
    return np.concatenate(differences)


def relevant_gains(alive: tuple[BoolArray, ...]) -> BoolArray:
    """Return which gains, (K, B), are between rungs, and with others' rungs, that survive."""
    relevant = []
    for i, rungs in enumerate(alive):
        others = profiles_of_others(alive, i).reshape(-1, rungs.shape[-1])
        relevant += [others & rungs[a] & rungs[b] for a, b in combinations(range(len(rungs)), 2)]
    return np.concatenate(relevant)


def sign_patterns(payoffs: FloatArray, seeks: BoolArray) -> tuple[list[bytes], BoolArray]:
    """Return each game's pattern, and whether games of its pattern have the same verdicts, (B,).

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)
        Rounded.
    seeks : (L_1 + ... + L_n, B)
        Which rungs seek power.
    """
    alive = undominated(payoffs)
    left = np.array([rungs.sum(axis=0) for rungs in alive])
    choosers = (left > 1).sum(axis=0)
    decided = (choosers <= 1) | ((choosers == 2) & (left <= 2).all(axis=0))
    signs = np.where(relevant_gains(alive), np.sign(gains(payoffs)), DEAD).astype(np.int8)
    marks = np.ascontiguousarray(np.concatenate([signs, *alive, seeks]).T.astype(np.int8))
    return [mark.tobytes() for mark in marks], decided
