"""Whether a result came out the same when it was computed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from powergame.analysis.head import head
from powergame.plain import Json

MAX_LISTED = 1000
"""Differences that are listed at most; all are counted."""


@dataclass(frozen=True)
class Mismatch:
    """A value that did not come out the same.

    Attributes
    ----------
    path
        Its place: keys of the JSON, and places in lists from 0; or row (from 1) and column of a table.
    written, now
        The value as it was written, and as it is now; None where there is none.
    """

    path: str
    written: Json
    now: Json

    def to_dict(self) -> dict[str, Json]:
        """Return the difference as plain data."""
        return {"path": self.path, "written": self.written, "now": self.now}


@dataclass(frozen=True)
class Compared:
    """How values compare with those of another time.

    Attributes
    ----------
    values
        How many were compared.
    differ
        How many differ by more than rounding.
    differences
        The first of these.
    rounding
        The largest difference, in the numbers' own size, of those that are the same but for rounding.
    """

    values: int = 0
    differ: int = 0
    differences: tuple[Mismatch, ...] = ()
    rounding: float = 0.0


@dataclass(frozen=True)
class Again:
    """A result, computed again.

    Attributes
    ----------
    file
        The file that has the result.
    format
        The format of the result, ``powergame.solve`` for example.
    name
        The name of its scenario, or of the first.
    powergame, versions
        The version that wrote it, and what it was computed with then.
    compared
        How the values compare; of a table, those of its cells.
    notes
        What a reader should know: another version, a scenario whose file has changed.
    """

    file: str
    format: str
    name: str
    powergame: str
    versions: Mapping[str, str]
    compared: Compared
    notes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether all values are the same, but for rounding."""
        return self.compared.differ == 0

    def to_dict(self) -> dict[str, Json]:
        """Return the comparison as plain data, the JSON of ``powergame again --format json``."""
        compared = self.compared
        return {
            **head("again"),
            "result": {
                "file": self.file,
                "format": self.format,
                "name": self.name,
                "powergame": self.powergame,
                "versions": dict(self.versions),
            },
            "same": self.same,
            "values": compared.values,
            "differ": compared.differ,
            "differences": [difference.to_dict() for difference in compared.differences],
            "rounding": compared.rounding,
            "notes": list(self.notes),
        }
