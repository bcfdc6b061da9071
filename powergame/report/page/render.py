"""A report as one HTML file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from powergame.analysis.citing import Reference, references
from powergame.analysis.head import head_of
from powergame.analysis.report import Report, Reported, ReportedTree
from powergame.errors import OutputError
from powergame.packages import require
from powergame.report.document import Block
from powergame.report.documents import infer as inferred
from powergame.report.names import among, shortened
from powergame.report.numbers import at_rationality
from powergame.report.page.html import environment
from powergame.report.page.inline import inks
from powergame.report.page.maps import Maps, maps
from powergame.report.page.pictures import Picture, deeds_picture, pictures, tree_picture
from powergame.report.page.strips import Strips, strips
from powergame.report.page.together import side_by_side
from powergame.report.page.told import ToldView, told_view
from powergame.report.page.view import AnswerView, answer_view
from powergame.report.page.words import limits_of, words_of
from powergame.text import uncommanded_markup
from powergame.version import __version__

if TYPE_CHECKING:
    from powergame.analysis.deceive import Deception
    from powergame.analysis.infer import Inference
    from powergame.analysis.solve import Answer
    from powergame.analysis.solve.tree.result import TreeAnswer
    from powergame.equilibrium.concept import Concept
    from powergame.report.glossary.entries import Word

MAX_BYTES = 2_000_000
"""Bytes of the file at most: any mailbox takes these."""


@dataclass(frozen=True)
class Detail:
    """A degree of detail of the page.

    Attributes
    ----------
    pictures, texts, scenarios, comparisons
        Whether pictures are in; whether scenarios' texts are; whether their own parts are, beside the answers;
        whether the tables in which they stand side by side are.
    left_out
        The sentence on the page that says so.
    """

    pictures: bool = True
    texts: bool = True
    scenarios: bool = True
    comparisons: bool = True
    left_out: str = ""


TREES = (
    "With private types or several rounds, beliefs follow Bayes' rule, and the greatest gain is that of another move "
    "anywhere, reached or not; the selected equilibrium is the limit of the agent logit path from uniform play."
)
"""How games of private types or several rounds are solved."""

DETAILS = (
    Detail(),
    Detail(pictures=False, left_out="To keep this file small, it has fewer pictures."),
    Detail(pictures=False, texts=False, left_out="To keep this file small, it lacks some pictures and all texts."),
    Detail(scenarios=False, left_out="To keep this file small, it has the answers only, side by side."),
    Detail(scenarios=False, comparisons=False, left_out="To keep this file small, it has the answers only."),
)
"""Degrees of detail, the fullest first; the first that fits is used."""


@dataclass(frozen=True)
class ReportPart:
    """The part of the page on one scenario.

    Attributes
    ----------
    name
        What it is called among the others.
    view
        Words and numbers.
    strips, maps
        Drawings in the page's own colours.
    pictures
        Pictures, as `powergame plot` draws them.
    limited
        Whether the time limit cut the work on these drawings short.
    deeds
        What the deeds tell, in words and tables; empty where the scenario has none, or nothing is unknown.
    not_told
        Why the deeds should tell something and do not.
    """

    name: str
    view: AnswerView | ToldView
    strips: Strips | None = None
    maps: Maps | None = None
    pictures: tuple[Picture, ...] = ()
    limited: bool = False
    deeds: tuple[Block, ...] = ()
    not_told: str = ""

    @property
    def is_tree(self) -> bool:
        """Whether it is of private types or several rounds."""
        return isinstance(self.view, ToldView)

    @property
    def command(self) -> str:
        """The command that answers the scenario's text."""
        return self.view.command if isinstance(self.view, ToldView) else "solve"

    @property
    def doubtful(self) -> bool:
        """Whether some drawing has verdicts that are unproven."""
        mapped = self.maps is not None and bool(self.maps.unproven)
        return mapped or (self.strips is not None and self.strips.doubtful)

    @property
    def contents(self) -> Iterator[tuple[str, str]]:
        """Yield the page's sections, where this is its only scenario: their ids and titles."""
        yield "answer", "The answer"
        if isinstance(self.view, AnswerView):
            yield from self._of_matrix(self.view)
        if self.deeds or self.not_told:
            yield "deeds", "What the deeds tell"
        if self.view.text:
            yield "scenario", "The scenario"

    def _of_matrix(self, view: AnswerView) -> Iterator[tuple[str, str]]:
        """Yield sections that only a matrix has."""
        if view.actors:
            yield "why", "Why"
        yield "payoffs", "Payoffs"
        yield "equilibria", view.equilibria_title
        if view.turns or self.strips or self.maps or self.limited:
            yield "turns", "What would turn it"


