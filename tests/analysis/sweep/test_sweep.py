"""A sweep's rows are what `solve` says, in order; axes, chunks and formats change nothing of it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import count, product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from support.installed import ROOT, SMALLEST
from support.random_scenarios import random_scenario, with_random_beliefs
from support.tables import rows_of

import powergame as pg
from powergame.analysis.sweep import runner_for, sweep, to_file
from powergame.analysis.sweep.chunk import BadPointError, fields, opened, solve_chunk, solved_rows
from powergame.analysis.sweep.estimate import CHUNK, START, _Cost, estimate
from powergame.analysis.sweep.plan import LEAST_ROWS, make_plan
from powergame.analysis.sweep.tally import Total
from powergame.equilibrium.concept import Concept
from powergame.errors import NoAnswerError, OutputError, ScenarioError, UsageError
from powergame.report.documents.sweep import document, estimated
from powergame.report.formats import markdown
from powergame.runs.tables import metadata
from powergame.runs.tables.memory import decode
from powergame.runs.workers import Processes, Serial
from powergame.scenario.axes import axis
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import VERDICTS, Axis

ODDS, SEVERITY, ALIGNMENT = "conflict.destruction.odds", "conflict.destruction.severity", "alignment.red.blue"

SMALL = replace(load_text(SMALLEST), source="folder/small.yaml")


def rows(found):
    return rows_of(found.table)


def by_solve(scenario, changes, concept=None):
    answer = pg.solve(scenario.with_values(changes), concept=concept, look_for_turns=False)
    row = dict(changes)
    for actor in answer.actors:
        row[f"verdict.{actor.name}"] = actor.verdict
        row[f"seeks.{actor.name}"] = actor.seeks.selected
        row[f"seeks_least.{actor.name}"] = actor.seeks.least
        row[f"seeks_greatest.{actor.name}"] = actor.seeks.greatest
    happening = answer.happenings[answer.selected] if answer.selected is not None else None
    row["war"] = happening.war if happening else None
    row["destroyed"] = happening.destroyed if happening else None
    row["equilibria"] = len(answer.solution.equilibria)
    row["complete"] = answer.solution.complete
    return row


def assert_as_solved(found, scenario, concept=None):
    for row in rows(found):
        changes = {path: row[path] for path in found.plan.paths}
        meant = by_solve(scenario, changes, concept)
        assert {key: row[key] for key in meant} == {
            key: pytest.approx(x, abs=1e-12) if isinstance(x, float) else x for key, x in meant.items()
        }


@pytest.mark.parametrize(("seed", "actors"), [(0, 2), (1, 2), (2, 2), (3, 2), (4, 2), (5, 3), (6, 3)])
def test_every_row_is_what_solve_answers(seed, actors):
    scenario = random_scenario(seed, n=actors)
    if seed % 3 == 0:
        scenario = with_random_beliefs(scenario, seed)
    asked = {ODDS: [0.2, 0.7], "actors.a0.power": [0.5, 2], "conflict.decisiveness": [0, 2.5]}
    assert_as_solved(sweep(scenario, asked), scenario)


@pytest.mark.parametrize(
    "path",
    [
        "alignment.red.blue",
        "actors.red.preferences.angle",
        "actors.red.preferences.1",
        "ladder.seek.grab",
        "ladder.hold.resists",
        "actors.blue.ladder.seek.provokes",
        "actors.red.beliefs.conflict.destruction.odds",
        "actors.blue.risk_aversion",
        "conflict.stakes",
    ],
)
def test_any_number_can_be_an_axis(path):
    found = sweep(SMALL, {path: "0.05:0.95:3", ODDS: [0.1, 0.7]})
    assert len(found.table) == 6
    assert_as_solved(found, SMALL)


def test_quantal_response_sweeps_like_nash():
    concept = Concept("logit", 20.0)
    assert_as_solved(sweep(SMALL, {ODDS: "0:1:4"}, concept=concept), SMALL, concept)


def test_rows_go_through_the_grid_with_the_last_axis_fastest():
    asked = {ODDS: [0.3, 0.1], SEVERITY: "0:1:3", ALIGNMENT: [0.5]}
    found = sweep(SMALL, asked)
    seen = list(zip(*(found.table.values(path).tolist() for path in asked), strict=True))
    assert seen == list(product([0.3, 0.1], [0.0, 0.5, 1.0], [0.5]))


def test_columns_are_named_and_typed_as_promised():
    found = sweep(SMALL, {ODDS: [0.1]})
    names = [
        ODDS,
        *(f"{w}.blue" for w in ("verdict", "seeks", "seeks_least", "seeks_greatest")),
        *(f"{w}.red" for w in ("verdict", "seeks", "seeks_least", "seeks_greatest")),
        *("war", "destroyed", "equilibria", "complete", "exact"),
    ]
    assert list(found.table.fields) == names
    kinds = {name: str(dtype) for name, dtype in found.to_frame().dtypes.items()}
    assert kinds[ODDS] == kinds["war"] == kinds["seeks.red"] == "float64"
    assert kinds["verdict.red"] == "category"
    assert (kinds["equilibria"], kinds["complete"], kinds["exact"]) == ("int32", "bool", "bool")
    missing = {name for name in names if found.table.fields[name].optional}
    assert missing == {"seeks.blue", "seeks.red", "war", "destroyed"}, "only of a selected equilibrium"


@pytest.mark.parametrize("rows", [1, 5, 7, 35])
def test_chunks_of_any_size_hold_the_same_rows(rows):
    plan = make_plan(SMALL, {ODDS: axis("0:1:5"), ALIGNMENT: axis("-1:1:7")})
    whole, tally = solved_rows(plan, 0, 35)
    cut_up = replace(plan, rows=rows)
    total, found = Total(), []
    for k in range(cut_up.chunks):
        part, piece = opened(solve_chunk(cut_up, k))
        total.add(part)
        found += rows_of(decode(fields(plan), piece))
    assert found == rows_of(whole)
    summed = total.tally()
    assert replace(summed, war=0, destroyed=0) == replace(tally, war=0, destroyed=0)
    assert (summed.war, summed.destroyed) == pytest.approx((tally.war, tally.destroyed), rel=1e-14)


def test_points_without_a_selected_equilibrium_count_neither_as_war_nor_as_peace(monkeypatch):
    """With neither a logit path nor best replies none of several equilibria is selected: at two of six points."""
    monkeypatch.setattr("powergame.equilibrium.budgets.LOGIT_ENTRIES", 0)
    monkeypatch.setattr("powergame.equilibrium.budgets.BEST_REPLIES", 0)
    third = "  green: {power: 2, preferences: [0, 1]}\nconflict:"
    found = sweep(load_text(SMALLEST.replace("conflict:", third)), {ODDS: "0:1:6"})
    answered = [row for row in rows(found) if row["war"] is not None]
    assert found.to_dict()["unanswered"] == 6 - len(answered) == 2
    assert found.war == pytest.approx(np.mean([row["war"] for row in answered]), abs=1e-15)
    assert found.destroyed == pytest.approx(np.mean([row["destroyed"] for row in answered]), abs=1e-15)
    assert "no equilibrium is selected at 2" in markdown.render(document(found))
    assert sum(found.share("red", verdict) for verdict in VERDICTS) == 1


def test_a_plan_travels_to_other_processes_and_means_the_same_there():
    plan = make_plan(SMALL, {ODDS: axis("0:1:5")})
    assert solve_chunk(pickle.loads(pickle.dumps(plan)), 0) == solve_chunk(plan, 0)


def test_another_version_solves_nothing():
    plan = replace(make_plan(SMALL, {ODDS: axis("0:1:5")}), version="0.0.0")
    with pytest.raises(NoAnswerError, match=r"0\.0\.0"):
        solve_chunk(plan, 0)


def test_kernels_and_the_exact_solver_fill_a_table_alike():
    """From some thousand points on kernels answer; what they answer is the same."""
    asked = {ODDS: "0:1:50", ALIGNMENT: "-1:1:50"}
    found = sweep(SMALL, asked).table
    few = make_plan(SMALL, {ODDS: axis("0:1:50"), ALIGNMENT: axis([-1 + 2 * k / 49 for k in (3, 30)])})
    slowly = solved_rows(few, 0, few.points)[0]
    assert not found.values("exact").all()
    assert slowly.values("exact").all()
    keep = [row * 50 + k for row in range(50) for k in (3, 30)]
    for name in set(found.fields) - {"exact", ALIGNMENT}:
        assert np.array_equal(found.values(name)[keep], slowly.values(name), equal_nan=True), name


@pytest.mark.parametrize("ending", ["parquet", "csv", "arrow"])
def test_a_file_holds_what_memory_does_and_says_what_it_is(tmp_path, ending):
    asked = {ODDS: "0:1:4", ALIGNMENT: [0.9, -0.5]}
    here, there = sweep(SMALL, asked), sweep(SMALL, asked, output=tmp_path / f"out.{ending}")
    assert there.table is None
    assert there.to_frame().equals(here.to_frame())
    about = metadata(there.path)
    assert about["scenario"]["source"] == "small.yaml"
    assert about["scenario"]["values"]["actors.red.power"] == 1.0
    assert [one["path"] for one in about["axes"]] == [ODDS, ALIGNMENT]
    assert (about["points"], about["powergame"]) == (8, pg.__version__)
    assert about["solution"] == {"concept": "nash", "rationality": None}
    assert there.to_dict() == here.to_dict() | {"output": str(there.path)}
    beside = ["out.csv.json"] if ending == "csv" else []
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"out.{ending}", *beside]


def test_numbers_of_a_parquet_file_are_plain_floats_to_its_readers(tmp_path):
    """However they are encoded in it."""
    asked = {ODDS: "0:1:50", ALIGNMENT: "-1:1:50"}
    found = sweep(SMALL, asked, output=tmp_path / "out.parquet")
    frame = pd.read_parquet(found.path)
    assert {str(frame[name].dtype) for name in (*asked, "war", "destroyed", "seeks.red")} == {"float64"}
    assert (frame[ODDS] == 0.0).sum() == (frame[ALIGNMENT] == -1).sum() == 50
    assert frame.groupby(ODDS)["war"].mean().index.tolist() == found.plan.grid.levels(0, 2500)[ODDS].values.tolist()
    assert frame.groupby("verdict.red", observed=True).size().sum() == 2500
    assert pq.read_table(found.path, filters=[(ODDS, "==", 1.0)]).num_rows == 50


def test_a_summary_counts_what_the_rows_say():
    found = sweep(SMALL, {ODDS: "0:1:5", ALIGNMENT: "-1:1:9"})
    frame = found.to_frame()
    for name in SMALL.names:
        for verdict in VERDICTS:
            assert found.share(name, verdict) == (frame[f"verdict.{name}"] == verdict).mean()
    assert found.war == pytest.approx(frame["war"].mean())
    assert found.destroyed == pytest.approx(frame["destroyed"].mean())


def test_the_scenario_s_own_axes_are_the_default():
    scenario = pg.load(ROOT / "scenarios" / "strong-and-aligned.yaml")
    found = sweep(replace(scenario, vary=tuple((path, Axis(None, 0.0, 1.0, 3)) for path, _ in scenario.vary)))
    assert found.plan.paths == tuple(path for path, _ in scenario.vary)


def test_nothing_varies_is_an_error():
    with pytest.raises(UsageError, match="nothing to vary"):
        sweep(SMALL, {})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"conflict.destruction.odds": "0:1.2:5"}, r"1\.2 is out of range"),
        ({"conflict.destruction.odds": [0, -0.1]}, r"-0\.1 is out of range"),
        ({"actors.red.powr": "0:1:5"}, "did you mean 'power'"),
        ({"conflict.contest": "0:1:5"}, "one of ratio, logistic|is not a number"),
        ({"actors.red.preferences": "0:1:5"}, "list|number"),
        ({"rounds": "1:3:3"}, "rounds"),
        ({"actors.red.power": "0:1:3", "actors.blue.power": "0:1:3"}, "power"),
        ({"actors.red.preferences.0": "-1:1:3", "actors.red.preferences.1": "-1:1:5"}, "0"),
        ({"actors.red.power": "0:1"}, "0:1:101"),
        ({"actors.red.power": [1, float("nan")]}, "finite"),
        ({"actors.red.power": []}, "expected"),
        ({ODDS: "0:1:100000", SEVERITY: "0:1:10000000"}, r"1,000,000,000,000 points"),
    ],
)
def test_what_cannot_be_swept_is_refused_before_anything_starts(tmp_path, asked, said):
    with pytest.raises((ScenarioError, UsageError), match=said):
        sweep(SMALL, asked, output=tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_the_same_path_twice_is_an_error():
    with pytest.raises(UsageError, match="twice"):
        make_plan(SMALL, ((ODDS, axis("0:1:3")), (ODDS, axis("0:1:3"))))


def test_a_point_that_cannot_be_is_told_and_leaves_nothing(tmp_path):
    """One that is no corner of the grid: alignment of one outcome is 1 or -1."""
    line = load_text(SMALLEST.replace("[1, 0.2]", "[1]").replace("[1, 0]", "[1]"))
    with pytest.raises((BadPointError, ScenarioError), match="1"):
        sweep(line, {ALIGNMENT: "-1:1:3"}, output=tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_private_types_are_refused():
    typed = load_text(SMALLEST.replace("preferences: [1, 0]", "types: {dove: {probability: 1, preferences: [1, 0]}}"))
    with pytest.raises(UsageError, match="private types"):
        sweep(typed, {ODDS: "0:1:3"})


def test_a_table_too_large_for_memory_wants_a_file():
    with pytest.raises(UsageError, match="file"):
        sweep(SMALL, {ODDS: "0:1:5000", SEVERITY: "0:1:5000"})


def test_bytes_of_a_chunk_depend_on_the_sweep_alone():
    """Not on workers: the size of chunks, which are the row groups of the file, is a function of the plan."""
    plan = make_plan(SMALL, {ODDS: axis("0:1:2000"), SEVERITY: axis("0:1:2000")})
    assert runner_for(plan, 1) == Serial()
    assert runner_for(plan, 2) == Processes(2)
    assert runner_for(plan, 1000) == Processes(plan.chunks)
    assert plan.rows == 1 << 18
    three, five = random_scenario(1, n=3), random_scenario(1, n=5)
    assert make_plan(three, {ODDS: axis("0:1:20")}).rows == 1 << 12
    assert make_plan(five, {ODDS: axis("0:1:20")}).rows == LEAST_ROWS
    with pytest.raises(UsageError, match="0 workers"):
        runner_for(plan, 0)


def test_a_file_that_cannot_be_is_refused(tmp_path):
    plan = make_plan(SMALL, {ODDS: axis("0:1:3")}, format_="csv")
    for path in (tmp_path, tmp_path / "none" / "out.csv"):
        with pytest.raises(OutputError):
            to_file(plan, path, Serial())
    assert list(tmp_path.iterdir()) == []


def test_an_estimate_is_of_the_whole(tmp_path):
    plan = make_plan(SMALL, {ODDS: axis("0:1:20"), SEVERITY: axis("0:1:20")}, format_="csv")
    guess = estimate(plan, workers=2)
    found = to_file(plan, tmp_path / "out.csv", Serial())
    assert 0.5 < guess.bytes / found.path.stat().st_size < 2
    assert guess.seconds > 0
    assert guess.to_dict()["points"] == 400
    assert guess.workers == 1, "nobody would be started for so few"


def test_an_estimate_takes_the_whole_to_be_as_slow_as_its_parts(monkeypatch):
    """By a clock that goes on by 0.3 s whenever it is read: four parts of 256 rows take more than a second."""
    ticks = (0.3 * k for k in count())
    monkeypatch.setattr("powergame.analysis.sweep.estimate.time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    plan = make_plan(SMALL, {ODDS: axis("0:1:40"), SEVERITY: axis("0:1:40")})
    guess = estimate(plan, workers=1)
    assert guess.measured == 4 * 256
    solved_and_joined = (0.3 + 0.3) / 256 * 1600
    assert guess.seconds == pytest.approx(START + solved_and_joined + CHUNK, abs=1e-9)


def test_an_estimate_of_few_points_that_differ_much_is_a_range(monkeypatch):
    seconds = iter([4.0, 1.0, 16.0])
    monkeypatch.setattr("powergame.analysis.sweep.estimate._part", lambda *_: _Cost(next(seconds), 0.0, 100))
    war = pg.load(ROOT / "scenarios" / "first-world-war.yaml")
    guess = estimate(make_plan(war, {ODDS: axis("0:1:60"), SEVERITY: axis("0:1:60")}), workers=1)
    assert (guess.measured, guess.parts) == (3, 3)
    told = markdown.render(estimated(guess))
    assert "roughly 7 h, between 60 min and 16 h, on 1 core" in told
    assert "Measured on 3 points alone: others may take much longer, or less." in told


def test_a_sweep_resumes_in_the_process_where_it_stopped(tmp_path):
    """What was finished is not solved again."""
    plan = replace(make_plan(SMALL, {ODDS: axis("0:1:40")}, format_="parquet"), rows=8)
    done = []

    class Stopping:
        def run(self, task, chunks, receive):
            for k in list(chunks)[:3]:
                done.append(k)
                receive(k, task(k))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        to_file(plan, tmp_path / "a.parquet", Stopping())
    with pytest.raises(UsageError, match="--resume"):
        to_file(plan, tmp_path / "a.parquet", Serial())
    told = []
    to_file(plan, tmp_path / "a.parquet", Serial(), resume=True, watch=told.append)
    assert told == [24, 32, 40]
    to_file(plan, tmp_path / "b.parquet", Serial())
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "a.parquet").num_row_groups == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "b.parquet"]
