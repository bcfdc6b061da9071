"""Bad, hostile and awkward scenario files: one clear error per fault, at its place, quickly, and nothing else."""

from __future__ import annotations

import os
import random
import re
import time

import pytest

from powergame.errors import PowergameError, ScenarioError
from powergame.scenario.load import load, load_text

SMALLEST = """\
actors:
  blue: {power: 3, preferences: [1, 0.2]}
  red:  {power: 1, preferences: [1, 0]}
conflict:
  destruction: {odds: 0.6, severity: 0.5}
"""


def refusal(data: str | bytes, tmp_path=None) -> ScenarioError:
    """Load what must be refused."""
    with pytest.raises(ScenarioError) as caught:
        if isinstance(data, bytes):
            path = tmp_path / "bad.yaml"
            path.write_bytes(data)
            load(path)
        else:
            load_text(data)
    text = str(caught.value)
    assert all(c.isprintable() or c == "\n" for c in text), repr(text[:400])
    return caught.value


def refused(data: str | bytes, *patterns: str, line: int | None = None, tmp_path=None) -> None:
    """Assert that a scenario is refused with messages like these, one of them in a line."""
    error = refusal(data, tmp_path)
    for pattern in patterns:
        assert re.search(pattern, str(error)), str(error)
    if line is not None:
        assert line in [fault.line for fault in error.faults], str(error)


def with_power(text: str) -> str:
    return SMALLEST.replace("power: 3", f"power: {text}")


# What is no scenario at all


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "---\n", "...\n", "---\n...\n", "null\n"])
def test_nothing_is_an_empty_scenario(text):
    refused(text, "empty")


@pytest.mark.parametrize("text", ["hello", "- 1", "actors:[a]", "a:1", "[1, 2]", "3", "true"])
def test_another_top_level_says_that_a_mapping_is_wanted(text):
    refused(text, "mapping")


@pytest.mark.parametrize(
    "text",
    [
        '"open', "[1, 2", "{a: b", "}", "]", ": :", "- - - -", "? : ?", "&", "*", "!", "%", "@x", "`x`",
        "name: |99\n  x", "a: b: c", "a\n\tb: c", "actors:\n\tblue: 1\n", "a: 'x", "- a\n b", "key: [a}\n",
        "%YAML 1.3\n---\na: 1", "%YAML 9.9\n---\na: 1", "%YAML 1.2.3\n---\n", "%TAG ! x\n", "a: !!python/object:os.system {}",
        "a: &x [*x]", "a: &x {b: *x}", "a: *nowhere", "&a [*a]", "\ufeff\ufeffa: 1",
    ],
)  # fmt: skip
def test_broken_yaml_is_refused(text):
    refusal(text)


def test_second_document_is_refused_at_its_line():
    refused(SMALLEST + "---\nb: 2\n", "second document", line=6)


# Keys


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


def test_merge_keys_are_refused():
    refused(SMALLEST + "<<: {rounds: 2}\n", "merge", line=6)


def test_unknown_and_missing_keys_are_said_in_one_run_with_the_nearest_known_name():
    error = refusal(SMALLEST.replace("power: 3", "powr: 3"))
    assert {fault.line for fault in error.faults} == {2}
    refused(SMALLEST.replace("power: 3", "powr: 3"), "did you mean 'power'", "'power' is missing", line=2)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("Power", "power"), ("POWER", "power"), ("pref", "preferences"), ("preference", "preferences"),
     ("effectivness", "effectiveness"), ("risk-aversion", "risk_aversion")],
)  # fmt: skip
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


# Numbers


@pytest.mark.parametrize(
    "text", ["1e-3", "1e3", "1.0e5", ".5", "1.", "+2", "0", "1E+2", "-0", "5e-324", "1e-320", "1e150"]
)
def test_numbers_are_those_of_yaml_1_2(text):
    assert load_text(with_power(text)).actors[0].power == float(text)


