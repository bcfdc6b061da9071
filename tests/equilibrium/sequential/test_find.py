"""The door to game trees: the list that fits, the selected equilibrium first, all of it certified."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from support.trees import KNOWN, bayesian, random_tree, signalling, tree_of

from powergame.deadline import after
from powergame.equilibrium import budgets
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.sequential import find, one_round
from powergame.equilibrium.sequential.certificate import ACCEPTED_REGRET
from powergame.equilibrium.sequential.find import solve_tree
from powergame.equilibrium.sequential.logit.limit import tree_limit
from powergame.equilibrium.sequential.types import TreeSolution
from powergame.model.game import Game
from powergame.model.tree.types import GameTree

BEER = signalling(
    {"weak": 0.1, "strong": 0.9},
    ["beer", "quiche"],
    ["duel", "retreat"],
    lambda kind, meal, reply: (
        ((meal == "beer") == (kind == "strong")) + 2.0 * (reply == "retreat"),
        float((reply == "duel") == (kind == "weak")),
    ),
)
"""The beer-quiche game: in one equilibrium all have beer, in the other quiche."""


def trees(kinds: tuple[int, ...], shape: tuple[int, ...], rounds: int, *, sided: bool = False) -> list[GameTree]:
    """Return some trees, the last ones with ties."""
    drawn = partial(random_tree, kinds=kinds, shape=shape, rounds=rounds, sided=sided)
    return [*(drawn(seed) for seed in range(3)), *(drawn(seed, values=3) for seed in range(2))]


def broken_off(tree: GameTree, *arguments, moved: float = 0.0, reason: str = "", **named):
    """Return the end of the logit path, with play at last moved towards the first rung, or a reason why it ended."""
    limit = tree_limit(tree, *arguments, **named)
    *others, last = limit.assessment.play
    shifted = tuple((1 - moved) * of_actor + moved * np.eye(of_actor.shape[2])[0] for of_actor in last)
    return replace(limit, assessment=replace(limit.assessment, play=(*others, shifted)), reason=reason)


def firsts(solution: TreeSolution) -> list[list[float]]:
    """Return what the first actor's types play first, in each equilibrium."""
    return [e.assessment.play[0][0][0, :, 0].tolist() for e in solution.equilibria]


@pytest.mark.parametrize("shape", [(2, 2), (3, 4), (2, 2, 2)])
def test_one_round_of_known_types_has_the_answer_of_its_normal_form(shape):
    for tree in trees((1,) * len(shape), shape, 1):
        game = Game(tree.actors, tree.rounds[0].moves, tree.rounds[0].now.reshape(len(shape), *shape))
        _, known = solve_game(game, "exact", Concept())
        solution = solve_tree(tree)
        order = sorted(known.equilibria, key=lambda e: not e.selected)
        for ours, e in zip(solution.equilibria, order, strict=True):
            assert [of.ravel().tolist() for of in ours.assessment.play[0]] == [list(map(float, s)) for s in e.profile]
            assert (ours.selected, ours.regret, ours.component) == (e.selected, e.regret, e.component)
        assert (solution.complete, solution.degenerate) == (known.complete, known.degenerate)
        assert len(solution.convex) == len(known.convex)


@pytest.mark.parametrize(("kinds", "shape"), [((2, 2), (2, 2)), ((3, 1), (2, 3)), ((2, 3), (3, 2))])
def test_of_types_of_two_actors_all_are_listed_and_the_selected_one_is_of_them_or_inside_a_component(kinds, shape):
    for tree in trees(kinds, shape, 1):
        solution = solve_tree(tree)
        assert solution.complete
        assert not solution.problems
        first, *others = solution.equilibria
        assert first.selected
        assert not any(e.selected for e in others)
        assert [e.regret for e in solution.equilibria] == [0.0] * len(solution.equilibria)  # in fractions
        assert solution.pure
        assert solution.pure.count == sum(e.pure for e in solution.equilibria if e.method == "exact")
        assert first.method == "exact" or first.component in {e.component for e in others}
        members = {k for subset in solution.convex for k in subset}
        assert members == {k for k, e in enumerate(solution.equilibria) if e.method == "exact"}
        alike = np.abs(tree_limit(tree).assessment.play[0][0] - first.assessment.play[0][0]).max()
        assert alike < 1e-5


