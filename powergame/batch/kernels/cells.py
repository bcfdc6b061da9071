"""Two actors' war and peace in one profile of rungs, for a block of rows at once.

The formulas are those of `powergame.model`, whose general code for any number of actors is the reference. This module
writes them out for two actors, operation by operation in the same order, so that the results have the same bits; only
where `pow` or `exp` take part may last bits differ, as they do from library to library. The code is one straight line
without branches over few flat arrays with constant offsets, which compilers turn into vector instructions.
"""

from __future__ import annotations

import math

from powergame.arrays import FloatArray
from powergame.jit.decorators import compiled, inlined
from powergame.model.contest import TIED_STRENGTH
from powergame.model.payoffs import PAYOFF_UNIT
from powergame.model.utility import NEARLY_NEUTRAL

BLOCK = 64
"""Rows of a block: their numbers, and a small game's payoffs, stay in the processor's nearest cache."""

POWER, ALIGNMENT, EFFECTIVENESS, RISK, ODDS, SEVERITY, DECISIVENESS, STAKES, LOGISTIC = 0, 2, 3, 5, 7, 8, 9, 10, 11
"""Rows of the input at which numbers stand; a number of the actors has a row for each."""

RUNG = 12
"""Rows of these numbers; the actors' rungs follow."""

GRAB, PROVOKES, RESISTS, STRENGTH, RUNG_ODDS, COST, RUNG_ROWS = 0, 1, 2, 3, 4, 5, 6
"""Rows of a rung at which its numbers stand, and their count."""

PAYOFFS, WAR, DESTROYED, OUTPUT_ROWS = 0, 2, 3, 4
"""Rows of the output: each actor's payoff in units of `PAYOFF_UNIT`, not rounded yet; P; P omega sigma; their count."""

PER_UNIT = 1 / PAYOFF_UNIT
"""Units of payoff in 1."""

UNCERTAIN = 2.0**-6
"""Units, of payoffs up to 1, by which last bits of `pow` and `exp` may move one: over 20 times the most that was seen.
Payoffs that are farther from the middle between two whole ones are rounded alike by every library."""


@inlined
def certain(payoff: float) -> bool:
    """Whether a payoff in units is rounded alike by every library."""
    return 0.5 - abs(payoff - math.floor(payoff + 0.5)) > UNCERTAIN * max(1.0, abs(payoff) / PER_UNIT)


@inlined
def _if(condition: bool, then: float, otherwise: float) -> float:
    return then if condition else otherwise


@inlined
def _quotient(x: float, y: float) -> float:
    """Return x / y, or 0 where y is 0."""
    return _if(y > 0, x / _if(y > 0, y, 1.0), 0.0)


@inlined
def _utility(v: float, rho: float, plain: bool) -> float:
    if plain:
        return v
    return v if abs(rho) < NEARLY_NEUTRAL else -math.expm1(-rho * v) / rho


@inlined
def _weight(strength: float, top: float, gamma: float, logistic: float, plain: bool) -> float:
    """Return the weight of a side, given its strength and that of the strongest side."""
    if plain:
        share = _if(top > 0, strength / _if(top > 0, top, 1.0), 1.0)
        decided = _if(strength >= top - TIED_STRENGTH * top, 1.0, 0.0)
        return _if(gamma == 1, share, _if(gamma == 0, 1.0, decided))
    if math.isinf(gamma):
        return 1.0 if strength >= top - TIED_STRENGTH * abs(top) else 0.0
    if logistic > 0:
        return math.exp(gamma * min(strength - top, 0.0))
    return float((strength / top if top > 0 else 1.0) ** gamma)


@inlined
def _in_war(
    A0: float, A1: float, rho: float, base0: float, base1: float, won0: float, won1: float, s0: bool, s1: bool,
    w0: float, w1: float, w2: float, odds: float, left: float, plain: bool,
) -> float:  # fmt: skip
    """Return an actor's expected utility in war, side after side."""
    base, own0, own1 = A0 * base0 + A1 * base1, A0 * won0, A1 * won1
    v0, v1 = base + _if(s0, own0, 0.0), base + _if(s1, own1, 0.0)
    v2 = base + _if(s0, 0.0, own0) + _if(s1, 0.0, own1)
    u0 = w0 * (odds * _utility(left * v0, rho, plain) + (1 - odds) * _utility(v0, rho, plain))
    u1 = w1 * (odds * _utility(left * v1, rho, plain) + (1 - odds) * _utility(v1, rho, plain))
    u2 = w2 * (odds * _utility(left * v2, rho, plain) + (1 - odds) * _utility(v2, rho, plain))
    return u0 + u1 + u2


