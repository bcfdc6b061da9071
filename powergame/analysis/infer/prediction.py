"""What is to be expected after the deeds: play, war and destruction in a situation, and which deed would tell most.

The expected information of seeing an actor play is H(E p) - E H(p) over the posterior, p its play, H the entropy [1]_.

References
----------
.. [1] Lindley, D. V. (1956). On a measure of the information provided by an experiment. Annals of Mathematical
   Statistics 27.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from powergame.analysis.infer.likelihood import BLOCK, Deeds
from powergame.analysis.infer.result import Before, NextDeed, Prediction
from powergame.arrays import FloatArray, IndexArray
from powergame.errors import NoAnswerError
from powergame.posterior.types import Weighted
from powergame.priors.situations import Played
from powergame.scenario.reading.deeds import rungs_in
from powergame.scenario.types import Changes

FEW = 1 << 12
"""Points of the posterior over which the most telling next deed is looked for."""


def predicted(deeds: Deeds, points: Weighted, under: Changes) -> Prediction:
    """Return what is to be expected in a situation, before the deeds and after them.

    Values of the unknowns with which the situation cannot be, or is not solved, do not count.

    Raises
    ------
    NoAnswerError
        Where none are left.
    """
    situation, names = deeds.situation(under), deeds.problem.scenario.names
    weights = np.stack([np.exp(points.log_prior), points.joint])
    sums: dict[str, FloatArray] = {}
    for start in range(0, len(points), BLOCK):
        block = slice(start, start + BLOCK)
        played = situation.play(
            {path: column[block] for path, column in points.values.items()}, with_outcomes=True, deadline=deeds.deadline
        )
        for key, value in _sums(played, weights[..., block]).items():
            sums[key] = sums.get(key, 0.0) + value
    total = sums.pop("total")
    if not total.all():
        raise NoAnswerError("the situation of the prediction cannot be with what the unknowns may be")
    rungs = rungs_in(deeds.problem.scenario, dict(under))
    return Prediction(
        under,
        tuple((name, _before(sums[f"seeks {i}"] / total)) for i, name in enumerate(names)),
        tuple(
            (name, tuple(zip(rungs[name], (sums[f"plays {i}"][:, 1] / total[1]).tolist(), strict=True)))
            for i, name in enumerate(names)
        ),
        _before(sums["war"] / total),
        _before(sums["destroyed"] / total),
    )


def _before(pair: FloatArray) -> Before:
    return Before(float(pair[0]), float(pair[1]))


def _sums(played: Played, weights: FloatArray) -> dict[str, FloatArray]:
    """Return weighted sums over some points; weights (2, K, B) are the prior's and the posterior's."""
    assert played.war is not None, "outcomes were asked for"
    assert played.destroyed is not None, "outcomes were asked for"
    weights = np.where(played.solved, weights, 0.0)
    war, destroyed = (np.where(played.solved, each, 0.0) for each in (played.war, played.destroyed))
    sums = {"total": weights.sum(axis=(1, 2)), "war": np.zeros(2), "destroyed": np.zeros(2)}
    for i, (logs, seeks) in enumerate(zip(played.log_play, played.seeks, strict=True)):
        play = np.where(played.solved, np.exp(logs), 0.0)
        each = play[played.kinds[:, i]]
        sums[f"plays {i}"] = np.einsum("wkb,krb->rw", weights, each)
        sums[f"seeks {i}"] = np.einsum("wkb,krb,rb->w", weights, each, np.broadcast_to(seeks, each.shape[1:]))
    for k, profile in enumerate(played.kinds):
        joint = np.ones((1, len(played.solved)))
        for i, logs in enumerate(played.log_play):
            play = np.where(played.solved, np.exp(logs[profile[i]]), 0.0)
            joint = (joint[:, None] * play[None]).reshape(-1, joint.shape[-1])
        sums["war"] += weights[:, k] @ (joint * war).sum(axis=0)
        sums["destroyed"] += weights[:, k] @ (joint * destroyed).sum(axis=0)
    return sums


def next_deeds(deeds: Deeds, points: Weighted, situations: Sequence[Changes]) -> tuple[NextDeed, ...]:
    """Return how much each actor's next play in each situation is expected to tell, most first.

    A situation that cannot be tells nothing, and is left out.
    """
    places, weights = _of_posterior(points)
    values = {path: column[places] for path, column in points.values.items()}
    told = []
    for under in situations:
        played = deeds.situation(under).play(values, deadline=deeds.deadline)
        over = np.where(played.solved, weights, 0.0)
        if not over.any():
            continue
        for i, name in enumerate(deeds.problem.scenario.names):
            logs = np.where(played.solved, played.log_play[i][played.kinds[:, i]], 0.0)
            told.append(NextDeed(name, under, _information(logs, over / over.sum())))
    return tuple(sorted(told, key=lambda deed: -deed.bits))


def _information(logs: FloatArray, weights: FloatArray) -> float:
    """Return the mutual information of play and whatever it depends on, in bits; logs (K, L, B), weights (K, B)."""
    play = np.exp(logs)
    mean = np.einsum("kb,krb->r", weights, play)
    within = -float(np.einsum("kb,krb->", weights, play * logs))
    return max(0.0, (-float(mean[mean > 0] @ np.log(mean[mean > 0])) - within) / math.log(2))


def _of_posterior(points: Weighted) -> tuple[IndexArray, FloatArray]:
    """Return places of points, no more than `FEW`, that stand for the posterior, and their weights, (K, B).

    Of more points they are drawn systematically: each as often as its weight says. Their order is random, since every
    so manieth of quasi-random points is spread over a part of the cube only.
    """
    if len(points) <= FEW:
        return np.arange(len(points)), points.joint
    order = np.random.default_rng(0).permutation(len(points))
    levels = (np.arange(FEW) + 0.5) / FEW
    places = order[np.searchsorted(np.cumsum(points.posterior[order]), levels).clip(max=len(points) - 1)]
    each, often = np.unique(places, return_counts=True)
    return each, points.joint[:, each] / points.posterior[each] * (often / FEW)
