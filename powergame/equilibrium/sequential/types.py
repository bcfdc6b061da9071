"""Equilibria of a game tree with their certificates, and what is known of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from powergame.arrays import FloatArray
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.sequential.assessment import Assessment

Method = Literal["logit", "pure", "exact"]
Consistency = Literal["bayes", "sequential"]


@dataclass(frozen=True, eq=False)
class Certified:
    """An assessment, and how far it is from an equilibrium.

    Attributes
    ----------
    assessment
        What is played and believed.
    beliefs
        For each round, for each actor, (H, T_i): what is believed of it at each history.
    payoffs
        For each actor (T_i,): what each type expects at the start.
    gains
        For each round (H,): the greatest gain of one other move at an information set of the history, siding included.
    regret
        The greatest of the gains: at no information set, reached or not, one other move is better by more.
    relative_regret
        The greatest of the gains, each relative to the range of what the type can get, where that is above 1.
    plan_regret
        The greatest gain of another plan for all that follows, at any information set.
    bayes_error
        The greatest difference between a belief and Bayes' rule, wherever some type believed possible plays the rung.
    tied
        For each round, for each siding, for each chooser, (E, H, T_k): how much more the best side is worth than the
        next best.
    consistent
        `sequential` where two types an actor, or two rounds (siding is one), make Bayes' rule all there is to check.
    method
        Who found it first.
    selected
        Whether the logit path from uniform play leads here.
    component
        Number of the connected set of equilibria that it is in, from 0, where all are known; else its own.
    """

    assessment: Assessment
    beliefs: tuple[tuple[FloatArray, ...], ...]
    payoffs: tuple[FloatArray, ...]
    gains: tuple[FloatArray, ...]
    regret: float
    relative_regret: float
    plan_regret: float
    bayes_error: float
    tied: tuple[tuple[tuple[FloatArray, ...], ...], ...]
    consistent: Consistency
    method: Method
    selected: bool = False
    component: int = 0

    @property
    def pure(self) -> bool:
        """Whether every type plays one rung for certain at every information set, and takes one side."""
        assessment = self.assessment
        of_rounds = (array for each in assessment.play for array in each)
        of_sides = (array for each in assessment.sides for siding in each for array in siding)
        return all(bool(((array == 0) | (array == 1)).all()) for arrays in (of_rounds, of_sides) for array in arrays)


@dataclass(frozen=True)
class PureList:
    """How many equilibria in pure strategies were found, that differ where they are played.

    Attributes
    ----------
    complete
        Whether these are proven to be all.
    """

    count: int
    complete: bool


@dataclass(frozen=True, eq=False)
class TreeSolution:
    """A game tree's known equilibria.

    Attributes
    ----------
    equilibria
        The selected one first; then the others, in an order that depends on the game only. Under quantal response, the
        response alone.
    complete
        Whether the list is proven to hold every equilibrium (every extreme one).
    pure
        None where pure ones were not looked for.
    steps
        Steps of the logit path.
    notes
        Sentences for the user.
    problems
        Why the answer is not of the promised quality; empty where it is.
    limited
        What cut the work short.
    convex
        Where all equilibria are known: the maximal convex components, each by the indices of its extreme equilibria;
        a point inside a component that is listed because it was selected is in none.
    degenerate
        Whether some mixed strategy is seen to have more best replies than it has rungs in play.
    """

    equilibria: tuple[Certified, ...]
    complete: bool
    pure: PureList | None
    steps: int = 0
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    limited: Limited | None = None
    convex: tuple[tuple[int, ...], ...] = ()
    degenerate: bool = False

    @property
    def selected(self) -> Certified | None:
        """The selected equilibrium; None where the path led to none."""
        return next((each for each in self.equilibria if each.selected), None)
