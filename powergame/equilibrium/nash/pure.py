"""Enumeration of all pure equilibria, for any number of actors whose payoffs fit in memory."""

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

    Examples
    --------
    Chicken has two; matching pennies would have none:

    >>> row = np.array([[3.0, 2.0], [4.0, 1.0]])
    >>> game = Game(("row", "column"), (("swerve", "straight"),) * 2, np.array([row, row.T]))
    >>> pure_equilibria(game)
    ([(0, 1), (1, 0)], True)
    """
    profiles = np.flatnonzero(game.best_replies.all(axis=0))
    rungs = np.unravel_index(profiles[: budgets.PURE_EQUILIBRIA], game.shape)
    return list(zip(*(of_actor.tolist() for of_actor in rungs), strict=True)), len(profiles) <= budgets.PURE_EQUILIBRIA
