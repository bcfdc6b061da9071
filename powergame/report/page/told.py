"""A game of private types or several rounds as the page shows it: its document, its tree, and its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from powergame.analysis.deceive.result import Deception
from powergame.analysis.display import marked
from powergame.analysis.solve.tree.result import TreeAnswer
from powergame.digits import percent
from powergame.report.document import Block, Paragraph
from powergame.report.documents import deceive as deceived
from powergame.report.documents import solve as solved
from powergame.report.page.view import Paragraphs, colour, paragraphs
from powergame.scenario.writing.dump import dump
from powergame.text import sentence


@dataclass(frozen=True)
class ToldView:
    """What the page shows of a game of private types or several rounds, but for its picture.

    Attributes
    ----------
    happens, war, destroyed, count
        As for a matrix.
    command
        The command that gives it.
    blocks
        The document, but for its first lines.
    verdicts
        As for a matrix; empty where it is told who deceives whom.
    actors
        Empty: the document has them.
    """

    name: str
    command: str
    source: str
    sha256: str
    headline: str
    doubts: tuple[str, ...]
    happens: str
    war: str
    destroyed: str
    count: str
    blocks: tuple[Block, ...]
    about: Paragraphs
    text: str
    verdicts: tuple[tuple[str, int, str, str], ...] = ()
    actors: tuple[()] = ()


def told_view(result: Deception | TreeAnswer) -> ToldView:
    """Return what the page shows of a result."""
    scenario = result.scenario
    document = deceived.document(result) if isinstance(result, Deception) else solved.document(result)
    first, *blocks = document.blocks
    assert isinstance(first, Paragraph), "a document of a result begins with its headline"
    problems = result.problems if isinstance(result, Deception) else result.solution.problems
    selected = next((each for each in result.equilibria if each.selected), None)
    return ToldView(
        name=scenario.name,
        command="deceive" if isinstance(result, Deception) else "solve",
        source=scenario.source,
        sha256=scenario.sha256,
        headline=first.text.text,
        doubts=tuple(map(sentence, problems)),
        happens="",
        war=percent(selected.war) if selected else "–",
        destroyed=percent(selected.destroyed) if selected else "–",
        count=f"{len(result.equilibria)} found",
        blocks=tuple(blocks[len(problems) :]),
        about=paragraphs(scenario.about),
        text=dump(replace(scenario, about="")),
        verdicts=() if isinstance(result, Deception) else tuple(_verdicts(result)),
    )


def _verdicts(answer: TreeAnswer) -> Iterator[tuple[str, int, str, str]]:
    for i, actor in enumerate(answer.actors):
        yield actor.name, colour(i), actor.verdict, marked(actor.verdict, proven=not answer.unproven)
