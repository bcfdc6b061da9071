"""All equilibria of a two-actor game, exactly.

The extreme equilibria are the completely labelled pairs of vertices of the two best-response polytopes
``P = {x >= 0, B'x <= 1}`` and ``Q = {y >= 0, A y <= 1}`` of positive payoffs [1]_. A walk along the lexicographically
feasible bases finds the vertices. It computes in integers, so the list is proven complete.

Of small games both polytopes are walked. Of others only that of the actor with fewer rungs is, which is far smaller
where ladders differ; the partners of each of its vertices are the vertices of a face of the other polytope.

The number of bases grows exponentially with the shorter ladder (8 x 8 rungs have at most 660 a polytope, 12 x 12 at
most 24,752, by the upper bound theorem [2]_). Where the work runs out, what has been listed is returned.

References
----------
.. [1] Avis, D., Rosenberg, G. D., Savani, R. & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player
   games. Economic Theory 42.
.. [2] McMullen, P. (1970). The maximum numbers of faces of a convex polytope. Mathematika 17.
.. [3] Rump, S. M. (2010). Verification methods: rigorous results using floating-point arithmetic. Acta Numerica 19.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

import numpy as np

from powergame.arrays import FloatArray, ObjectArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Limited, Work
from powergame.equilibrium.nash.tableau import (
    Vertex,
    bases,
    completely_labelled,
    driven_out,
    first_dictionary,
    vertices,
)
from powergame.equilibrium.types import ZERO, Probability, in_play
from powergame.model.game import Game, integers

Strategy: TypeAlias = tuple[Fraction, ...]
Pair: TypeAlias = tuple[Strategy, Strategy]
Matrix: TypeAlias = list[list[int]]
Met: TypeAlias = tuple[Pair | None, bool]
"""What a walk meets: an extreme equilibrium, or none; and whether some strategy there has more best replies than rungs
in play."""

FILTERED = 3
"""Rungs in play from which floats are asked first whether a face is empty; of fewer, integers are as fast."""

ROUNDING = 2.0**-53
"""Relative rounding error of one operation in floats."""


@dataclass(frozen=True)
class Enumeration:
    """The result of an exact enumeration.

    Attributes
    ----------
    pairs
        The extreme equilibria: a strategy for each actor.
    limited
        What cut the enumeration short; None where all extreme equilibria are listed.
    degenerate
        Whether some mixed strategy has more best replies than it has rungs in play: of all strategies where both
        polytopes are walked; else of all of the actor with fewer rungs, and of the other's in extreme equilibria.
    """

    pairs: tuple[Pair, ...]
    limited: Limited | None
    degenerate: bool

    @property
    def complete(self) -> bool:
        """Whether all extreme equilibria are listed."""
        return self.limited is None


def extreme_equilibria(game: Game, deadline: Deadline = NO_DEADLINE) -> Enumeration:
    """Return all extreme equilibria of a game of two actors.

    Parameters
    ----------
    game
        With two actors, m and n rungs.
    deadline
        When the enumeration has to end.

    Returns
    -------
    Enumeration
        In an order that depends on the game only: fewer rungs in play first, then earlier rungs.

    Examples
    --------
    The stag hunt has two pure equilibria and a mixed one:

    >>> import numpy as np
    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> [tuple(map(str, x)) for x, _ in extreme_equilibria(game).pairs]
    [('1', '0'), ('0', '1'), ('3/4', '1/4')]
    """
    m, n = game.shape
    if m * n > budgets.ENUMERATED_PROFILES:
        return Enumeration((), "steps", False)
    A, B = (positive_integers(payoffs) for payoffs in game.exact)
    if A is None or B is None:
        return Enumeration((), "steps", False)
    work = Work(budgets.TABLEAU_ENTRIES if within_bounds(m, n) else budgets.UNSURE_ENTRIES, deadline)
    if max(_most_entries(m, n), _most_entries(n, m)) <= budgets.BOTH_ENTRIES:
        met = _matched(A, _transposed(B), work)
    elif m <= n:
        met = _replied(_transposed(B), A, work)
    else:
        met = ((pair and pair[::-1], tied) for pair, tied in _replied(A, _transposed(B), work))
    pairs: list[Pair] = []
    degenerate = False
    most = min(budgets.EXTREME_EQUILIBRIA, budgets.LISTED_ENTRIES // (m + n))
    for pair, tied in met:
        degenerate |= tied
        if pair and len(pairs) == most:
            work.limited = "steps"
            break
        if pair:
            pairs.append(pair)
    return Enumeration(tuple(sorted(pairs, key=order)), work.limited, degenerate)


def within_bounds(m: int, n: int) -> bool:
    """Whether the walk over the smaller polytope of every game with m and n rungs is sure to finish."""
    return m * n <= budgets.ENUMERATED_PROFILES and _most_entries(min(m, n), max(m, n)) <= budgets.WALK_ENTRIES


def _most_entries(dimension: int, constraints: int) -> int:
    """Return the greatest number of dictionary entries of the polytope of an actor with `dimension` rungs."""
    return constraints * (dimension + 1) * most_bases(dimension, dimension + constraints)


def most_bases(dimension: int, facets: int) -> int:
    """Return the greatest number of vertices of a simple polytope, by the upper bound theorem.

    Examples
    --------
    A cube has 8, and no polytope of three dimensions with six facets has more:

    >>> most_bases(3, 6)
    8
    """
    half = dimension // 2
    if dimension % 2:
        return 2 * math.comb(facets - half - 1, half)
    return facets * math.comb(facets - half, half) // (facets - half)


def order(profile: Sequence[Sequence[Probability]]) -> tuple[int, list[tuple[int, Probability]]]:
    """Return the key by which equilibria are sorted: fewer rungs in play first, then earlier rungs."""
    flat = in_play([p for strategy in profile for p in strategy])
    return len(flat), [(r, -p) for r, p in flat]


def positive_integers(payoffs: ObjectArray) -> Matrix | None:
    """Rescale payoffs to integers from 1 without a common factor, which changes no preference; None if too long."""
    scaled = integers(payoffs)
    if scaled is None:
        return None
    whole = scaled[0].ravel().tolist()
    least = min(whole)
    factor = math.gcd(*(x - least for x in whole)) or 1
    columns = payoffs.shape[1]
    shifted = [(x - least) // factor + 1 for x in whole]
    return [shifted[k : k + columns] for k in range(0, len(shifted), columns)]


def _transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _matched(A: Matrix, B: Matrix, work: Work) -> Iterator[Met]:
    """Walk both polytopes, and match their vertices by labels.

    Parameters
    ----------
    A
        The first actor's payoffs, (m, n).
    B
        The second actor's, (n, m).
    """
    m, n = len(A), len(B)
    first, second = list(_vertices(B, 0, m, work)), list(_vertices(A, m, 0, work))
    yield None, any(v.labels.bit_count() > len(v.values) for v in (*first, *second))
    x, y = ({v.labels: _strategy(v.values, range(len(v.values)), len(v.values)) for v in vs} for vs in (first, second))
    for a, b in completely_labelled(list(x), list(y), m + n):
        yield (x[a], y[b]), False


def _replied(B: Matrix, A: Matrix, work: Work) -> Iterator[Met]:
    """Walk the polytope of the actor with fewer rungs, and at each vertex the other's face of replies.

    The partners of a vertex x are the vertices of the face of the other polytope on which only best replies to x are
    played, and all that x plays is a best reply.

    Parameters
    ----------
    B
        The payoffs of the other actor, who has n rungs, (n, m).
    A
        The payoffs of the actor with m <= n rungs, (m, n).
    """
    m, n = len(A), len(B)
    alike = _alike(B, range(n))
    columns, floats = _transposed(A), _scaled(A)
    faces = Work(budgets.TABLEAU_ENTRIES, work.deadline)  # their dictionaries are small, and soon forgotten
    for x in _vertices([B[rungs[0]] for rungs in alike], 0, m, work):
        played = [i for i in range(m) if x.values[i]]
        best = [j for k, rungs in enumerate(alike) if x.labels >> (m + k) & 1 for j in rungs]
        yield None, len(best) > len(played)
        if _surely_none(floats, played, best):
            continue
        strategy = _strategy(x.values, range(m), m)
        for reply, tied in _replies(columns, played, best, faces):
            yield (strategy, reply), tied
        if faces.limited:
            work.limited = faces.limited
            return


def _alike(vectors: Sequence[Sequence[int]], places: Iterable[int]) -> list[list[int]]:
    """Return groups of places with the same vector, in the order of their first places."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for j in places:
        groups.setdefault(tuple(vectors[j]), []).append(j)
    return list(groups.values())


