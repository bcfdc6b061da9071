"""Tables of alignments, given in place of preferences, and the directions that have them.

A table A is possible iff it is positive semidefinite. With A = V diag(w) V' the rows of D = V diag(w)^(1/2) are
directions whose cosines it holds, A = D D', in as many dimensions as w has numbers above 0 (Young & Householder 1938).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from powergame.scenario.alignments.nearest import NOTHING, are_possible, at_fault
from powergame.scenario.fields import FieldError
from powergame.text import listed, printable

if TYPE_CHECKING:
    from powergame.arrays import FloatArray
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Table
    from powergame.scenario.vectors import Vector


def directions_of(table: FloatArray | Table) -> tuple[Vector, ...]:
    """Return directions of length 1 that have the alignments of a possible table, in as few dimensions as do.

    Axes are in the order of their eigenvalues, the greatest first. The first-named actor that is not at right angles
    to an axis points along it.

    Examples
    --------
    Two actors stand to both sides of what they agree on:

    >>> [[round(x, 6) for x in d] for d in directions_of(np.array([[1, 0.28], [0.28, 1]]))]
    [[0.8, 0.6], [0.8, -0.6]]
    """
    values, axes = np.linalg.eigh(table)
    kept = np.flatnonzero(values > NOTHING)[::-1]
    scaled = axes[:, kept] * np.sqrt(values[kept])
    first = np.argmax(np.abs(scaled) > NOTHING, axis=0)
    scaled = scaled * np.where(scaled[first, np.arange(len(kept))] < 0, -1.0, 1.0)
    lengths = np.sqrt((scaled**2).sum(axis=1, keepdims=True))
    return tuple(map(tuple, ((scaled / lengths) + 0.0).tolist()))


def with_vectors_set(tables: FloatArray, vectors: Sequence[FloatArray], changed: Sequence[int]) -> FloatArray:
    """Return tables, (B, n, n), after some actors' vectors were set: these have other alignments, the rest stay.

    Parameters
    ----------
    tables : (B, n, n)
    vectors : n arrays (B, k) or (1, k)
        Everybody's, of any length.
    changed
        Places of the actors whose vectors were set.
    """
    tables = np.array(tables)
    units = [vector / np.abs(vector).max(axis=1, keepdims=True) for vector in vectors]
    units = [vector / np.sqrt((vector * vector).sum(axis=1, keepdims=True)) for vector in units]
    for i in changed:
        for j in range(len(units)):
            if i != j:
                tables[:, i, j] = tables[:, j, i] = np.clip((units[i] * units[j]).sum(axis=1), -1.0, 1.0)
    return tables


def possible_range(table: FloatArray, i: int, j: int) -> tuple[float, float] | None:
    """Return the alignments that two actors can have while all others stay as they are; None where none can be.

    Examples
    --------
    >>> table = np.array([[1, 0.6, 0.0], [0.6, 1, 0.0], [0.0, 0.0, 1]])
    >>> [round(x, 9) for x in possible_range(table, 1, 2)]
    [-0.8, 0.8]
    """
    others = [k for k in range(len(table)) if k not in (i, j)]
    values, axes = np.linalg.eigh(table[np.ix_(others, others)])
    kept = values > NOTHING
    seen = (axes[:, kept].T @ table[np.ix_(others, [i, j])]) / np.sqrt(values[kept])[:, None]
    rooms = 1 - (seen**2).sum(axis=0)
    if (rooms < -NOTHING).any():
        return None
    middle, reach = float(seen[:, 0] @ seen[:, 1]), float(np.sqrt(np.prod(np.maximum(rooms, 0.0))))
    low, high = max(middle - reach, -1.0), min(middle + reach, 1.0)
    return (low, high) if low <= high else (high, low)


def table_of(scenario: Scenario) -> FloatArray:
    """Return the alignments of a scenario that has a table, (n, n), those among them that were asked for since."""
    table = np.array(scenario.alignments, dtype=float)
    for asked, (i, j) in zip(scenario.asked, _places(scenario), strict=True):
        table[i, j] = table[j, i] = asked.cosine
    return table


def tabled(scenario: Scenario) -> Scenario:
    """Return an opened scenario whose actors have the directions of its table.

    Where actors got other vectors, the table has the alignments of these. Alignments that are asked for take the
    place of the table's; all others stay.

    Raises
    ------
    FieldError
        Where no directions have the alignments.
    """
    base = np.array(scenario.alignments, dtype=float)
    before = directions_of(base)
    vectors = tuple(actor.preferences for actor in scenario.actors)
    changed = [i for i, pair in enumerate(zip(vectors, before, strict=True)) if pair[0] != pair[1]]
    if changed:
        base = with_vectors_set(base[None], [np.array([vector]) for vector in vectors], changed)[0]
        scenario = replace(scenario, alignments=as_table(base))
    if not scenario.asked and not changed:
        return scenario
    table = table_of(scenario)
    if not are_possible(table[None])[0]:
        raise FieldError(_impossible(scenario, table))
    directions = directions_of(table)
    unturned = directions_of(base) if scenario.asked else ()
    pairs = zip(scenario.actors, directions, strict=True)
    actors = tuple(replace(actor, preferences=vector) for actor, vector in pairs)
    return replace(scenario, actors=actors, unturned=unturned, dimensions=len(directions[0]))


def as_table(table: FloatArray) -> Table:
    """Return a table as a scenario holds it."""
    return tuple(map(tuple, (table + 0.0).tolist()))


def _places(scenario: Scenario) -> list[tuple[int, int]]:
    places = {name: place for place, name in enumerate(scenario.names)}
    return [(places[asked.turned], places[asked.towards]) for asked in scenario.asked]


def _impossible(scenario: Scenario, table: FloatArray) -> str:
    """Return what is wrong where alignments are asked for that a table leaves no room for, and what would do."""
    fault = at_fault(table)
    pairs = list(zip(scenario.asked, _places(scenario), strict=True))
    among = [(asked, place) for asked, place in pairs if set(place) <= set(fault)] or pairs
    names = listed([printable(scenario.names[i]) for i in fault])
    asked_for = listed([f"{asked.path} = {asked.cosine:.9g}" for asked, _ in among])
    together = " together" if len(among) > 1 else ""
    text = f"{asked_for} cannot be met{together}: no directions have the alignments among {names} then"
    if len(among) > 1:
        left = [(out, replace(scenario, asked=tuple(kept for kept in scenario.asked if kept is not out)))
                for out, _ in among]  # fmt: skip
        would_do = [out.path for out, others in left if are_possible(table_of(others)[None])[0]]
        return f"{text}; without {listed(would_do, 'or')} the others can be met" if would_do else text
    if not among or (span := possible_range(table, *among[0][1])) is None:
        return text
    low, high = math.ceil(span[0] * 1e4) / 1e4, math.floor(span[1] * 1e4) / 1e4
    return f"{text}; expected {low:g} to {high:g}, while the others stay"
