"""The kernel that follows the logit path of a small game of two actors, where orders alone do not tell its end.

The principal branch is followed by predictor and corrector in arc length, as `powergame.equilibrium.logit.path` does,
but only while its end is in doubt. The end is certain near a strict equilibrium, in a neighbourhood that logit
responses of this and every higher rationality map into itself and contract. It is certain, too, far out and clearly at
one of the listed equilibria. Where branches cross, as in symmetric games, the game is left to the other follower.
"""

from __future__ import annotations

import math

import numpy as np

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.logit_equations import eliminated, system
from powergame.equilibrium.budgets import KERNEL_CORRECTIONS, KERNEL_RUNGS, KERNEL_STEPS
from powergame.jit.decorators import compiled, inlined

UNKNOWNS = 2 * (KERNEL_RUNGS - 1) + 1
"""Unknowns of the equations: the log-odds of both actors' rungs, and rationality."""

LONG_STEP, FINE_STEP = 1.0, 0.1
"""Lengths of a step at most, where 1 is a change of about 1 in log-odds between rungs that are played, or in
log-rationality. The fine one checks paths to mixtures: a branch taken by mistake leads there more often than
anywhere else."""

LONGEST_STEP, SHORTEST = 3.0, 1e-5
"""Lengths of a step at most, behind all crossings, and at least: a branch that needs a shorter step crosses another."""

BEHIND_CROSSINGS = 1e4
"""Rationality, times the range of payoffs, from which steps may be the longest. Before, a step could pass two places
at once where branches nearly cross, and the orientation would not tell."""

FARTHEST = 1e7
"""Rationality, times the range of payoffs, at which a branch that leads to a mixture is matched to the list."""

LONGEST_MOVE, LONGEST_CORRECTION = 0.25, 0.05
"""Probabilities by which a step may change play, and its first correction; each further correction at most a fourth."""

CORRECTED = 1e-3
"""Probability of a correction below which the next one, of second order, is small enough to be left out."""

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

CONTRACTS = 0.25
"""Factor by which logit responses may at most still expand differences where the branch is settled."""

CERTAINLY = 1.0
"""Rationality times advantage from which a rung that is played less becomes ever rarer."""

STILL_MOVES = 2.0
"""Ratio, at most, of a rung's probability on the path itself to that at a place that is not wholly corrected."""

LEADS, LEAST_SHARE = 0.5, 1e-300
"""Ratios to the most played rung's probability: from the first a rung leads, below the second it counts as unplayed."""

NEAR, FAR = 1e-5, 1e-2
"""Probabilities by which play may differ from the listed equilibrium that the branch has reached, and by which it must
differ from all others."""


@inlined
def _mean(play: FloatArray, changes: FloatArray, start: int, size: int) -> float:
    """Return the mean change of an actor's log-odds, weighted by play; the first rung's is 0."""
    mean = 0.0
    for r in range(1, size):
        mean += play[r] * changes[start + r - 1]
    return mean


@inlined
def _correction(sizes: IntArray, play: FloatArray, right: FloatArray) -> float:
    """Return by how much Newton's correction of the log-odds changes play."""
    most, start = 0.0, 0
    for i in range(2):
        mean = _mean(play[i], right[0], start, sizes[i])
        most = max(most, play[i, 0] * abs(mean))
        for r in range(1, sizes[i]):
            most = max(most, play[i, r] * abs(right[0, start + r - 1] - mean))
        start += sizes[i] - 1
    return most


@inlined
def _measured(sizes: IntArray, play: FloatArray, right: FloatArray, normal: FloatArray, size: int) -> float:
    """Write the way on times the metric's weights, and return its length: changes of play, and of log-rationality."""
    total, start = right[1, size - 1] ** 2, 0
    for i in range(2):
        mean = _mean(play[i], right[1], start, sizes[i])
        total += play[i, 0] * mean**2
        for r in range(1, sizes[i]):
            k = start + r - 1
            normal[k] = play[i, r] * (right[1, k] - mean)
            total += play[i, r] * (right[1, k] - mean) ** 2
        start += sizes[i] - 1
    normal[size - 1] = right[1, size - 1]
    return math.sqrt(total)


@inlined
def _moved(sizes: IntArray, x: FloatArray, step: FloatArray, factor: float, target: FloatArray) -> None:
    """Write log-odds moved along a direction."""
    k = 0
    for i in range(2):
        for r in range(1, sizes[i]):
            target[i, r] = x[i, r] + factor * step[k]
            k += 1


@inlined
def _copy(source: FloatArray, target: FloatArray) -> None:
    """Copy a table for two actors; slices take seconds to compile."""
    for i in range(2):
        for r in range(KERNEL_RUNGS):
            target[i, r] = source[i, r]


@compiled("float64(int64[::1], float64[:, ::1], float64[:, ::1])", inner=True)
def change(sizes: IntArray, a: FloatArray, b: FloatArray) -> float:
    """Return the greatest difference of two profiles, in probability."""
    most = 0.0
    for i in range(2):
        for r in range(sizes[i]):
            most = max(most, abs(a[i, r] - b[i, r]))
    return most


