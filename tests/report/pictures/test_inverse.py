"""Pictures of what deeds tell: all that is known is drawn, nothing overlaps, and borders lie where verdicts turn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from support import inferences
from support.inferences import ALIGNMENT, ODDS, RATIONALITY

from powergame.analysis.infer.border import borders
from powergame.analysis.infer.result import Before, Deed, Density, NumberMarginal, Pair, TraceStep, Types
from powergame.analysis.solve import solve
from powergame.errors import UsageError
from powergame.report.pictures.drawing.files import described, to_bytes
from powergame.report.pictures.inverse.planes import sets
from powergame.report.pictures.inverse.posterior import draw_posterior, plane_of
from powergame.report.pictures.inverse.reach import Reach, per_place, reaches
from powergame.report.pictures.inverse.trace import draw_trace
from powergame.report.pictures.inverse.words import deed
from powergame.report.pictures.kinds import borders_of, kind
from powergame.scenario.types import Axis, Observation

LONG = "委员会" * 2 + " Vorstandsvorsitzender"
"""A name in two scripts."""

WIDTHS = (6.0, 16.0)


def said(figure):
    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()]


def overlaps(figure):
    """Return pairs of texts that cover each other, and texts that run off the page."""
    figure.set_dpi(200)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    shown = [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text() and text.get_visible()]
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in shown]
    boxes = [(text, box) for text, box in boxes if box.width > 0 and box.height > 0]
    page, unit = figure.bbox, figure.dpi / 72
    off = [text for text, box in boxes if box.x0 < page.x0 - unit or box.x1 > page.x1 + unit or box.y0 < -unit]
    over = []
    for k, (text, box) in enumerate(boxes):
        for other_text, other in boxes[k + 1 :]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            up = min(box.y1, other.y1) - max(box.y0, other.y0)
            if across > unit and up > 2 * unit:
                over.append((text, other_text))
    return over + off


def number(path, k):
    """Return a number's marginal whose posterior lies ever farther to the right."""
    edges = np.linspace(-1.0, 1.0, 41)
    prior = np.full(40, 1 / 40)
    posterior = np.exp(-(((edges[1:] + edges[:-1]) / 2 - 0.1 * k) ** 2) * 8)
    return inferences.marginal(path, edges, prior, posterior / posterior.sum())


def with_numbers(count):
    """Return an inference of so many unknown numbers with long names, and all pairs of them."""
    paths = [f"alignment.{LONG[k:]}.{LONG[k + 1 :]}" for k in range(count)]
    numbers = tuple(number(path, k) for k, path in enumerate(paths))
    masses = {m.path: np.asarray(m.density.posterior) * np.diff(m.density.edges) for m in numbers}
    flat = tuple(map(tuple, np.full((40, 40), 1 / 1600).tolist()))
    pairs = tuple(
        Pair(a, b, m.density.edges, m.density.edges, flat, tuple(map(tuple, np.outer(masses[b], masses[a]).tolist())))
        for k, b in enumerate(paths)
        for a in paths[:k]
        for m in numbers[:1]
    )
    base = inferences.several_deeds()
    return replace(base, unknown=(), assumed=(), marginals=numbers, pairs=pairs, flat=tuple(paths[:5]))


