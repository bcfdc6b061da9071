"""Compiled kernels answer what the solvers of single games answer, for every kind of scenario."""

from __future__ import annotations

import numpy as np
import pytest
from support.random_scenarios import random_scenario, with_random_beliefs

import powergame as pg
from powergame.batch.engine import solve_batch
from powergame.batch.types import Columns, Results
from powergame.batch.variants import Variants
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS

ROWS = 12


def drawn_columns(seed: int, scenario: Scenario) -> Columns:
    """Vary a few numbers of a scenario, at round values and at the ends of their ranges as often as between."""
    r = np.random.default_rng(seed)
    first, second = scenario.names
    paths = ["conflict.destruction.odds", "conflict.destruction.severity", "conflict.stakes", "conflict.decisiveness"]
    paths += [f"actors.{first}.power", f"actors.{second}.effectiveness", f"actors.{first}.risk_aversion"]
    paths += [f"alignment.{first}.{second}"] if scenario.dimensions > 1 else []
    chosen = [str(path) for path in r.permutation(paths)[: r.integers(1, 4)]]
    values = {}
    for path in chosen:
        low = 0.01 if path.endswith(("power", "effectiveness")) else -1.0 if "risk" in path or "align" in path else 0.0
        special = np.array([max(low, 0.0), 1.0, 0.5, 0.25])
        values[path] = np.where(r.random(ROWS) < 0.5, r.choice(special, ROWS), r.uniform(low, 1, ROWS))
    return Variants(scenario, chosen).columns(values)


def drawn_scenario(seed: int) -> Scenario:
    scenario = random_scenario(seed, n=2)
    return with_random_beliefs(scenario, seed, 0.5) if seed % 3 == 0 else scenario


def assert_same(compiled: Results, interpreted: Results) -> None:
    assert (compiled.verdicts == interpreted.verdicts).all()
    assert (compiled.equilibria == interpreted.equilibria).all()
    assert (compiled.complete == interpreted.complete).all()
    for name in ("least", "greatest", "selected", "war", "destroyed"):
        np.testing.assert_allclose(getattr(compiled, name), getattr(interpreted, name), rtol=0, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("part", range(8))
def test_compiled_and_interpreted_engines_find_the_same_in_random_scenarios(part: int):
    for seed in range(part * 25, part * 25 + 25):
        columns = drawn_columns(seed, drawn_scenario(seed))
        assert_same(solve_batch(columns, engine="compiled"), solve_batch(columns, engine="interpreted"))


def test_batches_answer_what_solve_answers():
    for seed in range(1000, 1030):
        columns = drawn_columns(seed, drawn_scenario(seed))
        found = solve_batch(columns, engine="compiled")
        for row in (0, ROWS - 1):
            answer = pg.solve(columns.scenario(row), look_for_turns=False)
            assert tuple(actor.verdict for actor in answer.actors) == tuple(VERDICTS[v] for v in found.verdicts[:, row])
            assert len(answer.solution.equilibria) == found.equilibria[row]
            assert [actor.seeks.least for actor in answer.actors] == pytest.approx(
                found.least[:, row].tolist(), abs=1e-9
            )
            assert answer.selected is not None
            happening = answer.happenings[answer.selected]
            assert happening is not None
            assert (happening.war, happening.destroyed) == pytest.approx(
                (found.war[row], found.destroyed[row]), abs=1e-9
            )
