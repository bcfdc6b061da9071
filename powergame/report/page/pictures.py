"""Pictures within the page: each in two widths, so that its words can be read on a phone too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from powergame.analysis.solve import Answer
from powergame.report.page.inline import Inline, inline
from powergame.report.pictures.kinds import borders_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from powergame.analysis.deceive.result import Deception
    from powergame.analysis.infer.result import Inference
    from powergame.analysis.solve.tree.result import TreeAnswer

Section = Literal["answer", "why", "equilibria", "deeds", "tree"]

WIDE, NARROW = 16.0, 8.0
"""Centimetres of the two widths, for a page and for a phone: words are about as large as the page's."""

MAX_PANELS = 6
"""Largest number of actors whose directions the others' arrows are projected on; the first of the scenario are."""

MAX_RUNGS = 24
"""Largest number of rungs, of all ladders together, that are drawn one by one."""


@dataclass(frozen=True)
class Picture:
    """A picture and where it stands."""

    kind: str
    section: Section
    wide: Inline
    narrow: Inline


@dataclass(frozen=True)
class PlacedKind:
    """A kind of picture: where it stands, of which answers it is drawn, and what draws it at a width."""

    name: str
    section: Section
    of: Callable[[Answer], bool]
    draw: Callable[[Answer, float], Figure]


def pictures(answer: Answer, name: str) -> Iterator[Picture]:
    """Yield the pictures of an answer.

    Parameters
    ----------
    name
        Name of the answer on the page; ids begin with it.
    """
    for kind in KINDS:
        if kind.of(answer):
            yield Picture(kind.name, kind.section, *_two_widths(partial(kind.draw, answer), f"{name}-{kind.name}"))


def deeds_picture(inference: Inference, name: str) -> Picture:
    """Return the picture of what deeds tell.

    Parameters
    ----------
    name
        Name of the scenario on the page; ids begin with it.
    """
    from powergame.report.pictures.inverse.posterior import draw_posterior

    draw = partial(draw_posterior, inference, borders_of(inference))
    return Picture("posterior", "deeds", *_two_widths(draw, f"{name}-posterior"))


def tree_picture(result: Deception | TreeAnswer, name: str) -> Picture:
    """Return the picture of the histories of an equilibrium.

    Parameters
    ----------
    name
        Name of the scenario on the page; ids begin with it.
    """
    from powergame.report.pictures.deception.tree import draw_tree

    return Picture("tree", "tree", *_two_widths(partial(draw_tree, result), f"{name}-tree"))


def _two_widths(draw: Callable[[float], Figure], name: str) -> tuple[Inline, Inline]:
    """Return a picture for a page and for a phone."""
    from powergame.report.pictures.drawing.fonts import readers_fonts

    with readers_fonts():
        wide, narrow = (
            inline(draw(width), f"{name}-{size}-", titled=False) for width, size in ((WIDE, "wide"), (NARROW, "narrow"))
        )
    return wide, narrow


def _vectors(answer: Answer, width: float) -> Figure:
    from powergame.report.pictures.vectors.picture import draw_vectors

    return draw_vectors(answer, width, answer.game.actors[:MAX_PANELS])


def _ladder(answer: Answer, width: float) -> Figure:
    from powergame.report.pictures.ladder import draw_ladder

    return draw_ladder(answer, width)


def _replies(answer: Answer, width: float) -> Figure:
    from powergame.report.pictures.replies import draw_replies

    return draw_replies(answer, width)


def _sides(answer: Answer, width: float) -> Figure:
    from powergame.report.pictures.sides import draw_sides

    return draw_sides(answer, width)


def _has_sides(answer: Answer) -> bool:
    """Whether a war can come in which somebody could stand with somebody else."""
    return len(answer.actors) > 2 and answer.if_war is not None and answer.if_war.probability > 0


def _has_ladders(answer: Answer) -> bool:
    return bool(answer.actors) and answer.selected is not None and sum(answer.game.shape) <= MAX_RUNGS


def _has_curves(answer: Answer) -> bool:
    """Whether curves show more than a matrix does: where a point is not a cell of it."""
    return answer.game.shape == (2, 2) and not all(e.pure for e in answer.solution.equilibria)


KINDS = (
    PlacedKind("vectors", "answer", lambda answer: answer.scenario is not None, _vectors),
    PlacedKind("sides", "answer", _has_sides, _sides),
    PlacedKind("ladder", "why", _has_ladders, _ladder),
    PlacedKind("replies", "equilibria", _has_curves, _replies),
)
"""Kinds of pictures on the page, in its order."""
