"""Kuhn's poker as a game of plans: three cards, an ante of 1 each, and one bet of 1."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product

from support.games import game

from powergame.equilibrium.nash.find import find_equilibria

JACK, QUEEN = 0, 1
"""Cards; a king is 2."""

LEADS = ("pass, then fold", "pass, then call", "bet")
"""What the first player does with a card."""


def kuhn() -> dict[str, list[Fraction]]:
    """Return what the game is worth to the first player, and how play ranges over all equilibria.

    A reply is what the second player does with a card after a bet, and after a pass: "fold, pass" or "call, bet". Plans
    are left out that Kuhn leaves out: nobody calls with a jack or folds a king; who has a queen does not bet, as
    it would be called by a king only.
    """
    fold, call, bet = LEADS
    leads = list(product([fold, bet], [fold, call], [call, bet]))
    replies = list(product(["fold, pass", "fold, bet"], ["fold, pass", "call, pass"], ["call, bet"]))
    deals = list(permutations(range(3), 2))
    table = [[sum(_won(lead, reply, *cards) for cards in deals) for reply in replies] for lead in leads]
    solution = find_equilibria(game(table, [[-won for won in row] for row in table]))
    assert solution.complete
    profiles = [equilibrium.profile for equilibrium in solution.equilibria]
    bluffs = [_share(p, leads, JACK, bet) for p, _ in profiles]
    calls = [_share(q, replies, QUEEN, "call, pass") for _, q in profiles]
    worth = [
        sum(p[i] * q[j] * Fraction(table[i][j], 6) for i, j in product(range(len(leads)), range(len(replies))))
        for p, q in profiles
    ]
    return {"worth": _range(worth), "bets with a jack": _range(bluffs), "second calls with a queen": _range(calls)}


def _won(lead: tuple[str, ...], reply: tuple[str, ...], card: int, other: int) -> int:
    """Return what the first player wins with a card, of which the other has the other."""
    after_bet, after_pass = reply[other].split(", ")
    higher = 1 if card > other else -1
    if lead[card] == "bet":
        return 1 if after_bet == "fold" else 2 * higher
    if after_pass == "pass":
        return higher
    return 2 * higher if lead[card] == "pass, then call" else -1


def _share(strategy: Sequence[Fraction], plans: list[tuple[str, ...]], card: int, does: str) -> Fraction:
    """Return how likely a strategy does something with a card."""
    return sum((p for p, plan in zip(strategy, plans, strict=True) if plan[card] == does), Fraction(0))


def _range(values: list[Fraction]) -> list[Fraction]:
    return sorted({min(values), max(values)})
