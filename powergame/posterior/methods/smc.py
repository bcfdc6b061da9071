"""Sequential Monte Carlo: particles tempered from the prior to the posterior [1]_.

Draws of the prior are the first generation. Each further one has the likelihood to a higher power, as high as leaves
half the particles effective; it is drawn from the last by systematic resampling, and moved. All generations together
are the sample of the answer.

References
----------
.. [1] Del Moral, P., Doucet, A. & Jasra, A. (2006). Sequential Monte Carlo samplers. Journal of the Royal Statistical
   Society B 68.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.deadline import Deadline
from powergame.errors import NoAnswerError
from powergame.posterior.coordinates import Unknown
from powergame.posterior.methods.moves import move
from powergame.posterior.methods.pooling import Pool, Pooled, pooled
from powergame.posterior.methods.reweight import Draws, effective, joined_draws, weighted_draws
from powergame.posterior.types import Likelihood, Method, Weighted, log_sum

KEPT = 0.5
"""Share of the particles, or of those that the likelihood leaves, that stays effective at the next temperature."""

BISECTIONS = 60
"""Halvings of the interval in which the next temperature lies."""

MOST_STEPS = 300
"""Temperatures at most."""


@dataclass(frozen=True, eq=False)
class _Generations:
    """Generations of particles.

    Attributes
    ----------
    draws
        Of each.
    ancestors
        The first draw that each particle descends from.
    temperatures, logs
        Powers of the likelihood, and logarithms of their evidence as one step after another tells.
    variance
        Variance of the last of these.
    solved
        Points at which the likelihood was computed.
    """

    draws: list[Draws]
    ancestors: list[IndexArray]
    temperatures: list[float]
    logs: list[float]
    variance: float
    solved: int


def tempered(
    likelihood: Likelihood,
    unknowns: Sequence[Unknown],
    draws: Draws,
    particles: int,
    seed: int,
    deadline: Deadline,
) -> Weighted:
    """Return particles of all temperatures, the prior's draws first, weighed as one sample of the prior.

    Raises
    ------
    NoAnswerError
        Where the posterior is not reached in `MOST_STEPS`.
    """
    generations = _generations(likelihood, unknowns, draws, particles, seed, deadline)
    everything = joined_draws(generations.draws)
    sizes = [len(d) for d in generations.draws]
    pool = Pool(
        everything.log,
        np.repeat(np.arange(len(sizes)), sizes),
        np.concatenate(generations.ancestors),
        np.array(generations.temperatures),
    )
    finite = np.where(np.isfinite(everything.log), everything.log, everything.log[np.isfinite(everything.log)].min())
    result = pooled(pool, np.array(generations.logs), np.concatenate([everything.scores.T, finite[None]]))
    method = Method(
        "smc",
        draws=len(everything),
        seed=seed,
        steps=len(sizes) - 1,
        solved=generations.solved,
        failed=0.0,
        several=0.0,
        crossed=0,
        error=result.error,
        ess=result.ess,
        disagreement=_disagreement(draws, everything.log, result, generations),
    )
    return weighted_draws(likelihood, unknowns, everything, result.prior, method)


def _generations(
    likelihood: Likelihood,
    unknowns: Sequence[Unknown],
    draws: Draws,
    particles: int,
    seed: int,
    deadline: Deadline,
) -> _Generations:
    random = np.random.default_rng([seed, particles])
    kept = _Generations([draws], [np.arange(len(draws))], [0.0], [0.0], 0.0, len(draws))
    variance, solved, step = 0.0, len(draws), 0.7
    while kept.temperatures[-1] < 1:
        if len(kept.draws) > MOST_STEPS:
            raise NoAnswerError(f"the posterior is not reached in {MOST_STEPS} temperatures; expected fewer plays")
        last, temperature = kept.draws[-1], kept.temperatures[-1]
        following = _next_temperature(last.log, temperature, particles)
        weights = _increment(last.log, following - temperature)
        variance += 1 / effective(weights) - 1 / len(last)
        places = _resampled(weights, particles, random)
        moved = move(likelihood, unknowns, last.part(places), following, step, random, deadline)
        step, solved = moved.step, solved + moved.solved
        kept.draws.append(moved.draws)
        kept.ancestors.append(kept.ancestors[-1][places])
        kept.temperatures.append(following)
        kept.logs.append(kept.logs[-1] + log_sum(weights) - math.log(len(last)))
    return _Generations(kept.draws, kept.ancestors, kept.temperatures, kept.logs, variance, solved)


def _increment(log: FloatArray, power: float) -> FloatArray:
    """Return the logarithms of the likelihood to some power."""
    return log * power if power > 0 else np.zeros(len(log))


def _next_temperature(log: FloatArray, temperature: float, particles: int) -> float:
    """Return the temperature, at most 1, that leaves half of the particles effective."""
    alive = int(np.isfinite(log).sum())
    wanted = KEPT * min(particles, alive)
    low, high = temperature, 1.0
    if effective(_increment(log, high - temperature)) >= wanted:
        return high
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if effective(_increment(log, middle - temperature)) >= wanted:
            low = middle
        else:
            high = middle
    return high


def _resampled(log: FloatArray, count: int, random: np.random.Generator) -> IndexArray:
    """Return places of so many particles by systematic resampling, in random order.

    Every fourth of Sobol' points, say, are not spread over all of the cube, but over a quarter of each coordinate.
    """
    order = random.permutation(len(log))
    weights = np.exp(log - log.max())[order]
    below = np.cumsum(weights) / weights.sum()
    places = np.searchsorted(below, (np.arange(count) + random.random()) / count, side="right")
    return np.asarray(order[places.clip(max=np.flatnonzero(weights)[-1])])


def _disagreement(draws: Draws, log: FloatArray, result: Pooled, generations: _Generations) -> float:
    """Return the standard errors by which the evidence of the prior's draws is off that of the temperatures.

    By the posterior it is known how much a likelihood varies over the prior, so that draws that have missed the
    posterior are not taken to be sure of it.
    """
    evidence = generations.logs[-1]
    ratio = math.exp(min(log_sum(draws.log) - math.log(len(draws)) - evidence, 700.0))
    with np.errstate(divide="ignore"):
        second = log_sum(np.log(result.prior) + 2 * log) - 2 * result.log_evidence
    spread = max(math.expm1(min(second, 700.0)), len(draws) / effective(draws.log) - 1)
    error = math.sqrt(spread / len(draws) + generations.variance + result.error**2)
    return abs(ratio - 1) / error if error else 0.0  # a likelihood that is the same everywhere
