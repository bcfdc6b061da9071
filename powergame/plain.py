"""Plain data: values that JSON can hold."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def plain(value: object) -> Json:
    """Return a scenario's value as plain data; infinity becomes text.

    Examples
    --------
    >>> plain((1.5, float("inf")))
    [1.5, 'inf']
    """
    if isinstance(value, tuple):
        return [plain(x) for x in value]
    if isinstance(value, float) and value == float("inf"):
        return "inf"
    return value if isinstance(value, bool | int | float | str) else str(value)
