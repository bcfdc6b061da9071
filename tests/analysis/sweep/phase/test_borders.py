"""Borders of phase diagrams: where answers turn, exactly; regions that fill the plane; the scenario's own point."""

from __future__ import annotations

import numpy as np
import pytest

import powergame as pg
from powergame.analysis.aspect import Aspect
from powergame.analysis.sweep.phase.complete import completed
from powergame.analysis.sweep.phase.crossings import with_borders
from powergame.analysis.sweep.phase.outlines import outlines
from powergame.analysis.sweep.phase.solving import solve_plane
from powergame.analysis.threshold import threshold
from powergame.scenario.axes import axis

ALIGNMENT, ODDS = "alignment.weak.strong", "conflict.destruction.odds"
ALIGNED = pg.load("scenarios/strong-and-aligned.yaml")
CUBA = pg.load("scenarios/cuban-missile-crisis.yaml")
AXES = ((ALIGNMENT, axis("-1:1:9")), (ODDS, axis("0:1:9")))


@pytest.fixture(scope="module")
def aligned():
    return with_borders(solve_plane(ALIGNED, AXES))


def area(loop):
    x, y = loop.T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2


def test_regions_fill_the_plane_without_overlap_whatever_their_codes():
    rng = np.random.default_rng(7)
    for _ in range(200):
        rows, columns = rng.integers(2, 7, 2)
        codes = rng.integers(0, 3, (rows, columns)).astype(np.int8)
        x, y = np.cumsum(rng.uniform(0.2, 1, columns)), np.cumsum(rng.uniform(0.2, 1, rows))
        across, along = rng.uniform(0.1, 0.9, (rows, columns - 1)), rng.uniform(0.1, 0.9, (rows - 1, columns))
        drawn = outlines(codes, across, along, x, y)
        total = sum(area(loop) for loops in drawn.loops.values() for loop in loops)
        assert total == pytest.approx((x[-1] - x[0]) * (y[-1] - y[0]), rel=1e-3)
        assert sum(map(drawn.share, drawn.loops)) == pytest.approx(1)


def test_a_border_on_a_line_of_the_grid_is_the_flip_that_threshold_finds(aligned):
    row = 4
    odds = float(aligned.y[row])
    flips = {
        actor.name: [flip.at for flip in actor.flips]
        for actor in threshold(ALIGNED.with_values({ODDS: odds}), ALIGNMENT, (-1, 1)).paths[0].actors
    }
    for i, name in enumerate(aligned.actors):
        turns = np.flatnonzero(np.diff(aligned.verdicts[0, i, row]))
        places = aligned.crossings.across[0, i, row, turns]
        x = aligned.x[turns] + places * (aligned.x[turns + 1] - aligned.x[turns])
        assert x == pytest.approx(flips[name], abs=2e-9)


def test_a_border_is_a_line_of_few_pieces_not_a_staircase(aligned):
    layer = aligned.crossings.across[0, 1], aligned.crossings.along[0, 1]
    line = max(outlines(aligned.verdicts[0, 1], *layer, aligned.x, aligned.y).lines, key=len)
    steps = np.diff(line, axis=0)
    assert len(line) < 20
    assert (steps != 0).all(), "no piece of it runs along the grid"


def test_the_scenario_s_own_point_is_a_point_of_the_grid_and_keeps_its_verdicts(aligned):
    assert aligned.own[0] in aligned.x
    assert aligned.own[1] in aligned.y
    column, row = (int(np.flatnonzero(v == at)[0]) for v, at in zip((aligned.x, aligned.y), aligned.own, strict=True))
    assert aligned.verdicts[0, :, row, column].tolist() == [0, 0]
    assert (np.diff(aligned.x) > 0).all()
    assert aligned.verdicts.shape == (1, 2, len(aligned.y), len(aligned.x))


def selected_war(changes):
    data = pg.solve(CUBA.with_values(changes), look_for_turns=False).to_dict()
    return next(equilibrium["war"] for equilibrium in data["equilibria"] if equilibrium["selected"])


def test_levels_of_war_are_met_where_war_reaches_them():
    asked = Aspect("war", None, (0.05, 0.15))
    costs = "actors.soviet union.ladder.withdraw.cost", "actors.united states.ladder.accept.cost"
    diagram = with_borders(solve_plane(CUBA, tuple((path, axis("0:0.2:5")) for path in costs), aspect=asked))
    row = len(diagram.y) - 1
    assert diagram.layers.shape[1] == 2
    assert (diagram.layers[0, 0] == diagram.layers[0, 1]).all(), "war jumps over both levels"
    turn = int(np.flatnonzero(np.diff(diagram.layers[0, 0, row]))[0])
    place = diagram.crossings.across[0, 0, row, turn]
    at = float(diagram.x[turn] + place * (diagram.x[turn + 1] - diagram.x[turn]))
    war = [selected_war({costs[0]: at + step, costs[1]: 0.2}) for step in (-1e-6, 1e-6)]
    assert war[0] < 0.05 < 0.15 < war[1]


def test_where_nothing_turns_the_diagram_says_what_does():
    paths = [(path, axis("0:0.2:3")) for path, _ in CUBA.vary]
    diagram = completed(solve_plane(CUBA, tuple(paths)))
    assert not diagram.turns
    told = "; ".join(diagram.instead)
    assert "the chance of war moves from 0 % to 17.2 % (--of war)" in told
    assert "united states plays accept or blockade (--of 'plays.united states')" in told
    low = completed(solve_plane(CUBA, tuple(paths), aspect=Aspect("war", None, (0.5, 0.9))))
    assert "(--level 0.09)" in "; ".join(low.instead)


def test_rungs_are_those_that_solve_selects():
    paths = tuple((path, axis("0:0.2:3")) for path, _ in CUBA.vary)
    diagram = solve_plane(CUBA, paths, aspect=Aspect("plays", "soviet union"))
    rungs = [rung.name for rung in CUBA.ladder_of(CUBA.actors[1])]
    for row, up in enumerate(diagram.y.tolist()):
        for column, across in enumerate(diagram.x.tolist()):
            solved = pg.solve(CUBA.with_values({paths[0][0]: across, paths[1][0]: up}), look_for_turns=False)
            played = solved.to_dict()["actors"]["soviet union"]["played"]["rung"]
            assert rungs[int(diagram.answers[0, row, column])] == played
