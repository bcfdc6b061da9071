"""The scenarios that a page explores: changed, solved, and written so that they can be had again."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from powergame.analysis.solve import Answer, solve
from powergame.analysis.sweep.defaults import default_axes
from powergame.errors import UsageError
from powergame.explore.controls import Control, Group, axes, groups, movable
from powergame.explore.protocol import Set
from powergame.plain import Json
from powergame.scenario.paths.apply import apply, flatten
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.writing.dump import dump
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept

MAX_MEBIBYTES = 16.0
"""Mebibytes of payoffs at most: more cannot be solved while a slider moves."""

QUICK_SECONDS, FULL_SECONDS = 5.0, 60.0
"""Seconds that an answer may take while something is moved, and with turns once it is not."""


@dataclass(frozen=True)
class Explored:
    """One scenario that the page was started with.

    Attributes
    ----------
    source
        The file as the user named it.
    loaded
        The scenario of the file.
    given
        The changes of ``--set``.
    """

    source: str
    loaded: Scenario
    given: tuple[tuple[str, object], ...] = ()

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that the page starts from."""
        return apply(self.loaded, self.given)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups of its controls."""
        return groups(self.scenario)

    @cached_property
    def movable(self) -> frozenset[str]:
        """The paths that can be set."""
        return movable(self.scenario)

    @cached_property
    def axes(self) -> dict[str, Control]:
        """The controls that a phase diagram can be drawn over, by their paths."""
        return {control.path: control for control in axes(self.groups)}

    def at(self, sets: Sequence[Set]) -> Scenario:
        """Return the scenario with changes that the page asks for.

        Raises
        ------
        UsageError
            Where a path has no control on the page.
        ScenarioError
            Where a value does not fit.
        """
        for path, _ in sets:
            if path not in self.movable:
                raise UsageError(f"{printable(path[:100])}: cannot be moved on this page")
        return apply(self.scenario, sets)

    def first_diagram(self) -> tuple[str, str]:
        """Return the paths of the phase diagram shown at first: those of pictures and reports, if they have sliders."""
        (x, _), (y, _) = default_axes(self.scenario, 2, self.axes)
        return x, y

    def to_dict(self) -> dict[str, Json]:
        """Return the scenario and its controls as plain data for the page."""
        scenario = self.scenario
        x, y = self.first_diagram()
        return {
            "source": self.source,
            "name": scenario.name,
            "about": scenario.about,
            "actors": list(scenario.names),
            "dimensions": scenario.dimensions,
            "preferences": [list(actor.preferences or ()) for actor in scenario.actors],
            "groups": [group.to_dict() for group in self.groups],
            "axes": list(self.axes),
            "diagram": {"x": x, "y": y},
        }

    def yaml(self, current: Scenario) -> str:
        """Return the scenario being shown as a file; what was expected of another one is left out."""
        return dump(current if current == self.loaded else replace(current, expect=None))

    def command(self, sets: Sequence[Set], concept: Concept) -> str:
        """Return the command that solves the scenario being shown, exactly as it is."""
        words = ["powergame", "solve", self.source]
        for path, value in self._reproducing(sets):
            words += ["--set", f"{path}={written(value)}"]
        if concept.name == "logit":
            words += ["--solution", "logit"]
            words += [] if concept.rationality is None else ["--rationality", repr(concept.rationality)]
        return shlex.join(words)

    def _reproducing(self, sets: Sequence[Set]) -> list[tuple[str, object]]:
        """Return changes of the file that lead to the scenario being shown: those made, where they do so again.

        A path that is set twice is set once on a command line, which may make a difference to alignments; then all
        values that differ from the file's are given instead.
        """
        current = flatten(self.at(sets))
        last: dict[str, object] = {}
        for path, value in (*self.given, *sets):
            last[path] = value
        made = list(last.items())
        if flatten(apply(self.loaded, made)) == current:
            return made
        kept = [(path, value) for path, value in self.given if not parse(path).moves_directions]
        before = flatten(apply(self.loaded, kept))
        return [*kept, *((path, value) for path, value in current.items() if before.get(path) != value)]


def written(value: object) -> str:
    """Return a value as ``--set`` reads it, with every digit."""
    if isinstance(value, tuple):
        return f"[{', '.join(written(x) for x in value)}]"
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return json.dumps(value, ensure_ascii=False)  # a ladder that was given by `--set`; YAML reads JSON
    if math.isinf(value):
        return "inf"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def quick_answer(scenario: Scenario, concept: Concept) -> Answer:
    """Solve quickly: without turns, and without comparison with another solver."""
    return solve(
        scenario,
        solver="exact",
        concept=concept,
        max_mebibytes=MAX_MEBIBYTES,
        look_for_turns=False,
        time_limit=QUICK_SECONDS,
    )


def full_answer(scenario: Scenario, concept: Concept) -> Answer:
    """Solve as the command does."""
    return solve(scenario, concept=concept, max_mebibytes=MAX_MEBIBYTES, time_limit=FULL_SECONDS)
