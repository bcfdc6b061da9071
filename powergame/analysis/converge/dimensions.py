"""Scenarios put into a space of more or fewer outcomes, for draws of preferences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from powergame.arrays import FloatArray
from powergame.errors import UsageError
from powergame.scenario.fields import MAX_DIMENSIONS
from powergame.scenario.paths.apply import opened, unasked
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Prior
from powergame.text import listed, printable

NO_MORE = 1e-12
"""Part of a vector's length: a vector outside of the others' span by less counts as inside."""

Unknown = tuple[str, Prior]


def preferences_path(name: str) -> str:
    """Return the path of an actor's preferences."""
    return f"actors.{name}.preferences"


def held_directions(scenario: Scenario, unknown: Sequence[Unknown]) -> list[str]:
    """Return the paths of beliefs and unknowns about directions, other than whole directions that are drawn."""
    believed = [f"actors.{actor.name}.beliefs.{path}" for actor in scenario.actors for path, _ in actor.beliefs]
    single = [path for path, prior in unknown if prior.kind != "direction"]
    return [path for path in (*believed, *single) if parse(path, scenario.outcomes).moves_directions]


def untabled(scenario: Scenario, unknown: Sequence[Unknown]) -> Scenario:
    """Return a scenario from which whole directions can be drawn: a table of alignments stands for vectors then.

    Alignments that are asked for, and those that somebody believes in, turn what is drawn, as without a table.
    """
    if scenario.alignments is None or not any(prior.kind == "direction" for _, prior in unknown):
        return scenario
    base = opened(scenario)
    unturned = tuple(actor.preferences for actor in base.actors) if base.asked else ()
    return replace(base, alignments=None, unturned=unturned)


def in_dimensions(
    scenario: Scenario, dimensions: int, unknown: Sequence[Unknown]
) -> tuple[Scenario, tuple[Unknown, ...]]:
    """Return the scenario and its unknowns in a space of so many outcomes.

    Fixed vectors keep their lengths and angles. They get zeros for further outcomes, or are turned into the first
    outcomes where there are fewer. Alignments that are asked for, believed in or unknown turn them there, and those
    that are drawn.

    Raises
    ------
    UsageError
        Where the number is out of range, or the fixed vectors do not fit in.
    """
    if dimensions == scenario.dimensions:
        return scenario, tuple(unknown)
    if not 1 <= dimensions <= MAX_DIMENSIONS:
        raise UsageError(f"{dimensions:,} dimensions; expected 1 to {MAX_DIMENSIONS:,}")
    held = [path for path in held_directions(scenario, unknown) if not parse(path, scenario.outcomes).subject.towards]
    if held:
        raise UsageError(
            f"{listed([printable(path) for path in held])}: fixed to {scenario.dimensions} outcomes; expected no "
            "beliefs and unknowns about single preferences beside --dimensions"
        )
    drawn = {path for path, prior in unknown if prior.kind == "direction"}
    fixed = {
        actor.name: np.array(actor.preferences)
        for actor in unasked(scenario).actors
        if preferences_path(actor.name) not in drawn
    }
    means = {path: np.array(prior.mean) for path, prior in unknown if prior.mean is not None}
    moved = _moved([*fixed.values(), *means.values()], scenario.dimensions, dimensions)
    vectors = dict(zip((*fixed, *means), moved, strict=True))
    placeholder = (1.0, *(0.0,) * (dimensions - 1))

    def placed(actor: Actor) -> Actor:
        return replace(actor, preferences=vectors.get(actor.name, placeholder))

    actors = tuple(map(placed, scenario.actors))
    unturned = tuple(actor.preferences for actor in actors) if scenario.asked else ()
    wider = replace(scenario, dimensions=dimensions, outcomes=(), actors=actors, unturned=unturned)
    return wider, tuple((path, replace(prior, mean=vectors.get(path))) for path, prior in unknown)


def _moved(vectors: Sequence[FloatArray], before: int, after: int) -> list[tuple[float, ...]]:
    if after >= before:
        return [(*vector.tolist(), *(0.0,) * (after - before)) for vector in vectors]
    axes = _axes(vectors)
    if len(axes) > after:
        raise UsageError(f"the vectors that are not drawn span {len(axes)} dimensions, which do not fit into {after}")
    return [(*(float(axis @ vector) for axis in axes), *(0.0,) * (after - len(axes))) for vector in vectors]


def _axes(vectors: Sequence[FloatArray]) -> list[FloatArray]:
    """Return an orthonormal basis of the vectors' span, in order (Gram & Schmidt)."""
    axes: list[FloatArray] = []
    for vector in vectors:
        length = float(np.sqrt(vector @ vector))
        rest = vector / length if length > 0 else vector
        for axis in axes:
            rest = rest - (axis @ rest) * axis
        left = float(np.sqrt(rest @ rest))
        if left > NO_MORE:
            axes.append(rest / left)
    return axes
