"""The grammar of paths: one table, which files, commands, suggestions and documents agree with."""

from __future__ import annotations

import re

import pytest
from support.installed import ROOT, SMALLEST

from powergame.errors import ScenarioError
from powergame.scenario import fields
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.complete import paths
from powergame.scenario.paths.grammar import KINDS, parse
from powergame.scenario.paths.locate import believable, locate
from powergame.scenario.reading.load import load_text

RICH = """\
outcomes: [wealth, order]
actors:
  blue: {power: 3, preferences: [1, 0.2]}
  red: {power: 1, preferences: [1, 0]}
  grey:
    power: 1
    types:
      hawk: {probability: 0.25, preferences: [0, 1]}
      dove: {probability: 0.75, preferences: [1, 0]}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
"""
NAMES = {"ACTOR.ACTOR": "red.blue", "ACTOR.types": "grey.types", "ACTOR": "red", "TYPE": "hawk", "RUNG": "seek",
         "OUTCOME": "order", "PATH": "conflict.stakes"}  # fmt: skip


def example(kind):
    """Return a path of a kind in the scenario above."""
    text = kind.template
    for name, given in NAMES.items():
        text = text.replace(name, given)
    return text


@pytest.fixture(scope="module")
def rich():
    return load_text(RICH)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.template)
def test_each_kind_of_path_is_read_as_what_it_is(rich, kind):
    assert parse(example(kind), rich.outcomes).kind is kind


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.stored], ids=lambda kind: kind.template)
def test_each_kind_of_value_can_be_read_and_set_to_what_it_is(rich, kind):
    place = locate(rich, example(kind))
    assert place.put(place.check(place.get())) is not rich
    assert place.path.kind is kind


def test_the_page_on_scenario_files_lists_each_kind_of_path_and_no_other():
    page = (ROOT / "docs" / "reference" / "scenario-format.md").read_text(encoding="utf-8")
    section = page.partition("## The path language")[2].partition("\n## ")[0]
    listed = []
    for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE):
        first, *others = re.findall(r"`([^`]+)`", cell)
        listed += [first, *(first.rpartition(".")[0] + other for other in others)]
    assert sorted(listed) == sorted(kind.template for kind in KINDS)


def test_beliefs_are_about_the_kinds_of_paths_that_the_table_says(rich):
    for kind in KINDS:
        if kind.believable:
            assert believable(rich, example(kind)).path.kind is kind
        else:
            with pytest.raises(FieldError):
                believable(rich, example(kind))


def test_suggestions_lead_to_every_kind_of_value(rich):
    reached, begun = set(), [""]
    while begun:
        for one in paths(rich, begun.pop(), "value", "="):
            path = one.text.removesuffix("=")
            if path != one.text:
                reached.add(parse(path, rich.outcomes).kind)
            elif "beliefs" not in path or path.count(".") < 7:
                begun.append(path)
    assert reached == {kind for kind in KINDS if kind.stored}


@pytest.mark.parametrize(
    ("text", "field", "actor", "towards"),
    [
        ("actors.red.power", "power", "red", ""),
        ("alignment.red.blue", "alignment", "red", "blue"),
        ("actors.grey.beliefs.actors.red.power", "power", "red", ""),
        ("actors.grey.types.hawk.beliefs.alignment.red.blue", "alignment", "red", "blue"),
        ("ladder.seek.odds", "odds", "", ""),
        ("conflict.destruction.odds", "odds", "", ""),
        ("rationality.red", "rationality", "red", ""),
    ],
)
def test_a_path_tells_what_it_is_about_and_whose_that_is(text, field, actor, towards):
    path = parse(text)
    assert (path.field, path.subject.actor, path.subject.towards) == (field, actor, towards)
    assert path.is_belief == ("beliefs" in text)


def test_a_word_of_the_table_is_a_name_where_names_stand():
    assert parse("actors.ACTOR.power").actor == "ACTOR"
    assert parse("actors.beliefs.beliefs.actors.power.power").subject.actor == "power"
    assert parse("actors.red.preferences.angle", ("angle", "order")).field == "component"
    assert parse("actors.red.preferences.angle").field == "angle"


@pytest.mark.parametrize("text", ["", "x", "actors", "actors.red", "alignment.red", "rounds.x", "actors.red.beliefs"])
def test_what_is_written_like_no_path_is_none(text):
    with pytest.raises(FieldError, match="there is no path"):
        parse(text)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("rationality", "holds no rationality; expected the option --rationality, or a prior in `unknown`"),
        ("rationality.red", "holds no rationality; expected a prior in `unknown`"),
        ("rationality.rde", "did you mean 'red'"),
        ("rationalty", "did you mean 'rationality'"),
        ("actors.red.beliefs.rationality", "expected the option --rationality"),
    ],
)
def test_rationality_is_no_value_of_a_scenario(path, message):
    scenario = load_text(SMALLEST)
    with pytest.raises(ScenarioError, match=message):
        scenario.with_values({path: 5})
    with pytest.raises(ScenarioError, match=message):
        load_text(f"{SMALLEST}vary: {{{path}: '0:1:3'}}\n")
    if "beliefs" not in path:
        assert not [one for one in paths(scenario, path[:5], "value", "=") if one.text.startswith("rational")]


def test_everybody_s_rationality_and_an_actor_s_own_may_be_unknown():
    prior = "{lognormal: [3, 1]}"
    scenario = load_text(f"{SMALLEST}unknown: {{rationality: {prior}, rationality.red: {prior}}}\n")
    assert [path for path, _ in scenario.unknown] == ["rationality", "rationality.red"]
    for wrong in (
        "rationality.rde: {lognormal: [3, 1]}",
        "rationality: {uniform: [-2, -1]}",
        "rationality: {direction: uniform}",
    ):
        with pytest.raises(ScenarioError, match="rationality"):
            load_text(f"{SMALLEST}unknown: {{{wrong}}}\n")


def test_usual_ranges_are_within_what_numbers_may_be():
    for kind in KINDS:
        number = kind.number
        if number is not None and number.usual is not None:
            number.checked(number.usual.low)
            number.checked(number.usual.high)
    usual = {kind.field for kind in KINDS if kind.number is not None and kind.number.usual is not None}
    assert usual >= {
        *fields.ACTOR,
        *fields.RUNG,
        *fields.DESTRUCTION,
        *fields.CONFLICT,
        "alignment",
        "angle",
        "component",
    }
