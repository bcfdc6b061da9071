"""All equilibria of a game of one round and two actors with private types, exactly.

Each type of each actor is an agent. With x_s the strategy of type s of the first actor, p_s its probability and v_t
what type t of the second expects at least, the first actor's polyhedron is

    { (x, v) : x_s in the simplex for each s;  v_t >= sum over s of p_s u_2(s, t, x_s, b) for each t and each rung b },

and the second's likewise. The extreme equilibria are the pairs of vertices in which each rung of each type is unplayed
or a best reply: of games of complete information these are the best-response polyhedra [1]_. The number of vertices
grows with the types' rungs, not with their plans, of which there are L^T an actor [2]_.

The polyhedra are unbounded (each v_t may be greater), but have no line. The walk along their bases is that of games of
complete information, in integers.

References
----------
.. [1] Avis, D., Rosenberg, G. D., Savani, R. & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player
   games. Economic Theory 42.
.. [2] Howson, J. T. & Rosenthal, R. W. (1974). Bayesian equilibria of finite two-person games with incomplete
   information. Management Science 21.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from powergame.arrays import ObjectArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.nash.exact import Enumeration, Pair, Strategy, order
from powergame.equilibrium.nash.tableau import Dictionary, completely_labelled, first_dictionary, vertices
from powergame.model.game import integers
from powergame.model.tree.types import GameTree

Worth: TypeAlias = list[list[list[list[int]]]]
"""What each type of an actor gets of each of its rungs, from each type of the other and each of that one's rungs, times
that type's probability: in whole numbers, of a unit of each type's own."""


def fits(tree: GameTree) -> bool:
    """Whether a game is of one round and two actors."""
    return len(tree.rounds) == 1 and len(tree.actors) == 2


def bayesian_equilibria(tree: GameTree, deadline: Deadline = NO_DEADLINE) -> Enumeration:
    """Return all extreme equilibria of a game of one round and two actors.

    Parameters
    ----------
    tree
        One that `fits`.
    deadline
        When the enumeration has to end.

    Returns
    -------
    Enumeration
        The strategy of an actor has the rungs of its types, one type's after the other's. In an order that depends on
        the game only: fewer rungs in play first, then earlier rungs.
    """
    worths = [_whole(table) for table in _weighted(tree)]
    first, second = worths
    if first is None or second is None:
        return Enumeration((), "steps", False)
    sizes = [kinds * rungs for kinds, rungs in zip(tree.kinds, tree.rounds[0].shape, strict=True)]
    work = Work(budgets.AGENT_ENTRIES, deadline)
    degenerate = False
    sides: list[dict[int, Strategy]] = []
    for worth, at, across in ((second, 0, sizes[0]), (first, sizes[0], 0)):
        start, labels = _start(worth, at, across)
        d, types, rungs = len(start.cobasic), len(worth[0][0]), len(worth[0][0][0])
        strategies = {}
        for vertex in vertices(start, labels, d + types, work):
            degenerate |= vertex.labels.bit_count() > d
            strategies[vertex.labels] = _strategy(vertex.values, types, rungs)
        sides.append(strategies)
    x, y = sides
    pairs: list[Pair] = []
    for a, b in completely_labelled(list(x), list(y), sum(sizes)):
        if len(pairs) == budgets.AGENT_EQUILIBRIA:
            work.limited = "steps"
            break
        pairs.append((x[a], y[b]))
    return Enumeration(tuple(sorted(pairs, key=order)), work.limited, degenerate)


def exact_regret(tree: GameTree, pair: Pair) -> Fraction:
    """Return the greatest gain of another rung to a type of an actor, in fractions.

    Parameters
    ----------
    pair
        Strategies as `bayesian_equilibria` has them.
    """
    greatest = Fraction(0)
    for i, weighted in enumerate(_weighted(tree)):
        own = np.array(pair[i], dtype=object).reshape(weighted.shape[:2])
        other = np.array(pair[1 - i], dtype=object).reshape(weighted.shape[2:])
        replies = np.tensordot(weighted, other, 2)
        greatest = max(greatest, *(replies.max(axis=1) - (replies * own).sum(axis=1)))
    return greatest


def _weighted(tree: GameTree) -> tuple[ObjectArray, ObjectArray]:
    """Return for each actor (T_i, L_i, T_j, L_j) of fractions: payoffs times the probability of the other's type."""
    now = tree.rounds[0].now[:, 0]
    first = _fractions(now[0].transpose(0, 2, 1, 3)) * _decimals(tree.prior[1])[:, None]
    second = _fractions(now[1].transpose(1, 3, 0, 2)) * _decimals(tree.prior[0])[:, None]
    return first, second


def _fractions(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> ObjectArray:
    exact = np.empty(table.shape, dtype=object)
    exact.ravel()[:] = [Fraction(x) for x in table.ravel().tolist()]
    return exact


def _decimals(prior: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> ObjectArray:
    """Return probabilities as they are written in decimals: 0.3 is three tenths."""
    return np.array([Fraction(repr(p)) for p in prior.tolist()], dtype=object)


def _whole(weighted: ObjectArray) -> Worth | None:
    """Return what rungs are worth in whole numbers, each type's in a unit of its own; None where they are too long."""
    worth: Worth = []
    for table in weighted:
        scaled = integers(table - table[:1])  # what does not depend on the rung changes no reply
        if scaled is None:
            return None
        factor = math.gcd(*scaled[0].ravel().tolist()) or 1
        worth.append((scaled[0] // factor).tolist())
    return worth


def _start(worth: Worth, at: int, across: int) -> tuple[Dictionary, list[int]]:
    """Return a basis of an actor's polyhedron, at each type's first rung, and the labels of its variables and slacks.

    The variables are the probabilities of each type's other rungs, and of each type t of the other actor how far v_t is
    above the worth of t's best reply b to the first rungs. The slacks are the probabilities of the first rungs, and how
    far v_t is above the worth of t's other rungs.

    Parameters
    ----------
    worth
        The other actor's.
    at, across
        The first label of the actor's rungs, and of the other's.
    """
    types, rungs = len(worth[0][0]), len(worth[0][0][0])
    free = [(s, a) for s in range(types) for a in range(1, rungs)]
    rows = [[int(s == row) for s, _ in free] + [0] * len(worth) for row in range(types)]
    bound = [1] * types
    labels = [at + s * rungs + a for s, a in free]
    slack_labels = [at + s * rungs for s in range(types)]
    for t, replies in enumerate(worth):
        at_first = [sum(of_type[0] for of_type in reply) for reply in replies]
        b = at_first.index(max(at_first))
        labels.append(across + t * len(replies) + b)
        for other, reply in enumerate(replies):
            if other == b:
                continue
            more = [reply[s][a] - reply[s][0] - (replies[b][s][a] - replies[b][s][0]) for s, a in free]
            rows.append(more + [-int(z == t) for z in range(len(worth))])
            bound.append(at_first[b] - at_first[other])
            slack_labels.append(across + t * len(replies) + other)
    return first_dictionary(rows, bound), labels + slack_labels


def _strategy(values: Sequence[int], types: int, rungs: int) -> Strategy:
    """Return the strategy of an actor's types, one after the other, at a vertex."""
    return tuple(p for s in range(types) for p in _of_type(values, s, types, rungs))


def _of_type(values: Sequence[int], s: int, types: int, rungs: int) -> Iterator[Fraction]:
    first = len(values) - types + s  # the slack of the type's simplex
    weights = [values[first], *values[s * (rungs - 1) : (s + 1) * (rungs - 1)]]
    total = sum(weights)
    return (Fraction(weight, total) for weight in weights)
