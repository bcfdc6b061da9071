"""The page as a whole: two sides, pictures, sizes, keyboard and screen reader."""

from __future__ import annotations

import pytest
from support.browser import grave_faults
from support.explored import running
from support.installed import ROOT
from support.shown_page import answer_of_command, assert_shows, move, opened, selected, settled, shown, solved_here

ALIGNED = ROOT / "scenarios/strong-and-aligned.yaml"
REACHED = "(e => e.dataset.path ?? e.getAttribute('role') ?? e.tagName)(document.activeElement)"
STRONG = ROOT / "scenarios/strong-and-misaligned.yaml"


def test_two_scenarios_stand_side_by_side_and_what_differs_is_marked(page):
    with running(ALIGNED, STRONG) as server:
        opened(page, server)
        page.locator(".pinned .headline").wait_for()
        settled(page)
        assert_shows(page, solved_here(STRONG), "current")
        page.locator('.pinned [data-key="actor-0-why"]', has_text="Its verdict would turn").wait_for()
        assert_shows(page, solved_here(ALIGNED), "pinned")
        for side in ("current", "pinned"):
            assert "differs" in page.locator(f'.{side} [data-key="war"]').get_attribute("class")
            assert "differs" not in page.locator(f'.{side} [data-key="actor-0-power"]').get_attribute("class")
        page.get_by_role("button", name="Swap").click()
        settled(page)
        page.locator('.pinned [data-key="headline"]', has_text="Everybody").wait_for()
        assert_shows(page, solved_here(ALIGNED), "current")


def test_a_pinned_baseline_stays_while_the_rest_moves(page, server):
    opened(page, server)
    page.get_by_role("button", name="Pin as baseline").click()
    settled(page)
    assert page.locator(".differs").count() == 0
    move(page, "conflict.destruction.odds", 0.05)
    settled(page)
    assert_shows(page, solved_here(STRONG, "conflict.destruction.odds=0.05"), "current")
    assert shown(page, "pinned")["war"]["number"] == selected(solved_here(STRONG))["war"]
    assert page.locator(".current .differs").count() > 3
    assert "values differ from the baseline" in page.locator("#said").text_content()
    page.get_by_role("button", name="Unpin").click()
    assert page.locator(".pinned").count() == 0
    assert page.locator(".differs").count() == 0


def test_the_phase_diagram_shows_where_we_are_and_goes_where_it_is_pressed(page, server):
    opened(page, server)
    page.locator('.current canvas[data-map="1"]:not([data-points="0"])').wait_for()
    map_ = page.locator('.current canvas[data-map="1"]')
    assert map_.get_attribute("aria-label") == "Where weak seeks power; here: always"
    box = map_.bounding_box()
    page.mouse.click(box["x"] + 0.95 * box["width"], box["y"] + 0.1 * box["height"])
    settled(page)
    answer = answer_of_command(page)
    assert answer["actors"]["weak"]["alignment"]["strong"] == pytest.approx(0.9, abs=0.02)
    assert answer["scenario"]["values"]["conflict.destruction.odds"] == pytest.approx(0.9, abs=0.02)
    assert_shows(page, answer)
    assert map_.get_attribute("aria-label") == f"Where weak seeks power; here: {answer['actors']['weak']['verdict']}"


def test_the_map_is_painted_in_the_actor_s_colour_where_it_seeks(page, server):
    opened(page, server)
    page.locator('.current canvas[data-map="0"]:not([data-points="0"])').wait_for()
    painted = """(canvas) => { const pen = canvas.getContext('2d');
        const at = (x, y) => [...pen.getImageData(x * canvas.width, y * canvas.height, 1, 1).data];
        return [at(0.1, 0.5), at(0.98, 0.05)] }"""
    assert page.locator('.current canvas[data-map="0"]').evaluate(painted) == [[0, 114, 178, 255], [0, 0, 0, 0]]


