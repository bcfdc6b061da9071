"""Games of signals from the literature have the equilibria that they are known for."""

from __future__ import annotations

import pytest
from oracles.plain_assessments import Assessed
from support.read_trees import Tabled, told
from support.trees import KNOWN, signalling, tree_of

from powergame.equilibrium.sequential.find import solve_tree
from powergame.model.tree.types import GameTree

SENDER, RECEIVER = 0, 1


def beer_or_quiche() -> GameTree:
    """Cho & Kreps (1987): the wimp likes quiche, the strong one beer; nobody likes to be challenged."""

    def pays(kind: str, breakfast: str, reply: str) -> tuple[float, float]:
        likes = {"wimp": "quiche", "strong": "beer"}
        return (breakfast == likes[kind]) + 2.0 * (reply == "leave"), float((kind == "wimp") == (reply == "challenge"))

    return signalling({"wimp": 0.1, "strong": 0.9}, ["beer", "quiche"], ["challenge", "leave"], pays)


def stripped_down_poker() -> GameTree:
    """Reiley, Urbancic & Walker (2008): an ante of 1, and a bet of 1 that the other may call; a king beats all."""

    def pays(card: str, bets: str, reply: str) -> tuple[float, float]:
        won = -1.0 if bets == "fold" else 1.0 if reply == "fold" else 2.0 if card == "king" else -2.0
        return won, -won

    return signalling({"king": 0.5, "queen": 0.5}, ["fold", "bet"], ["fold", "call"], pays)


def job_market(able: float) -> GameTree:
    """Spence (1973): education costs the less able more, and tells of nothing else; an employer guesses what one is."""

    def pays(kind: str, school: str, wage: str) -> tuple[float, float]:
        cost = {"dull": 1.5, "able": 0.5}[kind] * (school == "study")
        worth, paid = {"dull": 1, "able": 2}[kind], {"low": 1, "high": 2}[wage]
        return paid - cost, -float((paid - worth) ** 2)

    return signalling({"dull": 1 - able, "able": able}, ["work", "study"], ["low", "high"], pays)


def messages(equilibrium) -> tuple[tuple[float, ...], ...]:
    """What each type of the first actor plays in the first round."""
    return tuple(tuple(of_type.tolist()) for of_type in equilibrium.assessment.play[0][SENDER][0])


def by_messages(tree):
    return {messages(each): each for each in solve_tree(tree).equilibria}


def sender_s_payoff(tree, equilibrium) -> float:
    return float(tree.prior[SENDER] @ equilibrium.payoffs[SENDER])


def test_beer_and_quiche_have_two_pooling_equilibria():
    tree = beer_or_quiche()
    beer, quiche = (((1.0, 0.0),) * 2, ((0.0, 1.0),) * 2)
    equilibria = by_messages(tree)
    assert set(equilibria) == {beer, quiche}
    for message, payoff in ((beer, 2.9), (quiche, 2.1)):
        assert sender_s_payoff(tree, equilibria[message]) == pytest.approx(payoff)
        assert equilibria[message].payoffs[RECEIVER] == pytest.approx(0.9)
        assert equilibria[message].consistent == "sequential"


def test_logit_play_leads_to_beer():
    solution = solve_tree(beer_or_quiche())
    assert messages(solution.selected) == ((1.0, 0.0),) * 2
    assert solution.selected.regret <= 1e-9
    assert solution.pure.complete


def test_in_stripped_down_poker_a_third_of_queens_bet_and_two_thirds_of_bets_are_called():
    tree = stripped_down_poker()
    solution = solve_tree(tree)
    assert solution.pure.count == 0
    king, queen = messages(solution.selected)
    assert king == pytest.approx((0, 1))
    assert queen == pytest.approx((2 / 3, 1 / 3))
    game = Assessed(Tabled(tree), told(tree, solution.selected.assessment))
    assert game.told.plays[((1, 0),), RECEIVER, 0] == pytest.approx((1 / 3, 2 / 3))
    assert game.believed(((1, 0),), SENDER) == pytest.approx((3 / 4, 1 / 4))
    assert sender_s_payoff(tree, solution.selected) == pytest.approx(1 / 3)
    assert game.regret() <= 1e-9


@pytest.mark.parametrize("able", [0.2, 0.4])
def test_in_the_job_market_types_part_or_nobody_studies(able):
    equilibria = by_messages(job_market(able))
    parted, idle = ((1.0, 0.0), (0.0, 1.0)), ((1.0, 0.0),) * 2
    assert {parted, idle} <= set(equilibria)
    assert equilibria[parted].payoffs[SENDER] == pytest.approx([1, 1.5])
    assert equilibria[parted].payoffs[RECEIVER] == pytest.approx(0)
    assert equilibria[idle].payoffs[SENDER] == pytest.approx([1, 1])


def chain_store(strong: float) -> GameTree:
    """Kreps & Wilson (1982), two markets: a weak store that fights may pass for a strong one."""

    def pays(types: tuple[str, ...], past: tuple[tuple[str, ...], ...]) -> tuple[float, float, float]:
        market = len(past) - 1
        store, *entrants = past[-1]
        if entrants[market] == "out":
            return 2.0, 0.0, 0.0
        likes = "fight" if types[0] == "strong" else "yield"
        entrant = -0.5 if store == "fight" else 0.5
        return 0.0 if store == likes else -1.0, entrant * (market == 0), entrant * (market == 1)

    markets = [
        {"store": ["yield", "fight"], "first": ["in"], "second": ["wait"]},
        {"store": ["yield", "fight"], "first": ["wait"], "second": ["out", "in"]},
    ]
    return tree_of({"store": {"weak": 1 - strong, "strong": strong}, "first": KNOWN, "second": KNOWN}, markets, pays)


def test_a_weak_chain_store_fights_so_often_that_the_next_entrant_is_in_doubt():
    """The next one enters where it thinks the store weak with at least 1/2: a fight leaves it at that."""
    selected = solve_tree(chain_store(0.3)).selected
    weak, strong = messages(selected)
    assert strong == pytest.approx([0, 1])
    assert weak[1] == pytest.approx(0.3 / 0.7)
    assert selected.assessment.after[0][0][0, 1] == pytest.approx([0.5, 0.5])
    assert selected.regret <= 1e-9
