"""Result of `threshold`: the flips of each actor along each path, and the verdicts between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from powergame.analysis.aspect import SEEKS, Aspect
from powergame.analysis.display import counted, first_few
from powergame.analysis.head import head, origin, solution
from powergame.analysis.threshold.selected.types import Course, Other, SideChange
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept
from powergame.errors import UnknownNameError
from powergame.objects.attributes import Spelled
from powergame.objects.named import ByName, by_name
from powergame.objects.nearest import unknown
from powergame.objects.shown import Shown
from powergame.plain import Json, plain
from powergame.scenario.fields import Spacing
from powergame.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

Holds = Literal["verdict", "rung"]
"""What an interval has."""


@dataclass(frozen=True)
class Flip:
    """A point at which an actor's verdict turns, or differs from what holds on both sides.

    Attributes
    ----------
    at
        The point, to 1e-9 of the path's range or better.
    below, at_point, above
        Verdicts before the point, at it and behind it, or rungs where these are asked for; None at an end of the range,
        or where no equilibrium is selected.
    closed_form
        The point from a formula, where the actors' gains are affine in the path's number; else None.
    touch
        Whether the verdict differs at this point only, typically since two rungs are worth the same at it.
    proven
        Whether the verdicts on both sides are of lists of equilibria that are proven complete; of a touch, that at the
        point, too.
    """

    at: float
    below: str | None
    at_point: str | None
    above: str | None
    closed_form: float | None
    touch: bool
    proven: bool = True

    def to_dict(self) -> dict[str, Json]:
        """Return the flip as plain data."""
        return {
            "at": self.at,
            "below": self.below,
            "at_point": self.at_point,
            "above": self.above,
            "closed_form": self.closed_form,
            "touch": self.touch,
            "proven": self.proven,
        }


@dataclass(frozen=True)
class Interval:
    """A part of the path between two flips, and its verdict (except at touches).

    Attributes
    ----------
    verdict
        Where it is asked what an actor plays, the rung in place of a verdict; None where no equilibrium is selected.
    proven
        Whether all lists of equilibria that were looked at in it are proven complete.
    """

    start: float
    stop: float
    verdict: str | None
    proven: bool = True

    @property
    def rung(self) -> str | None:
        """The rung that is played, where it is asked what an actor plays."""
        return self.verdict

    def to_dict(self, holds: Holds = "verdict") -> dict[str, Json]:
        """Return the interval as plain data; `holds` says what it has."""
        return {"from": self.start, "to": self.stop, holds: self.verdict, "proven": self.proven}


@dataclass(frozen=True)
class ActorThresholds:
    """An actor's flips along a path, in order.

    Attributes
    ----------
    now, now_proven
        Its verdict (or rung) at the scenario's own value, if that is in range, and whether it is of a list that is
        proven complete.
    """

    name: str
    flips: tuple[Flip, ...]
    intervals: tuple[Interval, ...]
    now: str | None
    now_proven: bool | None = None

    @property
    def turns(self) -> bool:
        """Whether its verdict (or rung) is not the same all along, points alone left out."""
        return any(not flip.touch for flip in self.flips)

    def to_dict(self, holds: Holds = "verdict") -> dict[str, Json]:
        """Return the actor's part of the JSON."""
        return {
            "now": self.now,
            "now_proven": self.now_proven,
            "flips": [flip.to_dict() for flip in self.flips],
            "intervals": [interval.to_dict(holds) for interval in self.intervals],
        }


