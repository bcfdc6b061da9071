"""Alignments that are asked for are met together, whoever asks, in whatever order; or nobody gets an answer."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from oracles import turning
from support.random_scenarios import random_scenario

from powergame.errors import ScenarioError, UsageError
from powergame.model.parameters import parameters, scenario_directions
from powergame.scenario.alignments.turning import turned, turning_order
from powergame.scenario.paths.apply import apply, flatten, get, seen_by, settled
from powergame.scenario.reading.load import load_text
from powergame.scenario.writing.dump import dump

THREE = """
actors:
  A: {power: 0.23, preferences: [1, 0, 0]}
  B: {power: 0.14, preferences: [1, 0.5, 0]}
  C: {power: 0.07, preferences: [1, 0, 0.5]}
conflict: {destruction: {odds: 0.4, severity: 0.4}}
variants:
  near: {alignment.A.B: 0.3}
  reversed: {alignment.B.A: 0.9}
  touching: {alignment.A.B: 1}
"""

FLAT = """
actors:
  A: {power: 2, preferences: [1, 0]}
  B: {power: 1, preferences: [1, 0.5]}
  C: {power: 1, preferences: [1, -0.5]}
conflict: {destruction: {odds: 0.4, severity: 0.4}}
"""


def random_asked(scenario, r):
    """Draw some pairs, either way round, and the cosines that some directions have, so that often all can be met."""
    n, k = len(scenario.names), scenario.dimensions
    drawn = r.normal(size=(n, k))
    drawn /= np.linalg.norm(drawn, axis=1)[:, None]
    pairs = [pair for pair in combinations(range(n), 2) if r.random() < 0.6] or [(0, 1)]
    r.shuffle(pairs)
    asked = {}
    for i, j in pairs:
        first, second = (i, j) if r.random() < 0.5 else (j, i)
        cosine = float(drawn[i] @ drawn[j]) if r.random() < 0.9 else float(r.choice([-1, 0, 1]))
        asked[scenario.names[first], scenario.names[second]] = cosine
    return asked


def as_changes(asked):
    return {f"alignment.{first}.{second}": cosine for (first, second), cosine in asked.items()}


def vectors_of(scenario):
    return {actor.name: actor.preferences for actor in scenario.actors}


@pytest.mark.parametrize("seed", range(150))
def test_directions_are_those_of_the_rule_or_there_are_none(seed):
    r = np.random.default_rng(seed)
    scenario = random_scenario(seed, n=int(r.integers(2, 6)), k=int(r.integers(2, 5)))
    asked = random_asked(scenario, r)
    expected = turning.directions(vectors_of(scenario), asked)
    if expected is None:
        with pytest.raises(ScenarioError, match="cannot be met"):
            scenario.with_values(as_changes(asked))
        return
    met = scenario.with_values(as_changes(asked))
    assert np.allclose(scenario_directions(met), [expected[name] for name in met.names], rtol=0, atol=1e-6)
    for (first, second), cosine in asked.items():
        assert get(met, f"alignment.{first}.{second}") == pytest.approx(cosine, abs=2e-9)


def test_most_of_these_draws_can_be_met_and_some_close_circles():
    possible = circles = 0
    for seed in range(150):
        r = np.random.default_rng(seed)
        scenario = random_scenario(seed, n=int(r.integers(2, 6)), k=int(r.integers(2, 5)))
        asked = random_asked(scenario, r)
        possible += turning.directions(vectors_of(scenario), asked) is not None
        towards = turning.turns(scenario.names, list(asked))
        circles += any(second not in towards[first] for first, second in asked)
    assert 60 < possible < 140
    assert circles > 15


@pytest.mark.parametrize(
    "order", list(permutations(["alignment.A.B", "alignment.B.C", "alignment.C.A", "actors.B.power"]))
)
def test_the_order_of_writing_changes_nothing(order):
    values = {"alignment.A.B": 0.9, "alignment.B.C": 0.5, "alignment.C.A": 0.3, "actors.B.power": 2}
    scenario = load_text(THREE)
    changed = scenario.with_values({path: values[path] for path in order})
    assert changed == scenario.with_values(values)
    assert [get(changed, path) for path in values] == pytest.approx(list(values.values()), abs=1e-12)


def test_who_turns_is_named_first_unless_that_would_close_a_circle():
    changed = load_text(THREE).with_values({"alignment.A.B": 0.9, "alignment.B.C": 0.5, "alignment.C.A": 0.3})
    kept = [
        new.preferences == old.preferences for new, old in zip(changed.actors, load_text(THREE).actors, strict=True)
    ]
    assert kept == [False, True, False], "A turns towards B, C towards A, and C, not B, towards the other"


def test_long_chains_of_pairs_are_ordered():
    pairs = [(k, k + 1) for k in range(5000)]
    assert [turning.actor for turning in turning_order(pairs)] == list(reversed(range(5000)))


@pytest.mark.parametrize("late", [{"actors.A.preferences": [0, 1, 3]}, {"actors.B.preferences.2": 4}])
@pytest.mark.parametrize("early", [{"alignment.A.B": 0.3}, {"alignment.B.A": 0.3, "alignment.A.C": -0.2}])
def test_alignments_are_met_after_what_later_sources_set(early, late):
    scenario = load_text(THREE)
    one_by_one = scenario.with_values(early).with_values(late)
    assert one_by_one == scenario.with_values(late).with_values(early) == scenario.with_values({**early, **late})
    assert [get(one_by_one, path) for path in early] == pytest.approx(list(early.values()), abs=1e-12)


@pytest.mark.parametrize(
    ("variant", "later"),
    [
        ("near", "alignment.A.B"),
        ("near", "alignment.B.A"),
        ("reversed", "alignment.A.B"),
        ("reversed", "alignment.B.A"),
        ("touching", "alignment.A.B"),
    ],
)
def test_of_one_pair_the_later_source_wins_and_nothing_is_left_of_the_earlier(variant, later, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(THREE)
    from powergame.scenario.reading.load import load

    both = load(f"{path}#{variant}", sets={later: "0.5"})
    assert both.actors == load(path, sets={later: "0.5"}).actors
    assert get(both, "alignment.A.B") == pytest.approx(0.5, abs=1e-12)


def test_a_variant_and_a_change_hold_together(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(THREE)
    from powergame.scenario.reading.load import load

    both = load(f"{path}#near", sets={"alignment.B.C": "-0.9"})
    assert (get(both, "alignment.A.B"), get(both, "alignment.B.C")) == pytest.approx((0.3, -0.9), abs=1e-12)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"alignment.A.B": 0.9, "alignment.A.C": 0.7},
            r"A\.B = 0\.9 and alignment\.A\.C = 0\.7 .* more outcomes would do, or a table `alignments:`"
            r"; without alignment\.A\.B or alignment\.A\.C the others can be met",
        ),
        ({"alignment.A.B": 1, "alignment.A.C": 1}, "B and C stand as they do.*expected other alignments"),
        (
            {"alignment.A.B": 1, "alignment.A.C": 1, "alignment.B.C": 0},
            "no directions have them, in any number of outcomes; without .* the others can be met",
        ),
    ],
)
def test_what_cannot_be_met_is_named_with_what_would_do(changes, message):
    flat = load_text(FLAT)
    with pytest.raises(ScenarioError, match=message):
        flat.with_values(changes)


def test_two_outcomes_suffice_where_they_just_do():
    flat = load_text(FLAT)
    changes = {"alignment.A.B": 0.6, "alignment.A.C": 0.8, "alignment.B.C": 0}
    met = flat.with_values(changes)
    assert [get(met, path) for path in changes] == pytest.approx([0.6, 0.8, 0], abs=1e-9)


@pytest.mark.parametrize("second", ["alignment.A.B", "alignment.B.A"])
def test_a_pair_that_one_source_gives_twice_is_refused(second):
    text = THREE + f"  both: {{alignment.A.B: 0.3, {second}: 0.3}}\n"
    with pytest.raises(ScenarioError, match="twice"):
        load_text(text)
    with pytest.raises(ScenarioError, match="twice"):
        apply(load_text(THREE), [("alignment.A.B", 0.3), (second, 0.3)])
    with pytest.raises(UsageError, match=r"alignment\..\..: is given twice"):
        load_text(THREE, sets=[("alignment.A.B", "0.3"), (second, "0.3")])
    for key, value in (("vary", "0:1:3"), ("unknown", "{uniform: [0, 1]}")):
        with pytest.raises(ScenarioError, match="twice"):
            load_text(THREE + f"{key}: {{alignment.A.B: '0:1:3', {second}: {value}}}".replace("'0:1:3'", value))


@pytest.mark.parametrize("seed", range(60))
def test_the_values_of_a_scenario_lead_back_to_it_bit_for_bit(seed):
    """From the file's own scenario, and from the one that asks for alignments; whatever anybody believes."""
    r = np.random.default_rng(seed)
    scenario = random_scenario(seed, n=int(r.integers(2, 5)), k=int(r.integers(2, 4)))
    believer = scenario.names[0]
    beliefs = {f"actors.{believer}.beliefs.{path}": x for path, x in as_changes(random_asked(scenario, r)).items()}
    if seed % 2:
        at = f"actors.{believer}.beliefs.actors.{scenario.names[-1]}.preferences"
        beliefs[at] = r.normal(size=scenario.dimensions).tolist()
    try:
        asking = scenario.with_values(beliefs).with_values(as_changes(random_asked(scenario, r)))
        seen = seen_by(asking, asking.actors[0])
    except ScenarioError:
        return
    values = flatten(asking)
    for again in (scenario.with_values(values), asking.with_values(values), load_text(dump(asking)), settled(asking)):
        assert vectors_of(again) == vectors_of(asking)
        assert vectors_of(seen_by(again, again.actors[0])) == vectors_of(seen)
        assert flatten(again) == values


