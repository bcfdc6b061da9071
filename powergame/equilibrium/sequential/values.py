"""What everybody expects in a game tree, by dynamic programming over arrays of a round at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from string import ascii_letters as letters

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.tree.types import GameTree, Round, Siding


def contracted(result: Sequence[int], *terms: tuple[FloatArray, Sequence[int]]) -> FloatArray:
    """Return a sum of products of arrays whose axes have numbers; axes that the result lacks are summed over.

    Arrays are multiplied one after the other, and axes summed over as soon as they can be.

    Examples
    --------
    >>> contracted([0], (np.eye(2), [0, 1]), (np.array([3.0, 4.0]), [1])).tolist()
    [3.0, 4.0]
    """
    product = terms[0][0]
    steps = _steps(tuple(result), tuple(tuple(axes) for _, axes in terms))
    if len(terms) == 1:
        return np.asarray(np.einsum(steps[0], product))
    for step, (array, _) in zip(steps, terms[1:], strict=True):
        product = np.einsum(step, product, array)
    return np.asarray(product)


@cache
def _steps(result: tuple[int, ...], terms: tuple[tuple[int, ...], ...]) -> tuple[str, ...]:
    """Return the sums of products of two arrays each that `contracted` takes, as `numpy.einsum` reads them."""
    to = "".join(letters[k] for k in result)
    axes = ["".join(letters[k] for k in numbers) for numbers in terms]
    if len(axes) == 1:
        return (f"{axes[0]}->{to}",)
    steps, left = [], axes[0]
    for k in range(1, len(axes)):
        needed = {*to, *(letter for following in axes[k + 1 :] for letter in following)}
        both = dict.fromkeys(left + axes[k])
        kept = "".join(letter for letter in both if letter in needed) if k + 1 < len(axes) else to
        steps.append(f"{left},{axes[k]}->{kept}")
        left = kept
    return tuple(steps)


def stage(each: Round, sides: Sequence[Sequence[FloatArray]]) -> FloatArray:
    """Return what each actor gets now, (n, H, T_1, ..., T_n, L_1, ..., L_n), wars with chosen sides among it.

    Parameters
    ----------
    sides
        For each of the round's sidings, for each chooser, (E, H, T_k, S): the probability of each side.
    """
    if not each.sidings:
        return each.now
    now = each.now.copy()
    n = len(each.moves)
    for siding, chosen in zip(each.sidings, sides, strict=True):
        cell = (*(slice(None) for _ in range(n + 1)), *siding.rungs)
        for i in range(n):
            now[i][cell] += war_of(siding, i, chosen)
    return now


def war_of(siding: Siding, i: int, chosen: Sequence[FloatArray]) -> FloatArray:
    """Return what a war is worth to an actor times its probability, (H, T_1, ..., T_n), given the chosen sides."""
    n = len(siding.rungs)
    terms = [(siding.fight[i], [*range(n + 1 + len(chosen))]), (siding.p_war[i], [0, 1 + i])]
    terms.extend(seen_by(siding, i, c, sides) for c, sides in enumerate(chosen))
    return contracted(range(n + 1), *terms)


def seen_by(siding: Siding, i: int, c: int, sides: FloatArray) -> tuple[FloatArray, list[int]]:
    """Return a chooser's sides in the eyes of an actor's types, and the axes' numbers in `Siding.fight`'s order."""
    n, k, eyes = len(siding.rungs), siding.choosers[c], siding.eyes_of[i]
    if k == i:  # by the chooser's own type and the eyes of that type
        return sides[eyes, :, np.arange(len(eyes))], [1 + i, 0, n + 1 + c]
    return sides[eyes], [1 + i, 0, 1 + k, n + 1 + c]


def continued(each: Round, now: FloatArray, following: FloatArray | None) -> FloatArray:
    """Return what each profile of rungs is worth with all that follows, (n, H, T_1, ..., T_n, L_1, ..., L_n).

    Parameters
    ----------
    now
        What `stage` returns.
    following
        (n, H', T_1, ..., T_n): what the histories of the next round are worth; None after the last.
    """
    if following is None:
        return now
    n = len(each.moves)
    worth = now.copy()
    for i in range(n):
        there = following[i][each.next]  # (H, L_1, ..., L_n, T_1, ..., T_n); what is nowhere has no weight
        there = np.moveaxis(there, range(n + 1, 2 * n + 1), range(1, n + 1))
        on = each.on[i].reshape(each.histories, *(each.on[i].shape[1] if j == i else 1 for j in range(n)), *each.shape)
        worth[i] += on * np.where(on > 0, there, 0.0)
    return worth


def value(worth: FloatArray, play: Sequence[FloatArray]) -> FloatArray:
    """Return what each history is worth to each actor, (n, H, T_1, ..., T_n), given what all types play there."""
    n = len(play)
    terms = [(of_actor, [0, 1 + j, 1 + n + j]) for j, of_actor in enumerate(play)]
    return contracted([2 * n + 1, *range(n + 1)], (worth, [2 * n + 1, *range(2 * n + 1)]), *terms)


def expected(worth: FloatArray, play: Sequence[FloatArray], mu: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
    """Return for each actor (H, T_i, L_i): what each rung is worth to each type, by what it believes of the others."""
    n = len(play)
    weights = [belief[:, :, None] * of_actor for belief, of_actor in zip(mu, play, strict=True)]
    every = []
    for i in range(n):
        others = [(weight, [0, 1 + j, 1 + n + j]) for j, weight in enumerate(weights) if j != i]
        every.append(contracted([0, 1 + i, 1 + n + i], (worth[i], range(2 * n + 1)), *others))
    return tuple(every)


def worth_of_all(
    tree: GameTree, play: Sequence[Sequence[FloatArray]], sides: Sequence[Sequence[Sequence[FloatArray]]]
) -> tuple[tuple[FloatArray, ...], tuple[FloatArray, ...]]:
    """Return for each round what profiles of rungs are worth, as `continued`, and what histories are, as `value`."""
    return worth_of_stages(tree, play, list(map(stage, tree.rounds, sides)))


def worth_of_stages(
    tree: GameTree, play: Sequence[Sequence[FloatArray]], stages: Sequence[FloatArray]
) -> tuple[tuple[FloatArray, ...], tuple[FloatArray, ...]]:
    """Return what `worth_of_all` does, from what everybody gets in each round, as `stage`."""
    worths: list[FloatArray] = []
    values: list[FloatArray] = []
    following: FloatArray | None = None
    for each, of_round, now in zip(reversed(tree.rounds), reversed(play), reversed(stages), strict=True):
        worths.insert(0, continued(each, now, following))
        values.insert(0, following := value(worths[0], of_round))
    return tuple(worths), tuple(values)
