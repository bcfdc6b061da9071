"""Columns of scenarios with a table of alignments hold, bit for bit, what the scenarios of their rows have."""

from __future__ import annotations

import numpy as np
import pytest

import powergame as pg
from powergame.batch.directions import Levels
from powergame.batch.variants import Variants
from powergame.errors import ScenarioError, UsageError
from powergame.model.alignment import alignment_with_power
from powergame.model.compile import compile_game, payoffs_of_views
from powergame.model.parameters import alignments_of, power_shares, scenario_directions
from powergame.priors.quantities import Quantities
from powergame.scenario.paths.apply import as_vectors
from powergame.scenario.relations import relation
from powergame.scenario.scenario import Scenario

TABLED = """\
actors:
  red: {power: 2}
  blue: {power: 3, beliefs: {alignment.grey.red: 0.1, conflict.stakes: 0.5}}
  grey: {power: 1}
alignments: {red: {blue: 0.3, grey: -0.5}, grey: {blue: 0.6}}
conflict: {destruction: {odds: 0.3, severity: 0.5}}
"""
PATHS = [
    ("alignment.red.blue",),
    ("alignment.blue.red", "alignment.grey.blue", "conflict.stakes"),
    ("actors.blue.beliefs.alignment.red.grey", "alignment.red.grey"),
    ("actors.red.preferences",),
    ("actors.red.preferences", "actors.grey.preferences", "alignment.red.blue"),
]


def drawn(scenario: Scenario, paths, seed: int, rows: int = 30):
    r = np.random.default_rng(seed)
    return {
        path: r.normal(size=(rows, scenario.dimensions))
        if path.endswith("preferences")
        else r.uniform(-1 if "alignment" in path else 0, 1, rows)
        for path in paths
    }


@pytest.mark.parametrize("changes", [{}, {"alignment.red.blue": 0.1}])
@pytest.mark.parametrize("paths", PATHS)
def test_columns_hold_what_the_scenarios_of_their_rows_say(paths, changes):
    scenario = pg.load_text(TABLED).with_values(changes)
    values = drawn(scenario, paths, seed=len(paths))
    variants = Variants(scenario, paths)
    possible = variants.possible({path: Levels.of_rows(column) for path, column in values.items()})
    made = []
    for row, can_be in enumerate(possible):
        at = {path: np.asarray(column[row]).tolist() for path, column in values.items()}
        try:
            made.append(compile_game(scenario.with_values(at)).game.payoffs)
        except ScenarioError:
            made.append(None)
        assert can_be == (made[-1] is not None)
    assert possible.sum() > 2
    columns = variants.columns({path: column[possible] for path, column in values.items()})
    meant = [payoffs for payoffs in made if payoffs is not None]
    assert (np.moveaxis(payoffs_of_views(columns.views), -1, 0) == meant).all()


def test_a_row_that_the_other_alignments_leave_no_room_for_is_refused_with_its_point():
    variants = Variants(pg.load_text(TABLED), ["alignment.red.blue", "conflict.stakes"])
    with pytest.raises(ScenarioError, match=r"alignment\.red\.blue = 0\.9 cannot be met.*to 0\.3928"):
        variants.columns({"alignment.red.blue": np.array([0.2, 0.9]), "conflict.stakes": np.array([0.2, 0.3])})


def test_quantities_are_those_of_the_scenarios_of_their_points():
    text = TABLED + "unknown: {alignment.red.blue: {uniform: [-1, 1]}, actors.red.power: {uniform: [0, 5]}}\n"
    scenario = pg.load_text(text)
    values = {"alignment.red.blue": np.array([-0.2, 0.1, 0.9]), "actors.red.power": np.array([1.0, 2.0, 1.0])}
    quantities = Quantities(scenario)
    first = relation(scenario, "alignment.red.blue < alignment.blue.grey")
    second = relation(scenario, "alignment_with_power.blue < 0")
    asked, other, with_power = (quantities.of(path, values) for path in (first.left, first.right, second.left))
    for row in range(2):
        changed = scenario.with_values({path: column[row] for path, column in values.items()})
        table = alignments_of(changed)
        assert (asked[row], other[row]) == (pytest.approx(table[0, 1]), 0.6), "what stays does so to the digit"
        meant = alignment_with_power(scenario_directions(changed), power_shares(changed))[1]
        assert with_power[row] == pytest.approx(meant)
    assert np.isnan(with_power[2])


def test_shares_of_preferences_are_those_of_directions_that_have_the_table():
    scenario = pg.load_text(TABLED)
    shares = [pg.converge(each, actors=["red"], draws=64).found[0] for each in (scenario, as_vectors(scenario))]
    assert shares[0].actors == shares[1].actors
    wider = pg.converge(scenario, actors=["red"], draws=64, dimensions=[4]).found[0]
    assert wider.dimensions == 4


def test_shares_are_over_the_draws_whose_alignments_can_be_met():
    text = TABLED + "unknown: {alignment.red.blue: {uniform: [-1, 1]}, alignment.grey.blue: {uniform: [-1, 1]}}\n"
    result = pg.converge(pg.load_text(text), draws=256)
    at = result.found[0]
    assert 10 < at.impossible < 240
    assert result.to_dict()["dimensions"][0]["impossible"] == at.impossible
    assert any(f"{at.impossible} of 256 draws the alignments cannot be met" in note for note in result.notes)
    assert result.sensitivity == ()
    nowhere = TABLED + "unknown: {alignment.red.blue: {uniform: [0.6, 0.9]}}\n"
    with pytest.raises(UsageError, match="in no draw the alignments can be met together"):
        pg.converge(pg.load_text(nowhere), draws=16)


def test_what_an_alignment_is_believed_to_be_can_be_drawn():
    text = TABLED + "unknown: {actors.blue.beliefs.alignment.grey.red: {uniform: [-0.4, 0.4]}}\n"
    result = pg.converge(pg.load_text(text), draws=64)
    assert 0 <= result.found[0].actors[0].selected.value <= 1
