"""One round, two actors: the extreme equilibria of types are those of other enumerations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from oracles.gambit import extreme_equilibria as gambits
from support.trees import bayesian

from powergame.deadline import after
from powergame.equilibrium import budgets
from powergame.equilibrium.nash.exact import extreme_equilibria, most_bases
from powergame.equilibrium.nash.tableau import bases
from powergame.equilibrium.sequential import exact
from powergame.equilibrium.sequential.exact import bayesian_equilibria, exact_regret
from powergame.model.game import Game
from powergame.model.tree.types import GameTree

PRIORS = {1: [1.0], 2: [0.3, 0.7], 3: [0.2, 0.3, 0.5]}

ODD = {1: [1.0], 2: [1.0, 0.0], 3: [0.25, 0.0, 0.75]}
"""Types among which some never are."""


def drawn(
    seed: int, kinds: Sequence[int], shape: Sequence[int], values: int, priors: dict[int, list[float]] | None = None
) -> GameTree:
    """Return a game of one round whose payoffs are whole numbers below `values`."""
    payoffs = np.random.default_rng(seed).integers(0, values, (2, *kinds, *shape)).astype(float)
    return bayesian([(priors or PRIORS)[size] for size in kinds], payoffs)


def in_plans(tree: GameTree) -> tuple[Game, list[list[tuple[int, ...]]]]:
    """Return the strategic form, and each actor's plans: a rung for each of its types."""
    plans = [
        list(product(range(rungs), repeat=size)) for size, rungs in zip(tree.kinds, tree.rounds[0].shape, strict=True)
    ]
    prior = [[Fraction(str(p)) for p in of_actor.tolist()] for of_actor in tree.prior]
    now = tree.rounds[0].now[:, 0]
    table = np.empty((2, *map(len, plans)), dtype=object)
    for i, (k, own), (j, other) in product(range(2), enumerate(plans[0]), enumerate(plans[1])):
        table[i, k, j] = sum(
            prior[0][s] * prior[1][t] * Fraction(now[i, s, t, own[s], other[t]])
            for s, t in product(range(len(own)), range(len(other)))
        )
    rungs = tuple(tuple(map(str, of_actor)) for of_actor in plans)
    return Game(("first", "second"), rungs, table.astype(float), table), plans


def by_type(strategy: Sequence[Fraction], plans: Sequence[tuple[int, ...]], rungs: int) -> tuple[Fraction, ...]:
    """Return what each type plays where plans are mixed so."""
    types = range(len(plans[0]))
    return tuple(
        sum((p for p, plan in zip(strategy, plans, strict=True) if plan[s] == rung), Fraction(0))
        for s in types
        for rung in range(rungs)
    )


@pytest.mark.parametrize("values", [2, 3, 1000])
@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (2, 2), (3, 2), (4, 4)])
def test_of_known_types_the_list_is_that_of_the_normal_form(shape, values):
    for seed in range(12):
        tree = drawn(seed, (1, 1), shape, values)
        known = extreme_equilibria(Game(tree.actors, tree.rounds[0].moves, tree.rounds[0].now[:, 0, 0, 0]))
        assert bayesian_equilibria(tree) == known


@pytest.mark.parametrize("values", [2, 1000])
@pytest.mark.parametrize(("kinds", "shape"), [((2, 2), (2, 2)), ((2, 1), (2, 3)), ((1, 3), (2, 2)), ((2, 2), (3, 2))])
def test_gambits_list_of_the_game_of_plans_is_the_same_type_by_type(kinds, shape, values):
    for seed in range(4):
        tree = drawn(seed, kinds, shape, values)
        game, plans = in_plans(tree)
        theirs = {
            tuple(by_type(strategy, own, rungs) for strategy, own, rungs in zip(profile, plans, shape, strict=True))
            for profile in gambits(game)
        }
        ours = bayesian_equilibria(tree)
        assert ours.complete
        assert all(exact_regret(tree, pair) == 0 for pair in theirs)
        # mixtures of plans that are extreme may be none of types where play has ties
        assert set(ours.pairs) <= theirs if ours.degenerate else set(ours.pairs) == theirs


