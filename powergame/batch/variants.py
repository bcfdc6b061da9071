"""Variants of one scenario as columns of numbers, without a scenario made of each.

Most paths set a number of the model to a value. Directions of preferences depend on their paths in other ways (angles,
alignments): `powergame.batch.directions` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.batch.directions import Levels
from powergame.batch.sources import Cell, sources
from powergame.batch.tables import View, view_of
from powergame.batch.types import Columns
from powergame.errors import Fault, ScenarioError, UsageError
from powergame.model.compile import refuse_types_and_rounds
from powergame.model.parameters import RUNG_FIELDS, Parameters, ladder_table
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.apply import apply, unasked
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.locate import Place, locate
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Value
from powergame.text import printable

ACTOR_NUMBERS = ("power", "effectiveness", "risk_aversion")
CONFLICT_NUMBERS = ("odds", "severity", "decisiveness", "stakes")


@dataclass(frozen=True, eq=False)
class _View:
    """The raw numbers of a view, before they become shares and cosines, and the paths that they come from.

    Attributes
    ----------
    numbers : (M,)
        Powers, effectiveness and risk aversion of the actors, the four numbers of conflict, all ladders' entries.
    paths : (M,)
        The path by which each number varies, or None.
    directions
        The actors' directions.
    """

    numbers: FloatArray
    paths: tuple[str | None, ...]
    directions: View


def _numbers(view: Scenario) -> dict[Cell, float]:
    numbers: dict[Cell, float] = {}
    for name in ACTOR_NUMBERS:
        numbers |= {(name, actor.name, ""): getattr(actor, name) for actor in view.actors}
    numbers |= {(name, "", ""): getattr(view.conflict, name) for name in CONFLICT_NUMBERS}
    for actor in view.actors:
        ladder = view.ladder_of(actor)
        cells = [(name, actor.name, rung.name) for name in RUNG_FIELDS for rung in ladder]
        numbers |= zip(cells, ladder_table(ladder).ravel().tolist(), strict=True)
    return numbers


class Variants:
    """A scenario and the paths that vary.

    Parameters
    ----------
    scenario
        A scenario of one round, without private types.
    paths
        Paths of numbers, or of whole vectors of preferences; applied in this order.
    in_order
        Whether the order is meant, where it decides what paths mean; else they are refused.

    Raises
    ------
    ScenarioError
        Where a path does not exist.
    UsageError
        Where a path is given twice or holds no number, or the scenario has types or rounds.
    """

    def __init__(self, scenario: Scenario, paths: Sequence[str], *, in_order: bool = False) -> None:
        refuse_types_and_rounds(scenario)
        self.scenario, self.paths, self.in_order = scenario, tuple(paths), in_order
        places = [_place(scenario, path) for path in paths]
        for k, place in enumerate(places):
            for other in places[:k]:
                if same_value(place.path, other.path, scenario.outcomes):
                    also = "" if place.path.text == other.path.text else f", as {printable(other.path.text)} too"
                    raise UsageError(f"{printable(place.path.text)} varies twice{also}; expected one of them taken out")
        self.places = dict(zip(paths, places, strict=True))

    def columns(self, values: Mapping[str, FloatArray]) -> Columns:
        """Return the columns of some rows.

        Parameters
        ----------
        values
            Values of each path, (B,), or (B, k) for whole vectors of preferences.

        Raises
        ------
        ScenarioError
            Where a value is out of range, or all power is 0.

        Examples
        --------
        >>> import powergame as pg
        >>> variants = Variants(pg.load("scenarios/strong-and-aligned.yaml"), ["conflict.destruction.odds"])
        >>> columns = variants.columns({"conflict.destruction.odds": np.array([0.1, 0.2, 0.3])})
        >>> len(columns), columns.shape, columns.truth.odds.tolist()
        (3, (2, 2), [[0.1, 0.2, 0.3]])
        """
        return self.at({path: Levels.of_rows(np.asarray(values[path], dtype=float)) for path in self.paths})

    def possible(self, levels: Mapping[str, Levels]) -> BoolArray:
        """Return the rows that there can be, (B,): alignments can be met, vectors are not 0, and somebody has power.

        Raises
        ------
        ScenarioError
            Where a value is out of range.
        """
        rows = self._checked_rows(levels)
        possible = np.ones(rows, dtype=bool)
        for view in {id(view): view for view in self._views}.values():
            powers = _taken(view, levels, rows)[: len(self.scenario.actors)]
            possible &= np.any([power > 0 for power in powers], axis=0)
        for directions in {id(view.directions): view.directions for view in self._views}.values():
            possible &= directions.possible(levels, rows)
        return possible

    def at(self, levels: Mapping[str, Levels]) -> Columns:
        """Return the columns of some rows whose values are given as levels; they are checked once a level."""
        rows = self._checked_rows(levels)

        def scenario(row: int) -> Scenario:
            return self._scenario({path: taken.value(int(taken.places[row])) for path, taken in levels.items()})

        every = {id(view.directions): view.directions for view in self._views}
        alignments = {key: directions.alignment(levels, rows) for key, directions in every.items()}
        made = {id(view): self._parameters(view, alignments[id(view.directions)], levels, rows) for view in self._views}
        truth, *views = (made[id(view)] for view in self._views)
        return Columns(truth, tuple(views), scenario)

    def _checked_rows(self, levels: Mapping[str, Levels]) -> int:
        """Return the number of rows, whose values are checked."""
        for path in self.paths:
            self._check(path, levels[path].values)
        return len(next(iter(levels.values())).places) if levels else 1

    def _scenario(self, changes: Mapping[str, Value]) -> Scenario:
        return self.scenario.with_values(changes)

    @cached_property
    def _views(self) -> tuple[_View, ...]:
        """The scenario's own view, and each actor's: the same object where it has no beliefs."""
        # each path of a number is set to its own value: some change which other numbers exist (a ladder of one's own)
        turning = {path: place.path.moves_directions for path, place in self.places.items()}
        changes = {path: place.get() for path, place in self.places.items() if not turning[path]}
        scenario = apply(unasked(self.scenario), changes)
        believers = {place.path.actor for place in self.places.values() if place.path.is_belief}
        truth = self._view(scenario)
        return truth, *(
            self._view(_believed_numbers(scenario, actor), actor.name, truth.directions)
            if actor.beliefs or actor.name in believers
            else truth
            for actor in scenario.actors
        )

    def _view(self, view: Scenario, viewer: str | None = None, truth: View | None = None) -> _View:
        by_path = sources(self.scenario, [place.path for place in self.places.values()], viewer, in_order=self.in_order)
        numbers = _numbers(view)
        alike = truth is not None and not any(by_path.believed) and by_path.asked == truth.sources.asked
        return _View(
            np.array(list(numbers.values()), dtype=float),
            tuple(map(by_path.numbers.get, numbers)),
            truth if alike and truth is not None else view_of(self.scenario, by_path, viewer, truth),
        )

    def _check(self, path: str, values: FloatArray) -> None:
        place = self.places[path]
        try:
            if values.ndim == 2:
                if not np.isfinite(values).all() or not np.abs(values).max(axis=1).all():
                    raise FieldError("a direction has finite numbers, and at least one of them is not 0")
                place.check(tuple(values[0].tolist()))
                return
            if not np.isfinite(values).all() and place.path.field != "decisiveness":
                raise FieldError("expected a finite number")
            for value in {float(values.min()), float(values.max())}:
                place.check(value)
        except FieldError as error:
            raise ScenarioError([Fault(str(error), printable(path), self.scenario.source)]) from None

    def _parameters(self, view: _View, alignment: FloatArray, levels: Mapping[str, Levels], rows: int) -> Parameters:
        n = len(self.scenario.actors)
        take = iter(_taken(view, levels, rows))
        power, effectiveness, risk = ([next(take) for _ in range(n)] for _ in ACTOR_NUMBERS)
        conflict = {name: next(take)[None] for name in CONFLICT_NUMBERS}
        ladders = []
        for actor in self.scenario.actors:
            size = len(self.scenario.ladder_of(actor))
            ladders.append(_stacked([next(take) for _ in range(6 * size)]).reshape(6, size, rows))
        return Parameters(
            power=self._shares(power)[:, None],
            alignment=alignment[:, :, None],
            effectiveness=_stacked(effectiveness)[:, None],
            risk_aversion=_stacked(risk)[:, None],
            contest=self.scenario.conflict.contest,
            third_parties=self.scenario.conflict.third_parties,
            ladders=tuple(ladders),
            **conflict,
        )

    def _shares(self, power: list[FloatArray]) -> FloatArray:
        """Return m, (n, B), as `model.parameters.power_shares` does for each row."""
        constant = all(column.strides == (0,) for column in power)
        every = np.stack([column[:1] for column in power] if constant else power)
        greatest = every.max(axis=0)
        if not greatest.all():
            text = "nobody has any power at some of these values; somebody's must be above 0"
            raise ScenarioError([Fault(text, "actors", self.scenario.source)])
        every /= greatest
        # the order of the sum is that of a single row
        shares = np.asarray(every / np.ascontiguousarray(every.T).sum(axis=1))
        return np.broadcast_to(shares, (len(power), len(power[0]))) if constant else shares


def _believed_numbers(scenario: Scenario, viewer: Actor) -> Scenario:
    """Return the scenario with an actor's beliefs but for those about directions, which numbers do not depend on."""
    about = [(parse(path, scenario.outcomes), path, value) for path, value in viewer.beliefs]
    return apply(scenario, [(text, value) for path, text, value in about if not path.moves_directions])


