"""From rungs to expected utilities, row by row: war or peace, and what either is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.parameters import Parameters, Rungs
from powergame.model.peace import peaceful_allocation, war_probability
from powergame.model.utility import utility, value
from powergame.model.war import War, war

PAYOFF_UNIT = 2.0**-40
"""Payoffs are multiples of this, in shares of all power: outcomes equal but for rounding error compare equal."""


def round_to_unit(payoffs: FloatArray) -> FloatArray:
    """Round to the nearest multiple of `PAYOFF_UNIT`."""
    return np.asarray(np.rint(payoffs / PAYOFF_UNIT) * PAYOFF_UNIT)


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
        What war leads to.
    """

    p_war: FloatArray
    peace: FloatArray
    war: War


def branches(parameters: Parameters, rungs: Rungs) -> Branches:
    """Return what each row may lead to."""
    power = np.broadcast_to(parameters.power, rungs.grab.shape)
    return Branches(war_probability(rungs), peaceful_allocation(power, rungs), war(parameters, rungs))


def utility_in_peace(parameters: Parameters, found: Branches, i: int) -> FloatArray:
    """Return u_i(peace), (...)."""
    return utility(value(parameters.alignment[i], found.peace), parameters.risk_aversion[i])


def utility_in_war(parameters: Parameters, found: Branches, i: int) -> FloatArray:
    """Return sum over s of pi_s [omega u_i((1 - sigma) m^s) + (1 - omega) u_i(m^s)], (...)."""
    rho, omega = parameters.risk_aversion[i], found.war.odds
    total = found.p_war * 0.0
    for wins, v in zip(found.war.wins, found.war.values(parameters.alignment[i]), strict=True):
        destroyed = utility((1 - parameters.severity) * v, rho)
        total = total + wins * (omega * destroyed + (1 - omega) * utility(v, rho))
    return np.asarray(total)


def expected_utility(parameters: Parameters, rungs: Rungs, found: Branches, i: int) -> FloatArray:
    """Return (1 - P) u_i(peace) + P u_i(war) - c_i, (...), not rounded."""
    in_peace = utility_in_peace(parameters, found, i)
    in_war = utility_in_war(parameters, found, i)
    return np.asarray((1 - found.p_war) * in_peace + found.p_war * in_war - rungs.cost[i])


@dataclass(frozen=True, eq=False)
class Outcome:
    """What happens, row by row, with the scenario's own numbers.

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
    """Return what happens in each row."""
    found = branches(parameters, rungs)
    lost_in_war = found.war.odds * parameters.severity
    return Outcome(
        war=found.p_war,
        destroyed=found.p_war * lost_in_war,
        power_after=(1 - found.p_war) * found.peace + found.p_war * (1 - lost_in_war) * found.war.expected_power(),
    )
