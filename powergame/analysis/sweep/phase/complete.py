"""A phase diagram as pictures show it: with borders, and with what turns where that which was asked does not."""

from __future__ import annotations

import shlex
from dataclasses import replace

import numpy as np

from powergame.analysis.aspect import rung_played
from powergame.analysis.sweep.phase.crossings import with_borders
from powergame.analysis.sweep.phase.diagram import PhaseDiagram, rising
from powergame.arrays import FloatArray, IntArray
from powergame.batch.engine import solve_batch
from powergame.batch.types import Results
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.digits import percent
from powergame.equilibrium.concept import Concept
from powergame.errors import TimeLimitError
from powergame.scenario.scenario import Scenario

ALONG, OVER = 9, 3
"""Values of the first two paths, and of the third, at which other questions are asked."""

ALIKE = 1e-6
"""Probability, or fraction of all power, by which numbers differ that are said to move."""


def completed(diagram: PhaseDiagram, concept: Concept | None = None, deadline: Deadline = NO_DEADLINE) -> PhaseDiagram:
    """Return a diagram with its borders, and where nothing turns, with what does, as far as there is time."""
    try:
        if diagram.turns:
            return with_borders(diagram, concept, deadline)
        return replace(diagram, instead=_instead(diagram, concept, deadline))
    except TimeLimitError:
        return replace(rising(diagram), limited="time")


def _instead(diagram: PhaseDiagram, concept: Concept | None, deadline: Deadline) -> tuple[str, ...]:
    """Say what turns over a plane where that which was asked does not, and by which option it is asked."""
    x, y, panels = _some(diagram.x, ALONG), _some(diagram.y, ALONG), _some(diagram.panels, OVER)
    third, up, across = (grid.ravel() for grid in np.meshgrid(panels, y, x, indexing="ij"))
    points = {diagram.x_path: across, diagram.y_path: up}
    if diagram.panel_path:
        points[diagram.panel_path] = third
    points |= {path: np.full(len(up), value) for path, value in diagram.held}
    columns = Variants(diagram.scenario, tuple(points)).columns(points)
    results = solve_batch(columns, concept=concept, with_play=True, deadline=deadline)
    return tuple(turning(diagram.scenario, results, diagram.aspect.text))


def turning(scenario: Scenario, results: Results, asked: str) -> list[str]:
    """Say what turns among results, but for what was asked, and by which option it is asked.

    Parameters
    ----------
    results
        With play.
    """
    told = []
    for kind, words, numbers in (
        ("war", "the chance of war moves", results.war),
        ("destroyed", "the share of power destroyed moves", results.destroyed),
    ):
        known = numbers[~np.isnan(numbers)]
        if known.size and (low := float(known.min())) + ALIKE < (high := float(known.max())):
            option = f"--of {kind}" if asked != kind else f"--level {_between(low, high)}"
            told.append(f"{words} from {percent(low)} to {percent(high)} ({option})")
    first = 0
    for actor, verdicts in zip(scenario.actors, results.verdicts, strict=True):
        if asked != "seeks" and len(np.unique(verdicts)) > 1:
            told.append(f"the verdict of {actor.name} turns (--of seeks)")
        ladder = scenario.ladder_of(actor)
        rungs = rung_played(results.play[first : first + len(ladder)])
        first += len(ladder)
        played = [ladder[k].name for k in np.unique(rungs[rungs >= 0]).tolist()]
        if len(played) > 1 and asked != f"plays.{actor.name}":
            told.append(f"{actor.name} plays {' or '.join(played)} (--of {shlex.quote(f'plays.{actor.name}')})")
    return told


def _between(low: float, high: float) -> str:
    """Return a short number between two others."""
    middle = (low + high) / 2
    for digits in range(1, 17):
        text = f"{middle:.{digits}g}"
        if low < float(text) < high:
            break
    return text


def _some(values: FloatArray, most: int) -> FloatArray:
    places: IntArray = np.unique(np.linspace(0, len(values) - 1, min(most, len(values))).round().astype(np.int64))
    return np.asarray(values[places])
