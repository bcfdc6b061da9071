"""Bands along a path: what turns has one, with numbers at the flips, and the rest is named in a line."""

from itertools import pairwise

import pytest
from support.installed import SCENARIOS

import powergame as pg
from powergame.analysis.threshold import thresholds
from powergame.report.page.strips import NARROWEST, strips

ALIGNED = pg.load(SCENARIOS / "strong-and-aligned.yaml")
ALIGNMENT, STRENGTH = "alignment.weak.strong", "ladder.seek.strength"


@pytest.fixture(scope="module")
def drawn():
    return strips(ALIGNED, thresholds(ALIGNED, [(ALIGNMENT, None), (STRENGTH, (1, 1.1))]).paths)


def test_what_turns_has_a_band_with_its_numbers_and_the_rest_is_named_in_a_line(drawn):
    (strip,) = drawn.turning
    assert (strip.words, strip.path) == ("alignment of weak and strong", ALIGNMENT)
    assert {number.text for band in strip.bands for number in band.numbers} >= {"0.6", "0.3684"}
    assert drawn.still == "Nobody's verdict turns along strength of seek (1 to 1.1)."


def test_those_whose_verdicts_do_not_turn_have_no_band(drawn):
    (path,) = thresholds(ALIGNED, [(ALIGNMENT, (0.5, 1))]).paths
    (strip,) = strips(ALIGNED, [path]).turning
    assert [band.actor for band in strip.bands] == ["weak"]
    assert strip.same == "All along, strong: never."


def test_numbers_stand_where_the_verdict_turns_and_beside_each_other(drawn):
    (strip,) = drawn.turning
    for band in strip.bands:
        for number in band.numbers:
            edges = [float(piece.x) / 10 for piece in band.pieces]
            assert min(abs(float(number.x) - edge) for edge in edges) < 0.2
        for row in range(band.rows):
            at = sorted(NARROWEST * float(number.x) / 100 for number in band.numbers if number.row == row)
            assert all(b - a > 20 for a, b in pairwise(at))
