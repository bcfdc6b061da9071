"""Words at other probabilities of a type."""

from __future__ import annotations

import numpy as np
import pytest
from support import deceptions

import powergame as pg
from powergame.analysis.deceive.actors import beliefs_once_seen
from powergame.analysis.deceive.information import pooling, revealed
from powergame.analysis.deceive.measures import Conduct
from powergame.analysis.deceive.prior import PROBABILITIES, left_out, moved, words_along
from powergame.analysis.deceive.search import SearchOptions
from powergame.deadline import Deadline
from powergame.model.tree.rounds import compile_tree


@pytest.mark.parametrize("p", PROBABILITIES)
def test_two_types_have_each_others_grid(p):
    assert 1 - p in [pytest.approx(other) for other in PROBABILITIES]


def test_the_others_keep_their_ratios():
    assert moved(np.array([0.1, 0.3, 0.6]), 2, 0.2) == pytest.approx([0.2, 0.6, 0.2])
    assert moved(np.array([0.0, 0.0, 1.0]), 2, 0.2) == pytest.approx([0.4, 0.4, 0.2])


COUP = pg.load_text(deceptions.COUP)


def words(**options):
    """Return the words of the misaligned system at its other probabilities, where it would seek at once if known."""
    openly = (Conduct(0.0, 0.0, 1.36), Conduct(1.0, 0.0, 0.1))
    return words_along(compile_tree(COUP), 1, openly, SearchOptions(**options.pop("search", {})), **options)


def test_other_probabilities_are_left_out_where_no_steps_are_left():
    every = words()[1]
    assert [p for p, _ in every] == list(PROBABILITIES)
    assert not left_out(every)
    some = words(most_steps=40)[1]
    assert left_out(some)
    assert some == tuple(each for each in every if each in some)


def test_other_probabilities_are_left_out_where_no_time_is_left():
    assert words(search={"deadline": Deadline(at=0.0, seconds=1.0)}) == ((), ())


def test_one_type_has_no_other_probability():
    assert words_along(compile_tree(COUP), 0, (Conduct(0.0, 0.0, 0.0),), SearchOptions()) == ((),)


def test_a_type_that_cannot_be_plays_no_part_in_pooling():
    prior, play = np.array([0.5, 0.5, 0.0]), np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    assert pooling(prior, play) == "pooling"
    assert revealed(prior, play) == 0


@pytest.mark.parametrize(
    ("play", "word"),
    [
        ([[1, 0, 0], [1, 0, 0], [1, 0, 0]], "pooling"),
        ([[0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0.5, 0]], "pooling"),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], "separating"),
        ([[1, 0, 0], [1, 0, 0], [0, 0, 1]], "semi-separating"),
        ([[0.5, 0.5, 0], [0, 0.5, 0.5], [1, 0, 0]], "semi-separating"),
    ],
)
def test_rounds_pool_types_or_separate_them(play, word):
    assert pooling(np.full(3, 1 / 3), np.array(play, dtype=float)) == word


def test_a_rung_that_only_one_of_four_types_plays_tells_its_bits():
    prior = np.full(4, 0.25)
    separating = np.eye(4)
    assert revealed(prior, separating) == pytest.approx(2)
    assert revealed(prior, np.array([[1.0, 0.0]] * 3 + [[0.0, 1.0]])) == pytest.approx(0.8113, abs=1e-4)


def test_beliefs_once_seen_are_bayes_rule():
    holding, seeking = beliefs_once_seen(np.array([0.8, 0.2]), np.array([0.25, 0.5]), 1)
    assert (holding, seeking) == pytest.approx((0.1 / 0.7, 0.1 / 0.3))
    assert beliefs_once_seen(np.array([0.8, 0.2]), np.array([1.0, 1.0]), 1)[0] is None
