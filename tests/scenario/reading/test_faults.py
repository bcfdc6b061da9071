"""Mistakes of honest users: each said at its place, with what would be right, all in one run."""

from __future__ import annotations

import re

import pytest
from support.refusals import SMALLEST, refusal, refused


def test_duplicate_key_names_both_lines():
    refused(
        SMALLEST.replace("conflict:", "  red: {power: 2, preferences: [1, 0]}\nconflict:"), "twice.* line 3", line=4
    )


@pytest.mark.parametrize("entries", ["power: 0.3, power: 0.7", '"power": 1, power: 2'])
def test_duplicate_key_in_any_spelling_is_refused(entries):
    refused(SMALLEST.replace("power: 3", entries), "twice")


@pytest.mark.parametrize(
    "key", ["? [1, 2]\n", "{a: 1}", "~", "1.5", "true", "on", "no", "1", "01", "2024-01-01", ".inf"]
)
def test_keys_must_be_text(key):
    error = refusal(SMALLEST + f"{key}: 1\n")
    assert {fault.line for fault in error.faults} == {6}


def test_no_actor_is_named_as_the_side_that_no_seeker_leads():
    refused(SMALLEST.replace("red:", "status quo:"), "actors: 'status quo' is the side.*expected another name", line=3)


def test_merge_keys_are_refused():
    refused(SMALLEST + "<<: {rounds: 2}\n", "merge", line=6)


