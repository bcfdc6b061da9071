"""Alignments that are asked for, met together by turning directions in one order that depends on no way of writing.

Of each pair of actors one turns towards the other, so that nobody turns in a circle, and who turns does so after those
that it turns towards. Let T be the directions of these, as rows, and c the cosines that are asked for. A direction d of
length 1 has them iff d = p + s n, with p = T^+ c (the pseudoinverse of Moore and Penrose), s = sqrt(1 - |p|^2) and n of
length 1 at right angles to the rows of T. Of these d the nearest to the actor's own direction is taken, where n is what
that has outside the span of T.

Everything is computed for many rows at once, and a row has the same bits whichever others stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

from powergame.scenario.fields import FieldError
from powergame.scenario.vectors import COLLINEAR
from powergame.text import listed, printable

if TYPE_CHECKING:
    from powergame.arrays import BoolArray, FloatArray, IndexArray
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Asked
    from powergame.scenario.vectors import Vector

NOT_MET = 1e-9
"""Cosine, or length of p, by which alignments that are asked for may be missed: they are written in decimals."""

MET = 2.0**-48
"""Cosine by which rounding may miss an alignment: an actor that misses none by more does not turn."""


@dataclass(frozen=True)
class Turning:
    """A turn of one actor towards others.

    Attributes
    ----------
    actor
        The place of who turns.
    towards, pairs
        The places of those it turns towards, and the place of each one's pair among all pairs.
    """

    actor: int
    towards: tuple[int, ...]
    pairs: tuple[int, ...]


def turning_order(pairs: Sequence[tuple[int, int]]) -> tuple[Turning, ...]:
    """Return who turns towards whom, those first towards whom others turn.

    Parameters
    ----------
    pairs
        Places of actors, each pair of them once: the first of a pair turns, or the second where that would close a
        circle.

    Examples
    --------
    In a circle of three the last pair, in the order of the actors, turns the other way round:

    >>> [(turning.actor, turning.towards) for turning in turning_order([(2, 0), (0, 1), (1, 2)])]
    [(0, (1,)), (2, (0, 1))]
    """
    edges: dict[int, dict[int, int]] = {}
    for place in sorted(range(len(pairs)), key=lambda place: sorted(pairs[place])):
        turned, towards = pairs[place]
        if _leads(edges, towards, turned):
            turned, towards = towards, turned
        edges.setdefault(turned, {})[towards] = place
    order = TopologicalSorter({turned: tuple(others) for turned, others in edges.items()}).static_order()
    return tuple(Turning(actor, tuple(edges[actor]), tuple(edges[actor].values())) for actor in order if actor in edges)


def _leads(edges: Mapping[int, Mapping[int, int]], start: int, end: int) -> bool:
    """Whether `start` turns towards `end`, or towards somebody who does, and so on."""
    left, seen = [start], {start}
    while left:
        actor = left.pop()
        if actor == end:
            return True
        more = edges.get(actor, {}).keys() - seen
        seen |= more
        left += more
    return False


def turned(
    vectors: FloatArray, towards: Sequence[FloatArray], cosines: Sequence[FloatArray]
) -> tuple[FloatArray, BoolArray]:
    """Return the nearest vectors of the same length whose alignments with some others are given.

    Parameters
    ----------
    vectors : (B, k)
        The actor's own; where one lies in the span of the others, so that it points to no side, the first coordinate
        axis that does not takes its part.
    towards : m arrays (B, k)
        The others; their lengths do not matter.
    cosines : m arrays (B,)
        Alignments, in [-1, 1].

    Returns
    -------
    vectors : (B, k)
        An actor that has these alignments already, but for rounding, keeps its bits.
    impossible : (B,)
        Where no direction has these alignments; the vector is the actor's own there.
    """
    vectors = np.ascontiguousarray(vectors)
    (ahead, length), others = _units(vectors), [_units(np.ascontiguousarray(other))[0] for other in towards]
    basis: list[FloatArray] = []
    along: list[FloatArray] = []
    rank, room = np.zeros(len(vectors), dtype=np.int64), np.ones(len(vectors))
    impossible = np.zeros(len(vectors), dtype=bool)
    for other, asked in zip(others, cosines, strict=True):
        axis, independent = _outside(other, basis)
        left = asked - _summed([_dot(other, e) * y for e, y in zip(basis, along, strict=True)])
        impossible |= ~independent & (np.abs(left) > NOT_MET)
        y = np.where(independent, left / np.where(independent, _dot(other, axis), 1.0), 0.0) if basis else asked
        rank += independent
        room = room - y * y if basis else (1 - y) * (1 + y)
        basis.append(axis)
        along.append(y)
    side = _side(ahead, basis, rank)
    impossible |= (room < -2 * NOT_MET) | ((rank == vectors.shape[1]) & (room > 2 * NOT_MET))
    stays = np.all([np.abs(_dot(ahead, other) - asked) <= MET for other, asked in zip(others, cosines, strict=True)], 0)
    projection = _summed([y[:, None] * axis for axis, y in zip(basis, along, strict=True)])
    made = length[:, None] * (projection + np.sqrt(np.maximum(room, 0.0))[:, None] * side)
    return np.where((stays | impossible)[:, None], vectors, made), impossible & ~stays


def _side(ahead: FloatArray, basis: Sequence[FloatArray], rank: IndexArray) -> FloatArray:
    """Return n, (B, k): what lies outside the span of the basis, of `ahead` or else of the first axis that has any."""
    side, outside = _outside(ahead, basis)
    k = ahead.shape[1]
    missing = ~outside & (rank < k)
    for place in range(k):
        if not missing.any():
            break
        axis, outside = _outside(np.broadcast_to(np.arange(k) == place, ahead.shape).astype(float), basis)
        side = np.where((missing & outside)[:, None], axis, side)
        missing &= ~outside
    return side


def _outside(vectors: FloatArray, basis: Sequence[FloatArray]) -> tuple[FloatArray, BoolArray]:
    """Return the directions of what vectors of length 1 have outside the span of a basis, 0 where they have nothing."""
    if not basis:
        return vectors, np.ones(len(vectors), dtype=bool)
    outside = np.ones(len(vectors), dtype=bool)
    for _ in range(2):  # the first time leaves the rounding errors of the vectors
        for axis in basis:
            vectors = vectors - _dot(vectors, axis)[:, None] * axis
        length = np.sqrt(_dot(vectors, vectors))
        outside &= length > COLLINEAR
        vectors = np.where(outside[:, None], vectors / np.where(outside, length, 1.0)[:, None], 0.0)
    return vectors, outside


def _units(vectors: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return vectors scaled to length 1, (B, k), and their lengths, (B,); no square overflows."""
    greatest = np.abs(vectors).max(axis=1)
    scaled = vectors / greatest[:, None]
    length = np.sqrt(_dot(scaled, scaled))
    return scaled / length[:, None], np.minimum(greatest, np.finfo(float).max / length) * length


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray((a * b).sum(axis=1))


