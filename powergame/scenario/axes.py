"""Axes: the values along which a path is varied."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from powergame.scenario.fields import FieldError, described
from powergame.scenario.types import Axis
from powergame.scenario.yaml.scalars import ScalarError, resolve

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MAX_POINTS = 1_000_000_000
"""Points of an axis at most."""

MAX_LISTED = 10_000
"""Values that a list may have as an axis."""

EQUAL = 1e-6
"""Relative difference up to which steps, or ratios, count as equal: numbers are written with few digits."""

AxisLike: TypeAlias = "Axis | str | Sequence[float] | Mapping[str, object]"
"""Forms in which the library takes an axis; arrays and ranges are sequences, too."""

EXPECTED = "0:1:101 (from:to:count), a list of numbers, or {from, to, count, scale: linear|log}"


def axis(value: object) -> Axis:
    """Return an axis from what a file or an option has.

    Parameters
    ----------
    value
        ``"0:1:101"`` (both ends in), a list of numbers, or a mapping with ``from``, ``to``, ``count`` and ``scale``.

    Raises
    ------
    FieldError
        Where it is none of these, or is too long.

    Examples
    --------
    >>> axis("0:1:5")
    Axis(values=None, start=0.0, stop=1.0, count=5, scale='linear')
    >>> axis([1, 2, 5]).values
    (1.0, 2.0, 5.0)
    >>> len(axis({"from": 0.01, "to": 100, "count": 81, "scale": "log"}))
    81
    """
    if isinstance(value, str) and value.count(":") == 2:
        start, stop, count = (_resolved(part) for part in value.split(":"))
        return _range(start, stop, count, "linear")
    if isinstance(value, list | tuple) and value:
        if len(value) > MAX_LISTED:
            raise FieldError(f"an axis lists at most {MAX_LISTED:,} values; a range holds more")
        return Axis(values=tuple(_number(x, "a value") for x in value))
    if isinstance(value, dict):
        unknown = [key for key in value if key not in ("from", "to", "count", "scale")]
        if unknown or not {"from", "to", "count"} <= value.keys():
            raise FieldError(f"expected {EXPECTED}")
        return _range(value["from"], value["to"], value["count"], value.get("scale", "linear"))
    raise FieldError(f"{described(value)}; expected {EXPECTED}")


def as_axis(given: AxisLike) -> Axis:
    """Return an axis from any form in which the library takes one.

    Raises
    ------
    FieldError
        As `axis` does.

    Examples
    --------
    >>> as_axis(range(3)).values
    (0.0, 1.0, 2.0)
    """
    if isinstance(given, Axis):
        return given
    if isinstance(given, str):
        return axis(given)
    if isinstance(given, Mapping):
        return axis(dict(given))
    as_list = getattr(given, "tolist", None)
    if not as_list and not isinstance(given, Iterable):
        raise FieldError(f"expected FROM:TO:COUNT or a list of numbers, not a value of type {type(given).__name__}")
    return axis(as_list() if as_list else list(given))


def ends_of(axis: Axis) -> tuple[float, ...]:
    """Return the values of a list, or the two ends of a range: where these fit a field, all do."""
    return (axis.start, axis.stop) if axis.values is None else axis.values


def values(axis: Axis, start: int = 0, stop: int | None = None) -> npt.NDArray[np.float64]:
    """Return values of an axis, (stop - start,): all of them, or those from one place up to another.

    A value is the same number whichever others are asked for; the ends of a range are exact.

    Examples
    --------
    >>> values(axis("0:1:5")).tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    >>> values(axis("0:1:5"), 1, 3).tolist()
    [0.25, 0.5]
    """
    import numpy as np

    stop = len(axis) if stop is None else stop
    if axis.values is not None:
        return np.array(axis.values[start:stop], dtype=float)
    places = np.arange(start, stop, dtype=float)
    if axis.scale == "log":
        points = np.power(10.0, _between(float(np.log10(axis.start)), float(np.log10(axis.stop)), axis.count, places))
    else:
        points = _between(axis.start, axis.stop, axis.count, places)
    if start == 0:
        points[:1] = axis.start
    if stop == axis.count:
        points[-1:] = axis.stop
    return points


def geometric(rising: npt.NDArray[np.float64]) -> bool:
    """Whether rising values have equal ratios, and not equal steps.

    Examples
    --------
    >>> [geometric(values(axis(given))) for given in ([1, 10, 100], [1, 2, 3], [-1, 0, 1])]
    [True, False, False]
    """
    import numpy as np

    if len(rising) < 3 or rising[0] <= 0:
        return False
    steps, ratios = np.diff(rising), np.diff(np.log(rising))
    return bool(np.ptp(ratios) <= EQUAL * ratios.mean() and np.ptp(steps) > EQUAL * steps.mean())


def _between(low: float, high: float, count: int, places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return numbers in equal steps from `low` at place 0 to `high`, but for rounding, at the last of `count`."""
    step = (high - low) / max(count - 1, 1)
    steps = places * step if step else places / max(count - 1, 1) * (high - low)  # a step may underflow to 0
    return steps + low


def _resolved(text: str) -> object:
    try:
        return resolve(text.strip())
    except ScalarError as error:
        raise FieldError(str(error)) from None


def _range(start: object, stop: object, count: object, scale: object) -> Axis:
    low, high = _number(start, "from"), _number(stop, "to")
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise FieldError("count: expected a whole number >= 1")
    if count > MAX_POINTS:
        raise FieldError(f"the axis has {count:,} points; {MAX_POINTS:,} are allowed")
    if count == 1 and low != high:
        raise FieldError("count: one point cannot have two ends; expected 2 or more")
    if scale not in ("linear", "log"):
        raise FieldError("scale: expected linear or log")
    if scale == "log" and not (low > 0 and high > 0):
        raise FieldError("a log axis has ends above 0")
    return Axis(None, low, high, count, "log" if scale == "log" else "linear")


def _number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FieldError(f"{what}: {described(value)}; expected a finite number")
    return float(value) + 0.0
