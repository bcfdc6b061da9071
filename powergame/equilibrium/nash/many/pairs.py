"""Equilibria of games of three and more actors in which at most two of them mix, exactly, ties and continua included.

While all others play one rung each, two actors are left with a game of their own. Its equilibria are convex components
(`nash.components`), of which those parts are equilibria of the whole game where the others' rungs are best replies. A
component in which one of the two mixes is cut by half-spaces. Where both vary, the others' gains are bilinear: such a
component is kept or dropped as a whole if they have one sign at all its corners, and left undecided otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

import numpy as np

from powergame.arrays import ObjectArray
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.elimination import echelon
from powergame.equilibrium.nash.components import connected, maximal_subsets
from powergame.equilibrium.nash.exact import extreme_equilibria
from powergame.equilibrium.types import ONE, ZERO, in_play
from powergame.model.game import Game

Strategy = tuple[Fraction, ...]
Component = tuple[tuple[Strategy, ...], ...]
"""A product of convex sets, one an actor, each given by its corners."""


@dataclass(frozen=True)
class TwoMixers:
    """All equilibria with at most two mixers.

    Attributes
    ----------
    components
        The maximal convex components.
    decided
        Whether these are all.
    """

    components: tuple[Component, ...]
    decided: bool


def with_two_mixers(game: Game, work: Work) -> TwoMixers:
    """Return all equilibria of a game in which at most two actors mix.

    Parameters
    ----------
    game
        Three or more actors.
    work
        Steps, of which each game of two actors takes `budgets.PAIR_STEPS`.

    Examples
    --------
    Nothing that the third actor does matters to anybody, and it pays both others to agree; where these mix, the third
    plays one rung or the other:

    >>> rungs = np.indices((2, 2, 2))
    >>> agree = 1.0 * (rungs[0] == rungs[1])
    >>> game = Game(("a", "b", "c"), (("0", "1"),) * 3, np.stack([agree, agree, 0 * agree]))
    >>> enumeration = with_two_mixers(game, Work(10_000))
    >>> len(enumeration.components), [len(part) for part in enumeration.components[0]]
    (4, [1, 1, 2])
    """
    components: set[Component] = set()
    decided = True
    for i, j in combinations(range(len(game.shape)), 2):
        others = [k for k in range(len(game.shape)) if k not in (i, j)]
        for rungs in product(*(range(game.shape[k]) for k in others)):
            played = dict(zip(others, rungs, strict=True))
            if _never(game, (i, j), played):
                continue
            if not work.spend(budgets.PAIR_STEPS):
                return TwoMixers(_maximal(components), False)
            parts, whole = _between(game, (i, j), played, work)
            components |= set(parts)
            decided &= whole
    return TwoMixers(_maximal(components), decided)


def _never(game: Game, pair: tuple[int, int], played: dict[int, int]) -> bool:
    """Whether some other actor's rung is worse than another of its rungs, whatever the two do."""
    table = game.payoffs if game.rational is None else game.rational
    for k, rung in played.items():
        place = (k, *(slice(None) if i in pair or i == k else played[i] for i in range(len(game.shape))))
        axis = sum(1 for i in range(k) if i in pair)
        replies = np.moveaxis(table[place], axis, 0)
        if (replies > replies[rung]).all(axis=(1, 2)).any():
            return True
    return False


def _between(game: Game, pair: tuple[int, int], played: dict[int, int], work: Work) -> tuple[list[Component], bool]:
    """Return the components between two actors while the others play some rungs, and whether these are all."""
    inside = tuple(slice(None) if i in pair else played[i] for i in range(len(game.shape)))
    inner = Game(
        tuple(game.actors[i] for i in pair),
        tuple(game.rungs[i] for i in pair),
        game.payoffs[(list(pair), *inside)],
        None if game.rational is None else game.rational[(list(pair), *inside)],
    )
    enumeration = extreme_equilibria(inner, work.deadline)
    gains = list(_others_gains(game, pair, played))
    pairs = enumeration.pairs
    parts: list[tuple[list[Strategy], list[Strategy]]] = []
    decided = enumeration.complete
    for subset in maximal_subsets(pairs, connected(pairs)):
        first = sorted({pairs[k][0] for k in subset})
        second = sorted({pairs[k][1] for k in subset})
        cut, whole = _cut(first, second, gains, inner)
        parts += cut
        decided &= whole
    return [_placed(game, pair, played, *part) for part in parts], decided


