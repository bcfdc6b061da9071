"""The likelihood of deeds: how probable quantal responses, or equilibria, make them at given values of the unknowns.

Given the unknowns actors choose independently, so that the probability of an observation is the product of those of
the named actors' rungs; whoever is not named is summed over. Logarithms are kept throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Literal

import numpy as np

from powergame.analysis.infer.problem import Problem
from powergame.arrays import BoolArray, FloatArray
from powergame.batch.engine import Engine
from powergame.batch.response import load_kernels
from powergame.batch.types import most_rows
from powergame.deadline import TimeLimit, after
from powergame.model.compile import shape_of
from powergame.posterior.coordinates import unknowns_of
from powergame.posterior.methods.quadrature import Space
from powergame.posterior.types import Evaluated, MethodName, Values, joined, log_sum_of_rows
from powergame.priors.distributions import Distribution, distribution_of
from powergame.priors.situations import Played, Situation
from powergame.scenario.reading.deeds import rungs_in
from powergame.scenario.types import Changes, Observation
from powergame.text import printable

BLOCK = 1 << 14
"""Points that are solved together, at most; between blocks the work can be stopped, and tells how far it is."""

NODES_OF_LINE, FEW, FEW_OF_MORE = 300, 1500, 100
"""Nodes that quadrature takes for one unknown number, about; and responses that take a second or so without kernels, of
two actors without private types, and of more."""

Watch = Callable[[int], None]
"""Function that is told how many games are solved."""


class Deeds:
    """The likelihood of a problem's observations, and its restricted prior.

    Attributes
    ----------
    observations
        Those that differ in more than `times`, each once: it is them that are evaluated.
    sequence
        The place of each of the problem's observations among these, and how many plays it is.
    times : (O,)
        How many independent plays of each there are in all.
    deadline
        When the work has to end: from when kernels are compiled and loaded.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        method: MethodName | Literal["auto"] = "auto",
        workers: int | None = None,
        watch: Watch | None = None,
        time_limit: TimeLimit = None,
    ) -> None:
        self.problem, self._watch, self._solved = problem, watch, 0
        self._method, self._workers = method, workers
        each = [replace(observation, times=1) for _, observation in problem.deeds]
        self.observations = tuple(dict.fromkeys(each))
        place = {observation: k for k, observation in enumerate(self.observations)}
        self.sequence = tuple(
            (place[key], float(observation.times)) for key, (_, observation) in zip(each, problem.deeds, strict=True)
        )
        self.times = np.zeros(len(self.observations))
        for k, times in self.sequence:
            self.times[k] += times
        self._rungs = [_rungs_seen(problem, observation) for observation in self.observations]
        self._wars_seen = {observation.under for observation in self.observations if observation.war is not None}
        self.situations = {
            under: self.situation(under) for under in dict.fromkeys(each.under for each in self.observations)
        }
        if self._engine == "compiled" and problem.behaviour.solution == "logit":
            load_kernels(shape_of(problem.scenario))
        self.deadline = after(time_limit)

    def situation(self, under: Changes) -> Situation:
        """Return what is played where something is set beside the unknowns."""
        return Situation(
            self.problem.scenario,
            self.problem.paths,
            under,
            self.problem.behaviour,
            engine=self._engine,
            workers=self._workers,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What is known in some situation, although it is unknown."""
        overridden = dict.fromkeys(path for each in self.situations.values() for path in each.overridden)
        return tuple(f"`under` wins over the unknown {printable(path)} where it sets it" for path in overridden)

    @cached_property
    def _engine(self) -> Engine:
        """Who computes responses: kernels, but for so few that they are not worth compiling.

        It depends on the problem alone, and not on what is compiled already, so that answers are the same to the last
        bit.
        """
        space = Space(unknowns_of(self))
        under = {observation.under for observation in self.observations}
        count = space.combinations * (NODES_OF_LINE if space.lines else 1) * max(1, len(under))
        of_two = len(self.problem.scenario.actors) == 2 and not any(a.types for a in self.problem.scenario.actors)
        few = count <= (FEW if of_two else FEW_OF_MORE) and len(space.lines) <= 1 and space.possible
        return "interpreted" if few and self._method in ("auto", "quadrature") else "compiled"

    @cached_property
    def distributions(self) -> Mapping[str, Distribution]:
        """The prior of each unknown."""
        scenario = self.problem.scenario
        return {path: distribution_of(scenario, path, prior) for path, prior in self.problem.unknown}

    @cached_property
    def limits(self) -> Mapping[str, tuple[float, float]]:
        """Ends to which single unknown numbers are restricted by what is given."""
        limits: dict[str, tuple[float, float]] = {}
        for comparison in self.problem.given:
            for path, (low, high) in comparison.limits.items():
                before = limits.get(path, (-np.inf, np.inf))
                limits[path] = max(low, before[0]), min(high, before[1])
        return limits

    def allowed(self, values: Values) -> BoolArray:
        """Return whether points are possible, and all that is given holds, (B,)."""
        if not _count(values):
            return np.zeros(0, dtype=bool)
        allowed = self._scenario.possible(values).copy()
        for comparison in self.problem.given:
            if not comparison.limits:
                allowed &= comparison.holds(values)
        return allowed

    @cached_property
    def _scenario(self) -> Situation:
        return self.situations.get(()) or self.situation(())

    def evaluate(self, values: Values) -> Evaluated:
        """Return the likelihood at some points."""
        count = _count(values)
        rows = min(BLOCK, most_rows(shape_of(self.problem.scenario)))
        blocks = [slice(start, min(start + rows, count)) for start in range(0, count, rows)]
        return joined([self._block({path: column[block] for path, column in values.items()}) for block in blocks])

    def _block(self, values: Values) -> Evaluated:
        played = {under: self._played(under, values) for under in self.situations}
        count = _count(values)
        first = next(iter(played.values()), None) or self._played((), values)
        kinds = len(first.kinds)
        log = np.empty((len(self.observations), kinds, count))
        for k, observation in enumerate(self.observations):
            log[k] = log_chance(observation, self._rungs[k], played[observation.under])
        every = [first] if not played else list(played.values())
        solved = np.all([each.solved for each in every], axis=0)
        log[:, :, ~solved] = -np.inf
        return Evaluated(
            log,
            np.broadcast_to(first.log_kinds, (kinds, count)),
            ~solved,
            ~np.all([each.unique for each in every], axis=0),
            np.any([each.crossed for each in every], axis=0),
        )

    def _played(self, under: Changes, values: Values) -> Played:
        situation = self.situations.get(under) or self._scenario
        played = situation.play(values, with_outcomes=under in self._wars_seen, deadline=self.deadline)
        self._solved += len(played.solved)
        if self._watch is not None:
            self._watch(self._solved)
        return played


def _count(values: Values) -> int:
    """Return how many points there are: one, where nothing but private types is unknown."""
    return len(next(iter(values.values()))) if values else 1


def _rungs_seen(problem: Problem, observation: Observation) -> dict[int, int]:
    """Return the places of the rungs that were seen, by the places of who played them."""
    plays, known = dict(observation.plays), rungs_in(problem.scenario, dict(observation.under))
    return {i: known[name].index(plays[name]) for i, name in enumerate(problem.scenario.names) if name in plays}


def log_chance(observation: Observation, rungs: Mapping[int, int], played: Played) -> FloatArray:
    """Return the logarithm of the probability of one such play, its war included, (K, B).

    Parameters
    ----------
    rungs
        Places of the rungs that were seen, by the places of who played them.
    """
    kinds, count = played.kinds, len(played.solved)
    log = np.zeros((len(kinds), count))
    for i, rung in rungs.items():
        log += played.log_play[i][kinds[:, i], rung]
    if observation.war is not None:
        assert played.war is not None, "war was asked for"
        log += _log_of_war(played, rungs, observation.war)
    return log


def _log_of_war(played: Played, rungs: Mapping[int, int], broke_out: bool) -> FloatArray:
    """Return the logarithm of the probability of war or peace, over those whose rungs are not seen, (K, B)."""
    assert played.war is not None
    shape = [play.shape[1] for play in played.log_play]
    war = played.war.reshape(*shape, -1)
    war = war[tuple(slice(None) if i not in rungs else rungs[i] for i in range(len(shape)))]
    with np.errstate(divide="ignore"):
        chances = np.log(war if broke_out else 1 - war)
    unseen = [i for i in range(len(shape)) if i not in rungs]
    logs = []
    for profile in played.kinds:
        log = chances
        for place, i in enumerate(unseen):
            play = played.log_play[i][profile[i]]
            log = log + play.reshape(*(len(play) if k == place else 1 for k in range(len(unseen))), -1)
        logs.append(log_sum_of_rows(log.reshape(-1, log.shape[-1]) + np.zeros(len(played.solved))))
    return np.stack(logs)
