"""Moves of particles in normal scores: preconditioned Crank-Nicolson steps [1]_ about the particles' own mean [2]_.

A step leaves a normal distribution as it is, so that only the likelihood, and how far the particles are from normal,
decides whether it is taken. This distribution has the particles' mean and covariance.

References
----------
.. [1] Cotter, S. L., Roberts, G. O., Stuart, A. M. & White, D. (2013). MCMC methods for functions. Statistical Science
   28.
.. [2] Rudolf, D. & Sprungk, B. (2018). On a generalization of the preconditioned Crank-Nicolson Metropolis algorithm.
   Foundations of Computational Mathematics 18.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.deadline import Deadline
from powergame.posterior.coordinates import Unknown, values_at
from powergame.posterior.methods.reweight import Draws, evaluated_draws
from powergame.posterior.types import Likelihood

ACCEPTED = 0.3
"""Share of steps that are taken, to which their length is adapted."""

WIDER = 1.3
"""Variance of the normal distribution, in that of the particles."""

FORGOTTEN = 0.1
"""Correlation of particles with where they started that is left after their moves, at most."""

FEWEST, MOST = 3, 60
"""Moves at each temperature."""

LEAST_STEP = 1e-4
"""Length of a step at least; 1 forgets where it started."""


@dataclass(frozen=True, eq=False)
class Moved:
    """Particles after their moves.

    Attributes
    ----------
    draws
        Where they are.
    step
        Length of the last step, with which to go on.
    solved
        Points at which the likelihood was computed.
    """

    draws: Draws
    step: float
    solved: int


def move(
    likelihood: Likelihood,
    unknowns: Sequence[Unknown],
    start: Draws,
    temperature: float,
    step: float,
    random: np.random.Generator,
    deadline: Deadline,
) -> Moved:
    """Return particles moved until they have forgotten where they started.

    Parameters
    ----------
    start
        Particles from the prior weighed by the likelihood to the power of the temperature.
    step
        Length of the first step.
    """
    count, width = start.scores.shape
    mean, root = start.scores.mean(axis=0), _root(start.scores)
    first = np.linalg.solve(root, (start.scores - mean).T).T
    draws, at, solved = start, first, 0
    for moves in range(1, MOST + 1):
        there = np.sqrt(1 - step**2) * at + step * random.standard_normal((count, width))
        proposed = mean + there @ root.T
        allowed = np.broadcast_to(likelihood.allowed(values_at(unknowns, proposed)), count)
        looked = np.flatnonzero(allowed)
        taken = 0.0
        if len(looked):
            new = evaluated_draws(likelihood, unknowns, proposed[looked], deadline)
            solved += len(looked)
            odds = _target(new.log, temperature, new.scores, there[looked])
            odds = odds - _target(draws.log[looked], temperature, draws.scores[looked], at[looked])
            accepted = np.log(random.random(len(looked))) < odds
            at = _replaced(at, looked[accepted], there[looked[accepted]])
            draws = _with(draws, looked[accepted], new, accepted)
            taken = float(accepted.sum()) / count
        step = float(np.clip(step * np.exp(taken - ACCEPTED), LEAST_STEP, 1.0))
        if moves >= FEWEST and _correlation(first, at) < max(FORGOTTEN, 3 / np.sqrt(count)):
            break
    return Moved(draws, step, solved)


def _root(scores: FloatArray) -> FloatArray:
    """Return a root of the covariance of the normal distribution, lower triangular."""
    count, width = scores.shape
    covariance = np.atleast_2d(np.cov(scores.T)) + np.eye(width) / count
    return np.asarray(np.linalg.cholesky(WIDER * covariance))


def _target(log: FloatArray, temperature: float, scores: FloatArray, at: FloatArray) -> FloatArray:
    """Return the logarithm of the density that is aimed at, over that of the normal distribution."""
    return np.asarray(temperature * log - ((scores**2).sum(axis=1) - (at**2).sum(axis=1)) / 2)


def _correlation(first: FloatArray, last: FloatArray) -> float:
    """Return the largest correlation of a coordinate before and after."""
    a, b = first - first.mean(axis=0), last - last.mean(axis=0)
    scale = np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
    return float((np.abs((a * b).sum(axis=0)) / np.where(scale > 0, scale, 1.0)).max())


def _replaced(old: np.ndarray, places: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return an array with other rows at some places."""
    changed = old.copy()
    changed[places] = new
    return changed


def _with(draws: Draws, places: np.ndarray, new: Draws, chosen: BoolArray) -> Draws:
    """Return draws with those chosen of others at some places."""
    other = new.evaluated.part(chosen)
    return Draws(
        _replaced(draws.scores, places, new.scores[chosen]),
        {path: _replaced(column, places, new.values[path][chosen]) for path, column in draws.values.items()},
        draws.evaluated.changed(places, other),
        _replaced(draws.log, places, new.log[chosen]),
    )
