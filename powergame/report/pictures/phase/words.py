"""What a phase diagram shows, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from powergame.analysis.aspect import UNDECIDED
from powergame.digits import percent, significant
from powergame.report.pictures.drawing.scales import labels
from powergame.report.pictures.drawing.style import share
from powergame.scenario.paths.words import words_of_path
from powergame.scenario.types import ALWAYS, DEPENDS, NEVER
from powergame.text import sentence

if TYPE_CHECKING:
    from powergame.analysis.sweep.phase.diagram import PhaseDiagram

NAMED = 3
"""Actors, or rungs, that a title names at most."""

SPECK = 0.005
"""Least share of the maps that a region in the key has; smaller ones are mostly single points on a border."""

WHAT = {"war": "the chance of war", "destroyed": "the share of all power destroyed"}


def describe(diagram: PhaseDiagram) -> str:
    """Say in some sentences what the picture shows."""
    x, y = (labels([float(v.min()), float(v.max())]) for v in (diagram.x, diagram.y))
    words = [words_of_path(diagram.scenario, path) for path in (diagram.x_path, diagram.y_path)]
    plane = f"{words[0]} from {x[0]} to {x[1]} and {words[1]} from {y[0]} to {y[1]}"
    panels = ""
    if diagram.panel_path:
        panels = f", for {len(diagram.panels)} values of {words_of_path(diagram.scenario, diagram.panel_path)}"
    doubtful = diagram.share(~diagram.proven)
    doubt = f" {_answers(diagram)} are unproven over {share(doubtful)} of it." if doubtful else ""
    late = f" {cut(diagram)}" if diagram.limited else ""
    what = {"seeks": "who seeks power", "plays": f"what {diagram.aspect.actor} plays", **WHAT}[diagram.aspect.kind]
    return f"{subject(diagram)}: a map of {what} over {plane}{panels}. {sentence(finding(diagram))}{doubt}{late}"


def subject(diagram: PhaseDiagram) -> str:
    """Return the subject of the diagram: the scenario's name, and the values that are held."""
    held = ", ".join(f"{words_of_path(diagram.scenario, path)} = {significant(value)}" for path, value in diagram.held)
    return f"{diagram.scenario.name}{f' ({held})' if held else ''}"


def finding(diagram: PhaseDiagram) -> str:
    """Say in a sentence what holds over how much of the map."""
    text = _found(diagram)
    return text if len(diagram.panels) == 1 else text.replace("this map", "these maps")


def _found(diagram: PhaseDiagram) -> str:
    if diagram.answers is None:
        return _seeking(diagram)
    known = diagram.answers[~np.isnan(diagram.answers) & (diagram.answers != UNDECIDED)]
    if not known.size:
        return "No equilibrium is selected anywhere on this map"
    return _number(diagram, known) if diagram.aspect.is_number else _played(diagram, known)


def instead(diagram: PhaseDiagram) -> str:
    """Say what turns where what was asked does not; empty where nothing is known to."""
    return f"What does turn here: {'; '.join(diagram.instead)}." if diagram.instead else ""


def cut(diagram: PhaseDiagram) -> str:
    """Say that the time limit cut the work on the map; empty where it did not."""
    if not diagram.limited:
        return ""
    points = f"{len(diagram.x)} by {len(diagram.y)} points"
    return f"The time limit ran out: {points} are solved, and borders lie somewhere between them."


def _answers(diagram: PhaseDiagram) -> str:
    return {"seeks": "Verdicts", "plays": "Rungs"}.get(diagram.aspect.kind, "Numbers")


def _number(diagram: PhaseDiagram, known: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    least, greatest = float(known.min()), float(known.max())
    what = WHAT[diagram.aspect.kind].capitalize()
    if percent(least) == percent(greatest):
        return f"{what} is {percent(least)} all over this map"
    text = f"{what} is {percent(least).removesuffix(' %')} to {percent(greatest)}"
    level = min(diagram.aspect.levels, key=lambda each: abs(each - float(np.median(diagram.aspect.levels))))
    half = diagram.share(diagram.layers[:, diagram.aspect.levels.index(level)] == 1)
    return f"{text}, at least {percent(level)} over {share(half)} of this map" if 0 < half < 1 else text


def _played(diagram: PhaseDiagram, known: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    actor = diagram.aspect.actor or ""
    ladder = diagram.scenario.ladder_of(diagram.scenario.actors[diagram.actors.index(actor)])
    rungs = np.unique(known.astype(np.int64)).tolist()
    extents = [diagram.share(diagram.layers[:, 0] == rung) for rung in rungs]
    if extents == [1.0]:
        return f"{actor} plays {ladder[rungs[0]].name} all over this map"
    shares = [(ladder[rungs[k]].name, extents[k]) for k in sorted(range(len(rungs)), key=lambda k: -extents[k])]
    parts = [f"{name} over {share(part)}{'' if k else ' of this map'}" for k, (name, part) in enumerate(shares[:NAMED])]
    more = f", {len(shares) - NAMED} more over less" if len(shares) > NAMED else ""
    return f"{actor} plays {', '.join(parts)}{more}"


def _seeking(diagram: PhaseDiagram) -> str:
    always = [diagram.share(diagram.verdicts[:, i] == ALWAYS) for i in range(len(diagram.actors))]
    if (diagram.verdicts == NEVER).all():
        return "Nobody seeks power anywhere on this map"
    if (diagram.verdicts == ALWAYS).all():
        return "Everybody seeks power everywhere on this map"
    order = sorted((i for i, held in enumerate(always) if held), key=lambda i: -always[i])
    parts = []
    for k, i in enumerate(order[:NAMED]):
        parts.append(
            f"{diagram.actors[i]}{' seeks power over' if not k else ' over'} {share(always[i])}"
            + ("" if k else " of this map")
        )
    if len(order) > NAMED:
        parts.append(f"{len(order) - NAMED} more over less")
    depends = diagram.share((diagram.verdicts == DEPENDS).any(axis=1))
    text = ", ".join(parts)
    if depends < SPECK:
        return text
    open_ = f"over {share(depends)}{'' if text else ' of this map'} it depends on the equilibrium"
    return f"{text}; {open_}" if text else f"{open_[0].upper()}{open_[1:]} who seeks power"
