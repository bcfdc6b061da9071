"""A certificate says what an assessment lacks to be an equilibrium; plain loops over types, rungs and plans agree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from support.assessments import random_assessment, uniform_assessment
from support.trees import KNOWN, Past, bayesian, random_tree, signalling, tree_of

from powergame.equilibrium.sequential.assessment import Assessment, beliefs
from powergame.equilibrium.sequential.certificate import accepted, certify, doubt
from powergame.model.tree.types import GameTree

TREES = [
    random_tree(seed, kinds, shape, rounds, sided=sided, agreed=seed % 2 == 0)
    for seed, (kinds, shape, rounds, sided) in enumerate(
        [
            ((2, 2), (2, 2), 2, False),
            ((3, 1), (2, 2), 2, False),
            ((2, 2), (3, 2), 1, False),
            ((2, 1, 2), (2, 2, 2), 1, True),
            ((2, 1, 2), (2, 1, 2), 2, True),
            ((1, 2), (2, 1), 3, False),
        ]
    )
]
"""Trees whose plans are few enough to be gone through."""

Plan = Mapping[tuple[int, int], int]
"""A rung for each round and history."""


def now(tree: GameTree, play: Assessment, r: int, h: int, types: tuple[int, ...], a: tuple[int, ...], i: int) -> float:
    """Return what an actor gets when these rungs are played, its war included."""
    each = tree.rounds[r]
    total = float(each.now[(i, h, *types, *a)])
    for siding, chosen in zip(each.sidings, play.sides[r], strict=True):
        if siding.rungs != a:
            continue
        eyes = siding.eyes_of[i][types[i]]
        sides = [of_chooser[eyes, h, types[k]] for k, of_chooser in zip(siding.choosers, chosen, strict=True)]
        for taken in product(*(range(len(p)) for p in sides)):
            chance = math.prod(float(p[s]) for p, s in zip(sides, taken, strict=True))
            total += float(siding.p_war[i][h, types[i]]) * chance * float(siding.fight[(i, h, *types, *taken)])
    return total


def worth(
    tree: GameTree, play: Assessment, r: int, h: int, types: tuple[int, ...], i: int, plan: Plan | None = None
) -> float:
    """Return what an actor expects where everybody's types are these, and it follows a plan where one is given."""
    each = tree.rounds[r]
    total = 0.0
    for a in product(*map(range, each.shape)):
        chance = 1.0
        for j, rung in enumerate(a):
            planned = j == i and plan is not None
            chance *= float(plan[r, h] == rung) if planned and plan else float(play.play[r][j][h, types[j], rung])
        if not chance:
            continue
        on = float(each.on[i][(h, types[i], *a)])
        then = worth(tree, play, r + 1, int(each.next[(h, *a)]), types, i, plan) if on else 0.0
        total += chance * (now(tree, play, r, h, types, a, i) + on * then)
    return total


def believed_worth(
    tree: GameTree, play: Assessment, r: int, h: int, i: int, own: int, plan: Plan | None = None
) -> float:
    """Return what a type expects at a history, by what it believes of the others."""
    mu = beliefs(tree, play.after)[r]
    total = 0.0
    for types in product(*map(range, tree.kinds)):
        if types[i] == own:
            weight = math.prod(float(mu[j][h, t]) for j, t in enumerate(types) if j != i)
            total += weight * worth(tree, play, r, h, types, i, plan)
    return total


def sets_of(tree: GameTree) -> Iterator[tuple[int, int, int, int]]:
    for r, each in enumerate(tree.rounds):
        for h, i in product(range(each.histories), range(len(tree.kinds))):
            yield from ((r, h, i, own) for own in range(tree.kinds[i]))


def plans(tree: GameTree, r: int, h: int, i: int) -> Iterator[Plan]:
    """Yield all plans of an actor for a history and all that follow it."""
    places = [(r, h)]
    for round_, place in places:
        places += [(round_ + 1, int(k)) for k in tree.rounds[round_].next[place].ravel() if k >= 0]
    for rungs in product(*(range(tree.rounds[round_].shape[i]) for round_, _ in places)):
        yield dict(zip(places, rungs, strict=True))


def with_first(tree: GameTree, play: Assessment, r: int, h: int, i: int, own: int, rung: int) -> Assessment:
    """Return the assessment in which one type plays another rung at one history."""
    strategies = [list(of_round) for of_round in play.play]
    changed = strategies[r][i].copy()
    changed[h, own] = np.eye(changed.shape[2])[rung]
    strategies[r][i] = changed
    return replace(play, play=tuple(map(tuple, strategies)))


