"""Compile a scenario of rounds and private types to a game tree, round by round.

All histories of a round are rows of the model's functions, under the power to which peace has led: rounds cost no new
formula.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.model.parameters import RUNG_FIELDS, Parameters, Rungs
from powergame.model.payoffs import Branches, branches, round_to_unit, utility_in_peace, utility_in_war
from powergame.model.tree.siding import Wars, wars_by_belief
from powergame.model.tree.size import MAX_UNKNOWNS, refuse_large_tree
from powergame.model.tree.types import ONLY_TYPE, GameTree, Round
from powergame.model.tree.views import Views, all_profiles, prior_of, types_of, views_of_types
from powergame.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Stage:
    """What may follow on each profile of rungs in each history of a round, in rows, by all views.

    Attributes
    ----------
    ahead
        War and peace in the rows (H x P, V): history by history, the last actor's rung fastest.
    wars
        Those of them that depend on beliefs, and are told apart.
    last
        Whether it is the last round.
    """

    views: Views
    parameters: Parameters
    rungs: Rungs
    ahead: Branches
    wars: Wars
    histories: int
    last: bool

    @property
    def p_war(self) -> FloatArray:
        """(H x P, V): the probability of a war that does not depend on beliefs."""
        return np.where(np.tile(self.wars.apart, (self.histories, 1)), 0.0, self.ahead.p_war)

    def by_type(self, rows: FloatArray, i: int) -> FloatArray:
        """Return what an actor's types see of rows, (H, T_1, ..., T_n, L_1, ..., L_n)."""
        kinds, shape = self.views.kinds, self.views.shape
        seen = rows.reshape(self.histories, -1, rows.shape[-1])[:, :, self.views.of_actor(i).ravel()]
        return np.ascontiguousarray(np.swapaxes(seen, 1, 2)).reshape(self.histories, *kinds, *shape)

    def in_truth(self, rows: FloatArray) -> FloatArray:
        """Return rows, (..., H x P, V), by the scenario's own numbers, (..., H, L_1, ..., L_n)."""
        return np.ascontiguousarray(rows[..., 0]).reshape(*rows.shape[:-2], self.histories, *self.views.shape)


def compile_tree(scenario: Scenario, *, limit: int = MAX_UNKNOWNS) -> GameTree:
    """Compile a scenario, of one round or several, with private types or without.

    Payoffs are rounded to `PAYOFF_UNIT`, so that one round of known types has the payoffs of the normal-form game.

    Parameters
    ----------
    limit
        The most unknown probabilities that it may have.

    Raises
    ------
    GameTooLargeError
        Where it has more, or would fill the memory; nothing has been computed yet.
    UsageError
        Where growth may lead to more power than can be computed with.
    """
    refuse_large_tree(scenario, limit)
    views = views_of_types(scenario)
    growth = np.array([actor.growth for actor in scenario.actors], dtype=float)[:, None, None]
    power = views.parameters.power
    after = np.zeros((1, 0, len(scenario.actors)), dtype=np.intp)
    rounds = []
    for r in range(scenario.rounds):
        stage = _stage(views, power, last=r + 1 == scenario.rounds)
        rounds.append(each := _round(scenario, stage, after, power))
        places = np.argwhere(each.next >= 0)
        after = np.concatenate([after[places[:, 0]], places[:, None, 1:]], axis=1)
        power = stage.ahead.peace[:, (each.next >= 0).ravel()] * growth
        if not len(after):
            break
    return GameTree(
        actors=scenario.names,
        types=tuple(tuple(t.name if t else ONLY_TYPE for t in types_of(actor)) for actor in scenario.actors),
        private=tuple(bool(actor.types) for actor in scenario.actors),
        prior=prior_of(scenario),
        rounds=tuple(rounds),
    )


def costs_of(scenario: Scenario) -> tuple[FloatArray, ...]:
    """Return for each actor (T_i, L_i): what its rungs cost each type in its own eyes."""
    views, row = views_of_types(scenario), RUNG_FIELDS.index("cost")
    ladders = views.parameters.ladders
    return tuple(ladder[row][:, views.of_types(i)].T for i, ladder in enumerate(ladders))


def first_stage(scenario: Scenario) -> Stage:
    """Return the stage of a scenario's first round."""
    views = views_of_types(scenario)
    return _stage(views, views.parameters.power, last=scenario.rounds == 1)


def _stage(views: Views, power: FloatArray, *, last: bool) -> Stage:
    """Return the stage of a round whose histories have led to some power, (n, H, V)."""
    profiles = all_profiles(views.parameters)
    histories, count = power.shape[1], profiles.shape[1]
    parameters, rungs = views.at(np.repeat(power, count, axis=1), np.tile(profiles, histories))
    wars = wars_by_belief(views, power)
    return Stage(views, parameters, rungs, branches(parameters, rungs), wars, histories, last)


def _round(scenario: Scenario, stage: Stage, after: IndexArray, power: FloatArray) -> Round:
    views, ahead, n = stage.views, stage.ahead, len(scenario.actors)
    ladders = [scenario.ladder_of(actor) for actor in scenario.actors]
    on = np.zeros_like(ahead.p_war) if stage.last else 1 - ahead.p_war
    going = np.any(on > 0, axis=1)
    lost = ahead.war.odds * stage.parameters.severity
    ended = stage.p_war * (1 - lost) * ahead.war.expected_power()
    if stage.last:
        ended = ended + (1 - ahead.p_war) * ahead.peace
    return Round(
        moves=tuple(tuple(rung.name for rung in ladder) for ladder in ladders),
        seeks=tuple(np.array([rung.seeks for rung in ladder]) for ladder in ladders),
        after=after,
        now=np.stack([stage.by_type(_now(stage, i), i) for i in range(n)]),
        on=tuple(_by_own_type(stage, on, i) for i in range(n)),
        truly_on=stage.in_truth(on),
        next=np.where(going, np.cumsum(going) - 1, -1).reshape(stage.histories, *views.shape),
        power=np.ascontiguousarray(power[..., 0]),
        war=stage.in_truth(ahead.p_war),
        destroyed=stage.in_truth(ahead.p_war * lost),
        power_after=stage.in_truth(ended),
        sidings=stage.wars.sidings,
    )


def _now(stage: Stage, i: int) -> FloatArray:
    """Return what an actor gets now in each row, in all views."""
    parameters, ahead = stage.parameters, stage.ahead
    in_war = stage.p_war * utility_in_war(parameters, ahead.war, i)
    in_peace = (1 - ahead.p_war) * utility_in_peace(parameters, ahead, i) if stage.last else 0.0
    return round_to_unit(in_peace + in_war - stage.rungs.cost[i])


def _by_own_type(stage: Stage, rows: FloatArray, i: int) -> FloatArray:
    """Return what an actor's types see of rows that do not depend on the others' types, (H, T_i, L_1, ..., L_n)."""
    views = stage.views
    seen = rows.reshape(stage.histories, -1, rows.shape[-1])[:, :, views.of_types(i)]
    return np.ascontiguousarray(np.swapaxes(seen, 1, 2)).reshape(stage.histories, -1, *views.shape)
