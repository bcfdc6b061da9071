"""What another solver's list has of the exact one.

Other solvers answer in floats, and in degenerate games with whichever points of a component they come upon. A point
is counted for what it is: an extreme equilibrium, another point of a component, or no equilibrium.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from powergame.equilibrium.expected import arrays
from powergame.equilibrium.types import Equilibrium, Profile
from powergame.model.game import Game

SAME_PROFILE = 1e-7
"""Probabilities nearer than this are one solver's and another's view of the same equilibrium."""

ACCEPTED_REGRET = 1e-9
"""Of another solver's point, in each actor's range of payoffs; more, and it is no equilibrium."""

IN_PLAY = 1e-9
"""A float probability above this is of a rung that is played."""


@dataclass(frozen=True)
class Agreement:
    """What another solver's list has of a complete list of extreme equilibria.

    Attributes
    ----------
    found
        For each extreme equilibrium, whether it is in the other list.
    inside
        The other list's further equilibria, and the component that each is in.
    """

    found: tuple[bool, ...]
    inside: tuple[tuple[Profile, int], ...]

    @property
    def all_found(self) -> bool:
        """Whether every extreme equilibrium is in the other list."""
        return all(self.found)


def agreement(game: Game, equilibria: Sequence[Equilibrium], candidates: Sequence[Profile]) -> Agreement:
    """Compare another solver's list with all extreme equilibria of a game of two actors.

    Parameters
    ----------
    equilibria
        All extreme ones, exact.
    candidates
        The other solver's, in floats or fractions.
    """
    hit: set[int] = set()
    inside: list[tuple[Profile, int]] = []
    for candidate in candidates:
        far, nearest = min((distance(e.profile, candidate), k) for k, e in enumerate(equilibria))
        if far < SAME_PROFILE:
            hit.add(nearest)
        elif all(distance(known, candidate) >= SAME_PROFILE for known, _ in inside):
            component = _component(game, equilibria, candidate)
            if component is not None:
                inside.append((candidate, component))
    return Agreement(tuple(k in hit for k in range(len(equilibria))), tuple(inside))


def distance(a: Profile, b: Profile) -> float:
    """Return the greatest difference of any probability."""
    pairs = ((p, q) for mine, theirs in zip(a, b, strict=True) for p, q in zip(mine, theirs, strict=True))
    return max(abs(float(p) - float(q)) for p, q in pairs)


def _component(game: Game, equilibria: Sequence[Equilibrium], candidate: Profile) -> int | None:
    """Return the component that a point is in, or None if it is no equilibrium.

    An equilibrium (x, y) is connected by equilibria with every extreme one (u, v) that plays no rung that (x, y) does
    not, and against whose strategies all rungs of (x, y) are best replies; if u, v are vertices of the least faces
    that x, y are in, they are such.
    """
    if not _regret(game, candidate) <= ACCEPTED_REGRET:  # so that what is no number is refused too
        return None
    support = [{r for r, p in enumerate(strategy) if p > IN_PLAY} for strategy in candidate]
    for e in equilibria:
        played = [{r for r, p in enumerate(strategy) if p > 0} for strategy in e.profile]
        within = all(own <= more for own, more in zip(played, support, strict=True))
        if within and all(support[i] <= _best_replies(game, e.profile, i) for i in (0, 1)):
            return e.component
    return None


def _regret(game: Game, candidate: Profile) -> float:
    """Return the greatest regret, each actor's payoffs scaled to [0, 1]."""
    x, y = arrays(candidate)
    (A, B), (a, b) = game.payoffs, (float(np.ptp(table)) or 1.0 for table in game.payoffs)
    mine, theirs = A @ y, x @ B
    return max(float(mine.max() - x @ mine) / a, float(theirs.max() - theirs @ y) / b)


def _best_replies(game: Game, profile: Profile, i: int) -> set[int]:
    """Return actor i's best replies to an exact strategy of the other actor, exactly."""
    table = game.exact[i] if i == 0 else game.exact[i].T
    against = [Fraction(p) for p in profile[1 - i]]
    worth = [sum((x * p for x, p in zip(row, against, strict=True)), Fraction(0)) for row in table]
    return {r for r, x in enumerate(worth) if x == max(worth)}
