"""Rows solved one by one by the solvers of `powergame.equilibrium`: the reference for every faster way.

This is slow, some tenths of a millisecond to some milliseconds a row. It serves few rows, rows that rounding errors
might answer otherwise, and games that have no faster way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.dominance import solved_by_dominance
from powergame.batch.squares import Squares, solve_squares
from powergame.batch.types import Columns, Results, empty_results, most_rows
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept, Solver, solve_game
from powergame.equilibrium.types import Solution
from powergame.equilibrium.verdict import CERTAIN, verdict
from powergame.equilibrium.verdict import seeking as chances_of_seeking
from powergame.errors import NoAnswerError, TimeLimitError
from powergame.model.compile import chunks, payoffs_of_views
from powergame.model.game import Game
from powergame.model.parameters import RUNG_FIELDS, Parameters
from powergame.model.payoffs import outcome
from powergame.scenario.types import ALWAYS, DEPENDS, NEVER, VERDICTS

ROWS = 1024
"""Rows whose payoffs are computed together, at most."""


def solve_rows(
    columns: Columns,
    rows: IndexArray,
    concept: Concept,
    rationality: FloatArray | None = None,
    *,
    with_play: bool = False,
    selecting: bool = True,
    deadline: Deadline = NO_DEADLINE,
) -> Results:
    """Solve some rows, one by one.

    Parameters
    ----------
    rows : (R,)
        Numbers of the rows.
    concept
        Nash equilibrium, or quantal response.
    rationality : (B,)
        Rationality of each row of the columns, infinite for the limit, in place of the concept's.
    with_play
        Whether to fill `Results.play`.
    selecting
        Whether an equilibrium is to be selected where there are several, which no verdict depends on.
    deadline
        When the work has to end.

    Returns
    -------
    Results
        The answers of R rows. A game without an answer of the promised quality (the logit path broke off) has no
        equilibrium: `equilibria` is 0, and everybody `depends`.

    Raises
    ------
    TimeLimitError
        Where the time runs out: no row depends on how fast a machine is.
    """
    shape = columns.shape
    results = empty_results(shape, len(rows), with_play=with_play)
    names = tuple(str(i) for i in range(len(shape)))
    rungs = tuple(tuple(str(r) for r in range(size)) for size in shape)
    together = min(ROWS, most_rows(shape, math.prod(shape)))
    for start in range(0, len(rows), together):
        deadline.check("games were solved")
        part = rows[start : start + together]
        picked = at_rows(columns, part)
        payoffs = payoffs_of_views(picked.views, deadline=deadline)
        war, destroyed = outcomes(picked.truth, deadline)
        seeks = seeking_rungs(picked.truth)
        told = np.zeros(len(part), dtype=bool)
        if concept.name == "nash":
            told = _told_together(_Block(results, start, seeks, war, destroyed), payoffs, selecting=selecting)
        for k in np.flatnonzero(~told).tolist():
            concept_of_row = concept if rationality is None else _response(float(rationality[part[k]]))
            try:
                game = Game(names, rungs, np.ascontiguousarray(payoffs[..., k]))
                solver: Solver = "exact" if len(shape) == 2 else "auto"
                _, solution = solve_game(game, solver, concept_of_row, deadline, selecting=selecting)
            except TimeLimitError:
                raise
            except NoAnswerError:
                continue
            if solution.limited == "time":
                deadline.check("games were solved")
            _enter(results, start + k, solution, [seeking[:, k] for seeking in seeks], war[..., k], destroyed[..., k])
    return results


def _response(rationality: float) -> Concept:
    """Return quantal response at some rationality, which may be infinite."""
    return Concept("logit", None if math.isinf(rationality) else rationality)


@dataclass(frozen=True, eq=False)
class _Block:
    """Rows that are solved together, and where their answers go.

    Attributes
    ----------
    start
        Place of the first row among the results.
    seeks : of each actor, (L_i, R)
    war, destroyed : (L_1, ..., L_n, R)
    """

    results: Results
    start: int
    seeks: tuple[BoolArray, ...]
    war: FloatArray
    destroyed: FloatArray


def _told_together(block: _Block, payoffs: FloatArray, *, selecting: bool) -> BoolArray:
    """Enter the games that are solved many at once, and return which these are, (R,)."""
    if payoffs.shape[:-1] == (2, 2, 2):
        solved = solve_squares(payoffs, selecting=selecting)
        told = solved.told & ((solved.selected >= 0) | (not selecting))
        _enter_squares(block, solved, np.flatnonzero(told))
        return told
    rungs = solved_by_dominance(payoffs)
    _enter_pure(block, rungs, np.flatnonzero(rungs[0] >= 0))
    return np.asarray(rungs[0] >= 0)


def _enter_pure(block: _Block, rungs: IndexArray, places: IndexArray) -> None:
    """Enter games whose only equilibrium is pure; `rungs`, (n, R), are what everybody plays."""
    results, rows, rungs = block.results, block.start + places, rungs[:, places]
    for i, seeks in enumerate(block.seeks):
        chance = seeks[rungs[i], places].astype(float)
        results.least[i, rows] = results.greatest[i, rows] = results.selected[i, rows] = chance
        results.verdicts[i, rows] = np.where(chance == 1, ALWAYS, NEVER)
    profile = (*rungs, places)
    results.war[rows], results.destroyed[rows] = block.war[profile], block.destroyed[profile]
    results.equilibria[rows], results.complete[rows] = 1, True
    if len(results.play):
        first = np.cumsum([0, *(len(seeks) for seeks in block.seeks[:-1])])
        results.play[:, rows] = 0.0
        results.play[first[:, None] + rungs, rows] = 1.0


def _enter_squares(block: _Block, solved: Squares, places: IndexArray) -> None:
    """Enter games of two actors with two rungs."""
    results, rows = block.results, block.start + places
    listed = np.arange(solved.play.shape[2])[:, None] < solved.count[places]
    selected = np.flatnonzero(solved.selected[places] >= 0)
    chosen = (solved.selected[places][selected], places[selected])
    for i, seeks in enumerate(block.seeks):
        chances = solved.chances(i, seeks)
        chances = np.where(chances < CERTAIN, 0.0, np.where(chances > 1 - CERTAIN, 1.0, chances))
        least = np.where(listed, chances[:, places], 1.0).min(axis=0)
        greatest = np.where(listed, chances[:, places], 0.0).max(axis=0)
        results.least[i, rows], results.greatest[i, rows] = least, greatest
        results.verdicts[i, rows] = np.where(least == 1, ALWAYS, np.where(greatest == 0, NEVER, DEPENDS))
        results.selected[i, rows[selected]] = chances[chosen]
    play = solved.play[:, :, *chosen]
    weights = play[0, :, None] * play[1]
    for to, outcome_of in ((results.war, block.war), (results.destroyed, block.destroyed)):
        each = (outcome_of[..., chosen[1]] * weights).reshape(4, -1)
        to[rows[selected]] = each[0] + each[1] + each[2] + each[3]  # in the order of a sum over one game
    results.equilibria[rows], results.complete[rows] = solved.count[places], True
    if len(results.play):
        results.play[:, rows[selected]] = play.reshape(4, -1)


def _enter(
    results: Results, row: int, solution: Solution, seeks: list[BoolArray], war: FloatArray, destroyed: FloatArray
) -> None:
    for i, seeking in enumerate(seeks):
        chances = chances_of_seeking([bool(s) for s in seeking], i, solution.equilibria)
        results.least[i, row], results.greatest[i, row] = chances.least, chances.greatest
        results.verdicts[i, row] = VERDICTS.index(verdict(chances))
        if chances.selected is not None:
            results.selected[i, row] = chances.selected
    for equilibrium in solution.equilibria:
        if equilibrium.selected:
            strategies = [np.array([float(p) for p in strategy]) for strategy in equilibrium.profile]
            weight = np.ones(())
            for strategy in strategies:
                weight = np.multiply.outer(weight, strategy)
            results.war[row], results.destroyed[row] = (war * weight).sum(), (destroyed * weight).sum()
            if len(results.play):
                results.play[:, row] = np.concatenate(strategies)
    results.equilibria[row] = len(solution.equilibria)
    results.complete[row] = solution.complete


def at_rows(columns: Columns, rows: IndexArray) -> Columns:
    """Return some rows of the columns."""

    def taken(column: FloatArray) -> FloatArray:
        if column.strides[-1] == 0:  # it does not vary, and is not copied
            return np.broadcast_to(column[..., :1], (*column.shape[:-1], len(rows)))
        return np.asarray(column[..., rows])

    def picked(view: Parameters) -> Parameters:
        return replace(
            view,
            power=taken(view.power),
            alignment=taken(view.alignment),
            effectiveness=taken(view.effectiveness),
            risk_aversion=taken(view.risk_aversion),
            odds=taken(view.odds),
            severity=taken(view.severity),
            decisiveness=taken(view.decisiveness),
            stakes=taken(view.stakes),
            ladders=tuple(taken(ladder) for ladder in view.ladders),
        )

    truth = picked(columns.truth)
    views = tuple(truth if view is columns.truth else picked(view) for view in columns.views)
    return Columns(truth, views, lambda row: columns.scenario(int(rows[row])))


def seeking_rungs(truth: Parameters) -> tuple[BoolArray, ...]:
    """Return for each actor which rungs seek power, (L_i, B)."""
    return tuple(ladder[RUNG_FIELDS.index("grab")] > 0 for ladder in truth.ladders)


def outcomes(truth: Parameters, deadline: Deadline = NO_DEADLINE) -> tuple[FloatArray, FloatArray]:
    """Return the probability of war and the expected fraction destroyed in each profile, (L_1, ..., L_n, B)."""
    shape = tuple(ladder.shape[1] for ladder in truth.ladders)
    width = truth.odds.shape[-1]
    war, destroyed = np.empty((int(np.prod(shape)), width)), np.empty((int(np.prod(shape)), width))
    for rows, profiles in chunks(shape, width):
        deadline.check("outcomes were computed")
        happening = outcome(truth, truth.rungs(profiles))
        war[rows], destroyed[rows] = happening.war, happening.destroyed
    return war.reshape(*shape, width), destroyed.reshape(*shape, width)
