"""What is published of 2x2 games of which only the order of payoffs counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product

import numpy as np
from support.games import game

from powergame.arrays import FloatArray
from powergame.equilibrium.nash.pure import pure_equilibria
from powergame.equilibrium.ordinal import ordinal_name
from powergame.equilibrium.ordinal.names import ranks


def named_games() -> int:
    """Return how many names strict games have."""
    return len(_strict())


def named_games_with_exchanged_actors() -> dict[str, int]:
    """Return how many names there are where the names of a game and of its mirror image count once, and of whom."""
    pairs = {frozenset([name, ordinal_name(_exchanged(payoffs))]) for name, payoffs in _strict().items()}
    symmetric = sum(len(pair) == 1 for pair in pairs)
    return {"all": len(pairs), "symmetric": symmetric, "pairs of mirror images": len(pairs) - symmetric}


def names_of_symmetric_games(orders: list[str]) -> list[str | None]:
    """Return the names of symmetric games, of each of which the cells are given, the row actor's best first.

    R is both actors' first rung, P both their second, S only the column actor's second, T only the row actor's.
    """
    tables = [{cell: 4 - k for k, cell in enumerate(order)} for order in orders]
    rows = [np.array([[worth["R"], worth["S"]], [worth["T"], worth["P"]]], dtype=float) for worth in tables]
    return [ordinal_name(np.array([row, row.T])) for row in rows]


def pure_equilibria_of_strict_games() -> list[int]:
    """Return how many strict games have no pure equilibrium, one, and two."""
    counts = [len(pure_equilibria(game(*payoffs))[0]) for payoffs in _strict().values()]
    return [counts.count(number) for number in range(3)]


def games_with_a_best_outcome_for_both() -> int:
    """Return of how many strict games one outcome is the best for both; mirror images count once."""
    agreed = {name: payoffs for name, payoffs in _strict().items() if payoffs[0].argmax() == payoffs[1].argmax()}
    return len({frozenset([name, ordinal_name(_exchanged(payoffs))]) for name, payoffs in agreed.items()})


def games_whose_one_equilibrium_is_worse_for_both() -> list[str]:
    """Return the words of strict games with one pure equilibrium, and an outcome that both prefer to it."""
    names = []
    for name, payoffs in _strict().items():
        stable = pure_equilibria(game(*payoffs))[0]
        if len(stable) == 1 and (payoffs > payoffs[:, stable[0][0], stable[0][1]][:, None, None]).all(axis=0).any():
            names.append(name)
    return sorted(names)


def all_ordinal_games() -> dict[str, int]:
    """Return how many games there are, with and without ties."""
    orders = sorted({tuple(ranks(np.array(order).reshape(2, 2)).ravel()) for order in product(range(4), repeat=4)})
    games = {_written(np.array(pair).reshape(2, 2, 2)) for pair in product(orders, repeat=2)}
    mirrors = {each: _written(_exchanged(np.array(each).reshape(2, 2, 2))) for each in games}
    return {
        "all": len(games),
        "mirror images once": len({min(each, mirror) for each, mirror in mirrors.items()}),
        "symmetric": sum(map(_is_symmetric, games)),
    }


@cache
def _strict() -> dict[str, FloatArray]:
    """Return a game of each name."""
    tables = [np.array(order, dtype=float).reshape(2, 2) for order in permutations((1, 2, 3, 4))]
    return {str(ordinal_name(pair)): pair for pair in map(np.array, product(tables, repeat=2))}


def _exchanged(payoffs: FloatArray) -> FloatArray:
    return np.array([payoffs[1].T, payoffs[0].T])


def _written(payoffs: FloatArray) -> tuple[float, ...]:
    """Return the first of all ways to write the same game with the same actors."""
    return min(tuple(way.ravel()) for way in _relabelled(payoffs))


def _is_symmetric(written: tuple[float, ...]) -> bool:
    """Whether a game can be written so that the column actor's payoffs are the row actor's transpose."""
    return any((way[1] == way[0].T).all() for way in _relabelled(np.array(written).reshape(2, 2, 2)))


def _relabelled(payoffs: FloatArray) -> Iterator[FloatArray]:
    for rows, columns in product((1, -1), repeat=2):
        yield payoffs[:, ::rows, ::columns]
