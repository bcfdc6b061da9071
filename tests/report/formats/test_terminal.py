"""Tables and prose on screens of any width: no number is cut, nothing is lost, and no line is a command to a runner."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from support.installed import SMALLEST

from powergame.analysis.compare import compare
from powergame.analysis.solve import solve
from powergame.digits import percent
from powergame.report.document import Column, Document, Heading, Paragraph, Table, Text
from powergame.report.documents import compare as compared
from powergame.report.documents import solve as solved
from powergame.report.formats.terminal import Screen, render
from powergame.scenario.reading.load import load_text

WIDTHS = [20, 25, 33, 40, 60, 80, 100, 120, 200]

FIVE = """\
outcomes: [trade, security, glory, faith, wealth]
actors:
  blue: {power: 3, preferences: [0.8, 0.2, 0.1, 0.123456, -0.5]}
  red:  {power: 1, preferences: [-0.8, 0.2, 0.1, 0.123456, -0.5]}
conflict:
  destruction: {odds: 0.6, severity: 0.5}
"""

NAMES = st.text("ab龍é1.:-#[ ", min_size=1, max_size=30).map(lambda name: name.replace("##[", ".").strip() or "x")

NUMBERS = st.floats(-2, 2).map("{:.3f}".format) | st.floats(0, 1).map(percent) | st.just("0.123456 !")


@st.composite
def documents(draw):
    """Return a document of a table, and the numbers in it."""
    columns = draw(st.lists(st.tuples(NAMES, st.booleans()), min_size=2, max_size=9))
    rows = draw(st.integers(1, 4))
    cells = [[draw(NUMBERS) if numeric else draw(NAMES) for _, numeric in columns] for _ in range(rows)]
    table = Table(
        tuple(Column(name, numeric) for name, numeric in columns),
        tuple(tuple(map(Text, row)) for row in cells),
        heads=draw(st.integers(1, 2)),
    )
    words = Paragraph(Text(draw(NAMES)), draw(NAMES))
    blocks = (words, Heading(draw(NAMES)), table)
    numbers = [x for row in cells for x, (_, numeric) in zip(row, columns, strict=True) if numeric]
    return Document(draw(NAMES), draw(NAMES), blocks), numbers


@given(documents(), st.integers(20, 200))
@settings(max_examples=150)
def test_numbers_are_whole_lines_fit_and_none_is_a_command(made, width):
    document, numbers = made
    page = render(document, Screen(width=width))
    for number in numbers:
        assert number in page
    lines = page.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not any(line.lstrip().startswith("::") for line in lines)


@cache
def five():
    """A comparison of three scenarios of five outcomes."""
    texts = (FIVE, FIVE.replace("0.8", "0.7"), FIVE.replace("0.5]", "0.25]"))
    return compared.document(compare(list(map(load_text, texts))))


@cache
def of_rungs(name):
    """An answer of five rungs and a long name."""
    rungs = "".join(f"  - {{name: a rather long rung {k}, grab: 0.{k}, provokes: 0.{k}}}\n" for k in range(5))
    text = SMALLEST.replace("red:", f"{name}:") + "ladder:\n" + rungs
    return solved.document(solve(load_text(text), look_for_turns=False))


@pytest.mark.parametrize("width", WIDTHS)
def test_comparisons_of_vectors_of_five_outcomes_show_every_number_with_its_mark(width):
    document = five()
    page = render(document, Screen(width=width))
    assert max(map(cell_len, page.splitlines())) <= width
    shown = re.sub(r"\s+", " ", page)
    for block in document.blocks:
        for row in getattr(block, "rows", ()):
            for cell in row[1:]:
                for piece in re.findall(r"\S+(?: %| !)*", cell.text):
                    assert piece in shown, piece


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["red", "a name of the greatest length that is allowed, with sixty-four c", "龍" * 32])
def test_answers_of_many_rungs_and_long_names_fit_every_screen(name, width):
    document = of_rungs(name)
    page = render(document, Screen(width=width))
    assert max(map(cell_len, page.splitlines())) <= width
    for block in document.blocks:
        for row in getattr(block, "rows", ()):
            for column, cell in zip(block.columns, row, strict=True):
                if column.numeric:
                    assert all(number in page for number in re.findall(r"-?[\d.]+(?: %|\*)?", cell.text))


def test_lines_that_programs_read_are_whole_however_long():
    line = "folder/b.yaml:5:23: conflict.destruction.odds: 1.6 is out of range; expected a number from 0 to 1 " * 3
    page = render(Document("2 faults", "", (Paragraph(Text(line), whole=True),)), Screen(width=20))
    assert line.strip() in page.splitlines()


@pytest.mark.parametrize("name", ["::error::x", ":", "aaaa::error::x", "##[error]x"])
def test_no_line_is_a_command_wherever_a_name_is_broken(name):
    table = Table((Column(name), Column(name, True)), ((Text(name), Text("1")), (Text(""), Text(name))))
    words = Paragraph(Text(f"It is {name} who does, and {name} is {name}."), name)
    for width in range(20, 60):
        page = render(Document(name, name, (words, Heading(name), table)), Screen(width=width))
        assert not any(line.lstrip().startswith("::") for line in page.splitlines())
        assert "##[" not in page


def test_screens_of_ascii_get_all_names_in_ascii_and_whole():
    page = render(Document("龍–\u2212", "", ()), Screen(unicode=False))
    assert page == "\\u9f8d--\n"
