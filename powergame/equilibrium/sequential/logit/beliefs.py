"""What is believed along a game tree, from the logarithms of play: right where play is too rare for a float."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.logit.layout import Layout, OfRounds
from powergame.model.tree.types import GameTree


def beliefs_along(
    tree: GameTree,
    layout: Layout,
    log_play: Sequence[Sequence[FloatArray]],
    otherwise: Sequence[Sequence[FloatArray]] | None = None,
) -> tuple[OfRounds, OfRounds]:
    """Return what is believed at histories, (H, T_i), and once a rung is seen, (H, L_i, T_i), for each round and actor.

    Parameters
    ----------
    log_play
        For each round, for each actor, (H, T_i, L_i): the logarithm of what is played, minus infinity where it is not.
    otherwise
        For each round, for each actor, (H, L_i, T_i): the logarithms, up to a sum, of what is believed after rungs that
        no type believed possible plays. Not needed where all are played.
    """
    before = [tuple(logarithm(prior)[None] for prior in tree.prior)]
    after = []
    for r, logs in enumerate(log_play):
        seen = [belief[:, None] + np.swapaxes(log, 1, 2) for belief, log in zip(before[r], logs, strict=True)]
        greatest = [log.max(axis=2, keepdims=True) for log in seen]
        if otherwise is not None:
            seen = [
                np.where(most > -np.inf, log, off) for log, most, off in zip(seen, greatest, otherwise[r], strict=True)
            ]
            greatest = [log.max(axis=2, keepdims=True) for log in seen]
        seen = [log - most for log, most in zip(seen, greatest, strict=True)]
        after.append(tuple(map(_normalised, seen)))
        if r + 1 < len(log_play):
            parent, last = layout.parent[r + 1], layout.last[r + 1]
            before.append(tuple(log[parent, last[:, j]] for j, log in enumerate(seen)))
    return tuple(tuple(map(_normalised, of_round)) for of_round in before), tuple(after)


def logarithm(probabilities: FloatArray) -> FloatArray:
    """Return logarithms; minus infinity of 0."""
    with np.errstate(divide="ignore"):
        return np.log(probabilities)


def _normalised(logs: FloatArray) -> FloatArray:
    weights = np.exp(logs)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
