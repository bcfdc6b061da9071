"""What the shipped cases of deeds say, and docs/questions/infer.md of them.

The figures are those of brute-force quadrature.
"""

from __future__ import annotations

import pytest
from support.installed import ROOT

import powergame as pg
from powergame.scenario.types import Observation, Prior

DRAWS, CLOSE = 1 << 13, 0.02


def case(name):
    return pg.load(ROOT / "scenarios" / f"{name}.yaml")


def test_the_dismissal_tells_half_a_bit_of_the_board_s_aims_or_else_of_its_estimate():
    alignment, odds = "alignment.board.chief executive", "actors.board.beliefs.conflict.destruction.odds"
    scenario = case("board-dismisses")
    alone = pg.infer(scenario, only=[1], hypotheses=[f"{alignment} < 0"], draws=DRAWS)
    assert alone.bits == pytest.approx(0.507, abs=CLOSE)
    assert alone.hypotheses[0].posterior == pytest.approx(0.759, abs=CLOSE)
    aligned = pg.infer(scenario, only=[1], given=[f"{alignment} > 0.5"], hypotheses=[f"{odds} < 0.3"], draws=DRAWS)
    assert aligned.hypotheses[0].prior == pytest.approx(0.3, abs=0.01)
    assert aligned.hypotheses[0].posterior == pytest.approx(0.691, abs=CLOSE)
    both = pg.infer(scenario, hypotheses=[f"{alignment} < 0"], draws=DRAWS)
    assert both.hypotheses[0].posterior == pytest.approx(0.856, abs=CLOSE)


def test_a_board_whose_view_of_the_other_s_power_is_unknown_too_is_a_little_more_at_odds_with_him():
    power = {"actors.board.beliefs.actors.chief executive.power": Prior("lognormal", (0.0, 1.0))}
    told = pg.infer(
        case("board-dismisses"),
        unknown=power,
        only=[1],
        hypotheses=["alignment.board.chief executive < 0"],
        draws=DRAWS,
    )
    assert told.hypotheses[0].posterior == pytest.approx(0.776, abs=CLOSE)


def test_who_backs_down_is_aligned_or_afraid_or_has_a_cheap_exit():
    alignment, cost = "alignment.soviet union.united states", "actors.soviet union.ladder.withdraw.cost"
    fear = "actors.soviet union.beliefs.conflict.destruction.odds"
    told = pg.infer(case("soviet-union-withdraws"), hypotheses=[f"{cost} < 0.05", f"{fear} > 0.5"], draws=DRAWS)
    assert told.marginal(alignment).posterior.mean == pytest.approx(0.348, abs=CLOSE)
    assert [h.posterior for h in told.hypotheses] == pytest.approx([0.494, 0.626], abs=CLOSE)


def test_ninety_nine_times_of_complying_tell_less_of_aims_than_one_time_unwatched():
    scenario, alignment = case("complied-ninety-nine-times"), "alignment.system.developer"
    record = pg.infer(scenario, only=[1], draws=DRAWS)
    told = record.marginal(alignment).posterior
    assert told.mean == pytest.approx(0.782, abs=CLOSE)
    assert told.hdi[0] == pytest.approx((0.552, 1.0), abs=0.03)
    resisted = pg.infer(scenario, draws=DRAWS)
    assert resisted.marginal(alignment).posterior.mean == pytest.approx(0.752, abs=CLOSE)
    rationality = [each.marginal("rationality").posterior.mean for each in (record, resisted)]
    assert rationality == pytest.approx([74.3, 39.9], rel=0.06)
    unwatched = Observation((("system", "comply"),), (("actors.system.ladder.seize.provokes", 0.05),))
    trusted = pg.infer(scenario, without=[2], observe=[unwatched], hypotheses=[f"{alignment} > 0.8"], draws=DRAWS)
    assert trusted.hypotheses[0].posterior == pytest.approx(0.89, abs=CLOSE)
    assert trusted.deeds[1].last == pytest.approx(1.01, abs=0.08)
