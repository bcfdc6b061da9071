"""Estimate of how large a sweep would be and how long it would take, from a small part of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO

from powergame.analysis.head import head, origin
from powergame.analysis.sweep.chunk import schema, solved_rows
from powergame.analysis.sweep.plan import Plan
from powergame.analysis.sweep.run import worth_starting
from powergame.batch.engine import by_the_million
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.model.compile import shape_of
from powergame.plain import Json
from powergame.runs.tables import format_named

WARM_UP = 64
"""Rows that are solved first, unmeasured: kernels are loaded, and perhaps compiled, by then."""

FIRST = 256
"""Rows of the first part that is measured; of large games, which may take seconds each, it is one."""

ENOUGH_SECONDS = 0.25
"""Seconds from which a part is large enough; the other parts have as many rows."""

ALL_SECONDS = 1.0
"""Seconds of measurement after which no further part is measured."""

FEWEST_PARTS, LONGEST_SECONDS = 3, 10.0
"""Parts that are measured at least, unless these many seconds have passed: of games that take long, some take a hundred
times as long as others."""

PLACES = (1 / 2, 1 / 4, 3 / 4, 1 / 8, 5 / 8, 3 / 8, 7 / 8, 0.0, 1.0)
"""Places of the parts in the grid, from 0 to 1, each far from those before: not all of a grid is equally hard."""

START, START_WORKERS = 1.0, 1.0
"""Seconds until a command starts to solve, and further ones until its workers do."""

CHUNK = 0.003
"""Seconds to write a chunk, flushed to the disk, and to remove it again."""


@dataclass(frozen=True)
class Estimate:
    """The size of a sweep, and the time that it would take.

    Attributes
    ----------
    bytes
        Size of the file. While it is made, chunks of the same size lie beside it.
    seconds
        Time with `workers` workers, each on a core of its own, without the compiling of kernels.
    measured
        Rows that were solved for the estimate.
    parts
        Parts of the grid that these are from.
    spread
        Seconds that the whole would take if every part were like the quickest one that was measured, and like the
        slowest.
    """

    plan: Plan
    workers: int
    bytes: int
    seconds: float
    measured: int
    parts: int
    spread: tuple[float, float]

    def to_dict(self) -> dict[str, Json]:
        """Return the estimate as plain data, the JSON of ``powergame sweep --dry-run --format json``."""
        return {
            **head("sweep.estimate"),
            "scenario": origin(self.plan.scenario),
            "options": self.plan.options(),
            "axes": self.plan.axes_as_json(),
            "points": self.plan.points,
            "workers": self.workers,
            "bytes": self.bytes,
            "seconds": self.seconds,
            "measured": self.measured,
        }


@dataclass(frozen=True)
class _Cost:
    """The cost of some rows: seconds to solve them, seconds to put them into the file, and their bytes."""

    solving: float = 0.0
    joining: float = 0.0
    bytes: int = 0

    def __add__(self, other: _Cost) -> _Cost:
        return _Cost(self.solving + other.solving, self.joining + other.joining, self.bytes + other.bytes)


def estimate(plan: Plan, workers: int, deadline: Deadline = NO_DEADLINE) -> Estimate:
    """Solve some parts of the grid and say what the whole would take.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    most = min(plan.rows, plan.points)
    large = not by_the_million(shape_of(plan.scenario), plan.concept) and len(plan.scenario.actors) > 2
    if not large:
        _part(plan, 0.5, min(WARM_UP, plan.points), deadline)
    rows = 1 if large else min(FIRST, most)
    while (cost := _part(plan, 0.5, rows, deadline)).solving < ENOUGH_SECONDS and rows < most:
        rows = min(most, rows * 4)
    costs = [cost]
    for place in PLACES[1 : plan.points // rows]:
        if cost.solving > (ALL_SECONDS if len(costs) >= FEWEST_PARTS else LONGEST_SECONDS):
            break
        costs.append(_part(plan, place, rows, deadline))
        cost += costs[-1]
    times = plan.points / (rows * len(costs))
    used = worth_starting(plan, workers)
    each = [_seconds(plan, part, plan.points / rows, used) for part in costs]
    seconds = _seconds(plan, cost, times, used)
    return Estimate(
        plan, used, round(cost.bytes * times), seconds, rows * len(costs), len(costs), (min(each), max(each))
    )


def _seconds(plan: Plan, cost: _Cost, times: float, workers: int) -> float:
    """Return how long a sweep takes of which some rows, so many times over, are the whole."""
    # one process joins what the others solve, on as many processors
    whole = max(cost.joining, (cost.solving + cost.joining) / workers) * times + CHUNK * plan.chunks
    return START + whole + (START_WORKERS if workers > 1 else 0.0)


def _part(plan: Plan, place: float, rows: int, deadline: Deadline) -> _Cost:
    """Solve some rows at a place from 0 to 1 in the grid."""
    # the rows begin where a chunk does, as in the sweep
    start = min(int(place * plan.chunks) * plan.rows, plan.points - rows)
    kind, file, head = format_named(plan.format), BytesIO(), BytesIO()
    with kind.joining(schema(plan), head):
        pass
    began = time.perf_counter()
    piece = kind.encode(solved_rows(plan, start, start + rows, deadline)[0])
    solved = time.perf_counter()
    with kind.joining(schema(plan), file) as add:
        add(piece)
    return _Cost(solved - began, time.perf_counter() - solved, file.tell() - head.tell())
