"""Thresholds: every flip of every verdict along a path, as a slow search with nothing but `solve` finds them."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from support.installed import SCENARIOS, SMALLEST
from support.random_scenarios import random_scenario, with_random_beliefs

import powergame as pg
from powergame.analysis.threshold import thresholds
from powergame.analysis.threshold.flips import RESOLUTION, Samples, raw_flips
from powergame.analysis.threshold.roots import SignChange, sign_changes
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.verdict import seeking_rungs
from powergame.equilibrium.verdict import verdicts as of_equilibria
from powergame.errors import ScenarioError, UsageError
from powergame.model.compile import compile_game
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import Rung

LOTTERY = """\
actors:
  strong: {power: 3, preferences: [1, 0]}
  weak: {power: 1, preferences: [0, 1]}
conflict: {destruction: {odds: %g, severity: %g}, decisiveness: %s}
"""


def lottery(odds=0.6, severity=0.5, decisiveness="1"):
    return load_text(LOTTERY % (odds, severity, decisiveness))


def equilibria(scenario, path, x):
    there = scenario.with_values({path: float(x)})
    method = "exact" if len(there.actors) == 2 else "auto"
    return solve_game(compile_game(there).game, method, Concept())[1].equilibria, seeking_rungs(there)


def verdicts(scenario, path, x):
    """Return everybody's verdict as `solve` tells it, where chances below 1e-9 are none."""
    return of_equilibria(*equilibria(scenario, path, x))


def unsnapped(scenario, path, x):
    """Return everybody's verdict from chances as they are, which are fractions where there are two actors."""
    found, seeks = equilibria(scenario, path, x)
    chances = [
        {sum(p for p, s in zip(e.profile[i], mine, strict=True) if s) for e in found} for i, mine in enumerate(seeks)
    ]
    return tuple("always" if own == {1} else "never" if own == {0} else "depends" for own in chances)


def turns(found):
    return [(flip.at, flip.below, flip.above) for flip in found.flips if not flip.touch]


def slow_search(scenario, path, numbers, width):
    """Return each actor's flips: verdicts at many numbers, and bisection wherever two neighbours differ."""
    told = unsnapped if len(scenario.actors) == 2 else verdicts
    known = [told(scenario, path, x) for x in numbers]
    flips = []
    for i in range(len(scenario.actors)):
        mine = []
        for low, high, before, behind in zip(numbers[:-1], numbers[1:], known[:-1], known[1:], strict=True):
            if before[i] == behind[i]:
                continue
            while high - low > RESOLUTION / 4 * width and low < (middle := (low + high) / 2) < high:
                low, high = (middle, high) if told(scenario, path, middle)[i] == before[i] else (low, middle)
            mine.append((low + high) / 2)
        flips.append(mine)
    return known, flips


def assert_agrees(scenario, path, found, numbers):
    """What a slow search finds is found; what holds between flips holds at each of the numbers."""
    along = found.path(path)
    width = along.stop - along.start
    known, flips = slow_search(scenario, path, numbers, width)
    for i, actor in enumerate(along.actors):
        points = np.array([math.inf, *(flip.at for flip in actor.flips)])
        for x, verdict in zip(numbers, known, strict=True):
            held = {one.verdict for one in actor.intervals if one.start <= x <= one.stop}
            assert verdict[i] in held or np.abs(points - x).min() <= RESOLUTION * width, (actor.name, x)
        for at in flips[i]:
            assert np.abs(points - at).min() <= RESOLUTION * width, (actor.name, at, actor.flips)
        assert_sides_hold(scenario, path, along, i)


def assert_sides_hold(scenario, path, along, i):
    """Just beside each flip, and at it, `solve` says what is told."""
    actor = along.actors[i]
    points = [along.start, *(flip.at for flip in actor.flips), along.stop]
    step = 2 * RESOLUTION * (along.stop - along.start)
    for k, flip in enumerate(actor.flips, 1):
        assert verdicts(scenario, path, flip.at)[i] == flip.at_point
        if flip.below is not None and points[k - 1] < flip.at:
            beside = flip.at - min(step, (flip.at - points[k - 1]) / 2)
            assert verdicts(scenario, path, beside)[i] == flip.below
        if flip.above is not None and points[k + 1] > flip.at:
            beside = flip.at + min(step, (points[k + 1] - flip.at) / 2)
            assert verdicts(scenario, path, beside)[i] == flip.above


