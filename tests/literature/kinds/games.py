"""What is published of games that are given by their payoffs."""

from __future__ import annotations

from typing import Any

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
