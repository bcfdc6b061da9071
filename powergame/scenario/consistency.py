"""Checks of what must hold between the parts of a scenario, each of which is valid by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from powergame.scenario.fields import FieldError
from powergame.scenario.types import Actor, PrivateType
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.arrays import FloatArray
    from powergame.scenario.scenario import Scenario

Share = TypeVar("Share", float, "FloatArray")

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


def rescaled(types: Sequence[PrivateType], given: Set[str]) -> tuple[PrivateType, ...]:
    """Return an actor's types after the probabilities of some were set: these stay, and the others share what is left.

    Parameters
    ----------
    given
        The types whose probabilities were set, by one source.

    Raises
    ------
    FieldError
        Where the probabilities cannot sum to 1.

    Examples
    --------
    >>> types = [PrivateType("a", 0.5), PrivateType("b", 0.1), PrivateType("c", 0.1)]
    >>> [each.probability for each in rescaled(types, {"a"})]
    [0.5, 0.25, 0.25]
    """
    if abs(math.fsum(each.probability for each in types) - 1) <= NOT_ONE:
        return tuple(types)  # what is set to what it was changes nothing
    set_to = {each.name: each.probability for each in types if each.name in given}
    left = 1 - math.fsum(set_to.values())
    if left < -NOT_ONE:
        raise FieldError(f"the probabilities of types that are set sum to {1 - left:.9g}; expected at most 1")
    shared = shared_out({each.name: each.probability for each in types}, set_to, max(left, 0.0))
    after = tuple(replace(each, probability=shared[each.name]) for each in types)
    check_probabilities(after)
    return after


def shared_out(before: Mapping[str, float], given: Mapping[str, Share], left: Share) -> dict[str, Share | float]:
    """Return the probabilities of types: those given, and what is left in proportion to what others had before.

    Others that had nothing get equal parts.

    Parameters
    ----------
    before
        The probabilities of all types.
    left
        What the given ones leave of 1; numbers, or arrays of the same shape as those given.
    """
    others = [p for name, p in before.items() if name not in given]
    rest = math.fsum(others)
    return {
        name: given[name] if name in given else left * (p / rest if rest else 1 / len(others))
        for name, p in before.items()
    }


def vectors_of(actor: Actor) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield an actor's preference vectors, its types' among them, each with whose it is as a part of a path."""
    if actor.preferences is not None:
        yield actor.name, actor.preferences
    for private in actor.types:
        if private.preferences is not None:
            yield f"{actor.name}.types.{private.name}", private.preferences


def with_dimensions(scenario: Scenario) -> Scenario:
    """Return a scenario with k set, or raise `FieldError` where vectors differ in length."""
    lengths: dict[int, str] = {}
    for whose, vector in (each for actor in scenario.actors for each in vectors_of(actor)):
        lengths.setdefault(len(vector), whose)
    if scenario.outcomes:
        lengths.setdefault(len(scenario.outcomes), "outcomes")
    if len(lengths) > 1:
        listed = ", ".join(f"{k} in {printable(name)}" for k, name in sorted(lengths.items()))
        raise FieldError(f"preferences differ in their number of outcomes: {listed}")
    return replace(scenario, dimensions=next(iter(lengths), 1))
