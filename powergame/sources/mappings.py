"""Scenarios from mappings: what a file holds, as data of Python."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from powergame.errors import Fault, ScenarioError
from powergame.scenario.reading.load import Sets, load_tree
from powergame.scenario.reading.reader import digest
from powergame.scenario.scenario import Scenario
from powergame.scenario.yaml.scalars import Scalar, ScalarError, resolve
from powergame.scenario.yaml.tree import MAX_DEPTH, MAX_NODES, TOO_DEEP, ListNode, MapNode, Node, ScalarNode, Tree
from powergame.text import printable, repeated

MAPPING = "mapping"
"""Name of a mapping in messages."""


def scenario_of(values: Mapping[str, object], *, sets: Sets = ()) -> Scenario:
    """Return the scenario of a mapping, which has what a file may have, but for `extends`.

    Raises
    ------
    ScenarioError
        With all of its faults and their paths.

    Examples
    --------
    >>> scenario = scenario_of(
    ...     {
    ...         "actors": {"blue": {"power": 3, "preferences": [1, 0]}, "red": {"power": 1, "preferences": [0, 1]}},
    ...         "conflict": {"destruction": {"odds": 0.6, "severity": 0.5}},
    ...     }
    ... )
    >>> scenario.names, scenario.conflict.odds
    (('blue', 'red'), 0.6)
    """
    try:
        tree = _Reader().tree(values, "", MAX_DEPTH)
        return load_tree(tree, name="scenario", sha256=digest(repr(tree).encode()), sets=sets)
    except ScenarioError as error:
        raise ScenarioError([replace(fault, source="", line=0, column=0) for fault in error.faults]) from None


class _Reader:
    """Makes a tree of data; each part has a number in the place of a line, by which faults are in order."""

    def __init__(self) -> None:
        self.count = itertools.count(1)

    def tree(self, value: object, path: str, depth: int) -> Tree:
        """Return the tree of a value, whose place is a path."""
        line = next(self.count)
        if line > MAX_NODES:
            raise _fault(f"has more than {MAX_NODES:,} values, the limit", "")
        if depth == 0:
            raise _fault(TOO_DEEP, path)
        if isinstance(value, Mapping):
            return MapNode(MAPPING, line, 1, tuple(self._entries(value, path, depth)))
        if hasattr(value, "tolist"):  # numbers and arrays of numpy
            value = value.tolist()
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            items = tuple(self.tree(item, f"{path}[{k}]", depth - 1) for k, item in enumerate(value))
            return ListNode(MAPPING, line, 1, items)
        scalar = _scalar(value, path)
        return ScalarNode(MAPPING, line, 1, scalar, str(value), quoted=isinstance(scalar, str))

    def _entries(self, value: Mapping[object, object], path: str, depth: int) -> Iterator[tuple[str, Node, Tree]]:
        for key, item in value.items():
            if not isinstance(key, str):
                raise _fault(f"the key {repeated(repr(key))} is no text; expected a name", path)
            place = f"{path}.{printable(key)}" if path else printable(key)
            yield key, Node(MAPPING, next(self.count), 1), self.tree(item, place, depth - 1)


def _scalar(value: object, path: str) -> Scalar:
    """Return a value as a file would have it."""
    if value is None or isinstance(value, bool | str):
        return value
    if not isinstance(value, int | float):
        raise _fault(
            f"{repeated(repr(value))} is nothing that a file could have; expected a number, text or list", path
        )
    if isinstance(value, float) and not math.isfinite(value):
        return value
    if abs(value) > sys.float_info.max:
        raise _fault(f"a number overflows: the greatest is about {sys.float_info.max:.1e}", path)
    try:
        return resolve(repr(value))
    except ScalarError as error:
        raise _fault(str(error), path) from None


def _fault(message: str, path: str) -> ScenarioError:
    return ScenarioError([Fault(message, path)])
