"""Where the borders of a phase diagram lie between its points: each crossing is found by halving."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from powergame.analysis.sweep.phase.asking import Answered, Asking, engine_of, quick
from powergame.analysis.sweep.phase.diagram import BETWEEN, Crossings, PhaseDiagram, rising
from powergame.arrays import ByteArray, FloatArray, IndexArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.errors import ScenarioError

HALVINGS = 27
"""Halvings of the way between two points: a hundred-millionth of it is left, 1e-10 of an axis of a hundred points."""

POINTS, POINTS_ONE_BY_ONE = 400_000, 1_000
"""Points that are solved at most to find crossings, by kernels and otherwise; of more crossings each is halved less
often."""


def with_borders(
    diagram: PhaseDiagram, concept: Concept | None = None, deadline: Deadline = NO_DEADLINE
) -> PhaseDiagram:
    """Return a diagram with rising values, the scenario's own among them, and with the places of its borders.

    Between points next to each other that are answered differently, the place where the answer turns is halved until
    it is known to `HALVINGS`; of several such places one is found. So lines drawn through these places meet the border
    at each line of the grid. The scenario's own point is a point of the grid, so that it always lies on its side.
    """
    diagram = rising(diagram)
    paths = [diagram.x_path, diagram.y_path, *([diagram.panel_path] if diagram.panel_path else [])]
    asking = Asking(
        diagram.scenario,
        (*paths, *(path for path, _ in diagram.held)),
        diagram.aspect,
        concept,
        deadline=deadline,
    )
    try:
        diagram = _with_own(diagram, asking)
        return replace(diagram, crossings=_crossings(diagram, asking))
    except ScenarioError:  # between valid points there are some that are no valid scenarios
        return diagram


def _at(diagram: PhaseDiagram, panels: IndexArray, x: FloatArray, y: FloatArray) -> dict[str, FloatArray]:
    """Return points by path: at x and y in panels, all (B,)."""
    points = {diagram.x_path: x, diagram.y_path: y}
    if diagram.panel_path:
        points[diagram.panel_path] = diagram.panels[panels]
    return {**points, **{path: np.full(len(x), value) for path, value in diagram.held}}


def _solved(asking: Asking, points: dict[str, FloatArray]) -> Answered:
    answers = asking.at(points)
    assert answers is not None, "nothing stopped it"
    return answers


def _with_own(diagram: PhaseDiagram, asking: Asking) -> PhaseDiagram:
    """Return a diagram with the scenario's own point as a point of its grid, where it lies within."""
    if not diagram.shows_own:
        return diagram
    for along_x in (False, True):
        own, values = (diagram.own[0], diagram.x) if along_x else (diagram.own[1], diagram.y)
        if own in values:
            continue
        others = diagram.y if along_x else diagram.x
        panels: IndexArray = np.repeat(np.arange(len(diagram.panels)), len(others))
        at, fixed = np.tile(others, len(diagram.panels)), np.full(len(panels), own)
        points = _at(diagram, panels, fixed, at) if along_x else _at(diagram, panels, at, fixed)
        diagram = _grown(diagram, _solved(asking, points), own, along_x=along_x)
    return diagram


def _grown(diagram: PhaseDiagram, solved: Answered, own: float, *, along_x: bool) -> PhaseDiagram:
    """Return a diagram with one more value of x, or of y, and what is known there, panel by panel."""
    values, axis = (diagram.x, -1) if along_x else (diagram.y, -2)
    place = int(np.searchsorted(values, own))
    more = np.insert(values, place, own)
    shape = (len(diagram.panels), len(solved.proven) // len(diagram.panels))
    verdicts = np.moveaxis(solved.verdicts.reshape(-1, *shape), 0, 1)
    answers = diagram.answers
    if answers is not None and solved.answers is not None:
        answers = np.insert(answers, place, solved.answers.reshape(shape), axis=axis)
    return replace(
        diagram,
        x=more if along_x else diagram.x,
        y=diagram.y if along_x else more,
        verdicts=np.insert(diagram.verdicts, place, verdicts, axis=axis),
        proven=np.insert(diagram.proven, place, solved.proven.reshape(shape), axis=axis),
        answers=answers,
    )


@dataclass(frozen=True, eq=False)
class _Edges:
    """Pairs of points next to each other that are answered differently, E of them.

    Attributes
    ----------
    panels, layers, rows, columns : (E,)
        Of the first point.
    along_x
        Whether the second point is the next in x, and not in y.
    """

    panels: IndexArray
    layers: IndexArray
    rows: IndexArray
    columns: IndexArray
    along_x: bool


def _crossings(diagram: PhaseDiagram, asking: Asking) -> Crossings:
    layers = diagram.layers
    found = []
    differing = (layers[..., 1:] != layers[..., :-1], layers[..., 1:, :] != layers[..., :-1, :])
    count = sum(int(differs.sum()) for differs in differing)
    most = POINTS if quick(asking.scenario, asking.concept) else POINTS_ONE_BY_ONE
    halvings = min(HALVINGS, most // max(count, 1))
    asking = replace(asking, engine=engine_of(asking.scenario, asking.concept, count * halvings))
    for along_x, differs in zip((True, False), differing, strict=True):
        places = np.full(differs.shape, BETWEEN)
        panels, kinds, rows, columns = np.nonzero(differs)
        edges = _Edges(panels, kinds, rows, columns, along_x)
        places[differs] = _halved(diagram, layers, asking, edges, halvings)
        found.append(places)
    return Crossings(*found)


def _halved(diagram: PhaseDiagram, layers: ByteArray, asking: Asking, edges: _Edges, halvings: int) -> FloatArray:
    """Return where answers turn from one point of each pair to the other, (E,), as fractions of the way."""
    count = len(edges.panels)
    low, high = np.zeros(count), np.ones(count)
    here = layers[edges.panels, edges.layers, edges.rows, edges.columns]
    values, logarithmic = (diagram.x, diagram.logarithmic[0]) if edges.along_x else (diagram.y, diagram.logarithmic[1])
    first = edges.columns if edges.along_x else edges.rows
    start, stop = values[first], values[first + 1]
    every = np.arange(count)
    for _ in range(halvings if count else 0):
        middle = (low + high) / 2
        at = start * (stop / start) ** middle if logarithmic else start + middle * (stop - start)
        x, y = (at, diagram.y[edges.rows]) if edges.along_x else (diagram.x[edges.columns], at)
        codes = _solved(asking, _at(diagram, edges.panels, x, y)).layers(diagram.aspect)[edges.layers, every]
        low, high = np.where(codes == here, middle, low), np.where(codes == here, high, middle)
    return (low + high) / 2
