r"""Gambit's extensive-form format, .efg: game trees written without loss [1]_.

Chance draws the types; then, round by round, all play their rungs in the order of the file, and no one sees what the
others play before the round is over. An information set is an actor, a history and its type. Where defenders side by
what they believe, each of them is a further player, whose payoff is the worth of its side, as that decides it.

Before the last round chance draws war or peace. The last round ends with its rungs, and pays what these are expected to
bring: each actor may have its own mind about how likely the war is.

References
----------
.. [1] Savani, R. & Turocy, T. L. Gambit: The package for computation in game theory. Game representation formats.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from powergame.arrays import FloatArray
from powergame.errors import GameTooLargeError, UsageError
from powergame.model.compile import shown
from powergame.model.labels import one_line, quoted, quoted_label
from powergame.model.nfg import MAX_PAYOFFS
from powergame.model.tree.types import GameTree, Round, Siding
from powergame.scenario.types import STATUS_QUO
from powergame.text import printable

SIDING = " (siding)"
"""Suffix of an actor's name: the player that chooses its sides."""

Payoffs = tuple[Fraction, ...]
"""What each player has so far."""


def write_efg(tree: GameTree, title: str, comment: str = "", costs: Sequence[FloatArray] | None = None) -> str:
    """Return a game tree in .efg format, in ASCII, every payoff and probability exact.

    Types of probability 0 are left out. What is expected at every information set is as in the tree; what war and peace
    bring each for itself is so where costs are given.

    Parameters
    ----------
    title, comment
        Shown by other tools.
    costs
        For each actor (T_i, L_i): what its rungs cost; 0 where this is not given.

    Raises
    ------
    GameTooLargeError
        Where the file would have more than `MAX_PAYOFFS` payoffs.
    UsageError
        Where some see war as more likely than others before the last round, or side otherwise: a tree has one chance.

    Examples
    --------
    >>> import powergame as pg
    >>> from powergame.model.tree.rounds import compile_tree
    >>> print(write_efg(compile_tree(pg.load("scenarios/security-dilemma.yaml")), "security dilemma"), end="")
    EFG 2 R "security dilemma" { "west" "east" }
    ""
    p "" 1 1 "at first" { "hold" "strike" } 0
    p "" 2 1 "at first" { "hold" "strike" } 0
    t "" 1 "" { 95536833511/137438953472 95536833511/137438953472 }
    t "" 2 "" { 136433302593/274877906944 376783862689/549755813888 }
    p "" 2 1 "at first" { "hold" "strike" } 0
    t "" 3 "" { 376783862689/549755813888 136433302593/274877906944 }
    t "" 4 "" { 74041045971/137438953472 74041045971/137438953472 }
    """
    _refuse_views(tree)
    writer = _Writer(tree, costs)
    refuse_long_efg(tree, len(writer.players))
    head = f"EFG 2 R {quoted(one_line(title))} {_in_braces(map(quoted_label, writer.players))}"
    return "\n".join([head, quoted(comment), *writer.from_types(()), ""])


def refuse_long_efg(tree: GameTree, players: int) -> None:
    """Raise `GameTooLargeError` where a file would have too many payoffs."""
    ends = 0
    for each in tree.rounds:
        ends += each.histories * (math.prod(each.shape) + sum(s.fight[0, 0].size for s in each.sidings))
    count = players * math.prod(tree.kinds) * ends
    if count > MAX_PAYOFFS:
        raise GameTooLargeError(
            f"a game tree with up to {shown(count)} payoffs is too large for a .efg file; the limit is {MAX_PAYOFFS:,}"
        )


def _refuse_views(tree: GameTree) -> None:
    """Raise `UsageError` where actors (types) disagree on what is chance to all, or on who sides with whom."""
    for each in tree.rounds:
        for actor, on in zip(tree.actors, each.on, strict=True):
            if (on != each.truly_on[:, None]).any():
                raise UsageError(
                    f"{printable(actor)} holds beliefs about how likely war is before the last round, and a game tree "
                    "of Gambit has one chance for all; expected beliefs about what a war brings, or one round"
                )
        profiles = [siding.rungs for siding in each.sidings]
        if any(len(siding.eyes) > 1 for siding in each.sidings) or len(set(profiles)) < len(profiles):
            raise UsageError(
                "defenders side otherwise in the eyes of some who hold beliefs about power, stakes, preferences or "
                "rungs, and a game tree of Gambit has one siding for all; expected no such beliefs"
            )


