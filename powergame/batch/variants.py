"""Variants of one scenario as columns of numbers, without making a scenario of each.

Most paths set a number of the model to a value; which ones is found by setting them once. Directions of preferences
depend on their paths in other ways (angles, alignments): each different one is made by the path language itself, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.types import Columns
from powergame.errors import Fault, ScenarioError, UsageError
from powergame.model.alignment import directions
from powergame.model.compile import refuse_types_and_rounds, views_of
from powergame.model.parameters import Parameters, ladder_table, stack
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.locate import Place, locate
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Value
from powergame.text import printable

TRIED = (0.37, 0.81, 1.0, -1.0)
"""Values to which a path is set to see what depends on it; every field takes two of them."""

SAMPLE = 16
"""Rows of the first columns made that are compared with what the scenarios themselves say."""

FEW = 4096
"""Directions that are all made, even where few rows ask for some of them."""

ACTOR_NUMBERS = ("power", "effectiveness", "risk_aversion")
CONFLICT_NUMBERS = ("odds", "severity", "decisiveness", "stakes")


@dataclass(frozen=True, eq=False)
class Levels:
    """The values that a path takes, each once, and which of them each row has.

    Attributes
    ----------
    values : (K,) or (K, k)
        Numbers, or vectors of preferences.
    places : (B,)
        Of each row's value.
    """

    values: FloatArray
    places: IndexArray

    def value(self, level: int) -> Value:
        """Return one value as the path language takes it."""
        one = self.values[level]
        return tuple(one.tolist()) if one.ndim else float(one)


@dataclass(frozen=True, eq=False)
class _Numbers:
    """One view's raw numbers, before they are made shares and cosines.

    Attributes
    ----------
    flat : (M,)
        Powers, effectiveness and risk aversion of the actors, the four numbers of conflict, all ladders' entries.
    vectors : (n, k)
        Preferences.
    """

    flat: FloatArray
    vectors: FloatArray


def _numbers(view: Scenario) -> _Numbers:
    parts = [[getattr(actor, name) for actor in view.actors] for name in ACTOR_NUMBERS]
    parts.append([getattr(view.conflict, name) for name in CONFLICT_NUMBERS])
    parts += [ladder_table(view.ladder_of(actor)).ravel().tolist() for actor in view.actors]
    vectors = np.array([actor.preferences for actor in view.actors], dtype=float)
    return _Numbers(np.array([x for part in parts for x in part], dtype=float), vectors)


class Variants:
    """A scenario and the paths that vary.

    Parameters
    ----------
    scenario
        Of one round, without private types.
    paths
        Of numbers, or of whole vectors of preferences; applied in this order.

    Raises
    ------
    ScenarioError
        Where a path does not exist.
    UsageError
        Where a path is given twice or is not of a number, or the scenario has types or rounds.
    """

    def __init__(self, scenario: Scenario, paths: Sequence[str]) -> None:
        refuse_types_and_rounds(scenario)
        self.scenario, self.paths = scenario, tuple(paths)
        twice = [path for k, path in enumerate(paths) if path in paths[:k]]
        if twice:
            raise UsageError(f"{printable(twice[0])} varies twice")
        self.places = {path: _place(scenario, path) for path in paths}
        self._base = self._views({})
        self._own = {v for v, view in enumerate(self._base) if view is not self._base[0]}
        self._tried = {path: self._try(path) for path in paths}
        self._made: dict[tuple[int, int], tuple[tuple[bytes, ...], FloatArray]] = {}
        self._checked = False

    def columns(self, values: Mapping[str, FloatArray]) -> Columns:
        """Return the columns of some rows.

        Parameters
        ----------
        values
            For each path its values, (B,), or (B, k) for whole vectors of preferences.

        Raises
        ------
        ScenarioError
            Where a value is out of range, or all power is 0.
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
            return self._scenario({path: one.value(int(one.places[row])) for path, one in levels.items()})

        truth = self._parameters(0, levels, rows)
        views = [self._parameters(v, levels, rows) if v in self._own else truth for v in range(1, len(self._base))]
        columns = Columns(truth, tuple(views), scenario)
        if not self._checked:
            self._compare(columns, rows)
            self._checked = True
        return columns

    def _scenario(self, changes: Mapping[str, Value]) -> Scenario:
        return self.scenario.with_values(changes)

    def _views(self, changes: Mapping[str, Value]) -> tuple[_Numbers, ...]:
        """Return the numbers of the scenario, and of each actor's view: the same object where it has no beliefs."""
        scenario = self._scenario(changes)
        truth = _numbers(scenario)
        beliefs = (actor.beliefs for actor in scenario.actors)
        return truth, *(_numbers(scenario.with_values(dict(own))) if own else truth for own in beliefs)

    def _try(self, path: str) -> tuple[list[BoolArray], list[BoolArray]]:
        """Return which numbers, and whose vectors, a path sets, in each view."""
        if self.places[path].field == "preferences":
            longest = self.scenario.dimensions
            probes: Sequence[Value] = [tuple(sign * (0.25 + j) for j in range(longest)) for sign in (1.0, -1.0)]
        else:
            probes = [x for x in TRIED if _fits(self.places[path], x)][:2]
        found = [self._views({path: probe}) for probe in probes]
        for views in found:
            if [v.flat.shape for v in views] != [v.flat.shape for v in self._base]:
                raise UsageError(f"{printable(path)}: changes which rungs there are, and cannot vary within a batch")
        self._own |= {v for views in found for v, view in enumerate(views) if view is not views[0]}
        numbers = [_differ([base.flat, *(views[v].flat for views in found)]) for v, base in enumerate(self._base)]
        vectors = [
            np.asarray(_differ([base.vectors, *(views[v].vectors for views in found)]).any(axis=1))
            for v, base in enumerate(self._base)
        ]
        return numbers, vectors

    def _check(self, path: str, values: FloatArray) -> None:
        place = self.places[path]
        try:
            if values.ndim == 2:
                if not np.isfinite(values).all() or not np.abs(values).max(axis=1).all():
                    raise FieldError("a direction has finite numbers, of which one at least is not 0")
                place.check(tuple(values[0].tolist()))
                return
            if not np.isfinite(values).all() and place.field != "decisiveness":
                raise FieldError("a finite number is wanted")
            for value in {float(values.min()), float(values.max())}:
                place.check(value)
        except FieldError as error:
            raise ScenarioError([Fault(str(error), printable(path), self.scenario.source)]) from None

    def _parameters(self, v: int, levels: Mapping[str, Levels], rows: int) -> Parameters:
        n, base = len(self.scenario.actors), self._base[v]
        columns: list[FloatArray] = [np.broadcast_to(x, rows) for x in base.flat]
        for path in sorted(self.paths, key=_precedence):
            for k in np.flatnonzero(self._tried[path][0][v]):
                columns[k] = levels[path].values[levels[path].places]
        take = iter(columns)
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
            one = np.array([column[0] for column in power])
            one = one / one.max()
            return np.broadcast_to((one / one.sum())[:, None], (len(power), len(power[0])))
        every = np.stack(power)
        greatest = every.max(axis=0)
        if not greatest.all():
            text = "nobody has any power in some of these; somebody's must be above 0"
            raise ScenarioError([Fault(text, "actors", self.scenario.source)])
        every /= greatest
        # in the order in which one row would be summed
        return np.asarray(every / np.ascontiguousarray(every.T).sum(axis=1))

    def _alignment(self, v: int, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return A, (n, n, B)."""
        n = len(self.scenario.actors)
        vectors = [self._directions(v, i, levels) for i in range(n)]
        found = np.empty((n, n, rows)) if any(places is not None for _, places in vectors) else None
        constant = np.empty((n, n))
        for i in range(n):
            for j in range(i, n):
                cosine = _cosines(vectors[i], vectors[j]) if i < j else np.ones(())
                if found is None:
                    constant[i, j] = constant[j, i] = float(cosine)
                else:
                    found[i, j] = found[j, i] = cosine
        return np.broadcast_to(constant[:, :, None], (n, n, rows)) if found is None else found

    def _directions(self, v: int, i: int, levels: Mapping[str, Levels]) -> tuple[FloatArray, IndexArray | None]:
        """Return actor i's directions in a view, each once, and which of them each row has (None: the only one)."""
        paths = self._dependencies[v][i]
        if not paths:
            return directions(self._base[v].vectors[i : i + 1]), None
        if len(paths) == 1 and levels[paths[0]].values.ndim == 2:
            return directions(levels[paths[0]].values), levels[paths[0]].places
        joint, sizes = levels[paths[0]].places, len(levels[paths[0]].values)
        for path in paths[1:]:
            joint = joint * len(levels[path].values) + levels[path].places
            sizes *= len(levels[path].values)
        if sizes <= max(len(joint), FEW):
            each, places = np.arange(sizes), joint
        else:
            each, places = np.unique(joint, return_inverse=True)
        key = (each.tobytes(), *(levels[path].values.tobytes() for path in paths))
        if (v, i) not in self._made or self._made[v, i][0] != key:  # chunks of a grid ask for the same again and again
            self._made[v, i] = key, self._make(v, i, paths, each, levels)
        return self._made[v, i][1], places

    def _make(self, v: int, i: int, paths: Sequence[str], each: IndexArray, levels: Mapping[str, Levels]) -> FloatArray:
        """Return actor i's directions in a view at combinations of levels, numbered with the last path fastest."""
        made = []
        for one in each:
            changes, rest = {}, int(one)
            for path in reversed(paths):
                rest, level = divmod(rest, len(levels[path].values))
                changes[path] = levels[path].value(level)
            made.append(self._views({path: changes[path] for path in paths})[v].vectors[i])
        return directions(np.array(made))

    @cached_property
    def _dependencies(self) -> list[list[tuple[str, ...]]]:
        """For each view and actor the paths on which its vector depends, in order."""
        n = len(self.scenario.actors)
        turned = [path.split(".")[1:] for path in self.paths if self.places[path].field == "alignment"]
        names = self.scenario.names
        found = []
        for v in range(len(self._base)):
            own = [{path for path in self.paths if self._tried[path][1][v][i]} for i in range(n)]
            for _ in range(n):
                for red, blue in turned:
                    own[names.index(red)] |= own[names.index(blue)]
            found.append([tuple(path for path in self.paths if path in one) for one in own])
        return found

    def _compare(self, columns: Columns, rows: int) -> None:
        """Hold some rows to what their scenarios say; a path that does more than it seemed to is refused."""
        for row in {0, rows - 1, *np.random.default_rng(0).integers(0, rows, SAMPLE).tolist()}:
            truth, seen = views_of(columns.scenario(row))
            for made, meant in zip((columns.truth, *columns.views), (truth, *seen), strict=True):
                if not _same(made, stack([meant]), row):
                    raise UsageError(
                        f"{', '.join(map(printable, self.paths))}: these cannot vary together in this order, since one "
                        "changes what another is about"
                    )


def grid_levels(axes: Mapping[str, FloatArray], rows: range) -> dict[str, Levels]:
    """Return the levels of some rows of the grid that axes span, the last one fastest.

    Parameters
    ----------
    axes
        For each path its values, (K,).
    rows
        Consecutive rows of the grid.
    """
    found, stride = {}, 1
    for path, values in reversed(list(axes.items())):
        first, last = rows.start // stride, (rows.stop - 1) // stride
        if stride == 1:
            places = np.resize(np.roll(np.arange(len(values)), -(first % len(values))), len(rows))
        else:
            steps = np.arange(first, last + 1) % len(values)
            places = np.repeat(steps, stride)[rows.start - first * stride :][: len(rows)]
        found[path] = Levels(values, places)
        stride *= len(values)
    return {path: found[path] for path in axes}


def _precedence(path: str) -> int:
    """Return what a path's values give way to: those of higher numbers, which are about fewer."""
    parts = path.split(".")
    return 0 if parts[0] != "actors" else 2 if parts[2] == "beliefs" else 1


def _place(scenario: Scenario, path: str) -> Place:
    try:
        place = locate(scenario, path)
    except FieldError as error:
        raise ScenarioError([Fault(str(error), printable(path), scenario.source)]) from None
    if place.field == "rounds":
        raise UsageError("rounds cannot vary: this version solves one")
    if place.field != "preferences" and not any(_fits(place, value) for value in TRIED):
        raise UsageError(f"{printable(path)}: is not a number, and cannot vary")
    return place


def _fits(place: Place, value: float) -> bool:
    try:
        place.put(place.check(value))
    except (FieldError, ScenarioError):
        return False
    return True


def _differ(arrays: Sequence[FloatArray]) -> BoolArray:
    """Return where arrays differ; NaN is like NaN."""
    first = arrays[0]
    differs = [~((first == other) | (np.isnan(first) & np.isnan(other))) for other in arrays[1:]]
    return np.asarray(np.any(differs, axis=0))


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
        one = cosines[:, 0] if bt is None else cosines[0]
        places = at if at is not None else bt
        return np.asarray(one[0] if places is None else one[places])
    if len(first) * len(second) <= len(at):
        cosines = np.clip((first[:, None, :] * second[None, :, :]).sum(axis=-1), -1.0, 1.0)
        return np.asarray(cosines[at, bt])
    return np.asarray(np.clip((first[at] * second[bt]).sum(axis=-1), -1.0, 1.0))


def _same(made: Parameters, meant: Parameters, row: int) -> bool:
    names = ("power", "alignment", "effectiveness", "risk_aversion", *CONFLICT_NUMBERS)
    pairs = [(getattr(made, name), getattr(meant, name)) for name in names]
    pairs += list(zip(made.ladders, meant.ladders, strict=True))
    return all(np.array_equal(a[..., row], b[..., 0], equal_nan=True) for a, b in pairs)
