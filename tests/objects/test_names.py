"""What is asked for by name is there, or an error names the nearest that is."""

from __future__ import annotations

import pickle

import pytest

import powergame as pg
from powergame.objects.attributes import readable
from powergame.objects.named import ByName, by_name, expect_choice, expect_number, place_of
from powergame.objects.nearest import unknown
from powergame.scenario.types import Actor

BLUE, RED = Actor("blue", 1.0, (1.0,)), Actor("red", 2.0, (1.0,))
ACTORS = ByName((BLUE, RED))


def test_things_are_had_by_name_and_by_place():
    assert (ACTORS["red"], ACTORS[0], ACTORS[-1], ACTORS[:1]) == (RED, BLUE, RED, (BLUE,))
    assert "red" in ACTORS
    assert RED in ACTORS
    assert "green" not in ACTORS
    assert ACTORS == (BLUE, RED)


@pytest.mark.parametrize("ask", [ACTORS.__getitem__, lambda name: by_name(ACTORS, name)])
def test_a_name_that_is_not_there_is_refused_with_the_nearest(ask):
    for error in (pg.UnknownNameError, pg.UsageError, pg.PowergameError, KeyError):
        with pytest.raises(error, match=r"^there is no actor 'bleu'; did you mean 'blue'\?$"):
            ask("bleu")
    with pytest.raises(pg.UnknownNameError, match=r"^there is no actor 'green'; there are blue and red$"):
        ask("green")


def test_places_are_had_by_name():
    assert place_of(["a", "b"], "b") == 1
    with pytest.raises(pg.UnknownNameError, match="there is no type 'c'; there are a and b"):
        place_of(["a", "b"], "c", "type")


def test_of_many_names_none_is_listed_and_control_characters_are_shown_harmless():
    assert unknown("actor", "zzz", [f"actor {k}" for k in range(99)]) == "there is no actor 'zzz'"
    assert "\x1b" not in unknown("actor", "\x1b[31m", ["\x1b[32m"])
    assert unknown("path", "x", []) == "there is no path 'x'; there is none at all"


def test_a_value_that_a_parameter_does_not_have_is_refused_with_the_nearest():
    with pytest.raises(pg.UsageError, match=r"^solver 'exakt': expected auto or exact; did you mean 'exact'"):
        expect_choice("solver", "exakt", ("auto", "exact"))
    with pytest.raises(pg.UsageError, match=r"^solver of type int: expected auto or exact$"):
        expect_choice("solver", 3, ("auto", "exact"))


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "2", None, True])
def test_what_is_no_number_in_range_is_refused(value):
    with pytest.raises(pg.UsageError, match="expected a finite number >= 0"):
        expect_number("rationality", value, low=0.0)


def test_plain_data_has_keys_as_attributes():
    data = readable({"equilibria": [{"war": 0.5, "strategies": {"the west": {"hold": 1.0}}}]})
    assert data.equilibria[0].war == 0.5
    assert data.equilibria[0].strategies["the west"].hold == 1.0
    with pytest.raises(pg.UnknownAttributeError, match="no attribute 'wra'; did you mean 'war'"):
        data.equilibria[0].wra  # noqa: B018


@pytest.mark.parametrize("error", [pg.UnknownNameError("a 'b'"), pg.UnknownAttributeError("a 'b'")])
def test_errors_about_names_read_as_they_were_written_wherever_they_went(error):
    assert str(error) == "a 'b'"
    assert str(pickle.loads(pickle.dumps(error))) == "a 'b'"
    assert error.exit_status == 2
