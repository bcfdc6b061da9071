"""Loading: files, standard input, variants, changes, and files that extend others."""

from __future__ import annotations

import hashlib
import io
import sys

import pytest
from support.installed import SMALLEST

from powergame.errors import NothingMatchedError, ScenarioError, UsageError
from powergame.scenario.reading.load import load, load_all, load_text
from powergame.scenario.types import BINARY, BRINKMANSHIP, Conflict
from powergame.scenario.writing.template import new_scenario

VARIED = SMALLEST + "variants: {calm: {conflict.destruction.odds: 0.1}, armed: {actors.red.power: 9}}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALLEST)
    (tmp_path / "varied.yaml").write_text(VARIED + "expect: {seeks: {red: never}}\n")
    return tmp_path


def test_smallest_scenario_has_the_defaults(folder):
    scenario = load(folder / "small.yaml")
    blue, red = scenario.actors
    assert (blue.name, blue.power, blue.preferences, red.preferences) == ("blue", 3.0, (1.0, 0.2), (1.0, 0.0))
    assert (blue.effectiveness, blue.risk_aversion, blue.growth, blue.ladder, blue.beliefs) == (1, 0, 1, None, ())
    assert scenario.conflict == Conflict(0.6, 0.5, 1.0, 1.0, "ratio", "status_quo")
    assert (scenario.name, scenario.ladder, scenario.rounds, scenario.dimensions) == ("small", BINARY, 1, 2)
    assert scenario.source == str(folder / "small.yaml")
    assert scenario.sha256 == hashlib.sha256(SMALLEST.encode()).hexdigest()
    assert scenario.warnings == ()


def test_scenario_to_start_from_loads_without_a_warning():
    scenario = load_text(new_scenario())
    assert scenario.warnings == ()
    assert scenario.expect is not None
    assert scenario.variants


def test_variant_is_the_scenario_changed(folder):
    armed = load(f"{folder}/varied.yaml#armed")
    base = load(f"{folder}/varied.yaml")
    assert armed.actors == base.with_values({"actors.red.power": 9}).actors
    assert (armed.name, armed.source) == ("varied: armed", f"{folder}/varied.yaml#armed")
    assert (base.expect is not None, armed.expect) == (True, None)


def test_star_stands_for_all_variants_in_order(folder):
    assert [one.name for one in load_all(f"{folder}/varied.yaml#*")] == ["varied: calm", "varied: armed"]
    with pytest.raises(NothingMatchedError, match="no variants"):
        load_all(f"{folder}/small.yaml#*")
    with pytest.raises(ScenarioError, match="expected one"):
        load(f"{folder}/varied.yaml#*")


def test_unknown_variant_is_guessed(folder):
    with pytest.raises(ScenarioError, match="did you mean 'calm'"):
        load(f"{folder}/varied.yaml#clam")
    with pytest.raises(ScenarioError, match="no variant 'x'"):
        load(f"{folder}/small.yaml#x")


def test_changes_come_after_the_variant(folder):
    changed = load(f"{folder}/varied.yaml#armed", sets=[("actors.red.power", "2"), ("ladder", "brinkmanship")])
    assert (changed.actors[1].power, changed.ladder) == (2.0, BRINKMANSHIP)
    assert load(folder / "small.yaml", sets={"actors.red.preferences": "{angle: 90}"}).actors[1].preferences == (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 1",
        "1 ",
        "1_0",
        "nan",
        ".nan",
        "inf",
        "infinity",
        "Infinity",
        "no",
        "0x1",
        "1e400",
        '"1"',
        "~",
        "[1]",
        "{a: 1}",
        "[",
        "1\n2",
        "0,5",
        "50%",
        "!!int 1",
        "*a",
        "true",
        "\x1b[31m",
        "\udcff",
        "a: b",
        "--- 1\n--- 2",
        "# 1",
        "1" * 100_000,
        "[" * 1_000,
    ],
)
def test_values_of_options_have_the_grammar_of_the_file(text):
    with pytest.raises((ScenarioError, UsageError), match=r"actors\.red\.power") as caught:
        load_text(SMALLEST, sets=[("actors.red.power", text)])
    assert str(caught.value).replace("\n", "").isprintable()


