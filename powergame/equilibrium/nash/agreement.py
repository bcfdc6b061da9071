"""Compare another solver's list with the exact one.

Other solvers answer in floats, and in degenerate games with arbitrary points of a component. Each point counts as an
extreme equilibrium, as another point of a component, or as no equilibrium.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.expected import arrays
from powergame.equilibrium.types import Equilibrium, Profile, distance
from powergame.model.game import Game

SAME_PROFILE = 1e-7
"""Probability by which two solvers' floats for one equilibrium may differ."""

ACCEPTED_REGRET = 1e-9
"""Regret, in ranges of the actor's payoffs, above which another solver's point is no equilibrium."""

IN_PLAY = 1e-9
"""Probability, in floats, above which a rung is played."""


@dataclass(frozen=True)
class Agreement:
    """Another solver's list beside a complete list of extreme equilibria.

    Attributes
    ----------
    listed
        Whether each extreme equilibrium is in the other list.
    inside
        The other list's further equilibria, each with its component.
    """

    listed: tuple[bool, ...]
    inside: tuple[tuple[Profile, int], ...]

    @property
    def all_listed(self) -> bool:
        """Whether every extreme equilibrium is in the other list."""
        return all(self.listed)


def agreement(
    game: Game, equilibria: Sequence[Equilibrium], candidates: Sequence[Profile], deadline: Deadline = NO_DEADLINE
) -> Agreement:
    """Compare another solver's list with all extreme equilibria of a game of two actors.

    Parameters
    ----------
    equilibria
        All extreme equilibria, exact.
    candidates
        The other solver's profiles, in floats or fractions.

    Raises
    ------
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    A list that lacks two of the stag hunt's three equilibria:

    >>> from powergame.equilibrium.nash.find import find_equilibria
    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> agreement(game, find_equilibria(game, "exact").equilibria, [((1.0, 0.0), (1.0, 0.0))]).listed
    (True, False, False)
    """
    hit: set[int] = set()
    inside: list[tuple[Profile, int]] = []
    listed = np.array([np.concatenate(arrays(e.profile)) for e in equilibria])
    for candidate in candidates:
        deadline.check("two solvers' lists were compared")
        apart = np.abs(listed - np.concatenate(arrays(candidate))).max(axis=1)
        nearest = int(apart.argmin())
        if apart[nearest] < SAME_PROFILE:
            hit.add(nearest)
        elif all(distance(known, candidate) >= SAME_PROFILE for known, _ in inside):
            component = _component(game, equilibria, candidate)
            if component is not None:
                inside.append((candidate, component))
    return Agreement(tuple(k in hit for k in range(len(equilibria))), tuple(inside))


def _component(game: Game, equilibria: Sequence[Equilibrium], candidate: Profile) -> int | None:
    """Return the component that a point is in, or None if it is no equilibrium.

    Equilibria connect (x, y) with an extreme equilibrium (u, v) under two conditions: (u, v) plays only rungs that
    (x, y) plays, and all rungs of (x, y) are best replies to u and v. Both hold if u and v are vertices of the least
    faces that contain x and y.
    """
    if not _regret(game, candidate) <= ACCEPTED_REGRET:  # a regret that is not a number is refused too
        return None
    support = [{r for r, p in enumerate(strategy) if p > IN_PLAY} for strategy in candidate]
    for e in equilibria:
        played = [{r for r, p in enumerate(strategy) if p > 0} for strategy in e.profile]
        within = all(rungs <= more for rungs, more in zip(played, support, strict=True))
        if within and all(support[i] <= _best_replies(game, e.profile, i) for i in (0, 1)):
            return e.component
    return None


def _regret(game: Game, candidate: Profile) -> float:
    """Return the greatest regret, in ranges of the actor's payoffs."""
    x, y = arrays(candidate)
    (A, B), (a, b) = game.payoffs, (float(np.ptp(table)) or 1.0 for table in game.payoffs)
    first, second = A @ y, x @ B
    return max(float(first.max() - x @ first) / a, float(second.max() - second @ y) / b)


def _best_replies(game: Game, profile: Profile, i: int) -> set[int]:
    """Return actor i's best replies to an exact strategy of the other actor, exactly."""
    table = game.exact[i] if i == 0 else game.exact[i].T
    against = [Fraction(p) for p in profile[1 - i]]
    worth = [sum((x * p for x, p in zip(row, against, strict=True)), Fraction(0)) for row in table]
    return {r for r, x in enumerate(worth) if x == max(worth)}
