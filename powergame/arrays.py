"""The kinds of arrays, by what they hold; and sets of numbers as ascending arrays."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
ObjectArray: TypeAlias = npt.NDArray[np.object_]

IntArray: TypeAlias = npt.NDArray[np.int64]
"""Whole numbers; places in other arrays where compiled kernels, or a picture, take them."""

IndexArray: TypeAlias = npt.NDArray[np.intp]
"""Places in other arrays, as NumPy gives them."""

CountArray: TypeAlias = npt.NDArray[np.int32]

ByteArray: TypeAlias = npt.NDArray[np.int8]
"""Codes: of verdicts, say."""


KEPT = 3 << 20
"""Numbers, 24 MiB of them: memory up to which a process keeps what it has freed; see `keep_memory`."""


def keep_memory() -> None:
    """Let the process keep memory that is freed, for work on many arrays of some 100 KiB, one after another.

    Otherwise the C library of Linux gives such memory back each time, and the system clears it anew, which can take as
    long as the work itself. It keeps what is smaller than the largest block that was ever freed, so one is.
    """
    np.empty(KEPT)


def ascending(numbers: npt.ArrayLike) -> FloatArray:
    """Return numbers once each, ascending, as `numpy.unique` does without loading masked arrays.

    >>> ascending([2.0, 1.0, 2.0])
    array([1., 2.])
    """
    ordered = np.sort(np.asarray(numbers, dtype=float), axis=None)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def without(numbers: npt.ArrayLike, known: FloatArray) -> FloatArray:
    """Return numbers once each, ascending, that are not among known ones, which are ascending and not empty.

    >>> without([3.0, 1.0, 2.0], np.array([2.0, 4.0]))
    array([1., 3.])
    """
    ordered = ascending(numbers)
    places = np.searchsorted(known, ordered).clip(max=len(known) - 1)
    return np.asarray(ordered[known[places] != ordered])
