"""What is moved: whatever the page then shows is what `powergame solve` says of the same values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.explored import running
from support.installed import ROOT, solved
from support.shown_page import answer_of_command, assert_shows, move, opened, selected, settled, shown, solved_here

from powergame.explore.view import arrows
from powergame.scenario.reading.load import load

STRONG = ROOT / "scenarios/strong-and-misaligned.yaml"
STAG_HUNT = ROOT / "scenarios/security-dilemma.yaml"


def test_the_page_shows_what_solve_says(page, server):
    opened(page, server)
    assert_shows(page, solved_here(STRONG))
    assert page.locator("h1").inner_text() == "A weak actor facing a strong, very misaligned one"


def test_sliders_of_every_kind_lead_to_what_solve_says_of_the_same_values(page, server):
    opened(page, server)
    moves = {
        "conflict.destruction.odds": 0.35, "conflict.destruction.severity": 0.9, "conflict.decisiveness": 2.5,
        "conflict.stakes": 0.4, "actors.weak.power": 2.25, "actors.strong.risk_aversion": 1.5, "ladder.seek.grab": 0.45,
        "ladder.seek.provokes": 0.2, "ladder.hold.resists": 0.75, "ladder.seek.cost": 0.05, "ladder.seek.odds": 0.8,
        "alignment.weak.strong": 0.25,
    }  # fmt: skip
    for path, value in moves.items():
        move(page, path, value)
    settled(page)
    answer = solved(STRONG, *(word for path, value in moves.items() for word in ("--set", f"{path}={value}")))
    assert_shows(page, answer)
    assert answer_of_command(page)["scenario"]["values"] == answer["scenario"]["values"]


def test_a_logarithmic_slider_and_the_endless_one_reach_their_ends(page, server):
    opened(page, server)
    move(page, "actors.weak.effectiveness", 0.5)
    move(page, "conflict.decisiveness", 99)
    settled(page)
    answer = answer_of_command(page)
    assert answer["scenario"]["values"]["actors.weak.effectiveness"] == pytest.approx(10**0.5, rel=1e-3)
    assert answer["scenario"]["values"]["conflict.decisiveness"] == "inf"
    assert_shows(page, answer)


def test_a_choice_and_a_box_are_as_good_as_a_slider(page, server):
    opened(page, server)
    page.locator('select[data-path="conflict.contest"]').select_option("logistic")
    page.locator('input[data-box="actors.strong.power"]').fill("123.4567890123456")
    page.keyboard.press("Enter")
    page.locator('input[data-box="conflict.decisiveness"]').fill("7.5")
    settled(page)
    sets = ("conflict.contest=logistic", "actors.strong.power=123.4567890123456", "conflict.decisiveness=7.5")
    assert_shows(page, solved_here(STRONG, *sets))


def test_what_no_number_is_is_marked_and_moves_nothing(page, server):
    opened(page, server)
    box = page.locator('input[data-box="conflict.destruction.odds"]')
    for wrong in ("half", "0.5.5", "NaN", "1e999", "0x1", "<b>", ""):
        box.fill(wrong)
        assert box.get_attribute("aria-invalid") == "true"
    settled(page)
    assert_shows(page, solved_here(STRONG))


def test_what_does_not_fit_is_said_and_the_answer_stays(page, server):
    opened(page, server)
    page.locator('input[data-box="conflict.destruction.odds"]').fill("2")
    page.locator("#notice:not([hidden])").wait_for()
    assert "expected a number from 0 to 1" in page.locator("#notice").inner_text()
    assert shown(page)["war"]["number"] == selected(solved_here(STRONG))["war"]
    page.locator('input[data-box="conflict.destruction.odds"]').fill("0.2")
    settled(page)
    assert page.locator("#notice").is_hidden()


def tip(page, i):
    """Return where an arrow ends on the screen, and the middle of the picture."""
    hit = page.locator(f'.current .grip[data-actor="{i}"] .hit').bounding_box()
    picture = page.locator(".current svg.arrows").bounding_box()
    middle = (picture["x"] + picture["width"] / 2, picture["y"] + picture["height"] / 2)
    return (hit["x"] + hit["width"] / 2, hit["y"] + hit["height"] / 2), middle


def drag(page, i, degrees):
    """Take an arrow by its tip and turn it to an angle."""
    (x, y), (mx, my) = tip(page, i)
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.5, 0.9, 1):
        angle = math.radians(degrees * part)
        page.mouse.move(mx + 100 * math.cos(angle), my - 100 * math.sin(angle))
    page.mouse.up()


def test_an_arrow_is_turned_by_dragging_it(page, server):
    opened(page, server)
    drag(page, 1, 60)
    settled(page)
    answer = solved_here(STRONG, "actors.weak.preferences.angle=60")
    assert_shows(page, answer)
    (x, y), (mx, my) = tip(page, 1)
    assert math.degrees(math.atan2(my - y, x - mx)) == pytest.approx(60, abs=0.5)
    assert page.locator('input[data-path="actors.weak.preferences.angle"]').input_value() == "60"


def test_an_arrow_is_turned_with_the_keys(page, server):
    opened(page, server)
    grip = page.locator('.current .grip[data-actor="1"]')
    grip.focus()
    for key in ("ArrowUp", "ArrowUp", "PageUp", "ArrowLeft"):
        page.keyboard.press(key)
        settled(page)
    assert grip.get_attribute("aria-valuenow") == "16.0"
    assert_shows(page, solved_here(STRONG, "actors.weak.preferences.angle=16"))


def test_an_arrow_is_turned_by_touch(new_page, server):
    page = opened(new_page(width=360, height=780, has_touch=True), server)
    page.locator('.current .grip[data-actor="1"]').scroll_into_view_if_needed()
    (x, y), (mx, my) = tip(page, 1)
    line = page.context.new_cdp_session(page)
    for kind, at in (("touchStart", (x, y)), ("touchMove", (mx, my - 60)), ("touchEnd", None)):
        points = [{"x": at[0], "y": at[1]}] if at else []
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    settled(page)
    assert_shows(page, solved_here(STRONG, "actors.weak.preferences.angle=90"))


def test_two_arrows_of_many_dimensions_are_turned_in_their_own_plane(page):
    with running(STAG_HUNT) as server:
        opened(page, server)
        (x, y), (mx, my) = tip(page, 1)
        before = math.degrees(math.atan2(my - y, x - mx))
        drag(page, 0, -30)
        settled(page)
        (x, y), (mx, my) = tip(page, 1)
        assert math.degrees(math.atan2(my - y, x - mx)) == pytest.approx(before, abs=0.5)
        (x, y), _ = tip(page, 0)
        assert math.degrees(math.atan2(my - y, x - mx)) == pytest.approx(-30, abs=1.5)
        answer = answer_of_command(page)
        apart = math.degrees(math.acos(answer["actors"]["west"]["alignment"]["east"]))
        assert apart == pytest.approx(abs(before + 30), abs=0.6)
        assert_shows(page, answer)


def test_arrows_of_many_dimensions_do_not_jump_where_their_principal_directions_turn_over(page, three):
    opened(page, three)
    move(page, "actors.A.power", 3.0)
    settled(page)
    before, turned = [tip(page, i)[0] for i in range(3)], tips_of(3.1)
    assert np.abs(tips_of(3.0) - turned).max() > 0.2, "the second principal direction turns over between the two"
    move(page, "actors.A.power", 3.1)
    settled(page)
    after = [tip(page, i)[0] for i in range(3)]
    assert np.array(after) == pytest.approx(np.array(before), abs=8)


def tips_of(power):
    return np.array(arrows(load(ROOT / "scenarios/ai-race.yaml").with_values({"actors.A.power": power}))["tips"])


def test_turning_one_arrow_after_another_leaves_what_was_set_before(page, three):
    opened(page, three)
    names = load(ROOT / "scenarios/ai-race.yaml").names
    first, second = f"alignment.{names[0]}.{names[1]}", f"alignment.{names[1]}.{names[2]}"
    move(page, first, 0.5)
    settled(page)
    kept = answer_of_command(page)["scenario"]["values"][f"actors.{names[0]}.preferences"]
    move(page, second, -0.5)
    settled(page)
    move(page, second, -0.25)
    settled(page)
    answer = answer_of_command(page)
    assert answer["scenario"]["values"][f"actors.{names[0]}.preferences"] == kept
    assert answer["actors"][names[1]]["alignment"][names[2]] == pytest.approx(-0.25, abs=1e-12)
    assert_shows(page, answer)


def test_resetting_takes_one_change_back_and_then_all(page, server):
    opened(page, server)
    move(page, "conflict.destruction.odds", 0.1)
    move(page, "alignment.weak.strong", 0.9)
    settled(page)
    page.get_by_role("button", name="Reset Conflict, odds of destruction").click()
    settled(page)
    assert_shows(page, solved_here(STRONG, "alignment.weak.strong=0.9"))
    page.get_by_role("button", name="Reset all").click()
    settled(page)
    assert_shows(page, solved_here(STRONG))
    assert page.url.partition("#")[2] == ""


FIVE_RUNGS = """
actors:
  ada: {power: 3, preferences: [1, 0], beliefs: {actors.bea.power: 0.5}}
  bea: {power: 2, preferences: [0.3, 1]}
  cleo: {power: 1, preferences: [-0.5, 0.8], ladder: [{name: rest}, {name: reach, grab: 0.4, provokes: 0.3}]}
