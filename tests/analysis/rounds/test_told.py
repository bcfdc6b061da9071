"""Equilibria of game trees as they are told, and as plain data."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from support.assessments import random_assessment
from support.trees import random_tree

from powergame.analysis.rounds.data import equilibrium_to_dict
from powergame.analysis.rounds.told import names, told
from powergame.equilibrium.sequential.certificate import certify
from powergame.scenario.types import STATUS_QUO


def certified(tree, seed=0):
    return certify(tree, random_assessment(tree, seed), "logit")


def test_every_history_is_told_with_what_led_there_and_how_probable_it_is():
    tree = random_tree(1, kinds=(1, 2), shape=(2, 2), rounds=2)
    equilibrium = told(tree, certified(tree))
    assert len(equilibrium.histories) == tree.histories
    first = equilibrium.histories[0]
    assert (first.after, first.round, first.reached) == ((), 1, 1.0)
    assert {h.round for h in equilibrium.histories[1:]} == {2}
    moves = set(product(*tree.rounds[0].moves))
    assert {h.after[0] for h in equilibrium.histories[1:]} <= moves
    assert sum(h.reached for h in equilibrium.histories[1:]) < 1


def test_what_is_believed_after_a_rung_is_believed_in_the_history_that_follows():
    tree = random_tree(2, kinds=(2, 2), shape=(2, 3), rounds=2)
    equilibrium = told(tree, certified(tree))
    first, *later = equilibrium.histories
    assert later
    for history in later:
        for i, rung in enumerate(history.after[0]):
            place = tree.rounds[0].moves[i].index(rung)
            assert history.beliefs[i] == first.beliefs_after[i][place]


def test_war_is_that_of_all_types_by_their_probabilities():
    tree = random_tree(3, kinds=(2, 2), shape=(2, 2), rounds=1)
    sure = replace(tree, rounds=(replace(tree.rounds[0], war=np.ones((1, 2, 2)), destroyed=np.full((1, 2, 2), 0.25)),))
    equilibrium = told(sure, certified(sure))
    assert (equilibrium.war, equilibrium.destroyed) == pytest.approx((1, 0.25))


def test_sides_are_told_where_nothing_but_beliefs_binds_a_defender():
    tree = random_tree(4, kinds=(1, 2, 2), shape=(2, 2, 2), rounds=1, sided=True)
    siding = tree.rounds[0].sidings[0]
    bound = (np.array([[[0, -1]]]),)
    tree = replace(tree, rounds=(replace(tree.rounds[0], sidings=(replace(siding, bound=bound),)),))
    (taken,) = told(tree, certified(tree)).histories[0].siding
    assert (taken.actor, taken.type, taken.view) == ("c", "type 2", None)
    assert [side for side, _ in taken.sides] == [STATUS_QUO, *(tree.actors[k] for k in siding.leaders[1:])]
    assert sum(p for _, p in taken.sides) == pytest.approx(1)
    assert taken.tied is False


def test_a_side_taken_in_the_eyes_of_one_who_holds_other_numbers_names_these_eyes():
    tree = random_tree(4, kinds=(1, 2, 2), shape=(2, 2, 2), rounds=1, sided=True)
    siding = replace(tree.rounds[0].sidings[0], eyes=((1, 0),))
    tree = replace(tree, rounds=(replace(tree.rounds[0], sidings=(siding,)),))
    assert {taken.view for taken in told(tree, certified(tree)).histories[0].siding} == {("b", "type 1")}


def test_sides_that_are_worth_the_same_are_told_to_tie():
    tree = random_tree(4, kinds=(1, 2, 2), shape=(2, 2, 2), rounds=1, sided=True, values=1)
    assert {taken.tied for taken in told(tree, certified(tree)).histories[0].siding} == {True}


def test_the_data_of_an_equilibrium_are_by_names():
    tree = random_tree(2, kinds=(1, 2, 2), shape=(2, 2, 2), rounds=2, sided=True)
    equilibrium = told(tree, certified(tree))
    data = equilibrium_to_dict(names(tree), equilibrium)
    first = data["histories"][0]
    assert first["after"] == []
    assert first["strategies"]["a"]["type 1"] == dict(
        zip(("rung 1", "seek"), equilibrium.histories[0].play[0][0], strict=True)
    )
    assert set(first["beliefs"]) == {"a", "b", "c"}
    assert set(first["beliefs_after"]) == {"b", "c"}
    assert set(first["beliefs_after"]["b"]["seek"]) == {"type 1", "type 2"}
    assert set(first["siding"][0]) == {"rungs", "actor", "type", "sides", "tied"}
    assert data["histories"][1]["after"][0].keys() == {"a", "b", "c"}
    assert data["payoffs"]["b"].keys() == {"type 1", "type 2"}
