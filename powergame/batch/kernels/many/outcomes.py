"""War and peace among any number of actors in one profile of rungs, and what they are worth.

The formulas are those of `powergame.model`, operation by operation in the same order, so that the results have the same
bits; only where `pow` or `exp` take part may last bits differ, as they do from library to library. What a model's
formula multiplies by 0 is left out.
"""

from __future__ import annotations

import math

from powergame.arrays import FloatArray, IntArray
from powergame.batch.kernels.cells import COST, GRAB, PROVOKES, RESISTS, RUNG_ODDS, STRENGTH
from powergame.jit.decorators import compiled, inlined
from powergame.model.contest import TIED_STRENGTH
from powergame.model.utility import NEARLY_NEUTRAL
from powergame.model.war import SIDING_TIE

P_WAR, ODDS_OF_DESTRUCTION, SEVERITY_OF_DESTRUCTION, SCALARS = 0, 1, 2, 3
"""Places, in the last row of the work space, of P, omega and sigma; their count."""

LOSS, PER_GRAB, PEACE, AT_STAKE, BASE, WON, SHARES, SPOILS, STRENGTHS, WINS, BEFORE, BEHIND, NUMBERS, WORK_ROWS = range(
    14
)
"""Rows of the work space, one number an actor or a side: l_j; m_j l_j / sum of g; power after peace; tau m of fighters;
power after war before anything is won, and what victory adds; shares of the spoils; a side's spoils, strength and
chances; sums over those before and behind; the scalars. Their count."""

SEEKS, FIGHTS, SIDE, FLAG_ROWS = 0, 1, 2, 3
"""Rows of the flags: whether an actor seeks power, and fights; the side that it is on. Their count."""


@inlined
def first_rung(n: int) -> int:
    """Return the place of the first rung's numbers: behind those of n actors, of their pairs, and of the scenario."""
    return 3 * n + n * (n - 1) // 2 + 5


@inlined
def _utility(v: float, rho: float) -> float:
    return v if abs(rho) < NEARLY_NEUTRAL else -math.expm1(-rho * v) / rho


@inlined
def _sums_of_others(work: FloatArray, row: int, n: int) -> None:
    """Write the sums of a row over the actors before and behind each, as `model.peace.of_all_others` adds them."""
    work[BEFORE, 0] = work[BEHIND, n - 1] = 0.0
    for i in range(1, n):
        work[BEFORE, i] = work[BEFORE, i - 1] + work[row, i - 1]
        work[BEHIND, n - 1 - i] = work[BEHIND, n - i] + work[row, n - i]


@compiled("void(float64[:, ::1], int64, int64, int64[::1], float64[:, ::1])", inner=True)
def peace(numbers: FloatArray, view: int, n: int, rungs: IntArray, work: FloatArray) -> None:
    """Write the probability of war, what everybody loses to grabs, and the power after peace.

    Parameters
    ----------
    numbers : (views, K)
        The numbers of each view.
    view
        The view.
    n
        Number of actors.
    rungs : (n,)
        Place of the numbers of the rung that each actor plays.
    work : (WORK_ROWS, n + SCALARS)
        To be filled.
    """
    calm = 1.0
    for i in range(n):
        provokes = numbers[view, rungs[i] + PROVOKES]
        for j in range(n):
            if j != i:
                calm *= 1 - provokes * numbers[view, rungs[j] + RESISTS]
    work[NUMBERS, P_WAR] = 1 - calm
    work[BEFORE, 0] = work[BEHIND, n - 1] = 1.0
    for i in range(1, n):
        work[BEFORE, i] = work[BEFORE, i - 1] * (1 - numbers[view, rungs[i - 1] + GRAB])
        work[BEHIND, n - 1 - i] = work[BEHIND, n - i] * (1 - numbers[view, rungs[n - i] + GRAB])
    for j in range(n):
        work[LOSS, j] = 1 - work[BEFORE, j] * work[BEHIND, j]
        work[PER_GRAB, j] = numbers[view, rungs[j] + GRAB]
    _sums_of_others(work, PER_GRAB, n)
    for j in range(n):
        takers = work[BEFORE, j] + work[BEHIND, j]
        work[PER_GRAB, j] = numbers[view, j] * work[LOSS, j] / takers if takers > 0 else 0.0
    _sums_of_others(work, PER_GRAB, n)
    for j in range(n):
        taken = work[BEFORE, j] + work[BEHIND, j]
        work[PEACE, j] = numbers[view, j] * (1 - work[LOSS, j]) + numbers[view, rungs[j] + GRAB] * taken