def paths_of(scenario):
    first, second = scenario.names[:2]
    found = [
        "conflict.destruction.odds", "conflict.destruction.severity", "conflict.decisiveness", "conflict.stakes",
        f"actors.{first}.power", f"actors.{second}.effectiveness", f"actors.{first}.risk_aversion",
        f"actors.{second}.beliefs.conflict.destruction.odds", f"actors.{first}.beliefs.actors.{second}.power",
    ]  # fmt: skip
    if scenario.dimensions > 1:
        found.append(f"alignment.{first}.{second}")
    if any(actor.ladder is None for actor in scenario.actors):
        found += [f"ladder.{scenario.ladder[-1].name}.{field}" for field in ("grab", "provokes", "cost")]
    return found


@pytest.mark.parametrize("seed", range(24))
def test_two_actors_flip_where_a_slow_search_finds_it(seed):
    r = np.random.default_rng(seed)
    scenario = random_scenario(seed, n=2)
    if seed % 3 == 0:
        scenario = with_random_beliefs(scenario, seed)
    paths = paths_of(scenario)
    path = paths[seed % len(paths)]
    found = pg.threshold(scenario, path)
    along = found.path(path)
    assert_agrees(scenario, path, found, np.sort(r.uniform(along.start, along.stop, 16)))


@pytest.mark.parametrize("seed", range(3))
def test_three_actors_flip_where_a_slow_search_finds_it(seed):
    scenario = dataclasses.replace(random_scenario(seed, n=3, k=2), ladder=load_text(SMALLEST).ladder)
    scenario = dataclasses.replace(
        scenario, actors=tuple(dataclasses.replace(actor, ladder=None) for actor in scenario.actors)
    )
    path = ("conflict.destruction.odds", "alignment.a0.a1", "actors.a0.power")[seed]
    found = pg.threshold(scenario, path, (0.1, 0.9))
    assert_agrees(scenario, path, found, np.linspace(0.11, 0.89, 8))


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_ladders_of_two_to_five_rungs_flip_where_a_slow_search_finds_it(size):
    steps = np.linspace(0, 0.6, size).round(3).tolist()
    rungs = tuple(Rung(f"r{k}", grab=x, provokes=round(x * (0.5 + 0.1 * k), 3)) for k, x in enumerate(steps))
    scenario = dataclasses.replace(lottery(), ladder=rungs)
    path = "alignment.strong.weak"
    found = pg.threshold(scenario, path)
    assert any(actor.flips for actor in found.path(path).actors)
    assert_agrees(scenario, path, found, np.linspace(-0.99, 0.97, 12))


@pytest.mark.parametrize(("m", "odds", "severity"), [(0.25, 0.6, 0.5), (0.1, 0.5, 0.5), (0.3, 0.4, 0.7), (0.4, 1, 0.5)])
def test_the_weaker_actor_flips_at_the_closed_form_of_the_model(m, odds, severity):
    """A* = ((1-q) g m_j - q D m_i) / ((1-q) g m_j + q D m_j), in a lottery for everything against one who holds.

    The stronger one's A* is lower: above both of them nobody seeks, so that the weaker one meets an actor who holds.
    """
    scenario = lottery(odds, severity).with_values({"actors.weak.power": m, "actors.strong.power": 1 - m})
    g = q = 0.3
    d = odds * severity
    expected = ((1 - q) * g * (1 - m) - q * d * m) / (((1 - q) * g + q * d) * (1 - m))
    *_, last = pg.threshold(scenario, "alignment.weak.strong").paths[0].actor("weak").flips
    assert (last.below, last.above) == ("always", "never")
    assert last.at == pytest.approx(expected, abs=2e-9)
    assert last.closed_form == pytest.approx(expected, abs=1e-12)


def test_the_smallest_scenario_flips_at_six_tenths():
    weak = pg.threshold(lottery(), "alignment.weak.strong").paths[0].actor("weak")
    assert turns(weak) == [(pytest.approx(0.6, abs=1e-12), "always", "never")]
    assert [(round(one.start, 9), round(one.stop, 9), one.verdict) for one in weak.intervals] == [
        (-1, 0.6, "always"),
        (0.6, 1, "never"),
    ]


