"""Published games: certificates, ties and other solvers' views of the games in results/."""

from __future__ import annotations

import pytest
from literature.entries import entries
from support.games import game

from powergame.equilibrium.nash import gambit, gambit_process
from powergame.equilibrium.nash.find import find_equilibria

KINDS = {"games.equilibria", "games.number_of_equilibria"}

GAMES = {entry.name: entry.inputs["payoffs"] for entry in entries() if entry.kind in KINDS}

DEGENERATE = {
    "fight over the four cards",
    "three rungs against two, degenerate",
    "a segment of which support enumeration finds one end",
    "eight of which support enumeration finds five",
    "twelve extreme equilibria of a degenerate game",
    "three pure equilibria, two with one mixer, and a continuum in which all mix",
    "a segment of equilibria in which all mix",
    "coordination on three rungs",
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