def test_in_a_component_the_selected_point_is_where_the_path_leads_and_exact():
    solution = solve_tree(bayesian([[0.5, 0.5], [1.0]], np.zeros((2, 2, 1, 2, 2))))  # nothing matters
    assert len(solution.equilibria) == 8 + 1
    assert solution.degenerate
    assert firsts(solution)[0] == [0.5, 0.5]
    assert (solution.equilibria[0].method, solution.equilibria[0].component) == ("logit", 0)
    assert solution.convex == (tuple(range(1, 9)),)


def test_beer_is_selected_and_quiche_is_listed():
    solution = solve_tree(BEER)
    assert firsts(solution) == [[1.0, 1.0], [0.0, 0.0]]
    assert [(e.method, e.selected) for e in solution.equilibria] == [("logit", True), ("pure", False)]
    assert solution.pure
    assert (solution.pure.count, solution.pure.complete) == (2, True)
    assert not solution.complete  # mixed ones were not looked for
    assert solution.steps > 0


def test_pure_equilibria_are_looked_for_where_the_tree_is_small_or_somebody_asks(monkeypatch):
    assert solve_tree(BEER, pure=False).pure is None
    assert len(solve_tree(BEER, pure=False).equilibria) == 1
    monkeypatch.setattr(budgets, "PURE_UNKNOWNS", 3)
    assert solve_tree(BEER).pure is None
    assert solve_tree(BEER, pure=True).pure is not None


@pytest.mark.parametrize(
    ("kinds", "shape", "rounds", "sided"),
    [((2, 2), (2, 2), 2, False), ((2, 1, 1), (2, 2, 2), 1, False), ((2, 1, 2), (2, 2, 1), 1, True)],
)
def test_every_equilibrium_that_is_listed_is_certified_and_none_is_listed_twice(kinds, shape, rounds, sided):
    for tree in trees(kinds, shape, rounds, sided=sided)[:3]:
        solution = solve_tree(tree)
        assert solution.equilibria[0].selected
        for e in solution.equilibria[1:]:
            assert e.regret <= ACCEPTED_REGRET * tree.scale
            assert e.bayes_error <= ACCEPTED_REGRET
        assert len({e.component for e in solution.equilibria}) == len(solution.equilibria)
        for k, e in enumerate(solution.equilibria):
            assert not any(find.alike(tree, e, other) for other in solution.equilibria[:k])


def test_further_starting_points_are_the_same_each_time_and_add_only_what_is_new():
    payoffs = np.zeros((3, 1, 1, 1, 2, 2, 2))
    payoffs[:, 0, 0, 0, 0, 0, 0], payoffs[:, 0, 0, 0, 1, 1, 1] = 2.0, 1.0
    stag = bayesian([[1.0]] * 3, payoffs)
    stag = replace(stag, prior=(np.array([0.5, 0.5]), *stag.prior[1:]), types=(("one", "two"), *stag.types[1:]))
    only = stag.rounds[0]
    stag = replace(
        stag, rounds=(replace(only, now=np.repeat(only.now, 2, axis=2), on=(np.zeros((1, 2, 2, 2, 2)), *only.on[1:])),)
    )
    plain, more, again = (solve_tree(stag, pure=False, starts=starts) for starts in (0, 6, 6))
    assert len(plain.equilibria) == 1
    assert len(more.equilibria) > 1
    assert firsts(more) == firsts(again)
    assert more.steps == again.steps > plain.steps
    assert (
        more.notes[-1]
        == f"6 of 6 further starting points lead to an equilibrium, {len(more.equilibria) - 1} of them new"
    )


def test_a_selected_equilibrium_that_is_one_but_nearly_is_noted_and_one_that_is_none_is_a_problem(monkeypatch):
    ends = {1e-8: (1, 0), 1e-4: (0, 1)}
    for moved, (notes, problems) in ends.items():
        monkeypatch.setattr(find, "tree_limit", partial(broken_off, moved=moved))
        solution = solve_tree(BEER, pure=False)
        assert (len(solution.notes), len(solution.problems)) == (notes, problems)
        (selected,) = solution.equilibria
        assert selected.selected
        assert selected.regret > ACCEPTED_REGRET


def test_a_path_that_breaks_off_is_a_problem_and_where_it_did_is_listed(monkeypatch):
    monkeypatch.setattr(find, "tree_limit", partial(broken_off, reason="the path broke off"))
    solution = solve_tree(BEER)
    assert solution.problems == ("the path broke off",)
    assert solution.selected is solution.equilibria[0]


