"""What is expected of private types: read by the one table of expectations, checked, written, extended."""

from __future__ import annotations

from typing import get_args

import pytest
from support.refusals import refusal

from powergame.scenario import fields
from powergame.scenario.reading.load import load, load_text
from powergame.scenario.types import DeceptionWord
from powergame.scenario.writing.dump import dump

PRIVATE = """\
actors:
  blue: {power: 3, preferences: [1, 0]}
  red:
    power: 2
    types:
      loyal: {probability: 0.8, preferences: [1, 0.1]}
      rival: {probability: 0.2, preferences: [-1, 0]}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
rounds: 2
"""
DECEIVES = """\
expect:
  deceives:
    red:
      rival: {coup: {at_least: 0.9, at_most: 1}, verdict: conceals}
      loyal: {withholds: {at_most: 0}, shows: {at_most: 0}, verdict: open}
"""


def expecting(deceives):
    return f"{PRIVATE}expect: {{deceives: {deceives}}}\n"


def test_each_measure_and_word_of_a_type_is_a_statement():
    values = {e.words: e.value for e in load_text(PRIVATE + DECEIVES).expect}
    assert values == {
        ("deceives", "red", "rival", "verdict"): "conceals",
        ("deceives", "red", "rival", "coup", "at_most"): 1,
        ("deceives", "red", "rival", "coup", "at_least"): 0.9,
        ("deceives", "red", "loyal", "verdict"): "open",
        ("deceives", "red", "loyal", "withholds", "at_most"): 0,
        ("deceives", "red", "loyal", "shows", "at_most"): 0,
    }


def test_each_statement_has_its_place():
    places = {e.path: (e.position.line, e.position.column) for e in load_text(PRIVATE + DECEIVES).expect}
    assert places["deceives.red.rival.coup.at_least"] == (13, 32)
    assert places["deceives.red.loyal.verdict"] == (14, 70)


def test_what_is_written_loads_back():
    scenario = load_text(PRIVATE + DECEIVES)
    assert load_text(dump(scenario)).expect == scenario.expect


def test_expectations_of_an_extended_file_are_merged_key_by_key(tmp_path):
    (tmp_path / "base.yaml").write_text(PRIVATE + DECEIVES, encoding="utf-8")
    path = tmp_path / "more.yaml"
    path.write_text(
        "extends: base.yaml\nexpect: {deceives: {red: {rival: {coup: {at_least: 0.5}}}}}\n", encoding="utf-8"
    )
    before, after = (
        {e.path: e.value for e in scenario.expect} for scenario in (load(tmp_path / "base.yaml"), load(path))
    )
    assert after == before | {"deceives.red.rival.coup.at_least": 0.5}


def test_every_word_of_deception_can_be_expected():
    words = get_args(DeceptionWord)
    assert words
    for word in words:
        (statement,) = load_text(expecting(f"{{red: {{rival: {{verdict: {word}}}}}}}")).expect
        assert statement.value == word


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{rde: {rival: {verdict: open}}}", "there is no actor 'rde'; did you mean 'red'?"),
        ("{red: {rivla: {verdict: open}}}", "there is no type 'rivla'; did you mean 'rival'?"),
        ("{blue: {rival: {verdict: open}}}", "'blue' has no private types; expected an actor that has some"),
        ("{red: {rival: {verdict: conceal}}}", "did you mean conceals?"),
        ("{red: {rival: {verdict: [open]}}}", "a list is given; expected one of conceals"),
        ("{red: {rival: {cup: {at_least: 1}}}}", "unknown key 'cup'; did you mean 'coup'?"),
        ("{red: {rival: {coup: {at_least: 2}}}}", "expected a number from 0 to 1"),
        ("{red: {rival: {coup: {at_least: .nan}}}}", "not finite"),
        ("{red: {rival: {coup: {atleast: 1}}}}", "did you mean 'at_least'?"),
        ("{red: {rival: {coup: {at_least: 0.6, at_most: 0.5}}}}", "nothing can be both"),
        ("{red: {rival: {coup: 1}}}", "expected {at_most: 0.1} or {at_least: 0.1}"),
        ("{red: {rival: {coup: {}}}}", "expected at_most or at_least"),
        ("{red: {rival: {}}}", "expected verdict, withholds, coup or shows"),
        ("{red: {rival: conceals}}", "'conceals' is text; expected {verdict: conceals}"),
        ("{red: rival}", "'rival' is text; expected a mapping by type"),
        ("red", "'red' is text; expected a mapping by actor"),
    ],
)
def test_an_expectation_that_can_hold_of_nothing_is_refused(text, message):
    assert message in str(refusal(expecting(text)))


def test_a_fault_names_its_path():
    assert "expect.deceives.red.rival.coup.at_least: 2 is out of range" in str(
        refusal(expecting("{red: {rival: {coup: {at_least: 2}}}}"))
    )


def test_every_expectation_has_a_meaning_and_a_question():
    for key, part in fields.EXPECT.items():
        assert part.meaning.endswith("."), key
        assert part.question in ("solve", "infer", "deceive")
