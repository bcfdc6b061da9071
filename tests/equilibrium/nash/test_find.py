"""Which solver answers, what is said of the others, and what is promised of every answer."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from oracles import gambit as oracle
from support.games import game, random_games

from powergame.equilibrium.certificate import certify
from powergame.equilibrium.nash import gambit, gambit_process, nashpy
from powergame.equilibrium.nash.agreement import agreement
from powergame.equilibrium.nash.exact import extreme_equilibria
from powergame.equilibrium.nash.find import find_equilibria
from powergame.errors import NoAnswerError, UsageError
from powergame.model.game import Game

PRISONERS = game([[3, 0], [5, 1]], [[3, 5], [0, 1]])
SEGMENT = game([[-3, 3], [-3, 5]], [[2, 7], [4, 2]])
"""Its equilibria are the first column and every mixture from the second row to (2/7, 5/7)."""


@pytest.fixture
def gambit_here(monkeypatch):
    """Let Gambit answer in this process, where it is loaded already."""
    monkeypatch.setattr(gambit, "run", lambda method, text, _deadline: gambit_process.main(method, text))


def profiles(solution):
    return {e.profile for e in solution.equilibria}


def test_what_nashpy_loses_is_found_and_said():
    solution = find_equilibria(SEGMENT)
    assert solution.complete
    assert solution.degenerate
    assert [e.found_by for e in solution.equilibria] == [("exact", "nashpy"), ("exact",)]
    assert solution.notes == ("nashpy alone finds 1 of the 2 extreme equilibria of this degenerate game",)
    assert solution.convex == ((0, 1),)
    assert [e.component for e in solution.equilibria] == [0, 0]


def test_nashpy_s_own_answer_is_complete_only_if_nothing_is_lost():
    assert find_equilibria(PRISONERS, "nashpy").complete
    alone = find_equilibria(SEGMENT, "nashpy")
    assert len(alone.equilibria) == 1
    assert not alone.complete
    assert alone.notes


def test_where_nashpy_agrees_nothing_is_said():
    solution = find_equilibria(PRISONERS)
    assert solution.notes == ()
    assert [e.found_by for e in solution.equilibria] == [("exact", "nashpy")]


def test_a_point_inside_a_component_is_counted_as_that():
    exact = find_equilibria(SEGMENT, "exact").equilibria
    end, inside = ((0.0, 1.0), (1.0, 0.0)), ((1 / 7, 6 / 7), (1.0, 0.0))
    beyond, nowhere = ((3 / 7, 4 / 7), (1.0, 0.0)), ((0.5, 0.5), (0.5, 0.5))
    found = agreement(SEGMENT, exact, [inside, end, inside, beyond, nowhere])
    assert found.listed == (True, False)
    assert found.inside == ((inside, 0),)


def test_the_component_of_a_point_inside_is_the_right_one():
    for one in random_games(72, 60, [(2, 2), (3, 3), (3, 4)], 2):
        solution = find_equilibria(one, "exact")
        for subset in solution.convex:
            if len(subset) == 1:
                continue
            sides = [sorted({solution.equilibria[k].profile[i] for k in subset}) for i in (0, 1)]
            middle = tuple(tuple(float(sum(p) / len(side)) for p in zip(*side, strict=True)) for side in sides)
            (place,) = agreement(one, solution.equilibria, [middle]).inside
            assert place == (middle, solution.equilibria[subset[0]].component)


@pytest.mark.usefixtures("gambit_here")
@pytest.mark.parametrize("solver", ["auto", "exact", "nashpy", "gambit"])
def test_every_listed_equilibrium_is_one(solver):
    for one in random_games(73, 20, [(2, 2), (3, 4), (4, 3)], 4):
        for e in find_equilibria(one, solver).equilibria:
            again = certify(one, e.profile)
            assert again.regret == e.regret <= 1e-9
            assert all(sum(strategy) == pytest.approx(1) for strategy in e.profile)


@pytest.mark.usefixtures("gambit_here")
def test_gambit_and_the_exact_solver_list_the_same():
    for one in random_games(74, 20, [(3, 3)], 3):
        ours, theirs = find_equilibria(one, "exact"), find_equilibria(one, "gambit")
        assert profiles(ours) == profiles(theirs)
        assert theirs.complete
        assert theirs.version == importlib.metadata.version("pygambit")


@pytest.mark.usefixtures("gambit_here")
def test_gambit_finds_the_mixed_equilibrium_of_three_actors():
    solution = find_equilibria(game(*pursuit_of_three()), "gambit")
    (mixed,) = solution.equilibria
    assert mixed.profile == ((0.5, 0.5),) * 3
    assert mixed.found_by == ("enumeration", "gambit enumpoly")
    assert solution.complete


def test_a_proven_list_counts_what_gambit_loses_and_warns_of_nothing(monkeypatch):
    """Two equilibria of the three of matching rungs are left, an even number, and it is known which is missing."""
    alike = np.zeros((2, 2, 2))
    alike[0, 0, 0], alike[1, 1, 1] = 2, 1
    monkeypatch.setattr(gambit, "mixed_equilibria", lambda _game, _deadline: [])
    solution = find_equilibria(game(alike, alike, alike), "gambit")
    assert len(solution.equilibria) % 2 == 0
    assert not solution.complete
    assert solution.warnings == ()
    (note,) = solution.notes
    assert note.startswith("gambit enumpoly finds 2 of the ")


def test_a_game_too_large_for_a_search_has_a_list_of_pure_equilibria(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.BOXES", 1)
    solution = find_equilibria(game(*pursuit_of_three()))
    assert (solution.solver, solution.complete) == ("pure", False)


def test_who_has_a_choice_is_listed_as_a_sentence_has_it():
    """The fourth actor's second rung is dominated; to the others nothing matters."""
    indifferent, dominated = np.zeros((2, 2, 2, 2)), np.zeros((2, 2, 2, 2))
    dominated[..., 0] = 1
    notes = find_equilibria(game(indifferent, indifferent, indifferent, dominated)).notes
    assert "after strict dominance only actor 1, actor 2 and actor 3 have a choice" in notes


