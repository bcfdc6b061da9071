"""Directions of preferences while paths vary: they are set, and turned to meet alignments, in all rows at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NoReturn

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.sources import Sources, VectorSetting
from powergame.errors import Fault, ScenarioError
from powergame.model.alignment import directions
from powergame.scenario.alignments.turning import turned, turning_order
from powergame.scenario.fields import LEAST_LENGTH
from powergame.scenario.paths.apply import apply, seen_by, unasked
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Value
from powergame.scenario.vectors import at_angle, length_of
from powergame.text import printable

FEW = 4096
"""Combinations of levels up to which all directions are made, even those that no row has."""


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

    @classmethod
    def of_rows(cls, values: FloatArray) -> Levels:
        """Return levels of which each row has its own."""
        return cls(values, np.arange(len(values)))

    @property
    def in_rows(self) -> FloatArray:
        """The value of each row, (B,) or (B, k): not copied where all have one."""
        if len(self.values) == 1:
            return np.broadcast_to(self.values[0], (len(self.places), *self.values.shape[1:]))
        return np.asarray(self.values[self.places])

    def value(self, level: int) -> Value:
        """Return one value as the path language takes it."""
        value = self.values[level]
        return tuple(value.tolist()) if value.ndim else float(value)


@dataclass(frozen=True, eq=False)
class _Made:
    """An actor's directions in one view.

    Attributes
    ----------
    vectors : (D, k)
        Each different one.
    impossible : (D,)
        Which of them stand where no direction is as it is asked for.
    places : (B,) or None
        Each row's place among them; None where there is but one.
    """

    vectors: FloatArray
    impossible: BoolArray
    places: IndexArray | None

    def impossible_rows(self, rows: int) -> BoolArray:
        """Return the rows without a direction, (B,)."""
        return np.broadcast_to(self.impossible, rows) if self.places is None else self.impossible[self.places]


class ViewDirections:
    """The directions of all actors in one view of a scenario: its own, or what an actor believes them to be.

    Parameters
    ----------
    scenario
        The scenario before anything is set.
    sources
        The paths that set and turn preferences in this view.
    viewer
        The actor whose view it is; None for the scenario's own.
    truth
        The scenario's own directions; None where these are they.
    """

    def __init__(
        self, scenario: Scenario, sources: Sources, viewer: str | None = None, truth: ViewDirections | None = None
    ) -> None:
        self.scenario, self.viewer, self.sources, self.truth = scenario, viewer, sources, truth
        self.turnings = {t.actor: t for t in turning_order([(a.turned, a.towards) for a in sources.asked])}
        self._known: dict[int, tuple[tuple[bytes, ...], FloatArray, BoolArray]] = {}

    def alignment(self, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return A, (n, n, B).

        Raises
        ------
        ScenarioError
            Where the alignments that are asked for cannot be met in some row.
        """
        n = len(self.scenario.actors)
        made = [self._directions(i, levels) for i in range(n)]
        varying = np.empty((n, n, rows)) if any(each.places is not None for each in made) else None
        constant = np.empty((n, n))
        for i in range(n):
            for j in range(i, n):
                cosine = _cosines(made[i], made[j]) if i < j else np.ones(())
                if varying is None:
                    constant[i, j] = constant[j, i] = float(cosine)
                else:
                    varying[i, j] = varying[j, i] = cosine
        return np.broadcast_to(constant[:, :, None], (n, n, rows)) if varying is None else varying

    def possible(self, levels: Mapping[str, Levels], rows: int) -> BoolArray:
        """Return the rows in which everybody has a direction that is as it is asked for, (B,)."""
        possible = np.ones(rows, dtype=bool)
        for i in range(len(self.scenario.actors)):
            possible &= ~self._made(i, levels).impossible_rows(rows)
        return possible

    def cosines(self, i: int, j: int, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return the alignment of actors i and j, (B,); NaN where one has no direction as it is asked for."""
        first, second = (directions(self.vectors(actor, levels, rows)) for actor in (i, j))
        return np.asarray(np.clip((first * second).sum(axis=1), -1.0, 1.0))

    def vectors(self, i: int, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return actor i's vectors, as long as they are set, (B, k); NaN where there is none as it is asked for."""
        paths = self._paths[i]
        at, places = combinations(paths, levels)
        vectors, impossible = self._vectors(i, at, len(at[paths[0]]) if paths else 1, levels)
        vectors = np.where(impossible[:, None], np.nan, vectors)
        return np.broadcast_to(vectors, (rows, vectors.shape[1])) if places is None else vectors[places]

    @cached_property
    def _unturned(self) -> Scenario:
        """The scenario without the alignments that it asks for."""
        return unasked(self.scenario)

    @cached_property
    def _paths(self) -> tuple[tuple[str, ...], ...]:
        """The paths on which each actor's direction depends, in the order in which they are set."""
        settings = zip(self.sources.vectors, self.sources.believed, strict=True)
        depends = [{setting.path for setting in (*own, *seen) if setting.path} for own, seen in settings]
        if self.truth is not None:
            for i in self.sources.held:
                depends[i] |= set(self.truth._paths[i])
        for turning in self.turnings.values():  # those first towards whom others turn
            for j, pair in zip(turning.towards, turning.pairs, strict=True):
                path = self.sources.asked[pair].path
                depends[turning.actor] |= depends[j] | ({path} if path else set())
        return tuple(tuple(sorted(paths)) for paths in depends)

    def _directions(self, i: int, levels: Mapping[str, Levels]) -> _Made:
        made = self._made(i, levels)
        if made.impossible.any():
            rows = 1 if made.places is None else len(made.places)
            impossible = made.impossible_rows(rows)
            if impossible.any():
                row = int(np.argmax(impossible))
                at = {path: levels[path].value(int(levels[path].places[row])) for path in self._paths[i]}
                refuse(self.scenario, self.viewer, at)
        return made

    def _made(self, i: int, levels: Mapping[str, Levels]) -> _Made:
        """Return actor i's directions, whether all are possible or not."""
        paths = self._paths[i]
        at, places = combinations(paths, levels)
        key = tuple(part.tobytes() for path in paths for part in (at[path], levels[path].values))
        if i not in self._known or self._known[i][0] != key:  # chunks of a grid need the same ones repeatedly
            vectors, impossible = self._vectors(i, at, len(at[paths[0]]) if paths else 1, levels)
            self._known[i] = key, directions(vectors), impossible
        return _Made(*self._known[i][1:], places)

    def _vectors(
        self, i: int, at: Mapping[str, IndexArray], rows: int, levels: Mapping[str, Levels]
    ) -> tuple[FloatArray, BoolArray]:
        """Return actor i's vectors at some combinations of levels, (D, k), and where they are impossible, (D,)."""
        impossible = np.zeros(rows, dtype=bool)
        if self.truth is not None and i in self.sources.held:
            vectors, impossible = self.truth._vectors(i, at, rows, levels)
        else:
            unturned = np.array(self._unturned.actors[i].preferences, dtype=float)
            vectors = np.broadcast_to(unturned, (rows, len(unturned)))
            vectors, impossible = self._set(vectors, impossible, self.sources.vectors[i], at, levels)
        vectors, impossible = self._set(vectors, impossible, self.sources.believed[i], at, levels)
        turning = self.turnings.get(i)
        if turning is None:
            return vectors, impossible
        others = []
        for j in turning.towards:
            other, wrong = self._vectors(j, at, rows, levels)
            others.append(other)
            impossible = impossible | wrong
        cosines = [self._cosine(pair, at, rows, levels) for pair in turning.pairs]
        vectors, wrong = turned(vectors, others, cosines)
        return vectors, impossible | wrong

    def _set(
        self,
        vectors: FloatArray,
        impossible: BoolArray,
        settings: Sequence[VectorSetting],
        at: Mapping[str, IndexArray],
        levels: Mapping[str, Levels],
    ) -> tuple[FloatArray, BoolArray]:
        """Return vectors after some settings, and where there is none: a number that is set may leave nothing but 0."""
        for setting in settings:
            path = setting.path
            values = np.array([setting.value], dtype=float) if path is None else levels[path].values[at[path]]
            if setting.part == "preferences":
                vectors = np.broadcast_to(values, vectors.shape)
            elif setting.part == "angle":
                vectors = _at_angles(vectors, values)
            else:
                changed = np.array(vectors)
                changed[:, setting.part] = values
                short = np.abs(changed).max(axis=1) < LEAST_LENGTH
                vectors, impossible = np.where(short[:, None], vectors, changed), impossible | short
        return vectors, impossible

    def _cosine(self, pair: int, at: Mapping[str, IndexArray], rows: int, levels: Mapping[str, Levels]) -> FloatArray:
        asked = self.sources.asked[pair]
        return np.full(rows, asked.cosine) if asked.path is None else levels[asked.path].values[at[asked.path]]


def refuse(scenario: Scenario, viewer: str | None, changes: Mapping[str, Value]) -> NoReturn:
    """Raise the error of a row whose alignments cannot be met in somebody's view, with its point."""
    faults: Sequence[Fault] = [Fault("the alignments cannot be met together", "", scenario.source)]
    try:
        changed = apply(scenario, changes)
        for actor in changed.actors:
            if actor.name == viewer:
                seen_by(changed, actor)
    except ScenarioError as error:
        faults = error.faults
    told = [f"{printable(path)} = {_told(value)}" for path, value in changes.items()]
    raise ScenarioError([_at_point(fault, told) for fault in faults])


def _at_point(fault: Fault, point: Sequence[str]) -> Fault:
    """Return a fault with the values of its row, but for those that it names itself."""
    others = [value for value in point if value not in fault.message]
    at = [f"at {', '.join(others)}"] if others else []
    return replace(fault, path=": ".join([*at, *filter(None, [fault.path])]))


def combinations(paths: Sequence[str], levels: Mapping[str, Levels]) -> tuple[dict[str, IndexArray], IndexArray | None]:
    """Return combinations of levels, each path's level in them, and each row's combination; None where there is one."""
    if not paths:
        return {}, None
    rows = len(levels[paths[0]].places)
    sizes = [len(levels[path].values) for path in paths]
    if max(sizes) == rows:  # each row has values of its own
        return {path: levels[path].places for path in paths}, np.arange(rows)
    if math.prod(sizes) <= max(rows, FEW):
        every = np.unravel_index(np.arange(math.prod(sizes)), sizes)
        places = np.ravel_multi_index([levels[path].places for path in paths], sizes)
        return dict(zip(paths, every, strict=True)), places
    first, places = _distinct([levels[path].places for path in paths])
    return {path: levels[path].places[first] for path in paths}, places


def _at_angles(vectors: FloatArray, degrees: FloatArray) -> FloatArray:
    """Return vectors of the same lengths at some angles, by the very functions that turn a single one."""
    each = np.array([at_angle(angle) for angle in degrees.tolist()])
    known = vectors[:1] if vectors.strides[0] == 0 else vectors
    lengths = np.array([length_of(vector) for vector in known.tolist()])
    return np.broadcast_to(each * lengths[:, None], vectors.shape)


def _distinct(columns: Sequence[IndexArray]) -> tuple[IndexArray, IndexArray]:
    """Return the first of all rows that are equal, and which of these first ones each row equals."""
    joint = columns[0]
    for column in columns[1:]:  # numbered anew each time, as products of all levels would overflow
        joint = np.unique(joint, return_inverse=True)[1] * (int(column.max()) + 1) + column
    _, first, places = np.unique(joint, return_index=True, return_inverse=True)
    return first, places


def _told(value: Value) -> str:
    return f"{value:.9g}" if isinstance(value, int | float) else str(list(value))


def _cosines(a: _Made, b: _Made) -> FloatArray:
    """Return the cosines of pairs of directions, (B,) or (), summed as `model.alignment` sums them."""
    first, second, at, bt = a.vectors, b.vectors, a.places, b.places
    if at is None or bt is None:
        cosines = np.clip((first[:, None, :] * second[None, :, :]).sum(axis=-1), -1.0, 1.0)
        line = cosines[:, 0] if bt is None else cosines[0]
        places = at if at is not None else bt
        return np.asarray(line[0] if places is None else line[places])
    if len(first) * len(second) <= len(at):
        cosines = np.clip((first[:, None, :] * second[None, :, :]).sum(axis=-1), -1.0, 1.0)
        return np.asarray(cosines[at, bt])
    return np.asarray(np.clip((first[at] * second[bt]).sum(axis=-1), -1.0, 1.0))
