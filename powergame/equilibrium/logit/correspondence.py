"""The logit correspondence of a game, as equations: play that is its own logit response.

The unknowns are y_ir = u_ir - u_i*, the gain of each rung over the actor's reference, and sigma = 1 / (1 + lambda),
with payoffs scaled to a range of about 1. The equations say that y are the rungs' gains if every actor plays
softmax(lambda y_i).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.equilibrium.expected import slopes
from powergame.model.game import Game

DENSE_RUNGS = 50
"""Rungs of two actors up to which all derivatives are one matrix, whose solution loses the fewest digits."""


@dataclass(frozen=True, eq=False)
class Chart:
    """The equations in payoffs relative to one rung of each actor.

    The reference should be a rung in play: the last bits of payoffs then tell how the rungs in play divide. Relative to
    a rung that is hardly played, they do not.

    Attributes
    ----------
    gains : (n, L_1, ..., L_n)
        Each rung's payoff minus the reference's, scaled.
    references : (n,)
        Each actor's reference, as an index in the vector of all N rungs.
    starts : (n,)
        The index of each actor's first rung.
    owner : (N,)
        Each rung's actor.
    scale
        The power of 2 by which payoffs are divided, without rounding. 0 if no actor's rungs differ.
    """

    gains: FloatArray
    references: tuple[int, ...]
    starts: tuple[int, ...]
    owner: tuple[int, ...]
    scale: float

    def based_on(self, references: Sequence[int]) -> Chart:
        """Return the chart with other references."""
        places = enumerate(zip(references, self.starts, strict=True))
        gains = [self.gains[i] - self.gains[i].take([r - start], axis=i) for i, (r, start) in places]
        return replace(self, gains=np.stack(gains), references=tuple(references))

    def relative(self, z: FloatArray) -> FloatArray:
        """Convert unknowns, or a direction, from another chart to this one."""
        moved = z.copy()
        moved[:-1] -= z[list(self.references)][list(self.owner)]
        return moved

    def play(self, z: FloatArray) -> FloatArray:
        """Return (N,) all actors' strategies, softmax(lambda y_i), in one vector."""
        exponents = z[:-1] * ((1 - z[-1]) / z[-1])
        owner = list(self.owner)
        weights = np.exp(exponents - np.maximum.reduceat(exponents, self.starts)[owner])
        return np.asarray(weights / np.add.reduceat(weights, self.starts)[owner])

    def strategies(self, z: FloatArray) -> list[FloatArray]:
        """Return each actor's strategy."""
        return np.split(self.play(z), self.starts[1:])

    def equations(self, z: FloatArray) -> tuple[FloatArray, Linear, FloatArray]:
        """Return a point's residuals (N,), their derivatives, and the metric's weights (N + 1,)."""
        y, sigma, p = z[:-1], float(z[-1]), self.play(z)
        rationality = (1 - sigma) / sigma
        mean = np.add.reduceat(p * y, self.starts)[list(self.owner)]
        by_rationality = p * (y - mean) / sigma**2  # derivatives of play, but for the sign
        weights = np.append(rationality**2 * (p * (1 - p)), 1 / sigma**2)
        if len(self.starts) == 2 and len(p) > DENSE_RUNGS:
            linear, worth = self._between_two(p, rationality, by_rationality)
            return y - worth, linear, weights
        together = np.equal.outer(self.owner, self.owner)
        spread = np.diag(p) - np.outer(p, p) * together
        if len(self.starts) == 1:
            by_play, worth = np.zeros((len(p), len(p))), self.gains.ravel()
        else:
            by_play = slopes(self.gains, np.split(p, self.starts[1:]))
            worth = by_play @ p / (len(self.starts) - 1)
        derivatives = np.empty((len(p), len(p) + 1))
        derivatives[:, :-1] = np.eye(len(p)) - rationality * (by_play @ spread)
        derivatives[:, -1] = by_play @ by_rationality
        return y - worth, Dense(derivatives), np.append(rationality**2 * spread.diagonal(), 1 / sigma**2)

    def _between_two(self, p: FloatArray, rationality: float, by_rationality: FloatArray) -> tuple[Linear, FloatArray]:
        """Return the derivatives between two actors, without the blocks that hold nothing, and the rungs' worth."""
        parts = np.split(np.arange(len(p)), self.starts[1:])
        tables = self.gains[0], self.gains[1].T
        blocks, last, worth = [], np.empty(len(p)), np.empty(len(p))
        for i, table in enumerate(tables):
            other = parts[1 - i]
            weighted = table * p[other]
            worth[parts[i]] = weighted.sum(axis=1)
            last[parts[i]] = table @ by_rationality[other]
            blocks.append(-rationality * (weighted - np.outer(worth[parts[i]], p[other])))
        return Blocks((parts[0], parts[1]), (blocks[0], blocks[1]), last), worth


