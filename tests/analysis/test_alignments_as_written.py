"""What is written of alignments, in columns, axes, values and titles, is what was solved."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from oracles import turning
from support.random_scenarios import random_scenario, with_random_beliefs
from support.tables import rows_of

import powergame as pg
from powergame.analysis.sweep.phase.solving import solve_plane
from powergame.batch.variants import Variants
from powergame.errors import ScenarioError, UsageError
from powergame.model.compile import views_of
from powergame.priors.draws import Unknowns, solve_draws
from powergame.priors.points import points
from powergame.scenario.axes import as_axis
from powergame.scenario.paths.apply import get
from powergame.scenario.types import Prior

ODDS = "conflict.destruction.odds"

NEAR = 0.25
"""Cosines that random directions of three actors and more can nearly always have together in three dimensions."""


def drawn(seed, share=0.0, most=5):
    """Return a scenario of 2 to 5 actors, and some pairs of them, either way round, circles among them."""
    r = np.random.default_rng(seed)
    n, k = int(r.integers(2, most + 1)), int(r.integers(3, 5))
    scenario = with_random_beliefs(random_scenario(seed, n=n, k=k), seed, share)
    pairs = list(combinations(scenario.names, 2))[: int(r.integers(1, 4))]
    r.shuffle(pairs)
    return scenario, [tuple(r.permutation(pair)) for pair in pairs], r


def solved(scenario):
    return pg.solve(scenario, look_for_turns=False)


def path_of(pair):
    return f"alignment.{pair[0]}.{pair[1]}"


def by_the_rule(scenario, asked):
    """Return a scenario whose preferences are those of the rule, without alignments that ask for anything."""
    made = turning.directions({actor.name: actor.preferences for actor in scenario.actors}, asked)
    return scenario.with_values({f"actors.{name}.preferences": vector.tolist() for name, vector in made.items()})


@pytest.mark.parametrize("seed", range(12))
def test_the_rows_of_a_sweep_were_solved_with_the_alignments_in_their_columns(seed):
    scenario, pairs, r = drawn(seed)
    asked = dict(zip(pairs, r.uniform(-NEAR, NEAR, len(pairs)), strict=True))
    fixed = dict(list(asked.items())[1:2])  # one of them is set before, the others vary
    varied = [pair for pair in pairs if pair not in fixed]
    axes = {path_of(pair): [-NEAR, asked[pair]] for pair in varied}
    given = scenario.with_values({path_of(pair): cosine for pair, cosine in fixed.items()}) if fixed else scenario
    rows = rows_of(pg.sweep(given, axes).table)
    assert len(rows) == 2 ** len(varied)
    for row in rows:
        meant = fixed | {pair: row[path_of(pair)] for pair in varied}
        answer = solved(by_the_rule(scenario, meant))
        actors = {actor.name: actor for actor in answer.actors}
        for (first, second), cosine in meant.items():
            assert actors[first].alignment[second] == pytest.approx(cosine, abs=1e-9)
        assert [row[f"verdict.{name}"] for name in scenario.names] == [actor.verdict for actor in answer.actors]
        if row["war"] is not None:
            assert row["war"] == pytest.approx(answer.happenings[answer.selected].war, abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_columns_of_alignments_set_varied_and_believed_are_of_their_scenarios(seed):
    """Bit for bit; and where a row's alignments cannot be met, nothing is answered."""
    scenario, pairs, r = drawn(seed, share=0.4)
    believer = scenario.names[0]
    asked = {path_of(pair): float(r.uniform(-NEAR, NEAR)) for pair in pairs[:1]}
    believed = pairs[-1] if r.random() < 0.5 else tuple(r.permutation(scenario.names)[:2])
    paths = [path_of(pair) for pair in pairs[1:]] + [f"actors.{believer}.beliefs.{path_of(believed)}"]
    if r.random() < 0.5:
        paths.append(f"actors.{scenario.names[-1]}.preferences")
    if r.random() < 0.5:
        paths.append(f"actors.{believer}.beliefs.actors.{r.choice(scenario.names)}.preferences.1")
    given = scenario.with_values(asked)
    values = {
        path: r.normal(size=(6, scenario.dimensions)) if path.endswith("preferences") else r.uniform(-0.6, 0.6, 6)
        for path in paths
    }
    rows = []
    for row in range(6):
        try:
            rows.append((row, views_of(given.with_values({path: some[row] for path, some in values.items()}))))
        except ScenarioError:
            with pytest.raises(ScenarioError, match="cannot be met"):
                Variants(given, paths).columns({path: some[[row]] for path, some in values.items()})
    if not rows:
        return
    columns = Variants(given, paths).columns({path: some[[row for row, _ in rows]] for path, some in values.items()})
    for k, (row, (truth, seen)) in enumerate(rows):
        for made, meant in zip((columns.truth, *columns.views), (truth, *seen), strict=True):
            assert (made.alignment[..., k] == meant.alignment).all()
        names = scenario.names
        for path, cosine in {**asked, **{path: some[row] for path, some in values.items()}}.items():
            if path.startswith("alignment"):
                first, second = map(names.index, path.split(".")[1:])
                assert columns.truth.alignment[first, second, 0, k] == pytest.approx(cosine, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_values_in_json_have_the_alignments_that_were_asked_for(seed):
    scenario, pairs, r = drawn(seed)
    asked = {path_of(pair): float(r.uniform(-NEAR, NEAR)) for pair in pairs}
    answer = json.loads(json.dumps(solved(scenario.with_values(asked)).to_dict()))
    values = answer["scenario"]["values"]
    for (first, second), cosine in zip(pairs, asked.values(), strict=True):
        one, other = (np.array(values[f"actors.{name}.preferences"]) for name in (first, second))
        assert one @ other / np.linalg.norm(one) / np.linalg.norm(other) == pytest.approx(cosine, abs=1e-9)
        assert answer["actors"][first]["alignment"][second] == pytest.approx(cosine, abs=1e-9)
        assert values[path_of((first, second))] == cosine
    again = solved(scenario.with_values(values)).to_dict()
    assert json.loads(json.dumps(again)) == answer


def test_the_values_in_json_lead_to_the_same_answers_wherever_else_something_turns():
    """Not only to the same scenario: what it asks for, and from where its actors turn, are the same."""
    scenario = pg.load_text(TRIANGLE)
    asking = scenario.with_values({"alignment.A.B": 1, "actors.C.power": 2})
    written = json.loads(json.dumps(pg.sweep(asking, {ODDS: [0.1]}).to_dict()))
    again = scenario.with_values(written["scenario"]["values"])
    assert again == asking
    rows = {"alignment.A.B": np.array([0.2, 0.9]), "alignment.C.A": np.array([0.3, 0.1])}
    made, meant = (Variants(each, list(rows)).columns(rows).truth.alignment for each in (again, asking))
    assert (made == meant).all()


@pytest.mark.parametrize("varied", [("A", "B"), ("B", "C"), ("C", "A")])
def test_a_threshold_keeps_what_else_is_asked_for_and_says_where_the_scenario_is(varied):
    asked = {("A", "B"): 0.2, ("B", "C"): 0.3, ("C", "A"): 0.1}
    crisis = pg.load_text(TRIANGLE).with_values({"conflict.destruction.odds": 0.6, "conflict.third_parties": "aligned"})
    given = crisis.with_values({path_of(pair): cosine for pair, cosine in asked.items()})
    along = pg.threshold(given, path_of(varied)).paths[0]
    assert along.now == pytest.approx(asked[varied], abs=1e-9)
    flips = [(i, flip) for i, actor in enumerate(along.actors) for flip in actor.flips]
    assert flips
    for i, flip in flips:
        beside = [solved(by_the_rule(crisis, asked | {varied: flip.at + offset})) for offset in (-1e-4, 1e-4)]
        assert [answer.actors[i].verdict for answer in beside] == [flip.below, flip.above]


TRIANGLE = """
actors:
  A: {power: 2, preferences: [1, 0, 0]}
  B: {power: 3, preferences: [1, 0.5, 0]}
  C: {power: 1, preferences: [1, 0, 0.5]}
conflict: {destruction: {odds: 0.1, severity: 0.5}}
"""


def test_a_threshold_looks_only_where_the_others_can_be_met():
    """With A.B at 0.8 and B.C at 0, A.C may be 0.6 on either side."""
    given = pg.load_text(TRIANGLE).with_values({"alignment.A.B": 0.8, "alignment.B.C": 0})
    along = pg.threshold(given, "alignment.A.C").paths[0]
    assert (along.start, along.stop) == pytest.approx((-0.6, 0.6), abs=1e-6)
    with pytest.raises(ScenarioError, match=r"alignment\.A\.C = .* cannot be met together"):
        pg.threshold(given, "alignment.A.C", "0.5:0.9:5")
    assert pg.solve(given).actors[0].alignment == pytest.approx({"B": 0.8, "C": get(given, "alignment.A.C")})


def test_two_dimensions_leave_no_choice_and_solve_answers_all_the_same():
    flat = pg.load_text(TRIANGLE.replace("0, 0]", "0]").replace("0.5, 0]", "0.5]").replace("0, 0.5]", "-0.5]"))
    given = flat.with_values({"alignment.A.B": 0.3})
    with pytest.raises(UsageError, match="no other value"):
        pg.threshold(given, "alignment.A.C")
    assert all(turn.path != "alignment.A.C" for turn in pg.solve(given).actors[0].turns)


def test_a_phase_diagram_over_two_alignments_of_three_actors_is_solved_with_both():
    scenario = pg.load_text(TRIANGLE).with_values({"alignment.B.C": 0.1})
    axes = (("alignment.A.B", as_axis("-0.6:0.6:5")), ("alignment.C.A", as_axis([-0.5, 0.5])))
    diagram = solve_plane(scenario, axes)
    for x, at_x in zip(diagram.x, np.moveaxis(diagram.verdicts[0], -1, 0), strict=True):
        for y, codes in zip(diagram.y, at_x.T, strict=True):
            asked = {("A", "B"): x, ("C", "A"): y, ("B", "C"): 0.1}
            answer = solved(by_the_rule(pg.load_text(TRIANGLE), asked))
            assert [actor.verdict for actor in answer.actors] == [
                ("never", "always", "depends")[code] for code in codes
            ]


def test_draws_are_solved_with_the_alignments_that_are_drawn_and_those_that_are_set():
    scenario = pg.load_text(TRIANGLE).with_values({"alignment.B.C": 0.1})
    priors = (
        ("alignment.A.B", Prior("uniform", (-NEAR, NEAR))),
        ("alignment.C.A", Prior("uniform", (-NEAR, NEAR))),
        ("actors.A.preferences", Prior("direction")),
    )
    unknowns = Unknowns(scenario, priors)
    cube = points(16, sum(unknowns.widths), 0)
    ((_, results),) = solve_draws(unknowns, cube, pg.Concept())
    ends = np.cumsum(unknowns.widths)
    for row in range(16):
        x, y, vector = (
            unknowns.distributions[path].draw(cube[[row], end - width : end])[0]
            for (path, _), end, width in zip(priors, ends, unknowns.widths, strict=True)
        )
        own = pg.load_text(TRIANGLE).with_values({"actors.A.preferences": vector.tolist()})
        answer = solved(by_the_rule(own, {("A", "B"): x, ("C", "A"): y, ("B", "C"): 0.1}))
        assert results.war[row] == pytest.approx(answer.happenings[answer.selected].war, abs=1e-9)


@pytest.mark.parametrize("dimensions", [2, 3, 5])
def test_draws_of_directions_keep_alignments_in_any_number_of_dimensions(dimensions):
    """Two actors whose alignment is asked for have one verdict, whatever directions are drawn."""
    pair = pg.load_text(TRIANGLE.replace("  C: {power: 1, preferences: [1, 0, 0.5]}\n", ""))
    asking = pair.with_values({"alignment.A.B": 0.3})
    (shares,) = pg.converge(asking, dimensions=[dimensions], draws=64).found
    for actor, answer in zip(shares.actors, pg.solve(asking).actors, strict=True):
        assert actor.always.value == (answer.verdict == "always")
        assert actor.exact is None
