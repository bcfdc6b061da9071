"""Closed forms of thresholds: where a gain is affine in the path's number, its root follows from the two ends.

Let D(x) be an actor's gain by a rung. Where D is known to be affine, x* = x0 - D0 (x1 - x0) / (D1 - D0); for an
alignment from 0 to 1 that is A* = G(0) / (G(0) - G(1)) of the model.
"""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.types import Columns
from powergame.model.parameters import RUNG_FIELDS
from powergame.model.utility import NEARLY_NEUTRAL
from powergame.scenario.paths.grammar import parse

STRAIGHT = 1e-13
"""Shares of all power by which rounding errors may bend a straight line."""

ODDS = RUNG_FIELDS.index("odds")


def roots(path: str, columns: Columns, x: FloatArray, gains: FloatArray) -> FloatArray:
    """Return the root of each gain that is affine in the path's number, (K,); NaN for the others.

    Parameters
    ----------
    columns
        Columns of the scenario at `x`.
    x : (G,)
        Values of the path's number, ascending.
    gains : (K, G)
        Gains at these values, in the order of `powergame.analysis.threshold.signs.gains`. A gain counts as affine where
        the model says so and where it is straight over all of them.

    Examples
    --------
    With linear utility what two actors gain is affine in their alignment:

    >>> import powergame as pg
    >>> from powergame.analysis.threshold.signs import gains
    >>> from powergame.batch.variants import Variants
    >>> from powergame.model.compile import payoffs_of_views
    >>> x, path = np.array([0.0, 0.5, 1.0]), "alignment.weak.strong"
    >>> columns = Variants(pg.load("scenarios/strong-and-aligned.yaml"), [path]).columns({path: x})
    >>> closed = roots(path, columns, x, gains(payoffs_of_views(columns.views, rounded=False)))
    >>> bool(np.isclose(closed, 0.6).any())
    True
    """
    shape = columns.shape
    counts = [L * (L - 1) // 2 * (math.prod(shape) // L) for L in shape]
    known = np.repeat([_affine(path, columns, i, x) for i in range(len(shape))], counts)
    first, last = gains[:, :1], gains[:, -1:]
    part = (x - x[0]) / (x[-1] - x[0])
    off = np.abs(first + (last - first) * part - gains).max(axis=1)
    rise = (last - first)[:, 0]
    affine = known & (off <= STRAIGHT) & (np.abs(rise) > STRAIGHT)
    closed = np.full(len(gains), np.nan)
    closed[affine] = x[0] - first[affine, 0] * (x[-1] - x[0]) / rise[affine]
    return closed


def _affine(path: str, columns: Columns, i: int, x: FloatArray) -> bool:
    """Whether the model says that all gains of actor i are affine in the path's number.

    Expected utility is affine in costs, and in the odds of destruction where all wars have the same; with linear
    utility also in severity, in stakes (where nobody chooses sides by them), and, of two actors, in their alignment.
    """
    view, n = columns.views[i], len(columns.views)
    linear = bool((np.abs(view.risk_aversion[i]) < NEARLY_NEUTRAL).all())
    chooses = n > 2 and view.third_parties == "aligned"
    match parse(path).field:
        case "cost":
            return True
        case "odds" if not parse(path).subject.rung:
            return all(bool(np.isnan(ladder[ODDS]).all()) for ladder in view.ladders)
        case "severity":
            return linear
        case "stakes":
            return linear and not chooses
        case "alignment":
            return linear and n == 2 and bool(np.abs(view.alignment[0, 1, 0] - x).max() <= STRAIGHT)
        case _:
            return False
