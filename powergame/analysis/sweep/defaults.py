"""The two paths of a phase diagram, where nobody names them."""

from __future__ import annotations

from collections.abc import Container, Iterator

from powergame.analysis.sweep.grid import Axes
from powergame.scenario.axes import ends_of
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.locate import locate
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.paths.usual import usual_axis
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

ODDS, SEVERITY = "conflict.destruction.odds", "conflict.destruction.severity"


def default_axes(scenario: Scenario, points: int, among: Container[str] | None = None, *, count: int = 2) -> Axes:
    """Return the two paths of a scenario's phase diagram where nobody names them, and their ranges.

    They are the first two that the scenario itself varies. Where it varies fewer, the alignment of the weakest actor
    with the strongest other one follows, then the odds of destruction, then its severity.

    Parameters
    ----------
    points
        Values of an axis that is not the scenario's own.
    among
        The paths to choose from, the odds and the severity among them; by default all.
    count
        Paths at most.

    Examples
    --------
    >>> import powergame as pg
    >>> axes = default_axes(pg.load("scenarios/strong-and-aligned.yaml"), points=5)
    >>> [(path, ends_of(axis)) for path, axis in axes]
    [('alignment.weak.strong', (-1.0, 1.0)), ('conflict.destruction.odds', (0.0, 1.0))]
    """
    every = dict(own_axes(scenario))
    for path in (alignment_path(scenario), ODDS, SEVERITY):
        axis = usual_axis(scenario, locate(scenario, path), points)
        varied = [parse(other, scenario.outcomes) for other in every]
        known = any(same_value(parse(path), other, scenario.outcomes) for other in varied)
        # two alignments of a table seldom vary together: one leaves too little room for the other
        known |= (
            scenario.alignments is not None and parse(path).towards != "" and any(o.subject.towards for o in varied)
        )
        if is_movable(scenario, path) and axis is not None and not known:
            every[path] = axis
    return tuple((path, axis) for path, axis in every.items() if among is None or path in among)[:count]


def own_axes(scenario: Scenario) -> Iterator[tuple[str, Axis]]:
    """Yield the paths that a scenario itself varies over a range, with their axes."""
    for path, axis in scenario.vary:
        if is_movable(scenario, path) and len(set(ends_of(axis))) > 1:
            yield path, axis


def is_movable(scenario: Scenario, path: str) -> bool:
    """Whether a path holds a number that can take any value of a range."""
    try:
        place = locate(scenario, path)
    except FieldError:
        return False
    if place.path.field == "alignment" and scenario.is_line:
        return False
    return isinstance(place.get(), int | float)


def weakest_and_strongest(scenario: Scenario) -> tuple[str, str]:
    """Return the weakest actor and the strongest other one; the first-named of equals."""
    weak = min(scenario.actors, key=lambda actor: actor.power)
    strong = max((actor for actor in scenario.actors if actor is not weak), key=lambda actor: actor.power)
    return weak.name, strong.name


def alignment_path(scenario: Scenario) -> str:
    """Return the path of the alignment that matters most: the weakest actor's with the strongest other one."""
    weak, strong = weakest_and_strongest(scenario)
    return f"alignment.{weak}.{strong}"
