"""What each actor gains by one of its rungs over another, along a path; and who seeks power there.

Best replies, and in games of two actors with two rungs the equilibria, change only where one of these gains changes its
sign.
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from powergame.batch.engine import solve_batch
from powergame.batch.types import ByteArray, Columns
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept
from powergame.model.compile import chunks
from powergame.model.game import FloatArray
from powergame.model.payoffs import branches, utility_in_peace, utility_in_war
from powergame.scenario.types import Scenario

MAX_NUMBERS = 1 << 22
"""Payoffs that are computed at once."""


class Along:
    """A scenario while one of its numbers varies.

    Parameters
    ----------
    scenario
        Of one round, without private types.
    path
        Of the number.
    concept
        What is solved for.

    Attributes
    ----------
    complete
        Whether all lists of equilibria so far are proven complete.
    owners : (K,)
        Whose each gain is.
    """

    def __init__(self, scenario: Scenario, path: str, concept: Concept) -> None:
        self.concept = concept
        self.variants = Variants(scenario, (path,))
        self.path = path
        self.shape = tuple(len(scenario.ladder_of(actor)) for actor in scenario.actors)
        self.complete = True
        profiles = math.prod(self.shape)
        counts = [L * (L - 1) // 2 * (profiles // L) for L in self.shape]
        self.owners = np.repeat(np.arange(len(self.shape)), counts)
        self._grid = np.empty(0)
        self._rows = max(1, MAX_NUMBERS // (len(self.shape) * profiles))

    def columns(self, x: FloatArray) -> Columns:
        """Return the columns of the variants at some numbers, (B,)."""
        if x is not self._grid:
            found = self.variants.columns({self.path: x})
            if len(x) <= len(self._grid):
                return found
            self._grid, self._columns = x, found  # the grid is asked for more than once, and directions are slow
        return self._columns

    def verdicts(self, x: FloatArray) -> ByteArray:
        """Return everybody's verdict, (n, B)."""
        results = solve_batch(self.columns(x), concept=self.concept)
        self.complete &= bool(results.complete.all())
        return results.verdicts

    def gains(self, x: FloatArray) -> FloatArray:
        """Return all gains, (K, B): what the later rung of a pair is worth more, not rounded.

        Actor by actor, for each pair of its rungs, for each profile of the others.
        """
        parts = [self._gains(x[start : start + self._rows]) for start in range(0, len(x), self._rows)]
        return np.concatenate(parts, axis=1)

    def _gains(self, x: FloatArray) -> FloatArray:
        found = []
        for i, payoffs in enumerate(_unrounded(self.columns(x), self.shape)):
            mine = np.moveaxis(payoffs, i, 0)
            pairs = combinations(range(len(mine)), 2)
            found += [(mine[b] - mine[a]).reshape(-1, len(x)) for a, b in pairs]
        return np.concatenate(found)


def _unrounded(columns: Columns, shape: tuple[int, ...]) -> FloatArray:
    """Return the payoffs (n, L_1, ..., L_n, B) before they are rounded: smooth where the model is."""
    rows = len(columns)
    payoffs = np.empty((len(shape), math.prod(shape), rows))
    for part, profiles in chunks(shape, rows):
        for view in {id(view): view for view in columns.views}.values():
            rungs = view.rungs(profiles)
            found = branches(view, rungs)
            for i, own in enumerate(columns.views):
                if own is view:
                    war, peace = utility_in_war(view, found, i), utility_in_peace(view, found, i)
                    payoffs[i, part] = (1 - found.p_war) * peace + found.p_war * war - rungs.cost[i]
    return payoffs.reshape(len(shape), *shape, rows)
