"""Situations of any unknowns, under anything: their columns are those of the scenarios of their rows, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from support.random_scenarios import random_scenario, with_random_beliefs

from powergame.errors import ScenarioError
from powergame.model.compile import compile_game, payoffs_of_views
from powergame.priors.situations import Behaviour, Situation
from powergame.scenario.paths.apply import flatten
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.overlap import undoes
from powergame.scenario.scenario import Scenario

ROWS = 4


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_columns_are_those_of_the_scenarios_of_their_rows(first, monkeypatch):
    made = 0
    for seed in range(first, first + 20):
        r = np.random.default_rng(seed)
        scenario = with_random_beliefs(random_scenario(seed), seed, 0.5)
        unknown, known = some_paths(scenario, r, []), some_paths(scenario, r, ["ladder"] * 3)
        under = tuple((path, value(r, path, scenario.dimensions)) for path in known)
        rows = [{path: value(r, path, scenario.dimensions) for path in unknown} for _ in range(ROWS)]
        meant = [payoffs(scenario, row, under) for row in rows]
        values = {path: np.array([row[path] for row in rows]) for path in unknown}
        try:
            situation = Situation(scenario, unknown, under, Behaviour(rationality=1.0))
        except ScenarioError:
            assert not any(each is not None for each in meant)
            continue
        assert situation.possible(values).tolist() == [each is not None for each in meant]
        columns = columns_of(situation, values, monkeypatch)
        if columns is not None:
            assert (np.moveaxis(columns, -1, 0) == [each for each in meant if each is not None]).all()
            made += 1
    assert made > 12


def some_paths(scenario: Scenario, r: np.random.Generator, more: list[str]) -> list[str]:
    """Return some paths that do not undo each other: numbers, vectors and alignments, true and believed."""
    names, k = scenario.names, scenario.dimensions
    every = [path for path, x in flatten(scenario).items() if isinstance(x, float) and "beliefs" not in path]
    for actor in scenario.actors:
        vector = f"actors.{actor.name}.preferences"
        every += [vector, *(f"{vector}.{part}" for part in [*range(k), *(["angle"] if k == 2 else [])])]
        every += [f"alignment.{actor.name}.{other}" for other in names if other != actor.name and k > 1]
        every += [f"actors.{actor.name}.ladder.{rung.name}.cost" for rung in scenario.ladder_of(actor)]
    every = [path for path in every if not path.endswith("growth")]
    every += [*(f"actors.{r.choice(names)}.beliefs.{path}" for path in every), *more]
    chosen: list[str] = []
    for path in r.choice(every, 3).tolist():
        others = [parse(other, scenario.outcomes) for other in chosen]
        new = parse(path, scenario.outcomes)
        if not any(undoes(new, old, scenario.outcomes) or undoes(old, new, scenario.outcomes) for old in others):
            chosen.append(path)
    return chosen


def value(r: np.random.Generator, path: str, k: int) -> object:
    if path == "ladder":
        return "brinkmanship"
    if path.endswith("preferences"):
        return tuple(r.normal(size=k).tolist())
    return float(r.uniform(-180, 180)) if path.endswith("angle") else float(r.choice([0.25, 0.5, 0.9]))


def payoffs(scenario: Scenario, row: dict[str, object], under: tuple[tuple[str, object], ...]) -> np.ndarray | None:
    """Return the payoffs of a single scenario, or None where there is none."""
    known = [parse(path, scenario.outcomes) for path, _ in under]
    kept = [
        (path, x)
        for path, x in row.items()
        if not any(undoes(later, parse(path, scenario.outcomes), scenario.outcomes) for later in known)
    ]
    try:
        return compile_game(scenario.with_values(dict([*kept, *under]))).game.payoffs
    except ScenarioError:
        return None


def columns_of(situation: Situation, values: dict[str, np.ndarray], monkeypatch) -> np.ndarray | None:
    """Return the payoffs that a situation has answered, (n, L_1, ..., L_n, rows)."""
    asked = []

    class StopError(Exception):
        pass

    def answer_to(columns, *_, **__):
        asked.append(payoffs_of_views(columns[0].views))
        raise StopError

    monkeypatch.setattr("powergame.priors.situations.answer_to", answer_to)
    try:
        situation.play(values)
    except StopError:
        return asked[0]
    return None
