"""The agent logit correspondence of a game tree, as equations: play that is its own logit response everywhere.

The agents are the information sets [1]_. The unknowns are, as in a single game, the gain of each rung over the
information set's reference and sigma = 1 / (1 + lambda), with payoffs scaled to a range of about 1. Beliefs follow from
play by Bayes' rule. They are computed from the logarithms of play, so that they are right where play is too rare for a
float. Defenders side in proportion to exp(lambda W), W being what sides are worth by the beliefs after the rungs.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. Experimental
   Economics 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.equilibrium.logit.linear import Linear, Relative
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.logit.beliefs import beliefs_along
from powergame.equilibrium.sequential.logit.derivatives import Point, Wars, add_sides, all_locals, jacobian, reaches
from powergame.equilibrium.sequential.logit.layout import Chains, Layout, layout_of
from powergame.equilibrium.sequential.logit.siding import of_sidings, sides_taken, wars_of
from powergame.model.tree.types import GameTree, Round, Siding

SHORTEST_CROSSING = 1e-4
"""Length of steps along a branch below which rounding errors, of many information sets at once, bend its tangent near
a place where branches cross, as they do in histories where actors are alike."""


@dataclass(frozen=True, eq=False)
class TreeChart:
    """The equations in payoffs relative to one rung of each information set; see `powergame.equilibrium.logit.steps`.

    Attributes
    ----------
    tree
        With scaled payoffs.
    layout
        Where everything stands.
    wars
        Where somebody's side depends on its beliefs.
    chains
        On which columns beliefs hang.
    references : (M,)
        The place of each information set's reference.
    bias : (N,)
        What is added to exponents: the path starts at softmax(bias).
    scale
        The power of 2 by which payoffs are divided. 0 if no payoffs differ.
    """

    tree: GameTree
    layout: Layout
    wars: Wars
    chains: Chains
    references: IndexArray
    bias: FloatArray
    scale: float

    @property
    def owner(self) -> IndexArray:
        """(N,) each rung's information set."""
        return self.layout.owner

    @property
    def starts(self) -> IndexArray:
        """(M,) the place of the first rung of each information set."""
        return self.layout.starts

    @property
    def entries(self) -> int:
        """The number of payoffs, and of their derivatives, that the equations read."""
        return sum(each.now.size for each in self.tree.rounds) + len(self.owner) ** 2

    @property
    def crossing(self) -> float:
        """Length of the shortest step that tells branches which cross from those that pass by each other."""
        return SHORTEST_CROSSING

    def based_on(self, references: Sequence[int]) -> TreeChart:
        """Return the chart with other references."""
        return replace(self, references=np.asarray(references, dtype=np.intp))

    def relative(self, z: FloatArray) -> FloatArray:
        """Convert unknowns, or a direction, from another chart to this one."""
        moved = z.copy()
        moved[:-1] -= z[self.references][self.owner]
        return moved

    def play(self, z: FloatArray) -> FloatArray:
        """Return (N,) what is played at all information sets."""
        return np.exp(self.log_play(z))

    def log_play(self, z: FloatArray) -> FloatArray:
        """Return (N,) the logarithms of what is played at all information sets."""
        exponents = z[:-1] * ((1 - z[-1]) / z[-1]) + self.bias
        exponents -= np.maximum.reduceat(exponents, self.starts)[self.owner]
        return np.asarray(exponents - np.log(np.add.reduceat(np.exp(exponents), self.starts))[self.owner])

    def split(self, p: FloatArray) -> list[FloatArray]:
        """Return each information set's part of a vector of all rungs."""
        return np.split(p, self.starts[1:])

    def point(self, z: FloatArray) -> Point:
        """Return what is played and believed, and who sides with whom."""
        logs = self.layout.split(self.log_play(z))
        before, after = beliefs_along(self.tree, self.layout, logs)
        rationality = (1 - z[-1]) / z[-1]
        sides = (
            tuple(sides_taken(war, beliefs, rationality) for war in wars)
            for wars, beliefs in zip(self.wars, after, strict=True)
        )
        return Point(tuple(tuple(map(np.exp, of_round)) for of_round in logs), before, after, tuple(sides))

    def assessment(self, point: Point) -> Assessment:
        """Return a point as an assessment of the tree."""
        return Assessment(point.play, point.after, tuple(map(of_sidings, self.wars, point.sides)))

    def equations(self, z: FloatArray) -> tuple[FloatArray, Linear, FloatArray]:
        """Return a point's residuals (N,), their derivatives, and the metric's weights (N + 1,)."""
        y, sigma, point = z[:-1], float(z[-1]), self.point(z)
        rationality = (1 - sigma) / sigma
        local = all_locals(self.tree, self.layout, self.wars, point)
        worth = self.layout.joined([each.worth for each in local])
        size, reach = len(worth), reaches(self.tree, self.layout, point)
        matrix = jacobian(self.layout, point, local, reach, self.chains, size + 1)
        add_sides(self.layout, self.wars, point, reach, self.chains, rationality, matrix)
        p, kept = self.layout.joined(point.play), self._others
        base = self.references[self.owner]
        rows = matrix[kept] - matrix[base[kept]]
        sums = np.add.reduceat(rows[:, :size], self.starts, axis=1)
        by_log = rows[:, kept]
        derivatives = np.empty((len(kept), len(kept) + 1))
        by_exponent = derivatives[:, :-1]
        np.multiply(sums[:, self.owner[kept]], p[kept], out=by_exponent)
        np.subtract(by_log, by_exponent, out=by_exponent)
        derivatives[:, -1] = (by_exponent @ y[kept] + rows[:, size]) / sigma**2
        by_exponent *= -rationality
        by_exponent[np.diag_indices(len(kept))] += 1.0
        weights = np.append(rationality**2 * self._spread(point, p), 1 / sigma**2)
        return y - (worth - worth[base]), Relative(derivatives, kept), weights

    def _spread(self, point: Point, p: FloatArray) -> FloatArray:
        """Return (N,) how much play, and beliefs on which something hangs, change with the log-odds of each rung."""
        spread = p * (1 - p)
        for r, (each, after) in enumerate(zip(self.tree.rounds, point.after, strict=True)):
            if r + 1 < len(self.tree.rounds) or each.sidings:
                for places, belief in zip(self.layout.rungs[r], after, strict=True):
                    if belief.shape[2] > 1:
                        spread[places] += np.swapaxes(belief * (1 - belief), 1, 2)
        return spread

    @cached_property
    def _others(self) -> IndexArray:
        """The places of all rungs but the references."""
        return np.delete(np.arange(len(self.owner)), self.references)


