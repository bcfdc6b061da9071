"""Maps of a phase diagram: a region for each combination of verdicts, its name and its look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, ByteArray, IntArray
from powergame.report.pictures.drawing.layout import Colour
from powergame.report.pictures.drawing.regions import Fill
from powergame.report.pictures.drawing.style import INK, look, tint
from powergame.scenario.types import ALWAYS, DEPENDS, VERDICTS


@dataclass(frozen=True, eq=False)
class Panel:
    """One map: regions, as places in the lists of their names and fills, and points whose verdicts are unproven."""

    title: str
    colour: Colour
    regions: IntArray
    names: list[str]
    fills: list[Fill]
    unproven: BoolArray


def together(actors: tuple[str, ...], verdicts: ByteArray, proven: BoolArray, titles: Sequence[str]) -> list[Panel]:
    """Return a map for each panel with both of two actors' verdicts.

    Parameters
    ----------
    verdicts : (P, 2, Ny, Nx)
    proven : (P, Ny, Nx)
    titles
        Of the P panels.
    """
    codes = verdicts[:, 0].astype(np.int64) * 3 + verdicts[:, 1]
    pairs = [divmod(code, 3) for code in np.unique(codes).tolist()]
    names = [_called(first, second, actors) for first, second in pairs]
    fills = [_fill(first, second) for first, second in pairs]
    return [
        Panel(title, INK, np.searchsorted(np.unique(codes), codes[k]), names, fills, ~proven[k])
        for k, title in enumerate(titles)
    ]


def apart(actors: tuple[str, ...], verdicts: ByteArray, proven: BoolArray, titles: Sequence[str]) -> list[Panel]:
    """Return a map for each panel and actor.

    Parameters
    ----------
    verdicts : (P, n, Ny, Nx)
    proven : (P, Ny, Nx)
    titles
        Of the P panels.
    """
    panels = []
    for k, title in enumerate(titles):
        for i, name in enumerate(actors):
            pale, full = tint(look(i).colour, 0.04), tint(look(i).colour, 0.75)
            fills = [Fill(pale), Fill(full), Fill(pale, rising=full)]
            whole = ", ".join(part for part in (name, title) if part)
            regions = verdicts[k, i].astype(np.int64)
            panels.append(Panel(whole, look(i).ink, regions, list(VERDICTS), fills, ~proven[k]))
    return panels


def _called(first: int, second: int, actors: tuple[str, ...]) -> str:
    """Say who seeks power in a combination of verdicts."""
    surely = [name for name, verdict in zip(actors, (first, second), strict=True) if verdict == ALWAYS]
    perhaps = [name for name, verdict in zip(actors, (first, second), strict=True) if verdict == DEPENDS]
    if not perhaps:
        return ("nobody", f"{surely[0]} seeks" if surely else "", "both seek")[len(surely)]
    if len(perhaps) == 2:
        return "both: it depends"
    return f"{surely[0]} seeks, {perhaps[0]}: it depends" if surely else f"{perhaps[0]}: it depends"


def _fill(first: int, second: int) -> Fill:
    """Return the look of a combination: the ground tells who surely seeks, stripes of whom it depends."""
    colours = look(0).colour, look(1).colour
    deep = tint(INK, 0.48)
    if DEPENDS not in (first, second):
        if first == second:
            return Fill(deep if first == ALWAYS else tint(INK, 0.04))
        if first == ALWAYS:
            return Fill(tint(colours[0], 0.45))
        return Fill(tint(colours[1], 0.32), level=tint(colours[1], 0.62))
    ground = tint(INK, 0.04)
    if first == ALWAYS:
        ground = tint(colours[0], 0.45)
    elif second == ALWAYS:
        ground = tint(colours[1], 0.32)
    return Fill(
        ground,
        rising=tint(colours[0], 0.9) if first == DEPENDS else None,
        falling=tint(colours[1], 0.9) if second == DEPENDS else None,
    )