def test_odds_flip_at_their_closed_form_too():
    found = pg.threshold(pg.load(SCENARIOS / "security-dilemma.yaml"), "conflict.destruction.odds").paths[0]
    flips = [flip for actor in found.actors for flip in actor.flips]
    assert flips
    for flip in flips:
        assert flip.closed_form == pytest.approx(flip.at, abs=1e-12)


def test_a_path_that_is_not_affine_has_no_closed_form():
    found = pg.threshold(lottery(0.6, 0.9), "actors.weak.power").paths[0]
    flips = [flip for actor in found.actors for flip in actor.flips]
    assert flips
    assert {flip.closed_form for flip in flips} == {None}


@pytest.mark.parametrize("ends", [(-0.95, -0.8), (-0.9234567, -0.8123456)])
def test_a_gain_that_reaches_0_and_turns_back_is_a_touch_wherever_the_grid_lies(ends):
    """Beliefs make gains curves; this one of two and three rungs touches 0. Near its turn it is flat, so that rounding
    leaves less of the point's digits than of a crossing's."""
    scenario = with_random_beliefs(random_scenario(3229, n=2), 3229)
    along = pg.threshold(scenario, "alignment.a0.a1", ends).paths[0]
    for actor in along.actors:
        (flip,) = actor.flips
        assert (flip.below, flip.at_point, flip.above, flip.touch) == ("always", "depends", "always", True)
        assert flip.at == pytest.approx(-0.89297242, abs=1e-8)
        assert [(one.start, one.stop, one.verdict) for one in actor.intervals] == [(*ends, "always")]


def test_perfect_alignment_is_a_touch_at_the_end_of_the_range():
    """Without destruction power is worth having below alignment 1; at 1 nobody minds who has it."""
    found = pg.threshold(lottery(0, 0.5), "alignment.weak.strong").paths[0]
    weak = found.actor("weak")
    assert [(flip.at, flip.below, flip.above, flip.touch) for flip in weak.flips] == [(1.0, "always", None, True)]
    assert weak.flips[0].at_point == "depends"
    assert [(one.start, one.stop, one.verdict) for one in weak.intervals] == [(-1.0, 1.0, "always")]


def test_flips_do_not_depend_on_where_the_grid_lies():
    """At decisiveness 1 nothing is lost by a war without destruction, on average."""
    scenario = lottery(0, 0.5).with_values({"ladder.seek.grab": 0.5, "ladder.seek.provokes": 1.0})
    path = "conflict.decisiveness"
    whole = pg.threshold(scenario, path, (0.0, 3.0)).paths[0]
    shifted = pg.threshold(scenario, path, (0.1234567, 2.7654321)).paths[0]
    for actor in whole.actors:
        inner = [flip for flip in actor.flips if 0.13 < flip.at < 2.7]
        again = [flip for flip in shifted.actor(actor.name).flips if 0.13 < flip.at < 2.7]
        assert [(flip.below, flip.above, flip.touch) for flip in inner] == [
            (flip.below, flip.above, flip.touch) for flip in again
        ]
        assert [flip.at for flip in inner] == pytest.approx([flip.at for flip in again], abs=1e-8)
    assert any(0.9 < flip.at < 1.1 for actor in whole.actors for flip in actor.flips)


def test_several_flips_along_one_path_are_all_found():
    scenario = pg.load(SCENARIOS / "security-dilemma.yaml")
    west = pg.threshold(scenario, "conflict.destruction.odds").paths[0].actor("west")
    assert [(below, above) for _, below, above in turns(west)] == [("always", "depends"), ("depends", "never")]
    assert west.now == "depends"


