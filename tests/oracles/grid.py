"""Equilibria among the strategies with whole multiples of a fraction, exactly, ties and continua included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np

Strategy = tuple[Fraction, ...]


def strategies(rungs: int, parts: int) -> list[Strategy]:
    """Return all strategies whose probabilities are multiples of 1 / parts."""
    shares = (share for share in product(range(parts + 1), repeat=rungs) if sum(share) == parts)
    return [tuple(Fraction(s, parts) for s in share) for share in shares]


def equilibria(payoffs: np.ndarray, parts: int) -> Iterator[tuple[Strategy, ...]]:
    """Yield all equilibria of a game (n, L_1, ..., L_n) of whole numbers that are on the grid."""
    choices = [strategies(rungs, parts) for rungs in payoffs.shape[1:]]
    n = len(choices)
    shares = [np.array([[int(p * parts) for p in strategy] for strategy in choice]) for choice in choices]
    stable = np.ones([len(choice) for choice in choices], dtype=bool)
    for i in range(n):
        worth = payoffs[i]
        for k in reversed(range(n)):
            if k != i:
                worth = np.moveaxis(np.moveaxis(worth, k, -1) @ shares[k].T, -1, k)
        worse = worth < worth.max(axis=i, keepdims=True)
        stable &= np.moveaxis(np.moveaxis(worse, i, -1) @ shares[i].T, -1, i) == 0
    for place in np.argwhere(stable):
        yield tuple(choice[k] for choice, k in zip(choices, place, strict=True))


def within(corners: Sequence[Sequence[Strategy]], profile: Sequence[Strategy]) -> bool:
    """Whether a profile is in a product of convex hulls, one an actor: of strategies over two rungs, or of one."""
    for strategy, hull in zip(profile, zip(*corners, strict=True), strict=True):
        if len(set(hull)) == 1:
            if strategy != hull[0]:
                return False
        else:
            assert len(strategy) == 2, "a hull of longer strategies"
            if not min(corner[0] for corner in hull) <= strategy[0] <= max(corner[0] for corner in hull):
                return False
    return True
