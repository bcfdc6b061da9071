"""Directions of preferences while paths vary: each different one is made once, alignments turn all rows at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NoReturn

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.sources import Sources
from powergame.errors import Fault, ScenarioError
from powergame.model.alignment import directions
from powergame.scenario.alignments import turned, turning_order
from powergame.scenario.paths.apply import apply, seen_by, unasked, with_vectors
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Value
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
    places : (B,) or None
        Each row's place among them; None where there is but one.
    """

    vectors: FloatArray
    places: IndexArray | None


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

    @cached_property
    def _unturned(self) -> Scenario:
        """The scenario without the alignments that it asks for."""
        return unasked(self.scenario)

    @cached_property
    def _paths(self) -> tuple[tuple[str, ...], ...]:
        """The paths on which each actor's direction depends, in the order in which they are set."""
        depends = [set(paths) for paths in self.sources.vectors]
        if self.truth is not None:
            for i in self.sources.held:
                depends[i] |= set(self.truth._paths[i])
        for turning in self.turnings.values():  # those first towards whom others turn
            for j, pair in zip(turning.towards, turning.pairs, strict=True):
                path = self.sources.asked[pair].path
                depends[turning.actor] |= depends[j] | ({path} if path else set())
        return tuple(tuple(sorted(paths)) for paths in depends)

    def _directions(self, i: int, levels: Mapping[str, Levels]) -> _Made:
        paths, whole = self._paths[i], self.sources.whole[i]
        if whole is not None and i not in self.turnings and i not in self.sources.held:
            return _Made(directions(levels[whole].values), levels[whole].places)
        if not paths:
            at, places = dict[str, IndexArray](), None
        elif math.prod(len(levels[path].values) for path in paths) <= max(len(levels[paths[0]].places), FEW):
            at, places = _every_combination(paths, levels)
        else:
            first, places = _distinct([levels[path].places for path in paths])
            at = {path: levels[path].places[first] for path in paths}
        key = tuple(part.tobytes() for path in paths for part in (at[path], levels[path].values))
        if i not in self._known or self._known[i][0] != key:  # chunks of a grid need the same ones repeatedly
            vectors, impossible = self._vectors(i, at, len(at[paths[0]]) if paths else 1, levels)
            self._known[i] = key, directions(vectors), impossible
        _, made, impossible = self._known[i]
        if impossible.any() and (places is None or impossible[places].any()):
            row = 0 if places is None else int(np.argmax(impossible[places]))
            self._refuse({path: levels[path].value(int(levels[path].places[row])) for path in paths})
        return _Made(made, places)

    def _vectors(
        self, i: int, at: Mapping[str, IndexArray], rows: int, levels: Mapping[str, Levels]
    ) -> tuple[FloatArray, BoolArray]:
        """Return actor i's vectors at some combinations of levels, (D, k), and where they are impossible, (D,)."""
        if self.truth is not None and i in self.sources.held:
            vectors, impossible = self.truth._vectors(i, at, rows, levels)
            vectors = self._believed(i, vectors, at, levels)
        else:
            vectors, impossible = self._before(i, at, rows, levels), np.zeros(rows, dtype=bool)
        turning = self.turnings.get(i)
        if turning is None:
            return vectors, impossible
        others = []
        for j in turning.towards:
            other, wrong = self._vectors(j, at, rows, levels)
            others.append(other)
            impossible |= wrong
        cosines = [self._cosine(pair, at, rows, levels) for pair in turning.pairs]
        vectors, wrong = turned(vectors, others, cosines)
        return vectors, impossible | wrong

    def _cosine(self, pair: int, at: Mapping[str, IndexArray], rows: int, levels: Mapping[str, Levels]) -> FloatArray:
        asked = self.sources.asked[pair]
        return np.full(rows, asked.cosine) if asked.path is None else levels[asked.path].values[at[asked.path]]

    def _before(self, i: int, at: Mapping[str, IndexArray], rows: int, levels: Mapping[str, Levels]) -> FloatArray:
        """Return actor i's vectors before alignments turn it, (D, k): each different one is made once."""
        paths, whole = self.sources.vectors[i], self.sources.whole[i]
        if whole is not None:
            return levels[whole].values[at[whole]]
        first, places = _distinct([at[path] for path in paths]) if paths else (np.zeros(1, dtype=np.int64),) * 2
        made = []
        for row in first:
            changes = {path: levels[path].value(int(at[path][row])) for path in paths}
            made.append(self._seen(self._unturned, changes).actors[i].preferences)
        return np.array(made, dtype=float)[np.broadcast_to(places, rows)]

    def _believed(
        self, i: int, vectors: FloatArray, at: Mapping[str, IndexArray], levels: Mapping[str, Levels]
    ) -> FloatArray:
        """Return actor i's true vectors, (D, k), with what the viewer believes of single numbers of them."""
        believed = [path for path in self.sources.vectors[i] if parse(path, self.scenario.outcomes).is_belief]
        beliefs = next(actor.beliefs for actor in self.scenario.actors if actor.name == self.viewer)
        about = {parse(path, self.scenario.outcomes).actor for path, _ in beliefs}
        if not believed and self.scenario.names[i] not in about:
            return vectors
        made = []
        for row, vector in enumerate(vectors.tolist()):
            before = [tuple(vector) if j == i else a.preferences for j, a in enumerate(self._unturned.actors)]
            changes = {path: levels[path].value(int(at[path][row])) for path in believed}
            made.append(self._seen(with_vectors(self._unturned, before), changes).actors[i].preferences)
        return np.array(made, dtype=float)

    def _seen(self, scenario: Scenario, changes: Mapping[str, Value]) -> Scenario:
        """Return a scenario with some values, as the viewer sees it before alignments turn anybody."""
        scenario = apply(scenario, changes) if changes else scenario
        beliefs = next((actor.beliefs for actor in scenario.actors if actor.name == self.viewer), ())
        kinds = [(parse(path, scenario.outcomes), path, value) for path, value in beliefs]
        about = {text: value for path, text, value in kinds if path.moves_directions and not path.towards}
        return apply(scenario, about) if about else scenario

    def _refuse(self, changes: Mapping[str, Value]) -> NoReturn:
        """Raise the error of a row whose alignments cannot be met, with its point."""
        faults: Sequence[Fault] = [Fault("the alignments cannot be met together", "", self.scenario.source)]
        try:
            scenario = apply(self.scenario, changes)
            seen_by(scenario, next(actor for actor in scenario.actors if actor.name == self.viewer))
        except ScenarioError as error:
            faults = error.faults
        told = [f"{printable(path)} = {_told(value)}" for path, value in changes.items()]
        raise ScenarioError([_at_point(fault, told) for fault in faults])


def _at_point(fault: Fault, point: Sequence[str]) -> Fault:
    """Return a fault with the values of its row, but for those that it names itself."""
    others = [value for value in point if value not in fault.message]
    at = [f"at {', '.join(others)}"] if others else []
    return replace(fault, path=": ".join([*at, *filter(None, [fault.path])]))


def _every_combination(paths: Sequence[str], levels: Mapping[str, Levels]) -> tuple[dict[str, IndexArray], IndexArray]:
    """Return the level of each path in every combination, the last path fastest, and each row's combination."""
    sizes = [len(levels[path].values) for path in paths]
    every = np.unravel_index(np.arange(math.prod(sizes)), sizes)
    return dict(zip(paths, every, strict=True)), np.ravel_multi_index([levels[path].places for path in paths], sizes)


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
