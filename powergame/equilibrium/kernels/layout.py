"""A support of a game of any number of actors, laid out as the equations and inequalities of its equilibria.

In a support every actor has some rungs in play; those with several are *mixers*. For every actor and every other rung,
the difference of payoffs to the actor's first rung in play is a function of the mixers' strategies, linear in each: 0
for rungs in play (an equation), at most 0 for others (an inequality).

A *box* is a product of simplices, one inside the simplex of each mixer's strategies. Over it each of these functions is
known by its values at the corners, of which it is a mean: so it lies between the least and the greatest of them. The
last number of a box bounds the rounding errors of these values and of their means, in units of 2^-53.
"""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.jit.decorators import shared

OFFSET, LENGTH, EQUATION, OWNER, STRIDE = range(5)
"""Columns of a function: where its corner values begin in a box, their number, whether it is an equation, and its
actor; from `STRIDE` on, the distance between neighbouring corners of each mixer, 0 for the actor itself."""

BOX_NUMBERS = 256
"""Numbers of a box that count as one: larger boxes count as several."""

ACTOR, RUNGS, UNKNOWN, CORNERS = range(4)
"""Columns of a mixer: its actor, the number of its rungs in play, its first unknown, and where the coordinates of its
corners begin in a box."""

ROUNDING = 2.0**-53
"""Rounding error of a number below 1, at most, and half of that: the unit of a box's errors."""

GAIN = 2.0
"""Rounding errors, in units of `ROUNDING`, of a difference of two payoffs in a range of 1, each a float next to it."""


@shared
def in_play(mask: int) -> int:
    """Return how many rungs a mask has."""
    count = 0
    while mask:
        count += mask & 1
        mask >>= 1
    return count


@shared
def rungs_of(masks: IntArray, sizes: IntArray) -> IntArray:
    """Return the rungs in play of each actor, (n, most rungs): the first places of each row, in order."""
    most = 0
    for i in range(len(sizes)):
        most = max(most, sizes[i])
    rungs = np.zeros((len(sizes), most), dtype=np.int64)
    for i in range(len(sizes)):
        place = 0
        for r in range(sizes[i]):
            if masks[i] >> r & 1:
                rungs[i, place] = r
                place += 1
    return rungs


@shared
def mixers_of(masks: IntArray) -> IntArray:
    """Return the mixers of a support, (m, 4); coordinates of corners are placed by `functions_of`.

    Parameters
    ----------
    masks : (n,)
        The rungs in play of each actor, as bits.
    """
    m = 0
    for i in range(len(masks)):
        m += in_play(masks[i]) > 1
    mixers = np.zeros((m, 4), dtype=np.int64)
    j = unknown = 0
    for i in range(len(masks)):
        rungs = in_play(masks[i])
        if rungs > 1:
            mixers[j, ACTOR], mixers[j, RUNGS], mixers[j, UNKNOWN] = i, rungs, unknown
            unknown += rungs - 1
            j += 1
    return mixers


@shared
def functions_of(sizes: IntArray, masks: IntArray, rungs: IntArray, mixers: IntArray) -> IntArray:
    """Return the functions of a support, one for each rung but the first in play of each actor.

    Parameters
    ----------
    sizes : (n,)
        Numbers of the actors' rungs.
    masks, rungs, mixers
        The support. The places of the corners' coordinates are filled in.

    Returns
    -------
    (R, STRIDE + m)
    """
    m, total = len(mixers), 0
    for i in range(len(sizes)):
        total += sizes[i] - 1
    functions = np.zeros((total, STRIDE + m), dtype=np.int64)
    row = offset = 0
    for i in range(len(sizes)):
        for r in range(sizes[i]):
            if r == rungs[i, 0]:
                continue
            length = 1
            for j in range(m - 1, -1, -1):
                if mixers[j, ACTOR] != i:
                    functions[row, STRIDE + j] = length
                    length *= mixers[j, RUNGS]
            functions[row, OFFSET], functions[row, LENGTH], functions[row, OWNER] = offset, length, i
            functions[row, EQUATION] = masks[i] >> r & 1
            offset += length
            row += 1
    for j in range(m):
        mixers[j, CORNERS] = offset
        offset += mixers[j, RUNGS] * mixers[j, RUNGS]
    return functions


