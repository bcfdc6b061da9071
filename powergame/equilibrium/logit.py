"""Quantal response: the principal branch of the logit correspondence, followed from uniform play.

At rationality lambda every rung is played in proportion to exp(lambda * its expected payoff), all actors consistent
[1]_. The branch that starts at uniform play (lambda = 0) is followed by predictor and corrector in arc length, so that
it may turn back in lambda on its way [2]_.

The unknowns are y_ir = u_ir - u_i0, how much better each rung is than the actor's first one, and
sigma = 1 / (1 + lambda), payoffs scaled to a range of 1. Both stay bounded as lambda grows, and a branch that tends
to a mixed equilibrium has y linear in sigma there, so that few steps lead to any rationality.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
.. [2] Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium
   correspondence. Games and Economic Behavior 51.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.equilibrium.expected import rung_payoffs
from powergame.model.game import FloatArray, Game

MAX_ENTRIES = 60_000
"""Actors x profiles up to which the branch is followed: 12 actors with 2 rungs, in some seconds."""

MAX_STEPS = 3_000
MAX_CORRECTIONS = 8

FIRST_STEP, LONGEST_STEP, SHORTEST_STEP = 0.05, 0.9, 1e-7
"""In the branch's own length, where 1 is a change of log-odds, or of log-sigma, of 1. A step of 0.9 straight
towards sigma = 0 divides it by 10."""

CORRECTED = 1e-10
"""A correction (in that length) after which Newton's method has converged: the next would be its square."""

ROUNDING = 1e-13
"""Of payoffs scaled to a range of 1. Log-odds are payoffs / sigma: corrections below ROUNDING / sigma are rounding error."""

FAR_CORRECTION = 0.03
"""A first correction longer than this may have left the branch: the step is halved."""

BENT = 0.97
"""Cosine between two tangents: less, and the step went round too sharp a bend."""


@dataclass(frozen=True)
class LogitPoint:
    """A quantal response on the principal branch.

    Attributes
    ----------
    rationality
        lambda, in units of 1 / payoff.
    profile
        A mixed strategy for each actor.
    residual
        max over i, r of |p_ir - softmax(lambda u_i)_r|, recomputed from the payoffs.
    steps
        Along the branch.
    converged
        Whether the point was reached; if not, `reason` says why, and the rest is where the path broke off.
    """

    rationality: float
    profile: tuple[tuple[float, ...], ...]
    residual: float
    steps: int
    converged: bool = True
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Place:
    """A point on the branch, on payoffs scaled to a range of 1.

    Attributes
    ----------
    z : (N + 1,)
        The unknowns: y, and sigma last.
    tangent : (N + 1,)
        The way on, of length 1 in the branch's own metric.
    step
        How long the next step may be.
    """

    z: FloatArray
    tangent: FloatArray
    step: float = FIRST_STEP

    @property
    def sigma(self) -> float:
        """1 / (1 + lambda)."""
        return float(self.z[-1])


