"""Equilibria with their certificates, and a game's solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from powergame.equilibrium.budgets import Limited

Probability: TypeAlias = Fraction | float
Profile: TypeAlias = tuple[tuple[Probability, ...], ...]
"""Probabilities of each actor's rungs; fractions from the exact solver, floats from the others."""

ZERO, ONE = Fraction(0), Fraction(1)
"""Probabilities. Most rungs of long ladders have the first: that it is one object makes them quick to pass over."""


def in_play(strategy: Sequence[Probability]) -> list[tuple[int, Probability]]:
    """Return the rungs in play, each with its probability: few of what may be thousands."""
    return [(r, p) for r, p in enumerate(strategy) if p is not ZERO and p > 0]


def distance(a: Profile, b: Profile) -> float:
    """Return the greatest difference between two profiles' probabilities."""
    strategies = zip(a, b, strict=True)
    pairs = ((p, q) for of_a, of_b in strategies for p, q in zip(of_a, of_b, strict=True))
    return max(abs(float(p) - float(q)) for p, q in pairs)


UNSELECTED = "no equilibrium is selected"
"""Beginning of the note that says why none is."""


@dataclass(frozen=True)
class Equilibrium:
    """A certified equilibrium.

    Attributes
    ----------
    profile
        For each actor the probability of each of its rungs.
    payoffs
        (n,) expected payoffs, in the game's units.
    regret
        max_i (best reply payoff - payoff), recomputed from the payoffs; 0 exactly where the profile is exact.
    component
        Number of the connected set of equilibria that it is in, from 0, in the order of the list.
    found_by
        Names of the solvers that list it.
    selected
        Whether the logit path from uniform play leads here.
    """

    profile: Profile
    payoffs: tuple[float, ...]
    regret: float
    component: int = 0
    found_by: tuple[str, ...] = ()
    selected: bool = False

    @property
    def pure(self) -> bool:
        """Whether every actor plays one rung for certain."""
        return all(p is ZERO or p in (0, 1) for strategy in self.profile for p in strategy)

    @property
    def exact(self) -> bool:
        """Whether all probabilities are fractions."""
        return not any(isinstance(p, float) for strategy in self.profile for p in strategy)


@dataclass(frozen=True)
class Solution:
    """A game's known equilibria, and whether these are all.

    Attributes
    ----------
    equilibria
        With two actors the extreme equilibria (every other is a convex combination within a convex component),
        in an order that depends on the game only. The selected equilibrium is among them.
    convex
        The maximal convex components (maximal Nash subsets), each by the indices of its extreme equilibria;
        a point inside a component that is listed because it was selected is in no tuple.
    complete
        Whether the list is proven to hold every equilibrium (every extreme one).
    degenerate
        Whether some mixed strategy has more pure best replies than it has rungs in play (two actors: proven;
        more: seen at a listed equilibrium).
    solver, version
        The method that made the list.
    notes
        Sentences for the user: equilibria that another solver lost, a bound that was exceeded.
    warnings
        Sentences that say why the list is in doubt: wherever verdicts are shown, these are shown first.
    list_limited
        What cut the list short: the budget of `steps`, the same on every machine, or the `time` limit; None where
        nothing did.
    later_limited
        What cut short the work that follows on the list, such as the selection of an equilibrium.
    """

    equilibria: tuple[Equilibrium, ...]
    convex: tuple[tuple[int, ...], ...]
    complete: bool
    degenerate: bool
    solver: str
    version: str
    notes: tuple[str, ...] = ()
    list_limited: Limited | None = None
    warnings: tuple[str, ...] = ()
    later_limited: Limited | None = None

    @property
    def limited(self) -> Limited | None:
        """What cut the work short; the last of it, where several did."""
        return self.later_limited or self.list_limited
