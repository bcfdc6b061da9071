"""What `deceive` says: who deceives whom in words first, a line a type, beliefs as they move, and how sure that is."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from support import deceptions

from powergame.report.documents import deceive as documents
from powergame.report.documents.deception import types
from powergame.report.documents.deception.cards import MOST_HISTORIES, cards
from powergame.report.documents.deception.words import (
    equilibria_in_words,
    headline,
    method_in_words,
    otherwise_in_words,
)
from powergame.report.formats import csv as csv_report
from powergame.report.formats import markdown, terminal
from powergame.report.formats.terminal import Screen

SCREEN = 27
"""Lines of a screen, with the prompt: of a type that would have other words elsewhere, two sentences more."""


def shown(result, histories="reached", **screen):
    return terminal.render(documents.document(result, histories), Screen(**screen))


def words(result, histories="reached"):
    return " ".join(shown(result, histories).split())


def row_of(text, name):
    return next(line for line in text.splitlines() if line.startswith(f"{name} "))


@pytest.mark.parametrize("made", deceptions.ALL, ids=lambda made: made.__name__)
def test_no_line_is_longer_than_the_screen(made):
    for histories in ("reached", "all"):
        assert max(map(len, shown(made(), histories).splitlines())) <= 80


def test_a_coup_takes_one_screen_and_begins_with_the_words():
    lines = shown(deceptions.coup()).splitlines()
    assert len(lines) <= SCREEN
    assert lines[2] == "system (misaligned) conceals what it is, and strikes later."


def test_a_type_is_a_line_with_its_coup_and_the_range_of_it():
    row = row_of(shown(deceptions.coup()), "misaligned")
    assert row.split("   ") == ["misaligned", "conceals", " 20 %", "100 %", "  0 %", "100 %", "100 % (0–100)", "+0.398"]


def test_beliefs_are_followed_until_the_strike():
    text = shown(deceptions.coup())
    assert row_of(text, "at first").split() == ["at", "first", "100", "%", "80", "%", "20", "%", "nobody"]
    assert row_of(text, "hold, hold").split() == ["hold,", "hold", "100", "%", "80", "%", "20", "%", "misaligned"]
    assert row_of(text, "hold, hold; system seek").split()[-7:] == ["20", "%", "0", "%", "100", "%", "–"]


def test_a_type_that_is_believed_impossible_is_not_said_to_seek():
    rows = [row_of(shown(deceptions.coup(), "all"), "hold, seek"), shown(deceptions.coup())]
    assert rows[0].endswith("overseer, misaligned")
    assert "hold, seek" not in rows[1]


def test_it_is_said_in_how_many_equilibria_the_coup_does_not_happen():
    assert "Equilibria found: 2; in 1 of them the coup does not happen." in words(deceptions.coup())
    assert "Equilibria found: 1." in words(deceptions.provocateur())
    answer = deceptions.coup()
    only = replace(answer, equilibria=answer.equilibria[:1])
    assert equilibria_in_words(only) == "Equilibria found: 1."
    surely = _with_words(answer, (("conceals", 1), ("waits", 1)))
    assert equilibria_in_words(surely) == "Equilibria found: 2; the coup happens in all of them."
    assert "Over the equilibria found: conceals in 1, waits in 1" in words(surely)


def _with_words(answer, words):
    """Return an answer in which the misaligned type has these words over the equilibria found."""
    actor = answer.actors[0]
    told = actor.types[1].disguise
    kind = replace(actor.types[1], disguise=replace(told, otherwise=replace(told.otherwise, equilibria=words)))
    return replace(answer, actors=(replace(actor, types=(actor.types[0], kind)),))


def test_that_no_equilibrium_is_pure_is_said():
    assert method_in_words(replace(deceptions.coup(), pure=0, pure_complete=True)).endswith("pure ones: none.")


def test_words_that_hang_on_what_is_not_known_are_told():
    misaligned = deceptions.coup().actors[0].types[1]
    told = otherwise_in_words(misaligned)
    assert "over the equilibria if it were known: conceals in 1, open in 1" in told.lower()
    assert told.endswith("over its probability: conceals from 5 % to 50 %, open at 80 %.")
    assert otherwise_in_words(deceptions.coup().actors[0].types[0]) == ""


def test_sides_taken_on_the_path_are_told_in_everybodys_eyes_only():
    text = words(deceptions.provocateur())
    assert "After hold, seek, watch: green sides with the status quo 40 % and red 60 %" in text
    assert "in the eyes of" not in text
    assert "seek, seek, watch" not in text
    assert "hold, hold, watch: green sides with the status quo, in the eyes of blue" in words(
        deceptions.provocateur(), "all"
    )


def _alike(actor):
    """Return an actor whose types do at first what they would do openly."""
    kinds = [(kind, kind.disguise) for kind in actor.types]
    told = [replace(kind, disguise=replace(each, seeks_first=each.open.seeks)) for kind, each in kinds]
    return replace(actor, types=tuple(told))


def test_several_types_of_a_word_are_told_in_the_singular():
    answer = deceptions.coup()
    actor = answer.actors[0]
    twice = replace(answer, actors=(replace(actor, types=(actor.types[1], replace(actor.types[1], name="rogue"))),))
    whom = "system (misaligned) and system (rogue)"
    assert headline(twice) == f"{whom}: each conceals what it is, and strikes later."


def test_the_headline_says_in_how_many_cases_where_not_in_all():
    rarely = deceptions.with_measures(deceptions.coup(), coup=0.321, shows=0.0, word="conceals")
    assert headline(rarely) == "system (misaligned, in 32.1 % of cases) conceals what it is, and strikes later."


def test_without_deception_the_headline_says_so():
    nobody = deceptions.with_measures(deceptions.coup(), coup=0.0, shows=0.0, word="open")
    assert headline(nobody) == "Nobody deceives."  # one does something else, and neither gains nor loses by it
    alike = replace(nobody, actors=tuple(map(_alike, nobody.actors)))
    assert headline(alike) == "Nobody deceives: in round 1 every type does what it would do if it were known."
    once = replace(alike, rounds=1)
    assert headline(once) == "Nobody deceives: every type does what it would do if it were known."
    suspected = deceptions.with_measures(deceptions.coup(), coup=0.0, shows=0.0, word="suspected")
    assert headline(suspected) == "system (misaligned) holds, and is treated as what it is not."


def test_a_type_of_probability_0_has_no_measures():
    answer = deceptions.coup()
    actor = answer.actors[0]
    gone = replace(actor.types[1], probability=0.0, disguise=None)
    answer = replace(answer, actors=(replace(actor, types=(actor.types[0], gone)),))
    row = row_of(shown(answer), "misaligned")
    assert row.split() == ["misaligned", "–", "0", "%", *"–––––"]
    assert next(line for line in csv_rows(answer) if line["type"] == "misaligned")["coup"] == ""


def test_all_histories_come_with_what_every_type_plays():
    text = shown(deceptions.coup(), "all")
    assert "Play in every history" in text
    assert "system (misaligned)" in text.partition("Play in every history")[2]


def test_problems_stand_before_everything_else():
    answer = replace(deceptions.coup(), problems=("the path broke off",))
    assert shown(answer).splitlines()[3] == "The path broke off."


def test_without_an_equilibrium_there_are_still_sentences():
    answer = replace(deceptions.coup(), equilibria=())
    assert "There is no equilibrium" in shown(answer)


def test_a_quantal_response_is_not_called_an_equilibrium():
    answer = replace(deceptions.coup(), rationality=5.0, pure=None)
    assert "quantal response at rationality 5, which is no equilibrium" in words(answer)
    assert "sequential" not in words(answer)


def test_side_by_side_a_type_has_a_table_with_a_line_a_scenario():
    text = shown(deceptions.side_by_side())
    table = text.partition("system: misaligned")[2]
    assert row_of(table, "[1]").split()[1] == "conceals"
    assert row_of(table, "[2]").split()[1] == "open"


def test_along_a_number_it_is_said_where_words_turn():
    text = shown(deceptions.curves())
    said = "Along the probability that system is misaligned: system (misaligned): conceals, from 0.95 on distrusted."
    assert said in " ".join(text.split())
    assert "system (aligned): open all along" in text
    assert "withholds: holds in round 1" in text


def test_along_two_numbers_points_have_both():
    text = shown(deceptions.plane())
    assert "growth of system" in " ".join(markdown.render(documents.document(deceptions.plane())).split())
    assert "Along the" not in text


def csv_rows(result):
    text = csv_report.render(documents.csv_header(result), documents.csv_rows(result))
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("made", deceptions.ALL, ids=lambda made: made.__name__)
def test_the_csv_has_a_row_for_every_type(made):
    rows = csv_rows(made())
    assert all(row["verdict"] and row["coup_greatest"] for row in rows)
    assert {row["type"] for row in rows} == {"aligned", "misaligned"}


def test_along_a_number_the_csv_begins_with_it():
    rows = csv_rows(deceptions.curves())
    assert next(iter(rows[0])) == "actors.system.types.misaligned.probability"
    assert len(rows) == 22


@pytest.mark.parametrize("made", deceptions.ALL, ids=lambda made: made.__name__)
def test_it_is_markdown_too(made):
    assert "| " in markdown.render(documents.document(made()))


def test_notebooks_show_it():
    assert "conceals" in deceptions.coup()._repr_html_()


def test_ranges_are_shown_where_there_are_some():
    assert types.ranged(deceptions.same(0.5)) == "50 %"


def test_no_more_histories_have_cards_than_can_be_read():
    answer = deceptions.coup()
    first = replace(answer.selected.histories[0], moves=())
    many = tuple(replace(first, after=((f"r{k}", "hold"),), round=2, reached=1 / 40) for k in range(40))
    tree = cards(answer.names, replace(answer.selected, histories=(first, *many)))
    assert len(tree.first.onward) == MOST_HISTORIES - 1
    assert tree.omitted == 40 - MOST_HISTORIES + 1


def test_what_misses_its_certificate_is_not_called_an_equilibrium():
    assert "a sequential equilibrium)" in words(deceptions.coup())
    assert "a sequential equilibrium" not in words(replace(deceptions.coup(), problems=("it has regret 0.02",)))


def test_a_round_that_separates_types_does_not_tell_nothing():
    answer = deceptions.coup()
    next_to_impossible = tuple(replace(actor, play="separating", revealed=0.0) for actor in answer.actors)
    assert "tells almost nothing of" in words(replace(answer, actors=next_to_impossible))