@inlined
def _share_out(numbers: FloatArray, view: int, n: int, flags: IntArray, only_side: int, work: FloatArray) -> None:
    """Write the status-quo members' shares of the spoils: of all defenders, or of those on one side."""
    held, members = 0.0, 0
    for k in range(n):
        if flags[FIGHTS, k] and not flags[SEEKS, k] and (only_side < 0 or flags[SIDE, k] == only_side):
            held += numbers[view, k]
            members += 1
    for k in range(n):
        work[SHARES, k] = 0.0
        if flags[FIGHTS, k] and not flags[SEEKS, k] and (only_side < 0 or flags[SIDE, k] == only_side):
            work[SHARES, k] = numbers[view, k] / held if held > 0 else 1.0 / members


@compiled(
    "void(float64[:, ::1], float64[:, :, ::1], int64, int64, float64, int64[:, ::1], float64[:, ::1])", inner=True
)
def _join(
    numbers: FloatArray, A: FloatArray, view: int, n: int, all_at_stake: float, flags: IntArray, work: FloatArray
) -> None:
    """Put each defender on the side whose victory it values most, as `model.war` does with `aligned` third parties."""
    _share_out(numbers, view, n, flags, -1, work)
    defended = 0.0
    for j in range(n):
        defended += work[AT_STAKE, j] if flags[FIGHTS, j] and not flags[SEEKS, j] else 0.0
    for k in range(n):
        if flags[SEEKS, k] or not flags[FIGHTS, k]:
            continue
        best = 0.0
        for j in range(n):
            kept = 0.0 if flags[SEEKS, j] else work[AT_STAKE, j]
            best = best + A[view, k, j] * (kept + (all_at_stake - defended) * work[SHARES, j])
        for i in range(n):
            if flags[SEEKS, i]:
                worth = work[AT_STAKE, k] + A[view, k, i] * (all_at_stake - work[AT_STAKE, k])
                if worth > best + SIDING_TIE:
                    flags[SIDE, k], best = i, worth


@inlined
def _weigh(n: int, gamma: float, logistic: bool, work: FloatArray) -> None:
    """Write each side's chance of victory from its strength; sides without a member have none."""
    top, all_weights = -math.inf, 0.0
    for s in range(n + 1):
        if work[WINS, s] > 0:
            top = max(top, work[STRENGTHS, s])
    for s in range(n + 1):
        strength, weight = work[STRENGTHS, s], 0.0
        if work[WINS, s] > 0:
            if math.isinf(gamma):
                weight = 1.0 if strength >= top - TIED_STRENGTH * abs(top) else 0.0
            elif logistic:
                weight = math.exp(gamma * min(strength - top, 0.0))
            else:
                share = strength / top if top > 0 else 1.0
                weight = share if gamma == 1 else share**gamma
        work[WINS, s] = weight
        all_weights += weight
    for s in range(n + 1):
        work[WINS, s] /= all_weights


