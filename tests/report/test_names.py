"""Long names are cut where they are shown, and whole in what programs read."""

from __future__ import annotations

import json

import powergame as pg
from powergame.analysis.compare import compare
from powergame.report.documents import compare as compared
from powergame.report.documents.solve import document
from powergame.report.formats import terminal
from powergame.report.names import short_names, short_title
from powergame.report.pictures.kinds import KINDS
from powergame.sources.games import game_of

PLAN = "Type_0_" + "action_0_" * 100
ACTOR = "a player with a name that goes on and on " * 20
TEXT = f'NFG 1 R "{"A title " * 100}" {{ "{ACTOR}" "b" }} {{ {{ "{PLAN}x" "{PLAN}y" }} {{ "c" "d" }} }} 3 3 5 0 0 5 1 1'


def shown(words):
    return terminal.render(words, terminal.Screen(width=80))


def test_long_names_are_cut_and_remain_different():
    text = shown(document(pg.solve(game_of("-", TEXT.encode()))))
    assert "Type_0_action_0_action_0_action… (1)" in text
    assert "Type_0_action_0_action_0_action… (2)" in text
    assert max(map(len, text.splitlines())) <= 80
    assert PLAN not in text.replace("\n", "")
    assert len(text) < 3000


def test_names_that_scenarios_may_have_are_shown_whole():
    names = ("a" * 64, "é" * 64, "b" * 65)
    assert short_names(names) == ("a" * 64, "é" * 64, "b" * 31 + "…")


def test_json_has_names_whole():
    answer = pg.solve(game_of("-", TEXT.encode()))
    data = json.loads(json.dumps(answer.to_dict()))
    assert data["scenario"]["name"] == ("A title " * 100).strip()
    assert data["game"]["rungs"][ACTOR.strip()] == [f"{PLAN}x", f"{PLAN}y"]


def test_a_comparison_cuts_names_too():
    game = game_of("-", TEXT.encode())
    text = shown(compared.document(compare([game, game]), everything=True))
    assert "a player with a name" in text
    assert max(map(len, text.splitlines())) <= 80
    assert PLAN not in text


def test_pictures_cut_names_too():
    answer = pg.solve(game_of("-", TEXT.encode()))
    for kind in KINDS:
        if kind.name in ("payoffs", "replies", "ladder"):
            assert max(kind.draw(answer).get_size_inches()) < 12, "a title of a hundred lines would make it taller"


def test_no_flag_and_no_letter_with_its_marks_is_cut_in_two():
    flag, letter = "\U0001f1f9\U0001f1fc", "e\u0301"
    for whole in (flag, letter):
        for before in ("", "x"):
            title = short_title(before + whole * 150)
            assert title.endswith(f"{whole}…")
            assert title.count(whole) * len(whole) + len(before) + 1 == len(title)
