"""Equilibria with three and more mixers, proven in rational arithmetic.

Their probabilities are irrational as a rule, so that no fractions are an equilibrium. What is proven is that in a small
box around the floats there is exactly one: by Krawczyk's test [1]_, in fractions, with no rounding at all.

References
----------
.. [1] Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. Computing 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from powergame.arrays import ObjectArray
from powergame.equilibrium.expected import rung_payoffs
from powergame.equilibrium.nash.many.supports import Support
from powergame.equilibrium.types import ONE, ZERO, Probability, Profile
from powergame.model.game import Game

UNIT = 1 << 60
"""Parts into which probabilities are divided, so that they are whole numbers."""

WIDEST = Fraction(1, 1 << 20)
"""Half-width, in probability, of the box around an equilibrium, at most."""

Matrix = list[list[Fraction]]


@dataclass(frozen=True)
class Equations:
    """The equations of a support at a point, exactly, each divided by its actor's range of payoffs.

    Attributes
    ----------
    values
        Gains of rungs in play over the actor's first in play.
    derivatives
        By the probabilities of all mixers' rungs in play but their first.
    others
        Gains of unplayed rungs.
    """

    values: list[Fraction]
    derivatives: Matrix
    others: list[Fraction]


def proven(game: Game, profile: Sequence[Sequence[Probability]], support: Support) -> Profile | None:
    """Return the equilibrium with this support next to a profile, or None.

    There is one, it is the only one there, and it is regular; that is proven. Its probabilities are the nearest floats,
    or next to them.

    Examples
    --------
    Three actors, each of whom wants to differ from the next, mix half and half:

    >>> rungs = np.indices((2, 2, 2))
    >>> payoffs = np.stack([1.0 * (rungs[i] != rungs[i - 2]) for i in range(3)])
    >>> game = Game(("a", "b", "c"), (("0", "1"),) * 3, payoffs)
    >>> proven(game, [[0.499999999, 0.500000001]] * 3, ((0, 1),) * 3)
    ((0.5, 0.5), (0.5, 0.5), (0.5, 0.5))
    """
    strategies = _whole(profile, support)
    equations = None if strategies is None else _equations(game, strategies, support)
    if equations is None or strategies is None:
        return None
    d = len(equations.values)
    floats = np.array([[float(x) for x in row] for row in equations.derivatives])
    try:
        inverse = [[Fraction(x) for x in row] for row in np.linalg.inv(floats).tolist()]
    except (np.linalg.LinAlgError, ValueError, OverflowError):
        return None
    moved = [sum((y * f for y, f in zip(row, equations.values, strict=True)), ZERO) for row in inverse]
    size = max(sum(map(abs, row)) for row in inverse)
    free = sum(len(rungs) - 1 for rungs in support)
    radius = min(WIDEST, ONE / (16 * size * free * d))
    played = [Fraction(x, UNIT) for strategy in strategies if len(strategy) > 1 for x in strategy]
    radius = min(radius, min(played) / (2 * free))
    if equations.others:
        radius = min(radius, -max(equations.others) / (4 * free))
    if radius <= 0:
        return None
    spread = 4 * radius * free  # of each derivative over the box: see `_equations`
    for i, row in enumerate(inverse):
        reach = abs(moved[i])
        for c in range(d):
            product = sum((y * equations.derivatives[q][c] for q, y in enumerate(row)), ZERO)
            reach += (abs((i == c) - product) + spread * sum(map(abs, row))) * radius
        if reach >= radius:
            return None
    return _corrected(game.shape, strategies, moved, support)


def _corrected(
    shape: Sequence[int], strategies: Sequence[Sequence[int]], moved: Sequence[Fraction], support: Support
) -> Profile:
    """Return a profile after one step of Newton's method."""
    corrections, profile = iter(moved), []
    for size, parts, rungs in zip(shape, strategies, support, strict=True):
        chances = [Fraction(part, UNIT) - next(corrections) for part in parts[1:]]
        strategy: list[Probability] = [ZERO] * size
        for r, p in zip(rungs, [ONE - sum(chances, ZERO), *chances], strict=True):
            strategy[r] = ONE if p == 1 else float(p)
        profile.append(tuple(strategy))
    return tuple(profile)


def _whole(profile: Sequence[Sequence[Probability]], support: Support) -> list[list[int]] | None:
    """Return the probabilities of the rungs in play in whole parts that sum to `UNIT`; None where one has no part."""
    strategies = []
    for strategy, rungs in zip(profile, support, strict=True):
        parts = [round(float(strategy[r]) * UNIT) for r in rungs]
        parts[0] += UNIT - sum(parts)
        strategies.append(parts)
    return strategies if all(part > 0 for parts in strategies for part in parts) else None


def _equations(game: Game, strategies: Sequence[Sequence[int]], support: Support) -> Equations | None:
    """Return the equations at a point; None where payoffs are too long for whole numbers.

    A derivative is a mean of second differences of payoffs, which lie in a range of 4 after the division. Where the
    others' strategies move by at most 2 (k - 1) radius each, in sum over their k rungs, the mean moves by at most half
    the range times the sum of these: 4 radius sum (k - 1).
    """
    if game.integers is None:
        return None
    table, _ = game.integers
    n = len(support)
    places = [np.ix_(*(range(size) if k == i else support[k] for k, size in enumerate(game.shape))) for i in range(n)]
    full = [np.array(strategy, dtype=object) for strategy in strategies]
    values, derivatives, others = [], [], []
    for i, rungs in enumerate(support):
        payoffs: ObjectArray = table[i][places[i]]
        widest = int(payoffs.max() - payoffs.min()) or 1
        worth = rung_payoffs(payoffs, full, i)
        scale = widest * UNIT ** (n - 1)
        gains = {r: Fraction(int(worth[r] - worth[rungs[0]]), scale) for r in range(len(worth)) if r != rungs[0]}
        others += [gain for r, gain in gains.items() if r not in rungs]
        values += [gains[r] for r in rungs[1:]]
        rows: Matrix = [[] for _ in rungs[1:]]
        for j, columns in enumerate(support):
            slopes = None if j == i or len(rungs) == 1 else rung_payoffs(payoffs, full, i, but=j)
            for row, r in zip(rows, rungs[1:], strict=True):
                for b in range(1, len(columns)):
                    second = 0 if slopes is None else _second_difference(slopes, rungs[0], r, b)
                    row.append(Fraction(second, widest * UNIT ** (n - 2)))
        derivatives += rows
    return Equations(values, derivatives, others)


def _second_difference(slopes: ObjectArray, first: int, r: int, b: int) -> int:
    return int((slopes[r, b] - slopes[first, b]) - (slopes[r, 0] - slopes[first, 0]))
