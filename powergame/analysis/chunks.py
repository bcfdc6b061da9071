"""A sweep in numbered chunks: what is to be solved, and one chunk of it, wherever that is done."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from powergame import __version__
from powergame.analysis.answer import Json, plain
from powergame.analysis.grid import Axes, Grid
from powergame.batch.engine import Engine, solve_batch
from powergame.batch.types import VERDICTS, Results
from powergame.batch.variants import Levels, Variants
from powergame.equilibrium.concept import Concept
from powergame.errors import Fault, NoAnswerError, ScenarioError, UsageError
from powergame.model.game import BoolArray
from powergame.scenario.axes import ends_of
from powergame.scenario.fields import FieldError
from powergame.scenario.names import shown
from powergame.scenario.paths import flatten
from powergame.scenario.places import locate
from powergame.scenario.types import Axis, Scenario

if TYPE_CHECKING:
    import pyarrow as pa

    from powergame.runs.tables import FormatName

MAX_POINTS = 100_000_000_000
"""A Parquet file of more would have more row groups than readers take (a million)."""

ROWS_OF_CELLS = ((6, 1 << 17), (16, 1 << 15), (25, 1 << 13))
"""Cells of a game of two actors, and how many such games make a chunk: some hundredths of a second to a second."""

ROWS_ONE_BY_ONE = 1 << 13
"""Rows of a chunk of games that are solved one by one, at most."""

CHUNKS_ONE_BY_ONE = 64
"""Chunks of such games at least, in a sweep that is large enough for these to have 256 rows each."""

LEAST_ROWS = 1 << 8

COMPILED_FROM = 2000
"""Points of a sweep for which kernels are loaded (half a second), or compiled where they have not been (ten, once)."""

CORNERS = 16
"""Rows at the edges of the grid that are tried before anything is solved, about."""

LENGTH = struct.Struct("<Q")


class BadPointError(UsageError):
    """A point of the grid at which there is no such scenario; processes can send it to each other."""


@dataclass(frozen=True)
class Plan:
    """All there is to know of a sweep; small, and the same in every process that works on it.

    Attributes
    ----------
    scenario
        Of one round, without private types.
    axes
        Paths and the values that they take, the last one fastest.
    format
        How the rows are written.
    rows
        Of a chunk; the last one may have fewer.
    version
        Of the program that made the plan.
    """

    scenario: Scenario
    axes: Axes
    concept: Concept
    format: FormatName
    rows: int
    version: str = __version__

    @cached_property
    def grid(self) -> Grid:
        """The grid."""
        return Grid(self.axes)

    @property
    def points(self) -> int:
        """How many games are solved."""
        return self.grid.points

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.points // self.rows)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that vary."""
        return tuple(path for path, _ in self.axes)

    def range(self, k: int) -> tuple[int, int]:
        """Return the first row of a chunk, and the first one behind it."""
        return k * self.rows, min((k + 1) * self.rows, self.points)

    def about(self) -> dict[str, Json]:
        """Return what the table says of itself."""
        values = {path: plain(value) for path, value in flatten(self.scenario).items()}
        return {
            "powergame": self.version,
            "scenario": {
                "name": self.scenario.name,
                "source": self.scenario.source.replace("\\", "/").rpartition("/")[2],
                "sha256": self.scenario.sha256,
                "values": values,
            },
            "axes": [{"path": path, **axis_to_dict(axis)} for path, axis in self.axes],
            "solution": {"concept": self.concept.name, "rationality": self.concept.rationality},
            "points": self.points,
        }


@dataclass(frozen=True)
class Tally:
    """What was found in some rows, summed up.

    Attributes
    ----------
    verdicts
        For each actor how often each of `VERDICTS` was found.
    answered
        Rows in which an equilibrium is selected; `war` and `destroyed` are sums over these.
    complete, exact
        Rows whose list of equilibria is proven complete, and rows that the exact solver answered.
    """

    rows: int
    verdicts: tuple[tuple[int, ...], ...]
    answered: int
    war: float
    destroyed: float
    complete: int
    exact: int


