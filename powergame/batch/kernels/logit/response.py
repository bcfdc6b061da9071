"""Quantal responses of small games of any number of actors, compiled.

A game whose responses contract has one (`powergame.batch.logit.equations.contraction`): Newton's method leads to it.
Of others the principal branch is followed to its first passage of the rationality, and there corrected by Newton's
method.
"""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.batch.kernels.logit.equations import ODDS, PLAY, eliminated, prepare, system
from powergame.batch.kernels.logit.path import (
    FINE_STEP,
    LONG_STEP,
    LONGEST_CORRECTION,
    LOST,
    SETTLED,
    follow,
    moved,
    play_corrected,
)
from powergame.batch.logit.unique import CONVERGED, DECREASE, MAX_RESIDUAL
from powergame.batch.types import DOUBTFUL, SOLVED
from powergame.equilibrium.budgets import RESPONSE_CORRECTIONS
from powergame.jit.decorators import compiled, inlined
from powergame.model.payoffs import PAYOFF_UNIT

OUT_OF_PLAY = -1000.0
"""Log-odds of rungs that are not played: their probability is no number above 0."""

SHRINKS = 4.0
"""Ratio by which each correction of a place at the goal must be smaller than the one before."""


@inlined
def _gain(tables: FloatArray, i: int, rung: int, width: int, profile: int) -> float:
    return tables[i, (rung - 1) * width + profile] if rung > 0 else 0.0


@compiled("float64(float64[:, ::1], int64[::1], int64[:, ::1])", inner=True)
def contraction(tables: FloatArray, sizes: IntArray, widths: IntArray) -> float:
    """Return by which factor responses at rationality 1 change log-odds at most, as others' log-odds change."""
    actors, greatest = len(sizes), 0.0
    for i in range(actors):
        width, total = widths[i, actors], 0.0
        for j in range(actors):
            if j == i:
                continue
            before, size = widths[i, j], sizes[j]
            after, most = width // (before * size), 0.0
            for a in range(sizes[i]):
                for b in range(a):
                    for w in range(before):
                        for v in range(after):
                            low, high = math.inf, -math.inf
                            for s in range(size):
                                at = (w * size + s) * after + v
                                more = _gain(tables, i, a, width, at) - _gain(tables, i, b, width, at)
                                low, high = min(low, more), max(high, more)
                            most = max(most, high - low)
            total += most
        greatest = max(greatest, total / 4)
    return greatest


@inlined
def _spread(sizes: IntArray, right: FloatArray) -> float:
    """Return the greatest difference between two residuals of one actor; its first rung's is 0."""
    most, k = 0.0, 0
    for i in range(len(sizes)):
        low = high = 0.0
        for _ in range(1, sizes[i]):
            low, high = min(low, right[0, k]), max(high, right[0, k])
            k += 1
        most = max(most, high - low)
    return most


@inlined
def _is_small(sizes: IntArray, place: FloatArray, right: FloatArray) -> bool:
    """Whether a correction is the last one."""
    largest, k = 1.0, 0
    for r in range(place.shape[1]):
        largest = max(largest, abs(place[ODDS, r]))
    for k in range(place.shape[1] - len(sizes)):
        if not abs(right[0, k]) <= CONVERGED * largest:
            return False
    return True


@compiled(
    "float64(float64[:, ::1], int64[::1], int64[:, ::1], float64, float64[:, ::1], float64[:, ::1], float64[::1],"
    " float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def _residual(
    tables: FloatArray, sizes: IntArray, widths: IntArray, rationality: float, place: FloatArray, spare: FloatArray,
    normal: FloatArray, matrix: FloatArray, right: FloatArray,
) -> float:  # fmt: skip
    """Return the greatest difference in probability between a place's play and the responses to it."""
    system(tables, sizes, widths, rationality, place, 1.0, normal, matrix, right)
    first, k, most = 0, 0, 0.0
    for i in range(len(sizes)):
        top, total = 0.0, 0.0
        spare[ODDS, first] = 0.0
        for r in range(first + 1, first + sizes[i]):
            spare[ODDS, r] = place[ODDS, r] - right[0, k]
            top = max(top, spare[ODDS, r])
            k += 1
        for r in range(first, first + sizes[i]):
            spare[PLAY, r] = math.exp(spare[ODDS, r] - top)
            total += spare[PLAY, r]
        for r in range(first, first + sizes[i]):
            difference = abs(spare[PLAY, r] / total - place[PLAY, r])
            if not difference < math.inf:
                return math.inf
            most = max(most, difference)
        first += sizes[i]
    return most


