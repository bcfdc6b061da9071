"""Pure equilibria of game trees: which beliefs support them, which are told apart, and when all are known."""

from __future__ import annotations

import numpy as np
import pytest
from support.trees import bayesian, random_tree, signalling

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.sequential.certificate import certify
from powergame.equilibrium.sequential.pure.search import pure_equilibria

TIMID, BOLD = 0.4, 0.6
"""The probabilities of two types of sender."""


def reply_by_belief(low: float, high: float):
    """A receiver that stops only senders of which it doubts enough: its belief in `bold` is from low to high."""

    def pays(kind: str, message: str, reply: str) -> tuple[float, float]:
        stopped = reply == "stop"
        receiver = {"stop": 0.0, "let": 10.0 * (low - (kind == "bold")), "join": 10.0 * ((kind == "bold") - high)}
        return (0.0 if message == "quiet" else -1.0 if stopped else 1.0), receiver[reply]

    return signalling({"timid": TIMID, "bold": BOLD}, ["quiet", "loud"], ["stop", "let", "join"], pays)


def test_a_belief_between_certainty_and_what_was_believed_may_be_all_that_deters():
    found = pure_equilibria(reply_by_belief(0.2, 0.4))
    quiet = [each for each in found.assessments if each.play[0][0][0, :, 0].all()]
    assert found.complete
    assert quiet
    assert all(0.2 < each.after[0][0][0, 1, 1] < 0.4 for each in quiet)


def test_where_no_belief_deters_nobody_keeps_quiet():
    found = pure_equilibria(reply_by_belief(0.4, 0.2))
    assert found.complete
    assert not any(each.play[0][0][0, :, 0].all() for each in found.assessments)


def test_a_belief_that_deters_is_taken_from_what_was_believed_where_that_does():
    quiet = [each for each in pure_equilibria(reply_by_belief(0.5, 0.9)).assessments if each.play[0][0][0, :, 0].all()]
    assert [each.after[0][0][0, 1].tolist() for each in quiet] == [[TIMID, BOLD]]


def test_equilibria_that_differ_off_the_path_alone_are_one():
    """Whatever the receiver replies to noise, nobody makes any."""

    def pays(_: str, message: str, reply: str) -> tuple[float, float]:
        return (2.0 if message == "quiet" else 0.0), 1.0 if message == "loud" or reply == "stop" else 0.0

    tree = signalling({"timid": TIMID, "bold": BOLD}, ["quiet", "loud"], ["stop", "let"], pays)
    assert len(pure_equilibria(tree).assessments) == 1


def test_a_type_that_nobody_believes_in_replies_best_and_tells_no_equilibria_apart():
    payoffs = np.zeros((2, 2, 1, 2, 1))
    payoffs[0, :, 0, :, 0] = [[1.0, 0.0], [2.0, 2.0]]  # the second type does not care
    found = pure_equilibria(bayesian([[1.0, 0.0], [1.0]], payoffs))
    assert found.complete
    assert len(found.assessments) == 1


def test_a_chooser_sides_either_way_where_sides_tie_and_by_its_belief_where_they_do_not():
    tree = random_tree(0, (1, 1, 1), (1, 2, 2), 1, sided=True)
    siding = next(each for each in tree.rounds[0].sidings if each.rungs == (0, 1, 0))
    tree.rounds[0].now[:] = 0.0
    tree.rounds[0].now[1, ..., 1, :] = tree.rounds[0].now[2, ..., 0] = 9.0  # the second seeks, the third does not
    taken = {}
    for gap in (0.0, 1.0):
        siding.worth[0][:] = np.arange(siding.worth[0].shape[-1])[::-1] * gap
        for part in siding.worth_by_type[0]:
            part[:] = 0.0
        taken[gap] = [sides_of(tree, siding, each) for each in pure_equilibria(tree).assessments]
    assert sorted(taken[0.0]) == [*range(len(siding.leaders))]
    assert taken[1.0] == [0]


def sides_of(tree, siding, assessment):
    place = tree.rounds[0].sidings.index(siding)
    return int(assessment.sides[0][place][0].argmax())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("kinds", "shape", "rounds", "sided"),
    [
        ((2, 2), (3, 3), 2, False),
        ((2, 2, 2), (2, 2, 2), 2, True),
        ((2, 2), (2, 2), 3, False),
        ((3, 2), (2, 2), 2, False),
    ],
)
def test_every_equilibrium_is_one_and_is_pure(kinds, shape, rounds, sided, seed):
    tree = random_tree(seed, kinds, shape, rounds, sided=sided, agreed=False)
    for each in pure_equilibria(tree).assessments:
        certified = certify(tree, each, "pure")
        assert certified.pure
        assert max(certified.regret, certified.plan_regret) <= 1e-9
        assert certified.bayes_error <= 1e-12


def test_two_types_and_two_rounds_are_proven_and_three_are_not():
    assert pure_equilibria(random_tree(0, (2, 2), (2, 2), 2)).complete
    assert pure_equilibria(random_tree(0, (2, 2, 2), (2, 2, 2), 1, sided=True)).complete
    assert not pure_equilibria(random_tree(0, (2, 2), (2, 2), 3)).complete


def test_what_runs_out_is_said():
    tree = random_tree(3, (2, 2), (2, 2), 3)
    short = pure_equilibria(tree, budget=300)
    assert (short.limited, short.complete) == ("steps", False)
    late = pure_equilibria(tree, Deadline(0.0, 1.0))
    assert (late.limited, late.complete, late.assessments) == ("time", False, ())


def test_a_game_in_which_nothing_matters_is_cut_short_and_says_so():
    tree = random_tree(0, (2, 2), (3, 3), 2, values=1)
    found = pure_equilibria(tree, NO_DEADLINE)
    assert found.limited == "steps"
    assert len(found.assessments) == 1_000


def test_the_list_is_the_same_each_time():
    tree = random_tree(3, (2, 2), (2, 2), 3)
    first, second = pure_equilibria(tree).assessments, pure_equilibria(tree).assessments
    assert len(first) == len(second) > 1
    for one, other in zip(first, second, strict=True):
        for of_one, of_other in zip(one.play, other.play, strict=True):
            assert all((a == b).all() for a, b in zip(of_one, of_other, strict=True))


def test_a_tree_with_more_profiles_than_steps_is_left_before_anything_is_allocated():
    found = pure_equilibria(random_tree(0, (8, 8), (5, 5), 1))  # 25^16 profiles
    assert (found.limited, found.assessments) == ("steps", ())