NOT_NUMBERS = [
    "0755", "08", "0x1F", "0X1f", "0o17", "0b101", "1_000", "0,5", "50%", "1/3", "½", "٣.٥", "１２", "1e400", "-1e400",
    '"0.5"', "'1'", "true", "no", "yes", "on", "~", "null", "", ".nan", ".inf", "-.inf", "NaN", "nan", "Infinity",
    "inf", "1:30", "2024-01-01", "[1]", "{a: 1}", "1 000", "1e", "0x", "--1", "1" * 350, "1" * 1000, "9" * 309, "-1",
    "1e151", "1.2.3", "1e1e1", "1d3", "1f", "1j",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_number_to_all_readers_is_refused_in_its_line(text):
    error = refusal(SMALLEST.replace("{power: 3, preferences", f"{{power: {text} , preferences"))
    assert {fault.line for fault in error.faults} == {2}, str(error)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("0,5", "point"), ("50%", "0.5"), ("1/3", "decimal"), ("1_000", "group"), ("0x1F", "decimal"), ("0o17", "decimal"),
     ("1e400", "overflow"), ('"0.5"', "remove the quotes"), ("true", "number"), ("~", "number")],
)  # fmt: skip
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
    ["[0, 0]", "[]", "[1e-200, 0]", "[1e200, 0]", "[1]", "[1, 0, 0]", "[.nan, 1]", "[1, x]", "[[1, 0]]", "5", "x", "~",
     "{angle: x}", "{angle: .inf}", "{angle: 3, x: 1}", "{}", "{order: 1}", "[true, 1]", '["1", 0]'],
)  # fmt: skip
def test_vectors_without_a_direction_are_refused(vector):
    error = refusal(SMALLEST.replace("[1, 0.2]", vector))
    assert all(fault.line for fault in error.faults), str(error)


@pytest.mark.parametrize("value", ["1.0", '"1"', "99", "0", "true", "~", "[1]", "1.1"])
def test_format_versions_other_than_1_are_refused(value):
    refused(f"powergame: {value}\n" + SMALLEST, "powergame", line=1)


# Text and names


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
    "__proto__", "constructor", "__class__", "items", "keys", "self", "class", "None", "total", "-", "*", "A,B", "A=B", "a/b",
    "a#b", "龍", "👩‍👩‍👧", "مرحبا", "é", "e\u0301", "<script>alert(1)</script>", "$x$", "{{7*7}}", "[/]", "=1+1", "|", "`x`", "A B",
    "x" * 64, "'", "\\", "angle", "power", "🇩🇪", "नमस्ते",
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_may_be_any_printable_text(name):
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    scenario = load_text(SMALLEST.replace("red:", f"{quoted}:"))
    assert scenario.names == ("blue", name)
    assert scenario.with_values({f"actors.{name}.power": 5}).actors[1].power == 5


BAD_NAMES = [
    "", " ", "a ", " a", "\\u00a0", "a.b", ".", "x" * 65, "\\0", "\\e[31m", "\\x07", "\\x9b31m", "\\uFFFF", "a\\nb", "a\\tb", "\\u202Eevil",
    "A\\u2066b", "\\u200b", "\\u200d", "\\ufeff", "\\u3164", "\\U000E0041", "a\\u200bb", "\\ue000", "a\\u2028b", "a\\x85b", "\\u0301",
    "Z" + "\\u0335" * 20, "\\u2069", "a\\u00adb", "\\u061c", "a\\rb", "\\x7f",
]  # fmt: skip


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


# Structure


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
        (SMALLEST + "ladder: [{name: hold}]\n", "rungs"),
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
        (SMALLEST + "vary: {conflict.destruction.odds: {from: 0, to: 1, count: 1000000000000}}\n", "1,000,000,000,000 points"),
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
)  # fmt: skip
def test_structural_mistakes_say_what_would_be_right(text, pattern):
    error = refusal(text)
    assert re.search(pattern, str(error)), str(error)
    assert all(fault.line and fault.column for fault in error.faults), str(error)