@dataclass(frozen=True)
class PathThresholds(Spelled):
    """What turns along a path: the flips of actors, or where a number crosses levels and jumps.

    Attributes
    ----------
    start, stop
        Ends of the range.
    spacing, points
        Spacing and points of the grid that was looked at first.
    now
        The scenario's own value, in the range or not.
    actors
        All of them, where verdicts are asked for; the one whose rungs are; else none.
    complete
        Whether all lists of equilibria are proven complete.
    notes
        Limits of the answer.
    course
        How the chance of war, or what is destroyed, runs along the path, where it is asked for.
    sides
        Where somebody changes sides in the most likely war of the selected equilibrium.
    others
        Where nothing turns: other questions that have more to tell along the same path.
    """

    path: str
    start: float
    stop: float
    spacing: Spacing
    points: int
    now: float
    actors: ByName[ActorThresholds]
    complete: bool
    notes: tuple[str, ...]
    course: Course | None = None
    sides: tuple[SideChange, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def turns(self) -> bool:
        """Whether anything turns: a verdict or rung, or a number crosses a level or jumps."""
        return bool(self.course and self.course.crossings) or any(actor.turns for actor in self.actors)

    def actor(self, name: str) -> ActorThresholds:
        """Return the flips of the actor of this name."""
        return by_name(self.actors, name)

    def to_dict(self, holds: Holds = "verdict") -> dict[str, Json]:
        """Return the path's part of the JSON; `holds` says what the actors' intervals have."""
        shared: dict[str, Json] = {
            "path": self.path,
            "from": self.start,
            "to": self.stop,
            "spacing": self.spacing,
            "points": self.points,
            "now": plain(self.now),
            "complete": self.complete,
            "notes": list(self.notes),
            "sides": [change.to_dict() for change in self.sides],
            "others": [other.to_dict() for other in self.others],
        }
        if self.course is None:
            return {**shared, "actors": {actor.name: actor.to_dict(holds) for actor in self.actors}}
        flips: Json = [crossing.to_dict() for crossing in self.course.crossings]
        return {**shared, "flips": flips, "values": self.course.to_dict()}


@dataclass(frozen=True, eq=False, repr=False)
class Thresholds(Shown):
    """What turns along one path or several, each by itself.

    Attributes
    ----------
    options
        What the user chose besides the scenario, by the names of the command's options.
    limited
        `time` where the time limit cut, and paths that were asked for are missing; else None.
    aspect
        What is asked: who seeks power, the chance of war, what is destroyed, or what an actor plays.
    """

    scenario: Scenario
    concept: Concept
    options: Mapping[str, Json]
    paths: tuple[PathThresholds, ...]
    limited: Limited | None = None
    aspect: Aspect = SEEKS

    def _repr_line_(self) -> str:
        return f"{self.scenario.name!r}: {first_few(map(_in_words, self.paths))}"

    def path(self, path: str) -> PathThresholds:
        """Return the flips along this path."""
        known = {along.path: along for along in self.paths}
        if path not in known:
            raise UnknownNameError(unknown("path", path, known))
        return known[path]

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
            "of": self.aspect.text,
            "levels": list(self.aspect.levels),
            "solution": solution(self.concept),
            "limited": self.limited,
            "paths": [path.to_dict("rung" if self.aspect.kind == "plays" else "verdict") for path in self.paths],
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the table."""
        return ROW_OF_NUMBERS if self.aspect.is_number else ROW

    def rows(self) -> list[dict[str, Json]]:
        """Return a row for each flip."""
        if self.aspect.is_number:
            courses = ((path.path, path.course) for path in self.paths if path.course)
            return [{"path": path, **crossing.to_dict()} for path, course in courses for crossing in course.crossings]
        flips = (
            {"path": path.path, "actor": actor.name, **flip.to_dict()}
            for path in self.paths
            for actor in path.actors
            for flip in actor.flips
        )
        return [{column: flip[column] for column in ROW} for flip in flips]

    def to_frame(self) -> pd.DataFrame:
        """Return a table of pandas with a row for each flip."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(self.columns))


ROW = ("path", "actor", "at", "below", "at_point", "above", "touch", "closed_form", "proven")
"""Columns of the table of verdicts or rungs."""

ROW_OF_NUMBERS = ("path", "at", "level", "below", "at_point", "above", "jump", "rises", "proven")
"""Columns of the table of a number's crossings and jumps."""


def _in_words(along: PathThresholds) -> str:
    flips = len(along.course.crossings) if along.course else sum(len(actor.flips) for actor in along.actors)
    return f"{along.path}: {counted(flips, 'flip', 'flips')}"
