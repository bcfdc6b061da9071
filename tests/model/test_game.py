"""A game by itself, wherever its payoffs are from."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from support.games import game, random_games

from powergame.model.game import Game


def test_a_rung_is_a_best_reply_where_no_other_rung_gains():
    for drawn in random_games(7, 20, [(2, 2), (3, 2), (2, 3, 2), (2, 2, 2, 2)], 4):
        for i, size in enumerate(drawn.shape):
            for profile in np.ndindex(*drawn.shape):
                worth = [drawn.payoffs[(i, *profile[:i], r, *profile[i + 1 :])] for r in range(size)]
                assert drawn.best_replies[(i, *profile)] == (worth[profile[i]] == max(worth))


def test_rungs_that_are_worth_the_same_are_all_best():
    assert game([[1, 1], [1, 1]], [[0, 0], [0, 0]]).best_replies.all()


def test_best_replies_are_told_apart_where_floats_cannot():
    third = Fraction(1, 3)
    rational = np.array([[[third], [third + Fraction(1, 10**30)]], [[third], [third]]], dtype=object)
    close = Game(("a", "b"), (("x", "y"), ("x",)), rational.astype(float), rational)
    assert close.payoffs[0, 0, 0] == close.payoffs[0, 1, 0]
    assert close.best_replies[0].tolist() == [[False], [True]]
