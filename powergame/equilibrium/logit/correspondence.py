"""The logit correspondence of a game, as equations: play that is its own logit response.

The unknowns are y_ir = u_ir - u_i*, the gain of each rung over the actor's reference, and sigma = 1 / (1 + lambda),
with payoffs scaled to a range of about 1. The equations say that y are the rungs' gains if every actor plays
softmax(lambda y_i). Actors who are alike play alike, and have one set of unknowns together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.expected import slopes
from powergame.equilibrium.logit.linear import Blocks, Dense, Linear
from powergame.equilibrium.logit.symmetry import alike
from powergame.model.game import Game

DENSE_RUNGS = 50
"""Rungs of two actors up to which all derivatives are one matrix, whose solution loses the fewest digits."""


SHORTEST_CROSSING = 1e-7
"""Length of the shortest steps along a branch, whose log-odds rounding errors leave as they are."""


@dataclass(frozen=True, eq=False)
class Chart:
    """The equations in payoffs relative to one rung of each actor.

    The reference should be a rung in play: the last bits of payoffs then tell how the rungs in play divide. Relative to
    a rung that is hardly played, they do not.

    Attributes
    ----------
    group : (n,)
        The group of alike actors that each actor is in. Most groups have one member; only the first one's rungs are
        among the N rungs of the equations.
    tables
        For each group's first actor (L_i - 1, product of all others' L_j): the payoffs of each rung but the reference,
        minus the reference's, scaled.
    references
        Each group's reference, as an index in the vector of all N rungs.
    starts
        The index of each group's first rung.
    owner : (N,)
        Each rung's group.
    together : (N, N)
        Whether two rungs are the same group's.
    scale
        The power of 2 by which payoffs are divided, without rounding. 0 if no actor's rungs differ.
    """

    group: tuple[int, ...]
    tables: tuple[FloatArray, ...]
    references: tuple[int, ...]
    starts: tuple[int, ...]
    owner: IndexArray
    together: BoolArray
    scale: float

    @cached_property
    def ranges(self) -> tuple[float, ...]:
        """By how much each group's payoffs differ at most, relative to the reference."""
        return tuple(float(table.max(initial=0.0) - table.min(initial=0.0)) for table in self.tables)

    @property
    def entries(self) -> int:
        """The number of payoffs that the equations read."""
        return sum(table.size for table in self.tables)

    @property
    def crossing(self) -> float:
        """Length of the shortest step that tells branches which cross from those that pass by each other."""
        return SHORTEST_CROSSING

    def based_on(self, references: Sequence[int]) -> Chart:
        """Return the chart with other references."""
        tables = list(self.tables)
        for i, start in enumerate(self.starts):
            old, new = self.references[i] - start, references[i] - start
            if new != old:
                whole = np.insert(tables[i], old, 0.0, axis=0)
                tables[i] = np.delete(whole, new, axis=0) - whole[new]
        return replace(self, tables=tuple(tables), references=tuple(references))

    def relative(self, z: FloatArray) -> FloatArray:
        """Convert unknowns, or a direction, from another chart to this one."""
        moved = z.copy()
        moved[:-1] -= z[list(self.references)][self.owner]
        return moved

    def play(self, z: FloatArray) -> FloatArray:
        """Return (N,) all actors' strategies, softmax(lambda y_i), in one vector."""
        exponents = z[:-1] * ((1 - z[-1]) / z[-1])
        weights = np.exp(exponents - np.maximum.reduceat(exponents, self.starts)[self.owner])
        return np.asarray(weights / np.add.reduceat(weights, self.starts)[self.owner])

    def split(self, p: FloatArray) -> list[FloatArray]:
        """Return each group's part of a vector of all rungs."""
        ends = (*self.starts[1:], len(p))
        return [p[start:end] for start, end in zip(self.starts, ends, strict=True)]

    def profile(self, strategies: Sequence[FloatArray]) -> list[FloatArray]:
        """Return each actor's strategy, from each group's."""
        return [strategies[group] for group in self.group]

    def worth(self, p: FloatArray) -> FloatArray:
        """Return (N,) how much more each rung is worth than the reference, where all play as said."""
        return self._worth(self._by_play(p), p)

    def equations(self, z: FloatArray) -> tuple[FloatArray, Linear, FloatArray]:
        """Return a point's residuals (N,), their derivatives, and the metric's weights (N + 1,)."""
        y, sigma, p = z[:-1], float(z[-1]), self.play(z)
        rationality = (1 - sigma) / sigma
        mean = np.add.reduceat(p * y, self.starts)[self.owner]
        by_rationality = p * (y - mean) / sigma**2  # derivatives of play, but for the sign
        weights = np.append(rationality**2 * (p * (1 - p)) * self._members, 1 / sigma**2)
        if len(self.starts) == 2 and len(self.group) == 2 and len(p) > DENSE_RUNGS:
            linear, worth = self._between_two(p, rationality, by_rationality)
            return y - worth, linear, weights
        derivatives, by_play = np.empty((len(p), len(p) + 1)), self._by_play(p)
        worth = self._worth(by_play, p)
        spread = np.diag(p) - np.outer(p, p) * self.together
        derivatives[:, :-1] = np.eye(len(p)) - rationality * (by_play @ spread)
        derivatives[:, -1] = by_play @ by_rationality
        return y - worth, Dense(derivatives), weights

    def _by_play(self, p: FloatArray) -> FloatArray:
        """Return (N, N) the derivatives of all rungs' worth by all groups' strategies."""
        if len(self.group) == 1:
            return np.zeros((len(p), len(p)))
        strategies = self.split(p)
        if len(self.starts) == len(self.group):
            return self._whole(slopes(self.tables, strategies))
        rows = slopes(self.tables, self.profile(strategies), [self.group.index(k) for k in range(len(self.starts))])
        return self._whole(rows @ np.eye(len(p))[self._rungs])

    def _worth(self, by_play: FloatArray, p: FloatArray) -> FloatArray:
        """Return (N,) the rungs' worth, from its derivatives by play, in which it is linear for each actor."""
        return self._whole(self.tables[0])[:, 0] if len(self.group) == 1 else by_play @ p / (len(self.group) - 1)

    def _whole(self, rows: FloatArray) -> FloatArray:
        """Return rows of all rungs but the references, with those of the references, which are 0."""
        whole = np.zeros((len(self.owner), rows.shape[1]))
        whole[self._others] = rows
        return whole

    @cached_property
    def _members(self) -> FloatArray:
        """(N,) how many actors each rung stands for."""
        return np.bincount(self.group).astype(np.float64)[self.owner]

    @cached_property
    def _rungs(self) -> IndexArray:
        """For each rung of every actor its index among the N rungs."""
        return np.concatenate([np.flatnonzero(self.owner == group) for group in self.group])

    @cached_property
    def _others(self) -> IndexArray:
        """The indices of all rungs but the references."""
        return np.delete(np.arange(len(self.owner)), self.references)

    def _between_two(self, p: FloatArray, rationality: float, by_rationality: FloatArray) -> tuple[Linear, FloatArray]:
        """Return the derivatives between two actors, without the blocks that hold nothing, and the rungs' worth."""
        parts = np.flatnonzero(self.owner == 0), np.flatnonzero(self.owner == 1)
        blocks, last, worth = [], np.empty(len(p)), np.empty(len(p))
        for i, rows in enumerate(self.tables):
            table = np.insert(rows, self.references[i] - self.starts[i], 0.0, axis=0)
            other = parts[1 - i]
            weighted = table * p[other]
            worth[parts[i]] = weighted.sum(axis=1)
            last[parts[i]] = table @ by_rationality[other]
            blocks.append(-rationality * (weighted - np.outer(worth[parts[i]], p[other])))
        return Blocks(parts, (blocks[0], blocks[1]), last), worth


