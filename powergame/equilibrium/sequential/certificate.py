"""Certificates of assessments: what they lack to be an equilibrium, recomputed from the game tree, whoever found them.

An assessment is a perfect Bayesian equilibrium [1]_ where no move is improved on at any information set, reached or
not, given what is believed and what follows; and where beliefs follow from Bayes' rule wherever some type believed
possible plays a rung, and are a function of the history and of the actor's own rung alone. With two types an actor, or
in two rounds, it is then a sequential equilibrium.

.. [1] Fudenberg, D. & Tirole, J. (1991). Perfect Bayesian equilibrium and sequential equilibrium. Journal of Economic
   Theory 53.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.assessment import Assessment, bayes, beliefs, worth_of_sides
from powergame.equilibrium.sequential.types import Certified, Consistency, Method
from powergame.equilibrium.sequential.values import contracted, expected, stage, worth_of_all
from powergame.model.tree.types import GameTree, Round

ACCEPTED_REGRET = 1e-9
"""Regret, in the scale of who has it, up to which an assessment is an equilibrium; and probability by which beliefs may
miss Bayes' rule."""

APPROXIMATE_REGRET = 1e-6
"""Regret, in the scale of who has it, up to which the selected equilibrium is taken, and said to be approximate."""


def certify(tree: GameTree, assessment: Assessment, method: Method) -> Certified:
    """Return an assessment with its beliefs, its payoffs and all that it lacks to be an equilibrium.

    Parameters
    ----------
    method
        Who found it.

    Notes
    -----
    The other plans to which the best is compared know nothing but what the actor believes when it chooses: they are
    found by dynamic programming from the last round, with the beliefs of the assessment along the way. Sides are no
    part of them, since what they are worth is not what the war is worth.
    """
    believed = beliefs(tree, assessment.after)
    worths, _ = worth_of_all(tree, assessment.play, assessment.sides)
    scales = [tree.scales(i) for i in range(len(tree.actors))]
    gains, relative, payoffs = [], [], None
    for each, worth, play, mu, after, sides in zip(
        tree.rounds, worths, assessment.play, believed, assessment.after, assessment.sides, strict=True
    ):
        rungs = expected(worth, play, mu)
        played = _played(rungs, play)
        of_sides, relative_of_sides = _gains_of_sides(each, sides, after)
        gains.append(np.maximum(_gains(rungs, played), of_sides))
        relative.append(np.maximum(_gains(rungs, played, scales), relative_of_sides))
        payoffs = payoffs or tuple(of_actor[0] for of_actor in played)
    return Certified(
        assessment=assessment,
        beliefs=believed,
        payoffs=payoffs or (),
        gains=tuple(gains),
        regret=max(float(of_round.max()) for of_round in gains),
        relative_regret=max(float(of_round.max()) for of_round in relative),
        plan_regret=_plan_regret(tree, assessment, believed, worths),
        bayes_error=_bayes_error(assessment, believed),
        tied=_tied(tree, assessment),
        consistent=consistency(tree),
        method=method,
    )


def accepted(certified: Certified) -> bool:
    """Return whether an assessment is an equilibrium but for rounding."""
    return certified.relative_regret <= ACCEPTED_REGRET and certified.bayes_error <= ACCEPTED_REGRET


