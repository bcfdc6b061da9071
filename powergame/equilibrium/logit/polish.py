"""Polish a float profile near an equilibrium to the equilibrium itself, exactly where possible."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium import budgets
from powergame.equilibrium.certificate import pure_profile
from powergame.equilibrium.elimination import echelon, solution
from powergame.equilibrium.expected import slopes
from powergame.equilibrium.types import Profile
from powergame.model.game import Game

OUT_OF_PLAY = 1e-6
"""Probability, in a limit, below which a rung is not played."""

ON_FACE = 1e-4
"""Probability within which a limit is on a face of a component."""

SIMPLE = 100
"""Denominators that are tried first: limits such as 1/2 and 1/3 are exact in them."""

Strategy = tuple[Fraction, ...]


def members_near(vertices: Sequence[Strategy], point: Sequence[float], accuracy: float) -> tuple[Strategy, ...]:
    """Return exact points near a float point that may be in a convex hull, the best first.

    Parameters
    ----------
    vertices
        The hull's vertices: mixed strategies of one actor, exact.
    point
        A mixed strategy near the hull.
    accuracy
        The point's accuracy, in probability.

    Returns
    -------
    tuple of three
        The vertex at the point, if there is one. Otherwise the projection of a point with simple denominators, the
        point's projection, and that projection drawn towards the centre, in case the point is at an edge. Projections
        are on the affine hull of the vertices that play only rungs that the point plays; a certificate must tell
        whether they are within the convex hull. Empty if there are no such vertices.

    Examples
    --------
    >>> ends = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    >>> [str(p) for p in members_near(ends, (0.3333333334, 0.6666666666), 1e-8)[0]]
    ['1/3', '2/3']
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
    """Return the profile with simple denominators next to a float profile, or an empty list.

    Examples
    --------
    >>> simple_fractions([(0.7500000001, 0.2499999999)], 1e-8)
    [((Fraction(3, 4), Fraction(1, 4)),)]
    >>> simple_fractions([(0.7071067812, 0.2928932188)], 1e-8)
    []
    """
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
    """Return affinely independent vertices with the same affine hull as all of them."""
    edges = [[p - q for p, q in zip(vertex, vertices[0], strict=True)] for vertex in vertices[1:]]
    _, independent = echelon(list(zip(*edges, strict=True)), len(edges))
    return [vertices[0], *(vertices[1 + k] for k in independent)]


def _weights(basis: Sequence[Strategy], point: Sequence[Fraction]) -> list[Fraction]:
    """Return the affine weights of the least-squares projection of a point, summing to 1."""
    edges = [[p - q for p, q in zip(vertex, basis[0], strict=True)] for vertex in basis[1:]]
    offset = [x - q for x, q in zip(point, basis[0], strict=True)]
    gram = [[_dot(a, b) for b in edges] + [_dot(a, offset)] for a in edges]
    rest = solution(gram)
    assert rest is not None, "the edges are independent, so the matrix is positive definite"
    return [1 - sum(rest, Fraction(0)), *rest]


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def polished(game: Game, profile: Sequence[Sequence[float]]) -> Profile:
    """Solve the indifference equations of a profile's supports by Newton's method, for any number of actors.

    Rungs that the profile hardly plays get probability 0 exactly, and certain ones 1. If Newton's method does not stay
    near the profile, the profile is returned without its hardly played rungs.

    Examples
    --------
    The mixed equilibrium of the stag hunt, from a profile near it:

    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> [[round(p, 12) for p in strategy] for strategy in polished(game, [(0.75001, 0.24999), (0.74999, 0.25001)])]
    [[0.75, 0.25], [0.75, 0.25]]
    """
    supports = [[r for r, x in enumerate(strategy) if x > OUT_OF_PLAY] for strategy in profile]
    start = []
    for strategy, support in zip(profile, supports, strict=True):
        kept = np.array([x if r in support else 0.0 for r, x in enumerate(strategy)])
        start.append(kept / kept.sum())
    if all(len(support) == 1 for support in supports):
        return pure_profile(game, [support[0] for support in supports])
    solved = _newton(game, start, supports)
    return tuple(tuple(p.tolist()) for p in (solved or start))


def _newton(game: Game, start: list[FloatArray], supports: list[list[int]]) -> list[FloatArray] | None:
    inner = [strategy[support] for strategy, support in zip(start, supports, strict=True)]
    tables = _relative(game, supports)
    for _ in range(budgets.POLISHING_STEPS):
        equations, derivatives = _indifference(tables, inner)
        correction, *_ = np.linalg.lstsq(derivatives, equations, rcond=None)
        ends = np.cumsum([len(support) for support in supports])
        inner = [x - move for x, move in zip(inner, np.split(correction, ends[:-1]), strict=True)]
        if float(np.abs(correction).max()) < 1e-15:
            break
    p = [strategy.copy() for strategy in start]
    for strategy, support, x in zip(p, supports, inner, strict=True):
        strategy[support] = x
    moved = max(float(np.abs(a - b).max()) for a, b in zip(p, start, strict=True))
    return p if moved < ON_FACE and min(float(strategy.min()) for strategy in p) >= 0 else None


def _relative(game: Game, supports: list[list[int]]) -> list[FloatArray]:
    """Return for each actor (rungs played - 1, profiles that the others play): its payoffs, minus the first rung's."""
    tables = []
    for i, payoffs in enumerate(game.payoffs):
        table = np.moveaxis(payoffs[np.ix_(*supports)], i, 0).reshape(len(supports[i]), -1)
        tables.append((table[1:] - table[0]) / (float(np.ptp(payoffs)) or 1.0))
    return tables


def _indifference(tables: list[FloatArray], p: list[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return the equations (equal payoffs on each support, probabilities summing to 1) and their derivatives."""
    by_play = slopes(tables, p)
    alike = by_play @ np.concatenate(p) / max(1, len(p) - 1)
    sums = np.repeat(np.eye(len(p)), [len(strategy) for strategy in p], axis=1)
    over = np.array([strategy.sum() - 1 for strategy in p])
    return np.concatenate([alike, over]), np.vstack([by_play, sums])
