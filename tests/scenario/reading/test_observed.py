"""What was observed, what is given and what must be inferred: read from a file, checked, written, extended."""

from __future__ import annotations

import pytest
from support.refusals import SMALLEST, refusal, refused

from powergame.scenario.reading.load import load, load_text
from powergame.scenario.types import Expectation, Observation
from powergame.scenario.writing.dump import dump

WHOLE = (
    SMALLEST
    + """\
unknown:
  alignment.red.blue: {uniform: [-1, 1]}
observed:
  - {plays: {red: seek, blue: hold}, war: true, times: 3}
  - {war: false, under: {rationality: 3, rationality.red: 1e2, conflict.stakes: 0.1}}
  - {plays: {red: yield}, under: {ladder: brinkmanship}, times: 1000000000}
given: [alignment.red.blue < 0.5, -1 <= alignment_with_power.blue]
expect:
  infers:
    alignment.red.blue < 0: {at_least: 0.7, at_most: 1}
    rationality < 20: {at_most: 0.9}
"""
)


def test_observations_have_plays_or_war_or_both():
    first, second, third = load_text(WHOLE).observed
    assert first == Observation((("red", "seek"), ("blue", "hold")), (), 3, war=True)
    assert second == Observation(
        (), (("rationality", 3.0), ("rationality.red", 100.0), ("conflict.stakes", 0.1)), war=False
    )
    assert (third.times, third.war) == (10**9, None)


def test_comparisons_are_kept_as_they_are_written():
    scenario = load_text(WHOLE)
    assert scenario.given == ("alignment.red.blue < 0.5", "-1 <= alignment_with_power.blue")
    assert load_text(SMALLEST + "given: alignment.red.blue<0\n").given == ("alignment.red.blue<0",)
    first, *_ = scenario.expect
    assert first == Expectation(("infers", "alignment.red.blue < 0", "at_most"), 1.0)
    assert len(scenario.expect) == 3


def test_what_is_written_loads_back():
    scenario = load_text(WHOLE)
    again = load_text(dump(scenario))
    assert (again.observed, again.given, again.expect) == (scenario.observed, scenario.given, scenario.expect)


def test_each_bound_of_a_comparison_has_its_place():
    places = {e.path: e.position for e in load_text(WHOLE).expect}
    assert (places["infers.alignment.red.blue < 0.at_most"].line, places["infers.rationality < 20.at_most"].line) == (
        15,
        16,
    )


def test_comparisons_of_an_extended_file_are_replaced_and_its_expectations_merged(tmp_path):
    (tmp_path / "base.yaml").write_text(WHOLE, encoding="utf-8")
    path = tmp_path / "more.yaml"
    path.write_text(
        "extends: base.yaml\ngiven: conflict.stakes > 0\nobserved: [{war: true}]\n"
        "expect: {infers: {rationality < 20: {at_most: 0.5}}}\n",
        encoding="utf-8",
    )
    scenario = load(path)
    assert scenario.given == ("conflict.stakes > 0",)
    assert len(scenario.observed) == 1
    assert {e.path: e.value for e in scenario.expect} == {
        "infers.alignment.red.blue < 0.at_most": 1.0,
        "infers.alignment.red.blue < 0.at_least": 0.7,
        "infers.rationality < 20.at_most": 0.5,
    }