def _replies(
    columns: Matrix, played: Sequence[int], best: Sequence[int], work: Work
) -> Iterator[tuple[Strategy, bool]]:
    """Yield the vertices of a face ``{y >= 0, (A y)_i <= 1}``, = 1 where i is in `played`, y over the rungs `best`.

    Parameters
    ----------
    columns
        The columns of A, (n, m).

    Yields
    ------
    tuple
        A vertex, scaled to sum 1.
    bool
        Whether (A y)_i = 1 for more i than y has rungs in play.
    """
    alike = _alike(columns, best)  # a vertex plays at most one of several rungs whose columns are the same
    m, d = len(columns[0]), len(alike)
    dictionary = first_dictionary([[columns[rungs[0]][i] for rungs in alike] for i in range(m)], [1] * m)
    variables, slacks = list(range(d)), list(range(d, d + m))  # what the dictionary's columns and rows stand for
    for i in played:
        driven = driven_out(dictionary, variables + slacks, d + i, work)
        if driven is None:
            return
        dictionary, variables, slacks = driven
    names, seen = variables + slacks, set()
    for basis in bases(dictionary, work):
        positive = {names[v]: row[-1] for v, row in zip(basis.basic, basis.rows, strict=True) if row[-1]}
        vertex = frozenset(positive)  # what is positive at a vertex tells it from all others
        if vertex in seen:
            continue
        seen.add(vertex)
        values = [positive[v] for v in positive if v < d]
        tied = m - (len(positive) - len(values)) > len(values)
        for rungs in product(*(alike[v] for v in positive if v < d)):
            yield _strategy(values, rungs, len(columns)), tied