def test_the_pure_ones_are_those_that_comparison_finds():
    for seed in range(20):
        tree = drawn(seed, (3, 2), (2, 3), 3)
        sizes = [size for size, count in zip(tree.rounds[0].shape, tree.kinds, strict=True) for _ in range(count)]
        pure = set()
        for rungs in product(*map(range, sizes)):
            flat = [
                tuple(Fraction(int(r == rung)) for r in range(size)) for rung, size in zip(rungs, sizes, strict=True)
            ]
            pair = tuple(sum(part, ()) for part in (flat[: tree.kinds[0]], flat[tree.kinds[0] :]))
            if exact_regret(tree, pair) == 0:
                pure.add(pair)
        listed = bayesian_equilibria(tree).pairs
        assert {pair for pair in listed if all(p in (0, 1) for strategy in pair for p in strategy)} == pure


@pytest.mark.parametrize("priors", [PRIORS, ODD])
def test_every_listed_one_is_exact_and_their_number_is_odd_without_ties(priors):
    for seed in range(20):
        tree = drawn(seed, (2, 3), (2, 2), 1_000_000, priors)
        ours = bayesian_equilibria(tree)
        assert all(exact_regret(tree, pair) == 0 for pair in ours.pairs)
        assert ours.degenerate or len(ours.pairs) % 2 == 1


def test_a_type_that_never_is_plays_a_best_reply_and_moves_nobody():
    payoffs = np.zeros((2, 2, 1, 2, 2))
    payoffs[0, 0, 0] = [[1.0, 1.0], [0.0, 0.0]]
    payoffs[0, 1, 0] = [[0.0, 0.0], [1.0, 1.0]]
    payoffs[1, 0, 0], payoffs[1, 1, 0] = [[1.0, 0.0], [1.0, 0.0]], [[0.0, 9.0], [0.0, 9.0]]
    (pair,) = bayesian_equilibria(bayesian([[1.0, 0.0], [1.0]], payoffs)).pairs
    assert pair == ((1, 0, 0, 1), (1, 0))


def test_probabilities_are_taken_as_they_are_written():
    payoffs = np.zeros((2, 2, 1, 1, 2))
    payoffs[1, :, 0, 0] = [[7.0, 0.0], [0.0, 3.0]]  # at 0.3 and 0.7 its rungs are worth the same, 2.1
    assert len(bayesian_equilibria(bayesian([[0.3, 0.7], [1.0]], payoffs)).pairs) == 2


def test_three_types_of_three_rungs_have_at_most_1430_bases_a_side(monkeypatch):
    most = most_bases(3 * 2 + 3, 3 * 3 + 3 * 3)  # no unbounded polyhedron has more vertices than a polytope
    assert most == 1430
    met: list[int] = []

    def counted(*arguments):
        met.append(0)
        for basis in bases(*arguments):
            met[-1] += 1
            yield basis

    monkeypatch.setattr("powergame.equilibrium.nash.tableau.bases", counted)
    for seed in range(4):
        assert bayesian_equilibria(drawn(seed, (3, 3), (3, 3), 1000)).complete
    assert len(met) == 8
    assert 30 < max(met) <= most


def test_what_was_met_is_listed_where_steps_or_time_run_out(monkeypatch):
    tree = drawn(0, (3, 3), (3, 3), 3)
    assert bayesian_equilibria(tree, after(1e-9)).limited == "time"
    monkeypatch.setattr(budgets, "AGENT_ENTRIES", 20_000)
    cut = bayesian_equilibria(tree)
    assert cut.limited == "steps"
    assert all(exact_regret(tree, pair) == 0 for pair in cut.pairs)


def test_only_one_round_of_two_actors_fits():
    assert exact.fits(drawn(0, (2, 2), (2, 2), 3))
    assert not exact.fits(bayesian([[1.0]] * 3, np.zeros((3, 1, 1, 1, 2, 2, 2))))
