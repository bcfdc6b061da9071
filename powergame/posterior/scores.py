"""What was learned and what trades off, in normal scores: before the deeds they are independent, with variance 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from powergame.arrays import FloatArray
from powergame.posterior.marginals import number_density, spread
from powergame.posterior.summaries import FLAT_BITS, Learned, Marginal, Pair, TradeOff
from powergame.posterior.types import Weighted
from powergame.priors.distributions import Choice, Truncated

PAIR_PARTS = 32
"""Cells of a joint distribution along each axis."""


def covariance(points: Weighted) -> FloatArray:
    """Return the covariance of the normal scores under the posterior, (C, C)."""
    away = points.scores - (points.scores @ points.posterior)[:, None]
    between = (away * points.posterior) @ away.T
    return np.asarray(
        between if points.score_covariances is None else between + points.score_covariances @ points.posterior
    )


def learned(points: Weighted) -> tuple[Learned, ...]:
    """Return the directions of the scores, what is known best first: eigenvectors of their covariance."""
    if not points.score_of:
        return ()
    values, vectors = np.linalg.eigh(covariance(points))
    paths = list(dict.fromkeys(points.score_of))
    rows = {path: [k for k, owner in enumerate(points.score_of) if owner == path] for path in paths}
    directions = []
    for value, vector in zip(values, vectors.T, strict=True):
        signed = vector * (1 if vector[np.abs(vector).argmax()] > 0 else -1)
        parts = [
            (path, float(signed[own[0]] if len(own) == 1 else np.sqrt((signed[own] ** 2).sum())))
            for path, own in rows.items()
        ]
        directions.append(Learned(float(max(value, 0.0)), tuple(parts)))
    return tuple(directions)


def tradeoffs(points: Weighted) -> tuple[TradeOff, ...]:
    """Return how the unknowns hang together, two by two, the closest first."""
    matrix = covariance(points)
    scale = np.sqrt(np.diag(matrix))
    correlation = matrix / np.where(scale > 0, scale, 1.0) / np.where(scale > 0, scale, 1.0)[:, None]
    owners = np.array(points.score_of)
    pairs = []
    for first, second in combinations(dict.fromkeys(points.score_of), 2):
        between = correlation[np.ix_(owners == first, owners == second)].ravel()
        strongest = float(between[np.abs(between).argmax()])
        pairs.append(
            TradeOff(
                (first, second),
                strongest,
                _mean_in_thirds(points, first, second),
                _mean_in_thirds(points, second, first),
            )
        )
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.correlation)))


def _is_number(points: Weighted, path: str) -> bool:
    distribution = points.distributions[path]
    of_numbers = isinstance(distribution, Choice) and points.values[path].ndim == 1 and not distribution.of_words
    return of_numbers or isinstance(distribution, Truncated)


def _mean_in_thirds(points: Weighted, path: str, other: str) -> tuple[float, float] | None:
    """Return the mean of a number where another is in its lower and its upper third; None where either is no number."""
    if not (_is_number(points, path) and _is_number(points, other)):
        return None
    order = np.argsort(points.values[other], kind="stable")
    weights, values = points.posterior[order], points.values[path][order]
    above = np.cumsum(weights)
    below = above - weights
    lower = (np.minimum(above, 1 / 3) - below).clip(0)
    upper = (above - np.maximum(below, 2 / 3)).clip(0)
    return float(lower @ values / lower.sum()), float(upper @ values / upper.sum())


def flat(marginals: Sequence[Marginal]) -> tuple[str, ...]:
    """Return the unknowns of which next to nothing is told."""
    return tuple(marginal.path for marginal in marginals if marginal.bits < FLAT_BITS)


def pairs(points: Weighted) -> tuple[Pair, ...]:
    """Return the joint distributions of the unknown numbers, two by two."""
    numbers = [path for path, distribution in points.distributions.items() if isinstance(distribution, Truncated)]
    return tuple(_pair(points, first, second) for first, second in combinations(numbers, 2))


def _pair(points: Weighted, first: str, second: str) -> Pair:
    places = spread(points, (first, second))
    edges = [number_density(points, path)[0] for path in (first, second)]
    coarse = [e[:: max(1, math.ceil((len(e) - 1) / PAIR_PARTS))] for e in edges]
    coarse = [np.append(c, e[-1]) if c[-1] < e[-1] else c for c, e in zip(coarse, edges, strict=True)]
    columns = [places.values[path].clip(c[0], c[-1]) for path, c in zip((first, second), coarse, strict=True)]
    masses = [
        np.histogram2d(columns[1], columns[0], bins=[coarse[1], coarse[0]], weights=w[places.point] * places.share)[0]
        for w in (points.prior, points.posterior)
    ]
    prior, posterior = (tuple(map(tuple, mass.tolist())) for mass in masses)
    return Pair(first, second, tuple(coarse[0].tolist()), tuple(coarse[1].tolist()), prior, posterior)
