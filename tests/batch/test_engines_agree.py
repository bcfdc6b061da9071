"""Compiled kernels answer what the solvers of single games answer, for every kind of scenario."""

from __future__ import annotations

import platform
import resource
from dataclasses import replace

import numpy as np
import pytest
from support.installed import SMALLEST
from support.random_scenarios import random_columns, random_scenario, with_random_beliefs

import powergame as pg
from powergame.arrays import BoolArray, FloatArray
from powergame.batch.engine import Engine, solve_batch
from powergame.batch.kernels import call
from powergame.batch.types import Columns, Results
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept
from powergame.equilibrium.types import Equilibrium
from powergame.errors import UsageError
from powergame.model import contest
from powergame.scenario.fields import CHOICES
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS

ROWS = 12

ENGINES: tuple[Engine, ...] = ("compiled", "interpreted")


def drawn_columns(seed: int, scenario: Scenario) -> Columns:
    return random_columns(seed, scenario, ROWS)


def drawn_scenario(seed: int) -> Scenario:
    scenario = random_scenario(seed, n=2)
    return with_random_beliefs(scenario, seed, 0.5) if seed % 3 == 0 else scenario


def assert_same(compiled: Results, interpreted: Results) -> None:
    assert (compiled.verdicts == interpreted.verdicts).all()
    assert (compiled.equilibria == interpreted.equilibria).all()
    assert (compiled.complete == interpreted.complete).all()
    for name in ("least", "greatest", "selected", "war", "destroyed", "play"):
        np.testing.assert_allclose(getattr(compiled, name), getattr(interpreted, name), rtol=0, atol=1e-9, err_msg=name)


def played(equilibrium: Equilibrium) -> list[float]:
    return [float(p) for strategy in equilibrium.profile for p in strategy]


@pytest.mark.parametrize("part", range(8))
def test_compiled_and_interpreted_engines_find_the_same_in_random_scenarios(part: int):
    for seed in range(part * 25, part * 25 + 25):
        columns = drawn_columns(seed, drawn_scenario(seed))
        compiled, interpreted = (solve_batch(columns, engine=engine, with_play=True) for engine in ENGINES)
        assert_same(compiled, interpreted)


def test_rungs_that_tie_by_the_rules_of_war_leave_rounding_nothing_to_decide():
    """Where decisiveness is a power, payoffs that are equal by the model differ in last bits: 40 % of these games."""
    scenario, r = drawn_scenario(75), np.random.default_rng(75)
    paths = ("conflict.destruction.odds", "conflict.destruction.severity", f"actors.{scenario.names[0]}.power")
    values = {path: r.uniform(0, 1, 2000) for path in paths}
    variants = Variants(scenario, paths)
    found = solve_batch(variants.columns(values), engine="compiled", with_play=True)
    assert found.exact.mean() < 0.01
    few = {path: column[:40] for path, column in values.items()}
    first = solve_batch(variants.columns(few), engine="compiled", with_play=True)
    assert_same(first, solve_batch(variants.columns(few), engine="interpreted", with_play=True))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries of C keep memory by rules of their own")
def test_memory_is_not_asked_of_the_system_anew_for_each_batch():
    odds = np.linspace(0, 1, 1 << 17)
    variants = Variants(pg.load_text(SMALLEST), ("conflict.destruction.odds",))

    def pages() -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        solve_batch(variants.columns({"conflict.destruction.odds": odds}), engine="compiled")
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

    assert min(pages() for _ in range(5)) < 100


def test_batches_answer_what_solve_answers():
    for seed in range(1000, 1030):
        columns = drawn_columns(seed, drawn_scenario(seed))
        found = solve_batch(columns, engine="compiled", with_play=True)
        for row in (0, ROWS - 1):
            answer = pg.solve(columns.scenario(row), look_for_turns=False)
            assert tuple(actor.verdict for actor in answer.actors) == tuple(VERDICTS[v] for v in found.verdicts[:, row])
            assert len(answer.solution.equilibria) == found.equilibria[row]
            assert [actor.seeks.least for actor in answer.actors] == pytest.approx(
                found.least[:, row].tolist(), abs=1e-9
            )
            assert answer.selected is not None
            strategies = answer.solution.equilibria[answer.selected].profile
            assert found.play[:, row] == pytest.approx(
                [float(p) for strategy in strategies for p in strategy], abs=1e-9
            )
            happening = answer.happenings[answer.selected]
            assert happening is not None
            assert (happening.war, happening.destroyed) == pytest.approx(
                (found.war[row], found.destroyed[row]), abs=1e-9
            )


