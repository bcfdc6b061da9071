"""Particles of all temperatures as one sample of the prior, with the errors of what it says.

Each generation of particles is a sample of the prior weighed by a power of the likelihood. A point of the pool stands
for the prior as the inverse of the mixture of all their densities there. The constants in these densities are what
makes the pool agree with itself: the multistate Bennett acceptance ratio [1]_. Errors count particles by the draw that
they descend from, since those of different descent are as good as independent [2]_.

References
----------
.. [1] Shirts, M. R. & Chodera, J. D. (2008). Statistically optimal analysis of samples from multiple equilibrium
   states. Journal of Chemical Physics 129, 124105.
.. [2] Lee, A. & Whiteley, N. (2018). Variance estimation in the particle filter. Biometrika 105.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.posterior.types import summed

SETTLED = 1e-9
"""Change of the logarithms of the constants at which they agree with themselves."""

NEAR = 0.5
"""Change of these logarithms up to which Newton's step is taken."""

MOST_ROUNDS = 200
"""Rounds in which they come to agree."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Points of T generations.

    Attributes
    ----------
    log : (N,)
        Logarithm of the likelihood at each point.
    generation, ancestor : (N,)
        The generation of each, and the first draw that it descends from.
    temperatures : (T,)
        Powers of the likelihood, from 0 to 1.
    """

    log: FloatArray
    generation: IndexArray
    ancestor: IndexArray
    temperatures: FloatArray


@dataclass(frozen=True, eq=False)
class Pooled:
    """What a pool says.

    Attributes
    ----------
    prior : (N,)
        Weights of the points under the prior, which sum to 1.
    log_evidence, error
        Logarithm of the evidence, and its standard error.
    ess
        Effective sample of the posterior: of the quantity that is known worst.
    """

    prior: FloatArray
    log_evidence: float
    error: float
    ess: float


def pooled(pool: Pool, logs: FloatArray, quantities: FloatArray) -> Pooled:
    """Return the pool's weights, evidence and errors.

    Parameters
    ----------
    logs : (T,)
        First guess of the logarithms of the constants; the first is 0.
    quantities : (Q, N)
        Numbers whose posterior mean is to be known well.
    """
    counts = np.bincount(pool.generation, minlength=len(pool.temperatures)).astype(float)
    with np.errstate(invalid="ignore"):
        powers = np.where(pool.temperatures[:, None] > 0, pool.temperatures[:, None] * pool.log, 0.0)
    densities, logs = _agreed(powers, counts, logs)
    deviations = _answer(densities, counts) @ _centred(densities, pool)  # of the logs, as points are more or fewer
    error = np.sqrt(_variance(deviations[-1] - deviations[0], pool))
    posterior = densities[-1] / densities[-1].sum()
    ess = 1 / (posterior**2).sum()
    for quantity in quantities:
        distance = quantity - posterior @ quantity
        direct = _centred((posterior * distance)[None], pool)[0]
        through_constants = (counts * (densities @ (posterior * distance))) @ deviations
        variance = _variance(direct + through_constants, pool)
        if variance > 0:
            ess = min(ess, posterior @ distance**2 / variance)
    return Pooled(densities[0] / densities[0].sum(), float(logs[-1] - logs[0]), float(error), float(ess))


def _agreed(powers: FloatArray, counts: FloatArray, logs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the density of each generation at the points over that of the mixture, (T, N), and the constants.

    Newton's method, once the constants are near enough that it does not go far.
    """
    for _ in range(MOST_ROUNDS):
        scaled = powers - logs[:, None]
        densities = np.exp(scaled - scaled.max(axis=0))
        densities /= counts @ densities
        sums = densities.sum(axis=1)
        change = np.log(sums)
        newton = _answer(densities, counts) @ (sums - 1)
        change = newton if np.abs(newton).max() < NEAR else change
        change = change - change[0]
        if np.abs(change).max() < SETTLED:
            break
        logs = logs + change
    return densities, logs


def _answer(densities: FloatArray, counts: FloatArray) -> FloatArray:
    """Return how the constants' logarithms answer to sums of the densities, (T, T): the inverse of the derivative.

    All constants together may be anything: that direction is left out.
    """
    root = np.sqrt(counts)
    scaled = root[:, None] * (densities @ densities.T) * root
    free = np.outer(root, root) / counts.sum()
    return np.asarray(np.linalg.inv(np.eye(len(counts)) - scaled + free) / root[:, None] * root)


def _centred(numbers: FloatArray, pool: Pool) -> FloatArray:
    """Return numbers, (Q, N), less their mean in each generation."""
    size = len(pool.temperatures)
    counts = np.bincount(pool.generation, minlength=size)
    means = np.stack([summed(pool.generation, row, size) / counts for row in numbers])
    return np.asarray(numbers - means[:, pool.generation])


def _variance(deviations: FloatArray, pool: Pool) -> float:
    """Return the variance of a sum of deviations, (N,), of which those of the same descent go together."""
    return float((summed(pool.ancestor, deviations, int(pool.ancestor.max()) + 1) ** 2).sum())
