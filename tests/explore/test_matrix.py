"""No number of the page's tables is cut, however wide the window, long the names and many the rungs."""

from __future__ import annotations

import pytest
from support.browser import grave_faults
from support.explored import running
from support.installed import ROOT, SMALLEST
from support.shown_page import opened, settled, shown

RUNGS = ("hold", "a quiet diplomatic protest", "partial-mobilisation", "ultimatumwithoutanyspacesinit", "seek")

LARGE = (
    SMALLEST.replace("blue", '"A first actor with a rather long name"').replace("red", "Nebuchadnezzarandhisallies")
    + "ladder:\n"
    + "".join(f"  - {{name: {rung}, grab: 0.{k}, provokes: 0.{k}001}}\n" for k, rung in enumerate(RUNGS))
)

CUT = """() => [...document.querySelectorAll('.payoff, .equilibria .value, .facts .value')].filter((e) => {
    const box = e.getBoundingClientRect();
    for (let p = e.parentElement; p; p = p.parentElement) {
        const around = p.getBoundingClientRect();
        const clips = getComputedStyle(p).overflowX !== 'visible' || p === document.documentElement;
        if (clips && (box.left < around.left - 0.5 || box.right > around.right + 0.5)) return true;
    }
    return e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline';
}).map((e) => e.textContent)"""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The page of a game of five by five rungs with long names."""
    path = tmp_path_factory.mktemp("large") / "large.yaml"
    path.write_text(LARGE)
    with running(path) as started:
        yield started


@pytest.mark.parametrize("which", ["server", "three", "large"])
def test_no_number_is_cut_at_any_width(page, request, which):
    opened(page, request.getfixturevalue(which))
    for width in (360, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(50)  # until what has been resized is fitted
        assert page.evaluate(CUT) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_number_is_cut_where_two_sides_stand_beside_each_other(page, large):
    opened(page, large)
    page.get_by_role("button", name="Pin as baseline").click()
    settled(page)
    for width in (360, 1000, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(50)
        assert page.evaluate(CUT) == [], width


def test_a_table_that_stands_row_by_row_can_be_read_by_everybody(page, large):
    opened(page, large)
    page.set_viewport_size({"width": 360, "height": 900})
    page.locator(".payoffs .listed").wait_for()
    assert grave_faults(page) == []


def test_payoffs_have_the_digits_that_tell_them_apart(page):
    with running(ROOT / "scenarios/strong-and-misaligned.yaml", "--set", "conflict.stakes=0.0001") as own:
        opened(page, own)
        payoffs = [one for key, one in shown(page, "current").items() if key.startswith("payoff-0")]
    numbers = {one["number"] for one in payoffs}
    assert len({one["text"] for one in payoffs}) == len(numbers) > 1
