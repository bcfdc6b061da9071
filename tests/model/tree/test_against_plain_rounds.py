"""Game trees are those of the plain model, history by history."""

from __future__ import annotations

import math

import pytest
from oracles.plain_rounds import Rounds
from support.random_rounds import random_rounds
from support.read_trees import Tabled, histories_of

from powergame.model.tree.rounds import compile_tree

KINDS = {
    "two actors": {},
    "three rounds": {"rounds": 3},
    "one round": {"rounds": 1, "n": 3},
    "beliefs": {"believing": True},
    "three actors": {"n": 3},
    "third parties": {"n": 3, "aligned": True, "rounds": 1},
    "third parties over rounds": {"n": 3, "aligned": True},
    "third parties and beliefs": {"n": 3, "aligned": True, "believing": True, "rounds": 1},
}

SCENARIOS = [
    pytest.param(random_rounds(seed, **options), id=f"{kind} {seed}")
    for kind, options in KINDS.items()
    for seed in range(4 if options.get("rounds", 2) * options.get("n", 2) > 5 else 12)
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_trees_are_those_of_the_plain_model(scenario):
    tree, plain = compile_tree(scenario), Rounds(scenario)
    table = Tabled(tree)
    assert [*map(tuple, tree.types)] == [*map(tuple, plain.types)]
    assert {h for each in tree.rounds for h in histories_of(each)} == set(plain.histories)
    for h in plain.histories:
        assert_same_power(tree, plain, table.places[h], h)
        for move in plain.moves(h):
            assert table.truly_on(h, move) == pytest.approx(plain.truly_on(h, move), abs=1e-12)
            for i, x in plain.everybody:
                assert table.on(i, x, h, move) == pytest.approx(plain.on(i, x, h, move), abs=1e-12)
            assert_same_sides(table, plain, h, move)


def assert_same_power(tree, plain, place, h):
    r, row = place
    assert tree.rounds[r].power[:, row] == pytest.approx(plain.world(None, plain.profiles[0], h).m, rel=1e-12)


def assert_same_sides(table, plain, h, move):
    """The same defenders choose; sides are worth the same; and so is every war, whatever sides are taken."""
    open_sides = plain.open_sides(h, move)
    assert set(table.open_sides(h, move)) == set(open_sides)
    even = [tuple(1 / len(p) for _ in p) for p in plain.prior]
    sides = {}
    for eyes, k, y in open_sides:
        worths, tabled = (game.worths(eyes, h, move, k, y, even) for game in (plain, table))
        assert less_the_first(tabled) == pytest.approx(less_the_first(worths), abs=1e-12)
        sides[eyes, h, move, k, y] = {side: 1 / len(worths) for side in worths}
    for types in plain.profiles:
        for i in range(plain.n):
            payoff = plain.got(i, types, h, move, sides)
            assert table.got(i, types, h, move, sides) == pytest.approx(payoff, abs=1e-11)


def less_the_first(worths):
    """What sides are worth more than the status quo: the tree leaves out what is the same after every victory."""
    return {side: worth - worths[None] for side, worth in worths.items()}


@pytest.mark.parametrize("seed", range(6))
def test_what_happens_is_that_of_the_plain_model(seed):
    """War, destruction and power where the game ends, where nobody chooses sides."""
    scenario = random_rounds(seed)
    tree, plain = compile_tree(scenario), Rounds(scenario)
    for each in tree.rounds:
        for row, h in enumerate(histories_of(each)):
            world = plain.world(None, plain.profiles[0], h)
            for move in plain.moves(h):
                rungs = world.rungs(move)
                p = world.p_war(rungs)
                outcomes = [(p * chance, powers) for chance, powers in world.after_war(rungs)] if p else []
                if plain.ends(h):
                    outcomes.append((1 - p, world.grabbed(rungs, range(plain.n))))
                left = [math.fsum(chance * powers[j] for chance, powers in outcomes) for j in range(plain.n)]
                assert each.power_after[(slice(None), row, *move)] == pytest.approx(left, abs=1e-12)
                assert each.war[(row, *move)] == pytest.approx(p, abs=1e-12)


def test_the_scenarios_have_sides_that_depend_on_beliefs():
    """Else what is held to the plain model above would be little."""
    games = [Rounds(random_rounds(seed, n=3, aligned=True, rounds=1, believing=seed > 5)) for seed in range(12)]
    choosing = [sum(len(game.open_sides((), move)) for move in game.moves(())) for game in games]
    assert sum(count > 0 for count in choosing) >= 4