def _summed(parts: Iterable[FloatArray]) -> FloatArray | float:
    return sum(parts, start=0.0)


def met_vectors(scenario: Scenario) -> list[Vector | None]:
    """Return everybody's preferences, turned to meet the alignments that a scenario asks for.

    Parameters
    ----------
    scenario
        Its actors have the preferences that were set, before they are turned.

    Raises
    ------
    FieldError
        Where the alignments cannot be met; it names them, and says what would do.
    """
    vectors, failed = _meet(scenario, 0)
    if failed is not None:
        raise FieldError(_impossible(scenario, failed))
    return vectors


def turned_by(scenario: Scenario, pairs: Sequence[bool]) -> frozenset[str]:
    """Return the names of the actors whom some of a scenario's pairs turn."""
    return frozenset(
        scenario.names[turning.actor]
        for turning in turning_order(_places(scenario))
        if any(pairs[k] for k in turning.pairs)
    )


def _places(scenario: Scenario) -> list[tuple[int, int]]:
    """Return the pairs of places of the alignments that a scenario asks for."""
    places = {name: place for place, name in enumerate(scenario.names)}
    return [(places[asked.turned], places[asked.towards]) for asked in scenario.asked]


def _meet(scenario: Scenario, more: int) -> tuple[list[Vector | None], Turning | None]:
    """Return the turned vectors in a space of so many more outcomes, and the turn that is impossible, if one is."""
    vectors = [actor.preferences and (*actor.preferences, *[0.0] * more) for actor in scenario.actors]
    for turning in turning_order(_places(scenario)):
        rows = [np.array([vectors[i]]) for i in (turning.actor, *turning.towards)]
        vector, impossible = turned(rows[0], rows[1:], [np.array([scenario.asked[k].cosine]) for k in turning.pairs])
        if impossible[0]:
            return vectors, turning
        vectors[turning.actor] = tuple(vector[0].tolist())
    return vectors, None


def _impossible(scenario: Scenario, turning: Turning) -> str:
    """Return what is wrong where an actor cannot be turned as it is asked to be, and what would do."""
    others = {scenario.names[i] for i in turning.towards}
    pairs = [scenario.asked[k] for k in turning.pairs]
    between = [asked for asked in scenario.asked if {asked.turned, asked.towards} <= others]
    alignments = listed([f"{asked.path} = {asked.cosine:.9g}" for asked in (*pairs, *between)])
    what = f"{alignments} cannot be met" + (" together" if len(pairs) > 1 else "")
    k, without = scenario.dimensions, _without(scenario, (*pairs, *between))
    if _meet(scenario, len(scenario.actors))[1] is None:
        why = "in one dimension only 1 and -1 can be set" if k == 1 else f"no direction in {k} dimensions has them"
        return f"{what}: {why}; more outcomes would do, or a table `alignments:`{without}"
    free = len(between) < len(others) * (len(others) - 1) // 2
    if not free:
        return f"{what}: no directions have them, in any number of outcomes{without}"
    names = listed([printable(scenario.names[i]) for i in sorted(turning.towards)])
    return (
        f"{what}: no direction has them while {names} stand as they do, in any number of outcomes; expected other "
        f"alignments, or other preferences of theirs{without}"
    )


def _without(scenario: Scenario, asked: Sequence[Asked]) -> str:
    """Return which of some alignments may be taken out so that all others can be met, as the end of a sentence."""
    if len(asked) < 2:
        return ""
    left = [(out, tuple(kept for kept in scenario.asked if kept is not out)) for out in asked]
    would_do = [out.path for out, kept in left if _meet(replace(scenario, asked=kept), 0)[1] is None]
    return f"; without {listed(would_do, 'or')} the others can be met" if would_do else ""
