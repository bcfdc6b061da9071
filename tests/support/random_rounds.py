"""Scenarios of rounds and private types, drawn at random and small enough for the oracles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from support.random_scenarios import random_scenario, with_random_beliefs

from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, PrivateType


def random_rounds(
    seed: int, rounds: int = 2, n: int = 2, *, believing: bool = False, aligned: bool = False
) -> Scenario:
    """Draw a scenario in which one actor or two have private types, and some grow.

    Parameters
    ----------
    believing
        Whether actors and types have beliefs of their own.
    aligned
        Whether third parties side by alignment.
    """
    r = np.random.default_rng(seed)
    scenario = random_scenario(seed, n, 2)
    while any(len(scenario.ladder_of(actor)) > 2 for actor in scenario.actors):
        scenario = random_scenario(int(r.integers(1 << 30)), n, 2)
    if believing:
        scenario = with_random_beliefs(scenario, seed, 0.5)
    hidden = {1} | ({0} if r.random() < 0.3 else set())
    actors = []
    for i, actor in enumerate(scenario.actors):
        actor = replace(actor, growth=float(round(r.uniform(0.5, 2.5), 2)) if r.random() < 0.5 else 1.0)
        actors.append(_hidden(actor, r, believing) if i in hidden else actor)
    third_parties = "aligned" if aligned else scenario.conflict.third_parties
    conflict = replace(scenario.conflict, third_parties=third_parties)
    return replace(scenario, actors=tuple(actors), conflict=conflict, rounds=rounds)


def _hidden(actor: Actor, r: np.random.Generator, believing: bool) -> Actor:
    p = float(round(r.uniform(0.1, 0.9), 2))
    beliefs = ((("conflict.destruction.odds", 0.3), ("conflict.stakes", 0.4)), ())
    vectors = [tuple(r.normal(size=2).round(2).tolist()) for _ in range(2)]
    types = tuple(
        PrivateType(name, chance, vector, held if believing else ())
        for name, chance, vector, held in zip(("loyal", "rival"), (p, 1 - p), vectors, beliefs, strict=True)
    )
    return replace(actor, preferences=None, types=types)
