"""Quadrature of the posterior in at most two coordinates, beside all combinations of listed values.

Boxes of normal scores, in which any prior is smooth out to its ends, are divided until none holds much of the prior or
the posterior, and until the likelihood is a polynomial in each as far as the answer can tell. A sharp likelihood is
looked for where the logarithm, which is smoother, points to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import NoAnswerError, UsageError
from powergame.posterior.coordinates import Unknown, distributions_of, score_owners, taken, unknowns_of
from powergame.posterior.methods.boxes import (
    ORDER,
    Boxes,
    Nodes,
    joined_boxes,
    joined_nodes,
    lattice_allowed,
    part_nodes,
    probability_between,
    whole_nodes,
)
from powergame.posterior.methods.resolution import Resolution
from powergame.posterior.types import Evaluated, Likelihood, Method, Values, Weighted, joined

FARTHEST, BEYOND = 7.05, 1e-12
"""Normal score at which the outermost boxes end, and the prior probability beyond."""

FIRST_ENDS = (-FARTHEST, -4.5, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.5, FARTHEST)
"""Normal scores at which the first boxes end."""

MOST_MASS = {1: 0.05, 2: 0.006}
"""Probability, prior or posterior, that a box of one or two axes holds at most."""

AT_THE_EDGE = 5e-4
"""The same of a box that is allowed in part."""

ROUGH = {1: 1e-4, 2: 3e-4}
"""Share of the evidence that the highest polynomials of a box may hold, by the number of axes."""

NARROWEST = 1e-13
"""Prior probability of boxes that are divided no further: rounding of quantiles tells from there on."""

MOST_NODES = {0: 1 << 16, 1: 20_000, 2: 120_000}
"""Nodes at most, by the number of axes."""

BLOCK = 20_000
"""Nodes at which the likelihood is computed together."""

WORST = 0.005
"""Error of the logarithm of the evidence above which there is no answer."""


class TooSharpError(NoAnswerError):
    """A likelihood that boxes do not resolve."""

    def __init__(self) -> None:
        super().__init__("the observations tell too much for quadrature; expected --method smc, or fewer plays")


@dataclass(frozen=True, eq=False)
class Space:
    """What quadrature runs over: combinations of listed values, and at most two lines."""

    unknowns: tuple[Unknown, ...]

    @cached_property
    def lines(self) -> tuple[Unknown, ...]:
        """Unknowns along which boxes have axes."""
        return tuple(unknown for unknown in self.unknowns if unknown.listed is None)

    @property
    def possible(self) -> bool:
        """Whether quadrature can run over it."""
        return len(self.lines) <= 2 and all(line.is_line for line in self.lines) and self.combinations <= MOST_NODES[0]

    @property
    def combinations(self) -> int:
        """Combinations of listed values."""
        counts = [len(unknown.listed[1]) for unknown in self.unknowns if unknown.listed is not None]
        return int(np.prod(counts, dtype=float))

    @cached_property
    def places(self) -> dict[str, IndexArray]:
        """Place of each listed unknown's value in each combination, by path."""
        listed = [unknown for unknown in self.unknowns if unknown.listed is not None]
        rows = list(product(*(range(len(u.listed[1])) for u in listed if u.listed is not None)))
        table = np.array(rows, dtype=np.intp).reshape(len(rows), len(listed))
        return {unknown.path: table[:, k] for k, unknown in enumerate(listed)}

    @cached_property
    def weights(self) -> FloatArray:
        """Prior probability of each combination."""
        weights = np.ones(self.combinations)
        for unknown in self.unknowns:
            if unknown.listed is not None:
                weights = weights * unknown.listed[1][self.places[unknown.path]]
        return weights

    def values(self, combination: IndexArray, scores: FloatArray) -> Values:
        """Return the unknowns' values where the lines have some scores, (N, 2)."""
        from scipy.special import ndtr

        values: dict[str, np.ndarray] = {}
        for unknown in self.unknowns:
            if unknown.listed is not None:
                values[unknown.path] = unknown.listed[0][self.places[unknown.path][combination]]
            else:
                values[unknown.path] = unknown.along(ndtr(scores[:, self.lines.index(unknown)]))
        return values


@dataclass(frozen=True, eq=False)
class _Batch:
    """Boxes, their nodes, and the likelihood there.

    Attributes
    ----------
    whole : (M,)
        Whether a box is allowed as a whole.
    log : (N,)
        Logarithm of the likelihood at the nodes.
    weight : (N,)
        Prior probability of the nodes, the listed values' included.
    """

    boxes: Boxes
    whole: BoolArray
    nodes: Nodes
    values: Values
    evaluated: Evaluated
    log: FloatArray
    weight: FloatArray


