"""What the search for pure equilibria makes: continuations of belief states, and the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from powergame.arrays import FloatArray, IndexArray
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.pure.strategies import Belief

Joint = tuple[int, ...]
"""A rung of each actor."""

Beliefs = tuple[Belief, ...]
"""What is believed of each actor."""


@dataclass(frozen=True, eq=False)
class Sequel:
    """What comes after everybody's rungs at a history: the sides taken in a war, and what follows in peace.

    Attributes
    ----------
    values
        For each actor (T_i,): what this is worth to each type beyond `Round.now`.
    sides
        For each chooser of the rungs' siding (E, T_k): the side it takes; empty where there is none.
    then
        What follows in the next round; None where nothing does.
    """

    values: tuple[FloatArray, ...]
    sides: tuple[IndexArray, ...]
    then: TreeContinuation | None


@dataclass(frozen=True, eq=False)
class Sequels:
    """All that may come after everybody's rungs, given what is then believed.

    Attributes
    ----------
    ways
        Each way; none where no equilibrium follows.
    most, least : (T_1 + ... + T_n,)
        The most, and the least, that it may be worth to each type of each actor; 0 where there is no way.
    """

    ways: tuple[Sequel, ...]
    most: FloatArray
    least: FloatArray


@dataclass(frozen=True, eq=False)
class TreeContinuation:
    """An equilibrium of all that follows a history, given what is believed there.

    Attributes
    ----------
    round, history
        Where it starts.
    play
        For each actor, for each type, its rung.
    values
        For each actor (T_i,): what each type expects.
    after
        For each actor, for each rung: what is believed once it is seen.
    outcomes
        What comes after everybody's rungs; nothing is said where no war's sides depend on beliefs and nothing follows.
    """

    round: int
    history: int
    play: tuple[tuple[int, ...], ...]
    values: tuple[FloatArray, ...]
    after: tuple[tuple[Belief, ...], ...]
    outcomes: Mapping[Joint, Sequel]


@dataclass(frozen=True, eq=False)
class PureFound:
    """Equilibria in pure strategies.

    Attributes
    ----------
    assessments
        Each differs from the others in what types believed possible play, or in the sides they take, at histories
        reached; with beliefs, and play elsewhere, that support it.
    complete
        Whether these are proven to be all.
    limited
        What cut the search short.
    """

    assessments: tuple[Assessment, ...]
    complete: bool
    limited: Limited | None
