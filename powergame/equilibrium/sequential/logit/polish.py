"""Polish the last place of a logit path to the equilibrium next to it.

What is in play is frozen: the rungs that are played, the types believed possible after rungs that are not, the sides
taken. The unknowns are the logarithms of mixed play, of beliefs that stay inside, and of mixed sides; the equations say
that what is mixed is worth the same. Newton's method solves them in the sense of least squares: often beliefs, or mixed
replies to what nobody plays, are not determined by them, and stay where the path led.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.equilibrium import budgets
from powergame.equilibrium.sequential.assessment import worth_by_beliefs
from powergame.equilibrium.sequential.logit.beliefs import beliefs_along, logarithm
from powergame.equilibrium.sequential.logit.chart import TreeChart
from powergame.equilibrium.sequential.logit.derivatives import (
    Point,
    Reach,
    all_locals,
    jacobian,
    leading_to,
    reaches,
    weights_in,
)
from powergame.equilibrium.sequential.logit.layout import Chains, OfRounds
from powergame.equilibrium.sequential.logit.siding import belief_in_sides, believed_in, worth_by_sides

LEAST_IN_PLAY = (1e-4, 1e-6, 1e-8, 1e-2)
"""Probabilities, at the end of a path, below which rungs, types and sides are left out, in the order in which they are
tried: on slow paths what dies out is still there, and what stays may be rare."""

ACCEPTED = 1e-10
"""Gain by another move, in ranges of payoffs, up to which a point is an equilibrium to rounding."""

NEAR = 1e-3
"""Probability by which an equilibrium may differ from the end of the path that leads to it."""

FARTHEST = 20.0
"""Log-odds by which a step of Newton's method may change what is mixed: longer ones have lost it."""

WEAK = (1e-4, 1e-14)
"""Ratios of singular values to the greatest below which they count as 0, in the order in which they are tried. Where
equilibria form a curve a value is 0 on it, and small beside it: steps along the curve would lead astray. Elsewhere what
is mixed may hang on small differences."""

SOLVED = 1e-15
"""Difference in worth, in ranges of payoffs, below which what is mixed is worth the same to rounding."""


def equilibria_by(chart: TreeChart, end: Point) -> Iterator[Point]:
    """Yield equilibria in which those rungs, types and sides are in play that are so at the end of a path."""
    for least in LEAST_IN_PLAY:
        start = frozen(chart, end, least)
        for weak in WEAK:
            point = solved(start, weak)
            if point is not None and gain_of(chart, point) <= ACCEPTED:
                yield point
    if gain_of(chart, end) <= ACCEPTED:
        yield end


def gain_of(chart: TreeChart, point: Point) -> float:
    """Return the greatest gain of another move at any information set, in ranges of payoffs, siding included."""
    gain = 0.0
    for here, play in zip(all_locals(chart.tree, chart.layout, chart.wars, point), point.play, strict=True):
        for worth, of_actor in zip(here.worth, play, strict=True):
            gain = max(gain, float((worth.max(axis=2) - (worth * of_actor).sum(axis=2)).max()))
    for wars, after, of_round in zip(chart.wars, point.after, point.sides, strict=True):
        for war, chosen in zip(wars, of_round, strict=True):
            worths = worth_by_beliefs(war.siding, believed_in(war, after))
            for worth, sides, bound in zip(worths, chosen, war.siding.bound, strict=True):
                lost = worth.max(axis=3) - (worth * sides).sum(axis=3)
                gain = max(gain, float(np.where(bound < 0, lost, 0.0).max()))
    return gain


def distance(point: Point, other: Point) -> float:
    """Return the greatest difference between probabilities of rungs, and of types after them."""
    both = (*zip(point.play, other.play, strict=True), *zip(point.after, other.after, strict=True))
    return max(float(np.abs(a - b).max()) for first, second in both for a, b in zip(first, second, strict=True))


def straight_on(now: Point, before: Point, factor: float) -> Point:
    """Return the point to which two lead in a straight line: what changed between them changes further, by a factor.

    Beliefs at histories stay: they follow from what is played and believed before.
    """

    def further(a: FloatArray, b: FloatArray) -> FloatArray:
        ahead = np.maximum(a + factor * (a - b), 0.0)
        return np.asarray(ahead / ahead.sum(axis=-1, keepdims=True))

    def of_rounds(a: OfRounds, b: OfRounds) -> OfRounds:
        return tuple(tuple(map(further, *of_round)) for of_round in zip(a, b, strict=True))

    sides = tuple(of_rounds(*of_round) for of_round in zip(now.sides, before.sides, strict=True))
    return replace(now, play=of_rounds(now.play, before.play), after=of_rounds(now.after, before.after), sides=sides)


