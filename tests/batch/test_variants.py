"""Columns hold, bit for bit, the numbers that the scenarios of their rows have."""

from __future__ import annotations

import numpy as np
import pytest
from support.random_scenarios import random_scenario, with_random_beliefs

import powergame as pg
from powergame.batch.directions import Levels
from powergame.batch.types import Columns
from powergame.batch.variants import Variants
from powergame.errors import ScenarioError, UsageError
from powergame.model.compile import compile_game, payoffs_of_views, views_of
from powergame.model.parameters import RUNG_FIELDS, Parameters
from powergame.scenario.paths.apply import flatten
from powergame.scenario.scenario import Scenario

TEXT = """
actors:
  blue: {power: 3, preferences: [1, 0.2, 0.1]}
  red: {power: 1, preferences: [1, 0, 0.3], beliefs: {conflict.destruction.severity: 0.9}}
  green: {power: 2, preferences: [0, 1, 0]}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
"""


@pytest.fixture(scope="module")
def scenario():
    return pg.load_text(TEXT)


def assert_columns_are_of_their_scenarios(columns: Columns, rows: int) -> None:
    made = payoffs_of_views(columns.views)
    meant = [compile_game(columns.scenario(row)).game.payoffs for row in range(rows)]
    assert (np.moveaxis(made, -1, 0) == meant).all()


@pytest.mark.parametrize(
    "paths",
    [
        ("conflict.destruction.odds", "conflict.destruction.severity"),
        ("actors.red.power", "actors.blue.power"),
        ("alignment.red.blue",),
        ("alignment.red.blue", "alignment.blue.green"),
        ("alignment.red.blue", "actors.blue.preferences.1"),
        ("actors.red.beliefs.conflict.destruction.odds", "conflict.destruction.odds"),
        ("conflict.destruction.odds", "actors.red.beliefs.conflict.destruction.odds"),
        ("actors.red.beliefs.alignment.blue.green", "alignment.blue.red"),
        ("ladder.seek.grab", "ladder.seek.cost"),
        ("ladder.seek.grab", "actors.red.ladder.seek.grab"),
        ("actors.green.effectiveness", "actors.green.risk_aversion", "conflict.decisiveness"),
        ("ladder.hold.odds", "conflict.stakes"),
    ],
)
def test_columns_hold_what_the_scenarios_of_their_rows_say(scenario, paths):
    r = np.random.default_rng(3)
    values = {path: r.choice([0.25, 0.5, 0.9, float(r.random())], 20) for path in paths}
    rows = possible_rows(scenario, values)
    assert len(rows) > 2
    if len(rows) < 20:
        with pytest.raises(ScenarioError, match="cannot be met together"):
            Variants(scenario, paths).columns(values)
    columns = Variants(scenario, paths).columns({path: some[rows] for path, some in values.items()})
    assert_columns_are_of_their_scenarios(columns, len(rows))


def possible_rows(scenario: Scenario, values: dict[str, np.ndarray]) -> list[int]:
    """Return the rows whose alignments can be met, judged by making a scenario of each."""
    possible = []
    for row in range(len(next(iter(values.values())))):
        try:
            views_of(scenario.with_values({path: some[row] for path, some in values.items()}))
        except ScenarioError:
            continue
        possible.append(row)
    return possible


def test_whole_vectors_vary():
    scenario = pg.load_text(TEXT)
    r = np.random.default_rng(4)
    values = {"actors.red.preferences": r.normal(size=(15, 3)), "actors.blue.preferences": r.normal(size=(15, 3))}
    assert_columns_are_of_their_scenarios(Variants(scenario, tuple(values)).columns(values), 15)


def test_random_scenarios_vary_in_all_their_numbers():
    for seed in range(12):
        scenario = with_random_beliefs(random_scenario(seed), seed, 0.5)
        name = scenario.names[0]
        paths = (f"actors.{name}.power", "conflict.destruction.odds", f"actors.{name}.effectiveness")
        r = np.random.default_rng(seed)
        values = {path: r.uniform(0.1, 1, 6) for path in paths}
        assert_columns_are_of_their_scenarios(Variants(scenario, paths).columns(values), 6)