def test_beliefs_about_alignments_join_those_that_are_asked_for():
    scenario = load_text(THREE.replace("power: 0.07", "beliefs: {alignment.B.C: -0.8}, power: 0.07"))
    for changes in ({"alignment.A.B": 0.9}, {"alignment.C.A": -0.9}, {"alignment.A.C": 0.2, "alignment.B.A": 0.1}):
        asking = scenario.with_values(changes)
        seen = seen_by(asking, asking.actors[2])
        assert get(seen, "alignment.B.C") == pytest.approx(-0.8, abs=1e-12)
        assert [get(seen, path) for path in changes] == pytest.approx(list(changes.values()), abs=1e-12)
        assert get(asking, "alignment.B.C") != pytest.approx(-0.8, abs=1e-3)


def test_what_is_believed_of_preferences_stands_whatever_is_asked_of_the_truth():
    believing = THREE.replace("power: 0.07", "beliefs: {actors.B.preferences: [0, 0, 1]}, power: 0.07")
    asking = load_text(believing).with_values({"alignment.A.B": 0.9, "alignment.B.C": -0.5})
    seen = seen_by(asking, asking.actors[2])
    assert seen.actors[1].preferences == (0, 0, 1)
    assert (seen.actors[0].preferences, seen.actors[2].preferences) == (
        asking.actors[0].preferences,
        asking.actors[2].preferences,
    )


def test_many_rows_have_the_bits_of_single_ones():
    r = np.random.default_rng(0)
    for k in (2, 3, 9, 40):
        for m in range(1, min(k, 4) + 1):
            own, others = r.normal(size=(33, k)), list(r.normal(size=(m, 33, k)))
            others[-1][::3] = others[0][::3]
            cosines = list(r.uniform(-0.4, 0.4, (m, 33)))
            if m > 1:
                cosines[-1][::6] = cosines[0][::6]
            made, impossible = turned(own, others, cosines)
            for row in range(33):
                one, wrong = turned(own[[row]], [o[[row]] for o in others], [c[[row]] for c in cosines])
                assert (one[0] == made[row]).all()
                assert wrong[0] == impossible[row]
            assert m == 1 or (0 < impossible.sum() < 33) or k > 9


def test_lengths_stay_and_do_not_overflow():
    made, _ = turned(np.array([[1.7e308, 1.7e308]]), [np.array([[1e-150, 0.0]])], [np.array([0.0])])
    assert np.isfinite(made).all()
    assert parameters(load_text(THREE).with_values({"alignment.A.B": 0.5})).alignment[0, 1, 0] == pytest.approx(0.5)
