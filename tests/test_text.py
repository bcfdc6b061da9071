"""Names: any printable text, and nothing that misleads a reader or breaks a line."""

from __future__ import annotations

import pytest
from support.refusals import SMALLEST, refusal, refused

from powergame.scenario.reading.load import load_text


@pytest.mark.parametrize("name", ["no", "on", "yes", "y", "n", "off", "NO", "true", "~", "1", "1.5", "1e3", ".inf"])
def test_names_that_some_readers_take_for_something_else_must_be_quoted(name):
    text = SMALLEST.replace("red:", f"{name}:")
    refused(text, "quote", line=3)
    if "." not in name:
        assert load_text(SMALLEST.replace("red:", f'"{name}":')).names == ("blue", name)


@pytest.mark.parametrize("value", ["no", "1", "1.5", "true", "~", "[a]", "{a: b}"])
def test_titles_are_text(value):
    refused(f"name: {value}\n" + SMALLEST, line=1)


GOOD_NAMES = [
    "__proto__",
    "constructor",
    "__class__",
    "items",
    "keys",
    "self",
    "class",
    "None",
    "total",
    "-",
    "*",
    "A,B",
    "A=B",
    "a/b",
    "a#b",
    "龍",
    "👩‍👩‍👧",
    "مرحبا",
    "é",
    "e\u0301",
    "<script>alert(1)</script>",
    "$x$",
    "{{7*7}}",
    "[/]",
    "=1+1",
    "|",
    "`x`",
    "A B",
    "x" * 64,
    "'",
    "\\",
    "angle",
    "power",
    "🇩🇪",
    "नमस्ते",
]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_may_be_any_printable_text(name):
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    scenario = load_text(SMALLEST.replace("red:", f"{quoted}:"))
    assert scenario.names == ("blue", name)
    assert scenario.with_values({f"actors.{name}.power": 5}).actors[1].power == 5


BAD_NAMES = [
    "",
    " ",
    "a ",
    " a",
    "\\u00a0",
    "a.b",
    ".",
    "x" * 65,
    "\\0",
    "\\e[31m",
    "\\x07",
    "\\x9b31m",
    "\\uFFFF",
    "a\\nb",
    "a\\tb",
    "\\u202Eevil",
    "A\\u2066b",
    "\\u200b",
    "\\u200d",
    "\\ufeff",
    "\\u3164",
    "\\U000E0041",
    "a\\u200bb",
    "\\ue000",
    "a\\u2028b",
    "a\\x85b",
    "\\u0301",
    "Z" + "\\u0335" * 20,
    "\\u2069",
    "a\\u00adb",
    "\\u061c",
    "a\\rb",
    "\\x7f",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_would_mislead_or_break_a_line_are_refused(name):
    for text in (
        SMALLEST.replace("red:", f'"{name}":'),
        SMALLEST + f'ladder: [{{name: "{name}"}}, {{name: seek, grab: 0.3}}]\n',
        SMALLEST + f'outcomes: ["{name}", order]\n',
        SMALLEST + f'variants: {{"{name}": {{rounds: 2}}}}\n',
    ):
        assert {fault.line for fault in refusal(text).faults} <= {3, 6}


@pytest.mark.parametrize("text", ["\\e[2J", "\\x9b2J", "\\u202e", "\\0", "\\uFFFF"])
def test_text_that_controls_a_terminal_is_refused(text):
    refused(f'name: "{text}"\n' + SMALLEST, line=1)
    refused(f'about: "{text}"\n' + SMALLEST, line=1)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Lab 1", "Lab l"), ("A", "\u0410"), ("A", "\u0391"), ("\u00e9", "e\u0301"), ("Red", "red"), ("\uff21", "A")],
)
def test_names_that_look_alike_are_warned_of(a, b):
    scenario = load_text(SMALLEST.replace("blue:", f"{a}:").replace("red:", f"{b}:"))
    assert any("taken for each other" in warning for warning in scenario.warnings)
