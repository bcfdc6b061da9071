"""The tree of histories as cards: each with power, beliefs and play; ends with beliefs, sides taken, and war."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from powergame.analysis.rounds.result import HistoryPlay, JointMove, TreeEquilibrium, TreeNames
from powergame.report.documents.deception.beliefs import Histories
from powergame.report.documents.deception.words import AT_FIRST, SEEN_LITTLE, side_in_words

MOST_HISTORIES = 16
"""Histories at most that have a card, the likeliest; of all with those that are not reached, twice as many."""


@dataclass(frozen=True)
class Row:
    """A row of a card.

    Attributes
    ----------
    actor
        The place of the actor whose colour it has; -1 for none.
    belief
        The bar's length, and the number beside it; None for no bar.
    seeks
        The probability of seeking power, as a filled part of a square; None for no square.
    lead
        Words before what is done.
    does
        What is done, and with which probability.
    """

    name: str
    actor: int
    belief: float | None = None
    seeks: float | None = None
    lead: str = ""
    does: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Card:
    """A history, or an end of the game.

    Attributes
    ----------
    head, reached
        What was played last, and how probable it is that this is reached.
    power
        What each actor has, in shares of all power at the start; empty at an end.
    rows
        Types with what is believed of them and what they play, sides taken, and war.
    onward
        What may follow.
    """

    head: str
    reached: float
    power: tuple[float, ...]
    rows: tuple[Row, ...]
    onward: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Tree:
    """The cards of an equilibrium.

    Attributes
    ----------
    first
        The card of the beginning.
    most
        The greatest sum of power in any history that has a card.
    omitted
        How many histories that are reached have none.
    """

    first: Card
    most: float
    omitted: int


@dataclass(frozen=True)
class _Scene:
    """What all cards have in common; `kept` are the histories that have one."""

    names: TreeNames
    equilibrium: TreeEquilibrium
    kept: frozenset[tuple[tuple[str, ...], ...]]


def cards(names: TreeNames, equilibrium: TreeEquilibrium, histories: Histories = "reached") -> Tree:
    """Return the cards of an equilibrium, of the histories that are reached or of all."""
    every = [history for history in equilibrium.histories if histories == "all" or history.reached]
    most = MOST_HISTORIES if histories == "reached" else 2 * MOST_HISTORIES
    ranked = sorted(every, key=lambda history: (-history.reached, len(history.after)))[:most]
    kept = frozenset(history.after for history in ranked)
    omitted = sum(1 for history in every if history.reached and history.after not in kept)
    scene = _Scene(names, equilibrium, kept)
    first = replace(_card(scene, equilibrium.histories[0], (), AT_FIRST), head=AT_FIRST)
    return Tree(first, max(sum(history.power) for history in ranked), omitted)


def _card(scene: _Scene, history: HistoryPlay, before: tuple[Row, ...], head: str) -> Card:
    rows = (*before, *_played(scene.names, history))
    return Card(head, history.reached, history.power, rows, tuple(_onward(scene, history)))


def _onward(scene: _Scene, history: HistoryPlay) -> Iterator[Card]:
    """Yield what may follow a history: further ones, and ends."""
    children = {
        other.after[-1]: other
        for other in scene.equilibrium.histories
        if len(other.after) == len(history.after) + 1 and other.after[:-1] == history.after
    }
    made = {move.rungs: move for move in history.moves}
    for rungs in dict.fromkeys((*made, *children)):
        move, child = made.get(rungs), children.get(rungs)
        war = move.war if move is not None else 0.0
        if child is not None and child.after in scene.kept:
            yield _card(scene, child, (Row("or war", -1, war),) if war else (), ", ".join(rungs))
        elif move is not None and (child is None or not child.reached):
            reached = history.reached * move.probability
            if reached >= SEEN_LITTLE:
                news = (*_believed(scene.names, history, move), *_sides(scene.names, history, move))
                end = (Row("war", -1, war),) if war else ()
                yield Card(", ".join(rungs), reached, (), (*news, *end))


def _played(names: TreeNames, history: HistoryPlay) -> Iterator[Row]:
    """Yield a row for each type that may be there: what is believed of it, and what it plays."""
    for i, actor in enumerate(names.actors):
        for t, kind in enumerate(names.types[i]):
            if not history.beliefs[i][t] or len(names.rungs[i]) == 1:
                continue
            play = history.play[i][t]
            seeks = sum(p for p, is_seeking in zip(play, names.seeks[i], strict=True) if is_seeking)
            belief = history.beliefs[i][t] if names.private[i] else None
            name = _called(names, i, kind) if names.private[i] else actor
            yield Row(name, i, belief, seeks, does=_in_short(names.rungs[i], play, names.seeks[i]))


def _called(names: TreeNames, i: int, kind: str) -> str:
    return kind if sum(names.private) == 1 else f"{names.actors[i]} {kind}"


def _in_short(rungs: Sequence[str], play: Sequence[float], seeks: Sequence[bool]) -> tuple[tuple[str, float], ...]:
    """Return what is played, and how often: of a mixture the likeliest rung that seeks power."""
    played = [r for r, p in enumerate(play) if p]
    best = max([r for r in played if seeks[r]] or played, key=lambda r: play[r])
    return ((rungs[best], play[best]),)


def _believed(names: TreeNames, history: HistoryPlay, move: JointMove) -> Iterator[Row]:
    """Yield what is believed once rungs are seen, of actors of whom they tell something."""
    for i, rung in enumerate(move.rungs):
        after = history.beliefs_after[i][names.rungs[i].index(rung)]
        if max(abs(a - b) for a, b in zip(after, history.beliefs[i], strict=True)) >= SEEN_LITTLE:
            yield from (Row(_called(names, i, kind), i, p) for kind, p in zip(names.types[i], after, strict=True))


def _sides(names: TreeNames, history: HistoryPlay, move: JointMove) -> Iterator[Row]:
    """Yield the sides that defenders take once rungs are seen."""
    for taken in history.siding:
        if taken.rungs == move.rungs and taken.view is None:
            sides = tuple((side_in_words(side), p) for side, p in taken.sides if p)
            yield Row(taken.actor, names.actors.index(taken.actor), lead="sides with", does=sides)
