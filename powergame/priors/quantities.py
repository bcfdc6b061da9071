"""Values of paths with what is unknown put in, at many points at once, and before any `under`.

They are what a scenario with these values would have: `powergame.scenario.paths.apply.get` of it, row by row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.directions import Levels
from powergame.batch.sources import Sources, sources
from powergame.batch.tables import View, view_of
from powergame.errors import UsageError
from powergame.model.alignment import NO_ARROW, directions
from powergame.priors.profiles import Setting, Values, probabilities_of_types
from powergame.scenario import fields
from powergame.scenario.paths.apply import apply, get, unasked
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.relations import WITH_POWER, unknown_behind
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Rung
from powergame.text import repeated


@dataclass(frozen=True, eq=False)
class _View:
    """A scenario as somebody sees it, and which unknowns it comes from.

    Attributes
    ----------
    scenario
        What stands where nothing is unknown; nobody in it has types.
    sources
        What each number and vector comes from.
    unknown
        The unknowns, by the paths that set them in this view.
    directions
        The actors' directions.
    """

    scenario: Scenario
    sources: Sources
    unknown: dict[str, str]
    directions: View

    def levels(self, values: Values) -> dict[str, Levels]:
        """Return the values of the paths that set something in this view."""
        return {path: Levels.of_rows(np.asarray(values[text], dtype=float)) for path, text in self.unknown.items()}


class Quantities:
    """The quantities of a scenario some of whose values are unknown.

    Parameters
    ----------
    scenario
        Its `unknown` holds all that is, an assumed rationality included.
    rationality
        The shared rationality, where it is given.
    """

    def __init__(self, scenario: Scenario, rationality: float | None = None) -> None:
        self.scenario, self.rationality = scenario, rationality
        self._views: dict[tuple[str, str], _View] = {}

    def of(self, path: Path, values: Values) -> np.ndarray:
        """Return the value of a path at B points, (B,): numbers, or words; NaN where it is undefined.

        Parameters
        ----------
        path
            A number, a word of a choice, or ``alignment_with_power.ACTOR``; read for this scenario.
        values
            Values of the unknowns at the points.

        Raises
        ------
        UsageError
            For a rationality that is neither unknown nor given.
        """
        rows = _rows(values)
        behind = unknown_behind(self.scenario, path)
        if behind is not None and behind[0] in values:
            return np.asarray(values[behind[0]])
        if path.field == "rationality":
            return np.full(rows, self._rationality(path))
        if path.kind is WITH_POWER:
            return self._with_power(path, values, rows)
        if path.field == "probability":
            return np.broadcast_to(self._probability(path, values), rows)
        if path.number is None or path.field in ("rounds", "growth"):
            return np.full(rows, get(self.scenario, path.text))
        if path.moves_directions:
            return self._directed(path, values, rows)
        return self._number(path, values, rows)

    def _rationality(self, path: Path) -> float:
        if self.rationality is None:
            raise UsageError(f"{repeated(path.text)}: there is no rationality here; expected a comparison of others")
        return self.rationality

    @cached_property
    def _unknown(self) -> tuple[Path, ...]:
        return tuple(parse(text, self.scenario.outcomes) for text, _ in self.scenario.unknown)

    def _view_of(self, path: Path) -> _View:
        """Return the view that a path is read in: the truth, or that of who believes it, as an actor or a type."""
        key = (path.actor, path.type) if path.is_belief else ("", "")
        if key not in self._views:
            self._views[key] = self._made(*key)
        return self._views[key]

    def _made(self, viewer: str, kind: str) -> _View:
        scenario = _untyped(self.scenario, viewer, kind)
        paths: dict[str, Path] = {}
        for path in self._unknown:
            seen = _as_actor(path, viewer, kind, scenario)
            if seen is not None:
                paths[path.text] = seen
        ordered, actor = list(paths.values()), viewer or None
        truth = view_of(scenario, sources(scenario, ordered, None))
        by_path = sources(scenario, ordered, actor)
        view = scenario
        if viewer:
            held = [(parse(text, scenario.outcomes), text, value) for text, value in _actor(scenario, viewer).beliefs]
            view = apply(unasked(scenario), [(text, x) for path, text, x in held if not path.moves_directions])
        return _View(
            view,
            by_path,
            {seen.text: text for text, seen in paths.items()},
            view_of(scenario, by_path, actor, truth) if viewer else truth,
        )

    def _number(self, path: Path, values: Values, rows: int) -> FloatArray:
        """Return a number that is no direction's, (B,)."""
        view, subject = self._view_of(path), path.subject
        source = view.sources.numbers.get((subject.field, subject.actor, subject.rung))
        if source is not None:
            return np.asarray(values[view.unknown[source]], dtype=float)
        if subject.rung and subject.field == "odds" and _rung(view.scenario, subject).odds is None:
            owner = path.text.removesuffix(subject.text)
            return np.asarray(self.of(parse(f"{owner}conflict.destruction.odds", self.scenario.outcomes), values))
        return np.full(rows, get(view.scenario, subject.text))

    def _vectors(self, view: _View, i: int, values: Values, rows: int) -> FloatArray:
        return view.directions.vectors(i, view.levels(values), rows)

    def _directed(self, path: Path, values: Values, rows: int) -> FloatArray:
        """Return an alignment, an angle or a component, (B,)."""
        subject = path.subject
        if subject.type:
            return self._of_type(subject, values, rows)
        view = self._view_of(path)
        names = self.scenario.names
        i = names.index(subject.actor)
        if subject.towards:
            return view.directions.cosines(i, names.index(subject.towards), view.levels(values), rows)
        vectors = self._vectors(view, i, values, rows)
        if subject.field == "angle":
            return np.degrees(np.arctan2(vectors[:, 1], vectors[:, 0]))
        outcomes = self.scenario.outcomes
        place = outcomes.index(subject.outcome) if subject.outcome in outcomes else int(subject.outcome)
        return np.asarray(vectors[:, place])

    def _of_type(self, path: Path, values: Values, rows: int) -> FloatArray:
        """Return an angle or a component of a type's vector, (B,): it is turned by no alignment."""
        set_by = [other for other in self._unknown if other.type == path.type and other.actor == path.actor]
        about = [other for other in set_by if not other.is_belief and other.moves_directions]
        if not about:
            return np.full(rows, get(self.scenario, path.text))
        found = []
        for row in range(rows):
            changes = {other.text: np.asarray(values[other.text][row]).tolist() for other in about}
            found.append(get(self.scenario.with_values(changes), path.text))
        return np.array(found, dtype=float)

    def _with_power(self, path: Path, values: Values, rows: int) -> FloatArray:
        """Return cos(d_i, sum over j != i of m_j d_j), (B,), as `model.alignment.alignment_with_power` does."""
        view, names = self._view_of(path), self.scenario.names
        i = names.index(path.actor)
        arrows = [directions(self._vectors(view, j, values, rows)) for j in range(len(names))]
        held = np.array([self.of(parse(f"actors.{name}.power"), values) for j, name in enumerate(names) if j != i])
        total = held.sum(axis=0)
        shares = held / np.where(total > 0, total, np.nan)
        others = (shares[:, :, None] * np.array(arrows[:i] + arrows[i + 1 :])).sum(axis=0)
        length = np.sqrt((others**2).sum(axis=1))
        cosines = (arrows[i] * others).sum(axis=1) / np.where(length > NO_ARROW, length, np.nan)
        return np.asarray(np.clip(cosines, -1.0, 1.0))

    def _probability(self, path: Path, values: Values) -> FloatArray:
        """Return a type's probability, (B,) or (1,)."""
        settings = [Setting(other, other.text) for other in self._unknown if other.field == "probability"]
        i = self.scenario.names.index(path.actor)
        names = [private.name for private in self.scenario.actors[i].types]
        probabilities, _ = probabilities_of_types(self.scenario, settings, values)
        return np.asarray(probabilities[i][names.index(path.type)])


