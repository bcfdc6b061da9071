"""The document of `deceive`: who deceives whom, in words first; then types, what is believed, and how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.analysis.deceive.result import Deception, DeceptionCurves, Deceptions
from powergame.digits import percent
from powergame.report.document import Block, Document, Paragraph, Text
from powergame.report.documents.deception import types
from powergame.report.documents.deception.beliefs import Histories, beliefs, play
from powergame.report.documents.deception.several import along, side_by_side, turns_in_words
from powergame.report.documents.deception.words import (
    equilibria_in_words,
    headline,
    method_in_words,
    otherwise_in_words,
    type_name,
    types_of,
)
from powergame.report.formats.csv import Cell
from powergame.report.names import short_title, source_line
from powergame.report.numbers import number
from powergame.text import sentence

Result = Deception | Deceptions | DeceptionCurves


def document(result: Result, histories: Histories = "reached") -> Document:
    """Return the document of a result: of one scenario, of several side by side, or along one or two numbers.

    Parameters
    ----------
    histories
        Which histories of one scenario are told of.
    """
    if isinstance(result, Deceptions):
        return Document("Who deceives whom, side by side", "", tuple(side_by_side(result)))
    scenario = result.scenario
    if isinstance(result, DeceptionCurves):
        turns = turns_in_words(result)
        blocks = (Paragraph(Text(turns, "strong")),) if turns else ()
        return Document(short_title(scenario.name), source_line(scenario), (*blocks, *along(result)))
    return Document(short_title(scenario.name), source_line(scenario), tuple(_blocks(result, histories)))


def csv_header(result: Result) -> Sequence[str]:
    """Return the header of the CSV: along axes, their paths come first."""
    return (
        (*(path for path, _ in result.axes), *types.CSV_HEADER)
        if isinstance(result, DeceptionCurves)
        else (types.CSV_HEADER)
    )


def csv_rows(result: Result) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each type, of each scenario or at each point; see `csv_header`."""
    if isinstance(result, DeceptionCurves):
        for values, answer in result.points:
            yield from ((*values, *row) for row in types.csv_rows(answer))
    else:
        for answer in result.deceptions if isinstance(result, Deceptions) else (result,):
            yield from types.csv_rows(answer)


def csv_table(result: Result) -> tuple[Sequence[str], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of the CSV."""
    return csv_header(result), csv_rows(result)


def _blocks(answer: Deception, histories: Histories) -> Iterator[Block]:
    yield Paragraph(Text(headline(answer), "strong"))
    yield from (Paragraph(Text(sentence(problem), "bad")) for problem in answer.problems)
    yield types.table(answer)
    if answer.selected is not None:
        yield from beliefs(answer.names, answer.selected, histories)
    for actor, kind in types_of(answer):
        if kind.disguise is not None:
            yield Paragraph(Text(kind.disguise.why), type_name(answer, actor, kind))
    yield Paragraph(Text(" ".join(_observers(answer))))
    yield Paragraph(Text(equilibria_in_words(answer)))
    for actor, kind in types_of(answer):
        if otherwise := otherwise_in_words(kind):
            yield Paragraph(Text(otherwise), type_name(answer, actor, kind))
    if answer.selected is not None and histories == "all":
        yield from play(answer.names, answer.selected)
    yield Paragraph(Text(types.LEGEND, "faint"))
    yield Paragraph(Text(method_in_words(answer), "faint"))
    yield from (Paragraph(Text(sentence(note), "faint")) for note in answer.notes)


def _observers(answer: Deception) -> Iterator[str]:
    """Yield what happens, what the first round tells of each actor's type, and what knowing it would be worth."""
    if answer.selected is not None:
        yield f"War: {percent(answer.selected.war)}; destroyed: {percent(answer.selected.destroyed)} of all power."
    for actor in answer.actors:
        worth = ", ".join(f"{types.signed(gain)} to {name}" for name, gain in actor.value_of_information)
        nothing = "nothing" if actor.play == "pooling" else "almost nothing"
        told = f"{number(actor.revealed, 2)} bits" if actor.revealed else nothing
        yield f"Round 1 tells {told} of {actor.name}'s type ({actor.play}); to know it would be worth {worth}."