def tally_of(results: Results) -> Tally:
    """Sum up results."""
    known = ~np.isnan(results.war)
    every = bool(known.all())
    return Tally(
        len(results),
        tuple(tuple(_count(own == k) for k in range(len(VERDICTS))) for own in results.verdicts),
        _count(known),
        float((results.war if every else results.war[known]).sum()),
        float((results.destroyed if every else results.destroyed[known]).sum()),
        _count(results.complete),
        _count(results.exact),
    )


def _count(true: BoolArray) -> int:
    return int(np.count_nonzero(true))


class Total:
    """Sums up tallies; sums of floats are exact until they are read, so that their order does not matter."""

    def __init__(self) -> None:
        self._counts: np.ndarray[tuple[int, int], np.dtype[np.int64]] | None = None
        self._rows = self._answered = self._complete = self._exact = 0
        self._war = self._destroyed = Fraction(0)

    def add(self, one: Tally) -> None:
        """Add what was found in some more rows."""
        counts = np.array(one.verdicts, dtype=np.int64)
        self._counts = counts if self._counts is None else self._counts + counts
        self._rows += one.rows
        self._answered += one.answered
        self._complete += one.complete
        self._exact += one.exact
        self._war += Fraction(one.war)
        self._destroyed += Fraction(one.destroyed)

    def tally(self) -> Tally:
        """Return the sums so far."""
        counts = () if self._counts is None else self._counts.tolist()
        return Tally(
            self._rows,
            tuple(tuple(own) for own in counts),
            self._answered,
            float(self._war),
            float(self._destroyed),
            self._complete,
            self._exact,
        )


def make_plan(
    scenario: Scenario, axes: Mapping[str, Axis] | Axes, concept: Concept | None = None, format_: FormatName = "arrow"
) -> Plan:
    """Return the plan of a sweep, all that can be checked beforehand checked.

    Raises
    ------
    ScenarioError
        Where a path does not exist, or the ends of an axis do not fit its field.
    UsageError
        Where nothing varies or a path varies twice, where the grid has more than `MAX_POINTS` points, and where the
        scenario has private types or rounds.
    """
    pairs = tuple(axes.items()) if isinstance(axes, Mapping) else tuple(axes)
    if not pairs:
        raise UsageError("nothing varies: --vary PATH=AXIS, or `vary` in the scenario, tells what does")
    variants = Variants(scenario, [path for path, _ in pairs])
    faults = [fault for path, axis in pairs for fault in _faults(scenario, path, axis)]
    if faults:
        raise ScenarioError(faults)
    grid = Grid(pairs)
    if grid.points > MAX_POINTS:
        raise UsageError(f"the grid has {_size(grid.points)} points; {MAX_POINTS:,} are allowed")
    for corner in grid.corners(CORNERS):
        values = {path: np.array([corner.get(path, ends_of(axis)[0])]) for path, axis in pairs}
        variants.columns(values)
    concept = replace(concept or Concept(), residual=None)
    return Plan(scenario, pairs, concept, format_, _rows(scenario, concept, grid.points))


def solve_chunk(plan: Plan, k: int) -> bytes:
    """Solve a chunk; see `opened` for what comes back.

    Raises
    ------
    BadPointError
        Where the scenario cannot be as these values have it.
    NoAnswerError
        Where another version made the plan.
    """
    if plan.version != __version__:
        raise NoAnswerError(f"powergame {plan.version} asks powergame {__version__} for a chunk; they must be the same")
    from powergame.runs.tables import FORMATS

    table, tally = solved_rows(plan, *plan.range(k))
    head = json.dumps(vars(tally)).encode()
    return LENGTH.pack(len(head)) + head + FORMATS[plan.format].encode(table)


def opened(chunk: bytes) -> tuple[Tally, bytes]:
    """Return a solved chunk's tally, and its rows in the plan's format."""
    (length,) = LENGTH.unpack_from(chunk)
    data = json.loads(chunk[LENGTH.size : LENGTH.size + length])
    verdicts = tuple(tuple(own) for own in data.pop("verdicts"))
    return Tally(verdicts=verdicts, **data), chunk[LENGTH.size + length :]


