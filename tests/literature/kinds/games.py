"""What is published of games that are given by their payoffs."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from support.games import game

from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.types import Solution


def equilibria(payoffs: list[Any]) -> dict[str, Any]:
    """Return the extreme equilibria, in any order."""
    solution = find_equilibria(game(*payoffs))
    return {_of(solution): frozenset(e.profile for e in solution.equilibria)}


def number_of_equilibria(payoffs: list[Any]) -> dict[str, Any]:
    """Return how many extreme equilibria there are."""
    solution = find_equilibria(game(*payoffs))
    return {_of(solution): len(solution.equilibria)}


def _of(solution: Solution) -> str:
    return "all equilibria" if solution.complete else "some equilibria"


def zero_sum(first_wins: list[list[int]]) -> dict[str, Any]:
    """Return the extreme equilibria of a zero-sum game, and what it is worth to the first actor."""
    losses = [[-each for each in row] for row in first_wins]
    profiles = [e.profile for e in find_equilibria(game(first_wins, losses)).equilibria]
    worth = {sum(p[i] * q[j] * first_wins[i][j] for i, j in product(range(len(p)), range(len(q)))) for p, q in profiles}
    (value,) = worth
    return {**equilibria([first_wins, losses]), "worth": value}


def stable_mixture(payoffs_of_each: list[list[int]]) -> dict[str, Any]:
    """Return the one equilibrium of a symmetric game in which both mix alike, and what it is worth to each."""
    profiles = [e.profile for e in find_equilibria(game(payoffs_of_each, np.transpose(payoffs_of_each))).equilibria]
    ((mixture, _),) = [profile for profile in profiles if profile[0] == profile[1]]
    pairs = product(range(len(payoffs_of_each)), repeat=2)
    return {"mixture": mixture, "worth": sum(mixture[r] * mixture[c] * payoffs_of_each[r][c] for r, c in pairs)}


def agreement(rungs_each: list[int]) -> list[int]:
    """Return how many equilibria there are where two get 1 if they choose alike and else 0, of so many rungs each."""
    solutions = [find_equilibria(game(np.eye(size), np.eye(size))) for size in rungs_each]
    assert all(solution.complete for solution in solutions)
    return [len(solution.equilibria) for solution in solutions]


def claims(low: int, high: int, reward: int) -> dict[str, Any]:
    """Return what two travellers claim in equilibrium: each is paid the lower claim, and the lower one a reward."""
    claimed = np.arange(low, high + 1.0)
    less = np.minimum(claimed[:, None], claimed)
    paid = less + reward * np.sign(claimed - claimed[:, None])
    solution = find_equilibria(game(paid, paid.T))
    return {_of(solution): [[low + strategy.index(1) for strategy in e.profile] for e in solution.equilibria]}


def one_payoff_changed(payoffs_of_top_left: list[int]) -> list[list[Any]]:
    """Return how likely Top is, and Left, in matching pennies where one payoff of the row actor varies."""
    games = [game([[worth, 40], [40, 80]], [[40, 80], [80, 40]]) for worth in payoffs_of_top_left]
    return [[p[0], q[0]] for each in games for e in find_equilibria(each).equilibria for p, q in [e.profile]]


def chase(first_wins: list[list[int]]) -> dict[str, Any]:
    """Return the equilibrium of a zero-sum game of two rungs each, and how likely both choose alike in it."""
    solved = zero_sum(first_wins)
    ((p, q),) = solved["all equilibria"]
    return {**solved, "both choose alike": p[0] * q[0] + p[1] * q[1]}
