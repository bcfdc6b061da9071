"""The head of every result's JSON: its format, program, scenario and options, enough to compute it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from powergame.plain import Json, plain
from powergame.scenario.paths.apply import flatten
from powergame.version import __version__

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Axis, Prior

VERSION = 1
"""Version of every format."""


def head(name: str) -> dict[str, Json]:
    """Return the beginning of each document of powergame: its format, ``powergame.NAME``, and the program's version."""
    return {"format": f"powergame.{name}", "version": VERSION, "powergame": __version__}


def origin(scenario: Scenario) -> dict[str, Json]:
    """Return the scenario of a result: its name and source, the values of all its paths, and its variant."""
    return game_origin(scenario.name, scenario.source, scenario.sha256) | {
        "values": values(scenario),
        "variant": scenario.variant,
    }


def game_origin(name: str, source: str, sha256: str) -> dict[str, Json]:
    """Return the origin of a game, or of a scenario that is not valid: neither has paths."""
    return {"name": name, "source": source, "sha256": sha256, "values": {}, "variant": None}


def values(scenario: Scenario) -> dict[str, Json]:
    """Return a scenario's values by their paths, and the alignments that it asks for, which its preferences meet."""
    meeting = replace(scenario, asked=(), unturned=())
    asked = {alignment.path: plain(alignment.cosine) for alignment in scenario.asked}
    return {path: plain(value) for path, value in flatten(meeting).items()} | asked


def solution(concept: Concept) -> dict[str, Json]:
    """Return the solution concept; its rationality is null for Nash equilibria and for logit's limit."""
    return {"concept": concept.name, "rationality": concept.rationality}


def solution_options(concept: Concept) -> dict[str, Json]:
    """Return the solution concept as the command's options."""
    return {"solution": concept.name, "rationality": concept.rationality}


def vary_option(axes: Iterable[tuple[str, Axis | None]]) -> list[Json]:
    """Return paths and their axes, as ``--vary`` gives them; the axis is null where none was given."""
    return [{"path": path, "axis": axis_to_dict(axis) if axis else None} for path, axis in axes]


def axis_to_dict(axis: Axis) -> dict[str, Json]:
    """Return an axis as a scenario file may have it."""
    if axis.values is not None:
        return {"values": list(axis.values)}
    return {"from": axis.start, "to": axis.stop, "count": axis.count, "scale": axis.scale}


def prior_to_dict(prior: Prior) -> dict[str, Json]:
    """Return a prior as a scenario file has it."""
    if prior.kind != "direction":
        return {prior.kind: [plain(x) for x in prior.parameters]}
    if prior.mean is None:
        return {"direction": "uniform"}
    return {"direction": {"mean": list(prior.mean), "concentration": prior.concentration}}
