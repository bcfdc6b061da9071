"""What each observation told: its probability, its surprise, and the bits that it told alone and last.

All are sums over the same weighted points, whatever the method: the posterior without some deeds is the same points
with other weights. Equal observations are evaluated once; what is told here is of each in its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from powergame.analysis.infer.result import Before, Deed, bits_of
from powergame.arrays import FloatArray
from powergame.posterior.types import Weighted, log_sum
from powergame.scenario.types import Observation


def deeds_told(
    points: Weighted, observed: Sequence[tuple[int, Observation]], places: Sequence[int]
) -> tuple[Deed, ...]:
    """Return what each observation told, in order.

    Parameters
    ----------
    observed
        The observations with their numbers.
    places
        Place of each among the distinct ones at which the likelihood was evaluated.
    """
    surprises = _surprises(points, observed, places)
    known: dict[tuple[int, int], tuple[Before, float, float]] = {}
    told = []
    for (number, observation), place, surprise in zip(observed, places, surprises, strict=True):
        key = place, observation.times
        if key not in known:
            known[key] = _of_one(points, place, observation.times)
        probability, alone, last = known[key]
        told.append(Deed(number, observation, probability, surprise, alone, last))
    return tuple(told)


def joint_bits(points: Weighted) -> float:
    """Return the divergence of the posterior from the prior, of all unknowns and private types together, in bits."""
    return divergence(points, points.times, np.zeros(len(points.times)))


def divergence(points: Weighted, times: FloatArray, others: FloatArray) -> float:
    """Return the divergence, in bits, of the posterior given so many plays from that given so many others.

    Parameters
    ----------
    times, others : (O,)
        How many plays of each distinct observation; `times` are no fewer.
    """
    log, log_others = points.log_likelihood_of(times), points.log_likelihood_of(others)
    evidence, evidence_of_others = log_sum(points.log_prior + log), log_sum(points.log_prior + log_others)
    weights = np.exp(points.log_prior + log - evidence)
    likely = weights > 0
    gain = float((weights[likely] * (log[likely] - log_others[likely])).sum())
    return max(0.0, (gain - (evidence - evidence_of_others)) / math.log(2))


def _surprises(points: Weighted, observed: Sequence[tuple[int, Observation]], places: Sequence[int]) -> list[float]:
    """Return -log2 of the probability of each observation given those before; they sum to -log2 Z."""
    log, before, surprises = points.log_prior.copy(), log_sum(points.log_prior), []
    for (_, observation), place in zip(observed, places, strict=True):
        log += observation.times * points.evaluated.log[place]
        after = log_sum(log)
        surprises.append(bits_of(before - after))
        before = after
    return surprises


def _of_one(points: Weighted, place: int, times: int) -> tuple[Before, float, float]:
    play, nothing = np.exp(points.evaluated.log[place]), np.zeros(len(points.times))
    probability = Before(float((np.exp(points.log_prior) * play).sum()), float((points.joint * play).sum()))
    only = nothing.copy()
    only[place] = times
    return probability, divergence(points, only, nothing), divergence(points, points.times, points.times - only)
