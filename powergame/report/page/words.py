"""Which words a report explains: those that its answers have."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.deceive import Deception
from powergame.analysis.report import Report, Reported, ReportedTree
from powergame.report.glossary import chosen
from powergame.report.glossary.entries import Word


def words_of(report: Report) -> tuple[Word, ...]:
    """Return the words of a report, in the order of the glossary."""
    each = ((*chosen.OF_EQUILIBRIA, *_of_part(part), *_of_deeds(part)) for part in report.parts)
    return chosen.in_order(name for names in each for name in names)


def limits_of(report: Report) -> tuple[Word, ...]:
    """Return what the answers of a report cannot say; nothing of games that come from no scenario."""
    return chosen.limits() if any(isinstance(p, ReportedTree) or p.answer.actors for p in report.parts) else ()


def _of_deeds(part: Reported | ReportedTree) -> tuple[str, ...]:
    return chosen.OF_DEEDS if part.inference is not None else ()


def _of_part(part: Reported | ReportedTree) -> Iterator[str]:
    """Yield the names of what one answer has: its verdicts, its motives, its game, its sides."""
    if isinstance(part, ReportedTree):
        yield from (*chosen.OF_SCENARIOS, *chosen.OF_TREE)
        if isinstance(part.result, Deception):
            yield "verdict of a type"
            yield from (kind.disguise.verdict for a in part.result.actors for kind in a.types if kind.disguise)
        return
    answer = part.answer
    yield from (*chosen.OF_MATRIX, *chosen.names_of_game(answer.type))
    if answer.actors:
        yield from (*chosen.OF_SCENARIOS, *chosen.OF_ACTORS)
    yield from (actor.verdict for actor in answer.actors)
    yield from (chosen.MOTIVES[actor.motive] for actor in answer.actors)
    if answer.concept.name == "logit":
        yield from ("quantal response", "rationality")
    if answer.if_war is not None:
        yield from (*chosen.OF_WAR, *(chosen.OF_SIDING if answer.if_war.siding else ()))
    if part.thresholds:
        yield from ("flip", "touch", "closed form")
    if part.diagram is not None:
        yield "phase"
