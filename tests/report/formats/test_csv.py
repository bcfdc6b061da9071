"""CSV: text stays text when a spreadsheet opens it, whatever it takes for a separator, and numbers keep every digit."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from powergame.report.formats.csv import render

FORMULAE = ["=1+1", "+1", "-2+3", "-", "@SUM(A1)", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff201"]
"""How text begins that a spreadsheet would compute."""

SEPARATORS = ",;\t|: "
"""What a spreadsheet may take for the separator of cells."""

COMPUTED = re.compile(r"[=@\uff1d\uff0b\uff0d\uff20]|[-+](?![\d.]*([eE][-+]?\d+)?(?:[,;|:\t]|$))")
"""Pattern of a cell that is no number and that a spreadsheet would compute."""


def cells(text, separator=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def computed(text):
    """Return the cells that a spreadsheet would compute, for each separator that it may use."""
    found = []
    for separator in SEPARATORS:
        for row in cells(text, separator):
            for cell in row:
                found += [(separator, cell)] if COMPUTED.match(cell.strip('" ') if separator != " " else cell) else []
    return [pair for pair in found if len(pair[1].strip()) > 1]


@pytest.mark.parametrize("name", FORMULAE)
def test_text_that_a_spreadsheet_would_compute_has_an_apostrophe_before_it(name):
    assert cells(render([name], [[name]])) == [["'" + name], ["'" + name]]


@pytest.mark.parametrize("separator", [*SEPARATORS, '";"', "; ", ',"', "\n", "\r\n"])
@pytest.mark.parametrize("formula", FORMULAE[:3] + FORMULAE[4:])
def test_no_cell_begins_a_formula_whatever_parts_cells(separator, formula):
    assert computed(render(["actor", "x"], [[f"red{separator}{formula}", -0.5]])) == []


@given(st.text("ab=+-@1 ,;|\t\"':", min_size=1, max_size=12))
@example("1 =")
@example("red;-1 *cmd|' /C calc'!A0")
@example("red;-1=cmd|' /C calc'!A0")
def test_no_text_becomes_a_formula(text):
    assert computed(render(["actor", "x"], [[text, -0.5], ["a", -1e-7]])) == []


@pytest.mark.parametrize("name", ["a=b", "a-b", "'-1", "", "1e5", "from -1 to 2", "a - b", "(-0.5, -1)", "a::b"])
def test_other_text_is_as_it_was(name):
    assert cells(render(["name", "next"], [[name, "x"]]))[1] == [name, "x"]


@pytest.mark.parametrize("name", ["::error::x", "\n::error::x", "a\n::error::x", "\u2028::error::x", " ::error::x"])
def test_a_row_is_one_line_and_no_command_to_a_runner(name):
    lines = render(["name"], [[name]]).splitlines()
    assert len(lines) == 2
    assert not lines[1].lstrip().startswith("::")


@given(st.floats(allow_nan=False) | st.integers())
def test_numbers_are_written_in_full_and_negative_ones_are_no_formulae(number):
    [[cell]] = cells(render([], [[number]]))[1:]
    assert type(number)(cell) == number


def test_truth_is_in_small_letters_and_what_is_missing_is_nothing():
    assert render(["a", "b", "c"], [[True, False, None]]) == "a,b,c\r\ntrue,false,\r\n"


def test_no_zero_is_negative():
    assert render(["a"], [[-0.0]]) == "a\r\n0.0\r\n"
