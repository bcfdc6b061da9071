"""What every rung of a game tree is worth, and how that changes with what everybody plays, believes and joins.

Beliefs obey Bayes' rule all along, so what a type expects of a history is the product of the probability that the
others lead there and of what it expects there by the beliefs held there. So the derivatives by play at a later history
are the local ones there, times the probability that it is reached; those by beliefs, which hang on the logarithms of
play on the way, are local, too. Sides hang on the beliefs after the rungs, as play of one more round would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.equilibrium.sequential.logit.layout import Chains, Layout, OfRounds
from powergame.equilibrium.sequential.logit.siding import (
    Chosen,
    SidedWar,
    believed_in,
    sides_by,
    stage_of,
    worth_by_sides,
)
from powergame.equilibrium.sequential.values import contracted, worth_of_stages
from powergame.model.tree.types import GameTree

Wars = tuple[tuple[SidedWar, ...], ...]
"""For each round those wars in which somebody's side depends on its beliefs."""

Reach = tuple[tuple[tuple[FloatArray, ...], ...], ...]
"""For each round, for each round before it, for each actor, (H, T_i): how what is expected here counts there."""


@dataclass(frozen=True, eq=False)
class Point:
    """What is played and believed everywhere, and on whose side defenders stand.

    Attributes
    ----------
    play
        For each round, for each actor, (H, T_i, L_i).
    before
        For each round, for each actor, (H, T_i): what is believed at each history.
    after
        For each round, for each actor, (H, L_i, T_i): what is believed once a rung is seen.
    sides
        For each round, for each of its wars, for each chooser, (E, rows, T_k, S): the probability of each side.
    """

    play: OfRounds
    before: OfRounds
    after: OfRounds
    sides: tuple[Chosen, ...]


@dataclass(frozen=True, eq=False)
class Locals:
    """What rungs of a round are worth, and their derivatives where they are played.

    Attributes
    ----------
    worth
        For each actor (H, T_i, L_i).
    by_play
        For each actor, for each other, (H, T_i, L_i, T_j, L_j): by the logarithm of the other's play.
    by_belief
        For each actor, for each other, (H, T_i, L_i, T_j): by the logarithm of what is believed of the other.
    """

    worth: tuple[FloatArray, ...]
    by_play: tuple[dict[int, FloatArray], ...]
    by_belief: tuple[dict[int, FloatArray], ...]


def locals_of(
    worth: FloatArray, play: Sequence[FloatArray], mu: Sequence[FloatArray], choosing: Sequence[int]
) -> Locals:
    """Return what a round's rungs are worth, and their derivatives by play and beliefs there.

    Parameters
    ----------
    choosing
        The actors whose rungs are looked at; those of others are said to be worth 0.
    worth
        What profiles of rungs are worth with all that follows, (n, H, T_1, ..., T_n, L_1, ..., L_n).
    """
    n = len(play)
    weights = [belief[:, :, None] * of_actor for belief, of_actor in zip(mu, play, strict=True)]
    worths = [np.zeros_like(of_actor) for of_actor in play]
    by_play: list[dict[int, FloatArray]] = [{} for _ in range(n)]
    by_belief: list[dict[int, FloatArray]] = [{} for _ in range(n)]
    varied = [j for j in range(n) if play[j].shape[1:] != (1, 1)]
    for i in choosing:
        for j in [j for j in varied if j != i] or [(i + 1) % n]:
            others = [(weights[k], [0, 1 + k, 1 + n + k]) for k in range(n) if k not in (i, j)]
            table = contracted([0, 1 + i, 1 + n + i, 1 + j, 1 + n + j], (worth[i], range(2 * n + 1)), *others)
            by_play[i][j] = table * weights[j][:, None, None]
            if mu[j].shape[1] > 1:
                by_type = by_play[i][j].sum(axis=4)
                by_belief[i][j] = by_type - mu[j][:, None, None] * by_type.sum(axis=3, keepdims=True)
        worths[i] = next(iter(by_play[i].values())).sum(axis=(3, 4))
    return Locals(tuple(worths), tuple(by_play), tuple(by_belief))


def all_locals(tree: GameTree, layout: Layout, wars: Wars, point: Point) -> tuple[Locals, ...]:
    """Return what all rungs of a game tree are worth, and their local derivatives, for each round."""
    worths, _ = worth_of_stages(tree, point.play, list(map(stage_of, tree.rounds, wars, point.sides)))
    return tuple(map(locals_of, worths, point.play, point.before, layout.choosing))


