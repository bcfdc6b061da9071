"""A chunk of a sweep: its rows are solved, by whichever process, and become a table."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from powergame.batch.directions import Levels
from powergame.batch.engine import Engine, solve_batch
from powergame.batch.types import Results
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import NoAnswerError, ScenarioError, UsageError
from powergame.scenario.types import VERDICTS
from powergame.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

from powergame.analysis.sweep.plan import Plan
from powergame.analysis.sweep.tally import Tally, tally_of

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
    from powergame.runs.tables import FORMATS

    table, tally = solved_rows(plan, *plan.range(k), deadline)
    head = json.dumps(vars(tally)).encode()
    return LENGTH.pack(len(head)) + head + FORMATS[plan.format].encode(table)


def opened(chunk: bytes) -> tuple[Tally, bytes]:
    """Return a solved chunk's tally, and its rows in the plan's format."""
    (length,) = LENGTH.unpack_from(chunk)
    data = json.loads(chunk[LENGTH.size : LENGTH.size + length])
    verdicts = tuple(tuple(counts) for counts in data.pop("verdicts"))
    return Tally(verdicts=verdicts, **data), chunk[LENGTH.size + length :]


def solved_rows(plan: Plan, start: int, stop: int, deadline: Deadline = NO_DEADLINE) -> tuple[pa.Table, Tally]:
    """Solve the rows from `start` up to `stop`."""
    levels = plan.grid.levels(start, stop)
    # the size of the whole sweep decides, not the cache of this machine: `exact` tells which engine answered a row
    engine: Engine = "compiled" if plan.points >= COMPILED_FROM else "interpreted"
    try:
        results = solve_batch(_variants(plan).at(levels), concept=plan.concept, engine=engine, deadline=deadline)
    except ScenarioError as error:
        raise BadPointError(str(error)) from None
    return _table(plan, levels, results), tally_of(results)


def schema(plan: Plan) -> pa.Schema:
    """Return the columns of the table, with the plan as its metadata."""
    from powergame.runs.tables import COMMENTED, METADATA

    about = json.dumps(plan.about(), allow_nan=False, sort_keys=True).encode()
    return _columns(plan).with_metadata({METADATA: about} | ({COMMENTED: b""} if plan.commented else {}))


@lru_cache(maxsize=4)
def _columns(plan: Plan) -> pa.Schema:
    """Return the columns of the table; only what is said of a selected equilibrium can be missing."""
    import pyarrow as pa

    number = pa.float64()
    columns = [pa.field(path, number, nullable=False) for path in plan.paths]
    for name in plan.scenario.names:
        columns.append(pa.field(f"verdict.{name}", pa.dictionary(pa.int8(), pa.string()), nullable=False))
        columns.append(pa.field(f"seeks.{name}", number))
        columns += [pa.field(f"{word}.{name}", number, nullable=False) for word in ("seeks_least", "seeks_greatest")]
    columns += [pa.field("war", number), pa.field("destroyed", number)]
    columns.append(pa.field("equilibria", pa.int32(), nullable=False))
    columns += [pa.field(word, pa.bool_(), nullable=False) for word in ("complete", "exact")]
    return pa.schema(columns)


@lru_cache(maxsize=4)
def _variants(plan: Plan) -> Variants:
    return Variants(plan.scenario, plan.paths)


def _table(plan: Plan, levels: Mapping[str, Levels], results: Results) -> pa.Table:
    """Return rows as a table: axes and verdicts as dictionaries, unknown values as missing ones."""
    import pyarrow as pa

    from powergame.runs.columns import coded, column, level

    columns = [level(axis.values, axis.places) for axis in levels.values()]
    for i in range(len(plan.scenario.names)):
        columns.append(coded(results.verdicts[i], VERDICTS))
        columns += [column(chances[i]) for chances in (results.selected, results.least, results.greatest)]
    columns += [column(getattr(results, word)) for word in ("war", "destroyed", "equilibria", "complete", "exact")]
    fields = [field.with_type(each.type) for field, each in zip(_columns(plan), columns, strict=True)]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))
