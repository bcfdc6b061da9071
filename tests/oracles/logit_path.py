"""The principal branch of two actors' logit correspondence in very short steps, each corrected to rounding.

Slow, and plain: log-odds and rationality as unknowns, pseudo-arclength continuation, nothing clever. So short a step
does not pass by a place where branches nearly cross.
"""

from __future__ import annotations

import numpy as np

STEP, STRAIGHT, MOST = 0.05, 0.998, 50_000


def logit_path_end(payoffs, rationality=200.0):
    """Return both actors' play where the branch reaches a rationality, in units of the range of payoffs, or None."""
    first, second = payoffs[0], payoffs[1].T
    widest = max(np.ptp(first, axis=0).max(), np.ptp(second, axis=0).max())
    gains = [(u[1:] - u[0]) / widest for u in (first, second)]
    n, m = len(gains[0]), len(gains[1])

    def equations(z):
        p, q = _softmax(z[:n]), _softmax(z[n : n + m])
        worth = gains[0] @ q, gains[1] @ p
        values = z[:-1] - z[-1] * np.concatenate(worth)
        slopes = np.eye(n + m, n + m + 1)
        slopes[:n, n:-1] = -z[-1] * (gains[0] @ (np.diag(q) - np.outer(q, q)))[:, 1:]
        slopes[n:, :n] = -z[-1] * (gains[1] @ (np.diag(p) - np.outer(p, p)))[:, 1:]
        slopes[:, -1] = -np.concatenate(worth)
        return values, slopes, (p, q)

    def onward(slopes, before):
        way = np.linalg.solve(np.vstack([slopes, before]), np.eye(n + m + 1)[-1])
        return way / np.linalg.norm(way)

    z, step = np.zeros(n + m + 1), STEP
    way = onward(equations(z)[1], np.eye(n + m + 1)[-1])
    for _ in range(MOST):
        there = z + step * way
        for _ in range(12):
            values, slopes, _ = equations(there)
            move = np.linalg.solve(np.vstack([slopes, way]), np.append(values, way @ (there - z) - step))
            there = there - move
            if np.abs(move).max() < 1e-13 * (1 + np.abs(there).max()):
                break
        else:
            there = None
        if there is not None:
            _, slopes, play = equations(there)
            turned = onward(slopes, way)
            if turned @ way > STRAIGHT:
                z, way, step = there, turned, min(1.3 * step, STEP * (1 + 0.02 * np.abs(there).max()))
                if z[-1] > rationality:
                    return play
                continue
        step /= 2
        if step < 1e-9:
            return None
    return None


def _softmax(x):
    weights = np.exp(np.append(0.0, x) - max(0.0, x.max()))
    return weights / weights.sum()
