"""Select the equilibrium to which the logit path from uniform play leads.

The principal branch's limit, as rationality grows without bound, is a Nash equilibrium, and for almost all games a
unique one [1]_. It is computed in floats, and then matched to the certified list or made exact.

.. [1] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.certificate import certify
from powergame.equilibrium.expected import arrays
from powergame.equilibrium.logit.correspondence import Chart, first_chart
from powergame.equilibrium.logit.path import as_profile, path, too_large
from powergame.equilibrium.logit.steps import BranchPoint
from powergame.equilibrium.logit.polish import exact_strategies, members_near, polished, simple_fractions
from powergame.equilibrium.types import UNSELECTED, Equilibrium, Profile, Solution
from powergame.errors import TimeLimitError
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

NEAR, APPROACHING = 1e-3, 1.01
"""Probability within which a slow limit, such as one reached like 1 / log(lambda), counts as approached; and ratio by
which its distance must still shrink over a decade of sigma."""

CERTAIN_REGRET = 1e-9
"""Regret, in ranges of payoffs, above which a note says that an equilibrium is approximate."""


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
    """

    profile: tuple[tuple[float, ...], ...]
    before: tuple[tuple[float, ...], ...]
    reason: str = ""

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
        Up to `budgets.LOGIT_ENTRIES` payoffs; larger games are refused in the result's `reason`.

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
        return Limit(uniform, uniform, refused)
    chart = first_chart(game)
    if chart.scale == 0:
        return Limit(uniform, uniform)
    marks: list[BranchPoint] = []
    for place in path(chart, deadline):
        while marks and marks[-1].sigma < place.sigma:  # the branch turned back
            marks.pop()
        marks.append(place)
        if place.sigma < FAR_ENOUGH:
            now, before = _extrapolated(marks)
            settled = _change(now, before) < SETTLED and _regret(chart, place.strategies) < SMALL_REGRET
            crawls = sum(mark.sigma < DECADE * place.sigma for mark in marks) > budgets.LOGIT_CRAWL
            if settled or crawls or place.sigma < FARTHEST:
                break
    now, before = _extrapolated(marks)
    living = _without_dying(now, before)
    end = Limit(as_profile(chart.profile(living)), as_profile(chart.profile(before)))
    if _regret(chart, living) > SMALL_REGRET or end.accuracy > SAFETY * NEAR:
        return replace(end, reason="the logit path could not be followed to its end")
    return end


def _extrapolated(marks: Sequence[BranchPoint]) -> tuple[list[FloatArray], list[FloatArray]]:
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


def select(game: Game, solution: Solution, deadline: Deadline = NO_DEADLINE) -> Solution:
    """Return the solution with the limit of the logit path selected.

    Parameters
    ----------
    solution
        The solution of this game. A complete list of one equilibrium needs no path. Otherwise the listed equilibrium
        that the limit approaches is selected. A limit inside a convex component is inserted before the component's
        other members, exact if possible. With three and more actors a limit outside the list is inserted at its end.

    Returns
    -------
    Solution
        With one equilibrium selected, or none and a note that says why.

    Examples
    --------
    >>> from powergame.equilibrium.nash.find import find_equilibria
    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> [(e.payoffs, e.selected) for e in select(game, find_equilibria(game, "exact")).equilibria]
    [((4.0, 4.0), False), ((3.0, 3.0), True), ((3.0, 3.0), False)]
    """
    if solution.complete and len(solution.equilibria) == 1:
        return _selected(solution, 0)
    try:
        limit = logit_limit(game, deadline)
    except TimeLimitError as error:
        return replace(_unselected(solution, str(error)), limited="time")
    if limit.reason:
        return _unselected(solution, limit.reason)
    near = _nearest(solution.equilibria, limit)
    if near is not None:
        return _selected(solution, near)
    work = Work(budgets.POLISHING_ENTRIES, deadline)
    point = _inside(game, solution, limit, work)
    if point is not None:
        return _inserted(solution, *point)
    if work.limited and solution.complete:
        why = "there are too many equilibria to match the end of the logit path"
        return replace(_unselected(solution, why), limited=work.limited)
    return _outside(game, solution, limit)


