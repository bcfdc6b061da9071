"""From a float that is near an equilibrium to the equilibrium itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium import budgets
from powergame.equilibrium.certificate import pure_profile
from powergame.equilibrium.expected import rung_payoffs
from powergame.equilibrium.types import Profile
from powergame.model.game import Game

OUT_OF_PLAY = 1e-6
"""A limit's probabilities below this are of rungs that are not played in it."""

ON_FACE = 1e-4
"""Distance in probability within which the limit is on a face of a component."""

SIMPLE = 100
"""Denominators that are tried first: limits such as 1/2 and 1/3 are exact in them."""

Strategy = tuple[Fraction, ...]


def members_near(vertices: Sequence[Strategy], point: Sequence[float], accuracy: float) -> tuple[Strategy, ...]:
    """Return exact points next to a float point that are, or may be, in a convex hull, the best first.

    Parameters
    ----------
    vertices
        Of the hull: mixed strategies of one actor, exact.
    point
        A mixed strategy near the hull.
    accuracy
        Of the point, in probability.

    Returns
    -------
    tuple of three
        The vertex that the point is at; else the projection of a point with simple denominators that it may be, its
        own projection, and that drawn towards the centre, in case the point is at an edge. They are on the affine hull
        of the vertices that play no rung which the point does not play; whether they are within the hull, a
        certificate tells. Empty where there are no such vertices.
    """
    for vertex in vertices:
        if _distance(vertex, point) <= accuracy:
            return (vertex,) * 3
    idle = [r for r, x in enumerate(point) if x <= accuracy]
    face = [vertex for vertex in vertices if all(vertex[r] == 0 for r in idle)]
    if not face:
        return ()
    basis = _affine_basis(face)
    direct = _projected(basis, [Fraction(x) for x in point])
    simple = [_projected(basis, strategy) for (strategy,) in simple_fractions([point], accuracy)]
    pull = Fraction(accuracy)
    centre = (sum(column, Fraction(0)) / len(face) for column in zip(*face, strict=True))
    drawn = tuple(x + pull * (c - x) for x, c in zip(direct, centre, strict=True))
    return (*simple, direct, drawn) if simple else (direct, direct, drawn)


def simple_fractions(profile: Sequence[Sequence[float]], accuracy: float) -> list[tuple[Strategy, ...]]:
    """Return the profile with simple denominators that a float profile may be, if there is one."""
    simple = tuple(tuple(Fraction(x).limit_denominator(SIMPLE) for x in strategy) for strategy in profile)
    close = all(_distance(exact, strategy) <= accuracy for exact, strategy in zip(simple, profile, strict=True))
    return [simple] if close and all(sum(strategy) == 1 for strategy in simple) else []


def _distance(exact: Sequence[Fraction], point: Sequence[float]) -> float:
    return max(abs(float(p) - x) for p, x in zip(exact, point, strict=True))


def exact_strategies(profile: Profile) -> tuple[Strategy, ...]:
    """Return a profile in fractions."""
    return tuple(tuple(Fraction(p) for p in strategy) for strategy in profile)


def _projected(basis: Sequence[Strategy], point: Sequence[Fraction]) -> Strategy:
    """Return the projection on the affine hull of an affine basis."""
    weights = _weights(basis, point)
    columns = zip(*basis, strict=True)
    return tuple(_dot(weights, column) for column in columns)


def _affine_basis(vertices: Sequence[Strategy]) -> list[Strategy]:
    """Return vertices whose affine hull is that of all, none of them in the affine hull of the others."""
    basis = [vertices[0]]
    rows: list[list[Fraction]] = []
    for vertex in vertices[1:]:
        row = [p - q for p, q in zip(vertex, basis[0], strict=True)]
        for known in rows:
            lead = next(k for k, x in enumerate(known) if x)
            if row[lead]:
                factor = row[lead] / known[lead]
                row = [x - factor * y for x, y in zip(row, known, strict=True)]
        if any(row):
            rows.append(row)
            basis.append(vertex)
    return basis


