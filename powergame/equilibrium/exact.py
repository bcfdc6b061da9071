"""All equilibria of a two-actor game, exactly.

The extreme equilibria are the completely labelled pairs of vertices of the two best-response polytopes
``P = {x >= 0, B'x <= 1}`` and ``Q = {y >= 0, A y <= 1}`` of positive payoffs [1]_. Vertices are found by walking the
lexicographically feasible bases: the perturbed polytope is simple and bounded, so its graph is connected and the
walk meets every vertex. All in integers, so that the list is proven complete.

For small games only: the number of bases grows exponentially (8 x 8 rungs have at most 660 a polytope, 12 x 12 at
most 24,752, by the upper bound theorem).

References
----------
.. [1] Avis, D., Rosenberg, G. D., Savani, R. & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player
   games. Economic Theory 42.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from powergame.equilibrium.tableau import Dictionary, first_dictionary
from powergame.model.game import Game, ObjectArray

Strategy: TypeAlias = tuple[Fraction, ...]
Matrix: TypeAlias = list[list[int]]

MAX_ENTRIES = 4_000_000
"""Dictionary entries that one polytope's walk may compute: some seconds."""


@dataclass(frozen=True)
class Vertex:
    """A vertex of a best-response polytope other than 0.

    Attributes
    ----------
    strategy
        The vertex, scaled to sum 1.
    labels
        Bits of all constraints that are tight: own rungs not played and the other's best replies. Rungs of the
        first actor are bits 0..m-1, of the second m..m+n-1.
    """

    strategy: Strategy
    labels: int


@dataclass(frozen=True)
class Enumeration:
    """What an exact enumeration found.

    Attributes
    ----------
    pairs
        The extreme equilibria: a strategy for each actor.
    complete
        Whether both walks came to their end.
    degenerate
        Whether a vertex has more labels than its polytope has dimensions.
    """

    pairs: tuple[tuple[Strategy, Strategy], ...]
    complete: bool
    degenerate: bool


def extreme_equilibria(game: Game) -> Enumeration:
    """Return all extreme equilibria of a game of two actors.

    Parameters
    ----------
    game
        With two actors, m and n rungs.

    Returns
    -------
    Enumeration
        In an order that depends on the game only: fewer rungs in play first, then earlier rungs.
    """
    A, B = (positive_integers(payoffs) for payoffs in game.exact)
    m, n = game.shape
    first = _vertices([list(column) for column in zip(*B, strict=True)], own=0, other=m)
    second = _vertices(A, own=m, other=0)
    everything = (1 << (m + n)) - 1
    pairs = [(x.strategy, y.strategy) for x in first[0] for y in second[0] if x.labels | y.labels == everything]
    return Enumeration(
        pairs=tuple(sorted(pairs, key=order)),
        complete=first[1] and second[1],
        degenerate=any(v.labels.bit_count() > size for found, size in ((first[0], m), (second[0], n)) for v in found),
    )


def order(pair: Sequence[Strategy]) -> tuple[int, list[Fraction]]:
    """Return the key by which equilibria are sorted: fewer rungs in play first, then earlier rungs."""
    flat = [p for strategy in pair for p in strategy]
    return sum(p > 0 for p in flat), [-p for p in flat]


def positive_integers(payoffs: ObjectArray) -> Matrix:
    """Return payoffs on another scale of the same preferences: integers from 1, without common factor."""
    flat = payoffs.ravel().tolist()
    scale = math.lcm(*(x.denominator for x in flat))
    whole = [x.numerator * (scale // x.denominator) for x in flat]
    least = min(whole)
    factor = math.gcd(*(x - least for x in whole)) or 1
    columns = payoffs.shape[1]
    shifted = [(x - least) // factor + 1 for x in whole]
    return [shifted[k : k + columns] for k in range(0, len(shifted), columns)]


def _vertices(coefficients: Sequence[Sequence[int]], own: int, other: int) -> tuple[list[Vertex], bool]:
    """Return the vertices but 0 of ``{x >= 0, C x <= 1}``, and whether these are all.

    Parameters
    ----------
    own, other
        First label of the variables and of the constraints.
    """
    start = first_dictionary(coefficients, [1] * len(coefficients))
    d = len(start.cobasic)
    label = [1 << (own + v) if v < d else 1 << (other + v - d) for v in range(d + len(start.basic))]
    seen = {sum(1 << v for v in start.cobasic)}
    queue, found = [start], {}
    budget = MAX_ENTRIES // (len(start.basic) * (d + 1))
    while queue and len(seen) <= budget:
        dictionary = queue.pop()
        vertex = _vertex(dictionary, label)
        if vertex:
            found[vertex.strategy] = vertex
        cobasis = sum(1 << v for v in dictionary.cobasic)
        for column, entering in enumerate(dictionary.cobasic):
            row = dictionary.leaving_row(column)
            if row is None:  # cannot be: the polytope is bounded, since all coefficients are positive
                continue
            neighbour = cobasis ^ (1 << entering) ^ (1 << dictionary.basic[row])
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append(dictionary.pivot(row, column))
    return list(found.values()), not queue


def _vertex(dictionary: Dictionary, label: Sequence[int]) -> Vertex | None:
    d = len(dictionary.cobasic)
    values, labels = [0] * d, 0
    for variable in dictionary.cobasic:
        labels |= label[variable]
    for variable, row in zip(dictionary.basic, dictionary.rows, strict=True):
        if row[-1] == 0:
            labels |= label[variable]
        elif variable < d:
            values[variable] = row[-1]
    total = sum(values)
    return Vertex(tuple(Fraction(value, total) for value in values), labels) if total else None
