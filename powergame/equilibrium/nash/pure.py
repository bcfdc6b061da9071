"""All pure equilibria, by enumeration: of any number of actors, as long as the payoffs fit in memory."""

from __future__ import annotations

import numpy as np

from powergame.model.game import Game

MAX_PURE = 10_000
"""Listed at the most; a game in which nothing matters has as many as profiles."""


def pure_equilibria(game: Game) -> tuple[list[tuple[int, ...]], bool]:
    """Return all pure equilibria.

    Returns
    -------
    list of tuples
        The rung of each actor, in lexicographic order; at most `MAX_PURE`.
    bool
        Whether these are all.
    """
    found = np.flatnonzero(game.best_replies.all(axis=0))
    rungs = np.unravel_index(found[:MAX_PURE], game.shape)
    return list(zip(*(own.tolist() for own in rungs), strict=True)), len(found) <= MAX_PURE
