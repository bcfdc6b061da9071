"""What the page may ask: bounded, finite, of the known form; all else is refused in one line."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.explored import question

from powergame.explore.protocol import MAX_BYTES, MessageError, parse

GOOD = question(
    7, [("conflict.destruction.odds", 0.25), ("actors.red.preferences", [1, -0.5]), ("conflict.contest", "ratio")]
)


def test_a_question_is_read_as_it_was_asked():
    request = parse(GOOD)
    assert (request.seq, request.side, request.file, request.pair) == (7, "current", 0, (0, 1))
    assert request.sets[0] == ("conflict.destruction.odds", 0.25)
    assert request.sets[1] == ("actors.red.preferences", (1.0, -0.5))
    assert request.sets[2] == ("conflict.contest", "ratio")
    assert request.diagram is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "true", "null", "1" + "0" * 400])
def test_numbers_that_are_not_finite_are_refused(number):
    with pytest.raises(MessageError):
        parse(GOOD.replace("0.25", number))


@pytest.mark.parametrize(
    "message",
    [
        "", "null", "[]", "{}", "7", '"text"', "{", GOOD + "}", "[" * 60_000, '{"a":' * 9_000,
        GOOD.replace('"seq": 7', '"seq": -1'), GOOD.replace('"seq": 7', '"seq": 1.5'),
        GOOD.replace('"seq": 7', '"seq": true'),
        GOOD.replace('"seq": 7', f'"seq": {2**53 + 1}'), GOOD.replace('"seq": 7', '"seq": 7, "more": 1'),
        question(side="other"), question(file=2), question(settled="yes"), question(pair=(1, 1)), question(pair=(0,)),
        question(sets=[("x",)]), question(sets=[(1, 2)]), question(sets=[("x" * 401, 1)]), question(sets=[("x", {})]),
        question(sets=[("x", [])]), question(sets=[("x", [[1]])]), question(sets=[("x", [1] * 1001)]),
        question(sets=[("x", 1)] * 1001), question(diagram={"x": "a"}), question(diagram=["a", "b"]),
        question(diagram={"x": 1, "y": "b"}), " " * (MAX_BYTES + 1), "\u00e9" * (MAX_BYTES // 2 + 1),
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused_in_one_short_line(message):
    with pytest.raises(MessageError) as caught:
        parse(message)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_brackets_within_names_do_not_count_as_depth():
    assert parse(question(sets=[('[[[[[[[[[[{{{{{{\\"[[[[[[[[', 1)])).sets[0][0].startswith("[[[[")


@settings(max_examples=300)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    ),
    st.sampled_from(["seq", "side", "file", "sets", "diagram", "pair", "settled"]),
)
def test_any_part_may_be_anything(part, key):
    data = json.loads(GOOD)
    data[key] = part
    with contextlib.suppress(MessageError):
        parse(json.dumps(data))
