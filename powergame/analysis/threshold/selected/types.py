"""What is told of a path besides verdicts: a number's course, who changes sides, and what else could be asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.plain import Json, plain

ALIKE = 1e-9
"""Probability, or fraction of all power: numbers that differ by less are the same but for rounding."""


@dataclass(frozen=True)
class Crossing:
    """A point at which a number crosses a level, or jumps.

    Attributes
    ----------
    at
        The point.
    level
        The level that is crossed; None for a jump that crosses none. A jump over several levels is told for each.
    below, above
        The number just before the point and just behind it; None where nothing is selected.
    at_point
        The number at the very point.
    jump
        Whether the number jumps.
    rises
        Whether it is greater behind the point; None where nothing is selected before or behind it.
    proven
        Whether the lists of equilibria on both sides are proven complete.
    """

    at: float
    level: float | None
    below: float | None
    at_point: float | None
    above: float | None
    jump: bool
    rises: bool | None
    proven: bool

    def to_dict(self) -> dict[str, Json]:
        """Return the crossing as plain data."""
        return {
            "at": self.at,
            "level": self.level,
            "below": self.below,
            "at_point": self.at_point,
            "above": self.above,
            "jump": self.jump,
            "rises": self.rises,
            "proven": self.proven,
        }


@dataclass(frozen=True)
class AtPlace:
    """A number, and where on the path it is."""

    at: float
    value: float

    def to_dict(self) -> dict[str, Json]:
        """Return both as plain data."""
        return {"at": self.at, "value": self.value}


@dataclass(frozen=True, eq=False)
class Course:
    """How a number from 0 to 1 runs along a path.

    Attributes
    ----------
    pieces
        Points of the path, ascending, and the number there, between one jump and the next.
    crossings
        Where it crosses levels or jumps, in order.
    now
        The number at the scenario's own value; None where that is outside, or nothing is selected.
    """

    pieces: tuple[tuple[FloatArray, FloatArray], ...]
    crossings: tuple[Crossing, ...]
    now: float | None

    @property
    def values(self) -> FloatArray:
        """All values, in order."""
        return np.concatenate([values for _, values in self.pieces]) if self.pieces else np.empty(0)

    @property
    def first(self) -> AtPlace | None:
        """Where the path starts; None where nothing is selected anywhere."""
        return AtPlace(float(self.pieces[0][0][0]), float(self.pieces[0][1][0])) if self.pieces else None

    @property
    def last(self) -> AtPlace | None:
        """Where the path ends."""
        return AtPlace(float(self.pieces[-1][0][-1]), float(self.pieces[-1][1][-1])) if self.pieces else None

    @property
    def least(self) -> AtPlace | None:
        """The least value, and the first place that has it."""
        return self._extreme(-1)

    @property
    def greatest(self) -> AtPlace | None:
        """The greatest value, and the first place that has it."""
        return self._extreme(1)

    @property
    def moves(self) -> bool:
        """Whether it is not the same everywhere."""
        return bool(self.pieces) and float(np.ptp(self.values)) > ALIKE

    @property
    def steps(self) -> FloatArray:
        """By how much it changes from one value to the next: -1, 0 (to rounding) or 1."""
        steps = np.diff(self.values)
        return np.where(np.abs(steps) <= ALIKE, 0.0, np.sign(steps))

    def _extreme(self, sign: int) -> AtPlace | None:
        if not self.pieces:
            return None
        values = sign * self.values
        k = int((values >= values.max() - ALIKE).argmax())
        return AtPlace(float(np.concatenate([x for x, _ in self.pieces])[k]), float(self.values[k]))

    def to_dict(self) -> dict[str, Json]:
        """Return the course as plain data, without its points."""
        places = {"first": self.first, "last": self.last, "least": self.least, "greatest": self.greatest}
        return {
            "now": plain(self.now),
            **{name: None if place is None else place.to_dict() for name, place in places.items()},
        }


@dataclass(frozen=True)
class SideChange:
    """A point at which an actor changes sides in the most likely war.

    Attributes
    ----------
    before, behind
        Leaders of the sides that it is on below and above the point; None for the status quo.
    """

    at: float
    actor: str
    before: str | None
    behind: str | None

    def to_dict(self) -> dict[str, Json]:
        """Return the change as plain data."""
        return {"at": self.at, "actor": self.actor, "from": self.before, "to": self.behind}


@dataclass(frozen=True)
class Other:
    """Another question that has more to tell along the same path.

    Attributes
    ----------
    of
        As ``--of`` has it.
    least, greatest
        For war and destruction: the extremes along the path; else None.
    answers
        For verdicts: the actors whose verdicts turn. For an actor's play: its rungs, in the order in which they come.
    """

    of: str
    least: float | None = None
    greatest: float | None = None
    answers: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Return the question as plain data."""
        if self.least is None:
            return {"of": self.of, "answers": list(self.answers)}
        return {"of": self.of, "least": self.least, "greatest": self.greatest}
