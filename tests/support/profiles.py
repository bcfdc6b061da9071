"""Profiles of equilibria, compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def flat(profile) -> np.ndarray:
    """Return the probabilities of all rungs, one actor's after another's, in floats."""
    return np.array([float(p) for strategy in profile for p in strategy])


def assert_same(ours: Sequence[np.ndarray], theirs: Sequence[np.ndarray], within: float) -> None:
    """Hold two lists to each other: each equilibrium is in the other list, once."""
    for x in ours:
        assert sum(np.abs(x - y).max() < within for y in theirs) == 1, f"{x} is listed, and is none"
    for y in theirs:
        assert sum(np.abs(x - y).max() < within for x in ours) == 1, f"{y} is not listed"
