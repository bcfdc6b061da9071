"""The report's section on what the deeds tell: the words of `infer`, its picture, or why there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import inferences
from support.browser import chromium, grave_faults, new_page  # noqa: F401

from powergame.analysis import report as analysis
from powergame.analysis.report import Report, Reported, report
from powergame.analysis.solve import solve
from powergame.report.documents import infer as inferred
from powergame.report.page.render import render
from powergame.scenario.reading.load import load_text

OBSERVED = """\
unknown: {conflict.destruction.odds: {choice: [0.2, 0.6]}}
observed: [{plays: {board: dismiss}}]
"""
BOARD = inferences.TEXT.partition("unknown:")[0]


def reported(**more):
    answer = solve(inferences.scenario(), look_for_turns=False)
    return Reported(answer, (), None, **more)


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


def test_the_page_says_what_infer_says_and_shows_its_picture(opened):
    inference = inferences.several_deeds()
    page = opened(render(Report((reported(inference=inference),))), width=390, height=800)
    section = page.locator("#deeds")
    assert inferred.headline(inference) in section.inner_text()
    assert section.locator("tbody tr").count() >= len(inference.deeds)
    picture = section.locator("figure.posterior svg.narrow")
    assert picture.bounding_box()["width"] <= 390
    assert "alignment of board and chief: mean" in picture.get_attribute("aria-label")
    assert page.locator('nav a[href="#deeds"]').inner_text() == "What the deeds tell"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave_faults(page) == []


def test_a_scenario_without_deeds_has_no_such_section():
    assert 'id="deeds"' not in render(Report((reported(),)))


def test_a_failure_is_a_line_on_the_page():
    text = render(Report((reported(not_inferred="no value explains the deeds <b>"),)))
    assert "The deeds were not explained: no value explains the deeds &lt;b&gt;" in text


def test_hostile_names_stay_text_in_the_picture_of_deeds():
    base = inferences.several_deeds()
    evil = replace(base.deeds[0].observation, plays=(("board", "<script>x</script>"),))
    hostile = replace(base, deeds=(replace(base.deeds[0], observation=evil),))
    text = render(Report((reported(inference=hostile),)))
    assert "<script>x" not in text
    assert "board &lt;script&gt;x&lt;/script&gt;" in text


@pytest.mark.parametrize(("text", "learns"), [(BOARD + OBSERVED, True), (BOARD, False)])
def test_what_is_unknown_is_inferred_where_deeds_were_observed(text, learns):
    (part,) = report([solve(load_text(text), look_for_turns=False)]).parts
    assert (part.inference is not None) == learns
    assert part.not_inferred == ""


def test_a_report_takes_few_draws_and_says_why_it_has_no_answer(monkeypatch):
    from powergame.analysis.infer import run
    from powergame.errors import NoAnswerError

    asked = []

    def refuses(_scenario, **options):
        asked.append(options["draws"])
        raise NoAnswerError("nothing explains this")

    monkeypatch.setattr(run, "infer", refuses)
    (part,) = report([solve(load_text(BOARD + OBSERVED), look_for_turns=False)]).parts
    assert (part.inference, part.not_inferred) == (None, "nothing explains this")
    assert asked == [analysis.INFERENCE_DRAWS]
