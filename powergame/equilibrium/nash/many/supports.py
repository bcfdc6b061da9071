"""The search through all supports of a game, run for as many steps as there are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.kernels.layout import GAIN, ROUNDING, box_length, scaled
from powergame.equilibrium.kernels.layout import most_boxes as most_boxes_of
from powergame.equilibrium.kernels.search import COUNT, LEVEL, PROGRESS, UNDECIDED, WAITING, searched
from powergame.equilibrium.types import ONE
from powergame.jit.cache import cached_kernels, is_cached, numba_works
from powergame.model.game import Game

COMPILING = 30.0
"""Seconds that compilation may take on a busy machine: where less is left, the search goes on without it."""

PLAIN_SLICE, COMPILED_SLICE = 20, 2_000
"""Steps after which the clock is looked at: some thousandths of a second, without numba and with it."""

Support = tuple[tuple[int, ...], ...]
"""The rungs in play of each actor."""


@dataclass(frozen=True)
class SupportSearch:
    """What a search has met.

    Attributes
    ----------
    profiles : (E, N)
        Regular equilibria, each the probabilities of all actors' rungs, in floats.
    undecided
        Supports that may have more equilibria.
    finished
        Whether every support was searched, and every undecided one is known.
    """

    profiles: FloatArray
    undecided: tuple[Support, ...]
    finished: bool


def most_boxes(game: Game) -> int:
    """Return how many boxes and supports of a game may be looked at: fewer where each has many numbers."""
    return most_boxes_of(np.array(game.shape, dtype=np.int64), budgets.BOXES)


def fits(game: Game) -> bool:
    """Whether a game's supports are few enough to be searched at all."""
    supports = math.prod((1 << size) - 1 for size in game.shape)  # of Python ints: no overflow
    return supports <= most_boxes(game) and max(game.shape) <= budgets.MIXED_RUNGS


def search(game: Game, work: Work) -> SupportSearch:
    """Search all supports of a game, those with few mixers first.

    Parameters
    ----------
    game
        A game that `fits`, in which every actor has a choice.
    work
        Boxes and supports that may be looked at, `most_boxes`. Where there are many, the search goes on in compiled
        code.
    """
    sizes = np.array(game.shape, dtype=np.int64)
    units = _units(game)
    tie = 0.0 if game.rational is None else GAIN * ROUNDING  # floats next to fractions may tie where these do not
    masks, progress = np.ones(len(sizes), dtype=np.int64), np.zeros(PROGRESS, dtype=np.int64)
    masks[-1] = 0
    stack = np.empty((WAITING, box_length(sizes)))
    profiles = np.empty((budgets.MIXED_EQUILIBRIA, int(sizes.sum())))
    undecided = np.empty((budgets.UNDECIDED_SUPPORTS, len(sizes)), dtype=np.int64)

    def searching(run: Callable[..., int], steps: int, until: int) -> None:
        while progress[LEVEL] <= len(sizes) and progress[COUNT] < len(profiles) and work.left > until:
            steps = min(steps, work.left - until)
            if not work.spend(steps):
                return
            work.left += steps - run(units, sizes, 0.0, tie, masks, progress, stack, profiles, undecided, steps)

    plain = 0 if compiled_search.cache_info().currsize else budgets.PLAIN_BOXES * work.left // budgets.BOXES
    with np.errstate(all="ignore"):
        searching(searched, PLAIN_SLICE, max(0, work.left - plain))
        if progress[LEVEL] <= len(sizes) and work.limited is None:
            run, steps = (compiled_search(), COMPILED_SLICE) if _worthwhile(work) else (searched, PLAIN_SLICE)
            searching(run, steps, 0)
    finished = bool(progress[LEVEL] > len(sizes) and progress[UNDECIDED] <= len(undecided))
    if not finished and work.limited is None:
        work.limited = "steps"
    supports = tuple(_support(row) for row in undecided[: progress[UNDECIDED]])
    return SupportSearch(profiles[: progress[COUNT]], supports, finished)


def _units(game: Game) -> FloatArray:
    """Return payoffs in ranges of at most 1, (n, P): exactly, or the floats next to fractions.

    Fractions are brought into their range before they are rounded: the floats next to 10^16 + 1/3 and 10^16 + 2/3 are
    one.
    """
    units = np.empty((len(game.shape), math.prod(game.shape)))
    if game.rational is None:
        scaled(np.ascontiguousarray(game.payoffs.reshape(units.shape)), 0.0, units)
        return units
    for row, table in zip(units, game.rational, strict=True):
        payoffs = table.ravel().tolist()
        least = min(payoffs)
        width = max(payoffs) - least or ONE
        row[:] = [float((x - least) / width) for x in payoffs]
    return units


def _worthwhile(work: Work) -> bool:
    """Whether there is time to load compiled code, or to compile it."""
    loaded = compiled_search.cache_info().currsize > 0
    return loaded or (numba_works() and (work.deadline.left > COMPILING or is_cached("search.searched")))


@lru_cache(maxsize=1)
def compiled_search() -> Callable[..., int]:
    """Return the compiled search; the first call compiles or loads it."""
    with cached_kernels():
        from powergame.equilibrium.kernels import compiled
    return compiled.search


def _support(masks: IntArray) -> Support:
    return tuple(tuple(r for r in range(int(mask).bit_length()) if mask >> r & 1) for mask in masks.tolist())