def test_three_actors_payoffs_are_shown_for_any_two(page, three):
    opened(page, three)
    answer = answer_of_command(page)
    names = list(answer["actors"])
    assert_shows(page, answer)
    page.get_by_label("Columns").select_option("2")
    page.locator('.current [data-key="payoff-2-0-0"]').wait_for()
    held = list(selected(answer)["strategies"][names[1]].values()).index(1)
    for r, row in enumerate(answer["game"]["payoffs"][names[2]]):
        for c, payoff in enumerate(row[held]):
            assert shown(page)[f"payoff-2-{r}-{c}"]["number"] == payoff


def test_axe_finds_nothing_serious(page, server):
    opened(page, server)
    assert grave_faults(page) == []
    page.get_by_role("button", name="Pin as baseline").click()
    move(page, "conflict.destruction.odds", 0.05)
    settled(page)
    page.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
    for width, scheme in ((1400, "light"), (1400, "dark"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert grave_faults(page) == []


def test_the_page_is_never_wider_than_the_screen(page, three):
    opened(page, three)
    page.get_by_role("button", name="Pin as baseline").click()
    settled(page)
    page.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
    for width in (320, 360, 600, 768, 1000, 1060, 1400, 2200):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_answer_stays_in_sight_on_a_phone_while_something_is_moved(new_page, server):
    page = opened(new_page(width=360, height=700), server)
    page.locator('input[data-path="conflict.stakes"]').scroll_into_view_if_needed()
    assert 0 <= page.locator(".current .headline").bounding_box()["y"] < 60
    page.get_by_role("button", name="Pin as baseline").click()
    page.locator('input[data-path="conflict.stakes"]').scroll_into_view_if_needed()
    assert 0 <= page.locator(".current .headline").bounding_box()["y"] < 60


def test_everything_can_be_done_with_the_keyboard(page, server):
    opened(page, server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(REACHED))
    assert {"actors.strong.power", "conflict.contest", "slider", "BUTTON", "SUMMARY", "SELECT"} <= reached
    slider = page.locator('input[data-path="conflict.stakes"]')
    slider.focus()
    page.keyboard.press("Home")
    settled(page)
    assert_shows(page, solved_here(STRONG, "conflict.stakes=0"))


def test_what_has_been_found_is_said_to_a_screen_reader_when_a_move_has_ended(page, server):
    opened(page, server)
    move(page, "alignment.weak.strong", 1)
    settled(page)
    said = page.locator("#said")
    assert said.get_attribute("aria-live") == "polite"
    assert said.text_content().startswith(page.locator(".current .headline").inner_text())
    assert "War" in said.text_content()


def test_an_answer_that_was_overtaken_never_overwrites_a_newer_one(page, server):
    opened(page, server)
    page.evaluate(
        """() => { window.seen = []; document.addEventListener('answered', (e) => window.seen.push(e.detail.seq));
        const slider = document.querySelector('input[data-path="conflict.destruction.odds"]');
        for (let k = 0; k <= 100; k++) {
            slider.value = k / 100;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
        }
        slider.dispatchEvent(new Event('change', {bubbles: true})); }"""
    )
    settled(page)
    seen = page.evaluate("window.seen")
    assert seen == sorted(seen)
    assert_shows(page, solved_here(STRONG, "conflict.destruction.odds=1"))


def test_the_page_says_when_the_server_has_ended(page):
    page.clock.install()
    with running(ROOT / "scenarios/pure-opposition.yaml") as own:
        opened(page, own)
        own.end()
        page.locator("#notice", has_text="has ended").wait_for()
    given_up = page.locator("#notice", has_text="start it again")
    for _ in range(100):  # it tries again, at ever longer intervals
        page.clock.fast_forward(3_000)
        if given_up.count():
            break
        page.wait_for_timeout(50)
    assert given_up.count() == 1


def test_the_page_says_what_its_words_mean_and_what_no_answer_can_say(page, server):
    opened(page, server)
    words = page.locator(".glossary")
    for summary in words.locator("summary").all():
        summary.click()
    told = words.inner_text()
    assert "regret\nThe most that any actor could gain by changing its own play" in told
    assert "commitment\nNobody can bind itself." in told
    assert told.count("Instead: ") == 8
    assert grave_faults(page) == []
