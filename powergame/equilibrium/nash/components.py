"""Connected components of extreme equilibria, and the maximal Nash subsets of a two-actor game.

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

from collections.abc import Hashable, Iterable, Sequence

from powergame.equilibrium import budgets
from powergame.equilibrium.types import Profile, in_play


def connected(profiles: Sequence[Sequence[Hashable]]) -> tuple[int, ...]:
    """Return the connected component of each extreme equilibrium, numbered in the order of the list.

    Between equilibria that differ in one actor's strategy all mixtures are equilibria: payoffs are linear in it. Convex
    components that meet have such corners: two faces of a polytope meet in a face, whose corners are corners of both.

    Parameters
    ----------
    profiles
        The extreme equilibria: a strategy of each actor.

    Examples
    --------
    The first two equilibria share the first actor's strategy x:

    >>> connected([("x", "y"), ("x", "z"), ("w", "v")])
    (0, 0, 1)
    """
    root = list(range(len(profiles)))

    def top(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = root[k]
        return k

    met: dict[tuple[Hashable, ...], int] = {}
    for k, profile in enumerate(profiles):
        for i in range(len(profile)):
            first = met.setdefault((i, *profile[:i], *profile[i + 1 :]), k)
            a, b = sorted((top(first), top(k)))
            root[b] = a
    number: dict[int, int] = {}
    return tuple(number.setdefault(top(k), len(number)) for k in range(len(profiles)))


def numbered(profiles: Iterable[Profile]) -> list[tuple[int, ...]]:
    """Return profiles with numbers for strategies: fractions take long to compare."""
    number: dict[tuple[object, ...], int] = {}
    return [tuple(number.setdefault(tuple(in_play(s)), len(number)) for s in profile) for profile in profiles]


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
