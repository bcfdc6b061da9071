"""The kernel that follows the logit path of a small game of any number of actors.

The principal branch is followed by predictor and corrector in arc length, as `powergame.equilibrium.logit.path` does,
to its first passage of a rationality, but only while its end is in doubt. The end is certain near a strict equilibrium,
in a neighbourhood that logit responses of this and every higher rationality map into itself and contract
(`powergame.batch.kernels.logit.settled`). Where branches cross, as in symmetric games, the game is left to the other
follower.
"""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.logit.crossing import turned
from powergame.batch.kernels.logit.equations import ODDS, PLAY, eliminated, system
from powergame.batch.kernels.logit.settled import settled
from powergame.equilibrium.budgets import KERNEL_CORRECTIONS, KERNEL_STEPS
from powergame.jit.decorators import compiled, inlined

LONG_STEP, FINE_STEP = 1.0, 0.3
"""Lengths of a step at most, where 1 is a change of about 1 in log-odds between rungs that are played, or in
log-rationality. The fine one, with places polished, goes on where the long one loses the branch, near to others."""

LONGEST_STEP, SHORTEST = 3.0, 1e-5
"""Lengths of a step at most, behind all crossings, and at least: a branch that needs a shorter step crosses another."""

BEHIND_CROSSINGS = 1e2
"""Rationality, times the range of payoffs, from which steps may be the longest: branches hardly come near each other
from there on."""

FARTHEST = 1e7
"""Rationality, times the range of payoffs, at which a branch that leads to a mixture is matched to the list."""

LONGEST_MOVE, LONGEST_CORRECTION = 0.25, 0.05
"""Probabilities by which a step may change play, and its first correction; each further correction at most a fourth."""

MOST_GROWTH, CAUTION, TINY = 3.0, 0.8, 1e-9
"""Ratio at most of a step's length to that of the one before; part of the length that would just do, by how far the
last one went and by its first correction, that is tried next; and what keeps these from being nothing."""

CORRECTED = 3e-3
"""Probability of a correction below which the next one, of second order, is small enough to be left out."""

LARGEST_POWER = 700.0
"""Log-odds beyond which a change counts as this one: the exponential of more is no number."""

CORRECTED_AT_END, POLISHED = 1e-7, 1e-9
"""Probabilities in place of `CORRECTED`: far out, where rounding errors keep corrections at 1e-16 times the
rationality, and where rungs are played nearly alike."""

BENT = 1.3
"""Length of the way on, measured where it is 1 long along the way before. At 1 it goes straight on; at a crossing of
branches, where rounding errors might choose, it turns off at a right angle."""

FORESEEN = 0.5
"""Part by which a change that reverses two rungs may differ from what the way before foresaw. Near a symmetric game's
crossing of branches a step could otherwise lead past it, to the other side."""

PLAYED = 1e-2
"""Probability above which a rung counts as played where ties are looked for."""

NEARLY_ALIKE, ALIKE = 1e-5, 1e-12
"""Probabilities by which two played rungs may differ: below the first the place is polished, below the second rounding
errors might choose which of them comes to lead."""

SURELY = 2.0
"""Ratio of the most that rationality may rise in a step, after which it falls, to what the way before foresaw."""

LOST, SETTLED, PASSED = range(3)
"""How following a branch may end: it is lost; its end is certain; it has passed the rationality that was asked for."""


@inlined
def _mean(place: FloatArray, right: FloatArray, b: int, first: int, size: int, k: int) -> float:
    """Return the mean change of an actor's log-odds, weighted by play; the first rung's is 0."""
    mean = 0.0
    for r in range(1, size):
        mean += place[PLAY, first + r] * right[b, k + r - 1]
    return mean


