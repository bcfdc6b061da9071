"""The document of a solved game tree: who seeks power, what is played along the rounds, why, and the equilibria."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.display import marked, why_open
from powergame.analysis.rounds.result import HistoryPlay, TreeEquilibrium, TreeNames
from powergame.analysis.solve.tree.result import KindAnswer, TreeActor, TreeAnswer
from powergame.analysis.solve.why import belief_in_words
from powergame.digits import percent
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text
from powergame.report.documents.deception.beliefs import beliefs
from powergame.report.documents.deception.words import CONSISTENT
from powergame.report.documents.solved.words import VERDICT_TONES, chances, headline, in_words, legend
from powergame.report.formats.csv import Cell
from powergame.report.names import short_title, source_line
from powergame.report.numbers import at_rationality, number, strategy
from powergame.text import sentence

METHODS = {"exact": "exact enumeration, type by type", "agent logit path": "the agent logit path"}
"""Names of solvers in a sentence."""

MAX_EQUILIBRIA_SHOWN = 20
"""Equilibria at most that are shown, the first ones; the selected one is among them."""

CSV_HEADER = (
    "scenario", "actor", "type", "probability", "power", "alignment_with_power", "verdict", "proven", "seeks_least",
    "seeks_greatest", "seeks_selected", "motive", "payoff", "power_after", "war", "destroyed", "equilibria",
    "complete", "why",
)  # fmt: skip


def document(answer: TreeAnswer) -> Document:
    """Return the document of an answer."""
    return Document(short_title(answer.name), source_line(answer.scenario), tuple(_blocks(answer)))


def csv_rows(answer: TreeAnswer) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each type of each actor; see `CSV_HEADER`."""
    at, happening = answer.selected, answer.happening
    for i, actor in enumerate(answer.actors):
        for x, kind in enumerate(actor.kinds):
            yield (
                answer.name, actor.name, kind.name if actor.private else None, kind.probability, actor.power,
                kind.alignment_with_power, kind.verdict, actor.proven, kind.seeks.least, kind.seeks.greatest,
                kind.seeks.selected, kind.motive,
                answer.equilibria[at].payoffs[i][x] if at is not None else None,
                happening.power_after[i] if happening else None,
                happening.war if happening else None,
                happening.destroyed if happening else None,
                len(answer.equilibria), answer.solution.complete, kind.why,
            )  # fmt: skip


def _blocks(answer: TreeAnswer) -> Iterator[Block]:
    yield Paragraph(Text(headline(answer), "strong"))
    yield from (Paragraph(Text(sentence(problem), "bad")) for problem in answer.solution.problems)
    if answer.unproven:
        yield Paragraph(Text(_doubt(answer), "bad"))
    happens = in_words(answer.happening) if answer.happening else sentence(answer.unselected or "")
    yield Paragraph(Text(happens))
    yield _actors_table(answer)
    yield Paragraph(Text(legend(answer), "faint"))
    for actor in answer.actors:
        if actor.beliefs:
            yield Paragraph(Text(", ".join(map(belief_in_words, actor.beliefs))), f"{actor.name} believes")
    yield Heading("Why")
    for actor in answer.actors:
        yield from (Paragraph(Text(kind.why), _who(actor, kind)) for kind in actor.kinds)
    if answer.rounds > 1 and answer.selected is not None:
        yield Heading("Round by round")
        yield from beliefs(answer.names, answer.equilibria[answer.selected], "reached")
    yield Heading("Equilibria" if answer.concept.name == "nash" else "Quantal response")
    yield _equilibria_table(answer)
    yield from _notes(answer)


def _doubt(answer: TreeAnswer) -> str:
    why = f", since {reason}" if (reason := why_open(answer.solution)) else ""
    return f"The verdicts are unproven{why}: there may be more equilibria than those found."


def _who(actor: TreeActor, kind: KindAnswer) -> str:
    return f"{actor.name} ({kind.name})" if actor.private else actor.name


