"""Kernels answer games of three and more actors as the solvers of single games do, for every kind of scenario."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache

import numba
import numpy as np
import pytest
from support.random_scenarios import random_columns, random_scenario, with_random_beliefs

import powergame as pg
from powergame.arrays import FloatArray
from powergame.batch.engine import solve_batch
from powergame.batch.kernels import call
from powergame.batch.rows import outcomes
from powergame.batch.types import Columns, Results
from powergame.deadline import after
from powergame.errors import TimeLimitError
from powergame.model.compile import payoffs_of_views
from powergame.model.payoffs import PAYOFF_UNIT
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS

ROWS = 4


def drawn_scenario(seed: int) -> Scenario:
    """Draw three to five actors: with beliefs, with twins (ties), and with some who have one rung."""
    scenario = random_scenario(seed, n=3 + seed % 3)
    if seed % 4 == 0:
        scenario = with_random_beliefs(scenario, seed, 0.5)
    actors = list(scenario.actors)
    if seed % 5 == 1:
        actors[1] = replace(actors[0], name=actors[1].name)
    if seed % 5 == 2:
        actors[2] = replace(actors[2], ladder=scenario.ladder_of(actors[2])[:1], beliefs=())
    return replace(scenario, actors=tuple(actors))


def drawn_columns(seed: int) -> Columns:
    return random_columns(seed, drawn_scenario(seed), ROWS)


@cache
def _compiled_payoffs():
    kernel = call.kernels_for_many()
    from powergame.batch.kernels.many import outcomes as of

    take_row, payoffs = kernel.take_row, kernel.payoffs
    flag_rows, work_rows, scalars = of.FLAG_ROWS, of.WORK_ROWS, of.SCALARS

    @numba.njit(error_model="numpy")
    def all_rows(varying, places, constants, aligned, sizes, raw, happening):
        n = len(sizes)
        numbers, A = constants.copy(), np.ones((n + 1, n, n))
        flags, work = np.zeros((flag_rows, n), dtype=np.int64), np.zeros((work_rows, n + scalars))
        for row in range(len(raw)):
            take_row(varying, places, row, numbers, A)
            payoffs(numbers, A, places, aligned, sizes, flags, work, raw[row], happening[row])

    return all_rows


def payoffs_by_kernel(columns: Columns) -> tuple[FloatArray, FloatArray]:
    """Return payoffs in units, (B, n, P), and war and destruction, (B, 2, P)."""
    sizes = np.array(columns.shape, dtype=np.int64)
    raw = np.zeros((len(columns), len(sizes), sizes.prod()))
    happening = np.zeros((len(columns), 2, sizes.prod()))
    numbers, _ = call.tables(columns)
    _compiled_payoffs()(*numbers, columns.truth.third_parties == "aligned", sizes, raw, happening)
    return raw, happening


def test_payoffs_have_the_bits_of_the_model_s_where_neither_powers_nor_exponentials_take_part():
    """Elsewhere they differ by no more than last bits, which round them to another unit at most."""
    plain = 0
    for seed in range(240):
        scenario = drawn_scenario(seed)
        if seed % 2:  # so that enough of them are plain
            actors = tuple(replace(actor, risk_aversion=0.0) for actor in scenario.actors)
            conflict = replace(scenario.conflict, contest="ratio", decisiveness=(0.0, 1.0, np.inf)[seed % 3])
            scenario = replace(scenario, actors=actors, conflict=conflict)
        columns = random_columns(seed, scenario, ROWS)
        raw, happening = payoffs_by_kernel(columns)
        war, destroyed = outcomes(columns.truth)
        assert (happening[:, 0] == war.reshape(-1, ROWS).T).all()
        assert (happening[:, 1] == destroyed.reshape(-1, ROWS).T).all()
        expected = payoffs_of_views(columns.views, rounded=False) / PAYOFF_UNIT
        expected = expected.reshape(len(columns.shape), -1, ROWS).transpose(2, 0, 1)
        if call.tables(columns)[1].all():
            plain += 1
            assert (raw == expected).all(), seed
        else:
            assert abs(np.rint(raw) - np.rint(expected)).max() <= call.DOUBT / 2, seed
    assert plain > 40


def assert_same(compiled: Results, interpreted: Results, seed: int) -> None:
    for name in ("verdicts", "equilibria", "complete"):
        assert (getattr(compiled, name) == getattr(interpreted, name)).all(), (seed, name)
    for name in ("least", "greatest", "selected", "war", "destroyed", "play"):
        a, b = getattr(compiled, name), getattr(interpreted, name)
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-9, err_msg=f"{seed}: {name}")


@pytest.mark.parametrize("part", range(4))
def test_compiled_and_interpreted_engines_find_the_same_in_random_scenarios(part: int):
    by_kernels = 0
    for seed in range(part * 30, part * 30 + 30):
        columns = drawn_columns(seed)
        if not call.fits(columns):
            continue
        compiled = solve_batch(columns, engine="compiled", with_play=True)
        by_kernels += np.sum(~compiled.exact)
        assert_same(compiled, solve_batch(columns, engine="interpreted", with_play=True), seed)
    assert by_kernels > 60


def test_batches_answer_what_solve_answers():
    for seed in range(1000, 1015):
        columns = drawn_columns(seed)
        results = solve_batch(columns, engine="compiled")
        for row in (0, ROWS - 1):
            answer = pg.solve(columns.scenario(row), look_for_turns=False)
            verdicts = tuple(VERDICTS[v] for v in results.verdicts[:, row])
            assert tuple(actor.verdict for actor in answer.actors) == verdicts
            assert len(answer.solution.equilibria) == results.equilibria[row]
            assert answer.solution.complete == results.complete[row]


@pytest.mark.parametrize(("engine", "seeds"), [("compiled", range(40)), ("interpreted", (4, 11, 16))])
def test_verdicts_do_not_wait_for_an_equilibrium_to_be_selected(engine, seeds):
    several = 0
    for columns in map(drawn_columns, seeds):
        with_, without = (solve_batch(columns, engine=engine, selecting=word) for word in (True, False))
        assert (with_.verdicts == without.verdicts).all()
        assert (with_.equilibria[~with_.exact] == without.equilibria[~with_.exact]).all()
        unselected = np.isnan(without.war) & ~np.isnan(with_.war)
        several += unselected.sum()
        assert (without.equilibria[unselected] > 1).all()
        assert np.isnan(without.selected[:, unselected]).all()
    assert several > 10


def test_games_with_too_many_profiles_or_rungs_are_left_to_the_solvers_of_single_games():
    scenario = random_scenario(3, n=3)
    ladder = tuple(replace(scenario.ladder[0], name=f"r{k}") for k in range(6))
    wide = replace(scenario, actors=tuple(replace(actor, ladder=None) for actor in scenario.actors), ladder=ladder)
    assert not call.fits(random_columns(3, wide, ROWS))


def test_a_batch_ends_where_its_time_does():
    columns = drawn_columns(3)
    with pytest.raises(TimeLimitError, match="games were solved"):
        solve_batch(columns, engine="compiled", deadline=after(1e-9))


def test_users_of_two_actors_do_not_wait_for_the_kernels_of_more():
    code = """
import sys
import powergame as pg
from powergame.batch.engine import solve_batch
from powergame.batch.variants import Variants
import numpy as np
path = "conflict.stakes"
variants = Variants(pg.load("scenarios/strong-and-aligned.yaml"), [path])
solve_batch(variants.columns({path: np.array([0.1, 0.2])}), engine="compiled")
print("powergame.batch.kernels.many" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
