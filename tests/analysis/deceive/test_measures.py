"""Measures of concealing and feigning, and the words for them."""

from __future__ import annotations

import pytest

from powergame.analysis.deceive.measures import Conduct, Measures, counted_words, measures, ranged


def measured(openly, at_once, later=0.0, value=0.0):
    """Return the measures of a type that would seek with this probability openly."""
    return measures(Conduct(at_once, later, value), Conduct(openly, 0.0, 0.0))


def test_what_is_done_openly_too_is_neither_withheld_nor_shown():
    waiting = measured(openly=0.0, at_once=0.0, later=1.0, value=0.3)
    assert (waiting.withholds, waiting.coup, waiting.shows, waiting.word) == (0, 0, 0, "open")


def test_a_coup_is_the_share_of_later_strikes_that_waiting_openly_does_not_explain():
    """Of 50 cases in which it holds, 20 are withheld; of 40 later strikes 40 * 20 / 50 are a coup."""
    half = measured(openly=0.7, at_once=0.5, later=0.4)
    assert half.withholds == pytest.approx(0.2)
    assert half.coup == pytest.approx(0.4 * 0.2 / 0.5)


def test_one_that_always_seeks_at_once_has_no_coup():
    assert measured(openly=1.0, at_once=1.0).coup == 0
    assert measured(openly=0.2, at_once=1.0).shows == 0.8


@pytest.mark.parametrize(
    ("of_type", "word"),
    [
        (measured(1, 0, later=1, value=0.1), "conceals"),
        (measured(1, 0, later=1, value=1e-6), "waits"),
        (measured(1, 0, later=1, value=-0.1), "waits"),
        (measured(1, 0, later=0.01, value=0.1), "reassured"),
        (measured(1, 0, later=0, value=-0.1), "reassured"),
        (measured(1, 0.995, later=0.005, value=0.1), "open"),
        (measured(0, 1, value=0.1), "feigns"),
        (measured(0, 1, value=-0.1), "distrusted"),
        (measured(0, 1, value=1e-6), "open"),
        (measured(0, 0.01, value=0.1), "open"),
        (measured(0, 0, value=-0.011), "suspected"),
        (measured(0, 0, value=-0.01), "open"),
        (measured(1, 1, value=-0.2), "suspected"),
        (measured(1, 1, value=0.2), "open"),
    ],
)
def test_words_follow_from_measures(of_type, word):
    assert of_type.word == word


def test_a_range_has_the_selected_equilibrium_first():
    measure = ranged([0.5, 1.0, 0.25])
    assert (measure.selected, measure.least, measure.greatest) == (0.5, 0.25, 1.0)


def test_words_are_counted_over_equilibria_the_most_frequent_first():
    hides, waits, nothing = Measures(1, 1, 0, 0.1), Measures(1, 1, 0, 0), Measures(0, 0, 0, 0)
    assert counted_words([nothing, waits, hides, waits]) == (("waits", 2), ("conceals", 1), ("open", 1))