class _Writer:
    """Writes the nodes of a tree, each before those that follow it."""

    def __init__(self, tree: GameTree, costs: Sequence[FloatArray] | None) -> None:
        self.tree, self.costs = tree, costs
        self.players = list(tree.actors)
        self.siders: dict[int, int] = {}
        for k in _siders(tree):
            self.siders[k] = len(self.players)
            self.players.append(_unlike(tree.actors[k] + SIDING, self.players))
        self.sets: list[dict[tuple[int, ...], int]] = [{} for _ in self.players]
        self.chances = self.ends = 0

    def from_types(self, types: tuple[int, ...]) -> Iterator[str]:
        """Yield the nodes where the first actors' types are drawn."""
        i = len(types)
        if i == len(self.tree.actors):
            yield from self.from_history(0, 0, types, (Fraction(0),) * len(self.players))
            return
        drawn = _exact(self.tree.prior[i].tolist())
        possible = [x for x, probability in enumerate(drawn) if probability]
        if len(possible) > 1:
            names = [self.tree.types[i][x] for x in possible]
            label = f"type of {self.tree.actors[i]}{self._with(types)}"
            yield self._chance(label, names, [drawn[x] for x in possible])
        for x in possible:
            yield from self.from_types((*types, x))

    def from_history(self, r: int, h: int, types: tuple[int, ...], got: Payoffs) -> Iterator[str]:
        """Yield the nodes from a history on, given everybody's type and what everybody has got so far."""
        return self._from_rungs(r, h, types, (), got)

    def _from_rungs(
        self, r: int, h: int, types: tuple[int, ...], played: tuple[int, ...], got: Payoffs
    ) -> Iterator[str]:
        i, each = len(played), self.tree.rounds[r]
        if i == len(self.tree.actors):
            yield from self._after_rungs(r, h, types, played, got)
            return
        label = self._knows(i, types[i], self._history(each, h))
        yield self._choice(i, (r, h, types[i]), label, each.moves[i])
        for rung in range(len(each.moves[i])):
            yield from self._from_rungs(r, h, types, (*played, rung), got)

    def _after_rungs(
        self, r: int, h: int, types: tuple[int, ...], played: tuple[int, ...], got: Payoffs
    ) -> Iterator[str]:
        each = self.tree.rounds[r]
        on = Fraction(float(each.truly_on[(h, *played)]))
        now = [Fraction(float(of_actor[(h, *types, *played)])) for of_actor in each.now]
        siding = next((siding for siding in each.sidings if siding.rungs == played), None)
        if on == 1:
            yield from self.from_history(r + 1, int(each.next[(h, *played)]), types, _plus(got, now))
            return
        if on == 0:
            yield from self._end(each, h, types, siding, _plus(got, now), [Fraction(1)] * len(now))
            return
        cost = [-self._cost(i, x, rung) for i, (x, rung) in enumerate(zip(types, played, strict=True))]
        war = [(x - c) / (1 - on) + c for x, c in zip(now, cost, strict=True)]
        label = f"{_told('war', [*self._history(each, h), _names(each, played)])}{self._with(types)}"
        yield self._chance(label, ["war", "peace"], [1 - on, on])
        yield from self._end(each, h, types, siding, _plus(got, war), [1 - on] * len(now))
        yield from self.from_history(r + 1, int(each.next[(h, *played)]), types, _plus(got, cost))

    def _end(
        self,
        each: Round,
        h: int,
        types: tuple[int, ...],
        siding: Siding | None,
        got: Payoffs,
        given: Sequence[Fraction],
    ) -> Iterator[str]:
        """Yield the end, and before it the sides that are chosen; ``given`` is how likely all see what ends here."""
        if siding is None:
            yield self._terminal(got)
        else:
            yield from self._from_sides(each, h, types, siding, (), got, given)

    def _from_sides(
        self,
        each: Round,
        h: int,
        types: tuple[int, ...],
        siding: Siding,
        sides: tuple[int, ...],
        got: Payoffs,
        given: Sequence[Fraction],
    ) -> Iterator[str]:
        c = len(sides)
        if c == len(siding.choosers):
            fight = [of_actor[(h, *types, *sides)] for of_actor in siding.fight]
            weights = [Fraction(float(p[h, x])) / g for p, x, g in zip(siding.p_war, types, given, strict=True)]
            yield self._terminal(_plus(got, [w * Fraction(float(u)) for w, u in zip(weights, fight, strict=True)]))
            return
        k = siding.choosers[c]
        bound = int(siding.bound[c][0, h, types[k]])
        if bound < 0:
            names = [STATUS_QUO if j is None else self.tree.actors[j] for j in siding.leaders]
            label = self._knows(k, types[k], [*self._history(each, h), _names(each, siding.rungs)])
            yield self._choice(self.siders[k], (each.after.shape[1], h, *siding.rungs, types[k]), label, names)
        for s in range(len(siding.leaders)) if bound < 0 else [bound]:
            worth = siding.worth[c][0, h, types[k], s] + sum(
                part[0, h, types[k], s, x] for part, x in zip(siding.worth_by_type[c], types, strict=True)
            )
            gained = [
                Fraction(float(worth)) if player == self.siders.get(k) else Fraction(0) for player in range(len(got))
            ]
            yield from self._from_sides(each, h, types, siding, (*sides, s), _plus(got, gained), given)

    def _history(self, each: Round, h: int) -> list[list[str]]:
        """Return the names of the rungs of the rounds past."""
        return [_names(past, rungs) for past, rungs in zip(self.tree.rounds, each.after[h].tolist(), strict=False)]

    def _knows(self, i: int, x: int, history: Sequence[Sequence[str]]) -> str:
        """Return what an actor knows at an information set: its type, where others do not know it, and the history."""
        if self.tree.private[i]:
            return _told(self.tree.types[i][x], history)
        return _told("", history).strip() or "at first"

    def _cost(self, i: int, x: int, rung: int) -> Fraction:
        return Fraction(float(self.costs[i][x, rung])) if self.costs is not None else Fraction(0)

    def _choice(self, player: int, place: tuple[int, ...], label: str, moves: Iterable[str]) -> str:
        """Return a node of a player; nodes of one place are one information set."""
        number = self.sets[player].setdefault(place, len(self.sets[player]) + 1)
        return f'p "" {player + 1} {number} {quoted_label(label)} {_in_braces(map(quoted_label, moves))} 0'

    def _chance(self, label: str, names: Iterable[str], probabilities: Sequence[Fraction]) -> str:
        """Return a node of chance, alone in its information set: to Gambit chance must not forget either."""
        self.chances += 1
        drawn = (f"{quoted_label(name)} {p}" for name, p in zip(names, probabilities, strict=True))
        return f'c "" {self.chances} {quoted_label(label)} {_in_braces(drawn)} 0'

    def _with(self, types: Sequence[int]) -> str:
        """Return which types were drawn, of actors of whom others are possible."""
        drawn = [
            f"{self.tree.types[i][x]} of {self.tree.actors[i]}"
            for i, x in enumerate(types)
            if np.count_nonzero(self.tree.prior[i]) > 1
        ]
        return f" with {', '.join(drawn)}" if drawn else ""

    def _terminal(self, payoffs: Payoffs) -> str:
        self.ends += 1
        return f't "" {self.ends} "" {_in_braces(map(str, payoffs))}'


