"""The search for all equilibria of many actors, run by hand."""

from __future__ import annotations

import numpy as np

from powergame.equilibrium.kernels import search as plain
from powergame.equilibrium.kernels.layout import box_length, scaled
from powergame.jit.cache import cached_kernels


def compiled():
    """Return the search in compiled code."""
    with cached_kernels():
        from powergame.equilibrium.kernels.compiled import search
    return search


def searched(tables, run=plain.searched, steps=10_000):
    """Search a game's supports, some steps at a time.

    Returns
    -------
    profiles, undecided, done
        Equilibria, supports that are left undecided, and the steps that it took.
    """
    sizes = np.array(np.shape(tables)[1:], dtype=np.int64)
    n = len(sizes)
    units = np.empty((n, int(sizes.prod())))
    scaled(np.ascontiguousarray(np.reshape(tables, units.shape), dtype=float), 0.0, units)
    masks, progress = np.ones(n, dtype=np.int64), np.zeros(plain.PROGRESS, dtype=np.int64)
    masks[-1], done = 0, 0
    stack = np.empty((plain.WAITING, box_length(sizes)))
    profiles, undecided = np.empty((500, int(sizes.sum()))), np.empty((500, n), dtype=np.int64)
    with np.errstate(all="ignore"):
        while progress[plain.LEVEL] <= n:
            done += run(units, sizes, 0.0, 0.0, masks, progress, stack, profiles, undecided, steps)
    return profiles[: progress[plain.COUNT]], undecided[: progress[plain.UNDECIDED]], done
