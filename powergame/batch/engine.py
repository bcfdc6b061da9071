"""The choice of the engine that solves a batch.

Compiled kernels solve small games of any number of actors, where there are enough rows to pay for loading them. The
rows that they leave open, and all other games, quantal response among them, are solved one by one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.kernels.call import are_cached, are_loaded, fits, fits_in, solve_compiled
from powergame.batch.rows import solve_rows
from powergame.batch.types import DOUBTFUL, SOLVED, UNSELECTED, Columns, Results
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept, as_concept
from powergame.errors import UsageError
from powergame.jit.cache import numba_works

Engine = Literal["auto", "compiled", "interpreted"]

ENOUGH_CACHED, ENOUGH = 500, 20_000
"""Rows from which the kernels are worth loading (half a second), and worth compiling (some ten seconds, once)."""

ENOUGH_CACHED_THREE_OR_MORE, ENOUGH_THREE_OR_MORE = 100, 5_000
"""The same with three and more actors, whose games take longer one by one."""


QUICK_PROFILES = 27
"""Profiles of games of three and more actors up to which kernels take some hundredths of a millisecond each: four
actors with two rungs, three with three. Those of larger games may take many milliseconds, where dominance leaves much
of them."""


def by_the_million(shape: Sequence[int], concept: Concept) -> bool:
    """Whether there are kernels for games of a shape, (L_1, ..., L_n), that solve many thousands of them a second.

    Examples
    --------
    >>> [by_the_million(shape, Concept()) for shape in ((2, 2), (3, 3, 3), (2,) * 5)]
    [True, True, False]
    """
    quick = len(shape) == 2 or math.prod(shape) <= QUICK_PROFILES
    return concept.name == "nash" and fits_in(shape) and quick


def by_the_thousand(shape: Sequence[int], concept: Concept) -> bool:
    """Whether thousands of games of a shape are solved in a second with what is installed.

    Without numba that holds only of two actors with two rungs.
    """
    return (len(shape) == 2 or by_the_million(shape, concept)) and (math.prod(shape) <= 4 or numba_works())


def solve_batch(
    columns: Columns,
    *,
    concept: Concept | None = None,
    rationality: FloatArray | None = None,
    engine: Engine = "auto",
    with_play: bool = False,
    selecting: bool = True,
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
    selecting
        Whether an equilibrium is to be selected where a list is complete, which no verdict depends on. Kernels take
        half the time without, and larger games that are solved one by one a tenth.
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
    concept = as_concept(concept)
    if rationality is not None and concept.name != "logit":
        raise UsageError("a rationality belongs to quantal response, not to Nash equilibrium")
    deadline.check("games were solved")
    every = np.arange(len(columns))
    if concept.name != "nash" or not fits(columns) or not _compiled(engine, columns.shape, len(columns)):
        return solve_rows(
            columns, every, concept, rationality, with_play=with_play, selecting=selecting, deadline=deadline
        )
    results, became = solve_compiled(columns, with_play=with_play, selecting=selecting, deadline=deadline)
    rest = every[became != SOLVED] if selecting else every[became == DOUBTFUL]
    if not selecting:
        for of_selected in (results.selected, results.war, results.destroyed, results.play):
            of_selected[..., became == UNSELECTED] = np.nan
    if len(rest):
        results.write(
            rest, solve_rows(columns, rest, concept, with_play=with_play, selecting=selecting, deadline=deadline)
        )
    return results


def engine_for(shape: Sequence[int], rows: int) -> Engine:
    """Return the engine for so many games of a shape in all, whoever then divides them into batches."""
    return "compiled" if fits_in(shape) and _compiled("auto", shape, rows) else "interpreted"


def _compiled(engine: Engine, shape: Sequence[int], rows: int) -> bool:
    """Whether kernels are to solve so many games of a shape that `fits_in`."""
    if engine == "interpreted":
        return False
    if are_loaded(shape):
        return True
    few, many = (ENOUGH_CACHED, ENOUGH) if len(shape) == 2 else (ENOUGH_CACHED_THREE_OR_MORE, ENOUGH_THREE_OR_MORE)
    worthwhile = engine == "compiled" or rows >= many or (rows >= few and are_cached(shape))
    return worthwhile and numba_works()
