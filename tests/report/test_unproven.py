"""What is unproven is seen to be so, in words and in pictures; and where all is proven nothing is said."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from support.unproven import ODDS, THREE, unproven  # noqa: F401

import powergame as pg
from powergame.analysis.check import check
from powergame.analysis.report import Report, Reported, report
from powergame.analysis.sweep.phase.solving import solve_plane
from powergame.analysis.threshold.result import ActorThresholds, Interval
from powergame.deadline import after
from powergame.report.documents import check as checked
from powergame.report.documents import compare as compared
from powergame.report.documents import converge as converged
from powergame.report.documents import solve as solved
from powergame.report.documents import sweep as swept
from powergame.report.documents import threshold as thresholds
from powergame.report.documents.checked.github import github
from powergame.report.documents.checked.junit import junit
from powergame.report.documents.checked.words import summary
from powergame.report.formats import markdown, terminal
from powergame.report.notebook import render
from powergame.report.page.maps import maps
from powergame.report.page.render import render as page_of
from powergame.report.page.strips import strips
from powergame.report.pictures.drawing.regions import Fill, paint
from powergame.report.pictures.phase.draw import UNPROVEN, draw_phase
from powergame.report.pictures.phase.words import describe
from powergame.report.pictures.threshold.draw import draw_threshold
from powergame.report.pictures.vectors.picture import draw_vectors
from powergame.scenario.axes import as_axis
from powergame.scenario.reading.load import load_text

AXES = ((ODDS, as_axis([0.1, 0.953007])), ("conflict.destruction.severity", as_axis([0.5, 0.57])))


def text(document):
    return " ".join(terminal.render(document, terminal.Screen(width=120)).split())


@pytest.fixture
def answer():
    return pg.solve(load_text(THREE), look_for_turns=False)


def words(figure):
    return " ".join(each.get_text() for each in figure.findobj(lambda artist: hasattr(artist, "get_text")))


def test_an_answer_s_verdicts_are_marked_and_the_doubt_stands_below_the_headline(unproven, answer):  # noqa: F811
    told = text(solved.document(answer))
    assert "Nobody seeks power in any equilibrium found. The verdicts are unproven, since the game is too large" in told
    assert told.count("never (unproven)") == 3
    assert "never \\(unproven\\)" in markdown.render(solved.document(answer))
    assert "never (unproven)" in render(answer, "html")
    column = solved.CSV_HEADER.index("proven")
    assert [row[column] for row in solved.csv_rows(answer)] == [False, False, False]


def test_what_cut_the_work_short_is_told_with_the_doubt(unproven, answer):  # noqa: F811
    answer = replace(answer, solution=replace(answer.solution, solver="enumeration"))
    for limited, why in (("steps", "since the budget of steps ran out"), ("time", "since the time limit ran out")):
        cut = replace(answer, solution=replace(answer.solution, list_limited=limited))
        assert f"unproven, {why}: there may be more" in text(solved.document(cut))
        assert f"[2]: The verdicts are unproven, {why}" in text(compared.document(pg.Comparison((answer, cut))))


def test_what_was_cut_after_the_list_was_made_is_not_why_the_list_is_unproven(unproven, answer):  # noqa: F811
    late = replace(answer, solution=replace(answer.solution, later_limited="time"))
    assert late.solution.limited == "time"
    assert "unproven, since the game is too large to search for all equilibria:" in text(solved.document(late))


def test_ties_are_told_as_why_a_list_is_unproven():
    each = "".join(f"  {name}: {{power: 1, preferences: {{angle: {k * 120}}}}}\n" for k, name in enumerate("abc"))
    certain = "ladder: [{name: hold}, {name: seek, grab: 0.3, provokes: 1}]\n"  # war, once two seek
    tied = pg.solve(
        load_text(f"actors:\n{each}{certain}conflict: {{destruction: {{odds: 1, severity: 1}}}}\n"),
        look_for_turns=False,
    )
    assert not tied.solution.complete
    assert "unproven, since ties of three and more actors were left undecided: there may" in text(solved.document(tied))


def test_arrows_are_headed_with_the_mark(unproven, answer):  # noqa: F811
    assert "never (unproven)" in words(draw_vectors(answer))


def test_a_warning_stands_at_the_head_of_the_answer(answer):
    warned = replace(answer, solution=replace(answer.solution, complete=False, warnings=("the number is even",)))
    told = text(solved.document(warned))
    assert told.index("Warning: The number is even.") < told.index("War:")
    assert "Warning: The number is even." in page_of(Report((Reported(warned, (), None),)))
    game = replace(warned, actors=(), scenario=None, happenings=(None,) * len(warned.happenings), war=None)
    assert "Warning: The number is even." in text(solved.document(game))


def test_where_all_is_proven_nothing_is_said_of_it(answer):
    result = pg.sweep(load_text(THREE), {ODDS: [0.1, 0.2]})
    along = pg.threshold(load_text(THREE), ODDS, "0.1:0.2:3")
    drawn = pg.converge(load_text(THREE).with_values({ODDS: 0.0}), draws=2, actors=["red"])
    documents = [
        solved.document(answer),
        compared.document(pg.Comparison((answer, answer))),
        swept.document(result),
        thresholds.document(along),
        converged.document(drawn),
        checked.document(check(["scenarios/strong-and-aligned.yaml"])),
    ]
    assert not any("unproven" in text(document) for document in documents)
    assert "proven complete at 100 % of the points." in text(documents[2])
    assert "unproven" not in words(draw_threshold(along))
    assert UNPROVEN not in words(draw_phase(solve_plane(load_text(THREE), AXES)))


def test_a_comparison_says_which_verdicts_are_unproven(unproven, answer):  # noqa: F811
    low = pg.solve(load_text(THREE).with_values({ODDS: 0.1}), look_for_turns=False)
    told = text(compared.document(pg.Comparison((low, answer))))
    assert "always never (unproven) !" in told
    assert "Where a value is unproven, a difference may be none." in told
    header = compared.csv_header(pg.Comparison((low, answer)))
    rows = [dict(zip(header, row, strict=True)) for row in compared.csv_rows(pg.Comparison((low, answer)))]
    assert {row["path"]: row["proven"] for row in rows}["actors.red.verdict"] is False


EXPECTING = THREE + "expect:\n  seeks: {blue: never, red: always}\n"


def test_check_marks_unproven_verdicts_in_every_format(unproven, tmp_path):  # noqa: F811
    path = tmp_path / "three.yaml"
    path.write_text(EXPECTING)
    result = check([str(path)])
    told = text(checked.document(result))
    assert f"{path}:12:17: expect.seeks.blue: warning: expected never, found never (unproven)" in told
    assert f"{path}:12:29: expect.seeks.red: expected always, found never (unproven)" in told
    assert "2 expectations, 2 of them unproven" in summary(result)
    cases = {case.get("name"): case for case in ElementTree.fromstring(junit(result)).iter("testcase")}
    assert cases["seeks.blue"].find("failure") is None
    assert "never (unproven)" in cases["seeks.blue"].find("system-out").text
    assert "never (unproven)" in cases["seeks.red"].find("failure").get("message")
    lines = github(result).splitlines()
    assert any(line.startswith(f"::warning file={path},line=12,col=17,title=unproven::") for line in lines)
    assert any(line.startswith(f"::error file={path},line=12,col=29,title=expectation::") for line in lines)
    path.write_text(EXPECTING.replace("always", "never"))
    assert f"{path}: ok, unproven" in text(checked.document(check([str(path)])))


def test_shares_of_a_sweep_and_of_draws_say_what_they_count(unproven):  # noqa: F811
    told = text(swept.document(pg.sweep(load_text(THREE), {ODDS: [0.1, 0.953007]})))
    assert "proven complete at 50 % of the points, and verdicts are unproven at the others." in told
    result = pg.converge(load_text(THREE), draws=8)
    assert "proven: the share of draws in which the verdict is" in text(converged.document(result))


@pytest.fixture
def along(unproven):  # noqa: F811
    return pg.threshold(load_text(THREE), ODDS, "0.42:0.44:3")


def test_flips_tell_whether_they_are_between_proven_lists(along):
    told = text(thresholds.document(along))
    assert "red: always below 0.429187, depends (unproven) above" in told
    assert "at it above proven" in told
    assert [row[-1] for row in thresholds.csv_table(along)[1]] == [False] * 3
    assert "Dotted: unproven." in words(draw_threshold(along))
    (strip,) = strips(along.scenario, along.paths).turning
    assert [piece.proven for piece in strip.bands[0].pieces] == [True, False]


def test_of_many_intervals_the_first_and_the_last_are_named():
    words = ("never", "always")
    intervals = tuple(Interval(float(k), k + 1.0, words[k % 2]) for k in range(30))
    course = thresholds.course(ActorThresholds("red", (), intervals, None))
    assert course.startswith("never below 1, always from 1 to 2")
    assert course.endswith("19 more intervals, always above 29")


def test_unproven_points_of_a_diagram_are_dotted_and_have_a_line_of_the_key(unproven):  # noqa: F811
    diagram = solve_plane(load_text(THREE), AXES)
    assert UNPROVEN in words(draw_phase(diagram))
    assert "Verdicts are unproven over 50 % of it." in describe(diagram)
    assert maps(diagram).unproven == "M107 0L107 200L214 200L214 0z"


def test_dots_are_seen_on_any_ground():
    which = np.zeros((60, 60), dtype=np.int64)
    for ground in ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0)):
        half = np.tile(np.arange(60) < 30, (60, 1))
        image = paint([Fill(ground)], 60, 60, which, half)
        plain = tuple(round(255 * part) for part in ground)
        assert (image[:, 30:] == plain).all()
        assert 0.02 < (image[:, :30] != plain).any(axis=2).mean() < 0.5


def test_a_report_marks_what_is_unproven(along, answer):
    reported = Reported(answer, along.paths, solve_plane(load_text(THREE), AXES))
    page = page_of(Report((reported,)))
    assert "The verdicts are unproven" in page
    assert page.count("never (unproven)") >= 3
    assert "unproven: there may be more equilibria than those found" in page
    assert page.count('class="unproven"') == 1 + 3 + 3  # in the key, in each actor's band, and on each actor's map
    assert "Where it is dotted" in page


def test_a_report_that_the_time_limit_cut_says_so(answer):
    cut = page_of(Report((Reported(answer, (), None, "time"),)))
    assert "The time limit ran out before all of this was solved" in cut
    assert 'href="#turns"' in cut
    assert "The time limit ran out" not in page_of(Report((Reported(answer, (), None),)))


def test_a_report_knows_when_its_time_has_run_out(answer):
    (reported,) = report([answer], after(1e-9)).parts
    assert (reported.thresholds, reported.diagram, reported.limited) == ((), None, "time")
