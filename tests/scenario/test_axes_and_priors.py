"""Axes and priors: read, and held to the fields that they are for."""

from __future__ import annotations

import re

import numpy as np
import pytest
import yaml
from support.installed import SMALLEST
from support.refusals import refused

from powergame.cli.options import path_and_axis
from powergame.errors import ScenarioError
from powergame.scenario.axes import axis, values
from powergame.scenario.fields import FieldError
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import Axis, Prior
from powergame.scenario.writing.dump import dump


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0:1:101", Axis(None, 0, 1, 101)),
        ("-1:1e1:3", Axis(None, -1, 10, 3)),
        ("1:1:1", Axis(None, 1, 1, 1)),
        ("1:0:2", Axis(None, 1, 0, 2)),
        ([0.5, 2, 1], Axis((0.5, 2.0, 1.0))),
        ({"from": 1, "to": 100, "count": 3, "scale": "log"}, Axis(None, 1, 100, 3, "log")),
        ({"from": 1, "to": 100, "count": 3}, Axis(None, 1, 100, 3)),
        ({"from": 0, "to": 1, "count": 10**9}, Axis(None, 0, 1, 10**9)),
    ],
)
def test_axes_are_ranges_or_lists(written, read):
    assert axis(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "0:1",
        "0:1:1",
        "0:1:0",
        "0:1:-1",
        "0:1:1.5",
        "0:1:1e400",
        "0:.nan:3",
        "a:b:c",
        "0:1:3:4",
        "::",
        "0,5:1:3",
        "",
        3,
        True,
        None,
        [],
        [1, "a"],
        [True],
        {},
        {"from": 0, "to": 1},
        {"from": 0, "to": 1, "count": "3"},
        {"from": 0, "to": 1, "count": True},
        {"from": 0, "to": 1, "count": 3, "scale": "cubic"},
        {"from": 0, "to": 1, "count": 3, "scale": "log"},
        {"from": 0, "to": 1, "count": 10**12},
        {"from": 0, "to": 1, "count": 3, "step": 1},
        {"from": "0", "to": 1, "count": 3},
    ],
)
def test_what_is_no_axis_is_refused(written):
    with pytest.raises(FieldError):
        axis(written)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_ends_of_a_range_are_exact_and_steps_even(scale):
    found = values(axis({"from": 0.1, "to": 0.7, "count": 7, "scale": scale}))
    assert (len(found), found[0], found[-1]) == (7, 0.1, 0.7)
    steps = np.diff(found if scale == "linear" else np.log(found))
    assert np.allclose(steps, steps[0])


def test_axes_may_run_down_and_stand_still():
    assert values(axis("1:0:3")).tolist() == [1.0, 0.5, 0.0]
    assert values(axis("2:2:1")).tolist() == [2.0]
    assert values(axis([3, 1, 2])).tolist() == [3.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("conflict.destruction.odds: 0:2:3", "out of range"),
        ("conflict.destruction.odds: [0, 1.5]", "out of range"),
        ("actors.red.effectiveness: 0:1:3", "> 0"),
        ("conflict.contest: 0:1:3", "ratio, logistic"),
        ("actors.red.preferences: 0:1:3", "list of numbers"),
        ("rounds: [1, 1.5]", "whole number"),
    ],
)
def test_axes_must_fit_their_fields(written, pattern):
    refused(f"{SMALLEST}vary: {{{written}}}\n", pattern, line=6)


