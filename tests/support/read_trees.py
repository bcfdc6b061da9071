"""Game trees and assessments of them as the oracles read them: histories by what was played, one entry at a time."""

from __future__ import annotations

import itertools
import math

from oracles.plain_assessments import Told


def histories_of(each):
    """The histories of a round, as tuples of joint moves."""
    return [tuple(tuple(int(k) for k in move) for move in moves) for moves in each.after]


class Tabled:
    """A game tree's arrays as a game of `plain_assessments`."""

    def __init__(self, tree):
        self.tree, self.n, self.rounds = tree, len(tree.actors), len(tree.rounds)
        self.prior = [tuple(p.tolist()) for p in tree.prior]
        self.profiles = [*itertools.product(*map(range, tree.kinds))]
        self.everybody = [(i, x) for i, kinds in enumerate(tree.kinds) for x in range(kinds)]
        self.places = {h: (r, k) for r, each in enumerate(tree.rounds) for k, h in enumerate(histories_of(each))}
        self.histories = [*self.places]

    def rungs(self, h):
        return self.tree.rounds[len(h)].shape

    def moves(self, h):
        return [*itertools.product(*map(range, self.rungs(h)))]

    def seeks(self, h, i, rung):
        return bool(self.tree.rounds[len(h)].seeks[i][rung])

    def ends(self, h):
        return len(h) + 1 == self.rounds

    def on(self, i, x, h, move):
        r, place = self.places[h]
        return float(self.tree.rounds[r].on[i][(place, x, *move)])

    def truly_on(self, h, move):
        r, place = self.places[h]
        return float(self.tree.rounds[r].truly_on[(place, *move)])

    def seen(self, siding, h):
        """The eyes in which this is the war, with the places of their numbers: None for the scenario's own."""
        truth = [(None, e) for e, eyes in enumerate(siding.eyes) if eyes is None]
        place = self.places[h][1]
        return truth + [((i, x), int(siding.eyes_of[i][x])) for i, x in self.everybody if siding.p_war[i][place, x] > 0]

    def siding(self, eyes, h, move):
        """The war on these rungs in which sides depend on beliefs, and the place of the eyes' numbers in it."""
        for siding in self.tree.rounds[len(h)].sidings:
            if siding.rungs == move:
                for who, e in self.seen(siding, h):
                    if who == eyes:
                        return siding, e
        return None

    def open_sides(self, h, move):
        place = self.places[h][1]
        return [
            (eyes, k, y)
            for siding in self.tree.rounds[len(h)].sidings
            if siding.rungs == move
            for eyes, e in self.seen(siding, h)
            for k, bound in zip(siding.choosers, siding.bound, strict=True)
            for y in range(self.tree.kinds[k])
            if (eyes is None or k != eyes[0] or y == eyes[1]) and bound[e, place, y] < 0
        ]

    def worths(self, eyes, h, move, k, y, after):
        siding, e = self.siding(eyes, h, move)
        c, place = siding.choosers.index(k), self.places[h][1]
        of_types = siding.worth_by_type[c]
        return {
            leader: float(siding.worth[c][e, place, y, s])
            + sum(float(of_types[j][e, place, y, s, z]) * p for j in range(self.n) for z, p in enumerate(after[j]))
            for s, leader in enumerate(siding.leaders)
        }

    def got(self, i, types, h, move, sides):
        r, place = self.places[h]
        total = float(self.tree.rounds[r].now[(i, place, *types, *move)])
        eyes = (i, types[i])
        if war := self.siding(eyes, h, move):
            siding, e = war
            p_war = float(siding.p_war[i][place, types[i]])
            chosen = []
            for k, bounds in zip(siding.choosers, siding.bound, strict=True):
                bound = int(bounds[e, place, types[k]])
                taken = {siding.leaders[bound]: 1.0} if bound >= 0 else sides[eyes, h, move, k, types[k]]
                chosen.append([taken.get(leader, 0.0) for leader in siding.leaders])
            for places in itertools.product(range(len(siding.leaders)), repeat=len(chosen)):
                p = math.prod(of_chooser[s] for of_chooser, s in zip(chosen, places, strict=True))
                total += p and p * p_war * float(siding.fight[(i, place, *types, *places)])
        return total


def told(tree, assessment):
    """An assessment as dictionaries."""
    game = Tabled(tree)
    plays, after, sides = {}, {}, {}
    for each, play, seen, taken in zip(tree.rounds, assessment.play, assessment.after, assessment.sides, strict=True):
        for place, h in enumerate(histories_of(each)):
            for i, names in enumerate(each.moves):
                plays |= {(h, i, x): tuple(play[i][place, x].tolist()) for x in range(tree.kinds[i])}
                after |= {(h, i, k): tuple(seen[i][place, k].tolist()) for k in range(len(names))}
            for siding, chosen in zip(each.sidings, taken, strict=True):
                for k, probabilities in zip(siding.choosers, chosen, strict=True):
                    for eyes, e in game.seen(siding, h):
                        for y in range(tree.kinds[k]):
                            of_sides = probabilities[e, place, y].tolist()
                            sides[eyes, h, siding.rungs, k, y] = dict(zip(siding.leaders, of_sides, strict=True))
    return Told(plays, after, sides)
