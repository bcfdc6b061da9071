"""Forms in which the library takes what is unknown and what was seen: as values, or as the command takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from powergame.errors import UsageError
from powergame.scenario.fields import FieldError
from powergame.scenario.priors import prior
from powergame.scenario.reading.deeds import observation
from powergame.scenario.reading.references import changes_of, observation_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Changes, Observation, Prior, Value
from powergame.scenario.values import parse_value
from powergame.text import printable

PriorLike: TypeAlias = "Prior | str | Mapping[str, object]"
"""A prior, `"{uniform: [-1, 1]}"` or `{"uniform": [-1, 1]}`."""

ObservationLike: TypeAlias = "Observation | str | Mapping[str, object]"
"""An observation, `"red=seek x3"` or `{"plays": {"red": "seek"}, "times": 3}`."""

ValueLike: TypeAlias = "Value | list[object] | Mapping[str, object]"
"""A value of a path: as the scenario has it, or a list or a mapping as a file has it."""


def as_priors(scenario: Scenario, unknown: Mapping[str, PriorLike]) -> dict[str, Prior]:
    """Return priors by path.

    Raises
    ------
    UsageError
        Where one cannot be read.
    """
    return {path: _as_prior(scenario, path, given) for path, given in unknown.items()}


def _as_prior(scenario: Scenario, path: str, given: PriorLike) -> Prior:
    if isinstance(given, Prior):
        return given
    try:
        return prior(parse_value(given) if isinstance(given, str) else dict(given), scenario.dimensions)
    except FieldError as error:
        raise UsageError(f"{printable(path)}: {error}") from None


def as_observations(scenario: Scenario, observe: str | Sequence[ObservationLike]) -> tuple[Observation, ...]:
    """Return observations in their order; a text is one such as `red=seek x3`, a mapping one as a file has it."""
    several = (observe,) if isinstance(observe, str) else observe
    return tuple(_observation(scenario, each) for each in several)


def _observation(scenario: Scenario, given: object) -> Observation:
    if isinstance(given, str):
        return observation(scenario, given)
    if isinstance(given, Mapping):
        return observation_of(scenario, {key: part for key, part in given.items() if part not in (None, {})})
    if not isinstance(given, Observation):
        raise UsageError(f"an observation of type {type(given).__name__}; expected text, such as red=seek x3")
    return given


def as_changes(scenario: Scenario, under: Mapping[str, ValueLike]) -> Changes:
    """Return the values of paths in a situation.

    Raises
    ------
    ScenarioError
        Where a list or a mapping is not what a file may have there.
    """
    return tuple(change for path, value in under.items() for change in _changes(scenario, path, value))


def _changes(scenario: Scenario, path: str, value: ValueLike) -> Changes:
    return changes_of(scenario, {path: value}) if isinstance(value, list | Mapping) else ((path, value),)


def as_texts(comparisons: str | Sequence[str]) -> tuple[str, ...]:
    """Return comparisons; a text is one."""
    return (comparisons,) if isinstance(comparisons, str) else tuple(comparisons)
