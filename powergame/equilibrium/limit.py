"""Selection: the equilibrium to which the logit path from uniform play leads.

The principal branch's limit as rationality grows without bound is a Nash equilibrium, and for almost all games a unique
one (McKelvey & Palfrey 1995). It is found in floats, and then matched to the certified list or made exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.equilibrium.certificate import certify
from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.logit import MAX_ENTRIES, Branch, Place, path
from powergame.equilibrium.polish import exact_strategies, nearest_member, polished
from powergame.equilibrium.types import Equilibrium, Profile, Solution
from powergame.model.game import FloatArray, Game

FAR_ENOUGH = 1e-7
"""sigma at which the limit may have been reached; the path goes on while play still changes."""

SETTLED = 1e-6
"""Change of probabilities over the last factor of 10 in sigma, below which play has settled."""

SMALL_REGRET = 1e-5
"""Relative to the actor's range of payoffs: more, and the path has not come near an equilibrium yet."""

NEAR = 1e-3
"""Distance in probability within which a listed equilibrium is the limit; others must be twice as far."""

MAX_COMPONENT = 400
"""Extreme equilibria of a convex component up to which the limit is looked for inside it."""


@dataclass(frozen=True)
class Limit:
    """The end of the logit path: its profile in floats, and, if it was not reached, the reason."""

    profile: tuple[tuple[float, ...], ...]
    reason: str = ""


def logit_limit(game: Game) -> Limit:
    """Follow the principal branch until play has settled.

    Parameters
    ----------
    game
        Up to `logit.MAX_ENTRIES` payoffs; larger ones are refused in the result's `reason`.
    """
    uniform = tuple((1 / size,) * size for size in game.shape)
    if game.payoffs.size > MAX_ENTRIES:
        return Limit(uniform, f"the game has more than {MAX_ENTRIES:,} payoffs, too many to follow the logit path")
    branch = Branch(game)
    if branch.constant:
        return Limit(uniform)
    marks: list[Place] = []
    for place in path(branch):
        while marks and marks[-1].sigma < place.sigma:  # the branch turned back
            marks.pop()
        marks.append(place)
        if place.sigma < FAR_ENOUGH and _settled(game, branch, marks):
            return Limit(_profile(branch, place.z))
    return Limit(_profile(branch, marks[-1].z), "the logit path could not be followed to its end")


def _profile(branch: Branch, z: FloatArray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(strategy.tolist()) for strategy in branch.strategies(z))


def _settled(game: Game, branch: Branch, marks: Sequence[Place]) -> bool:
    now = marks[-1]
    before = next((place for place in reversed(marks) if place.sigma >= 9 * now.sigma), marks[0])
    p, q = branch.strategies(now.z), branch.strategies(before.z)
    if max(float(np.abs(a - b).max()) for a, b in zip(p, q, strict=True)) > SETTLED:
        return False
    for i, own in enumerate(p):
        span = float(np.ptp(game.payoffs[i]))
        replies = rung_payoffs(game.payoffs[i], p, i)
        if float(replies.max() - replies @ own) > SMALL_REGRET * span:
            return False
    return True


def select(game: Game, solution: Solution) -> Solution:
    """Return the solution with the limit of the logit path selected.

    Parameters
    ----------
    solution
        Of the same game. A list that is proven to hold one equilibrium needs no path. Otherwise the listed
        equilibrium that the limit approaches is selected; where the limit lies inside a convex component, the point
        itself is inserted before the component's other members, exact where it can be made so; with three and more
        actors a limit that is not in the list is inserted at its end.

    Returns
    -------
    Solution
        With one equilibrium selected, or none and a note that says why.
    """
    if solution.complete and len(solution.equilibria) == 1:
        return _selected(solution, 0)
    limit = logit_limit(game)
    if limit.reason:
        return replace(solution, notes=(*solution.notes, f"no equilibrium is selected: {limit.reason}"))
    near = _nearest(solution.equilibria, limit)
    if near is not None:
        return _selected(solution, near)
    point = _inside(game, solution, limit)
    if point is not None:
        return _inserted(solution, *point)
    return _outside(game, solution, limit)


def _selected(solution: Solution, k: int) -> Solution:
    chosen = (replace(e, selected=j == k) for j, e in enumerate(solution.equilibria))
    return replace(solution, equilibria=tuple(chosen))


def _nearest(equilibria: Sequence[Equilibrium], limit: Limit) -> int | None:
    """Return the listed equilibrium that the limit is at, if it is clearly at one."""
    far = sorted((_distance(e.profile, limit.profile), k) for k, e in enumerate(equilibria))
    if not far or far[0][0] > NEAR or (len(far) > 1 and far[1][0] < 2 * far[0][0]):
        return None
    return far[0][1]


def _distance(a: Profile, b: Profile) -> float:
    return max(float(np.abs(x - y).max()) for x, y in zip(arrays(a), arrays(b), strict=True))


def _inside(game: Game, solution: Solution, limit: Limit) -> tuple[Equilibrium, int] | None:
    """Return the member of a convex component nearest to the limit, and the place of the component's first member."""
    best: tuple[float, Profile, int] | None = None
    for subset in solution.convex:
        if not 1 < len(subset) <= MAX_COMPONENT:
            continue
        members = [exact_strategies(solution.equilibria[k].profile) for k in subset]
        sides = [
            nearest_member(sorted({member[i] for member in members}), limit.profile[i]) for i in range(len(game.actors))
        ]
        profile = tuple(side for side in sides if side is not None)
        if len(profile) == len(sides):
            far = _distance(profile, limit.profile)
            if far <= NEAR and (best is None or far < best[0]):
                best = far, profile, subset[0]
    if best is None:
        return None
    point = certify(game, best[1], ("logit",))
    return replace(point, component=solution.equilibria[best[2]].component), best[2]


def _inserted(solution: Solution, point: Equilibrium, at: int) -> Solution:
    """Return the solution with one more equilibrium, selected, before the one at a place."""
    listed = solution.equilibria
    equilibria = (*listed[:at], replace(point, selected=True), *listed[at:])
    convex = tuple(tuple(k + (k >= at) for k in subset) for subset in solution.convex)
    return replace(solution, equilibria=equilibria, convex=convex)


def _outside(game: Game, solution: Solution, limit: Limit) -> Solution:
    """Add a limit that is in no listed component, where the list is not complete, as a new equilibrium."""
    if solution.complete:
        note = "no equilibrium is selected: the logit path ends near none of the list"
        return replace(solution, notes=(*solution.notes, note))
    point = certify(game, polished(game, limit.profile), ("logit",))
    component = 1 + max((e.component for e in solution.equilibria), default=-1)
    added = _inserted(solution, replace(point, component=component), len(solution.equilibria))
    return replace(added, convex=(*added.convex, (len(solution.equilibria),)))
