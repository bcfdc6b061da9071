"""What each actor gains by one of its rungs over another, along a path; and who seeks power there.

Best replies change only where one of these gains changes its sign; so do the equilibria of games of two actors with two
rungs, and of those that strict dominance makes that small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from powergame.analysis.threshold.roots import SignChange
from powergame.analysis.threshold.signs import gains, relevant_gains, sign_patterns, undominated
from powergame.batch.engine import solve_batch
from powergame.batch.kernels.call import fits, kernels, solve_pairs
from powergame.batch.kernels.jit import kernels_are_cached
from powergame.batch.rows import at_rows
from powergame.batch.rows import seeking_rungs as seeking_columns
from powergame.batch.types import VERDICTS, ByteArray, Columns
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.verdict import seeking_rungs, verdicts
from powergame.errors import NoAnswerError
from powergame.model.compile import chunks, compile_game, payoffs_of_views
from powergame.model.game import FloatArray, Game
from powergame.model.parameters import RUNG_FIELDS
from powergame.model.payoffs import PAYOFF_UNIT, branches, rounded, utility_in_peace, utility_in_war
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName

MAX_NUMBERS = 1 << 22
"""Payoffs that are computed at once."""

MAX_SINGLY, MAX_SINGLY_OF_MANY = 512, 128
"""Games along a path that are solved one by one, at some milliseconds each, and tens of milliseconds where there are
three or more actors: only every few of more are."""

MANY_EXACT = 0.1
"""Of a batch's rows: with more of them left to the exact solver, a batch is no faster than one by one."""

ENOUGH_CACHED = 100
"""Rows from which compiled kernels, where they are cached, are loaded sooner than the exact solver is through."""

GRAB = RUNG_FIELDS.index("grab")


