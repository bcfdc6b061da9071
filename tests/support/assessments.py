"""Assessments of game trees for tests."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.assessment import Assessment, bayes, beliefs
from powergame.model.tree.types import GameTree


def random_assessment(tree: GameTree, seed: int, unplayed: float = 0.0) -> Assessment:
    """Return random play, the beliefs that follow from it, and random sides; bound sides are taken.

    Parameters
    ----------
    unplayed
        The share of rungs, beside the first, that are not played. What is believed after these is random, too.
    """
    rng = np.random.default_rng(seed)

    def drawn(shape: tuple[int, ...]) -> FloatArray:
        weights = rng.random(shape)
        weights[..., 1:] *= rng.random(shape)[..., 1:] >= unplayed
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True))

    return assessment_of(tree, drawn)


def uniform_assessment(tree: GameTree) -> Assessment:
    """Return the assessment in which every rung and side is as likely as any other."""
    return assessment_of(tree, lambda shape: np.full(shape, 1 / shape[-1]))


def assessment_of(tree: GameTree, drawn: Callable[[tuple[int, ...]], FloatArray]) -> Assessment:
    """Return an assessment from distributions along the last axis of some shape; beliefs follow by Bayes' rule."""
    play = tuple(
        tuple(drawn((each.histories, kinds, rungs)) for kinds, rungs in zip(tree.kinds, each.shape, strict=True))
        for each in tree.rounds
    )
    after: list[tuple[FloatArray, ...]] = []
    for each, of_round in zip(tree.rounds, play, strict=True):
        shapes = [(each.histories, rungs, kinds) for kinds, rungs in zip(tree.kinds, each.shape, strict=True)]
        otherwise = [drawn(shape) for shape in shapes]
        after.append(tuple(otherwise))
        before = beliefs(tree, after)[len(after) - 1]
        after[-1] = tuple(bayes(mu, p, other) for mu, p, other in zip(before, of_round, otherwise, strict=True))
    sides = tuple(
        tuple(
            tuple(
                np.where(bound[..., None] < 0, drawn(worth.shape), np.eye(worth.shape[-1])[bound])
                for worth, bound in zip(siding.worth, siding.bound, strict=True)
            )
            for siding in each.sidings
        )
        for each in tree.rounds
    )
    return Assessment(play, tuple(after), sides)
