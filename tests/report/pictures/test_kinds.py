"""Every kind of picture of what users draw: it draws, says what holds, takes any name, and comes out the same."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from support import deceptions, inferences
from support.installed import ROOT, SCENARIOS

from powergame.analysis.replies import replies
from powergame.analysis.solve import solve
from powergame.analysis.sweep import sweep
from powergame.analysis.threshold import thresholds
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.model.game import Game
from powergame.report.pictures import ladder, payoffs
from powergame.report.pictures import replies as curves
from powergame.report.pictures.drawing.files import described, to_bytes
from powergame.report.pictures.drawing.rulers import Ruler
from powergame.report.pictures.drawing.style import directed, look, width_of, wrapped
from powergame.report.pictures.kinds import KINDS, kind
from powergame.scenario.reading.load import load, load_text
from powergame.scenario.types import Observation
from powergame.sources.games import NamedGame

HOSTILE = """\
name: "<b>$x_1$</b> & {{7*7}}"
actors:
  "<script>alert(1)</script>": {power: 2, preferences: [1, 0.3]}
  "$\\\\frac{1}{0}$": {power: 1, preferences: [0.2, 1]}
ladder:
  - {name: "שלום", grab: 0}
  - {name: "🔥 %s", grab: 0.3, provokes: 0.3}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
"""
PATHS = ("conflict.destruction.odds", "conflict.destruction.severity")


def game(first, second):
    return Game(("row", "column"), (("up", "down"), ("left", "right")), np.array([first, second], dtype=float))


def answered(first, second):
    return solve(NamedGame("a game", "", "", "", game(first, second)))


@cache
def shipped(name):
    return solve(load(SCENARIOS / f"{name}.yaml"), look_for_turns=False)


def result(one, scenario):
    """Return what a kind is drawn of, coarsely."""
    if one.of == "solve":
        return solve(scenario, look_for_turns=False)
    if one.of == "threshold":
        return thresholds(scenario, [(path, "0:1:3") for path in PATHS])
    if one.of == "sweep":
        return sweep(scenario, dict.fromkeys(PATHS, "0:1:5"))
    if one.of == "deceive":
        told = deceptions.told_of(scenario)
        return replace(deceptions.curves(), points=(((0.1,), told), ((0.9,), told))) if one.varies else told
    return told_of(scenario)


def told_of(scenario):
    """Return what deeds tell of a scenario's first actor, by hand."""
    (first, second, *_), rungs = scenario.names, [rung.name for rung in scenario.ladder]
    path = f"alignment.{first}.{second}"
    base = inferences.several_deeds()

    def renamed(parts):
        return tuple(replace(part, path=path) if part.path == inferences.ALIGNMENT else part for part in parts)

    def moved(pairs):
        return tuple((path if name == inferences.ALIGNMENT else name, summary) for name, summary in pairs)

    deeds = tuple(replace(deed, observation=Observation(((first, rungs[-1]),))) for deed in base.deeds)
    pairs = tuple(replace(pair, first=path) if pair.first == inferences.ALIGNMENT else pair for pair in base.pairs)
    unknown = tuple((path if name == inferences.ALIGNMENT else name, prior) for name, prior in base.unknown)
    steps = tuple(replace(step, numbers=moved(step.numbers)) for step in base.trace)
    return replace(
        base,
        scenario=scenario,
        unknown=unknown,
        deeds=deeds,
        marginals=renamed(base.marginals),
        pairs=pairs,
        trace=steps,
    )


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.name)
def test_a_picture_of_hostile_names_is_a_drawing_without_scripts_links_and_markup(one):
    figure = one.draw(result(one, load_text(HOSTILE % ("m" * 56))), width=8.0)
    root = ET.fromstring(to_bytes(figure, "svg"))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "a", "foreignObject", "text"}
    assert root.get("role") == "img"
    assert root[0].tag.endswith("title")
    assert root[0].text
    assert root[1].tag.endswith("desc")
    assert root[1].text
    for element in root.iter():
        for name, value in element.attrib.items():
            assert "http" not in value
            if name.endswith("href"):
                assert value.startswith(("#", "data:image/png"))


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.name)
@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_every_kind_is_drawn_as_an_image_and_as_a_document(one, ending):
    data = to_bytes(one.draw(result(one, load_text(HOSTILE % "x"))), ending)
    assert data.startswith(b"\x89PNG" if ending == "png" else b"%PDF")


