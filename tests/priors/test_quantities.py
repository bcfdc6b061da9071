"""Values of paths at many points at once are those that a scenario has with these values put in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from powergame.errors import ScenarioError, UsageError
from powergame.model.alignment import alignment_with_power, directions
from powergame.priors.distributions import distribution_of
from powergame.priors.quantities import Quantities
from powergame.scenario.paths.apply import get, seen_by
from powergame.scenario.paths.grammar import parse
from powergame.scenario.reading.load import load_text
from powergame.scenario.relations import relation

ROWS = 7

RICH = load_text(
    """
outcomes: [wealth, order]
actors:
  blue: {power: 3, preferences: [1, 0.2], beliefs: {conflict.destruction.odds: 0.1, alignment.grey.red: 0.3}}
  red: {power: 1, preferences: [2, 1], ladder: [{name: wait}, {name: strike, grab: 0.5, odds: 0.4}]}
  grey: {power: 2, preferences: [0, 1], beliefs: {actors.red.preferences: [1, 1], actors.blue.power: 9}}
ladder: [{name: hold}, {name: seek, grab: 0.3, provokes: 0.2}]
conflict: {destruction: {odds: 0.6, severity: 0.5}}
"""
)

NUMBERS = [
    "actors.blue.power",
    "actors.grey.beliefs.actors.blue.power",
    "actors.red.beliefs.actors.blue.power",
    "conflict.destruction.odds",
    "actors.blue.beliefs.conflict.destruction.odds",
    "actors.grey.beliefs.conflict.destruction.odds",
    "conflict.stakes",
    "actors.grey.beliefs.conflict.stakes",
    "ladder.seek.grab",
    "actors.blue.ladder.seek.grab",
    "actors.blue.ladder.seek.provokes",
    "actors.grey.ladder.seek.grab",
    "actors.grey.beliefs.actors.blue.ladder.seek.grab",
    "actors.red.ladder.strike.odds",
    "actors.blue.ladder.seek.odds",
    "ladder.hold.odds",
    "rounds",
    "actors.red.growth",
]
DIRECTED = [
    "alignment.red.blue",
    "alignment.blue.red",
    "alignment.grey.red",
    "actors.blue.beliefs.alignment.grey.red",
    "actors.blue.beliefs.alignment.red.blue",
    "actors.grey.beliefs.alignment.red.blue",
    "actors.red.beliefs.alignment.red.blue",
    "actors.red.preferences.angle",
    "actors.red.preferences.order",
    "actors.red.preferences.0",
    "actors.grey.beliefs.actors.red.preferences.wealth",
    "actors.blue.beliefs.actors.red.preferences.angle",
]

UNKNOWN = {
    "nothing": "",
    "an alignment": "alignment.red.blue: {uniform: [-1, 1]}",
    "alignments": "alignment.blue.red: {uniform: [-1, 1]}, alignment.grey.blue: {uniform: [-1, 1]}",
    "a direction": "actors.red.preferences: {direction: uniform}",
    "some directions": "actors.red.preferences: {choice: [[1, 0], [0, 2]]}, alignment.grey.red: {uniform: [0, 1]}",
    "an angle": "actors.red.preferences.angle: {uniform: [0, 90]}",
    "an outcome": "actors.red.preferences.order: {uniform: [0, 1]}, actors.blue.power: {gamma: [2, 2]}",
    "believed directions": "actors.blue.beliefs.actors.red.preferences: {direction: uniform}",
    "believed alignments": (
        "actors.blue.beliefs.alignment.red.blue: {uniform: [-1, 1]}, alignment.red.blue: {uniform: [-1, 1]}"
    ),
    "a truth that others believe": (
        "conflict.destruction.odds: {uniform: [0, 1]}, conflict.stakes: {uniform: [0, 1]}, "
        "ladder.seek.grab: {beta: [2, 2]}"
    ),
    "beliefs": (
        "actors.grey.beliefs.conflict.destruction.odds: {uniform: [0, 1]}, actors.red.beliefs.actors.blue.power: "
        "{gamma: [2, 2]}, actors.grey.beliefs.ladder.seek.grab: {uniform: [0, 1]}"
    ),
    "a ladder of its own": (
        "ladder.seek.grab: {uniform: [0, 1]}, actors.blue.ladder.seek.grab: {uniform: [0, 1]}, "
        "conflict.contest: {choice: [ratio, logistic]}"
    ),
    "a ladder before the shared one": (
        "actors.blue.ladder.seek.grab: {uniform: [0, 1]}, actors.grey.ladder.seek.provokes: {uniform: [0, 1]}"
    ),
}


def drawn(scenario, seed=3):
    values = {}
    for path, prior in scenario.unknown:
        distribution = distribution_of(scenario, path, prior)
        cube = np.random.default_rng(seed).random((ROWS, distribution.coordinates))
        words = prior.kind == "choice" and isinstance(prior.parameters[0], str)
        values[path] = np.array(prior.parameters)[distribution.places(cube)] if words else distribution.draw(cube)
    return values


def with_unknown(text):
    return replace(RICH, unknown=load_text(f"{WRITTEN}unknown: {{{text}}}\n").unknown)


WRITTEN = """
outcomes: [wealth, order]
actors:
  blue: {power: 3, preferences: [1, 0.2]}
  red: {power: 1, preferences: [2, 1]}
  grey: {power: 2, preferences: [0, 1]}
