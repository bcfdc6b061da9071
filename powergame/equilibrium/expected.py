"""Expected payoffs of each rung, given what the others play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from powergame.arrays import FloatArray
from powergame.equilibrium.types import Probability

S = TypeVar("S", np.float64, np.object_)


def rung_payoffs(
    payoffs: npt.NDArray[S], profile: Sequence[npt.NDArray[S]], i: int, *, but: int | None = None
) -> npt.NDArray[S]:
    """Return what each rung of actor i is worth in expectation.

    Parameters
    ----------
    payoffs : (L_1, ..., L_n)
        Of actor i; floats, or fractions as objects.
    profile
        A mixed strategy of each actor; those of `i` and `but` are not looked at.
    but
        Another actor to keep apart.

    Returns
    -------
    (L_i,) or, with `but`, (L_i, L_but)
        The latter is also the derivative by the strategy of `but`.
    """
    # from the last actor back, so that each contraction is with the last axis that is not kept
    kept = [j for j in (i, but) if j is not None]
    table = payoffs
    for j in reversed([j for j in range(len(profile)) if j not in kept]):
        table = np.moveaxis(table, j, -1) @ profile[j]
    return table if but is None or i < but else table.T


def slopes(payoffs: FloatArray, profile: Sequence[FloatArray]) -> FloatArray:
    """Return the derivatives of what everybody's rungs are worth by everybody's strategies.

    Parameters
    ----------
    payoffs : (n, L_1, ..., L_n)
        Of all actors, n >= 2.
    profile
        A mixed strategy of each.

    Returns
    -------
    (N, N), N = L_1 + ... + L_n
        Block i, j is ``rung_payoffs(payoffs[i], profile, i, but=j)``; blocks i, i are 0. Times the profile, in one
        vector, it is n - 1 times what each rung is worth. All blocks share their sums: with ten actors it takes a
        twentieth of the time that one block after the other takes.
    """
    n, sizes = len(profile), payoffs.shape[1:]
    ends = np.cumsum(sizes).tolist()
    parts = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
    joint = [np.ones(1)]  # of the actors after each, the probabilities of their joint play
    for strategy in reversed(profile[1:]):
        joint.insert(0, np.multiply.outer(strategy, joint[0]).ravel())
    found = np.zeros((ends[-1], ends[-1]))
    averaged: FloatArray = payoffs  # over the actors before j
    for j in range(n - 1):
        averaged = averaged.reshape(n, sizes[j], -1)
        between: FloatArray = averaged  # over the actors between j and k, too
        for k in range(j + 1, n):
            between = between.reshape(n, sizes[j], sizes[k], -1)
            found[parts[j], parts[k]] = between[j] @ joint[k]
            found[parts[k], parts[j]] = (between[k] @ joint[k]).T
            if k < n - 1:
                between = profile[k] @ between
        averaged = profile[j] @ averaged
    return found


def arrays(profile: Sequence[Sequence[Probability]]) -> list[FloatArray]:
    """Return a profile as float arrays."""
    return [np.array([float(p) for p in strategy]) for strategy in profile]