@compiled(
    "void(float64[:, ::1], float64[:, :, ::1], int64, int64, boolean, int64[::1], int64[:, ::1], float64[:, ::1])",
    inner=True,
)
def war(
    numbers: FloatArray,
    A: FloatArray,
    view: int,
    n: int,
    aligned: bool,
    rungs: IntArray,
    flags: IntArray,
    work: FloatArray,
) -> None:
    """Write the sides of a war, their chances, and what everybody is left with; after `peace`.

    Parameters
    ----------
    numbers, view, n, rungs, work
        As for `peace`.
    A : (views, n, n)
        Alignments.
    aligned
        Whether defenders join the side whose victory they value most.
    flags : (FLAG_ROWS, n)
        To be filled.
    """
    conflict = first_rung(n) - 5
    usual, tau = numbers[view, conflict], numbers[view, conflict + 3]
    gamma, logistic = numbers[view, conflict + 2], numbers[view, conflict + 4] > 0
    effectiveness = n + n * (n - 1) // 2
    all_at_stake, taken, odds, fighters = 0.0, 0.0, 0.0, 0
    for k in range(n):
        rung = rungs[k]
        seeks = numbers[view, rung + GRAB] > 0
        fights = seeks or numbers[view, rung + PROVOKES] > 0 or numbers[view, rung + RESISTS] > 0
        flags[SEEKS, k], flags[FIGHTS, k], flags[SIDE, k] = seeks, fights, k if seeks else n
        work[AT_STAKE, k] = tau * numbers[view, k] if fights else 0.0
        all_at_stake += work[AT_STAKE, k]
        if fights:
            fighters += 1
            given = numbers[view, rung + RUNG_ODDS]
            odds = max(odds, usual if math.isnan(given) else given)  # NaN where the scenario's holds
        else:
            taken += work[PER_GRAB, k]
    if aligned and n > 2:
        _join(numbers, A, view, n, all_at_stake, flags, work)
    for s in range(n + 1):
        work[STRENGTHS, s] = work[SPOILS, s] = work[WINS, s] = 0.0
    work[WINS, n] = 0.0 if fighters else 1.0
    for k in range(n):
        if flags[FIGHTS, k]:
            s = flags[SIDE, k]
            work[SPOILS, s] += work[AT_STAKE, k]
            work[STRENGTHS, s] += (
                numbers[view, rungs[k] + STRENGTH] * numbers[view, effectiveness + k] * numbers[view, k]
            )
            work[WINS, s] = 1.0
    _weigh(n, gamma, logistic, work)
    _share_out(numbers, view, n, flags, n, work)
    for k in range(n):
        share = 1.0 if flags[SEEKS, k] else work[SHARES, k]
        work[WON, k] = work[AT_STAKE, k] + share * (all_at_stake - work[SPOILS, flags[SIDE, k]])
        lost = 0.0 if flags[FIGHTS, k] else work[LOSS, k]
        kept = numbers[view, k] * (1 - lost) + numbers[view, rungs[k] + GRAB] * taken
        work[BASE, k] = kept - work[AT_STAKE, k]
    work[NUMBERS, ODDS_OF_DESTRUCTION], work[NUMBERS, SEVERITY_OF_DESTRUCTION] = odds, numbers[view, conflict + 1]


@compiled(
    "float64(float64[:, ::1], float64[:, :, ::1], int64, int64, int64, int64[::1], int64[:, ::1], float64[:, ::1])",
    inner=True,
)
def expected_utility(
    numbers: FloatArray, A: FloatArray, view: int, n: int, i: int, rungs: IntArray, flags: IntArray, work: FloatArray
) -> float:
    """Return actor i's expected utility; after `peace`, and `war` where its probability is not 0."""
    rho = numbers[view, 2 * n + n * (n - 1) // 2 + i]
    p_war, v = work[NUMBERS, P_WAR], A[view, i, 0] * work[PEACE, 0]
    for j in range(1, n):
        v = v + A[view, i, j] * work[PEACE, j]
    in_peace, in_war = _utility(v, rho), 0.0
    if p_war != 0:
        omega, left = work[NUMBERS, ODDS_OF_DESTRUCTION], 1 - work[NUMBERS, SEVERITY_OF_DESTRUCTION]
        base = A[view, i, 0] * work[BASE, 0]
        for j in range(1, n):
            base = base + A[view, i, j] * work[BASE, j]
        for s in range(n + 1):
            if work[WINS, s] > 0:
                v = base
                for k in range(n):
                    if flags[SIDE, k] == s and flags[FIGHTS, k]:
                        v = v + A[view, i, k] * work[WON, k]
                in_war = in_war + work[WINS, s] * (omega * _utility(left * v, rho) + (1 - omega) * _utility(v, rho))
    return float((1 - p_war) * in_peace + p_war * in_war - numbers[view, rungs[i] + COST])