def test_a_path_that_ends_beside_a_complete_list_is_a_problem(monkeypatch):
    tree = next(tree for tree in trees((2, 2), (2, 2), 1) if len(solve_tree(tree).equilibria) == 3)
    known = solve_tree(tree)
    monkeypatch.setattr(one_round, "tree_limit", partial(broken_off, moved=0.3))
    beside = solve_tree(tree)
    assert len(beside.equilibria) == 4
    assert beside.equilibria[0].selected
    assert beside.equilibria[0].regret > 1e-3
    assert any("near none" in problem for problem in beside.problems)
    monkeypatch.setattr(one_round, "tree_limit", partial(broken_off, moved=1e-5))  # ended early, but clear
    assert [e.component for e in solve_tree(tree).equilibria] == [e.component for e in known.equilibria]


def test_where_no_time_is_left_to_select_the_list_stands():
    tree = next(tree for tree in trees((2, 2), (2, 2), 1) if len(solve_tree(tree).equilibria) == 3)

    def late(*_):
        return tree_limit(tree, after(1e-9))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one_round, "tree_limit", late)
        solution = solve_tree(tree)
    assert len(solution.equilibria) == 3
    assert solution.selected is None
    assert solution.limited == "time"
    assert "no equilibrium is selected" in solution.problems[0]


def test_a_list_that_is_cut_short_says_so_and_has_the_selected_one(monkeypatch):
    tree = random_tree(1, (2, 2), (2, 2), 1, values=2)
    monkeypatch.setattr(budgets, "AGENT_ENTRIES", 30)
    solution = solve_tree(tree)
    assert not solution.complete
    assert solution.limited == "steps"
    assert solution.selected is solution.equilibria[0]
    assert solution.pure  # those were looked for instead


def test_rounds_in_which_nobody_has_a_choice_have_one_equilibrium():
    tree = tree_of({"a": {"x": 0.4, "y": 0.6}, "b": KNOWN}, [{"a": ["wait"], "b": ["wait"]}] * 2, lambda *_: (1.0, 2.0))
    (only,) = solve_tree(tree).equilibria
    assert [of_actor.tolist() for of_actor in only.payoffs] == [[2.0, 2.0], [4.0]]


def test_at_a_rationality_the_response_is_alone_and_its_regret_is_the_cost_of_noise():
    (near,), (far,) = (solve_tree(BEER, rationality=rationality).equilibria for rationality in (1.0, 5.0))
    assert near.selected
    assert near.regret > far.regret > 0
    assert near.bayes_error < 1e-12
    assert far.assessment.play[1][1][0, 0, 0] < near.assessment.play[1][1][0, 0, 0]  # a duel after beer
    assert solve_tree(BEER, rationality=1.0).pure is None
    assert not solve_tree(BEER, rationality=1.0).complete


def test_a_rationality_that_the_path_does_not_reach_is_a_problem(monkeypatch):
    monkeypatch.setattr(budgets, "LOGIT_STEPS", 2)
    solution = solve_tree(BEER, rationality=1e6)
    assert len(solution.problems) == 1
    assert "before rationality 1e+06" in solution.problems[0]


@pytest.mark.parametrize(("shape", "rounds"), [((2, 2), 1), ((2, 2), 2)])
def test_a_type_that_never_is_is_certified_and_moves_nobody(shape, rounds):
    for seed in range(3):
        tree = random_tree(seed, (2, 2), shape, rounds)
        with_it = replace(tree, prior=(np.array([1.0, 0.0]), tree.prior[1]))
        cut = tuple(replace(each, now=each.now[:, :, :1], on=(each.on[0][:, :1], each.on[1])) for each in tree.rounds)
        without = replace(tree, types=(tree.types[0][:1], tree.types[1]), prior=(np.ones(1), tree.prior[1]), rounds=cut)
        ours, plain = (solve_tree(each).equilibria[0] for each in (with_it, without))
        assert ours.regret <= ACCEPTED_REGRET
        for of_round, known in zip(ours.assessment.play, plain.assessment.play, strict=True):
            assert of_round[1] == pytest.approx(known[1], abs=1e-6)
            assert of_round[0][:, :1] == pytest.approx(known[0], abs=1e-6)
