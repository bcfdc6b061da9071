"""Motives: when an actor's best replies seek power, whatever the equilibrium.

They follow the realists' greedy and security-driven states (Glaser, C. L. (2010). Rational Theory of International
Politics. Princeton University Press): some seek power because they can, some because others do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.analysis.solve.result import Motive
from powergame.model.game import Game


def motive(game: Game, seeks: Sequence[Sequence[bool]], i: int) -> Motive:
    """Return the motive of actor i.

    Parameters
    ----------
    game
        A game of any number of actors.
    seeks
        Whether each rung of each actor seeks power.
    i
        The actor.

    Returns
    -------
    str
        The motive by the actor's best replies to the others' pure profiles. `predatory`: all of them seek, whether or
        not another seeks. `opportunist`: they seek exactly where no other does. `defensive`: they seek exactly where
        another does. `restrained`: they never seek. `mixed`: anything else, ties between seeking and not included.

    Examples
    --------
    In the prisoner's dilemma, seeking is the best reply to everything; in the stag hunt, only to seeking:

    >>> rungs, seeks = (("hold", "seek"),) * 2, [[False, True]] * 2
    >>> dilemma, hunt = np.array([[2.0, 0.0], [3.0, 1.0]]), np.array([[3.0, 0.0], [2.0, 1.0]])
    >>> [motive(Game(("a", "b"), rungs, np.array([own, own.T])), seeks, 0) for own in (dilemma, hunt)]
    ['predatory', 'defensive']
    """
    n = len(game.actors)
    best = np.moveaxis(game.best_replies[i], i, 0).reshape(game.shape[i], -1)
    seekers = np.array(seeks[i])
    all_seek, none_seek = ~best[~seekers].any(axis=0), ~best[seekers].any(axis=0)
    another = np.zeros([size for j, size in enumerate(game.shape) if j != i], dtype=bool)
    others = [j for j in range(n) if j != i]
    for axis, j in enumerate(others):
        along = [1] * len(others)
        along[axis] = -1
        another |= np.array(seeks[j]).reshape(along)
    another = another.ravel()
    if all_seek.all():
        return "predatory"
    if none_seek.all():
        return "restrained"
    if np.where(another, none_seek, all_seek).all():
        return "opportunist"
    return "defensive" if np.where(another, all_seek, none_seek).all() else "mixed"