@compiled(
    "float64(float64[:, ::1], int64[::1], int64[:, ::1], float64, float64[:, ::1], float64[:, ::1], float64[::1],"
    " float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def _only_response(
    tables: FloatArray, sizes: IntArray, widths: IntArray, rationality: float, place: FloatArray, back: FloatArray,
    normal: FloatArray, matrix: FloatArray, right: FloatArray,
) -> float:  # fmt: skip
    """Correct a place among play that responses contract, until it is the one response there; return its residual.

    A step of Newton's method that brings play no nearer to the responses is replaced by the responses, which do.
    """
    last = math.inf
    for _ in range(RESPONSE_CORRECTIONS):
        system(tables, sizes, widths, rationality, place, 1.0, normal, matrix, right)
        error = _spread(sizes, right)
        if not error <= DECREASE * last:
            for r in range(place.shape[1]):
                place[ODDS, r] = back[ODDS, r]
            last = math.inf
            continue
        moved(sizes, place, right[0], -1.0, back)  # the responses
        last = error
        if eliminated(matrix, right, 1) == 0:
            return math.inf
        moved(sizes, place, right[0], -1.0, place)
        if _is_small(sizes, place, right):
            break
    return _residual(tables, sizes, widths, rationality, place, back, normal, matrix, right)


@compiled(
    "float64(float64[:, ::1], int64[::1], int64[:, ::1], float64, float64[:, :, ::1], float64[::1], float64[::1],"
    " float64[:, ::1], float64[:, ::1])",
    inner=True,
)
def _at_goal(
    tables: FloatArray, sizes: IntArray, widths: IntArray, goal: float, places: FloatArray, reach: FloatArray,
    normal: FloatArray, matrix: FloatArray, right: FloatArray,
) -> float:  # fmt: skip
    """Write the branch's place at the goal between two neighbouring places, into the first; return its residual.

    It is infinite where corrections are too large to be sure that they lead to this branch.
    """
    here, there = places[0], places[1]
    share, allowed = (goal - reach[0]) / (reach[1] - reach[0]), LONGEST_CORRECTION
    for r in range(here.shape[1]):
        here[ODDS, r] += share * (there[ODDS, r] - here[ODDS, r])
    for _ in range(RESPONSE_CORRECTIONS):
        system(tables, sizes, widths, goal, here, 1.0, normal, matrix, right)
        if eliminated(matrix, right, 1) != 1:  # where rationality falls along the branch it is -1
            return math.inf
        correction = play_corrected(sizes, here, right)
        moved(sizes, here, right[0], -1.0, here)
        if _is_small(sizes, here, right):
            break
        if not correction <= allowed:
            return math.inf
        allowed = max(correction / SHRINKS, MAX_RESIDUAL)
    return _residual(tables, sizes, widths, goal, here, there, normal, matrix, right)


@inlined
def _write(sizes: IntArray, place: FloatArray, row: int, log_play: FloatArray) -> None:
    """Write natural logs of probabilities, from log-odds."""
    first = 0
    for i in range(len(sizes)):
        top = first
        for r in range(first + 1, first + sizes[i]):
            top = r if place[ODDS, r] > place[ODDS, top] else top
        others = 0.0
        for r in range(first, first + sizes[i]):
            others += math.exp(place[ODDS, r] - place[ODDS, top]) if r != top else 0.0
        total = math.log1p(others)
        for r in range(first, first + sizes[i]):
            log_play[r, row] = place[ODDS, r] - place[ODDS, top] - total
        first += sizes[i]


@compiled("void(float64[:, ::1], int64[::1], float64[:, :, ::1], int64[::1])", inner=True)
def _lead_with_played(payoffs: FloatArray, sizes: IntArray, places: FloatArray, leading: IntArray) -> None:
    """Exchange each actor's first rung with its most played one, `leading`, (n,), in payoffs and places.

    Log-odds against a rung in play are small where others are in play, so that their last bits tell how these divide.
    """
    first, after = 0, payoffs.shape[1]
    for i in range(len(sizes)):
        after //= sizes[i]
        top = 0
        for r in range(1, sizes[i]):
            top = r if places[0, ODDS, first + r] > places[0, ODDS, first + top] else top
        leading[i] = top
        if top > 0:
            for p in range(payoffs.shape[1]):
                if p // after % sizes[i] == 0:
                    for k in range(len(sizes)):
                        other = p + top * after
                        payoffs[k, p], payoffs[k, other] = payoffs[k, other], payoffs[k, p]
            for k in range(2):
                base = places[k, ODDS, first + top]
                places[k, ODDS, first + top] = places[k, ODDS, first]
                places[k, ODDS, first] = base
                for r in range(sizes[i]):
                    places[k, ODDS, first + r] -= base
        first += sizes[i]


