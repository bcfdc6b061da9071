"""What the page is told, and what it hands on: the scenario being shown can be had again, exactly."""

from __future__ import annotations

import shlex
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch
from support.installed import ROOT, SMALLEST
from support.random_scenarios import random_scenario, with_random_beliefs
from support.unproven import ODDS, THREE, unproven  # noqa: F401

from powergame.analysis.solve import solve
from powergame.analysis.sweep.phase.solving import solve_plane
from powergame.equilibrium.concept import Concept
from powergame.errors import ScenarioError
from powergame.explore.controls import groups
from powergame.explore.phase import LiveDiagram, axis, packed
from powergame.explore.phase import unproven as doubtful
from powergame.explore.session import Explored, quick_answer
from powergame.explore.view import arrows, view
from powergame.model.parameters import alignments_of
from powergame.plain import written
from powergame.report.pictures.vectors.picture import draw_vectors
from powergame.scenario.axes import as_axis, values
from powergame.scenario.paths.apply import flatten, get
from powergame.scenario.reading.load import load, load_text
from powergame.scenario.types import VERDICTS
from powergame.scenario.writing.dump import dump

SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))


def moved(explored, seed, count=12):
    """Move some things of a scenario to random places, as hands would: many paths, some of them twice."""
    r = np.random.default_rng(seed)
    controls = [control for group in explored.groups for control in group.controls]
    sets = []
    for _ in range(count):
        control = controls[int(r.integers(len(controls)))]
        if control.kind == "choice":
            value = str(r.choice(control.choices))
        elif control.kind == "vector":
            value = tuple(r.normal(size=len(control.value)).tolist())
        else:
            value = float(r.uniform(control.low, control.high))
        try:
            explored.at([*sets, (control.path, value)])
        except ScenarioError:  # a direction of one dimension, say
            continue
        sets.append((control.path, value))
    return sets


def resolved(command, folder):
    """Load what a command line would solve."""
    words = shlex.split(command)
    assert words[:2] == ["powergame", "solve"]
    sets = [words[k + 1] for k, word in enumerate(words) if word == "--set"]
    return load(folder / words[2], sets=sets)


@pytest.mark.parametrize("seed", range(40))
def test_the_command_and_the_file_reproduce_what_is_shown_exactly(tmp_path, seed):
    base = with_random_beliefs(random_scenario(seed), seed, 0.5)
    path = tmp_path / "it's a $(scenario).yaml"
    path.write_text(dump(base))
    given = {"conflict.stakes": 0.7, f"alignment.{base.names[0]}.{base.names[1]}": 1} if seed % 2 else {}
    explored = Explored(path.name, load(path), tuple(given.items()))
    sets = moved(explored, seed)
    shown = explored.at(sets)
    assert flatten(resolved(explored.command(sets, Concept()), tmp_path)) == flatten(shown)
    assert flatten(load_text(explored.yaml(shown))) == flatten(shown)


def test_an_alignment_that_was_set_before_another_arrow_turned_is_written_as_it_stands(tmp_path):
    """On a command line a path stands once, where it was first set: the order of moves would be another."""
    path = tmp_path / "s.yaml"
    path.write_text(dump(random_scenario(3, n=3, k=3)))
    explored = Explored(path.name, load(path), (("alignment.a0.a1", 0.3), ("actors.a1.preferences", [1, 2, 3])))
    sets = [("actors.a1.preferences", (3.0, -1.0, 0.5)), ("alignment.a0.a1", -0.25)]
    assert flatten(resolved(explored.command(sets, Concept()), tmp_path)) == flatten(explored.at(sets))


@pytest.mark.parametrize("seed", range(20))
def test_a_variant_that_asks_for_alignments_is_moved_freely_and_reproduced_exactly(tmp_path, seed):
    """On the page arrows go where they are moved; the command asks for the alignments that they have there."""
    base = with_random_beliefs(random_scenario(seed, n=2 + seed % 3, k=2 + seed % 2), seed, 0.3)
    path = tmp_path / "s.yaml"
    first, second, *_ = base.names
    path.write_text(dump(base) + f"variants: {{near: {{alignment.{second}.{first}: 0.4}}}}\n")
    explored = Explored(f"{path.name}#near", load(f"{path}#near"), (("conflict.stakes", 0.7),))
    assert get(explored.scenario, f"alignment.{first}.{second}") == pytest.approx(0.4)
    sets = [*moved(explored, seed), (f"actors.{second}.preferences", tuple(np.arange(1.0, 1 + base.dimensions)))]
    shown = explored.at(sets)
    assert shown.actors[1].preferences == sets[-1][1]
    assert flatten(resolved(explored.command(sets, Concept()), tmp_path)) == flatten(shown)


