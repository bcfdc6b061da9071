"""Observations as a line of text, and as rows of a table: the same as in a file."""

from __future__ import annotations

import json
import time

import pytest
from support.installed import SMALLEST

from powergame.errors import PowergameError, ScenarioError, UsageError
from powergame.scenario.reading.deed_tables import read_deeds
from powergame.scenario.reading.deeds import observation, situation
from powergame.scenario.reading.load import load_text
from powergame.scenario.reading.references import observation_of
from powergame.text import printable

SCENARIO = load_text(SMALLEST)

AWKWARD = load_text(
    """
actors:
  red: {power: 1, preferences: [1, 0]}
  "a, b": {power: 3, preferences: [1, 0.2], ladder: [{name: hold}, {name: hold x3}, {name: "go, =under fire"}]}
  "x=y": {power: 1, preferences: [1, 0]}
  war: {power: 1, preferences: [1, 0]}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
"""
)


def as_in_a_file(entry, scenario=AWKWARD):
    return observation_of(scenario, entry)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("red=seek", {"plays": {"red": "seek"}}),
        (" red = seek , x=y=hold  ", {"plays": {"red": "seek", "x=y": "hold"}}),
        ("red=seek x3 war", {"plays": {"red": "seek"}, "times": 3, "war": True}),
        ("red=seek no war x1e9", {"plays": {"red": "seek"}, "times": 10**9, "war": False}),
        ("war", {"war": True}),
        ("no war x2 under rationality=5", {"war": False, "times": 2, "under": {"rationality": 5}}),
        ("war=seek war", {"plays": {"war": "seek"}, "war": True}),
        ("a, b=hold x3", {"plays": {"a, b": "hold x3"}}),
        ("a, b=hold x3 x3", {"plays": {"a, b": "hold x3"}, "times": 3}),
        ("a, b=go, =under fire, x=y=seek", {"plays": {"a, b": "go, =under fire", "x=y": "seek"}}),
        (
            "red=hold under actors.a, b.power=3,actors.x=y.power=2, actors.red.preferences=[1, 2]",
            {
                "plays": {"red": "hold"},
                "under": {"actors.a, b.power": 3, "actors.x=y.power": 2, "actors.red.preferences": [1, 2]},
            },
        ),
        ("red=yield under ladder=brinkmanship", {"plays": {"red": "yield"}, "under": {"ladder": "brinkmanship"}}),
        (
            "red=a under actors.red.ladder=[{name: a, grab: 0.2}, {name: b}]",
            {
                "plays": {"red": "a"},
                "under": {"actors.red.ladder": [{"name": "a", "grab": 0.2}, {"name": "b"}]},
            },
        ),
    ],
)
def test_a_line_is_read_like_an_entry_of_a_file(text, entry):
    assert observation(AWKWARD, text) == as_in_a_file(entry)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected plays such as red=seek"),
        ("x3", "expected plays such as red=seek"),
        ("under conflict.stakes=1", "expected plays such as red=seek"),
        ("red", "'red' is no play"),
        ("red=seek,", "'' is no play"),
        ("red=sek", "red: 'sek' is text; expected one of hold, seek; did you mean seek?"),
        ("rde=seek", "there is no actor 'rde'; did you mean 'red'?"),
        ("red=seek,red=hold", "'red' is named twice"),
        ("red=seek x0", "times: 0 is out of range; expected a whole number from 1 to 1,000,000,000"),
        ("red=seek x-1", "times: -1 is out of range"),
        ("red=seek x1.5", "times: 1.5 is not a whole number"),
        ("red=seek x1000000001", "times: 1000000001 is out of range"),
        ("red=seek x3 x4", "'seek x3' is text"),
        ("red=seek war no war", "'seek war' is text"),
        ("red=seek yes", "did you mean seek?"),
        ("red=seek under conflict.staks=1", "did you mean 'stakes'?"),
        ("red=seek under conflict.stakes=2", "conflict.stakes: 2 is out of range"),
        ("red=seek under conflict.stakes=", "conflict.stakes: expected a value"),
        ("red=seek under conflict.stakes", "'conflict.stakes': expected PATH=VALUE"),
        ("red=seek under conflict.stakes=nan", "'nan' is text"),
        ("red=seek under conflict.stakes=.inf", "not finite"),
        ("red=seek under conflict.stakes=1, conflict.stakes=0.2", "is given twice"),
        ("red=seek under alignment.red.blue=1, alignment.blue.red=1", "is given twice"),
        ("red=seek under rounds=", "expected a value"),
        ("[b]red[/b]=seek", "there is no actor"),
        ("red=\x1b[31mseek", "is text; expected one of"),
        ("red=seek," * 3000, "at most 20,000 characters"),
        ("red=seek under " * 1300, "there is no"),
        ("red=seek under " + "conflict.stakes=[," * 900, "conflict.stakes"),
        ("a=" * 9000, "there is no actor"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(text, message):
    begun = time.perf_counter()
    with pytest.raises(UsageError) as caught:
        observation(SCENARIO, text)
    assert message in str(caught.value)
    assert printable(str(caught.value)) == str(caught.value)
    assert len(str(caught.value)) < 500
    assert time.perf_counter() - begun < 2


def test_a_situation_is_known_by_paths_and_values():
    expected = (("rationality", 5.0), ("actors.red.preferences", (0.0, 1.0)))
    assert situation(SCENARIO, ["rationality=5", "actors.red.preferences=[0, 1]"]) == expected
    assert situation(SCENARIO, []) == ()


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["conflict.stakes"], "expected PATH=VALUE"),
        (["conflict.stakes=3"], "conflict.stakes: 3 is out of range"),
        (["conflict.stakes=1", "conflict.stakes=1"], "given twice"),
        (["alignment.red.blue=1", "alignment.blue.red=1"], "given twice"),
        (["actors.red.power=0", "actors.blue.power=0"], "power of all actors is 0"),
        (["rationality=-1"], "expected a number >= 0"),
    ],
)
def test_a_situation_that_cannot_be_says_why(texts, message):
    with pytest.raises(UsageError) as caught:
        situation(SCENARIO, texts)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


