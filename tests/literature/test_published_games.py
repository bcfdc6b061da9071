"""Games whose equilibria are published, with their sources in two_actors.json."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from support.games import game

from powergame.equilibrium.nash import gambit, gambit_process
from powergame.equilibrium.nash.find import find_equilibria

PUBLISHED = json.loads(Path(__file__).with_name("two_actors.json").read_text())


@pytest.fixture(params=PUBLISHED, ids=lambda one: one["name"])
def published(request):
    return request.param


@pytest.fixture
def gambit_here(monkeypatch):
    """Let Gambit answer in this process, where it need not be loaded anew."""
    monkeypatch.setattr(gambit, "run", lambda method, text, _deadline: gambit_process.main(method, text))


def test_the_published_equilibria_are_found_and_no_others(published):
    solution = find_equilibria(game(*published["payoffs"]))
    assert solution.complete
    assert solution.degenerate == published["degenerate"]
    if "equilibria" not in published:
        assert len(solution.equilibria) == published["count"]
        return
    expected = {
        tuple(tuple(map(Fraction, strategy)) for strategy in equilibrium) for equilibrium in published["equilibria"]
    }
    assert {e.profile for e in solution.equilibria} == expected


def test_every_published_equilibrium_is_certified_exactly(published):
    assert all(e.regret == 0 for e in find_equilibria(game(*published["payoffs"])).equilibria)


@pytest.mark.usefixtures("gambit_here")
def test_a_unique_equilibrium_in_irrational_numbers_is_not_mistaken_for_none():
    """Nau, R., Gomez Canovas, S. & Hansen, P. (2004). On the geometry of Nash equilibria. IJGT 32. Section 4."""
    cells = [(3, 0, 2), (0, 1, 0), (0, 2, 0), (1, 0, 0), (1, 0, 0), (0, 3, 0), (0, 1, 0), (2, 0, 3)]
    tables = [[[[cells[r + 2 * c + 4 * m][i] for m in (0, 1)] for c in (0, 1)] for r in (0, 1)] for i in range(3)]
    solution = find_equilibria(game(*tables))
    assert solution.equilibria == ()
    assert not solution.complete
    (mixed,) = find_equilibria(game(*tables), "gambit").equilibria
    assert mixed.regret < 1e-14
    assert not any(p in (0, 1) for strategy in mixed.profile for p in strategy)


@pytest.mark.usefixtures("gambit_here")
def test_nine_equilibria_of_three_actors_are_found_with_gambit():
    """McKelvey, R. D. & McLennan, A. (1997). The maximal number of regular totally mixed Nash equilibria. JET 72."""
    tables = [[[[0, 0], [0, 0]], [[0, 0], [0, 0]]] for _ in range(3)]
    for i, (both_first, both_second, odd) in enumerate(((9, 9, 3), (8, 8, 4), (12, 2, 6))):
        tables[i][0][0][0], tables[i][1][1][0] = both_first, both_second
        tables[i][1][0][1] = tables[i][0][1][1] = odd
    solution = find_equilibria(game(*tables), "gambit")
    assert len(solution.equilibria) == 9
    assert not solution.complete
    assert max(e.regret for e in solution.equilibria) < 1e-12
    assert {e.found_by for e in solution.equilibria if e.pure} == {("pure", "gambit enumpoly")}
