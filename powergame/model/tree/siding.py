"""Wars in which a defender's side depends on what it believes of the others' types.

A defender compares what each side's victory is worth to it, as where all types are known (`powergame.model.war`), but
by what it believes of the others once their rungs are seen. Where it takes the same side whatever their types are, it
is bound to it; a war in which all are bound, in all eyes and histories, is as one among known types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.model.payoffs import round_to_unit, utility_in_war
from powergame.model.peace import war_probability
from powergame.model.tree.types import Siding
from powergame.model.tree.views import Eyes, Views, all_profiles
from powergame.model.war import SIDING_TIE, prizes, war


@dataclass(frozen=True, eq=False)
class Wars:
    """The wars of a round that depend on beliefs.

    Attributes
    ----------
    sidings
        One a profile of rungs; several, where its rungs seek and fight in some eyes and not in others.
    apart : (P, V)
        Which wars these are, by profiles of rungs and views.
    """

    sidings: tuple[Siding, ...]
    apart: BoolArray


@dataclass(frozen=True, eq=False)
class Parties:
    """Who seeks power and who chooses a side on a profile of rungs, in some eyes.

    Attributes
    ----------
    eyes
        Those by whose numbers defenders side, the scenario's own first where they are among them.
    of_types
        For each actor (T_i,): by which of the eyes each type sees everybody side; -1 where by none of these.
    """

    rungs: tuple[int, ...]
    seekers: tuple[int, ...]
    choosers: tuple[int, ...]
    eyes: tuple[Eyes, ...]
    of_types: tuple[IndexArray, ...]

    @property
    def leaders(self) -> tuple[int | None, ...]:
        """The sides: None for the status quo, then the seekers."""
        return (None, *self.seekers)


def wars_by_belief(views: Views, power: FloatArray) -> Wars:
    """Return the wars of a round that depend on beliefs.

    Parameters
    ----------
    power : (n, H, V)
        What each actor has in each history, as each view sees it.
    """
    profiles = all_profiles(views.parameters)
    apart = np.zeros((profiles.shape[1], power.shape[2]), dtype=bool)
    if views.parameters.third_parties != "aligned" or len(views.kinds) < 3 or max(views.kinds) < 2:
        return Wars((), apart)
    p_war = war_probability(views.parameters.rungs(profiles))
    sidings = []
    for place, profile in enumerate(profiles.T):
        for parties in _parties(views, tuple(map(int, profile)), p_war[place]):
            siding = _siding(views, power, parties, p_war[place])
            if siding is not None:
                sidings.append(siding)
                apart[place] |= _views_among(views, parties)
    return Wars(tuple(sidings), apart)


def _parties(views: Views, profile: tuple[int, ...], p_war: FloatArray) -> Iterator[Parties]:
    """Yield who may choose a side in a war on a profile of rungs, in which eyes."""
    rungs = views.parameters.rungs(np.array(profile)[:, None])
    every = _eyes(views)
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], list[Eyes]] = {}
    for eyes in dict.fromkeys([None, *every.values()]):
        view = views.of(eyes).flat[0]
        seeking, fighting = rungs.seeker[:, 0, view], rungs.fighter[:, 0, view]
        seekers, choosers = np.flatnonzero(seeking), np.flatnonzero(fighting & ~seeking)
        if len(seekers) and len(choosers) and p_war[view] > 0:
            groups.setdefault((tuple(seekers.tolist()), tuple(choosers.tolist())), []).append(eyes)
    for (seekers_, choosers_), group in groups.items():
        places = {eyes: k for k, eyes in enumerate(group)}
        of_types = tuple(
            np.array([places.get(every.get((i, x)), -1) for x in range(count)]) for i, count in enumerate(views.kinds)
        )
        yield Parties(profile, seekers_, choosers_, tuple(group), of_types)


def _eyes(views: Views) -> dict[tuple[int, int], Eyes]:
    """Return for the eyes that hold beliefs whose numbers say how defenders side in them.

    The scenario's own do, but for those that hold others about power, preferences, stakes, or who seeks and fights.
    """
    return {eyes: None if _alike(views, eyes) else eyes for eyes in views.places}


def _alike(views: Views, eyes: Eyes) -> bool:
    held, truth = views.of(eyes).ravel(), views.of(None).ravel()
    numbers = views.parameters
    every = [numbers.power, numbers.stakes, numbers.alignment, *(ladder[:3] for ladder in numbers.ladders)]
    return all(np.array_equal(array[..., held], array[..., truth]) for array in every)


def _views_among(views: Views, parties: Parties) -> BoolArray:
    """Return which views, (V,), are of eyes in which these are the parties."""
    among = np.zeros(views.parameters.power.shape[-1], dtype=bool)
    among[views.of(None)] = None in parties.eyes
    for eyes in views.places:
        among[views.of(eyes)] = parties.of_types[eyes[0]][eyes[1]] >= 0
    return among


def _siding(views: Views, power: FloatArray, parties: Parties, p_war: FloatArray) -> Siding | None:
    """Return a war, or None where all of its choosers are bound."""
    alone, by_type = _worths(views, power, parties)
    bound = tuple(_bound(k, of_k, parts) for k, of_k, parts in zip(parties.choosers, alone, by_type, strict=True))
    if all((of_chooser >= 0).all() for of_chooser in bound):
        return None
    fight, after = _fights(views, power, parties)
    histories = power.shape[1]
    weights = tuple(
        np.repeat(np.where(seen >= 0, p_war[views.of_types(i)], 0.0)[None], histories, axis=0)
        for i, seen in enumerate(parties.of_types)
    )
    return Siding(
        rungs=parties.rungs,
        choosers=parties.choosers,
        leaders=parties.leaders,
        eyes=parties.eyes,
        eyes_of=tuple(np.maximum(seen, 0) for seen in parties.of_types),
        worth=tuple(alone),
        worth_by_type=tuple(by_type),
        bound=bound,
        p_war=weights,
        fight=fight,
        power_after=after * p_war[0] * (None in parties.eyes),
    )


def _worths(views: Views, power: FloatArray, parties: Parties) -> tuple[list[FloatArray], list[tuple[FloatArray, ...]]]:
    """Return what the sides' victories are worth to each chooser, as `Siding` has it."""
    n, kinds = len(views.kinds), views.kinds
    left = np.stack([_left(views, power, parties, eyes) for eyes in parties.eyes], axis=2)  # (C, S, E, n, H)
    alone, by_type = [], []
    for c, k in enumerate(parties.choosers):
        to_k = np.moveaxis(left[c], 0, -1)  # (E, n, H, S)
        alone.append(np.repeat(to_k[:, k, :, None], kinds[k], axis=2))
        parts = []
        for j in range(n):
            cosines = np.stack([_cosines(views, eyes, k, j) for eyes in parties.eyes]) * (j != k)  # (E, T_k, T_j)
            parts.append(to_k[:, j, :, None, :, None] * cosines[:, None, :, None, :])
        by_type.append(tuple(parts))
    return alone, by_type


