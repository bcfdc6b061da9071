"""Equilibria as answers show them, with names, read as the plain oracle reads assessments."""

from __future__ import annotations

from oracles.plain_assessments import Assessed, Told

from powergame.scenario.types import STATUS_QUO


def assessed(game, names, equilibrium):
    """An equilibrium of `analysis.rounds.result` in a game of `plain_rounds`."""
    plays, after, sides = {}, {}, {}
    for shown in equilibrium.histories:
        h = tuple(_places(names, rungs) for rungs in shown.after)
        for i, of_actor in enumerate(shown.play):
            plays |= {(h, i, x): of_type for x, of_type in enumerate(of_actor)}
            after |= {(h, i, k): of_rung for k, of_rung in enumerate(shown.beliefs_after[i])}
        sides |= _sides(game, names, h, shown)
    assert {h for h, *_ in plays} == set(game.histories)
    return Assessed(game, Told(plays, after, sides))


def _places(names, rungs):
    return tuple(of_actor.index(rung) for of_actor, rung in zip(names.rungs, rungs, strict=True))


def _sides(game, names, h, shown):
    """Who takes which side at a history: as listed, in eyes of their own or in all others; else the best."""
    listed = {}
    for taken in shown.siding:
        who = (_places(names, taken.rungs), *_actor_and_type(names, (taken.actor, taken.type)))
        listed[who, _actor_and_type(names, taken.view)] = {
            None if leader == STATUS_QUO else names.actors.index(leader): p for leader, p in taken.sides
        }
    sides = {}
    for move in game.moves(h):
        for eyes, k, y in game.open_sides(h, move):
            who = (move, k, y)
            sides[eyes, h, move, k, y] = listed.get((who, eyes)) or listed[who, None]
    return sides


def _actor_and_type(names, pair):
    if pair is None:
        return None
    i = names.actors.index(pair[0])
    return i, names.types[i].index(pair[1])
