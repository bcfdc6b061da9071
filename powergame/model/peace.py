"""The outcome without war: all actors take what their rungs grab, at once."""

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

    Examples
    --------
    The first actor provokes with 0.5, the second resists with 0.8, and nobody else does anything:

    >>> idle = np.zeros(2)
    >>> rungs = Rungs(idle, np.array([0.5, 0.0]), np.array([0.0, 0.8]), idle, idle, idle)
    >>> round(war_probability(rungs).item(), 9)
    0.4
    """
    peace = np.ones_like(rungs.grab[0])
    for i, j in permutations(range(len(rungs.grab)), 2):
        peace *= 1 - rungs.provokes[i] * rungs.resists[j]
    return np.asarray(1 - peace)


def of_all_others(
    over_actors: FloatArray, join: Callable[[FloatArray, FloatArray], FloatArray], start: float
) -> FloatArray:
    """Return the sum or product over all actors but each in turn, (n, ...), without dividing or subtracting.

    Examples
    --------
    >>> of_all_others(np.array([2.0, 3.0, 0.0]), np.multiply, 1.0).tolist()
    [0.0, 0.0, 6.0]
    """
    n = len(over_actors)
    before, behind = np.full_like(over_actors, start), np.full_like(over_actors, start)
    for i in range(1, n):
        before[i] = join(before[i - 1], over_actors[i - 1])
        behind[n - 1 - i] = join(behind[n - i], over_actors[n - i])
    return join(before, behind)


def loss_fractions(rungs: Rungs) -> FloatArray:
    """Return l_j = 1 - product over i != j of (1 - g_i), (n, ...): the fraction that j loses to peaceful grabs."""
    return np.asarray(1 - of_all_others(1 - rungs.grab, np.multiply, 1.0))


def grabbed_per_grab(power: FloatArray, rungs: Rungs) -> FloatArray:
    """Return m_j l_j / sum over i != j of g_i, (n, ...): what j loses to each unit of g."""
    takers = of_all_others(rungs.grab, np.add, 0.0)
    lost = power * loss_fractions(rungs)
    return np.divide(lost, takers, out=np.zeros_like(lost), where=takers > 0)


def peaceful_allocation(power: FloatArray, rungs: Rungs) -> FloatArray:
    """Return every actor's power after the grabs, (n, ...), in shares of all power before.

    Each j loses the fraction l_j of its power. The others share it in proportion to g_i, all at once, from the power
    before.

    Examples
    --------
    The first of two equals grabs half of what the other has:

    >>> idle = np.zeros(2)
    >>> rungs = Rungs(np.array([0.5, 0.0]), idle, idle, idle, idle, idle)
    >>> peaceful_allocation(np.array([0.5, 0.5]), rungs).tolist()
    [0.75, 0.25]
    """
    taken = of_all_others(grabbed_per_grab(power, rungs), np.add, 0.0)
    return np.asarray(power * (1 - loss_fractions(rungs)) + rungs.grab * taken)
