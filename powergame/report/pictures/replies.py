"""Best-reply curves of a 2x2 game: what each would do by what the other does, and every equilibrium where they meet."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from powergame.analysis.replies import Reply, replies
from powergame.analysis.solve import Answer
from powergame.arrays import FloatArray
from powergame.errors import UsageError
from powergame.report.documents.solve import play
from powergame.report.numbers import at_rationality
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing import labels
from powergame.report.pictures.drawing.canvas import canvas
from powergame.report.pictures.drawing.labels import Box
from powergame.report.pictures.drawing.layout import MARGIN, Lines, Page, check_width, page
from powergame.report.pictures.drawing.style import (
    INK,
    LINE,
    PAPER,
    POINT,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    look,
    picture_style,
    tint,
    width_of,
    wrapped,
)
from powergame.report.pictures.words import title

MOST_SIZES = 4
"""Actors at most whose numbers of rungs a message lists."""

SIDE = 8.0
"""Greatest side of the square, in centimetres."""

TICKS = 1.15
"""Centimetres left of the square, for the ticks."""

ROOM = 0.06
"""Share of the square's side that is added around it, so that curves on its edges are seen."""

GAP = 0.5
BESIDE = 4.5
"""Least room for the key to the right of the square, in centimetres."""

ROW = 0.42
STROKES = (3.4, 1.8)
"""Widths of the two actors' curves in points: the first is wider, so that it is seen below the second."""

DASHES: tuple[tuple[int, tuple[float, ...]], ...] = ((0, ()), (0, (3.2, 1.1)))


def why_not(answer: Answer) -> str | None:
    """Return the reason why an answer has no such picture; None where it has one."""
    if answer.game.shape == (2, 2):
        return None
    shape = answer.game.shape
    size = " x ".join(map(str, shape)) if len(shape) <= MOST_SIZES else f"of {len(shape)} actors"
    return f"best-reply curves are of two actors with two rungs each; this game is {size} (see --kind payoffs, ladder)"


