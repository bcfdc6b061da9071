"""Gains of each actor by one of its rungs over another along a path, and the verdicts there.

Best replies change only where one of these gains changes its sign. So do the equilibria of games of two actors with two
rungs, and of games that strict dominance makes that small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from powergame.analysis.threshold.roots import SignChange
from powergame.analysis.threshold.signs import gains, relevant_gains, sign_patterns
from powergame.arrays import BoolArray, ByteArray, FloatArray, ascending
from powergame.batch.dominance import undominated
from powergame.batch.engine import solve_batch
from powergame.batch.kernels.call import are_cached, are_loaded, fits, solve_compiled
from powergame.batch.rows import at_rows
from powergame.batch.rows import seeking_rungs as seeking_columns
from powergame.batch.types import DOUBTFUL, Columns, most_rows
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.selection import selected
from powergame.equilibrium.verdict import seeking_rungs, verdicts
from powergame.errors import NoAnswerError, TimeLimitError
from powergame.model.compile import compile_game, payoffs_of_views, shape_of
from powergame.model.game import Game
from powergame.model.parameters import RUNG_FIELDS
from powergame.model.payoffs import PAYOFF_UNIT, round_to_unit
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, VerdictName

MAX_NUMBERS = 1 << 22
"""Payoffs that are computed at once."""

SEARCHED = "verdicts along a path were looked up"

MANY_EXACT = 0.1
"""Share of a batch's rows left to the exact solver above which the batch is no faster than single games."""

ENOUGH_CACHED = 100
"""Rows from which it is faster to load compiled kernels from the cache than to use the exact solver."""

Known: TypeAlias = dict[bytes, tuple[bytes, bool]]
"""Verdicts, n codes, by pattern of signs, and whether they are of a list that is proven complete."""

GRAB = RUNG_FIELDS.index("grab")

MAX_SINGLY_TWO_ACTORS, MAX_SINGLY_THREE_OR_MORE = 512, 128
"""Games of one grid that are solved one by one, at some milliseconds each with two actors and tens of milliseconds with
three or more; of more games, every second or third and so on is solved."""


@dataclass(frozen=True)
class AtPoint:
    """Everybody's verdict at a point, and whether they are of a list that is proven complete."""

    verdicts: tuple[VerdictName, ...]
    proven: bool


@dataclass(frozen=True)
class Effort:
    """The effort of a search along a path.

    Attributes
    ----------
    points
        Grid points, for small games.
    fewest_points
        Grid points, for large games.
    games
        Games of one grid solved one by one, at most: those whose verdicts the signs of gains do not decide. They are
        some of those that a thorough search solves.
    at_points
        Whether the verdicts at the very points at which gains are 0 matter.
    signs_only
        Whether only the signs of gains at the points looked at count: where these do not change, verdicts are taken not
        to change either, and equilibria are listed without the selected one.
    """

    points: int
    fewest_points: int
    games: int
    at_points: bool = True
    signs_only: bool = False


