"""What a list of three and more actors' equilibria says of itself where it is not proven complete."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.games import game

from powergame.deadline import after
from powergame.equilibrium.nash import gambit
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.nash.many import enumeration


@pytest.fixture
def coordination():
    """Three actors whom it pays to agree: two strict equilibria, and some mixed ones."""
    r = np.random.default_rng(0)
    rungs = np.indices((2, 2, 2))
    agreed = 1.0 * ((rungs[0] == rungs[1]) & (rungs[1] == rungs[2]))
    return game(*(agreed * weight + 0.01 * r.random((2, 2, 2)) for weight in (1.0, 2.0, 3.0)))


def test_an_even_number_of_regular_equilibria_is_a_warning_and_not_proven(coordination, monkeypatch):
    search = enumeration.search

    def losing_one(*given):
        met = search(*given)
        return replace(met, profiles=met.profiles[1:])

    whole = find_equilibria(coordination)
    monkeypatch.setattr(enumeration, "search", losing_one)
    solution = find_equilibria(coordination)
    assert whole.complete
    assert not whole.warnings
    assert len(whole.equilibria) % 2 == 1
    assert not solution.complete
    (warning,) = solution.warnings
    assert warning.startswith("where all equilibria are regular their number is odd")


@pytest.mark.parametrize("proven", [True, False])
def test_gambits_list_is_held_to_ours_or_to_the_odd_number(coordination, monkeypatch, proven):
    whole = find_equilibria(coordination)
    mixed = [tuple(tuple(map(float, strategy)) for strategy in e.profile) for e in whole.equilibria]
    monkeypatch.setattr(gambit, "mixed_equilibria", lambda _game, _deadline: mixed[:-1])
    if not proven:
        monkeypatch.setattr("powergame.equilibrium.budgets.BOXES", 1)
    solution = find_equilibria(coordination, "gambit")
    assert len(solution.equilibria) == len(whole.equilibria) - 1
    assert not solution.complete
    assert bool(solution.warnings) != proven
    assert any("gambit enumpoly finds" in note for note in solution.notes) == proven


def test_a_budget_that_runs_out_is_told_with_what_was_reached(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.BOXES", 2_600)
    solution = find_equilibria(game(*np.random.default_rng(3).random((4, 3, 3, 3, 3))))
    assert (solution.complete, solution.limited) == (False, "steps")
    assert "more mixed equilibria may be missing" in solution.notes[0]
    assert solution.equilibria


def test_a_game_with_too_many_supports_has_its_pure_equilibria_listed():
    solution = find_equilibria(game(*np.random.default_rng(4).random((12, *(2,) * 12))))
    assert not solution.complete
    assert "too large for a search through all supports" in solution.notes[0]
    assert all(e.pure for e in solution.equilibria)


def test_a_time_limit_that_runs_out_is_told_as_such():
    solution = find_equilibria(game(*np.random.default_rng(5).random((7, *(2,) * 7))), deadline=after(1e-6))
    assert (solution.complete, solution.limited) == (False, "time")
    assert "time limit" in solution.notes[0]
