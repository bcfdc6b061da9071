"""The limit of the logit path of a small game with several equilibria, by orders or by following it."""

from __future__ import annotations

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.logit.ordering import ordered_limit
from powergame.batch.kernels.logit.path import FINE_STEP, LONG_STEP, follow
from powergame.jit.decorators import compiled


@compiled("int64(float64[:, ::1], float64[:, ::1], int64[::1], float64[:, ::1], int64, float64, float64[::1])")
def logit_limit(
    payoffs: FloatArray, raw: FloatArray, sizes: IntArray, listed: FloatArray, count: int, doubt: float,
    limit: FloatArray,
) -> int:  # fmt: skip
    """Find the equilibrium to which the logit path leads.

    Parameters
    ----------
    payoffs, raw, sizes, listed, count
        As for `powergame.batch.kernels.logit.path.follow`, payoffs in units. Where `count` is 0, since equilibria are
        too many to be listed, only orders are asked.
    doubt
        Units by which a rounded payoff difference may be wrong.
    limit : (N,)
        To be filled.

    Returns
    -------
    int
        Number of profiles in play where the limit is uniform play of some rungs; 1 where it is a listed equilibrium; 0
        where it was not found.
    """
    size = ordered_limit(payoffs, raw, sizes, doubt, limit)
    if size > 0 or count == 0:
        return size
    size = follow(payoffs, raw, sizes, listed, count, LONG_STEP, limit)
    if size > 0:
        return size
    return follow(payoffs, raw, sizes, listed, count, FINE_STEP, limit)
