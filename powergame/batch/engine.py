"""Which engine answers for a batch.

Two actors with up to five rungs each go through compiled kernels, where there are enough rows to pay for loading them;
what these leave open, and all else, quantal response among it, is solved row by row.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.kernels.call import fits, kernels, solve_pairs
from powergame.batch.kernels.jit import kernels_are_cached, numba_works
from powergame.batch.rows import solve_rows
from powergame.batch.types import Columns, Results
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError

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
) -> Results:
    """Solve all rows.

    Parameters
    ----------
    columns
        Of B variants of one scenario.
    concept
        Nash equilibrium by default, or quantal response.
    rationality : (B,)
        Of quantal response: each row's own, infinite for its limit, in place of the concept's.
    engine
        `compiled` or `interpreted` (row by row, by the solvers of single games); `auto` chooses by the number of rows.
        Both find the same. Without numba, all are interpreted.
    with_play
        Whether `Results.play` is asked for: it is as much to write as all the rest.

    Returns
    -------
    Results
        What `powergame.solve` would answer for each of them. Where a game has no answer of the promised quality
        (the logit path broke off), no equilibrium is found: `equilibria` is 0, and everybody `depends`.

    Raises
    ------
    UsageError
        Where rows have a rationality, and the concept is not quantal response.
    """
    concept = concept or Concept()
    if rationality is not None and concept.name != "logit":
        raise UsageError("a rationality is of quantal response, not of Nash equilibrium")
    every = np.arange(len(columns))
    if concept.name != "nash" or not fits(columns) or not _compiled(engine, len(columns)):
        return solve_rows(columns, every, concept, rationality, with_play=with_play)
    results, became = solve_pairs(columns, with_play=with_play)
    rest = every[became != 0]
    if len(rest):
        results.write(rest, solve_rows(columns, rest, concept, with_play=with_play))
    return results


def _compiled(engine: Engine, rows: int) -> bool:
    if engine == "interpreted":
        return False
    if kernels.cache_info().currsize:
        return True
    wanted = engine == "compiled" or rows >= ENOUGH or (rows >= ENOUGH_CACHED and kernels_are_cached())
    return wanted and numba_works()
