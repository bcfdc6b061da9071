"""The call of the compiled kernels for two actors with few rungs: columns into tables, and results back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType

import numpy as np

from powergame.arrays import ByteArray, FloatArray, IntArray
from powergame.batch.types import Columns, Results
from powergame.equilibrium.budgets import KERNEL_RUNGS
from powergame.jit.cache import cached_kernels
from powergame.model.parameters import Parameters

DOUBT = 2.0
"""Units by which a rounded payoff difference may be wrong where `pow` or `exp` take part: their last bits differ from
library to library, so that two payoffs may be rounded the other way."""

SAME_VIEW = -2
"""Place that marks an actor whose view is the scenario's own."""

CONTESTS = {"ratio": 0.0, "logistic": 1.0}
"""Numbers by which `cells` knows the contests that it computes."""

THIRD_PARTIES = ("status_quo", "aligned")
"""Rules for third parties that kernels compute; with two actors they agree, since nobody has another side to join."""


KEPT = 31 << 20
"""Bytes of an array that is made once and dropped: from then on glibc, which by its size tells what is a usual one,
keeps twice as much freed memory for the next batch. To ask the system for it anew takes longer than to solve the rows.
Of sizes above 32 MiB it does not learn."""


@lru_cache(maxsize=1)
def kernels() -> ModuleType:
    """Return the module of the kernels; the first call compiles or loads it."""
    with cached_kernels():
        from powergame.batch.kernels import blocks as kernel
    np.empty(KEPT, dtype=np.int8)
    return kernel


def fits(columns: Columns) -> bool:
    """Whether the kernels compute these columns: two actors with few rungs, and rules of war that kernels know."""
    known = all(view.contest in CONTESTS and view.third_parties in THIRD_PARTIES for view in _views(columns))
    return known and fits_in(columns.shape)


def fits_in(shape: Sequence[int]) -> bool:
    """Whether the kernels' tables hold games of this shape, (L_1, ..., L_n)."""
    return len(shape) == 2 and max(shape) <= KERNEL_RUNGS


def _views(columns: Columns) -> tuple[Parameters, ...]:
    return (columns.truth, *columns.views)


def solve_pairs(columns: Columns, *, with_play: bool = False) -> tuple[Results, ByteArray]:
    """Solve two actors' games for their Nash equilibria.

    Parameters
    ----------
    columns
        Columns that `fits` accepts.
    with_play
        Whether to fill `Results.play`.

    Returns
    -------
    Results
        The answers, valid as far as `became` says.
    became : (B,)
        `games.SOLVED`; `games.UNSELECTED` where several equilibria were found and the selected one is open;
        `games.DOUBTFUL` where the row is to be solved exactly.
    """
    rows = len(columns)
    varying: list[FloatArray] = []
    places: list[IntArray] = []
    constants: list[FloatArray] = []
    plain: list[bool] = []
    for view in _views(columns):
        same = view is columns.truth and bool(places)
        where, constant = _table(view, varying) if not same else (places[0].copy(), constants[0])
        if same:
            where[0] = SAME_VIEW
        places.append(where)
        constants.append(constant)
        plain.append(_plain(view))
    results = Results(
        np.empty((2, rows), dtype=np.int8), np.empty((2, rows)), np.empty((2, rows)), np.empty((2, rows)),
        np.empty(rows), np.empty(rows), np.empty(rows, dtype=np.int32), np.ones(rows, dtype=bool),
        np.zeros(rows, dtype=bool), np.empty((sum(columns.shape) if with_play else 0, rows)),
    )  # fmt: skip
    became = np.empty(rows, dtype=np.int8)
    table = np.stack(varying) if varying else np.zeros((1, rows))
    doubt = 0.0 if all(plain) else DOUBT
    kernels().solve_blocks(
        table, np.stack(places), np.stack(constants), np.array(plain), *columns.shape, doubt, kernels().KINDS,
        results.verdicts, results.least, results.greatest, results.selected,
        results.war, results.destroyed, results.equilibria, results.play, became,
    )  # fmt: skip
    return results, became


def _table(view: Parameters, varying: list[FloatArray]) -> tuple[IntArray, FloatArray]:
    """Return for each number of the kernels' input its varying column, or -1, and its constant value."""
    places, constants = [], []
    for column in _inputs(view):
        if column.strides[-1] == 0 or len(column) == 1:
            places.append(-1)
            constants.append(float(column[0]))
        else:
            known = next((k for k, other in enumerate(varying) if other is column), None)
            if known is None:
                known = len(varying)
                varying.append(column)
            places.append(known)
            constants.append(0.0)
    return np.array(places, dtype=np.int64), np.array(constants)


def _inputs(view: Parameters) -> Sequence[FloatArray]:
    """Return the numbers in the order of `cells`, then the ladders, each (B,)."""
    rows = view.odds.shape[-1]
    logistic = np.broadcast_to(np.array([CONTESTS[view.contest]]), (rows,))
    rungs = [ladder[k, r] for ladder in view.ladders for r in range(ladder.shape[1]) for k in range(len(ladder))]
    actors = (*view.power[:, 0], view.alignment[0, 1, 0], *view.effectiveness[:, 0], *view.risk_aversion[:, 0])
    return (*actors, view.odds[0], view.severity[0], view.decisiveness[0], view.stakes[0], logistic, *rungs)


def _plain(view: Parameters) -> bool:
    """Whether no row of a view needs `pow` or `exp`."""
    gamma, averse = _each(view.decisiveness), _each(view.risk_aversion)
    easy = (gamma == 0) | (gamma == 1) | np.isinf(gamma)
    return view.contest == "ratio" and bool(easy.all()) and not bool(averse.any())


def _each(column: FloatArray) -> FloatArray:
    """Return a column's values, only one where it does not vary."""
    return column[..., :1] if column.strides[-1] == 0 else column
