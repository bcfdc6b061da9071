"""Quantal responses of many scenarios, each at its own rationality: what a likelihood of what was played is made of.

A quantal response is taken on the principal branch, where it first passes the rationality. Where actors have
rationalities of their own, all grow in proportion from 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.batch.engine import Engine
from powergame.batch.logit.agents import agents_payoffs, refuse_large_agents
from powergame.batch.logit.rows import respond_rows
from powergame.batch.logit.unique import MAX_RESIDUAL
from powergame.batch.rows import at_rows
from powergame.batch.types import Columns, most_rows
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import UsageError
from powergame.model.compile import payoffs_of_views

__all__ = ["MAX_RESIDUAL", "Responses", "respond", "respond_by_types"]

ROWS = 4096
"""Rows that are worked on together, at most: no answer depends on how many there are."""


@dataclass(frozen=True, eq=False)
class Responses:
    """The quantal responses of B rows.

    Attributes
    ----------
    log_play : (N, B)
        Natural log of the probability of each rung of each actor, N = L_1 + ... + L_n, the first actor's rungs first;
        NaN where the row is not solved. It is computed from log-odds, so that it is right of rungs however rarely
        played.
    residual : (B,)
        The greatest difference in probability between play and the responses to it, recomputed from the payoffs.
    solved : (B,)
        Whether the branch was followed and `residual` is at most `MAX_RESIDUAL`.
    unique : (B,)
        Whether it is certain that there is no other quantal response.
    crossed : (B,)
        Whether another branch crossed the principal one, as they do in symmetric games, which went straight on.
    """

    log_play: FloatArray
    residual: FloatArray
    solved: BoolArray
    unique: BoolArray
    crossed: BoolArray

    def __len__(self) -> int:
        return len(self.residual)


def respond(
    columns: Columns, rationality: FloatArray, *, engine: Engine = "auto", deadline: Deadline = NO_DEADLINE
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
    together = min(ROWS, most_rows(columns.shape, math.prod(columns.shape)))
    parts = []
    for start in range(0, len(columns), together):
        deadline.check("quantal responses were computed")
        rows = np.arange(start, min(start + together, len(columns)))
        payoffs = payoffs_of_views(at_rows(columns, rows).views, deadline=deadline)
        parts.append(_responses(payoffs, rationality[:, rows], deadline))
    return joined(parts, sum(columns.shape))


def respond_by_types(
    columns: Sequence[Columns],
    kinds: Sequence[tuple[int, ...]],
    probabilities: Sequence[FloatArray],
    rationality: FloatArray,
    *,
    engine: Engine = "auto",
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
    engine, deadline
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
    together = min(ROWS, most_rows(agents, math.prod(agents)))
    parts = []
    for start in range(0, len(columns[0]), together):
        deadline.check("quantal responses were computed")
        rows = np.arange(start, min(start + together, len(columns[0])))
        tables = [payoffs_of_views(at_rows(each, rows).views, deadline=deadline) for each in columns]
        weights = [each if each.ndim == 1 else each[:, rows] for each in probabilities]
        parts.append(_responses(agents_payoffs(tables, kinds, weights), by_agent[:, rows], deadline))
    return joined(parts, sum(agents))


def refuse_rationality(rationality: FloatArray) -> None:
    """Raise `UsageError` where a rationality is negative or not finite."""
    if not ((rationality >= 0) & np.isfinite(rationality)).all():
        raise UsageError("expected rationalities >= 0 and finite")


def _responses(payoffs: FloatArray, rationality: FloatArray, deadline: Deadline) -> Responses:
    """Return the responses of rows whose payoffs, (n, L_1, ..., L_n, R), are known."""
    answered = respond_rows(payoffs, rationality, deadline)
    solved = answered.residual <= MAX_RESIDUAL
    return Responses(answered.log_play, answered.residual, solved, answered.unique, answered.crossed)


def joined(parts: Sequence[Responses], rungs: int) -> Responses:
    """Return the responses of rows one after the other."""
    if not parts:
        none = np.zeros(0, dtype=bool)
        return Responses(np.empty((rungs, 0)), np.empty(0), none, none, none)
    return Responses(
        np.concatenate([part.log_play for part in parts], axis=1),
        np.concatenate([part.residual for part in parts]),
        np.concatenate([part.solved for part in parts]),
        np.concatenate([part.unique for part in parts]),
        np.concatenate([part.crossed for part in parts]),
    )
