"""What takes longer is computed beside, and given up when it is not wanted any more."""

from __future__ import annotations

import os
import signal
import time

import pytest
from support import coups
from support.installed import ROOT
from support.random_scenarios import random_scenario

from powergame.analysis.solve import solve
from powergame.equilibrium.concept import Concept
from powergame.errors import NoAnswerError, PowergameError
from powergame.explore.reasons import Reasoner
from powergame.model.compile import compile_game
from powergame.scenario.reading.load import load

QUICK = load(ROOT / "scenarios/pure-opposition.yaml")
LONG = load(ROOT / "scenarios/first-world-war.yaml")


@pytest.fixture(scope="module")
def reasoner():
    made = Reasoner()
    yield made
    made.end()


@pytest.mark.parametrize("seed", range(3))
def test_reasons_are_those_that_solve_gives(reasoner, seed):
    scenario = random_scenario(seed, n=2)
    found = reasoner.ask(scenario, Concept(), lambda: False)
    assert list(found.why) == [actor.why for actor in solve(scenario).actors]


def test_what_has_no_matrix_is_refused_in_the_words_of_the_model(reasoner):
    with pytest.raises(PowergameError) as caught:
        reasoner.ask(coups.coup(), Concept(), lambda: False)
    with pytest.raises(PowergameError) as meant:
        compile_game(coups.coup())
    assert str(caught.value) == str(meant.value)


def test_a_long_search_is_given_up_for_the_next_question(reasoner):
    looks = iter([False, False, True])
    assert reasoner.ask(LONG, Concept(), lambda: next(looks)) is None
    begun = time.perf_counter()
    found = reasoner.ask(QUICK, Concept(), lambda: False)
    assert list(found.why) == [actor.why for actor in solve(QUICK).actors]
    assert time.perf_counter() - begun < 60  # it came at all


def test_an_answer_that_came_too_late_is_not_taken_for_the_next_one(reasoner):
    looks = iter([False, True])
    reasoner.ask(QUICK.with_values({"conflict.destruction.odds": 0.9}), Concept(), lambda: next(looks, True))
    found = reasoner.ask(QUICK, Concept(), lambda: False)
    assert list(found.why) == [actor.why for actor in solve(QUICK).actors]


def test_a_process_that_died_is_followed_by_another(reasoner):
    reasoner.ask(QUICK, Concept(), lambda: False)
    process = reasoner._process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert reasoner.ask(QUICK, Concept(), lambda: False) is not None


def test_a_process_that_dies_while_it_is_asked_is_an_error_once(reasoner):
    def ended_meanwhile():
        if reasoner._process and reasoner._owed:
            reasoner._process.kill()
        return False

    with pytest.raises(NoAnswerError, match="without a result"):
        reasoner.ask(LONG, Concept(), ended_meanwhile)
    assert reasoner.ask(QUICK, Concept(), lambda: False) is not None


def test_nothing_is_left_running():
    made = Reasoner()
    made.ask(QUICK, Concept(), lambda: False)
    process = made._process
    made.end()
    assert process.returncode is not None
