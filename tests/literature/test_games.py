"""Published games: certificates, ties and other solvers' views of the games in results/."""

from __future__ import annotations

import numpy as np
import pytest
from literature.entries import entries
from literature.kinds.games import claims
from literature.kinds.logit import minimum_effort
from support.games import game

from powergame.equilibrium.nash import gambit, gambit_process
from powergame.equilibrium.nash.find import find_equilibria

KINDS = {"games.equilibria", "games.number_of_equilibria"}

GAMES = {entry.name: entry.inputs["payoffs"] for entry in entries() if entry.kind in KINDS}

DEGENERATE = {
    "three rungs against two, degenerate",
    "a segment of which support enumeration finds one end",
    "eight of which support enumeration finds five",
    "twelve extreme equilibria of a degenerate game",
    "three pure equilibria, two with one mixer, and a continuum in which all mix",
    "a segment of equilibria in which all mix",
    "the horse",
}
"""Games in which a mixed strategy has more pure best replies than it has rungs in play."""


@pytest.fixture
def gambit_here(monkeypatch):
    """Let Gambit answer in this process, where it need not be loaded anew."""
    monkeypatch.setattr(gambit, "run", lambda method, text, _deadline: gambit_process.main(method, text))


@pytest.mark.parametrize("name", GAMES)
def test_every_equilibrium_of_a_published_game_is_certified(name):
    solution = find_equilibria(game(*GAMES[name]))
    assert solution.degenerate == (name in DEGENERATE)
    for e in solution.equilibria:
        assert e.regret == 0 if e.exact or len(GAMES[name]) == 2 else e.regret < 1e-14


@pytest.mark.usefixtures("gambit_here")
def test_gambit_s_equilibria_of_published_games_are_ours():
    solution = find_equilibria(game(*GAMES["nine equilibria, two of them totally mixed"]), "gambit")
    assert solution.complete
    assert {e.found_by for e in solution.equilibria} == {("enumeration", "gambit enumpoly")}


def test_of_few_claims_the_least_is_proven_to_be_the_only_equilibrium():
    assert claims(2, 20, 2) == {"all equilibria": [[2, 2]]}


def test_gambit_s_path_of_three_who_make_an_effort_ends_where_ours_does():
    gambit = pytest.importorskip("pygambit")
    levels = np.indices((7, 7, 7)) + 1.0
    efforts = gambit.Game.from_arrays(*(levels.min(axis=0) - 0.25 * levels))
    end = gambit.qre.logit_solve_branch(efforts, maxregret=1e-6)[-1].profile
    plays = [[float(end[strategy]) for strategy in player.strategies] for player in efforts.players]
    assert [1 + int(np.argmax(play)) for play in plays] == minimum_effort(7, 3, [0.25])[0] == [6, 6, 6]
