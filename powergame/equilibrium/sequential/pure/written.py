"""An equilibrium that the search found, written as an assessment of the whole tree."""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.pure.types import TreeContinuation
from powergame.model.tree.types import GameTree


def written(tree: GameTree, start: TreeContinuation) -> Assessment:
    """Return what is played and believed at all histories, and which sides are taken."""
    n = len(tree.actors)
    play: list[list[FloatArray]] = []
    after: list[list[FloatArray]] = []
    sides: list[list[list[FloatArray]]] = []
    level = {0: start}
    for each in tree.rounds:
        sizes = [(each.histories, kinds, rungs) for kinds, rungs in zip(tree.kinds, each.shape, strict=True)]
        play.append([np.zeros(size) for size in sizes])
        after.append([np.zeros((histories, rungs, kinds)) for histories, kinds, rungs in sizes])
        sides.append([[np.zeros_like(worth) for worth in siding.worth] for siding in each.sidings])
        following: dict[int, TreeContinuation] = {}
        for h, there in level.items():
            for i in range(n):
                play[-1][i][h, np.arange(tree.kinds[i]), there.play[i]] = 1.0
                after[-1][i][h] = there.after[i]
            for siding, of_choosers in zip(each.sidings, sides[-1], strict=True):
                for of_chooser, taken in zip(of_choosers, there.outcomes[siding.rungs].sides, strict=True):
                    np.put_along_axis(of_chooser[:, h], taken[..., None], 1.0, axis=2)
            for rungs, outcome in there.outcomes.items():
                if outcome.then is not None:
                    following[int(each.next[(h, *rungs)])] = outcome.then
        level = following
    return Assessment(
        tuple(map(tuple, play)), tuple(map(tuple, after)), tuple(tuple(map(tuple, of_round)) for of_round in sides)
    )