@inlined
def _row(row: FloatArray, one: FloatArray, other: FloatArray, out: FloatArray, j: int, plain: bool) -> None:
    """Compute one row; `plain` where it needs neither `pow` nor `exp`: gamma 0, 1 or inf, and nobody averse to risk."""
    m0, m1, A = row[j], row[BLOCK + j], row[ALIGNMENT * BLOCK + j]
    g0, q0, r0 = one[GRAB * BLOCK + j], one[PROVOKES * BLOCK + j], one[RESISTS * BLOCK + j]
    g1, q1, r1 = other[GRAB * BLOCK + j], other[PROVOKES * BLOCK + j], other[RESISTS * BLOCK + j]
    s0, s1 = g0 > 0, g1 > 0
    f0, f1 = s0 | (q0 > 0) | (r0 > 0), s1 | (q1 > 0) | (r1 > 0)
    P = 1 - (1 - q0 * r1) * (1 - q1 * r0)
    # peace
    l0, l1 = 1 - (1 - g1), 1 - (1 - g0)
    lost0, lost1 = _quotient(m0 * l0, g1), _quotient(m1 * l1, g0)
    peace0, peace1 = m0 * (1 - l0) + g0 * lost1, m1 * (1 - l1) + g1 * lost0
    # war: what is at stake, who is how strong, who wins
    tau = row[STAKES * BLOCK + j]
    at0, at1 = _if(f0, tau * m0, 0.0), _if(f1, tau * m1, 0.0)
    of0 = _if(f0, one[STRENGTH * BLOCK + j] * row[EFFECTIVENESS * BLOCK + j] * m0, 0.0)
    of1 = _if(f1, other[STRENGTH * BLOCK + j] * row[(EFFECTIVENESS + 1) * BLOCK + j] * m1, 0.0)
    defended = _if(s0, 0.0, of0) + _if(s1, 0.0, of1)
    defends0, defends1 = f0 & (not s0), f1 & (not s1)
    stands = defends0 | defends1 | (not (f0 | f1))
    top = max(_if(s0, of0, -math.inf), max(_if(s1, of1, -math.inf), _if(stands, defended, -math.inf)))
    gamma, logistic = row[DECISIVENESS * BLOCK + j], row[LOGISTIC * BLOCK + j]
    w0 = _if(s0, _weight(of0, top, gamma, logistic, plain), 0.0)
    w1 = _if(s1, _weight(of1, top, gamma, logistic, plain), 0.0)
    w2 = _if(stands, _weight(defended, top, gamma, logistic, plain), 0.0)
    all_weights = w0 + w1 + w2
    w0, w1, w2 = w0 / all_weights, w1 / all_weights, w2 / all_weights
    # war: what everybody is left with
    all_at = at0 + at1
    lead0, lead1 = all_at - at0, all_at - at1
    behind = all_at - (_if(s0, 0.0, at0) + _if(s1, 0.0, at1))
    held0, held1 = _if(defends0, m0, 0.0), _if(defends1, m1, 0.0)
    held = held0 + held1
    members = max(_if(defends0, 1.0, 0.0) + _if(defends1, 1.0, 0.0), 1.0)
    share0 = _if(held > 0, _quotient(held0, held), _if(defends0, 1.0 / members, 0.0))
    share1 = _if(held > 0, _quotient(held1, held), _if(defends1, 1.0 / members, 0.0))
    won0 = at0 + _if(s0, lead0, share0 * behind)
    won1 = at1 + _if(s1, lead1, share1 * behind)
    taken = _if(f0, 0.0, lost0) + _if(f1, 0.0, lost1)
    base0 = m0 * (1 - _if(f0, 0.0, l0)) + g0 * taken - at0
    base1 = m1 * (1 - _if(f1, 0.0, l1)) + g1 * taken - at1
    odds0, odds1, usual = one[RUNG_ODDS * BLOCK + j], other[RUNG_ODDS * BLOCK + j], row[ODDS * BLOCK + j]
    odds = max(
        _if(f0, _if(odds0 != odds0, usual, odds0), 0.0),  # NaN where the scenario's holds
        _if(f1, _if(odds1 != odds1, usual, odds1), 0.0),
    )
    severity = row[SEVERITY * BLOCK + j]
    left = 1 - severity
    rho0, rho1 = row[RISK * BLOCK + j], row[(RISK + 1) * BLOCK + j]
    war0 = _in_war(1.0, A, rho0, base0, base1, won0, won1, s0, s1, w0, w1, w2, odds, left, plain)
    war1 = _in_war(A, 1.0, rho1, base0, base1, won0, won1, s0, s1, w0, w1, w2, odds, left, plain)
    u0 = (1 - P) * _utility(peace0 + A * peace1, rho0, plain) + P * war0 - one[COST * BLOCK + j]
    u1 = (1 - P) * _utility(A * peace0 + peace1, rho1, plain) + P * war1 - other[COST * BLOCK + j]
    out[j], out[BLOCK + j] = u0 * PER_UNIT, u1 * PER_UNIT
    out[WAR * BLOCK + j], out[DESTROYED * BLOCK + j] = P, P * (odds * severity)


@compiled("void(float64[::1], float64[::1], float64[::1], float64[::1])", inner=True)
def plain_cell(row: FloatArray, one: FloatArray, other: FloatArray, out: FloatArray) -> None:
    """Compute a block of rows without `pow` and `exp`.

    Parameters
    ----------
    row : (RUNG * BLOCK,)
        The scenario's and the actors' numbers, row after row.
    one, other : (RUNG_ROWS * BLOCK,)
        The numbers of the first actor's rung and of the second's.
    out : (OUTPUT_ROWS * BLOCK,)
        To be filled.
    """
    for j in range(BLOCK):
        _row(row, one, other, out, j, True)


@compiled("void(float64[::1], float64[::1], float64[::1], float64[::1])", inner=True)
def curved_cell(row: FloatArray, one: FloatArray, other: FloatArray, out: FloatArray) -> None:
    """Compute a block of any rows, otherwise as `plain_cell` does."""
    for j in range(BLOCK):
        _row(row, one, other, out, j, False)