@compiled("float64(int64[::1], float64[:, ::1], float64[:, ::1])", inner=True)
def play_corrected(sizes: IntArray, place: FloatArray, right: FloatArray) -> float:
    """Return by how much Newton's correction of the log-odds changes play; rare rungs may come to be played."""
    most, first, k = 0.0, 0, 0
    for i in range(len(sizes)):
        mean = _mean(place, right, 0, first, sizes[i], k)
        for r in range(sizes[i]):
            more = abs((right[0, k + r - 1] if r > 0 else 0.0) - mean)
            most = max(most, place[PLAY, first + r] * (more if more < 1 else math.exp(min(more, LARGEST_POWER))))
        k += sizes[i] - 1
        first += sizes[i]
    return most


@compiled("float64(int64[::1], float64[:, ::1], float64[:, ::1], float64[::1])", inner=True)
def _measured(sizes: IntArray, place: FloatArray, right: FloatArray, normal: FloatArray) -> float:
    """Write the way on times the metric's weights, and return its length: changes of play, and of log-rationality."""
    last = len(normal) - 1
    total, first, k = right[1, last] ** 2, 0, 0
    for i in range(len(sizes)):
        mean = _mean(place, right, 1, first, sizes[i], k)
        total += place[PLAY, first] * mean**2
        for r in range(1, sizes[i]):
            normal[k] = place[PLAY, first + r] * (right[1, k] - mean)
            total += place[PLAY, first + r] * (right[1, k] - mean) ** 2
            k += 1
        first += sizes[i]
    normal[last] = right[1, last]
    return math.sqrt(total)


@inlined
def moved(sizes: IntArray, place: FloatArray, step: FloatArray, factor: float, target: FloatArray) -> None:
    """Write log-odds moved along a direction."""
    first, k = 0, 0
    for i in range(len(sizes)):
        for r in range(1, sizes[i]):
            target[ODDS, first + r] = place[ODDS, first + r] + factor * step[k]
            k += 1
        first += sizes[i]


@inlined
def furthest(a: FloatArray, b: FloatArray) -> float:
    """Return the greatest difference of two places, in probability."""
    most = 0.0
    for r in range(a.shape[1]):
        most = max(most, abs(a[PLAY, r] - b[PLAY, r]))
    return most


@compiled("int64(int64[::1], float64[:, ::1], float64, int64[::1])", inner=True)
def note_ties(sizes: IntArray, place: FloatArray, near: float, alike: IntArray) -> int:
    """Note the rungs of each actor, as bits, that are played alike to within `near`, and return the number of pairs."""
    pairs, first = 0, 0
    for i in range(len(sizes)):
        for a in range(sizes[i]):
            for b in range(a):
                p, q = place[PLAY, first + a], place[PLAY, first + b]
                if p > PLAYED and abs(p - q) < near:
                    alike[i] |= (1 << a) | (1 << b)
                    pairs += 1
        first += sizes[i]
    return pairs


@compiled("boolean(int64[::1], float64[:, ::1], float64[:, ::1], float64[::1], float64)", inner=True)
def _foreseen(sizes: IntArray, here: FloatArray, there: FloatArray, way: FloatArray, step: float) -> bool:
    """Whether a step that reverses the order of two played rungs went about where the way before led."""
    first, k = 0, -1
    for i in range(len(sizes)):
        for a in range(first + 1, first + sizes[i]):
            for b in range(first, a):
                before, after = here[ODDS, a] - here[ODDS, b], there[ODDS, a] - there[ODDS, b]
                if (
                    before * after < 0
                    and min(min(there[PLAY, a], there[PLAY, b]), min(here[PLAY, a], here[PLAY, b])) > PLAYED
                ):
                    meant = step * (way[k + a - first] - (way[k + b - first] if b > first else 0.0))
                    if abs(after - before - meant) > FORESEEN * abs(after - before):
                        return False
        k += sizes[i] - 1
        first += sizes[i]
    return True


