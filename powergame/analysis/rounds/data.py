"""Equilibria of games of rounds and private types as plain data, as the JSON of `deceive` and `solve` has them."""

from __future__ import annotations

from collections.abc import Sequence

from powergame.analysis.rounds.result import ByType, HistoryPlay, SidesTaken, TreeEquilibrium, TreeNames
from powergame.plain import Json


def equilibrium_to_dict(names: TreeNames, equilibrium: TreeEquilibrium) -> dict[str, Json]:
    """Return an equilibrium, with all of its histories."""
    return {
        "selected": equilibrium.selected,
        "method": equilibrium.method,
        "pure": equilibrium.pure,
        "regret": equilibrium.regret,
        "plan_regret": equilibrium.plan_regret,
        "consistent": equilibrium.consistent,
        "payoffs": by_type(names, equilibrium.payoffs),
        "war": equilibrium.war,
        "destroyed": equilibrium.destroyed,
        "histories": [history_to_dict(names, history) for history in equilibrium.histories],
    }


def history_to_dict(names: TreeNames, history: HistoryPlay) -> dict[str, Json]:
    """Return a history, with what is played and believed there."""
    return {
        "after": [_named(names.actors, rungs) for rungs in history.after],
        "round": history.round,
        "reached": history.reached,
        "power": _named(names.actors, history.power),
        "beliefs": by_type(names, history.beliefs),
        "strategies": {
            actor: {kind: _named(rungs, play) for kind, play in zip(kinds, of_actor, strict=True)}
            for actor, kinds, rungs, of_actor in zip(names.actors, names.types, names.rungs, history.play, strict=True)
        },
        "beliefs_after": {
            actor: {rung: _named(kinds, belief) for rung, belief in zip(rungs, of_actor, strict=True)}
            for actor, kinds, private, rungs, of_actor in zip(
                names.actors, names.types, names.private, names.rungs, history.beliefs_after, strict=True
            )
            if private
        },
        "siding": [sides_to_dict(names, taken) for taken in history.siding],
        "regret": history.regret,
    }


def sides_to_dict(names: TreeNames, taken: SidesTaken) -> dict[str, Json]:
    """Return the side that a defender takes; without a view it is so in the eyes of all who have none of their own."""
    view: dict[str, Json] = {"view": {"actor": taken.view[0], "type": taken.view[1]}} if taken.view else {}
    return {
        "rungs": _named(names.actors, taken.rungs),
        "actor": taken.actor,
        "type": taken.type,
        **view,
        "sides": dict(taken.sides),
        "tied": taken.tied,
    }


def by_type(names: TreeNames, numbers: ByType) -> dict[str, Json]:
    """Return a number for each type of each actor, by their names."""
    return {
        actor: _named(kinds, of_actor)
        for actor, kinds, of_actor in zip(names.actors, names.types, numbers, strict=True)
    }


def _named(keys: Sequence[str], values: Sequence[Json]) -> dict[str, Json]:
    return dict(zip(keys, values, strict=True))
