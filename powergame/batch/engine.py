"""The choice of the engine that solves a batch.

Compiled kernels solve two actors with up to five rungs each, where there are enough rows to pay for loading them. The
rows that they leave open, and all other games, quantal response among them, are solved one by one.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.kernels.call import fits, kernels, solve_pairs
from powergame.batch.rows import solve_rows
from powergame.batch.types import Columns, Results
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.jit.cache import kernels_are_cached, numba_works

Engine = Literal["auto", "compiled", "interpreted"]

ENOUGH_CACHED, ENOUGH = 500, 20_000
"""Rows from which the kernels are worth loading (half a second), and worth compiling (some ten seconds, once)."""


def solve_batch(
    columns: Columns,
    *,
    concept: Concept | None = None,
    rationality: FloatArray | None = None,
    engine: Engine = "auto",
    with_play: bool = False,
    deadline: Deadline = NO_DEADLINE,
) -> Results:
    """Solve all rows.

    Parameters
    ----------
    columns
        Columns of B variants of one scenario.
    concept
        Nash equilibrium by default, or quantal response.
    rationality : (B,)
        Each row's own rationality for quantal response, infinite for its limit, in place of the concept's.
    engine
        `compiled` or `interpreted` (row by row, by the solvers of single games); `auto` chooses by the number of rows.
        Both give the same results. Without numba, all rows are interpreted.
    with_play
        Whether to fill `Results.play`, which takes as long to write as all other results.
    deadline
        When the work has to end. Half a batch is no answer, so there is none then.

    Returns
    -------
    Results
        The answers of `powergame.solve` to all rows. A game without an answer of the promised quality (the logit path
        broke off) has no equilibrium: `equilibria` is 0, and everybody `depends`.

    Raises
    ------
    UsageError
        Where rows have a rationality, but the concept is not quantal response.
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    >>> import powergame as pg
    >>> from powergame.batch.variants import Variants
    >>> variants = Variants(pg.load("scenarios/strong-and-aligned.yaml"), ["alignment.weak.strong"])
    >>> results = solve_batch(variants.columns({"alignment.weak.strong": np.array([0.5, 0.7])}))
    >>> results.verdicts.tolist()
    [[0, 0], [1, 0]]
    """
    concept = concept or Concept()
    if rationality is not None and concept.name != "logit":
        raise UsageError("a rationality belongs to quantal response, not to Nash equilibrium")
    deadline.check("games were solved")
    every = np.arange(len(columns))
    if concept.name != "nash" or not fits(columns) or not _compiled(engine, len(columns)):
        return solve_rows(columns, every, concept, rationality, with_play=with_play, deadline=deadline)
    results, became = solve_pairs(columns, with_play=with_play)
    rest = every[became != 0]
    if len(rest):
        results.write(rest, solve_rows(columns, rest, concept, with_play=with_play, deadline=deadline))
    return results


def _compiled(engine: Engine, rows: int) -> bool:
    if engine == "interpreted":
        return False
    if kernels.cache_info().currsize:
        return True
    worthwhile = engine == "compiled" or rows >= ENOUGH or (rows >= ENOUGH_CACHED and kernels_are_cached())
    return worthwhile and numba_works()