def draw_replies(answer: Answer, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw both actors' best replies (at a rationality: logit responses) and all equilibria, components included.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where the game is not 2x2.
    """
    if (reason := why_not(answer)) is not None:
        raise UsageError(reason)
    check_width(width)
    with picture_style():
        return _draw(answer, width, captions)


def describe_replies(answer: Answer) -> str:
    """Say in a sentence what the picture shows."""
    equilibria = " | ".join(play(answer, k) for k in range(len(answer.solution.equilibria)))
    both = " and ".join(answer.game.actors)
    return f"{answer.name}: what {both} would do by what the other does. They meet at {equilibria}."


def _draw(answer: Answer, width: float, captions: Captions) -> Figure:
    game = answer.game
    inner = width - 2 * MARGIN
    side = min(SIDE, inner - TICKS)
    left = MARGIN + TICKS
    beside = inner - TICKS - side - GAP
    wide = beside >= BESIDE
    axis_labels = [
        Lines(tuple(wrapped(f"{name}: probability of {rungs[1]} {arrow}", room, SMALL)), SMALL, colour=look(i).ink)
        for i, (name, rungs, arrow, room) in enumerate(
            zip(game.actors, game.rungs, ("→", "↑"), (TICKS + side, inner), strict=True)
        )
    ]
    key = 0.0 if wide else 2 * ROW + 0.1
    body = key + axis_labels[1].height + 0.1 + side + 0.5 + axis_labels[0].height + 0.2
    made = page(width, body, *captions.titled(title(answer), answer.name), _notes(answer))
    both = replies(game, answer.concept.rationality)
    top = made.write(axis_labels[1], left - TICKS, made.top + key) + 0.1
    if wide:
        _key(made, answer, both, left + side + GAP, top + 0.3, beside)
    else:
        _key(made, answer, both, MARGIN, made.top, inner)
    axes = made.axes(left, top, side, side)
    _square(axes)
    for i, reply in enumerate(both):
        _curve(axes, reply, i)
    _equilibria(axes, answer, both, side)
    made.write(axis_labels[0], left + side, top + side + 0.5, "right")
    made.figure.set_label(describe_replies(answer))
    return made.figure


def _square(axes: Axes) -> None:
    axes.set(xlim=(-ROOM, 1 + ROOM), ylim=(-ROOM, 1 + ROOM))
    ticks, words = [0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "", "50 %", "", "100 %"]
    axes.set_xticks(ticks, words)
    axes.set_yticks(ticks, words)
    axes.add_patch(Rectangle((0, 0), 1, 1, facecolor="none", edgecolor=LINE, linewidth=0.6, zorder=0))


def _curve(axes: Axes, reply: Reply, i: int) -> None:
    """Draw a reply: the first actor's own probability is across, the second's up."""
    if reply.indifferent:
        side = np.linspace(0, 2, 33)[1:-1]
        for total in side:  # stripes, rising for the first actor, falling for the second
            low, high = max(0.0, total - 1), min(1.0, total)
            ends = np.array([low, high])
            axes.plot(ends if i else 1 - ends, total - ends, color=tint(look(i).colour, 0.45), lw=0.8, zorder=1)
        return
    across, up = reply.points.T if i == 0 else reply.points.T[::-1]
    axes.plot(
        across,
        up,
        color=look(i).colour,
        lw=STROKES[i],
        ls=DASHES[i],
        solid_joinstyle="miter",
        dash_capstyle="butt",
        zorder=2 + i,
    )


def _key(made: Page, answer: Answer, both: tuple[Reply, Reply], left: float, top: float, width: float) -> None:
    on = canvas(made, left, top, width, 2 * ROW)
    reply = "best reply" if answer.concept.rationality is None else "response"
    for i, name in enumerate(answer.game.actors):
        y = (i + 0.5) * ROW
        words = f"'s {reply}" if not both[i].indifferent else ": indifferent, whatever the other does"
        if both[i].indifferent:
            on.stripes(0.0, y - 0.12, 0.9, 0.24, tint(look(i).colour, 0.6))
        else:
            on.line([(0.0, y), (0.9, y)], look(i).colour, STROKES[i], DASHES[i])
        room = on.width - 1.05
        on.say(fitted(name, room, TEXT, "bold", behind=words), 1.05, y, weight="bold", colour=look(i).ink)


def _places(answer: Answer) -> FloatArray:
    """Return where the equilibria are on the square, (E, 2)."""
    return np.array([[float(e.profile[0][1]), float(e.profile[1][1])] for e in answer.solution.equilibria])


def _equilibria(axes: Axes, answer: Answer, both: tuple[Reply, Reply], side: float) -> None:
    places = _places(answer)
    for members in answer.solution.convex:
        if len(members) > 1:
            low, high = places[list(members)].min(axis=0), places[list(members)].max(axis=0)
            if (high > low).all():
                axes.add_patch(Rectangle(low, *(high - low), facecolor=INK, alpha=0.25, linewidth=0, zorder=4))
            else:
                axes.plot(*np.stack((low, high)).T, color=INK, lw=5.5, alpha=0.4, solid_capstyle="round", zorder=4)
    several = len(places) > 1
    for equilibrium, at in zip(answer.solution.equilibria, places, strict=True):
        rings = ((11.5, PAPER), (9.5, INK), (7.2, PAPER)) if equilibrium.selected and several else ((7.6, PAPER),)
        for diameter, colour in (*rings, (4.8, INK)):
            axes.plot(*at, "o", ms=diameter, color=colour, mew=0, zorder=5)
    if several:
        _number(axes, places, both, side)


def _number(axes: Axes, places: FloatArray, both: tuple[Reply, Reply], side: float) -> None:
    """Write the equilibria's numbers beside them, where they hide least."""
    unit = side / (1 + 2 * ROOM)
    ink = [np.zeros((1, 2))]
    for i, reply in enumerate(both):
        points = (reply.points if i == 0 else reply.points[:, ::-1]) + ROOM
        ink += [labels.samples(start * unit, stop * unit) for start, stop in pairwise(points)]
    at = (places + ROOM) * unit
    ink += [labels.samples(point - 0.15, point + 0.15) for point in at]
    sizes = [(width_of(str(k + 1), TEXT, "bold") + 0.04, TEXT * POINT * 1.1) for k in range(len(at))]
    toward = [(0.7 if x < side / 2 else -0.7, 0.7 if y < side / 2 else -0.7) for x, y in at.tolist()]
    boxes = labels.place(
        [tuple(point) for point in at.tolist()], sizes, toward, np.concatenate(ink), Box(0, 0, side, side)
    )
    for k, box in enumerate(boxes):
        x, y = np.array(box.centre) / unit - ROOM
        axes.text(
            x,
            y,
            str(k + 1),
            size=TEXT,
            weight="bold",
            ha="center",
            va="center",
            path_effects=[withStroke(linewidth=2, foreground=PAPER)],
            zorder=6,
        )


def _notes(answer: Answer) -> list[str]:
    equilibria = answer.solution.equilibria
    logit = answer.concept.rationality
    if logit is not None:
        return [f"Quantal response {at_rationality(logit)}: {play(answer, 0)}."]
    several = len(equilibria) > 1
    notes = []
    for k, equilibrium in enumerate(equilibria):
        chosen = " (selected, ringed)" if equilibrium.selected and several else ""
        notes.append(f"{f'{k + 1}  ' if several else 'Equilibrium: '}{play(answer, k)}{chosen}.")
    if any(len(members) > 1 for members in answer.solution.convex):
        notes.append("Grey: all points between are equilibria, too.")
    return notes
