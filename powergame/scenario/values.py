"""Values that options give, in the grammar of scenario files."""

from __future__ import annotations

from powergame.errors import ScenarioError, UsageError
from powergame.scenario.yaml.scalars import resolve
from powergame.scenario.yaml.tree import as_data, compose
from powergame.text import printable

MAX_VALUE = 20_000
"""Characters of an option's value at most."""


def parse_value(text: str) -> object:
    """Return the value that a ``--set`` option gives: a number, text, a list or a mapping, in flow style.

    Raises
    ------
    UsageError
        Where the text is no YAML value.

    Examples
    --------
    >>> parse_value("[1, 0.5]")
    [1, 0.5]
    >>> parse_value("{angle: 30}")
    {'angle': 30}
    """
    short = printable(text if len(text) <= 40 else f"{text[:40]}...")
    if not text.strip():
        raise UsageError("expected a value, and there is none")
    if text != text.strip():
        raise UsageError(f"'{short}': there are spaces around the value")
    if len(text) > MAX_VALUE:
        raise UsageError(f"{short}: a value has at most {MAX_VALUE:,} characters")
    try:
        tree, faults = compose(text.encode("utf-8", "surrogateescape"), "", resolve)
    except ScenarioError as error:
        tree, faults = None, list(error.faults)
    if faults or tree is None:
        raise UsageError(faults[0].message)
    return as_data(tree)
