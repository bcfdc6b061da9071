"""Where the logit path from uniform play leads as rationality grows without bound.

The limit is a Nash equilibrium, and for almost all games a unique one [1]_. It is extrapolated, in floats, from the
last decades of the path.

.. [1] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.logit.correspondence import Chart, first_chart
from powergame.equilibrium.logit.path import as_profile, path, too_large
from powergame.equilibrium.types import Profile, distance
from powergame.model.game import Game

FAR_ENOUGH, FARTHEST = 1e-7, 1e-25
"""sigma below which the limit may have been reached, and sigma at which the path ends though play still changes. Payoff
differences of 2^-40 = 1e-12 change play visibly below the first."""

DECADE = 9.0
"""Ratio of sigma between the places from which the limit is extrapolated; the longest step makes 10."""

SETTLED = 1e-9
"""Change of the extrapolated probabilities over a decade of sigma, below which the limit has been reached."""

ACCURATE, SAFETY = 1e-8, 10
"""Error, in probability, of a limit that has been reached; and ratio of other limits' errors to their change over a
decade of sigma."""

SMALL_REGRET = 1e-5
"""Regret, in ranges of the actor's payoffs, above which the path is not near an equilibrium yet."""

ROUNDING_OF_SUMS = 2**-30
"""Sum of a row's payoffs, relative to that of their sizes, that may be rounding: only then it is computed exactly."""

NEAR, APPROACHING = 1e-3, 1.01
"""Probability within which a slow limit, such as one reached like 1 / log(lambda), counts as approached; and ratio by
which its distance must still shrink over a decade of sigma."""


@dataclass(frozen=True)
class Limit:
    """The end of the logit path.

    Attributes
    ----------
    profile
        In floats, extrapolated to infinite rationality; rungs that die out have 0.
    before
        The same extrapolation a decade of sigma earlier.
    reason
        Why the limit was not reached, if it was not.
    finished
        Whether the path was followed as far as it can be, to where nobody gains by other play, settled or not.
    """

    profile: tuple[tuple[float, ...], ...]
    before: tuple[tuple[float, ...], ...]
    reason: str = ""
    finished: bool = True

    @property
    def accuracy(self) -> float:
        """Greatest distance, in probability, between the limit and `profile`."""
        return ACCURATE + SAFETY * distance(self.profile, self.before)

    def approaches(self, profile: Profile) -> bool:
        """Whether the path seems to lead to a profile."""
        far = distance(profile, self.profile)
        return far <= self.accuracy or (far <= NEAR and distance(profile, self.before) > APPROACHING * far)


def logit_limit(game: Game, deadline: Deadline = NO_DEADLINE) -> Limit:
    """Follow the principal branch until play has settled.

    Parameters
    ----------
    game
        Any; games that are `too_large` are refused in the result's `reason`.

    Raises
    ------
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    Noisy players of the stag hunt end with the hare, which is safe:

    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> logit_limit(game).profile
    ((0.0, 1.0), (0.0, 1.0))
    """
    uniform = tuple((1 / size,) * size for size in game.shape)
    if refused := too_large(game):
        return Limit(uniform, uniform, refused, finished=False)
    chart = first_chart(game, deadline)
    if chart.scale == 0 or _stays_uniform(chart):
        return Limit(uniform, uniform)
    marks: list[_Mark] = []
    finished, far_steps = False, 0
    for place in path(chart, deadline):
        while marks and marks[-1].sigma < place.sigma:  # the branch turned back
            marks.pop()
        marks.append(_Mark(place.sigma, place.strategies))
        if place.sigma < FAR_ENOUGH:
            far_steps += 1
            now, before = _extrapolated(marks)
            settled = _change(now, before) < SETTLED and _regret(chart, place.strategies) < SMALL_REGRET
            crawls = sum(mark.sigma < DECADE * place.sigma for mark in marks) > budgets.LOGIT_CRAWL
            finished = settled or crawls or place.sigma < FARTHEST
            if finished or far_steps > budgets.LOGIT_FAR_STEPS:
                break
    now, before = _extrapolated(marks)
    living = _without_dying(now, before)
    end = Limit(as_profile(chart.profile(living)), as_profile(chart.profile(before)), finished=finished)
    if _regret(chart, living) > SMALL_REGRET:
        return replace(end, reason="the logit path could not be followed to its end", finished=False)
    if end.accuracy > SAFETY * NEAR:
        return replace(end, reason="the logit path has not settled where it could be followed to")
    return end


def _stays_uniform(chart: Chart) -> bool:
    """Whether each actor's rungs pay exactly the same against uniform play.

    That is then the response to itself at every rationality. Where the branch crosses others, rounding might leave it.
    """
    rows = [row for table in chart.tables for row in table]
    roughly = all(abs(row.sum()) <= ROUNDING_OF_SUMS * np.abs(row).sum() for row in rows)
    return roughly and all(math.fsum(row.tolist()) == 0 for row in rows)


@dataclass(frozen=True, eq=False)
class _Mark:
    """A place on the path: sigma, and each group's strategy."""

    sigma: float
    strategies: list[FloatArray]


def _extrapolated(marks: Sequence[_Mark]) -> tuple[list[FloatArray], list[FloatArray]]:
    """Extrapolate play to sigma = 0, linearly, from the last decade of the path and from the decade before."""
    places = [marks[-1]]
    for place in reversed(marks):
        if len(places) < 3 and place.sigma >= DECADE * places[-1].sigma:
            places.append(place)
    while len(places) < 3:
        places.append(marks[0])
    p, q, r = (place.strategies for place in places)
    s, t, u = (place.sigma for place in places)
    return _line(p, s, q, t), _line(q, t, r, u)


def _line(p: list[FloatArray], s: float, q: list[FloatArray], t: float) -> list[FloatArray]:
    if t <= s:
        return p
    ends = (np.maximum(a + (a - b) * s / (t - s), 0) for a, b in zip(p, q, strict=True))
    return [end / end.sum() for end in ends]


def _change(p: Sequence[FloatArray], q: Sequence[FloatArray]) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(p, q, strict=True))


def _without_dying(now: list[FloatArray], before: list[FloatArray]) -> list[FloatArray]:
    """Return play without the rungs whose probabilities tend to 0."""
    accuracy = ACCURATE + SAFETY * _change(now, before)
    living = []
    for p, q in zip(now, before, strict=True):
        dying = (p <= accuracy) | ((p <= NEAR) & (q > APPROACHING * p))
        living.append(np.where(dying, 0.0, p) if not dying.all() else p)
    return [p / p.sum() for p in living]


def _regret(chart: Chart, p: list[FloatArray]) -> float:
    """Return the greatest regret, in ranges of the actor's payoffs."""
    worth = chart.split(chart.worth(np.concatenate(p)))
    regrets = (float(replies.max() - replies @ strategy) for replies, strategy in zip(worth, p, strict=True))
    return max(regret / (range_ or 1.0) for regret, range_ in zip(regrets, chart.ranges, strict=True))
