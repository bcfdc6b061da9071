"""The house's pictures within the page: two of each, since words must be read on a phone too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from powergame.analysis.answer import Answer
from powergame.report.page.inline import Inline, inline
from powergame.scenario.names import shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Place = Literal["answer", "payoffs", "equilibria"]

WIDE, NARROW = 16.0, 8.0
"""Centimetres that fill a page, and a phone: their words are then about as large as the page's."""

MAX_PANELS = 6
"""Actors whose directions the others' arrows are projected on, the first named."""


@dataclass(frozen=True)
class Picture:
    """A picture and where it stands."""

    kind: str
    place: Place
    wide: Inline
    narrow: Inline


@dataclass(frozen=True)
class Kind:
    """A kind of picture: where it stands, of which answers it is drawn, and what draws it at a width."""

    name: str
    place: Place
    of: Callable[[Answer], bool]
    draw: Callable[[Answer, float], Figure]


def pictures(answer: Answer, name: str) -> Iterator[Picture]:
    """Yield the pictures of an answer.

    Parameters
    ----------
    name
        Of the answer on the page; ids begin with it.
    """
    letters = "".join(sorted(_letters(answer)))
    for kind in KINDS:
        if kind.of(answer):
            wide, narrow = (
                inline(kind.draw(answer, width), f"{name}-{kind.name}-{size}-", titled=False, letters=letters)
                for width, size in ((WIDE, "wide"), (NARROW, "narrow"))
            )
            yield Picture(kind.name, kind.place, wide, narrow)


def _letters(answer: Answer) -> set[str]:
    """Return the letters of all names that may stand in a picture; none where a name may look like a letter's code."""
    outcomes = answer.scenario.outcomes if answer.scenario else ()
    names = (*answer.game.actors, *(rung for ladder in answer.game.rungs for rung in ladder), *outcomes)
    return set() if any("\\" in shown(name) for name in names) else {c for name in names for c in name}


def _vectors(answer: Answer, width: float) -> Figure:
    from powergame.report.pictures.vectors import draw_vectors

    return draw_vectors(answer, width, answer.game.actors[:MAX_PANELS])


KINDS = (Kind("vectors", "answer", lambda answer: answer.scenario is not None, _vectors),)
"""In the order of the page."""


def inks() -> list[tuple[str, str]]:
    """Return the colours of pictures and the names under which the page has them, light or dark."""
    from matplotlib.colors import to_hex

    from powergame.report.page.view import COLOURS
    from powergame.report.pictures import style

    found = {style.INK: "ink", style.FAINT: "faint", style.LINE: "deep"}
    for i in range(COLOURS):
        look = style.look(i)
        found |= {look.colour: f"actor-{i}", to_hex(look.ink): f"actor-{i}"}
    return list(found.items())