class AlongPath:
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
    """

    def __init__(self, scenario: Scenario, path: str, concept: Concept) -> None:
        self.concept = concept
        self.variants = Variants(scenario, (path,))
        self.path = path
        self.shape = tuple(len(scenario.ladder_of(actor)) for actor in scenario.actors)
        self.complete = True
        self._known: dict[float, ByteArray] = {}
        self._kinds: dict[bytes, ByteArray] = {}
        self._grid = np.empty(0)
        self._rows = max(1, MAX_NUMBERS // (len(self.shape) * math.prod(self.shape)))

    def columns(self, x: FloatArray) -> Columns:
        """Return the columns of the variants at some numbers, (B,)."""
        if x is not self._grid:
            found = self.variants.columns({self.path: x})
            if len(x) <= len(self._grid):
                return found
            self._grid, self._columns = x, found  # the grid is asked for more than once, and directions are slow
        return self._columns

    def gains(self, x: FloatArray) -> FloatArray:
        """Return all gains, (K, B), not rounded."""
        return np.concatenate([gains(_payoffs(self.columns(part), self.shape)) for part in self._parts(x)], axis=1)

    def relevant(self, found: Sequence[SignChange]) -> list[SignChange]:
        """Return the zones of gains between rungs that may be played, where the others play what may be played."""
        ends = np.unique([x for zone in found for x in (zone.low, zone.at, zone.high)])
        alive = [
            relevant_gains(undominated(_payoffs(self.columns(part), self.shape), PAYOFF_UNIT))
            for part in self._parts(ends)
        ]
        if not alive:
            return []
        at = np.concatenate(alive, axis=1)
        places = [np.searchsorted(ends, (zone.low, zone.at, zone.high)) for zone in found]
        return [zone for zone, place in zip(found, places, strict=True) if at[zone.function, place].any()]

    def looked_at(self, grid: FloatArray, always: Sequence[float]) -> FloatArray:
        """Return the points of a grid whose verdicts can be afforded.

        Parameters
        ----------
        grid : (G,)
            Ascending.
        always
            Points of it that are among them in any case; its ends are.
        """
        if self.concept.name == "logit":
            return grid
        single = np.array([one is None for one in self._kinds_at(grid)])
        two = len(self.shape) == 2
        every = math.ceil(single.sum() / (MAX_SINGLY if two else MAX_SINGLY_OF_MANY))
        if every <= 1:
            return grid
        sample = self.columns(grid[single][::every])
        if two and _has_kernels(sample) and (solve_pairs(sample)[1] != 0).mean() <= MANY_EXACT:
            return grid
        keep = ~single | np.isin(grid, [grid[0], grid[-1], *always])
        keep[np.flatnonzero(single)[::every]] = True
        return grid[keep]

    def verdicts(self, x: FloatArray) -> ByteArray:
        """Return everybody's verdict, (n, B); each number is looked up once."""
        new = np.array([one for one in x.tolist() if one not in self._known])
        if new.size:
            self._look_up(x if x is self._grid else new)
        return np.stack([self._known[one] for one in x.tolist()], axis=1)

    def verdicts_of(self, scenario: Scenario) -> tuple[VerdictName, ...]:
        """Return everybody's verdict as `solve` has it, to the last digit: where rounding decides, so it does there."""
        compiled = compile_game(scenario)
        try:
            if self.concept.name == "nash" and len(self.shape) == 2:
                solution = find_equilibria(compiled.game, "exact")  # which of them is selected matters to no verdict
            else:
                _, solution = solve_game(compiled.game, "auto", self.concept)
        except NoAnswerError:
            return tuple("depends" for _ in self.shape)
        self.complete &= solution.complete or self.concept.name == "logit"
        return verdicts(solution.equilibria, seeking_rungs(scenario))

    def verdicts_at(self, x: float) -> tuple[VerdictName, ...]:
        """Return everybody's verdict at one number as `solve` has it."""
        return self.verdicts_of(self.variants.scenario.with_values({self.path: x}))

    def _look_up(self, x: FloatArray) -> None:
        kind = self._kinds_at(x) if self.concept.name == "nash" else [None] * len(x)
        firsts = {one: k for k, one in reversed(list(enumerate(kind))) if one is not None and one not in self._kinds}
        wanted = [*firsts.values(), *(k for k, one in enumerate(kind) if one is None)]
        if wanted:
            columns = self.columns(x[wanted])
            if self.concept.name == "nash" and len(self.shape) == 2:
                found, complete = _of_pairs(columns)
            else:
                results = solve_batch(columns, concept=self.concept)
                found, complete = results.verdicts, bool(results.complete.all())
            self.complete &= complete
            verdicts = dict(zip(wanted, found.T, strict=True))
            self._kinds |= {one: verdicts[k] for one, k in firsts.items()}
        for k, (number, one) in enumerate(zip(x.tolist(), kind, strict=True)):
            self._known[number] = verdicts[k] if one is None else self._kinds[one]

    def _kinds_at(self, x: FloatArray) -> list[bytes | None]:
        found: list[bytes | None] = []
        for part in self._parts(x):
            columns = self.columns(part)
            seeks = [np.broadcast_to(rung > 0, len(part)) for ladder in columns.truth.ladders for rung in ladder[GRAB]]
            found += sign_patterns(rounded(_payoffs(columns, self.shape)), np.array(seeks))
        return found

    def _parts(self, x: FloatArray) -> list[FloatArray]:
        """Return numbers in pieces whose payoffs can be held."""
        if len(x) <= self._rows:
            return [x] if len(x) else []
        return [x[start : start + self._rows] for start in range(0, len(x), self._rows)]


def _has_kernels(columns: Columns) -> bool:
    """Whether compiled kernels answer for these rows, and need not be compiled first."""
    if not fits(columns):
        return False
    return bool(kernels.cache_info().currsize) or (len(columns) >= ENOUGH_CACHED and kernels_are_cached())


def _of_pairs(columns: Columns) -> tuple[ByteArray, bool]:
    """Return two actors' verdicts (2, B), and whether all lists of equilibria are complete.

    None is selected among the equilibria: that would take ten times as long, and turns no verdict.
    """
    rows = np.arange(len(columns))
    found, complete = np.empty((2, len(columns)), dtype=np.int8), True
    if _has_kernels(columns):
        results, became = solve_pairs(columns)
        found[:], rows = results.verdicts, rows[became != 0]
        complete = bool(results.complete[became == 0].all())
    if not len(rows):
        return found, complete
    picked = at_rows(columns, rows)
    seeks = seeking_columns(picked.truth)
    rungs = tuple(tuple(str(r) for r in range(size)) for size in columns.shape)
    for k, payoffs in enumerate(payoffs_of_views(picked.views)):
        solution = find_equilibria(Game(("0", "1"), rungs, payoffs), "exact")
        said = verdicts(solution.equilibria, [[bool(s) for s in own[:, k]] for own in seeks])
        found[:, rows[k]] = [VERDICTS.index(one) for one in said]
        complete &= solution.complete
    return found, complete


def _payoffs(columns: Columns, shape: tuple[int, ...]) -> FloatArray:
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
