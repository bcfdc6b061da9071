"""What happens in war: who fights on which side, who wins, who is left with what.

War is a costly lottery over the sides' victories (Fearon, J. D. (1995). Rationalist explanations for war.
International Organization 49). Sides are numbered: side i < n is led by actor i, where i seeks power, and
side n is the status quo's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.model.contest import win_probabilities
from powergame.model.parameters import Parameters, Rungs
from powergame.model.peace import grabbed_per_grab, loss_fractions
from powergame.model.utility import value

SIDING_TIE = 1e-12
"""In shares of all power: a defender joins a seeker only where that is worth more to it than this."""


@dataclass(frozen=True, eq=False)
class War:
    """A war's outcomes, row by row; S = n + 1 sides.

    After the victory of side s, actor k has ``base[k]``, and ``won[k]`` more if it is on that side.

    Attributes
    ----------
    wins : (S, ...)
        pi_s, how likely each side is to win; 0 for sides that do not exist.
    side : (n, ...)
        Which side each fighter is on; bystanders have won nothing, whatever stands here.
    base, won : (n, ...)
        In shares of all power before, without destruction.
    odds : (...)
        omega, the odds of destruction: the highest among the fighters' rungs.
    """

    wins: FloatArray
    side: IndexArray
    base: FloatArray
    won: FloatArray
    odds: FloatArray

    def values(self, alignment_of_i: FloatArray) -> FloatArray:
        """Return v_i after the victory of each side, (S, ...), given A_ij over j."""
        base = value(alignment_of_i, self.base)
        after = np.repeat(base[None], len(self.wins), axis=0)
        for k, (side, won) in enumerate(zip(self.side, self.won, strict=True)):
            add_on_side(after, side, alignment_of_i[k] * won)
        return after

    def expected_power(self) -> FloatArray:
        """Return everybody's expected power after the war, (n, ...), without destruction."""
        return np.asarray(self.base + np.take_along_axis(self.wins, self.side, axis=0) * self.won)


def war(parameters: Parameters, rungs: Rungs) -> War:
    """Return what a war would lead to in each row, whether or not one is likely there.

    The losing fighters lose the fraction tau of their power. A seeker's side: its leader takes the spoils. The
    status-quo side: its members share them in proportion to their power. Bystanders lose to grabs as in peace.
    Rows without a fighter, in which no war can break out, get a status-quo side that wins with nobody in it.
    """
    power = np.broadcast_to(parameters.power, rungs.grab.shape)
    side = sides(parameters, rungs)
    n = len(power)
    at_stake = parameters.stakes * power * rungs.fighter
    at_stake_on, strength, members = (np.zeros((n + 1, *rungs.grab.shape[1:])) for _ in range(3))
    for k in range(n):
        add_on_side(at_stake_on, side[k], at_stake[k])
        add_on_side(members, side[k], rungs.fighter[k].astype(float))
        add_on_side(strength, side[k], rungs.fighter[k] * rungs.strength[k] * parameters.effectiveness[k] * power[k])
    members[n] += members.sum(axis=0) == 0
    spoils = total(at_stake) - at_stake_on
    defends = rungs.fighter & (side == n)
    shares = np.where(rungs.seeker, 1.0, status_quo_shares(power, defends))
    odds = np.where(np.isnan(rungs.odds), parameters.odds, rungs.odds)
    return War(
        wins=win_probabilities(parameters.contest, strength, members > 0, parameters.decisiveness),
        side=side,
        base=_after_grabs_from_bystanders(power, rungs) - at_stake,
        won=at_stake + shares * np.take_along_axis(spoils, side, axis=0),
        odds=np.where(rungs.fighter, odds, 0.0).max(axis=0),
    )


def sides(parameters: Parameters, rungs: Rungs) -> IndexArray:
    """Return which side each actor is on, (n, ...): each seeker leads its own, the others stand or join."""
    n = len(rungs.grab)
    own = np.arange(n).reshape(n, *[1] * (rungs.grab.ndim - 1))
    if parameters.third_parties == "aligned" and n > 2:  # of two, the one attacked gains nothing by joining
        return np.where(rungs.seeker, own, _joined(parameters, rungs, rungs.fighter & ~rungs.seeker))
    return np.where(rungs.seeker, own, n)


def add_on_side(totals: FloatArray, side: IndexArray, amount: FloatArray) -> None:
    """Add one actor's amount, (...), to the totals, (S, ...), of the side that it is on, (...)."""
    flat = totals.reshape(len(totals), -1)
    flat[side.ravel(), np.arange(flat.shape[1])] += amount.ravel()


def _joined(parameters: Parameters, rungs: Rungs, defender: BoolArray) -> IndexArray:
    """Return the side that each defender joins, (n, ...), valid where `defender` is.

    Defender k compares v_k after a victory of the full status-quo side with v_k after a victory of each single
    seeker in which k's own power is spared. All choose at once.
    """
    A, stakes = parameters.alignment, parameters.stakes
    power = np.broadcast_to(parameters.power, rungs.grab.shape)
    n = len(power)
    at_stake = stakes * power * rungs.fighter
    all_spoils = total(at_stake)
    defended = total(at_stake * defender)
    shares = status_quo_shares(power, defender)
    choice = np.full(rungs.grab.shape, n)
    for k in range(n):
        # v_k of what all fighters are left with if all of them lose; it is common to all that k compares
        best = all_spoils * 0.0
        for j in range(n):
            kept_and_won = at_stake[j] * defender[j] + (all_spoils - defended) * shares[j]
            best = best + A[k, j] * kept_and_won
        for i in range(n):
            if i == k:
                continue
            worth = at_stake[k] + A[k, i] * (all_spoils - at_stake[k])
            better = rungs.seeker[i] & (worth > best + SIDING_TIE)
            choice[k] = np.where(better, i, choice[k])
            best = np.where(better, worth, best)
    return choice


def _after_grabs_from_bystanders(power: FloatArray, rungs: Rungs) -> FloatArray:
    """Return power, (n, ...), once bystanders have lost to grabs what they would lose in peace."""
    bystander = ~rungs.fighter
    if not bystander.any():
        return power
    taken = total(grabbed_per_grab(power, rungs) * bystander)
    return np.asarray(power * (1 - loss_fractions(rungs) * bystander) + rungs.grab * taken)


def status_quo_shares(power: FloatArray, member: BoolArray) -> FloatArray:
    """Return how the members of the status-quo side share spoils, (n, ...): by power, or equally."""
    held = power * member
    all_held, count = total(held), np.maximum(total(member.astype(float)), 1.0)
    by_power = np.divide(held, all_held, out=np.zeros_like(held), where=all_held > 0)
    return np.where(all_held > 0, by_power, member / count)


def total(over_actors: FloatArray) -> FloatArray:
    """Sum over the actors in their order, the same on every machine."""
    found: FloatArray = over_actors[0]
    for one in over_actors[1:]:
        found = found + one
    return found
