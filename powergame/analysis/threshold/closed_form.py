"""Closed forms of thresholds: where a gain is affine in the path's number, its root follows from the two ends.

What each actor gains by a rung is x -> D(x). Where it is known to be affine, x* = x0 - D0 (x1 - x0) / (D1 - D0); for an
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
"""In shares of all power: what rounding errors may make of a straight line."""

ODDS = RUNG_FIELDS.index("odds")


def roots(path: str, columns: Columns, x: FloatArray, gains: FloatArray) -> FloatArray:
    """Return the root of each gain that is affine in the path's number, (K,); NaN for the others.

    Parameters
    ----------
    columns
        Of the scenario at `x`.
    x : (G,)
        Ascending.
    gains : (K, G)
        At these values, in the order of `powergame.analysis.threshold.signs.gains`. A gain counts as affine where
        the model says so, and where it is straight over all of these.
    """
    shape = columns.shape
    counts = [L * (L - 1) // 2 * (math.prod(shape) // L) for L in shape]
    known = np.repeat([_affine(path, columns, i, x) for i in range(len(shape))], counts)
    first, last = gains[:, :1], gains[:, -1:]
    part = (x - x[0]) / (x[-1] - x[0])
    off = np.abs(first + (last - first) * part - gains).max(axis=1)
    rise = (last - first)[:, 0]
    affine = known & (off <= STRAIGHT) & (np.abs(rise) > STRAIGHT)
    found = np.full(len(gains), np.nan)
    found[affine] = x[0] - first[affine, 0] * (x[-1] - x[0]) / rise[affine]
    return found


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