ladder:
  - {name: yield, resists: 0.2}
  - {name: hold}
  - {name: probe, grab: 0.1, provokes: 0.1}
  - {name: press, grab: 0.3, provokes: 0.4, odds: 0.3}
  - {name: seize, grab: 0.6, provokes: 0.8}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
variants:
  "louder bea": {actors.bea.power: 5, ladder.press.grab: 0.35}
"""


def test_a_variant_with_three_actors_five_rungs_and_beliefs_is_moved_as_solve_has_it(page, tmp_path):
    path = tmp_path / "five.yaml"
    path.write_text(FIVE_RUNGS)
    with running(f"{path}#louder bea") as server:
        opened(page, server)
        assert_shows(page, solved_here(f"{path}#louder bea"))
        moves = {
            "ladder.press.odds": 0.5, "ladder.yield.resists": 0.4, "actors.ada.beliefs.actors.bea.power": 2.5,
            "actors.cleo.ladder.reach.grab": 0.2, "actors.bea.power": 4, "conflict.destruction.odds": 0.2,
        }  # fmt: skip
        for path_, value in moves.items():
            move(page, path_, value)
        settled(page)
        answer = solved_here(f"{path}#louder bea", *(f"{path_}={value}" for path_, value in moves.items()))
        assert_shows(page, answer)
        assert answer_of_command(page)["scenario"]["values"] == answer["scenario"]["values"]
