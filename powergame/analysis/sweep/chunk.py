"""A chunk of a sweep: its rows are solved, by whichever process, and become a table."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from functools import lru_cache

from powergame.analysis.sweep.plan import Plan
from powergame.analysis.sweep.tally import Tally, tally_of
from powergame.batch.directions import Levels
from powergame.batch.engine import Engine, solve_batch
from powergame.batch.types import Results
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import NoAnswerError, ScenarioError, UsageError
from powergame.runs.tables import format_named
from powergame.runs.tables.rows import Column, Field, Fields, Rows, Schema
from powergame.scenario.types import VERDICTS
from powergame.version import __version__

COMPILED_FROM = 2000
"""Points of a sweep for which kernels are loaded (half a second), or compiled where they have not been (ten, once)."""


LENGTH = struct.Struct("<Q")


class BadPointError(UsageError):
    """A point of the grid at which there is no such scenario; processes can send it to each other."""


def solve_chunk(plan: Plan, k: int, deadline: Deadline = NO_DEADLINE) -> bytes:
    """Solve a chunk into bytes, which `opened` reads.

    Raises
    ------
    BadPointError
        Where the values of some row make no valid scenario.
    NoAnswerError
        Where another version made the plan; as `TimeLimitError` where the time runs out.
    """
    if plan.version != __version__:
        raise NoAnswerError(
            f"powergame {plan.version} asks powergame {__version__} for a chunk; both must be the same version"
        )
    table, tally = solved_rows(plan, *plan.range(k), deadline)
    head = json.dumps(vars(tally)).encode()
    return LENGTH.pack(len(head)) + head + format_named(plan.format).encode(table)


def opened(chunk: bytes) -> tuple[Tally, bytes]:
    """Return a solved chunk's tally, and its rows in the plan's format."""
    (length,) = LENGTH.unpack_from(chunk)
    data = json.loads(chunk[LENGTH.size : LENGTH.size + length])
    verdicts = tuple(tuple(counts) for counts in data.pop("verdicts"))
    return Tally(verdicts=verdicts, **data), chunk[LENGTH.size + length :]


def solved_rows(plan: Plan, start: int, stop: int, deadline: Deadline = NO_DEADLINE) -> tuple[Rows, Tally]:
    """Solve the rows from `start` up to `stop`."""
    levels = plan.grid.levels(start, stop)
    # the size of the whole sweep decides, not the cache of this machine: `exact` tells which engine answered a row
    engine: Engine = "compiled" if plan.points >= COMPILED_FROM else "interpreted"
    try:
        results = solve_batch(_variants(plan).at(levels), concept=plan.concept, engine=engine, deadline=deadline)
    except ScenarioError as error:
        raise BadPointError(str(error)) from None
    return _table(plan, levels, results), tally_of(results)


def schema(plan: Plan) -> Schema:
    """Return what the table's file says before its rows: the columns, and the plan."""
    return Schema(fields(plan), json.dumps(plan.about(), allow_nan=False, sort_keys=True), plan.commented)


@lru_cache(maxsize=4)
def fields(plan: Plan) -> Fields:
    """Return the columns of the table; only what is said of a selected equilibrium can be missing."""
    number, selected = Field("float64"), Field("float64", optional=True)
    columns = dict.fromkeys(plan.paths, number)
    for name in plan.scenario.names:
        columns |= {f"verdict.{name}": Field("int8", VERDICTS), f"seeks.{name}": selected}
        columns |= {f"{word}.{name}": number for word in ("seeks_least", "seeks_greatest")}
    columns |= {"war": selected, "destroyed": selected, "equilibria": Field("int32")}
    return columns | {"complete": Field("bool"), "exact": Field("bool")}


@lru_cache(maxsize=4)
def _variants(plan: Plan) -> Variants:
    return Variants(plan.scenario, plan.paths)


def _table(plan: Plan, levels: Mapping[str, Levels], results: Results) -> Rows:
    """Return rows as a table."""
    columns: list[Column] = list(levels.values())
    for i in range(len(plan.scenario.names)):
        columns += [results.verdicts[i], results.selected[i], results.least[i], results.greatest[i]]
    columns += [results.war, results.destroyed, results.equilibria, results.complete, results.exact]
    return Rows(fields(plan), dict(zip(fields(plan), columns, strict=True)))