def _rows(values: Values) -> int:
    return len(next(iter(values.values()))) if values else 1


def _actor(scenario: Scenario, name: str) -> Actor:
    return next(actor for actor in scenario.actors if actor.name == name)


def _rung(scenario: Scenario, path: Path) -> Rung:
    ladder = scenario.ladder_of(_actor(scenario, path.actor)) if path.actor else scenario.ladder
    return next(rung for rung in ladder if rung.name == path.rung)


def _untyped(scenario: Scenario, viewer: str, kind: str) -> Scenario:
    """Return a scenario of one round without types: one type of each actor stands for it, the viewer's the given one.

    Where types differ in their preferences, no comparison asks for a direction of their actor.
    """
    actors = []
    for actor in scenario.actors:
        if actor.types:
            names = [private.name for private in actor.types]
            private = actor.types[names.index(kind) if actor.name == viewer and kind else 0]
            beliefs = {**dict(actor.beliefs), **dict(private.beliefs)} if kind else dict(actor.beliefs)
            preferences = actor.preferences or private.preferences
            actor = replace(actor, preferences=preferences, beliefs=tuple(beliefs.items()), types=())
        actors.append(actor)
    return replace(scenario, actors=tuple(actors), rounds=1)


def _as_actor(path: Path, viewer: str, kind: str, scenario: Scenario) -> Path | None:
    """Return a path that sets something in a view, as the scenario without types has it; None where it sets nothing."""
    if path.kind.field in fields.CHOICES or path.field in ("rationality", "rounds", "ladder"):
        return None
    if not path.type:
        return path
    if path.is_belief and (path.actor, path.type) == (viewer, kind) and path.believed is not None:
        return parse(f"actors.{viewer}.beliefs.{path.believed.text}", scenario.outcomes)
    return None
