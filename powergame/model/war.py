"""The outcome of war: who fights on which side, who wins, and who is left with what.

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
"""Share of all power; a defender joins a seeker only for a gain above it."""


@dataclass(frozen=True, eq=False)
class War:
    """A war's outcomes, row by row; S = n + 1 sides.

    After the victory of side s, actor k has ``base[k]``, and ``won[k]`` more if it is on that side.

    Attributes
    ----------
    wins : (S, ...)
        pi_s, each side's probability of victory; 0 for sides that do not exist.
    side : (n, ...)
        The side that each fighter is on; without meaning for bystanders, who win nothing.
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
        """Return every actor's expected power after the war, (n, ...), without destruction."""
        return np.asarray(self.base + np.take_along_axis(self.wins, self.side, axis=0) * self.won)


def war(parameters: Parameters, rungs: Rungs, side: IndexArray | None = None) -> War:
    """Return the outcomes of a war in each row, however unlikely it is.

    The losing fighters lose the fraction tau of their power. On a seeker's side the leader takes the spoils; on the
    status-quo side the members share them in proportion to their power. Bystanders lose to grabs as in peace.
    In rows without a fighter no war can break out: an empty status-quo side wins them.

    Parameters
    ----------
    side : (n, ...)
        The side that each actor is on; without it, that of `sides`.

    Examples
    --------
    The first of two equals strikes at double strength. It wins by 4 to 1, and the winner takes all:

    >>> import powergame as pg
    >>> from powergame.model.compile import compile_game
    >>> truth = compile_game(pg.load("scenarios/security-dilemma.yaml")).truth
    >>> struck = war(truth, truth.rungs(np.array([[1], [0]])))
    >>> struck.wins.round(9).ravel().tolist(), struck.side.ravel().tolist()
    ([0.8, 0.0, 0.2], [0, 2])
    >>> struck.expected_power().round(9).ravel().tolist()
    [0.8, 0.2]
    """
    power = np.broadcast_to(parameters.power, rungs.grab.shape)
    side = sides(parameters, rungs) if side is None else side
    n = len(power)
    at_stake = parameters.stakes * power * rungs.fighter
    at_stake_on = np.zeros((n + 1, *rungs.grab.shape[1:]))
    for k in range(n):
        add_on_side(at_stake_on, side[k], at_stake[k])
    strength, exists = strengths(parameters, rungs, side)
    spoils = total(at_stake) - at_stake_on
    defends = rungs.fighter & (side == n)
    shares = np.where(rungs.seeker, 1.0, status_quo_shares(power, defends))
    odds = np.where(np.isnan(rungs.odds), parameters.odds, rungs.odds)
    return War(
        wins=win_probabilities(parameters.contest, strength, exists, parameters.decisiveness),
        side=side,
        base=_after_grabs_from_bystanders(power, rungs) - at_stake,
        won=at_stake + shares * np.take_along_axis(spoils, side, axis=0),
        odds=np.where(rungs.fighter, odds, 0.0).max(axis=0),
    )


def sides(parameters: Parameters, rungs: Rungs) -> IndexArray:
    """Return the side that each actor is on, (n, ...): a seeker leads side i, the others defend or join a seeker."""
    n = len(rungs.grab)
    led = np.arange(n).reshape(n, *[1] * (rungs.grab.ndim - 1))
    if parameters.third_parties == "aligned" and n > 2:  # with two actors, the defender gains nothing by joining
        return np.where(rungs.seeker, led, _joined(parameters, rungs))
    return np.where(rungs.seeker, led, n)


def strengths(parameters: Parameters, rungs: Rungs, side: IndexArray) -> tuple[FloatArray, BoolArray]:
    """Return each side's strength before decisiveness, that of its members together, and whether it has any.

    Parameters
    ----------
    side : (n, ...)
        The side that each actor is on.

    Returns
    -------
    (S, ...) and (S, ...)
        In rows without a fighter there is the status quo's side, without strength.
    """
    n = len(side)
    strength, members = (np.zeros((n + 1, *rungs.grab.shape[1:])) for _ in range(2))
    for k in range(n):
        add_on_side(members, side[k], rungs.fighter[k].astype(float))
        add_on_side(strength, side[k], strength_of(parameters, rungs, k))
    members[n] += members.sum(axis=0) == 0
    return strength, members > 0