@pytest.mark.parametrize("tree", TREES)
def test_a_gain_is_what_one_other_move_brings_by_what_is_believed(tree: GameTree):
    play = random_assessment(tree, 5, unplayed=0.4)
    certified = certify(tree, play, "logit")
    gains = [np.zeros(each.histories) for each in tree.rounds]
    for r, h, i, own in sets_of(tree):
        plain = believed_worth(tree, play, r, h, i, own)
        for rung in range(tree.rounds[r].shape[i]):
            other = with_first(tree, play, r, h, i, own, rung)
            gains[r][h] = max(gains[r][h], believed_worth(tree, other, r, h, i, own) - plain)
    for of_round, expected in zip(certified.gains, gains, strict=True):
        assert (
            of_round == pytest.approx(expected, abs=1e-12) if not tree.sided else (of_round >= expected - 1e-12).all()
        )
    payoffs = [[believed_worth(tree, play, 0, 0, i, own) for own in range(k)] for i, k in enumerate(tree.kinds)]
    assert [of_actor.tolist() for of_actor in certified.payoffs] == [pytest.approx(row) for row in payoffs]


@pytest.mark.parametrize("tree", TREES)
def test_the_regret_of_plans_is_what_the_best_of_all_plans_brings(tree: GameTree):
    play = random_assessment(tree, 6, unplayed=0.4)
    greatest = 0.0
    for r, h, i, own in sets_of(tree):
        plain = believed_worth(tree, play, r, h, i, own)
        best = max(believed_worth(tree, play, r, h, i, own, plan) for plan in plans(tree, r, h, i))
        greatest = max(greatest, best - plain)
    assert certify(tree, play, "logit").plan_regret == pytest.approx(greatest, abs=1e-12)


def test_a_side_has_to_be_worth_most_by_what_is_believed_after_the_rungs():
    tree = random_tree(3, (2, 1, 2), (2, 2, 2), 1, sided=True)
    flat = replace(tree.rounds[0], now=np.zeros_like(tree.rounds[0].now))
    calm = [replace(siding, fight=np.zeros_like(siding.fight)) for siding in flat.sidings]
    tree = replace(tree, rounds=(replace(flat, sidings=tuple(calm)),))  # but for sides, nothing matters
    play = uniform_assessment(tree)
    gains, leads = [], []
    for siding in calm:
        for c, k in enumerate(siding.choosers):
            for own in range(tree.kinds[k]):
                mu = [of_actor[0, siding.rungs[j]] for j, of_actor in enumerate(play.after[0])]
                worths = [
                    float(siding.worth[c][0, 0, own, s])
                    + sum(float(siding.worth_by_type[c][j][0, 0, own, s] @ mu[j]) for j in range(3))
                    for s in range(len(siding.leaders))
                ]
                gains.append(max(worths) - sum(worths) / len(worths))
                ordered = sorted(worths)
                leads.append(ordered[-1] - ordered[-2])
    certified = certify(tree, play, "logit")
    assert certified.regret == pytest.approx(max(gains))
    tied = [float(x) for siding in certified.tied[0] for of_chooser in siding for x in of_chooser.ravel()]
    assert tied == pytest.approx(leads)


def test_a_side_that_binds_and_is_not_taken_is_no_equilibrium_at_any_price():
    tree = random_tree(3, (2, 1, 2), (2, 2, 2), 1, sided=True)
    bound = [
        replace(siding, bound=tuple(np.zeros_like(of_chooser) for of_chooser in siding.bound))
        for siding in tree.rounds[0].sidings
    ]
    tree = replace(tree, rounds=(replace(tree.rounds[0], sidings=tuple(bound)),))
    taken = random_assessment(tree, 1)
    assert certify(tree, taken, "pure").regret < math.inf
    others = tuple(tuple(sides[..., ::-1] for sides in siding) for siding in taken.sides[0])
    assert certify(tree, replace(taken, sides=(others,)), "pure").regret == math.inf


def test_beliefs_are_held_to_bayes_rule_where_a_rung_is_played_and_to_nothing_where_none_plays_it():
    tree = random_tree(1, (2, 2), (2, 2), 2)
    play = random_assessment(tree, 2, unplayed=0.7)
    assert certify(tree, play, "logit").bayes_error < 1e-15
    reached = (np.swapaxes(beliefs(tree, play.after)[1][0][:, :, None] * play.play[1][0], 1, 2)).sum(axis=2) > 0
    assert reached.any()
    assert not reached.all()
    for where, error in ((~reached, 0.0), (reached, 0.5)):
        seen = play.after[1][0].copy()
        seen[where] = np.where(seen[where] < 0.5, seen[where] + 0.5, seen[where] - 0.5)
        moved = replace(play, after=(play.after[0], (seen, play.after[1][1])))
        assert certify(tree, moved, "logit").bayes_error == pytest.approx(error, abs=1e-15)
    long = replace(play, after=(play.after[0], (play.after[1][0] * (1 + ~reached[..., None]), play.after[1][1])))
    assert certify(tree, long, "logit").bayes_error == pytest.approx(1.0)  # what is believed sums to 1


