"""Result of `threshold`: the flips of each actor along each path, and the verdicts between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from powergame.analysis.display import Shown, counted, first_few
from powergame.analysis.head import head, origin, solution
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept
from powergame.plain import Json, plain
from powergame.scenario.fields import Spacing
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Flip:
    """A point at which an actor's verdict turns, or differs from what holds on both sides.

    Attributes
    ----------
    at
        The point, to 1e-9 of the path's range or better.
    below, at_point, above
        Verdicts before the point, at it and behind it; None at an end of the range.
    closed_form
        The point from a formula, where the actors' gains are affine in the path's number; else None.
    touch
        Whether the verdict differs at this point only, typically since two rungs are worth the same at it.
    proven
        Whether the verdicts on both sides are of lists of equilibria that are proven complete; of a touch, that at the
        point, too.
    """

    at: float
    below: VerdictName | None
    at_point: VerdictName
    above: VerdictName | None
    closed_form: float | None
    touch: bool
    proven: bool = True


@dataclass(frozen=True)
class Interval:
    """A part of the path between two flips, and its verdict (except at touches).

    Attributes
    ----------
    proven
        Whether all lists of equilibria that were looked at in it are proven complete.
    """

    start: float
    stop: float
    verdict: VerdictName
    proven: bool = True

    def to_dict(self) -> dict[str, Json]:
        """Return the interval as plain data."""
        return {"from": self.start, "to": self.stop, "verdict": self.verdict, "proven": self.proven}


@dataclass(frozen=True)
class ActorThresholds:
    """An actor's flips along a path, in order.

    Attributes
    ----------
    now, now_proven
        Its verdict at the scenario's own value, if that is in range, and whether it is of a list that is proven
        complete.
    """

    name: str
    flips: tuple[Flip, ...]
    intervals: tuple[Interval, ...]
    now: VerdictName | None
    now_proven: bool | None = None


@dataclass(frozen=True)
class PathThresholds:
    """The flips of all actors along a path.

    Attributes
    ----------
    start, stop
        Ends of the range.
    spacing, points
        Spacing and points of the grid that was looked at first.
    now
        The scenario's own value, in the range or not.
    complete
        Whether all lists of equilibria are proven complete.
    notes
        Limits of the answer.
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
        """Return the flips of the actor of this name."""
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
    """The flips along one path or several, each by itself.

    Attributes
    ----------
    options
        What the user chose besides the scenario, by the names of the command's options.
    limited
        `time` where the time limit cut, and paths that were asked for are missing; else None.
    """

    scenario: Scenario
    concept: Concept
    options: Mapping[str, Json]
    paths: tuple[PathThresholds, ...]
    limited: Limited | None = None

    def _repr_line_(self) -> str:
        return f"{self.scenario.name!r}: {first_few(map(_in_words, self.paths))}"

    def path(self, path: str) -> PathThresholds:
        """Return the flips along this path."""
        return next(along for along in self.paths if along.path == path)

    @cached_property
    def complete(self) -> bool:
        """Whether all lists of equilibria are proven complete."""
        return all(path.complete for path in self.paths)

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame threshold --format json``."""
        return {
            **head("threshold"),
            "scenario": origin(self.scenario),
            "options": dict(self.options),
            "solution": solution(self.concept),
            "limited": self.limited,
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
                "proven": flip.proven,
            }
            for path in self.paths
            for actor in path.actors
            for flip in actor.flips
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return a table of pandas with a row for each flip."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(ROW))


ROW = ("path", "actor", "at", "below", "at_point", "above", "touch", "closed_form", "proven")
"""Columns of the table."""


def _in_words(along: PathThresholds) -> str:
    return f"{along.path}: {counted(sum(len(actor.flips) for actor in along.actors), 'flip', 'flips')}"


def _actor_dict(actor: ActorThresholds) -> dict[str, Json]:
    return {
        "now": actor.now,
        "now_proven": actor.now_proven,
        "flips": [
            {
                "at": flip.at,
                "below": flip.below,
                "at_point": flip.at_point,
                "above": flip.above,
                "closed_form": flip.closed_form,
                "touch": flip.touch,
                "proven": flip.proven,
            }
            for flip in actor.flips
        ],
        "intervals": [interval.to_dict() for interval in actor.intervals],
    }
