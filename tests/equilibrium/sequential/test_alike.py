"""Two assessments are one equilibrium if all that can come about in them is the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from support.assessments import random_assessment
from support.trees import random_tree

from powergame.equilibrium.sequential.alike import alike
from powergame.equilibrium.sequential.assessment import Assessment
from powergame.equilibrium.sequential.certificate import certify
from powergame.model.tree.types import GameTree

TREE = random_tree(8, (2, 2), (2, 2), 2)


def pure_first(play: Assessment) -> Assessment:
    """Return the assessment in which everybody plays its first rung in the first round; the others it leaves open."""
    first = tuple(np.broadcast_to(np.eye(of.shape[2])[0], of.shape) for of in play.play[0])
    prior = tuple(np.broadcast_to(p, of.shape) for p, of in zip(TREE.prior, play.after[0], strict=True))
    later = tuple(np.broadcast_to(p, of.shape) for p, of in zip(TREE.prior, play.after[1], strict=True))
    return replace(play, play=(first, play.play[1]), after=(prior, later))


def with_later(play: Assessment, history: int, move: float) -> Assessment:
    """Return the assessment in which the first type of the first actor plays otherwise in the second round."""
    later = play.play[1][0].copy()
    later[history, 0] += [move, -move]
    return replace(play, play=(play.play[0], (later, play.play[1][1])))


def same(tree: GameTree, first: Assessment, second: Assessment) -> bool:
    return alike(tree, certify(tree, first, "pure"), certify(tree, second, "pure"))


def test_what_is_played_where_play_does_not_get_makes_no_difference():
    reached = int(TREE.rounds[0].next[0, 0, 0])
    assert reached >= 0
    elsewhere = next(h for h in TREE.rounds[0].next.ravel().tolist() if h >= 0 and h != reached)
    play = pure_first(random_assessment(TREE, 3))
    assert same(TREE, play, play)
    assert same(TREE, play, with_later(play, elsewhere, 0.01))
    assert not same(TREE, play, with_later(play, reached, 0.01))
    assert same(TREE, play, with_later(play, reached, 1e-8))


def test_what_is_believed_of_a_rung_that_nobody_plays_makes_no_difference():
    play = pure_first(random_assessment(TREE, 3))
    after = play.after[0][0].copy()
    after[:, 1] = [1.0, 0.0]
    assert same(TREE, play, replace(play, after=((after, play.after[0][1]), play.after[1])))


def test_types_that_never_are_may_play_what_they_like():
    never = replace(TREE, prior=(np.array([0.0, 1.0]), TREE.prior[1]))
    play = random_assessment(never, 4)
    first = play.play[0][0].copy()
    first[0, 0] = first[0, 0, ::-1]
    other = replace(play, play=((first, play.play[0][1]), play.play[1]))
    assert same(never, play, other)
    first = play.play[0][0].copy()
    first[0, 1] = first[0, 1, ::-1]
    assert not same(never, play, replace(play, play=((first, play.play[0][1]), play.play[1])))


def test_sides_count_where_the_rungs_are_played():
    tree = random_tree(3, (2, 1, 1), (2, 2, 1), 1, sided=True)
    play = random_assessment(tree, 1)
    first = np.broadcast_to(np.eye(2)[1], play.play[0][0].shape)  # the first actor seeks for certain
    play = replace(play, play=((first, *play.play[0][1:]),))
    for s, siding in enumerate(tree.rounds[0].sidings):
        sides = list(play.sides[0])
        sides[s] = tuple(of_chooser[..., ::-1] for of_chooser in sides[s])
        other = replace(play, sides=(tuple(sides),))
        assert same(tree, play, other) == (siding.rungs[0] == 0)