@compiled(
    "boolean(float64[:, :, ::1], float64[:, :, ::1], int64[::1], float64, float64[:, ::1], int64[::1])", inner=True
)
def _settled(
    gains: FloatArray, raw: FloatArray, sizes: IntArray, rationality: float, play: FloatArray, leaders: IntArray
) -> bool:
    """Whether the branch must end at the rungs that lead now: one of each actor, or several that pay the same.

    Let c be the most that any other rung is played relative to a leading one. In the set of all play with no more than
    c, the least advantage of the leaders, times rationality, keeps others below c, and logit responses contract.
    Leaders that pay the same against each of the other actor's leaders are played alike in the limit.
    """
    others = LEAST_SHARE
    for i in range(2):
        most_played = 0.0
        for r in range(sizes[i]):
            most_played = max(most_played, play[i, r])
        leaders[i] = 0
        for r in range(sizes[i]):
            if play[i, r] >= LEADS * most_played:
                leaders[i] |= 1 << r
            else:
                others = max(others, STILL_MOVES * play[i, r] / most_played)
    most = max(sizes[0], sizes[1]) - 1
    single = leaders[0] & (leaders[0] - 1) == 0 and leaders[1] & (leaders[1] - 1) == 0
    drift = 2 * rationality * most * others  # the most by which log-odds between leaders can change
    if drift * (1 if single else max(1.0, rationality)) > CONTRACTS:
        return False
    needed = max(CERTAINLY, -math.log(others))
    for i in range(2):
        for a in range(sizes[i]):
            if not leaders[i] >> a & 1:
                continue
            for r in range(sizes[i]):
                if r == a:
                    continue
                leads = leaders[i] >> r & 1
                mean, swing, lost, members = 0.0, 0.0, 0.0, 0
                for c in range(sizes[1 - i]):
                    more = gains[i, a, c] - gains[i, r, c]
                    if not leaders[1 - i] >> c & 1:
                        lost += max(0.0, -more)
                    elif leads and raw[i, a, c] != raw[i, r, c]:
                        return False
                    else:
                        mean, swing, members = mean + more, swing + abs(more), members + 1
                advantage = (mean - drift * swing) / members if members > 1 else mean
                if not leads and (advantage - others * lost) / (1 + most * others) * rationality < needed:
                    return False
    return True


@compiled("int64(int64[::1], float64[:, ::1], float64, int64[::1])", inner=True)
def _ties(sizes: IntArray, play: FloatArray, near: float, alike: IntArray) -> int:
    """Note the rungs of each actor, as bits, that are played alike to within `near`, and return the number of pairs."""
    pairs = 0
    for i in range(2):
        for a in range(sizes[i]):
            for b in range(a):
                if play[i, a] > PLAYED and abs(play[i, a] - play[i, b]) < near:
                    alike[i] |= (1 << a) | (1 << b)
                    pairs += 1
    return pairs


@inlined
def _foreseen(
    sizes: IntArray,
    play: FloatArray,
    tried: FloatArray,
    x: FloatArray,
    guess: FloatArray,
    way: FloatArray,
    step: float,
) -> bool:
    """Whether a step that reverses the order of two played rungs went about where the way before led."""
    start = 0
    for i in range(2):
        for a in range(1, sizes[i]):
            for b in range(a):
                before, after = x[i, a] - x[i, b], guess[i, a] - guess[i, b]
                if before * after < 0 and min(tried[i, a], tried[i, b], play[i, a], play[i, b]) > PLAYED:
                    meant = step * (way[start + a - 1] - (way[start + b - 1] if b > 0 else 0.0))
                    if abs(after - before - meant) > FORESEEN * abs(after - before):
                        return False
        start += sizes[i] - 1
    return True


@compiled("int64(int64[::1], float64[:, ::1], float64[:, :, ::1], int64, float64[:, ::1])", inner=True)
def _nearest(sizes: IntArray, play: FloatArray, listed: FloatArray, count: int, limit: FloatArray) -> int:
    """Write the listed equilibrium that play has reached and return 1; return 0 if it is not clearly one of them."""
    near = -1
    for k in range(count):
        far = change(sizes, play, listed[k])
        if far < NEAR:
            near = k
        elif far < FAR:
            return 0
    if near < 0:
        return 0
    _copy(listed[near], limit)
    return 1


@inlined
def uniform(chosen: IntArray, play: FloatArray) -> int:
    """Write uniform play of some rungs, given as bits for each actor, and return the number of their profiles."""
    profiles = 1
    for i in range(2):
        members = 0
        for r in range(KERNEL_RUNGS):
            members += chosen[i] >> r & 1
        profiles *= members
        for r in range(KERNEL_RUNGS):
            play[i, r] = 1 / members if chosen[i] >> r & 1 else 0.0
    return profiles