def observed(entry):
    return f"{SMALLEST}observed: [{entry}]\n"


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        (observed("{}"), "nothing was seen; expected plays, war or both"),
        (observed("{under: {conflict.stakes: 1}, times: 2}"), "expected plays, war or both"),
        (observed("{plays: {}}"), "at least one actor's rung"),
        (observed("{plays: {}, war: true}"), "at least one actor's rung"),
        (observed("{plays: {rde: seek}}"), "did you mean 'red'"),
        (observed("{plays: {red: sek}}"), "did you mean seek"),
        (observed("{plays: {red: yield}}"), "expected one of hold, seek"),
        (observed("{plays: {red: [seek]}}"), "a list is given"),
        (observed("{plays: {red: seek, red: hold}}"), "twice"),
        (observed("{plays: {red: seek}, plays: {red: hold}}"), "twice"),
        (observed("{plays: {red: seek}, wr: true}"), "did you mean 'war'"),
        (observed("{war: yes}"), "write true, or quote it"),
        (observed("{war: off}"), "write false, or quote it"),
        (observed('{war: "yes"}'), "'yes' is text; expected true or false"),
        (observed("{war: 1}"), "1 is given; expected true or false"),
        (observed("{war: }"), "nothing is given; expected true or false"),
        (observed("{war: true, times: 0}"), "expected a whole number from 1 to 1,000,000,000"),
        (observed("{war: true, times: -1}"), "out of range"),
        (observed("{war: true, times: 1.5}"), "not a whole number"),
        (observed("{war: true, times: 1000000001}"), "out of range"),
        (observed("{war: true, times: .inf}"), "not finite"),
        (observed("{war: true, times: true}"), "truth value"),
        (observed("{war: true, under: {rationality: -1}}"), "expected a number >= 0"),
        (observed("{war: true, under: {rationality: .nan}}"), "not finite"),
        (observed("{war: true, under: {rationality: .inf}}"), "not finite"),
        (observed("{war: true, under: {rationality.rde: 1}}"), "did you mean 'red'"),
        (observed("{war: true, under: {conflict.stakes: 2}}"), "from 0 to 1"),
        (observed("{war: true, under: {alignment.red.blue: 0, alignment.blue.red: 0}}"), "twice"),
        (observed("seek"), "expected {plays"),
        (SMALLEST + "observed: seek\n", "'seek' is text; expected a list"),
        (SMALLEST + "given: 3\n", "expected a comparison"),
        (SMALLEST + "given: {alignment.red.blue: 0}\n", "a mapping is given; expected a comparison"),
        (SMALLEST + "given: [alignment.red.blue < 0, true]\n", "truth value; expected a comparison"),
        (SMALLEST + "given: alignment.red.bleu < 0\n", "given: there is no actor 'bleu'; did you mean 'blue'"),
        (SMALLEST + "given: alignment.red.blue < .nan\n", "not finite"),
        (SMALLEST + "given: conflict.contest == ration\n", "did you mean ratio"),
        (SMALLEST + "expect: {infers: alignment.red.blue < 0}\n", "expected {comparison"),
        (SMALLEST + "expect: {infers: {alignment.red.blue < 0: 0.7}}\n", "at_most"),
        (SMALLEST + "expect: {infers: {alignment.red.blue < 0: {}}}\n", "expected at_most or at_least"),
        (SMALLEST + "expect: {infers: {alignment.red.blue < 0: {at_least: 70}}}\n", "from 0 to 1"),
        (SMALLEST + "expect: {infers: {alignment.red.blue < 0: {at_least: .nan}}}\n", "not finite"),
        (SMALLEST + "expect: {infers: {alignment.red.bleu < 0: {at_least: 0.7}}}\n", "did you mean 'blue'"),
        (SMALLEST + "expect: {infers: {alignment.red.blue: {at_least: 0.7}}}\n", "expected PATH < NUMBER"),
        (SMALLEST + "unknown: {conflict.stakes: {uniform: [2, 3]}}\n", "out of range"),
        (SMALLEST + "unknown: {conflict.stakes: {normal: [.nan, 1]}}\n", "a mean and a standard deviation"),
        (SMALLEST + "unknown: {conflict.stakes: {uniform: [0, .inf]}}\n", "two numbers"),
        (SMALLEST + "unknown: {rationality: {uniform: [-2, -1]}}\n", "out of range"),
    ],
)
def test_each_mistake_is_said_at_its_place(text, pattern):
    refused(text, pattern, line=6)


def test_rationality_is_known_in_situations_only():
    for line in ("variants: {v: {rationality: 3}}", "vary: {rationality: 1:2:3}"):
        refused(f"{SMALLEST}{line}\n", "a scenario holds no rationality", line=6)


@pytest.mark.parametrize(
    "text", ["given: [alignment.red.blue < 0, *x]", "given: [[[alignment.red.blue < 0]]]", f"given: {'[' * 40}"]
)
def test_nothing_else_hides_in_a_list_of_comparisons(text):
    refusal(f"{SMALLEST}{text}\n")


def test_a_thousand_observations_are_read():
    lines = [f"  - {{plays: {{red: seek}}, under: {{conflict.stakes: {k / 1000}}}}}\n" for k in range(1000)]
    scenario = load_text(f"{SMALLEST}observed:\n{''.join(lines)}")
    assert [dict(seen.under)["conflict.stakes"] for seen in scenario.observed] == [k / 1000 for k in range(1000)]


def test_observations_of_several_rounds_are_read():
    assert load_text(WHOLE + "rounds: 3\n").rounds == 3
