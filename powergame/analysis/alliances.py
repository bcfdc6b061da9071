"""Who would stand with whom if it came to war, how strong each side would be, and how likely each would win.

Sides are those of the model's wars, by the scenario's own numbers: what happens, whatever anybody believes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.analysis.aspect import UNDECIDED
from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.equilibrium.expected import arrays
from powergame.equilibrium.types import Profile, in_play
from powergame.model.compile import chunks
from powergame.model.contest import win_probabilities
from powergame.model.game import Game
from powergame.model.parameters import Parameters, Rungs
from powergame.model.peace import war_probability
from powergame.model.war import prizes, sides, strength_of, strengths, worth_of_victory
from powergame.objects.attributes import Spelled
from powergame.plain import Json

AS_LIKELY = 1e-9
"""Fraction of a probability; wars whose probabilities differ by less are as likely but for rounding."""


@dataclass(frozen=True)
class Alliance(Spelled):
    """A side of a war.

    Attributes
    ----------
    leader
        The actor that seeks power; None for the status quo.
    members
        All who fight on it, the leader among them, in the scenario's order.
    strength
        Its share of all fighters' strength, the sum of phi b m over its members, before decisiveness.
    wins
        The probability that it wins.
    strengths
        What each member brings, in the order of `members`: they sum to `strength`.
    """

    leader: str | None
    members: tuple[str, ...]
    strength: float
    wins: float
    strengths: tuple[float, ...]

    @property
    def leader_first(self) -> tuple[str, ...]:
        """Its members, the leader before the others."""
        return tuple(sorted(self.members, key=lambda name: name != self.leader))

    def to_dict(self) -> dict[str, Json]:
        """Return the side as plain data."""
        return {
            "leader": self.leader,
            "members": list(self.members),
            "strength": self.strength,
            "wins": self.wins,
        }


@dataclass(frozen=True)
class Allegiance(Spelled):
    """A defender's choice of a side, where defenders join the side whose victory they value most.

    Attributes
    ----------
    actor
        The defender.
    leader, instead
        The leaders of the side that it joins, and of the next best; None for the status quo.
    margin
        By how much it values the victory of the former above that of the latter, in shares of all power.
    """

    actor: str
    leader: str | None
    instead: str | None
    margin: float

    def to_dict(self) -> dict[str, Json]:
        """Return the choice as plain data."""
        return {"actor": self.actor, "leader": self.leader, "instead": self.instead, "margin": self.margin}


@dataclass(frozen=True)
class IfWar(Spelled):
    """The most likely war of an equilibrium.

    Attributes
    ----------
    probability
        That this war breaks out: that these rungs are played, and war comes of them. 0 where no war can; these are then
        the sides on the most likely rungs.
    profile
        The rung that each actor plays, by name.
    profile_probability
        That these rungs are played.
    sides
        In the order of their leaders, the status quo last; sides without a member are left out.
    siding
        Why each defender is on its side, in the scenario's order; empty where defenders have no choice.
    """

    probability: float
    profile: dict[str, str]
    profile_probability: float
    sides: tuple[Alliance, ...]
    siding: tuple[Allegiance, ...]

    @property
    def bystanders(self) -> tuple[str, ...]:
        """Those who would not fight, in the scenario's order."""
        return tuple(name for name in self.profile if not any(name in side.members for side in self.sides))

    def side_of(self, leader: str | None) -> Alliance | None:
        """Return the side of this leader, None for the status quo; None where nobody is on it."""
        return next((side for side in self.sides if side.leader == leader), None)

    def to_dict(self) -> dict[str, Json]:
        """Return the war as plain data."""
        return {
            "probability": self.probability,
            "profile": dict(self.profile),
            "profile_probability": self.profile_probability,
            "sides": [side.to_dict() for side in self.sides],
            "siding": [choice.to_dict() for choice in self.siding],
        }


