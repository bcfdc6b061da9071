"""Every word on our screens and in our files is explained, and every explanation can be read by itself."""

import re
from typing import get_args

import pytest
from support.headings import headings
from support.schemas import RESULTS, command_of, keys_in

from powergame.analysis.aspect import Kind
from powergame.analysis.deceive.result import WORDS, Pooling
from powergame.analysis.solve.result import Motive
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import ConceptName
from powergame.equilibrium.nash.find import Solver
from powergame.equilibrium.ordinal.meaning import MEANINGS
from powergame.equilibrium.ordinal.names import MATCHING_PENNIES, NEARLY, SYMMETRIC
from powergame.equilibrium.ordinal.names import WORDS as SHORT
from powergame.equilibrium.sequential.types import Consistency, Method
from powergame.errors import UnknownNameError
from powergame.objects.nearest import MAX_COMPARED
from powergame.posterior.types import MethodName
from powergame.questions import QUESTIONS
from powergame.report.glossary.entries import GROUPS, entries
from powergame.report.glossary.find import entry_of_key, explained
from powergame.report.pictures.kinds import KINDS
from powergame.scenario import fields
from powergame.scenario.types import VERDICTS, Contest, ThirdParties

SCENARIO = (
    *fields.TOP, *fields.ACTOR_KEYS, *fields.RUNG_KEYS, *fields.CONFLICT_KEYS, *fields.DESTRUCTION, *fields.EXPECT,
    *fields.OBSERVED_KEYS, *fields.TYPE_KEYS, *get_args(Contest), *get_args(ThirdParties),
)  # fmt: skip
ANSWERS = (
    *VERDICTS, *get_args(Motive), *WORDS, *get_args(Pooling), *get_args(Consistency), *get_args(Method),
    *get_args(MethodName), *get_args(Solver), *get_args(ConceptName), *get_args(Kind), *get_args(Limited),
)  # fmt: skip
GAMES = (*SYMMETRIC, *SHORT.values(), NEARLY, MATCHING_PENNIES, "harmony chicken", "nearly hunt deadlock")


@pytest.mark.parametrize("file", RESULTS, ids=command_of)
def test_every_key_of_our_json_has_an_entry(file):
    command = command_of(file)
    assert [key for key in keys_in(file) if entry_of_key(f"{command}.{key}") is None] == []


@pytest.mark.parametrize(
    "words",
    [SCENARIO, ANSWERS, GAMES, [kind.name for kind in KINDS], [*headings()]],
    ids=["scenarios", "answers", "games", "pictures", "headings"],
)
def test_every_word_on_our_screens_has_an_entry(words):
    asked = dict.fromkeys(word for word in words if re.search(r"[a-z]", word))
    assert len(asked) > 10
    assert [word for word in asked if not is_explained(word)] == []


def is_explained(word):
    try:
        return bool(explained(word))
    except UnknownNameError:
        return False


def test_what_a_name_of_a_game_means_is_what_answers_say_of_it():
    for name, meaning in MEANINGS.items():
        (entry,) = (entry for entry in entries() if entry.name == name)
        assert entry.means.lower().startswith(f"{meaning}. "), name
        (a, b), (c, d) = SYMMETRIC[name]
        assert f"{a} {b} / {c} {d};" in entry.values, name


def test_an_entry_leads_to_entries():
    names = [entry.name for entry in entries()]
    assert len({name.lower() for name in names}) == len(names) > 200
    assert {entry.file for entry in entries()} == set(GROUPS)
    for entry in entries():
        assert set(entry.see) <= set(names) - {entry.name}, entry.name
        assert entry.name not in entry.also, entry.name


def test_a_mistyped_word_is_compared_with_all_that_there_are():
    assert sum(1 + len(entry.also) for entry in entries()) <= MAX_COMPARED


def test_an_entry_is_sentences_and_its_parts_are_not():
    for entry in entries():
        for sentences in filter(None, (entry.means, entry.instead)):
            assert re.fullmatch(r"[A-Z*`].*[.!?]", sentences), entry.name
        for part in filter(None, (entry.values, entry.computed, entry.trust)):
            assert not part.endswith("."), (entry.name, part)


def test_an_entry_has_only_keys_that_there_are():
    known = {f"{command_of(file)}.{key}" for file in RESULTS for key in keys_in(file)}
    places = {"ladder.strength", "ladder.cost"}
    for entry in entries():
        for key in set(entry.keys) - places:
            pattern = re.escape(key).replace("NAME", r"[^.]+")
            assert any(re.search(rf"(^|\.){pattern}$", path) for path in known), (entry.name, key)


def test_what_answers_cannot_say_is_told_with_what_to_do_instead():
    for entry in entries():
        assert bool(entry.instead) == (entry.file == "limits"), entry.name


def test_every_question_is_explained():
    assert [question.name for question in QUESTIONS if not is_explained(question.name)] == []