@compiled("int64(int64[::1], int64[::1], float64[::1])", inner=True)
def uniform(sizes: IntArray, chosen: IntArray, play: FloatArray) -> int:
    """Write uniform play of some rungs, given as bits for each actor, and return the number of their profiles."""
    profiles, first = 1, 0
    for i in range(len(sizes)):
        members = 0
        for r in range(sizes[i]):
            members += chosen[i] >> r & 1
        profiles *= members
        for r in range(sizes[i]):
            play[first + r] = 1 / members if chosen[i] >> r & 1 else 0.0
        first += sizes[i]
    return profiles


@inlined
def _sum_of_two(sizes: IntArray, unknowns: int) -> float:
    """Return the least sum of squares of the eigenvalues of all responses' derivatives, if two have real parts above 1.

    The eigenvalues sum to 0, so that the others' real parts sum to less than -2. Those of two actors come in pairs, a
    number and its negative, as many as the shorter ladder has rungs beside the first.
    """
    if len(sizes) == 2:
        return 4.0 if min(sizes[0], sizes[1]) > 2 else math.inf
    return 2.0 + 4.0 / (unknowns - 2) if unknowns > 2 else math.inf


@compiled(
    "boolean(float64[:, ::1], int64[::1], int64[:, ::1], float64, float64, float64[:, ::1], float64[:, ::1], float64,"
    " float64[::1], float64[:, ::1])",
    inner=True,
)
def _crosses(
    tables: FloatArray, sizes: IntArray, widths: IntArray, rationality: float, reached: float, here: FloatArray,
    there: FloatArray, scale: float, normal: FloatArray, terms: FloatArray,
) -> bool:  # fmt: skip
    """Whether other branches may cross this one between two places."""
    size = len(normal)
    before, after, right = np.empty((size, size)), np.empty((size, size)), np.empty((2, size))
    system(tables, sizes, widths, reached, there, scale, normal, before, right)
    for k in range(size):
        for c in range(size):
            after[c, k] = before[k, c]
    system(tables, sizes, widths, rationality, here, scale, normal, before, right)
    return eliminated(before, after, size) == 0 or turned(after, size, terms) > 0


