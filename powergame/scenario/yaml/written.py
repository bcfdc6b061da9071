"""Values as YAML, in flow style, that every reader takes for what they are."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from powergame.scenario.yaml.scalars import BASE_60, ScalarError, resolve_in_file

Plain: TypeAlias = float | str | Sequence["Plain"] | Mapping[str, "Plain"]

PLAIN_TEXT = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_. -]*[A-Za-z0-9_])?")
"""Pattern of text that needs no quotes, unless a reader of YAML takes it for something else."""

AXIS = re.compile(r"[-+.0-9e]+:[-+.0-9e]+:[0-9]+")
"""Pattern of an axis, which needs no quotes, either."""


def flow(value: Plain) -> str:
    """Return a value in flow style, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{quoted(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(flow, value)) + "]"
    return number(value)


def number(x: float) -> str:
    """Return a number with all of its digits."""
    if math.isinf(x):
        return ".inf"
    return str(int(x)) if x == int(x) and abs(x) < 1e15 else repr(float(x))


def quoted(text: str) -> str:
    """Return text as a plain scalar where that is safe, else in quotes."""
    if AXIS.fullmatch(text) and not BASE_60.fullmatch(text):
        return text
    if PLAIN_TEXT.fullmatch(text):
        try:
            if isinstance(resolve_in_file(text), str):
                return text
        except ScalarError:
            pass
    return json.dumps(text, ensure_ascii=False)
