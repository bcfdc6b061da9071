"""The scenario being shown travels: as a link, as a command, as a file; and what is no such thing does nothing."""

from __future__ import annotations

import pytest
from support.installed import ROOT
from support.shown_page import answer_of_command, assert_shows, command, move, opened, settled

from powergame.scenario.paths.apply import flatten
from powergame.scenario.reading.load import load, load_text

STRONG = ROOT / "scenarios/strong-and-misaligned.yaml"


def test_a_link_restores_what_was_shown(page, new_page, server):
    opened(page, server)
    move(page, "conflict.destruction.odds", 0.15)
    move(page, "actors.weak.preferences.angle", 100)
    page.locator(".current select").nth(0).select_option("conflict.stakes")
    settled(page)
    other = opened(new_page(), server, "#" + page.url.partition("#")[2])
    assert command(other) == command(page)
    assert other.locator(".current .phasecard select").nth(0).input_value() == "conflict.stakes"
    assert_shows(other, answer_of_command(page))


HOSTILE = (
    "set=rounds%3D3",
    "set=__proto__%3D1",
    "set=conflict.destruction.odds%3D7",
    "set=conflict.destruction.odds%3D1e999",
    "set=conflict.destruction.odds%3D%7B%22a%22%3A1%7D",
    "set=conflict.contest%3D%22%3Cscript%3E%22",
    "set=actors.weak.power",
    "set=no.such%3D1",
    "set=" + "x" * 40_000,
    "file=7",
    "file=-1",
    "pinned=9",
    "x=rounds",
    "x=conflict.stakes&y=conflict.stakes",
    "%E0%A4%A",
    "<img src=x onerror=alert(1)>",
)


def assert_refused(page, before):
    """Nothing has happened but an error line."""
    page.locator("#notice:not([hidden])").wait_for()
    settled(page)
    assert len(page.locator("#notice").inner_text()) < 300
    assert command(page) == before
    assert page.locator("img, script:not([src='main.js'])").count() == 0
    assert_shows(page, answer_of_command(page))


@pytest.mark.parametrize("fragment", [HOSTILE[0], HOSTILE[2], HOSTILE[8], HOSTILE[-1]])
def test_a_hostile_link_does_nothing_but_an_error_line(page, server, fragment):
    opened(page, server, f"#{fragment}")
    assert_refused(page, f"powergame solve {STRONG}")


def test_a_hostile_link_that_is_followed_later_changes_nothing_either(page, server):
    opened(page, server)
    move(page, "conflict.destruction.odds", 0.25)
    settled(page)
    before = command(page)
    for fragment in HOSTILE:
        page.evaluate("(text) => { document.getElementById('notice').hidden = true; location.hash = text }", fragment)
        assert_refused(page, before)


def test_copied_text_is_the_scenario(new_page, server):
    page = opened(new_page(permissions=["clipboard-read", "clipboard-write"]), server)
    move(page, "conflict.destruction.odds", 0.33)
    settled(page)
    page.get_by_role("button", name="Copy As a command").click()
    page.get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == command(page)
    page.locator(".export summary").click()
    page.get_by_role("button", name="Copy YAML").click()
    page.get_by_role("button", name="Copy YAML").get_by_text("Copied").wait_for()
    copied = load_text(page.evaluate("navigator.clipboard.readText()"))
    assert flatten(copied) == flatten(load(STRONG).with_values({"conflict.destruction.odds": 0.33}))
