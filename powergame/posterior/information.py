"""What observations tell, in bits: Kullback-Leibler divergences between the prior and posteriors, and surprises."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    return _bits(points.joint, points.log_likelihood, points.log_evidence)


def told(points: Weighted) -> tuple[Told, ...]:
    """Return what each observation told; surprises add up to that of all together."""
    finite, impossible = _sums(points)
    before, so_far, outcomes = 0.0, np.zeros_like(finite), []
    kinds = np.exp(points.log_prior)
    for log, times in zip(points.evaluated.log, points.times, strict=True):
        own = times * log if times > 0 else np.zeros_like(log)
        dead = ~np.isfinite(own)
        others = np.where(impossible - dead > 0, -np.inf, finite - np.where(dead, 0.0, own))
        alone = log_sum(points.log_prior + own)
        without = log_sum(points.log_prior + others)
        so_far = so_far + own
        after = log_sum(points.log_prior + so_far)
        outcomes.append(
            Told(
                Before(float((kinds * np.exp(log)).sum()), float((points.joint * np.exp(log)).sum())),
                (before - after) / math.log(2),
                _bits(np.exp(points.log_prior + own - alone), own, alone),
                _bits(points.joint, own, points.log_evidence - without),
            )
        )
        before = after
    return tuple(outcomes)


def _sums(points: Weighted) -> tuple[FloatArray, FloatArray]:
    """Return the sum of the finite logarithms of all observations, (K, N), and how many are not finite."""
    shape = points.evaluated.log.shape[1:]
    finite, impossible = np.zeros(shape), np.zeros(shape)
    for log, times in zip(points.evaluated.log, points.times, strict=True):
        if times > 0:
            lives = np.isfinite(log)
            finite += np.where(lives, times * log, 0.0)
            impossible += ~lives
    return finite, impossible


def _bits(weights: FloatArray, log: FloatArray, log_evidence: float) -> float:
    """Return the divergence of weights from what they were before a likelihood, in bits."""
    held = weights > 0
    return max(0.0, (float((weights[held] * log[held]).sum()) - log_evidence) / math.log(2))


def trace(points: Weighted) -> Sequence[tuple[FloatArray, float]]:
    """Return the weights of the points after the first observations, (N,), from none on to all, and the bits so far."""
    steps, so_far = [(points.prior, 0.0)], np.zeros_like(points.log_prior)
    for log, times in zip(points.evaluated.log, points.times, strict=True):
        so_far = so_far + (times * log if times > 0 else 0.0)
        evidence = log_sum(points.log_prior + so_far)
        joint = np.exp(points.log_prior + so_far - evidence)
        steps.append((np.asarray(joint.sum(axis=0)), _bits(joint, so_far, evidence)))
    return steps