@dataclass(frozen=True, eq=False)
class Frozen:
    """What is in play, and where its logarithms stand in one vector of C unknowns: of play, of beliefs, of sides.

    Attributes
    ----------
    start : (C,)
        First values; minus infinity of what is not in play. The last stands for all that is no unknown.
    types
        For each round, for each actor, (H, L_i, T_i): the places of beliefs, used after rungs that are not played.
    sides
        For each round, for each war, for each chooser, (E, rows, T_k, S): the places of sides.
    mixed : (K,)
        The places of what is mixed.
    chains
        On which places beliefs hang.
    """

    chart: TreeChart
    start: FloatArray
    types: tuple[tuple[IndexArray, ...], ...]
    sides: tuple[tuple[tuple[IndexArray, ...], ...], ...]
    mixed: IndexArray
    chains: Chains

    def point(self, x: FloatArray) -> Point:
        """Return what is played and believed at some values."""
        layout = self.chart.layout
        logs = tuple(tuple(_logs(x[places]) for places in of_round) for of_round in layout.rungs)
        otherwise = tuple(tuple(x[places] for places in of_round) for of_round in self.types)
        before, after = beliefs_along(self.chart.tree, layout, logs, otherwise)
        play = tuple(tuple(map(np.exp, of_round)) for of_round in logs)
        sides = tuple(tuple(tuple(np.exp(_logs(x[k])) for k in war) for war in of_round) for of_round in self.sides)
        return Point(play, before, after, sides)

    def equations(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return how much more than its mean each mixed rung, and side, is worth; and derivatives by what is mixed."""
        chart, layout, point = self.chart, self.chart.layout, self.point(x)
        local, reach = all_locals(chart.tree, chart.layout, chart.wars, point), reaches(chart.tree, layout, point)
        matrix = jacobian(layout, point, local, reach, self.chains, len(x))
        self._add_sides(point, reach, matrix)
        even = _even(layout.rungs, x)
        worth = layout.joined([here.worth for here in local])
        rungs = self.mixed[self.mixed < layout.size]
        means = np.add.reduceat(np.column_stack([worth, matrix]) * even[:, None], layout.starts)[layout.owner[rungs]]
        residuals, rows = [worth[rungs] - means[:, 0]], [matrix[rungs] - means[:, 1:]]
        for residual, row in self._ties(x, point):
            residuals.append(residual)
            rows.append(row)
        by_log = np.vstack(rows)
        own = layout.owner[rungs]
        sums = np.add.reduceat(by_log[:, : layout.size], layout.starts, axis=1)[:, own]
        by_log = by_log[:, self.mixed]
        by_log[:, : len(rungs)] -= sums * layout.joined(point.play)[rungs]
        return np.concatenate(residuals), by_log

    def _wars(self, x: FloatArray) -> Iterator[tuple[int, int]]:
        """Yield the round, and the place in it, of wars in which somebody mixes sides."""
        for r, of_round in enumerate(self.sides):
            for w, war in enumerate(of_round):
                if any((np.isfinite(x[places]).sum(axis=3) > 1).any() for places in war):
                    yield r, w

    def _add_sides(self, point: Point, reach: Reach, matrix: FloatArray) -> None:
        """Add the derivatives of what rungs are worth by the logarithms of sides."""
        for r, w in self._wars(self.start):
            war, chosen = self.chart.wars[r][w], point.sides[r][w]
            weights = weights_in(war, point, r)
            for i in self.chart.layout.choosing[r]:
                eyes = war.siding.eyes_of[i]
                rows, weight = leading_to(self.chart.layout, war, point, reach, r, i)
                for c, sides in enumerate(chosen):
                    seen = np.swapaxes(sides[eyes], 0, 1)
                    by_sides = worth_by_sides(war, i, c, chosen, weights)
                    by_log = seen * (by_sides - (seen * by_sides).sum(axis=3, keepdims=True))
                    places = np.swapaxes(self.sides[r][w][c][eyes], 0, 1)
                    np.add.at(matrix, (rows[..., None, None], places), weight[..., None, None] * by_log)

    def _ties(self, x: FloatArray, point: Point) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Yield how much more than its mean each mixed side is worth, and the derivatives."""
        for r, w in self._wars(x):
            war = self.chart.wars[r][w]
            believed = believed_in(war, point.after[r])
            for c, worth in enumerate(worth_by_beliefs(war.siding, believed)):
                places = self.sides[r][w][c]
                even = np.isfinite(x[places]) / np.isfinite(x[places]).sum(axis=3, keepdims=True)
                mixes = (even > 0) & (even < 1)
                row = np.nonzero(mixes)[1]
                matrix = np.zeros((len(row), len(x)))
                for j, by_log in belief_in_sides(war, c, believed).items():
                    more = by_log - (even[..., None] * by_log).sum(axis=3, keepdims=True)
                    hang = self.chains[r][j][war.history, war.rungs[j]][row]
                    matrix[np.arange(len(row))[:, None, None], hang] = more[mixes][..., None]
                yield (worth - (even * worth).sum(axis=3, keepdims=True))[mixes], matrix


def frozen(chart: TreeChart, end: Point, least: float) -> Frozen:
    """Freeze what is in play at the end of a path: what is more probable than the least."""
    layout = chart.layout
    types, sides, values, size = [], [], [layout.joined(end.play)], layout.size
    for after, chosen in zip(end.after, end.sides, strict=True):
        types.append(tuple(_placed(after, values, size)))
        size += sum(part.size for part in after)
        of_round = []
        for war in chosen:
            of_round.append(tuple(_placed(war, values, size)))
            size += sum(part.size for part in war)
        sides.append(tuple(of_round))
    start = np.append(np.concatenate(values), 0.0)
    start = np.where(start > least, logarithm(start), -np.inf)
    chains, free = _chains(chart, start, types)
    several = [*(places for of_round in layout.rungs for places in of_round), *free]
    several += [places for of_round in sides for war in of_round for places in war]
    mixed = np.sort(np.concatenate([_of_several(places, start) for places in several]))
    return Frozen(chart, start, tuple(types), tuple(sides), mixed, chains)


def _placed(parts: Sequence[FloatArray], values: list[FloatArray], size: int) -> Iterator[IndexArray]:
    """Yield the places of arrays that are appended to values, of which there are some already."""
    for part in parts:
        values.append(part.ravel())
        yield np.arange(size, size + part.size).reshape(part.shape)
        size += part.size


def _chains(
    chart: TreeChart, start: FloatArray, types: Sequence[Sequence[IndexArray]]
) -> tuple[Chains, list[IndexArray]]:
    """Return on which places beliefs hang, and the places of beliefs after rungs that are not played, (K, T_j)."""
    layout, nowhere = chart.layout, len(start) - 1
    chains: list[tuple[IndexArray, ...]] = []
    free: list[IndexArray] = []
    possible: list[BoolArray] = [np.greater(prior, 0)[None] for prior in chart.tree.prior]
    before = [np.empty((1, len(prior), 0), dtype=np.intp) for prior in chart.tree.prior]
    for r, rungs in enumerate(layout.rungs):
        of_round, after = [], []
        for j, places in enumerate(rungs):
            there = np.swapaxes(places, 1, 2)
            joint: BoolArray = possible[j][:, None] & np.isfinite(start[there])
            played = np.asarray(joint.any(axis=2, keepdims=True))
            led = np.where(played[..., None], before[j][:, None], nowhere)
            of_round.append(np.concatenate([led, np.where(played, there, types[r][j])[..., None]], axis=3))
            after.append(np.where(played, joint, np.isfinite(start[types[r][j]])))
            free.append(types[r][j][~played[..., 0]])
        chains.append(tuple(of_round))
        if r + 1 < len(layout.rungs):
            parent, last = layout.parent[r + 1], layout.last[r + 1]
            possible = [part[parent, last[:, j]] for j, part in enumerate(after)]
            before = [part[parent, last[:, j]] for j, part in enumerate(of_round)]
    return tuple(chains), free


def _of_several(places: IndexArray, start: FloatArray) -> IndexArray:
    """Return those places that are in play, in the last axis, beside others."""
    inside = np.isfinite(start[places])
    return np.asarray(places[inside & (inside.sum(axis=-1, keepdims=True) > 1)])


def _even(rungs: Sequence[Sequence[IndexArray]], x: FloatArray) -> FloatArray:
    """Return (N,) weights by which means over the played rungs of information sets are taken."""
    inside = (np.isfinite(x[places]) for of_round in rungs for places in of_round)
    return np.concatenate([(part / part.sum(axis=2, keepdims=True)).ravel() for part in inside])


def _logs(exponents: FloatArray) -> FloatArray:
    """Return the logarithms of probabilities from logarithms up to a sum, in the last axis."""
    logs = exponents - exponents.max(axis=-1, keepdims=True)
    return np.asarray(logs - np.log(np.exp(logs).sum(axis=-1, keepdims=True)))


def solved(start: Frozen, weak: float) -> Point | None:
    """Return the point at which all that is mixed is worth the same, by Newton's method, or None.

    Parameters
    ----------
    weak
        Ratio of singular values of the derivatives, to the greatest, below which they count as 0.
    """
    x = start.start.copy()
    if not len(start.mixed):
        return start.point(x)
    for _ in range(budgets.POLISHING_STEPS):
        residuals, matrix = start.equations(x)
        if float(np.abs(residuals).max(initial=0.0)) < SOLVED:
            break
        step, *_ = np.linalg.lstsq(matrix, residuals, rcond=weak)
        if not float(np.abs(step).max()) < FARTHEST:
            return None
        x[start.mixed] -= step
    return start.point(x)