@pytest.mark.parametrize("engine", ENGINES)
def test_strategies_are_not_written_where_nobody_asks_for_them(engine: Engine):
    columns = drawn_columns(3, drawn_scenario(3))
    assert solve_batch(columns, engine=engine).play.shape == (0, ROWS)


@pytest.mark.parametrize("seed", range(4))
def test_of_three_actors_and_more_strategies_are_those_of_solve(seed: int):
    scenario = random_scenario(seed, n=3)
    odds = np.array([0.2, 0.7])
    found = solve_batch(
        Variants(scenario, ["conflict.destruction.odds"]).columns({"conflict.destruction.odds": odds}), with_play=True
    )
    for row, omega in enumerate(odds):
        answer = pg.solve(scenario.with_values({"conflict.destruction.odds": omega}), look_for_turns=False)
        if answer.selected is None:
            assert np.isnan(found.play[:, row]).all()
        else:
            strategies = answer.solution.equilibria[answer.selected].profile
            assert found.play[:, row] == pytest.approx(
                [float(p) for strategy in strategies for p in strategy], abs=1e-9
            )


@pytest.mark.parametrize("n", [2, 3])
def test_each_row_of_quantal_response_may_have_a_rationality_of_its_own(n: int):
    scenario = random_scenario(11, n=n)
    odds, rationality = np.array([0.1, 0.5, 0.5, 0.9]), np.array([0.0, 3.0, 40.0, np.inf])
    columns = Variants(scenario, ["conflict.destruction.odds"]).columns({"conflict.destruction.odds": odds})
    found = solve_batch(columns, concept=Concept("logit"), rationality=rationality, with_play=True)
    for row, (omega, each) in enumerate(zip(odds, rationality, strict=True)):
        answer = pg.solve(
            scenario.with_values({"conflict.destruction.odds": omega}),
            concept=Concept("logit", None if np.isinf(each) else float(each)),
            look_for_turns=False,
        )
        (response,) = answer.solution.equilibria
        assert found.play[:, row].tolist() == played(response)
        assert found.selected[:, row].tolist() == [actor.seeks.selected for actor in answer.actors]


def test_a_rationality_of_nash_equilibrium_is_refused():
    columns = drawn_columns(3, drawn_scenario(3))
    with pytest.raises(UsageError, match="quantal response"):
        solve_batch(columns, rationality=np.ones(ROWS))


def test_a_contest_that_kernels_do_not_know_is_left_to_the_solvers_of_single_games(monkeypatch: pytest.MonkeyPatch):
    def weakest(strength: FloatArray, exists: BoolArray, decisiveness: FloatArray) -> FloatArray:
        return exists / (1 + strength)

    monkeypatch.setattr(contest, "CONTESTS", {**contest.CONTESTS, "weakest": weakest})
    scenario = pg.load_text(
        "actors: {a: {power: 5, preferences: [1, 0]}, b: {power: 1, preferences: [0, 1]}}\n"
        "conflict: {destruction: {odds: 0.5, severity: 0.2}}"
    )
    made_up = replace(scenario, conflict=replace(scenario.conflict, contest="weakest"))
    values = {"conflict.stakes": np.linspace(0, 1, ROWS)}
    known = solve_batch(Variants(scenario, tuple(values)).columns(values), engine="compiled", with_play=True)
    compiled, interpreted = (
        solve_batch(Variants(made_up, tuple(values)).columns(values), engine=engine, with_play=True)
        for engine in ENGINES
    )
    assert_same(compiled, interpreted)
    assert compiled.exact.all()
    assert not known.exact.any()
    assert not np.array_equal(compiled.verdicts, known.verdicts)


def test_whom_third_parties_fight_for_is_a_word_that_kernels_know_or_leave_to_the_solvers_of_single_games():
    assert set(CHOICES["third_parties"][1]) >= set(call.THIRD_PARTIES)
    assert set(CHOICES["contest"][1]) >= set(call.CONTESTS)
    scenario = drawn_scenario(3)
    columns = drawn_columns(3, replace(scenario, conflict=replace(scenario.conflict, third_parties="cowards")))
    assert not call.fits(columns)
