"""Types of the posterior: what a likelihood is, and the weighted points that every method makes.

All methods end in the same thing: points of the prior with weights that integrate over it, and the likelihood at each.
What is said of the prior, of the posterior and of a posterior without some deeds are sums over these points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Protocol

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.priors.distributions import Distribution
from powergame.priors.profiles import Values as Values

MethodName = Literal["quadrature", "reweight", "smc"]


@dataclass(frozen=True, eq=False)
class Evaluated:
    """What a likelihood says at B points.

    Attributes
    ----------
    log : (O, K, B)
        Natural logarithm of the probability of one play of each of O observations, where the private types are each of
        K profiles (K is 1 without types); minus infinity where it is impossible, or where play could not be computed.
    log_kinds : (K, B)
        Natural logarithm of the prior probability of each profile of types.
    failed : (B,)
        Whether play could not be computed.
    several : (B,)
        Whether a response has no proof that it is the only one.
    crossed : (B,)
        Whether a branch met another one exactly and went straight on.
    """

    log: FloatArray
    log_kinds: FloatArray
    failed: BoolArray
    several: BoolArray
    crossed: BoolArray

    def part(self, places: IndexArray | BoolArray) -> Evaluated:
        """Return what is said at some of the points."""
        return Evaluated(
            self.log[..., places],
            self.log_kinds[:, places],
            self.failed[places],
            self.several[places],
            self.crossed[places],
        )

    def changed(self, places: IndexArray, other: Evaluated) -> Evaluated:
        """Return the same with what is said at some points replaced."""
        log, log_kinds = self.log.copy(), self.log_kinds.copy()
        log[..., places], log_kinds[:, places] = other.log, other.log_kinds
        flags = [(self.failed, other.failed), (self.several, other.several), (self.crossed, other.crossed)]
        failed, several, crossed = (np.copy(old) for old, _ in flags)
        failed[places], several[places], crossed[places] = (new for _, new in flags)
        return Evaluated(log, log_kinds, failed, several, crossed)

    def log_likelihood(self, times: FloatArray) -> FloatArray:
        """Return the logarithm of the likelihood of all observations, private types summed over, (B,)."""
        played = times > 0
        return log_sum_of_rows(np.tensordot(times[played], self.log[played], axes=1) + self.log_kinds)


def joined(parts: Sequence[Evaluated]) -> Evaluated:
    """Return what is said at all the points of some parts, one after another."""
    columns = zip(*((e.log, e.log_kinds, e.failed, e.several, e.crossed) for e in parts), strict=True)
    return Evaluated(*(np.concatenate(same, axis=-1) for same in columns))


class Likelihood(Protocol):
    """What deeds say of unknowns."""

    @property
    def distributions(self) -> Mapping[str, Distribution]:
        """The prior of each unknown, by path, in order; independent."""

    @property
    def limits(self) -> Mapping[str, tuple[float, float]]:
        """Ends to which the prior of an unknown number is restricted further; infinite where open."""

    @property
    def times(self) -> FloatArray:
        """How many independent plays each observation is, (O,)."""

    def allowed(self, values: Values) -> BoolArray:
        """Return whether points belong to the restricted prior, (B,), the limits aside."""

    def evaluate(self, values: Values) -> Evaluated:
        """Return the likelihood at some points."""


@dataclass(frozen=True)
class Method:
    """How a posterior was computed, and how well.

    Attributes
    ----------
    draws
        Points of the prior, or nodes.
    steps
        Temperatures from the prior to the posterior; 0 for other methods.
    solved
        Points at which the likelihood was computed, all temperatures together.
    failed
        Share of the prior at which play could not be computed.
    several
        Share of the posterior without proof that the response is the only one.
    crossed
        Points whose branch met another one exactly.
    error
        Standard error of the logarithm of the evidence; of quadrature a bound estimated from fewer nodes.
    ess
        Effective sample of the posterior; None for quadrature.
    disagreement
        Standard errors by which the logarithm of the evidence differs from that of the reweighted prior; None but for
        `smc`.
    """

    name: MethodName
    draws: int
    seed: int
    steps: int
    solved: int
    failed: float
    several: float
    crossed: int
    error: float
    ess: float | None
    disagreement: float | None = None


@dataclass(frozen=True, eq=False)
class Weighted:
    """Points of a prior, with weights and the likelihood.

    Attributes
    ----------
    values
        The unknowns' values at N points.
    prior : (N,)
        Weights of the points under the (restricted) prior, which sum to 1.
    evaluated
        The likelihood there.
    times : (O,)
        How many plays each observation is.
    scores : (C, N)
        Mean, within what a point stands for, of the independent normal scores that the unknowns are functions of.
    score_covariances : (C, C, N) or None
        Their covariances within what a point stands for; None where points are draws.
    score_of : (C,)
        The unknown that each score belongs to.
    cells : {path: (2, N)} or None
        Of quadrature: the ends, as probabilities of the restricted prior, of the part of an unknown's range that each
        point stands for; of a direction in two dimensions, of the angle's. Words and other choices have none. None
        where points are draws.
    distributions
        The restricted prior of each unknown, by path; `given` that is no limit aside.
    allowed
        Whether points belong to the restricted prior, as the likelihood has it; None where all do.
    """

    values: Values
    prior: FloatArray
    evaluated: Evaluated
    times: FloatArray
    scores: FloatArray
    score_covariances: FloatArray | None
    score_of: Sequence[str]
    cells: Mapping[str, FloatArray] | None
    method: Method
    distributions: Mapping[str, Distribution] = field(default_factory=dict)
    allowed: Callable[[Values], BoolArray] | None = None

    def __len__(self) -> int:
        return len(self.prior)

    @cached_property
    def log_prior(self) -> FloatArray:
        """Logarithm of the weights under the prior, with each profile of types, (K, N)."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.prior) + self.evaluated.log_kinds)

    @cached_property
    def log_likelihood(self) -> FloatArray:
        """Logarithm of the likelihood of all observations, (K, N)."""
        return self.log_likelihood_of(self.times)

    def log_likelihood_of(self, times: FloatArray) -> FloatArray:
        """Return the logarithm of the likelihood of so many plays of each observation, (O,): (K, N)."""
        played = times > 0
        return np.asarray(np.tensordot(times[played], self.evaluated.log[played], axes=1))

    @cached_property
    def log_evidence(self) -> float:
        """Logarithm of the evidence Z of all observations, of the same points."""
        return log_sum(self.log_prior + self.log_likelihood)

    @cached_property
    def joint(self) -> FloatArray:
        """Weights under the posterior, with each profile of types, (K, N); they sum to 1."""
        joint = np.exp(self.log_prior + self.log_likelihood - self.log_evidence)
        return np.asarray(joint / joint.sum())  # of very many plays the logarithms leave rounding errors

    @cached_property
    def posterior(self) -> FloatArray:
        """Weights of the points under the posterior, (N,)."""
        return np.asarray(self.joint.sum(axis=0))


def summed(places: IndexArray, weights: FloatArray, count: int) -> FloatArray:
    """Return the sum of the weights at each of some places."""
    return np.asarray(np.bincount(places, weights, count), dtype=float)


def log_sum(logarithms: FloatArray) -> float:
    """Return the logarithm of the sum of numbers given by theirs; minus infinity for a sum of nothing but zeros.

    Examples
    --------
    >>> bool(log_sum(np.array([-1000.0, -1000.0])) == -1000 + np.log(2))
    True
    """
    greatest = float(logarithms.max(initial=-np.inf))
    if not np.isfinite(greatest):
        return greatest
    return greatest + float(np.log(np.exp(logarithms - greatest).sum()))


def log_sum_of_rows(logarithms: FloatArray) -> FloatArray:
    """Return the logarithms of sums over the first axis of numbers given by theirs; minus infinity for zeros.

    Examples
    --------
    >>> log_sum_of_rows(np.log([[0.25, 0.5], [0.25, 0.25]])).round(3).tolist() == np.log([0.5, 0.75]).round(3).tolist()
    True
    """
    greatest = logarithms.max(axis=0)
    base = np.where(np.isfinite(greatest), greatest, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(base + np.log(np.exp(logarithms - base).sum(axis=0)))