class AlongPath:
    """A scenario while one of its numbers varies.

    Parameters
    ----------
    scenario
        A scenario of one round, without private types.
    path
        Path of the number.
    concept
        Solution concept.
    effort
        Effort of the search.
    known
        Verdicts by pattern of signs. New ones are entered, so that paths of one scenario may share them.
    deadline
        When the work has to end; whatever is asked for later raises `TimeLimitError`.

    Attributes
    ----------
    complete
        Whether all lists of equilibria so far are proven complete.
    decided
        Whether the signs of gains decide the verdicts at all points of the grid.
    """

    def __init__(
        self,
        scenario: Scenario,
        path: str,
        concept: Concept,
        effort: Effort,
        known: Known,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        self.concept, self.effort, self.deadline = concept, effort, deadline
        self.variants = Variants(scenario, (path,))
        self.path = path
        self.shape = shape_of(scenario)
        self.complete = self.decided = True
        self._solved: dict[float, AtPoint] = {}
        self._by_pattern = known
        self._grid = np.empty(0)
        self._rows = max(1, MAX_NUMBERS // (len(self.shape) * math.prod(self.shape)))

    def columns(self, x: FloatArray) -> Columns:
        """Return the columns of the variants at some numbers, (B,)."""
        if x is not self._grid:
            columns = self.variants.columns({self.path: x})
            if len(x) <= len(self._grid):
                return columns
            self._grid, self._columns = x, columns  # the grid is needed more than once, and directions are slow
            self._payoffs: FloatArray | None = None
            self._patterns: tuple[ByteArray, BoolArray] | None = None
        return self._columns

    def gains(self, x: FloatArray) -> FloatArray:
        """Return all gains, (K, B), not rounded."""
        return np.concatenate([gains(self._payoffs_at(part)) for part in self._parts(x)], axis=1)

    def relevant(self, changes: Sequence[SignChange]) -> list[SignChange]:
        """Return the sign changes of gains that may matter: no rung behind them is dominated."""
        ends = ascending([x for change in changes for x in (change.low, change.at, change.high)])
        alive = [relevant_gains(undominated(self._payoffs_at(part), PAYOFF_UNIT)) for part in self._parts(ends)]
        if not alive:
            return []
        at = np.concatenate(alive, axis=1)
        places = [np.searchsorted(ends, (change.low, change.at, change.high)) for change in changes]
        return [change for change, place in zip(changes, places, strict=True) if at[change.function, place].any()]

    def looked_at(self, grid: FloatArray, always: Sequence[float]) -> FloatArray:
        """Return the points of a grid whose verdicts can be afforded.

        Parameters
        ----------
        grid : (G,)
            Numbers, ascending.
        always
            Points of the grid to be kept in any case, beside its ends.
        """
        if self.concept.name == "logit":
            return grid
        single = ~self._patterns_at(grid)[1]
        self.decided = not single.any()
        if self.decided or self.effort.signs_only:
            return grid
        most = MAX_SINGLY_TWO_ACTORS if len(self.shape) == 2 else MAX_SINGLY_THREE_OR_MORE
        every = math.ceil(single.sum() / most)
        thinned = every * math.ceil(single.sum() / (every * self.effort.games))
        if thinned <= 1 or (thinned == every and self._in_one_batch(grid[single][::every])):
            return grid
        keep = ~single | np.isin(grid, [grid[0], grid[-1], *always])
        keep[np.flatnonzero(single)[::thinned]] = True
        return grid[keep]

    def verdicts(self, x: FloatArray) -> tuple[ByteArray, BoolArray]:
        """Return everybody's verdict, (n, B), and whether lists are proven complete, (B,).

        Of neighbours of one pattern only one is solved, if any.
        """
        if self.concept.name != "nash":
            codes, proven = self._solve(x, list(range(len(x))))
            self.complete &= bool(proven.all())
            return codes, proven
        marks, decided = self._patterns_at(x)
        self.decided &= bool(decided.all())
        shared = decided | self.effort.signs_only
        starts = np.flatnonzero(np.concatenate([[True], (marks[1:] != marks[:-1]).any(axis=1)]) & shared).tolist()
        keys = [marks[start].tobytes() for start in starts]
        firsts: dict[bytes, int] = {}
        for key, start in zip(keys, starts, strict=True):
            if key not in self._by_pattern:
                firsts.setdefault(key, start)
        single = np.flatnonzero(~shared)
        solved, proven_of = self._solve(x, [*firsts.values(), *single.tolist()])
        self._by_pattern |= {key: (solved[:, k].tobytes(), bool(proven_of[k])) for k, key in enumerate(firsts)}
        codes, proven = np.empty((len(self.shape), len(x)), dtype=np.int8), np.empty(len(x), dtype=bool)
        for key, (start, stop) in zip(keys, pairwise([*starts, len(x)]), strict=True):
            verdicts_of_pattern, proven[start:stop] = self._by_pattern[key]
            codes[:, start:stop] = np.frombuffer(verdicts_of_pattern, dtype=np.int8)[:, None]
        codes[:, single], proven[single] = solved[:, len(firsts) :], proven_of[len(firsts) :]
        self.complete &= bool(proven.all())
        return codes, proven

    def verdicts_of(self, scenario: Scenario) -> AtPoint:
        """Return everybody's verdict by the very game that `solve` solves, even where rounding decides."""
        compiled = compile_game(scenario, math.inf, self.deadline)
        try:
            if self.concept.name == "nash" and len(self.shape) == 2:  # verdicts do not depend on the selected one
                solution = find_equilibria(compiled.game, "exact", self.deadline)
            else:
                _, solution = solve_game(compiled.game, "auto", self.concept, self.deadline)
        except TimeLimitError:
            raise
        except NoAnswerError:
            self.complete = False
            return AtPoint(tuple("depends" for _ in self.shape), proven=False)
        if solution.limited == "time":
            self.deadline.check(SEARCHED)
        self.complete &= solution.complete
        return AtPoint(verdicts(solution.equilibria, seeking_rungs(scenario)), solution.complete)

    def verdicts_at(self, x: float) -> AtPoint:
        """Return everybody's verdict at a number by the very game that `solve` solves."""
        if x not in self._solved:
            self._solved[x] = self.verdicts_of(self.variants.scenario.with_values({self.path: x}))
        return self._solved[x]

    def _solve(self, x: FloatArray, rows: list[int]) -> tuple[ByteArray, BoolArray]:
        """Return everybody's verdict, (n, R), at some of the numbers, and whether lists are proven complete, (R,)."""
        if not rows:
            return np.empty((len(self.shape), 0), dtype=np.int8), np.empty(0, dtype=bool)
        columns = self.columns(x[rows])
        if self.concept.name == "nash" and (len(self.shape) == 2 or self.effort.signs_only):
            return _unselected(columns, self.deadline)
        results = solve_batch(columns, concept=self.concept, selecting=False, deadline=self.deadline)
        return results.verdicts, results.complete

    def _patterns_at(self, x: FloatArray) -> tuple[ByteArray, BoolArray]:
        """Return the patterns of signs at some numbers, (B, K), and whether each decides the verdicts, (B,)."""
        if x is self._grid and self._patterns is not None:
            return self._patterns
        marks, decided = [], []
        for part in self._parts(x):
            columns = self.columns(part)
            seeks = [np.broadcast_to(rung > 0, len(part)) for ladder in columns.truth.ladders for rung in ladder[GRAB]]
            marks_of_part, decided_in_part = sign_patterns(round_to_unit(self._payoffs_at(part)), np.array(seeks))
            marks.append(marks_of_part)
            decided.append(decided_in_part)
        patterns = np.concatenate(marks), np.concatenate(decided)
        if x is self._grid:
            self._patterns = patterns
        return patterns

    def _payoffs_at(self, x: FloatArray) -> FloatArray:
        """Return the payoffs (n, L_1, ..., L_n, B) before they are rounded: smooth where the model is."""
        columns = self.columns(x)
        if x is not self._grid:
            return payoffs_of_views(columns.views, rounded=False, deadline=self.deadline)
        if self._payoffs is None:
            self._payoffs = payoffs_of_views(columns.views, rounded=False, deadline=self.deadline)
        return self._payoffs

    def _parts(self, x: FloatArray) -> list[FloatArray]:
        """Return numbers in pieces whose payoffs fit into memory."""
        if len(x) <= self._rows:
            return [x] if len(x) else []
        return [x[start : start + self._rows] for start in range(0, len(x), self._rows)]

    def _in_one_batch(self, sample: FloatArray) -> bool:
        """Whether compiled kernels solve nearly all games of the grid, judged by a sample."""
        columns = self.columns(sample)
        if not _has_kernels(columns):
            return False
        _, became = solve_compiled(columns, selecting=False, deadline=self.deadline)
        return bool((became == DOUBTFUL).mean() <= MANY_EXACT)


def _has_kernels(columns: Columns) -> bool:
    """Whether compiled kernels solve these rows, and need not be compiled first."""
    if not fits(columns):
        return False
    return are_loaded(columns.shape) or (len(columns) >= ENOUGH_CACHED and are_cached(columns.shape))


def _unselected(columns: Columns, deadline: Deadline) -> tuple[ByteArray, BoolArray]:
    """Return everybody's verdicts (n, B), and whether lists of equilibria are proven complete, (B,).

    No equilibrium is selected. That would take ten times as long, and turns no verdict where a list is complete. Of
    other lists it is pure equilibria that signs of gains tell, as they should here. But where the list is empty, the
    selected equilibrium is looked for.
    """
    rows = np.arange(len(columns))
    codes, complete = np.empty((len(columns.shape), len(columns)), dtype=np.int8), np.empty(len(columns), dtype=bool)
    if _has_kernels(columns):
        results, became = solve_compiled(columns, selecting=False, deadline=deadline)
        codes[:], complete[:], rows = results.verdicts, results.complete, rows[became == DOUBTFUL]
    together = most_rows(columns.shape, math.prod(columns.shape))
    for start in range(0, len(rows), together):
        part = rows[start : start + together]
        codes[:, part], complete[part] = _one_by_one(at_rows(columns, part), deadline)
    return codes, complete


def _one_by_one(columns: Columns, deadline: Deadline) -> tuple[ByteArray, BoolArray]:
    """Return everybody's verdicts (n, B) of some rows, and whether lists of equilibria are proven complete, (B,)."""
    codes, complete = np.empty((len(columns.shape), len(columns)), dtype=np.int8), np.empty(len(columns), dtype=bool)
    seeks = seeking_columns(columns.truth)
    actors = tuple(str(i) for i in range(len(columns.shape)))
    rungs = tuple(tuple(str(r) for r in range(size)) for size in columns.shape)
    payoffs = payoffs_of_views(columns.views, deadline=deadline)
    for row in range(len(columns)):
        game = Game(actors, rungs, np.ascontiguousarray(payoffs[..., row]))
        solution = find_equilibria(game, "exact", deadline)
        if not solution.equilibria:
            solution = selected(game, solution, deadline)
        if solution.limited == "time":
            deadline.check(SEARCHED)
        names = verdicts(solution.equilibria, [[bool(s) for s in seeking[:, row]] for seeking in seeks])
        codes[:, row] = [VERDICTS.index(name) for name in names]
        complete[row] = solution.complete
    return codes, complete
