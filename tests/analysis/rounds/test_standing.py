"""How far types agree with the powers that be."""

from __future__ import annotations

import pytest

import powergame as pg
from powergame.analysis.rounds.standing import types_with_power

CONFLICT = "conflict: {destruction: {odds: 0.5, severity: 0.5}}"


def scenario(actors):
    return pg.load_text(f"actors: {{{actors}}}\n{CONFLICT}\n")


def test_a_type_is_aligned_with_power_as_a_known_actor_of_its_preferences_is():
    typed = scenario(
        "blue: {power: 3, preferences: {angle: 0}}, red: {power: 1, types: {"
        "loyal: {probability: 0.8, preferences: {angle: 60}}, rival: {probability: 0.2, preferences: {angle: 180}}}}"
    )
    assert types_with_power(typed)[1] == pytest.approx((0.5, -1.0))


def test_others_types_count_by_their_probabilities():
    typed = scenario(
        "blue: {power: 3, preferences: {angle: 0}}, green: {power: 1, preferences: {angle: 90}}, red: {power: 1, "
        "types: {loyal: {probability: 0.5, preferences: {angle: 0}}, "
        "rival: {probability: 0.5, preferences: {angle: 180}}}}"
    )
    assert types_with_power(typed)[0] == (pytest.approx(0.0, abs=1e-12),)
    assert types_with_power(typed)[2] == pytest.approx((3 / 10**0.5, -3 / 10**0.5))


def test_a_type_among_others_whose_arrows_cancel_is_aligned_with_nobody():
    typed = scenario(
        "blue: {power: 1, preferences: {angle: 0}}, red: {power: 1, types: {"
        "loyal: {probability: 0.5, preferences: {angle: 90}}, rival: {probability: 0.5, preferences: {angle: -90}}}}"
    )
    assert types_with_power(typed)[0] == (None,)


def test_types_that_differ_in_beliefs_alone_have_the_actors_preferences():
    typed = scenario(
        "blue: {power: 1, preferences: {angle: 0}}, red: {power: 1, preferences: {angle: 60}, types: {"
        "bold: {probability: 0.5, beliefs: {conflict.destruction.odds: 0}}, shy: {probability: 0.5}}}"
    )
    assert types_with_power(typed)[1] == pytest.approx((0.5, 0.5))
