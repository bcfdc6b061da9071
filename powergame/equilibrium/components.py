"""How the extreme equilibria of a two-actor game hang together.

Every equilibrium lies in a maximal Nash subset ``conv U x conv V``, where U x V are extreme equilibria: the maximal
bicliques of the graph whose edges they are [1]_, [2]_. Subsets that share a point form a connected component.

References
----------
.. [1] Winkels, H.-M. (1979). An algorithm to determine all equilibrium points of a bimatrix game.
.. [2] Avis, D., Rosenberg, G. D., Savani, R. & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player
   games. Economic Theory 42.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

MAX_SUBSETS = 10_000
"""Bicliques can be exponentially many in principle; beyond this each equilibrium stands alone."""


def maximal_subsets(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[tuple[int, ...], ...]:
    """Return the maximal Nash subsets, each by the places of its extreme equilibria in the list.

    Parameters
    ----------
    pairs
        The extreme equilibria: a strategy of each actor.

    Returns
    -------
    tuple of tuples
        In the order of their first members.
    """
    replies: dict[Hashable, frozenset[Hashable]] = {}
    for x, y in pairs:
        replies[x] = replies.get(x, frozenset()) | {y}
    closed = _closed_under_intersection(set(replies.values()))
    place = {pair: k for k, pair in enumerate(pairs)}
    subsets = {
        tuple(sorted(place[x, y] for x, own in replies.items() if own >= shared for y in shared)) for shared in closed
    }
    return tuple(sorted(subsets))


def _closed_under_intersection(sets: set[frozenset[Hashable]]) -> set[frozenset[Hashable]]:
    closed, new = set(sets), set(sets)
    while new and len(closed) <= MAX_SUBSETS:
        new = {a & b for a in new for b in sets} - closed - {frozenset()}
        closed |= new
    return closed if len(closed) <= MAX_SUBSETS else sets


def connected(count: int, subsets: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return for each of `count` equilibria its connected component, numbered in the order of the list.

    Subsets ``conv U x conv V`` and ``conv U' x conv V'`` meet only where they share an extreme equilibrium: two faces
    of a polytope meet in a face, whose vertices are vertices of both.
    """
    root = list(range(count))

    def find(k: int) -> int:
        while root[k] != k:
            k = root[k]
        return k

    for subset in subsets:
        for k in subset[1:]:
            a, b = sorted((find(subset[0]), find(k)))
            root[b] = a
    number: dict[int, int] = {}
    return tuple(number.setdefault(find(k), len(number)) for k in range(count))
