"""The document of `solve`: the answer in words first, then why, then the equilibria with their certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from powergame.analysis.display import counted, marked, why_open
from powergame.analysis.solve import ActorAnswer, Answer
from powergame.analysis.solve.why import belief_in_words
from powergame.digits import percent
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text
from powergame.report.documents.solved.sides import if_war_told
from powergame.report.documents.solved.words import VERDICT_TONES, chances, headline, in_words, legend
from powergame.report.formats.csv import Cell
from powergame.report.names import shortened, source_line
from powergame.report.numbers import apart, at_rationality, number, payoffs_shown, regret, strategy
from powergame.text import listed, sentence

if TYPE_CHECKING:
    from powergame.analysis.solve.tree.result import TreeAnswer

METHODS = {
    "exact": "exact enumeration",
    "dominance": "exact elimination of strictly dominated rungs",
    "pure": "exact enumeration of pure equilibria",
    "enumeration": "exact enumeration, and branch and bound",
}
"""Names of this package's solvers in a sentence; other solvers go by name and version."""

MAX_EQUILIBRIA_SHOWN = 20
"""Equilibria at most that are shown, the first ones; the selected one is shown in any case."""

MAX_ACTORS_IN_MATRIX = 8
MAX_RUNGS_IN_MATRIX = 6

CSV_HEADER = (
    "scenario", "actor", "power", "alignment_with_power", "verdict", "proven", "seeks_least", "seeks_greatest",
    "seeks_selected", "motive", "payoff", "power_after", "war", "destroyed", "equilibria", "complete", "why",
)  # fmt: skip


def document(answer: Answer | TreeAnswer) -> Document:
    """Return the document of an answer."""
    if not isinstance(answer, Answer):
        from powergame.report.documents.solved import rounds  # which most answers do not need

        return rounds.document(answer)
    answer = shortened(answer)
    return Document(answer.name, source_line(answer), tuple(_blocks(answer)))


def csv_table(answer: Answer | TreeAnswer) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of the CSV: of actors, and of their types; of a game's rungs."""
    if not isinstance(answer, Answer):
        from powergame.report.documents.solved import rounds

        return rounds.CSV_HEADER, rounds.csv_rows(answer)
    return (CSV_HEADER, csv_rows(answer)) if answer.actors else game_csv(answer)