@pytest.mark.parametrize("make", inferences.ALL, ids=lambda make: make.__name__)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_overlap_or_run_off_the_page(make, width):
    assert overlaps(draw_posterior(make(), borders_of(make()), width)) == []


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("width", WIDTHS)
def test_one_to_eight_unknowns_with_long_names_fit(count, width):
    assert overlaps(draw_posterior(with_numbers(count), (), width)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_traces_and_comparisons_fit(width):
    assert overlaps(draw_trace(inferences.several_deeds(), width)) == []
    assert overlaps(kind("posterior").draw(inferences.compared(), width=width)) == []


def test_hundreds_of_observations_fit_and_those_that_tell_most_have_bars():
    base = inferences.several_deeds()
    deeds = tuple(
        Deed(k + 1, Observation(((LONG, "dismiss"),)), Before(0.5, 0.6), 0.9, 0.1, 0.001 * (k % 150))
        for k in range(300)
    )
    first, last = base.trace[0], base.trace[-1]
    steps = tuple(replace(first if k < 150 else last, after=k, bits=k / 300) for k in range(301))
    many = replace(base, deeds=deeds, trace=steps)
    for figure in (draw_posterior(many, (), 8.0), draw_trace(many, 8.0)):
        assert overlaps(figure) == []
    texts = said(draw_posterior(many))
    assert any(text.startswith("150 ") for text in texts)
    assert not any(text.startswith("10 ") for text in texts)
    assert any(text.startswith("288 more observations") for text in texts)


def test_two_unknown_numbers_are_one_map_and_rationality_that_is_assumed_stands_aside():
    one = inferences.several_deeds()
    assert {plane_of(one).first, plane_of(one).second} == {ALIGNMENT, ODDS}
    assert plane_of(inferences.two_unknowns()) is None
    typed = replace(one, types=(Types("chief", (("loyal", Before(1.0, 1.0)),)),))
    assert plane_of(typed) is None


def test_the_border_on_the_map_is_where_the_verdict_of_solve_turns():
    result = inferences.several_deeds()
    (first, *_) = borders_of(result)
    diagram = first.diagram
    assert (first.actor, first.numbers) == ("board", (1, 3))
    row = len(diagram.y) // 3
    codes = diagram.verdicts[0, first.place, row]
    (flip,) = np.flatnonzero(np.diff(codes))
    for column in (flip, flip + 1):
        values = {ALIGNMENT: float(diagram.x[column]), ODDS: float(diagram.y[row])}
        answer = solve(result.scenario.with_values(values), look_for_turns=False)
        assert answer.actors[0].verdict == ("never", "always", "depends")[codes[column]]


def test_each_situation_has_a_border_of_its_own_and_what_is_known_in_it_has_none():
    result = inferences.several_deeds()
    found = borders_of(result)
    assert [(border.actor, border.numbers) for border in found] == [("board", (1, 3)), ("chief", (3,)), ("board", (2,))]
    known = Observation((("board", "dismiss"),), ((ODDS, 0.4),))
    (deed_,) = (replace(result.deeds[0], observation=known),)
    assert borders_of(replace(result, deeds=(deed_,))) == ()


def test_rationality_has_no_border():
    x, y = (ALIGNMENT, Axis(None, -1.0, 1.0, 2)), (RATIONALITY, Axis(None, 1.0, 100.0, 2, "log"))
    assert borders(inferences.two_unknowns(), x, y) == ()


def test_sets_hold_what_they_say_and_level_densities_are_in_or_out_as_a_whole():
    rng = np.random.default_rng(1)
    cells = rng.gamma(0.5, 1.0, (20, 30))
    cells /= cells.sum()
    edges = tuple(np.linspace(0, 1, 31)), tuple(np.linspace(0, 2, 21))
    flat = tuple(map(tuple, np.full((20, 30), 1 / 600).tolist()))
    pair = Pair("a", "b", *edges, flat, tuple(map(tuple, cells.tolist())))
    reach = Reach(0.0, 1.0, logarithmic=False), Reach(0.0, 2.0, logarithmic=False)
    before, after = sets(pair, reach, smoothing=0)
    assert (before == 2).all()
    assert cells[after >= 1].sum() == pytest.approx(0.9, abs=0.02)
    assert cells[after == 2].sum() == pytest.approx(0.5, abs=0.02)
    assert cells[after == 2].min() > cells[after == 0].max()


def test_areas_of_densities_are_probabilities_on_a_logarithmic_axis_too():
    result = inferences.two_unknowns()
    marginal, reach = result.marginal(RATIONALITY), reaches(result)[RATIONALITY]
    assert reach.logarithmic
    places, before, after = per_place(marginal.density, reach)
    assert (before * np.diff(places)).sum() == pytest.approx(1)
    assert (after * np.diff(places)).sum() == pytest.approx(1)


def test_long_tails_are_not_shown():
    edges = np.linspace(0.0, 1000.0, 101)
    masses = np.where(np.arange(100) < 10, 0.1, 0.0)
    density = Density(tuple(edges), tuple(masses / 10), tuple(masses / 10))
    base = inferences.one_unknown()
    summary = base.marginals[0].prior
    one = replace(base, marginals=(NumberMarginal("conflict.stakes", 0.0, summary, summary, density),))
    assert reaches(one)["conflict.stakes"].high == pytest.approx(100)


def test_axes_and_deeds_are_named_in_words():
    seen = Observation((("red", "seek"),), (("conflict.destruction.odds", 0.9),), 3, war=False)
    assert deed(seen, inferences.several_deeds().scenario) == "red seek, no war (3 times) under odds of destruction 0.9"
    assert "alignment of board and chief →" in said(kind("posterior").draw(inferences.several_deeds()))


def test_the_picture_says_what_it_shows():
    text = described(kind("posterior").draw(inferences.typed()))
    assert "type of chief: loyal 90 % before, 62 % after" in text
    trace = described(draw_trace(inferences.several_deeds()))
    assert "alignment.board.chief < 0: 50 % at first" in trace


def test_what_was_not_followed_or_is_not_unknown_is_refused():
    base = inferences.one_unknown()
    with pytest.raises(UsageError, match="--trace"):
        draw_trace(base)
    with pytest.raises(UsageError, match="nothing is unknown"):
        draw_posterior(replace(base, marginals=()))


def test_a_trace_has_a_line_for_each_value_of_a_choice_and_each_hypothesis():
    base = inferences.choices()
    summary = base.derived[0].prior
    numbers = (("alignment.board.chief", summary),)
    chances = (0.5, 0.5), (0.75, 0.25)
    steps = tuple(
        TraceStep(k, 0.1 * k, numbers, (("conflict.contest", both),), (("x < 0", both[0]),))
        for k, both in enumerate(chances)
    )
    figure = draw_trace(replace(base, trace=steps))
    assert {"ratio", "logistic", "x < 0", "probability of each contest"} <= set(said(figure))
    assert overlaps(figure) == []


def test_an_inference_is_drawn_alike_every_time():
    first, second = (to_bytes(kind("posterior").draw(inferences.several_deeds()), "svg") for _ in range(2))
    assert first == second