def strength_of(parameters: Parameters, rungs: Rungs, k: int) -> FloatArray:
    """Return phi b m of actor k, (...); 0 where it does not fight."""
    return np.asarray(rungs.fighter[k] * rungs.strength[k] * parameters.effectiveness[k] * parameters.power[k])


def add_on_side(totals: FloatArray, side: IndexArray, amount: FloatArray) -> None:
    """Add one actor's amount, (...), to the totals, (S, ...), of the side that it is on, (...)."""
    flat = totals.reshape(len(totals), -1)
    flat[side.ravel(), np.arange(flat.shape[1])] += amount.ravel()


@dataclass(frozen=True, eq=False)
class Prizes:
    """What is fought for, row by row: what all fighters keep if all of them lose is no part of it.

    Attributes
    ----------
    at_stake : (n, ...)
        What each fighter loses if it loses.
    spoils : (...)
        The sum of these. After a victory of seeker i in which k's power is spared, k has what it had at stake, and i
        the rest.
    defended : (n, ...)
        What each has after a victory of all defenders.
    """

    at_stake: FloatArray
    spoils: FloatArray
    defended: FloatArray


def prizes(parameters: Parameters, rungs: Rungs) -> Prizes:
    """Return what is fought for in each row, where all who do not seek power defend."""
    power = np.broadcast_to(parameters.power, rungs.grab.shape)
    defender = rungs.fighter & ~rungs.seeker
    at_stake = parameters.stakes * power * rungs.fighter
    spoils = total(at_stake)
    kept = at_stake * defender
    return Prizes(at_stake, spoils, kept + (spoils - total(kept)) * status_quo_shares(power, defender))


def worth_of_victory(parameters: Parameters, prize: Prizes, k: int, side: int) -> FloatArray:
    """Return what a side's victory is worth to defender k as it chooses its side, (...).

    That is v_k after a victory of seeker i = `side` that spares k's power, or of all defenders (`side` = n); but for
    what is the same after every victory, without destruction, risk aversion and the chances of winning.
    """
    A = parameters.alignment
    if side < len(prize.at_stake):
        return np.asarray(prize.at_stake[k] + A[k, side] * (prize.spoils - prize.at_stake[k]))
    worth = prize.spoils * 0.0
    for j, defended in enumerate(prize.defended):
        worth = worth + A[k, j] * defended
    return np.asarray(worth)


def _joined(parameters: Parameters, rungs: Rungs) -> IndexArray:
    """Return the side that each defender joins, (n, ...), valid where it is one.

    Defender k joins the side whose victory is worth most to it. All choose at once.
    """
    prize = prizes(parameters, rungs)
    n = len(rungs.grab)
    choice = np.full(rungs.grab.shape, n)
    for k in range(n):
        best = worth_of_victory(parameters, prize, k, n)
        for i in range(n):
            if i == k:
                continue
            worth = worth_of_victory(parameters, prize, k, i)
            better = rungs.seeker[i] & (worth > best + SIDING_TIE)
            choice[k] = np.where(better, i, choice[k])
            best = np.where(better, worth, best)
    return choice


def _after_grabs_from_bystanders(power: FloatArray, rungs: Rungs) -> FloatArray:
    """Return power, (n, ...), after bystanders have lost to grabs what they would lose in peace."""
    bystander = ~rungs.fighter
    if not bystander.any():
        return power
    taken = total(grabbed_per_grab(power, rungs) * bystander)
    return np.asarray(power * (1 - loss_fractions(rungs) * bystander) + rungs.grab * taken)


def status_quo_shares(power: FloatArray, member: BoolArray) -> FloatArray:
    """Return the status-quo members' shares of the spoils, (n, ...): by power, or equal where none has power."""
    held = power * member
    all_held, count = total(held), np.maximum(total(member.astype(float)), 1.0)
    by_power = np.divide(held, all_held, out=np.zeros_like(held), where=all_held > 0)
    return np.where(all_held > 0, by_power, member / count)


def total(over_actors: FloatArray) -> FloatArray:
    """Sum over the actors in their order, the same on every machine."""
    sum_so_far: FloatArray = over_actors[0]
    for of_actor in over_actors[1:]:
        sum_so_far = sum_so_far + of_actor
    return sum_so_far
