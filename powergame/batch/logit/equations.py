"""The logit equations of many games at once, in log-odds against each actor's first rung.

Unknowns are (M, B), M = L_1 + ... + L_n - n: the first actor's log-odds first, without those of its first rung, which
are 0. Kernels have the same equations, game by game (`powergame.batch.kernels.logit.equations`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray


@dataclass(frozen=True, eq=False)
class Gains:
    """What rungs pay more than the first one, in log-odds: payoffs times rationality.

    Attributes
    ----------
    shape
        (L_1, ..., L_n).
    tables
        For each actor (L_i - 1, L_1, ..., L_n without L_i, B).
    """

    shape: tuple[int, ...]
    tables: tuple[FloatArray, ...]

    @property
    def rows(self) -> int:
        """B."""
        return int(self.tables[0].shape[-1])

    @property
    def ends(self) -> IndexArray:
        """(n,) where each actor's unknowns end."""
        return np.cumsum([size - 1 for size in self.shape])

    def at(self, rows: IndexArray | BoolArray) -> Gains:
        """Return some rows."""
        return replace(self, tables=tuple(table[..., rows] for table in self.tables))


def gains_of(payoffs: FloatArray, rationality: FloatArray) -> Gains:
    """Return the gains of payoffs, (n, L_1, ..., L_n, B), where each actor has its own rationality, (n, B)."""
    by_rung = [np.moveaxis(table, i, 0) for i, table in enumerate(payoffs)]
    with np.errstate(over="ignore", invalid="ignore"):
        tables = [each * (table[1:] - table[:1]) for each, table in zip(rationality, by_rung, strict=True)]
    return Gains(payoffs.shape[1:-1], tuple(tables))


def contraction(gains: Gains) -> FloatArray:
    """Return (B,) by which factor logit responses change log-odds at most as others' log-odds change.

    Below 1 there is one quantal response, at this and every lower rationality. With D_ij the most by which actor j's
    rungs can change the difference of what two of i's rungs pay, times i's rationality, the factor is the most that
    the sum over j of D_ij / 4 is: a probability changes by at most 1/4 as log-odds change by 1.

    Examples
    --------
    Matching pennies, where a change of rung turns a gain of 1 into a loss of 1:

    >>> pennies = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> float(contraction(gains_of(np.stack([pennies, 1 - pennies])[..., None], np.full((2, 1), 3.0)))[0])
    1.5
    """
    return np.asarray(influences(gains).sum(axis=1).max(axis=0) / 4)


def influences(gains: Gains) -> FloatArray:
    """Return (n, n, B) the most by which a change of j's rung changes the log-odds between two of i's rungs, D_ij."""
    n = len(gains.shape)
    most = np.zeros((n, n, gains.rows))
    for i in range(n):
        for a, b in combinations(by_rung(gains, i), 2):
            for axis, j in enumerate(k for k in range(n) if k != i):
                change = np.ptp(b - a, axis=axis).reshape(-1, gains.rows).max(axis=0)
                np.maximum(most[i, j], change, out=most[i, j])
    return most


def by_rung(gains: Gains, i: int) -> FloatArray:
    """Return (L_i, L_1, ..., L_n without L_i, B) an actor's gains, with those of its first rung, which are 0."""
    return np.concatenate([np.zeros((1, *gains.tables[i].shape[1:])), gains.tables[i]])


def log_play(shape: Sequence[int], odds: FloatArray) -> list[FloatArray]:
    """Return for each actor (L_i, B) natural logs of probabilities, given log-odds."""
    parts, start = [], 0
    for size in shape:
        whole = np.concatenate([np.zeros((1, odds.shape[1])), odds[start : start + size - 1]])
        whole -= whole.max(axis=0)
        parts.append(whole - np.log(np.exp(whole).sum(axis=0)))
        start += size - 1
    return parts


def worth(gains: Gains, odds: FloatArray) -> FloatArray:
    """Return (M, B) the log-odds of responses to play that is given by log-odds."""
    play = [np.exp(part) for part in log_play(gains.shape, odds)]
    return np.concatenate([_expected(table, play, i) for i, table in enumerate(gains.tables)])


def newton(gains: Gains, odds: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return Newton's correction (M, B), the responses' log-odds (M, B), and the derivatives (B, M, M)."""
    play = [np.exp(part) for part in log_play(gains.shape, odds)]
    unknowns = len(odds)
    responses, matrix = np.empty_like(odds), np.zeros((unknowns, unknowns, gains.rows))
    starts = np.concatenate([[0], gains.ends])
    for i, table in enumerate(gains.tables):
        own = slice(starts[i], starts[i + 1])
        responses[own] = _expected(table, play, i)
        for j, strategy in enumerate(play):
            if j != i and gains.shape[i] > 1 and gains.shape[j] > 1:
                slopes = _expected(table, play, i, but=j)[:, 1:]
                matrix[own, starts[j] : starts[j + 1]] = -strategy[1:] * (slopes - responses[own][:, None])
    matrix[range(unknowns), range(unknowns)] = 1.0
    by_row = np.ascontiguousarray(np.moveaxis(matrix, -1, 0))
    return _solved(by_row, (responses - odds).T).T, responses, by_row


def _solved(matrices: FloatArray, rights: FloatArray) -> FloatArray:
    """Solve linear systems, (B, M, M) and (B, M); those that are singular as well as may be."""
    try:
        return np.asarray(np.linalg.solve(matrices, rights[..., None])[..., 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        pairs = zip(matrices, rights, strict=True)
        return np.array([np.linalg.lstsq(matrix, right, rcond=None)[0] for matrix, right in pairs])


def _expected(table: FloatArray, play: Sequence[FloatArray], i: int, but: int | None = None) -> FloatArray:
    """Return what actor i's rungs gain against the others' play, (L_i - 1, B), or that for each rung of one of them."""
    others = [j for j in range(len(play)) if j != i]
    for axis, j in reversed(list(enumerate(others, start=1))):
        if j != but:
            strategy = play[j].reshape(len(play[j]), *(1,) * (table.ndim - axis - 2), -1)
            table = (table * strategy).sum(axis=axis)
    return table


def spread(gains: Gains, odds: FloatArray) -> FloatArray:
    """Return (B,) the greatest difference between two log-odds of one actor, those of its first rung, 0, included.

    It is the norm in which `contraction` says by how much responses contract.
    """
    most = np.zeros(odds.shape[1])
    for part in np.split(odds, gains.ends[:-1]):
        np.maximum(most, part.max(axis=0, initial=0.0) - part.min(axis=0, initial=0.0), out=most)
    return most


def residual(gains: Gains, odds: FloatArray) -> FloatArray:
    """Return (B,) the greatest difference, in probability, between play and the responses to it."""
    play, responses = (log_play(gains.shape, z) for z in (odds, worth(gains, odds)))
    differences = [np.abs(np.exp(a) - np.exp(b)).max(axis=0) for a, b in zip(play, responses, strict=True)]
    return np.asarray(np.max(differences, axis=0))
