"""What an assessment of a game of rounds is worth and whether it is an equilibrium, in plain Python.

A game is one of `plain_rounds`, or anything with the same methods. Everything is computed forwards, by recursion from
a history to those after it, and every sum goes over all profiles of types.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field


@dataclass
class Told:
    """An assessment as dictionaries.

    plays[h, i, x]: the probability of each rung. after[h, i, k]: what is believed of i's types after its rung k.
    sides[eyes, h, move, k, y]: {side: probability} of those who choose sides by what they believe.
    """

    plays: dict
    after: dict
    sides: dict = field(default_factory=dict)


class Assessed:
    """An assessment of a game."""

    def __init__(self, game, told):
        self.game, self.told = game, told
        self._worth = {}

    def believed(self, h, i):
        return self.told.after[h[:-1], i, h[-1][i]] if h else self.game.prior[i]

    def chance(self, h, types, move, but=None):
        """The probability that these types play this move, but for one actor."""
        return math.prod(self.told.plays[h, j, x][move[j]] for j, x in enumerate(types) if j != but)

    def of_others(self, h, i, x):
        """(types, probability) as i of type x believes at a history."""
        for types in self.game.profiles:
            if types[i] == x:
                yield types, math.prod(self.believed(h, j)[y] for j, y in enumerate(types) if j != i)

    def got(self, i, types, h, move):
        return self.game.got(i, types, h, move, self.told.sides)

    def of_move(self, i, types, h, move):
        on = self.game.on(i, types[i], h, move)
        return self.got(i, types, h, move) + (on * self.worth(i, types, (*h, move)) if on else 0.0)

    def worth(self, i, types, h):
        """What i expects from a history on while everybody is of these types."""
        if (i, types, h) not in self._worth:
            chances = ((self.chance(h, types, move), move) for move in self.game.moves(h))
            self._worth[i, types, h] = math.fsum(p * self.of_move(i, types, h, move) for p, move in chances if p)
        return self._worth[i, types, h]

    def of_rungs(self, h, i, x):
        """What each rung is worth to i of type x by what it believes of the others."""
        values = [0.0] * self.game.rungs(h)[i]
        for types, weight in self.of_others(h, i, x):
            for move in self.game.moves(h):
                p = weight * self.chance(h, types, move, but=i)
                values[move[i]] += p * self.of_move(i, types, h, move) if p else 0.0
        return values

    def gain(self, h, i, x):
        """What the best rung is worth more than what is played."""
        values = self.of_rungs(h, i, x)
        return max(values) - math.fsum(p * v for p, v in zip(self.told.plays[h, i, x], values, strict=True))

    def plan_gain(self, h, i, x):
        """What the best plan from a history on is worth more than what is played."""
        weights = dict(self.of_others(h, i, x))
        played = math.fsum(p * self.worth(i, types, h) for types, p in weights.items())
        return self._best(h, i, weights) - played

    def _best(self, h, i, weights):
        """The worth of the best plan, with `weights` on the profiles of types that led here."""
        values = []
        for rung in range(self.game.rungs(h)[i]):
            total = 0.0
            for move in self.game.moves(h):
                if move[i] != rung:
                    continue
                there = {t: w * self.chance(h, t, move, but=i) for t, w in weights.items()}
                there = {t: w for t, w in there.items() if w}
                total += math.fsum(w * self.got(i, t, h, move) for t, w in there.items())
                on = {t: w * self.game.on(i, t[i], h, move) for t, w in there.items()}
                if any(on.values()):
                    total += self._best((*h, move), i, on)
            values.append(total)
        return max(values)

    def gain_of_side(self, eyes, h, move, k, y):
        """What the best side is worth more than the sides taken, by what is believed after the rungs."""
        worths = self.game.worths(eyes, h, move, k, y, self.after(h, move))
        taken = self.told.sides[eyes, h, move, k, y]
        return max(worths.values()) - math.fsum(p * worths[side] for side, p in taken.items() if p)

    def after(self, h, move):
        """What is believed of each actor once these rungs are seen."""
        return [self.told.after[h, i, k] for i, k in enumerate(move)]

    def gains(self, h):
        """All gains of one other move at a history, siding included."""
        game = self.game
        of_rungs = [self.gain(h, i, x) for i, x in game.everybody]
        sides = [(eyes, h, move, k, y) for move in game.moves(h) for eyes, k, y in game.open_sides(h, move)]
        return of_rungs + [self.gain_of_side(*key) for key in sides]

    def regret(self):
        return max(g for h in self.game.histories for g in self.gains(h))

    def plan_regret(self):
        return max(self.plan_gain(h, i, x) for h in self.game.histories for i, x in self.game.everybody)

    def bayes_gap(self):
        """The greatest difference between a belief and Bayes' rule, wherever it says something."""
        worst = 0.0
        for h in self.game.histories:
            for i, rungs in enumerate(self.game.rungs(h)):
                before = self.believed(h, i)
                for k in range(rungs):
                    joint = [p * self.told.plays[h, i, x][k] for x, p in enumerate(before)]
                    if sum(joint) > 0:
                        rule = [p / sum(joint) for p in joint]
                        pairs = zip(rule, self.told.after[h, i, k], strict=True)
                        worst = max(worst, *(abs(a - b) for a, b in pairs))
        return worst

    def payoff(self, i, x):
        """What i of type x expects at the start."""
        return math.fsum(p * self.worth(i, types, ()) for types, p in self.of_others((), i, x))

    def played(self):
        """Who plays what for certain where play gets in somebody's eyes: a set of (history, actor, type, rung)."""
        played, level = set(), [()]
        for h in level:
            possible = [(i, x) for i, x in self.game.everybody if self.believed(h, i)[x]]
            rungs = {(i, x): [k for k, p in enumerate(self.told.plays[h, i, x]) if p] for i, x in possible}
            played |= {(h, i, x, k) for (i, x), of_type in rungs.items() for k in of_type}
            for move in self.game.moves(h):
                can = all(any(move[i] in rungs[j, x] for j, x in possible if j == i) for i in range(self.game.n))
                if can and any(self.game.on(i, x, h, move) for i, x in self.game.everybody):
                    level.append((*h, move))
        return frozenset(played)

    def courses(self, i, x):
        """(probability, types, moves) of all courses of events while i is of type x, by the scenario's own numbers.

        A course ends with the move that war broke out on, or the last round.
        """

        def go(p, types, h):
            for move in self.game.moves(h):
                q = p * self.chance(h, types, move)
                if q:
                    on = self.game.truly_on(h, move)
                    if on < 1:
                        yield q * (1 - on), types, (*h, move)
                    if on:
                        yield from go(q * on, types, (*h, move))

        for types, p in self.of_others((), i, x):
            if p:
                yield from go(p, types, ())

    def seeking(self, i, x):
        """(P(seeks first), P(does not, and seeks later), expected surprise in bits given that it seeks, or None)."""
        first = later = bits = 0.0
        for p, _, course in self.courses(i, x):
            when = next((r for r, move in enumerate(course) if self.game.seeks(course[:r], i, move[i])), None)
            if when is not None:
                first, later = first + p * (when == 0), later + p * (when > 0)
                bits -= p * math.log2(self.foreseen(course[:when], i))
        return first, later, bits / (first + later) if first + later else None

    def foreseen(self, h, i):
        """The probability that observers give to i's seeking at a history."""
        return math.fsum(
            mu * math.fsum(p for k, p in enumerate(self.told.plays[h, i, x]) if self.game.seeks(h, i, k))
            for x, mu in enumerate(self.believed(h, i))
        )

    def revealed(self, i):
        """Bits that i's first rung tells of its type."""
        bits = 0.0
        for x, prior in enumerate(self.game.prior[i]):
            for k, p in enumerate(self.told.plays[(), i, x]):
                if prior * p:
                    everybody = math.fsum(q * self.told.plays[(), i, y][k] for y, q in enumerate(self.game.prior[i]))
                    bits += prior * p * math.log2(p / everybody)
        return bits


def measures(openly, first, later):
    """(withholds, coup, shows) of a type that would seek first with probability `openly` were it known."""
    withholds = max(0.0, openly - first)
    return withholds, later * withholds / (1 - first) if withholds else 0.0, max(0.0, first - openly)


def word(withholds, coup, shows, value):
    """The word of a type's measures."""
    if withholds > 0.01:
        return "reassured" if coup <= 0.01 else "conceals" if value > 1e-6 else "waits"
    if shows > 0.01:
        return "feigns" if value > 1e-6 else "distrusted" if value < -1e-6 else "open"
    return "suspected" if value < -0.01 else "open"


def chosen_rungs(game, h):
    """Every way in which all types of all actors choose a rung at a history: {(i, x): rung}."""
    sizes = [range(game.rungs(h)[i]) for i, _ in game.everybody]
    for rungs in itertools.product(*sizes):
        yield dict(zip(game.everybody, rungs, strict=True))
