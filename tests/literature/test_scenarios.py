"""Scenarios of published models, and that what is published of them could come out otherwise."""

from __future__ import annotations

import pytest
from literature.entries import entries
from literature.kinds import inference, scenarios

import powergame as pg

FILES = sorted(file.name for file in scenarios.SCENARIOS.iterdir())


def _names(inputs):
    given = inputs.get("scenarios", [inputs["scenario"]] if "scenario" in inputs else [])
    return {name.partition("#")[0] for name in given}


@pytest.mark.parametrize("file", FILES)
def test_a_scenario_of_a_published_model_says_which(file):
    assert pg.load(scenarios.SCENARIOS / file).about


def test_every_scenario_stands_behind_a_result():
    assert {name for entry in entries() for name in entry.scenarios} == set(FILES)


@pytest.mark.parametrize("entry", [entry for entry in entries() if _names(entry.inputs)], ids=lambda entry: entry.name)
def test_an_entry_names_the_scenarios_that_it_is_computed_from(entry):
    assert set(entry.scenarios) == _names(entry.inputs)


def test_ranks_are_not_uniform_where_actors_are_more_rational_than_is_believed(monkeypatch):
    truth = inference.pg.infer
    monkeypatch.setattr(
        inference.pg, "infer", lambda *args, rationality, **kwargs: truth(*args, rationality=3.0, **kwargs)
    )
    assert inference.calibration(plays=10, replications=1000, bins=20, seed=1) == "not uniform"


def test_a_cheaper_cost_than_the_cut_off_is_paid_and_a_dearer_is_not():
    race = pg.load(scenarios.SCENARIOS / "arms-race.yaml")
    cost = "actors.a.types.in between.beliefs.actors.a.ladder.arm.cost"
    for paid, rung in ((0.19, "arm"), (0.21, "wait")):
        told = pg.solve(race.with_values({cost: paid * race.conflict.severity})).to_dict()
        (selected,) = (equilibrium for equilibrium in told["equilibria"] if equilibrium["selected"])
        assert selected["strategies"]["a"]["in between"][rung] == 1
