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

    def siding(self, h, move):
        return next((each for each in self.tree.rounds[len(h)].sidings if each.rungs == move), None)

    def _bound(self, siding, eyes, h, k, y):
        """The side that the chooser is bound to, by its place; -1 where it is not."""
        i, x = eyes
        return int(siding.bound[siding.choosers.index(k)][siding.eyes_of[i][x], self.places[h][1], y])

    def open_sides(self, h, move):
        siding = self.siding(h, move)
        return [
            (eyes, k, y)
            for k in (siding.choosers if siding else ())
            for eyes in self.everybody
            for y in range(self.tree.kinds[k])
            if (k != eyes[0] or y == eyes[1]) and self._bound(siding, eyes, h, k, y) < 0
        ]

    def worths(self, eyes, h, move, k, y, after):
        siding, place, (i, x) = self.siding(h, move), self.places[h][1], eyes
        c, e = siding.choosers.index(k), siding.eyes_of[i][x]
        of_types = siding.worth_by_type[c]
        return {
            leader: float(siding.worth[c][e, place, y, s])
            + sum(float(of_types[j][e, place, y, s, z]) * p for j in range(self.n) for z, p in enumerate(after[j]))
            for s, leader in enumerate(siding.leaders)
        }

    def got(self, i, types, h, move, sides):
        r, place = self.places[h]
        total = float(self.tree.rounds[r].now[(i, place, *types, *move)])
        if siding := self.siding(h, move):
            p_war = float(siding.p_war[i][place, types[i]])
            chosen = [self._sides(siding, (i, types[i]), h, k, types[k], sides) for k in siding.choosers]
            for taken in itertools.product(range(len(siding.leaders)), repeat=len(chosen)):
                p = math.prod(of_chooser[s] for of_chooser, s in zip(chosen, taken, strict=True))
                total += p and p * p_war * float(siding.fight[(i, place, *types, *taken)])
        return total

    def _sides(self, siding, eyes, h, k, y, sides):
        """The probability of each of a siding's sides."""
        bound = self._bound(siding, eyes, h, k, y)
        if bound >= 0:
            return [float(s == bound) for s in range(len(siding.leaders))]
        return [sides[eyes, h, siding.rungs, k, y].get(leader, 0.0) for leader in siding.leaders]


def told(tree, assessment):
    """An assessment as dictionaries."""
    plays, after, sides = {}, {}, {}
    for each, play, seen, taken in zip(tree.rounds, assessment.play, assessment.after, assessment.sides, strict=True):
        for place, h in enumerate(histories_of(each)):
            for i, names in enumerate(each.moves):
                plays |= {(h, i, x): tuple(play[i][place, x].tolist()) for x in range(tree.kinds[i])}
                after |= {(h, i, k): tuple(seen[i][place, k].tolist()) for k in range(len(names))}
            for siding, chosen in zip(each.sidings, taken, strict=True):
                for k, probabilities in zip(siding.choosers, chosen, strict=True):
                    for i, x in ((i, x) for i, kinds in enumerate(tree.kinds) for x in range(kinds)):
                        for y in range(tree.kinds[k]):
                            of_sides = probabilities[siding.eyes_of[i][x], place, y].tolist()
                            key = (i, x), h, siding.rungs, k, y
                            sides[key] = dict(zip(siding.leaders, of_sides, strict=True))
    return Told(plays, after, sides)