def _weights(basis: Sequence[Strategy], point: Sequence[Fraction]) -> list[Fraction]:
    """Return the affine weights of the least-squares projection of a point, summing to 1."""
    edges = [[p - q for p, q in zip(vertex, basis[0], strict=True)] for vertex in basis[1:]]
    offset = [x - q for x, q in zip(point, basis[0], strict=True)]
    gram = [[_dot(a, b) for b in edges] + [_dot(a, offset)] for a in edges]
    size = len(gram)
    for k in range(size):  # Gauss-Jordan; the edges are independent, so the matrix is positive definite
        gram[k] = [x / gram[k][k] for x in gram[k]]
        for j in range(size):
            if j != k:
                gram[j] = [x - gram[j][k] * y for x, y in zip(gram[j], gram[k], strict=True)]
    rest = [row[-1] for row in gram]
    return [1 - sum(rest, Fraction(0)), *rest]


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def polished(game: Game, profile: Sequence[Sequence[float]]) -> Profile:
    """Return a profile of any number of actors, its support's indifference equations solved by Newton's method.

    Rungs that the profile hardly plays get probability 0 exactly, and certain ones 1. Where Newton's method does not
    stay near the profile, it is returned without its hardly played rungs.
    """
    supports = [[r for r, x in enumerate(strategy) if x > OUT_OF_PLAY] for strategy in profile]
    start = []
    for strategy, support in zip(profile, supports, strict=True):
        kept = np.array([x if r in support else 0.0 for r, x in enumerate(strategy)])
        start.append(kept / kept.sum())
    if all(len(support) == 1 for support in supports):
        return pure_profile(game, [support[0] for support in supports])
    found = _newton(game, start, supports)
    return tuple(tuple(p.tolist()) for p in (found or start))


def _newton(game: Game, start: list[FloatArray], supports: list[list[int]]) -> list[FloatArray] | None:
    p = [strategy.copy() for strategy in start]
    for _ in range(budgets.POLISHING_STEPS):
        equations, derivatives = _indifference(game, p, supports)
        correction, *_ = np.linalg.lstsq(derivatives, equations, rcond=None)
        at = 0
        for i, support in enumerate(supports):
            p[i][support] -= correction[at : at + len(support)]
            at += len(support)
        if float(np.abs(correction).max()) < 1e-15:
            break
    moved = max(float(np.abs(a - b).max()) for a, b in zip(p, start, strict=True))
    return p if moved < ON_FACE and min(float(strategy.min()) for strategy in p) >= 0 else None


def _indifference(game: Game, p: list[FloatArray], supports: list[list[int]]) -> tuple[FloatArray, FloatArray]:
    """Return the equations of equal payoffs on each support and probabilities summing to 1, and their derivatives."""
    ends = np.cumsum([len(support) for support in supports]).tolist()
    starts = [end - len(support) for end, support in zip(ends, supports, strict=True)]
    size = ends[-1]
    equations, derivatives = np.zeros(size), np.zeros((size, size))
    for i, support in enumerate(supports):
        span = float(np.ptp(game.payoffs[i])) or 1.0
        worth = rung_payoffs(game.payoffs[i], p, i)[support] / span
        rows = range(starts[i], ends[i] - 1)
        equations[rows] = worth[1:] - worth[0]
        equations[ends[i] - 1] = p[i][support].sum() - 1
        derivatives[ends[i] - 1, starts[i] : ends[i]] = 1
        for j, theirs in enumerate(supports):
            if j != i and len(support) > 1:
                slopes = rung_payoffs(game.payoffs[i], p, i, but=j)[np.ix_(support, theirs)] / span
                derivatives[rows, starts[j] : ends[j]] = slopes[1:] - slopes[0]
    return equations, derivatives
