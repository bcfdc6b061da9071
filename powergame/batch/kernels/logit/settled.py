"""Where the logit path of a small game may stop: in a set of play that responses never leave, and to one end.

Let each actor i have leading rungs: one, or several that pay the same against each profile of the others' leading
rungs. Payoff differences between two rungs of an actor are at most 1. Let c be the most that another rung is played
relative to a leading one of its actor, T the most rungs beside the first of each that some actor's others have
together, and consider all play with no more than c.

What leads stays so. Against such play the others are off their leading rungs with probability Tc at most, so that the
log-odds between two leading rungs are at most d = lambda T c, and 0 where an actor has a single one. The weight of a
profile of k others off their leading rungs is at most c^k exp((n - 1) d) times the least of those of profiles of
leading ones, and that of two of the latter differs by a factor of exp((n - 1) d) at most. So a leading rung's advantage
over another is at least its sum over profiles of leading rungs, less (exp((n - 1) d) - 1) times the sum of its absolute
values there, less what profiles off the leading rungs can take away, divided by the number of profiles of leading rungs
and by the product of 1 + (L_j - 1) c. Where lambda times that is at least -log c, responses play no more than c, and
for each higher rationality, too; then with a bound c' that falls as exp(-lambda' advantage), and d' with it.

It has one end. A response's relative frequencies change with the others' by 2 lambda T c at most, in the greatest
norm; that bound falls from there on where lambda times the advantage is above 1. With several leading rungs their
log-odds, of the order of lambda c, are unknowns, too. Measured in units of 8 lambda T they change by 1/4 + (n - 1) 2
lambda T c at most, and relative frequencies by 2 lambda T c (1 + 8 (n - 1) lambda), which falls where lambda times the
advantage is above 2. So responses contract, the branch goes on in the set without turning back, and ends where each
actor plays its leading rungs alike.
"""

from __future__ import annotations

import math

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.logit.equations import PLAY
from powergame.jit.decorators import compiled, inlined

CONTRACTS = 0.25
"""Factor by which logit responses may at most still expand differences where the branch is settled."""

CERTAINLY, CERTAINLY_TIED = 1.0, 2.0
"""Rationality times advantage from which the bounds fall: with a single leading rung each, and with several."""

STILL_MOVES = 2.0
"""Ratio, at most, of a rung's probability on the path itself to that at a place that is not wholly corrected."""

LEADS, LEAST_SHARE = 0.5, 1e-300
"""Ratios to the most played rung's probability: from the first a rung leads, below the second it counts as unplayed."""


@inlined
def _lead(sizes: IntArray, place: FloatArray, most_others: float, leaders: IntArray) -> float:
    """Write each actor's leading rungs, as bits, and return how often another is played relative to one, at most.

    Where that is more than `most_others` the rest is left out.
    """
    others: float = LEAST_SHARE
    first = 0
    for i in range(len(sizes)):
        most = 0.0
        for r in range(sizes[i]):
            most = max(most, place[PLAY, first + r])
        leaders[i] = 0
        for r in range(sizes[i]):
            if place[PLAY, first + r] >= LEADS * most:
                leaders[i] |= 1 << r
            else:
                others = max(others, STILL_MOVES * place[PLAY, first + r] / most)
                if others > most_others:
                    return others
        first += sizes[i]
    return others


@inlined
def _spread(sizes: IntArray, leaders: IntArray, i: int, others: float, tables: FloatArray) -> int:
    """Write c^k for all profiles of the others, k of them off their leading rungs; return how many have k = 0."""
    row, width, members = len(sizes), 1, 1
    tables[row, 0] = 1.0
    for j in range(len(sizes)):
        if j == i:
            continue
        leading = 0
        for s in range(sizes[j]):
            leading += leaders[j] >> s & 1
        members *= leading
        for w in range(width - 1, -1, -1):
            weight = tables[row, w]
            for s in range(sizes[j]):
                tables[row, w * sizes[j] + s] = weight * (1.0 if leaders[j] >> s & 1 else others)
        width *= sizes[j]
    return members


@inlined
def _advantage(tables: FloatArray, actors: int, i: int, a: int, b: int, width: int, unsure: float) -> float:
    """Return the least sum of what a leading rung gains more than another, over profiles of the others."""
    total = 0.0
    for w in range(width):
        more = 0.0
        if a > 0:
            more += tables[i, (a - 1) * width + w]
        if b > 0:
            more -= tables[i, (b - 1) * width + w]
        weight = tables[actors, w]
        if weight == 1.0:
            total += more - unsure * abs(more)
        else:
            total += min(0.0, more) * weight * (1.0 + unsure)
    return total


@inlined
def _pay_the_same(
    raw: FloatArray, actors: int, i: int, a: int, b: int, width: int, after: int, size: int, tables: FloatArray
) -> bool:
    """Whether two rungs pay the same, bit for bit, against each profile of the others' leading rungs."""
    for w in range(width):
        base = (w // after) * after * size + w % after
        if tables[actors, w] == 1.0 and raw[i, base + a * after] != raw[i, base + b * after]:
            return False
    return True


@compiled(
    "boolean(float64[:, ::1], float64[:, ::1], int64[::1], int64[:, ::1], float64, float64[:, ::1], int64[::1])",
    inner=True,
)
def settled(
    tables: FloatArray, raw: FloatArray, sizes: IntArray, widths: IntArray, rationality: float, place: FloatArray,
    leaders: IntArray,
) -> bool:  # fmt: skip
    """Whether the branch must end at the rungs that lead now: one of each actor, or several that pay the same.

    Parameters
    ----------
    tables, widths
        As `powergame.batch.kernels.logit.equations.prepare` fills them.
    raw : (n, P)
        Payoffs, of which the same bits are surely the same.
    place : (2, N)
        A place on the branch, where it leads to higher rationality.
    leaders : (n,)
        To be filled with the rungs that lead, as bits.
    """
    actors, tied, most = len(sizes), False, 0
    for i in range(actors):
        most = max(most, len(place[PLAY]) - actors - (sizes[i] - 1))
    most_others = CONTRACTS / (2 * rationality * most)
    others = _lead(sizes, place, most_others, leaders)
    for i in range(actors):
        tied |= leaders[i] & (leaders[i] - 1) != 0
    if others * ((actors - 1) * (1 + 8 * rationality) if tied else 1.0) > most_others:
        return False
    drift = 2 * rationality * most * others
    needed = max(CERTAINLY_TIED if tied else CERTAINLY, -math.log(others))
    unsure = math.expm1((actors - 1) * drift / 2) if tied else 0.0
    after = raw.shape[1]
    for i in range(actors):
        after //= sizes[i]
        width, members = widths[i, actors], _spread(sizes, leaders, i, others, tables)
        share = rationality / members
        for j in range(actors):
            share /= 1 + (sizes[j] - 1) * others if j != i else 1.0
        for a in range(sizes[i]):
            if not leaders[i] >> a & 1:
                continue
            for r in range(sizes[i]):
                if leaders[i] >> r & 1:
                    if r < a and not _pay_the_same(raw, actors, i, a, r, width, after, sizes[i], tables):
                        return False
                elif _advantage(tables, actors, i, a, r, width, unsure) * share < needed:
                    return False
    return True
