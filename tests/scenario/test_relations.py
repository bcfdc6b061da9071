"""Comparisons as they are written: what reads is taken, and what does not is refused in one line."""

from __future__ import annotations

import pytest
from support.installed import SMALLEST

from powergame.scenario.fields import FieldError
from powergame.scenario.reading.load import load_text
from powergame.scenario.relations import MAX_LENGTH, relation, unknown_behind
from powergame.text import printable

AWKWARD = load_text(
    """
actors:
  b: {power: 3, preferences: [1, 0.2]}
  "b < 0": {power: 1, preferences: [1, 0], beliefs: {conflict.destruction.odds: 0.2}}
  "a<=b==c": {power: 1, preferences: [0, 1], types: {hawk: {probability: 1, beliefs: {conflict.stakes: 0.3}}}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
unknown:
  alignment.b.b < 0: {uniform: [-1, 1]}
  actors.b.power: {choice: [1, 2]}
  conflict.destruction.odds: {uniform: [0, 1]}
  conflict.stakes: {uniform: [0, 1]}
  conflict.contest: {choice: [ratio, logistic]}
  rationality: {gamma: [2, 5]}
"""
)


def sides(text):
    read = relation(AWKWARD, text)
    return tuple(getattr(side, "text", side) for side in (read.left, read.operator, read.right))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alignment.b.b < 0 < 0", ("alignment.b.b < 0", "<", 0)),
        ("alignment.b.b < 0<=.5", ("alignment.b.b < 0", "<=", 0.5)),
        ("-1e-2 > alignment.b < 0.a<=b==c", (-0.01, ">", "alignment.b < 0.a<=b==c")),
        ("alignment.b.a<=b==c<=0", ("alignment.b.a<=b==c", "<=", 0)),
        ("actors.b.power>=actors.b < 0.power", ("actors.b.power", ">=", "actors.b < 0.power")),
        ("  conflict.contest==logistic ", ("conflict.contest", "==", "logistic")),
        ("actors.b.power == 2", ("actors.b.power", "==", 2)),
        ("actors.b.power == actors.b < 0.power", ("actors.b.power", "==", "actors.b < 0.power")),
        ("rationality.b < rationality", ("rationality.b", "<", "rationality")),
        (
            "actors.a<=b==c.types.hawk.beliefs.conflict.stakes < conflict.stakes",
            ("actors.a<=b==c.types.hawk.beliefs.conflict.stakes", "<", "conflict.stakes"),
        ),
    ],
)
def test_names_with_operators_are_read_wherever_they_can_be(text, expected):
    assert sides(text) == expected


def test_alignment_with_the_powers_that_be_is_compared_like_a_path():
    read = relation(load_text(SMALLEST.replace("blue", '"b < 0"')), "alignment_with_power.b < 0 >= -1")
    assert (read.left.actor, read.operator, read.right) == ("b < 0", ">=", -1)
    typed = load_text(SMALLEST.replace("preferences: [1, 0]}", "types: {a: {probability: 1, preferences: [1, 0]}}}"))
    with pytest.raises(FieldError, match="its types have"):
        relation(typed, "alignment_with_power.blue > 0")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected PATH < NUMBER"),
        ("alignment.red.blue", "expected PATH < NUMBER"),
        ("alignment.red.blue = 0", "expected PATH < NUMBER"),
        ("alignment.red.blue <", "nothing stands on one side"),
        ("alignment.red.bleu < 0", "did you mean 'blue'"),
        ("alignment.red.red < 0", "with itself"),
        ("alignment_with_power.rde < 0", "did you mean 'red'"),
        ("actors.red.powr > 1", "did you mean 'power'"),
        ("actors.red > 1", "ends too early"),
        ("actors.red.preferences > 1", "neither a number nor a word"),
        ("ladder > 1", "neither a number nor a word"),
        ("ladder.sek.grab > 1", "did you mean 'seek'"),
        ("alignment.red.blue < low", "'low' is text; expected a number or a path"),
        ("alignment.red.blue < inf", "not finite"),
        ("alignment.red.blue > .nan", "not finite"),
        ("alignment.red.blue > NaN", "not finite"),
        ("alignment.red.blue < 1e999", "overflows"),
        ("alignment.red.blue < 0,5", "decimal mark is a point"),
        ("alignment.red.blue < 50%", "0.5 for 50%"),
        ("0 < alignment.red.blue < 1", "one comparison at a time"),
        ("1 < 2", "two numbers"),
        ("alignment.red.blue == 0", "probability 0"),
        ("conflict.stakes == 1", "probability 0"),
        ("rationality == 1", "probability 0"),
        ("conflict.contest == ration", "did you mean ratio"),
        ("conflict.contest < ratio", "is a word"),
        ("ratio == conflict.contest", "conflict.contest == WORD"),
        ("conflict.contest == 1", "expected one of ratio, logistic"),
        ("[b]alignment.red.blue[/b] < 0", "there is no path"),
        ("alignment.red.\x1b[31mblue < 0", "there is no actor"),
        ("alignment.red.blue\u202e < 0", "there is no actor"),
        ("x" * 100_000 + " < 0", "at most 1,000 characters"),
        ("<" * MAX_LENGTH, "nothing stands on one side"),
    ],
)
def test_what_is_no_comparison_is_refused_in_one_line(text, message):
    with pytest.raises(FieldError) as caught:
        relation(load_text(SMALLEST), text)
    assert message in str(caught.value)
    assert printable(str(caught.value)) == str(caught.value)
    assert len(str(caught.value)) < 400


def behind(text):
    left = relation(AWKWARD, f"{text} < 0").left
    known = unknown_behind(AWKWARD, left)
    return known and known[0]


def test_a_path_has_the_value_of_the_unknown_that_it_names_or_falls_back_on():
    assert behind("alignment.b < 0.b") == "alignment.b.b < 0"
    assert behind("rationality.b") == "rationality"
    assert behind("actors.b.beliefs.conflict.destruction.odds") == "conflict.destruction.odds"
    assert behind("actors.b < 0.beliefs.conflict.destruction.odds") is None
    assert behind("actors.a<=b==c.types.hawk.beliefs.conflict.destruction.odds") == "conflict.destruction.odds"
    assert behind("actors.a<=b==c.types.hawk.beliefs.conflict.stakes") is None
    assert behind("actors.b.effectiveness") is None


def test_who_believes_anything_about_directions_may_see_another_alignment():
    text = SMALLEST.replace("[1, 0]}", "[1, 0], beliefs: {actors.blue.preferences: [0, 1]}}")
    scenario = load_text(text + "unknown: {alignment.red.blue: {uniform: [-1, 1]}}\n")
    for viewer, expected in (("red", None), ("blue", "alignment.red.blue")):
        read = relation(scenario, f"actors.{viewer}.beliefs.alignment.red.blue < 0")
        known = unknown_behind(scenario, read.left)
        assert (known and known[0]) == expected
