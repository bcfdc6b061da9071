"""Games of rounds and private types once more, in plain Python and for one history at a time: an oracle for the arrays.

Written from the model's text (docs/reference/model.md) on the plain model of one round; it shares no code with the
package but for the scenario and its paths. A history is a tuple of joint moves, a joint move a tuple of rungs by place,
a profile of types a tuple of their places. Eyes are an actor and its type, whose beliefs the world is seen with, or
None for the scenario's own numbers.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import cached_property

from oracles.plain_model import World


def known(scenario, name, kind):
    """The scenario in which all know that an actor is of this type."""
    return replace(scenario, actors=tuple(_alone(a, kind) if a.name == name else a for a in scenario.actors))


def _alone(actor, kind):
    return replace(actor, types=tuple(replace(t, probability=1.0) for t in actor.types if t.name == kind))


class Sided(World):
    """A world at some history: powers of its own, and defenders on the sides that they are told to take."""

    def __init__(self, scenario, powers):
        super().__init__(scenario)
        self.m, self.joined = list(powers), None

    def sides(self, rungs):
        if self.joined is None:
            return super().sides(rungs)
        seekers = [i for i, r in enumerate(rungs) if r.grab > 0]
        sides = [(i, [i, *(k for k, leader in self.joined.items() if leader == i)]) for i in seekers]
        loyal = [k for k in defenders(rungs) if self.joined.get(k) is None]
        return sides + ([(None, loyal)] if loyal else [])


def defenders(rungs):
    """Those who fight, and do not seek."""
    return [k for k, r in enumerate(rungs) if r.grab == 0 and (r.provokes > 0 or r.resists > 0)]


class Rounds:
    """A scenario's game: what joint moves lead to, in everybody's eyes."""

    def __init__(self, scenario):
        self.scenario, self.rounds = scenario, scenario.rounds
        self.n = len(scenario.actors)
        self.names = [a.name for a in scenario.actors]
        self.types = [[t.name for t in a.types] or ["known"] for a in scenario.actors]
        self.prior = [tuple(t.probability for t in a.types) or (1.0,) for a in scenario.actors]
        self._rungs = [len(scenario.ladder_of(a)) for a in scenario.actors]
        self._moves = [*itertools.product(*map(range, self._rungs))]
        self.profiles = [*itertools.product(*(range(len(p)) for p in self.prior))]
        self.everybody = [(i, x) for i, p in enumerate(self.prior) for x in range(len(p))]
        self._seen, self._worlds, self._bound, self._got = {}, {}, {}, {}

    def rungs(self, _):
        """How many rungs each actor has at a history."""
        return self._rungs

    def moves(self, _):
        return self._moves

    def seeks(self, _, i, rung):
        return self.scenario.ladder_of(self.scenario.actors[i])[rung].grab > 0

    def _with_types(self, eyes, types):
        """The scenario in which everybody is of these types, seen with the eyes' beliefs."""
        if (eyes, types) not in self._seen:
            of = [a.types[x] if a.types else None for a, x in zip(self.scenario.actors, types, strict=True)]
            actors = tuple(
                replace(a, types=(), preferences=a.preferences if t is None or t.preferences is None else t.preferences)
                for a, t in zip(self.scenario.actors, of, strict=True)
            )
            seen = replace(self.scenario, actors=actors)
            if eyes is not None:
                actor = self.scenario.actors[eyes[0]]
                held = dict(actor.beliefs) | (dict(actor.types[eyes[1]].beliefs) if actor.types else {})
                seen = seen.with_values(held)
            self._seen[eyes, types] = seen
        return self._seen[eyes, types]

    def world(self, eyes, types, h):
        """The world at a history."""
        if (eyes, types, h) not in self._worlds:
            seen = self._with_types(eyes, types)
            world = Sided(seen, World(seen).m)
            for move in h:
                rungs = world.rungs(move)
                after = world.grabbed(rungs, range(self.n))
                world.m = [actor.growth * x for actor, x in zip(self.scenario.actors, after, strict=True)]
            self._worlds[eyes, types, h] = world
        return self._worlds[eyes, types, h]

    def p_war(self, eyes, move):
        world = self.world(eyes, self.profiles[0], ())
        return world.p_war(world.rungs(move))

    def ends(self, h):
        return len(h) + 1 == self.rounds

    def on(self, i, x, h, move):
        """The probability that the game goes on, as i of type x sees it."""
        return 0.0 if self.ends(h) else 1 - self.p_war((i, x), move)

    def truly_on(self, h, move):
        return 0.0 if self.ends(h) else 1 - self.p_war(None, move)

    @cached_property
    def histories(self):
        """All that peace can lead to in somebody's eyes, earlier ones first."""
        every, level = [()], [()]
        while level and not self.ends(level[0]):
            steps = ((h, move) for h in level for move in self._moves)
            level = [(*h, move) for h, move in steps if any(self.on(*who, h, move) for who in self.everybody)]
            every += level
        return every

    def choosers(self, eyes, h, move):
        """The defenders of a war on these rungs, where there are third parties who side by alignment."""
        world = self.world(eyes, self.profiles[0], h)
        rungs = world.rungs(move)
        sided = self.scenario.conflict.third_parties == "aligned" and self.n > 2
        return defenders(rungs) if sided and world.p_war(rungs) and any(r.grab > 0 for r in rungs) else []

    def bound(self, eyes, h, move, k, y):
        """(side,) where the rule for known types gives k of type y one whatever the others are, else None."""
        key = (eyes, h, move, k, y)
        if key not in self._bound:
            sides = set()
            for types in self.profiles:
                if types[k] == y:
                    world = self.world(eyes, types, h)
                    world.joined = None
                    sides |= {leader for leader, members in world.sides(world.rungs(move)) if k in members}
            self._bound[key] = (*sides,) if len(sides) == 1 else None
        return self._bound[key]

    def open_sides(self, h, move):
        """(eyes, k, y) of all who choose a side by what they believe."""
        return [
            (eyes, k, y)
            for eyes in (None, *self.everybody)
            for k in self.choosers(eyes, h, move)
            for y in range(len(self.prior[k]))
            if (eyes is None or k != eyes[0] or y == eyes[1]) and self.bound(eyes, h, move, k, y) is None
        ]

    def worths(self, eyes, h, move, k, y, after):
        """{side: what k of type y expects its victory to be worth}, where after[j] is believed of j."""
        worths = {}
        for types in self.profiles:
            weight = math.prod(after[j][x] for j, x in enumerate(types) if j != k)
            if types[k] == y and weight:
                world = self.world(eyes, types, h)
                rungs = world.rungs(move)
                victories = {None: world.after_victory(rungs, None, defenders(rungs))}
                victories |= {i: world.after_victory(rungs, i, [i, k]) for i, r in enumerate(rungs) if r.grab > 0}
                for side, powers in victories.items():
                    worths[side] = worths.get(side, 0.0) + weight * world.value(k, powers)
        return worths

    def got(self, i, types, h, move, sides):
        """What i gets now: the war's part, the rung's cost, and after the last round the peace's.

        `sides[eyes, h, move, k, y]` is {side: probability} for a defender who is not bound.
        """
        eyes = (i, types[i])
        choosers = self.choosers(eyes, h, move)
        bound = {k: self.bound(eyes, h, move, k, types[k]) for k in choosers}
        choices = [sides[eyes, h, move, k, types[k]] if b is None else {b[0]: 1.0} for k, b in bound.items()]
        return math.fsum(
            math.prod(p for _, p in chosen) * self._of_sides(i, types, h, move, tuple(side for side, _ in chosen))
            for chosen in itertools.product(*(choice.items() for choice in choices))
            if all(p for _, p in chosen)
        )

    def _of_sides(self, i, types, h, move, taken):
        key = (i, types, h, move, taken)
        if key not in self._got:
            eyes = (i, types[i])
            world = self.world(eyes, types, h)
            choosers = self.choosers(eyes, h, move)
            world.joined = dict(zip(choosers, taken, strict=True)) if choosers else None
            p, in_peace, in_war = world.war_and_peace(i, move)
            of_peace = (1 - p) * in_peace if self.ends(h) else 0.0
            self._got[key] = of_peace + (p * in_war if p else 0.0) - world.rungs(move)[i].cost
        return self._got[key]
