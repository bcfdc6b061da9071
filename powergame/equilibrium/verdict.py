"""Verdicts: who seeks power in every equilibrium, in none, or it depends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from powergame.equilibrium.types import Equilibrium
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName


@dataclass(frozen=True)
class Seeking:
    """An actor's probability of seeking power: over all equilibria, and in the selected one (None without one)."""

    least: float
    greatest: float
    selected: float | None


Verdicts: TypeAlias = tuple[VerdictName, ...]
"""One for each actor."""

CERTAIN = 1e-9
"""Probabilities nearer to 0 or 1 are 0 or 1: what floating-point solvers leave. Exact ones are not affected."""


def seeking_rungs(scenario: Scenario) -> tuple[tuple[bool, ...], ...]:
    """Return for each actor which of its rungs seek power."""
    return tuple(tuple(rung.seeks for rung in scenario.ladder_of(actor)) for actor in scenario.actors)


def seeking(seeks: Sequence[bool], i: int, equilibria: Sequence[Equilibrium]) -> Seeking:
    """Return how likely actor i is to seek power, over a list of equilibria.

    The probability is linear in i's own strategy, so over a convex component it is least and greatest at
    extreme equilibria: a complete list of these is enough.
    """
    chances = [_snap(float(sum(p for p, s in zip(e.profile[i], seeks, strict=True) if s))) for e in equilibria]
    selected = next((c for c, e in zip(chances, equilibria, strict=True) if e.selected), None)
    return Seeking(min(chances), max(chances), selected)


def verdict(found: Seeking) -> VerdictName:
    """Return `always`, `never` or `depends`."""
    if found.least == 1:
        return "always"
    return "never" if found.greatest == 0 else "depends"


def verdicts(equilibria: Sequence[Equilibrium], seeks: Sequence[Sequence[bool]]) -> Verdicts:
    """Return everybody's verdict over a list of equilibria; `depends` for all where the list is empty."""
    if not equilibria:
        return tuple("depends" for _ in seeks)
    return tuple(verdict(seeking(mine, i, equilibria)) for i, mine in enumerate(seeks))


def _snap(p: float) -> float:
    if p < CERTAIN:
        return 0.0
    return 1.0 if p > 1 - CERTAIN else p