@pytest.mark.parametrize("width", [1e-3, 1e-5, 1e-7])
def test_narrow_intervals_between_two_flips_are_not_missed(width):
    """A parabola that dips below 0 for a stretch far narrower than a step of the grid."""
    grid = np.linspace(0, 1, 129)
    middle = 0.5123456

    def dips(x):
        return (((x - middle) ** 2 - width**2 / 4) / width)[None, :]

    found = sign_changes(dips, grid, dips(grid), nearest=1e-10, widest=1e-8)
    assert [zone.at for zone in found] == pytest.approx([middle - width / 2, middle + width / 2], abs=width / 100)
    assert [(zone.before, zone.behind) for zone in found] == [(1, -1), (-1, 1)]


def test_a_function_that_reaches_0_without_crossing_is_one_zone():
    grid = np.linspace(0, 1, 129)

    def bounces(x):
        return (np.abs(x - 0.3) ** 2)[None, :]

    (zone,) = sign_changes(bounces, grid, bounces(grid), nearest=1e-10, widest=1e-4)
    assert zone.before == zone.behind
    assert zone.at == pytest.approx(0.3, abs=1e-6)


def test_a_log_axis_gives_the_same_flips_as_a_linear_one():
    scenario = lottery(0.6, 0.9)
    path = "actors.weak.power"
    linear = pg.threshold(scenario, path, {"from": 0.01, "to": 50, "count": 101}).paths[0]
    log = pg.threshold(scenario, path, {"from": 0.01, "to": 50, "count": 101, "scale": "log"}).paths[0]
    assert (linear.spacing, log.spacing) == ("linear", "log")
    assert any(actor.flips for actor in linear.actors)
    for one, other in zip(linear.actors, log.actors, strict=True):
        assert turns(one) == [(pytest.approx(at, abs=5e-8), below, above) for at, below, above in turns(other)]


def test_the_range_may_be_given_the_wrong_way_round():
    scenario = lottery()
    path = "conflict.destruction.odds"
    assert pg.threshold(scenario, path, "1:0:11").paths == pg.threshold(scenario, path, "0:1:11").paths


def test_endless_decisiveness_is_outside_of_every_range():
    found = pg.threshold(lottery(decisiveness=".inf"), "conflict.decisiveness").paths[0]
    assert math.isinf(found.now)
    assert {actor.now for actor in found.actors} == {None}
    assert found.to_dict()["now"] == "inf"


def test_with_endless_decisiveness_flips_are_found_along_other_paths():
    """Who is stronger wins: power flips verdicts by a jump, at equal strength."""
    scenario = lottery(0.2, 0.5, ".inf").with_values({"ladder.seek.provokes": 0.9})
    path = "actors.weak.power"
    found = pg.threshold(scenario, path, (0.5, 8.0))
    assert any(abs(at - 3) < 1e-8 for actor in found.paths[0].actors for at, *_ in turns(actor))
    assert_agrees(scenario, path, found, np.linspace(0.6, 7.7, 14))


def test_collinear_actors_flip_with_the_numbers_that_are_left():
    scenario = load_text(LOTTERY.replace("[0, 1]", "[-1, 0]") % (0.6, 0.5, "1"))
    found = pg.threshold(scenario, "alignment.weak.strong").paths[0]
    assert found.now == -1
    assert turns(found.actor("weak")) == [(pytest.approx(0.6, abs=1e-9), "always", "never")]


@pytest.mark.parametrize("field", ["grab", "provokes", "resists", "strength", "odds", "cost"])
def test_every_number_of_a_rung_has_thresholds(field):
    scenario = lottery().with_values({"ladder.seek.odds": 0.6})
    path = f"ladder.seek.{field}"
    found = pg.threshold(scenario, path)
    along = found.paths[0]
    assert_agrees(scenario, path, found, np.linspace(along.start, along.stop, 9)[1:-1])


def test_the_verdict_at_the_scenarios_own_value_is_that_of_solve():
    for seed in range(40, 46):
        scenario = random_scenario(seed, n=2)
        found = pg.threshold(scenario, "conflict.destruction.odds").paths[0]
        assert [actor.now for actor in found.actors] == [actor.verdict for actor in pg.solve(scenario).actors]


def test_quantal_response_depends_throughout_and_says_so():
    found = pg.threshold(lottery(), "alignment.weak.strong", concept=Concept("logit", 10.0)).paths[0]
    assert {one.verdict for actor in found.actors for one in actor.intervals} == {"depends"}
    assert not any(actor.flips for actor in found.actors)
    assert any("quantal response" in note for note in found.notes)


