"""A multi-stage game with observed actions and private types, as arrays of a round at a time.

Everybody's rungs of a round are played at the same time and seen by all, so what is public is the history: the rungs of
the rounds past. Each actor knows its own type; types are independent. An information set is a history, an actor and
its type. Where defenders side by what they believe, that is a move after the rungs of a round, in `Siding`.

The axes of arrays: n actors, H histories of a round, T_1 to T_n types, L_1 to L_n rungs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray

ONLY_TYPE = "known"
"""The name of the one type of an actor without private types."""


@dataclass(frozen=True, eq=False)
class Siding:
    """The war on one profile of rungs, in all histories of a round, where somebody's side depends on its beliefs.

    A chooser's worth of a side is linear in what is believed of each other actor after the rungs are seen:
    W = `worth` + sum over j and types z of mu_j(z) `worth_by_type[j]`.

    The axes: E pairs of eyes, C choosers, S sides. Eyes are whose numbers decide how defenders side: the scenario's own
    first, then those of an actor, or type, that holds others about power, stakes or preferences. Where a rung seeks or
    fights in some eyes only, the same rungs have several wars, each with the eyes in which it is so.

    Attributes
    ----------
    rungs
        The profile, (n,): each actor's rung.
    choosers
        The defenders who choose a side, C of them.
    leaders
        The sides: None for the status quo, then the seekers, S of them.
    eyes
        None for the scenario's numbers, else an actor and its type; E of them.
    eyes_of
        For each actor (T_i,): by which eyes each type sees everybody side; 0, with `p_war` 0, where by none of these.
    worth
        For each chooser (E, H, T_k, S): what its own power and preferences make of each side's victory.
    worth_by_type
        For each chooser, for each actor j, (E, H, T_k, S, T_j): what j's power makes of it, by j's type; 0 for k.
    bound
        For each chooser (E, H, T_k): the side that it is bound to whatever the others' types are, or -1.
    p_war : tuple of n arrays (H, T_i)
        The probability of this war in the eyes of each actor and type.
    fight : (n, H, T_1, ..., T_n, S, ..., S)
        u_i of the war where the choosers, in order, are on these sides; each axis S is a chooser's.
    power_after : (n, H, S, ..., S)
        What each actor is expected to have after that war, times its probability, by the scenario's own numbers.
    """

    rungs: tuple[int, ...]
    choosers: tuple[int, ...]
    leaders: tuple[int | None, ...]
    eyes: tuple[tuple[int, int] | None, ...]
    eyes_of: tuple[IndexArray, ...]
    worth: tuple[FloatArray, ...]
    worth_by_type: tuple[tuple[FloatArray, ...], ...]
    bound: tuple[IndexArray, ...]
    p_war: tuple[FloatArray, ...]
    fight: FloatArray
    power_after: FloatArray


@dataclass(frozen=True, eq=False)
class Round:
    """All histories of a round.

    Attributes
    ----------
    moves
        For each actor the names of its rungs.
    seeks
        For each actor (L_i,): which rungs seek power.
    after : (H, r, n)
        The rungs of the r rounds past; a history's parent is in the round before.
    now : (n, H, T_1, ..., T_n, L_1, ..., L_n)
        What each actor gets in its own eyes: the war's utility times its probability, minus the rungs' cost, and after
        the last round the peace's. Without wars in which sides depend on beliefs: these are in `sidings`.
    on : tuple of n arrays (H, T_i, L_1, ..., L_n)
        The probability that the game goes on in the eyes of each actor and type; 0 after the last round.
    truly_on : (H, L_1, ..., L_n)
        The probability that it goes on by the scenario's own numbers; 0 after the last round.
    next : (H, L_1, ..., L_n)
        The place of the history that follows in the next round; -1 where in nobody's eyes the game goes on.
    power : (n, H)
        What each actor has, in shares of all power at the start, by the scenario's own numbers.
    war, destroyed : (H, L_1, ..., L_n)
        The probability of war, and the expected fraction of all power destroyed, by the scenario's own numbers.
    power_after : (n, H, L_1, ..., L_n)
        What each actor is expected to have where the game ends here, times the probability that it does, by the
        scenario's own numbers; without the wars of `sidings`.
    sidings
        Wars in which somebody's side depends on beliefs.
    """

    moves: tuple[tuple[str, ...], ...]
    seeks: tuple[BoolArray, ...]
    after: IndexArray
    now: FloatArray
    on: tuple[FloatArray, ...]
    truly_on: FloatArray
    next: IndexArray
    power: FloatArray
    war: FloatArray
    destroyed: FloatArray
    power_after: FloatArray
    sidings: tuple[Siding, ...] = ()

    @property
    def histories(self) -> int:
        """H."""
        return len(self.after)

    @property
    def shape(self) -> tuple[int, ...]:
        """(L_1, ..., L_n)."""
        return tuple(len(names) for names in self.moves)

    @property
    def endings(self) -> int:
        """After how many profiles of rungs the game may end here, in somebody's eyes."""
        ends = self.truly_on < 1
        for on in self.on:
            ends |= (on < 1).any(axis=1)
        return int(ends.sum())


