"""Convergence of more than who seeks power: means, levels and rungs over draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import powergame as pg
from powergame.analysis.converge import wilson
from powergame.batch.engine import solve_batch
from powergame.batch.variants import Variants
from powergame.errors import UsageError
from powergame.report.documents import converge as documents
from powergame.report.formats import markdown
from powergame.scenario.types import Prior

DRAWS = 1 << 8
DILEMMA = pg.load("scenarios/security-dilemma.yaml")


def test_shares_above_levels_fall_as_levels_rise_and_have_wilson_s_intervals():
    result = pg.converge(DILEMMA, draws=DRAWS, of="war", levels=[0.9, 0.1, 0.5])
    (at,) = result.found
    assert [level for level, _ in at.asked.above] == [0.1, 0.5, 0.9]
    shares = [share.value for _, share in at.asked.above]
    assert shares == sorted(shares, reverse=True)
    assert at.asked.mean.value == at.war.value
    assert at.asked.above[0][1] == wilson(shares[0], DRAWS)


def test_an_unknown_number_is_counted_as_the_batch_solves_it():
    odds = "conflict.destruction.odds"
    even = np.linspace(0, 1, 2001)
    results = solve_batch(Variants(DILEMMA, [odds]).columns({odds: even}))
    expected = float((results.war >= 0.5 - 1e-9).mean())
    drawn = replace(DILEMMA, unknown=((odds, Prior("uniform", (0.0, 1.0))),))
    result = pg.converge(drawn, draws=1 << 11, of="war", levels=[0.5])
    assert result.found[0].asked.above[0][1].value == pytest.approx(expected, abs=0.01)


def test_rungs_are_played_in_shares_that_sum_to_one():
    result = pg.converge(DILEMMA, draws=DRAWS, of="plays.west")
    shares = dict(result.found[0].asked.plays)
    assert set(shares) == {"hold", "strike"}
    assert sum(share.value for share in shares.values()) == pytest.approx(1)
    assert result.to_dict()["of"] == "plays.west"
    assert [row["rung"] for row in result.rows()] == ["hold", "strike"]
    text = markdown.render(documents.document(result))
    assert "west plays" in text
    assert "there is war" not in text, "only what was asked matters"


def test_the_answer_to_who_seeks_is_what_it_was():
    result = pg.converge(DILEMMA, draws=DRAWS)
    data = result.to_dict()
    assert (data["of"], data["levels"]) == ("seeks", [])
    assert data["dimensions"][0]["asked"] is None
    assert "actor" in result.rows()[0]


@pytest.mark.parametrize(("of", "levels"), [("wars", None), ("plays.wets", None), ("seeks", [0.5]), ("war", [1.5])])
def test_what_cannot_be_asked_is_refused(of, levels):
    with pytest.raises(UsageError):
        pg.converge(DILEMMA, draws=DRAWS, of=of, levels=levels)
