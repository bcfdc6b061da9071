"""Likelihoods by formula, with posteriors in closed form."""

from __future__ import annotations

import numpy as np

from powergame.posterior.types import Evaluated
from powergame.priors.distributions import Truncated

UNIFORM = Truncated("uniform", 0.0, 1.0)
NORMAL = Truncated("normal", 0.0, 1.0)


class Formula:
    """A likelihood of O observations, each a function of the unknowns' values, or of each of K private types.

    `log` gives (O, B) or (O, K, B), or (B,) where there is one observation.
    """

    def __init__(self, distributions, log, times=(1.0,), limits=None, given=None, kinds=(1.0,)):
        self.distributions = distributions
        self.times = np.array(times, dtype=float)
        self.limits = limits or {}
        self._log, self._given, self._kinds = log, given, kinds

    def allowed(self, values):
        count = len(next(iter(values.values())))
        return np.ones(count, dtype=bool) if self._given is None else self._given(values)

    def evaluate(self, values):
        count = len(next(iter(values.values())))
        assert self.allowed(values).all(), "it is asked about allowed points only"
        log = np.asarray(self._log(values), dtype=float).reshape(len(self.times), len(self._kinds), count)
        kinds = np.repeat(np.log(self._kinds)[:, None], count, axis=1)
        none = np.zeros(count, dtype=bool)
        return Evaluated(log, kinds, np.isneginf(log).all(axis=(0, 1)), none, none)


def beta_binomial(successes, failures):
    """Return the likelihood of a share of which nothing is known beforehand; its posterior is a beta distribution."""
    return Formula(
        {"share": UNIFORM},
        lambda values: [np.log(values["share"]), np.log1p(-values["share"])],
        times=(successes, failures),
    )


def normals(count, mean, sd):
    """Return the likelihood of means that are measured with an error, and the logarithm of its evidence."""
    paths = [f"x{k}" for k in range(count)]
    scale = np.log(sd * np.sqrt(2 * np.pi))

    def log(values):
        return sum(-(((values[path] - mean) / sd) ** 2) / 2 - scale for path in paths)

    evidence = -(mean**2) / 2 / (1 + sd**2) - np.log(2 * np.pi * (1 + sd**2)) / 2
    return Formula(dict.fromkeys(paths, NORMAL), log), count * evidence
