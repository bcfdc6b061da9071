"""The scenarios that a page explores: changed, solved, and written so that they can be had again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from powergame.analysis.solve import Answer, solve_matrix
from powergame.analysis.sweep.defaults import default_axes
from powergame.errors import ScenarioError, UsageError
from powergame.explore.controls import Control, Group, axes, groups, movable
from powergame.explore.protocol import Seen, Set
from powergame.explore.trees.controls import tree_groups
from powergame.plain import Json, written
from powergame.report.glossary.chosen import limits, of_live_page, to_list
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.apply import apply, as_vectors, flatten, get, settled
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.overlap import refuse_undone
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Observation, Value
from powergame.scenario.writing.dump import dump
from powergame.text import repeated

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
        """The scenario that the page starts from: what alignments led to, since on the page all arrows can be moved."""
        return as_vectors(settled(apply(self.loaded, self.given)))

    @property
    def is_tree(self) -> bool:
        """Whether there are private types or several rounds."""
        return self.scenario.is_tree

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups of its controls."""
        return tree_groups(self.scenario) if self.is_tree else groups(self.scenario)

    @cached_property
    def movable(self) -> frozenset[str]:
        """The paths that can be set."""
        return movable(self.groups, self.scenario.names)

    @cached_property
    def axes(self) -> dict[str, Control]:
        """The controls that a phase diagram can be drawn over, by their paths; none where there is no matrix."""
        return {} if self.is_tree else {control.path: control for control in axes(self.groups)}

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
                raise UsageError(f"{repeated(path)}: cannot be moved on this page")
        scenario = apply(self.scenario, [(path, value) for path, value in sets if not _moves_others(path)])
        for path, value in sets:
            if _moves_others(path):  # each by itself: of what turns arrows or shares probability, the last has its way
                scenario = settled(apply(scenario, [(path, value)]))
        return scenario

    def seen(self, scenario: Scenario, deeds: Sequence[Seen]) -> Scenario:
        """Return a scenario with further observations.

        Raises
        ------
        UsageError
            Where there is no such actor, or no such rung.
        """
        rungs = {actor.name: {rung.name for rung in scenario.ladder_of(actor)} for actor in scenario.actors}
        for deed in deeds:
            if deed.rung not in rungs.get(deed.actor, ()):
                raise UsageError(
                    f"{repeated(deed.actor)} {repeated(deed.rung)}: expected an actor and a rung of its own"
                )
        further = (Observation(((deed.actor, deed.rung),), times=deed.times) for deed in deeds)
        return replace(scenario, observed=(*scenario.observed, *further)) if deeds else scenario

    def first_diagram(self) -> tuple[str, str]:
        """Return the paths of the phase diagram shown at first: those of pictures and reports, if they have sliders."""
        if self.is_tree:
            return "", ""
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
            "tree": self.is_tree,
            "learns": scenario.learns and scenario.rounds == 1,
            "observed": len(scenario.observed),
            "rungs": [[rung.name for rung in scenario.ladder_of(actor)] for actor in scenario.actors],
        }

    def yaml(self, current: Scenario) -> str:
        """Return the scenario being shown as a file; what was expected of another one is left out."""
        untouched = current == self.loaded or (not self.given and current == self.scenario)
        return dump(self.loaded if untouched else replace(current, expect=None))

    def command(self, sets: Sequence[Set], concept: Concept) -> str:
        """Return the command that solves the scenario being shown, exactly as it is."""
        words = ["powergame", "deceive" if self.scenario.has_types else "solve", self.source]
        for path, value in self._reproducing(sets):
            words += ["--set", f"{path}={written(value)}"]
        if concept.name == "logit":
            words += [] if self.scenario.has_types else ["--solution", "logit"]
            words += [] if concept.rationality is None else ["--rationality", repr(concept.rationality)]
        return shlex.join(words)

    def commanded(self, sets: Sequence[Set]) -> Scenario:
        """Return the scenario of that command: with the same values, it asks for the alignments that were set.

        What would turn an answer holds these, as `powergame solve` does.
        """
        return apply(self.loaded, self._reproducing(sets))

    def _reproducing(self, sets: Sequence[Set]) -> list[tuple[str, object]]:
        """Return changes of the file that lead to the scenario being shown: those made, where they do so again.

        On a command line a path is set once, and all alignments are met together, which may lead elsewhere; then all
        values that differ from the file's are given instead, with the alignments that the file's variant asks for.
        """
        current = flatten(self.at(sets))
        last: dict[str, object] = {}
        for path, value in (*self.given, *sets):
            last[path] = value
        made = list(last.items())
        if self._leads_to(made, current):
            return made
        kept = {path: value for path, value in self.given if not _turns(path)}
        start, shown = as_vectors(apply(self.loaded, kept)), self.at(sets)
        before = flatten(start)
        changed: dict[str, object] = {path: value for path, value in current.items() if before.get(path) != value}
        if self.loaded.alignments is not None:  # its vectors stand for a table
            changed = {path: value for path, value in changed.items() if not _turns(path)}
            pairs = [f"alignment.{a}.{b}" for a, b in combinations(shown.names, 2)]
            changed |= {path: now for path in pairs if (now := get(shown, path)) != get(start, path)}
        asked = {alignment.path: get(shown, alignment.path) for alignment in self.loaded.asked}
        return list((kept | changed | asked).items())

    def _leads_to(self, changes: Sequence[tuple[str, object]], values: dict[str, Value]) -> bool:
        """Whether a command line with these changes leads to a scenario of these values."""
        paths = [parse(path, self.loaded.outcomes) for path, _ in changes]
        try:
            for k, path in enumerate(paths):
                refuse_undone(path, paths[:k], self.loaded.outcomes)
            return flatten(as_vectors(apply(self.loaded, changes))) == values
        except (FieldError, ScenarioError):
            return False


def _turns(path: str) -> bool:
    """Whether a path turns an arrow, also one that somebody believes in."""
    return parse(path).moves_directions


def _moves_others(path: str) -> bool:
    """Whether a path moves more than its own value: it turns an arrow, or other types share what a type leaves."""
    parsed = parse(path)
    return parsed.moves_directions or (bool(parsed.type) and parsed.field == "probability")


def quick_answer(scenario: Scenario, concept: Concept) -> Answer:
    """Solve quickly: without turns, and without comparison with another solver."""
    return solve_matrix(
        scenario,
        solver="exact",
        concept=concept,
        max_mebibytes=MAX_MEBIBYTES,
        look_for_turns=False,
        time_limit=QUICK_SECONDS,
    )


def full_answer(scenario: Scenario, concept: Concept) -> Answer:
    """Solve as the command does."""
    return solve_matrix(scenario, concept=concept, max_mebibytes=MAX_MEBIBYTES, time_limit=FULL_SECONDS)


def words_of(files: Sequence[Explored]) -> dict[str, Json]:
    """Return the words that a page on these scenarios explains, and what no answer can say."""
    trees = [explored.is_tree for explored in files]
    deeds = any(explored.scenario.learns for explored in files)
    words = of_live_page(matrix=not all(trees), tree=any(trees), deeds=deeds)
    return {"words": to_list(words), "limits": to_list(limits())}
