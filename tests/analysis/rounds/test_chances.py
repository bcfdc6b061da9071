"""How probable histories, wars and seeking are: held to a walk over everything that may happen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from support.assessments import random_assessment
from support.trees import KNOWN, random_tree, tree_of

from powergame.analysis.rounds.chances import expected, reaches, seeking, war
from powergame.equilibrium.sequential.assessment import beliefs
from powergame.model.tree.types import GameTree

Step = tuple[int, int, tuple[int, ...], float, bool]
"""A round, a history's place, rungs, their probability, and whether the actor has not sought power before."""


def peaceful_tree(seed: int) -> GameTree:
    """Return a random tree in which the last round ends in war sometimes."""
    tree = random_tree(seed, kinds=(2, 3), shape=(2, 3), rounds=3)
    rng = np.random.default_rng(seed)
    last = tree.rounds[-1]
    return replace(tree, rounds=(*tree.rounds[:-1], replace(last, war=rng.random(last.war.shape))))


def walk(tree: GameTree, play, types: tuple[int, ...], i: int) -> Iterator[Step]:
    """Yield every joint move that may happen where everybody's type is known."""

    def at(r: int, h: int, chance: float, clean: bool) -> Iterator[Step]:
        each = tree.rounds[r]
        for a in product(*map(range, each.shape)):
            p = chance * math.prod(play[r][j][h, types[j], rung] for j, rung in enumerate(a))
            yield r, h, a, p, clean
            if each.next[(h, *a)] >= 0:
                still = clean and not each.seeks[i][a[i]]
                yield from at(r + 1, each.next[(h, *a)], p * each.truly_on[(h, *a)], still)

    return at(0, 0, 1.0, True)


def profiles(tree: GameTree, i: int, x: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yield profiles of types in which actor i is of type x, with the probability of the others' types."""
    for types in product(*map(range, tree.kinds)):
        if types[i] == x:
            yield types, math.prod(tree.prior[j][t] for j, t in enumerate(types) if j != i)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("i", range(2))
def test_seeking_war_and_surprise_are_those_of_a_walk_over_all_that_may_happen(seed, i):
    tree = peaceful_tree(seed)
    made = random_assessment(tree, seed, unplayed=0.2)
    mu = beliefs(tree, made.after)
    when, wars = seeking(tree, made.play, mu, i), war(tree, made.play, i)
    for x in range(tree.kinds[i]):
        first, bits, fought = np.zeros(3), 0.0, 0.0
        for types, weight in profiles(tree, i, x):
            for r, h, a, p, clean in walk(tree, made.play, types, i):
                fought += weight * p * tree.rounds[r].war[(h, *a)]
                if p and clean and tree.rounds[r].seeks[i][a[i]]:
                    first[r] += weight * p
                    foreseen = mu[r][i][h] @ made.play[r][i][h] @ tree.rounds[r].seeks[i]
                    bits -= weight * p * math.log2(foreseen)
        assert when.first[:, x] == pytest.approx(first, abs=1e-12)
        assert (when.at_once[x], when.later[x]) == pytest.approx((first[0], first[1:].sum()), abs=1e-12)
        assert when.bits[x] == pytest.approx(bits, abs=1e-12)
        assert when.surprise[x] == pytest.approx(bits / first.sum(), abs=1e-12)
        assert wars[x] == pytest.approx(fought, abs=1e-12)


@pytest.mark.parametrize("i", range(2))
def test_histories_are_as_probable_as_the_game_getting_there(i):
    tree = peaceful_tree(5)
    play = random_assessment(tree, 5).play
    ends = [1 - each.truly_on for each in tree.rounds]
    gone = 0.0
    for r, reach in enumerate(reaches(tree, play)):
        overall = reach.overall(tree.prior)
        assert reach.given(tree.prior, i) @ tree.prior[i] == pytest.approx(overall, abs=1e-12)
        assert overall.sum() == pytest.approx(1 - gone, abs=1e-12)
        here = [end if k == r else np.zeros_like(end) for k, end in enumerate(ends)]
        gone += float(tree.prior[i] @ expected(tree, play, here, i))
    assert gone == pytest.approx(1)


def coup(holds: float):
    """A loyal type never strikes; a rival, unless it does in the first round, strikes in the second."""
    rungs = [{"watcher": ["wait"], "system": ["hold", "seek"]}] * 2
    tree = tree_of({"watcher": KNOWN, "system": {"loyal": 0.75, "rival": 0.25}}, rungs, lambda *_: (0.0, 0.0))
    rival = [[holds, 1 - holds], [0.0, 1.0]]
    play = [
        (np.ones((each.histories, 1, 1)), np.array([[[1.0, 0.0], rival[r]]] * each.histories))
        for r, each in enumerate(tree.rounds)
    ]
    mu = [(np.ones((each.histories, 1)), np.array([[0.75, 0.25]] * each.histories)) for each in tree.rounds]
    return seeking(tree, play, mu, 1)


def test_a_surprise_is_the_bits_of_what_observers_gave_to_the_first_strike():
    when = coup(holds=1.0)
    assert when.at_once.tolist() == [0, 0]
    assert when.later.tolist() == [0, 1]
    assert when.surprise == (None, 2.0)


def test_who_has_sought_power_does_not_seek_it_for_the_first_time_later():
    assert coup(holds=0.4).first[:, 1] == pytest.approx([0.6, 0.4])