def numbers_of_all_kinds(scenario, r):
    """Return a path of every kind of number, and of vectors, some of them as an actor believes them to be."""
    names = scenario.names
    paths = [path for path, value in flatten(scenario).items() if isinstance(value, float) and "beliefs" not in path]
    for actor in scenario.actors:
        at = f"actors.{actor.name}"
        paths += [f"{at}.preferences", *(f"{at}.preferences.{k}" for k in range(scenario.dimensions))]
        paths += [
            f"alignment.{actor.name}.{other}" for other in names if other != actor.name and scenario.dimensions > 1
        ]
        paths += [f"{at}.ladder.{rung.name}.{key}" for rung in scenario.ladder_of(actor) for key in ("grab", "odds")]
    believable = [path for path in paths if not path.endswith("growth")]
    return paths + [f"actors.{r.choice(names)}.beliefs.{path}" for path in believable]


@pytest.mark.parametrize("seed", range(40))
def test_columns_of_any_paths_hold_what_the_scenarios_of_their_rows_say(seed):
    r = np.random.default_rng(seed)
    scenario = with_random_beliefs(random_scenario(seed), seed, 0.5)
    every = numbers_of_all_kinds(scenario, r)
    for _ in range(4):
        paths = tuple(dict.fromkeys(r.choice(every, int(r.integers(1, 4))).tolist()))
        values = {
            path: r.normal(size=(5, scenario.dimensions))
            if path.endswith("preferences")
            else r.choice([0.25, 0.5, 0.9], 5)
            for path in paths
        }
        rows = possible_rows(scenario, values)
        try:
            columns = Variants(scenario, paths).columns({path: some[rows] for path, some in values.items()})
        except UsageError:
            continue  # refused, since their order decides what they mean, or they are of one pair
        if rows:
            assert_views_are_of_their_scenarios(columns)


@pytest.mark.parametrize("seed", range(30))
def test_columns_of_directions_hold_what_the_scenarios_of_their_rows_say(seed):
    """Angles, single numbers, whole vectors and alignments, true and believed, in any mixture."""
    r = np.random.default_rng(seed)
    k = int(r.integers(2, 4))
    scenario = with_random_beliefs(random_scenario(seed, n=int(r.integers(2, 4)), k=k), seed, 0.5)
    every = [
        f"{at}{path}"
        for at in ("", *(f"actors.{name}.beliefs." for name in scenario.names))
        for path in turning(scenario)
    ]
    for _ in range(3):
        paths = tuple(dict.fromkeys(r.choice(every, int(r.integers(1, 5))).tolist()))
        values = {path: drawn(r, path, k) for path in paths}
        rows = possible_rows(scenario, values)
        try:
            variants = Variants(scenario, paths)
        except UsageError:
            continue  # one number of a vector under two names
        levels = {path: Levels.of_rows(some) for path, some in values.items()}
        assert np.flatnonzero(variants.possible(levels)).tolist() == rows
        if len(rows) < 12:
            with pytest.raises(ScenarioError):
                variants.columns(values)
        if rows:
            columns = variants.columns({path: some[rows] for path, some in values.items()})
            assert_views_are_of_their_scenarios(columns)


def test_no_scenario_is_made_of_a_row(monkeypatch):
    """Draws take some microseconds each, whatever turns: a scenario takes some tens."""
    scenario = pg.load_text(TEXT)
    r = np.random.default_rng(1)
    values = {
        "actors.red.preferences.0": r.uniform(1, 2, 2000),
        "actors.red.beliefs.actors.blue.preferences.1": r.uniform(0, 1, 2000),
        "actors.blue.beliefs.actors.red.preferences": r.normal(size=(2000, 3)),
        "alignment.red.green": r.uniform(-0.1, 0.1, 2000),
    }
    variants = Variants(scenario, tuple(values))
    variants.columns({path: some[:1] for path, some in values.items()})
    monkeypatch.setattr(Scenario, "with_values", None)
    monkeypatch.setattr("powergame.batch.directions.apply", None)
    assert len(variants.columns(values)) == 2000


def turning(scenario: Scenario) -> list[str]:
    """Return all paths that turn somebody."""
    k, names = scenario.dimensions, scenario.names
    parts = ["", *(f".{part}" for part in range(k)), *([".angle"] * (k == 2))]
    vectors = [f"actors.{name}.preferences{part}" for name in names for part in parts]
    return vectors + [f"alignment.{name}.{other}" for name in names for other in names if other != name]


def drawn(r: np.random.Generator, path: str, k: int) -> np.ndarray:
    if path.endswith("preferences"):
        return r.normal(size=(12, k))
    if path.endswith("angle"):
        return r.choice([0.0, 90.0, -180.0, 720.0, *r.uniform(-1e3, 1e3, 8)], 12)
    return r.choice([0.0, 0.25, -0.9, *r.uniform(-1, 1, 9)], 12)


