"""Expected utilities of rungs, row by row: war or peace, and the worth of either."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.parameters import Parameters, Rungs
from powergame.model.peace import peaceful_allocation, war_probability
from powergame.model.utility import utility, value
from powergame.model.war import War, war

PAYOFF_UNIT = 2.0**-40
"""Share of all power of which payoffs are multiples: outcomes equal but for rounding error compare equal."""


def round_to_unit(payoffs: FloatArray) -> FloatArray:
    """Round payoffs to the nearest multiple of `PAYOFF_UNIT`; none is a negative zero.

    Examples
    --------
    >>> sum_of_tenths, three_tenths = round_to_unit(np.array([0.1 + 0.2, 0.3]))
    >>> 0.1 + 0.2 == 0.3, bool(sum_of_tenths == three_tenths)
    (False, True)
    """
    return np.asarray(np.rint(payoffs / PAYOFF_UNIT) * PAYOFF_UNIT + 0.0)


@dataclass(frozen=True, eq=False)
class Branches:
    """War and peace, row by row.

    Attributes
    ----------
    p_war : (...)
        P, the probability of war.
    peace : (n, ...)
        Power after peace, in shares of all power before.
    war : War
        The war's outcomes.
    """

    p_war: FloatArray
    peace: FloatArray
    war: War


def branches(parameters: Parameters, rungs: Rungs) -> Branches:
    """Return the war and the peace that each row may lead to."""
    power = np.broadcast_to(parameters.power, rungs.grab.shape)
    return Branches(war_probability(rungs), peaceful_allocation(power, rungs), war(parameters, rungs))


def utility_in_peace(parameters: Parameters, ahead: Branches, i: int) -> FloatArray:
    """Return u_i(peace), (...)."""
    return utility(value(parameters.alignment[i], ahead.peace), parameters.risk_aversion[i])


def utility_in_war(parameters: Parameters, fought: War, i: int) -> FloatArray:
    """Return sum over s of pi_s [omega u_i((1 - sigma) m^s) + (1 - omega) u_i(m^s)], (...)."""
    rho, omega = parameters.risk_aversion[i], fought.odds
    total = omega * 0.0
    for wins, v in zip(fought.wins, fought.values(parameters.alignment[i]), strict=True):
        destroyed = utility((1 - parameters.severity) * v, rho)
        total = total + wins * (omega * destroyed + (1 - omega) * utility(v, rho))
    return np.asarray(total)


def expected_utility(parameters: Parameters, rungs: Rungs, ahead: Branches, i: int) -> FloatArray:
    """Return (1 - P) u_i(peace) + P u_i(war) - c_i, (...), not rounded."""
    in_peace = utility_in_peace(parameters, ahead, i)
    in_war = utility_in_war(parameters, ahead.war, i)
    return np.asarray((1 - ahead.p_war) * in_peace + ahead.p_war * in_war - rungs.cost[i])


@dataclass(frozen=True, eq=False)
class Outcome:
    """The outcome, row by row, by the scenario's own numbers.

    Attributes
    ----------
    war : (...)
        Probability of war.
    destroyed : (...)
        Expected fraction of all power destroyed, P omega sigma.
    power_after : (n, ...)
        Expected power after, in shares of all power before; sums to 1 - destroyed.
    """

    war: FloatArray
    destroyed: FloatArray
    power_after: FloatArray


def outcome(parameters: Parameters, rungs: Rungs) -> Outcome:
    """Return each row's outcome.

    Examples
    --------
    Nobody strikes, one strikes, both strike in the security dilemma, of which a war destroys 0.3 on average:

    >>> import powergame as pg
    >>> from powergame.model.compile import compile_game
    >>> truth = compile_game(pg.load("scenarios/security-dilemma.yaml")).truth
    >>> outcomes = outcome(truth, truth.rungs(np.array([[0, 1, 1], [0, 0, 1]])))
    >>> outcomes.war.tolist(), outcomes.destroyed.round(9).tolist()
    ([0.0, 0.5, 0.75], [0.0, 0.15, 0.225])
    """
    ahead = branches(parameters, rungs)
    lost_in_war = ahead.war.odds * parameters.severity
    return Outcome(
        war=ahead.p_war,
        destroyed=ahead.p_war * lost_in_war,
        power_after=(1 - ahead.p_war) * ahead.peace + ahead.p_war * (1 - lost_in_war) * ahead.war.expected_power(),
    )
