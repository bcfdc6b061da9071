"""What is believed and played along the histories: the belief path, who sides with whom, and all play."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from powergame.analysis.rounds.result import HistoryPlay, TreeEquilibrium, TreeNames
from powergame.digits import percent, significant
from powergame.report.document import Block, Column, Heading, Paragraph, Table, Text
from powergame.report.documents.deception.words import SEEN_LITTLE, history_in_words, seekers_in_words, sides_in_words
from powergame.report.numbers import strategy
from powergame.text import sentence

Histories = Literal["reached", "all"]
"""Which histories are told of: those that are reached, or also those off every path."""

HISTORIES_SHOWN = 8
"""Histories at most that the belief path has, the likeliest; the JSON has all."""

NO_MORE = "–"
"""What stands for who seeks power where the game has ended."""

SIDES_SHOWN = 4
"""Sides taken at most that are told of."""


def beliefs(names: TreeNames, equilibrium: TreeEquilibrium, histories: Histories) -> Iterator[Block]:
    """Yield the belief path, and the sides that are taken on it."""
    shown = [h for h in equilibrium.histories if histories == "all" or h.reached]
    ranked = sorted(shown, key=lambda history: -history.reached)
    kept = ranked if histories == "all" else ranked[:HISTORIES_SHOWN]
    kept = [history for history in shown if history in kept]  # in the order of the tree
    rows = [row for history in kept for row in _rows(names, history, equilibrium, histories)]
    private = [i for i, is_private in enumerate(names.private) if is_private]
    titles = [f"{names.actors[i]} {kind}" if len(private) > 1 else kind for i in private for kind in names.types[i]]
    head = Column(f"after {', '.join(names.actors)}")
    columns = (head, Column("reached", numeric=True), *(Column(t, numeric=True) for t in titles), Column("seeks then"))
    yield Table(columns, tuple(tuple(map(Text, row)) for row in rows))
    hidden = len(shown) - len(kept)
    if hidden:
        yield Paragraph(Text(f"{hidden:,} more histories, less likely, are in --format json.", "faint"))
    yield from _sides(names, kept, histories)


def _rows(
    names: TreeNames, history: HistoryPlay, equilibrium: TreeEquilibrium, histories: Histories
) -> Iterator[tuple[str, ...]]:
    """Yield a history's row, and one for each move for power there that ends the game and moves beliefs."""
    after = history_in_words(history.after)
    believed = [p for i, mu in enumerate(history.beliefs) if names.private[i] for p in mu]
    yield (after, percent(history.reached), *map(percent, believed), seekers_in_words(names, history))
    if histories == "all" and not history.reached:
        return
    for i, rung, reached in last_moves(names, history, equilibrium):
        mu = history.beliefs_after[i][rung]
        if max(abs(a - b) for a, b in zip(mu, history.beliefs[i], strict=True)) < SEEN_LITTLE:
            continue
        others = [percent(p) if j == i else "" for j, of in enumerate(history.beliefs) if names.private[j] for p in of]
        k = sum(len(of) for j, of in enumerate(history.beliefs) if names.private[j] and j < i)
        others[k : k + len(mu)] = map(percent, mu)
        told = f"{names.actors[i]} {names.rungs[i][rung]}"
        yield (told if not history.after else f"{after}; {told}", percent(reached), *others, NO_MORE)


def last_moves(
    names: TreeNames, history: HistoryPlay, equilibrium: TreeEquilibrium
) -> Iterator[tuple[int, int, float]]:
    """Yield moves for power of actors with types, after which no history is reached: actor, rung and probability."""
    onward = {
        (i, rung)
        for other in equilibrium.histories
        if other.reached and len(other.after) == len(history.after) + 1 and other.after[:-1] == history.after
        for i, rung in enumerate(other.after[-1])
    }
    for i, private in enumerate(names.private):
        for r, rung in enumerate(names.rungs[i] if private else ()):
            chance = sum(mu * play[r] for mu, play in zip(history.beliefs[i], history.play[i], strict=True))
            if chance and names.seeks[i][r] and (i, rung) not in onward:
                yield i, r, history.reached * chance


def _sides(names: TreeNames, shown: list[HistoryPlay], histories: Histories) -> Iterator[Block]:
    taken = [
        (history, each)
        for history in shown
        for each in history.siding
        if histories == "all" or (history.reached and each.view is None and _played(names, history, each.rungs))
    ]
    for history, each in taken if histories == "all" else taken[:SIDES_SHOWN]:
        yield Paragraph(Text(sentence(sides_in_words(each, names, history.after))))


def _played(names: TreeNames, history: HistoryPlay, rungs: tuple[str, ...]) -> bool:
    """Whether a profile of rungs is played in a history, by types that may be there."""
    for i, rung in enumerate(rungs):
        r = names.rungs[i].index(rung)
        if not any(mu and play[r] for mu, play in zip(history.beliefs[i], history.play[i], strict=True)):
            return False
    return True


def play(names: TreeNames, equilibrium: TreeEquilibrium) -> Iterator[Block]:
    """Yield what every type plays in every history, reached or not."""
    rows = []
    for history in equilibrium.histories:
        for i, actor in enumerate(names.actors):
            for t, kind in enumerate(names.types[i]):
                who = f"{actor} ({kind})" if names.private[i] else actor
                cells = history_in_words(history.after), who, strategy(names.rungs[i], history.play[i][t])
                rows.append((*cells, significant(history.regret, 2)))
    yield Heading("Play in every history")
    heads = map(Column, (f"after {', '.join(names.actors)}", "who", "plays"))
    columns = (*heads, Column("greatest gain", numeric=True))
    yield Table(columns, tuple(tuple(map(Text, row)) for row in rows), heads=2)