def test_all_faults_come_at_once_in_the_order_of_the_file():
    text = SMALLEST.replace("power: 3", "power: -3").replace("[1, 0]", "[0, 0]").replace("odds: 0.6", "odds: 6")
    lines = [fault.line for fault in refusal(text + "rounds: 0\nvary: {nowhere: 0:1:3}\n").faults]
    assert lines == [2, 3, 5, 6, 7]


def test_ten_thousand_faults_are_counted_and_twenty_shown():
    error = refusal(SMALLEST + "".join(f"unknown_key_{k}: 1\n" for k in range(10_000)))
    assert len(str(error).splitlines()) == 21
    assert str(error).endswith("... and 9980 more")


# Bytes


def test_byte_order_mark_is_no_part_of_the_file(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.encode())
    assert load(path).names == ("blue", "red")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused(tmp_path, encoding):
    refused(SMALLEST.encode(encoding), "UTF-8|NUL|U\\+0000", tmp_path=tmp_path)


def test_latin_1_names_the_byte(tmp_path):
    refused(b"name: caf\xe9\n" + SMALLEST.encode(), "byte 9 .*UTF-8", tmp_path=tmp_path)


@pytest.mark.parametrize("byte", [b"\0", b"\x1b", b"\x7f", b"\x07", b"\xc2\x9b", b"\xc2\x85", b"\xe2\x80\xa8", b"\x0c"])
def test_control_characters_in_the_file_are_refused_in_their_line(tmp_path, byte):
    refused(b"# one\r\n# two " + byte + b"\n" + SMALLEST.encode(), r"U\+", line=2, tmp_path=tmp_path)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_endings_change_nothing_and_lines_stay_right(tmp_path, ending):
    path = tmp_path / "endings.yaml"
    path.write_bytes(SMALLEST.replace("\n", ending).encode())
    assert load(path).actors == load_text(SMALLEST).actors
    refused(SMALLEST.replace("odds: 0.6", "odds: 6").replace("\n", ending).encode(), line=5, tmp_path=tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST.rstrip(), SMALLEST + "\n" * 100_000, SMALLEST.replace("\n", "   \n"), SMALLEST + "...\n", "---\n" + SMALLEST,
        "".join(f"  {line}\n" for line in SMALLEST.splitlines()), "%YAML 1.2\n---\n" + SMALLEST, "%YAML 1.1\n---\n" + SMALLEST,
        '{"actors": {"blue": {"power": 3, "preferences": [1, 0.2]}, "red": {"power": 1, "preferences": [1, 0]}}, '
        '"conflict": {"destruction": {"odds": 0.6, "severity": 0.5}}}',
        SMALLEST.replace("[1, 0.2]", "&p [1, 0.2]") + "variants: {v: {actors.red.preferences: *p}}\n",
    ],
)  # fmt: skip
def test_awkward_layouts_change_nothing(text):
    assert load_text(text).actors == load_text(SMALLEST).actors


def test_columns_are_counted_in_characters():
    (fault,) = refusal('name: "龍龍👩"\nactors: {"龍": {power: -1, preferences: [1]}, b: {power: 1, preferences: [1]}}\n'
                       "conflict: {destruction: {odds: 1, severity: 1}}\n").faults  # fmt: skip
    assert (fault.line, fault.column) == (2, 23)


# Size


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]\n" for k in range(1, 9))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{k}: &a{k} {{<<: [{', '.join([f'*a{k - 1}'] * 4)}]}}\n" for k in range(1, 15))