def doubt(certified: Certified) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a note where an assessment is an equilibrium but nearly, and a problem where it is none."""
    if not certified.bayes_error <= ACCEPTED_REGRET:
        return (), (f"the beliefs of the selected equilibrium miss Bayes' rule by {certified.bayes_error:.1e}",)
    if not certified.relative_regret <= APPROXIMATE_REGRET:
        return (), (f"no equilibrium meets its certificate: the best point has regret {certified.regret:.1e}",)
    if certified.relative_regret > ACCEPTED_REGRET:
        return (f"the selected equilibrium is approximate: its regret is {certified.regret:.1e}",), ()
    return (), ()


def consistency(tree: GameTree) -> Consistency:
    """Return whether Bayes' rule wherever some type believed possible plays a rung makes an equilibrium sequential.

    Sides that depend on beliefs are chosen in a round of their own.
    """
    return "sequential" if max(tree.kinds) <= 2 or len(tree.rounds) + tree.sided <= 2 else "bayes"


def _played(rungs: Sequence[FloatArray], play: Sequence[FloatArray]) -> list[FloatArray]:
    """Return for each actor (H, T_i): what it expects of what it plays."""
    return [np.einsum("htl,htl->ht", worth, of_actor) for worth, of_actor in zip(rungs, play, strict=True)]


def _gains(
    rungs: Sequence[FloatArray], played: Sequence[FloatArray], scales: Sequence[FloatArray] | None = None
) -> FloatArray:
    """Return the greatest gain of another rung at each history, (H,).

    Parameters
    ----------
    scales
        For each actor (T_i,): what gains are told relative to; None for as they are.
    """
    every = [worth.max(axis=2) - now for worth, now in zip(rungs, played, strict=True)]
    if scales is not None:
        every = [gains / scale for gains, scale in zip(every, scales, strict=True)]
    return np.asarray(np.maximum(np.max([gains.max(axis=1) for gains in every], axis=0), 0.0))


def _gains_of_sides(
    each: Round, sides: Sequence[Sequence[FloatArray]], after: Sequence[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return the greatest gain of another side at each history, (H,), and relative to what the sides are worth.

    They are infinite where a side that is bound is not taken.
    """
    greatest, relative = np.zeros(each.histories), np.zeros(each.histories)
    for siding, chosen in zip(each.sidings, sides, strict=True):
        for worth, taken, bound in zip(worth_of_sides(siding, after), chosen, siding.bound, strict=True):
            gain = worth.max(axis=3) - (worth * taken).sum(axis=3)
            elsewhere = np.take_along_axis(taken, np.maximum(bound, 0)[..., None], axis=3)[..., 0] < 1
            gain = np.where(bound < 0, gain, np.where(elsewhere, np.inf, 0.0)).max(axis=(0, 2))
            greatest = np.maximum(greatest, gain)
            relative = np.maximum(relative, gain / max(1.0, float(np.abs(worth).max())))
    return greatest, relative


def _plan_regret(
    tree: GameTree,
    assessment: Assessment,
    believed: Sequence[Sequence[FloatArray]],
    worths: Sequence[FloatArray],
) -> float:
    """Return the greatest gain of another plan for a round and all that follow, at any information set."""
    greatest = 0.0
    following: list[FloatArray] | None = None
    for r in reversed(range(len(tree.rounds))):
        each, play, mu = tree.rounds[r], assessment.play[r], believed[r]
        best = list(expected(stage(each, assessment.sides[r]), play, mu))
        if following is not None:
            for i, then in enumerate(following):
                best[i] = best[i] + _best_continued(each, i, then, play, mu)
        following = [worth.max(axis=2) for worth in best]
        played = _played(expected(worths[r], play, mu), play)
        greatest = max(greatest, *(float((a - b).max()) for a, b in zip(following, played, strict=True)))
    return greatest


def _best_continued(
    each: Round, i: int, following: FloatArray, play: Sequence[FloatArray], mu: Sequence[FloatArray]
) -> FloatArray:
    """Return what an actor expects of the next round after each of its rungs, (H, T_i, L_i).

    Parameters
    ----------
    following
        (H', T_i): what the best plan for the next round, and all after it, is worth to each type.
    """
    n = len(play)
    there = np.moveaxis(following[each.next], n + 1, 1)  # (H, T_i, L_1, ..., L_n); what is nowhere has no weight
    ahead = each.on[i] * np.where(each.on[i] > 0, there, 0.0)
    others = [(np.einsum("ht,htl->hl", mu[j], play[j]), [0, 2 + j]) for j in range(n) if j != i]
    return contracted([0, 1, 2 + i], (ahead, range(n + 2)), *others)


def _bayes_error(assessment: Assessment, believed: Sequence[Sequence[FloatArray]]) -> float:
    """Return how far beliefs are from Bayes' rule, and from distributions."""
    error = 0.0
    for mu, play, after in zip(believed, assessment.play, assessment.after, strict=True):
        for before, of_actor, seen in zip(mu, play, after, strict=True):
            error = max(
                error,
                float(np.abs(seen - bayes(before, of_actor, seen)).max()),
                float(np.abs(seen.sum(axis=2) - 1).max()),
                float(-seen.min()),
            )
    return error


def _tied(tree: GameTree, assessment: Assessment) -> tuple[tuple[tuple[FloatArray, ...], ...], ...]:
    """Return how much more the best side is worth than the next best, as `Certified` has it."""
    return tuple(
        tuple(tuple(_lead(worth) for worth in worth_of_sides(siding, after)) for siding in each.sidings)
        for each, after in zip(tree.rounds, assessment.after, strict=True)
    )


def _lead(worth: FloatArray) -> FloatArray:
    ordered = np.sort(worth, axis=-1)
    return np.asarray(ordered[..., -1] - ordered[..., -2])
