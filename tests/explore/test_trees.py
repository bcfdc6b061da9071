"""Private types and several rounds, live: types share what a slider leaves, and the page says what the commands say."""

from __future__ import annotations

import json
import shlex

import pytest
from support import deceptions
from support.browser import grave_faults
from support.explored import heard, question, running
from support.in_process import done, powergame
from support.installed import SCENARIOS, SMALLEST
from support.shown_page import command, move, opened, settled

from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.explore.session import Explored
from powergame.explore.trees.panel import full_result, quick_result, tree_view
from powergame.explore.view import shares
from powergame.report.documents.deceive import document
from powergame.scenario.reading.load import load, load_text

ALIGNED, MISALIGNED = (f"actors.system.types.{name}.probability" for name in ("aligned", "misaligned"))


LAB = """
actors:
  regulator: {power: 4, preferences: {angle: 0}}
  lab:
    power: 3
    growth: 1.8
    types:
      careful: {probability: 0.6, preferences: {angle: 25}}
      ambitious: {probability: 0.3, preferences: {angle: 80}}
      reckless: {probability: 0.1, preferences: {angle: 140}}
conflict: {destruction: {odds: 0.4, severity: 0.5}}
rounds: 2
"""
"""A reckless lab seeks power at once with 67.9 %, and the regulator in round 2 with 59.4 %."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    file = tmp_path_factory.mktemp("trees") / "coup.yaml"
    file.write_text(deceptions.COUP)
    with running(file) as started:
        started.file = file
        yield started


def test_what_is_shown_is_the_document_and_the_cards():
    shown = tree_view(deceptions.coup())
    assert shown["headline"] == document(deceptions.coup()).blocks[0].text.text
    assert json.loads(json.dumps(shown))["tree"]["first"]["onward"][0]["onward"][1]["head"] == "hold, seek"
    assert shown["typed"]
    kinds = [block["kind"] for block in shown["blocks"]]
    assert kinds[:2] == ["table", "table"]


def test_types_share_what_a_slider_leaves():
    explored = Explored("coup.yaml", load_text(deceptions.COUP))
    assert {ALIGNED, MISALIGNED, "actors.system.growth", "rounds"} <= explored.movable
    moved = explored.at([(MISALIGNED, 0.5), (ALIGNED, 0.9)])
    assert shares(moved) == {ALIGNED: 0.9, MISALIGNED: pytest.approx(0.1)}


@pytest.mark.parametrize(
    "sets",
    [
        [(MISALIGNED, 0.5), (ALIGNED, 0.9)],
        [("actors.system.growth", 0.5), (MISALIGNED, 0.3)],
        [("actors.system.types.aligned.preferences.angle", 40.0), ("rounds", 3.0)],
    ],
)
def test_the_command_leads_to_what_is_shown(sets, tmp_path):
    file = tmp_path / "coup.yaml"
    file.write_text(deceptions.COUP)
    explored = Explored(str(file), load(file))
    words = shlex.split(explored.command(sets, Concept()))
    assert words[:3] == ["powergame", "deceive", str(file)]
    changed = load(file, sets=words[4::2])
    assert changed.actors == explored.at(sets).actors
    assert changed.rounds == explored.at(sets).rounds


def test_rounds_without_types_are_moved_with_alignments_and_growth():
    explored = Explored("dilemma.yaml", load_text(SMALLEST + "rounds: 2\n"))
    assert {"rounds", "actors.blue.growth"} <= explored.movable
    assert any(path.startswith("alignment.") for path in explored.movable)
    assert explored.command((), Concept()).startswith("powergame solve")
    assert explored.axes == {}
    with pytest.raises(UsageError, match="two rounds"):
        quick_result(explored.at([("rounds", 1.0)]), Concept())


def test_the_page_says_what_deceive_says_and_follows_sliders(new_page, server):
    page = opened(new_page(width=1280), server)
    assert page.locator(".current .headline").inner_text() == (
        "system (misaligned) conceals what it is, and strikes later."
    )
    assert page.locator(".current .face").count() == 4
    assert page.locator(".current .phasecard").is_hidden()
    data = json.loads(done("deceive", server.file, "--format", "json"))
    assert data["actors"]["system"]["types"]["misaligned"]["why"] in page.locator(".treewords").inner_text()
    move(page, "rounds", 1)
    page.get_by_text("Nobody deceives").wait_for()
    settled(page)
    page.locator('html[data-written]:not([data-written=""])').wait_for(state="attached")
    assert "--set rounds=1" in command(page)
    move(page, MISALIGNED, 0.6)
    settled(page)
    assert float(page.locator(f'input[data-path="{ALIGNED}"]').input_value()) == pytest.approx(0.4)
    assert grave_faults(page) == []


def test_a_mixture_leaves_room_for_names(new_page, tmp_path):
    file = tmp_path / "lab.yaml"
    file.write_text(LAB)
    with running(file) as lab:
        page = opened(new_page(width=1280), lab)
        assert "seek" in page.locator(".current .does").filter(has_text="67.9").first.inner_text()
        names = page.locator(".current .typename").filter(has_text="ambitious")
        widths = names.evaluate_all("names => names.map((name) => name.clientWidth)")
        assert min(widths) > 45  # pixels: a mark, and more of a name than its first letter


def test_on_a_phone_the_words_come_first_and_nothing_runs_off(new_page, server):
    page = opened(new_page(width=390, height=800, dark=True), server)
    tops = [page.locator(f".current {part}").bounding_box()["y"] for part in (".summary", ".treecard", ".treewords")]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave_faults(page) == []


def test_two_scenarios_stand_side_by_side(new_page):
    with running(SCENARIOS / "agent-provocateur.yaml", SCENARIOS / "loyal-general.yaml") as two:
        page = opened(new_page(width=1400), two)
        page.locator(".pinned .face").first.wait_for()
        left, right = (page.locator(f".{side} .treecard").bounding_box() for side in ("pinned", "current"))
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]


def test_a_request_without_a_diagram_is_answered(server):
    with server.line() as line:
        heard(line, "hello")
        line.send(question(settled=True))
        answer = heard(line, "answer")["answer"]
        assert answer["shares"] == {ALIGNED: 0.8, MISALIGNED: 0.2}
        assert heard(line, "settled")["tree"]["headline"] == answer["headline"]


def test_games_too_large_to_be_moved_are_refused_with_their_size(tmp_path):
    file = tmp_path / "long.yaml"
    file.write_text(deceptions.COUP.replace("rounds: 2", "rounds: 4"))
    run = powergame("explore", file, "--no-browser")
    assert run.returncode == 2
    assert "information sets" in run.stderr


def test_the_full_answer_looks_for_all_pure_equilibria():
    scenario = load_text(deceptions.PROVOCATEUR)
    assert quick_result(scenario, Concept()).pure is None
    assert full_result(scenario, Concept()).pure is not None