@pytest.mark.parametrize("seed", range(4))
def test_a_table_of_alignments_is_moved_freely_and_reproduced(tmp_path, seed):
    path = tmp_path / "table.yaml"
    path.write_text(
        "actors: {red: {power: 2}, blue: {power: 3}, grey: {power: 1}}\n"
        "alignments: {red: {blue: 0.3, grey: -0.5}, blue: {grey: 0.6}}\n"
        "conflict: {destruction: {odds: 0.3, severity: 0.5}}\n"
    )
    explored = Explored(str(path), load(path))
    assert load_text(explored.yaml(explored.at([]))).alignments == explored.loaded.alignments
    sets = moved(explored, seed)
    shown, again = explored.at(sets), resolved(explored.command(sets, Concept()), tmp_path)
    assert np.abs(alignments_of(again) - alignments_of(shown)).max() < 1e-12
    assert (again.conflict, [actor.power for actor in again.actors]) == (
        shown.conflict,
        [actor.power for actor in shown.actors],
    )


def test_the_command_names_the_solution_that_was_asked_for(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(SMALLEST)
    explored = Explored("s.yaml", load(path))
    assert explored.command((), Concept("logit", 2.5)).endswith("--solution logit --rationality 2.5")
    assert explored.command((), Concept("logit")).endswith("--solution logit")


@pytest.mark.parametrize("value", [0.1, 1e-7, 1e300, -0.0, 3.0, 123456789012345678.0, np.inf, (0.1, -2.0), "ratio"])
def test_values_are_written_so_that_they_read_back_equal(value):
    from powergame.scenario.values import parse_value

    read = parse_value(written(value))
    assert read == (list(value) if isinstance(value, tuple) else "inf" if value == np.inf else value)


def test_every_number_of_a_scenario_can_be_moved():
    for file in SHIPPED:
        scenario = load(file)
        known = Explored(str(file), scenario).movable
        left_out = ("growth", "rounds") if len(scenario.actors) > 2 else ("growth", "rounds", "conflict.third_parties")
        shared = all(actor.ladder is not None for actor in scenario.actors)
        for value in flatten(scenario):
            unused = shared and value.startswith("ladder.")
            by_parts = ".types." in value and any(path.startswith(f"{value}.") for path in known)
            assert value in known or value.endswith(left_out) or unused or by_parts, value


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_sliders_hold_the_file_s_own_values_and_fit_their_fields(path):
    scenario = load(path)
    for group in Explored(str(path), scenario).groups:
        for control in group.controls:
            if control.kind != "number" or control.value is None:
                continue
            assert control.value == get(scenario, control.path)
            assert control.low <= control.value <= control.high or control.value == float("inf")
            for end in (control.low, control.high):
                if control.measure != "component":
                    scenario.with_values({control.path: end})
            assert 0 < control.step <= (control.high - control.low)


def test_numbers_far_from_the_usual_still_have_a_slider_that_holds_them():
    sets = {
        "actors.red.effectiveness": "1000",
        "actors.blue.power": "1e9",
        "ladder.seek.cost": "7",
        "conflict.decisiveness": "40",
    }
    scenario = load_text(SMALLEST, sets=sets)
    found = {control.path: control for group in groups(scenario) for control in group.controls}
    assert found["actors.red.effectiveness"].high == 1000
    assert found["actors.blue.power"].high == 2e9
    assert found["ladder.seek.cost"].high == 7
    assert found["conflict.decisiveness"].high == 40


@pytest.mark.parametrize("seed", range(12))
def test_the_quick_answer_says_what_solve_says(seed):
    scenario = with_random_beliefs(random_scenario(seed), seed, 0.5)
    quick = quick_answer(scenario, Concept()).to_dict()
    whole = solve(scenario, look_for_turns=False).to_dict()
    for answer in (quick, whole):
        answer["notes"] = []
        del answer["options"]["solver"]
        for equilibrium in answer["equilibria"]:
            equilibrium["found_by"] = []
    assert quick == whole


@pytest.mark.parametrize("seed", range(8))
def test_the_phase_diagram_says_what_solve_says_at_every_point(seed):
    scenario = random_scenario(seed + 100)
    explored = Explored("s", scenario)
    r = np.random.default_rng(seed)
    x, y = (list(explored.axes.values())[k] for k in r.choice(len(explored.axes), 2, replace=False))
    diagram = LiveDiagram.of(scenario, x, y).solve(5, Concept(), lambda: False)
    for row, down in enumerate(values(axis(y, 5))):
        for column, across in enumerate(values(axis(x, 5))):
            at = scenario.with_values({x.path: across, y.path: down})
            verdicts = [actor.verdict for actor in quick_answer(at, Concept()).actors]
            assert [VERDICTS[code] for code in diagram.verdicts[0, :, row, column]] == verdicts


def test_a_diagram_does_not_depend_on_where_its_two_numbers_stand():
    explored = Explored("s", load(ROOT / "scenarios/strong-and-aligned.yaml"))
    axes = [explored.axes[path] for path in ("conflict.destruction.odds", "conflict.destruction.severity")]
    here = LiveDiagram.of(explored.scenario, *axes)
    assert here == LiveDiagram.of(explored.at([("conflict.destruction.odds", 0.11)]), *axes)
    assert here != LiveDiagram.of(explored.at([("conflict.stakes", 0.5)]), *axes)


def test_a_diagram_that_is_superseded_is_given_up():
    explored = Explored("s", load(ROOT / "scenarios/strong-and-aligned.yaml"))
    x, y = list(explored.axes.values())[:2]
    asked = iter([False, False, True])
    assert LiveDiagram.of(explored.scenario, x, y).solve(49, Concept(), lambda: next(asked)) is None


def test_verdicts_travel_as_digits_by_actor_and_row():
    explored = Explored("s", load(ROOT / "scenarios/strong-and-aligned.yaml"))
    diagram = LiveDiagram.of(explored.scenario, *list(explored.axes.values())[:2]).solve(2, Concept(), lambda: False)
    codes = np.array([[[[0, 1], [2, 0]], [[1, 1], [1, 1]]]], dtype=np.int8)
    assert packed(replace(diagram, verdicts=codes)) == ["0120", "1111"]


def test_what_is_unproven_travels_as_digits_by_row_where_anything_is(unproven):  # noqa: F811
    scenario = load_text(THREE)
    axes = ((ODDS, as_axis([0.1, 0.953007])), ("conflict.destruction.severity", as_axis([0.5, 0.57])))
    diagram = solve_plane(scenario, axes)
    assert doubtful(diagram) == "0101"
    assert doubtful(replace(diagram, proven=np.ones((1, 2, 2), dtype=bool))) == ""
    shown = view(quick_answer(scenario, Concept()))
    assert shown["unproven"]
    assert "may be more equilibria" in shown["doubts"][0]
    proven = view(quick_answer(scenario.with_values({ODDS: 0.1}), Concept()))
    assert (proven["unproven"], proven["doubts"]) == (False, [])


@pytest.mark.parametrize("k", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("seed", range(10))
def test_the_page_has_the_arrows_of_the_picture(seed, k):
    scenario = random_scenario(seed, k=k)
    shown = arrows(scenario)
    assert np.array(drawn(scenario)) == pytest.approx(np.array([tip for tip in shown["tips"] if any(tip)]), abs=1e-12)
    power = np.array([actor.power for actor in scenario.actors])
    lengths = np.hypot(*np.array(shown["tips"]).T)
    assert (lengths <= power / power.sum() + 1e-12).all()
    assert shown["shown"] == pytest.approx(lengths.sum())
    if k <= 2:
        assert shown["shown"] == pytest.approx(1)


def drawn(scenario):
    """Return the arrows of the picture, those that have a length, as one can measure them in it."""
    axes = draw_vectors(solve(scenario, look_for_turns=False), actors=scenario.names[:1]).axes[0]
    ends = [patch._posA_posB for patch in axes.patches if isinstance(patch, FancyArrowPatch)]
    return [np.subtract(tip, start) for start, tip in ends]


def test_two_outcomes_stay_across_and_up_on_the_page_where_all_arrows_are_on_one_line():
    """An arrow is turned to the angle at which it is seen, which is that of its preferences."""
    scenario = load(ROOT / "scenarios/perfect-alignment.yaml")
    shown = np.array(arrows(scenario)["tips"])
    assert shown[:, 0] == pytest.approx(2 * shown[:, 1])
    assert np.array(drawn(scenario))[:, 1] == pytest.approx(0)


def test_the_matrix_of_three_actors_holds_the_third_where_it_is_selected():
    scenario = load(ROOT / "scenarios/kingmaker.yaml")
    answer = solve(scenario)
    for pair in ((0, 1), (1, 0), (0, 2), (2, 1)):
        shown = view(answer, pair)["matrix"]
        ((third, rung),) = shown["held"]
        held = answer.game.rungs[third].index(rung)
        assert {third, *pair} == {0, 1, 2}
        assert answer.solution.equilibria[answer.selected].profile[third][held] == 1
        for r in range(len(shown["rungs"][0])):
            for c in range(len(shown["rungs"][1])):
                at = [0, 0, 0]
                at[pair[0]], at[pair[1]], at[third] = r, c, held
                assert shown["payoffs"][0][r][c] == answer.game.payoffs[(pair[0], *at)]
                assert shown["payoffs"][1][r][c] == answer.game.payoffs[(pair[1], *at)]
