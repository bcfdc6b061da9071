"""Tables of NumPy columns, whatever they are written as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from powergame.batch.directions import Levels
from powergame.packages import require

if TYPE_CHECKING:
    import pandas as pd

Array: TypeAlias = npt.NDArray[Any]

Column: TypeAlias = "Array | Levels"
"""The rows' values, (B,): of words, their places among the field's words. NaN is a missing number."""


@dataclass(frozen=True)
class Field:
    """What a column holds.

    Attributes
    ----------
    type
        NumPy's name for the type of its numbers.
    words
        What its numbers are places of, where it holds words.
    optional
        Whether values may be missing.
    """

    type: Literal["bool", "float64", "int8", "int32"]
    words: tuple[str, ...] = ()
    optional: bool = False


Fields: TypeAlias = Mapping[str, Field]
"""The columns of a table by name, in order."""


@dataclass(frozen=True)
class Schema:
    """What a table's file says before its rows.

    Attributes
    ----------
    about
        The table's description, as JSON.
    commented
        Whether the description stands in the first line of CSV, not in a file beside it.
    """

    fields: Fields
    about: str
    commented: bool = False


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of a table.

    Attributes
    ----------
    columns
        By name, in the order of `fields`.
    """

    fields: Fields
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        column = next(iter(self.columns.values()))
        return len(column.places if isinstance(column, Levels) else column)

    def values(self, name: str) -> Array:
        """Return the values of a column, (B,); of words, their places among the field's words. No number is -0.

        Examples
        --------
        >>> small = Rows({"war": Field("float64")}, {"war": Levels(np.array([-0.0, 0.5]), np.array([0, 1, 1]))})
        >>> small.values("war")
        array([0. , 0.5, 0.5])
        """
        column = self.columns[name]
        if isinstance(column, Levels):
            return Levels(positive_zeros(column.values), column.places).in_rows
        return positive_zeros(column)

    def select(self, names: Sequence[str]) -> Rows:
        """Return some columns."""
        return Rows({name: self.fields[name] for name in names}, {name: self.columns[name] for name in names})

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a table of pandas: words are categories, and NaN is missing."""
        require("pandas", "to_frame()")
        import pandas as pd

        columns = {
            name: pd.Categorical.from_codes(self.values(name), list(field.words)) if field.words else self.values(name)
            for name, field in self.fields.items()
        }
        return pd.DataFrame(columns)


def positive_zeros(values: Array) -> Array:
    """Return numbers with 0 in place of -0; the same array where there is none."""
    return values + 0.0 if values.dtype.kind == "f" and np.signbit(values).any() else values


def joined(parts: Iterable[Rows]) -> Rows:
    """Return rows with the same fields as one, one below the other."""
    every = list(parts)
    fields = every[0].fields
    return Rows(fields, {name: np.concatenate([part.values(name) for part in every]) for name in fields})
