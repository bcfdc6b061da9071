"""Quantal responses of many rows: what they are by definition, by both engines, and on which branch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from oracles.proven_path import proven_path
from support.games import game
from support.random_scenarios import random_columns, random_scenario, with_random_beliefs

from powergame.batch.engine import Engine
from powergame.batch.kernels import responses as kernels
from powergame.batch.logit.rows import respond_rows
from powergame.batch.response import respond, respond_by_types
from powergame.batch.types import Columns
from powergame.batch.variants import Variants
from powergame.equilibrium.logit.response import quantal_response
from powergame.errors import GameTooLargeError, UsageError
from powergame.model.compile import payoffs_of_views
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import BINARY, Actor, Conflict, Rung

ENGINES: tuple[Engine, ...] = ("compiled", "interpreted")
ROWS = 6


def drawn(seed: int) -> Columns:
    """Return columns of 2 to 5 actors, a third of them with beliefs."""
    scenario = random_scenario(seed, n=2 + seed % 4)
    return random_columns(seed, with_random_beliefs(scenario, seed, 0.5) if seed % 3 == 0 else scenario, ROWS)


def rationality_of(columns: Columns, seed: int, each: bool = False) -> np.ndarray:
    n = len(columns.shape)
    drawn = np.exp(np.random.default_rng(seed).normal(3, 1.5, (n if each else 1, len(columns))))
    return np.broadcast_to(drawn, (n, len(columns)))


def two_actors(theirs: Sequence[Rung]) -> Scenario:
    actors = (Actor("weak", 1.0, (1.0, 0.0)), Actor("strong", 3.0, (1.0, 0.2), ladder=tuple(theirs)))
    return Scenario("two", actors, Conflict(0.6, 0.5), BINARY, dimensions=2)


def by_payoffs(payoffs: np.ndarray, rationality: float) -> tuple[np.ndarray, np.ndarray]:
    """Return log-probabilities of games, (n, L_1, ..., L_n, B), by the kernel, and which games it solved."""
    n, rows = len(payoffs), payoffs.shape[-1]
    found, _ = kernels.respond_to_payoffs(
        lambda part: payoffs[..., part], payoffs.shape[1:-1], np.full((n, rows), rationality)
    )
    return found.log_play, found.solved


@pytest.mark.parametrize("engine", ENGINES)
def test_against_rungs_that_are_alike_the_odds_are_rationality_times_the_gain(engine: Engine):
    alignments = np.linspace(-0.9, 0.9, 19)
    path = "alignment.weak.strong"
    columns = Variants(two_actors([Rung("hold"), Rung("wait")]), [path]).columns({path: alignments})
    play = respond(columns, np.full((2, 19), 25.0), engine=engine)
    m, q, odds, severity, pi = 0.25, 0.3, 0.6, 0.5, 0.25
    left = 1 - odds * severity
    gain = (1 - q) * q * (1 - m) * (1 - alignments) + q * (
        left * (m + alignments * (1 - m) + (1 - alignments) * (pi * (1 - m) - (1 - pi) * m))
        - (m + alignments * (1 - m))
    )
    assert np.exp(play.log_play[1]) == pytest.approx(1 / (1 + np.exp(-25 * gain)), abs=1e-9)
    assert play.log_play[2:] == pytest.approx(np.full((2, 19), -math.log(2)))


@pytest.mark.parametrize("seed", range(40))
def test_each_row_has_the_response_of_the_follower_of_single_games(seed: int):
    columns = drawn(seed)
    rationality = rationality_of(columns, seed)
    payoffs, found = payoffs_of_views(columns.views), respond(columns, rationality, engine="compiled")
    assert found.solved.all()
    for row in range(ROWS):
        point = quantal_response(game(*payoffs[..., row]), float(rationality[0, row]))
        assert np.exp(found.log_play[:, row]) == pytest.approx(np.concatenate(point.profile), abs=1e-9)


@pytest.mark.parametrize("seed", range(40, 60))
def test_both_engines_say_the_same_where_each_actor_has_its_own_rationality(seed: int):
    columns = drawn(seed)
    rationality = rationality_of(columns, seed, each=True)
    compiled, interpreted = (respond(columns, rationality, engine=engine) for engine in ENGINES)
    assert compiled.solved.all()
    for name in ("solved", "unique", "crossed"):
        assert (getattr(compiled, name) == getattr(interpreted, name)).all()
    assert compiled.log_play == pytest.approx(interpreted.log_play, rel=1e-9, abs=1e-9)
    assert (compiled.residual <= 1e-8).all()


def test_own_rationalities_are_a_common_one_of_scaled_payoffs():
    payoffs = np.random.default_rng(5).random((2, 3, 3, 1))
    found = respond_rows(payoffs, np.array([[30.0], [10.0]]))
    scaled = payoffs * np.array([1.0, 1 / 3]).reshape(2, 1, 1, 1)
    assert found.log_play == pytest.approx(respond_rows(scaled, np.full((2, 1), 30.0)).log_play, abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_rationality_play_is_uniform(engine: Engine):
    columns = drawn(7)
    found = respond(columns, np.zeros((len(columns.shape), ROWS)), engine=engine)
    uniform = np.concatenate([np.full(size, -math.log(size)) for size in columns.shape])
    assert found.log_play == pytest.approx(np.repeat(uniform[:, None], ROWS, axis=1), abs=1e-15)
    assert found.unique.all()


def test_rungs_that_are_never_seen_have_exact_log_probabilities():
    dilemma = np.array([[2.0, 0.0], [3.0, 1.0]])
    payoffs = np.stack([dilemma, dilemma.T])[..., None]
    for rationality in (1.0, 700.0, 1e6):
        exact = [-rationality - math.log1p(math.exp(-rationality)), -math.log1p(math.exp(-rationality))] * 2
        assert respond_rows(payoffs, np.full((2, 1), rationality)).log_play[:, 0] == pytest.approx(exact, rel=1e-14)
        assert by_payoffs(payoffs, rationality)[0][:, 0] == pytest.approx(exact, rel=1e-14)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (5, 5), (2, 2, 2), (3, 3, 3), (2, 3, 4), (2,) * 5])
@pytest.mark.parametrize("rationality", [10.0, 1e6])
def test_kernels_solve_random_games_as_the_other_follower_does(shape: tuple[int, ...], rationality: float):
    payoffs = np.rint(np.random.default_rng(11).random((len(shape), *shape, 25)) * 2.0**40) / 2.0**40
    log_play, solved = by_payoffs(payoffs, rationality)
    other = respond_rows(payoffs, np.full((len(shape), 25), rationality))
    assert solved.all()
    assert other.solved.all()
    assert np.exp(log_play) == pytest.approx(np.exp(other.log_play), abs=1e-9)


def test_games_in_which_nothing_matters_are_played_uniformly():
    flat = np.full((2, 2, 3, 1), 0.5)
    exact = [-math.log(2)] * 2 + [-math.log(3)] * 3
    assert respond_rows(flat, np.full((2, 1), 1e6)).log_play[:, 0] == pytest.approx(exact)
    assert by_payoffs(flat, 1e6)[0][:, 0] == pytest.approx(exact)


def test_where_branches_cross_in_a_symmetric_game_the_branch_goes_straight_on_and_that_is_said():
    """Chicken whose first rung gains as much against one rung as it loses against the other: all play both alike."""
    chicken = np.array([[3.0, 2.0], [4.0, 1.0]])
    payoffs = np.stack([chicken, chicken.T])[..., None]
    before, behind = (respond_rows(payoffs, np.full((2, 1), much)) for much in (1.9, 2.1))
    assert before.log_play == pytest.approx(behind.log_play)
    assert (before.crossed.tolist(), behind.crossed.tolist()) == ([False], [True])
    assert (before.unique.tolist(), behind.unique.tolist()) == ([True], [False])
    assert not by_payoffs(payoffs, 2.1)[1].any()  # the kernel leaves it to the other follower


def test_symmetric_actors_play_alike_in_both_engines():
    scenario = random_scenario(3, n=2)
    twin = replace(scenario.actors[0], name="twin")
    odds = np.linspace(0.01, 0.99, 20)
    path = "conflict.destruction.odds"
    columns = Variants(replace(scenario, actors=(scenario.actors[0], twin)), [path]).columns({path: odds})
    for engine in ENGINES:
        found = respond(columns, np.full((2, 20), 60.0), engine=engine)
        assert found.solved.all()
        size = columns.shape[0]
        assert found.log_play[:size] == pytest.approx(found.log_play[size:], abs=1e-9)


def folded_games() -> list[np.ndarray]:
    """Return 2 x 2 games in which both lean to different strict equilibria: their branches turn back."""
    r, games = np.random.default_rng(8), []
    while len(games) < 6:
        a, b, c, d = r.uniform(0.2, 1.0, 4)
        if a > b and d > c and abs(math.log(a * c / (b * d))) < 0.5:
            games.append(np.array([[[a, 0.0], [0.0, b]], [[c, 0.0], [0.0, d]]]))
    return games


def test_where_the_branch_turns_back_its_first_passage_counts():
    several = 0
    for payoffs in folded_games():
        for rationality in (4.0, 8.0, 12.0, 20.0, 40.0):
            proven = np.concatenate([[float(p) for p in part] for part in proven_path(payoffs, rationality)])
            log_play, _ = by_payoffs(payoffs[..., None], rationality)
            other = respond_rows(payoffs[..., None], np.full((2, 1), rationality))
            assert np.exp(log_play[:, 0]) == pytest.approx(proven, abs=1e-8)
            assert np.exp(other.log_play[:, 0]) == pytest.approx(proven, abs=1e-8)
            several += not other.unique[0]
    assert several > 10


def test_names_order_and_scale_change_nothing():
    scenario = random_scenario(31, n=3)
    path = "conflict.destruction.odds"
    odds = {path: np.array([0.1, 0.4, 0.8])}
    usual = respond(Variants(scenario, [path]).columns(odds), np.full((3, 3), 15.0))
    backward = replace(scenario, actors=scenario.actors[::-1])
    scaled = replace(scenario, actors=tuple(replace(actor, power=7 * actor.power) for actor in scenario.actors))
    ends = np.cumsum([len(scenario.ladder_of(actor)) for actor in scenario.actors])
    parts = np.split(usual.log_play, ends[:-1])
    found = respond(Variants(backward, [path]).columns(odds), np.full((3, 3), 15.0))
    assert found.log_play == pytest.approx(np.concatenate(parts[::-1]), abs=1e-9)
    found = respond(Variants(scaled, [path]).columns(odds), np.full((3, 3), 15.0))
    assert found.log_play == pytest.approx(usual.log_play, abs=1e-9)


def test_no_answer_depends_on_the_blocks_that_threads_take(monkeypatch):
    columns = drawn(2)
    rationality = rationality_of(columns, 2)
    whole = respond(columns, rationality, engine="compiled")
    monkeypatch.setattr(kernels, "BLOCK", 1)
    assert (respond(columns, rationality, engine="compiled").log_play == whole.log_play).all()


@pytest.mark.parametrize("much", [-1.0, math.inf, math.nan])
def test_rationality_is_finite_and_not_negative(much: float):
    with pytest.raises(UsageError, match="expected rationalities >= 0 and finite"):
        respond(drawn(0), np.full((2, ROWS), much))


def test_ochs_players_of_matching_pennies_play_as_published():
    """McKelvey & Palfrey (1995), of Ochs' experiments: one action of the first player is worth four times the other."""
    row, column = 1.1141 * np.array([[1.0, 0.0], [0.0, 0.25]]), 1.1141 * np.array([[0.0, 1.0], [1.0, 0.0]])
    found = respond_rows(np.stack([row, column])[..., None], np.full((2, 1), 1.84561))
    assert np.exp(found.log_play[[0, 2], 0]) == pytest.approx([0.61565, 0.38329], abs=2e-5)