ladder: [{name: hold}, {name: seek, grab: 0.3, provokes: 0.2}]
conflict: {destruction: {odds: 0.6, severity: 0.5}}
"""


def row_by_row(scenario, path, values):
    """The value of a path in a scenario made of each row's values."""
    expected = []
    for row in range(ROWS):
        made = (
            scenario.with_values({text: value[row].tolist() for text, value in values.items()}) if values else scenario
        )
        read = parse(path, scenario.outcomes)
        viewer = next((actor for actor in made.actors if read.is_belief and actor.name == read.actor), None)
        try:
            expected.append(get(seen_by(made, viewer) if viewer else made, read.subject.text))
        except ScenarioError:
            expected.append(np.nan)  # in these eyes nobody can be aligned like this, and there is no such scenario
    return expected


@pytest.mark.parametrize("name", UNKNOWN)
def test_they_are_those_of_a_scenario_made_of_each_row(name):
    scenario = with_unknown(UNKNOWN[name])
    values = drawn(scenario)
    quantities = Quantities(scenario)
    for path in (*NUMBERS, *DIRECTED):
        got = quantities.of(relation(scenario, f"{path} < 1").left, values)
        expected = row_by_row(scenario, path, values)
        if not values:
            expected = expected[:1]
        assert got.shape == (len(expected),), path
        seen = ~np.isnan(expected)
        assert seen.all() or "blue.beliefs" in path
        np.testing.assert_allclose(got[seen], np.array(expected)[seen], atol=1e-12, err_msg=path)


@pytest.mark.parametrize("name", UNKNOWN)
def test_alignment_with_the_powers_that_be_is_the_models(name):
    scenario = with_unknown(UNKNOWN[name])
    values = drawn(scenario)
    for i, actor in enumerate(scenario.names):
        got = Quantities(scenario).of(relation(scenario, f"alignment_with_power.{actor} < 1").left, values)
        for row, cosine in enumerate(got):
            made = scenario.with_values({text: value[row].tolist() for text, value in values.items()})
            vectors = np.array([other.preferences for other in made.actors])
            power = np.array([other.power for other in made.actors])
            expected = alignment_with_power(directions(vectors), power / power.sum())[i]
            assert cosine == pytest.approx(expected, abs=1e-12)


def test_alignment_with_powers_that_cancel_is_undefined():
    text = """
actors: {a: {power: 1, preferences: [1, 0]}, b: {power: 2, preferences: [0, 1]}, c: {power: 1, preferences: [0, -1]}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
unknown: {actors.c.power: {choice: [2, 3]}}
"""
    scenario = load_text(text)
    path = relation(scenario, "alignment_with_power.a < 1").left
    got = Quantities(scenario).of(path, {"actors.c.power": np.array([2.0, 3.0])})
    assert np.isnan(got[0])
    assert got[1] == 0


