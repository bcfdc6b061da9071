"""The views of a game tree: whose numbers what is computed with, for every profile of types, side by side.

An actor's type sees the world with the actor's beliefs, over which its own are laid; what others are like, by the
profile of types. Views are variants of the parameters, along a last axis of all arrays, so that one call of the model's
functions computes them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.model.parameters import Parameters, Rungs, parameters
from powergame.scenario.paths.apply import seen_by
from powergame.scenario.paths.known import overlaid, with_preferences_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Changes, PrivateType

Eyes = tuple[int, int] | None
"""An actor and its type, by their places, whose beliefs are held; None for the scenario's own numbers."""


@dataclass(frozen=True, eq=False)
class Views:
    """Parameters of all views of a scenario.

    Attributes
    ----------
    parameters
        Those of V views, along the last axis of each array: first the scenario's own, profile of types by profile,
        the last actor's type fastest.
    kinds
        (T_1, ..., T_n).
    places
        For each pair of eyes with beliefs, (T_1, ..., T_n): the places of its views.
    """

    parameters: Parameters
    kinds: tuple[int, ...]
    places: dict[tuple[int, int], IndexArray]

    @property
    def shape(self) -> tuple[int, ...]:
        """(L_1, ..., L_n)."""
        return tuple(ladder.shape[1] for ladder in self.parameters.ladders)

    def of(self, eyes: Eyes) -> IndexArray:
        """Return the places of the views of some eyes, (T_1, ..., T_n)."""
        truth = np.arange(math.prod(self.kinds)).reshape(self.kinds)
        return self.places.get(eyes, truth) if eyes else truth

    def of_actor(self, i: int) -> IndexArray:
        """Return the places of an actor's views, each type's in its own eyes, (T_1, ..., T_n)."""
        of_types = [np.take(self.of((i, x)), [x], axis=i) for x in range(self.kinds[i])]
        return np.concatenate(of_types, axis=i)

    def of_types(self, i: int) -> IndexArray:
        """Return the place of a view of each of an actor's types, (T_i,): for what no profile of types changes."""
        return (
            self.of_actor(i)
            .transpose(i, *(j for j in range(len(self.kinds)) if j != i))
            .reshape(self.kinds[i], -1)[:, 0]
        )

    def at(self, power: FloatArray, profiles: IndexArray) -> tuple[Parameters, Rungs]:
        """Return parameters and rungs of rows, (P, V): P histories with a profile each.

        Parameters
        ----------
        power : (n, P, V)
            What each actor has in each row, as each view sees it.
        profiles : (n, P)
            The rung of each actor in each row.
        """
        return replace(self.parameters, power=power), self.parameters.rungs(profiles)


def all_profiles(parameters: Parameters) -> IndexArray:
    """Return all profiles of rungs, (n, P), the last actor's rung fastest."""
    return np.indices([ladder.shape[1] for ladder in parameters.ladders]).reshape(len(parameters.ladders), -1)


def views_of_types(scenario: Scenario) -> Views:
    """Return all views of a scenario with private types, or without."""
    kinds = kinds_of(scenario)
    of_profiles = [_of_profile(scenario, profile) for profile in product(*map(range, kinds))]
    every = [parameters(each) for each in of_profiles]
    places = {}
    for eyes, viewer in believers(scenario):
        places[eyes] = np.arange(len(every), len(every) + len(of_profiles)).reshape(kinds)
        every += [parameters(seen_by(each, viewer)) for each in of_profiles]
    return Views(_side_by_side(every), kinds, places)


def kinds_of(scenario: Scenario) -> tuple[int, ...]:
    """Return how many types each actor has, (T_1, ..., T_n)."""
    return tuple(len(types_of(actor)) for actor in scenario.actors)


def types_of(actor: Actor) -> tuple[PrivateType | None, ...]:
    """Return an actor's types; None alone for one without."""
    return actor.types or (None,)


def prior_of(scenario: Scenario) -> tuple[FloatArray, ...]:
    """Return for each actor (T_i,) the probabilities of its types."""
    return tuple(np.array([t.probability if t else 1.0 for t in types_of(actor)]) for actor in scenario.actors)


def believers(scenario: Scenario) -> Iterator[tuple[tuple[int, int], Actor]]:
    """Yield eyes that hold beliefs, and the actor with these."""
    for i, actor in enumerate(scenario.actors):
        for x, private in enumerate(types_of(actor)):
            over: Changes = private.beliefs if private else ()
            if actor.beliefs or over:
                yield (i, x), replace(actor, beliefs=overlaid(scenario, actor.beliefs, over), types=())


def _of_profile(scenario: Scenario, profile: Sequence[int]) -> Scenario:
    pairs = zip(scenario.actors, profile, strict=True)
    return with_preferences_of(scenario, {actor.name: actor.types[x] for actor, x in pairs if actor.types})


def _side_by_side(views: Sequence[Parameters]) -> Parameters:
    """Return parameters of several views, along a last axis of each array."""

    def stacked(name: str) -> FloatArray:
        return np.stack([getattr(view, name) for view in views], axis=-1)

    return replace(
        views[0],
        power=stacked("power"),
        alignment=stacked("alignment"),
        effectiveness=stacked("effectiveness"),
        risk_aversion=stacked("risk_aversion"),
        odds=stacked("odds"),
        severity=stacked("severity"),
        decisiveness=stacked("decisiveness"),
        stakes=stacked("stakes"),
        ladders=tuple(np.stack(of_actor, axis=-1) for of_actor in zip(*(view.ladders for view in views), strict=True)),
    )
