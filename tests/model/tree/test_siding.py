"""Wars in which a third party's side depends on what it believes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.coups import coup, provocateur

from powergame.model.compile import compile_game
from powergame.model.tree.rounds import compile_tree
from powergame.scenario.paths.known import known, with_types

POWER = np.array([4, 1.5, 1]) / 6.5

BLUE, RED, GREEN = range(3)


def cos(degrees):
    return float(np.cos(np.radians(degrees)))


def only_war(scenario):
    """The war in which all depends on beliefs where red alone seeks power."""
    (each,) = compile_tree(scenario).rounds
    (siding,) = (siding for siding in each.sidings if siding.rungs == (0, 1, 0))
    return siding


def with_beliefs(scenario, name, *beliefs):
    actors = tuple(replace(a, beliefs=beliefs) if a.name == name else a for a in scenario.actors)
    return replace(scenario, actors=actors)


def test_a_side_is_worth_what_everybody_would_have_after_its_victory_by_what_is_believed_of_them():
    siding = only_war(provocateur())
    assert (siding.rungs, siding.choosers, siding.leaders) == ((0, 1, 0), (BLUE, GREEN), (None, RED))
    of_green = siding.choosers.index(GREEN)

    def gain_of_joining(misaligned):
        parts = siding.worth_by_type[of_green]
        believed = np.array([1 - misaligned, misaligned])
        worth = siding.worth[of_green][0, 0, 0] + sum(
            p[0, 0, 0] @ (believed if p.shape[-1] == 2 else np.ones(1)) for p in parts
        )
        return worth[1] - worth[0]

    # red gets its own power and blue's, green keeps its own; or blue and green share what red had in proportion
    for misaligned in (0.0, 0.3, 1.0):
        with_red = (1 - misaligned) * cos(165) + misaligned * cos(15)
        joined = POWER[GREEN] + with_red * (POWER[RED] + POWER[BLUE])
        defended = (POWER[GREEN] + cos(170) * POWER[BLUE]) * (1 + POWER[RED] / (POWER[GREEN] + POWER[BLUE]))
        assert gain_of_joining(misaligned) == pytest.approx(joined - defended, abs=1e-12)


def test_a_defender_is_bound_where_it_takes_one_side_whatever_the_others_are():
    siding = only_war(provocateur())
    assert [bound[0, 0].tolist() for bound in siding.bound] == [[-1], [-1]]
    # blue, at right angles to red's enmity with green, defends whatever red is
    aloof = only_war(provocateur(actors_blue_preferences=(0.0, -1.0)))
    assert [bound[0, 0].tolist() for bound in aloof.bound] == [[0], [-1]]


def test_the_war_pays_by_the_sides_as_the_rule_of_known_types_does():
    scenario = provocateur()
    siding = only_war(scenario)
    for x, kind in enumerate(("aligned", "misaligned")):
        game = compile_game(with_types(scenario, {"red": kind})).game
        # green joins red where both are hostile to blue, and blue joins red where both are at one
        sides = (1, 0) if kind == "aligned" else (0, 1)
        peace = (1 - 0.99) * compile_game(
            with_types(scenario, {"red": kind}).with_values({"ladder.seek.provokes": 0.0})
        ).game.payoffs[:, 0, 1, 0]
        for i in range(3):
            types = (0, x, 0)
            paid = siding.p_war[i][0, types[i]] * siding.fight[(i, 0, *types, *sides)]
            assert paid + peace[i] == pytest.approx(game.payoffs[i, 0, 1, 0], abs=1e-12)


def test_power_after_a_war_is_what_the_winners_are_expected_to_have():
    siding = only_war(provocateur(conflict_decisiveness=2.0))
    left = siding.power_after[:, 0]
    assert left.shape == (3, 2, 2)
    # the war comes with .99, and destroys .02 of what there is on average
    assert left.sum(axis=0) == pytest.approx(0.99 * 0.98)
    wins = 4**2 / (4**2 + (1.5 + 1) ** 2)
    assert left[BLUE, 0, 1] == pytest.approx(0.99 * 0.98 * wins)
    assert left[GREEN, 0, 1] == pytest.approx(0.99 * 0.98 * (1 - wins) * POWER[GREEN])


@pytest.mark.parametrize(
    "scenario",
    [
        known(provocateur(), "red", "aligned"),
        replace(provocateur(), conflict=replace(provocateur().conflict, third_parties="status_quo")),
        coup(),
        provocateur(
            actors_red_types_misaligned_preferences=(1.0, 0.1), actors_red_types_aligned_preferences=(1.0, 0.1)
        ),
    ],
    ids=["known", "status quo", "two actors", "types alike"],
)
def test_no_side_depends_on_beliefs_where_there_is_nothing_to_believe(scenario):
    assert not compile_tree(scenario).sided


def test_the_eyes_of_those_who_see_other_stakes_are_their_own():
    siding = only_war(with_beliefs(provocateur(), "blue", ("conflict.stakes", 0.5)))
    assert siding.eyes == (None, (BLUE, 0))
    assert [eyes.tolist() for eyes in siding.eyes_of] == [[1], [0, 0], [0]]
    assert siding.worth[0].shape == (2, 1, 1, 2)


def test_who_holds_other_odds_only_sees_the_same_siding():
    siding = only_war(with_beliefs(provocateur(), "blue", ("conflict.destruction.odds", 0.9)))
    assert siding.eyes == (None,)
    plain = only_war(provocateur())
    assert (siding.fight[1:] == plain.fight[1:]).all()
    assert (siding.fight[0] != plain.fight[0]).any()


def test_rungs_that_seek_in_some_eyes_only_have_wars_of_their_own():
    scenario = provocateur()
    blue, red, green = scenario.actors
    green = replace(green, beliefs=(("ladder.hold.grab", 0.1),))
    gold = replace(green, name="gold", beliefs=(), preferences=blue.preferences)
    (each,) = compile_tree(replace(scenario, actors=(blue, red, green, gold))).rounds
    common, theirs = (siding for siding in each.sidings if siding.rungs == (0, 1, 0, 0))
    assert (common.choosers, common.leaders, common.eyes) == ((0, 2, 3), (None, 1), (None,))
    assert (theirs.choosers, theirs.leaders, theirs.eyes) == ((2, 3), (None, 0, 1), ((2, 0),))
    assert [p.max() > 0 for p in common.p_war] == [True, True, False, True]
    assert [p.max() > 0 for p in theirs.p_war] == [False, False, True, False]
    assert common.power_after.max() > 0
    assert theirs.power_after.max() == 0


def test_histories_of_a_round_have_one_siding_together():
    tree = compile_tree(provocateur(rounds=2))
    second = tree.rounds[1]
    assert all(siding.bound[0].shape[1] == second.histories for siding in second.sidings)
    assert tree.sided
