"""Sides taken by what is believed after the rungs are seen, and what hangs on them.

The wars of a round in which the same actors choose among as many sides are one array: a row is a history and the rungs
that lead to war there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.equilibrium.sequential.assessment import worth_by_beliefs
from powergame.equilibrium.sequential.values import contracted, seen_by
from powergame.model.tree.types import Round, Siding

Chosen = tuple[tuple[FloatArray, ...], ...]
"""For each of a round's wars or sidings, for each chooser, (E, rows or H, T_k, S): the probability of each side."""


@dataclass(frozen=True, eq=False)
class SidedWar:
    """Wars in which the same actors choose among as many sides, in the same eyes.

    Attributes
    ----------
    siding
        Of all rows, where a `Siding` has histories, without the choosers who are bound everywhere. Fights are weighed
        with the probability of the war in each actor's eyes; the rungs are the first row's.
    members
        The places of the round's sidings that are in here, H rows each.
    bound
        For each chooser, of the others too, the sides that it takes wherever it is; None of who is in `siding`.
    history : (rows,)
        The place of each row's history.
    rungs
        For each actor (rows,): its rung.
    """

    siding: Siding
    members: tuple[int, ...]
    bound: tuple[FloatArray | None, ...]
    history: IndexArray
    rungs: tuple[IndexArray, ...]


def wars_of(each: Round) -> tuple[SidedWar, ...]:
    """Return the wars of a round in which somebody's side depends on its beliefs."""
    alike: dict[Hashable, list[int]] = {}
    for place, siding in enumerate(each.sidings):
        eyes = tuple(tuple(of_actor.tolist()) for of_actor in siding.eyes_of)
        free = tuple((bound < 0).any() for bound in siding.bound)
        alike.setdefault((siding.choosers, len(siding.leaders), siding.eyes, eyes, free), []).append(place)
    return tuple(_war(each, members) for members in alike.values())


def _war(each: Round, members: Sequence[int]) -> SidedWar:
    sidings = [each.sidings[place] for place in members]
    first, n, sides = sidings[0], len(each.moves), len(sidings[0].leaders)
    bound = [np.concatenate([s.bound[c] for s in sidings], axis=1) for c in range(len(first.choosers))]
    fixed = tuple(None if (of < 0).any() else (np.arange(sides) == of[..., None]).astype(float) for of in bound)
    free = [c for c, taken in enumerate(fixed) if taken is None]
    fight = _rows((s.fight for s in sidings), 1)
    p_war = [_rows((s.p_war[i] for s in sidings), 0) for i in range(n)]
    held = [(c, taken) for c, taken in enumerate(fixed) if taken is not None]
    axes = [*range(n + 1), *(n + 1 + c for c in free)]
    every = [*range(n + 1 + len(first.choosers))]
    whole = replace(
        first,
        choosers=tuple(first.choosers[c] for c in free),
        worth=tuple(_rows((s.worth[c] for s in sidings), 1) for c in free),
        worth_by_type=tuple(tuple(_rows((s.worth_by_type[c][j] for s in sidings), 1) for j in range(n)) for c in free),
        bound=tuple(bound[c] for c in free),
        fight=np.stack(
            [
                contracted(axes, (fight[i], every), (p_war[i], [0, 1 + i]), *(seen_by(first, i, c, t) for c, t in held))
                for i in range(n)
            ]
        ),
    )
    rungs = tuple(np.repeat([s.rungs[i] for s in sidings], each.histories) for i in range(n))
    return SidedWar(whole, tuple(members), fixed, np.tile(np.arange(each.histories), len(sidings)), rungs)


def _rows(parts: Iterable[FloatArray], axis: int) -> FloatArray:
    return np.concatenate(list(parts), axis=axis)


def of_sidings(wars: Sequence[SidedWar], chosen: Chosen) -> Chosen:
    """Return the sides of a round's sidings, one after the other, from those of its wars."""
    parts = {}
    for war, sides in zip(wars, chosen, strict=True):
        free = iter(sides)
        every = [next(free) if taken is None else taken for taken in war.bound]
        split = [np.split(of_chooser, len(war.members), axis=1) for of_chooser in every]
        parts.update({place: tuple(of_chooser[k] for of_chooser in split) for k, place in enumerate(war.members)})
    return tuple(parts[place] for place in range(len(parts)))