@dataclass(frozen=True, eq=False)
class GameTree:
    """A game of rounds and private types.

    Attributes
    ----------
    actors
        Names, n of them.
    types
        For each actor the names of its T_i types; `ONLY_TYPE` alone for one without private types.
    private
        For each actor whether its types are private: those of an actor whose type is known to all are written, too.
    prior
        For each actor (T_i,): the probabilities of its types.
    rounds
        In order; the first has one history, and none is without: where war is certain the tree stops.
    """

    actors: tuple[str, ...]
    types: tuple[tuple[str, ...], ...]
    private: tuple[bool, ...]
    prior: tuple[FloatArray, ...]
    rounds: tuple[Round, ...]

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """(T_1, ..., T_n)."""
        return tuple(len(names) for names in self.types)

    @property
    def names(self) -> tuple[str, ...]:
        """All names of actors, types and rungs, once each."""
        moves = (names for each in self.rounds for names in each.moves)
        return tuple(dict.fromkeys(name for part in (self.actors, *self.types, *moves) for name in part))

    @property
    def histories(self) -> int:
        """How many histories there are."""
        return sum(each.histories for each in self.rounds)

    @property
    def information_sets(self) -> int:
        """How many there are: a history, an actor and its type."""
        return self.histories * sum(self.kinds)

    @property
    def unknowns(self) -> int:
        """How many probabilities say what everybody plays: one fewer than rungs at each information set."""
        return sum(
            each.histories * kinds * (rungs - 1)
            for each in self.rounds
            for kinds, rungs in zip(self.kinds, each.shape, strict=True)
        )

    @property
    def terminals(self) -> int:
        """After how many profiles of rungs the game may end, for each profile of types; a war's lottery is one end."""
        return math.prod(self.kinds) * sum(each.endings for each in self.rounds)

    @property
    def sided(self) -> bool:
        """Whether anybody's side depends on its beliefs."""
        return any(each.sidings for each in self.rounds)

    @property
    def scale(self) -> float:
        """The range of what can be got: payoffs are compared relative to it, where it is above 1."""
        return max(1.0, float(sum(np.abs(each.now).max(initial=0.0) for each in self.rounds)))

    def scales(self, i: int) -> FloatArray:
        """Return the range of what each type of an actor can get, (T_i,): its gains are compared relative to it."""
        total = np.zeros(self.kinds[i])
        for each in self.rounds:
            payoffs = (each.now[i], *(siding.fight[i] for siding in each.sidings))
            of_type = [np.abs(np.moveaxis(got, 1 + i, 0)).reshape(self.kinds[i], -1) for got in payoffs]
            total += np.max([got.max(axis=1, initial=0.0) for got in of_type], axis=0)
        return np.asarray(np.maximum(1.0, total))
