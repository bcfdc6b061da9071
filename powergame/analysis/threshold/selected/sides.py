"""Who stands with whom in the most likely war of each row of a batch."""

from __future__ import annotations

import math

import numpy as np

from powergame.analysis.threshold.selected.types import ALIKE
from powergame.arrays import CountArray, FloatArray
from powergame.batch.rows import at_rows, outcomes
from powergame.batch.types import Columns, most_rows
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.model.war import sides

NOBODY = -1
"""Code of an actor that is on no side."""


def sides_in_war(columns: Columns, play: list[FloatArray], deadline: Deadline = NO_DEADLINE) -> CountArray:
    """Return the side that each actor is on in the most likely war, (n, B).

    The war is that of the profile with the greatest product of its probability and the chance of war at it; of equals,
    that of the more probable profile, then of the first.

    Parameters
    ----------
    play : n arrays (L_i, B)
        Probabilities of rungs; NaN where nothing is selected.

    Returns
    -------
    CountArray : (n, B)
        Places of the sides' leaders, n for the status quo; `NOBODY` for who does not fight, and for everybody where no
        war can come or nothing is selected.
    """
    codes = np.full((len(play), len(columns)), NOBODY, dtype=np.int32)
    together = most_rows(columns.shape, math.prod(columns.shape))
    for start in range(0, len(columns), together):
        part = np.arange(start, min(start + together, len(columns)))
        codes[:, part] = _of_rows(at_rows(columns, part), [of_actor[:, part] for of_actor in play], deadline)
    return codes


def _of_rows(columns: Columns, play: list[FloatArray], deadline: Deadline) -> CountArray:
    weight = np.ones((1, len(columns)))
    for of_actor in play:
        weight = (weight[:, None] * np.nan_to_num(of_actor)[None]).reshape(-1, len(columns))
    war = outcomes(columns.truth, deadline)[0].reshape(weight.shape)
    likely = weight * war
    best = likely >= likely.max(axis=0) - ALIKE
    profile = np.where(best, weight, -1.0).argmax(axis=0)
    possible = likely.max(axis=0) > ALIKE
    codes = np.full((len(play), len(columns)), NOBODY, dtype=np.int32)
    for number in sorted(set(profile[possible].tolist())):
        rows = np.flatnonzero(possible & (profile == number))
        truth = at_rows(columns, rows).truth
        rungs = truth.rungs(np.array(np.unravel_index([number], columns.shape)))
        on_side = np.where(rungs.fighter, sides(truth, rungs), NOBODY)
        codes[:, rows] = on_side.reshape(len(play), -1)
    return codes
