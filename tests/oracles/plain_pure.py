"""Equilibria of games of rounds in pure strategies, by trying all that can be played with many beliefs off the path.

Backward over beliefs: at a history and with beliefs there, every choice of rungs by all types of all actors, every
belief on a grid after a rung that no type thought possible plays, and every equilibrium of what follows are tried. So
it is slow, and a belief that supports an equilibrium may lie between the grid's; what it finds is an equilibrium.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

from oracles.plain_assessments import chosen_rungs

TIE = 1e-12


class Continuation:
    """What follows a history: its worth to each actor by profile of types, and what is played where that is reached."""

    def __init__(self, worths, played):
        self.worths, self.played = worths, played


class PureOracle:
    """The pure equilibria of a game.

    Parameters
    ----------
    steps
        How many steps of the grid there are between two certainties.
    """

    def __init__(self, game, steps=8):
        self.game, self.steps, self._known = game, steps, {}

    def equilibria(self):
        """What is played at the histories reached, of each: sets of (history, actor, type, rung)."""
        return {each.played for each in self.at((), tuple(self.game.prior))}

    def grid(self, kinds):
        """Beliefs to be tried after a rung that nobody plays."""
        for parts in itertools.product(range(self.steps + 1), repeat=kinds - 1):
            if sum(parts) <= self.steps:
                yield tuple(float(Fraction(part, self.steps)) for part in (*parts, self.steps - sum(parts)))

    def at(self, h, mu):
        key = h, tuple(tuple(round(p, 12) for p in of_actor) for of_actor in mu)
        if key not in self._known:
            different = {}
            for rungs in chosen_rungs(self.game, h):
                for each in self._supported(h, mu, rungs):
                    different[each.played, tuple(round(w, 10) for w in each.worths.values())] = each
            self._known[key] = [*different.values()]
        return self._known[key]

    def _supported(self, h, mu, rungs):
        """The equilibria from a history on in which these rungs are played there."""
        seen, free = {}, []
        for i, count in enumerate(self.game.rungs(h)):
            for k in range(count):
                joint = [p if rungs[i, x] == k else 0.0 for x, p in enumerate(mu[i])]
                if total := sum(joint):
                    seen[i, k] = [tuple(p / total for p in joint)]
                else:
                    free.append((i, k))
        for i, k in free:
            matters = not self.game.ends(h) or any(self.game.open_sides(h, m) for m in self.game.moves(h))
            seen[i, k] = [mu[i], *self.grid(len(mu[i]))] if matters and len(mu[i]) > 1 else [mu[i]]
        for beliefs in itertools.product(*seen.values()):
            yield from self._completed(h, mu, rungs, dict(zip(seen, beliefs, strict=True)))

    def _completed(self, h, mu, rungs, after):
        """The same with these beliefs after each rung, for all that may follow and all sides at ties."""
        ways = [self._of_move(h, move, [after[i, k] for i, k in enumerate(move)]) for move in self.game.moves(h)]
        for chosen in itertools.product(*ways):
            of_move = dict(zip(self.game.moves(h), chosen, strict=True))
            if self._stands(h, mu, rungs, of_move):
                yield self._continuation(h, mu, rungs, of_move)

    def _of_move(self, h, move, mu):
        """All ways to go on after a move: what each actor gets by profile of types, and what is played then."""
        game, different = self.game, {}
        on = {(i, x): game.on(i, x, h, move) for i, x in game.everybody}
        follows = self.at((*h, move), mu) if any(on.values()) else [None]
        for sides in self._sides(h, move, mu):
            for after in follows:
                worths = {
                    (i, types): game.got(i, types, h, move, sides)
                    + (on[i, types[i]] * after.worths[i, types] if after else 0.0)
                    for i in range(game.n)
                    for types in game.profiles
                }
                played = after.played if after else frozenset()
                different[played, tuple(round(w, 10) for w in worths.values())] = Continuation(worths, played)
        return [*different.values()]

    def _sides(self, h, move, mu):
        """All that those who choose a side may do: the side worth most, either one of several."""
        choices = {}
        for eyes, k, y in self.game.open_sides(h, move):
            worths = self.game.worths(eyes, h, move, k, y, mu)
            choices[eyes, h, move, k, y] = [
                {side: 1.0} for side, w in worths.items() if w >= max(worths.values()) - TIE
            ]
        for taken in itertools.product(*choices.values()):
            yield dict(zip(choices, taken, strict=True))

    def _stands(self, h, mu, rungs, of_move):
        for i, x in self.game.everybody:
            values = [0.0] * self.game.rungs(h)[i]
            for types in self.game.profiles:
                weight = math.prod(mu[j][y] for j, y in enumerate(types) if j != i)
                if types[i] == x and weight:
                    for k in range(len(values)):
                        move = tuple(k if j == i else rungs[j, y] for j, y in enumerate(types))
                        values[k] += weight * of_move[move].worths[i, types]
            if values[rungs[i, x]] < max(values) - 1e-9:
                return False
        return True

    def _continuation(self, h, mu, rungs, of_move):
        played = {(h, i, x, rungs[i, x]) for i, x in self.game.everybody if mu[i][x]}
        worths = {}
        for types in self.game.profiles:
            move = tuple(rungs[i, x] for i, x in enumerate(types))
            worths |= {(i, types): of_move[move].worths[i, types] for i in range(self.game.n)}
            if all(mu[i][x] for i, x in enumerate(types)):
                played |= of_move[move].played
        return Continuation(worths, frozenset(played))
