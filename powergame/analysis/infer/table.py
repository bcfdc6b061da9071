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
from powergame.runs.formats import ENDINGS, FormatName, require_format
from powergame.runs.tables import format_named
from powergame.runs.tables.rows import Field, Rows, Schema
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.infer.result import Inference

SavedAs: TypeAlias = Literal["netcdf"] | FormatName

SAVED: dict[str, SavedAs] = {**ENDINGS, ".nc": "netcdf"}
"""Formats by the ending of a file's name."""

NUMBER = Field("float64")
"""What a column of numbers holds; none is missing."""

WEIGHTS = ("prior", "posterior")
"""Columns of the rows' weights."""


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
        require_format(kind, f"--save {printable(path)}")
    return kind


def table(inference: Inference) -> Rows:
    """Return the table: unknowns, private types, weights and the log-likelihood."""
    points = inference.points
    kinds, count = points.log_prior.shape
    fields, columns = {}, {}
    for path, values in points.values.items():
        for name, field, column in _of_unknown(inference, path, values):
            fields[name], columns[name] = field, np.tile(column, kinds)
    actors = [actor for actor in inference.scenario.actors if actor.types]
    profiles = np.array(list(product(*(range(len(actor.types)) for actor in actors))), dtype=np.int32)
    if kinds > 1:
        for i, actor in enumerate(actors):
            fields[f"type.{actor.name}"] = Field("int32", tuple(private.name for private in actor.types))
            columns[f"type.{actor.name}"] = np.repeat(profiles[:, i], count)
    weights = np.exp(points.log_prior), points.joint, points.log_likelihood
    for name, numbers in zip((*WEIGHTS, "log_likelihood"), weights, strict=True):
        fields[name], columns[name] = NUMBER, numbers.ravel()
    return Rows(fields, columns)


def _of_unknown(inference: Inference, path: str, values: np.ndarray) -> Iterator[tuple[str, Field, np.ndarray]]:
    if values.ndim == 2:
        outcomes = inference.scenario.outcomes or [f"{k + 1}" for k in range(values.shape[1])]
        yield from ((f"{path}.{outcome}", NUMBER, values[:, k]) for k, outcome in enumerate(outcomes))
    elif values.dtype.kind == "f":
        yield path, NUMBER, values
    else:
        words, places = np.unique(values.astype(str), return_inverse=True)
        yield path, Field("int32", tuple(words.tolist())), places.astype(np.int32)


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
    rows, file, form = table(inference), io.BytesIO(), format_named(kind)
    about = json.dumps(about_points(inference), allow_nan=False, sort_keys=True)
    with form.joining(Schema(rows.fields, about, commented), file) as add:
        add(form.encode(rows))
    return file.getvalue()


def _netcdf(inference: Inference) -> bytes:
    """Return InferenceData of ArviZ, whose draws have equal weights: as many as there are rows, resampled.

    A weighted row is taken about as often as its weight asks for (systematic resampling).
    """
    from arviz_base import from_dict

    rows = table(inference)
    points = inference.points
    each = (points.times[:, None, None] * points.evaluated.log).reshape(len(points.times), -1)
    groups: dict[str, dict[str, np.ndarray]] = {}
    for when in WEIGHTS:
        taken = _resampled(rows.values(when))
        names = [name for name in rows.fields if name not in (*WEIGHTS, "log_likelihood")]
        groups[when] = {name: _plain(rows, name)[taken][None] for name in names}
        if when == "posterior":
            groups["log_likelihood"] = {"observed": each.T[taken][None]}
    tree = from_dict(groups, attrs={"/": {"powergame": json.dumps(about_points(inference), sort_keys=True)}})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draws.nc"
        tree.to_netcdf(path, engine="netcdf4")
        return path.read_bytes()


def _plain(rows: Rows, name: str) -> np.ndarray:
    """Return a column as numbers or words."""
    words = rows.fields[name].words
    return np.array(words, dtype=object)[rows.values(name)] if words else rows.values(name)


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
