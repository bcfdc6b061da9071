"""The kinds of arrays, by what they hold."""

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
