"""Scenarios for tests, drawn at random: every kind that one round without private types can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from powergame.batch.types import Columns
from powergame.batch.variants import Variants
from powergame.scenario.fields import CHOICES
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import BRINKMANSHIP, Actor, Conflict, Ladder, PrivateType, Rung


def random_scenario(seed: int, n: int | None = None, k: int | None = None) -> Scenario:
    """Draw 2 to 4 actors with 1 to 3 outcomes: bystanders, no power, own ladders, both contests and sidings."""
    r = np.random.default_rng(seed)
    drawn_n, drawn_k = int(r.integers(2, 5)), int(r.integers(1, 4))
    n, k = n or drawn_n, k or drawn_k
    actors = []
    for i in range(n):
        vector = r.normal(size=k).round(2)
        vector[0] = vector[0] or 1.0
        actors.append(
            Actor(
                f"a{i}",
                0.0 if i and r.random() < 0.1 else _number(r, 0.1, 5),
                tuple(vector.tolist()),
                effectiveness=_number(r, 0.1, 3) if r.random() < 0.3 else 1.0,
                risk_aversion=_number(r, -2, 3) if r.random() < 0.3 else 0.0,
                ladder=_ladder(r) if r.random() < 0.5 else None,
            )
        )
    conflict = Conflict(
        _number(r),
        _number(r),
        float(r.choice([0, 0.5, 1, 2, 3.5, np.inf])),
        _number(r),
        **{field: _word(r, field, unusual) for field, unusual in (("contest", 0.25), ("third_parties", 0.5))},
    )
    return Scenario(f"random {seed}", tuple(actors), conflict, _ladder(r), dimensions=k)


def with_random_beliefs(scenario: Scenario, seed: int, share: float = 1.0) -> Scenario:
    """Let each actor, with some probability, believe a few things of its own."""
    r = np.random.default_rng(seed)
    actors = []
    for actor in scenario.actors:
        other = scenario.actors[int(r.integers(len(scenario.actors)))]
        thought = (
            ("conflict.destruction.odds", _number(r)),
            ("conflict.destruction.severity", _number(r)),
            ("conflict.decisiveness", float(r.choice([0, 1, 2, np.inf]))),
            ("conflict.stakes", _number(r)),
            (f"actors.{other.name}.power", _number(r, 0.1, 5)),
            (f"actors.{other.name}.preferences", (1.0, *r.normal(size=scenario.dimensions - 1).round(2).tolist())),
            (f"actors.{other.name}.effectiveness", _number(r, 0.1, 3)),
        )
        held = tuple(one for one in thought if r.random() < 0.5) or thought[:1]
        actors.append(replace(actor, beliefs=held) if r.random() < share else actor)
    return replace(scenario, actors=tuple(actors))


def with_random_types(scenario: Scenario, seed: int, rounds: int = 1) -> Scenario:
    """Give one or two actors two or three private types, with other preferences or beliefs, and everybody growth."""
    r = np.random.default_rng(seed)
    typed = set(r.permutation(len(scenario.actors))[: r.integers(1, 3)].tolist())
    actors = []
    for i, actor in enumerate(scenario.actors):
        grown = replace(actor, growth=_number(r, 0.5, 2) if r.random() < 0.5 else 1.0)
        actors.append(_with_types(r, grown, scenario.dimensions) if i in typed else grown)
    return replace(scenario, actors=tuple(actors), rounds=rounds)


def _with_types(r: np.random.Generator, actor: Actor, k: int) -> Actor:
    probabilities = (0.25, 0.75) if r.random() < 0.6 else (0.5, 0.0, 0.5)
    wish = r.random() < 0.8
    types = []
    for x, probability in enumerate(probabilities):
        believed = r.random() < 0.3 or not wish
        vector = (1.0, *r.normal(size=k - 1).round(2).tolist()) if r.random() < 0.5 else (-1.0, *[0.5] * (k - 1))
        beliefs = (("conflict.destruction.odds", _number(r)), ("conflict.stakes", _number(r)))
        types.append(
            PrivateType(f"t{x}", probability, vector if wish else None, beliefs[: r.integers(1, 3)] if believed else ())
        )
    return replace(actor, preferences=None if wish else actor.preferences, types=tuple(types))


def random_columns(seed: int, scenario: Scenario, rows: int) -> Columns:
    """Vary a few numbers of a scenario, at round values and at the ends of their ranges as often as between."""
    r = np.random.default_rng(seed)
    first, second = scenario.names[:2]
    paths = ["conflict.destruction.odds", "conflict.destruction.severity", "conflict.stakes", "conflict.decisiveness"]
    paths += [f"actors.{first}.power", f"actors.{second}.effectiveness", f"actors.{first}.risk_aversion"]
    paths += [f"alignment.{first}.{second}"] if scenario.dimensions > 1 else []
    if len(scenario.names) > 2:
        third = scenario.actors[2]
        rung = scenario.ladder_of(third)[-1].name
        paths += [f"actors.{third.name}.power", f"actors.{third.name}.ladder.{rung}.grab"]
    chosen = [str(path) for path in r.permutation(paths)[: r.integers(1, 4)]]
    values = {}
    for path in chosen:
        low = 0.01 if path.endswith(("power", "effectiveness")) else -1.0 if "risk" in path or "align" in path else 0.0
        special = np.array([max(low, 0.0), 1.0, 0.5, 0.25])
        values[path] = np.where(r.random(rows) < 0.5, r.choice(special, rows), r.uniform(low, 1, rows))
    return Variants(scenario, chosen).columns(values)


def _number(r: np.random.Generator, low: float = 0.0, high: float = 1.0) -> float:
    return round(float(r.uniform(low, high)), 3)


def _word(r: np.random.Generator, field: str, unusual: float) -> str:
    """Draw one of a field's words: with some probability another than the default."""
    default, words, _ = CHOICES[field]
    others = [word for word in words if word != default]
    u = r.random()
    return others[int(u / unusual * len(others))] if u < unusual else default


def _rung(r: np.random.Generator, name: str, seeks: bool) -> Rung:
    return Rung(
        name,
        grab=max(0.05, _number(r)) if seeks else 0.0,
        provokes=_number(r) if seeks or r.random() < 0.2 else 0.0,
        resists=float(r.choice([0.0, 1.0, _number(r)])),
        strength=_number(r, 0.2, 3) if r.random() < 0.3 else 1.0,
        odds=_number(r) if r.random() < 0.3 else None,
        cost=_number(r, 0, 0.2) if r.random() < 0.3 else 0.0,
    )


def _ladder(r: np.random.Generator) -> Ladder:
    if r.random() < 0.3:
        return BRINKMANSHIP
    size = int(r.integers(2, 4))
    return tuple(_rung(r, f"r{j}", j == size - 1 or (j > 0 and r.random() < 0.5)) for j in range(size))