@compiled(
    "int64(float64[:, ::1], float64[:, ::1], int64[::1], int64[:, ::1], float64, float64, float64[:, :, ::1],"
    " float64[::1], int64[:, ::1])",
    inner=True,
)
def follow(
    tables: FloatArray, raw: FloatArray, sizes: IntArray, widths: IntArray, goal: float, longest: float,
    places: FloatArray, reach: FloatArray, ties: IntArray,
) -> int:  # fmt: skip
    """Follow the principal branch from uniform play until its end is certain or it has passed a rationality.

    Parameters
    ----------
    tables, widths
        As `powergame.batch.kernels.logit.equations.prepare` fills them.
    raw : (n, P)
        Each actor's payoffs by profile. Rungs count as equally good only where these are the same bits.
    sizes : (n,)
        Numbers of the actors' rungs; n is 2 or more.
    goal
        Rationality, times the range of payoffs: its first passage ends the path.
    longest
        Longest step before `BEHIND_CROSSINGS`: `LONG_STEP` or `FINE_STEP`.
    places : (2, 2, N)
        To be filled: the last place before the goal, and the first one behind it.
    reach : (2,)
        To be filled: their rationalities.
    ties : (2, n)
        To be filled: rungs, as bits, that were played alike somewhere along the path, and those that lead at its end.

    Returns
    -------
    int
        `LOST`; `SETTLED` where the leading rungs, at the first place, tell the end; `PASSED`.
    """
    actors, rungs = len(sizes), places.shape[2]
    last = rungs - actors
    here, there, alike, leaders = places[0], places[1], ties[0], ties[1]
    for r in range(rungs):
        here[ODDS, r] = there[ODDS, r] = 0.0
    for i in range(actors):
        alike[i] = 0
    ignored = np.zeros(actors, dtype=np.int64)
    matrix, right, ways = np.empty((last + 1, last + 1)), np.empty((2, last + 1)), np.zeros((5, last + 1))
    tangent, normal, ahead, bend, way = ways[0], ways[1], ways[2], ways[3], ways[4]
    many = _sum_of_two(sizes, last)
    spare, other = np.empty((last + 1, last + 1)), np.empty((2, last + 1))
    terms = np.empty((last + 4, last + 3))
    rationality, scale, step, bends, against = 0.0, 1.0, longest, 0.0, 0
    normal[last] = 1.0
    system(tables, sizes, widths, rationality, here, 1.0, normal, matrix, right)
    orientation = eliminated(matrix, right, 2)
    length = _measured(sizes, here, right, normal)
    for _ in range(KERNEL_STEPS):
        # `right` holds the way on, with rationality in units of `scale`; `normal` is that way in the metric of play
        tangent[last] *= scale / (1.0 + rationality)
        scale = 1.0 + rationality
        for k in range(last + 1):
            bend[k] = (right[1, k] / length - tangent[k]) * bends
            tangent[k] = right[1, k] / length
            normal[k] /= length
        reached, move, first_correction, before, arrived = rationality, 0.0, 0.0, against, False
        while not arrived:
            for k in range(last + 1):
                way[k] = tangent[k] + step * bend[k]
            moved(sizes, here, way, step, there)
            reached = rationality + step * way[last] * scale
            for attempt in range(KERNEL_CORRECTIONS):
                squares = system(tables, sizes, widths, reached, there, scale, normal, matrix, right)
                move = furthest(there, here)
                if not (0 < reached and move <= LONGEST_MOVE) or eliminated(matrix, right, 2) != orientation:
                    break
                correction = play_corrected(sizes, there, right)
                if attempt == 0:
                    first_correction = correction
                if not correction <= LONGEST_CORRECTION / 4**attempt:
                    break
                moved(sizes, there, right[0], -1.0, there)
                reached -= right[0, last] * scale
                enough = CORRECTED_AT_END if reached > FARTHEST else CORRECTED if longest == LONG_STEP else POLISHED
                if correction < (POLISHED if note_ties(sizes, there, NEARLY_ALIKE, ignored) > 0 else enough):
                    # the way on is 1 long along the way before: the longer it is, the more it bends
                    length = _measured(sizes, there, right, ahead)
                    arrived = length < BENT and _foreseen(sizes, here, there, way, step)
                    against = 0
                    if arrived and squares > many:
                        system(tables, sizes, widths, reached, there, scale, normal, spare, other)
                        against = turned(spare, last, terms)
                    if arrived and max(before, against) > 1:
                        arrived = not _crosses(
                            tables, sizes, widths, rationality, reached, here, there, scale, normal, terms
                        )  # fmt: skip
                    break
            if arrived and reached < goal and right[1, last] < 0:  # it turned back: did it pass the goal before?
                arrived = rationality + SURELY * step * tangent[last] * scale < goal
            if not arrived:
                step /= 2
                if step < SHORTEST:
                    return LOST
        reach[0], reach[1] = rationality, reached
        if reached >= goal:
            return PASSED
        bends = 0.5 / step
        rate = right[1, last] * scale / (1.0 + reached)  # in units of the next scale
        length = math.sqrt(length * length - right[1, last] ** 2 + rate * rate)
        right[1, last] = ahead[last] = rate
        for r in range(rungs):
            here[ODDS, r], here[PLAY, r] = there[ODDS, r], there[PLAY, r]
        for k in range(last + 1):
            normal[k] = ahead[k]
        onward = reached > rationality
        rationality = reached
        note_ties(sizes, here, ALIKE, alike)
        if onward and settled(tables, raw, sizes, widths, rationality, here, leaders):
            return SETTLED
        room = min(math.sqrt(math.sqrt(LONGEST_CORRECTION / (first_correction + TINY))), LONGEST_MOVE / (move + TINY))
        step *= min(MOST_GROWTH, CAUTION * room)
        step = min(step, LONGEST_STEP if rationality > BEHIND_CROSSINGS else longest)
    return LOST
