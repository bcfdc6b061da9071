"""Pictures as parts of a page: their tints suit a dark page, and still hide what they cover."""

import re

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from powergame.report.page.inline import inline
from powergame.report.pictures.drawing.key import draw_key, rows_of
from powergame.report.pictures.drawing.layout import page
from powergame.report.pictures.drawing.regions import Fill
from powergame.report.pictures.drawing.style import COLOURS, INK, tint


@pytest.fixture
def drawn():
    """Content of a page's picture: stripes, and a tint over them."""
    figure = Figure()
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.plot([0, 1], [0, 1], color=tint(COLOURS[1], 0.6))
    axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=tint(INK, 0.5), edgecolor=INK, zorder=3))
    return str(inline(figure).content)


def shapes(content, paint):
    """Return shapes by their paints: a tint as its share, and the shape's path."""
    found = re.findall(rf'<path d="([^"]*)"[^>]*? {paint}="(#\w+)"[^>]*?/>', content)
    return [(colour, path) for path, colour in found]


@pytest.mark.parametrize("paint", ["fill", "stroke"])
def test_a_tint_hides_what_it_covers_since_paper_of_its_shape_is_below_it(drawn, paint):
    veils = re.findall(rf'<path d="([^"]*)"[^>]* {paint}-opacity="[\d.]+"', drawn)
    papers = [path for colour, path in shapes(drawn, paint) if colour == "#ffffff"]
    assert len(veils) == 1
    assert papers[-1:] == veils


def test_the_line_around_a_tint_is_drawn_once(drawn):
    assert [colour for colour, _ in shapes(drawn, "stroke")].count(INK) == 1


def test_a_key_is_drawn_in_shapes_which_turn_with_the_page():
    made = page(8.0, 1.0, "")
    look = Fill(tint(INK, 0.04), rising=tint(COLOURS[0], 0.9), level=tint(COLOURS[1], 0.6), dotted=True)
    draw_key(made, rows_of([("striped", look)], 8.0), made.top)
    content = str(inline(made.figure).content)
    assert "<image" not in content
    assert {f'stroke="{COLOURS[0]}"', f'stroke="{COLOURS[1]}"', f'fill="{INK}"'} <= set(
        re.findall(r'\w+="#\w+"', content)
    )
