"""CSV: text stays text when a spreadsheet opens it, and numbers keep every digit."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergame.report.formats.csv import render

FORMULAE = ["=1+1", "+1", "-2+3", "-", "@SUM(A1)", "\t=1", "\r=1"]
"""How text begins that a spreadsheet would compute."""


def cells(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", FORMULAE)
def test_text_that_a_spreadsheet_would_compute_has_an_apostrophe_before_it(name):
    assert cells(render([name], [[name]])) == [["'" + name], ["'" + name]]


@pytest.mark.parametrize("name", ["a=b", "a-b", "'-1", " =1", "", "\n=1", '"=1"', "1e5"])
def test_other_text_is_as_it_was(name):
    assert cells(render(["name", "next"], [[name, "x"]]))[1] == [name, "x"]


@given(st.floats(allow_nan=False) | st.integers())
def test_numbers_are_written_in_full_and_negative_ones_are_no_formulae(number):
    [[cell]] = cells(render([], [[number]]))[1:]
    assert type(number)(cell) == number


def test_truth_is_in_small_letters_and_what_is_missing_is_nothing():
    assert render(["a", "b", "c"], [[True, False, None]]) == "a,b,c\r\ntrue,false,\r\n"