def reaches(tree: GameTree, layout: Layout, point: Point) -> Reach:
    """Return the probability, in the eyes of an actor and its type, that its rung there leads here."""
    reach: list[tuple[tuple[FloatArray, ...], ...]] = [()]
    n = len(tree.actors)
    for r in range(1, len(tree.rounds)):
        past, parent, last = tree.rounds[r - 1], layout.parent[r], layout.last[r]
        seen = [
            np.einsum("ht,htl->hl", mu, play)[parent, last[:, j]]
            for j, (mu, play) in enumerate(zip(point.before[r - 1], point.play[r - 1], strict=True))
        ]
        rungs = tuple(last.T)
        edges, steps = [], []
        for i in range(n):
            others = np.prod([seen[j] for j in range(n) if j != i], axis=0)
            edge = past.on[i][(parent, slice(None), *rungs)] * others[:, None]
            edges.append(edge)
            steps.append(edge * point.play[r - 1][i][parent, :, last[:, i]])
        earlier = (
            tuple(far[parent] * step for far, step in zip(of_round, steps, strict=True)) for of_round in reach[-1]
        )
        reach.append((*earlier, tuple(edges)))
    return tuple(reach)


def jacobian(
    layout: Layout, point: Point, local: Sequence[Locals], reach: Reach, chains: Chains, columns: int
) -> FloatArray:
    """Return the derivatives of what rungs are worth by the logarithms of play, (N, columns), with sides as they are.

    Parameters
    ----------
    chains
        On which columns beliefs hang.
    columns
        N, and what else there are.
    """
    matrix = np.zeros((layout.size, columns))
    for r, (here, rungs) in enumerate(zip(local, layout.rungs, strict=True)):
        for i in layout.choosing[r]:
            taken = [led[i] for led in layout.taken[r]]
            own = point.play[r][i] * here.worth[i]
            for rows, weight in zip(taken, reach[r], strict=True):
                matrix[rows[:, :, None], rungs[i]] = weight[i][:, :, None] * own
            for j, by_play in here.by_play[i].items():
                matrix[rungs[i][:, :, :, None, None], rungs[j][:, None, None]] = by_play
                if r == 0:
                    continue
                ahead = (point.play[r][i][:, :, :, None, None] * by_play).sum(axis=2)
                for rows, weight in zip(taken, reach[r], strict=True):
                    matrix[rows[:, :, None, None], rungs[j][:, None]] = weight[i][:, :, None, None] * ahead
                if j in here.by_belief[i]:
                    hang = before(layout, chains, r, j)[:, None, None]
                    matrix[rungs[i][:, :, :, None, None], hang] = here.by_belief[i][j][..., None]
    return matrix


def before(layout: Layout, chains: Chains, r: int, j: int) -> IndexArray:
    """Return (H, T_j, r): the columns on which what is believed of an actor at the histories of a round hangs."""
    last = layout.last[r]
    return chains[r - 1][j][layout.parent[r], last[:, j]]


def add_sides(
    layout: Layout, wars: Wars, point: Point, reach: Reach, chains: Chains, rationality: float, matrix: FloatArray
) -> None:
    """Add to derivatives, (N, N + 1), what hangs on sides in proportion to exp(lambda W); the last are by lambda."""
    for r, of_round in enumerate(wars):
        for war, chosen in zip(of_round, point.sides[r], strict=True):
            believed = believed_in(war, point.after[r])
            weights = weights_in(war, point, r)
            changes = [sides_by(war, c, sides, believed, rationality) for c, sides in enumerate(chosen)]
            for i in layout.choosing[r]:
                eyes = war.siding.eyes_of[i]
                by_sides = [worth_by_sides(war, i, c, chosen, weights) for c in range(len(chosen))]
                rows, weight = leading_to(layout, war, point, reach, r, i)
                for c, change in enumerate(changes):
                    worth = np.einsum("hxzs,xhzs->hx", by_sides[c], change.rationality[eyes])
                    np.add.at(matrix[:, -1], rows, weight * worth)
                    for j, by_belief in change.belief.items():
                        worth = np.einsum("hxzs,xhzsy->hxy", by_sides[c], by_belief[eyes])
                        hang = chains[r][j][war.history, war.rungs[j]][:, None]
                        np.add.at(matrix, (rows[..., None, None], hang), (weight[..., None] * worth)[..., None])


def weights_in(war: SidedWar, point: Point, r: int) -> list[FloatArray]:
    """Return for each actor (rows, T_j): the probability that it is of a type, and plays its rung in a war."""
    both = zip(point.before[r], point.play[r], war.rungs, strict=True)
    return [mu[war.history] * play[war.history, :, rungs] for mu, play, rungs in both]


def leading_to(
    layout: Layout, war: SidedWar, point: Point, reach: Reach, r: int, i: int
) -> tuple[IndexArray, FloatArray]:
    """Return the places of an actor's rungs in a war and on the way to it, and how the war counts there.

    Both are (1 + r, rows, T_i).
    """
    played = point.play[r][i][war.history, :, war.rungs[i]]
    there = layout.rungs[r][i][war.history, :, war.rungs[i]]
    rows = np.stack([there, *(taken[i][war.history] for taken in layout.taken[r])])
    return rows, np.stack([np.ones_like(played), *(of_round[i][war.history] * played for of_round in reach[r])])
