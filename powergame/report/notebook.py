"""Results in notebooks: the tables that the commands print, as HTML, and a picture."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from powergame.analysis.solve.tree.result import TreeAnswer
from powergame.errors import UsageError
from powergame.objects.shown import Form
from powergame.questions import QUESTIONS
from powergame.report import scenario as of_scenario
from powergame.report.document import Document
from powergame.report.formats import markdown, terminal
from powergame.report.page.inline import inline
from powergame.report.pictures.kinds import KINDS
from powergame.scenario.scenario import Scenario
from powergame.text import uncommanded_markup

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from powergame.report.formats.csv import Cell

WIDTH = 100
"""Characters of a line of a result shown as text."""


def render(result: object, form: Form) -> str | None:
    """Return a result in some form; None for its picture where there is none."""
    if form == "markdown":
        return markdown.render(document(result))
    if form == "text":
        return terminal.render(document(result), terminal.Screen(width=WIDTH)).rstrip("\n")
    figure = drawn(result)
    if form == "svg":
        return None if figure is None else inline(figure).alone()
    return _html(document(result), figure)


def document(result: object) -> Document:
    """Return the document of a result, or of a scenario."""
    if isinstance(result, Scenario):
        return of_scenario.document(result)
    in_words: Callable[[object], Document] = import_module(f"powergame.report.documents.{_question(result)}").document
    return in_words(result)


def frame(result: object) -> pd.DataFrame:
    """Return the table of a result that its command writes as CSV."""
    import pandas as pd

    header, rows = of_scenario.csv_table(result) if isinstance(result, Scenario) else table(result)
    return pd.DataFrame(list(rows), columns=list(header))


def table(result: object) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    """Return header and rows of a result."""
    made: Callable[[object], tuple[Sequence[str], Iterable[Sequence[Cell]]]]
    made = import_module(f"powergame.report.documents.{_question(result)}").csv_table
    return made(result)


def drawn(result: object) -> Figure | None:
    """Return the first picture that has something to show of a result; None where none has."""
    if isinstance(result, Scenario):
        return None
    # a tree is drawn as the trees of deception are, whoever asked
    question = "deceive" if isinstance(result, TreeAnswer) else _question(result)
    for kind in KINDS:
        if kind.notebook and kind.of == question:
            with contextlib.suppress(UsageError):
                from powergame.report.pictures.drawing.fonts import readers_fonts

                with readers_fonts():
                    return kind.draw(result)
    return None


def _question(result: object) -> str:
    """Return the name of the question that a result answers."""
    name = type(result).__name__
    return next(question.name for question in QUESTIONS if name in question.classes)


def _html(words: Document, figure: Figure | None) -> str:
    from powergame.report.page.html import environment

    picture, described = None, ""
    if figure is not None:
        drawing = inline(figure)
        described = drawing.described
        picture = f"data:image/svg+xml;base64,{base64.b64encode(drawing.alone().encode()).decode()}"
    template = environment().get_template("fragment.html")
    return uncommanded_markup(template.render(document=words, picture=picture, described=described))
