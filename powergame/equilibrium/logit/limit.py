"""Select the equilibrium to which the logit path from uniform play leads.

The path's limit, in floats, is matched to the certified list or made exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.certificate import certify
from powergame.equilibrium.expected import arrays
from powergame.equilibrium.logit.end import Limit, logit_limit
from powergame.equilibrium.logit.polish import exact_strategies, members_near, polished, simple_fractions
from powergame.equilibrium.types import UNSELECTED, Equilibrium, Solution, distance
from powergame.errors import TimeLimitError
from powergame.model.game import Game

CERTAIN_REGRET = 1e-9
"""Regret, in ranges of payoffs, above which a note says that an equilibrium is approximate."""


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
        return replace(unselected(solution, str(error)), later_limited="time")
    return unselected(solution, limit.reason) if limit.reason else matched(game, solution, limit, deadline)


def matched(game: Game, solution: Solution, limit: Limit, deadline: Deadline = NO_DEADLINE) -> Solution:
    """Return the solution with a limit that was reached selected, as `select` does."""
    near = _nearest(solution.equilibria, limit)
    if near is not None:
        return _selected(solution, near)
    work = Work(budgets.POLISHING_ENTRIES, deadline)
    point = _inside(game, solution, limit, work)
    if point is not None:
        return _inserted(solution, *point)
    if work.limited and solution.complete:
        why = "there are too many equilibria to match the end of the logit path"
        return replace(unselected(solution, why), later_limited=work.limited)
    return _outside(game, solution, limit)


def unselected(solution: Solution, reason: str) -> Solution:
    """Return the solution with a note that says why no equilibrium of it is selected."""
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
        near = any(limit.approaches(e.profile) for e in solution.equilibria)
        several = "several of the listed equilibria, which are too near each other to tell one"
        return unselected(solution, f"the logit path ends near {several if near else 'none of the listed equilibria'}")
    candidates = (polished(game, limit.profile), *simple_fractions(limit.profile, limit.accuracy), limit.profile)
    points = [certify(game, profile, ("logit",)) for profile in candidates]
    point = min(points, key=lambda e: e.regret)
    note = f"the selected equilibrium is approximate: its regret is {point.regret:.1e}"
    return inserted_last(solution, point, note if point.regret > CERTAIN_REGRET * float(np.ptp(game.payoffs)) else "")


def inserted_last(solution: Solution, point: Equilibrium, note: str = "") -> Solution:
    """Select an equilibrium, which is added to the list if it is not on it, and add a note."""
    solution = replace(solution, notes=(*solution.notes, note)) if note else solution
    for k, listed in enumerate(solution.equilibria):
        if listed.profile == point.profile:
            return _selected(solution, k)
    component = 1 + max((e.component for e in solution.equilibria), default=-1)
    added = _inserted(solution, replace(point, component=component), len(solution.equilibria))
    return replace(added, convex=(*added.convex, (len(solution.equilibria),)))