def believed_in(war: SidedWar, after: Sequence[FloatArray]) -> list[FloatArray]:
    """Return for each actor (rows, T_j): what is believed of it once the rungs are seen."""
    return [of_actor[war.history, rungs] for of_actor, rungs in zip(after, war.rungs, strict=True)]


def sides_taken(war: SidedWar, after: Sequence[FloatArray], rationality: float) -> tuple[FloatArray, ...]:
    """Return for each chooser (E, rows, T_k, S): each side in proportion to exp(lambda W), or the one it is bound to.

    Parameters
    ----------
    after
        What is believed of each actor once a rung is seen, (H, L_j, T_j).
    """
    taken = []
    for worth, bound in zip(worth_by_beliefs(war.siding, believed_in(war, after)), war.siding.bound, strict=True):
        weights = np.exp(rationality * (worth - worth.max(axis=3, keepdims=True)))
        free = weights / weights.sum(axis=3, keepdims=True)
        fixed = np.arange(worth.shape[3]) == bound[..., None]
        taken.append(np.where(bound[..., None] >= 0, fixed, free))
    return tuple(taken)


def stage_of(each: Round, wars: Sequence[SidedWar], chosen: Chosen) -> FloatArray:
    """Return what `powergame.equilibrium.sequential.values.stage` does, from the sides of wars."""
    if not wars:
        return each.now
    now, n = each.now.copy(), len(each.moves)
    for war, sides in zip(wars, chosen, strict=True):
        for i in range(n):
            fight = (war.siding.fight[i], [*range(n + 1 + len(sides))])
            seen = (seen_by(war.siding, i, c, of_chooser) for c, of_chooser in enumerate(sides))
            worth = contracted(range(n + 1), fight, *seen)
            now[i][(war.history, *(slice(None) for _ in range(n)), *war.rungs)] += worth
    return now


def worth_by_sides(
    war: SidedWar, i: int, c: int, chosen: Sequence[FloatArray], weights: Sequence[FloatArray]
) -> FloatArray:
    """Return the derivatives of what an actor's rungs are worth by a chooser's sides, (rows, T_i, T_k, S).

    Parameters
    ----------
    i, c
        The actor; the chooser's place among the choosers.
    weights
        For each actor (rows, T_j): the probability that it is of a type, and plays its rung.
    """
    siding = war.siding
    n, k = len(siding.rungs), siding.choosers[c]
    terms = [
        (siding.fight[i], [*range(n + 1 + len(siding.choosers))]),
        *((weights[j], [0, 1 + j]) for j in range(n) if j != i),
        *(seen_by(siding, i, d, sides) for d, sides in enumerate(chosen) if d != c),
    ]
    if k != i:
        return contracted([0, 1 + i, 1 + k, n + 1 + c], *terms)
    by_type = contracted([0, 1 + i, n + 1 + c], *terms)
    return np.asarray(by_type[:, :, None] * np.eye(by_type.shape[1])[:, :, None])


@dataclass(frozen=True, eq=False)
class SidesBy:
    """How a chooser's sides change.

    Attributes
    ----------
    belief
        For each actor of several types (E, rows, T_k, S, T_j): by the logarithm of what is believed of it.
    rationality : (E, rows, T_k, S)
        By lambda.
    """

    belief: dict[int, FloatArray]
    rationality: FloatArray


def sides_by(war: SidedWar, c: int, sides: FloatArray, believed: Sequence[FloatArray], rationality: float) -> SidesBy:
    """Return how a chooser's sides change with beliefs and with lambda, where they are in proportion to exp(lambda W).

    Of who is bound to one side nothing changes.
    """
    worth = worth_by_beliefs(war.siding, believed)[c]
    belief = {}
    for j, by_log in belief_in_sides(war, c, believed).items():
        mean = (sides[..., None] * by_log).sum(axis=3, keepdims=True)
        belief[j] = rationality * sides[..., None] * (by_log - mean)
    return SidesBy(belief, sides * (worth - (sides * worth).sum(axis=3, keepdims=True)))


def belief_in_sides(war: SidedWar, c: int, believed: Sequence[FloatArray]) -> dict[int, FloatArray]:
    """Return how what sides are worth to a chooser changes with the logarithms of beliefs, (E, rows, T_k, S, T_j).

    By actor, of those of several types.
    """
    return {
        j: mu[:, None, None] * (part - np.einsum("ehysz,hz->ehys", part, mu)[..., None])
        for j, (part, mu) in enumerate(zip(war.siding.worth_by_type[c], believed, strict=True))
        if j != war.siding.choosers[c] and mu.shape[1] > 1
    }
