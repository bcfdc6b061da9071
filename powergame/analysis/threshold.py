"""Where along a path each actor's verdict flips: every such point, what holds on both sides and at the very point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from powergame import __version__
from powergame.analysis.answer import Json, plain
from powergame.analysis.closed import roots
from powergame.analysis.display import Shown
from powergame.analysis.flips import RESOLUTION, WIDEST_TIE, Spot, sampled, spots
from powergame.analysis.gains import Along
from powergame.analysis.spans import Spacing, Span, span
from powergame.analysis.zones import Zone, zones
from powergame.batch.types import VERDICTS
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.model.game import FloatArray
from powergame.scenario.axes import axis as axis_of
from powergame.scenario.fields import FieldError
from powergame.scenario.names import shown
from powergame.scenario.types import Axis, Scenario, VerdictName

if TYPE_CHECKING:
    import pandas as pd

POINTS = 4097
"""Of the grid on which verdicts are looked up first, for small games."""

FEWEST_POINTS = 129
MAX_NUMBERS = 1 << 24
"""Payoffs over the whole grid; larger games get fewer points."""

POINTS_OF_PATHS = 257
"""Of the grid for quantal response, where each point is a path that is followed."""

Asked = Axis | str | Sequence[float] | dict[str, object]
"""What an axis may be given as: see `powergame.scenario.axes.axis`."""


@dataclass(frozen=True)
class Flip:
    """A point at which an actor's verdict turns, or differs from what holds on both sides.

    Attributes
    ----------
    at
        To 1e-9 of the path's range, or better.
    below, at_point, above
        What holds before it, at it and behind it; None at an end of the range.
    closed_form
        The same from a formula, where what the actors gain is affine in the path's number; else None.
    touch
        Whether the verdict differs at this point only, typically since two rungs are worth the same there.
    """

    at: float
    below: VerdictName | None
    at_point: VerdictName
    above: VerdictName | None
    closed_form: float | None
    touch: bool


@dataclass(frozen=True)
class Interval:
    """A part of the path between two flips, and what holds in it (but for touches)."""

    start: float
    stop: float
    verdict: VerdictName


@dataclass(frozen=True)
class ActorThresholds:
    """One actor's flips along a path, in order; `now` is its verdict at the scenario's own value, if that is in."""

    name: str
    flips: tuple[Flip, ...]
    intervals: tuple[Interval, ...]
    now: VerdictName | None


@dataclass(frozen=True)
class PathThresholds:
    """What was found along one path.

    Attributes
    ----------
    start, stop
        The range.
    spacing, points
        Of the grid that was looked at first.
    now
        The scenario's own value, in the range or not.
    complete
        Whether all lists of equilibria are proven complete.
    notes
        What limits the answer.
    """

    path: str
    start: float
    stop: float
    spacing: Spacing
    points: int
    now: float
    actors: tuple[ActorThresholds, ...]
    complete: bool
    notes: tuple[str, ...]

    def actor(self, name: str) -> ActorThresholds:
        """Return what was found of the actor of this name."""
        return next(actor for actor in self.actors if actor.name == name)

    def to_dict(self) -> dict[str, Json]:
        """Return the path's part of the JSON."""
        return {
            "path": self.path,
            "from": self.start,
            "to": self.stop,
            "spacing": self.spacing,
            "points": self.points,
            "now": plain(self.now),
            "complete": self.complete,
            "notes": list(self.notes),
            "actors": {actor.name: _actor_dict(actor) for actor in self.actors},
        }


