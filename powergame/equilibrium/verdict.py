"""Verdicts: whether an actor seeks power in every equilibrium, in none, or in some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from powergame.equilibrium.types import ZERO, Equilibrium, Probability
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName


@dataclass(frozen=True)
class Seeking:
    """An actor's probability of seeking power over all equilibria, and in the selected one (None if there is none)."""

    least: float
    greatest: float
    selected: float | None


Verdicts: TypeAlias = tuple[VerdictName, ...]
"""Verdicts of all actors, in their order."""

CERTAIN = 1e-9
"""Probability that floating-point solvers may leave beside 0 or 1; nearer ones count as 0 or 1."""


def seeking_rungs(scenario: Scenario) -> tuple[tuple[bool, ...], ...]:
    """Return whether each rung of each actor seeks power."""
    return tuple(tuple(rung.seeks for rung in scenario.ladder_of(actor)) for actor in scenario.actors)


def seeking(seeks: Sequence[bool], i: int, equilibria: Sequence[Equilibrium]) -> Seeking:
    """Return actor i's probability of seeking power over a list of equilibria.

    The probability is linear in i's own strategy, so over a convex component it is least and greatest at
    extreme equilibria: a complete list of these is enough.

    Examples
    --------
    Chicken, where driving straight seeks power:

    >>> import numpy as np
    >>> from powergame.equilibrium.nash.find import find_equilibria
    >>> from powergame.model.game import Game
    >>> row = np.array([[3.0, 2.0], [4.0, 1.0]])
    >>> game = Game(("row", "column"), (("swerve", "straight"),) * 2, np.array([row, row.T]))
    >>> seeking((False, True), 0, find_equilibria(game).equilibria)
    Seeking(least=0.0, greatest=1.0, selected=None)
    """
    chances = seeking_in_each(seeks, i, equilibria)
    selected = next((c for c, e in zip(chances, equilibria, strict=True) if e.selected), None)
    return Seeking(min(chances), max(chances), selected)


def seeking_in_each(seeks: Sequence[bool], i: int, equilibria: Sequence[Equilibrium]) -> list[float]:
    """Return actor i's probability of seeking power in each equilibrium."""
    rungs = [r for r, s in enumerate(seeks) if s]
    return [snapped(_chance([e.profile[i][r] for r in rungs])) for e in equilibria]


def verdict(chances: Seeking) -> VerdictName:
    """Return `always`, `never` or `depends`.

    Examples
    --------
    >>> verdict(Seeking(1.0, 1.0, None)), verdict(Seeking(0.0, 0.0, None)), verdict(Seeking(0.0, 0.5, None))
    ('always', 'never', 'depends')
    """
    if chances.least == 1:
        return "always"
    return "never" if chances.greatest == 0 else "depends"


def verdicts(equilibria: Sequence[Equilibrium], seeks: Sequence[Sequence[bool]]) -> Verdicts:
    """Return every actor's verdict over a list of equilibria; `depends` for all if the list is empty."""
    if not equilibria:
        return tuple("depends" for _ in seeks)
    return tuple(verdict(seeking(seeks_of_i, i, equilibria)) for i, seeks_of_i in enumerate(seeks))


def _chance(chances: Sequence[Probability]) -> float:
    """Return the sum of probabilities, most of them 0: fractions take long to add."""
    played = [p for p in chances if p is not ZERO]
    return float(played[0] if len(played) == 1 else sum(played))


def snapped(p: float) -> float:
    """Return a probability; 0 or 1 where it is as near as floating-point solvers leave it."""
    if p < CERTAIN:
        return 0.0
    return 1.0 if p > 1 - CERTAIN else p
