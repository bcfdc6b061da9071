"""Equilibria of games of rounds and private types as they are shown: what is played and believed in each history."""

from __future__ import annotations

from dataclasses import dataclass

ByActor = tuple[float, ...]
"""A number for each actor."""

ByType = tuple[tuple[float, ...], ...]
"""A number for each type of each actor."""


@dataclass(frozen=True)
class TreeNames:
    """The names in a game tree.

    Attributes
    ----------
    types
        For each actor its types; ``known`` alone for one without private types.
    private
        For each actor whether it has private types.
    rungs
        For each actor its rungs, the same in all rounds.
    seeks
        For each actor which of its rungs seek power.
    """

    actors: tuple[str, ...]
    types: tuple[tuple[str, ...], ...]
    private: tuple[bool, ...]
    rungs: tuple[tuple[str, ...], ...]
    seeks: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True)
class SidesTaken:
    """The side that a type of a defender takes where nothing but its beliefs binds it.

    Attributes
    ----------
    rungs
        The rung that each actor played.
    sides
        Sides and their probabilities: leaders' names, or `powergame.scenario.types.STATUS_QUO`.
    tied
        Whether the two best sides are worth the same, up to 1e-9.
    view
        The actor and type in whose eyes this is so; None for all whose numbers are the scenario's.
    """

    rungs: tuple[str, ...]
    actor: str
    type: str
    sides: tuple[tuple[str, float], ...]
    tied: bool
    view: tuple[str, str] | None = None


@dataclass(frozen=True)
class JointMove:
    """Rungs that are played together in a history, and what comes of it.

    Attributes
    ----------
    rungs
        Each actor's.
    probability
        By the scenario's own numbers, once the history is reached.
    war
        The probability of war, once these are played.
    """

    rungs: tuple[str, ...]
    probability: float
    war: float


@dataclass(frozen=True)
class HistoryPlay:
    """A history: what led to it, and what is played and believed there.

    Attributes
    ----------
    after
        The rungs of each round past, each actor's.
    round
        From 1.
    reached
        The probability that it is reached, by the scenario's own numbers.
    power
        What each actor has, in shares of all power at the start.
    beliefs
        What is believed of each actor's types.
    play
        For each actor, for each type, the probability of each rung.
    beliefs_after
        For each actor, for each rung, what is believed of its types once the rung is seen, played or not.
    regret
        The greatest gain of one other move there, siding included.
    moves
        The rungs that are played together there with a positive probability.
    """

    after: tuple[tuple[str, ...], ...]
    round: int
    reached: float
    power: ByActor
    beliefs: ByType
    play: tuple[tuple[tuple[float, ...], ...], ...]
    beliefs_after: tuple[tuple[tuple[float, ...], ...], ...]
    siding: tuple[SidesTaken, ...]
    regret: float
    moves: tuple[JointMove, ...]


@dataclass(frozen=True)
class TreeEquilibrium:
    """An equilibrium of a game of rounds and private types.

    Attributes
    ----------
    selected
        Whether the logit path from uniform play leads here.
    method
        `logit`, `pure` or `exact`: who found it.
    regret, plan_regret
        The greatest gain of one other move, and of another plan, at any information set.
    consistent
        `sequential` where Bayes' rule, which was checked, is all that this takes; else `bayes`.
    war, destroyed
        The probability of war, and the expected fraction of all power destroyed, in the whole game.
    """

    selected: bool
    method: str
    pure: bool
    regret: float
    plan_regret: float
    consistent: str
    payoffs: ByType
    war: float
    destroyed: float
    histories: tuple[HistoryPlay, ...]