@dataclass(frozen=True, eq=False, repr=False)
class Thresholds(Shown):
    """What was found along one path or several, each by itself."""

    scenario: Scenario
    concept: Concept
    paths: tuple[PathThresholds, ...]

    def path(self, path: str) -> PathThresholds:
        """Return what was found along this path."""
        return next(one for one in self.paths if one.path == path)

    @cached_property
    def complete(self) -> bool:
        """Whether all lists of equilibria are proven complete."""
        return all(path.complete for path in self.paths)

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame threshold --format json``."""
        return {
            "format": "powergame.threshold",
            "version": 1,
            "powergame": __version__,
            "scenario": {
                "name": self.scenario.name,
                "source": self.scenario.source,
                "sha256": self.scenario.sha256,
            },
            "solution": {"concept": self.concept.name, "rationality": self.concept.rationality},
            "paths": [path.to_dict() for path in self.paths],
        }

    def rows(self) -> list[dict[str, Json]]:
        """Return a row for each flip."""
        return [
            {
                "path": path.path,
                "actor": actor.name,
                "at": flip.at,
                "below": flip.below,
                "at_point": flip.at_point,
                "above": flip.above,
                "touch": flip.touch,
                "closed_form": flip.closed_form,
            }
            for path in self.paths
            for actor in path.actors
            for flip in actor.flips
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return a table of pandas with a row for each flip."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(ROW))


ROW = ("path", "actor", "at", "below", "at_point", "above", "touch", "closed_form")
"""What a row of the table holds."""


def threshold(
    scenario: Scenario, path: str, axis: Asked | None = None, *, concept: Concept | None = None
) -> Thresholds:
    """Find where along a path each actor's verdict flips.

    Parameters
    ----------
    scenario
        Of one round, without private types.
    path
        Of a number: ``alignment.red.blue``, ``conflict.destruction.odds``, ``actors.red.power``, ...
    axis
        The range to look at: an axis, ``"0:1:101"``, a list, ... (its ends count, and its scale); None for all of
        what a bounded number can be, or what is usual of others.
    concept
        Nash equilibrium by default, or quantal response.

    Returns
    -------
    Thresholds

    Raises
    ------
    ScenarioError
        Where there is no such path, or the range leaves what it may be.
    UsageError
        Where the path is not of a number, the range is one point, or the scenario has types or rounds.

    Examples
    --------
    >>> import powergame as pg
    >>> found = pg.threshold(pg.load("scenarios/strong-and-aligned.yaml"), "alignment.weak.strong")
    >>> [(round(f.at, 9), f.below, f.above) for f in found.paths[0].actor("weak").flips]
    [(0.6, 'always', 'never')]
    """
    return thresholds(scenario, [(path, axis)], concept=concept)


def thresholds(
    scenario: Scenario, asked: Sequence[tuple[str, Asked | None]], *, concept: Concept | None = None
) -> Thresholds:
    """Do what `threshold` does for several paths, each by itself.

    Parameters
    ----------
    asked
        Paths, and their ranges.
    """
    concept = concept or Concept()
    paths = tuple(_along(scenario, path, _axis(path, one), concept) for path, one in asked)
    return Thresholds(scenario, concept, paths)


def _axis(path: str, asked: Asked | None) -> Axis | None:
    if asked is None or isinstance(asked, Axis):
        return asked
    try:
        return axis_of(asked)
    except FieldError as error:
        raise UsageError(f"{shown(path)}: {error}") from None


def _along(scenario: Scenario, path: str, axis: Axis | None, concept: Concept) -> PathThresholds:
    where = span(scenario, path, axis, _points(scenario, concept))
    along = Along(scenario, path, concept)
    found: list[Zone] = []
    closed = np.empty(0)
    if concept.name == "nash":
        gains = along.gains(where.grid)
        found = zones(
            along.gains,
            where.grid,
            gains,
            nearest=RESOLUTION / 10 * where.width,
            widest=WIDEST_TIE * where.width,
        )
        closed = roots(path, along.columns(where.grid), where.grid, gains)
        found = along.relevant(found)
    grid = along.looked_at(where.grid, [] if where.here is None else [where.now])
    samples = sampled(along.verdicts, grid, found)
    turned = [spots(samples, i, found) for i in range(len(scenario.actors))]
    at = {spot.at: along.verdicts_at(spot.at) for mine in turned for spot in mine}
    here = None if where.here is None else along.verdicts_of(scenario)
    actors = []
    for i, name in enumerate(scenario.names):
        flips = tuple(_flip(spot, at[spot.at][i], found, closed, where) for spot in turned[i])
        now = None if here is None else here[i]
        first = VERDICTS[samples.verdicts[i, 0]]
        actors.append(ActorThresholds(name, flips, _intervals(flips, where, first), now))
    return PathThresholds(
        path,
        where.low,
        where.high,
        where.spacing,
        len(grid),
        where.now,
        tuple(actors),
        along.complete,
        tuple(_notes(along, concept)),
    )


def _points(scenario: Scenario, concept: Concept) -> int:
    if concept.name == "logit":
        return POINTS_OF_PATHS
    shape = [len(scenario.ladder_of(actor)) for actor in scenario.actors]
    return max(FEWEST_POINTS, min(POINTS, MAX_NUMBERS // (len(shape) * math.prod(shape))))


def _flip(spot: Spot, at_point: VerdictName, found: Sequence[Zone], closed: FloatArray, where: Span) -> Flip:
    formulas = [
        float(closed[zone.function])
        for zone in found
        if zone.low <= spot.high and zone.high >= spot.low and not math.isnan(closed[zone.function])
    ]
    nearest = min(formulas, key=lambda x: abs(x - spot.at), default=math.nan)
    below, above = (None if v is None else VERDICTS[v] for v in (spot.below, spot.above))
    agrees = abs(nearest - spot.at) <= RESOLUTION * where.width
    return Flip(spot.at, below, at_point, above, nearest if agrees else None, spot.touch)


def _intervals(flips: Sequence[Flip], where: Span, first: VerdictName) -> tuple[Interval, ...]:
    turns = [flip for flip in flips if not flip.touch]
    bounds = [where.low, *(flip.at for flip in turns), where.high]
    at_start = next((flip.above for flip in flips if flip.below is None), None) or first
    held = [turns[0].below if turns else at_start, *(flip.above for flip in turns)]
    return tuple(
        Interval(start, stop, verdict)
        for start, stop, verdict in zip(bounds[:-1], bounds[1:], held, strict=True)
        if verdict is not None
    )


def _notes(along: Along, concept: Concept) -> list[str]:
    notes = []
    if concept.name == "logit":
        if concept.rationality is not None:
            notes.append("quantal response gives every rung some probability: verdicts are `depends` throughout")
        notes.append(f"looked up at {POINTS_OF_PATHS} points: two flips between two neighbours are not seen")
    elif not along.complete:
        notes.append("not all lists of equilibria are proven complete: verdicts are of those that were found")
    return notes


def _actor_dict(actor: ActorThresholds) -> dict[str, Json]:
    return {
        "now": actor.now,
        "flips": [
            {
                "at": flip.at,
                "below": flip.below,
                "at_point": flip.at_point,
                "above": flip.above,
                "closed_form": flip.closed_form,
                "touch": flip.touch,
            }
            for flip in actor.flips
        ],
        "intervals": [{"from": one.start, "to": one.stop, "verdict": one.verdict} for one in actor.intervals],
    }
