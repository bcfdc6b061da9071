"""Contest success functions: how likely each side of a war is to win.

To add a form, write one function and enter it in `CONTESTS`, and its source in `SOURCES`; its word goes into
`scenario.types.Contest`, by which files are read. Compiled kernels leave forms that they do not know to the solvers of
single games.

References
----------
.. [1] Tullock, G. (1980). Efficient rent seeking.
.. [2] Hirshleifer, J. (1989). Conflict and rent-seeking success functions: ratio vs. difference models of
   relative success. Public Choice 63.
.. [3] Skaperdas, S. (1996). Contest success functions. Economic Theory 7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.scenario.types import Contest

TIED_STRENGTH = 1e-12
"""Fraction of the greatest strength; strengths that differ by less are equal but for rounding and share a victory."""


def _strongest(strength: FloatArray, exists: BoolArray, top: FloatArray) -> FloatArray:
    return (exists & (strength >= top - TIED_STRENGTH * np.abs(top))).astype(float)


def ratio(strength: FloatArray, exists: BoolArray, decisiveness: FloatArray) -> FloatArray:
    """Return weights in proportion to strength ^ gamma (Tullock's ratio form [1]_, [3]_).

    Parameters
    ----------
    strength : (S, ...)
        Strength of each side, >= 0.
    exists : (S, ...)
        Whether the side has a member; at least one must.
    decisiveness : (...)
        gamma in [0, inf]; 0 ^ 0 is 1, so gamma = 0 is a coin.

    Returns
    -------
    (S, ...)
        Weights, not normalised; the greatest is 1 (strengths are divided by the greatest, which cancels).

    Examples
    --------
    >>> ratio(np.array([4.0, 2.0]), np.array([True, True]), np.array(2.0)).tolist()
    [1.0, 0.25]
    """
    top = (strength * exists).max(axis=0)
    share = np.divide(strength, top, out=np.ones_like(strength), where=top > 0)
    endless = np.isinf(decisiveness)
    weight = exists * share ** np.where(endless, 1.0, decisiveness)
    return np.where(endless, _strongest(strength, exists, top), weight) if endless.any() else weight


def logistic(strength: FloatArray, exists: BoolArray, decisiveness: FloatArray) -> FloatArray:
    """Return weights in proportion to exp(gamma * strength) (Hirshleifer's difference form [2]_).

    Parameters and result as for `ratio`.

    Examples
    --------
    Only the difference of strengths counts:

    >>> logistic(np.array([4.0, 2.0]), np.array([True, True]), np.array(0.5)).round(3).tolist()
    [1.0, 0.368]
    >>> logistic(np.array([9.0, 7.0]), np.array([True, True]), np.array(0.5)).round(3).tolist()
    [1.0, 0.368]
    """
    top = np.where(exists, strength, -np.inf).max(axis=0)
    endless = np.isinf(decisiveness)
    with np.errstate(over="ignore"):  # to minus infinity, whose exp is 0: nothing is lost
        exponent = np.where(endless, 1.0, decisiveness) * np.minimum(strength - top, 0.0)
    weight = exists * np.exp(exponent)
    return np.where(endless, _strongest(strength, exists, top), weight) if endless.any() else weight


CONTESTS: Mapping[Contest, Callable[[FloatArray, BoolArray, FloatArray], FloatArray]] = {
    "ratio": ratio,
    "logistic": logistic,
}

SOURCES: Mapping[Contest, tuple[str, str]] = {
    "ratio": ("tullock1980", "the contest: chances of victory by the ratio of strengths"),
    "logistic": ("hirshleifer1989", "the contest: chances of victory by the difference of strengths"),
}
"""Keys of the forms' sources in the bibliography, and what they are the sources of."""


def win_probabilities(
    contest: Contest, strength: FloatArray, exists: BoolArray, decisiveness: FloatArray
) -> FloatArray:
    """Return pi_s, each side's probability of victory.

    Parameters
    ----------
    contest
        A key of `CONTESTS`.
    strength, exists, decisiveness
        As for `ratio`.

    Returns
    -------
    (S, ...)
        In [0, 1], summing to 1 over the sides that exist; 0 for the others.

    Examples
    --------
    The stronger side of two, as decisiveness grows from a coin toss to certainty:

    >>> sides = np.array([3.0, 1.0]), np.array([True, True])
    >>> [win_probabilities("ratio", *sides, np.array(gamma))[0].item() for gamma in (0.0, 1.0, np.inf)]
    [0.5, 0.75, 1.0]
    """
    weight = CONTESTS[contest](strength, exists, decisiveness)
    return np.asarray(weight / weight.sum(axis=0))
