"""The picture of arrows: a panel for each actor's view, and what that is worth to it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from powergame.analysis.display import marked
from powergame.analysis.solve import Answer
from powergame.errors import UsageError
from powergame.report.documents.solve import doubts
from powergame.report.documents.solved.words import headline
from powergame.report.numbers import number
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.layout import MARGIN, Page, check_width, page, shares
from powergame.report.pictures.drawing.style import FAINT, SMALL, TEXT, WIDTH, fitted, look, picture_style, share
from powergame.report.pictures.vectors.plane import ArrowPlane, View, plane, view
from powergame.report.pictures.vectors.scene import LONGEST, MOST_PROJECTED, draw_scene, scene, window
from powergame.report.pictures.vectors.tables import (
    LINE_HEIGHT,
    listed_rows,
    table,
    write_list,
    write_table,
)
from powergame.report.pictures.words import minus
from powergame.scenario.scenario import Scenario
from powergame.text import printable

NARROW_PANEL, WIDE_PANEL = 4.6, 9.0
"""Least width of panels abreast, and greatest width of a single one, in centimetres."""

SMALL_PANEL, MOST_COLUMNS = 2.2, 3
"""Least width of panels that share a table, in centimetres, and how many of them are abreast at most."""

GAP = 0.5
HEAD = 0.82
"""Centimetres above a panel, for whose view it is and what it does."""

MOST_PANELS = 6
"""Panels that are drawn by default; the arrows of all actors are in each of them."""

PER_NAME = 1.5
"""Centimetres of a panel's width for each actor without which numbers stand for names."""

DOES = {"always": "always seeks power", "never": "never seeks power", "depends": "may seek power"}


def draw_vectors(
    answer: Answer, width: float = WIDTH, actors: Sequence[str] = (), captions: Captions = OWN_WORDS
) -> Figure:
    """Draw every actor's arrow, its length its share of power, with the others' projections on one actor's direction.

    Parameters
    ----------
    width
        In centimetres.
    actors
        Whose directions the others are projected on, a panel each; by default the first `MOST_PANELS`.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where there is no scenario, or no such actor.
    """
    check_width(width)
    scenario, views, on = _seen(answer, actors)
    with picture_style():
        return _draw(answer, scenario, views, on, width, captions)


def describe_vectors(answer: Answer, actors: Sequence[str] = ()) -> str:
    """Say in a sentence what the picture shows."""
    scenario, views, _ = _seen(answer, actors)
    held = ", ".join(f"{name} holds {share(power)}" for name, power in zip(scenario.names, views[0].power, strict=True))
    worth = ", ".join(f"{minus(number(view.value))} to {scenario.names[view.actor]}" for view in views)
    return f"{answer.name}: arrows as long as power. {held}; all of it is worth {worth}. {headline(answer)}"


def _seen(answer: Answer, actors: Sequence[str]) -> tuple[Scenario, list[View], ArrowPlane]:
    scenario = answer.scenario
    if scenario is None:
        raise UsageError("a game has no preferences; arrows are of scenarios")
    for name in actors:
        if name not in scenario.names:
            raise UsageError(f"there is no actor {printable(name)}; there are {printable(', '.join(scenario.names))}")
    on = plane(scenario)
    chosen = [i for i, name in enumerate(scenario.names) if name in (actors or scenario.names[:MOST_PANELS])]
    return scenario, [view(scenario, i, on) for i in chosen], on


def _draw(
    answer: Answer, scenario: Scenario, views: list[View], on: ArrowPlane, width: float, captions: Captions
) -> Figure:
    inner = width - 2 * MARGIN
    shared = len(views) > 1 and len(scenario.actors) > 2
    least, most = (SMALL_PANEL, MOST_COLUMNS) if shared else (NARROW_PANEL, len(views))
    columns = min(len(views), most, max(1, int((inner + GAP) // (least + GAP))))
    columns = math.ceil(len(views) / math.ceil(len(views) / columns))
    wide, lefts = shares(inner, columns, GAP)
    drawn = min(wide, WIDE_PANEL)
    numbered = drawn < PER_NAME * len(scenario.actors)
    shown = window(views, scenario.names, on, drawn, numbered=numbered)
    lists = [] if shared else [listed_rows(scenario.names, each, numbered=numbered) for each in views]
    below = table(scenario.names, views, inner) if shared else None
    each = HEAD + shown.size[1] + max(map(len, lists), default=0) * LINE_HEIGHT + 0.35
    rows = math.ceil(len(views) / columns)
    body = rows * each + (below.height + 0.2 if below else 0.0)
    title = captions.titled(headline(answer), answer.name)
    made = page(width, body, *title, [*_notes(scenario, views, on, shared=shared), *doubts(answer)])
    for k, actor_view in enumerate(views):
        left, top = MARGIN + lefts[k % columns], made.top + k // columns * each
        _head(made, answer, actor_view.actor, left, top, wide, numbered=numbered or shared)
        at = left + (wide - drawn) / 2
        axes = made.axes(at, top + HEAD, *shown.size)
        draw_scene(axes, scene(actor_view, scenario.names, on, shown.unit, numbered=numbered), shown)
        if lists:
            write_list(made, lists[k], at, top + HEAD + shown.size[1] + 0.1, drawn)
    if below:
        write_table(made, below, MARGIN, made.top + rows * each)
    made.figure.set_label(describe_vectors(answer, [scenario.names[actor_view.actor] for actor_view in views]))
    return made.figure


def _head(made: Page, answer: Answer, i: int, left: float, top: float, wide: float, *, numbered: bool) -> None:
    """Write whose view a panel is, and below it what the actor does."""
    actor = answer.actors[i]
    name = f"{i + 1}  {actor.name}" if numbered else actor.name
    made.say(fitted(name, wide, TEXT, "bold"), left, top + 0.32, weight="bold", colour=look(i).ink)
    does = marked(actor.verdict, proven=False) if answer.unproven else DOES[actor.verdict]
    made.say(fitted(does, wide, SMALL), left, top + 0.66, size=SMALL, colour=FAINT)


def _notes(scenario: Scenario, views: list[View], on: ArrowPlane, *, shared: bool) -> list[str]:
    notes = ["Arrows are as long as shares of power. Dashed: others' arrows, projected on the actor's own direction."]
    if shared:
        notes[0] += " In bold: an actor's own power, its share."
    if on.principal:
        notes.append(f"The plane of the two principal directions shows {share(on.shown)} of the arrows' length.")
    elif scenario.outcomes and not on.line:
        notes.append(f"Across: {scenario.outcomes[0]}. Up: {scenario.outcomes[1]}.")
    if len(views) < len(scenario.actors):
        notes.append(f"{len(views)} of {len(scenario.actors)} actors' views.")
    if len(scenario.actors) > MOST_PROJECTED and not on.line:
        notes.append(f"Of the others' arrows the {LONGEST} longest projections are drawn.")
    if any(view.believes for view in views):
        notes.append("Each sees what it believes.")
    return notes
