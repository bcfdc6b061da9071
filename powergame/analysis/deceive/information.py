"""What play tells of private types, and what it would be worth to others to know them."""

from __future__ import annotations

import numpy as np

from powergame.analysis.deceive.result import Pooling
from powergame.arrays import FloatArray

ALIKE = 1e-6
"""Probability by which the play of types differs at most where it is told to be alike, or not to be played at all."""


def pooling(prior: FloatArray, play: FloatArray) -> Pooling:
    """Return whether a round tells the types of an actor apart: those that have a positive probability.

    Parameters
    ----------
    prior : (T,)
        Probabilities of the types.
    play : (T, L)
        What each type plays.

    Examples
    --------
    >>> pooling(np.array([0.5, 0.5]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    'separating'
    >>> pooling(np.array([0.5, 0.5]), np.array([[1.0, 0.0], [0.5, 0.5]]))
    'semi-separating'
    """
    possible = play[prior > 0]
    if bool((np.abs(possible - possible[0]) <= ALIKE).all()):
        return "pooling"
    players = (possible > ALIKE).sum(axis=0)
    return "separating" if bool((players <= 1).all()) else "semi-separating"


def revealed(prior: FloatArray, play: FloatArray) -> float:
    """Return the bits that a rung tells of the type: their mutual information.

    Parameters
    ----------
    prior : (T,)
        Probabilities of the types.
    play : (T, L)
        What each type plays.

    Examples
    --------
    >>> revealed(np.array([0.5, 0.5]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    1.0
    >>> revealed(np.array([0.2, 0.8]), np.array([[0.3, 0.7], [0.3, 0.7]]))
    0.0
    """
    joint = prior[:, None] * play
    apart = prior[:, None] * joint.sum(axis=0)
    told = (joint > 0) & (apart > 0)
    ratio = np.divide(joint, apart, out=np.ones_like(joint), where=told)
    return max(0.0, float((joint * np.log2(ratio)).sum()))


def beliefs_once_seen(prior: FloatArray, seeks: FloatArray, x: int) -> tuple[float | None, float | None]:
    """Return how probable a type is once it is seen not to seek, and once it is seen to; None where that never happens.

    Parameters
    ----------
    prior, seeks : (T,)
        The probability of each type, and of its seeking.

    Examples
    --------
    >>> beliefs_once_seen(np.array([0.5, 0.5]), np.array([0.0, 0.5]), 0)
    (0.6666666666666666, 0.0)
    """
    holding, seeking = prior * (1 - seeks), prior * seeks
    holds, sought = (float(each[x] / each.sum()) if each.sum() > 0 else None for each in (holding, seeking))
    return holds, sought
