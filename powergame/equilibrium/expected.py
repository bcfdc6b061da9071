"""Expected payoffs of rungs against the others' mixed strategies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from powergame.arrays import FloatArray
from powergame.equilibrium.types import ZERO, Probability

S = TypeVar("S", np.float64, np.object_)

UNSHARED_ENTRIES = 1 << 16
"""Entries of a table that are averaged at once: of more, some libraries share the work between processor cores, whose
waiting for each other takes a hundred times as long where others use them, too."""


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


def slopes(
    tables: Sequence[FloatArray], profile: Sequence[FloatArray], actors: Sequence[int] | None = None
) -> FloatArray:
    """Return the derivatives of rungs' expected payoffs by all strategies.

    Parameters
    ----------
    tables
        The payoffs of some rungs of each actor, (R_i, product of all others' L_j), contiguous. n >= 2.
    profile
        A mixed strategy of each.
    actors
        Whose tables these are, if not everybody's.

    Returns
    -------
    (sum of R_i, L_1 + ... + L_n)
        Block i, j is what ``rung_payoffs(payoffs[i], profile, i, but=j)`` is for i's rungs; blocks i, i are 0. Its
        product with the profile, as one vector, is n - 1 times the rungs' expected payoffs. A table is read twice,
        once for the former half of the others and once for the latter, however many actors there are.

    Examples
    --------
    With two actors the blocks are the payoffs themselves:

    >>> row = np.array([[3.0, 2.0], [4.0, 1.0]])
    >>> slopes([row, row], [np.array([0.5, 0.5])] * 2).tolist()
    [[0.0, 0.0, 3.0, 2.0], [0.0, 0.0, 4.0, 1.0], [3.0, 2.0, 0.0, 0.0], [4.0, 1.0, 0.0, 0.0]]
    """
    ends = list(accumulate(len(strategy) for strategy in profile))
    derivatives = np.zeros((sum(map(len, tables)), ends[-1]))
    middle = len(profile) // 2
    halves = (range(middle), range(middle, len(profile)))
    whole = [_joint([profile[j] for j in half]) for half in halves]
    row = 0
    for i, table in zip(range(len(profile)) if actors is None else actors, tables, strict=True):
        rows = slice(row, row := row + len(table))
        if len(table) == 0:
            continue
        others = [[j for j in half if j != i] for half in halves]
        strategies = [[profile[j] for j in half] for half in others]
        before, after = (whole[h] if i not in half else _joint(strategies[h]) for h, half in enumerate(halves))
        over_after = _over_last(table.reshape(-1, len(after[0])), after[0]).reshape(len(table), -1)
        cube = table.reshape(len(table), len(before[0]), len(after[0]))
        over_before = np.stack([_over_first(before[0], square) for square in cube])
        blocks = chain(_by_each(over_after, strategies[0], before), _by_each(over_before, strategies[1], after))
        for j, block in zip(chain(*others), blocks, strict=True):
            derivatives[rows, ends[j] - len(profile[j]) : ends[j]] = block
    return derivatives


def _over_last(table: FloatArray, weights: FloatArray) -> FloatArray:
    rows = max(1, UNSHARED_ENTRIES // len(weights))
    if len(table) <= rows:
        return table @ weights
    return np.concatenate([table[k : k + rows] @ weights for k in range(0, len(table), rows)])


def _over_first(weights: FloatArray, table: FloatArray) -> FloatArray:
    rows = max(1, UNSHARED_ENTRIES // table.shape[1])
    total = weights[:rows] @ table[:rows]
    for k in range(rows, len(table), rows):
        total += weights[k : k + rows] @ table[k : k + rows]
    return total


def _joint(profile: Sequence[FloatArray]) -> list[FloatArray]:
    """Return the joint play of all actors from each one on, and of none."""
    joint = [np.ones(1)]
    for strategy in reversed(profile):
        joint.append(np.multiply.outer(strategy, joint[-1]).ravel() if len(joint) > 1 else strategy)
    return joint[::-1]


def _by_each(table: FloatArray, profile: Sequence[FloatArray], joint: Sequence[FloatArray]) -> Iterator[FloatArray]:
    """Yield a table, (R, product of all L_j), averaged over the play of all actors but one, for each of them."""
    for k, strategy in enumerate(profile):
        if k == len(profile) - 1:
            yield table
            return
        table = table.reshape(len(table), len(strategy), -1)
        yield table @ joint[k + 1]
        table = strategy @ table


def arrays(profile: Sequence[Sequence[Probability]]) -> list[FloatArray]:
    """Return a profile as float arrays."""
    return [np.array([0.0 if p is ZERO else float(p) for p in strategy]) for strategy in profile]