def test_all_processes_draw_the_same_bytes():
    script = (
        "import sys, hashlib; from support.installed import SCENARIOS;"
        "from powergame.scenario.reading.load import load;"
        "sys.path.insert(0, 'tests/report/pictures'); from test_kinds import KINDS, result, to_bytes;"
        "s = load(SCENARIOS / 'security-dilemma.yaml');"
        "[print(one.name, e, hashlib.sha256(to_bytes(one.draw(result(one, s)), e)).hexdigest())"
        " for one in KINDS for e in (('svg', 'png', 'pdf') if one.name == 'replies' else ('svg',))]"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "tests"},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0].count(b"\n") == len(KINDS) + 2
    assert runs[0] == runs[1]


def test_kinds_have_names_and_words_of_their_own():
    assert len({one.name for one in KINDS}) == len({one.shows for one in KINDS}) == len(KINDS)


def test_best_replies_are_underlined_and_equilibria_framed():
    dilemma = answered([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    best = dilemma.game.best_replies
    assert best[0].tolist() == [[False, False], [True, True]]
    assert best[1].tolist() == [[False, True], [False, True]]
    figure = payoffs.draw_payoffs(dilemma)
    bold = sorted(t.get_text() for t in figure.axes[0].texts if t.get_fontweight() == "bold")
    assert bold == ["1", "1", "5", "5", "column", "row"]
    frames = [patch for patch in figure.axes[0].patches if patch.get_linewidth() > 1]
    assert len(frames) == 1
    assert "row: down; column: right" in described(figure)


def test_three_actors_have_a_matrix_for_each_rung_of_the_third():
    figure = payoffs.draw_payoffs(shipped("kingmaker"))
    assert len(figure.axes) == 2
    assert {"kingmaker: take sides", "kingmaker: abstain"} <= set(texts(figure))


@pytest.mark.parametrize(
    ("draw", "name", "why"),
    [
        (payoffs.draw_payoffs, "first-world-war", "5 actors"),
        (curves.draw_replies, "cuban-missile-crisis", "3 x 3"),
        (curves.draw_replies, "kingmaker", "2 x 2 x 2"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, name, why):
    with pytest.raises(UsageError, match=why):
        draw(shipped(name))


def test_best_reply_curves_turn_where_the_other_makes_indifferent():
    row, column = replies(game([[2, 0], [0, 1]], [[1, 0], [0, 2]]))  # battle of the sexes
    assert row.turns_at == Fraction(2, 3)
    assert column.turns_at == Fraction(1, 3)
    assert row.points.tolist() == [[0, 0], [0, 2 / 3], [1, 2 / 3], [1, 1]]


def test_a_reply_that_is_all_the_same_is_no_curve_but_all_of_the_square():
    row, column = replies(game([[1, 1], [1, 1]], [[1, 0], [1, 0]]))
    assert row.indifferent
    assert not column.indifferent
    assert column.points[:, 0].max() == 0


@pytest.mark.parametrize("gains", [(0, 1), (0, -1), (1, 0), (-1, 0)])
def test_a_reply_that_is_indifferent_at_an_end_has_all_of_that_end(gains):
    row, _ = replies(game([[0, 0], gains], [[0, 0], [0, 0]]))
    end = float(gains[1] == 0)
    assert {tuple(p) for p in row.points.tolist()} >= {(0.0, end), (1.0, end)}
    assert row.points[0 if end else -1, 0] == (max(gains) > 0)


def test_every_equilibrium_lies_on_both_curves():
    rng = np.random.default_rng(3)
    for first, second in rng.integers(-3, 4, (60, 2, 2, 2)):
        answer = answered(first, second)
        both = replies(answer.game)
        for one in answer.solution.equilibria:
            at = [float(one.profile[i][1]) for i in (0, 1)]
            for i, reply in enumerate(both):
                assert reply.indifferent or _on(reply.points, np.array([at[i], at[1 - i]])), (first, second)


def _on(points, at):
    for start, stop in pairwise(points):
        low, high = np.minimum(start, stop) - 1e-12, np.maximum(start, stop) + 1e-12
        if ((at >= low) & (at <= high)).all():
            return True
    return False


def test_logit_responses_meet_at_the_quantal_response():
    answer = solve(load(SCENARIOS / "security-dilemma.yaml"), concept=Concept("logit", 30.0), look_for_turns=False)
    x, y = (float(strategy[1]) for strategy in answer.solution.equilibria[0].profile)
    for (own, other), reply in zip([(x, y), (y, x)], replies(answer.game, 30.0), strict=True):
        assert np.interp(other, reply.points[:, 1], reply.points[:, 0]) == pytest.approx(own, abs=1e-4)


def test_a_ladder_says_what_each_rung_is_worth_and_which_is_played():
    figure = ladder.draw_ladder(shipped("cuban-missile-crisis"))
    said = texts(figure)
    assert {"0.861", "0.761", "0.803", "0.702", "0.666", "0.481"} <= set(said)
    assert said.count("100 %") == 2
    assert "strike ↑" in said
    assert "to soviet union withdraw 0.702" in described(figure)


def test_a_ladder_of_a_mixed_equilibrium_has_all_played_rungs_as_best():
    figure = ladder.draw_ladder(answered([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert texts(figure).count("1/2") == 4
    bold = [t.get_text() for axes in figure.axes for t in axes.texts if t.get_fontweight() == "bold"]
    assert {"up", "down", "left", "right"} <= set(bold)


@pytest.mark.parametrize(("draw", "width"), [(ladder.draw_ladder, 8.0), (ladder.draw_ladder, 16.0),
                                              (payoffs.draw_payoffs, 16.0)])  # fmt: skip
def test_long_names_of_rungs_are_whole_where_there_is_room(draw, width):
    rungs = "negotiate under the auspices of the United Nations", "full-scale invasion"
    ladders = ", ".join(f"{{name: {name}, grab: {k}}}" for k, name in enumerate(rungs))
    both = "{red: {power: 1, preferences: [1, 0]}, blue: {power: 1, preferences: [0, 1]}}"
    destruction = "conflict: {destruction: {odds: 1, severity: 1}}"
    scenario = load_text(f"actors: {both}\nladder: [{ladders}]\n{destruction}")
    said = " ".join(texts(draw(solve(scenario, look_for_turns=False), width)))
    assert "…" not in said
    assert all(word in said.split() for name in rungs for word in name.split())


def test_thresholds_are_labelled_where_verdicts_turn():
    found = thresholds(load(SCENARIOS / "strong-and-aligned.yaml"), [("alignment.weak.strong", None)])
    figure = kind("threshold").draw(found, width=8.0)
    assert {"0.6", "0.3684", "always", "never"} <= set(texts(figure))
    assert "weak: always below 0.6, never above" in described(figure)


def test_notes_that_differ_between_paths_name_them():
    odds, severity = "conflict.destruction.odds", "conflict.destruction.severity"
    found = thresholds(load(SCENARIOS / "strong-and-aligned.yaml"), [(odds, None), (severity, None)])
    first, second = found.paths
    differ = replace(found, paths=(replace(first, notes=("alike", "one point")), replace(second, notes=("alike",))))
    said = " ".join(texts(kind("threshold").draw(differ, width=16.0)))
    assert "Alike." in said
    assert "Along odds of destruction: one point." in said


@pytest.mark.parametrize("spacing", ["linear", "log", "share"])
@pytest.mark.parametrize(("start", "stop"), [(0.01, 100.0), (1e-9, 1e-6), (3.0, 4.0), (1e6, 1e12)])
def test_ticks_are_within_the_range_and_apart(spacing, start, stop):
    one = Ruler(start, stop, spacing, others=stop / 10)
    at = [one.along(value) for value, _ in one.ticks(0.2)]
    assert len(at) >= 2
    assert min(at) >= -1e-9
    assert max(at) <= 1 + 1e-9
    assert len(at) == 2 or min(np.diff(at)) >= 0.2 - 1e-9


def test_lines_break_at_spaces_and_behind_the_dots_of_paths_and_never_within_numbers():
    broken = wrapped("about 0.123456 and 68.6 % of actors.red.power", 1.6, 7.0)
    assert "0.123456" in " ".join(broken)
    assert any("68.6 %" in line for line in broken)
    assert all(width_of(line, 7.0) <= 1.6 for line in broken)


def test_lines_run_from_left_to_right_whatever_name_begins_them():
    assert directed("west 50 %") == "west 50 %"
    assert directed("שלום 50 %") == "\u200eשלום\u200e 50 %"


def test_actors_have_the_same_colour_in_every_picture():
    answer = shipped("security-dilemma")
    for draw in (payoffs.draw_payoffs, ladder.draw_ladder, curves.draw_replies):
        said = [t for axes in draw(answer).axes for t in axes.texts]
        for i, name in enumerate(answer.game.actors):
            mine = [t for t in said if t.get_text().startswith(name)]
            assert mine
            assert {t.get_color() for t in mine} == {look(i).ink}
