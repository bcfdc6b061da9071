"""Profiles of private types: what is set in a scenario while everybody's type is known, as columns.

In a profile every actor has one of its types, with that type's preferences, and with the actor's beliefs, over which
the type's are laid. A scenario without types has one profile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.directions import Levels
from powergame.batch.rows import at_rows
from powergame.batch.types import Columns
from powergame.batch.variants import Variants
from powergame.errors import UsageError
from powergame.scenario.consistency import NOT_ONE, shared_out
from powergame.scenario.fields import CHOICES
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.known import with_preferences_of
from powergame.scenario.paths.overlap import undoes
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Value
from powergame.text import printable

Values = Mapping[str, np.ndarray]
"""Values of unknowns in B rows, by their paths: numbers, (B,), directions, (B, k), or words, (B,)."""


@dataclass(frozen=True)
class Setting:
    """A path that is set, and what it is set to.

    Attributes
    ----------
    unknown
        The unknown whose value it is; None where it is `value`.
    """

    path: Path
    unknown: str | None
    value: Value = 0.0

    @property
    def is_word(self) -> bool:
        """Whether it says how a war is decided, or whom others join."""
        return self.path.field in CHOICES

    @property
    def is_structure(self) -> bool:
        """Whether it is no column of numbers: what play is about depends on it."""
        return self.is_word or self.path.field in ("ladder", "rounds")

    @property
    def is_column(self) -> bool:
        """Whether it is a column of the model's numbers."""
        return not self.is_structure and self.path.field not in ("rationality", "probability")

    def in_rows(self, values: Values) -> FloatArray:
        """Return its values, (B,) or (B, k), or the one that all rows have, (1,) or (1, k)."""
        return np.asarray([self.value] if self.unknown is None else values[self.unknown], dtype=float)


@dataclass(frozen=True, eq=False)
class Profile:
    """A profile of types: variants of its scenario, and what is set in them."""

    variants: Variants
    settings: tuple[Setting, ...]

    def possible(self, values: Values, rows: int) -> BoolArray:
        """Return which rows there can be, (B,)."""
        if not rows:
            return np.zeros(0, dtype=bool)
        return np.broadcast_to(self.variants.possible(self._levels(values, rows)), rows)

    def columns(self, values: Values, rows: int) -> Columns:
        """Return the columns of some rows, all of which there can be."""
        columns = self.variants.at(self._levels(values, rows))
        return columns if len(columns) == rows else at_rows(columns, np.zeros(rows, dtype=np.intp))

    def _levels(self, values: Values, rows: int) -> dict[str, Levels]:
        in_rows = {setting.path.text: setting.in_rows(values) for setting in self.settings}
        same = np.zeros(rows, dtype=np.intp)
        return {path: Levels.of_rows(v) if len(v) == rows else Levels(v, same) for path, v in in_rows.items()}


def kinds_of(scenario: Scenario) -> IndexArray:
    """Return the profiles of types, (K, n), as the place of each actor's type; 0 for an actor without types."""
    return np.array(list(product(*(range(max(1, len(actor.types))) for actor in scenario.actors))), dtype=np.intp)


def in_profile(scenario: Scenario, kind: Sequence[int], settings: Sequence[Setting]) -> Profile:
    """Return a profile of types.

    Parameters
    ----------
    kind : (n,)
        Place of each actor's type.
    settings
        What is set in the scenario, in order; it may be about types.

    Raises
    ------
    ScenarioError
        Where a path does not exist.
    UsageError
        Where an alignment is asked for of an actor whose types have preferences of their own, or a path cannot vary.
    """
    _refuse_alignments(scenario, settings)
    chosen = {actor.name: actor.types[k] for actor, k in zip(scenario.actors, kind, strict=True) if actor.types}
    of_types = [
        Setting(parse(f"actors.{name}.beliefs.{path}", scenario.outcomes), None, value)
        for name, private in chosen.items()
        for path, value in private.beliefs
    ]
    for setting in settings:
        path = setting.path
        if path.type and chosen[path.actor].name == path.type:
            words = path.text.removeprefix(f"actors.{path.actor}.types.{path.type}.")
            of_types.append(replace(setting, path=parse(f"actors.{path.actor}.{words}", scenario.outcomes)))
    every = [*(setting for setting in settings if not setting.path.type), *of_types]
    kept = tuple(
        setting
        for k, setting in enumerate(every)
        if not any(undoes(later.path, setting.path, scenario.outcomes) for later in every[k + 1 :])
    )
    known = with_preferences_of(scenario, chosen)
    return Profile(Variants(known, [setting.path.text for setting in kept], in_order=True), kept)


def _refuse_alignments(scenario: Scenario, settings: Sequence[Setting]) -> None:
    """Raise `UsageError` for alignments with an actor that has preferences itself, and other ones as a type."""
    paths = [setting.path for setting in settings]
    of_types = {path.actor for path in paths if path.type and path.moves_directions and not path.is_belief}
    of_types |= {actor.name for actor in scenario.actors if any(t.preferences is not None for t in actor.types)}
    for path in (*(parse(asked.path) for asked in scenario.asked), *(path for path in paths if path.towards)):
        for name in of_types & {path.actor, path.towards}:
            raise UsageError(
                f"{printable(path.text)}: the types of '{printable(name)}' have preferences of their own; expected "
                "alignments of actors whose preferences are known"
            )


def probabilities_of_types(
    scenario: Scenario, settings: Iterable[Setting], values: Values
) -> tuple[tuple[FloatArray, ...], BoolArray]:
    """Return the probabilities of each actor's types, (T_i, B) or (T_i, 1), and where they can be so, (B,) or (1,).

    Parameters
    ----------
    settings
        The probabilities that are set: these stay, and those of the actor's other types share what is left, as
        `shared_out` has it.
    """
    every, possible = [], np.ones(1, dtype=bool)
    for actor in scenario.actors:
        given = {s.path.type: s.in_rows(values) for s in settings if s.path.actor == actor.name}
        if not given:
            every.append(np.array([[private.probability] for private in actor.types] or [[1.0]]))
            continue
        left = 1 - sum(given.values(), start=np.zeros(1))
        possible = possible & (left >= -NOT_ONE)
        before = {private.name: private.probability for private in actor.types}
        parts = shared_out(before, given, np.clip(left, 0.0, 1.0))
        every.append(np.array(np.broadcast_arrays(*parts.values())))
    return tuple(every), possible


def log_kinds(kinds: IndexArray, probabilities: Sequence[FloatArray]) -> FloatArray:
    """Return the natural logarithm of the probability of each profile of types, (K, B) or (K, 1)."""
    with np.errstate(divide="ignore"):
        logs = [np.log(each)[kinds[:, i]] for i, each in enumerate(probabilities)]
    return sum(logs[1:], start=logs[0])
