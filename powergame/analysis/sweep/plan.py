"""The plan of a sweep: what is solved, in numbered chunks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from powergame.analysis.head import axis_to_dict, head, origin, solution, solution_options, vary_option
from powergame.analysis.sweep.grid import Axes, Grid
from powergame.batch.engine import QUICK_PROFILES, by_the_million
from powergame.batch.types import most_rows
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept, as_concept
from powergame.errors import Fault, ScenarioError, UsageError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, refuse_large, shape_of
from powergame.plain import Json
from powergame.scenario.axes import ends_of
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.locate import locate
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis
from powergame.text import printable
from powergame.version import __version__

if TYPE_CHECKING:
    from powergame.runs.formats import Kept

MAX_POINTS = 100_000_000_000
"""Points of a sweep at most: a Parquet file of more would have more row groups than readers take (a million)."""

ROWS_OF_CELLS = ((6, 1 << 18), (16, 1 << 15), (25, 1 << 13))
"""Cells of a two-actor game, and rows of a chunk of such games, which takes hundredths of a second to a second."""

ROWS_OF_PROFILES = ((8, 1 << 15), (16, 1 << 13), (QUICK_PROFILES, 1 << 12))
"""Profiles of a game of three and more actors, and rows of a chunk of such games, which takes tenths of a second."""

ROWS_ONE_BY_ONE = 1 << 13
"""Rows of a chunk, at most, where games are solved one by one."""

CHUNKS_ONE_BY_ONE = 64
"""Chunks of a sweep, at least, where games are solved one by one and each chunk has `LEAST_ROWS` rows or more."""

LEAST_ROWS = 1 << 8
"""Rows of a chunk, at least, where games are solved one by one."""

CORNERS = 16
"""Rows at the edges of the grid, about, that are tried before anything is solved."""


@dataclass(frozen=True)
class Plan:
    """All that defines a sweep; it is small, and the same in every process that works on it.

    Attributes
    ----------
    scenario
        A scenario of one round, without private types.
    axes
        Paths and the values that they take, the last one fastest.
    format
        Format of the rows: of a file, or that of memory.
    rows
        Rows of a chunk; the last chunk may have fewer.
    version
        Version of the program that made the plan.
    commented
        Whether the description of a CSV stands in its first line, not in a file beside it.
    """

    scenario: Scenario
    axes: Axes
    concept: Concept
    format: Kept
    rows: int
    version: str = __version__
    commented: bool = False

    @cached_property
    def grid(self) -> Grid:
        """The grid that the axes span."""
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
        """Return the first row of a chunk, and the first row behind the chunk."""
        return k * self.rows, min((k + 1) * self.rows, self.points)

    def about(self) -> dict[str, Json]:
        """Return the metadata of the table."""
        return {
            **head("sweep.points"),
            "powergame": self.version,
            "scenario": origin(self.scenario) | {"source": self.scenario.source.replace("\\", "/").rpartition("/")[2]},
            "options": self.options(),
            "axes": self.axes_as_json(),
            "solution": solution(self.concept),
            "points": self.points,
        }

    def axes_as_json(self) -> list[Json]:
        """Return the axes as plain data."""
        return [{"path": path, **axis_to_dict(axis)} for path, axis in self.axes]

    def options(self) -> dict[str, Json]:
        """Return what the user chose besides the scenario, by the names of the command's options."""
        return {"vary": vary_option(self.axes), **solution_options(self.concept)}


def make_plan(
    scenario: Scenario,
    axes: Mapping[str, Axis] | Axes,
    concept: Concept | None = None,
    format_: Kept = "memory",
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
) -> Plan:
    """Check a sweep as far as that is possible beforehand, and return its plan.

    Raises
    ------
    ScenarioError
        Where a path does not exist, or the ends of an axis do not fit its field.
    GameTooLargeError
        Where the payoffs of one game would take more than `max_mebibytes`.
    UsageError
        Where nothing varies or a path varies twice, where the grid has more than `MAX_POINTS` points, and where the
        scenario has private types or rounds.
    """
    pairs = tuple(axes.items()) if isinstance(axes, Mapping) else tuple(axes)
    if not pairs:
        raise UsageError("nothing to vary: give --vary PATH=AXIS, or `vary` in the scenario")
    variants = Variants(scenario, [path for path, _ in pairs])
    refuse_large(shape_of(scenario), max_mebibytes)
    faults = [fault for path, axis in pairs for fault in _faults(scenario, path, axis)]
    if faults:
        raise ScenarioError(faults)
    grid = Grid(pairs)
    if grid.points > MAX_POINTS:
        raise UsageError(f"the grid has {_size(grid.points)} points; {MAX_POINTS:,} are allowed")
    for corner in grid.corners(CORNERS):
        at_corner = {path: np.array([corner.get(path, ends_of(axis)[0])]) for path, axis in pairs}
        variants.columns(at_corner)
    concept = replace(as_concept(concept), residual=None)
    return Plan(scenario, pairs, concept, format_, _rows(scenario, concept, grid.points))


def _faults(scenario: Scenario, path: str, axis: Axis) -> list[Fault]:
    """Return what is wrong with an axis: where its ends fit a field, all between them does."""
    place = locate(scenario, path)
    try:
        for value in ends_of(axis):
            place.check(value)
    except FieldError as error:
        return [Fault(str(error), printable(path), scenario.source)]
    except ScenarioError as error:
        return [replace(fault, path=printable(path)) for fault in error.faults]
    return []


def _rows(scenario: Scenario, concept: Concept, points: int) -> int:
    """Return how many rows make a chunk; the sweep alone decides, so that the file always has the same bytes."""
    sizes = shape_of(scenario)
    if by_the_million(sizes, concept):
        for cells, rows in ROWS_OF_CELLS if len(sizes) == 2 else ROWS_OF_PROFILES:
            if math.prod(sizes) <= cells:
                return rows
    rows = LEAST_ROWS
    while rows < ROWS_ONE_BY_ONE and rows * CHUNKS_ONE_BY_ONE < points:
        rows *= 2
    return min(rows, most_rows(sizes, math.prod(sizes)))


def _size(points: int) -> str:
    return f"{points:,}" if points < 10**18 else f"about 10^{math.floor(math.log10(points))}"