def assert_views_are_of_their_scenarios(columns: Columns) -> None:
    for row in range(len(columns)):
        truth, seen = views_of(columns.scenario(row))
        for made, meant in zip((columns.truth, *columns.views), (truth, *seen), strict=True):
            assert_row_is(made, row, meant)


def assert_row_is(made: Parameters, row: int, meant: Parameters) -> None:
    for name in ("power", "alignment", "effectiveness", "risk_aversion", "odds", "severity", "decisiveness", "stakes"):
        assert (getattr(made, name)[..., row] == getattr(meant, name)).all(), name
    for table, own in zip(made.ladders, meant.ladders, strict=True):
        assert np.array_equal(table[..., row], own, equal_nan=True)


def test_a_ladder_of_one_s_own_is_not_what_others_believe_of_the_shared_one():
    """Varying red's grab gives red its own ladder, of which blue's belief about the shared one says nothing."""
    believes = {"actors.blue.beliefs.ladder.seek.cost": 0.4}
    scenario = pg.load_text(TEXT).with_values(believes)
    columns = Variants(scenario, ("actors.red.ladder.seek.grab",)).columns(
        {"actors.red.ladder.seek.grab": np.array([0.2, 0.5])}
    )
    cost = RUNG_FIELDS.index("cost")
    assert [ladder[cost, 1].tolist() for ladder in columns.views[0].ladders] == [[0.4, 0.4], [0.0, 0.0], [0.4, 0.4]]
    assert_columns_are_of_their_scenarios(columns, 2)


def test_what_is_believed_of_whole_vectors_varies():
    scenario = pg.load_text(TEXT)
    r = np.random.default_rng(5)
    paths = ("actors.red.beliefs.actors.blue.preferences", "actors.blue.preferences", "alignment.green.blue")
    values = {path: r.normal(size=(15, 3)) for path in paths[:2]} | {paths[2]: r.uniform(-1, 1, 15)}
    assert_columns_are_of_their_scenarios(Variants(scenario, paths).columns(values), 15)


def test_what_does_not_vary_takes_no_memory(scenario):
    columns = Variants(scenario, ("conflict.destruction.odds",)).columns(
        {"conflict.destruction.odds": np.linspace(0, 1, 1000)}
    )
    assert columns.truth.power.strides[-1] == 0
    assert columns.truth.ladders[0].strides[-1] == 0
    assert columns.truth.alignment.strides[-1] == 0
    assert columns.views[0] is columns.truth
    assert columns.views[1] is not columns.truth


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (("conflict.destruction.odd",), "odds"),
        (("conflict.contest",), "is not a number"),
        (("rounds",), "rounds"),
        (("conflict.stakes", "conflict.stakes"), "varies twice"),
    ],
)
def test_paths_that_cannot_vary_are_refused(scenario, paths, message):
    with pytest.raises((ScenarioError, UsageError), match=message):
        Variants(scenario, paths)


def test_values_out_of_range_are_refused(scenario):
    variants = Variants(scenario, ("conflict.destruction.odds",))
    with pytest.raises(ScenarioError, match=r"conflict\.destruction\.odds"):
        variants.columns({"conflict.destruction.odds": np.array([0.5, 1.5])})
    with pytest.raises(ScenarioError, match="finite"):
        variants.columns({"conflict.destruction.odds": np.array([0.5, np.nan])})


def test_rows_in_which_nobody_has_power_are_refused():
    scenario = pg.load_text(TEXT).with_values({"actors.green.power": 0})
    variants = Variants(scenario, ("actors.red.power", "actors.blue.power"))
    with pytest.raises(ScenarioError, match="nobody has any power"):
        variants.columns({"actors.red.power": np.array([1.0, 0.0]), "actors.blue.power": np.zeros(2)})


def test_paths_whose_order_decides_what_they_mean_are_refused(scenario):
    variants = Variants(scenario, ("actors.red.ladder.seek.grab", "ladder.seek.provokes"))
    with pytest.raises(
        UsageError, match=r"gives red a ladder of its own.*expected ladder\.seek\.provokes first, or one"
    ):
        variants.columns({"actors.red.ladder.seek.grab": np.array([0.2]), "ladder.seek.provokes": np.array([0.7])})
