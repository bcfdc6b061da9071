"""An assessment: what is played, and what is believed, at every information set, reached or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.tree.types import GameTree, Round, Siding


@dataclass(frozen=True, eq=False)
class Assessment:
    """What is played and believed in a game tree; beliefs about an actor are the same for all others.

    Attributes
    ----------
    play
        For each round, for each actor, (H, T_i, L_i): the probability of each rung.
    after
        For each round, for each actor, (H, L_i, T_i): what is believed of it once its rung is seen, played or not.
    sides
        For each round, for each of its sidings, for each chooser, (E, H, T_k, S): the probability of each side.
    """

    play: tuple[tuple[FloatArray, ...], ...]
    after: tuple[tuple[FloatArray, ...], ...]
    sides: tuple[tuple[tuple[FloatArray, ...], ...], ...]


def beliefs(tree: GameTree, after: Sequence[Sequence[FloatArray]]) -> tuple[tuple[FloatArray, ...], ...]:
    """Return for each round, for each actor, (H, T_i): what is believed of it at each history.

    Parameters
    ----------
    after
        What is believed after each rung, as an `Assessment` has it.
    """
    believed = [tuple(prior[None] for prior in tree.prior)]
    for past, seen, following in zip(tree.rounds, after, tree.rounds[1:], strict=False):
        parent = parents(past, following)
        last = following.after[:, -1]
        believed.append(tuple(of_actor[parent, last[:, i]] for i, of_actor in enumerate(seen)))
    return tuple(believed)


def parents(past: Round, following: Round) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return for each history of a round the place of the one before it, (H,)."""
    parent = np.empty(following.histories, dtype=np.intp)
    places = np.argwhere(past.next >= 0)
    parent[past.next[tuple(places.T)]] = places[:, 0]
    return parent


def bayes(before: FloatArray, play: FloatArray, otherwise: FloatArray) -> FloatArray:
    """Return what is believed of an actor after each of its rungs, (H, L_i, T_i), by Bayes' rule.

    Parameters
    ----------
    before : (H, T_i)
        What was believed.
    play : (H, T_i, L_i)
        What each type plays.
    otherwise : (H, L_i, T_i)
        What is believed after rungs that no type believed possible plays.

    Examples
    --------
    Only the second type plays the second rung:

    >>> before, play = np.array([[0.8, 0.2]]), np.array([[[1.0, 0.0], [0.5, 0.5]]])
    >>> bayes(before, play, np.zeros((1, 2, 2))).round(3).tolist()
    [[[0.889, 0.111], [0.0, 1.0]]]
    """
    joint = np.swapaxes(before[:, :, None] * play, 1, 2)
    total = joint.sum(axis=2, keepdims=True)
    return np.where(total > 0, np.divide(joint, total, out=np.zeros_like(joint), where=total > 0), otherwise)


def worth_of_sides(siding: Siding, after: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
    """Return for each chooser (E, H, T_k, S): what it expects each side's victory to be worth to it.

    Parameters
    ----------
    after
        For each actor (H, L_j, T_j): what is believed of it after each rung.
    """
    return worth_by_beliefs(siding, [of_actor[:, rung] for of_actor, rung in zip(after, siding.rungs, strict=True)])


def worth_by_beliefs(siding: Siding, believed: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
    """Return for each chooser (E, H, T_k, S): what it expects each side's victory to be worth to it.

    Parameters
    ----------
    believed
        For each actor (H, T_j): what is believed of it after its rung on this profile.
    """
    return tuple(
        worth + sum(np.einsum("ehysz,hz->ehys", part, mu) for part, mu in zip(parts, believed, strict=True))
        for worth, parts in zip(siding.worth, siding.worth_by_type, strict=True)
    )
