"""Connected components and maximal Nash subsets of a two-actor game's extreme equilibria.

Every equilibrium lies in a maximal Nash subset ``conv U x conv V``, where all of U x V are extreme equilibria. The
subsets are the maximal bicliques of the graph whose edges are the extreme equilibria [1]_, [2]_. Subsets that share a
point form a connected component.

References
----------
.. [1] Winkels, H.-M. (1979). An algorithm to determine all equilibrium points of a bimatrix game.
.. [2] Avis, D., Rosenberg, G. D., Savani, R. & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player
   games. Economic Theory 42.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from powergame.equilibrium import budgets


def connected(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[int, ...]:
    """Return the connected component of each extreme equilibrium, numbered in the order of the list.

    Equilibria that share a strategy lie in a common Nash subset; subsets that share no strategy do not meet, since two
    faces of a polytope meet in a face, whose vertices are vertices of both.

    Parameters
    ----------
    pairs
        The extreme equilibria: a strategy of each actor.

    Examples
    --------
    The first two equilibria share the first actor's strategy x:

    >>> connected([("x", "y"), ("x", "z"), ("w", "v")])
    (0, 0, 1)
    """
    root: dict[tuple[int, Hashable], tuple[int, Hashable]] = {}

    def find(node: tuple[int, Hashable]) -> tuple[int, Hashable]:
        while (above := root.setdefault(node, node)) != node:
            root[node] = root[above]
            node = above
        return node

    for x, y in pairs:
        root[find((1, y))] = find((0, x))
    number: dict[tuple[int, Hashable], int] = {}
    return tuple(number.setdefault(find((0, x)), len(number)) for x, _ in pairs)


def maximal_subsets(
    pairs: Sequence[tuple[Hashable, Hashable]], components: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Return the maximal Nash subsets, each as the indices of its extreme equilibria.

    Parameters
    ----------
    pairs
        The extreme equilibria: a strategy of each actor.
    components
        The result of `connected`.

    Returns
    -------
    tuple of tuples
        In the order of their first members.

    Examples
    --------
    >>> pairs = [("x", "y"), ("x", "z"), ("w", "z")]
    >>> maximal_subsets(pairs, connected(pairs))
    ((0, 1), (1, 2))
    """
    members: dict[int, list[int]] = {}
    for k, component in enumerate(components):
        members.setdefault(component, []).append(k)
    return tuple(sorted(subset for places in members.values() for subset in _bicliques(pairs, places)))


def _bicliques(pairs: Sequence[tuple[Hashable, Hashable]], places: Sequence[int]) -> set[tuple[int, ...]]:
    if len(places) == 1:
        return {tuple(places)}
    replies: dict[Hashable, frozenset[Hashable]] = {}
    for k in places:
        x, y = pairs[k]
        replies[x] = replies.get(x, frozenset()) | {y}
    place = {pairs[k]: k for k in places}
    return {
        tuple(sorted(place[x, y] for x, replies_to_x in replies.items() if replies_to_x >= shared for y in shared))
        for shared in _closed_under_intersection(set(replies.values()))
    }


def _closed_under_intersection(sets: set[frozenset[Hashable]]) -> set[frozenset[Hashable]]:
    """Return all non-empty intersections, or the sets themselves if there are too many."""
    closed, new = set(sets), set(sets)
    left = budgets.NASH_INTERSECTIONS
    while new:
        left -= len(new) * len(sets)
        if left < 0 or len(closed) > budgets.NASH_SUBSETS:
            return sets
        new = {a & b for a in new for b in sets} - closed - {frozenset()}
        closed |= new
    return closed
