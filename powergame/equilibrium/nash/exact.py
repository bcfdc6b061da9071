"""All equilibria of a two-actor game, exactly.

The extreme equilibria are the completely labelled pairs of vertices of the two best-response polytopes
``P = {x >= 0, B'x <= 1}`` and ``Q = {y >= 0, A y <= 1}`` of positive payoffs [1]_. A walk along the lexicographically
feasible bases finds the vertices: the perturbed polytope is simple and bounded, so its graph is connected and the
walk meets every vertex. It computes in integers, so the list is proven complete.

For small games only: the number of bases grows exponentially (8 x 8 rungs have at most 660 a polytope, 12 x 12 at
most 24,752, by the upper bound theorem [2]_).

References
----------
.. [1] Avis, D., Rosenberg, G. D., Savani, R. & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player
   games. Economic Theory 42.
.. [2] McMullen, P. (1970). The maximum numbers of faces of a convex polytope. Mathematika 17.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from powergame.arrays import ObjectArray
from powergame.equilibrium import budgets
from powergame.equilibrium.nash.tableau import Dictionary, first_dictionary
from powergame.equilibrium.types import Probability
from powergame.model.game import Game

Strategy: TypeAlias = tuple[Fraction, ...]
Matrix: TypeAlias = list[list[int]]


@dataclass(frozen=True)
class Vertex:
    """A vertex of a best-response polytope other than 0.

    Attributes
    ----------
    strategy
        The vertex, scaled to sum 1.
    labels
        Bits of all constraints that are tight: the actor's rungs not played and the other's best replies. Bits
        0..m-1 are rungs of the first actor, bits m..m+n-1 of the second.
    """

    strategy: Strategy
    labels: int


@dataclass(frozen=True)
class Enumeration:
    """The result of an exact enumeration.

    Attributes
    ----------
    pairs
        The extreme equilibria: a strategy for each actor.
    complete
        Whether both walks were finished.
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

    Examples
    --------
    The stag hunt has two pure equilibria and a mixed one:

    >>> import numpy as np
    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> [tuple(map(str, x)) for x, _ in extreme_equilibria(game).pairs]
    [('1', '0'), ('0', '1'), ('3/4', '1/4')]
    """
    A, B = (positive_integers(payoffs) for payoffs in game.exact)
    m, n = game.shape
    first = _vertices([list(column) for column in zip(*B, strict=True)], first_variable=0, first_constraint=m)
    second = _vertices(A, first_variable=m, first_constraint=0)
    pairs = [(x.strategy, y.strategy) for x, y in _completely_labelled(first[0], second[0], m + n)]
    return Enumeration(
        pairs=tuple(sorted(pairs, key=order)),
        complete=first[1] and second[1],
        degenerate=any(
            v.labels.bit_count() > size for vertices, size in ((first[0], m), (second[0], n)) for v in vertices
        ),
    )


def within_bounds(m: int, n: int) -> bool:
    """Whether the enumeration of every game with m and n rungs is sure to finish."""
    work = n * (m + 1) * most_bases(m, m + n), m * (n + 1) * most_bases(n, m + n)
    return max(work) <= budgets.TABLEAU_ENTRIES


def most_bases(dimension: int, facets: int) -> int:
    """Return the greatest number of vertices of a simple polytope, by the upper bound theorem.

    Examples
    --------
    A cube has 8, and no polytope of three dimensions with six facets has more:

    >>> most_bases(3, 6)
    8
    """
    half = dimension // 2
    if dimension % 2:
        return 2 * math.comb(facets - half - 1, half)
    return facets * math.comb(facets - half, half) // (facets - half)


def order(profile: Sequence[Sequence[Probability]]) -> tuple[int, list[Probability]]:
    """Return the key by which equilibria are sorted: fewer rungs in play first, then earlier rungs."""
    flat = [p for strategy in profile for p in strategy]
    return sum(p > 0 for p in flat), [-p for p in flat]


def positive_integers(payoffs: ObjectArray) -> Matrix:
    """Rescale payoffs to integers from 1 without a common factor; preferences stay the same."""
    flat = payoffs.ravel().tolist()
    scale = math.lcm(*(x.denominator for x in flat))
    whole = [x.numerator * (scale // x.denominator) for x in flat]
    least = min(whole)
    factor = math.gcd(*(x - least for x in whole)) or 1
    columns = payoffs.shape[1]
    shifted = [(x - least) // factor + 1 for x in whole]
    return [shifted[k : k + columns] for k in range(0, len(shifted), columns)]


def _completely_labelled(
    first: Sequence[Vertex], second: Sequence[Vertex], labels: int
) -> Iterator[tuple[Vertex, Vertex]]:
    """Yield the pairs that have all labels between them.

    Each label has a set, as bits, of the first polytope's vertices with that label: tens of thousands of vertices a
    side make too many pairs to test one by one.
    """
    having = [sum(1 << k for k, x in enumerate(first) if x.labels >> label & 1) for label in range(labels)]
    for y in second:
        partners = (1 << len(first)) - 1
        for label, holders in enumerate(having):
            if not y.labels >> label & 1:
                partners &= holders
        for k in _bits(partners):
            yield first[k], y


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def _vertices(
    coefficients: Sequence[Sequence[int]], first_variable: int, first_constraint: int
) -> tuple[list[Vertex], bool]:
    """Return the vertices of ``{x >= 0, C x <= 1}`` other than 0, and whether these are all.

    Parameters
    ----------
    first_variable, first_constraint
        First label of the variables, and of the constraints.
    """
    start = first_dictionary(coefficients, [1] * len(coefficients))
    d = len(start.cobasic)
    label = [
        1 << (first_variable + v) if v < d else 1 << (first_constraint + v - d) for v in range(d + len(start.basic))
    ]
    seen = {sum(1 << v for v in start.cobasic)}
    queue, vertices = [start], {}
    budget = budgets.TABLEAU_ENTRIES // (len(start.basic) * (d + 1))
    while queue and len(seen) <= budget:
        dictionary = queue.pop()
        vertex = _vertex(dictionary, label)
        if vertex:
            vertices[vertex.strategy] = vertex
        cobasis = sum(1 << v for v in dictionary.cobasic)
        for column, entering in enumerate(dictionary.cobasic):
            row = dictionary.leaving_row(column)
            if row is None:  # cannot be: the polytope is bounded, since all coefficients are positive
                continue
            neighbour = cobasis ^ (1 << entering) ^ (1 << dictionary.basic[row])
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append(dictionary.pivot(row, column))
    return list(vertices.values()), not queue


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