@pytest.mark.parametrize(("text", "value"), [("1e-3", 0.001), (".5", 0.5), ("+2", 2), ("1.", 1), ("0", 0)])
def test_numbers_of_options_are_those_of_the_file(text, value):
    assert load_text(SMALLEST, sets=[("actors.red.power", text)]).actors[1].power == value


def test_standard_input_is_a_file_of_the_current_folder(folder, monkeypatch):
    monkeypatch.chdir(folder)
    text = b"extends: small.yaml\nname: more\n"
    for name in ("-", "/dev/stdin", "-"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        scenario = load(name)
        assert (scenario.name, scenario.source, len(scenario.actors)) == ("more", "-", 2)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALLEST.encode())))
    assert load("-").name == "standard input"


def test_standard_input_is_read_once(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALLEST.encode())))
    load("-")
    with pytest.raises(ScenarioError, match="once"):
        load("/dev/stdin")


def test_terminal_is_told_that_a_scenario_is_awaited(monkeypatch, capsys):
    terminal = io.TextIOWrapper(io.BytesIO(SMALLEST.encode()))
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", terminal)
    load("-")
    out, err = capsys.readouterr()
    assert (out, "Ctrl-D" in err) == ("", True)


def test_closed_standard_input_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ScenarioError, match="closed"):
        load("-")


def test_file_named_like_standard_input_can_be_read(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "small.yaml").rename("-")
    assert load("./-").name == "-"


# Files that extend others


def extended(folder, base, text):
    (folder / "base.yaml").write_text(base)
    (folder / "main.yaml").write_text("extends: base.yaml\n" + text)
    return load(folder / "main.yaml")


def test_own_values_override_key_by_key(folder):
    scenario = extended(folder, VARIED, "actors: {red: {power: 2}, grey: {power: 1, preferences: [0, 1]}}\nrounds: 2\n")
    assert [(actor.name, actor.power) for actor in scenario.actors] == [("blue", 3), ("red", 2), ("grey", 1)]
    assert (scenario.rounds, scenario.conflict.odds, scenario.name) == (2, 0.6, "main")
    assert [variant.name for variant in scenario.variants] == ["calm", "armed"]


def test_vectors_axes_and_priors_replace_and_are_not_merged(folder):
    base = (
        "outcomes: [a, b]\n"
        + SMALLEST.replace("[1, 0]", "{a: 1, b: 1}")
        + (
            "vary: {rounds: {from: 1, to: 2, count: 2, scale: log}}\n"
            "unknown: {rationality: {gamma: [2, 1]}}\n"
            "variants: {v: {actors.red.preferences: {a: 1}}}\n"
            "expect: {war: {at_most: 0.5}}\n"
        )
    )
    scenario = extended(
        folder,
        base,
        "actors: {red: {preferences: {b: 2}}}\nvary: {rounds: {from: 1, to: 3, count: 3}}\n"
        "unknown: {rationality: {uniform: [0, 1]}}\nvariants: {v: {actors.red.preferences: {b: 3}}}\n"
        "expect: {war: {at_least: 0.1}}\n",
    )
    assert scenario.actors[1].preferences == (0, 2)
    assert (scenario.vary[0][1].scale, scenario.unknown[0][1].kind) == ("linear", "uniform")
    assert scenario.variants[0].changes == (("actors.red.preferences", (0.0, 3.0)),)
    assert {e.path: e.value for e in scenario.expect} == {"war.at_most": 0.5, "war.at_least": 0.1}


def test_types_and_preferences_take_each_other_s_place(folder):
    types = "types: {a: {probability: 0.5, preferences: [1, 0]}, b: {probability: 0.5, preferences: [0, 1]}}"
    new = extended(folder, SMALLEST, f"actors: {{red: {{{types}}}}}\n").actors[1]
    assert (new.preferences, len(new.types)) == (None, 2)
    typed = SMALLEST.replace("preferences: [1, 0]", types)
    old = extended(folder, typed, "actors: {red: {preferences: [1, 1]}}\n").actors[1]
    assert (old.preferences, old.types) == ((1, 1), ())