def _place(scenario: Scenario, path: str) -> Place:
    try:
        place = locate(scenario, path)
    except FieldError as error:
        raise ScenarioError([Fault(str(error), printable(path), scenario.source)]) from None
    if place.path.field == "rounds":
        raise UsageError("rounds: expected another path; what varies here has one (powergame deceive varies rounds)")
    if place.path.field != "preferences" and place.path.number is None:
        raise UsageError(f"{printable(path)}: is not a number, and cannot vary")
    return place


def _taken(view: _View, levels: Mapping[str, Levels], rows: int) -> list[FloatArray]:
    """Return the raw numbers of a view, each in all rows."""
    varied = {path: levels[path].in_rows for path in set(view.paths) if path is not None}
    constant = np.broadcast_to(view.numbers, (rows, len(view.numbers))).T  # of all at once: one by one takes longer
    pairs = zip(constant, view.paths, strict=True)
    return [column if path is None else varied[path] for column, path in pairs]


def _stacked(columns: Sequence[FloatArray]) -> FloatArray:
    """Stack columns; where none varies, without copying them."""
    if all(column.strides == (0,) for column in columns):
        values = np.array([column[0] for column in columns])
        return np.broadcast_to(values[:, None], (len(columns), len(columns[0])))
    return np.stack(columns)
