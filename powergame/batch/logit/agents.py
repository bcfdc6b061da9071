"""The game of all agents: one for each type of each actor, who knows its own type and not the others'.

Agent (i, x) gets what its type expects over the others' types, each of whom plays what its own agent plays. The agents'
game is an ordinary game: its quantal responses are the agent quantal responses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium import budgets
from powergame.errors import GameTooLargeError


def refuse_large_agents(shape: Sequence[int]) -> None:
    """Raise `GameTooLargeError` where the game of all agents, one for each entry of its shape, is too large."""
    profiles = math.prod(shape)
    if profiles > budgets.AGENTS_PROFILES:
        raise GameTooLargeError(
            f"a game of {len(shape)} types, each with rungs of its own, has {profiles:,} profiles; the limit is "
            f"{budgets.AGENTS_PROFILES:,}"
        )


def agents_payoffs(
    tables: Sequence[FloatArray], kinds: Sequence[tuple[int, ...]], probabilities: Sequence[FloatArray]
) -> FloatArray:
    """Return the payoffs of all agents, (A, each agent's rungs ..., R), the first actor's types first.

    Parameters
    ----------
    tables
        For each profile of types (n, L_1, ..., L_n, R): what actors get where these types are known.
    kinds
        The profiles of types, each the place of each actor's type.
    probabilities
        For each actor those of its types, (T_i,) or (T_i, R).

    Examples
    --------
    The other is of one of two types, as likely, and only against the first one's second rung the actor gains:

    >>> gain = np.zeros((2, 2, 2, 1))
    >>> gain[0, 1, 1] = 1.0
    >>> payoffs = agents_payoffs([gain, 0 * gain], [(0, 0), (0, 1)], [np.ones(1), np.full(2, 0.5)])
    >>> payoffs.shape, payoffs[0, 1, :, :, 0].tolist()
    ((3, 2, 2, 2, 1), [[0.0, 0.0], [0.5, 0.5]])
    """
    shape, rows = tables[0].shape[1:-1], tables[0].shape[-1]
    first = np.cumsum([0, *(len(each) for each in probabilities)])
    agents = tuple(size for size, each in zip(shape, probabilities, strict=True) for _ in each)
    payoffs = np.zeros((len(agents), *agents, rows))
    for table, kind in zip(tables, kinds, strict=True):
        playing = [int(first[i]) + x for i, x in enumerate(kind)]
        wide = [agents[a] if a in playing else 1 for a in range(len(agents))]
        for i, agent in enumerate(playing):
            chance = np.ones(())
            for j, x in enumerate(kind):
                chance = chance * (probabilities[j][x] if j != i else 1.0)
            payoffs[agent] += (table[i] * chance).reshape(*wide, rows)
    return payoffs