def test_what_cannot_be_is_undefined():
    scenario = with_unknown("alignment.red.blue: {uniform: [-1, 1]}, alignment.red.grey: {uniform: [-1, 1]}")
    values = {"alignment.red.blue": np.array([0.9, 0.9]), "alignment.red.grey": np.array([-0.9, 0.9])}
    angle = Quantities(scenario).of(relation(scenario, "actors.red.preferences.angle < 1").left, values)
    assert np.isnan(angle).all()  # practically no alignments with two others can be met in two dimensions


def test_rationality_is_unknown_or_given_or_there_is_none():
    scenario = with_unknown("rationality: {gamma: [2, 5]}, rationality.red: {gamma: [2, 5]}")
    shared, ones_own, blue = (
        relation(scenario, f"{path} > 1").left for path in ("rationality", "rationality.red", "rationality.blue")
    )
    values = {"rationality": np.array([1.0, 2.0]), "rationality.red": np.array([3.0, 4.0])}
    assert [Quantities(scenario).of(path, values).tolist() for path in (shared, ones_own, blue)] == [
        [1, 2],
        [3, 4],
        [1, 2],
    ]
    assert Quantities(with_unknown(""), rationality=7).of(shared, {}).tolist() == [7]
    with pytest.raises(UsageError, match="no rationality"):
        Quantities(with_unknown("")).of(shared, {})


TYPED = load_text(
    """
actors:
  blue: {power: 3, preferences: [1, 0], beliefs: {conflict.stakes: 0.4}}
  red:
    power: 1
    types:
      loyal: {probability: 0.5, preferences: [1, 0.1], beliefs: {conflict.destruction.odds: 0.9}}
      rival: {probability: 0.3, preferences: [0, 1]}
      mad: {probability: 0.2, preferences: [-1, 0]}
  grey:
    power: 1
    preferences: [0, 1]
    types: {calm: {probability: 1, beliefs: {alignment.grey.blue: 0.5}}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
unknown:
  actors.red.types.rival.probability: {uniform: [0, 1]}
  conflict.destruction.odds: {uniform: [0, 1]}
  actors.red.types.mad.preferences.angle: {uniform: [0, 180]}
  actors.grey.types.calm.beliefs.conflict.stakes: {uniform: [0, 1]}
"""
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("actors.red.types.rival.probability", [0.0, 0.65]),
        ("actors.red.types.loyal.probability", [5 / 7, 0.25]),
        ("actors.red.types.mad.probability", [2 / 7, 0.1]),
        ("actors.red.types.rival.beliefs.conflict.destruction.odds", [0.1, 0.2]),
        ("actors.red.types.loyal.beliefs.conflict.destruction.odds", [0.9, 0.9]),
        ("actors.red.types.loyal.beliefs.conflict.stakes", [1.0, 1.0]),
        ("actors.red.types.mad.preferences.angle", [30.0, 90.0]),
        ("actors.red.types.mad.preferences.1", [0.5, 1.0]),
        ("actors.red.types.rival.preferences.0", [0.0, 0.0]),
        ("actors.grey.types.calm.beliefs.conflict.stakes", [0.7, 0.8]),
        ("actors.grey.types.calm.beliefs.alignment.grey.blue", [0.5, 0.5]),
        ("alignment.grey.blue", [0.0, 0.0]),
        ("actors.blue.beliefs.conflict.stakes", [0.4, 0.4]),
    ],
)
def test_types_have_probabilities_vectors_and_beliefs(path, expected):
    values = {
        "actors.red.types.rival.probability": np.array([0.0, 0.65]),
        "conflict.destruction.odds": np.array([0.1, 0.2]),
        "actors.red.types.mad.preferences.angle": np.array([30.0, 90.0]),
        "actors.grey.types.calm.beliefs.conflict.stakes": np.array([0.7, 0.8]),
    }
    got = Quantities(TYPED).of(relation(TYPED, f"{path} < 1").left, values)
    assert got == pytest.approx(expected)
