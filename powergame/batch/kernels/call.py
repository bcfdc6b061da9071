"""The call of the compiled kernels for games of few rungs: columns into tables, and results back."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from time import monotonic
from types import ModuleType

import numpy as np

from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.batch.types import Columns, Results
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.budgets import KERNEL_PROFILES, KERNEL_RUNGS
from powergame.jit.cache import cached_kernels, is_cached
from powergame.model.parameters import Parameters

DOUBT = 2.0
"""Units by which a rounded payoff difference may be wrong where `pow` or `exp` take part: their last bits differ from
library to library, so that two payoffs may be rounded the other way."""

SAME_VIEW = -2
"""Place that marks an actor whose view is the scenario's own."""

CONTESTS = {"ratio": 0.0, "logistic": 1.0}
"""Numbers by which kernels know the contests that they compute."""

THIRD_PARTIES = ("status_quo", "aligned")
"""Rules for third parties that kernels compute; with two actors they agree, since nobody has another side to join."""

FIRST_ROWS, LONG_STEP = 1, 0.05
"""Rows of three and more actors' games that are solved first, since one may take a tenth of a second, and seconds in
which as many may be solved for the next ones to be more: between them work can be stopped."""

KEPT = 31 << 20
"""Bytes of an array that is made once and dropped: from then on glibc, which by its size tells what is a usual one,
keeps twice as much freed memory for the next batch. To ask the system for it anew takes longer than to solve the rows.
Of sizes above 32 MiB it does not learn."""


@lru_cache(maxsize=1)
def kernels() -> ModuleType:
    """Return the module of the kernels for two actors; the first call compiles or loads it."""
    with cached_kernels():
        from powergame.batch.kernels import blocks as kernel
    np.empty(KEPT, dtype=np.int8)
    return kernel


@lru_cache(maxsize=1)
def kernels_for_many() -> ModuleType:
    """Return the module of the kernels for three and more actors; the first call compiles or loads it."""
    with cached_kernels():
        from powergame.batch.kernels.many import rows as kernel
    return kernel


def load(shape: Sequence[int]) -> ModuleType:
    """Return the module of the kernels for games of a shape, (L_1, ..., L_n)."""
    return kernels() if len(shape) == 2 else kernels_for_many()


def are_loaded(shape: Sequence[int]) -> bool:
    """Whether the kernels for games of a shape are loaded."""
    loader = kernels if len(shape) == 2 else kernels_for_many
    return bool(loader.cache_info().currsize)


def are_cached(shape: Sequence[int]) -> bool:
    """Whether the kernels for games of a shape are in the cache, so that only loading them takes time."""
    return is_cached("blocks.solve_blocks" if len(shape) == 2 else "rows.solve_rows")


def fits(columns: Columns) -> bool:
    """Whether kernels compute these columns: games that are small enough, and rules of war that kernels know."""
    known = all(view.contest in CONTESTS and view.third_parties in THIRD_PARTIES for view in _views(columns))
    return known and fits_in(columns.shape)


def fits_in(shape: Sequence[int]) -> bool:
    """Whether the kernels' tables hold games of this shape, (L_1, ..., L_n).

    Examples
    --------
    >>> fits_in((5, 5)), fits_in((2,) * 10), fits_in((2,) * 11), fits_in((2, 6, 2))
    (True, True, False, False)
    """
    return max(shape) <= KERNEL_RUNGS and math.prod(shape) <= KERNEL_PROFILES


def _views(columns: Columns) -> tuple[Parameters, ...]:
    return (columns.truth, *columns.views)