def test_types_that_only_believe_leave_the_preferences(folder):
    types = "types: {a: {probability: 1, beliefs: {conflict.stakes: 0}}}"
    red = extended(folder, SMALLEST, f"actors: {{red: {{{types}}}}}\n").actors[1]
    assert (red.preferences, red.types[0].beliefs) == ((1, 0), (("conflict.stakes", 0.0),))


def test_actors_may_be_named_like_keys(folder):
    base = SMALLEST.replace("red:", "types:").replace("blue:", "preferences:")
    scenario = extended(folder, base, "actors: {types: {power: 2}}\n")
    assert [(actor.name, actor.power) for actor in scenario.actors] == [("preferences", 3), ("types", 2)]


def test_folders_below_may_extend_files_above_them(folder):
    (folder / "below").mkdir()
    (folder / "below" / "middle.yaml").write_text("extends: ../small.yaml\nrounds: 2\n")
    (folder / "main.yaml").write_text("extends: below/middle.yaml\n")
    assert load(folder / "main.yaml").rounds == 2
    with pytest.raises(ScenarioError, match="outside the folder"):
        load(folder / "below" / "middle.yaml")


def test_faults_stand_in_the_file_they_are_in(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "below").mkdir()
    (folder / "below" / "base.yaml").write_text(SMALLEST.replace("odds: 0.6", "odds: 6"))
    (folder / "main.yaml").write_text("extends: below/base.yaml\nrounds: 0\n")
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml")
    assert [(fault.source, fault.line) for fault in caught.value.faults] == [("main.yaml", 2), ("below/base.yaml", 5)]


def test_hash_is_of_all_files(folder):
    one = extended(folder, SMALLEST, "rounds: 2\n").sha256
    other = extended(folder, SMALLEST.replace("power: 3", "power: 4"), "rounds: 2\n").sha256
    assert one != other


def test_text_extends_nothing():
    with pytest.raises(ScenarioError, match="only a file can extend a file"):
        load_text("extends: small.yaml\n")


# What looks like a slip


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (SMALLEST.replace("odds: 0.6", "odds: 0"), "no war destroys"),
        (SMALLEST.replace("severity: 0.5", "severity: 0"), "no war destroys"),
        (SMALLEST + "ladder: [{name: a, odds: 0.5}, {name: b, grab: 0.1, odds: 0.4}]\n", "odds of destruction fall"),
        (SMALLEST + "ladder: [{name: a, provokes: 0.5}, {name: b, grab: 0.1}]\n", "provokes less"),
        (SMALLEST + "ladder: [{name: a}, {name: b}]\n", "are the same"),
        (SMALLEST + "ladder: [{name: a}, {name: A, grab: 0.1}]\n", "taken for each other"),
    ],
)
def test_slips_are_warned_of_and_allowed(text, warning):
    assert any(warning in line for line in load_text(text).warnings)


@pytest.mark.parametrize("ladder", ["binary", "brinkmanship"])
def test_so_many_actors_that_one_seeker_surely_provokes_war_are_warned_of(ladder):
    def among(n, ladder=ladder):
        actors = "".join(f"  a{k}: {{power: 1, preferences: [1, {k}]}}\n" for k in range(n))
        end = f"ladder: {ladder}\nconflict: {{destruction: {{odds: 0.6, severity: 0.5}}}}\n"
        return load_text(f"actors:\n{actors}{end}").warnings

    (warning,) = among(18)
    assert f"with 18 actors on `{ladder}`, one seeker alone provokes war with 99.8 %" in warning
    assert "provokes 0.021 would make it 30 %" in warning
    assert among(7) == ()
    assert "91.8 %" in among(8)[0]
    assert among(18, "[{name: hold}, {name: seek, grab: 0.3, provokes: 0.021}]") == ()


def test_warnings_are_of_the_changed_scenario():
    assert load_text(SMALLEST, sets=[("conflict.destruction.odds", "0")]).warnings
    assert not load_text(SMALLEST.replace("odds: 0.6", "odds: 0"), sets=[("conflict.destruction.odds", "0.1")]).warnings
