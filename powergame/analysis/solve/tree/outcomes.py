"""The outcome of an equilibrium of a game tree: what war destroys, and who has what in the end."""

from __future__ import annotations

import numpy as np

from powergame.analysis.rounds.chances import HistoryChances, expected, reaches
from powergame.analysis.rounds.result import TreeEquilibrium
from powergame.analysis.solve.result import Happening
from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.types import Certified
from powergame.equilibrium.sequential.values import contracted
from powergame.model.tree.types import GameTree, Siding


def happening(tree: GameTree, certified: Certified, told: TreeEquilibrium) -> Happening:
    """Return what happens in an equilibrium, by the scenario's own numbers."""
    play, n = certified.assessment.play, len(tree.actors)
    after = [
        float(tree.prior[0] @ expected(tree, play, [each.power_after[j] for each in tree.rounds], 0)) for j in range(n)
    ]
    total = np.array(after)
    for each, of_round, sides, reach in zip(
        tree.rounds, play, certified.assessment.sides, reaches(tree, play), strict=True
    ):
        for siding, chosen in zip(each.sidings, sides, strict=True):
            total = total + _after_war(tree, siding, of_round, chosen, reach)
    return Happening(told.war, told.destroyed, tuple(total.tolist()))


def _after_war(
    tree: GameTree, siding: Siding, play: tuple[FloatArray, ...], chosen: tuple[FloatArray, ...], reach: HistoryChances
) -> FloatArray:
    """Return what each actor is expected to have after a war in which sides depend on beliefs, (n,).

    It is weighed with the probability that the war's rungs are played, by types that then take these sides.
    """
    n, count = len(tree.actors), len(siding.choosers)
    terms: list[tuple[FloatArray, list[int]]] = [(siding.power_after, [n, 0, *range(n + 1, n + 1 + count)])]
    weight = reach.peace
    for j, (prior, played, of_actor, rung) in enumerate(zip(tree.prior, reach.played, play, siding.rungs, strict=True)):
        likely = prior * played * of_actor[:, :, rung]  # (H, T_j)
        if j in siding.choosers:
            c = siding.choosers.index(j)
            # the scenario's own numbers are the first eyes
            terms.append((np.einsum("ht,hts->hs", likely, chosen[c][0]), [0, n + 1 + c]))
        else:
            weight = weight * likely.sum(axis=1)
    return contracted([n], (weight, [0]), *terms)