def quadrature(likelihood: Likelihood, seed: int = 0, deadline: Deadline = NO_DEADLINE) -> Weighted:
    """Return the nodes of a posterior of at most two coordinates.

    Raises
    ------
    UsageError
        Where no node is allowed.
    TooSharpError
        Where too many nodes would be needed.
    NoAnswerError
        Where no node explains the data.
    """
    space = Space(unknowns_of(likelihood))
    axes = len(space.lines)
    pending, kept, solved = _first(space, axes), list[_Batch](), 0
    while len(pending):
        batch = _evaluated(likelihood, space, pending, axes, deadline)
        if batch is not None:
            kept.append(batch)
            solved += len(batch.nodes)
        if not kept:
            raise UsageError("no values of the unknowns are possible together, and meet what is given")
        kept, pending = _divided(kept, axes)
        if solved + len(pending) * ORDER**axes > MOST_NODES[axes] * (space.combinations if axes else 1):
            raise TooSharpError
    return _weighted(likelihood, space, _joined(kept), solved, seed)


def _first(space: Space, axes: int) -> Boxes:
    """Return boxes of which none holds too much of the prior."""
    ends = np.array(FIRST_ENDS)
    pairs = [(ends[:-1], ends[1:]) if axis < axes else (np.zeros(1), np.zeros(1)) for axis in range(2)]
    low = np.stack(np.meshgrid(pairs[0][0], pairs[1][0], indexing="ij"), axis=-1).reshape(-1, 2)
    high = np.stack(np.meshgrid(pairs[0][1], pairs[1][1], indexing="ij"), axis=-1).reshape(-1, 2)
    boxes = Boxes(np.zeros(len(low), dtype=np.intp), low, high)
    while axes:
        mass = _masses(boxes, axes)
        large: BoolArray = mass.prod(axis=1) > MOST_MASS[axes]
        if not large.any():
            break
        halves = boxes.part(large).halves(mass[large].argmax(axis=1))
        boxes = joined_boxes([boxes.part(~large), halves])
    count = space.combinations
    return Boxes(
        np.repeat(np.arange(count), len(boxes)), np.tile(boxes.low, (count, 1)), np.tile(boxes.high, (count, 1))
    )


def _masses(boxes: Boxes, axes: int) -> FloatArray:
    """Return the prior probability of boxes along each axis, (M, axes)."""
    return probability_between(boxes.low[:, :axes], boxes.high[:, :axes])


def _evaluated(likelihood: Likelihood, space: Space, boxes: Boxes, axes: int, deadline: Deadline) -> _Batch | None:
    def allowed(combination: IndexArray, scores: FloatArray) -> BoolArray:
        return np.broadcast_to(likelihood.allowed(space.values(combination, scores)), len(combination))

    lattice = lattice_allowed(boxes, axes, allowed)
    inside, some = np.asarray(lattice.all(axis=(1, 2))), np.asarray(lattice.any(axis=(1, 2)))
    if not some.any():
        return None
    parts, edge = [boxes.part(inside), boxes.part(some & ~inside)], lattice[some & ~inside]
    nodes = joined_nodes(
        [whole_nodes(parts[0], axes), part_nodes(parts[1], axes, allowed, edge)], [len(parts[0]), len(parts[1])]
    )
    boxes, whole = joined_boxes(parts), np.repeat([True, False], [len(parts[0]), len(parts[1])])
    values = space.values(boxes.combination[nodes.box], nodes.scores)
    blocks = []
    for start in range(0, len(nodes), BLOCK):
        deadline.check("weighing the prior")
        blocks.append(likelihood.evaluate(taken(values, np.arange(start, min(start + BLOCK, len(nodes))))))
    evaluated = joined(blocks)
    weight = nodes.weight * space.weights[boxes.combination[nodes.box]]
    return _Batch(boxes, whole, nodes, values, evaluated, evaluated.log_likelihood(likelihood.times), weight)


def _view(batch: _Batch, axes: int) -> Resolution:
    longer = _masses(batch.boxes, axes).argmax(axis=1)
    return Resolution(batch.nodes.box, batch.whole, batch.log, batch.weight, axes, longer)


