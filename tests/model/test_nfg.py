"""Strategic-form files: nothing is lost, and whatever is wrong has a place."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
from fractions import Fraction

import numpy as np
import pygambit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.games import game, random_games

from powergame.errors import GameTooLargeError, ScenarioError
from powergame.model.game import Game
from powergame.model.labels import label_of, relabelled
from powergame.model.nfg import MAX_PAYOFFS, read_nfg, read_titled, write_nfg

HEAD = 'NFG 1 R "title" { "a" "b" } { 2 2 }\n'


def same(one: Game, other: Game) -> bool:
    return (
        (one.actors, one.rungs, one.shape) == (other.actors, other.rungs, other.shape)
        and bool((one.exact == other.exact).all())
        and bool((one.payoffs == other.payoffs).all())
        and (one.rational is None) == (other.rational is None)
    )


def test_what_is_written_is_read_again_exactly():
    for one in random_games(81, 20, [(3,), (2, 2), (2, 3, 4), (2, 1, 2, 2)], 2**42):
        scaled = Game(one.actors, one.rungs, one.payoffs / 2**40)
        assert same(read_nfg(write_nfg(scaled, "game")), scaled)


@settings(max_examples=150)
@given(st.lists(st.floats(-1e100, 1e100), min_size=4, max_size=4))
def test_any_float_survives(payoffs):
    one = game(np.array(payoffs).reshape(2, 2), np.zeros((2, 2)))
    assert same(read_nfg(write_nfg(one, "")), one)


@settings(max_examples=100)
@given(st.lists(st.fractions(-1000, 1000, max_denominator=10**6), min_size=4, max_size=4))
def test_any_fraction_survives(payoffs):
    exact = np.empty((2, 2, 1), dtype=object)
    exact.ravel()[:] = payoffs
    held = all(Fraction(float(x)) == x for x in payoffs)
    one = Game(("a", "b"), (("x", "y"), ("z",)), exact.astype(float), None if held else exact)
    assert same(read_nfg(write_nfg(one, "")), one)


def test_fractions_that_have_decimals_are_written_in_them_and_others_as_fractions():
    exact = np.empty((1, 6), dtype=object)
    exact[0] = [Fraction(x) for x in ("1/8", "-1/5", "7/50", "-3", "1/3", "1/6")]
    one = Game(("a",), (tuple("uvwxyz"),), exact.astype(float), exact)
    assert write_nfg(one, "").split()[-6:] == ["0.125", "-0.2", "0.14", "-3", "1/3", "1/6"]


NAMES = st.text(st.sampled_from('ab"\\ {}é,'), min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=200)
@given(st.lists(NAMES.filter(lambda name: any(c.isalpha() for c in name)), min_size=4, max_size=4, unique=True))
def test_any_name_survives(names):
    one = Game((names[0], names[1]), ((names[2], names[3]), ("only",)), np.arange(4.0).reshape(2, 2, 1))
    assert same(read_nfg(write_nfg(one, names[0])), one)


def test_gambit_reads_what_is_written():
    for one in random_games(82, 10, [(2, 2), (2, 3, 4)], 2**42):
        scaled = Game(one.actors, one.rungs, one.payoffs / 2**40)
        theirs = pygambit.read_nfg(io.BytesIO(write_nfg(scaled, 'a "title"').encode()))
        assert theirs.title == 'a "title"'
        assert tuple(player.label for player in theirs.players) == one.actors
        for rungs in np.ndindex(one.shape):
            outcome = theirs[rungs]
            found = [Fraction(str(outcome[player])) for player in theirs.players]
            assert found == scaled.exact[(slice(None), *rungs)].tolist()


@settings(max_examples=200)
@given(st.lists(NAMES.filter(lambda name: any(c.isalpha() for c in name)), min_size=4, max_size=4, unique=True), NAMES)
def test_gambit_opens_what_is_written_whatever_the_names_and_gives_them_back(names, title):
    one = Game((names[0], names[1]), ((names[2], names[3]), ("only",)), np.arange(4.0).reshape(2, 2, 1))
    theirs = pygambit.read_nfg(io.BytesIO(write_nfg(one, title, f"{title}\n\n{title}").encode("ascii")))
    players = list(theirs.players)
    labels = [player.label for player in players] + [rung.label for rung in players[0].strategies]
    assert labels == [label_of(name) for name in names]
    assert same(read_nfg(theirs.to_nfg()), one)


def test_names_are_plain_ascii_elsewhere_and_different_ones_remain_so():
    labels = {
        "Österreich": "<U+00D6>sterreich",
        "O\u0308sterreich": "O<U+0308>sterreich",
        "<U+00D6>sterreich": "<U+003C>U+00D6>sterreich",
        "北京": "<U+5317><U+4EAC>",
        "🚀": "<U+1F680>",
        "two  spaces": "two <U+0020>spaces",
        "end\\": "end<U+005C>",
        'a "quoted" <name>': 'a "quoted" <name>',
        "hold": "hold",
    }
    assert {name: label_of(name) for name in labels} == labels
    one = Game(("a",), (tuple(labels),), np.zeros((1, len(labels))))
    assert set(relabelled(one.names)) == {name for name, label in labels.items() if name != label}
    theirs = pygambit.read_nfg(io.BytesIO(write_nfg(one, "").encode()))
    assert [rung.label for rung in theirs.players["a"].strategies] == list(labels.values())


def test_titles_and_comments_are_kept():
    one = game([1, 2])
    about = 'The "Größe" of \\x.\n\nSources: a; b'
    read = read_titled(write_nfg(one, "Öl: C:\\users, “who”", about))
    assert (read.title, read.comment) == ("Öl: C:\\users, “who”", about)
    theirs = pygambit.read_nfg(io.BytesIO(write_nfg(one, "Öl", about).encode()))
    assert theirs.title == "<U+00D6>l"
    assert theirs.description == 'The "Gr<U+00F6><U+00DF>e" of <U+005C>x.\n\nSources: a; b'
    blank = read_titled('NFG 1 R " \n " { "a" } { 1 } 1')
    assert (blank.title, blank.comment) == ("", "")


def test_an_escape_of_no_character_stands_for_itself_and_one_of_a_control_is_refused():
    odd = ("<U+D800>", "<U+FFFFFF>", "<U+00>", r"\u00d6")
    text = " ".join(f'"{name}"' for name in odd)
    assert read_nfg(f'NFG 1 R "" {{ "a" }} {{ {{ {text} }} }} 1 2 3 4').rungs == (odd,)
    with pytest.raises(ScenarioError, match="expected a name"):
        read_nfg('NFG 1 R "" { "<U+001B>" } { 1 } 1')
    assert read_titled('NFG 1 R "<U+001B>[2J<U+202E>" { "a" } { 1 } 1').title == r"\x1b[2J\u202e"


def test_names_of_a_thousand_characters_are_read_whole():
    long = "plan " * 199 + "plan"
    assert read_nfg(f'NFG 1 R "" {{ "{long}" }} {{ {{ "{long}" "x" }} }} 1 2').rungs == ((long, "x"),)


def test_gambit_reads_payoffs_without_loss():
    exact = np.empty((1, 8), dtype=object)
    exact[0] = [
        Fraction(x) for x in ("1/3", "-1/7", "1e-12", "123456789012345678901234567890", "0.1", "0", "1e90", "3")
    ]
    exact[0, 7] = Fraction(-12345, 2**40)
    one = Game(("a",), (tuple("rstuvwxy"),), exact.astype(float), exact)
    theirs = pygambit.read_nfg(io.BytesIO(write_nfg(one, "").encode()))
    assert [Fraction(str(theirs[(k,)]["a"])) for k in range(8)] == exact[0].tolist()


def test_what_gambit_writes_is_read():
    for one in random_games(83, 10, [(2, 2), (2, 3, 4)], 10):
        theirs = pygambit.Game.from_arrays(*one.exact)
        again = read_nfg(theirs.to_nfg())
        assert (again.payoffs == one.payoffs).all()


def test_the_first_actor_s_rung_moves_fastest():
    one = read_nfg('NFG 1 R "" { "a" "b" } { 2 3 } 11 0 21 0 12 0 22 0 13 0 23 0')
    assert one.payoffs[0].tolist() == [[11, 12, 13], [21, 22, 23]]
    assert one.rungs == (("1", "2"), ("1", "2", "3"))


def test_outcomes_may_be_shared_and_0_is_none():
    text = 'NFG 1 R "" { "a" "b" } { { "x" "y" } { "u" "v" } } "about" { { "win" 1, 2 } { "" 3 1/4 } } 1 2 0 1'
    one = read_nfg(text)
    assert one.payoffs.tolist() == [[[1, 0], [3, 1]], [[2, 0], [0.25, 2]]]
    assert one.rungs == (("x", "y"), ("u", "v"))


def test_numbers_are_exact_however_they_are_written():
    one = read_nfg(HEAD + "1 .5 -2. +1e3 1/3 0.1 25e-2 -7/7")
    numbers = [one.exact[i, r, c] for c in (0, 1) for r in (0, 1) for i in (0, 1)]
    assert numbers == [1, Fraction(1, 2), -2, 1000, Fraction(1, 3), Fraction(1, 10), Fraction(1, 4), -1]
    assert one.rational is not None
    assert read_nfg(HEAD + "1 .5 -2. +1e3 1/4 0.5 25e-2 -7/7").rational is None


def test_line_ends_and_spaces_do_not_matter():
    text = HEAD + '"a comment"\n\n1 2 3 4 5 6 7 8\n'
    for other in (text.replace("\n", "\r\n"), text.replace(" ", "\t\n "), text.replace(" 2 ", ", 2 ,")):
        assert same(read_nfg(other), read_nfg(text))


def test_names_that_are_missing_or_twice_become_different():
    one = read_nfg('NFG 1 R "" { "" "a" } { { "x" "x" } { "" "" } } 1 2 3 4 5 6 7 8')
    assert one.actors == ("1", "a")
    assert one.rungs == (("x", "x (2)"), ("1", "2"))


FAULTS = {
    "": (1, 1, "starts with NFG"),
    "EFG 2 R": (1, 1, "starts with NFG"),
    'NFG 2 R "" {': (1, 5, "expected '1'"),
    "NFG 1 R title": (1, 9, "expected the game's title"),
    'NFG 1 R "title': (1, 9, "no partner"),
    'NFG 1 R "" { }': (1, 12, "at least one actor"),
    'NFG 1 R "" { "a" b }': (1, 18, "in quotation marks"),
    'NFG 1 R "" { "a\x1b[31m" } { 1 } 1': (1, 14, "U+001B"),
    'NFG 1 R "" { "a\u202eb" } { 1 } 1': (1, 14, "U+202E"),
    'NFG 1 R "" { "\u200b" } { 1 } 1': (1, 14, "printable"),
    'NFG 1 R "" {\n "' + "a" * 1001 + '" } { 1 } 1': (2, 2, "at most 1,000"),
    'NFG 1 R "" { "a" } { 0 } 1': (1, 22, "from 1"),
    'NFG 1 R "" { "a" "b" } { 2 } 1': (1, 28, "expected the number of the actor's strategies"),
    'NFG 1 R "" { "a" } { 2 2 } 1': (1, 24, "expected '}'"),
    'NFG 1 R "" { "a" "b" }\n{ 99999 99999 } 1': (2, 1, "19,999,600,002 payoffs"),
    'NFG 1 R "" { "a" } { 9999999999 }': (1, 22, "from 1"),
    HEAD + "1 2 3 4 5 6 7": (2, 14, "after 7 of 8"),
    HEAD + "1 2 3 4 5 6 7 8 9": (2, 17, "continues"),
    HEAD + "1 2 three": (2, 5, "expected a payoff"),
    HEAD + "1 nan": (2, 3, "expected a payoff"),
    HEAD + "1 inf": (2, 3, "expected a payoff"),
    HEAD + "1 0x10": (2, 3, "expected a payoff"),
    HEAD + "1 1_000": (2, 3, "expected a payoff"),
    HEAD + "1 ٣": (2, 3, "expected a payoff"),
    HEAD + "1 1/0": (2, 3, "divides by zero"),
    HEAD + "1 1e999999": (2, 3, "exponent from"),
    HEAD + "1 1e99999999999": (2, 3, "expected a payoff"),
    HEAD + "1 1e200": (2, 3, "in size"),
    HEAD + "1 " + "9" * 5000: (2, 3, "expected a payoff"),
    HEAD + "{ { 1 2 } } 1 1 1 2": (2, 19, "from 0 to 1"),
    HEAD + "{ { 1 2 3 } } 1 1 1 1": (2, 9, "expected '}'"),
    HEAD + "{ { 1 } } 1 1 1 1": (2, 7, "expected a payoff"),
    HEAD + "{" * 10_000: (2, 3, "expected a payoff"),
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text[-30:].encode("unicode_escape").decode())
def test_every_fault_has_its_line_and_column(text):
    line, column, message = FAULTS[text]
    with pytest.raises(ScenarioError) as error:
        read_nfg(text, "some.nfg")
    (fault,) = error.value.faults
    assert (fault.source, fault.line, fault.column) == ("some.nfg", line, column)
    assert message in fault.message
    assert fault.message.isprintable()


@settings(max_examples=300)
@given(st.text(st.sampled_from('NFG1R "{}\\/e.-\n'), max_size=60), st.integers(0, 80))
def test_nothing_but_a_fault_comes_of_garbage(garbage, at):
    text = HEAD + "1 2 3 4 5 6 7 8"
    faults = ()
    try:
        read_nfg(text[:at] + garbage + text[at:])
    except ScenarioError as error:
        faults = error.faults
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults)


def test_a_game_too_large_for_a_file_is_refused():
    big = game(*np.zeros((17, *(2,) * 17)))
    assert big.payoffs.size > MAX_PAYOFFS
    with pytest.raises(GameTooLargeError, match="2,228,224 payoffs"):
        write_nfg(big, "")


def test_a_title_cannot_break_the_file():
    for title in ('"', "\\", 'a\\"', "a\nb", "\x1b[2J", '" { "x" }'):
        assert read_nfg(write_nfg(game([1, 2]), title)).shape == (2,)


def most_memory_of(text):
    """Return the most bytes that reading takes, whatever comes of it."""
    tracemalloc.start()
    with contextlib.suppress(ScenarioError):
        read_nfg(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("piece", ["x", "\\\\", '\\"', "\\x", "é"])
@pytest.mark.parametrize("end", ['" { "a" "b" } { 1 1 } 1 2', ""])
def test_a_long_text_takes_memory_in_proportion_to_itself_only(piece, end):
    text = 'NFG 1 R "' + piece * 300_000 + end
    assert most_memory_of(text) < 15 * len(text)


@pytest.mark.parametrize("written", ["0.1", "1/3", "7", "-0", "2.50"])
def test_payoffs_that_are_written_alike_are_remembered_once(written):
    count = 60_000
    text = f'NFG 1 R "" {{ "a" "b" }} {{ 100 {count // 200} }} ' + f"{written} " * count
    assert most_memory_of(text) < 60 * count


def test_a_number_of_many_digits_is_a_fault_whatever_its_form():
    for number in ("1" * 10**6, "1/" + "3" * 10**6, "0." + "3" * 10**6, "1e" + "9" * 10**6, "-" + "9" * 5000):
        with pytest.raises(ScenarioError, match=r"expected a payoff: 1, -0\.5, 1/3 or 1e-3"):
            read_nfg(f'NFG 1 R "" {{ "a" "b" }} {{ 1 1 }} {number} 0')