class Branch:
    """The logit correspondence of one game, as equations, with their derivatives."""

    def __init__(self, game: Game) -> None:
        n = len(game.actors)
        self.gains = []
        for i in range(n):
            first = game.payoffs[i].take([0], axis=i)
            self.gains.append(game.payoffs[i] - first)
        self.scale = max(float(np.abs(gain).max()) for gain in self.gains)
        self.constant = self.scale == 0
        if not self.constant:
            self.gains = [gain / self.scale for gain in self.gains]
        ends = np.cumsum([size - 1 for size in game.shape]).tolist()
        self.parts = [slice(end - size + 1, end) for end, size in zip(ends, game.shape, strict=True)]
        self.unknowns = ends[-1]
        self.shape = game.shape

    def strategies(self, z: FloatArray) -> list[FloatArray]:
        """Return p_i = softmax(lambda (0, y_i))."""
        rationality = (1 - z[-1]) / z[-1]
        found = []
        for part in self.parts:
            exponents = np.concatenate(([0.0], rationality * z[part]))
            weights = np.exp(exponents - exponents.max())
            found.append(weights / weights.sum())
        return found

    def equations(self, z: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the residuals (N,), their derivatives (N, N + 1), and the metric's weights (N + 1,) at a point."""
        sigma, p = float(z[-1]), self.strategies(z)
        rationality = (1 - sigma) / sigma
        residuals = z[:-1].copy()
        derivatives = np.zeros((self.unknowns, self.unknowns + 1))
        derivatives[:, :-1] = np.eye(self.unknowns)
        weights = np.empty(self.unknowns + 1)
        weights[-1] = 1 / sigma**2
        n = len(p)
        for j in range(n):
            mean = float(p[j][1:] @ z[self.parts[j]])
            spread = np.diag(p[j]) - np.outer(p[j], p[j])
            by_y, by_rationality = (
                rationality * spread[:, 1:],
                p[j] * (np.concatenate(([0.0], z[self.parts[j]])) - mean),
            )
            weights[self.parts[j]] = rationality**2 * spread.diagonal()[1:]
            for i in range(n):
                if i != j and len(p[i]) > 1:
                    slopes = rung_payoffs(self.gains[i], p, i, but=j)[1:]
                    derivatives[self.parts[i], self.parts[j]] = -slopes @ by_y
                    derivatives[self.parts[i], -1] += slopes @ by_rationality / sigma**2
        for i in range(n):
            residuals[self.parts[i]] -= rung_payoffs(self.gains[i], p, i)[1:]
        return residuals, derivatives, weights

    def start(self) -> Place:
        """Return uniform play, lambda = 0, with the way towards higher rationality."""
        z = np.zeros(self.unknowns + 1)
        z[-1] = 1.0
        residuals, _, _ = self.equations(z)
        z[:-1] -= residuals
        towards = np.zeros(self.unknowns + 1)
        towards[-1] = -1.0
        return Place(z, self.tangent(z, towards))

    def tangent(self, z: FloatArray, before: FloatArray) -> FloatArray:
        """Return the branch's direction at a point, on from the direction before."""
        _, derivatives, weights = self.equations(z)
        border = np.append(np.zeros(self.unknowns), 1.0)
        direction = np.linalg.solve(np.vstack([derivatives, before * weights]), border)
        return np.asarray(direction / math.sqrt(float((direction**2 * weights).sum())))

    def corrected(self, z: FloatArray, normal: FloatArray, length: FloatArray) -> FloatArray | None:
        """Return the point of the branch in the hyperplane through z, by Newton's method, or None.

        Parameters
        ----------
        normal
            Of the hyperplane.
        length
            The metric's weights by which corrections are measured.
        """
        last, enough = math.inf, CORRECTED + ROUNDING / float(z[-1])
        for k in range(MAX_CORRECTIONS):
            residuals, derivatives, _ = self.equations(z)
            system = np.vstack([derivatives, normal])
            try:
                correction = np.linalg.solve(system, np.append(residuals, 0.0))
            except np.linalg.LinAlgError:
                return None
            far = math.sqrt(float((correction**2 * length).sum()))
            if not far < (FAR_CORRECTION if k == 0 else last):
                return None
            z = z - correction
            if not 0 < z[-1] <= 1:
                return None
            if far < enough:
                return z
            last = far
        return None

    def on(self, place: Place) -> Place | None:
        """Return the next place along the branch, or None where no step is short enough."""
        _, _, weights = self.equations(place.z)
        step = place.step
        while step > SHORTEST_STEP:
            found = self.corrected(place.z + step * place.tangent, place.tangent * weights, weights)
            if found is not None:
                tangent = self.tangent(found, place.tangent)
                _, _, there = self.equations(found)
                straight = float((tangent * place.tangent * np.sqrt(weights * there)).sum())
                if straight > BENT:
                    return Place(found, tangent, min(LONGEST_STEP, step * (1.6 if straight > 0.99 else 1.0)))
            step /= 2
        return None

    def at_sigma(self, before: Place, behind: Place, sigma: float) -> FloatArray | None:
        """Return the point between two neighbouring places whose sigma is given, or None."""
        part = (before.sigma - sigma) / (before.sigma - behind.sigma)
        guess = before.z + part * (behind.z - before.z)
        guess[-1] = sigma
        normal = np.zeros(self.unknowns + 1)
        normal[-1] = 1.0
        _, _, weights = self.equations(guess)
        return self.corrected(guess, normal, weights)


def path(branch: Branch) -> Iterator[Place]:
    """Yield places along the principal branch, from uniform play on, as long as it can be followed."""
    place: Place | None = branch.start()
    for _ in range(MAX_STEPS):
        if place is None:
            return
        yield place
        place = branch.on(place)


def quantal_response(game: Game, rationality: float) -> LogitPoint:
    """Return the quantal response on the principal branch at a rationality.

    Parameters
    ----------
    game
        Up to `MAX_ENTRIES` payoffs.
    rationality
        lambda >= 0, finite. Where the branch turns back and passes a lambda several times, its first passage answers.

    Returns
    -------
    LogitPoint
    """
    if game.payoffs.size > MAX_ENTRIES:
        return _uniform(game, f"the game has more than {MAX_ENTRIES:,} payoffs")
    branch = Branch(game)
    if branch.constant or rationality == 0:
        return replace(_uniform(game, ""), rationality=rationality, converged=True)
    goal = 1 / (1 + rationality * branch.scale)
    before, steps = branch.start(), 0
    while steps < MAX_STEPS:
        behind = branch.on(before)
        steps += 1
        if behind is None:
            return _point(game, branch, before.z, steps, "no step is short enough")
        if behind.sigma <= goal:
            found = branch.at_sigma(before, behind, goal)
            if found is not None:
                return _point(game, branch, found, steps, "")
            before = replace(before, step=min(before.step, behind.step) / 4)
            if before.step < SHORTEST_STEP:
                return _point(game, branch, before.z, steps, "the branch passes the rationality in a bend")
        else:
            before = behind
    return _point(game, branch, before.z, steps, f"more than {MAX_STEPS} steps")


def residual(game: Game, rationality: float, profile: Sequence[Sequence[float]]) -> float:
    """Return how far a profile is from its own logit response, max |p_ir - softmax(lambda u_i)_r|."""
    p = [np.array(strategy) for strategy in profile]
    worst = 0.0
    for i, own in enumerate(p):
        u = rung_payoffs(game.payoffs[i], p, i)
        weights = np.exp(rationality * (u - u.max()))
        worst = max(worst, float(np.abs(own - weights / weights.sum()).max()))
    return worst


def _uniform(game: Game, reason: str) -> LogitPoint:
    profile = tuple((1 / size,) * size for size in game.shape)
    return LogitPoint(0.0, profile, 0.0, 0, False, reason)


def _point(game: Game, branch: Branch, z: FloatArray, steps: int, reason: str) -> LogitPoint:
    rationality = float((1 - z[-1]) / z[-1] / branch.scale)
    profile = tuple(tuple(strategy.tolist()) for strategy in branch.strategies(z))
    return LogitPoint(rationality, profile, residual(game, rationality, profile), steps, not reason, reason)
