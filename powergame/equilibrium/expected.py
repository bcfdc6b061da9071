"""Expected payoffs of rungs against the others' mixed strategies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from powergame.arrays import FloatArray
from powergame.equilibrium.types import ZERO, Probability

S = TypeVar("S", np.float64, np.object_)


def rung_payoffs(
    payoffs: npt.NDArray[S], profile: Sequence[npt.NDArray[S]], i: int, *, but: int | None = None
) -> npt.NDArray[S]:
    """Return the expected payoff of each rung of actor i.

    Parameters
    ----------
    payoffs : (L_1, ..., L_n)
        Actor i's payoffs; floats, or fractions as objects.
    profile
        A mixed strategy of each actor; those of `i` and `but` are ignored.
    but
        Another actor over whose strategy no expectation is taken.

    Returns
    -------
    (L_i,) or, with `but`, (L_i, L_but)
        The latter is also the derivative by the strategy of `but`.

    Examples
    --------
    Chicken's row actor, against a column actor that swerves three times in four:

    >>> row = np.array([[3.0, 2.0], [4.0, 1.0]])
    >>> rung_payoffs(row, [np.array([0.5, 0.5]), np.array([0.75, 0.25])], 0).tolist()
    [2.75, 3.25]
    """
    # from the last actor back, so that each contraction is with the last axis that is not kept
    kept = [j for j in (i, but) if j is not None]
    table = payoffs
    for j in reversed([j for j in range(len(profile)) if j not in kept]):
        table = np.moveaxis(table, j, -1) @ profile[j]
    return table if but is None or i < but else table.T


def slopes(payoffs: FloatArray, profile: Sequence[FloatArray]) -> FloatArray:
    """Return the derivatives of all rungs' expected payoffs by all strategies.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n)
        All actors' payoffs, n >= 2.
    profile
        A mixed strategy of each.

    Returns
    -------
    (N, N), N = L_1 + ... + L_n
        Block i, j is ``rung_payoffs(payoffs[i], profile, i, but=j)``; blocks i, i are 0. Its product with the
        profile, as one vector, is n - 1 times the rungs' expected payoffs. All blocks share their sums: with ten
        actors this takes a twentieth of the time of one block after the other.

    Examples
    --------
    With two actors the blocks are the payoffs themselves:

    >>> row = np.array([[3.0, 2.0], [4.0, 1.0]])
    >>> slopes(np.array([row, row.T]), [np.array([0.5, 0.5])] * 2).tolist()
    [[0.0, 0.0, 3.0, 2.0], [0.0, 0.0, 4.0, 1.0], [3.0, 2.0, 0.0, 0.0], [4.0, 1.0, 0.0, 0.0]]
    """
    n, sizes = len(profile), payoffs.shape[1:]
    ends = np.cumsum(sizes).tolist()
    parts = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
    joint = [np.ones(1)]  # probabilities of the joint play of all actors after each
    for strategy in reversed(profile[1:]):
        joint.insert(0, np.multiply.outer(strategy, joint[0]).ravel())
    derivatives = np.zeros((ends[-1], ends[-1]))
    averaged: FloatArray = payoffs  # over the actors before j
    for j in range(n - 1):
        averaged = averaged.reshape(n, sizes[j], -1)
        between: FloatArray = averaged  # over the actors between j and k, too
        for k in range(j + 1, n):
            between = between.reshape(n, sizes[j], sizes[k], -1)
            derivatives[parts[j], parts[k]] = between[j] @ joint[k]
            derivatives[parts[k], parts[j]] = (between[k] @ joint[k]).T
            if k < n - 1:
                between = profile[k] @ between
        averaged = profile[j] @ averaged
    return derivatives


def arrays(profile: Sequence[Sequence[Probability]]) -> list[FloatArray]:
    """Return a profile as float arrays."""
    return [np.array([0.0 if p is ZERO else float(p) for p in strategy]) for strategy in profile]
