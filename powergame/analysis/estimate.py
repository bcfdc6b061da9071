"""How large a sweep would be and how long it would take, from a small part of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from powergame.analysis.answer import Json
from powergame.analysis.chunks import Plan, axis_to_dict, solved_rows

WARM_UP = 64
"""Rows that are solved first, unmeasured: kernels are loaded, and perhaps compiled, by then."""

ENOUGH_SECONDS = 0.25
"""A part that takes so long is large enough to be measured."""

FIRST = 256
"""Rows of the first part that is measured."""


@dataclass(frozen=True)
class Estimate:
    """What a sweep would take.

    Attributes
    ----------
    bytes
        Of the file. While it is made there is as much again beside it.
    seconds
        With so many workers, which all have a core of their own.
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
    """Solve a part from the middle of the grid and say what the whole would take."""
    from powergame.runs.tables import FORMATS

    encode = FORMATS[plan.format].encode
    most = min(plan.rows, plan.points)
    start = (plan.points - most) // 2
    encode(solved_rows(plan, start, start + min(WARM_UP, most))[0])
    rows = min(FIRST, most)
    while True:
        began = time.perf_counter()
        size = len(encode(solved_rows(plan, start, start + rows)[0]))
        took = time.perf_counter() - began
        if rows == most or took > ENOUGH_SECONDS:
            break
        rows = min(most, rows * 4)
    seconds = took / rows * plan.points / min(workers, plan.chunks)
    return Estimate(plan, workers, round(size / rows * plan.points), seconds, rows)