def if_wars(truth: Parameters, game: Game, war: FloatArray, profiles: Sequence[Profile]) -> tuple[IfWar | None, ...]:
    """Return the most likely war of each of some equilibria; None where nobody would fight.

    That is the profile of rungs of which war comes with the greatest probability, that it is played included; of wars
    as likely the one whose rungs are played with the greatest probability, and then the first. Where no war can come,
    these are the rungs that are played with the greatest probability.

    Parameters
    ----------
    truth
        The scenario's own numbers.
    game
        The names of actors and rungs.
    war : (L_1, ..., L_n)
        Probability of war in each profile, by the scenario's own numbers.
    profiles
        What is played in each equilibrium.

    Examples
    --------
    The kingmaker likes the challenger, and joins it:

    >>> import powergame as pg
    >>> answer = pg.solve(pg.load("scenarios/kingmaker.yaml"), look_for_turns=False)
    >>> [(side.leader, side.members) for side in answer.if_war.sides]
    [('challenger', ('challenger', 'kingmaker')), (None, ('incumbent',))]
    """
    rungs = np.zeros((len(game.actors), len(profiles)), dtype=np.intp)
    weight = np.ones(len(profiles))
    for k, profile in enumerate(profiles):
        supports = [in_play(strategy) for strategy in profile]
        rungs[:, k] = [support[0][0] for support in supports]
        if any(len(support) > 1 for support in supports):
            most, chance = _likeliest(war[..., None], [strategy[:, None] for strategy in arrays(profile)])
            rungs[:, k], weight[k] = most[:, 0], chance[0]
    fought = truth.rungs(rungs)
    side = sides(truth, fought)
    strength, exists = strengths(truth, fought, side)
    wins = win_probabilities(truth.contest, strength, exists, truth.decisiveness)
    shares = _shares(strength, exists)
    brought = np.stack([strength_of(truth, fought, k) for k in range(len(side))])
    choices = _choices(truth, fought, side, game.actors)
    each = zip(rungs.T.tolist(), weight.tolist(), strict=True)
    return tuple(
        IfWar(
            probability=chance * float(war[tuple(profile)]),
            profile={name: game.rungs[i][r] for i, (name, r) in enumerate(zip(game.actors, profile, strict=True))},
            profile_probability=chance,
            sides=tuple(
                _alliances(game.actors, side[:, k], fought.fighter[:, k], shares[:, k], wins[:, k], brought[:, k])
            ),
            siding=choices[k],
        )
        if fought.fighter[:, k].any()
        else None
        for k, (profile, chance) in enumerate(each)
    )


def leaders_if_war(truth: Parameters, play: FloatArray) -> IndexArray:
    """Return whom each actor would follow in the most likely war of each row of a batch, as `if_wars` has it.

    Parameters
    ----------
    truth
        The scenarios' own numbers, with the rows along the last axis, as `batch.types.Columns` has them.
    play : (L_1 + ... + L_n, B)
        What is played, as `batch.types.Results` has it.

    Returns
    -------
    IndexArray : (n, B)
        The place of the actor that leads its side, n for the status quo; `UNDECIDED` where it would not fight, or
        nothing is selected.

    Examples
    --------
    >>> import powergame as pg
    >>> from powergame.batch.engine import solve_batch
    >>> from powergame.batch.variants import Variants
    >>> path = "alignment.kingmaker.challenger"
    >>> columns = Variants(pg.load("scenarios/kingmaker.yaml"), [path]).columns({path: np.array([0.0, 0.9])})
    >>> leaders_if_war(columns.truth, solve_batch(columns, with_play=True).play).tolist()
    [[3, 3], [3, 1], [3, 1]]
    """
    shape = tuple(ladder.shape[1] for ladder in truth.ladders)
    rows = play.shape[-1]
    war = np.empty((int(np.prod(shape)), rows))
    for part, profiles in chunks(shape, rows):
        war[part] = war_probability(truth.rungs(profiles))
    strategies = np.split(play, np.cumsum(shape)[:-1])
    selected = ~np.isnan(play).any(axis=0)
    most, _ = _likeliest(war.reshape(*shape, rows), [np.where(selected, strategy, 1.0) for strategy in strategies])
    fought = _at_rows(truth, most)
    return np.where(fought.fighter & selected, sides(truth, fought), UNDECIDED)[:, 0]


