"""Plain data: what JSON can say."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def plain(value: object) -> Json:
    """Return a value of the path language as JSON has it; infinity as text."""
    if isinstance(value, tuple):
        return [plain(x) for x in value]
    if isinstance(value, float) and value == float("inf"):
        return "inf"
    return value if isinstance(value, bool | int | float | str) else str(value)
