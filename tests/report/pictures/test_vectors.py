"""The picture of arrows: what it says of an actor is so, whichever way the others' power points."""

from __future__ import annotations

import re

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from support.installed import SMALLEST
from support.random_scenarios import random_scenario, with_random_beliefs

from powergame.analysis.solve import solve
from powergame.report.pictures.arrows import plane, view
from powergame.report.pictures.vectors import draw_vectors
from powergame.scenario.reading.load import load_text

MINUS = "\N{MINUS SIGN}"


def texts(answer, name):
    """Return the lines of one actor's table: words and numbers, from the top."""
    figure = draw_vectors(answer, actors=[name])
    drawn = [(text.get_position(), text.get_text()) for text in figure.findobj(Text) if text.get_text()]
    rows = [text for _, text in sorted(drawn, key=lambda item: (-item[0][1], item[0][0]))]
    return rows[rows.index("its own power") : rows.index(next(t for t in rows if "destroyed: " in t)) + 2]


@pytest.mark.parametrize("seed", range(12))
def test_destruction_is_a_loss_to_those_whom_the_world_serves_and_a_gain_to_the_others(seed):
    scenario = with_random_beliefs(random_scenario(seed), seed, 0.5)
    answer = solve(scenario, look_for_turns=False)
    for i, name in enumerate(scenario.names):
        seen = view(scenario, i, plane(scenario))
        *rows, words, number = texts(answer, name)
        assert float(number) == pytest.approx(abs(seen.severity * seen.value), abs=5.1e-4)
        if abs(seen.loss) > 1e-6:
            assert words.endswith("destroyed: it loses" if seen.value > 0 else "destroyed: it gains")
        amounts = [float(text.replace(MINUS, "-")) for text in rows if re.fullmatch(rf"[+{MINUS}]?[\d.]+", text)]
        assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=1e-9)  # as printed


@pytest.mark.parametrize("direction", ["[1, 0]", "[-1, 0]"])
def test_the_actor_s_own_name_stays_within_its_picture(direction):
    """It is bold, and so wider than others' names."""
    named = SMALLEST.replace("red:", "The Northern Assembly of Free Cities:").replace("[1, 0]", direction)
    answer = solve(load_text(named), look_for_turns=False)
    figure = draw_vectors(answer, actors=[answer.actors[1].name])
    canvas = FigureCanvasAgg(figure).get_renderer()
    (label,) = (text for text in figure.findobj(Text) if text.get_text().endswith("25 %"))
    assert label.get_weight() == "bold"
    frame, box = label.axes.get_window_extent(canvas), label.get_window_extent(canvas)
    assert frame.x0 <= box.x0
    assert box.x1 <= frame.x1


@pytest.mark.parametrize(("count", "projected"), [(9, 8), (12, 4)])
def test_of_many_arrows_those_are_named_and_projected_that_count_most(count, projected):
    actors = "".join(
        f"  n{i:02}: {{power: {1 + 7 * i % 5}, preferences: {{angle: {37 * i % 180}}}, ladder: [{{name: live}}]}}\n"
        for i in range(count)
    )
    scenario = load_text(f"actors:\n{actors}conflict: {{destruction: {{odds: 0.5, severity: 0.5}}}}\n")
    figure = draw_vectors(solve(scenario, look_for_turns=False), actors=["n03"])
    lines = [line.get_gid() for line in figure.findobj(Line2D)]
    assert sum(str(gid).startswith("projection-") for gid in lines) == projected
    assert sum(text.get_text().endswith(" %") for axes in figure.axes for text in axes.texts) == projected + 1
