"""The principal branches of many games' logit correspondences at once, in short steps of one length.

Slow for a game, and plain: log-odds and rationality as unknowns, pseudo-arclength continuation in all games together.
"""

from __future__ import annotations

import numpy as np

STEP, STEPS, CORRECTIONS, LETTERS = 0.1, 260, 3, "abcdefgh"


def logit_path_ends(payoffs, rationality=1e3):
    """Return each game's play, (B, N), where its branch is after all steps or at a rationality, in units of the range.

    Parameters
    ----------
    payoffs : (B, n, L_1, ..., L_n)
        The games.
    """
    shape = payoffs.shape[2:]
    ends = np.cumsum(shape)
    span = np.max(
        [np.ptp(payoffs[:, i], axis=1 + i).reshape(len(payoffs), -1).max(axis=1) for i in range(len(shape))], axis=0
    )
    gains = [_against_first(payoffs[:, i], i) / span.reshape(-1, *(1,) * len(shape)) for i in range(len(shape))]
    unknowns = int(ends[-1]) - len(shape)
    z = np.zeros((len(payoffs), unknowns + 1))
    ahead = np.zeros_like(z)
    ahead[:, -1] = 1.0
    play, _, matrix = _equations(gains, shape, z)
    for _ in range(STEPS):
        goes = (z[:, -1] < rationality).astype(float)
        metric = _metric(play, shape, z[:, -1])
        border = np.einsum("bij,bj->bi", metric, ahead)
        way = _solved(matrix, border, np.eye(unknowns + 1)[-1][None].repeat(len(z), 0))
        way /= np.sqrt(np.einsum("bi,bij,bj->b", way, metric, way))[:, None]
        border = np.einsum("bij,bj->bi", metric, way)
        moved = z + STEP * goes[:, None] * way
        for _ in range(CORRECTIONS):
            play, residuals, matrix = _equations(gains, shape, moved)
            moved = moved - _solved(matrix, border, np.column_stack([residuals, np.zeros(len(z))]))
        play, _, matrix = _equations(gains, shape, moved)
        z, ahead = moved, way
    return play


def _against_first(table, i):
    own = np.moveaxis(table, 1 + i, 1)
    return own[:, 1:] - own[:, :1]


def _solved(matrix, border, right):
    whole = np.concatenate([matrix, border[:, None]], axis=1)
    return np.linalg.solve(whole, right[..., None])[..., 0]


def _strategies(shape, z):
    first, parts = 0, []
    for size in shape:
        odds = np.column_stack([np.zeros(len(z)), z[:, first : first + size - 1]])
        weights = np.exp(odds - odds.max(axis=1, keepdims=True))
        parts.append(weights / weights.sum(axis=1, keepdims=True))
        first += size - 1
    return parts


def _metric(play, shape, rationality):
    """Return the metric of changes of log-odds, weighted by play, and of log-rationality."""
    parts = np.split(play, np.cumsum(shape)[:-1], axis=1)
    size = play.shape[1] - len(shape) + 1
    metric, first = np.zeros((len(play), size, size)), 0
    for p in parts:
        free, k = p[:, 1:], p.shape[1] - 1
        spread = np.einsum("bi,ij->bij", free, np.eye(k)) - free[:, :, None] * free[:, None]
        metric[:, first : first + k, first : first + k] = spread
        first += k
    metric[:, -1, -1] = 1 / (1 + rationality) ** 2
    return metric


def _equations(gains, shape, z):
    """Return play, the equations' residuals, and their derivatives by log-odds and rationality."""
    parts, rationality = _strategies(shape, z), z[:, -1]
    count = z.shape[1] - 1
    matrix, residuals = np.zeros((len(z), count, count + 1)), np.zeros((len(z), count))
    matrix[:, np.arange(count), np.arange(count)] = 1.0
    starts = np.cumsum([0, *(size - 1 for size in shape)])
    for i, table in enumerate(gains):
        rows, others = slice(starts[i], starts[i + 1]), [j for j in range(len(shape)) if j != i]
        for j in others:
            theirs = [k for k in others if k != j]
            axes = "zr" + "".join(LETTERS[k] for k in others)
            slopes = np.einsum(
                ",".join([axes, *(f"z{LETTERS[k]}" for k in theirs)]) + f"->zr{LETTERS[j]}",
                table,
                *(parts[k] for k in theirs),
            )
            worth = np.einsum("zrs,zs->zr", slopes, parts[j])
            by = -rationality[:, None, None] * parts[j][:, None, 1:] * (slopes[:, :, 1:] - worth[..., None])
            matrix[:, rows, starts[j] : starts[j + 1]] = by
        residuals[:, rows] = z[:, rows] - rationality[:, None] * worth
        matrix[:, rows, -1] = -worth
    return np.concatenate(parts, axis=1), residuals, matrix
