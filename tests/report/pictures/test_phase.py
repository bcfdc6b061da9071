"""Phase diagrams as pictures: of anything that is asked, as strips, and as one map that changes."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.text import Text

import powergame as pg
from powergame.analysis.aspect import SEEKS, Aspect, aspect
from powergame.analysis.sweep.phase.ask import phase
from powergame.analysis.sweep.phase.solving import solve_plane
from powergame.errors import UsageError
from powergame.report.pictures.drawing.files import described, to_bytes
from powergame.report.pictures.phase.draw import draw_phase
from powergame.scenario.axes import axis

CUBA = pg.load("scenarios/cuban-missile-crisis.yaml")
ALIGNED = pg.load("scenarios/strong-and-aligned.yaml")
KINGMAKER = pg.load("scenarios/kingmaker.yaml")
SEVERITY = "conflict.destruction.severity"
PLANE = (("alignment.weak.strong", axis("-1:1:5")), ("conflict.destruction.odds", axis("0:1:5")))


@cache
def cuba(asked: Aspect = SEEKS):
    return phase(CUBA, [(path, axis("0:0.2:9")) for path, _ in CUBA.vary], aspect=asked)


def words(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def test_levels_of_war_are_on_the_line_and_in_the_key():
    figure = draw_phase(cuba(aspect(CUBA, "war", [0.05, 0.1])))
    shown = words(figure)
    assert "5, 10 %" in shown, "war jumps over both"
    assert {"below 5 %", "10 % and more"} <= set(shown)
    assert "5 % to 10 %" not in shown, "war is nowhere between"
    assert any(text.startswith("The chance of war is 0 to 17.2 %") for text in shown)


def test_rungs_have_their_names_in_the_map():
    shown = words(draw_phase(cuba(aspect(CUBA, "plays.united states"))))
    assert {"accept", "blockade"} <= set(shown)
    assert any(text.startswith("united states plays blockade over") for text in shown)


@pytest.mark.parametrize(("log", "below"), [(False, 0.71), (True, math.log10(math.sqrt(0.7 * 0.72) / 0.001) / 3)])
def test_shares_are_those_of_the_map_however_unevenly_its_points_lie(log, below):
    uneven = axis([0.001, 0.7, 0.72, 0.74, 0.76, 1.0])
    diagram = replace(solve_plane(ALIGNED, (("conflict.stakes", uneven), PLANE[1])), logarithmic=(log, False))
    low = np.broadcast_to(diagram.x < 0.71, diagram.proven.shape)
    assert diagram.share(low) == pytest.approx(below, abs=1e-3)
    assert diagram.share(low | ~low) == 1


def test_the_title_tells_of_the_map_and_not_of_its_points():
    near = axis([-1, *np.linspace(0.59, 0.61, 40).tolist(), 1])
    odds = ("conflict.destruction.odds", axis([0.5999, 0.6001]))
    assert "Weak seeks power over 80 % of this map" in described(
        draw_phase(phase(ALIGNED, (("alignment.weak.strong", near), odds)))
    )


def test_an_empty_map_says_what_to_ask_instead():
    shown = " ".join(words(draw_phase(cuba())))
    assert "Nobody seeks power anywhere on this map" in shown
    assert "What does turn here: the chance of war moves from 0 % to 17.2 % (--of war)" in shown


def test_actors_whose_verdict_never_turns_have_no_map_and_are_named():
    axes = (("actors.kingmaker.power", axis("0:4:4")), ("conflict.decisiveness", axis("0:8:4")))
    diagram = solve_plane(KINGMAKER, axes)
    figure = draw_phase(diagram)
    shown = words(figure)
    turning = [name for i, name in enumerate(KINGMAKER.names) if len({*diagram.verdicts[:, i].ravel().tolist()}) > 1]
    still = [name for name in KINGMAKER.names if name not in turning]
    assert still, "a case that shows it"
    assert all(any(text.startswith(name) for text in shown) for name in turning)
    assert any("all over" in text and all(name in text for name in still) for text in shown)


def test_a_strip_has_a_panel_for_each_value_and_a_changing_map_a_frame():
    diagram = phase(ALIGNED, PLANE, (SEVERITY, axis("0:1:3")))
    figure = draw_phase(diagram)
    assert not any("…" in text for text in words(figure)), (
        "where a path does not fit beside its values, these are alone"
    )
    wide = words(draw_phase(diagram, 24.0))
    assert all(any(text.endswith(f" = {value}") for text in wide) for value in ("0", "0.5", "1"))
    svg = to_bytes(draw_phase(diagram, animate=True), "svg").decode()
    ET.fromstring(svg)
    assert len(re.findall(r'<g id="frame-\d-0(?:-still)?" class="frame f\d"', svg)) == 3
    assert svg.count('visibility="hidden"') == 2, "one is seen where nothing moves"
    assert "prefers-reduced-motion" in svg
    assert "<script" not in svg
    assert "class=" not in to_bytes(figure, "svg").decode()
    assert "for 3 values of severity of destruction" in described(figure)


def test_a_path_cannot_be_both_an_axis_and_what_the_panels_are_over():
    with pytest.raises(UsageError, match="varies twice"):
        phase(ALIGNED, PLANE, (PLANE[0][0], None))
    with pytest.raises(UsageError, match="expected no third --vary"):
        phase(ALIGNED, [*PLANE, (SEVERITY, axis("0:1:3"))], ("conflict.stakes", None))


def test_the_drawing_is_of_lines_and_small():
    svg = to_bytes(draw_phase(phase(ALIGNED, PLANE)), "svg")
    assert b"<image" not in svg.replace(b'role="img"', b"").split(b"clipPath")[0]
    assert len(svg) < 120_000