ENTRIES = [
    {"plays": {"red": "seek"}, "under": {"conflict.stakes": 0.5}, "times": 2},
    {"plays": {"red": "hold", "blue": "seek"}, "war": True},
    {"war": False, "under": {"actors.red.preferences": [1, 2]}},
    {"plays": {"red": "seek"}, "under": {"conflict.stakes": 0.5}, "times": 2},
]
AS_TABLE = """\
red,blue,war,times,under.conflict.stakes,under.actors.red.preferences
seek,,,2,0.5,
hold,seek,true,,,
,,FALSE,,,"[1, 2]"
seek,,,2,0.5,
"""
AS_LINES = "".join(
    json.dumps(
        {
            **entry.get("plays", {}),
            **{f"under.{path}": value for path, value in entry.get("under", {}).items()},
            **{key: entry[key] for key in ("war", "times") if key in entry},
        }
    )
    + "\n"
    for entry in ENTRIES
)


def of_table(tmp_path, text, name="deeds.csv", scenario=SCENARIO):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_deeds(path, scenario)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deeds.csv", AS_TABLE),
        ("deeds.CSV", "\ufeff" + AS_TABLE.replace("\n", "\r\n")),
        ("semicolons.csv", AS_TABLE.replace('"[1, 2]"', "[1 2]").replace(",", ";").replace("[1 2]", "[1, 2]")),
        ("deeds.tsv", AS_TABLE.replace('"[1, 2]"', "[1 2]").replace(",", "\t").replace("[1 2]", "[1, 2]")),
        ("trailing.csv", AS_TABLE.replace("\n", ",,\n") + ",,,,,,,\n\n"),
        ("spaced.csv", AS_TABLE.replace("seek", " seek ")),
        ("deeds.jsonl", AS_LINES),
        ("deeds.jsonl", AS_LINES.replace("\n", "\n\n")),
    ],
)
def test_rows_are_read_like_entries_of_a_file_and_keep_their_order(tmp_path, name, text):
    expected = tuple(as_in_a_file(entry, SCENARIO) for entry in ENTRIES)
    assert of_table(tmp_path, text, name) == expected


def test_an_actor_named_like_a_column_of_another_kind_has_one_of_its_own(tmp_path):
    (seen,) = of_table(tmp_path, 'plays.war,war,"a, b"\nseek,true,"go, =under fire"\n', scenario=AWKWARD)
    assert seen == as_in_a_file({"plays": {"war": "seek", "a, b": "go, =under fire"}, "war": True})


