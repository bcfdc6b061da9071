"""How measures of deception depend on numbers of a scenario."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft7Validator
from support import deceptions
from support.installed import SCHEMAS

import powergame as pg
from powergame.errors import ScenarioError, UsageError
from powergame.report.formats import json as as_json

COUP = pg.load_text(deceptions.COUP)

GROWTH = "actors.system.growth"


@pytest.fixture(scope="module")
def curves():
    return pg.deceive_along(COUP, {GROWTH: [0.5, 2], "conflict.stakes": "0.5:1:2"})


def test_points_are_all_combinations_the_last_path_fastest(curves):
    assert [values for values, _ in curves.points] == [(0.5, 0.5), (0.5, 1.0), (2.0, 0.5), (2.0, 1.0)]
    for (growth, stakes), answer in curves.points:
        system = answer.scenario.actors[1]
        assert (system.growth, answer.scenario.conflict.stakes) == (growth, stakes)


def test_every_point_has_the_answer_of_its_scenario(curves):
    (values, answer) = curves.points[-1]
    alone = pg.deceive(COUP.with_values(dict(zip([GROWTH, "conflict.stakes"], values, strict=True))), over_prior=False)
    assert answer.actors == alone.actors


def test_the_data_are_what_the_schema_says(curves):
    schema = Draft7Validator(json.loads((SCHEMAS / "deceive.schema.json").read_text()))
    data = json.loads(as_json.render(curves.to_dict()))
    assert [fault.message for fault in schema.iter_errors(data)] == []
    assert data["points"][0]["values"] == {GROWTH: 0.5, "conflict.stakes": 0.5}


@pytest.mark.parametrize(
    ("vary", "message"),
    [
        ({}, "0 paths to vary; expected one or two"),
        ({key: [1, 2] for key in (GROWTH, "conflict.stakes", "rounds")}, "3 paths to vary; expected one or two"),
        ({GROWTH: "1:2:1001"}, "1,001 points to solve; expected at most 1,000"),
    ],
)
def test_too_much_to_vary_is_refused(vary, message):
    with pytest.raises(UsageError, match=message):
        pg.deceive_along(COUP, vary)


def test_a_path_that_is_not_there_is_refused():
    with pytest.raises(ScenarioError, match="nobody"):
        pg.deceive_along(COUP, {"actors.nobody.power": [1, 2]})


def test_a_path_varies_once():
    with pytest.raises(UsageError, match=r"actors\.system\.growth varies twice"):
        pg.deceive_along(COUP, [(GROWTH, [1, 2]), (GROWTH, [3, 4])])
