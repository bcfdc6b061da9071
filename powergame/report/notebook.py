"""Results in notebooks: the tables that the commands print, as HTML, and the picture that says it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from powergame.analysis.compare import Comparison
from powergame.analysis.display import Form
from powergame.report.document import Document
from powergame.report.documents import compare as compared
from powergame.report.formats import markdown, terminal
from powergame.report.page.inline import inline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from powergame.analysis.solve import Answer
    from powergame.analysis.sweep import Sweep
    from powergame.analysis.threshold import Thresholds

WIDTH = 100
"""Columns of a result shown as text."""

ABREAST = 3
"""Scenarios beside the baseline in a table of that width."""

DOCUMENTS = {"Answer": "solve", "Convergence": "converge", "Sweep": "sweep", "Thresholds": "threshold"}
"""The module of the report that says what a result says, by the name of the result's class."""


def render(result: object, form: Form) -> str | None:
    """Return a result in some form; None for the picture of one that no picture says."""
    if form == "markdown":
        return markdown.render(document(result))
    if form == "text":
        return terminal.render(document(result, ABREAST), terminal.Screen(width=WIDTH)).rstrip("\n")
    figure = drawn(result)
    if form == "svg":
        return None if figure is None else inline(figure).alone()
    return _html(document(result), figure)


def document(result: object, abreast: int | None = None) -> Document:
    """Return what a result says; of scenarios side by side what differs, so many of them in a table."""
    if isinstance(result, Comparison):
        return compared.document(result, only_changed=True, abreast=abreast)
    said: Callable[[object], Document] = import_module(
        f"powergame.report.documents.{DOCUMENTS[type(result).__name__]}"
    ).document
    return said(result)


def drawn(result: object) -> Figure | None:
    """Return the picture of a result; None where none says it."""
    drawing = PICTURES.get(type(result).__name__)
    return None if drawing is None else drawing(result)


def _answer(found: Answer) -> Figure | None:
    """Return the arrows of a scenario, or the matrix of a game."""
    from powergame.report.pictures import payoffs, vectors

    if found.scenario is not None:
        return vectors.draw_vectors(found)
    return payoffs.draw_payoffs(found) if payoffs.why_not(found) is None else None


def _thresholds(found: Thresholds) -> Figure:
    from powergame.report.pictures.threshold import draw_threshold

    return draw_threshold(found)


def _sweep(found: Sweep) -> Figure | None:
    from powergame.report.pictures.kinds import draw_sweep

    return draw_sweep(found) if len(found.plan.axes) > 1 else None


PICTURES: dict[str, Callable[[Any], Figure | None]] = {"Answer": _answer, "Sweep": _sweep, "Thresholds": _thresholds}
"""What draws a result, by the name of its class."""


def _html(said: Document, figure: Figure | None) -> str:
    from powergame.report.page.html import environment

    picture, described = None, ""
    if figure is not None:
        drawing = inline(figure)
        described = drawing.described
        picture = f"data:image/svg+xml;base64,{base64.b64encode(drawing.alone().encode()).decode()}"
    template = environment().get_template("fragment.html")
    return template.render(document=said, picture=picture, described=described)
