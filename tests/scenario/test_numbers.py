"""What a number is in a scenario, and what it may be where."""

from __future__ import annotations

import re

import pytest
from support.refusals import SMALLEST, refusal, refused

from powergame.scenario.reading.load import load_text


def with_power(text: str) -> str:
    return SMALLEST.replace("power: 3", f"power: {text}")


@pytest.mark.parametrize(
    "text", ["1e-3", "1e3", "1.0e5", ".5", "1.", "+2", "0", "1E+2", "-0", "5e-324", "1e-320", "1e150"]
)
def test_numbers_are_those_of_yaml_1_2(text):
    assert load_text(with_power(text)).actors[0].power == float(text)


NOT_NUMBERS = [
    "0755",
    "08",
    "0x1F",
    "0X1f",
    "0o17",
    "0b101",
    "1_000",
    "0,5",
    "50%",
    "1/3",
    "½",
    "٣.٥",
    "１２",
    "1e400",
    "-1e400",
    '"0.5"',
    "'1'",
    "true",
    "no",
    "yes",
    "on",
    "~",
    "null",
    "",
    ".nan",
    ".inf",
    "-.inf",
    "NaN",
    "nan",
    "Infinity",
    "inf",
    "1:30",
    "2024-01-01",
    "[1]",
    "{a: 1}",
    "1 000",
    "1e",
    "0x",
    "--1",
    "1" * 350,
    "1" * 1000,
    "9" * 309,
    "-1",
    "1e151",
    "1.2.3",
    "1e1e1",
    "1d3",
    "1f",
    "1j",
]


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_number_to_all_readers_is_refused_in_its_line(text):
    error = refusal(SMALLEST.replace("{power: 3, preferences", f"{{power: {text} , preferences"))
    assert {fault.line for fault in error.faults} == {2}, str(error)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0,5", "point"),
        ("50%", "0.5"),
        ("1/3", "decimal"),
        ("1_000", "group"),
        ("0x1F", "decimal"),
        ("0o17", "decimal"),
        ("1e400", "overflow"),
        ('"0.5"', "remove the quotes"),
        ("true", "number"),
        ("~", "number"),
    ],
)
def test_refused_numbers_say_what_to_write(text, hint):
    refused(SMALLEST.replace("{power: 3,", f"\n    {{power: {text},\n    "), hint, line=3)


@pytest.mark.parametrize("field", ["odds", "severity"])
@pytest.mark.parametrize("value", ["1.0000001", "-1e-18", "100", "50", ".nan", "-.inf"])
def test_probabilities_lie_from_0_to_1(field, value):
    refusal(re.sub(f"{field}: [0-9.]+", f"{field}: {value}", SMALLEST))


@pytest.mark.parametrize("value", ["0", "1", "0.0", "1.0", "-0.0", "1e-320"])
def test_probabilities_may_be_the_ends(value):
    odds = load_text(SMALLEST.replace("odds: 0.6", f"odds: {value}")).conflict.odds
    assert odds == float(value)
    assert not str(odds).startswith("-")


@pytest.mark.parametrize("value", [".inf", "inf", "+.inf", ".INF"])
def test_decisiveness_may_be_infinite(value):
    assert load_text(SMALLEST + f"  decisiveness: {value}\n").conflict.decisiveness == float("inf")


@pytest.mark.parametrize("value", ["-.inf", ".nan", "-1", "infinite", '"1"', "1e400"])
def test_decisiveness_may_be_nothing_else_that_is_endless(value):
    refused(SMALLEST + f"  decisiveness: {value}\n", line=6)


def test_powers_that_are_all_0_are_refused():
    refused(re.sub("power: [0-9]", "power: 0", SMALLEST), "power")


def test_powers_need_not_sum_to_anything():
    for powers in (("0.1", "0.2"), ("60", "40"), ("1e150", "5e-324"), ("0", "1")):
        text = SMALLEST.replace("power: 1", f"power: {powers[1]}").replace("power: 3", f"power: {powers[0]}")
        assert [a.power for a in load_text(text).actors] == [float(p) for p in powers]


@pytest.mark.parametrize(
    "vector",
    [
        "[0, 0]",
        "[]",
        "[1e-200, 0]",
        "[1e200, 0]",
        "[1]",
        "[1, 0, 0]",
        "[.nan, 1]",
        "[1, x]",
        "[[1, 0]]",
        "5",
        "x",
        "~",
        "{angle: x}",
        "{angle: .inf}",
        "{angle: 3, x: 1}",
        "{}",
        "{order: 1}",
        "[true, 1]",
        '["1", 0]',
    ],
)
def test_vectors_without_a_direction_are_refused(vector):
    error = refusal(SMALLEST.replace("[1, 0.2]", vector))
    assert all(fault.line for fault in error.faults), str(error)


@pytest.mark.parametrize("value", ["1.0", '"1"', "99", "0", "true", "~", "[1]", "1.1"])
def test_format_versions_other_than_1_are_refused(value):
    refused(f"powergame: {value}\n" + SMALLEST, "powergame", line=1)