def test_unknown_and_missing_keys_are_said_in_one_run_with_the_nearest_known_name():
    error = refusal(SMALLEST.replace("power: 3", "powr: 3"))
    assert {fault.line for fault in error.faults} == {2}
    refused(SMALLEST.replace("power: 3", "powr: 3"), "did you mean 'power'", "'power' is missing", line=2)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Power", "power"),
        ("POWER", "power"),
        ("pref", "preferences"),
        ("preference", "preferences"),
        ("effectivness", "effectiveness"),
        ("risk-aversion", "risk_aversion"),
    ],
)
def test_misspelt_keys_of_actors_are_guessed(wrong, right):
    refused(SMALLEST.replace("power: 3", f"power: 3, {wrong}: 1"), f"did you mean '{right}'")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SMALLEST + "power: 3\n", r"actors\.NAME\.power"),
        (SMALLEST + "odds: 0.5\n", r"conflict\.destruction\.odds"),
        (SMALLEST + "destruction_odds: 0.5\n", r"conflict\.destruction\.odds"),
        (SMALLEST + "  odds: 0.5\n", r"conflict\.destruction\.odds"),
        (SMALLEST.replace("power: 3", "power: 3, rounds: 2"), "top of the file"),
        (SMALLEST + "grab: 0.3\n", "rung"),
        (SMALLEST + "decisiveness: 1\n", r"conflict\.decisiveness"),
    ],
)
def test_right_key_in_the_wrong_place_says_where_it_belongs(text, place):
    refused(text, f"belongs.*{place}|did you mean.*{place}")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        (re.sub(r"actors:\n.*\n.*\n", "actors: []\n", SMALLEST), "list.*mapping"),
        (re.sub(r"actors:\n.*\n.*\n", "actors:\n", SMALLEST), "nothing.*mapping"),
        (re.sub(r"actors:\n.*\n.*\n", "actors: A\n", SMALLEST), "text.*mapping"),
        (re.sub(r"actors:\n.*\n.*\n", "actors: {}\n", SMALLEST), "two actors"),
        (re.sub(r"actors:\n.*\n.*\n", "actors:\n  - {name: blue, power: 3}\n", SMALLEST), "list.*mapping"),
        (re.sub(r"  red.*\n", "", SMALLEST), "two actors"),
        (SMALLEST + "ladder: {hold: {}, seek: {grab: 0.3}}\n", "mapping.*list"),
        (SMALLEST + "ladder: []\n", "rungs"),
        (SMALLEST + "ladder: [hold, seek]\n", "name"),
        (SMALLEST + "ladder: [1, 2, 3]\n", "name"),
        (SMALLEST + "ladder: 3\n", "binary"),
        (SMALLEST + "ladder: low\n", "binary"),
        (SMALLEST + "ladder: binry\n", "did you mean binary"),
        (SMALLEST + "ladder: [{name: a}, {name: a}]\n", "two rungs"),
        (SMALLEST + "ladder: [{grab: 0.3}, {name: a}]\n", "name"),
        (SMALLEST + "outcomes: [a, a]\n", "twice"),
        (SMALLEST + "outcomes: {a: 1}\n", "list"),
        (SMALLEST + "outcomes: [a, b, c]\n", "outcomes"),
        (SMALLEST + "  contest: ration\n", "did you mean ratio"),
        (SMALLEST + "rounds: 0\n", "whole number"),
        (SMALLEST + "rounds: 1.5\n", "whole number"),
        (SMALLEST + "variants: [a]\n", "list.*mapping"),
        (SMALLEST + "variants: {v: {actors.rde.power: 1}}\n", "did you mean 'red'"),
        (SMALLEST + "variants: {v: {conflict.destruction.odds: 2}}\n", "from 0 to 1"),
        (SMALLEST + "variants: {v: {conflict.destruction.odds: -1}, w: {rounds: 0}}\n", "variants.v.*\n.*variants.w"),
        (SMALLEST + "expect: {seeks: {rde: never}}\n", "did you mean 'red'"),
        (SMALLEST + "expect: {seeks: {red: nver}}\n", "did you mean never"),
        (SMALLEST + "expect: {plays: {red: sek}}\n", "did you mean seek"),
        (SMALLEST + "expect: {wr: {at_most: 1}}\n", "did you mean 'war'"),
        (SMALLEST + "expect: {war: {at_most: 2}}\n", "from 0 to 1"),
        (SMALLEST + "expect: {war: {atmost: 1}}\n", "did you mean 'at_most'"),
        (SMALLEST + "expect: {war: 0.5}\n", "at_most"),
        (SMALLEST + "expect: {equilibria: {count: -1}}\n", "whole number"),
        (SMALLEST + "vary: {conflict.destruction.odds: 0:1}\n", "from:to:count"),
        (
            SMALLEST + "vary: {conflict.destruction.odds: {from: 0, to: 1, count: 1000000000000}}\n",
            "1,000,000,000,000 points",
        ),
        (SMALLEST + "vary: {conflict.destruction.odds: {from: 0, to: 1, step: 0.1}}\n", "count"),
        (SMALLEST + "vary: {conflict.destruction.odds: {from: 0, to: 1, count: 3, scale: log}}\n", "above 0"),
        (SMALLEST + "vary: {conflict.destruction.ods: 0:1:3}\n", "did you mean"),
        (SMALLEST + "vary: {actors.red.power: {from: 1, to: .nan, count: 3}}\n", "finite"),
        (SMALLEST + "unknown: {rationality: {gama: [2, 1]}}\n", "gamma"),
        (SMALLEST + "unknown: {rationality: {gamma: [2, 0]}}\n", "> 0"),
        (SMALLEST + "unknown: {rationalty: {gamma: [2, 1]}}\n", "rationality"),
        (SMALLEST + "unknown: {conflict.destruction.odds: {uniform: [1, 0]}}\n", "lower first"),
        (SMALLEST + "observed: {plays: {red: seek}}\n", "mapping.*list"),
        (SMALLEST + "observed: [{plays: {red: sek}}]\n", "did you mean seek"),
        (SMALLEST + "observed: [{plays: {red: seek}, times: 0}]\n", "whole number"),
        (SMALLEST + "observed: [{}]\n", "plays"),
        (SMALLEST.replace("[1, 0]}", "[1, 0], types: {a: {probability: 0.5}}}"), "sum to 0.5"),
        (SMALLEST.replace("preferences: [1, 0]}", "types: {a: {probability: 1}}}"), "preferences"),
        (SMALLEST.replace("[1, 0]}", "[1, 0], beliefs: {conflict.destruction.ods: 1}}"), "did you mean"),
        (SMALLEST.replace("[1, 0]}", "[1, 0], beliefs: {rounds: 2}}"), "beliefs"),
        (SMALLEST.replace("[1, 0]}", "[1, 0], growth: 0}"), "> 0"),
        (SMALLEST.replace("[1, 0]}", "[1, 0], risk_aversion: 1000}"), "500"),
    ],
)
def test_structural_mistakes_say_what_would_be_right(text, pattern):
    error = refusal(text)
    assert re.search(pattern, str(error)), str(error)
    assert all(fault.line and fault.column for fault in error.faults), str(error)


