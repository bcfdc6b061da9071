"""Words at other probabilities of a type."""

from __future__ import annotations

import numpy as np
import pytest
from support import deceptions

import powergame as pg
from powergame.analysis.deceive.measures import Conduct
from powergame.analysis.deceive.prior import COARSE_FIRST, PROBABILITIES, left_out, moved, words_along
from powergame.analysis.deceive.search import SearchOptions
from powergame.deadline import Deadline
from powergame.model.tree.rounds import compile_tree


@pytest.mark.parametrize("p", PROBABILITIES)
def test_two_types_have_each_others_grid(p):
    assert 1 - p in [pytest.approx(other) for other in PROBABILITIES]


def test_all_probabilities_are_tried_and_each_type_has_some_where_steps_are_few():
    assert sorted(COARSE_FIRST) == list(PROBABILITIES)
    assert [len(each) > 0 for each in words(most_steps=40)] == [True, True]


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
