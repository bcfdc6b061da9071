"""Scenarios in which private types are known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.coups import coup

from powergame.errors import UsageError
from powergame.scenario.paths.known import known, overlaid, with_types
from powergame.scenario.types import PrivateType


def test_a_known_type_is_the_only_one_and_certain():
    (alone,) = known(coup(), "system", "misaligned").actors[1].types
    assert alone == replace(coup().actors[1].types[1], probability=1.0)
    assert known(coup(), "system", "misaligned").actors[0] == coup().actors[0]


def test_with_types_an_actor_has_the_preferences_of_one_and_no_types():
    scenario = with_types(coup(), {"system": "misaligned"})
    assert scenario.actors[1].types == ()
    assert scenario.actors[1].preferences == coup().actors[1].types[1].preferences
    assert scenario.rounds == 2


def test_types_that_only_believe_leave_preferences_alone():
    scenario = coup()
    odds, stakes = ("conflict.destruction.odds", 0.1), ("conflict.stakes", 0.5)
    types = (
        PrivateType("calm", 0.5, None, (odds,)),
        PrivateType("grim", 0.5, None, (("conflict.destruction.odds", 1.0),)),
    )
    system = replace(scenario.actors[1], preferences=(0.0, 1.0), types=types, beliefs=(stakes, odds))
    scenario = replace(scenario, actors=(scenario.actors[0], system))
    seen = with_types(scenario, {"system": "grim"}).actors[1]
    assert seen.preferences == (0.0, 1.0)
    assert seen.beliefs == (stakes, ("conflict.destruction.odds", 1.0))
    assert with_types(scenario, {}).actors[1] == system


def test_a_whole_vector_lies_over_its_parts_and_an_alignment_over_itself_either_way_round():
    before = (("actors.overseer.preferences.0", 2.0), ("alignment.overseer.system", 0.5), ("conflict.stakes", 1.0))
    over = (("actors.overseer.preferences", (1.0, 0.0)), ("alignment.system.overseer", 0.1))
    assert overlaid(coup(), before, over) == (("conflict.stakes", 1.0), *over)


@pytest.mark.parametrize(
    ("actor", "kind", "words"),
    [
        ("sistem", "aligned", "there is no actor 'sistem'; did you mean 'system'"),
        ("system", "loyal", "system has no type 'loyal'; expected one of aligned, misaligned"),
        ("overseer", "loyal", "overseer has no private types, so none is 'loyal'"),
    ],
)
def test_there_must_be_such_an_actor_and_type(actor, kind, words):
    with pytest.raises(UsageError, match=words):
        known(coup(), actor, kind)
    with pytest.raises(UsageError, match=words):
        with_types(coup(), {actor: kind})