def _others_gains(game: Game, pair: tuple[int, int], played: dict[int, int]) -> Iterator[ObjectArray]:
    """Yield what each other rung of each other actor would gain it, (L_i, L_j)."""
    for k, rung in played.items():
        place = (k, *(slice(None) if i in pair or i == k else played[i] for i in range(len(game.shape))))
        axis = sum(1 for i in range(k) if i in pair)
        replies = np.moveaxis(game.exact[place], axis, 0)
        yield from (replies[r] - replies[rung] for r in range(len(replies)) if r != rung)


def _cut(
    first: list[Strategy], second: list[Strategy], gains: Sequence[ObjectArray], inner: Game
) -> tuple[list[tuple[list[Strategy], list[Strategy]]], bool]:
    """Return the parts of a component in which nobody else gains, and whether these are all."""
    at_corners = [[[_bilinear(gain, x, y) for y in second] for x in first] for gain in gains]
    worst = [max(map(max, corners)) for corners in at_corners]
    if all(gain <= 0 for gain in worst):
        return [(first, second)], True
    if any(min(map(min, corners)) > 0 for corners in at_corners):
        return [], True
    if len(second) == 1:
        kept = _half_spaces(first, [gain @ np.array(second[0], dtype=object) for gain in gains], inner.exact[1].T)
        return [(kept, second)] if kept else [], True
    if len(first) == 1:
        kept = _half_spaces(second, [np.array(first[0], dtype=object) @ gain for gain in gains], inner.exact[0])
        return [(first, kept)] if kept else [], True
    parts = []
    for x in first:
        parts += _cut([x], second, gains, inner)[0]
    for y in second:
        parts += _cut(first, [y], gains, inner)[0]
    return parts, False


def _bilinear(gain: ObjectArray, x: Strategy, y: Strategy) -> Fraction:
    return sum((p * q * gain[r, s] for r, p in in_play(x) for s, q in in_play(y)), ZERO)


def _half_spaces(corners: list[Strategy], gains: Sequence[ObjectArray], replies: ObjectArray) -> list[Strategy]:
    """Return the corners of a polytope's part in which no gain, linear in the strategy, is positive.

    Parameters
    ----------
    corners
        The polytope's.
    gains
        (L,) each.
    replies
        (L_other, L): what the other of the two gets, whose best replies bound the polytope, too.
    """
    for gain in gains:
        worth = [_dot(gain, x) for x in corners]
        kept = [x for x, w in zip(corners, worth, strict=True) if w <= 0]
        for (x, v), (y, w) in combinations(zip(corners, worth, strict=True), 2):
            if v * w < 0:
                t = v / (v - w)
                kept.append(tuple(p + t * (q - p) for p, q in zip(x, y, strict=True)))
        corners = sorted(set(kept))
    rows = [*(np.eye(len(corners[0]), dtype=int).astype(object) if corners else []), *gains]
    return [x for x in corners if _is_corner(x, [*rows, *_ties(replies, x)])]


def _ties(replies: ObjectArray, x: Strategy) -> list[ObjectArray]:
    """Return the differences of payoffs between best replies; those between others bound no polytope."""
    worth = [_dot(row, x) for row in replies]
    best = [row for row, w in zip(replies, worth, strict=True) if w == max(worth)]
    return [row - best[0] for row in best[1:]]


def _dot(a: ObjectArray, b: Strategy) -> Fraction:
    return sum((x * p for x, p in zip(a, b, strict=True) if p), ZERO)


def _is_corner(x: Strategy, rows: Sequence[ObjectArray]) -> bool:
    """Whether the constraints that are tight at a strategy leave it alone: whether they have full rank."""
    tight = [[ONE] * len(x), *([Fraction(c) for c in row] for row in rows if _dot(row, x) == 0)]
    return len(echelon(tight, len(x))[1]) == len(x)


def _placed(
    game: Game, pair: tuple[int, int], played: dict[int, int], first: list[Strategy], second: list[Strategy]
) -> Component:
    """Return a component of two actors as one of the whole game."""
    parts: list[tuple[Strategy, ...]] = []
    for k, size in enumerate(game.shape):
        if k in pair:
            parts.append(tuple(first if k == pair[0] else second))
        else:
            parts.append((tuple(ONE if r == played[k] else ZERO for r in range(size)),))
    return tuple(parts)


def _maximal(components: set[Component]) -> tuple[Component, ...]:
    """Return the components whose corners are not all in another one, in an order that depends on them only."""
    sets = {component: [frozenset(part) for part in component] for component in components}
    holders: dict[tuple[Strategy, ...], list[Component]] = {}  # who could contain it has its first corner, too
    for component in components:
        for corner in product(*component):
            holders.setdefault(corner, []).append(component)
    return tuple(
        sorted(
            component
            for component, parts in sets.items()
            if not any(
                other is not component and all(a <= b for a, b in zip(parts, sets[other], strict=True))
                for other in holders[next(product(*component))]
            )
        )
    )
