"""Plain data: values that JSON can hold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def plain(value: object) -> Json:
    """Return a scenario's value as plain data; infinity becomes text.

    Examples
    --------
    >>> plain((1.5, float("inf")))
    [1.5, 'inf']
    """
    if isinstance(value, tuple | list):
        return [plain(x) for x in value]
    if isinstance(value, Mapping):
        return {str(key): plain(x) for key, x in value.items()}
    if isinstance(value, float) and value == float("inf"):
        return "inf"
    return value if isinstance(value, bool | int | float | str) else str(value)


def written(value: object) -> str:
    """Return a value as ``--set`` reads it, with every digit.

    Examples
    --------
    >>> written((1.0, 0.25)), written(float("inf"))
    ('[1, 0.25]', 'inf')
    """
    if isinstance(value, tuple | list):
        return f"[{', '.join(written(x) for x in value)}]"
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return json.dumps(value, ensure_ascii=False)  # a ladder that was given by `--set`; YAML reads JSON
    if math.isinf(value):
        return "inf"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
