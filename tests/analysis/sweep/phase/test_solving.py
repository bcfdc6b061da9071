"""Phase diagrams of sweeps: the first two axes, panels over the third, further ones held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.installed import ROOT, SMALLEST

from powergame.analysis.sweep import sweep
from powergame.analysis.sweep.phase import ask, asking
from powergame.analysis.sweep.phase.ask import PANEL_POINTS
from powergame.analysis.sweep.phase.complete import completed
from powergame.analysis.sweep.phase.diagram import on_logarithms
from powergame.analysis.sweep.phase.picked import phase_diagram
from powergame.analysis.sweep.phase.solving import PHASE_POINTS, solve_borders, solve_phase, solve_plane
from powergame.errors import TimeLimitError, UsageError
from powergame.report.pictures.phase.words import describe
from powergame.scenario.axes import axis, values
from powergame.scenario.reading.load import load, load_text
from powergame.scenario.types import VERDICTS

ODDS, SEVERITY, ALIGNMENT = "conflict.destruction.odds", "conflict.destruction.severity", "alignment.red.blue"

SMALL = replace(load_text(SMALLEST), source="folder/small.yaml")


def plane_of(found, x, y, held=()):
    """Pick verdicts from rows by their values, as a reader of the table would."""
    frame = found.to_frame()
    for path, value in held:
        frame = frame[frame[path] == value]
    planes = [frame.pivot(index=y, columns=x, values=f"verdict.{name}").to_numpy() for name in SMALL.names]
    return [[[VERDICTS.index(word) for word in row] for row in plane] for plane in planes]


@pytest.mark.parametrize("ending", [None, "parquet", "csv", "arrow"])
def test_a_phase_diagram_shows_verdicts_by_the_first_two_axes(tmp_path, ending):
    output = tmp_path / f"out.{ending}" if ending else None
    found = sweep(SMALL, {ALIGNMENT: "-1:1:7", ODDS: "0:1:5"}, output=output)
    plane = phase_diagram(found)
    assert plane.verdicts.shape == (1, 2, 5, 7)
    assert plane.verdicts[0].tolist() == plane_of(found, ALIGNMENT, ODDS)
    assert plane.x.tolist() == values(axis("-1:1:7")).tolist()
    assert plane.own == pytest.approx((1 / np.hypot(1, 0.2), 0.6))
    assert plane.shows_own
    assert plane.panel_path is None


def test_a_third_axis_makes_panels_and_further_ones_are_held_near_the_scenario_s_own():
    asked = {ALIGNMENT: "-1:1:3", ODDS: "0:0.5:4", SEVERITY: [0.1, 0.9], "ladder.seek.grab": "0.1:0.9:9"}
    found = sweep(SMALL, asked)
    plane = phase_diagram(found)
    assert plane.held == (("ladder.seek.grab", pytest.approx(0.3)),)
    assert plane.panel_path == SEVERITY
    assert not plane.shows_own, "its odds of 0.6 are not on the axis"
    for panel, severity in enumerate(plane.panels.tolist()):
        assert plane.verdicts[panel].tolist() == plane_of(found, ALIGNMENT, ODDS, [(SEVERITY, severity), *plane.held])


def test_a_phase_diagram_of_long_axes_is_thinned_and_keeps_their_ends():
    found = sweep(SMALL, {ODDS: "0:1:40", SEVERITY: "0:1:30"})
    plane = phase_diagram(found, max_side=4)
    assert plane.verdicts.shape == (1, 2, 4, 4)
    assert (plane.x[0], plane.x[-1], plane.y[-1]) == (0.0, 1.0, 1.0)


def test_one_axis_makes_no_plane():
    with pytest.raises(UsageError, match="two axes"):
        phase_diagram(sweep(SMALL, {ODDS: "0:1:4"}))


@pytest.mark.parametrize("points", [5, 30, 33])
def test_a_plane_solved_near_its_borders_alone_is_the_whole_one(points, monkeypatch):
    axes = ((ALIGNMENT, axis(f"-1:1:{points}")), (ODDS, axis(f"0:1:{points}")))
    whole, counts, solve = solve_plane(SMALL, axes), [], asking.solve_batch

    def counted(columns, **more):
        counts.append(len(columns))
        return solve(columns, **more)

    monkeypatch.setattr(asking, "solve_batch", counted)
    near = solve_borders(SMALL, axes)
    assert (near.verdicts == whole.verdicts).all()
    assert (near.proven == whole.proven).all()
    assert len(np.unique(near.verdicts)) > 1
    assert points < 10 or sum(counts) < points**2 / 2
    assert solve_borders(SMALL, axes, lambda: True) is None


def test_where_the_time_runs_out_a_diagram_has_fewer_points(monkeypatch):
    axes = ((ALIGNMENT, axis("-1:1:70")), (ODDS, axis("0:1:40")), ("conflict.stakes", axis([0.5, 1.0])))
    whole, solve, batches = solve_phase(SMALL, axes), asking.solve_batch, []

    def late(columns, **more):
        batches.append(len(columns))
        if len(batches) > 2:
            raise TimeLimitError("late")
        return solve(columns, **more)

    monkeypatch.setattr(asking, "solve_batch", late)
    few = completed(solve_phase(SMALL, axes))
    assert (few.limited, whole.limited) == ("time", None)
    across, up = [0, 16, 32, 48, 64, 69], [0, 16, 32, 39]
    np.testing.assert_array_equal(few.x, whole.x[across])
    np.testing.assert_array_equal(few.verdicts, whole.verdicts[:, :, up][..., across])
    assert "The time limit ran out: 6 by 4 points are solved" in describe(few)
    batches += [0, 0]
    with pytest.raises(TimeLimitError):
        solve_phase(SMALL, axes)


@pytest.mark.parametrize(("given", "log"), [([100, 10, 1], True), ([10, 1, 100], True), ([1, -1, 100], False)])
def test_a_list_is_on_a_logarithmic_scale_in_whatever_order_it_is_written(given, log):
    axes = (("conflict.decisiveness", axis(given)), ("conflict.stakes", axis("0:1:3")))
    assert on_logarithms(axes) == (log, False)


@pytest.mark.parametrize(("over", "points"), [(None, PHASE_POINTS), (("conflict.stakes", None), PANEL_POINTS)])
def test_of_many_actors_a_panel_among_several_has_fewer_points_than_a_map(monkeypatch, over, points):
    """With as many, the panels of four actors took longer than the time limit."""
    solved = []
    monkeypatch.setattr(ask, "solve_phase", lambda _scenario, axes, *_args, **_kwargs: solved.append(axes))
    monkeypatch.setattr(ask, "completed", lambda *_: None)
    ask.phase(load(ROOT / "scenarios" / "kingmaker.yaml"), over=over)
    assert [len(values(axis)) for _, axis in solved[0][:2]] == [points, points]
