"""Variants of one scenario as columns of numbers, without a scenario made of each.

Most paths set a number of the model to a value. Directions of preferences depend on their paths in other ways (angles,
alignments): the path language itself makes each different direction, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.batch.sources import Cell, Sources, sources
from powergame.batch.types import Columns
from powergame.errors import Fault, ScenarioError, UsageError
from powergame.model.alignment import directions
from powergame.model.compile import refuse_types_and_rounds
from powergame.model.parameters import RUNG_FIELDS, Parameters, ladder_table
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.locate import Place, locate
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Value
from powergame.scenario.vectors import turned_to_each
from powergame.text import printable

FEW = 4096
"""Combinations of levels up to which all directions are made, even those that no row has."""

ACTOR_NUMBERS = ("power", "effectiveness", "risk_aversion")
CONFLICT_NUMBERS = ("odds", "severity", "decisiveness", "stakes")


@dataclass(frozen=True, eq=False)
class Levels:
    """The values that a path takes, each once, and the value of each row.

    Attributes
    ----------
    values : (K,) or (K, k)
        Numbers, or vectors of preferences.
    places : (B,)
        Place of each row's value among `values`.
    """

    values: FloatArray
    places: IndexArray

    def value(self, level: int) -> Value:
        """Return one value as the path language takes it."""
        value = self.values[level]
        return tuple(value.tolist()) if value.ndim else float(value)


@dataclass(frozen=True, eq=False)
class _View:
    """The raw numbers of a view, before they become shares and cosines, and the paths that they come from.

    Attributes
    ----------
    numbers : (M,)
        Powers, effectiveness and risk aversion of the actors, the four numbers of conflict, all ladders' entries.
    paths : (M,)
        The path by which each number varies, or None.
    vectors : (n, k)
        Preferences.
    sources
        The paths on which the vectors depend.
    """

    numbers: FloatArray
    paths: tuple[str | None, ...]
    vectors: FloatArray
    sources: Sources


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

    Raises
    ------
    ScenarioError
        Where a path does not exist.
    UsageError
        Where a path is given twice or holds no number, or the scenario has types or rounds.
    """

    def __init__(self, scenario: Scenario, paths: Sequence[str]) -> None:
        refuse_types_and_rounds(scenario)
        self.scenario, self.paths = scenario, tuple(paths)
        twice = [path for k, path in enumerate(paths) if path in paths[:k]]
        if twice:
            raise UsageError(f"{printable(twice[0])} varies twice")
        self.places = {path: _place(scenario, path) for path in paths}
        self._made: dict[tuple[int, int], tuple[tuple[bytes, ...], FloatArray]] = {}

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
        levels = {}
        for path in self.paths:
            given = np.asarray(values[path], dtype=float)
            if given.ndim == 1:
                each, places = np.unique(given, return_inverse=True)
            else:
                each, places = given, np.arange(len(given))
            levels[path] = Levels(each, places)
        return self.at(levels)

    def at(self, levels: Mapping[str, Levels]) -> Columns:
        """Return the columns of some rows whose values are given as levels; they are checked once a level."""
        for path in self.paths:
            self._check(path, levels[path].values)
        rows = len(next(iter(levels.values())).places) if levels else 1

        def scenario(row: int) -> Scenario:
            return self._scenario({path: taken.value(int(taken.places[row])) for path, taken in levels.items()})

        truth = self._parameters(0, levels, rows)
        views = [
            truth if view is self._views[0] else self._parameters(v, levels, rows) for v, view in enumerate(self._views)
        ]
        return Columns(truth, tuple(views[1:]), scenario)

    def _scenario(self, changes: Mapping[str, Value]) -> Scenario:
        return self.scenario.with_values(changes)

    @cached_property
    def _views(self) -> tuple[_View, ...]:
        """The scenario's own view, and each actor's: the same object where it has no beliefs."""
        # each path is set to its own value: some paths change which other numbers exist (a ladder of one's own)
        scenario = self._scenario({path: place.get() for path, place in self.places.items()})
        truth = self._view(scenario, None)
        return truth, *(
            self._view(scenario.with_values(dict(actor.beliefs)), actor.name) if actor.beliefs else truth
            for actor in scenario.actors
        )

    def _view(self, view: Scenario, viewer: str | None) -> _View:
        by_path = sources(self.scenario, [place.path for place in self.places.values()], viewer)
        numbers = _numbers(view)
        vectors = np.array([actor.preferences for actor in view.actors], dtype=float)
        return _View(
            np.array(list(numbers.values()), dtype=float), tuple(map(by_path.numbers.get, numbers)), vectors, by_path
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

    def _parameters(self, v: int, levels: Mapping[str, Levels], rows: int) -> Parameters:
        n, view = len(self.scenario.actors), self._views[v]
        varied = {path: levels[path].values[levels[path].places] for path in set(view.paths) if path is not None}
        constant = np.broadcast_to(view.numbers, (rows, len(view.numbers))).T  # of all at once: one by one takes longer
        pairs = zip(constant, view.paths, strict=True)
        take = iter([column if path is None else varied[path] for column, path in pairs])
        power, effectiveness, risk = ([next(take) for _ in range(n)] for _ in ACTOR_NUMBERS)
        conflict = {name: next(take)[None] for name in CONFLICT_NUMBERS}
        ladders = []
        for actor in self.scenario.actors:
            size = len(self.scenario.ladder_of(actor))
            ladders.append(_stacked([next(take) for _ in range(6 * size)]).reshape(6, size, rows))
        return Parameters(
            power=self._shares(power)[:, None],
            alignment=self._alignment(v, levels, rows)[:, :, None],
            effectiveness=_stacked(effectiveness)[:, None],
            risk_aversion=_stacked(risk)[:, None],
            contest=self.scenario.conflict.contest,
            third_parties=self.scenario.conflict.third_parties,
            ladders=tuple(ladders),
            **conflict,
        )

    def _shares(self, power: list[FloatArray]) -> FloatArray:
        """Return m, (n, B), as `model.parameters.power_shares` does for each row."""
        if all(column.strides == (0,) for column in power):
            constant = np.array([column[0] for column in power])
            constant = constant / constant.max()
            return np.broadcast_to((constant / constant.sum())[:, None], (len(power), len(power[0])))
        every = np.stack(power)
        greatest = every.max(axis=0)
        if not greatest.all():
            text = "nobody has any power at some of these values; somebody's must be above 0"
            raise ScenarioError([Fault(text, "actors", self.scenario.source)])
        every /= greatest
        # the order of the sum is that of a single row
        return np.asarray(every / np.ascontiguousarray(every.T).sum(axis=1))

    def _alignment(self, v: int, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return A, (n, n, B)."""
        n = len(self.scenario.actors)
        vectors = [self._directions(v, i, levels) for i in range(n)]
        varying = np.empty((n, n, rows)) if any(places is not None for _, places in vectors) else None
        constant = np.empty((n, n))
        for i in range(n):
            for j in range(i, n):
                cosine = _cosines(vectors[i], vectors[j]) if i < j else np.ones(())
                if varying is None:
                    constant[i, j] = constant[j, i] = float(cosine)
                else:
                    varying[i, j] = varying[j, i] = cosine
        return np.broadcast_to(constant[:, :, None], (n, n, rows)) if varying is None else varying

    def _directions(self, v: int, i: int, levels: Mapping[str, Levels]) -> tuple[FloatArray, IndexArray | None]:
        """Return actor i's directions in a view, each once, and each row's place among them (None: the only one)."""
        view = self._views[v]
        paths, whole = view.sources.vectors[i], view.sources.whole[i]
        if not paths:
            return directions(view.vectors[i : i + 1]), None
        if whole is not None:
            return directions(levels[whole].values), levels[whole].places
        joint, sizes = levels[paths[0]].places, len(levels[paths[0]].values)
        for path in paths[1:]:
            joint = joint * len(levels[path].values) + levels[path].places
            sizes *= len(levels[path].values)
        if sizes <= max(len(joint), FEW):
            each, places = np.arange(sizes), joint
        else:
            each, places = np.unique(joint, return_inverse=True)
        key = (each.tobytes(), *(levels[path].values.tobytes() for path in paths))
        if (v, i) not in self._made or self._made[v, i][0] != key:  # chunks of a grid need the same ones repeatedly
            self._made[v, i] = key, self._make(v, i, paths, each, levels)
        return self._made[v, i][1], places

    def _make(self, v: int, i: int, paths: Sequence[str], each: IndexArray, levels: Mapping[str, Levels]) -> FloatArray:
        """Return actor i's directions in a view at combinations of levels, numbered with the last path fastest."""
        if self._only_turned and not _believed_directions(self.scenario, v):
            return directions(self._turned(levels[paths[0]].values[each]))
        made = []
        for combination in each:
            changes, rest = {}, int(combination)
            for path in reversed(paths):
                rest, level = divmod(rest, len(levels[path].values))
                changes[path] = levels[path].value(level)
            scenario = self._scenario({path: changes[path] for path in paths})
            believed = _believed_directions(scenario, v)
            made.append((scenario.with_values(believed) if believed else scenario).actors[i].preferences)
        return directions(np.array(made))

    @property
    def _only_turned(self) -> bool:
        """Whether one alignment, and nothing else, varies."""
        (path, *others) = (place.path for place in self.places.values())
        return not others and path.field == "alignment" and not path.is_belief

    def _turned(self, alignments: FloatArray) -> FloatArray:
        """Return the turned actor's vectors where one alignment alone varies, without making a scenario of each."""
        (place,) = self.places.values()
        preferences = {actor.name: actor.preferences or () for actor in self.scenario.actors}
        try:
            return turned_to_each(preferences[place.path.actor], preferences[place.path.towards], alignments)
        except FieldError:
            for alignment in alignments.tolist():
                self._scenario({place.path.text: alignment})  # which says what is wrong, and where
            raise


def _believed_directions(scenario: Scenario, v: int) -> dict[str, Value]:
    """Return actor v - 1's beliefs about preferences; none for view 0, which is the scenario's own."""
    beliefs = scenario.actors[v - 1].beliefs if v else ()
    return {path: value for path, value in beliefs if parse(path, scenario.outcomes).moves_directions}


def _place(scenario: Scenario, path: str) -> Place:
    try:
        place = locate(scenario, path)
    except FieldError as error:
        raise ScenarioError([Fault(str(error), printable(path), scenario.source)]) from None
    if place.path.field == "rounds":
        raise UsageError("rounds cannot vary: this version solves one")
    if place.path.field != "preferences" and place.path.number is None:
        raise UsageError(f"{printable(path)}: is not a number, and cannot vary")
    return place


def _stacked(columns: Sequence[FloatArray]) -> FloatArray:
    """Stack columns; where none varies, without copying them."""
    if all(column.strides == (0,) for column in columns):
        values = np.array([column[0] for column in columns])
        return np.broadcast_to(values[:, None], (len(columns), len(columns[0])))
    return np.stack(columns)


def _cosines(a: tuple[FloatArray, IndexArray | None], b: tuple[FloatArray, IndexArray | None]) -> FloatArray:
    """Return the cosines of pairs of directions, (B,) or (), summed as `model.alignment` sums them."""
    (first, at), (second, bt) = a, b
    if at is None or bt is None:
        cosines = np.clip((first[:, None, :] * second[None, :, :]).sum(axis=-1), -1.0, 1.0)
        line = cosines[:, 0] if bt is None else cosines[0]
        places = at if at is not None else bt
        return np.asarray(line[0] if places is None else line[places])
    if len(first) * len(second) <= len(at):
        cosines = np.clip((first[:, None, :] * second[None, :, :]).sum(axis=-1), -1.0, 1.0)
        return np.asarray(cosines[at, bt])
    return np.asarray(np.clip((first[at] * second[bt]).sum(axis=-1), -1.0, 1.0))
