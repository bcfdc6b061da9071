"""Quantal responses of many scenarios, each at its own rationality: what a likelihood of what was played is made of.

A quantal response is taken on the principal branch, where it first passes the rationality. Where actors have
rationalities of their own, all grow in proportion from 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from powergame.arrays import ByteArray, FloatArray, IndexArray
from powergame.batch.engine import Engine
from powergame.batch.kernels.call import fits, fits_in
from powergame.batch.kernels.responses import load_responses, respond_compiled, respond_to_payoffs
from powergame.batch.logit.agents import agents_payoffs, refuse_large_agents
from powergame.batch.logit.rows import respond_rows
from powergame.batch.logit.unique import MAX_RESIDUAL
from powergame.batch.rows import at_rows
from powergame.batch.types import DOUBTFUL, Columns, Responses, empty_responses, most_rows
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import UsageError
from powergame.jit.cache import numba_works
from powergame.model.compile import payoffs_of_views

__all__ = ["MAX_RESIDUAL", "Responses", "respond", "respond_by_types"]

ROWS = 4096
"""Rows that are worked on together without kernels, at most: no answer depends on how many there are."""

ENOUGH_OF_TWO_RUNGS, ENOUGH, ENOUGH_THREE_OR_MORE = 20_000, 2_000, 1_000
"""Rows from which kernels are used: of two actors with two rungs each, nearly all of which surely have one response;
of two others; and of more actors. Fewer take about a second without them, or two, and compiling them takes ten times as
long. Numbers decide, and not the state of a cache, so that answers are the same to the last bit."""


def respond(
    columns: Columns,
    rationality: FloatArray,
    *,
    engine: Engine = "auto",
    workers: int | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> Responses:
    """Return the quantal responses of all rows.

    Parameters
    ----------
    columns
        Columns of B variants of one scenario.
    rationality : (n, B)
        Each actor's own in each row, >= 0 and finite; all of them grow in proportion along the branch.
    engine
        `compiled` or `interpreted`; `auto` chooses by shape and number of rows. Both give the same.
    workers
        Threads for kernels; as many as there are processors by default. No answer depends on it.
    deadline
        When the work has to end; half a batch is no answer.

    Raises
    ------
    UsageError
        Where a rationality is negative or not finite.
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    >>> import powergame as pg
    >>> from powergame.batch.variants import Variants
    >>> variants = Variants(pg.load("scenarios/strong-and-aligned.yaml"), ["alignment.weak.strong"])
    >>> columns = variants.columns({"alignment.weak.strong": np.array([0.5, 0.7])})
    >>> np.exp(respond(columns, np.full((2, 2), 20.0)).log_play).round(3)[:2].tolist()
    [[0.638, 0.745], [0.362, 0.255]]
    """
    refuse_rationality(rationality)

    def payoffs(rows: IndexArray) -> FloatArray:
        return payoffs_of_views(at_rows(columns, rows).views, deadline=deadline)

    if not fits(columns) or not _compiled(engine, columns.shape, len(columns)):
        return _interpreted(payoffs, np.arange(len(columns)), columns.shape, rationality, deadline)
    responses, became = respond_compiled(columns, rationality, workers, deadline)
    return _completed(responses, became, payoffs, columns.shape, rationality, deadline)


def respond_by_types(
    columns: Sequence[Columns],
    kinds: Sequence[tuple[int, ...]],
    probabilities: Sequence[FloatArray],
    rationality: FloatArray,
    *,
    engine: Engine = "auto",
    workers: int | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> Responses:
    """Return the quantal responses of all rows, agent by agent: each type of an actor responds for itself [1]_.

    Parameters
    ----------
    columns
        For each profile of types the columns of B variants in which these types are known.
    kinds
        The profiles of types, each the place of each actor's type. All must be there.
    probabilities
        For each actor those of its types, (T_i,) or (T_i, B).
    rationality : (n, B)
        Each actor's, whatever its type.
    engine, workers, deadline
        As for `respond`.

    Returns
    -------
    Responses
        Its `log_play` has a row for each rung of each type of each actor: by actor, then type, then rung.

    Raises
    ------
    GameTooLargeError
        Where the game of all agents has too many profiles.
    UsageError
        Where a rationality is negative or not finite.
    TimeLimitError
        Where the time runs out.

    References
    ----------
    .. [1] McKelvey, R. D. & Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. Experimental
       Economics 1.
    """
    refuse_rationality(rationality)
    shape, types = columns[0].shape, tuple(len(each) for each in probabilities)
    agents = tuple(size for size, count in zip(shape, types, strict=True) for _ in range(count))
    refuse_large_agents(agents)
    by_agent = np.repeat(rationality, types, axis=0)

    def payoffs(rows: IndexArray) -> FloatArray:
        tables = [payoffs_of_views(at_rows(each, rows).views, deadline=deadline) for each in columns]
        weights = [each if each.ndim == 1 else each[:, rows] for each in probabilities]
        return agents_payoffs(tables, kinds, weights)

    rows = len(columns[0])
    if not fits_in(agents) or not _compiled(engine, agents, rows):
        return _interpreted(payoffs, np.arange(rows), agents, by_agent, deadline)
    responses, became = respond_to_payoffs(payoffs, agents, by_agent, workers, deadline)
    return _completed(responses, became, payoffs, agents, by_agent, deadline)


def load_kernels(shape: Sequence[int]) -> None:
    """Compile or load the kernels for games of a shape, (L_1, ..., L_n), so that no time limit counts that."""
    if fits_in(shape) and numba_works():
        load_responses(two=len(shape) == 2)


def refuse_rationality(rationality: FloatArray) -> None:
    """Raise `UsageError` where a rationality is negative or not finite."""
    if not ((rationality >= 0) & np.isfinite(rationality)).all():
        raise UsageError("expected rationalities >= 0 and finite")


def _compiled(engine: Engine, shape: Sequence[int], rows: int) -> bool:
    """Whether kernels are to solve so many games of a shape that `fits_in`."""
    others = ENOUGH if len(shape) == 2 else ENOUGH_THREE_OR_MORE
    enough = ENOUGH_OF_TWO_RUNGS if tuple(shape) == (2, 2) else others
    return (engine == "compiled" or (engine == "auto" and rows >= enough)) and numba_works()


def _interpreted(
    payoffs: Callable[[IndexArray], FloatArray],
    rows: IndexArray,
    shape: tuple[int, ...],
    rationality: FloatArray,
    deadline: Deadline,
) -> Responses:
    """Return the responses of some rows, whose payoffs are told for some rows at a time, without kernels."""
    together = min(ROWS, most_rows(shape, math.prod(shape)))
    answers = empty_responses(sum(shape), len(rows))
    for start in range(0, len(rows), together):
        deadline.check("quantal responses were computed")
        part = rows[start : start + together]
        answers.write(slice(start, start + together), respond_rows(payoffs(part), rationality[:, part], deadline))
    return answers


def _completed(
    responses: Responses,
    became: ByteArray,
    payoffs: Callable[[IndexArray], FloatArray],
    shape: tuple[int, ...],
    rationality: FloatArray,
    deadline: Deadline,
) -> Responses:
    """Return what kernels found, with the rows that they left open."""
    rest = np.flatnonzero(became == DOUBTFUL)
    if len(rest):
        responses.write(rest, _interpreted(payoffs, rest, shape, rationality, deadline))
    return responses