@compiled(
    "float64(float64[:, ::1], int64[::1], float64[:, ::1], int64[:, ::1], float64, float64[:, :, ::1])", inner=True
)
def _on_branch(
    payoffs: FloatArray, sizes: IntArray, tables: FloatArray, widths: IntArray, goal: float, places: FloatArray
) -> float:
    """Write the branch's place where it first passes a rationality, into the first place; return its residual."""
    actors, rungs = len(sizes), places.shape[2]
    last, reach, ties = rungs - actors, np.zeros(2), np.zeros((2, actors), dtype=np.int64)
    normal, matrix, right = np.zeros(last + 1), np.empty((last + 1, last + 1)), np.empty((2, last + 1))
    leading = np.zeros(actors, dtype=np.int64)
    normal[last] = 1.0
    end = follow(tables, payoffs, sizes, widths, goal, LONG_STEP, places, reach, ties)
    if end == LOST:
        end = follow(tables, payoffs, sizes, widths, goal, FINE_STEP, places, reach, ties)
    if end == LOST:
        return math.inf
    if end == SETTLED:
        first = 0
        for i in range(actors):
            for r in range(sizes[i]):
                places[0, ODDS, first + r] = 0.0 if ties[1, i] >> r & 1 else OUT_OF_PLAY
            first += sizes[i]
    _lead_with_played(payoffs, sizes, places, leading)
    prepare(payoffs, sizes, tables, widths)
    if end == SETTLED:
        residual = _only_response(tables, sizes, widths, goal, places[0], places[1], normal, matrix, right)
    else:
        residual = _at_goal(tables, sizes, widths, goal, places, reach, normal, matrix, right)
    first = 0
    for i in range(actors):
        top = first + leading[i]
        places[0, ODDS, first], places[0, ODDS, top] = places[0, ODDS, top], places[0, ODDS, first]
        first += sizes[i]
    return residual


@compiled(
    "void(float64[:, :, ::1], int64, int64[::1], float64[:, ::1], float64[:, ::1], float64[::1], boolean[::1],"
    " int8[::1])"
)
def respond_rows(
    payoffs: FloatArray, start: int, sizes: IntArray, rationality: FloatArray, log_play: FloatArray,
    residual: FloatArray, unique: BoolArray, became: ByteArray,
) -> None:  # fmt: skip
    """Find the quantal responses of games.

    Parameters
    ----------
    payoffs : (R, n, P)
        Each game's payoffs, in units, by profile, the last actor's rung first to change. They are overwritten.
    start
        The first game's row in what follows.
    sizes : (n,)
        Numbers of the actors' rungs; n is 2 or more.
    rationality : (n, B)
        Each actor's own, >= 0 and finite.
    log_play : (N, B)
        To be filled: natural logs of the probabilities of all rungs, the first actor's first.
    residual : (B,)
        To be filled: the greatest difference in probability between play and the responses to it.
    unique : (B,)
        To be filled: whether responses contract, so that there is one.
    became : (B,)
        To be filled: `SOLVED`, or `DOUBTFUL` where the game is left to the follower of single games.
    """
    actors, rungs = len(sizes), len(log_play)
    last = rungs - actors
    tables = np.empty((actors + 2, payoffs.shape[2] + actors))
    widths, places = np.empty((actors, actors + 1), dtype=np.int64), np.zeros((2, 2, rungs))
    normal, matrix, right = np.zeros(last + 1), np.empty((last + 1, last + 1)), np.empty((2, last + 1))
    normal[last] = 1.0
    for k in range(len(payoffs)):
        row, most = start + k, 0.0
        for i in range(actors):
            most = max(most, rationality[i, row])
        for i in range(actors):
            if rationality[i, row] != most:
                for p in range(payoffs.shape[2]):
                    payoffs[k, i, p] *= rationality[i, row] / most
        for r in range(rungs):
            places[0, ODDS, r] = places[1, ODDS, r] = 0.0
        widest = prepare(payoffs[k], sizes, tables, widths)
        goal = most * PAYOFF_UNIT * widest
        residual[row], unique[row], became[row] = math.inf, False, DOUBTFUL
        if goal == 0:
            residual[row], unique[row] = 0.0, True
        elif goal < math.inf:
            unique[row] = goal * contraction(tables, sizes, widths) < 1
            if unique[row]:
                residual[row] = _only_response(
                    tables, sizes, widths, goal, places[0], places[1], normal, matrix, right
                )  # fmt: skip
            else:
                residual[row] = _on_branch(payoffs[k], sizes, tables, widths, goal, places)
        if residual[row] <= MAX_RESIDUAL:
            became[row] = SOLVED
            _write(sizes, places[0], row, log_play)
