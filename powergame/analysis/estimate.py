"""How large a sweep would be and how long it would take, from a small part of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from powergame.analysis.answer import Json
from powergame.analysis.chunks import Plan, axis_to_dict, solved_rows
from powergame.analysis.sweep import worth_starting

WARM_UP = 64
"""Rows that are solved first, unmeasured: kernels are loaded, and perhaps compiled, by then."""

FIRST = 256
"""Rows of the first part that is measured."""

ENOUGH_SECONDS = 0.25
"""A part that takes so long is large enough; the others have as many rows."""

ALL_SECONDS = 1.0
"""When so long was measured no further part is."""

PLACES = (1 / 2, 1 / 4, 3 / 4, 1 / 8, 5 / 8, 3 / 8, 7 / 8, 0.0, 1.0)
"""Where in the grid the parts lie, each as far as possible from those before: not all of a grid is equally hard."""

START, START_WORKERS = 1.0, 1.0
"""Seconds until a command solves anything, and until its workers do so after it."""

CHUNK = 0.003
"""Seconds to keep a chunk, flushed to the disk, and to put it into the file."""


@dataclass(frozen=True)
class Estimate:
    """What a sweep would take.

    Attributes
    ----------
    bytes
        Of the file. While it is made there is as much again beside it.
    seconds
        With so many workers, which all have a core of their own; compiling kernels, once, is not among them.
    measured
        Rows that were solved to find out.
    """

    plan: Plan
    workers: int
    bytes: int
    seconds: float
    measured: int

    def to_dict(self) -> dict[str, Json]:
        """Return the estimate as plain data, the JSON of ``powergame sweep --dry-run --format json``."""
        return {
            "format": "powergame.sweep.estimate",
            "version": 1,
            "powergame": self.plan.version,
            "axes": [{"path": path, **axis_to_dict(axis)} for path, axis in self.plan.axes],
            "points": self.plan.points,
            "workers": self.workers,
            "bytes": self.bytes,
            "seconds": self.seconds,
            "measured": self.measured,
        }


def estimate(plan: Plan, workers: int) -> Estimate:
    """Solve some parts of the grid and say what the whole would take."""
    _part(plan, 0.5, min(WARM_UP, plan.points))
    most = min(plan.rows, plan.points)
    rows = min(FIRST, most)
    while (found := _part(plan, 0.5, rows))[0] < ENOUGH_SECONDS and rows < most:
        rows = min(most, rows * 4)
    seconds, size = found
    parts = 1
    for place in PLACES[1 : plan.points // rows]:
        if seconds > ALL_SECONDS:
            break
        took, bytes_ = _part(plan, place, rows)
        seconds, size, parts = seconds + took, size + bytes_, parts + 1
    times = plan.points / (rows * parts)
    used = worth_starting(plan, workers)
    whole = START + seconds * times / used + CHUNK * plan.chunks + (START_WORKERS if used > 1 else 0.0)
    return Estimate(plan, used, round(size * times), whole, rows * parts)


def _part(plan: Plan, place: float, rows: int) -> tuple[float, int]:
    """Solve some rows at a place from 0 to 1 in the grid; return the seconds, and the bytes of the rows."""
    from powergame.runs.tables import FORMATS

    # where a chunk begins, as it would
    start = min(int(place * plan.chunks) * plan.rows, plan.points - rows)
    began = time.perf_counter()
    size = len(FORMATS[plan.format].encode(solved_rows(plan, start, start + rows)[0]))
    return time.perf_counter() - began, size
