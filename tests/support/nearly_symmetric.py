"""Games that are symmetric but for next to nothing: the logit path passes close by the fork of a symmetric one."""

from __future__ import annotations

import itertools
import random

import numpy as np
from support.games import game

from powergame.model.game import Game


def nearly_symmetric(seed: int, actors: int, rungs: int, off: float, whose: int | None = None) -> Game:
    """Return a game in which what the others play counts, and not who plays it, but for `off`.

    Parameters
    ----------
    off
        By about how much payoffs differ from a symmetric game's, which are hundredths from 0 to 1.
    whose
        Whose payoffs differ, if not everybody's.
    """
    draw = random.Random(seed)
    shape = (rungs,) * actors
    payoffs = np.empty((actors, *shape))
    common: dict[tuple[int, ...], float] = {}
    for profile in itertools.product(range(rungs), repeat=actors):
        for i, rung in enumerate(profile):
            seen = (rung, *sorted(profile[:i] + profile[i + 1 :]))
            payoffs[(i, *profile)] = common.setdefault(seen, round(draw.random(), 2))
    for place in np.ndindex(payoffs.shape):
        if whose in (None, place[0]):
            payoffs[place] += off * (draw.random() - 0.5)
    return game(*payoffs)
