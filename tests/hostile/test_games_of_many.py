"""Games of three and more actors from files and in the library: any payoffs, any size and no time end in an answer, or
in one clear line."""

from __future__ import annotations

import json
from itertools import product
from time import monotonic

import numpy as np
import pytest
from support.games import game
from support.in_process import powergame

from powergame.deadline import Deadline, working_time
from powergame.equilibrium.nash.find import find_equilibria

SHAPES = [(2, 2, 2), (3, 3, 2), (2, 2, 2, 2)]


def header(sizes):
    names = " ".join(f'"actor {k}"' for k in range(len(sizes)))
    return f'NFG 1 R "hostile" {{ {names} }} {{ {" ".join(map(str, sizes))} }}\n\n'


def nfg(tables):
    """Return a game's file: the first actor's rung fastest."""
    sizes = np.shape(tables)[1:]
    profiles = (place[::-1] for place in product(*(range(size) for size in sizes[::-1])))
    return header(sizes) + " ".join(repr(float(table[place])) for place in profiles for table in tables)


def solved(tmp_path, text, *arguments):
    path = tmp_path / "game.nfg"
    path.write_text(text)
    return powergame("solve", path, "--format", "json", *arguments)


def uniform(shape):
    return np.random.default_rng(3).uniform(-1, 1, (len(shape), *shape))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (header((2,) * 64) + "0 0 0\n", "more than 30 actors"),
        (header((5,) * 8) + "0 0 0\n", "3,125,000 payoffs is too large"),
        (nfg(np.full((3, 2, 2, 2), 1e300)), "expected a payoff of at most 1e+100 in size"),
    ],
)
def test_what_is_too_large_is_refused_at_once_in_one_line(tmp_path, text, words):
    ended = solved(tmp_path, text)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert words in json.loads(ended.stdout)["message"]
    assert ended.stderr.count("\n") == 1


def test_no_time_at_all_is_no_time_limit(tmp_path):
    ended = solved(tmp_path, nfg(uniform((2, 2, 2))), "--time-limit", "0")
    assert ended.returncode == 2
    assert "expected seconds, above 0" in ended.stderr


@pytest.mark.parametrize("shape", [(5, 4, 3), (4, 4, 4), (3, 3, 3, 3)])
def test_hardly_any_time_gives_the_pure_equilibria_and_says_so(tmp_path, shape):
    tables = uniform(shape)
    tables[(slice(None), *(0,) * len(shape))] = 2  # so that there is a pure one
    ended = solved(tmp_path, nfg(tables), "--time-limit", "0.001")
    assert ended.returncode == 0
    answer = json.loads(ended.stdout)
    assert not answer["complete"]
    assert answer["notes"][0] == "the time limit of 0.001 s ran out; more mixed equilibria may be missing"
    assert answer["equilibria"][0]["regret"] == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_where_all_is_equal_the_list_is_open(tmp_path, shape):
    ended = solved(tmp_path, nfg(np.full((len(shape), *shape), 7.0)))
    answer = json.loads(ended.stdout)
    assert (ended.returncode, answer["complete"]) == (0, False)
    assert answer["notes"][0].startswith("ties or continua of several actors")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("sizes", [(1e300,), (1e-300,), (1e300, 1e-300), (1.7e308, 1, 1e-12)])
def test_payoffs_of_any_size_have_the_same_equilibria(shape, sizes):
    tables = uniform(shape)
    units = np.array([sizes[k % len(sizes)] for k in range(len(shape))]).reshape(-1, *(1,) * len(shape))
    plain, extreme = find_equilibria(game(*tables)), find_equilibria(game(*(tables * units)))
    assert extreme.complete
    assert len(extreme.equilibria) == len(plain.equilibria)
    for e, f in zip(plain.equilibria, extreme.equilibria, strict=True):
        pairs = [pair for p, q in zip(e.profile, f.profile, strict=True) for pair in zip(p, q, strict=True)]
        assert max(abs(float(p) - float(q)) for p, q in pairs) < 1e-12


@pytest.mark.parametrize("shape", [(5, 4, 3), (8, 8, 2), (2,) * 11, (30, 30, 30), (5,) * 6])
def test_a_time_limit_that_has_passed_is_kept_by_games_of_any_size(shape):
    before = monotonic()
    solution = find_equilibria(game(*uniform(shape)), deadline=Deadline(working_time(), 1.0))
    assert monotonic() - before < 2
    assert not solution.complete
    assert solution.notes
