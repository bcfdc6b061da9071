"""What is published of talk that costs nothing and binds nobody, before somebody else acts on it."""

from __future__ import annotations

import numpy as np
from support.trees import signalling

from powergame.equilibrium.sequential.find import solve_tree

PLAYED = 1e-9
"""Probability from which on an action is taken."""


def actions(bias: float, states: dict[str, list[float]]) -> dict[str, int]:
    """Return how many actions are taken in the most telling of the pure equilibria, and in the selected one.

    Both lose the square of the distance of the action from what they wish: the receiver from the state, and the sender
    from `bias` above it. There are as many messages as states.

    Parameters
    ----------
    states
        For each state its value and its probability. The receiver can take the values, and their mean.
    """
    values = {state: value for state, (value, _) in states.items()}
    takes = values | {"mean": sum(value * probability for value, probability in states.values())}

    def pays(state: str, _message: str, action: str) -> tuple[float, float]:
        off = takes[action] - values[state]
        return -((off - bias) ** 2), -(off**2)

    prior = {state: probability for state, (_, probability) in states.items()}
    solution = solve_tree(signalling(prior, [f"message {state}" for state in states], list(takes), pays))

    def taken(play: tuple[tuple[np.ndarray, ...], ...]) -> int:
        told = play[0][0][0]  # (T, M): each state's messages
        replies = play[1][1][:, 0]  # (M, A)
        return int(((told @ replies).sum(axis=0) > PLAYED).sum())

    return {
        "most": max(taken(equilibrium.assessment.play) for equilibrium in solution.equilibria),
        "selected": taken(solution.selected.assessment.play),
    }
