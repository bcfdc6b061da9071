"""How probable what happens over rounds is, by the scenario's own numbers: histories, wars, and who seeks power when.

Types are independent and everybody plays by its own type, so that the probability of a history is a product: of
nature's part, that peace held, and of each actor's, that it played its rungs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.assessment import parents
from powergame.equilibrium.sequential.values import contracted
from powergame.model.tree.types import GameTree, Round

Play = Sequence[Sequence[FloatArray]]
"""For each round, for each actor, (H, T_i, L_i): the probability of each rung."""


@dataclass(frozen=True, eq=False)
class HistoryChances:
    """How probable the histories of a round are.

    Attributes
    ----------
    peace : (H,)
        The probability that peace holds on the way there, once the rungs are played.
    played : tuple of n arrays (H, T_i)
        The probability that each actor's type plays its rungs of the rounds past.
    """

    peace: FloatArray
    played: tuple[FloatArray, ...]

    def overall(self, prior: Sequence[FloatArray]) -> FloatArray:
        """Return the probability of each history, (H,)."""
        of_actors = [p @ q / q.sum() for p, q in zip(self.played, prior, strict=True)]
        return np.asarray(self.peace * np.prod(of_actors, axis=0))

    def given(self, prior: Sequence[FloatArray], i: int) -> FloatArray:
        """Return the probability of each history where an actor is of each type, (H, T_i)."""
        others = [p @ q for j, (p, q) in enumerate(zip(self.played, prior, strict=True)) if j != i]
        return np.asarray((self.peace * np.prod(others, axis=0))[:, None] * self.played[i])


@dataclass(frozen=True, eq=False)
class FirstSeeking:
    """When the types of an actor seek power.

    Attributes
    ----------
    first : (R, T_i)
        The probability that a type seeks in a round and in none before.
    bits : (T_i,)
        Expected -log2 of the probability that observers gave, just before, to its first seeking; 0 where it never does.
    """

    first: FloatArray
    bits: FloatArray

    @property
    def at_once(self) -> FloatArray:
        """The probability of seeking in the first round, (T_i,)."""
        return np.asarray(self.first[0])

    @property
    def later(self) -> FloatArray:
        """The probability of not seeking in the first round, and seeking in a later one, (T_i,)."""
        return np.asarray(np.minimum(self.first[1:].sum(axis=0), 1.0))

    @property
    def surprise(self) -> tuple[float | None, ...]:
        """Bits of each type's first seeking, given that it seeks; None for one that never does."""
        ever = self.first.sum(axis=0)
        return tuple(float(b / p) if p > 0 else None for b, p in zip(self.bits, ever, strict=True))


def reaches(tree: GameTree, play: Play) -> tuple[HistoryChances, ...]:
    """Return for each round how probable its histories are."""
    every = [HistoryChances(np.ones(1), tuple(np.ones((1, kinds)) for kinds in tree.kinds))]
    for past, of_round, following in zip(tree.rounds, play, tree.rounds[1:], strict=False):
        parent, last = parents(past, following), following.after[:, -1]
        before = every[-1]
        peace = before.peace[parent] * past.truly_on[(parent, *last.T)]
        played = tuple(
            own[parent] * of_actor[parent, :, last[:, i]]
            for i, (own, of_actor) in enumerate(zip(before.played, of_round, strict=True))
        )
        every.append(HistoryChances(peace, played))
    return tuple(every)


def expected(tree: GameTree, play: Play, happening: Sequence[FloatArray], i: int) -> FloatArray:
    """Return how much of something happens in the whole game where an actor is of each type, (T_i,).

    Parameters
    ----------
    happening
        For each round (H, L_1, ..., L_n): how much of it each profile of rungs brings.
    """
    total = np.zeros(tree.kinds[i])
    for cells, of_round, reach in zip(happening, play, reaches(tree, play), strict=True):
        n = len(of_round)
        others = [
            (np.einsum("t,ht,htl->hl", prior, own, of_actor), [0, 1 + j])
            for j, (prior, own, of_actor) in enumerate(zip(tree.prior, reach.played, of_round, strict=True))
            if j != i
        ]
        own = reach.played[i][:, :, None] * of_round[i]
        total += contracted([n + 1], (cells, range(n + 1)), (reach.peace, [0]), (own, [0, n + 1, 1 + i]), *others)
    return total


def war(tree: GameTree, play: Play, i: int) -> FloatArray:
    """Return the probability of war in the whole game where an actor is of each type, (T_i,)."""
    return np.asarray(np.minimum(expected(tree, play, [each.war for each in tree.rounds], i), 1.0))


def seeking(tree: GameTree, play: Play, beliefs: Play, i: int) -> FirstSeeking:
    """Return when the types of an actor seek power.

    Parameters
    ----------
    beliefs
        For each round, for each actor, (H, T_i): what is believed of it at each history.
    """
    first, bits = np.zeros((len(tree.rounds), tree.kinds[i])), np.zeros(tree.kinds[i])
    for r, (each, reach) in enumerate(zip(tree.rounds, reaches(tree, play), strict=True)):
        seeks = play[r][i][:, :, each.seeks[i]].sum(axis=2)  # (H, T_i)
        weight = reach.given(tree.prior, i) * never_sought(tree, r, i)[:, None] * seeks
        first[r] = np.minimum(weight.sum(axis=0), 1.0)
        foreseen = (beliefs[r][i] * seeks).sum(axis=1)
        told = (weight > 0) & (foreseen > 0)[:, None]
        surprise = -np.log2(np.where(foreseen > 0, np.minimum(foreseen, 1.0), 1.0)) + 0.0
        bits += np.where(told, weight * surprise[:, None], 0.0).sum(axis=0)
    return FirstSeeking(first, bits)


def never_sought(tree: GameTree, r: int, i: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return at which histories of a round an actor has not sought power in any round before, (H,)."""
    here: Round = tree.rounds[r]
    never = np.ones(here.histories, dtype=bool)
    for past in range(r):
        never &= ~tree.rounds[past].seeks[i][here.after[:, past, i]]
    return never
