"""What `infer` says: the words first, one screen, and nothing that reads stronger than it is."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from support import inferences

from powergame.analysis.infer.result import Hypothesis, TradeOff
from powergame.report.documents import infer as documents
from powergame.report.documents.inference.evidence import strength
from powergame.report.documents.inference.method import method_in_words
from powergame.report.documents.inference.seen import observed_in_words
from powergame.report.formats import csv as csv_report
from powergame.report.formats import markdown, terminal
from powergame.report.formats.terminal import Screen

SCREEN = 24
"""Lines of a screen."""


def shown(result, **screen):
    return terminal.render(documents.document(result), Screen(**screen))


def words(result):
    return " ".join(shown(result).split())


@pytest.fixture(scope="module")
def two():
    return inferences.two_unknowns()


@pytest.fixture(scope="module")
def several():
    return inferences.several_deeds()


@pytest.mark.parametrize("made", [*inferences.ALL, inferences.compared], ids=lambda made: made.__name__)
def test_no_line_is_longer_than_the_screen(made):
    assert max(map(len, shown(made()).splitlines())) <= 80


def test_one_deed_and_two_unknowns_take_one_screen(two):
    assert len(shown(two).splitlines()) <= SCREEN


def test_below_a_bit_deeds_tell_little(two):
    assert documents.headline(two) == "The deed tells little: 0.14 bits, mostly about alignment of board and chief."
    told = documents.headline(replace(two, bits=1.2))
    assert told == "The deed tells 1.20 bits, first of all about alignment of board and chief."


def test_what_is_told_of_a_type_counts_as_well():
    typed = inferences.typed()
    assert documents.headline(typed) == "The deed tells little: 0.34 bits, about the type of chief."
    assert "type of chief: loyal from 90 % to 62 %; rival from 10 % to 38 %" in words(typed)


def test_nothing_is_called_learnt_where_nothing_is_observed():
    text = words(inferences.unobserved())
    assert "No deed is observed." in text
    assert "Next to nothing" not in text


def test_the_unknowns_with_the_most_bits_come_first(several):
    paths = [marginal.path for marginal in sorted(several.marginals, key=lambda m: -m.bits)]
    places = [re.search(rf"^{re.escape(path)} +before", shown(several), re.MULTILINE).start() for path in paths]
    assert places == sorted(places)


def test_a_trade_off_says_one_given_the_thirds_of_the_other(two):
    assert (
        "With rationality in its upper third: alignment of board and chief about -0.42; in its lower third: about 0.05."
        in words(two)
    )
    weak = replace(two, tradeoffs=(TradeOff(two.tradeoffs[0].unknowns, 0.2, (0.0, 0.1), None),))
    assert "third" not in words(weak)


def test_what_is_assumed_is_said(two):
    assert "Assumed: rationality is lognormal(3, 1), median 20, at which 5 % of all power moves odds by e" in words(two)
    assert "Assumed" not in words(inferences.one_unknown())
    assert "at rationality 20" in words(inferences.one_unknown())


def test_one_node_is_told_in_the_singular(two):
    assert "Quadrature with 1 node;" in method_in_words(replace(two, method=replace(two.method, draws=1)))


def test_repeated_plays_are_said_to_be_independent(several):
    assert "the noise in each play is independent of the others" in words(several)


def test_the_telling_deed_is_the_one_with_the_most_bits_last(several):
    telling = max(several.deeds, key=lambda deed: deed.last)
    assert f"The telling deed is {telling.number}: {telling.last:.2f} bits on top of the others." in words(several)


def test_an_observation_is_told_with_what_is_known_of_its_situation(several):
    seen = [observed_in_words(deed.observation) for deed in several.deeds]
    assert seen == [
        "board: dismiss",
        "board: dismiss; with actors.chief.power = 6; 3 times",
        "board: tolerate, chief: hold, and no war",
        "war; with conflict.destruction.severity = 0.9",
    ]


@pytest.mark.parametrize(
    ("factor", "says"),
    [
        (1.0, "hardly worth a mention"),
        (1 / 2.9, "hardly worth a mention"),
        (3.1, "positive evidence for it"),
        (1 / 19, "positive evidence against it"),
        (21, "strong evidence for it"),
        (1e300, "very strong evidence for it"),
        (0.0, "very strong evidence against it"),
    ],
)
def test_bayes_factors_are_called_as_kass_and_raftery_call_them(factor, says):
    assert strength(factor) == says


def test_a_hypothesis_that_is_decided_has_no_bayes_factor(two):
    decided = replace(two, hypotheses=(Hypothesis("alignment.board.chief <= 1", 1.0, 1.0, None, 0.0),))
    line = next(line for line in shown(decided).splitlines() if "<= 1" in line)
    assert "Bayes" not in line
    assert line.endswith(": 100 %, as before")


def test_reasons_against_an_answer_stand_before_it():
    lines = shown(inferences.failing()).splitlines()
    problem = next(k for k, line in enumerate(lines) if line.startswith("The effective sample is 212"))
    assert problem < next(k for k, line in enumerate(lines) if line.startswith("unknown"))


def test_a_terminal_of_ascii_has_bars_of_ascii(two):
    text = shown(two, unicode=False)
    assert text.isascii()
    assert "\\u" not in text
    assert re.search(r"before +[_.:\-=+*#]{12} ", text)


def test_scenarios_side_by_side_say_which_foresaw_best():
    text = words(inferences.compared())
    assert "[1] foresaw what was observed best, 2.46 times as well as [2] (hardly worth a mention)." in text
    assert "Kass and Raftery" in text
    assert "board: dismiss 0.92 0.92" in text


def test_markdown_has_the_same_words(two):
    text = markdown.render(documents.document(two))
    assert "The deed tells little: 0.14 bits" in text
    assert "| **alignment.board.chief** | before |" in text


@pytest.mark.parametrize("made", [*inferences.ALL, inferences.compared], ids=lambda made: made.__name__)
def test_every_row_of_csv_has_every_column(made):
    text = csv_report.render(documents.CSV_HEADER, documents.csv_rows(made()))
    assert {len(row) for row in csv.reader(io.StringIO(text))} == {len(documents.CSV_HEADER)}


def test_csv_has_a_row_for_each_choice_and_each_outcome_of_a_direction():
    rows = list(
        csv.DictReader(io.StringIO(csv_report.render(documents.CSV_HEADER, documents.csv_rows(inferences.choices()))))
    )
    assert [row["value"] for row in rows if row["name"] == inferences.STAKES] == ["0.2", "0.6", "1"]
    assert [row["value"] for row in rows if row["name"] == inferences.DIRECTION] == ["1", "2"]
    assert {row["kind"] for row in rows} == {"unknown", "derived", "observation", "seeks", "war", "destroyed"}


def test_a_result_shows_itself(two):
    assert two._repr_markdown_() == markdown.render(documents.document(two))
    assert "The deed tells little" in two._repr_html_()
    assert "Compared by evidence" in inferences.compared()._repr_html_()


def test_a_deed_that_was_seen_often_counts_as_often(two):
    often = replace(two.deeds[0], observation=replace(two.deeds[0].observation, times=99))
    assert documents.headline(replace(two, deeds=(often,))).startswith("The 99 deeds tell little")


def test_of_many_observations_the_telling_ones_are_shown(several):
    deeds = tuple(replace(several.deeds[0], number=k + 1, last=0.1 * (k == 30)) for k in range(40))
    said = words(replace(several, deeds=deeds))
    assert "30 more tell no more, and are in --format json. The telling deed is 31: 0.10 bits" in said
    alike = tuple(replace(deed, last=0.001) for deed in deeds)
    assert "None tells anything on top of all the others." in words(replace(several, deeds=alike))


def test_of_a_long_trace_evenly_spaced_steps_are_shown(several):
    step = several.trace[0]
    shown_steps = words(replace(several, trace=tuple(replace(step, after=k) for k in range(400))))
    assert "All steps are in --format json." in shown_steps
    assert " 399 " in shown_steps
    assert " 398 " not in shown_steps