class Linear(Protocol):
    """Derivatives of N equations by N + 1 unknowns; one more row, the border, makes the matrix square."""

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """Solve the bordered system; raises `numpy.linalg.LinAlgError` where it is singular."""

    def orientation(self, border: FloatArray) -> float:
        """Return the sign of the bordered system's determinant, but for a factor that is the same for a game."""


@dataclass(frozen=True, eq=False)
class Dense:
    """Derivatives as one matrix, (N, N + 1)."""

    matrix: FloatArray

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """See `Linear`."""
        return np.asarray(np.linalg.solve(np.vstack([self.matrix, border]), right))

    def orientation(self, border: FloatArray) -> float:
        """See `Linear`."""
        return float(np.linalg.slogdet(np.vstack([self.matrix, border]))[0])


@dataclass(frozen=True, eq=False)
class Blocks:
    """Derivatives between two actors, whose own blocks are identities: those of the longer ladder are eliminated.

    A ladder of a thousand rungs against one of two then takes systems of three equations.

    Attributes
    ----------
    parts
        The places of each actor's unknowns among all.
    blocks
        The derivatives of each actor's equations by the other's unknowns.
    last : (N,)
        The derivatives by sigma.
    """

    parts: tuple[IntArray, IntArray]
    blocks: tuple[FloatArray, FloatArray]
    last: FloatArray

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """See `Linear`."""
        few, many = self._order()
        by_few, there = self.blocks[many], right[self.parts[many]]
        across = border[self.parts[many]]
        small = np.append(right[self.parts[few]] - self.blocks[few] @ there, right[-1] - across @ there)
        solved = np.linalg.solve(self._eliminated(border), small)
        z = np.empty(len(right))
        z[self.parts[few]], z[-1] = solved[:-1], solved[-1]
        z[self.parts[many]] = there - by_few @ solved[:-1] - self.last[self.parts[many]] * solved[-1]
        return z

    def orientation(self, border: FloatArray) -> float:
        """See `Linear`."""
        return float(np.linalg.slogdet(self._eliminated(border))[0])

    def _order(self) -> tuple[int, int]:
        return (0, 1) if len(self.parts[0]) <= len(self.parts[1]) else (1, 0)

    def _eliminated(self, border: FloatArray) -> FloatArray:
        """Return the bordered system without the unknowns of the longer ladder."""
        few, many = self._order()
        size = len(self.parts[few])
        last, across = self.last[self.parts[many]], border[self.parts[many]]
        system = np.empty((size + 1, size + 1))
        system[:-1, :-1] = np.eye(size) - self.blocks[few] @ self.blocks[many]
        system[:-1, -1] = self.last[self.parts[few]] - self.blocks[few] @ last
        system[-1, :-1] = border[self.parts[few]] - across @ self.blocks[many]
        system[-1, -1] = border[-1] - across @ last
        return system


def first_chart(game: Game) -> Chart:
    """Return the chart in which each actor's first rung is the reference.

    Examples
    --------
    In the prisoner's dilemma defection pays 1 more, whatever the other does:

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> chart = first_chart(game)
    >>> chart.gains[0].tolist(), chart.scale
    ([[0.0, 0.0], [1.0, 1.0]], 1.0)
    """
    ends = np.cumsum(game.shape).tolist()
    starts = (0, *ends[:-1])
    owner = tuple(i for i, size in enumerate(game.shape) for _ in range(size))
    quarters = (table / 4 for table in game.payoffs)  # differences of quarters do not overflow
    widest = max(float(np.ptp(table, axis=i).max()) for i, table in enumerate(quarters))
    exponent = min(math.frexp(widest)[1] + 1, 1023)  # the largest power of 2
    scaled = game.payoffs if widest == 0 else np.ldexp(game.payoffs, -exponent)
    scale = 0.0 if widest == 0 else math.ldexp(1.0, exponent)
    return Chart(scaled, starts, starts, owner, scale).based_on(starts)
