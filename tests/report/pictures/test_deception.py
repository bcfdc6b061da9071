"""Pictures of deception: the tree has what is believed, played and reached; curves have a band and words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.colors import to_rgb
from support import deceptions
from support.installed import SCENARIOS

from powergame.analysis.solve import solve
from powergame.errors import UsageError
from powergame.report.documents.deception.cards import Row
from powergame.report.pictures.deception.cards import row_text
from powergame.report.pictures.deception.curves import describe_curves, draw_curves
from powergame.report.pictures.deception.tree import describe_tree, draw_tree
from powergame.report.pictures.drawing.files import to_bytes
from powergame.report.pictures.drawing.style import look
from powergame.scenario.reading.load import load


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [text.get_text() for text in figure.texts]


def within(figure):
    """Return whether all words are on the page."""
    figure.canvas.draw()
    page = figure.bbox
    boxes = [t.get_window_extent() for axes in figure.axes for t in axes.texts if t.get_text()]
    return all(box.x0 >= -1 and box.x1 <= page.x1 + 1 and box.y0 >= -1 and box.y1 <= page.y1 + 1 for box in boxes)


@pytest.mark.parametrize("width", [16.0, 8.0])
@pytest.mark.parametrize("made", [deceptions.coup, deceptions.provocateur])
def test_the_tree_stays_on_its_page(made, width):
    assert within(draw_tree(made(), width))


def test_the_tree_of_a_coup_ends_in_war_with_the_type_unmasked():
    words = texts(draw_tree(deceptions.coup()))
    assert words.count("hold, hold") == 2
    assert words.count("hold, seek") == 1
    assert "war" in words
    assert "90 %" in words
    assert "43 %" in words, "the overseer's share once the system has grown"


def test_the_tree_says_who_sides_with_whom():
    assert "sides with the status quo 40 %, red 60 %" in texts(draw_tree(deceptions.provocateur()))


def test_of_a_mixture_it_is_said_how_often_power_is_sought_where_the_rung_has_no_room():
    row = Row("system", 1, 0.2, 0.679, does=(("seek", 0.679),))
    assert row_text(row, 3.0) == "seek 68 %"
    assert row_text(row, 0.9) == "68 %"


def test_bars_are_explained_where_there_are_any():
    assert "what is believed" in " ".join(texts(draw_tree(deceptions.coup())))
    rounds = solve(load(SCENARIOS / "time-to-give-way.yaml"))
    assert "what is believed" not in " ".join(texts(draw_tree(rounds)))


def test_histories_that_are_not_reached_are_drawn_if_asked_for():
    assert texts(draw_tree(deceptions.coup(), histories="all")).count("hold, seek") == 2


def test_where_columns_are_too_narrow_later_rounds_stand_below():
    wide, narrow = (draw_tree(deceptions.coup(), width).get_size_inches() for width in (16.0, 8.0))
    assert narrow[1] > 1.5 * wide[1]


@pytest.mark.parametrize("width", [16.0, 8.0])
def test_bars_of_power_are_to_one_scale(width):
    """The overseer does not grow: its part of the bar is as long in both rounds."""
    boxes = [patch for axes in draw_tree(deceptions.coup(), width).axes for patch in axes.patches]
    overseer = [box.get_width() for box in boxes if box.get_facecolor()[:3] == pytest.approx(to_rgb(look(0).ink))]
    in_the_key = min(overseer)
    first, second = (x for x in overseer if x != in_the_key)
    assert first == pytest.approx(second)


def test_the_tree_is_described_for_those_who_do_not_see_it():
    said = describe_tree(deceptions.coup())
    assert said.startswith("Surprise coup: system (misaligned) conceals")
    assert "system (misaligned, 20 %) seeks at first 0 %, later 100 %" in said


def test_what_is_no_tree_is_refused():
    with pytest.raises(UsageError, match="one scenario"):
        draw_tree(deceptions.side_by_side())
    with pytest.raises(UsageError, match="no equilibrium"):
        draw_tree(replace(deceptions.coup(), equilibria=()))
    with pytest.raises(UsageError, match="--vary"):
        draw_curves(deceptions.coup())


@pytest.mark.parametrize("width", [16.0, 8.0])
@pytest.mark.parametrize("made", [deceptions.curves, deceptions.plane])
def test_curves_and_maps_are_drawn(made, width):
    figure = draw_curves(made(), width)
    assert within(figure)
    assert to_bytes(figure, "png").startswith(b"\x89PNG")


def test_types_that_never_change_are_told_instead_of_drawn():
    words = texts(draw_curves(deceptions.curves()))
    assert "system (misaligned)" in words
    assert "system (aligned)" not in words
    assert "system (aligned): open all along" in " ".join(words)


def test_curves_are_described():
    assert "from 0.95 on distrusted" in describe_curves(deceptions.curves())
