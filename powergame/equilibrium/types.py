"""What a solver finds, and what is certified of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Probability: TypeAlias = Fraction | float
Profile: TypeAlias = tuple[tuple[Probability, ...], ...]
"""A mixed strategy for each actor. Exact (`Fraction`) from the exact solver, floats from the others."""


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
        Which connected set of equilibria it belongs to, from 0, in the order of the list.
    found_by
        The solvers that found it, of those that were asked.
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
        return all(p in (0, 1) for strategy in self.profile for p in strategy)


@dataclass(frozen=True)
class Solution:
    """All that is known of a game's equilibria.

    Attributes
    ----------
    equilibria
        With two actors the extreme equilibria (every other is a convex combination within a convex component);
        in an order that depends on the game only. The selected one is among them.
    convex
        The maximal convex components (maximal Nash subsets), each by the indices of its extreme equilibria;
        a point inside a component that is listed because it was selected is in no tuple.
    complete
        Whether the list is proven to hold every equilibrium (every extreme one).
    degenerate
        Whether some mixed strategy has more pure best replies than it has rungs in play (two actors: proven;
        more: seen at a listed equilibrium).
    solver, version
        The method that the list comes from.
    notes
        What the user should know: what another solver lost, which bound was exceeded.
    """

    equilibria: tuple[Equilibrium, ...]
    convex: tuple[tuple[int, ...], ...]
    complete: bool
    degenerate: bool
    solver: str
    version: str
    notes: tuple[str, ...] = ()
