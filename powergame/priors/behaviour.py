"""Behaviour: with which probability everybody plays each rung, given payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.engine import Engine, solve_batch
from powergame.batch.response import respond, respond_by_types
from powergame.batch.types import Columns
from powergame.deadline import NO_DEADLINE, Deadline


@dataclass(frozen=True)
class Behaviour:
    """How play answers payoffs.

    Attributes
    ----------
    solution
        Quantal response, or the selected Nash equilibrium with some noise.
    rationality
        lambda of everybody whose rationality is neither unknown nor known of the situation.
    tremble
        Probability with which an actor plays any rung, each alike, instead of its part in a Nash equilibrium.
    """

    solution: Literal["logit", "nash"] = "logit"
    rationality: float | None = None
    tremble: float = 0.02


QUANTAL_RESPONSE = Behaviour()
"""Quantal response, at rationalities that are unknown or known of the situation."""


@dataclass(frozen=True, eq=False)
class LogPlay:
    """Everybody's play in answer to the payoffs of B rows.

    Attributes
    ----------
    log_play : n arrays (T_i, L_i, B)
        Natural logarithm of the probability of each rung, by type; NaN in rows that are not solved.
    solved, unique, crossed : (B,)
        Whether there is a certified answer, whether it is certain to be the only one, and whether the principal branch
        met another one exactly.
    """

    log_play: tuple[FloatArray, ...]
    solved: BoolArray
    unique: BoolArray
    crossed: BoolArray


def answer_to(
    columns: Sequence[Columns],
    kinds: IndexArray,
    probabilities: Sequence[FloatArray],
    rationality: FloatArray,
    behaviour: Behaviour,
    *,
    engine: Engine = "auto",
    workers: int | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> LogPlay:
    """Return how everybody answers.

    Parameters
    ----------
    columns
        Of each of K profiles of types.
    kinds : (K, n)
        The profiles, as places of the types.
    probabilities : n arrays (T_i, B) or (T_i, 1)
        Of each actor's types.
    rationality : (n, B)
        Each actor's own; does not matter for Nash equilibrium.
    """
    if behaviour.solution == "nash":
        return _trembling(columns[0], behaviour.tremble, deadline)
    if len(kinds) == 1:
        response = respond(columns[0], rationality, engine=engine, workers=workers, deadline=deadline)
    else:
        each = [p[:, 0] if p.shape[1] == 1 else p for p in probabilities]
        response = respond_by_types(
            columns,
            [tuple(kind) for kind in kinds.tolist()],
            each,
            rationality,
            engine=engine,
            workers=workers,
            deadline=deadline,
        )
    sizes = [(len(p), rungs) for p, rungs in zip(probabilities, columns[0].shape, strict=True)]
    return LogPlay(_by_type(response.log_play, sizes), response.solved, response.unique, response.crossed)


def _trembling(columns: Columns, tremble: float, deadline: Deadline) -> LogPlay:
    """Return play in the selected Nash equilibrium, with some noise."""
    results = solve_batch(columns, with_play=True, deadline=deadline)
    solved = ~np.isnan(results.play[0])
    evenly = np.concatenate([np.full(rungs, 1 / rungs) for rungs in columns.shape])
    with np.errstate(divide="ignore"):
        log_play = np.log((1 - tremble) * results.play + tremble * evenly[:, None])
    alone = results.complete & (results.equilibria == 1)
    return LogPlay(
        _by_type(log_play, [(1, r) for r in columns.shape]), solved, alone, np.zeros(len(solved), dtype=bool)
    )


def _by_type(log_play: FloatArray, sizes: Sequence[tuple[int, int]]) -> tuple[FloatArray, ...]:
    """Return rows of rungs, by actor and type, as an array (T_i, L_i, B) for each actor."""
    ends = np.cumsum([types * rungs for types, rungs in sizes])
    parts = np.split(log_play, ends[:-1])
    return tuple(part.reshape(*size, -1) for part, size in zip(parts, sizes, strict=True))