BOMBS = {
    "brackets": "[" * 25_000,
    "closed brackets": "[" * 100_000 + "]" * 100_000,
    "braces": "{a: " * 100_000 + "}" * 100_000,
    "open braces": "{a: " * 100_000,
    "keys of keys": "? " * 100_000,
    "dashes": "- " * 100_000,
    "dashes in lines": "\n".join(" " * (2 * k) + "-" for k in range(700)),
    "aliases": LAUGHS,
    "chain of aliases": "a0: &a0 [x]\n" + "".join(f"a{k}: &a{k} [*a{k - 1}]\n" for k in range(1, 400)),
    "merges": MERGES,
    "long line": "name: " + "x" * (1 << 20),
    "long key": "x" * 1_000_000 + ": 1",
    "long title": "name: " + "x" * 100_000,
    "long block": "name: |\n" + "  word\n" * 100_000,
    "keys": "".join(f"k{k}: 1\n" for k in range(60_000)),
    "items": "ladder: [" + "1," * 200_000 + "]",
    "one long word of emphasis": "*" * 500_000,
    "tags": "%TAG !a! x\n" * 80_000,
    "distinct tags": "".join(f"%TAG !{k:x}! x\n" for k in range(60_000)),
    "distinct tags of a second document": "a: 1\n...\n" + "".join(f"%TAG !{k:x}! x\n" for k in range(60_000)),
    "anchors": "".join(f"- &a{k} x\n" for k in range(60_000)),
    "open quote": '"' + "x " * 400_000,
    "escapes": '"' + "\\x41" * 250_000 + '"',
    "blank lines in a quote": '"' + "\n" * 900_000 + '"',
    "comments": "#\n" * 500_000,
    "colons": ":" * 900_000,
    "questions": "? a\n" * 200_000,
    "unknown long keys": SMALLEST + "".join(f"{'power' * 40}{k}: 1\n" for k in range(3_000)),
    "actors": "actors: {" + ", ".join(f"a{k}: {{}}" for k in range(12_000)) + "}\n",
    "actors that are whole": SMALLEST.replace(
        "conflict:", "".join(f"  a{k}: {{power: 1, preferences: [1, 0]}}\n" for k in range(3_000)) + "conflict:"
    ),
    "dimensions": SMALLEST.replace("[1, 0.2]", f"[{', '.join(['1'] * 20_000)}]"),
    "rungs": SMALLEST + "ladder:\n" + "".join(f"- {{name: r{k}}}\n" for k in range(5_000)),
    "digits": SMALLEST.replace("power: 3", f"power: {'1' * 19_000}"),
    "digits of a fraction": SMALLEST.replace("power: 3", f"power: 0.{'1' * 19_000}x"),
    "outcomes": SMALLEST + "outcomes: [" + ", ".join(f"o{k}" for k in range(20_000)) + "]\n",
    "misspelt paths": SMALLEST
    + "variants:\n  v:\n"
    + "".join(f"    {'actors.red.pwoer' * 5}{k}: 1\n" for k in range(5_000)),
    "misspelt paths of many variants": SMALLEST
    + "variants:\n"
    + "".join(f"  v{k}: {{actors.red.pwoer: 1, conflict.destruction.ods: 1}}\n" for k in range(5_000)),
    "misspelt words": SMALLEST
    + "observed:\n"
    + "".join(f"- {{plays: {{red: {'seke' * 10}{k}}}}}\n" for k in range(5_000)),
    "combining marks": SMALLEST.replace("red:", '"' + "e" + "\u0301" * 19_000 + '":'),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once(name, tmp_path):
    start = time.perf_counter()
    error = refusal(BOMBS[name].encode(), tmp_path)
    assert time.perf_counter() - start < 20, "a guard against hanging, far above what it takes"
    assert len(str(error)) < 40_000


def test_limits_are_named():
    refused(BOMBS["actors that are whole"], "1,000 ")
    refused(BOMBS["rungs"], "100 ")
    refused(BOMBS["dimensions"], "1000 |1,000 ")


# Files


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    for name in (
        "missing.yaml",
        ".",
        "loop",
        "dangling",
        "pipe",
        "a\nb.yaml",
        "\x1b[31m.yaml",
        "x" * 5_000,
        "nul\0.yaml",
    ):
        with pytest.raises(ScenarioError) as caught:
            load(str(tmp_path / name))
        text = str(caught.value)
        assert text.isprintable(), repr(text)
    for path in ("/dev/zero", "/dev/null", "/proc/self/mem", "/dev/tty", "", " "):
        with pytest.raises(ScenarioError):
            load(path)


def test_sparse_file_of_100_gigabytes_is_refused(tmp_path):
    path = tmp_path / "sparse.yaml"
    with path.open("wb") as file:
        file.truncate(100 << 30)
    with pytest.raises(ScenarioError, match="1,048,576"):
        load(path)


def test_file_with_a_hash_in_its_name_is_found_before_a_variant(tmp_path):
    (tmp_path / "a#b.yaml").write_text(SMALLEST)
    assert load(tmp_path / "a#b.yaml").name == "a#b"


SECRET = "name: hunter2:$6$abcdef:19000"


@pytest.mark.parametrize(
    "target",
    [
        "../secret", "../../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://localhost/x", "~/.ssh/id_rsa",
        "$HOME/x", "\\\\host\\share", "%2e%2e/secret", "link", "folder/../../secret", "", "x\\0", "1", "[a]", "main.yaml", ".",
        "/dev/zero", "nowhere.yaml",
    ],
)  # fmt: skip
def test_extends_stays_in_the_folder_and_tells_nothing_of_other_files(tmp_path, target):
    (tmp_path / "secret").write_text(SECRET)
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    (home / "link").symlink_to("../secret")
    path = home / "main.yaml"
    path.write_text(
        f'extends: "{target}"\n' + SMALLEST if target not in ("1", "[a]") else f"extends: {target}\n" + SMALLEST
    )
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert "hunter2" not in str(caught.value)
    assert {fault.line for fault in caught.value.faults} == {1}


def test_extending_a_file_in_the_folder_that_is_no_scenario_does_not_quote_it(tmp_path):
    (tmp_path / "notes").write_text(SECRET + "\n" + "password: [hunter2\n")
    (tmp_path / "main.yaml").write_text("extends: notes\n" + SMALLEST)
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "main.yaml")
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_circles_of_files_are_named(tmp_path):
    for a, b in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{a}.yaml").write_text(f"extends: {b}.yaml\n")
    with pytest.raises(ScenarioError, match=r"a\.yaml -> b\.yaml -> c\.yaml -> a\.yaml"):
        load(tmp_path / "a.yaml")


