"""What is published of talk that costs nothing and binds nobody, before somebody else acts on it."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
from support.trees import signalling

from powergame.equilibrium.sequential.find import solve_tree

PLAYED = 1e-9
"""Probability from which on an action is taken."""


def most_actions(states: int, biases: list[float]) -> list[int]:
    """Return for each bias how many actions are taken in the pure equilibrium that tells most."""
    return [_actions(states, bias)[0] for bias in biases]


def selected_actions(states: int, biases: list[float]) -> list[int]:
    """Return for each bias how many actions are taken in the selected equilibrium."""
    return [_actions(states, bias)[1] for bias in biases]


@cache
def _actions(states: int, bias: float) -> tuple[int, int]:
    """Return how many actions are taken in the pure equilibrium that tells most, and in the selected one.

    The state is in the middle of one of so many equal parts of 0 to 1, all equally likely, and there are as many
    messages. Both lose the square of the distance of the action from what they wish: the receiver from the state, and
    the sender from `bias` above it. The receiver can take the mean of any states that lie beside each other.
    """
    values = {f"state {k}": (2 * k + 1) / (2 * states) for k in range(states)}
    means = sorted({(low + high) / (2 * states) for low, high in combinations(range(states + 1), 2)})
    takes = {f"action {k}": mean for k, mean in enumerate(means)}

    def pays(state: str, _message: str, action: str) -> tuple[float, float]:
        off = takes[action] - values[state]
        return -((off - bias) ** 2), -(off**2)

    messages = [f"message {k}" for k in range(states)]
    solution = solve_tree(signalling(dict.fromkeys(values, 1 / states), messages, list(takes), pays))
    assert solution.pure.complete

    def taken(play: tuple[tuple[np.ndarray, ...], ...]) -> int:
        told = play[0][0][0]  # (T, M): each state's messages
        replies = play[1][1][:, 0]  # (M, A)
        return int(((told @ replies).sum(axis=0) > PLAYED).sum())

    most = max(taken(equilibrium.assessment.play) for equilibrium in solution.equilibria)
    return most, taken(solution.selected.assessment.play)