def _likeliest(war: FloatArray, strategies: Sequence[FloatArray]) -> tuple[IndexArray, FloatArray]:
    """Return the rungs of the most likely war of each row, (n, B), and the probability that they are played, (B,).

    Parameters
    ----------
    war : (L_1, ..., L_n, B)
        Probability of war in each profile.
    strategies
        Of each actor the probabilities of its rungs, (L_i, B).
    """
    played = [np.flatnonzero((strategy > 0).any(axis=1)) for strategy in strategies]
    weight = np.ones((1, war.shape[-1]))
    for rungs, strategy in zip(played, strategies, strict=True):
        weight = (weight[:, None] * strategy[rungs]).reshape(-1, war.shape[-1])
    chance = weight * war[np.ix_(*played, np.arange(war.shape[-1]))].reshape(weight.shape)
    likeliest = chance >= (1 - AS_LIKELY) * chance.max(axis=0)
    among = np.where(likeliest, weight, -1.0)
    place = (among >= (1 - AS_LIKELY) * among.max(axis=0)).argmax(axis=0)
    places = np.unravel_index(place, [len(rungs) for rungs in played])
    return np.stack([rungs[at] for rungs, at in zip(played, places, strict=True)]), weight[place, np.arange(len(place))]


def _at_rows(truth: Parameters, profiles: IndexArray) -> Rungs:
    """Return the rungs of one profile for each row of a batch: profiles (n, B), rungs (n, 1, B)."""
    rows = np.arange(profiles.shape[1])
    tables = zip(truth.ladders, profiles, strict=True)
    return Rungs(*np.stack([table[:, rungs, rows] for table, rungs in tables], axis=1)[:, :, None])


def _choices(truth: Parameters, fought: Rungs, side: IndexArray, names: Sequence[str]) -> list[tuple[Allegiance, ...]]:
    """Return the defenders' choices in each of some wars; none where they have no choice."""
    n, wars = fought.grab.shape
    choices: list[list[Allegiance]] = [[] for _ in range(wars)]
    if truth.third_parties == "aligned" and n > 2:
        prize = prizes(truth, fought)
        there = np.vstack((fought.seeker, np.ones((1, wars), dtype=bool)))
        for k in range(n):
            worth = np.stack([worth_of_victory(truth, prize, k, s) for s in range(n + 1)])
            others = np.where(there & (np.arange(n + 1)[:, None] != side[k]), worth, -np.inf)
            instead, margin = others.argmax(axis=0), worth[side[k], np.arange(wars)] - others.max(axis=0)
            for at in np.flatnonzero(fought.fighter[k] & ~fought.seeker[k] & fought.seeker.any(axis=0)).tolist():
                leader, other = ((*names, None)[s] for s in (int(side[k, at]), int(instead[at])))
                choices[at].append(Allegiance(names[k], leader, other, max(float(margin[at]), 0.0)))
    return [tuple(each) for each in choices]


def _shares(strength: FloatArray, exists: BoolArray) -> FloatArray:
    """Return each side's share of all strength, (S, ...); where nobody has any, sides are equal, as in a contest."""
    total = strength.sum(axis=0)
    equal = exists / exists.sum(axis=0)
    return np.where(total > 0, strength / np.where(total > 0, total, 1.0), equal)


def _alliances(
    names: Sequence[str],
    side: IndexArray,
    fighter: BoolArray,
    shares: FloatArray,
    wins: FloatArray,
    brought: FloatArray,
) -> Iterator[Alliance]:
    """Yield the sides of a war, those of seekers in their order, then the status quo's; empty ones are left out."""
    for s, leader in enumerate((*names, None)):
        places = np.flatnonzero(fighter & (side == s))
        if len(places):
            parts = brought[places] if brought[places].any() else np.ones(len(places))
            strengths = shares[s] * parts / parts.sum()
            members = tuple(names[k] for k in places.tolist())
            yield Alliance(leader, members, float(shares[s]), float(wins[s]), tuple(strengths.tolist()))
