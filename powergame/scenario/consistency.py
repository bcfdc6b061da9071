"""Checks of what must hold between the parts of a scenario, each of which is valid by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from powergame.scenario.fields import FieldError
from powergame.scenario.types import Actor, PrivateType
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

NOT_ONE = 1e-9
"""Greatest difference from 1 that the probabilities of an actor's types may sum to."""


def check_power(actors: Sequence[Actor]) -> None:
    """Raise `FieldError` where nobody has power."""
    if not any(actor.power for actor in actors):
        raise FieldError("the power of all actors is 0; somebody must have some")


def check_probabilities(types: Sequence[PrivateType]) -> None:
    """Raise `FieldError` where the probabilities of an actor's types do not sum to 1."""
    total = math.fsum(private.probability for private in types)
    if abs(total - 1) > NOT_ONE:
        raise FieldError(f"the probabilities of the types sum to {total:.9g}; they must sum to 1")


def vectors_of(actor: Actor) -> Iterator[tuple[float, ...]]:
    """Yield an actor's preference vectors, its types' among them."""
    for vector in (actor.preferences, *(private.preferences for private in actor.types)):
        if vector is not None:
            yield vector


def with_dimensions(scenario: Scenario) -> Scenario:
    """Return a scenario with k set, or raise `FieldError` where vectors differ in length."""
    lengths = {len(vector): actor.name for actor in scenario.actors for vector in vectors_of(actor)}
    if scenario.outcomes:
        lengths.setdefault(len(scenario.outcomes), "outcomes")
    if len(lengths) > 1:
        listed = ", ".join(f"{k} in {printable(name)}" for k, name in sorted(lengths.items()))
        raise FieldError(f"preferences differ in their number of outcomes: {listed}")
    return replace(scenario, dimensions=next(iter(lengths), 1))
