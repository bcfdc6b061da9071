"""Rows one by one, by the solvers of `powergame.equilibrium`: what every faster way is held to.

Slow, some tenths of a millisecond to some milliseconds a row; for few rows, for rows that rounding errors might answer
otherwise, and for what has no faster way.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.dominance import solved_by_dominance
from powergame.batch.types import VERDICTS, Columns, Results
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.types import Solution
from powergame.equilibrium.verdict import seeking, verdict
from powergame.errors import NoAnswerError
from powergame.model.compile import chunks, payoffs_of_views
from powergame.model.game import Game
from powergame.model.parameters import RUNG_FIELDS, Parameters
from powergame.model.payoffs import outcome

ROWS = 1024
"""Rows whose payoffs are computed together."""


def empty(actors: int, rows: int) -> Results:
    """Return results of so many rows, to be filled."""
    return Results(
        verdicts=np.full((actors, rows), VERDICTS.index("depends"), dtype=np.int8),
        least=np.zeros((actors, rows)),
        greatest=np.ones((actors, rows)),
        selected=np.full((actors, rows), np.nan),
        war=np.full(rows, np.nan),
        destroyed=np.full(rows, np.nan),
        equilibria=np.zeros(rows, dtype=np.int32),
        complete=np.zeros(rows, dtype=bool),
        exact=np.ones(rows, dtype=bool),
    )


def solve_rows(columns: Columns, rows: IndexArray, concept: Concept) -> Results:
    """Solve some rows, one by one.

    Parameters
    ----------
    rows : (R,)
        Which ones.
    concept
        Nash equilibrium, or quantal response.

    Returns
    -------
    Results
        Of R rows. Where a game has no answer of the promised quality (the logit path broke off), no equilibrium is
        found: 0 `equilibria`, and everybody `depends`.
    """
    shape = columns.shape
    found = empty(len(shape), len(rows))
    names = tuple(str(i) for i in range(len(shape)))
    rungs = tuple(tuple(str(r) for r in range(size)) for size in shape)
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        picked = at_rows(columns, part)
        payoffs = payoffs_of_views(picked.views)
        war, destroyed = outcomes(picked.truth)
        seeks = seeking_rungs(picked.truth)
        rungs_left = solved_by_dominance(payoffs)
        if concept.name == "nash":
            one = np.flatnonzero(rungs_left[0] >= 0)
            _enter_pure(
                found,
                start + one,
                rungs_left[:, one],
                [own[:, one] for own in seeks],
                war[..., one],
                destroyed[..., one],
            )
        for k in range(len(part)):
            if concept.name == "nash" and rungs_left[0, k] >= 0:
                continue
            try:
                game = Game(names, rungs, np.ascontiguousarray(payoffs[..., k]))
                _, solution = solve_game(game, "exact" if len(shape) == 2 else "auto", concept)
            except NoAnswerError:
                continue
            _enter(found, start + k, solution, [own[:, k] for own in seeks], war[..., k], destroyed[..., k])
    return found


def _enter_pure(
    found: Results, rows: IndexArray, rungs: IndexArray, seeks: list[BoolArray], war: FloatArray, destroyed: FloatArray
) -> None:
    """Enter games with one equilibrium, in which everybody plays one rung, (n, R)."""
    each = np.arange(len(rows))
    for i, own in enumerate(seeks):
        chance = own[rungs[i], each].astype(float)
        found.least[i, rows] = found.greatest[i, rows] = found.selected[i, rows] = chance
        found.verdicts[i, rows] = np.where(chance == 1, VERDICTS.index("always"), VERDICTS.index("never"))
    profile = tuple(rungs)
    found.war[rows], found.destroyed[rows] = war[(*profile, each)], destroyed[(*profile, each)]
    found.equilibria[rows], found.complete[rows] = 1, True


def _enter(
    found: Results, row: int, solution: Solution, seeks: list[BoolArray], war: FloatArray, destroyed: FloatArray
) -> None:
    for i, own in enumerate(seeks):
        chances = seeking([bool(s) for s in own], i, solution.equilibria)
        found.least[i, row], found.greatest[i, row] = chances.least, chances.greatest
        found.verdicts[i, row] = VERDICTS.index(verdict(chances))
        if chances.selected is not None:
            found.selected[i, row] = chances.selected
    for equilibrium in solution.equilibria:
        if equilibrium.selected:
            weight = np.ones(())
            for strategy in equilibrium.profile:
                weight = np.multiply.outer(weight, np.array([float(p) for p in strategy]))
            found.war[row], found.destroyed[row] = (war * weight).sum(), (destroyed * weight).sum()
    found.equilibria[row] = len(solution.equilibria)
    found.complete[row] = solution.complete


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
    return Columns(truth, views, lambda row: columns.scenario(int(rows[row])), columns.exact)


def seeking_rungs(truth: Parameters) -> tuple[BoolArray, ...]:
    """Return for each actor which rungs seek power, (L_i, B)."""
    return tuple(ladder[RUNG_FIELDS.index("grab")] > 0 for ladder in truth.ladders)


def outcomes(truth: Parameters) -> tuple[FloatArray, FloatArray]:
    """Return the probability of war and the expected fraction destroyed in each profile, (L_1, ..., L_n, B)."""
    shape = tuple(ladder.shape[1] for ladder in truth.ladders)
    width = truth.odds.shape[-1]
    war, destroyed = np.empty((int(np.prod(shape)), width)), np.empty((int(np.prod(shape)), width))
    for rows, profiles in chunks(shape, width):
        found = outcome(truth, truth.rungs(profiles))
        war[rows], destroyed[rows] = found.war, found.destroyed
    return war.reshape(*shape, width), destroyed.reshape(*shape, width)
