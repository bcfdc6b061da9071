"""Games of signals from the literature have the equilibria that they are known for."""

from __future__ import annotations

import pytest
from literature.kinds.signals import (
    RECEIVER,
    SENDER,
    beer_or_quiche,
    by_messages,
    chain_store,
    job_market,
    messages,
    sender_s_payoff,
    stripped_down_poker,
)
from oracles.plain_assessments import Assessed
from support.read_trees import Tabled, told

from powergame.equilibrium.sequential.find import solve_tree


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


def test_a_weak_chain_store_fights_so_often_that_the_next_entrant_is_in_doubt():
    """The next one enters where it thinks the store weak with at least 1/2: a fight leaves it at that."""
    selected = solve_tree(chain_store(0.3)).selected
    weak, strong = messages(selected)
    assert strong == pytest.approx([0, 1])
    assert weak[1] == pytest.approx(0.3 / 0.7)
    assert selected.assessment.after[0][0][0, 1] == pytest.approx([0.5, 0.5])
    assert selected.regret <= 1e-9
