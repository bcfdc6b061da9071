"""What the deeds tell, live: as `infer` says it, for the numbers as they stand and with the deeds that are added."""

from __future__ import annotations

import json

import pytest
from support import inferences
from support.browser import grave_faults
from support.explored import heard, question, running
from support.inferences import ALIGNMENT
from support.shown_page import move, opened

from powergame.analysis.infer import infer
from powergame.errors import UsageError
from powergame.explore.deeds import DRAWS, shown
from powergame.explore.protocol import MAX_SEEN, MAX_TIMES, MessageError, Seen, parse
from powergame.explore.session import Explored
from powergame.scenario.reading.load import load, load_text
from powergame.scenario.types import Observation

TEXT = """\
name: A board and its chief executive
actors:
  board:
    power: 3
    preferences: [1, 0]
    ladder: [{name: tolerate}, {name: dismiss, grab: 0.6, provokes: 0.5}]
  chief: {power: 2, preferences: [1, 1]}
conflict: {destruction: {odds: 0.3, severity: 0.5}}
unknown: {alignment.board.chief: {choice: [-0.5, 0.9]}}
observed: [{plays: {board: dismiss}}]
"""

ALIGNED = f'.current [data-unknown="{ALIGNMENT}"] .choicerow:last-child'


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    file = tmp_path_factory.mktemp("deeds") / "board.yaml"
    file.write_text(TEXT)
    with running(file) as started:
        started.file = file
        yield started


def told(page):
    """Wait until the deeds of the last move have been told; return the probability of the greater alignment."""
    page.locator('html[data-told]:not([data-told=""])').wait_for(state="attached", timeout=90_000)
    return float(page.locator(ALIGNED).get_attribute("data-after"))


def aligned(scenario, *seen):
    further = [Observation(((actor, rung),), times=times) for actor, rung, times in seen]
    return infer(scenario, observe=further, draws=DRAWS).marginal(ALIGNMENT).posterior[1]


def test_the_posterior_follows_sliders_and_deeds_that_are_added_and_links_keep_them(new_page, server):
    page, scenario = opened(new_page(), server), load(server.file)
    before = told(page)
    assert before == pytest.approx(aligned(scenario), abs=1e-9)
    assert page.locator(".current .deeds li").all_inner_texts()[0].startswith("board dismiss")
    page.get_by_label("What it did").select_option("tolerate")
    page.get_by_label("How many times").fill("4")
    page.get_by_role("button", name="Add").press("Enter")
    after = told(page)
    assert after == pytest.approx(aligned(scenario, ("board", "tolerate", 4)), abs=1e-9)
    assert after > before + 0.1
    assert page.locator(".current .deeds li").count() == 2
    link = page.evaluate("location.href")
    move(page, "actors.chief.power", 5)
    moved = told(page)
    strong = scenario.with_values({"actors.chief.power": 5.0})
    assert moved == pytest.approx(aligned(strong, ("board", "tolerate", 4)), abs=1e-9)
    page.get_by_role("button", name="Remove observation 2").click()
    assert told(page) == pytest.approx(aligned(strong), abs=1e-9)
    other = new_page(width=360, height=800)
    other.goto(link)
    assert told(other) == after
    assert other.evaluate("document.documentElement.scrollWidth") <= 360
    assert grave_faults(other) == []


def test_a_scenario_without_unknowns_has_no_such_card(page, three):
    opened(page, three)
    assert page.locator(".current .deedcard").is_hidden()


def test_an_actor_without_such_a_rung_is_refused_and_the_page_lives_on(server):
    with server.line() as line:
        heard(line, "hello")
        line.send(question(1, seen=[{"actor": "board", "rung": "hold", "times": 1}], settled=True))
        assert "hold" in heard(line, "told")["message"]
        line.send(question(2, settled=True))
        deeds = heard(line, "told")["deeds"]
        assert [deed["number"] for deed in deeds["deeds"]] == [1]
        assert deeds["map"] is None
        json.dumps(deeds, allow_nan=False)


def test_two_unknown_numbers_are_a_map_with_the_border_on_which_the_deeds_lie():
    result = inferences.several_deeds()
    plain = shown(result, lambda: False)
    map_ = plain["map"]
    cells = (len(map_["columns"]) - 1) * (len(map_["rows"]) - 1)
    assert len(map_["before"]) == len(map_["after"]) == cells
    assert set(map_["after"]) == {"0", "1", "2"}
    assert [line["name"] for line in map_["borders"]] == ["board", "chief", "board"]
    assert all(len(line["verdicts"]) == line["points"] ** 2 for line in map_["borders"])
    assert [one["kind"] for one in plain["marginals"]] == ["number"] * 3
    assert shown(result, lambda: True)["map"]["borders"] == []
    assert [one["kind"] for one in shown(inferences.choices(), lambda: False)["marginals"]] == [
        "choice", "choice", "direction", "number", "number",
    ]  # fmt: skip
    json.dumps(plain, allow_nan=False)


@pytest.mark.parametrize(
    "seen",
    [
        None, {}, [1], [{"actor": "a", "rung": "b"}], [{"actor": "a", "rung": "b", "times": 1.5}],
        [{"actor": "a", "rung": "b", "times": 0}], [{"actor": "a", "rung": "b", "times": MAX_TIMES + 1}],
        [{"actor": 1, "rung": "b", "times": 1}], [{"actor": "a", "rung": "b", "times": 1}] * (MAX_SEEN + 1),
    ],
)  # fmt: skip
def test_deeds_that_are_none_are_refused(seen):
    with pytest.raises(MessageError):
        parse(json.dumps({**json.loads(question()), "seen": seen}))


def test_deeds_are_further_observations_also_of_the_file_to_take_along():
    explored = Explored("board.yaml", load_text(TEXT))
    (deed,) = parse(question(seen=[{"actor": "board", "rung": "tolerate", "times": 3}])).seen
    scenario = explored.seen(explored.at(()), (deed,))
    assert scenario.observed[1:] == (Observation((("board", "tolerate"),), times=3),)
    assert load_text(explored.yaml(scenario)).observed == scenario.observed
    with pytest.raises(UsageError, match="rung of its own"):
        explored.seen(scenario, (Seen("chief", "tolerate", 1),))