def first_chart(game: Game, deadline: Deadline = NO_DEADLINE) -> Chart:
    """Return the chart in which each actor's first rung is the reference.

    Raises
    ------
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    In the prisoner's dilemma defection pays 1 more, whatever the other does:

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> chart = first_chart(game)
    >>> chart.tables[0].tolist(), chart.scale
    ([[1.0, 1.0]], 1.0)
    """
    quarters = (table / 4 for table in game.payoffs)  # differences of quarters do not overflow
    widest = max(float(np.ptp(table, axis=i).max()) for i, table in enumerate(quarters))
    exponent = min(math.frexp(widest)[1] + 1, 1023) if widest else 0  # the largest power of 2
    tables = []
    for i, payoffs in enumerate(game.payoffs):
        deadline.check("the logit path was followed")
        table = np.ldexp(np.moveaxis(payoffs, i, 0), -exponent).reshape(game.shape[i], -1)
        tables.append(table[1:] - table[0])
    first = alike(tables, game.shape, deadline)
    leaders = sorted(set(first))
    sizes = [game.shape[i] for i in leaders]
    starts = (0, *np.cumsum(sizes).tolist()[:-1])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    return Chart(
        tuple(leaders.index(i) for i in first),
        tuple(tables[i] for i in leaders),
        references=starts,
        starts=starts,
        owner=owner,
        together=np.equal.outer(owner, owner),
        scale=math.ldexp(1.0, exponent) if widest else 0.0,
    )
