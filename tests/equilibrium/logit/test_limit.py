"""Selection: the limit of the logit path, and which equilibrium of the list it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergame.equilibrium.budgets import LOGIT_PAIR_ENTRIES
from powergame.equilibrium.logit.limit import Limit, logit_limit, matched, select
from powergame.equilibrium.logit.polish import members_near
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.types import Equilibrium, Solution, distance
from powergame.model.game import Game

SHAPES = [(2, 2), (3, 2), (3, 3), (4, 4), (5, 5), (2, 2, 2), (3, 3, 3), (2, 2, 2, 2)]

TINY = 2.0**-40
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def game(*tables) -> Game:
    payoffs = np.stack([np.array(table, dtype=float) for table in tables])
    names = tuple(f"actor {i}" for i in range(len(payoffs)))
    return Game(names, tuple(tuple(f"rung {r}" for r in range(size)) for size in payoffs.shape[1:]), payoffs)


def random_game(seed: int, levels: int = 0) -> Game:
    """Payoffs from a continuum, or of a few whole levels, with many ties."""
    random, shape = np.random.default_rng(seed), SHAPES[seed % len(SHAPES)]
    payoffs = random.random((len(shape), *shape))
    return game(*(np.rint((levels - 1) * payoffs) if levels else payoffs))


def selected(solution: Solution) -> Equilibrium:
    (chosen,) = (e for e in solution.equilibria if e.selected)
    return chosen


def solved(g: Game) -> Equilibrium:
    return selected(select(g, find_equilibria(g, "exact")))


def symmetric(a, b, c, d) -> Game:
    table = np.array([[a, b], [c, d]])
    return game(table, table.T)


@pytest.mark.parametrize(
    ("payoffs", "safe"),
    [((4, 0, 3, 2), 1), ((9, 0, 8, 7), 1), ((9, 0, 3, 2), 0), ((5, -1, 4, 1), 1), ((10, 0, 6, 3.9), 0)],
)
def test_of_a_stag_hunt_s_equilibria_the_risk_dominant_one_is_selected(payoffs, safe):
    a, b, c, d = payoffs
    assert (d - b > a - c) == safe  # Harsanyi & Selten: the larger loss from deviating
    (chosen, _) = solved(symmetric(*payoffs)).profile
    assert chosen[safe] == 1


@pytest.mark.parametrize("seed", range(20))
def test_of_two_strict_equilibria_of_a_2x2_game_the_larger_nash_product_wins_where_both_agree_on_it(seed):
    # each actor prefers the same equilibrium's row against an even opponent: then the path never turns round
    u, v, x, y = np.random.default_rng(seed).random(4)
    if (u > v) != (x > y):
        u, v = v, u
    rungs = 0 if u > v else 1
    chosen = solved(game([[u, 0], [0, v]], [[x, 0], [0, y]]))
    assert [strategy[rungs] for strategy in chosen.profile] == [1, 1]


@pytest.mark.parametrize("levels", [0, 2, 3, 6])
@pytest.mark.parametrize("seed", range(24))
def test_one_equilibrium_is_selected_and_it_is_one(seed, levels):
    g = random_game(seed, levels)
    found = find_equilibria(g, "exact")
    solution = select(g, found)
    chosen = selected(solution)
    assert chosen.regret == 0 if len(g.shape) == 2 else chosen.regret < 1e-10
    for i in range(len(g.shape)):
        assert sum(chosen.profile[i]) == pytest.approx(1, abs=1e-12)
    assert sum(replace(e, selected=False) in found.equilibria for e in solution.equilibria) == len(found.equilibria)


@pytest.mark.parametrize("seed", range(16))
def test_gambit_s_path_has_the_same_end(seed):
    gambit = pytest.importorskip("pygambit")
    g = random_game(seed)
    theirs = gambit.Game.from_arrays(*g.payoffs)
    end = gambit.qre.logit_solve_branch(theirs, maxregret=1e-6)[-1].profile
    profile = [[float(end[s]) for s in player.strategies] for player in theirs.players]
    assert distance(logit_limit(g).profile, profile) < 1e-3


def test_the_limit_does_not_depend_on_names_scale_or_offset():
    g = random_game(5)
    expected = logit_limit(g).profile
    for order in permutations(range(3)):
        moved = game(*(g.payoffs[i].transpose(order) for i in order))
        assert distance(logit_limit(moved).profile, tuple(expected[i] for i in order)) < 1e-7
    flipped = game(*(table[:, ::-1] for table in g.payoffs))
    assert distance(logit_limit(flipped).profile, (expected[0], expected[1][::-1], expected[2])) < 1e-7
    for scale in (TINY, 1e9):
        assert distance(logit_limit(game(*(scale * g.payoffs + scale))).profile, expected) < 1e-7


def test_yielding_and_holding_that_pay_the_same_are_mixed_evenly():
    # yield, hold, seek: where nobody seeks, yielding is holding
    table = np.array([[3.0, 3, 1], [3, 3, 0], [2, 2, -1]])
    chosen = solved(game(table, table.T))
    assert chosen.profile == ((HALF, HALF, 0),) * 2
    assert chosen.regret == 0
    assert chosen.found_by == ("logit",)


def test_a_limit_inside_a_component_is_listed_before_its_members_and_the_grouping_stays_right():
    g = game([[1, 1, 0], [1, 1, 0], [0, 0, 2]], [[1, 1, 0], [1, 1, 0], [0, 0, 1]])
    found = find_equilibria(g, "exact")
    solution = select(g, found)
    point = selected(solution)
    assert point.profile == ((HALF, HALF, 0),) * 2
    assert point.regret == 0
    at = solution.equilibria.index(point)
    block = [e for e in solution.equilibria if e.component == point.component]
    assert block[0] is point
    assert len(block) == 5
    members = [[found.equilibria[k] for k in subset] for subset in found.convex]
    assert [[solution.equilibria[k] for k in subset] for subset in solution.convex] == members
    assert all(at not in subset for subset in solution.convex)


def test_in_the_game_of_zeros_uniform_play_is_selected():
    point = solved(game(*np.zeros((2, 2, 3))))
    assert point.profile == ((HALF, HALF), (THIRD, THIRD, THIRD))
    assert point.regret == 0


def test_matching_pennies_is_selected_from_the_list():
    point = solved(game([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert point.profile == ((HALF, HALF), (HALF, HALF))
    assert point.found_by == ("exact",)


def test_payoffs_that_differ_by_their_last_bit_are_told_apart():
    # but for that bit the rows are the same, and the limit would mix them
    rows = np.array([[1.0, 1.0], [1.0 + TINY, 1.0 + TINY], [0.0, 3.0]])
    columns = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.5]])
    assert solved(game(rows, columns)).profile == ((0, 1, 0), (1, 0))
    rows[1] -= TINY
    assert solved(game(rows, columns)).profile == ((HALF, HALF, 0), (1, 0))


@pytest.mark.parametrize("second", [0.25, 0.3, 0.9])
def test_a_mixed_limit_is_told_to_rounding_though_the_path_ends_while_play_still_moves(second):
    g = game([[1 - second, -second], [0, 0]], [[-0.4, 0], [0.6, 0]])
    limit = logit_limit(g)
    assert distance(limit.profile, ((0.6, 0.4), (second, 1 - second))) < 1e-12
    assert distance(limit.before, limit.profile) < 1e-9


def test_a_limit_that_is_approached_slowly_is_recognised():
    # the row actor's first rung pays more only against a column that dies out like log(lambda) / lambda
    g = game([[1, 0], [2, 0]], [[1, 0], [0, 1]])
    assert solved(g).profile == ((HALF, HALF), (0, 1))


def test_strictly_dominated_rungs_steer_the_path_and_are_not_played_in_its_limit():
    rows = np.array([[4.0, 0], [3, 2]])
    hunt = solved(game(rows, rows.T))
    # a third rung that is dominated, though not by far, and to which the first is the better reply
    wide = np.array([[4.0, 0, 9], [3, 2, 0], [3.5, -0.5, 8]])
    steered = solved(game(wide, wide.T))
    assert hunt.profile == ((0, 1), (0, 1))
    assert steered.profile == ((1, 0, 0), (1, 0, 0))


@pytest.mark.parametrize("shape", [(2,) * 8, (3,) * 5])
def test_many_actors_reach_the_limit(shape):
    g = game(*np.random.default_rng(11).random((len(shape), *shape)))
    point = solved(g)
    assert point.regret < 1e-12


def test_a_limit_of_three_actors_inside_a_component_is_listed_with_it():
    g = game(*np.random.default_rng(2).integers(0, 5, (3, 2, 2, 2)))
    found = find_equilibria(g, "exact")
    point = selected(select(g, found))
    assert point.profile == ((0, 1), (0.5, 0.5), (0.5, 0.5))
    assert found.complete
    assert sum(e.component == point.component for e in found.equilibria) > 1


def test_a_mixed_limit_of_a_game_that_is_not_enumerated_is_a_component_of_its_own_behind_the_pure_ones(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.BOXES", 1)
    g = game(*np.random.default_rng(2).integers(0, 5, (3, 2, 2, 2)))
    found = find_equilibria(g, "exact")
    solution = select(g, found)
    assert [e.component for e in found.equilibria] == [0, 1, 2]
    assert [(e.component, e.selected) for e in solution.equilibria] == [(0, False), (1, False), (2, False), (3, True)]
    assert solution.convex == ((0,), (1,), (2,), (3,))
    assert selected(solution).profile == ((0, 1), (0.5, 0.5), (0.5, 0.5))
    assert selected(solution).found_by == ("logit",)


def test_a_proven_single_equilibrium_needs_no_path():
    only = Equilibrium(((Fraction(1),),), (0.0,), 0.0)
    proven = Solution((only,), ((0,),), True, False, "test", "1")
    huge = game(*np.broadcast_to(0.0, (2, 2, LOGIT_PAIR_ENTRIES)))
    assert selected(select(huge, proven)) == replace(only, selected=True)


def test_where_the_game_is_too_large_none_is_selected_and_a_note_says_so():
    unproven = Solution((), ((),), False, False, "test", "1")
    solution = select(game(*np.broadcast_to(0.0, (2, 2, LOGIT_PAIR_ENTRIES))), unproven)
    assert not any(e.selected for e in solution.equilibria)
    assert "too many" in solution.notes[-1]


def test_a_limit_that_is_not_on_a_complete_list_is_never_forced_upon_it():
    g = symmetric(4, 0, 3, 2)
    found = find_equilibria(g, "exact")
    wrong = replace(found, equilibria=found.equilibria[:2], convex=((0,), (1,)))
    kept = [e for e in wrong.equilibria if e.profile != ((0, 1), (0, 1))]
    solution = select(g, replace(wrong, equilibria=(kept[0], kept[0]), convex=((0,), (1,))))
    assert not any(e.selected for e in solution.equilibria)
    assert "no equilibrium is selected" in solution.notes[-1]


def at(x: float) -> tuple[tuple[float, float], tuple[float, float]]:
    return (1 - x, x), (0.5, 0.5)


def chosen_from(places: list[float], end: float, before: float, monkeypatch) -> list[float]:
    """Return the places selected of a list that is proven complete, each in a component of its own."""
    listed = [Equilibrium(at(x), (0.0, 0.0), 0.0, component=k) for k, x in enumerate(places)]
    alone = tuple((k,) for k in range(len(places)))
    monkeypatch.setattr(
        "powergame.equilibrium.logit.limit.logit_limit", lambda _game, _deadline: Limit(at(end), at(before))
    )
    solution = select(game(*np.zeros((2, 2, 2))), Solution(tuple(listed), alone, True, False, "test", "1"))
    assert len(solution.equilibria) == len(places)
    return [e.profile[0][1] for e in solution.equilibria if e.selected]


@pytest.mark.parametrize("scale", [1e-9, 1e-6])
@pytest.mark.parametrize(("other", "clear"), [(-1.9, False), (1.9, False), (-2.1, True), (2.1, True), (1e5, True)])
def test_a_limit_beside_two_equilibria_is_given_to_one_that_is_twice_as_near_or_to_none(
    other, clear, scale, monkeypatch
):
    """In units of the distance to the nearer one: where the other one is, seen from the limit."""
    places = [0.3 + scale, 0.3 + other * scale]
    for order in (places, places[::-1]):
        assert chosen_from(order, 0.3, 0.3 + scale / 2, monkeypatch) == ([places[0]] if clear else [])


def test_of_equilibria_as_far_from_the_limit_as_it_may_be_wrong_none_is_selected(monkeypatch):
    changed = 1e-4  # over the last decade: the limit is told to a thousandth
    assert chosen_from([0.3 + 0.9e-3, 0.9], 0.3, 0.3 + changed, monkeypatch) == [0.3 + 0.9e-3]
    assert chosen_from([0.3 + 1.1e-3, 0.9], 0.3, 0.3 + changed, monkeypatch) == []


@pytest.mark.parametrize(
    ("far", "nearer_by", "approached"),
    [(5e-4, 0.05, True), (5e-4, 0.02, True), (5e-4, 0.005, False), (5e-4, -0.05, False), (1.1e-3, 0.05, False)],
)
def test_a_limit_is_at_a_place_near_it_too_which_it_still_comes_nearer_to(far, nearer_by, approached, monkeypatch):
    """By at least a hundredth of the distance in the last decade, and from a thousandth on."""
    end, before = 0.3, 0.3 - nearer_by * far
    found = chosen_from([0.3 + far, 0.9], end, before, monkeypatch)
    assert found == ([0.3 + far] if approached else [])


@given(off=st.lists(st.integers(-30, 30), min_size=2, max_size=5, unique=True))
def test_an_equilibrium_of_a_complete_list_is_selected_just_where_it_is_clearly_the_limit(off):
    """Equilibria some billionths from a limit told to 1e-8: within that, and with no other less than twice as far."""
    with pytest.MonkeyPatch.context() as patch:
        found = chosen_from([0.5 + (x + 0.1) * 1e-9 for x in off], 0.5, 0.5, patch)
    nearest, second = sorted(abs(x + 0.1) for x in off)[:2]
    assert len(found) == (nearest <= 10 and second >= 2 * nearest)
    assert found in ([], [0.5 + (x + 0.1) * 1e-9 for x in off if abs(x + 0.1) == nearest])


def test_a_point_beside_a_hull_gives_an_exact_member_of_it():
    corners = [(Fraction(1), Fraction(0), Fraction(0)), (Fraction(0), THIRD, 2 * THIRD)]
    middle, *_ = members_near(corners, (0.5 + 1e-10, 1 / 6, 1 / 3 - 1e-10), 1e-8)
    assert middle == (HALF, THIRD / 2, THIRD)
    _, direct, drawn = members_near(corners, (0.71234 + 1e-10, 0.1, 0.18766), 1e-8)
    for p, q, r in (direct, drawn):
        assert p + q + r == 1
        assert r == 2 * q
    assert members_near(corners, (1 - 1e-9, 0, 1e-9), 1e-8)[0] == corners[0]
    assert members_near(corners, (0.0, 1.0, 0.0), 1e-8) == ()


def test_a_limit_amid_a_component_that_is_no_simplex_is_found():
    # the first actor's part of the component has more corners than a simplex of its dimension
    random = np.random.default_rng(637)
    g = game(*np.rint(2 * random.random((2, 5, 5))))
    sixth = Fraction(1, 6)
    chosen = solved(g)
    assert chosen.profile == ((sixth, sixth, 2 * sixth, sixth, sixth), (1, 0, 0, 0, 0))
    assert chosen.regret == 0


def test_where_all_rungs_pay_the_same_against_uniform_play_it_stays_so_through_all_forks():
    for seed in range(120):
        random, shape = np.random.default_rng(seed), SHAPES[2:][seed % 6]
        payoffs = random.integers(-8, 9, size=(len(shape), *shape)).astype(float)
        for i, table in enumerate(payoffs):
            others = tuple(j for j in range(len(shape)) if j != i)
            table *= table.size // shape[i]
            table -= table.mean(axis=others, keepdims=True)
        limit = logit_limit(game(*payoffs))
        assert all(np.allclose(p, 1 / size, atol=1e-9) for p, size in zip(limit.profile, shape, strict=True)), seed


def test_a_limit_amid_equilibria_that_hardly_differ_is_said_to_be_near_them():
    """Payoffs tie but for 2^-38: three equilibria are 10^-11 apart."""
    profiles = [((1 - k * 1e-11, k * 1e-11), (1.0, 0.0)) for k in (1, 2)]
    pure = ((1.0, 0.0), (1.0, 0.0))
    listed = tuple(Equilibrium(profile, (0.0, 0.0), 0.0) for profile in (pure, *profiles))
    solution = Solution(listed, ((0,), (1,), (2,)), True, False, "exact", "1")
    limit = Limit(((1 - 1.4e-11, 1.4e-11), (1.0, 0.0)), pure)
    g = game([[2.0, 0.0], [3.0, 1.0]], [[2.0, 3.0], [0.0, 1.0]])
    (note,) = matched(g, solution, limit).notes
    assert "several of the listed equilibria" in note