def _left(views: Views, power: FloatArray, parties: Parties, eyes: Eyes) -> FloatArray:
    """Return everybody's part of the prizes after the victories that each chooser compares, (C, S, n, H)."""
    view, numbers = int(views.of(eyes).flat[0]), views.parameters
    ladders = tuple(ladder[..., view] for ladder in numbers.ladders)
    at = replace(numbers, power=power[..., view], stakes=numbers.stakes[..., view], ladders=ladders)
    prize = prizes(at, at.rungs(np.repeat(np.array(parties.rungs)[:, None], power.shape[1], axis=1)))
    left = np.zeros((len(parties.choosers), len(parties.leaders), *prize.at_stake.shape))
    for c, k in enumerate(parties.choosers):
        left[c, 0] = prize.defended
        for s, leader in enumerate(parties.seekers, start=1):
            left[c, s, k] = prize.at_stake[k]
            left[c, s, leader] = prize.spoils - prize.at_stake[k]
    return left


def _cosines(views: Views, eyes: Eyes, k: int, j: int) -> FloatArray:
    """Return A_kj by the types of both, (T_k, T_j), in some eyes; of k with itself 1."""
    if k == j:
        return np.ones((views.kinds[k], views.kinds[k]))
    first = tuple(slice(None) if a in (k, j) else 0 for a in range(len(views.kinds)))
    cosines: FloatArray = views.parameters.alignment[k, j, 0, views.of(eyes)[first]]
    return cosines if k < j else cosines.T


def _bound(k: int, alone: FloatArray, by_type: Sequence[FloatArray]) -> IndexArray:
    """Return the side that a chooser takes whatever the others' types are, (E, H, T_k); -1 where it depends on them."""
    sides = []
    for types in product(*(range(part.shape[-1]) for j, part in enumerate(by_type) if j != k)):
        others = iter(types)
        worth = alone + sum(part[..., next(others)] for j, part in enumerate(by_type) if j != k)
        sides.append(best_side(worth))
    first = sides[0]
    same = np.all([side == first for side in sides], axis=0)
    return np.where(same, first, -1)


def best_side(worth: FloatArray) -> IndexArray:
    """Return the place of the side worth most, (...), of (..., S): the first one's on ties, then the first-named's."""
    choice, best = np.zeros(worth.shape[:-1], dtype=np.intp), worth[..., 0]
    for s in range(1, worth.shape[-1]):
        better = worth[..., s] > best + SIDING_TIE
        choice, best = np.where(better, s, choice), np.where(better, worth[..., s], best)
    return choice


def _fights(views: Views, power: FloatArray, parties: Parties) -> tuple[FloatArray, FloatArray]:
    """Return u_i of the war on all sides, (n, H, T_1, ..., T_n, S, ...), and what is left in truth, (n, H, S, ...)."""
    n, histories, count = power.shape
    sides = np.indices([len(parties.leaders)] * len(parties.choosers)).reshape(len(parties.choosers), -1)
    ways = sides.shape[1]
    led = np.array([n if leader is None else leader for leader in parties.leaders])
    side = np.full((n, ways), n)
    side[list(parties.seekers)] = np.array(parties.seekers)[:, None]
    side[list(parties.choosers)] = led[sides]
    rows = np.repeat(np.array(parties.rungs)[:, None], histories * ways, axis=1)
    parameters, rungs = views.at(np.repeat(power, ways, axis=1), rows)
    fought = war(parameters, rungs, np.repeat(np.tile(side, histories)[..., None], count, axis=2))
    shape = (histories, *views.kinds, *[len(parties.leaders)] * len(parties.choosers))
    fight = []
    for i in range(n):
        seen = utility_in_war(parameters, fought, i)[:, views.of_actor(i).ravel()]
        by_types = np.swapaxes(seen.reshape(histories, ways, -1), 1, 2).reshape(shape)
        among = (parties.of_types[i] >= 0).reshape([-1 if a == 1 + i else 1 for a in range(len(shape))])
        fight.append(np.where(among, round_to_unit(by_types), 0.0))
    left = (1 - fought.odds * parameters.severity) * fought.expected_power()
    return np.stack(fight), left[..., 0].reshape(n, histories, *shape[1 + n :])
