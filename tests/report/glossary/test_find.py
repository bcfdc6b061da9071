"""A word is found however it is written, and one that is not there by what it is like."""

import pytest

from powergame.errors import UnknownNameError
from powergame.report.glossary.find import entry_of_key, explained


def names(word):
    return [entry.name for entry in explained(word)]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Verdicts", "verdict"),
        ("value_of_concealment", "value of concealment"),
        ("value-of-concealment", "value of concealment"),
        ("  Regret:", "regret"),
        ("bayes factors", "Bayes factor"),
        ("posteriors", "posterior"),
        ("--of", "of"),
        ("QRE", "quantal response"),
        ("bandwagoning", "bandwagon"),
        ("actors.red.turns", "turn"),
        ("actors.X.seeks.least", "least"),
        ("seeks.least", "least"),
        ("conflict.destruction.odds", "odds"),
        ("actors.red.ladder.seek.grab", "grab"),
        ("alignment.red.blue", "alignment"),
        ("unknown.conflict.destruction.odds", "odds"),
        ("equilibria.strategies.red.barge", "strategies"),
        ("verdict.red", "verdict"),
    ],
)
def test_a_word_is_found_however_it_is_written(word, name):
    assert names(word)[0] == name


def test_a_word_with_several_meanings_has_all_of_them():
    assert names("war") == ["war", "gain in war"]
    assert names("peace") == ["peace", "gain in peace"]
    assert {"stakes of a war", "stakes of an actor"} == set(names("stakes"))


def test_a_key_has_the_meaning_that_it_has_in_its_place():
    assert entry_of_key("actors.NAME.stakes.war").name == "gain in war"
    assert entry_of_key("conflict.stakes").name == "stakes of a war"
    assert entry_of_key("deceive.actors.NAME.types.NAME.verdict").name == "verdict of a type"
    assert entry_of_key("solve.actors.NAME.types.NAME.verdict").name == "verdict"
    assert entry_of_key("no.such") is None


def test_names_of_games_are_taken_apart():
    assert names("dilemma deadlock") == ["two words", "prisoner's dilemma", "deadlock"]
    assert names("nearly prisoner's dilemma") == ["nearly", "prisoner's dilemma"]
    assert names("nearly") == ["nearly"]


def test_a_heading_stands_for_its_group():
    assert names("limits") == names("What it cannot say")
    assert {"commitment", "capability ratios", "independent noise"} <= set(names("limits"))


@pytest.mark.parametrize(
    ("word", "near"), [("vredict", "verdict"), ("regert", "regret"), ("bandwagonning", "bandwagoning")]
)
def test_an_unknown_word_is_answered_with_the_nearest(word, near):
    with pytest.raises(UnknownNameError, match=rf"^there is no word '{word}' in our answers; did you mean '{near}'\?$"):
        explained(word)


@pytest.mark.parametrize("word", ["xyzzy", "", ".", "..", "qq.zz", "x" * 100_000, "\x1b[31m"])
def test_what_is_like_nothing_is_refused_in_one_line(word):
    with pytest.raises(UnknownNameError) as refused:
        explained(word)
    assert "powergame explain lists all" in str(refused.value)
    assert len(str(refused.value)) < 200
    assert "\x1b" not in str(refused.value)