@pytest.mark.parametrize(("gain", "listed"), [(5e-10, True), (2e-9, False), (1e-4, False), (1e-2, False)])
def test_what_gambit_proposes_is_listed_only_where_nobody_gains_by_leaving_it(monkeypatch, gain, listed):
    """Relative to the range of payoffs, a thousand: more than a billionth of it is a reason to leave."""
    rows = np.zeros((2, 2, 2))
    rows[0, 0, 0], rows[1, 0, 0], rows[:, 1, 1] = 1000, 1000 * (1 + gain), (1000, 0)
    tables = [rows, rows.transpose(1, 0, 2) / 2, rows.transpose(1, 2, 0) / 4]
    stays = ((1.0, 0.0),) * 3
    monkeypatch.setattr(gambit, "mixed_equilibria", lambda _game, _deadline: [stays])
    monkeypatch.setattr("powergame.equilibrium.budgets.BOXES", 1)
    solution = find_equilibria(game(*tables), "gambit")
    assert (stays in profiles(solution)) == listed
    assert not solution.complete
    assert all(e.regret <= 1e-9 * 1000 for e in solution.equilibria)


NAMES = ("é", "北京", "two  spaces", "back\\", 'a "b"', "x" * 1000, "<U+00E9>", "a", "a ", "")
"""Names that Gambit does not read, or would make others of."""


@pytest.mark.usefixtures("gambit_here")
def test_gambit_is_asked_whatever_the_names():
    rungs = (NAMES[:5], NAMES[5:])
    rng = np.random.default_rng(75)
    one = Game((NAMES[1], NAMES[9]), rungs, rng.integers(0, 4, size=(2, 5, 5)).astype(float))
    ours, theirs = find_equilibria(one, "exact"), find_equilibria(one, "gambit")
    assert profiles(ours) == profiles(theirs)
    three = game(*pursuit_of_three())
    odd = Game(NAMES[:3], (NAMES[3:5], NAMES[1:3], NAMES[8:]), three.payoffs)
    assert profiles(find_equilibria(odd, "gambit")) == {((0.5, 0.5),) * 3}


def test_payoffs_in_the_billions_do_not_trouble_gambit():
    pennies = np.array([[1, -1], [-1, 1]]) * 1e12
    half = Fraction(1, 2)
    assert profiles(find_equilibria(game(pennies, -pennies), "gambit")) == {((half, half), (half, half))}


