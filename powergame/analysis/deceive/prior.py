"""What a type would be called if it were more probable, or less."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from powergame.analysis.deceive.measures import Conduct, measures
from powergame.analysis.deceive.result import Word
from powergame.analysis.deceive.search import SearchOptions, conducts, solved
from powergame.arrays import FloatArray
from powergame.errors import NoAnswerError
from powergame.model.tree.types import GameTree

PROBABILITIES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Other probabilities that a type is given."""

COARSE_FIRST = (0.5, 0.1, 0.9, 0.3, 0.7, 0.2, 0.8, 0.05, 0.95, 0.4, 0.6)
"""The same in the order in which they are tried, of all types in turn: where steps are short, each has some."""

MOST_UNKNOWNS = 40
"""Unknowns of a game up to which other probabilities are tried by default: each of them is a logit path."""

MOST_STEPS = 500
"""Steps of logit paths, of all other probabilities of an actor's types together, that are taken by default; after these
the other probabilities are left out. Most paths take thirty to sixty; some take hundreds, where sides hang on
beliefs."""

DIGITS = 12
"""Decimals up to which probabilities of types are the same: two types have each other's grid."""


def words_along(
    tree: GameTree, i: int, openly: Sequence[Conduct | None], search: SearchOptions, most_steps: float = math.inf
) -> tuple[tuple[tuple[float, Word], ...], ...]:
    """Return for each type of actor i its other probabilities, ascending, and the word there; empty where it has none.

    How a type behaves openly does not depend on how probable it was. A probability is left out where no equilibrium
    meets its certificate, and where no steps or no time are left.

    Parameters
    ----------
    openly
        What each type does where it is known; None for those that are not asked for.
    most_steps
        Steps of all logit paths together after which no further one is followed.
    """
    if len(openly) < 2:
        return ((),) * len(openly)
    alone = replace(search, starts=0, pure=False)
    known: dict[tuple[float, ...], tuple[Conduct, ...] | None] = {}
    steps = 0

    def at(prior: FloatArray) -> tuple[Conduct, ...] | None:
        nonlocal steps
        key = tuple(np.round(prior, DIGITS).tolist())
        if key not in known and steps < most_steps:
            priors = tuple(prior if j == i else of_actor for j, of_actor in enumerate(tree.prior))
            try:
                answer = solved(replace(tree, prior=priors), alone)
            except NoAnswerError:
                known[key] = None
            else:
                steps += answer.solution.steps
                known[key] = None if answer.solution.problems else conducts(answer.tree, answer.selected, i)
        return known.get(key)

    asked = [(x, conduct) for x, conduct in enumerate(openly) if conduct]
    along: dict[int, dict[float, Word]] = {x: {} for x in range(len(openly))}
    for p in COARSE_FIRST:
        for x, conduct in asked:
            if hidden := at(moved(tree.prior[i], x, p)):
                along[x][p] = measures(hidden[x], conduct).word
    return tuple(tuple(sorted(words.items())) for words in along.values())


def left_out(along: Sequence[tuple[float, Word]]) -> bool:
    """Whether words are known at some other probabilities of a type only."""
    return 0 < len(along) < len(PROBABILITIES)


def moved(prior: FloatArray, x: int, probability: float) -> FloatArray:
    """Return probabilities of types in which one has another; the others keep their ratios, or are equal.

    Examples
    --------
    >>> moved(np.array([0.2, 0.2, 0.6]), 2, 0.2).tolist(), moved(np.array([0.0, 1.0]), 1, 0.4).tolist()
    ([0.4, 0.4, 0.2], [0.6, 0.4])
    """
    others = np.delete(prior, x)
    rest = others / others.sum() if others.any() else np.full(len(others), 1 / len(others))
    return np.insert((1 - probability) * rest, x, probability)