@pytest.mark.parametrize(
    ("types", "told"),
    [
        ("{}", "actors.red.types: expected at least one type"),
        ("[{probability: 1}]", "actors.red.types: a list is given; expected a mapping of types by name"),
        (
            "{a: {probability: 1, preferences: [0, 0]}}",
            "actors.red.types.a.preferences: all numbers are 0, which is no direction; expected at least one other",
        ),
        (
            "{a: {probability: 1, preferences: [1, 0, 0]}}",
            "actors.red.types.a.preferences: there are 3 numbers, and 'blue' has 2",
        ),
        ("{a: 1}", "actors.red.types.a: 1 is given; expected {probability, preferences, beliefs}"),
    ],
)
def test_a_fault_in_types_has_no_others_in_its_train(types, told):
    text = SMALLEST.replace("preferences: [1, 0]", f"types: {types}")
    text += "expect: {deceives: {red: {a: {verdict: open}}}}\n" if "a:" in types else ""
    (fault,) = refusal(text).faults
    assert f"{fault.path}: {fault.message}" == told
    assert fault.line == 3


TABLED = """\
actors: {red: {power: 1}, blue: {power: 3}, grey: {power: 2, beliefs: {alignment.red.blue: 0.2}}}
alignments: {red: {blue: 0.3, grey: 0.5}, blue: {grey: 0.1}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
variants: {near: {alignment.red.blue: 0.6}, far: {actors.red.preferences: [1, 0, 0]}}
vary: {actors.red.preferences.0: [0, 1]}
"""
RUNGS = """\
ladder: [{name: care}, {nam: race, grab: 0.3}]
variants: {fierce: {ladder.race.grab: 0.5, expect: {plays: {red: race}}}}
vary: {ladder.race.provokes: [0, 1]}
observed: [{plays: {blue: race}}]
expect: {plays: {red: care, blue: race}}
"""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (TABLED.replace("alignments:", "alignmints:"), 4),
        (TABLED.replace("grey: 0.1", "grey: 1.1"), 1),
        (TABLED.replace(", blue: {grey: 0.1}", ""), 1),
        (TABLED.replace("blue: {grey: 0.1}", "blue: {grey: -0.9}"), 1),
        (SMALLEST + RUNGS, 2),
        (SMALLEST.replace("[1, 0]", "{peace: 1}") + "outcomes: 2\nvary: {actors.red.preferences.peace: [0, 1]}\n", 1),
    ],
)
def test_what_refers_to_a_part_with_a_fault_is_no_fault(text, count):
    assert len(refusal(text).faults) == count


def test_all_faults_come_at_once_in_the_order_of_the_file():
    text = SMALLEST.replace("power: 3", "power: -3").replace("[1, 0]", "[0, 0]").replace("odds: 0.6", "odds: 6")
    lines = [fault.line for fault in refusal(text + "rounds: 0\nvary: {nowhere: 0:1:3}\n").faults]
    assert lines == [2, 3, 5, 6, 7]


def test_ten_thousand_faults_are_counted_and_twenty_shown():
    error = refusal(SMALLEST + "".join(f"unknown_key_{k}: 1\n" for k in range(10_000)))
    assert len(str(error).splitlines()) == 21
    assert str(error).endswith("... and 9980 more")
