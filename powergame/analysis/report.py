"""The results that a report on scenarios shows: answers, thresholds, phase diagrams, comparisons, and deception."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powergame.analysis.compare import Comparison
from powergame.analysis.deceive.result import Deception
from powergame.analysis.infer.result import Inference
from powergame.analysis.solve import Answer
from powergame.analysis.solve.tree.result import TreeAnswer
from powergame.analysis.sweep.defaults import (
    ODDS,
    SEVERITY,
    alignment_path,
    default_axes,
    is_movable,
    own_axes,
    weakest_and_strongest,
)
from powergame.analysis.sweep.phase.complete import completed
from powergame.analysis.sweep.phase.diagram import PhaseDiagram
from powergame.analysis.sweep.phase.solving import fitting_points, solve_phase
from powergame.analysis.threshold import PathThresholds, thresholds
from powergame.batch.engine import by_the_million
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept
from powergame.errors import PowergameError
from powergame.model.compile import shape_of
from powergame.scenario.axes import ends_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

MAX_PATHS = 4
"""Paths along which thresholds are looked for, with two actors, and with more where kernels solve their games quickly;
others take many seconds, which `powergame threshold` does take."""

INFERENCE_DRAWS = 1 << 13
"""Draws of the prior from which deeds are explained in a report, where these have more unknowns than quadrature takes;
`infer` takes more."""

MAX_PROFILES = 32
"""Profiles of a game up to which it has a phase diagram in a report; `sweep` draws those of larger games."""


@dataclass(frozen=True, eq=False)
class Reported:
    """One scenario of a report: its answer, where its verdicts flip, and over which part of a plane they hold.

    Attributes
    ----------
    limited
        `time` where the time ran out meanwhile, so that thresholds or the diagram may be missing; else None.
    inference
        What the scenario's deeds tell of its unknowns; None where it has no such, or where that failed.
    not_inferred
        Why it failed.
    """

    answer: Answer
    thresholds: tuple[PathThresholds, ...]
    diagram: PhaseDiagram | None
    limited: Limited | None = None
    inference: Inference | None = None
    not_inferred: str = ""

    @property
    def name(self) -> str:
        """The scenario's or the game's name."""
        return self.answer.name


@dataclass(frozen=True, eq=False)
class ReportedTree:
    """One scenario of a report with private types or several rounds: who deceives whom, or who seeks power when.

    Attributes
    ----------
    inference, not_inferred
        As for a matrix.
    """

    result: Deception | TreeAnswer
    inference: Inference | None = None
    not_inferred: str = ""

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.result.scenario.name

    @property
    def complete(self) -> bool:
        """Whether all equilibria are proven to be listed."""
        return self.result.complete if isinstance(self.result, Deception) else self.result.solution.complete


@dataclass(frozen=True, eq=False)
class Report:
    """All that a report shows.

    Attributes
    ----------
    parts
        The scenarios, in the user's order.
    """

    parts: tuple[Reported | ReportedTree, ...]

    @property
    def complete(self) -> bool:
        """Whether all equilibria of all scenarios are proven to be listed."""
        return all(p.complete if isinstance(p, ReportedTree) else p.answer.solution.complete for p in self.parts)

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Places of matrices with the same actors, two or more; the first of a group is its baseline."""
        by_actors: dict[tuple[str, ...], list[int]] = {}
        for k, part in enumerate(self.parts):
            if isinstance(part, Reported):
                by_actors.setdefault(part.answer.game.actors, []).append(k)
        return tuple(tuple(group) for group in by_actors.values() if len(group) > 1)

    def comparison(self, group: Sequence[int]) -> Comparison:
        """Return the comparison of some of the scenarios."""
        parts = (self.parts[k] for k in group)
        return Comparison(tuple(part.answer for part in parts if isinstance(part, Reported)))


def report(answers: Sequence[Answer | TreeAnswer | Deception], deadline: Deadline = NO_DEADLINE) -> Report:
    """Collect the results that a report on solved scenarios shows.

    Parameters
    ----------
    answers
        One or more. Nash equilibria of scenarios get thresholds and phase diagrams; solved games, quantal responses,
        private types and several rounds do not.
    deadline
        When the work has to end: thresholds and diagrams for which no time is left are left out.
    """
    parts = (_reported(each, deadline) if isinstance(each, Answer) else _of_tree(each, deadline) for each in answers)
    return Report(tuple(parts))


def _of_tree(result: TreeAnswer | Deception, deadline: Deadline) -> ReportedTree:
    scenario = result.scenario
    inferred = _inferred(scenario, deadline) if scenario.rounds == 1 else (None, "")
    return ReportedTree(result, *inferred)


def _reported(answer: Answer, deadline: Deadline) -> Reported:
    scenario = answer.scenario
    inference, why_not = _inferred(scenario, deadline) if scenario is not None else (None, "")
    if scenario is None or answer.concept.name != "nash" or math.prod(answer.game.shape) > MAX_PROFILES:
        return Reported(answer, (), None, None, inference, why_not)
    along, diagram = tuple(_thresholds(scenario, deadline)), _diagram(scenario, deadline)
    return Reported(answer, along, diagram, "time" if deadline.passed else None, inference, why_not)


def _inferred(scenario: Scenario, deadline: Deadline) -> tuple[Inference | None, str]:
    """Return what the deeds of a scenario tell; or, where they should and do not, None and the reason."""
    if not scenario.has_deeds:
        return None, ""
    from powergame.analysis.infer.run import infer

    try:
        return infer(scenario, draws=INFERENCE_DRAWS, time_limit=deadline), ""
    except PowergameError as error:
        return None, str(error)


def _thresholds(scenario: Scenario, deadline: Deadline) -> Iterator[PathThresholds]:
    """Yield the thresholds along the paths that matter most, where they take no more than seconds."""
    shape = shape_of(scenario)
    if len(shape) > 2 and not by_the_million(shape, Concept()):
        return
    for path, axis in list(_paths(scenario))[:MAX_PATHS]:
        try:
            yield from thresholds(scenario, [(path, axis)], time_limit=deadline, only_flips=True).paths
        except PowergameError:
            continue  # the path cannot be moved in this scenario (one actor has all power, say), or no time is left


def _paths(scenario: Scenario) -> Iterator[tuple[str, Axis | None]]:
    """Yield paths of numbers and their ranges: those that the scenario varies, then those that usually matter."""
    varied = dict(own_axes(scenario))
    yield from varied.items()
    weak, _strong = weakest_and_strongest(scenario)
    usual = (alignment_path(scenario), ODDS, f"actors.{weak}.power", SEVERITY)
    yield from ((path, None) for path in usual if path not in varied and is_movable(scenario, path))


def _diagram(scenario: Scenario, deadline: Deadline) -> PhaseDiagram | None:
    """Return the diagram over the usual two paths; None where a corner is no valid scenario, or no time is left."""
    points = fitting_points(scenario)
    axes = tuple((path, _over(axis, points)) for path, axis in default_axes(scenario, points))
    try:
        return completed(solve_phase(scenario, axes, deadline=deadline), deadline=deadline)
    except PowergameError:
        return None


def _over(axis: Axis, points: int) -> Axis:
    """Return as many values over an axis's range, from its low end."""
    ends = ends_of(axis)
    return Axis(None, min(ends), max(ends), points, axis.scale)
