"""A time limit holds behind the search, too: certificates of thousands of equilibria may take longer than it."""

from __future__ import annotations

import numpy as np
import pytest

from powergame.deadline import Deadline
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.logit.correspondence import first_chart
from powergame.equilibrium.nash import find
from powergame.equilibrium.nash.many import enumeration, supports
from powergame.errors import TimeLimitError
from powergame.model.game import Game

PASSED = Deadline(at=0.0, seconds=1.0)


def meeting() -> Game:
    """Three actors gain where all play the same of three rungs: three pure equilibria and four mixed ones."""
    rungs = np.indices((3, 3, 3))
    agree = 1.0 * ((rungs[0] == rungs[1]) & (rungs[1] == rungs[2])) * (1 + rungs[0])
    agree += (rungs[0] == rungs[1]) * 0.1 + (rungs[1] == rungs[2]) * 0.1 + (rungs[0] == rungs[2]) * 0.1
    return Game(("a", "b", "c"), (("0", "1", "2"),) * 3, np.stack([agree] * 3))


def test_where_time_runs_out_behind_the_search_pure_equilibria_are_listed_and_few_mixed_ones(monkeypatch):
    whole = find.find_equilibria(meeting())
    pure = [e for e in whole.equilibria if e.pure]
    assert whole.complete
    assert len(whole.equilibria) - len(pure) > 2
    monkeypatch.setattr(find, "AT_LEAST", 2)
    monkeypatch.setattr(find, "enumerate_equilibria", lambda game, _: enumeration.enumerate_equilibria(game))
    late = find.find_equilibria(meeting(), deadline=PASSED)
    assert [e for e in late.equilibria if e.pure] == pure
    assert len(late.equilibria) == len(pure) + 2
    assert (late.complete, late.limited) == (False, "time")
    assert "the time limit of 1 s ran out" in late.notes[0]
    assert sorted(k for places in late.convex for k in places) == list(range(len(late.equilibria)))


def test_where_time_runs_out_at_the_proofs_the_list_is_not_complete(monkeypatch):
    monkeypatch.setattr(enumeration, "AT_LEAST", 4)
    monkeypatch.setattr(enumeration, "search", lambda game, work: supports.search(game, Work(work.left)))
    late = enumeration.enumerate_equilibria(meeting(), PASSED)
    assert (len(late.profiles), late.complete, late.limited) == (4, False, "time")


def test_who_is_alike_is_not_looked_for_without_time():
    with pytest.raises(TimeLimitError, match="logit path"):
        first_chart(meeting(), PASSED)
