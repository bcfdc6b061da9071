"""Games for tests, from numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from powergame.model.game import Game


def game(*payoffs: npt.ArrayLike) -> Game:
    """Return the game with these payoffs of each actor."""
    tables = np.array(payoffs, dtype=float)
    names = tuple(f"actor {i + 1}" for i in range(len(tables)))
    return Game(names, tuple(tuple(f"rung {r + 1}" for r in range(size)) for size in tables.shape[1:]), tables)


def random_games(seed: int, count: int, shapes: Sequence[tuple[int, ...]], values: int) -> Iterator[Game]:
    """Yield games whose payoffs are whole numbers below `values`: few values, many ties."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        shape = shapes[k % len(shapes)]
        yield game(*rng.integers(0, values, size=(len(shape), *shape)))
