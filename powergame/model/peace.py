"""What happens without war: everybody takes what its rung grabs, all at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.parameters import Rungs


def war_probability(rungs: Rungs) -> FloatArray:
    """Return P = 1 - product over ordered pairs i != j of (1 - q_i r_j), (...).

    A probability of war that actions raise: the threat that leaves something to chance (Schelling, T. C. (1960).
    The Strategy of Conflict. Harvard University Press).
    """
    peace = np.ones_like(rungs.grab[0])
    for i, j in permutations(range(len(rungs.grab)), 2):
        peace *= 1 - rungs.provokes[i] * rungs.resists[j]
    return np.asarray(1 - peace)


def of_all_others(
    over_actors: FloatArray, join: Callable[[FloatArray, FloatArray], FloatArray], start: float
) -> FloatArray:
    """Return the sum or product over all actors but each one, (n, ...), without dividing or subtracting."""
    n = len(over_actors)
    before, behind = np.full_like(over_actors, start), np.full_like(over_actors, start)
    for i in range(1, n):
        before[i] = join(before[i - 1], over_actors[i - 1])
        behind[n - 1 - i] = join(behind[n - i], over_actors[n - i])
    return join(before, behind)


def loss_fractions(rungs: Rungs) -> FloatArray:
    """Return l_j = 1 - product over i != j of (1 - g_i), (n, ...): what j loses of its power to peaceful grabs."""
    return np.asarray(1 - of_all_others(1 - rungs.grab, np.multiply, 1.0))


def grabbed_per_grab(power: FloatArray, rungs: Rungs) -> FloatArray:
    """Return m_j l_j / sum over i != j of g_i, (n, ...): what j loses, for each unit of g that takes from it."""
    takers = of_all_others(rungs.grab, np.add, 0.0)
    lost = power * loss_fractions(rungs)
    return np.divide(lost, takers, out=np.zeros_like(lost), where=takers > 0)


def peaceful_allocation(power: FloatArray, rungs: Rungs) -> FloatArray:
    """Return everybody's power after the grabs, (n, ...), in shares of all power before.

    Each j loses l_j of its power, shared among the others in proportion to g_i; all at once, from the power
    before.
    """
    taken = of_all_others(grabbed_per_grab(power, rungs), np.add, 0.0)
    return np.asarray(power * (1 - loss_fractions(rungs)) + rungs.grab * taken)