def csv_rows(answer: Answer) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each actor, with what holds of the whole scenario repeated; see `CSV_HEADER`."""
    at, happening = answer.selected, answer.happening
    for i, a in enumerate(answer.actors):
        yield (
            answer.name, a.name, a.power, a.alignment_with_power, a.verdict, a.proven, a.seeks.least, a.seeks.greatest,
            a.seeks.selected, a.motive,
            answer.solution.equilibria[at].payoffs[i] if at is not None else None,
            happening.power_after[i] if happening else None,
            happening.war if happening else None,
            happening.destroyed if happening else None,
            len(answer.solution.equilibria), answer.solution.complete, a.why,
        )  # fmt: skip


def game_csv(answer: Answer) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return header and rows for a game without a scenario: a row for each rung in each equilibrium."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for k, e in enumerate(answer.solution.equilibria):
            for i, (name, rungs) in enumerate(zip(answer.game.actors, answer.game.rungs, strict=True)):
                for rung, p in zip(rungs, e.profile[i], strict=True):
                    yield answer.name, k, e.selected, name, rung, float(p), e.payoffs[i], e.regret

    header = ("game", "equilibrium", "selected", "actor", "rung", "probability", "payoff", "regret")
    return header, rows()


def _blocks(answer: Answer) -> Iterator[Block]:
    if answer.actors:
        yield Paragraph(Text(headline(answer), "strong"))
    yield from (Paragraph(Text(doubt, "bad")) for doubt in doubts(answer))
    if answer.actors:
        if (happens := _what_happens(answer)) is not None:
            yield happens
        if together := if_war_told(answer):
            yield Paragraph(Text(together))
        yield _actors_table(answer)
        yield Paragraph(Text(legend(answer), "faint"))
        yield from (Paragraph(Text(beliefs(a)), f"{a.name} believes") for a in answer.believers)
        if len(answer.actors) > 2 and len(answer.actors) <= MAX_ACTORS_IN_MATRIX:
            yield _alignment_table(answer)
        yield Heading("Why")
        yield from (Paragraph(Text(a.why), a.name) for a in answer.actors)
    if (matrix := _payoff_table(answer)) is not None:
        yield Heading(_game_title(answer))
        if answer.type_note:
            yield Paragraph(Text(sentence(answer.type_note), "faint"))
        if answer.believers:
            yield Paragraph(Text(eyes(answer), "faint"))
        yield matrix
        yield Paragraph(Text("* best reply to the other's rung; an equilibrium where both are", "faint"))
    yield Heading("Equilibria" if answer.concept.name == "nash" else "Quantal response")
    yield _equilibria_table(answer)
    yield from _notes(answer)


def doubts(answer: Answer) -> Iterator[str]:
    """Yield sentences that say why the verdicts, or the list of equilibria, may not be trusted; none where proven."""
    if answer.unproven and answer.actors:
        why = f", since {reason}" if (reason := why_open(answer.solution)) else ""
        yield f"The verdicts are unproven{why}: there may be more equilibria than those found."
    yield from (f"Warning: {sentence(warning)}" for warning in answer.solution.warnings)


def beliefs(actor: ActorAnswer) -> str:
    """Say what an actor believes where it differs from the scenario."""
    return ", ".join(map(belief_in_words, actor.beliefs))


def eyes(answer: Answer) -> str:
    """Say in whose eyes payoffs are, where some actor has beliefs of its own."""
    names = [a.name for a in answer.believers]
    believe = f"{listed(names)} {'believes' if len(names) == 1 else 'believe'}"
    return f"Payoffs are in each actor's own eyes: {believe} otherwise than is true."


def unselected(answer: Answer) -> str:
    """Say that no equilibrium is selected, and why; nothing where one is."""
    return sentence(answer.unselected) if answer.unselected else ""


def _what_happens(answer: Answer) -> Paragraph | None:
    happening = answer.happening
    if happening is None:
        return Paragraph(Text(unselected(answer))) if answer.unselected else None
    return Paragraph(Text(in_words(happening)))


def _actors_table(answer: Answer) -> Table:
    happening = answer.happening
    columns = (
        Column("actor"), Column("power", True), Column("after", True), Column("seeks power"),
        Column("chance", True), Column("motive"), Column("aligned", True),
    )  # fmt: skip
    rows = [
        (
            Text(a.name, "strong"),
            Text(percent(a.power)),
            Text(percent(happening.power_after[i]) if happening else "–"),
            Text(marked(a.verdict, proven=not answer.unproven), VERDICT_TONES[a.verdict]),
            Text(chances(a.seeks)),
            Text(a.motive),
            Text("–" if a.alignment_with_power is None else number(a.alignment_with_power)),
        )
        for i, a in enumerate(answer.actors)
    ]
    return Table(columns, tuple(rows))


def _alignment_table(answer: Answer) -> Table:
    names = [a.name for a in answer.actors]
    rows = [
        (Text(a.name, "strong"), *(Text(number(a.alignment[b]) if b != a.name else "1") for b in names))
        for a in answer.actors
    ]
    return Table((Column("alignment"), *(Column(name, True) for name in names)), tuple(rows))


def _game_title(answer: Answer) -> str:
    return f"Payoffs: {answer.type}" if answer.type else "Payoffs"


def _payoff_table(answer: Answer) -> Table | None:
    """Show the matrix of a small game of two actors, best replies marked."""
    game = answer.game
    if len(game.actors) != 2 or max(game.shape) > MAX_RUNGS_IN_MATRIX:
        return None
    shown, best = payoffs_shown(game.payoffs), game.best_replies
    row, column = game.actors
    columns = (Column(f"{row} \\ {column}"), *(Column(rung, True) for rung in game.rungs[1]))
    rows = []
    for r, rung in enumerate(game.rungs[0]):
        cells = [Text(rung, "strong")]
        for c in range(game.shape[1]):
            text = " ".join(f"{shown[i, r, c]}{'*' if best[i, r, c] else ' '}" for i in range(2))
            cells.append(Text(text, "strong" if best[:, r, c].all() else "plain"))
        rows.append(tuple(cells))
    return Table(columns, tuple(rows))


def shown_equilibria(answer: Answer) -> list[int]:
    """Return the places in the list of the equilibria that are shown."""
    first = range(min(MAX_EQUILIBRIA_SHOWN, len(answer.solution.equilibria)))
    return [*first, *([answer.selected] if answer.selected is not None and answer.selected not in first else [])]


def _equilibria_table(answer: Answer) -> Table:
    with_scenario = bool(answer.actors)
    several = len({e.component for e in answer.solution.equilibria}) < len(answer.solution.equilibria)
    columns = [Column("#", True), Column("play")]
    columns += [Column("war", True), Column("destroyed", True)] if with_scenario else [Column("payoffs")]
    columns += [Column("set", True)] if several else []
    columns.append(Column("regret", True))
    rows = []
    places = shown_equilibria(answer)
    shown = [answer.solution.equilibria[k] for k in places]
    payoffs = list(zip(*(apart([e.payoffs[i] for e in shown]) for i in range(len(answer.game.actors))), strict=True))
    for row, (k, e) in enumerate(zip(places, shown, strict=True)):
        mark = " (selected)" if e.selected and len(answer.solution.equilibria) > 1 else ""
        cells = [Text(f"{k + 1}"), Text(f"{play(answer, k)}{mark}", "strong" if e.selected else "plain")]
        happening = answer.happenings[k]
        if happening:
            cells += [Text(percent(happening.war)), Text(percent(happening.destroyed))]
        else:
            cells.append(Text(", ".join(payoffs[row])))
        cells += [Text(f"{e.component + 1}")] if several else []
        rows.append((*cells, Text(regret(e))))
    return Table(tuple(columns), tuple(rows))


def play(answer: Answer, k: int) -> str:
    """Say what is played in an equilibrium: ``blue: hold 1/3, seek 2/3; red: seek``."""
    game, profile = answer.game, answer.solution.equilibria[k].profile
    triples = zip(game.actors, game.rungs, profile, strict=True)
    return "; ".join(f"{name}: {strategy(rungs, mixture)}" for name, rungs, mixture in triples)


def certificate(answer: Answer) -> str:
    """Say whether the list of equilibria is proven complete, and by which method."""
    solution, concept = answer.solution, answer.concept
    if concept.name == "logit":
        certified = "" if concept.residual is None else f", residual {concept.residual:.1e}"
        return f"Principal branch of the logit correspondence {at_rationality(concept.rationality)}{certified}."
    proven = "proven complete" if solution.complete else "not proven complete"
    degenerate = " The game is degenerate." if solution.degenerate else ""
    method = METHODS.get(solution.solver, f"{solution.solver} {solution.version}")
    return f"The list is {proven}; by {method}.{degenerate}"


def counted_equilibria(answer: Answer) -> str:
    """Say how many equilibria are listed."""
    count = counted(len(answer.solution.equilibria), "equilibrium", "equilibria")
    return f"{count}{'' if answer.solution.complete else ' found'}."


def _notes(answer: Answer) -> Iterator[Block]:
    solution = answer.solution
    hidden = len(solution.equilibria) - len(shown_equilibria(answer))
    if hidden > 0:
        yield Paragraph(Text(f"{hidden:,} more are in --format json.", "faint"))
    yield from (Paragraph(Text(remark, "faint")) for remark in remarks(answer))


def remarks(answer: Answer) -> Iterator[str]:
    """Yield the sentences below the equilibria: the certificate, and notes that are not told above."""
    yield certificate(answer)
    told = answer.unselected if answer.actors else None  # instead of what happens
    yield from (sentence(note) for note in answer.solution.notes if note != told)
