"""Scenarios in which some private types, or all of them, are known to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from powergame.errors import UsageError
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.overlap import undoes
from powergame.scenario.paths.walk import actor_named
from powergame.scenario.types import Actor, Changes, PrivateType
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario


def known(scenario: Scenario, actor: str, type_name: str) -> Scenario:
    """Return a scenario in which one actor is known to be of one of its types; the others' types are as private.

    Raises
    ------
    UsageError
        Where there is no such actor or type.
    """
    held = _actor_named(scenario, actor)
    alone = (replace(_type_named(held, type_name), probability=1.0),)
    return replace(scenario, actors=tuple(replace(a, types=alone) if a is held else a for a in scenario.actors))


def with_types(scenario: Scenario, types: Mapping[str, str]) -> Scenario:
    """Return a scenario without types, in which actors have the preferences and beliefs of one of theirs.

    Parameters
    ----------
    types
        For each actor with types the name of the one that it is.

    Raises
    ------
    UsageError
        Where there is no such actor or type.
    """
    of_types = {name: _type_named(_actor_named(scenario, name), chosen) for name, chosen in types.items()}
    seen = with_preferences_of(scenario, of_types)
    actors = tuple(
        replace(actor, beliefs=overlaid(scenario, actor.beliefs, of_types[actor.name].beliefs))
        if actor.name in of_types
        else actor
        for actor in seen.actors
    )
    return replace(seen, actors=actors)


def with_preferences_of(scenario: Scenario, of_types: Mapping[str, PrivateType]) -> Scenario:
    """Return a scenario in which actors have the preferences of some of their types, and no types.

    Parameters
    ----------
    of_types
        By the actors' names; the beliefs of these types are left out.
    """
    actors = tuple(_preferring(actor, of_types.get(actor.name)) for actor in scenario.actors)
    pairs = zip(actors, scenario.unturned, strict=True) if scenario.asked else ()
    unturned = tuple(actor.preferences if before is None else before for actor, before in pairs)
    return replace(scenario, actors=actors, unturned=unturned)


def overlaid(scenario: Scenario, beliefs: Changes, over: Changes) -> Changes:
    """Return beliefs with others laid over them, which win over those of what they name themselves."""
    paths = [parse(path, scenario.outcomes) for path, _ in over]
    kept = (
        (path, value)
        for path, value in beliefs
        if not any(undoes(later, parse(path, scenario.outcomes), scenario.outcomes) for later in paths)
    )
    return (*kept, *over)


def _preferring(actor: Actor, private: PrivateType | None) -> Actor:
    if private is None:
        return actor
    preferences = actor.preferences if private.preferences is None else private.preferences
    return replace(actor, preferences=preferences, types=())


def _actor_named(scenario: Scenario, name: str) -> Actor:
    try:
        return actor_named(scenario, name)
    except FieldError as error:
        raise UsageError(str(error)) from None


def _type_named(actor: Actor, name: str) -> PrivateType:
    for private in actor.types:
        if private.name == name:
            return private
    if not actor.types:
        raise UsageError(f"{printable(actor.name)} has no private types, so none is '{printable(name)}'")
    types = ", ".join(printable(private.name) for private in actor.types[:12])
    raise UsageError(f"{printable(actor.name)} has no type '{printable(name)}'; expected one of {types}")