def test_ten_thousand_rows_are_read_at_once(tmp_path):
    text = "red,under.conflict.stakes\n" + "".join(f"seek,{k / 10_000}\n" for k in range(10_000))
    begun = time.perf_counter()
    assert len(of_table(tmp_path, text)) == 10_000
    assert time.perf_counter() - begun < 5  # a loaded machine takes its time


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "", "a.csv: the table is empty; expected a header"),
        ("a.csv", "red\n", "a.csv: there are no rows"),
        ("a.csv", "rde\nseek\nhold\n", "a.csv:1:1: rde: unknown column 'rde'; did you mean 'red'?"),
        ("a.csv", "red,note\nseek,\n", "a.csv:1:2: note: unknown column 'note'; expected an actor's name, times, war"),
        ("a.csv", "red,under.conflict.staks\nseek,1\n", "a.csv:1:2: under.conflict.staks: there is no 'staks'"),
        ("a.csv", "red,red\nseek,seek\n", "a.csv:1:2: two columns are named 'red'"),
        ("a.csv", "red,plays.red\nseek,seek\n", "a.csv:1:2: plays.red: another column"),
        ("a.csv", "red,,blue\nseek,,hold\n", "a.csv:1:2: the column has no name"),
        ("a.csv", "red,blue\nhold,sek\n", "a.csv:2:2: blue: 'sek' is text; expected one of hold, seek; did you mean"),
        ("a.csv", "red,times\nseek,0\n", "a.csv:2:2: times: 0 is out of range"),
        ("a.csv", "red,times\nseek,1.5\n", "a.csv:2:2: times: 1.5 is not a whole number"),
        ("a.csv", "red,times\nseek,often\n", "a.csv:2:2: times: 'often' is text"),
        ("a.csv", "red,war\nseek,yes\n", "a.csv:2:2: war: yes is a truth value"),
        ("a.csv", "red,war\nseek,1\n", "a.csv:2:2: war: 1 is given; expected true or false"),
        ("a.csv", "red;under.conflict.stakes\nseek;0,5\n", "a.csv:2:2: under.conflict.stakes: 0,5 is no number"),
        ("a.csv", "red,under.conflict.stakes\nseek,.nan\n", "a.csv:2:2: under.conflict.stakes: nan is not finite"),
        ("a.csv", "red,under.conflict.stakes\n,0.5\n", "a.csv:2:1: nothing was seen"),
        ("a.csv", "red,times\nseek\n", "a.csv:2:1: the row has 1 cells, and the header 2"),
        ("a.csv", "red,times\nseek,1,2\n", "a.csv:2:1: the row has 3 cells, and the header 2"),
        ("a.csv", 'red\n"seek\n', "a.csv:2:1: is no row of a table"),
        ("a.csv", "red\n" + "x" * 200_000, "a.csv:2:1: is no row of a table"),
        ("a.csv", "red\n" + "x" * 50_000, "a.csv:2:1: red: a cell has at most 20,000 characters"),
        ("a.csv", "red\nse\x00ek\n", "a.csv:2:1: red: 'se\\x00ek' is text"),
        ("a.csv", "red\n\x1b[31mseek\n", "a.csv:2:1: red: '\\x1b[31mseek' is text"),
        ("a.csv", "red\nseek\n".encode("utf-16"), "a.csv: byte 0 is not UTF-8; expected a table saved as UTF-8"),
        ("a.jsonl", "", "a.jsonl: there are no rows"),
        ("a.jsonl", "[1]", "a.jsonl:1:1: expected an object such as"),
        ("a.jsonl", '{"red": "seek"}\n{"red": "seek"', "a.jsonl:2:15: is no JSON"),
        ("a.jsonl", '{"red": "seek", "red": "hold"}', "a.jsonl:1:1: the key 'red' stands twice"),
        ("a.jsonl", '{"red": "seek", "times": NaN}', "a.jsonl:1:1: NaN is not finite"),
        ("a.jsonl", '{"red": "seek", "times": 1e999}', "a.jsonl:1:1: times: inf is not finite"),
        ("a.jsonl", f'{{"red": {"9" * 5000}}}', "a.jsonl:1:1: is no JSON: a number has too many digits"),
        ("a.jsonl", '{"red": ' + "[" * 100_000, "a.jsonl:1:1: nested too deeply"),
        ("a.jsonl", '{"red": 3}', "a.jsonl:1:1: red: 3 is given; expected one of hold, seek"),
        ("a.jsonl", '{"red": true}', "a.jsonl:1:1: red: true is a truth value"),
        ("a.jsonl", '{"red": {"a": 1}}', "a.jsonl:1:1: red: a mapping is given"),
        ("a.jsonl", '{"rde": null}', "a.jsonl:1:1: rde: unknown column 'rde'; did you mean 'red'?"),
        ("a.jsonl", "{}", "a.jsonl:1:1: nothing was seen"),
        ("a.xlsx", "PK", "a.xlsx: expected a table whose name ends in .csv, .tsv or .jsonl"),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_why(tmp_path, name, text, message):
    with pytest.raises(PowergameError) as caught:
        of_table(tmp_path, text, name)
    told = str(caught.value).removeprefix(f"{tmp_path}/")
    assert told.startswith(message)
    assert "\n" not in told
    assert printable(told) == told


def test_all_faults_of_a_table_come_at_once(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        of_table(tmp_path, "red,blue\nsek,hld\nseek,hold\nsek,hold\n")
    assert [(fault.line, fault.path) for fault in caught.value.faults] == [(2, "red"), (2, "blue"), (4, "red")]


@pytest.mark.parametrize("name", ["folder.csv", "nowhere.csv"])
def test_what_is_no_file_is_no_table(tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ScenarioError, match=r"is a folder|cannot be read"):
        read_deeds(tmp_path / name, SCENARIO)
