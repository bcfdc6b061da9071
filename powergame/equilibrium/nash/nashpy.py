"""nashpy's support enumeration, the field's standard: fast on ordinary games, but its lists may be incomplete.

Its tolerance of 1e-16 is below rounding error, so it loses some equilibria of ordinary games, and most of degenerate
ones. Only that module is loaded, by its file: the whole package takes longer to import than an answer takes.
"""

from __future__ import annotations

import importlib.util
import math
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.types import Profile
from powergame.errors import UsageError
from powergame.model.game import Game


def version() -> str:
    """Return nashpy's version."""
    from importlib.metadata import version as installed

    return installed("nashpy")


def support_pairs(game: Game) -> int:
    """Return the number of pairs of supports that nashpy tries."""
    return math.prod(2**size - 1 for size in game.shape)


def candidates(game: Game, deadline: Deadline = NO_DEADLINE) -> list[Profile]:
    """Return the profiles that nashpy lists as equilibria of a game of two actors.

    Payoffs are scaled to [0, 1] first.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    A, B = (_scaled(payoffs) for payoffs in game.payoffs)
    module = _module() if deadline is NO_DEADLINE else _watched(deadline)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return [(tuple(x.tolist()), tuple(y.tolist())) for x, y in module.support_enumeration(A, B)]


def _watched(deadline: Deadline) -> ModuleType:
    """Return a copy of the module whose every pair of supports is tried only while time is left."""
    module = _loaded()
    pairs = module.potential_support_pairs

    def watched(*args: object, **kwargs: object) -> Iterator[object]:
        for pair in pairs(*args, **kwargs):
            deadline.check("nashpy enumerated supports")
            yield pair

    module.__dict__["potential_support_pairs"] = watched
    return module


def _scaled(payoffs: FloatArray) -> FloatArray:
    low, span = payoffs.min(), payoffs.max() - payoffs.min()
    return np.asarray((payoffs - low) / (span or 1.0))


@cache
def _module() -> ModuleType:
    return _loaded()


def _loaded() -> ModuleType:
    package = importlib.util.find_spec("nashpy")
    if package is None or package.origin is None:
        raise UsageError("nashpy is not installed")
    path = Path(package.origin).parent / "algorithms" / "support_enumeration.py"
    spec = importlib.util.spec_from_file_location("powergame_nashpy_support_enumeration", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UsageError(f"nashpy {version()} lacks the module algorithms/support_enumeration.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
