"""Results as JSON: the same bytes for the same result, in ASCII, never NaN or Infinity."""

from __future__ import annotations

import json
from collections.abc import Mapping


def render(data: Mapping[str, object]) -> str:
    r"""Return plain data as JSON.

    Examples
    --------
    >>> render({"verdict": "always", "chance": 0.5})
    '{\n "verdict": "always",\n "chance": 0.5\n}\n'
    """
    return json.dumps(data, indent=1, allow_nan=False, ensure_ascii=True) + "\n"
