"""Writing a scenario: what is written loads back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.installed import SMALLEST

from powergame.scenario.reading.load import load_text
from powergame.scenario.writing.dump import dump
from powergame.scenario.writing.template import new_scenario
from powergame.text import fault_of_name

NAMES = st.text(min_size=1, max_size=12).filter(lambda name: fault_of_name(name) is None)
SHARES = st.floats(0, 1)
TITLES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n\t"), max_size=60)


def without_origin(scenario):
    return replace(scenario, source="", sha256="")


def assert_loads_back(scenario):
    assert without_origin(load_text(dump(scenario))) == without_origin(scenario)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


@st.composite
def scenarios(draw):
    first, second = draw(st.lists(NAMES, min_size=2, max_size=2, unique=True))
    rungs = draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    k = draw(st.integers(1, 3))
    vector = st.lists(st.floats(-1e6, 1e6), min_size=k, max_size=k).filter(lambda v: max(map(abs, v)) > 1e-100)
    actors = {
        quoted(name): {"power": draw(st.floats(1e-3, 1e9)), "preferences": draw(vector)} for name in (first, second)
    }
    ladder = [{"name": quoted(name), "grab": draw(SHARES), "odds": draw(SHARES)} for name in rungs]
    variant = quoted(draw(NAMES.filter(lambda name: "#" not in name and name != "*")))
    seen = {"plays": {quoted(first): quoted(rungs[0])}, "under": {quoted(f"actors.{second}.power"): 2}}
    text = (
        f"actors: {written(actors)}\nladder: {written(ladder)}\n"
        f"conflict: {{destruction: {{odds: {draw(SHARES)}, severity: 1}}}}\n"
        f"variants: {{{variant}: {{rounds: 2}}}}\nobserved: [{written(seen)}]\n"
    )
    return replace(load_text(text), name=draw(TITLES), about=draw(TITLES))


def written(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
    return f"[{', '.join(map(written, value))}]" if isinstance(value, list) else str(value)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_any_scenario_loads_back(scenario):
    assert_loads_back(scenario)


@given(TITLES)
def test_any_text_loads_back(text):
    assume("\r" not in text)
    assert_loads_back(replace(load_text(SMALLEST), about=text))


WHOLE = """\
name: "no"
outcomes: [wealth, order]
actors:
  blue:
    power: 3
    about: "a\\nb"
    preferences: {angle: 30}
    effectiveness: 2
    risk_aversion: -1e-3
    growth: 1.5
    ladder: brinkmanship
    beliefs: {conflict.destruction.odds: 0.1, actors.blue.preferences: {order: 1}}
  red:
    power: 1e-7
    types: {"1e3": {probability: 0.5, preferences: [1, 2]}, b: {probability: 0.5, preferences: [2, 1], beliefs: {conflict.stakes: 0}}}
ladder: [{name: hold}, {name: seek, grab: 0.3, provokes: 0.1, resists: 0, strength: 2, odds: 0, cost: 1e-9}]
conflict: {destruction: {odds: 0.6, severity: 0.5}, decisiveness: inf, stakes: 0.5, contest: logistic, third_parties: aligned}
rounds: 2
variants:
  none: {}
  all: {ladder: [{name: x}, {name: "y", grab: 1}], actors.blue.ladder: binary, conflict.decisiveness: .inf, conflict.contest: ratio}
expect: {seeks: {red: depends}, plays: {blue: hold}, war: {at_most: 0.5, at_least: 0}, destroyed: {at_least: 0.1}, equilibria: {count: 1}}
vary: {actors.blue.power: 0:1e-3:11, conflict.stakes: {from: 0.1, to: 1, count: 3, scale: log}, rounds: [1, 2]}
unknown: {rationality: {gamma: [2, 10]}, conflict.contest: {choice: [ratio]}, actors.blue.preferences: {direction: {mean: [1, 0], concentration: 4}}}
observed: [{plays: {red: seek}, under: {actors.blue.preferences: [0, 1]}, times: 3}]
"""  # noqa: E501


@pytest.mark.parametrize("text", [SMALLEST, WHOLE, new_scenario(), SMALLEST + "expect: {}\n"])
def test_every_part_loads_back(text):
    scenario = load_text(text)
    assert_loads_back(scenario)
    assert dump(load_text(dump(scenario))) == dump(scenario)


def test_defaults_are_left_out():
    assert dump(load_text(SMALLEST, name="small")) == (
        "name: small\nactors:\n  blue: {power: 3, preferences: [1, 0.2]}\n  red: {power: 1, preferences: [1, 0]}\n"
        "ladder: binary\nconflict:\n  destruction: {odds: 0.6, severity: 0.5}\n"
    )
