"""Private types and several rounds in a report: the words of `deceive` or `solve`, the tree, and the others beside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import deceptions
from support.browser import chromium, grave_faults, new_page  # noqa: F401
from support.installed import SMALLEST

from powergame.analysis.report import report
from powergame.analysis.solve import solve
from powergame.report.page.render import render
from powergame.scenario.reading.load import load_text

ROUNDS = SMALLEST + "rounds: 2\n"


@pytest.fixture
def opened(new_page, tmp_path):  # noqa: F811
    """A function that opens a report, and fails where it breaks its policy."""
    said = []

    def opening(text, **options):
        file = tmp_path / "report.html"
        file.write_text(text, encoding="utf-8")
        page = new_page(offline=True, **options)
        page.on("console", lambda message: said.append(message.text))
        page.goto(file.as_uri())
        return page

    yield opening
    assert said == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_says_what_deceive_says_and_shows_the_tree(opened, width):
    page = opened(render(report([deceptions.coup()])), width=width, height=800, dark=width == 390)
    answer = page.locator("section.answer")
    assert answer.locator(".headline").inner_text() == "system (misaligned) conceals what it is, and strikes later."
    assert "hiding is worth .398 to it" in answer.inner_text()
    picture = answer.locator(f"figure.tree svg.{'narrow' if width == 390 else 'wide'}")
    assert picture.is_visible()
    ends = ["How it was computed", "Words", "What it cannot say", "References"]
    assert page.locator("nav li").all_inner_texts() == ["The answer", "The scenario", *ends]
    assert "powergame deceive" in page.locator("#scenario").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert grave_faults(page) == []


def test_without_an_equilibrium_there_is_no_tree():
    text = render(report([replace(deceptions.coup(), equilibria=(), problems=("none was found",))]))
    assert "None was found." in text
    assert '<figure class="picture tree">' not in text


def test_rounds_without_types_have_their_verdicts_and_their_tree():
    text = render(report([solve(load_text(ROUNDS))]))
    assert '<figure class="picture tree">' in text
    assert "Round by round" in text
    assert "<code>powergame solve</code>" in text


def test_matrices_and_trees_stand_on_one_page():
    collected = report([solve(load_text(SMALLEST)), deceptions.coup(), solve(load_text(ROUNDS))])
    assert collected.groups == ()
    text = render(collected)
    assert "conceals what it is" in text
    assert "Nash equilibria are listed" in text
    assert "agent logit path" in text
