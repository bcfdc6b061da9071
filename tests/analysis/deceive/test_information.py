"""What play tells of private types."""

from __future__ import annotations

import numpy as np
import pytest

from powergame.analysis.deceive.information import beliefs_once_seen, pooling, revealed


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
