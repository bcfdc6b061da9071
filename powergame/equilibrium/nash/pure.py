"""All pure equilibria, by enumeration: of any number of actors, as long as the payoffs fit in memory."""

from __future__ import annotations

import numpy as np

from powergame.equilibrium import budgets
from powergame.model.game import Game


def pure_equilibria(game: Game) -> tuple[list[tuple[int, ...]], bool]:
    """Return all pure equilibria.

    Returns
    -------
    list of tuples
        The rung of each actor, in lexicographic order; at most `budgets.PURE_EQUILIBRIA`.
    bool
        Whether these are all.
    """
    stable = np.flatnonzero(game.best_replies.all(axis=0))
    rungs = np.unravel_index(stable[: budgets.PURE_EQUILIBRIA], game.shape)
    return list(zip(*(played.tolist() for played in rungs), strict=True)), len(stable) <= budgets.PURE_EQUILIBRIA