@pytest.mark.parametrize(
    ("kinds", "rounds", "sided", "expected"),
    [
        ((2, 2), 3, False, "sequential"),
        ((3, 1), 2, False, "sequential"),
        ((3, 1), 3, False, "bayes"),
        ((2, 1, 2), 2, True, "sequential"),
        ((3, 1, 1), 1, True, "sequential"),
        ((3, 1, 1), 2, True, "bayes"),
    ],
)
def test_bayes_rule_alone_is_sequential_with_two_types_or_two_rounds_sides_counting_as_one(
    kinds: tuple[int, ...], rounds: int, sided: bool, expected: str
):
    tree = random_tree(0, kinds, (2,) * len(kinds), rounds, sided=sided)
    assert certify(tree, uniform_assessment(tree), "logit").consistent == expected


def test_the_beer_of_the_strong_is_an_equilibrium_if_who_has_quiche_is_thought_weak_enough():
    def pays(kind: str, meal: str, reply: str) -> tuple[float, float]:
        liked = (meal == "beer") == (kind == "strong")
        return liked + 2.0 * (reply == "retreat"), float((reply == "duel") == (kind == "weak"))

    tree = signalling({"weak": 0.1, "strong": 0.9}, ["beer", "quiche"], ["duel", "retreat"], pays)
    beer, wait = np.array([[[1.0, 0.0], [1.0, 0.0]]]), np.ones((1, 1, 1))
    replies = np.array([[[0.0, 1.0]], [[1.0, 0.0]]])  # retreat from beer, duel over quiche
    play = ((beer, wait), (np.ones((2, 2, 1)), replies))
    for weak, regret in ((0.5, 0.0), (0.4, 0.2)):
        after_meal = np.array([[[0.1, 0.9], [weak, 1 - weak]]])
        unmoved = np.array([[[0.1, 0.9]], [[weak, 1 - weak]]])
        after = ((after_meal, np.ones((1, 1, 1))), (unmoved, np.ones((2, 2, 1))))
        certified = certify(tree, Assessment(play, after, ((), ())), "pure")
        assert certified.regret == pytest.approx(regret, abs=1e-15)
        assert certified.gains[1].tolist() == pytest.approx([0.0, regret])
        assert certified.bayes_error == 0.0
        assert certified.pure
        assert certified.payoffs[0].tolist() == [2.0, 3.0]


def test_a_type_of_probability_0_is_certified_all_the_same():
    payoffs = np.zeros((2, 2, 1, 2, 2))
    payoffs[0, 1, 0, 1] = 1.0  # the second type, which never is, should play the second rung
    tree = bayesian([[1.0, 0.0], [1.0]], payoffs)
    play = Assessment(
        ((np.array([[[1.0, 0.0], [1.0, 0.0]]]), np.array([[[1.0, 0.0]]])),),
        ((np.array([[[1.0, 0.0], [0.0, 1.0]]]), np.ones((1, 2, 1))),),
        ((),),
    )
    assert certify(tree, play, "exact").regret == 1.0


def test_a_plan_that_pays_only_as_a_whole_is_seen_in_the_regret_of_plans():
    def pays(_: tuple[str, ...], past: Past) -> tuple[float]:
        return (3.0 * (past == (("seek",), ("seek",))) if len(past) == 2 else -1.0 * (past == (("seek",),)),)

    tree = tree_of({"a": KNOWN}, [{"a": ["hold", "seek"]}] * 2, pays)
    never = tuple((np.stack([np.eye(2)[:1]] * each.histories),) for each in tree.rounds)
    known = tuple((np.ones((each.histories, 2, 1)),) for each in tree.rounds)
    certified = certify(tree, Assessment(never, known, ((), ())), "pure")
    assert certified.gains[0].tolist() == [0.0]  # one other move at the start only costs
    assert certified.gains[1].tolist() == [0.0, 3.0]  # but after it, at a history that is not reached, another pays
    assert certified.plan_regret == 3.0


def test_a_gain_is_held_to_the_payoffs_of_who_has_it():
    """Beside payoffs of 1e16, which one type has whatever it does, what others gain would be nothing."""
    tree = random_tree(2, (1, 2), (2, 2), 1)
    payoffs = tree.rounds[0].now.copy()
    payoffs[1, :, :, 1] = 1e16
    vast = replace(tree, rounds=(replace(tree.rounds[0], now=payoffs),))
    certified = certify(vast, uniform_assessment(vast), "logit")
    assert (vast.scales(1)[1], certified.relative_regret) == (1e16, pytest.approx(certified.regret, rel=0.9))
    assert not accepted(certified)
    assert doubt(certified)[1]
