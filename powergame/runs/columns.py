"""Convert NumPy columns to Arrow columns, without copies where possible.

`pyarrow.array` does the same, but imports pandas to recognise its series: half a second and sixty megabytes in every
worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from powergame.arrays import BoolArray, ByteArray, FloatArray, IndexArray

TYPES = {"float64": pa.float64(), "int8": pa.int8(), "int32": pa.int32(), "int64": pa.int64()}


def column(values: npt.NDArray[Any]) -> pa.Array:
    """Return numbers or truth values, (B,), as a column; NaN becomes a missing value, and -0 is 0."""
    if values.dtype == bool:
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])
    known = None
    if values.dtype.kind == "f":
        missing = np.isnan(values)
        known = _bits(~missing) if missing.any() else None
        if np.signbit(values).any():
            values = values + 0.0  # of -0 it makes 0
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(TYPES[values.dtype.name], len(values), [known, data])


def coded(places: ByteArray, words: Sequence[str]) -> pa.DictionaryArray:
    """Return words, given by their places (B,) in a list, as a column."""
    texts = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    dictionary = pa.StringArray.from_buffers(len(words), pa.py_buffer(ends), pa.py_buffer(b"".join(texts)))
    return pa.DictionaryArray.from_arrays(column(places), dictionary, safe=False)


def level(values: FloatArray, places: IndexArray) -> pa.DictionaryArray:
    """Return numbers, given by their places (B,) in a list, as a column without missing values."""
    return pa.DictionaryArray.from_arrays(column(places), column(values), safe=False)


def _bits(values: BoolArray) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))