@shared
def most_boxes(sizes: IntArray, budget: int) -> int:
    """Return how many boxes and supports of a game a budget pays for: fewer where each box has many numbers."""
    profiles, numbers = 1, 0
    for i in range(len(sizes)):
        profiles *= sizes[i]
    for i in range(len(sizes)):
        numbers += profiles - profiles // sizes[i]
    return int(budget // (1 + numbers // BOX_NUMBERS))


@shared
def box_length(sizes: IntArray) -> int:
    """Return the numbers of a box, at most, over all supports of a game: corner values, coordinates, and one more."""
    profiles = 1
    for i in range(len(sizes)):
        profiles *= sizes[i]
    length = 1
    for i in range(len(sizes)):
        length += (sizes[i] - 1) * (profiles // sizes[i]) + sizes[i] * sizes[i]
    return length


@shared
def first_box(
    payoffs: FloatArray, sizes: IntArray, rungs: IntArray, mixers: IntArray, functions: IntArray, box: FloatArray
) -> None:
    """Fill the box of all strategies over a support.

    Parameters
    ----------
    payoffs : (n, P)
        Payoffs, the last actor's rung fastest, in a range of at most 1.
    rungs, mixers, functions
        The support.
    box
        To be filled: corner values, coordinates of the corners, and last the rounding errors.
    """
    n, m = len(sizes), len(mixers)
    steps = np.ones(n, dtype=np.int64)
    for i in range(n - 2, -1, -1):
        steps[i] = steps[i + 1] * sizes[i + 1]
    pure = 0
    for i in range(n):
        pure += steps[i] * rungs[i, 0]
    row = 0
    for i in range(n):
        first = rungs[i, 0]
        for r in range(sizes[i]):
            if r == first:
                continue
            for e in range(functions[row, LENGTH]):
                at = pure
                for j in range(m):
                    stride = functions[row, STRIDE + j]
                    if stride > 0:
                        k = mixers[j, ACTOR]
                        at += steps[k] * (rungs[k, e // stride % mixers[j, RUNGS]] - rungs[k, 0])
                better = payoffs[i, at + steps[i] * (r - first)] - payoffs[i, at]
                box[functions[row, OFFSET] + e] = better
            row += 1
    for j in range(m):
        k = mixers[j, RUNGS]
        for a in range(k):
            for b in range(k):
                box[mixers[j, CORNERS] + a * k + b] = 1.0 if a == b else 0.0
    longest = unknowns = 0
    for row in range(len(functions)):
        longest = max(longest, functions[row, LENGTH])
    for j in range(m):
        unknowns += mixers[j, RUNGS] - 1
    box[len(box) - 1] = GAIN + longest + unknowns  # sums of so many values and products


@shared
def slack_of(box: FloatArray, doubt: float) -> float:
    """Return the errors of a box's values, at most: rounding, and doubt about payoffs."""
    return float(doubt + ROUNDING * box[len(box) - 1])


@shared
def scaled(payoffs: FloatArray, doubt: float, target: FloatArray) -> float:
    """Write each actor's payoffs divided by a power of 2, so that they are in a range of at most 1, without rounding.

    Returns
    -------
    float
        The doubt, divided likewise by the least of these powers.
    """
    worst = 0.0
    for i in range(payoffs.shape[0]):
        low = high = payoffs[i, 0] / 4  # differences of quarters do not overflow
        for e in range(payoffs.shape[1]):
            low, high = min(low, payoffs[i, e] / 4), max(high, payoffs[i, e] / 4)
        exponent = math.frexp(high - low)[1] + 2
        for e in range(payoffs.shape[1]):
            target[i, e] = math.ldexp(payoffs[i, e], -exponent)
        worst = max(worst, math.ldexp(doubt, -exponent))
    return worst