def _actors_table(answer: TreeAnswer) -> Table:
    """Show a row for each type of each actor; what holds of the actor stands in its first."""
    typed, one_round = any(actor.private for actor in answer.actors), bool(answer.cases)
    columns = [Column("actor"), *([Column("likely", True)] if typed else [])]
    columns += [Column("power", True), Column("after", True), Column("seeks power"), Column("chance", True)]
    columns += [Column("motive")] if one_round else []
    columns.append(Column("aligned", True))
    rows = []
    for i, actor in enumerate(answer.actors):
        after = percent(answer.happening.power_after[i]) if answer.happening else "–"
        for x, kind in enumerate(actor.kinds):
            cells = [Text(_who(actor, kind), "strong")]
            cells += [Text(percent(kind.probability) if actor.private else "")] if typed else []
            cells += map(Text, ("", "") if x else (percent(actor.power), after))
            cells.append(Text(marked(kind.verdict, proven=not answer.unproven), VERDICT_TONES[kind.verdict]))
            cells.append(Text(chances(kind.seeks)))
            cells += [Text(kind.motive or "–")] if one_round else []
            cells.append(Text("–" if kind.alignment_with_power is None else number(kind.alignment_with_power)))
            rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows))


def _equilibria_table(answer: TreeAnswer) -> Table:
    columns = (
        Column("#", True), Column("play" if answer.cases else "first round"), Column("war", True),
        Column("destroyed", True), Column("regret", True),
    )  # fmt: skip
    rows = []
    for k, equilibrium in enumerate(answer.equilibria[:MAX_EQUILIBRIA_SHOWN]):
        mark = " (selected)" if equilibrium.selected and len(answer.equilibria) > 1 else ""
        told = f"{play(answer.names, equilibrium.histories[0])}{mark}"
        rows.append(
            (
                Text(f"{k + 1}"),
                Text(told, "strong" if equilibrium.selected else "plain"),
                Text(percent(equilibrium.war)),
                Text(percent(equilibrium.destroyed)),
                Text(_regret(equilibrium)),
            )
        )
    return Table(columns, tuple(rows))


def play(names: TreeNames, history: HistoryPlay) -> str:
    """Say what is played in a history: ``blue: hold; red loyal: hold, rival: seek``.

    Types that play alike are told of together.
    """
    parts = []
    for name, kinds, private, rungs, plays in zip(
        names.actors, names.types, names.private, names.rungs, history.play, strict=True
    ):
        each = [strategy(rungs, of_kind) for of_kind in plays]
        if not private or len(set(each)) == 1:
            parts.append(f"{name}: {each[0]}")
        else:
            parts.append(f"{name} " + ", ".join(f"{kind}: {told}" for kind, told in zip(kinds, each, strict=True)))
    return "; ".join(parts)


def _regret(equilibrium: TreeEquilibrium) -> str:
    return f"{equilibrium.regret:.1e}" if equilibrium.regret else "0"


def _notes(answer: TreeAnswer) -> Iterator[Block]:
    hidden = len(answer.equilibria) - MAX_EQUILIBRIA_SHOWN
    if hidden > 0:
        yield Paragraph(Text(f"{hidden:,} more are in --format json.", "faint"))
    yield Paragraph(Text(_certificate(answer), "faint"))
    yield from (Paragraph(Text(sentence(note), "faint")) for note in answer.solution.notes)


def _certificate(answer: TreeAnswer) -> str:
    """Say how the equilibria were found, and whether there may be others."""
    if answer.concept.name == "logit":
        return f"Principal branch of the agent logit correspondence {at_rationality(answer.concept.rationality)}."
    proven = "proven complete" if answer.solution.complete else "not proven complete"
    parts = [f"The list is {proven}; by {METHODS[answer.solver]}."]
    if (pure := answer.solution.pure) is not None and not answer.solution.complete:
        parts.append(f"In pure strategies: {pure.count:,} found{', proven to be all' if pure.complete else ''}.")
    if answer.rounds > 1 and answer.selected is not None:
        parts.append(f"Selected: {CONSISTENT[answer.equilibria[answer.selected].consistent]}.")
    return " ".join(parts)