@compiled(
    "int64(float64[:, :, ::1], float64[:, :, ::1], int64, int64, float64[:, :, ::1], int64, float64, float64[:, ::1])",
    inner=True,
)
def follow(
    units: FloatArray, raw: FloatArray, first: int, second: int, listed: FloatArray, count: int, longest: float,
    limit: FloatArray,
) -> int:  # fmt: skip
    """Find the limit of the principal branch among the equilibria of a game.

    Parameters
    ----------
    units, raw : (2, 5, 5)
        Payoffs in units, rounded and before; those of actor i have its own rung first.
    first, second
        Numbers of the actors' rungs.
    listed : (E, 2, 5)
        The game's extreme equilibria.
    count
        Number of these equilibria.
    longest
        Longest step before `BEHIND_CROSSINGS`: `LONG_STEP` or `FINE_STEP`.
    limit : (2, 5)
        To be filled.

    Returns
    -------
    int
        Number of profiles in play where the limit is uniform play of some rungs; 1 where it is a listed equilibrium; 0
        where it was not found.
    """
    sizes = np.array([first, second])
    gains = np.zeros((2, KERNEL_RUNGS, KERNEL_RUNGS))
    widest = 0.0
    for i in range(2):
        for c in range(sizes[1 - i]):
            low = high = units[i, 0, c]
            for r in range(sizes[i]):
                low, high = min(low, units[i, r, c]), max(high, units[i, r, c])
            widest = max(widest, high - low)
    if widest == 0:
        return 0
    for i in range(2):
        for r in range(sizes[i]):
            for c in range(sizes[1 - i]):
                gains[i, r, c] = (units[i, r, c] - units[i, 0, c]) / widest
    x, guess = np.zeros((2, KERNEL_RUNGS)), np.zeros((2, KERNEL_RUNGS))
    play, tried = np.zeros((2, KERNEL_RUNGS)), np.zeros((2, KERNEL_RUNGS))
    worth, leaders = np.zeros((2, KERNEL_RUNGS)), np.zeros(2, dtype=np.int64)
    matrix, right = np.zeros((UNKNOWNS, UNKNOWNS)), np.zeros((2, UNKNOWNS))
    tangent, normal, ahead = np.zeros(UNKNOWNS), np.zeros(UNKNOWNS), np.zeros(UNKNOWNS)
    alike, ignored = np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64)
    rationality, step = 0.0, longest
    normal[first + second - 2] = 1.0
    size = system(gains, sizes, rationality, x, play, worth, 1.0, normal, matrix, right)
    orientation = eliminated(matrix, right, size)
    length = _measured(sizes, play, right, normal, size)
    for _ in range(KERNEL_STEPS):
        # `right` holds the way on, with rationality in units of `scale`; `normal` is that way in the metric of play
        scale = 1.0 + rationality
        for k in range(size):
            tangent[k] = right[1, k] / length
            normal[k] /= length
        reached, move, arrived = rationality, 0.0, False
        while not arrived:
            _moved(sizes, x, tangent, step, guess)
            reached = rationality + step * tangent[size - 1] * scale
            for attempt in range(KERNEL_CORRECTIONS):
                size = system(gains, sizes, reached, guess, tried, worth, scale, normal, matrix, right)
                move = change(sizes, tried, play)
                if not (0 < reached and move <= LONGEST_MOVE) or eliminated(matrix, right, size) != orientation:
                    break
                correction = _correction(sizes, tried, right)
                if not correction <= LONGEST_CORRECTION / 4**attempt:
                    break
                _moved(sizes, guess, right[0], -1.0, guess)
                reached -= right[0, size - 1] * scale
                enough = CORRECTED if reached <= FARTHEST else CORRECTED_AT_END
                if correction < (POLISHED if _ties(sizes, tried, NEARLY_ALIKE, ignored) > 0 else enough):
                    # the way on is 1 long along the way before: the longer it is, the more it bends
                    arrived = _measured(sizes, tried, right, ahead, size) < BENT
                    arrived = arrived and _foreseen(sizes, play, tried, x, guess, tangent, step)
                    break
            if not arrived:
                step /= 2
                if step < SHORTEST:
                    return 0
        right[1, size - 1] *= scale / (1.0 + reached)  # in units of the next scale
        _copy(guess, x)
        _copy(tried, play)
        length = _measured(sizes, play, right, normal, size)
        onward = reached > rationality
        rationality = reached
        _ties(sizes, play, ALIKE, alike)
        if onward and _settled(gains, raw, sizes, rationality, play, leaders):
            for i in range(2):
                if alike[i] & leaders[i] and alike[i] & ~leaders[i]:
                    return 0
            return uniform(leaders, limit)
        if rationality > FARTHEST:
            return _nearest(sizes, play, listed, count, limit)
        step *= 3.0 if move < LONGEST_MOVE / 4 else 1.5 if move < LONGEST_MOVE / 2 else 1.0
        step = min(step, LONGEST_STEP if rationality > BEHIND_CROSSINGS else longest)
    return 0