def test_several_paths_are_answered_each_by_itself():
    scenario = lottery()
    both = thresholds(scenario, [("alignment.weak.strong", None), ("conflict.destruction.odds", "0:0.5:11")])
    assert both.path("conflict.destruction.odds").stop == 0.5
    alone = pg.threshold(scenario, "alignment.weak.strong").paths[0]
    assert both.path("alignment.weak.strong") == alone
    frame = both.to_frame()
    assert len(frame) == sum(len(actor.flips) for path in both.paths for actor in path.actors)


REFUSED = {
    "no such path": ("conflict.destruction.oods", None, "did you mean 'odds'"),
    "a word": ("conflict.contest", None, "holds no number"),
    "one point": ("conflict.destruction.odds", "1:1:3", "one point"),
    "out of range": ("conflict.destruction.odds", "0:2:5", "out of range"),
    "no number": ("conflict.destruction.odds", (0, math.nan), "finite number"),
    "no end": ("conflict.decisiveness", (0, math.inf), "finite number"),
    "rounds": ("rounds", None, "one round"),
    "half a path": ("conflict", None, "ends too early"),
    "no axis": ("conflict.destruction.odds", "somewhere", "from:to:count"),
    "a log axis from 0": ("actors.weak.power", {"from": 0, "to": 1, "count": 3, "scale": "log"}, "above 0"),
}


@pytest.mark.parametrize(("path", "axis", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_has_no_thresholds_is_refused_in_one_line(path, axis, words):
    with pytest.raises((ScenarioError, UsageError), match=words) as caught:
        pg.threshold(lottery(), path, axis)
    assert str(caught.value).count("\n") == 0
    assert caught.value.exit_status == 2


def test_an_alignment_of_one_outcome_is_refused():
    scenario = load_text("actors: {a: {power: 1, preferences: [1]}, b: {power: 1, preferences: [-1]}}\n" + CONFLICT)
    with pytest.raises(UsageError, match="nothing in between"):
        pg.threshold(scenario, "alignment.a.b")


def test_scenarios_of_several_rounds_are_refused():
    scenario = dataclasses.replace(lottery(), rounds=2)
    with pytest.raises((UsageError, ScenarioError), match="round"):
        pg.threshold(scenario, "conflict.destruction.odds")


CONFLICT = "conflict: {destruction: {odds: 0.6, severity: 0.5}}\n"


@pytest.mark.parametrize(("actors", "flips"), [(2, 2), (3, 0)])
def test_what_a_solver_of_many_actors_leaves_beside_a_point_is_part_of_the_point(actors, flips):
    """1e-8 of the range is an interval where equilibria are fractions, and a touch where they are approximate."""
    x = np.array([0.0, 0.5, 0.5 + 1e-12, 0.5 + 1e-8, 0.5 + 1.0001e-8, 1.0])
    own = np.array([0, 0, 2, 2, 0, 0], dtype=np.int8)
    every = np.ones(len(x), dtype=bool)
    samples = Samples(x, np.tile(own, (actors, 1)), every, ~every)
    found = raw_flips(samples, 0, [])
    assert [spot.touch for spot in found] == ([False] * flips or [True])


@pytest.mark.parametrize(
    ("roots", "at"), [((), 0.45), ((0.41,), 0.41), ((0.41, 0.44, 0.49), 0.44), ((0.2, 0.47, 0.9), 0.47), ((0.3,), 0.45)]
)
def test_a_verdict_turns_at_the_root_nearest_to_the_middle_between_its_samples_or_halfway(roots, at):
    x = np.array([0.0, 0.2, 0.4, 0.5, 0.8, 1.0])
    codes, every = np.tile(np.array([0, 0, 0, 1, 1, 1], dtype=np.int8), (2, 1)), np.ones(len(x), dtype=bool)
    samples = Samples(x, codes, every, ~every)
    (flip,) = raw_flips(samples, 0, [SignChange(0, r, r, r, 1, -1) for r in roots])
    assert flip.at == pytest.approx(at, abs=1e-15)
    assert (flip.low, flip.high, flip.below, flip.above, flip.touch) == (0.4, 0.5, 0, 1, False)