def agents_by_iteration(
    tables: dict[tuple[int, int], np.ndarray], chances: Sequence[Sequence[float]], rationality: float
) -> np.ndarray:
    """Return the agents' play of two actors with two types each, by damped responses to responses."""
    play = [[np.full(2, 0.5) for _ in range(2)] for _ in range(2)]
    for _ in range(4000):
        for i, x in product(range(2), range(2)):
            worth = np.zeros(2)
            for y in range(2):
                table = tables[(x, y) if i == 0 else (y, x)][i]
                worth += chances[1 - i][y] * ((table if i == 0 else table.T) @ play[1 - i][y])
            weights = np.exp(rationality * (worth - worth.max()))
            play[i][x] = 0.9 * play[i][x] + 0.1 * weights / weights.sum()
    return np.concatenate([play[i][x] for i in range(2) for x in range(2)])


@pytest.mark.parametrize("engine", ENGINES)
def test_each_type_responds_for_itself(engine: Engine):
    paths = ("alignment.weak.strong", "conflict.destruction.odds")
    variants = Variants(two_actors(BINARY), paths)
    kinds = list(product(range(2), range(2)))
    columns = [
        variants.columns({paths[0]: np.array([0.9 - 1.2 * x]), paths[1]: np.array([0.7 - 0.4 * y])}) for x, y in kinds
    ]
    chances = [np.array([0.3, 0.7]), np.array([0.6, 0.4])]
    found = respond_by_types(columns, kinds, chances, np.full((2, 1), 15.0), engine=engine)
    tables = {kind: payoffs_of_views(each.views)[..., 0] for kind, each in zip(kinds, columns, strict=True)}
    assert found.log_play.shape == (8, 1)
    assert found.solved.all()
    assert np.exp(found.log_play[:, 0]) == pytest.approx(agents_by_iteration(tables, chances, 15.0), abs=1e-9)


def test_too_many_types_are_refused_before_anything_is_computed():
    columns = drawn(0)
    chances = [np.full(9, 1 / 9), np.full(9, 1 / 9)]
    kinds = list(product(range(9), range(9)))
    with pytest.raises(GameTooLargeError, match=r"types.*profiles; the limit is"):
        respond_by_types([columns] * 81, kinds, chances, np.ones((2, ROWS)))