def _joined(batches: Sequence[_Batch]) -> _Batch:
    return _Batch(
        joined_boxes([b.boxes for b in batches]),
        np.concatenate([b.whole for b in batches]),
        joined_nodes([b.nodes for b in batches], [len(b.boxes) for b in batches]),
        {path: np.concatenate([b.values[path] for b in batches]) for path in batches[0].values},
        joined([b.evaluated for b in batches]),
        np.concatenate([b.log for b in batches]),
        np.concatenate([b.weight for b in batches]),
    )


def _kept(batch: _Batch, boxes: BoolArray) -> _Batch:
    """Return some boxes of a batch."""
    place = np.cumsum(boxes) - 1
    rows = np.flatnonzero(boxes[batch.nodes.box])
    nodes = Nodes(
        place[batch.nodes.box[rows]], batch.nodes.scores[rows], batch.nodes.weight[rows], batch.nodes.cells[:, :, rows]
    )
    return _Batch(
        batch.boxes.part(boxes),
        batch.whole[boxes],
        nodes,
        taken(batch.values, rows),
        batch.evaluated.part(rows),
        batch.log[rows],
        batch.weight[rows],
    )


def _divided(batches: Sequence[_Batch], axes: int) -> tuple[list[_Batch], Boxes]:
    """Return the boxes that stay, and the halves of those that do not."""
    batch = _joined(batches)
    if not axes or not np.isfinite(batch.log).any():
        return [batch], batch.boxes.part(np.zeros(0, dtype=np.intp))
    view = _view(batch, axes)
    large = np.maximum(view.prior, view.posterior) > np.where(batch.whole, MOST_MASS[axes], AT_THE_EDGE)
    rough = np.maximum(view.rough, view.missed) > ROUGH[axes]
    divide = (large | rough) & (_masses(batch.boxes, axes).prod(axis=1) > NARROWEST)
    halves = batch.boxes.part(divide).halves(view.axis[divide])
    return [_kept(batch, ~divide)], halves


def _weighted(likelihood: Likelihood, space: Space, batch: _Batch, solved: int, seed: int) -> Weighted:
    total = batch.weight.sum()
    if not np.isfinite(batch.log).any():
        raise NoAnswerError("no value of the unknowns explains the data: their likelihood is 0 everywhere")
    prior = batch.weight / total
    error = _error(batch, len(space.lines))
    if not error < WORST:
        raise TooSharpError
    means, covariances = _scores(space, batch)
    posterior = prior * np.exp(batch.log - batch.log.max())
    method = Method(
        "quadrature",
        draws=len(prior),
        seed=seed,
        steps=0,
        solved=solved,
        failed=float(prior[batch.evaluated.failed].sum()),
        several=float(posterior[batch.evaluated.several].sum() / posterior.sum()),
        crossed=int(batch.evaluated.crossed.sum()),
        error=error,
        ess=None,
    )
    return Weighted(
        batch.values,
        prior,
        batch.evaluated,
        likelihood.times,
        means,
        covariances,
        score_owners(space.unknowns),
        {line.path: batch.nodes.cells[axis] for axis, line in enumerate(space.lines)},
        method,
        distributions_of(space.unknowns),
        likelihood.allowed,
    )


def _error(batch: _Batch, axes: int) -> float:
    """Return how far the logarithm of the evidence may be off, as two rules on the same nodes differ."""
    if not axes:
        return 0.0
    view = _view(batch, axes)
    smooth = view.missed[view.smooth].sum()
    other = np.where(batch.whole, view.rough, view.posterior / 10)[~view.smooth]
    ends = np.abs(batch.nodes.scores[:, :axes]).max(axis=1) > FARTHEST - 0.1
    beyond = BEYOND * np.exp(batch.log - batch.log.max()).max(where=ends, initial=0.0) / view.total
    return float(smooth + np.sqrt((other**2).sum()) + beyond)


def _scores(space: Space, batch: _Batch) -> tuple[FloatArray, FloatArray]:
    """Return the means and covariances of all normal scores within the cells."""
    from scipy.special import ndtr

    width = sum(unknown.width for unknown in space.unknowns)
    means, covariances = np.empty((width, len(batch.log))), np.zeros((width, width, len(batch.log)))
    combination, start = batch.boxes.combination[batch.nodes.box], 0
    for unknown in space.unknowns:
        part = slice(start, start + unknown.width)
        if unknown.listed is not None:
            mean, variance = (column[space.places[unknown.path][combination]] for column in unknown.scores_listed)
            means[part], covariances[part, part] = mean, variance
        else:
            scores = batch.nodes.scores[:, space.lines.index(unknown)]
            means[part], covariances[part, part] = unknown.scores_along(ndtr(scores), scores)
        start += unknown.width
    return means, covariances