def first_chart(tree: GameTree, bias: FloatArray | None = None) -> TreeChart:
    """Return the chart in which each information set's first rung is the reference."""
    widest = _widest(tree)
    exponent = math.frexp(widest)[1] + 1 if widest else 0
    scaled = replace(tree, rounds=tuple(_scaled(each, -exponent) for each in tree.rounds))
    layout = layout_of(tree)
    start = np.zeros(layout.size) if bias is None else bias
    wars = tuple(map(wars_of, scaled.rounds))
    scale = math.ldexp(1.0, exponent) if widest else 0.0
    return TreeChart(scaled, layout, wars, layout.chains(), layout.starts, start, scale)


def _widest(tree: GameTree) -> float:
    """Return by how much what an actor may get differs at most."""
    n = len(tree.actors)
    return max(sum(float(np.ptp(each.now[i])) + _of_wars(each, i) for each in tree.rounds) for i in range(n))


def _of_wars(each: Round, i: int) -> float:
    fights = max((float(np.abs(siding.fight[i]).max()) for siding in each.sidings), default=0.0)
    worths = (float(np.ptp(worth, axis=3).max()) for siding in each.sidings for worth in siding.worth)
    return max(fights, *worths, 0.0)


def _scaled(each: Round, exponent: int) -> Round:
    sidings = tuple(_scaled_siding(siding, exponent) for siding in each.sidings)
    return replace(each, now=np.ldexp(each.now, exponent), sidings=sidings)


def _scaled_siding(siding: Siding, exponent: int) -> Siding:
    return replace(
        siding,
        fight=np.ldexp(siding.fight, exponent),
        worth=tuple(np.ldexp(worth, exponent) for worth in siding.worth),
        worth_by_type=tuple(tuple(np.ldexp(part, exponent) for part in parts) for parts in siding.worth_by_type),
    )