# Mutations


def mutated(text: str, rng: random.Random) -> str:
    pieces = ["{", "}", "[", "]", ":", "-", "&a ", "*a", "!", "|", ">", "'", '"', "#", "%", "\n", "  ", "\t", "1e400", "~",
              ".nan", "no", "0x1", "? ", "<<: ", ", ", "power", "\u202e", "---\n", "...", "-1", "2", "[1, 0]", "seek"]  # fmt: skip
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        at, to = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        kind = rng.random()
        if kind < 0.5:
            text = text[:at] + rng.choice(pieces) + text[at:]
        elif kind < 0.8:
            text = text[:at] + text[min(to, at + 12) :]
        else:
            text = text[:to] + text[at : at + 40] + text[to:]
    return text


WHOLE = (
    SMALLEST
    + """\
outcomes: [wealth, order]
ladder:
  - {name: hold}
  - {name: seek, grab: 0.3, provokes: 0.3, strength: 2, odds: 0.5, cost: 0.01}
rounds: 2
variants:
  calm: {conflict.destruction.odds: 0.1, alignment.red.blue: 0.5, ladder.seek.grab: 0.1}
expect: {seeks: {red: depends}, plays: {blue: hold}, war: {at_most: 0.5}, equilibria: {count: 1}}
vary: {actors.red.power: 0:1:11, conflict.destruction.odds: [0, 0.5], actors.red.preferences.angle: {from: 0, to: 90, count: 3}}
unknown: {rationality: {gamma: [2, 10]}, actors.red.preferences: {direction: {mean: [1, 0], concentration: 4}}}
observed:
  - {plays: {red: seek}, under: {actors.blue.power: 2}, times: 3}
"""
)


def test_whole_example_is_good():
    assert load_text(WHOLE).rounds == 2


def test_thousands_of_mutations_are_loaded_or_refused_and_nothing_else():
    rng = random.Random(20261123)
    loaded = 0
    for _ in range(3_000):
        text = mutated(WHOLE, rng)
        try:
            load_text(text)
            loaded += 1
        except PowergameError as error:
            assert str(error), text
    assert 30 < loaded < 2_900