def test_without_pygambit_the_user_learns_how_to_install_it(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(gambit.importlib.metadata, "version", missing)
    with pytest.raises(UsageError, match=r"pip install 'powergame\[gambit\]'"):
        find_equilibria(PRISONERS, "gambit")


def test_a_solver_that_does_not_come_back_is_left_behind(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.GAMBIT_SECONDS", 0.01)
    with pytest.raises(NoAnswerError, match="did not answer within"):
        find_equilibria(PRISONERS, "gambit")
    solution = find_equilibria(game(*pursuit_of_three()), "gambit")
    assert any("did not answer within" in note for note in solution.notes)
    assert not solution.complete


def test_nashpy_is_refused_what_it_cannot_solve():
    (three,) = random_games(76, 1, [(2, 2, 2)], 3)
    with pytest.raises(UsageError, match="two actors"):
        find_equilibria(three, "nashpy")
    (large,) = random_games(76, 1, [(10, 10)], 3)
    with pytest.raises(NoAnswerError, match="10 x 10"):
        find_equilibria(large, "nashpy")


def test_only_one_file_of_nashpy_is_loaded():
    code = (
        "import sys, numpy as np\n"
        "from powergame.equilibrium.nash import nashpy\n"
        "from powergame.model.game import Game\n"
        "found = nashpy.candidates(Game(('a', 'b'), (('1', '2'),) * 2, np.array([np.eye(2), np.eye(2)])))\n"
        "assert len(found) == 3\n"
        "assert not {'nashpy', 'scipy', 'networkx', 'pygambit'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nashpy_warns_nobody(recwarn):
    nashpy.candidates(game(np.zeros((2, 2)), np.zeros((2, 2))))
    assert not recwarn.list


# ---- one actor, and three or more


def test_one_actor_chooses_what_is_best():
    solution = find_equilibria(game([1, 3, 2]))
    assert profiles(solution) == {((0, 1, 0),)}
    assert solution.complete


def test_one_indifferent_actor_may_mix_what_is_best():
    solution = find_equilibria(game([3, 1, 3]))
    assert profiles(solution) == {((1, 0, 0),), ((0, 0, 1),)}
    assert solution.complete
    assert solution.degenerate
    assert solution.convex == ((0, 1),)


def test_a_game_of_one_profile_is_solved():
    for payoffs in ([[7]], [[-1e9]]):
        solution = find_equilibria(game(payoffs, payoffs))
        assert [e.payoffs for e in solution.equilibria] == [(payoffs[0][0],) * 2]
        assert solution.complete


def pursuit_of_three():
    """The first wants to match the second, the second the third, and the third not to match the first."""
    moves = np.indices((2, 2, 2))
    return [moves[0] == moves[1], moves[1] == moves[2], moves[2] != moves[0]]


def dilemma_of_three():
    moves = np.indices((2, 2, 2)).astype(float)
    return [moves[i] - 2 * (moves.sum(axis=0) - moves[i]) for i in range(3)]


def test_where_dominance_leaves_one_profile_it_is_the_only_equilibrium():
    solution = find_equilibria(game(*dilemma_of_three()))
    assert profiles(solution) == {((0, 1),) * 3}
    assert solution.complete
    assert solution.solver == "dominance"


def test_where_dominance_leaves_two_actors_a_choice_all_equilibria_are_found():
    pennies, third = np.array([[1, -1], [-1, 1]]), np.array([0, 1])
    tables = [
        pennies[:, None, :] + 0 * third[None, :, None],
        np.broadcast_to(third[None, :, None], (2, 2, 2)),
        -pennies[:, None, :] + 0 * third[None, :, None],
    ]
    solution = find_equilibria(game(*tables))
    half = Fraction(1, 2)
    assert profiles(solution) == {((half, half), (0, 1), (half, half))}
    assert solution.complete
    assert solution.equilibria[0].payoffs == (0, 1, 0)
    assert solution.equilibria[0].regret == 0
    assert any("actor 1 and actor 3" in note for note in solution.notes)


def test_all_pure_equilibria_of_three_and_more_actors_are_listed():
    for one in random_games(77, 20, [(2, 3, 2), (2, 2, 2, 2)], 2):
        solution = find_equilibria(one)
        pure = {e.profile for e in solution.equilibria if e.pure}
        expected = {
            tuple(tuple(Fraction(int(r == k)) for r in range(size)) for size, k in zip(one.shape, rungs, strict=True))
            for rungs in oracle.pure_equilibria(one)
        }
        assert pure == expected


def test_a_large_game_of_two_actors_is_solved_where_dominance_makes_it_small():
    size = 40
    own = np.arange(size, dtype=float)
    tables = [np.tile(own[:, None], (1, size)), np.tile(own, (size, 1))]
    solution = find_equilibria(game(*tables))
    assert solution.complete
    assert len(solution.equilibria) == 1


def test_a_game_of_two_actors_that_stays_too_large_is_said_to_be(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.TABLEAU_ENTRIES", 2_000)
    coordination = game(np.eye(7), np.eye(7))
    solution = find_equilibria(coordination)
    assert not solution.complete
    assert sum(e.pure for e in solution.equilibria) == 7
    assert all(e.regret == 0 for e in solution.equilibria)
    assert solution.limited == "steps"
    (note,) = (note for note in solution.notes if "budget of steps" in note)
    assert note.startswith("7 x 7 rungs: too much for the budget of steps; the list has all pure and ")


def test_the_answer_depends_on_the_game_only():
    for one in random_games(78, 5, [(3, 3), (2, 2, 2)], 3):
        assert find_equilibria(one) == find_equilibria(game(*one.payoffs))


def test_solve_and_the_enumeration_agree():
    for one in random_games(79, 20, [(3, 3), (4, 2)], 3):
        solution, found = find_equilibria(one), extreme_equilibria(one)
        assert [e.profile for e in solution.equilibria] == list(found.pairs)
        assert all(e.regret == 0 for e in solution.equilibria)