@dataclass(frozen=True)
class ReportPage:
    """Everything that a page may show.

    Attributes
    ----------
    comparisons
        Tables of differences, for each group of scenarios with the same actors.
    concept
        What the equilibria are, in words.
    command
        The command line that makes the same page; empty where there is none.
    words
        Words that are explained, and what no answer can say.
    references
        What to cite, each with the words for what it is the source of.
    head
        The heads of all results as JSON: what each is of, and how it was computed.
    """

    title: str
    parts: list[ReportPart]
    comparisons: list[tuple[Block, ...]]
    concept: str
    command: str
    words: tuple[Word, ...]
    limits: tuple[Word, ...]
    references: tuple[Reference, ...]
    head: str


def render(report: Report, *, command: str = "", limit: int = MAX_BYTES) -> str:
    """Return a report as the text of an HTML file.

    Parameters
    ----------
    command
        The command line that makes the same report, to be shown in it.
    limit
        The most bytes that the file may take: of many scenarios less is shown, and the page says so.

    Raises
    ------
    OutputError
        Where even the answers alone take more.
    """
    require("matplotlib", "a report")
    called = among([reported.name for reported in report.parts])
    page = ReportPage(
        called.title,
        [
            _part(reported, f"s{k}", name)
            for k, (reported, name) in enumerate(zip(report.parts, called.each, strict=True), 1)
        ],
        list(side_by_side(report)),
        " ".join(dict.fromkeys(map(_how, report.parts))),
        command,
        words_of(report),
        limits_of(report),
        references(*_answers(report)),
        json.dumps(list(map(_head, _answers(report))), allow_nan=False),
    )
    text = ""
    for detail in DETAILS:
        text = _written(page, detail)
        if len(text.encode()) <= limit:
            return text
    size = f"{len(text.encode()) / 1e6:.1f} MB, and at most {limit / 1e6:g} MB are allowed"
    raise OutputError(
        f"a report on {len(page.parts):,} scenarios would take {size}; compare --format csv takes any number"
    )


def _written(page: ReportPage, detail: Detail) -> str:
    made = environment()
    style = Markup(made.get_template("style.css").render(inks=inks().items()))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = made.get_template("page.html").render(
        version=__version__,
        head=page.head,
        page=page,
        parts=page.parts,
        several=len(page.parts) > 1,
        style=style,
        style_hash=Markup(f"sha256-{digest}"),
        detail=detail,
    )
    text = uncommanded_markup(text)
    return text if text.endswith("\n") else text + "\n"


def _answers(report: Report) -> Iterator[Answer | TreeAnswer | Deception | Inference]:
    """Yield all results of a report."""
    for part in report.parts:
        yield part.result if isinstance(part, ReportedTree) else part.answer
        if part.inference is not None:
            yield part.inference


def _head(result: Answer | TreeAnswer | Deception | Inference) -> dict[str, object]:
    """Return the head of a result without the scenario's text and values, which the page shows."""
    head = head_of(result.to_dict())
    origin = head["scenario"]
    assert isinstance(origin, dict), "a head has its scenario"
    return head | {"scenario": {key: value for key, value in origin.items() if key not in ("text", "values")}}


def concept_in_words(concept: Concept) -> str:
    """Say what the equilibria are."""
    if concept.name == "nash":
        return (
            "Its Nash equilibria are listed, each with its regret: the largest gain that an actor could make by "
            "playing otherwise, recomputed from the payoffs. Where there are several, the selected one is the limit "
            "of the logit path from uniform play."
        )
    at = at_rationality(concept.rationality)
    return f"The answer is its quantal response equilibrium {at}, on the principal branch of the logit path."


def _how(reported: Reported | ReportedTree) -> str:
    """Say how the equilibria of a scenario were found, and which one is selected."""
    return TREES if isinstance(reported, ReportedTree) else concept_in_words(reported.answer.concept)


def _part(reported: Reported | ReportedTree, place: str, name: str) -> ReportPart:
    if isinstance(reported, ReportedTree):
        result = reported.result
        tree = [tree_picture(result, place)] if any(each.selected for each in result.equilibria) else []
        deeds, further = _deeds(reported, place)
        pictured = (*tree, *further)
        return ReportPart(name, told_view(result), pictures=pictured, deeds=deeds, not_told=reported.not_inferred)
    drawn = maps(reported.diagram) if reported.diagram is not None else None
    scenario = reported.answer.scenario
    along = strips(scenario, reported.thresholds) if scenario and reported.thresholds else None
    answer = shortened(reported.answer)
    limited = reported.limited is not None
    deeds, further = _deeds(reported, place)
    shown = (*pictures(answer, place), *further)
    return ReportPart(name, answer_view(answer), along, drawn, shown, limited, deeds, reported.not_inferred)


def _deeds(reported: Reported | ReportedTree, place: str) -> tuple[tuple[Block, ...], tuple[Picture, ...]]:
    """Return what the deeds tell, in words and tables, and its picture; nothing where they tell nothing."""
    if reported.inference is None:
        return (), ()
    return inferred.document(reported.inference).blocks, (deeds_picture(reported.inference, place),)