@pytest.mark.parametrize(
    ("path", "written", "read"),
    [
        ("conflict.destruction.odds", "{uniform: [0, 1]}", Prior("uniform", (0.0, 1.0))),
        ("conflict.destruction.odds", "{beta: [2, 3]}", Prior("beta", (2.0, 3.0))),
        ("alignment.red.blue", "{uniform: [-1, 1]}", Prior("uniform", (-1.0, 1.0))),
        ("actors.red.effectiveness", "{uniform: [0, 2]}", Prior("uniform", (0.0, 2.0))),
        ("actors.red.power", "{lognormal: [0, 1]}", Prior("lognormal", (0.0, 1.0))),
        ("actors.red.risk_aversion", "{normal: [0, 1]}", Prior("normal", (0.0, 1.0))),
        ("rationality", "{gamma: [2, 10]}", Prior("gamma", (2.0, 10.0))),
        ("conflict.contest", "{choice: [ratio, logistic]}", Prior("choice", ("ratio", "logistic"))),
        ("rounds", "{choice: [1, 2]}", Prior("choice", (1, 2))),
        ("actors.red.preferences", "{direction: uniform}", Prior("direction")),
        (
            "actors.red.preferences",
            "{direction: {mean: [1, 0], concentration: 3}}",
            Prior("direction", (), (1.0, 0.0), 3.0),
        ),
        ("actors.red.preferences", "{choice: [[1, 0], [0, 1]]}", Prior("choice", ((1.0, 0.0), (0.0, 1.0)))),
        ("actors.red.beliefs.conflict.destruction.odds", "{beta: [1, 1]}", Prior("beta", (1.0, 1.0))),
    ],
)
def test_priors_have_one_kind(path, written, read):
    assert load_text(f"{SMALLEST}unknown: {{{path}: {written}}}\n").unknown == ((path, read),)


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("conflict.destruction.odds", "{uniform: [0, 2]}"),
        ("conflict.destruction.odds", "{uniform: [1, 0]}"),
        ("conflict.destruction.odds", "{uniform: [0.5, 0.5]}"),
        ("conflict.destruction.odds", "{uniform: [0]}"),
        ("conflict.destruction.odds", "{uniform: [0, 1], beta: [1, 1]}"),
        ("conflict.destruction.odds", "{}"),
        ("conflict.destruction.odds", "[0, 1]"),
        ("conflict.destruction.odds", "0.5"),
        ("conflict.destruction.odds", "{uniform: [0, .inf]}"),
        ("conflict.destruction.odds", '{uniform: ["0", 1]}'),
        ("conflict.destruction.odds", "{normal: [2, 1]}"),
        ("conflict.destruction.odds", "{normal: [0.5, 0]}"),
        ("conflict.destruction.odds", "{beta: [0, 1]}"),
        ("conflict.destruction.odds", "{direction: uniform}"),
        ("conflict.destruction.odds", "{choice: []}"),
        ("conflict.destruction.odds", "{choice: [0.5, 2]}"),
        ("conflict.contest", "{uniform: [0, 1]}"),
        ("conflict.contest", "{choice: [ratio, x]}"),
        ("rounds", "{gamma: [2, 1]}"),
        ("rationality", "{uniform: [-1, 1]}"),
        ("actors.red.preferences", "{uniform: [0, 1]}"),
        ("actors.red.preferences", "{direction: x}"),
        ("actors.red.preferences", "{direction: {mean: [1], concentration: 1}}"),
        ("actors.red.preferences", "{direction: {mean: [0, 0], concentration: 1}}"),
        ("actors.red.preferences", "{direction: {mean: [1, 0], concentration: -1}}"),
        ("actors.red.preferences", "{direction: {mean: [1, 0]}}"),
        ("actors.red.preferences", "{choice: [[0, 0]]}"),
        ("nowhere", "{uniform: [0, 1]}"),
    ],
)
def test_what_is_no_prior_of_the_field_is_refused(path, written):
    refused(f"{SMALLEST}unknown: {{{path}: {written}}}\n", "unknown", line=6)


@pytest.mark.parametrize("axis", ["1:6:51", "-1:1:51", "+2:59:9", "1_0:1:5", "0:1:5.", "12:30", "1:2:3:4"])
def test_what_older_yaml_reads_in_base_60_is_refused_with_the_cure(axis):
    with pytest.raises(
        ScenarioError, match=f'^text:[0-9:]+ {re.escape(axis)} is a number in base 60 .* "{re.escape(axis)}"$'
    ):
        load_text(SMALLEST + "vary: {conflict.destruction.odds: " + axis + "}\n")


@pytest.mark.parametrize("axis", ['"1:6:51"', "1:6:101", "0:1:51", "-1:0.5:51", "1:60:9"])
def test_quoted_axes_and_those_that_no_yaml_reads_as_a_number_are_axes(axis):
    scenario = load_text(SMALLEST + "vary: {actors.red.power: " + axis.replace("-1", "1") + "}\n")
    assert len(dict(scenario.vary)["actors.red.power"]) == int(axis.strip('"').rpartition(":")[2])
    assert load_text(dump(scenario)).vary == scenario.vary


def test_a_dumped_axis_is_read_alike_by_older_yaml():
    scenario = load_text(SMALLEST + 'vary: {actors.red.power: "1:6:51"}\n')
    assert yaml.safe_load(dump(scenario))["vary"] == {"actors.red.power": "1:6:51"}


def test_an_option_is_read_by_no_other_reader():
    scenario = load_text(SMALLEST)
    assert path_and_axis(scenario, "actors.red.power=1:6:51") == ("actors.red.power", axis("1:6:51"))
