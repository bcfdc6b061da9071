"""All equilibria of a game of any number of actors: every support, and in it branch and bound over boxes.

Supports with fewer mixers come first. A box without an equilibrium is dropped, one in which there is exactly one yields
it, and others are made narrower or divided (`boxes`, `contraction`). The search can be left and taken up again.

Every comparison keeps clear of rounding errors. What is so close that they matter, ties and continua above all, is left
undecided; a list without undecided supports is complete, and all its equilibria are regular.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.equilibrium.kernels.boxes import halved, loosened, narrowed, shrunk, steepest
from powergame.equilibrium.kernels.contraction import (
    DOUBT,
    EQUILIBRIUM,
    WIDE,
    derivatives,
    enclosed,
    refined,
)
from powergame.equilibrium.kernels.layout import (
    ACTOR,
    CORNERS,
    EQUATION,
    LENGTH,
    OFFSET,
    RUNGS,
    box_length,
    first_box,
    functions_of,
    in_play,
    mixers_of,
    rungs_of,
    scaled,
    slack_of,
)
from powergame.jit.decorators import shared

BOXES, COUNT, UNDECIDED, LEVEL, DOUBTS, PROGRESS = range(6)
"""Places in a search's progress: boxes waiting, equilibria listed, supports left undecided, the number of mixers of the
supports that are searched now, doubtful boxes of the present support; and the number of places."""

WAITING = 200
"""Boxes of one support that can wait, at most; each is half of the one before."""

ERRORS = 2000.0
"""Rounding errors of a box, in units of 2^-53, above which it is left undecided: hundreds of changes."""

NARROWER = 0.7
"""Part of a box that is left where making it narrower again is better than dividing it."""

WHOLE = 0.999
"""Part of a simplex from which making it smaller is not worth while."""

FLAT = 400.0
"""Change of every equation along every edge, in errors of its values, below which a box is left undecided."""

PLAYED = 1e-12
"""Probability below which a rung in play may be unplayed, since roots have rounding errors."""

GIVEN_UP = 8
"""Doubtful boxes of a support after which the rest of it is left undecided: there may be a continuum."""


@shared
def searched(
    payoffs: FloatArray, sizes: IntArray, doubt: float, tie: float, masks: IntArray, progress: IntArray,
    stack: FloatArray, profiles: FloatArray, undecided: IntArray, steps: int,
) -> int:  # fmt: skip
    """Search on for a number of steps, boxes and supports.

    Parameters
    ----------
    payoffs : (n, P)
        Payoffs, the last actor's rung fastest, each actor's in a range of at most 1 (`layout.scaled`).
    sizes : (n,)
        Numbers of the actors' rungs.
    doubt
        Errors of differences of payoffs beside rounding; 0 where payoffs are the floats next to the true ones.
    tie
        Difference of payoffs, in pure profiles, that may be none; 0 where payoffs are exact.
    masks : (n,)
        The present support, as bits; at first no rung of the last actor, and the first of all others.
    progress : (PROGRESS,)
        At first all 0. The search is over when `LEVEL` is greater than n.
    stack : (WAITING, box_length(sizes))
        Boxes that wait.
    profiles : (E, N)
        Equilibria, to be filled.
    undecided : (U, n)
        Undecided supports, to be filled as far as there is room.
    steps
        Steps after which the search is left.

    Returns
    -------
    int
        Steps done.
    """
    n, used = len(sizes), 0
    mixers, rungs = mixers_of(masks), rungs_of(masks, sizes)
    functions = functions_of(sizes, masks, rungs, mixers)
    while used < steps and progress[COUNT] < len(profiles):
        if progress[BOXES] == 0:
            used += 1
            _next_support(masks, sizes, progress)
            if progress[LEVEL] > n:
                break
            mixers, rungs = mixers_of(masks), rungs_of(masks, sizes)
            functions = functions_of(sizes, masks, rungs, mixers)
            first_box(payoffs, sizes, rungs, mixers, functions, stack[0])
            if _surely_empty(stack[0], functions, slack_of(stack[0], doubt), tie):
                continue
            if len(mixers) < 2:
                _without_search(
                    stack[0], sizes, masks, rungs, mixers, functions, doubt, tie, progress, profiles, undecided
                )
                continue
            progress[BOXES], progress[DOUBTS] = 1, 0
        used += _boxes(
            sizes, doubt, masks, rungs, mixers, functions, progress, stack, profiles, undecided, steps - used
        )
    return used


@shared
def _next_support(masks: IntArray, sizes: IntArray, progress: IntArray) -> None:
    """Go to the next support with as many mixers, or to the first one with one mixer more."""
    while progress[LEVEL] <= len(sizes):
        i = len(sizes) - 1
        while i >= 0:
            masks[i] += 1
            if masks[i] < 1 << sizes[i]:
                break
            masks[i] = 1
            i -= 1
        if i < 0:
            progress[LEVEL] += 1
        mixing = 0
        for k in range(len(sizes)):
            mixing += 1 if in_play(masks[k]) > 1 else 0
        if mixing == progress[LEVEL]:
            return


@shared
def _surely_empty(box: FloatArray, functions: IntArray, slack: float, tie: float) -> bool:
    """Whether some function has the wrong sign everywhere; constant ones are exact."""
    for row in range(len(functions)):
        start, length = functions[row, OFFSET], functions[row, LENGTH]
        error = tie if length == 1 else slack
        least = most = box[start]
        for e in range(start + 1, start + length):
            least, most = min(least, box[e]), max(most, box[e])
        if least > error or (functions[row, EQUATION] != 0 and most < -error):
            return True
    return False


@shared
def _without_search(
    box: FloatArray, sizes: IntArray, masks: IntArray, rungs: IntArray, mixers: IntArray, functions: IntArray,
    doubt: float, tie: float, progress: IntArray, profiles: FloatArray, undecided: IntArray,
) -> None:  # fmt: skip
    """List a strict pure equilibrium; other pure ones, and mixtures of one actor, come from ties and are undecided."""
    if len(mixers) == 1:
        low = np.zeros((1, mixers[0, RUNGS]))
        if narrowed(box, mixers, functions, slack_of(box, doubt), low):
            _left(masks, progress, undecided)
        return
    for row in range(len(functions)):
        if box[functions[row, OFFSET]] >= -tie:
            _left(masks, progress, undecided)
            return
    start = 0
    for i in range(len(sizes)):
        for r in range(sizes[i]):
            profiles[progress[COUNT], start + r] = 1.0 if r == rungs[i, 0] else 0.0
        start += sizes[i]
    progress[COUNT] += 1


@shared
def _left(masks: IntArray, progress: IntArray, undecided: IntArray) -> None:
    """Note the present support as undecided."""
    if progress[UNDECIDED] < len(undecided):
        for i in range(len(masks)):
            undecided[progress[UNDECIDED], i] = masks[i]
    progress[UNDECIDED] += 1


@shared
def _boxes(
    sizes: IntArray, doubt: float, masks: IntArray, rungs: IntArray, mixers: IntArray, functions: IntArray,
    progress: IntArray, stack: FloatArray, profiles: FloatArray, undecided: IntArray, steps: int,
) -> int:  # fmt: skip
    """Search the boxes of the present support that wait, and return the number of boxes met."""
    most, unknowns = rungs.shape[1], 0
    for j in range(len(mixers)):
        unknowns += mixers[j, RUNGS] - 1
    focus = -1
    for j in range(len(mixers)):
        if 2 * (mixers[j, RUNGS] - 1) > unknowns:  # its equations are more than their unknowns
            focus = mixers[j, ACTOR]
    low, weights, radii = np.zeros((len(mixers), most)), np.zeros((len(mixers), most)), np.zeros((len(mixers), most))
    middle, spread = np.zeros((unknowns, unknowns)), np.zeros((unknowns, unknowns))
    inverse, matrix = np.zeros((unknowns, unknowns)), np.zeros((unknowns, unknowns))
    centre, edge = np.zeros(unknowns), np.zeros(3, dtype=np.int64)
    used = 0
    while progress[BOXES] > 0 and used < steps and progress[COUNT] < len(profiles):
        used += 1
        box = stack[progress[BOXES] - 1]
        if not narrowed(box, mixers, functions, slack_of(box, doubt), low):
            progress[BOXES] -= 1
            continue
        again = _narrower(box, mixers, functions, low)
        slack = slack_of(box, doubt)
        if focus < 0:
            derivatives(box, mixers, functions, middle, spread, centre)
            if enclosed(mixers, middle, spread, centre, slack, inverse, matrix, weights, radii):
                met, inside = _met(mixers, weights, radii, low)
                if not met:
                    progress[BOXES] -= 1
                    continue
                became = WIDE
                if inside:
                    became = refined(box, mixers, functions, slack, weights, matrix, inverse, centre)
                if became == EQUILIBRIUM:
                    became = _listed(box, sizes, rungs, mixers, weights, progress, profiles)
                if became != WIDE:
                    progress[BOXES] -= 1
                    if became == DOUBT:
                        _doubted(masks, progress, undecided)
                    continue
                again = _narrower(box, mixers, functions, low) or again
        if again:
            continue
        full = progress[BOXES] == len(stack) or box[len(box) - 1] > ERRORS
        if full or steepest(box, mixers, functions, focus, edge) < FLAT * slack:
            progress[BOXES] -= 1
            _doubted(masks, progress, undecided)
            continue
        halved(box, stack[progress[BOXES]], mixers, functions, edge)
        progress[BOXES] += 1
    return used


@shared
def _narrower(box: FloatArray, mixers: IntArray, functions: IntArray, low: FloatArray) -> bool:
    """Make a box narrower by the least weights of its corners, and return whether that is worth trying again."""
    left = 1.0
    for j in range(len(mixers)):
        part = loosened(low, j, mixers[j, RUNGS])
        if part < WHOLE:
            shrunk(box, mixers, functions, j, low)
            left *= part
    return left < NARROWER and box[len(box) - 1] <= ERRORS


@shared
def _met(mixers: IntArray, weights: FloatArray, radii: FloatArray, low: FloatArray) -> tuple[bool, bool]:
    """Return whether K meets the box, and whether it is inside; write the least weights of the corners."""
    inside = True
    for j in range(len(mixers)):
        total = 0.0
        for b in range(mixers[j, RUNGS]):
            least = weights[j, b] - radii[j, b]
            if weights[j, b] + radii[j, b] < 0:
                return False, False
            inside = inside and least > 0
            low[j, b] = max(0.0, least)
            total += low[j, b]
        if total > 1.0:
            return False, False
    return True, inside


@shared
def _listed(
    box: FloatArray, sizes: IntArray, rungs: IntArray, mixers: IntArray, weights: FloatArray, progress: IntArray,
    profiles: FloatArray,
) -> int:  # fmt: skip
    """List an equilibrium, unless some rung in play is hardly played."""
    start, j = 0, 0
    for i in range(len(sizes)):
        for r in range(sizes[i]):
            profiles[progress[COUNT], start + r] = 0.0
        if j < len(mixers) and mixers[j, ACTOR] == i:
            k = mixers[j, RUNGS]
            for b in range(k):
                probability = 0.0
                for a in range(k):
                    probability += weights[j, a] * box[mixers[j, CORNERS] + a * k + b]
                if probability < PLAYED:
                    return DOUBT
                profiles[progress[COUNT], start + rungs[i, b]] = probability
            j += 1
        else:
            profiles[progress[COUNT], start + rungs[i, 0]] = 1.0
        start += sizes[i]
    progress[COUNT] += 1
    return EQUILIBRIUM


@shared
def _doubted(masks: IntArray, progress: IntArray, undecided: IntArray) -> None:
    """Note a doubtful box; after some of them, leave the support."""
    if progress[DOUBTS] == 0:
        _left(masks, progress, undecided)
    progress[DOUBTS] += 1
    if progress[DOUBTS] >= GIVEN_UP:
        progress[BOXES] = 0


@shared
def enumerate_all(payoffs: FloatArray, sizes: IntArray, doubt: float, steps: int, profiles: FloatArray) -> int:
    """List all equilibria of a game, if all are regular and that is proven.

    Parameters
    ----------
    payoffs : (n, P)
        Payoffs in any unit, the last actor's rung fastest.
    sizes : (n,)
        Numbers of the actors' rungs.
    doubt
        Units by which a payoff may be wrong; 0 where all are exact.
    steps
        Boxes and supports that may be looked at.
    profiles : (E, N)
        To be filled: each equilibrium as the probabilities of all actors' rungs.

    Returns
    -------
    int
        Number of equilibria, which is odd; -1 where they are not proven to be all, or not all regular.
    """
    n = len(sizes)
    units = np.empty((n, payoffs.shape[1]))
    off = scaled(payoffs, doubt, units)
    masks, progress = np.ones(n, dtype=np.int64), np.zeros(PROGRESS, dtype=np.int64)
    masks[n - 1] = 0
    stack, undecided = np.empty((WAITING, box_length(sizes))), np.empty((0, n), dtype=np.int64)
    while progress[LEVEL] <= n and progress[UNDECIDED] == 0 and steps > 0 and progress[COUNT] < len(profiles):
        steps -= searched(
            units, sizes, 2 * off, 2 * off, masks, progress, stack, profiles, undecided, min(steps, WAITING)
        )
    if progress[LEVEL] <= n or progress[UNDECIDED] > 0 or progress[COUNT] % 2 == 0:
        return -1
    return int(progress[COUNT])
