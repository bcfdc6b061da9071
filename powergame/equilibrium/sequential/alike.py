"""Whether two assessments are one equilibrium: whether all that can come about in them is the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.types import Certified
from powergame.model.tree.types import GameTree, Round

SAME_PLAY = 1e-6
"""Probability by which play, or sides, of two assessments may differ that are one equilibrium; what is reached with
less is not compared."""


def alike(tree: GameTree, first: Certified, second: Certified) -> bool:
    """Return whether types believed possible play the same, and take the same sides, wherever play gets.

    That is where the game may go on in the eyes of a type believed possible, or by the scenario's own numbers. What is
    played and believed elsewhere may differ.
    """
    return not any(
        _differ(weights, *arrays)
        for each in (first, second)
        for weights, *arrays in zip(_weights(tree, each), _arrays(first), _arrays(second), strict=True)
    )


def _differ(weights: FloatArray, first: FloatArray, second: FloatArray) -> bool:
    apart = np.abs(first - second).max(axis=-1)
    return bool((apart[weights > SAME_PLAY] >= SAME_PLAY).any())


def _arrays(certified: Certified) -> list[FloatArray]:
    """Return all that is played, and then all sides, as `_weights` has it."""
    assessment = certified.assessment
    arrays = [of_actor for of_round in assessment.play for of_actor in of_round]
    return arrays + [sides for of_round in assessment.sides for siding in of_round for sides in siding]


def _weights(tree: GameTree, certified: Certified) -> list[FloatArray]:
    """Return how likely play reaches each information set with its type, and then each set in which sides are chosen.

    Of an information set that is (H, T_i), of sides (E, H, T_k).
    """
    of_play: list[FloatArray] = []
    of_sides: list[FloatArray] = []
    reached = np.ones(1)
    for r, (each, play, mu) in enumerate(zip(tree.rounds, certified.assessment.play, certified.beliefs, strict=True)):
        of_play += [reached[:, None] * belief for belief in mu]
        rungs = [np.einsum("ht,htl->hl", belief, of_actor) for belief, of_actor in zip(mu, play, strict=True)]
        after = certified.assessment.after[r]
        for siding in each.sidings:
            seen = reached * math.prod(of_actor[:, rung] for of_actor, rung in zip(rungs, siding.rungs, strict=True))
            for k in siding.choosers:
                weights = seen[:, None] * after[k][:, siding.rungs[k]]
                of_sides.append(np.broadcast_to(weights, (len(siding.eyes), *weights.shape)))
        if r + 1 < len(tree.rounds):
            reached = _onward(each, reached, rungs, mu, tree.rounds[r + 1].histories)
    return of_play + of_sides


def _onward(
    each: Round, reached: FloatArray, rungs: Sequence[FloatArray], mu: Sequence[FloatArray], histories: int
) -> FloatArray:
    """Return how likely play reaches the histories of the next round, were there no war where there may be peace."""
    n = len(rungs)
    chance = reached.reshape(-1, *[1] * n)
    for i, of_actor in enumerate(rungs):
        chance = chance * of_actor.reshape(len(reached), *(-1 if j == i else 1 for j in range(n)))
    peace = each.truly_on > 0
    for on, belief in zip(each.on, mu, strict=True):
        peace = peace | ((on > 0) & (belief > 0).reshape(*belief.shape, *[1] * n)).any(axis=1)
    following = np.zeros(histories)
    there = each.next >= 0
    following[each.next[there]] = np.where(peace, chance, 0.0)[there]
    return following