def _unselected(solution: Solution, reason: str) -> Solution:
    return replace(solution, notes=(*solution.notes, f"{UNSELECTED}: {reason}"))


def _selected(solution: Solution, k: int) -> Solution:
    chosen = (replace(e, selected=j == k) for j, e in enumerate(solution.equilibria))
    return replace(solution, equilibria=tuple(chosen))


def _nearest(equilibria: Sequence[Equilibrium], limit: Limit) -> int | None:
    """Return the index of the listed equilibrium at the limit, or None where that is not clear."""
    if not equilibria:
        return None
    listed = np.array([np.concatenate(arrays(e.profile)) for e in equilibria])
    far = np.abs(listed - np.concatenate(limit.profile)).max(axis=1)
    first = int(far.argmin())
    others = np.delete(far, first)
    if not limit.approaches(equilibria[first].profile) or (others < 2 * far[first]).any():
        return None
    return first


def distance(a: Profile, b: Profile) -> float:
    """Return the largest difference between two profiles' probabilities."""
    return _change(arrays(a), arrays(b))


def _inside(game: Game, solution: Solution, limit: Limit, work: Work) -> tuple[Equilibrium, int] | None:
    """Return the member of a convex component nearest to the limit, and the index of the component's first member."""
    best: tuple[float, Equilibrium, int] | None = None
    for subset in solution.convex:
        if len(subset) == 1:
            continue
        sides = []
        for i, played in enumerate(limit.profile):
            vertices = {solution.equilibria[k].profile[i] for k in subset}
            if not work.spend(len(vertices) * len(played) * min(len(vertices), len(played))):
                return None if best is None else best[1:]
            sides.append(members_near(sorted(exact_strategies(tuple(vertices))), played, limit.accuracy))
        for profile in zip(*sides, strict=False):  # no profile if a side is empty
            far = distance(profile, limit.profile)
            if (best is not None and far >= best[0]) or not (limit.approaches(profile) or far <= 2 * limit.accuracy):
                continue
            point = certify(game, profile, ("logit",))
            if point.regret == 0 and all(p >= 0 for strategy in profile for p in strategy):
                best = far, replace(point, component=solution.equilibria[subset[0]].component), subset[0]
                break
    return None if best is None else best[1:]


def _inserted(solution: Solution, point: Equilibrium, at: int) -> Solution:
    """Insert a selected equilibrium into the solution, at an index of the list."""
    listed = solution.equilibria
    equilibria = (*listed[:at], replace(point, selected=True), *listed[at:])
    convex = tuple(tuple(k + (k >= at) for k in subset) for subset in solution.convex)
    return replace(solution, equilibria=equilibria, convex=convex)


def _outside(game: Game, solution: Solution, limit: Limit) -> Solution:
    """Add a limit outside all listed components as a new equilibrium, unless the list is complete."""
    if solution.complete:
        return _unselected(solution, "the logit path ends near none of the listed equilibria")
    candidates = (polished(game, limit.profile), *simple_fractions(limit.profile, limit.accuracy), limit.profile)
    points = [certify(game, profile, ("logit",)) for profile in candidates]
    point = min(points, key=lambda e: e.regret)
    component = 1 + max((e.component for e in solution.equilibria), default=-1)
    added = _inserted(solution, replace(point, component=component), len(solution.equilibria))
    notes = solution.notes
    if point.regret > CERTAIN_REGRET * float(np.ptp(game.payoffs)):
        notes = (*notes, f"the selected equilibrium is approximate: its regret is {point.regret:.1e}")
    return replace(added, convex=(*added.convex, (len(solution.equilibria),)), notes=notes)
