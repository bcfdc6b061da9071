"""Expected payoffs of each rung, given what the others play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

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


def arrays(profile: Sequence[Sequence[Probability]]) -> list[npt.NDArray[np.float64]]:
    """Return a profile as float arrays."""
    return [np.array([float(p) for p in strategy]) for strategy in profile]
