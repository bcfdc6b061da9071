"""Draws of the prior, and the posterior as their weights: importance sampling with the prior as proposal [1]_.

References
----------
.. [1] Owen, A. B. (2013). Monte Carlo theory, methods and examples. Chapter 9.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.deadline import Deadline
from powergame.errors import NoAnswerError, UsageError
from powergame.posterior.coordinates import Unknown, distributions_of, score_owners, taken, values_at
from powergame.posterior.types import Evaluated, Likelihood, Method, Values, Weighted, joined
from powergame.priors.points import blocks_of_points

BLOCK = 4096
"""Draws at which the likelihood is computed together."""

MOST_TRIED = 1 << 22
"""Points of the prior that are tried for those that are allowed."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws of unknowns, and the likelihood there.

    Attributes
    ----------
    scores : (N, C)
        Normal scores.
    values, evaluated
        What they are, and what the likelihood says.
    log : (N,)
        Logarithm of the likelihood of all observations.
    """

    scores: FloatArray
    values: Values
    evaluated: Evaluated
    log: FloatArray

    def __len__(self) -> int:
        return len(self.log)

    def part(self, places: IndexArray) -> Draws:
        """Return some of the draws, in order; some may be so more than once."""
        return Draws(self.scores[places], taken(self.values, places), self.evaluated.part(places), self.log[places])


def draw_prior(
    likelihood: Likelihood,
    unknowns: Sequence[Unknown],
    count: int,
    seed: int,
    deadline: Deadline,
) -> Draws:
    """Return evenly spread draws of the restricted prior.

    Raises
    ------
    UsageError
        Where no point is allowed.
    NoAnswerError
        Where none explains the data.
    """
    scores = _allowed_scores(likelihood, unknowns, count, seed, deadline)
    draws = evaluated_draws(likelihood, unknowns, scores, deadline)
    if not np.isfinite(draws.log).any():
        raise NoAnswerError(f"no value of the unknowns explains the data: none of {len(draws):,} draws")
    return draws


def _allowed_scores(
    likelihood: Likelihood, unknowns: Sequence[Unknown], count: int, seed: int, deadline: Deadline
) -> FloatArray:
    from scipy.special import ndtri

    width = sum(unknown.width for unknown in unknowns)
    size = 1 << (count - 1).bit_length()
    while True:
        kept: list[FloatArray] = []
        for cube in blocks_of_points(size, width, seed):
            deadline.check("drawing from the prior")
            scores = ndtri(cube)
            kept.append(scores[np.broadcast_to(likelihood.allowed(values_at(unknowns, scores)), len(scores))])
        allowed = sum(map(len, kept))
        if allowed >= count or (allowed and size >= MOST_TRIED):
            return np.concatenate(kept)[:count]
        if size >= MOST_TRIED:
            raise UsageError(f"none of {size:,} draws of the unknowns are possible, and meet what is given")
        size = min(MOST_TRIED, 2 * size if allowed > count / 2 else 16 * size)


def evaluated_draws(
    likelihood: Likelihood,
    unknowns: Sequence[Unknown],
    scores: FloatArray,
    deadline: Deadline,
) -> Draws:
    """Return draws at some normal scores, (N, C), which are allowed."""
    values, parts = values_at(unknowns, scores), []
    for start in range(0, len(scores), BLOCK):
        deadline.check("weighing the prior")
        part = np.arange(start, min(start + BLOCK, len(scores)))
        parts.append(likelihood.evaluate(taken(values, part)))
    evaluated = joined(parts)
    return Draws(scores, values, evaluated, evaluated.log_likelihood(likelihood.times))


def joined_draws(parts: Sequence[Draws]) -> Draws:
    """Return the draws of several parts, one after another."""
    return Draws(
        np.concatenate([d.scores for d in parts]),
        {path: np.concatenate([d.values[path] for d in parts]) for path in parts[0].values},
        joined([d.evaluated for d in parts]),
        np.concatenate([d.log for d in parts]),
    )


def effective(log: FloatArray) -> float:
    """Return the effective sample of weights with some logarithms, (sum w)^2 / sum w^2."""
    greatest = log.max()
    if not np.isfinite(greatest):
        return 0.0
    weights = np.exp(log - greatest)
    return float(weights.sum() ** 2 / (weights**2).sum())


def reweighted(likelihood: Likelihood, unknowns: Sequence[Unknown], draws: Draws, seed: int) -> Weighted:
    """Return draws of the prior weighed by the likelihood.

    The error of the evidence is by the delta method; where a few draws have all the weight, it is large.
    """
    ess, count = effective(draws.log), len(draws)
    prior = np.full(count, 1 / count)
    variance = 1 / ess - 1 / count
    method = Method(
        "reweight",
        draws=count,
        seed=seed,
        steps=0,
        solved=count,
        failed=0.0,
        several=0.0,
        crossed=0,
        error=math.sqrt(max(0.0, variance * (1 + variance))),
        ess=ess,
    )
    return weighted_draws(likelihood, unknowns, draws, prior, method)


def weighted_draws(
    likelihood: Likelihood, unknowns: Sequence[Unknown], draws: Draws, prior: FloatArray, method: Method
) -> Weighted:
    """Return draws with weights under the prior, (N,), and the method with the shares that they tell."""
    evaluated = draws.evaluated
    posterior = prior * np.exp(draws.log - draws.log.max())
    shares = replace(
        method,
        failed=float(prior[evaluated.failed].sum()),
        several=float(posterior[evaluated.several].sum() / posterior.sum()),
        crossed=int(evaluated.crossed.sum()),
    )
    return Weighted(
        draws.values,
        prior,
        evaluated,
        likelihood.times,
        draws.scores.T,
        None,
        score_owners(unknowns),
        None,
        shares,
        distributions_of(unknowns),
        likelihood.allowed,
    )