def _siders(tree: GameTree) -> list[int]:
    """Return which actors choose a side somewhere."""
    wars = (siding for each in tree.rounds for siding in each.sidings)
    return sorted(
        {k for siding in wars for k, bound in zip(siding.choosers, siding.bound, strict=True) if bound.min() < 0}
    )


def _exact(probabilities: Sequence[float]) -> list[Fraction]:
    """Return probabilities that are written in decimals as fractions that sum to exactly 1."""
    decimals = [Fraction(str(probability)) for probability in probabilities]
    return [probability / sum(decimals) for probability in decimals]


def _plus(got: Payoffs, more: Sequence[Fraction]) -> Payoffs:
    """Return payoffs with something added to those of the first players."""
    return tuple(x + y for x, y in zip(got, [*more, *[Fraction(0)] * (len(got) - len(more))], strict=True))


def _names(each: Round, rungs: Sequence[int]) -> list[str]:
    return [names[rung] for names, rung in zip(each.moves, rungs, strict=True)]


def _unlike(name: str, known: Sequence[str]) -> str:
    """Return a name that no other player has."""
    return _unlike(name + SIDING, known) if name in known else name


def _told(what: str, history: Sequence[Sequence[str]]) -> str:
    """Return what there is, and after which rungs: ``loyal after hold, hold; hold, seek``."""
    return f"{what} after {'; '.join(map(', '.join, history))}" if history else what


def _in_braces(parts: Iterable[str]) -> str:
    return f"{{ {' '.join(parts)} }}"