def solved_rows(plan: Plan, start: int, stop: int) -> tuple[pa.Table, Tally]:
    """Solve the rows from `start` up to `stop`."""
    levels = plan.grid.levels(start, stop)
    # by the size of the whole, whatever is cached here: `exact` tells which rows which engine answered
    engine: Engine = "compiled" if plan.points >= COMPILED_FROM else "interpreted"
    try:
        results = solve_batch(_variants(plan).at(levels), concept=plan.concept, engine=engine)
    except ScenarioError as error:
        raise BadPointError(str(error)) from None
    return _table(levels, plan.scenario.names, results), tally_of(results)


def schema(plan: Plan) -> pa.Schema:
    """Return the columns of the table, and what it says of itself."""
    import pyarrow as pa

    from powergame.runs.tables import METADATA

    number = pa.float64()
    columns = [(path, number) for path in plan.paths]
    for name in plan.scenario.names:
        columns.append((f"verdict.{name}", pa.dictionary(pa.int8(), pa.string())))
        columns += [(f"{word}.{name}", number) for word in ("seeks", "seeks_least", "seeks_greatest")]
    columns += [("war", number), ("destroyed", number), ("equilibria", pa.int32())]
    columns += [("complete", pa.bool_()), ("exact", pa.bool_())]
    about = json.dumps(plan.about(), allow_nan=False, sort_keys=True).encode()
    return pa.schema(columns, {METADATA: about})


def axis_to_dict(axis: Axis) -> dict[str, Json]:
    """Return an axis as plain data, as a scenario file may have it."""
    if axis.values is not None:
        return {"values": list(axis.values)}
    return {"from": axis.start, "to": axis.stop, "count": axis.count, "scale": axis.scale}


@lru_cache(maxsize=4)
def _variants(plan: Plan) -> Variants:
    return Variants(plan.scenario, plan.paths)


def _table(levels: Mapping[str, Levels], names: Sequence[str], results: Results) -> pa.Table:
    """Return rows as a table; axes and verdicts by dictionary, and what is not known missing."""
    import pyarrow as pa

    from powergame.runs.columns import coded, column, level

    columns = {path: level(one.values, one.places) for path, one in levels.items()}
    for i, name in enumerate(names):
        columns[f"verdict.{name}"] = coded(results.verdicts[i], VERDICTS)
        columns[f"seeks.{name}"] = column(results.selected[i])
        columns[f"seeks_least.{name}"] = column(results.least[i])
        columns[f"seeks_greatest.{name}"] = column(results.greatest[i])
    for word in ("war", "destroyed", "equilibria", "complete", "exact"):
        columns[word] = column(getattr(results, word))
    return pa.table(columns)


def _faults(scenario: Scenario, path: str, axis: Axis) -> list[Fault]:
    """Return what is wrong with an axis: where its ends fit a field, all between them does."""
    place = locate(scenario, path)
    try:
        for value in ends_of(axis):
            place.check(value)
    except FieldError as error:
        return [Fault(str(error), shown(path), scenario.source)]
    except ScenarioError as error:
        return [replace(fault, path=shown(path)) for fault in error.faults]
    return []


def _rows(scenario: Scenario, concept: Concept, points: int) -> int:
    """Return how many rows make a chunk; it depends on the sweep alone, and so do the bytes of the file."""
    sizes = [len(scenario.ladder_of(actor)) for actor in scenario.actors]
    if len(sizes) == 2 and concept.name == "nash":
        for cells, rows in ROWS_OF_CELLS:
            if math.prod(sizes) <= cells:
                return rows
    rows = LEAST_ROWS
    while rows < ROWS_ONE_BY_ONE and rows * CHUNKS_ONE_BY_ONE < points:
        rows *= 2
    return rows


def _size(points: int) -> str:
    return f"{points:,}" if points < 10**18 else f"about 10^{math.floor(math.log10(points))}"
