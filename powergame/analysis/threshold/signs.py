"""Sign patterns of games: games of one pattern differ in the sizes of the actors' gains, but not in their signs.

A rung that is worth less than another one whatever the others do is never played at equilibrium; nor are rungs that
become so once it is left out. Suppose that at most two actors keep a choice, and that each of them keeps two rungs.
Then best replies depend on the signs of the gains only, hence so do the supports of all extreme equilibria and the
verdicts: only one game of each pattern has to be solved.
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from powergame.arrays import BoolArray, ByteArray, FloatArray
from powergame.batch.dominance import profiles_of_others, undominated

DEAD = 2
"""Value in place of the sign of a gain that cannot matter."""


def gains(payoffs: FloatArray) -> FloatArray:
    """Return all gains: by how much the later rung of a pair is worth more.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)
        Payoffs of B games.

    Returns
    -------
    (K, B)
        Gains by actor, by pair of its rungs, and by profile of the others, the last actor's rung fastest; one that is
        the same everywhere, where nobody has a choice.
    """
    differences = []
    for i, table in enumerate(payoffs):
        by_rung = np.moveaxis(table, i, 0)
        pairs = combinations(range(len(by_rung)), 2)
        differences += [(by_rung[b] - by_rung[a]).reshape(-1, table.shape[-1]) for a, b in pairs]
    return np.concatenate(differences or [np.ones((1, payoffs.shape[-1]))])


def count_of_gains(shape: tuple[int, ...]) -> int:
    """Return how many gains games of a shape have, K.

    Examples
    --------
    >>> count_of_gains((2, 3))  # one pair against three rungs, and three pairs against two
    9
    """
    profiles = math.prod(shape)
    return sum(math.comb(size, 2) * (profiles // size) for size in shape) or 1


def relevant_gains(alive: tuple[BoolArray, ...]) -> BoolArray:
    """Return whether each gain, (K, B), is between surviving rungs, against others' surviving rungs."""
    relevant = []
    for i, rungs in enumerate(alive):
        others = profiles_of_others(alive, i).reshape(-1, rungs.shape[-1])
        relevant += [others & rungs[a] & rungs[b] for a, b in combinations(range(len(rungs)), 2)]
    return np.concatenate(relevant or [np.zeros((1, alive[0].shape[-1]), dtype=bool)])


def sign_patterns(payoffs: FloatArray, seeks: BoolArray) -> tuple[ByteArray, BoolArray]:
    """Return each game's pattern, (B, K), and whether games of its pattern have the same verdicts, (B,).

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n, B)
        Payoffs of B games, rounded.
    seeks : (L_1 + ... + L_n, B)
        Whether each rung seeks power.

    Examples
    --------
    Two prisoner's dilemmas of one pattern, which dominance decides:

    >>> dilemma, milder = np.array([[2.0, 0.0], [3.0, 1.0]]), np.array([[2.5, 0.0], [3.0, 1.0]])
    >>> payoffs = np.stack([[dilemma, dilemma.T], [milder, milder.T]], axis=-1)
    >>> marks, decided = sign_patterns(payoffs, np.array([[False, False], [True, True]] * 2))
    >>> np.array_equal(marks[0], marks[1]), decided.tolist()
    (True, [True, True])
    """
    alive = undominated(payoffs)
    left = np.array([rungs.sum(axis=0) for rungs in alive])
    choosers = (left > 1).sum(axis=0)
    decided = (choosers <= 1) | ((choosers == 2) & (left <= 2).all(axis=0))
    signs = np.where(relevant_gains(alive), np.sign(gains(payoffs)), DEAD).astype(np.int8)
    marks = np.ascontiguousarray(np.concatenate([signs, *alive, seeks]).T.astype(np.int8))
    return marks, decided