def solve_compiled(
    columns: Columns, *, with_play: bool = False, selecting: bool = True, deadline: Deadline = NO_DEADLINE
) -> tuple[Results, ByteArray]:
    """Solve games for their Nash equilibria.

    Parameters
    ----------
    columns
        Columns that `fits` accepts.
    with_play
        Whether to fill `Results.play`.
    selecting
        Whether an equilibrium is to be selected; of two actors one is in any case.
    deadline
        When the work has to end.

    Returns
    -------
    Results
        The answers, valid as far as `became` says.
    became : (B,)
        `SOLVED`; `UNSELECTED` where several equilibria were found and the selected one is open; `DOUBTFUL` where the
        row is to be solved exactly.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    rows, n = len(columns), len(columns.shape)
    numbers, plain = tables(columns)
    results = Results(
        np.empty((n, rows), dtype=np.int8), np.empty((n, rows)), np.empty((n, rows)), np.empty((n, rows)),
        np.empty(rows), np.empty(rows), np.empty(rows, dtype=np.int32), np.ones(rows, dtype=bool),
        np.zeros(rows, dtype=bool), np.empty((sum(columns.shape) if with_play else 0, rows)),
    )  # fmt: skip
    became = np.empty(rows, dtype=np.int8)
    kernel, doubt = load(columns.shape), 0.0 if plain.all() else DOUBT
    answers = (
        results.verdicts, results.least, results.greatest, results.selected,
        results.war, results.destroyed, results.equilibria, results.play, became,
    )  # fmt: skip
    if n == 2:
        kernel.solve_blocks(*numbers, plain, *columns.shape, doubt, kernel.KINDS, *answers)
        return results, became
    aligned, sizes = columns.truth.third_parties == "aligned", np.array(columns.shape, dtype=np.int64)

    def solve(start: int, stop: int) -> None:
        kernel.solve_rows(*numbers, aligned, sizes, doubt, selecting, start, stop, *answers)

    _in_steps(solve, rows, deadline)
    return results, became


def _in_steps(solve: Callable[[int, int], None], rows: int, deadline: Deadline) -> None:
    """Solve rows in steps, between which the work may be stopped."""
    start, step = 0, FIRST_ROWS
    while start < rows:
        deadline.check("games were solved")
        begun = monotonic()
        solve(start, min(start + step, rows))
        start += step
        step = 2 * step if monotonic() - begun < LONG_STEP else max(1, step // 2)


def tables(columns: Columns) -> tuple[tuple[FloatArray, IntArray, FloatArray], BoolArray]:
    """Return the columns as kernels take them.

    Returns
    -------
    tuple
        What varies, (V, B); the place of each number of the scenario's own view and of each actor's among these, or -1,
        (n + 1, K); the numbers that do not vary, (n + 1, K).
    plain : (n + 1,)
        Whether each view needs neither `pow` nor `exp`.
    """
    varying: list[FloatArray] = []
    places: list[IntArray] = []
    constants: list[FloatArray] = []
    for view in _views(columns):
        same = view is columns.truth and bool(places)
        where, constant = _table(view, varying) if not same else (places[0].copy(), constants[0])
        if same:
            where[0] = SAME_VIEW
        places.append(where)
        constants.append(constant)
    table = np.stack(varying) if varying else np.zeros((1, len(columns)))
    return (table, np.stack(places), np.stack(constants)), np.array([_plain(view) for view in _views(columns)])


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
    """Return the numbers in the order of `cells`, each (B,): of actors, their pairs, the scenario, the ladders."""
    rows, n = view.odds.shape[-1], len(view.ladders)
    logistic = np.broadcast_to(np.array([CONTESTS[view.contest]]), (rows,))
    rungs = [ladder[k, r] for ladder in view.ladders for r in range(ladder.shape[1]) for k in range(len(ladder))]
    pairs = [view.alignment[i, j, 0] for i in range(n) for j in range(i + 1, n)]
    actors = (*view.power[:, 0], *pairs, *view.effectiveness[:, 0], *view.risk_aversion[:, 0])
    return (*actors, view.odds[0], view.severity[0], view.decisiveness[0], view.stakes[0], logistic, *rungs)


def _plain(view: Parameters) -> bool:
    """Whether no row of a view needs `pow` or `exp`."""
    gamma, averse = _each(view.decisiveness), _each(view.risk_aversion)
    easy = (gamma == 0) | (gamma == 1) | np.isinf(gamma)
    return view.contest == "ratio" and bool(easy.all()) and not bool(averse.any())


def _each(column: FloatArray) -> FloatArray:
    """Return a column's values, only one where it does not vary."""
    return column[..., :1] if column.strides[-1] == 0 else column