def _scaled(matrix: Matrix) -> FloatArray:
    """Return a matrix of positive integers, divided by the greatest of them, in floats."""
    most = max(map(max, matrix))
    return np.array([[x / most for x in row] for row in matrix])


def _surely_none(A: FloatArray, played: Sequence[int], best: Sequence[int]) -> bool:
    """Whether floats prove that a face is empty: that the one solution of its equations is no strategy, or no reply.

    With X the inverse that floats find of the equations' matrix M, and y = X 1, the true solution is within
    ``|X| |1 - M y| / (1 - |I - X M|)`` of y, in the maximum norm [3]_. Every rounding error is counted.
    """
    k = len(played)
    if k != len(best) or k < FILTERED:
        return False
    M = A[np.ix_(played, best)]
    try:
        X = np.linalg.inv(M)
    except np.linalg.LinAlgError:
        return False
    rounding = 8 * k * ROUNDING
    size = float(np.abs(X).sum(axis=1).max())
    off = float(np.abs(np.eye(k) - X @ M).sum(axis=1).max()) + rounding * float((np.abs(X) @ M).sum(axis=1).max())
    if not off < 1 / 2:
        return False
    y = X.sum(axis=1)
    residual = float(np.abs(1 - M @ y).max()) + rounding * float((M @ np.abs(y)).max() + 1)
    error = 2 * size * residual
    worth = A[:, best] @ y
    doubt = A[:, best].sum(axis=1) * error + rounding * (A[:, best] @ np.abs(y))
    return bool((y < -error).any() or (worth - doubt > 1 + rounding).any())


def _strategy(values: Sequence[int], rungs: Sequence[int], size: int) -> Strategy:
    """Return a strategy over `size` rungs from a vertex's values at some of them."""
    total, strategy = sum(values), [ZERO] * size
    for r, value in zip(rungs, values, strict=True):
        if value:
            strategy[r] = Fraction(value, total)
    return tuple(strategy)


def _vertices(
    coefficients: Sequence[Sequence[int]], first_variable: int, first_constraint: int, work: Work
) -> Iterator[Vertex]:
    """Yield the vertices of ``{x >= 0, C x <= 1}`` other than 0, each once.

    Parameters
    ----------
    first_variable, first_constraint
        First label of the variables, and of the constraints.
    """
    start = first_dictionary(coefficients, [1] * len(coefficients))
    d = len(start.cobasic)
    labels = [first_variable + v if v < d else first_constraint + v - d for v in range(d + len(start.basic))]
    return (vertex for vertex in vertices(start, labels, d, work) if any(vertex.values))
