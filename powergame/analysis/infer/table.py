"""Weighted points of an inference as a table, and as files for other programs.

A row is a point of the prior together with a profile of private types. `prior` and `posterior` are its weights, which
sum to 1 each; whatever is to be known of either is a weighted sum over the rows.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from powergame.analysis.head import head, origin
from powergame.arrays import FloatArray, IndexArray
from powergame.errors import UsageError
from powergame.packages import require
from powergame.runs.formats import ENDINGS, FormatName
from powergame.text import printable

if TYPE_CHECKING:
    import pyarrow as pa

    from powergame.analysis.infer.result import Inference

SavedAs: TypeAlias = Literal["netcdf"] | FormatName

SAVED: dict[str, SavedAs] = {**ENDINGS, ".nc": "netcdf"}
"""Formats by the ending of a file's name."""

Column: TypeAlias = "FloatArray | tuple[IndexArray, tuple[str, ...]]"
"""Numbers, (N,); or words, as places (N,) in a list."""


def saved_as(path: str) -> SavedAs:
    """Return the format that a file's ending asks for; what writes it must be there.

    Raises
    ------
    UsageError
        Where the ending is another one, or a package is missing.
    """
    kind = SAVED.get(Path(path).suffix.lower())
    if kind is None:
        raise UsageError(f"--save {printable(path)}: expected a file name that ends in {', '.join(SAVED)}")
    if kind == "netcdf":
        for package in ("arviz_base", "netCDF4"):
            require(package, f"--save {printable(path)}")
    else:
        require("pyarrow", f"--save {printable(path)}")
    return kind


def columns(inference: Inference) -> dict[str, Column]:
    """Return the columns of the table by name: unknowns, private types, weights and the log-likelihood."""
    points = inference.points
    kinds, count = points.log_prior.shape
    table: dict[str, Column] = {}
    for path, values in points.values.items():
        for name, column in _of_unknown(inference, path, values):
            table[name] = (
                (np.tile(column[0], kinds), column[1]) if isinstance(column, tuple) else np.tile(column, kinds)
            )
    actors = [actor for actor in inference.scenario.actors if actor.types]
    profiles = np.array(list(product(*(range(len(actor.types)) for actor in actors))), dtype=np.intp)
    if kinds > 1:
        for i, actor in enumerate(actors):
            names = tuple(private.name for private in actor.types)
            table[f"type.{actor.name}"] = (np.repeat(profiles[:, i], count), names)
    table["prior"] = np.exp(points.log_prior).ravel()
    table["posterior"] = points.joint.ravel()
    table["log_likelihood"] = points.log_likelihood.ravel()
    return table


def _repeated(column: Column, times: int) -> Column:
    return (np.tile(column[0], times), column[1]) if isinstance(column, tuple) else np.tile(column, times)


def _of_unknown(inference: Inference, path: str, values: np.ndarray) -> Iterator[tuple[str, Column]]:
    if values.ndim == 2:
        outcomes = inference.scenario.outcomes or [f"{k + 1}" for k in range(values.shape[1])]
        yield from ((f"{path}.{outcome}", values[:, k]) for k, outcome in enumerate(outcomes))
    elif values.dtype.kind == "f":
        yield path, values
    else:
        words, places = np.unique(values.astype(str), return_inverse=True)
        yield path, (places, tuple(words.tolist()))


def table(inference: Inference) -> pa.Table:
    """Return the table, with the scenario, the options and the method in its metadata."""
    import pyarrow as pa

    from powergame.runs.columns import coded, column
    from powergame.runs.tables import METADATA

    arrays = {
        name: coded(values[0].astype(np.int32), values[1]) if isinstance(values, tuple) else column(values)
        for name, values in columns(inference).items()
    }
    fields = [pa.field(name, array.type, nullable=False) for name, array in arrays.items()]
    about = json.dumps(about_points(inference), allow_nan=False, sort_keys=True).encode()
    return pa.Table.from_arrays(list(arrays.values()), schema=pa.schema(fields, metadata={METADATA: about}))


def about_points(inference: Inference) -> dict[str, object]:
    """Return the description of a table of points."""
    return {
        **head("infer.points"),
        "scenario": origin(inference.scenario),
        "options": inference.options,
        "method": inference.method.name,
    }


def saved(inference: Inference, kind: SavedAs, *, commented: bool = False) -> bytes:
    """Return a file with the points; a CSV may have its description in its first line."""
    if kind == "netcdf":
        return _netcdf(inference)
    from powergame.runs.tables import COMMENTED, FORMATS

    whole, file = table(inference), io.BytesIO()
    if commented:
        whole = whole.replace_schema_metadata({**whole.schema.metadata, COMMENTED: b""})
    with FORMATS[kind].joining(whole.schema, file) as add:
        add(FORMATS[kind].encode(whole))
    return file.getvalue()


def _netcdf(inference: Inference) -> bytes:
    """Return InferenceData of ArviZ, whose draws have equal weights: as many as there are rows, resampled.

    A weighted row is taken about as often as its weight asks for (systematic resampling).
    """
    from arviz_base import from_dict

    rows = columns(inference)
    weights = {when: rows.pop(when) for when in ("prior", "posterior")}
    rows.pop("log_likelihood")
    points = inference.points
    each = (points.times[:, None, None] * points.evaluated.log).reshape(len(points.times), -1)
    groups: dict[str, dict[str, np.ndarray]] = {}
    for when, of_rows in weights.items():
        assert not isinstance(of_rows, tuple), "weights are numbers"
        taken = _resampled(of_rows)
        groups[when] = {name: _plain(column)[taken][None] for name, column in rows.items()}
        if when == "posterior":
            groups["log_likelihood"] = {"observed": each.T[taken][None]}
    tree = from_dict(groups, attrs={"/": {"powergame": json.dumps(about_points(inference), sort_keys=True)}})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draws.nc"
        tree.to_netcdf(path, engine="netcdf4")
        return path.read_bytes()


def _plain(column: Column) -> np.ndarray:
    return np.array(column[1], dtype=object)[column[0]] if isinstance(column, tuple) else column


def _resampled(weights: FloatArray) -> IndexArray:
    """Return places, (N,): each about N times as often as it weighs.

    Examples
    --------
    >>> _resampled(np.array([0.5, 0.0, 0.25, 0.25])).tolist()
    [0, 0, 2, 3]
    """
    marks = (np.arange(len(weights)) + 0.5) / len(weights)
    ends = np.cumsum(weights)
    return np.minimum(np.searchsorted(ends / ends[-1], marks), len(weights) - 1)
