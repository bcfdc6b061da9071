"""Directions that meet alignments, built slowly from the rule itself: one scenario, pseudoinverses by LAPACK."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

NOT_MET = 1e-9


def directions(
    vectors: Mapping[str, Sequence[float]], asked: Mapping[tuple[str, str], float]
) -> dict[str, np.ndarray] | None:
    """Return everybody's direction, or None where the alignments cannot be met.

    Parameters
    ----------
    vectors
        Everybody's own, in the file's order of actors.
    asked
        The cosine of each pair; the first of it turns where nobody would turn in a circle.
    """
    names = list(vectors)
    made = {name: np.array(vector, float) / np.linalg.norm(vector) for name, vector in vectors.items()}
    towards = turns(names, list(asked))
    cosines = {frozenset(pair): cosine for pair, cosine in asked.items()}
    ready = {name for name in names if not towards[name]}
    while len(ready) < len(names):
        name = next(name for name in names if name not in ready and towards[name] <= ready)
        others = sorted(towards[name])
        direction = turned(
            made[name], [made[other] for other in others], [cosines[frozenset((name, o))] for o in others]
        )
        if direction is None:
            return None
        made[name] = direction
        ready.add(name)
    return made


def turns(names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    """Return towards whom each actor turns."""
    n = len(names)
    reach = np.eye(n, dtype=bool)
    towards: dict[str, set[str]] = {name: set() for name in names}
    for pair in sorted(pairs, key=lambda pair: sorted(map(names.index, pair))):
        first, second = (names.index(name) for name in pair)
        if reach[second, first]:
            first, second = second, first
        towards[names[first]].add(names[second])
        reach |= np.outer(reach[:, first], reach[second])
    return towards


def turned(own: np.ndarray, others: Sequence[np.ndarray], cosines: Sequence[float]) -> np.ndarray | None:
    """Return p + sqrt(1 - |p|^2) n, or None where no direction has these cosines."""
    T, c = np.array(others), np.array(cosines)
    inverse = np.linalg.pinv(T, rcond=NOT_MET)
    p = inverse @ c
    spanned = np.linalg.matrix_rank(T, tol=NOT_MET) == len(own)
    room = 1 - p @ p
    if np.abs(T @ p - c).max() > NOT_MET or room < -2 * NOT_MET or (spanned and room > 2 * NOT_MET):
        return None
    if spanned:
        return p / np.linalg.norm(p)
    outside = np.eye(len(own)) - inverse @ T
    for side in (own, *np.eye(len(own))):
        rest = outside @ (outside @ side)
        if np.linalg.norm(rest) > NOT_MET:
            return p + np.sqrt(max(room, 0.0)) * rest / np.linalg.norm(rest)
    raise AssertionError("a space that is not spanned has an axis outside the span")
