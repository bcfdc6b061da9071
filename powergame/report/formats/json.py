"""Results as JSON: the same bytes for the same result, in ASCII, never NaN, Infinity or a negative zero."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from powergame.text import uncommanded


def render(data: Mapping[str, object]) -> str:
    r"""Return plain data as JSON.

    Examples
    --------
    >>> render({"verdict": "always", "chance": 0.5})
    '{\n "verdict": "always",\n "chance": 0.5\n}\n'
    """
    text = json.dumps(_unsigned(data), indent=1, allow_nan=False, ensure_ascii=True)
    return uncommanded(text, bracket="\\u005b") + "\n"


def _unsigned(value: object) -> object:
    """Return plain data in which no zero is negative."""
    if isinstance(value, float):
        return value + 0.0
    if isinstance(value, Mapping):
        return {key: _unsigned(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_unsigned(item) for item in value]
    return value
