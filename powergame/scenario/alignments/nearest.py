"""Tables of alignments that no directions have: who is at fault, and the nearest table that is possible.

.. [1] Higham, N. J. (2002). Computing the nearest correlation matrix: a problem from finance. IMA Journal of Numerical
   Analysis 22, 329-343: alternating projections onto the tables that are positive semidefinite and onto those with a
   diagonal of 1, with Dykstra's correction.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import TYPE_CHECKING

import numpy as np

from powergame.digits import significant
from powergame.scenario.yaml.written import flow
from powergame.text import listed, printable

if TYPE_CHECKING:
    from powergame.arrays import BoolArray, FloatArray

NOTHING = 1e-9
"""Eigenvalue of a table, in squared lengths of directions: less is 0, as alignments are written in decimals."""

CLOSE = 1e-12
"""Largest change of an alignment by a step of the projections that is none."""

TINY = 1e-12
"""Squared length of a direction, at least: none is divided by less."""

MAX_STEPS, MAX_WORK = 20_000, 3_000_000_000
"""Steps of the projections at most, and their number times the cube of that of the actors: some seconds."""

MAX_SETS = 200_000
"""Sets that are looked at, at most, for the smallest set of actors at fault: some seconds."""

DIGITS = 6
"""Decimals of the nearest table as it is printed."""

FEW = 3
"""Actors at fault up to which messages list their alignments, and not only the actors."""


def are_possible(tables: FloatArray) -> BoolArray:
    """Return which tables have directions, (B,).

    Parameters
    ----------
    tables : (B, n, n)
        Symmetric, with a diagonal of 1.

    Examples
    --------
    >>> are_possible(np.array([[[1, 0.5], [0.5, 1]], [[1, -1], [-1, 1]]])).tolist()
    [True, True]
    """
    return np.asarray(np.linalg.eigvalsh(tables)[:, 0] >= -NOTHING)


def at_fault(table: FloatArray) -> tuple[int, ...]:
    """Return the places of a smallest set of actors whose own alignments are impossible: of several, the worst.

    Where there are too many sets to look at, actors are left out one by one while the rest is impossible, so that
    none of the set can be left out.

    Examples
    --------
    >>> at_fault(np.array([[1, 0.9, 0.9, 0], [0.9, 1, -0.9, 0], [0.9, -0.9, 1, 0], [0, 0, 0, 1]]))
    (0, 1, 2)
    """
    n = len(table)
    looked_at = 0
    for size in range(3, n):
        looked_at += math.comb(n, size)
        if looked_at > MAX_SETS:
            return _left(table)
        least, worst = min(_least_of(table, size), default=(0.0, ()))
        if least < -NOTHING:
            return worst
    return tuple(range(n))


def _least_of(table: FloatArray, size: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield, chunk by chunk, the least eigenvalue of all sets of one size, with its set."""
    every = combinations(range(len(table)), size)
    while chunk := list(islice(every, 1 << 14)):
        places = np.array(chunk)
        values = np.linalg.eigvalsh(table[places[:, :, None], places[:, None, :]])[:, 0]
        k = int(np.argmin(values))
        yield float(values[k]), chunk[k]


def _left(table: FloatArray) -> tuple[int, ...]:
    kept = list(range(len(table)))
    for i in range(len(table)):
        rest = [k for k in kept if k != i]
        if np.linalg.eigvalsh(table[np.ix_(rest, rest)])[0] < -NOTHING:
            kept = rest
    return tuple(kept)


def nearest(table: FloatArray) -> FloatArray:
    """Return the possible table at the least distance, by the root of the sum of squares [1]_.

    Examples
    --------
    >>> nearest(np.array([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]])).round(3).tolist()
    [[1.0, 0.5, 0.5], [0.5, 1.0, -0.5], [0.5, -0.5, 1.0]]
    """
    made, correction = table, np.zeros_like(table)
    for _ in range(min(MAX_STEPS, 1 + MAX_WORK // len(table) ** 3)):
        start = made - correction
        values, axes = np.linalg.eigh(start)
        projected = (axes * np.maximum(values, 0.0)) @ axes.T
        correction = projected - start
        after = (projected + projected.T) / 2
        np.fill_diagonal(after, 1.0)
        change = float(np.abs(after - made).max())
        made = after
        if change <= CLOSE:
            break
    lengths = np.sqrt(np.maximum(np.diag(projected), TINY))  # 1 but for what a step more would change
    made = np.clip(projected / np.outer(lengths, lengths), -1.0, 1.0)
    np.fill_diagonal(made, 1.0)
    return np.asarray((made + made.T) / 2)


def written(table: FloatArray) -> FloatArray:
    """Return a possible table near to a table, in a few decimals: drawn towards 0 by no more than rounding takes."""
    rounded = table.round(DIGITS)
    if np.linalg.eigvalsh(rounded)[0] >= -NOTHING:
        return rounded
    drawn = (table * (1 - len(table) * 10.0**-DIGITS)).round(DIGITS)
    np.fill_diagonal(drawn, 1.0)
    return drawn


def impossible(names: Sequence[str], table: FloatArray) -> str:
    """Return what is wrong with a table of alignments that no directions have, and the nearest one that some have."""
    fault = at_fault(table)
    between = [f"{_pair(names, i, j)} = {table[i, j]:.9g}" for i, j in combinations(fault, 2)]
    which = listed(between) if len(fault) <= FEW else f"those among {listed([printable(names[i]) for i in fault])}"
    near = written(nearest(table))
    away = significant(float(np.abs(near - table).max()), 2)
    return (
        f"no directions have these alignments: {which} exclude each other; the nearest that are possible, at most "
        f"{away} away: {flow(pairs_of(names, near))}"
    )


def _pair(names: Sequence[str], i: int, j: int) -> str:
    return f"{printable(names[i])}.{printable(names[j])}"


def pairs_of(names: Sequence[str], table: FloatArray | Sequence[Sequence[float]]) -> dict[str, dict[str, float]]:
    """Return a table as a file has it: each pair once, with the first-named actor."""
    return {
        name: {other: float(table[i][j]) for j, other in enumerate(names) if j > i} for i, name in enumerate(names[:-1])
    }
