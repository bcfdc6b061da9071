"""The picture of arrows: what it says of an actor is so, whichever way the others' power points."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from support.installed import SCENARIOS, SMALLEST
from support.random_scenarios import random_scenario, with_random_beliefs

from powergame.analysis.solve import solve
from powergame.report.pictures.vectors.picture import draw_vectors
from powergame.report.pictures.vectors.plane import plane, view
from powergame.scenario.reading.load import load, load_text

MINUS = "\N{MINUS SIGN}"


def texts(answer, name):
    """Return the lines of one actor's table: words and numbers, from the top."""
    figure = draw_vectors(answer, actors=[name])
    drawn = [(text.get_position(), text.get_text()) for text in figure.findobj(Text) if text.get_text()]
    rows = [text for _, text in sorted(drawn, key=lambda item: (-item[0][1], item[0][0]))]
    start = next(k for k, text in enumerate(rows) if text.endswith("its own power"))
    return rows[start : rows.index(next(t for t in rows if "destroyed: " in t)) + 2]


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


def powers(count):
    actors = "".join(
        f"  n{i:02}: {{power: {1 + 7 * i % 5}, preferences: {{angle: {37 * i % 180}}}, ladder: [{{name: live}}]}}\n"
        for i in range(count)
    )
    return load_text(f"actors:\n{actors}conflict: {{destruction: {{odds: 0.5, severity: 0.5}}}}\n")


def named(figure):
    """Return the labels of arrows, panel by panel."""
    return [
        labels
        for axes in figure.axes
        if (labels := [text for text in axes.texts if str(text.get_gid()).startswith("name-")])
    ]


@pytest.mark.parametrize(("count", "projected"), [(9, 8), (12, 4)])
def test_of_many_arrows_those_are_projected_that_count_most_and_all_are_numbered(count, projected):
    figure = draw_vectors(solve(powers(count), look_for_turns=False), actors=["n03"])
    lines = [line.get_gid() for line in figure.findobj(Line2D)]
    assert sum(str(gid).startswith("projection-") for gid in lines) == projected
    (labels,) = named(figure)
    assert sorted(int(text.get_text()) for text in labels) == list(range(1, count + 1))


@pytest.mark.parametrize("width", [8.0, 16.0])
@pytest.mark.parametrize("name", ["first-world-war", "kingmaker", "ten"])
def test_names_of_arrows_do_not_collide(name, width):
    scenario = powers(10) if name == "ten" else load(SCENARIOS / f"{name}.yaml")
    figure = draw_vectors(solve(scenario, look_for_turns=False), width)
    canvas = FigureCanvasAgg(figure).get_renderer()
    for labels in named(figure):
        boxes = [text.get_window_extent(canvas) for text in labels]
        assert not any(a.padded(-1).overlaps(b.padded(-1)) for a, b in combinations(boxes, 2))


def test_no_head_of_a_table_is_cut():
    said = [
        text.get_text()
        for text in draw_vectors(solve(load(SCENARIOS / "kingmaker.yaml"), look_for_turns=False), 8.0).texts
    ]
    assert not any("…" in text for text in said)
    assert {"1", "2", "3"} <= set(said), "numbers alone, where a name does not fit beside them"


def test_five_actors_share_a_table_whose_columns_add_up_and_fit_on_a_page_of_half_its_width():
    figure = draw_vectors(solve(load(SCENARIOS / "first-world-war.yaml"), look_for_turns=False), 8.0)
    assert figure.get_size_inches()[1] * 2.54 < 24
    rows = {}
    for text in figure.texts:
        rows.setdefault(round(text.get_position()[1], 6), []).append(text.get_text().replace(MINUS, "-"))
    rows = [row for row in rows.values() if len(row) == 6]
    assert [row[0] for row in rows[:2]] == ["1  Germany", "2  Austria-Hungary"]
    numbers = {row[0]: [float(x) for x in row[1:]] for row in rows if "%" not in row[1]}
    whole = numbers.pop("all in all")
    loss = numbers.pop("loss by that")
    assert [round(sum(column), 3) for column in zip(*numbers.values(), strict=True)] == whole
    assert loss[0] < loss[1]  # Germany believes that less is destroyed
