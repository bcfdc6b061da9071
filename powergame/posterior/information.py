"""What observations tell, in bits: Kullback-Leibler divergences between the prior and posteriors, and surprises.

All are sums over the same weighted points: the posterior without some observations is the same points with other
weights. Equal observations are evaluated once; a sequence says which observation comes when, and how many plays it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.posterior.summaries import Before
from powergame.posterior.types import Weighted, log_sum


@dataclass(frozen=True)
class Told:
    """What an observation told.

    Attributes
    ----------
    probability
        Probability of one such play, over the prior and over the posterior.
    surprise
        -log2 of the probability of the observation given those before it.
    alone, last
        Bits from the prior, and on top of all the others.
    """

    probability: Before
    surprise: float
    alone: float
    last: float


def joint_bits(points: Weighted) -> float:
    """Return the bits from the prior to the posterior, jointly, private types included."""
    return divergence(points, points.log_likelihood, np.zeros_like(points.log_likelihood))


def divergence(points: Weighted, log: FloatArray, log_of_others: FloatArray) -> float:
    """Return the divergence, in bits, of the posterior given some plays from that given only others of them.

    Parameters
    ----------
    log, log_of_others : (K, N)
        Logarithms of the likelihood of all the plays, and of the others.
    """
    evidence, evidence_of_others = log_sum(points.log_prior + log), log_sum(points.log_prior + log_of_others)
    weights = np.exp(points.log_prior + log - evidence)
    held = weights > 0
    gain = float((weights[held] * (log[held] - log_of_others[held])).sum())
    return max(0.0, (gain - (evidence - evidence_of_others)) / math.log(2))


def told(points: Weighted, sequence: Sequence[tuple[int, float]]) -> tuple[Told, ...]:
    """Return what each observation of a sequence told; surprises add up to that of all together.

    Parameters
    ----------
    sequence
        The place of each observation among those that were evaluated, and how many plays it is.
    """
    known: dict[tuple[int, float], tuple[Before, float, float]] = {}
    so_far, before, outcomes = points.log_prior, log_sum(points.log_prior), []
    for place, times in sequence:
        if (place, times) not in known:
            known[place, times] = _of_observation(points, place, times)
        probability, alone, last = known[place, times]
        so_far = so_far + times * points.evaluated.log[place]
        after = log_sum(so_far)
        outcomes.append(Told(probability, (before - after) / math.log(2), alone, last))
        before = after
    return tuple(outcomes)


def _of_observation(points: Weighted, place: int, times: float) -> tuple[Before, float, float]:
    """Return an observation's probability before and after, and its bits alone and last."""
    play = np.exp(points.evaluated.log[place])
    probability = Before(float((np.exp(points.log_prior) * play).sum()), float((points.joint * play).sum()))
    log = times * points.evaluated.log[place]
    alone = divergence(points, log, np.zeros_like(log))
    return probability, alone, divergence(points, points.log_likelihood, _without(points, place, times))


def _without(points: Weighted, place: int, times: float) -> FloatArray:
    """Return the logarithm of the likelihood of all but so many plays of an observation, (K, N).

    Where these are possible everywhere it is a difference: sums over all the others would take long with many.
    """
    log = points.evaluated.log[place]
    if np.isfinite(log).all():
        return np.asarray(points.log_likelihood - times * log)
    others = points.times.copy()
    others[place] -= times
    return points.log_likelihood_of(others)


def trace(points: Weighted, sequence: Sequence[tuple[int, float]]) -> Iterator[tuple[FloatArray, float]]:
    """Yield the weights of the points after the first observations, (N,), from none on to all, and the bits so far."""
    likelihood, nothing = np.zeros_like(points.log_likelihood), np.zeros_like(points.log_likelihood)
    yield points.prior, 0.0
    for place, plays in sequence:
        likelihood = likelihood + plays * points.evaluated.log[place]
        log = points.log_prior + likelihood
        yield np.asarray(np.exp(log - log_sum(log)).sum(axis=0)), divergence(points, likelihood, nothing)
