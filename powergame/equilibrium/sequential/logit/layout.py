"""Where everything of a game tree stands in one vector of all rungs of all information sets, and what leads where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.equilibrium.sequential.assessment import parents
from powergame.model.tree.types import GameTree

OfRounds = tuple[tuple[FloatArray, ...], ...]
"""For each round, for each actor, an array."""

Chains = tuple[tuple[IndexArray, ...], ...]
"""For each round, for each actor, (H, L_j, T_j, r): the columns on which what is believed of it after a rung hangs."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Places in the vector of all N rungs of all information sets: by round, actor, history, type and rung.

    Attributes
    ----------
    rungs
        For each round, for each actor, (H, T_i, L_i): the rungs' places.
    starts : (M,)
        The place of the first rung of each of the M information sets.
    owner : (N,)
        Each rung's information set.
    parent
        For each round (H,): the place of the history before, in the round before.
    last
        For each round (H, n): everybody's rungs just before; empty in the first.
    past
        For each round, for each round before it, (H,): the place of the history there.
    taken
        For each round, for each round before it, for each actor, (H, T_i): the places of the rungs that led here.
    """

    rungs: tuple[tuple[IndexArray, ...], ...]
    starts: IndexArray
    owner: IndexArray
    parent: tuple[IndexArray, ...]
    last: tuple[IndexArray, ...]
    past: tuple[tuple[IndexArray, ...], ...]
    taken: tuple[tuple[tuple[IndexArray, ...], ...], ...]

    @cached_property
    def choosing(self) -> tuple[tuple[int, ...], ...]:
        """For each round the actors who choose among rungs in it, or before it: others look at no worth."""
        some = np.array([[places.shape[2] > 1 for places in of_round] for of_round in self.rungs])
        return tuple(tuple(np.flatnonzero(row).tolist()) for row in np.logical_or.accumulate(some))

    @property
    def size(self) -> int:
        """N."""
        return len(self.owner)

    def split(self, vector: FloatArray) -> OfRounds:
        """Return the parts of a vector of all rungs, for each round and actor (H, T_i, L_i)."""
        return tuple(tuple(vector[places] for places in of_round) for of_round in self.rungs)

    def joined(self, parts: Sequence[Sequence[FloatArray]]) -> FloatArray:
        """Return the vector of all rungs from its parts."""
        return np.concatenate([part.ravel() for of_round in parts for part in of_round])

    def chains(self) -> Chains:
        """Return the columns on which beliefs hang where every rung is played: a type's rungs up to this one."""
        chains: list[tuple[IndexArray, ...]] = []
        for of_round, taken in zip(self.rungs, self.taken, strict=True):
            of_actors = []
            for j, rungs in enumerate(of_round):
                there = np.swapaxes(rungs, 1, 2)  # (H, L_j, T_j)
                before = [np.broadcast_to(led[j][:, None], there.shape) for led in taken]
                of_actors.append(np.stack([*before, there], axis=3))
            chains.append(tuple(of_actors))
        return tuple(chains)


def layout_of(tree: GameTree) -> Layout:
    """Return the layout of a game tree."""
    rungs, starts, size = [], [], 0
    for each in tree.rounds:
        of_round = []
        for kinds, ladder in zip(tree.kinds, each.shape, strict=True):
            places = np.arange(size, size + each.histories * kinds * ladder).reshape(each.histories, kinds, ladder)
            starts.append(places[:, :, 0].ravel())
            of_round.append(places)
            size += places.size
        rungs.append(tuple(of_round))
    first = np.concatenate(starts)
    parent: list[IndexArray] = [np.zeros(1, dtype=np.intp)]
    past: list[tuple[IndexArray, ...]] = [()]
    taken: list[tuple[tuple[IndexArray, ...], ...]] = [()]
    for r, each in enumerate(tree.rounds[1:], start=1):
        parent.append(parents(tree.rounds[r - 1], each))
        past.append((*(before[parent[r]] for before in past[r - 1]), parent[r]))
        taken.append(
            tuple(
                tuple(rungs[s][i][past[r][s], :, each.after[:, s, i]] for i in range(len(tree.actors)))
                for s in range(r)
            )
        )
    owner = np.repeat(np.arange(len(first)), np.diff(np.append(first, size)))
    last = tuple(each.after[:, -1] if r else np.empty((1, 0), dtype=np.intp) for r, each in enumerate(tree.rounds))
    return Layout(tuple(rungs), first, owner, tuple(parent), last, tuple(past), tuple(taken))
