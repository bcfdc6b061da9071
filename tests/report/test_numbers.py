"""Numbers as text: digits that tell them apart, and nothing that they are not."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergame.analysis.compare import compare
from powergame.digits import percent, significant, told_apart
from powergame.report.documents.compare import document
from powergame.report.formats.terminal import render
from powergame.report.numbers import apart, figures, number, payoffs_shown
from powergame.sources.games import game_of


@given(st.floats(0, 1))
def test_only_0_and_1_read_as_0_and_100_percent(x):
    for digits in (3, 4, 6):
        assert (percent(x, digits) == "0 %") == (x == 0)
        assert (percent(x, digits) == "100 %") == (x == 1)


@pytest.mark.parametrize("x", [0.9995, np.nextafter(0.9995, 0), 0.99949999, 0.99999, 1 - 2**-53])
def test_what_is_nearly_certain_is_not_certain(x):
    assert percent(x) in ("99.9 %", "> 99.9 %")


@given(st.floats(-1e9, 1e9) | st.floats(-1e-3, 1e-3))
def test_no_zero_is_negative(x):
    for text in (significant(x), number(x), *apart([x]), *figures([x, x], [(0, 1)]), *figures([x, -x], [(0, 1)])):
        assert float(text) or not text.startswith("-")


def test_payoffs_that_are_compared_are_told_apart_and_others_are_short():
    assert figures([0.1234, 0.12341, 0.5], [(0, 2), (1, 2)]) == ["0.123", "0.123", "0.500"]
    assert figures([0.1234, 0.1236], [(0, 1)]) == ["0.123", "0.124"]
    assert figures([0.12341, 0.12342], [(0, 1)]) == ["0.12341", "0.12342"]
    assert figures([1e15, 1e-9], [(0, 1)]) == ["1e15", "1e-9"]


def test_payoffs_at_the_scale_of_the_game_can_be_told_apart():
    small = np.array([[[-1e-4, -5e-5], [-4e-4, -3e-4]], [[-1e-4, -4e-4], [-5e-5, -3e-4]]])
    assert payoffs_shown(small)[0].tolist() == [["-0.0001", "-5e-5"], ["-0.0004", "-0.0003"]]
    large = np.array([[1e9, 1e9 + 1, 1e9 + 2]])
    assert payoffs_shown(large)[0].tolist() == ["1000000000", "1000000001", "1000000002"]
    near = np.array([[1e9, 1e9 + 0.5, 1e9 + 1]])
    assert len(set(payoffs_shown(near)[0])) == 3


def test_whole_payoffs_are_whole_numbers():
    assert payoffs_shown(np.array([[3.0, -1.0, -0.0]]))[0].tolist() == ["3", "-1", "0"]


def test_payoffs_that_differ_by_rounding_are_not_told_apart():
    assert payoffs_shown(np.array([[0.5, 0.5 + 2**-40, 0.25]]))[0].tolist() == ["0.500", "0.500", "0.250"]


def test_payoffs_of_games_side_by_side_are_as_in_the_games():
    texts = (f'NFG 1 R "a" {{ "x" "y" }} {{ 1 1 }} {payoffs}' for payoffs in ("3 -0.0001", "4 -0.0004"))
    page = render(document(compare([game_of("a.nfg", text.encode()) for text in texts])))
    assert re.search(r"x: payoff +3 +4 !", page)
    assert re.search(r"y: payoff +-0.0001 +-0.0004 !", page)


@given(st.lists(st.floats(-1, 1).map(lambda x: round(x, 6)), min_size=1, max_size=8))
def test_numbers_that_differ_read_differently(values):
    for texts in (apart(values), figures(values, [range(len(values))])):
        assert len(set(texts)) == len(set(values))
        assert all((float(text) == 0) == (x == 0) for text, x in zip(texts, values, strict=True))


def test_shares_that_differ_read_differently():
    assert told_apart([0.25001, 0.25002], percent, range(3, 9)) == ["25.001 %", "25.002 %"]
