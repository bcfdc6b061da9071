"""Paths in words, as axes and sentences name them."""

import pytest

from powergame.scenario.paths.words import words_of_path
from powergame.scenario.reading.load import load_text

SCENARIO = load_text("""\
outcomes: [oil, peace]
actors:
  red: {power: 1, preferences: [1, 0], ladder: [{name: hold}, {name: strike, grab: 0.5}]}
  blue:
    power: 2
    types: {hawk: {probability: 0.3, preferences: [0, 1]}, dove: {probability: 0.7, preferences: [1, 1]}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
""")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("conflict.destruction.odds", "odds of destruction"),
        ("conflict.third_parties", "siding of third parties"),
        ("actors.red.power", "power of red"),
        ("alignment.red.blue", "alignment of red and blue"),
        ("alignment_with_power.red", "alignment of red with the powers that be"),
        ("actors.red.preferences.oil", "how much red wants oil"),
        ("actors.red.preferences.1", "how much red wants peace"),
        ("actors.red.preferences.angle", "direction of red"),
        ("ladder.seek.provokes", "provocation of seek"),
        ("actors.red.ladder.strike.odds", "odds of destruction of red's strike"),
        ("actors.blue.types.hawk.probability", "probability that blue is hawk"),
        ("actors.blue.types.hawk.preferences.angle", "direction of blue (hawk)"),
        ("actors.red.beliefs.conflict.destruction.severity", "red: believed severity of destruction"),
        ("actors.red.beliefs.alignment.red.blue", "red: believed alignment of red and blue"),
        ("rationality.red", "rationality of red"),
    ],
)
def test_every_kind_of_path_has_words(path, words):
    assert words_of_path(SCENARIO, path) == words
