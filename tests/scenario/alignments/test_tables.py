"""Tables of alignments: given in place of preferences, possible or refused, and changed one pair at a time."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from support.refusals import SMALLEST, refusal, refused

from powergame.analysis.solve import solve
from powergame.errors import ScenarioError
from powergame.model.parameters import alignments_of, parameters
from powergame.scenario.alignments.nearest import are_possible, at_fault, impossible, nearest
from powergame.scenario.alignments.table import directions_of, possible_range
from powergame.scenario.paths.apply import apply, as_vectors, flatten, get, seen_by
from powergame.scenario.paths.locate import locate
from powergame.scenario.paths.usual import usual_range
from powergame.scenario.reading.load import load, load_text
from powergame.scenario.writing.dump import dump
from powergame.scenario.yaml.tree import as_data, compose

TABLED = """\
actors:
  red: {power: 2}
  blue: {power: 3}
  grey: {power: 1}
alignments:
  red: {blue: 0.3, grey: -0.5}
  grey: {blue: 0.6}
conflict: {destruction: {odds: 0.3, severity: 0.5}}
"""
TABLE = [[1, 0.3, -0.5], [0.3, 1, 0.6], [-0.5, 0.6, 1]]


def random_table(generator, n, rank):
    vectors = generator.normal(size=(n, rank))
    vectors /= np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    table = np.clip(vectors @ vectors.T, -1, 1)
    np.fill_diagonal(table, 1.0)
    return table


def written(names, table):
    rows = (f"  {a}: {{{', '.join(f'{b}: {table[i][j]}' for j, b in enumerate(names) if j > i)}}}\n" for i, a in
            enumerate(names[:-1]))  # fmt: skip
    actors = "".join(f"  {name}: {{power: 1}}\n" for name in names)
    return f"actors:\n{actors}alignments:\n{''.join(rows)}conflict: {{destruction: {{odds: 0.3, severity: 0.5}}}}\n"


def test_what_is_solved_has_the_alignments_of_the_table_to_the_digit():
    scenario = load_text(TABLED)
    assert alignments_of(scenario).tolist() == TABLE
    assert parameters(scenario).alignment[..., 0].tolist() == TABLE
    assert get(scenario, "alignment.blue.grey") == get(scenario, "alignment.grey.blue") == 0.6


@pytest.mark.parametrize("rank", [1, 2, 3, 5])
def test_there_are_as_many_outcomes_as_the_table_has_rank(rank):
    generator = np.random.default_rng(rank)
    table = random_table(generator, 5, rank)
    directions = np.array(directions_of(table))
    assert directions.shape == (5, rank)
    assert np.abs(directions @ directions.T - table).max() < 1e-12
    names = [f"a{k}" for k in range(5)]
    assert load_text(written(names, table.tolist())).dimensions == rank


def test_a_table_has_each_pair_once_and_all_of_them():
    refused(TABLED.replace("grey: {blue: 0.6}", "grey: {blue: 0.6, red: 0.2}"), "red: stands twice, as alignments.red")
    refused(TABLED.replace("  grey: {blue: 0.6}\n", ""), "expected each pair once, and there is none of blue and grey")
    refused(TABLED.replace("{blue: 0.6}", "{blue: 0.6, grey: 1}"), "with itself is 1")
    refused(TABLED.replace("{blue: 0.6}", "{blue: 1.6}"), r"alignments\.grey\.blue: 1.6 is out of range", line=7)
    refused(TABLED.replace("{blue: 0.6}", "{bleu: 0.6}"), "no actor 'bleu'; did you mean 'blue'")


def test_preferences_and_outcomes_stand_beside_no_table():
    refused(TABLED.replace("{power: 2}", "{power: 2, preferences: [1, 0]}"), "stand beside a table", line=2)
    refused(TABLED + "outcomes: [peace, bread]\n", "a table of alignments names no outcomes")
    types = "{power: 2, types: {a: {probability: 1, preferences: [1]}}}"
    refused(TABLED.replace("{power: 2}", types), "stand beside a table", line=2)
    about = TABLED + "variants: {v: {actors.red.preferences.angle: 3}}\n"
    refused(about, "outcomes have no names; expected alignment.X.Y")


def test_types_of_a_tabled_actor_differ_in_beliefs():
    types = "{power: 2, types: {a: {probability: 0.5, beliefs: {conflict.stakes: 0.1}}, b: {probability: 0.5}}}"
    scenario = load_text(TABLED.replace("{power: 2}", types))
    assert [private.preferences for private in scenario.actors[0].types] == [None, None]
    kinds = solve(scenario).actor("red").kinds
    assert [kind.name for kind in kinds] == ["a", "b"]


def test_an_impossible_table_names_who_is_at_fault_and_the_nearest_table_can_be_pasted():
    names = ["a", "b", "c", "d"]
    table = [[1, 0.9, 0.9, 0.1], [0.9, 1, -0.9, 0], [0.9, -0.9, 1, 0], [0.1, 0, 0, 1]]
    message = refusal(written(names, table))
    assert "a.b = 0.9, a.c = 0.9 and b.c = -0.9 exclude each other" in str(message)
    near = re.search(r"the nearest that are possible, at most 0\.4 away: (\{.*\})", str(message))[1]
    text = re.sub(r"alignments:\n(  .*\n)+", f"alignments: {near}\n", written(names, table))
    assert np.abs(alignments_of(load_text(text)) - nearest(np.array(table))).max() < 2e-5


def test_the_nearest_table_is_highams():
    # the tridiagonal example of Higham (2002)
    table = np.array([[2.0, -1, 0, 0], [-1, 2, -1, 0], [0, -1, 2, -1], [0, 0, -1, 2]])
    np.fill_diagonal(table, 1.0)
    made = nearest(table)
    assert made.round(4)[0].tolist() == [1.0, -0.8084, 0.1916, 0.1068]
    assert np.linalg.eigvalsh(made)[0] > -1e-9


@pytest.mark.parametrize("seed", range(6))
def test_no_possible_table_is_nearer_than_the_nearest(seed):
    generator = np.random.default_rng(seed)
    n = 3 + seed % 3
    table = np.triu(generator.uniform(-1, 1, (n, n)), 1)
    table = table + table.T + np.eye(n)
    if are_possible(table[None])[0]:
        return
    made = nearest(table)
    distance = np.abs(made - table) ** 2
    for _ in range(300):
        other = random_table(generator, n, n)
        mixed = made + 0.05 * (other - made)  # possible tables are convex
        assert (np.abs(mixed - table) ** 2).sum() >= distance.sum() - 1e-9


@pytest.mark.parametrize("n", [19, 40])
def test_the_fault_of_many_actors_is_told_in_seconds_and_its_nearest_table_is_possible(n):
    generator = np.random.default_rng(n)
    table = np.triu(generator.choice([-0.1, 0.9], (n, n)), 1)
    table = table + table.T + np.eye(n)
    text = impossible([f"a{k}" for k in range(n)], table)
    assert "exclude each other" in text
    near = as_data(compose(text.partition("away: ")[2].encode(), "")[0])
    pasted = np.eye(n)
    for i in range(n - 1):
        for j in range(i + 1, n):
            pasted[i, j] = pasted[j, i] = near[f"a{i}"][f"a{j}"]
    assert are_possible(pasted[None])[0]


def test_the_set_at_fault_is_the_smallest():
    generator = np.random.default_rng(5)
    for _ in range(20):
        table = np.triu(generator.uniform(-1, 1, (6, 6)), 1)
        table = table + table.T + np.eye(6)
        if not are_possible(table[None])[0]:
            fault = at_fault(table)
            assert np.linalg.eigvalsh(table[np.ix_(fault, fault)])[0] < -1e-9
            for smaller in combinations(range(6), len(fault) - 1):
                assert np.linalg.eigvalsh(table[np.ix_(smaller, smaller)])[0] >= -1e-9


def test_eigenvalues_that_rounding_leaves_below_zero_count_as_zero():
    third = 0.333333333333  # a third in decimals
    text = written("abcd", [[1, *[-third] * 3], [-third, 1, -third, -third], [-third, -third, 1, -third], [1] * 4])
    assert load_text(text).dimensions == 3
    assert load_text(written("abc", [[1, -0.5, -0.5], [-0.5, 1, -0.5], [-0.5, -0.5, 1]])).dimensions == 2


# Paths


def test_a_path_changes_one_pair_and_leaves_all_others():
    changed = load_text(TABLED).with_values({"alignment.grey.red": 0.25})
    assert alignments_of(changed).tolist() == [[1, 0.3, 0.25], [0.3, 1, 0.6], [0.25, 0.6, 1]]
    again = changed.with_values({"alignment.red.blue": 0.0, "actors.red.power": 4})
    assert alignments_of(again).tolist() == [[1, 0.0, 0.25], [0.0, 1, 0.6], [0.25, 0.6, 1]]
    directions = np.array([actor.preferences for actor in again.actors])
    assert np.abs(directions @ directions.T - alignments_of(again)).max() < 1e-12


def test_a_change_that_the_others_leave_no_room_for_is_refused_with_what_would_do():
    scenario = load_text(TABLED)
    low, high = possible_range(np.array(TABLE), 0, 1)
    with pytest.raises(ScenarioError, match=r"alignment.red.blue = 0.9 .* expected -0.9928 to 0.3928"):
        scenario.with_values({"alignment.red.blue": 0.9})
    assert (round(low, 4), round(high, 4)) == (-0.9928, 0.3928)
    for end in (low, high):
        scenario.with_values({"alignment.red.blue": end})
    with pytest.raises(ScenarioError, match=r"cannot be met together.*; without alignment\.red\.blue the others can"):
        scenario.with_values({"alignment.red.blue": 0.9, "alignment.grey.blue": 0.5})


def test_an_alignment_is_varied_over_what_the_others_leave():
    scenario = load_text(TABLED)
    usual = usual_range(scenario, locate(scenario, "alignment.red.blue"))
    assert (usual.low, usual.high) == possible_range(np.array(TABLE), 0, 1)


def test_an_alignment_is_varied_over_what_is_possible_in_everybodys_eyes():
    text = TABLED.replace("blue: {power: 3}", "blue: {power: 3, beliefs: {alignment.red.grey: 0.2}}")
    scenario = load_text(text)
    usual = usual_range(scenario, locate(scenario, "alignment.red.blue"))
    seen = possible_range(np.array([[1, 0.3, 0.2], [0.3, 1, 0.6], [0.2, 0.6, 1]]), 0, 1)
    low, high = possible_range(np.array(TABLE), 0, 1)
    assert (usual.low, usual.high) == (max(low, seen[0]), min(high, seen[1]))
    of_belief = usual_range(scenario, locate(scenario, "actors.blue.beliefs.alignment.red.blue"))
    assert (of_belief.low, of_belief.high) == seen
    for end in (usual.low, usual.high):
        seen_by(changed := scenario.with_values({"alignment.red.blue": end}), changed.actors[1])


def test_setting_all_values_again_changes_nothing():
    changed = load_text(TABLED).with_values({"alignment.red.blue": 0.2})
    values = flatten(changed)
    assert {path: values[path] for path in values if path.startswith("alignment")} == {
        "alignment.red.blue": 0.2, "alignment.red.grey": -0.5, "alignment.blue.grey": 0.6,
    }  # fmt: skip
    assert not any("preferences" in path for path in values)
    assert flatten(apply(changed, values)) == values


def test_a_whole_vector_gives_its_actor_a_row_and_leaves_the_others():
    scenario = load_text(TABLED)
    vectors = {actor.name: actor.preferences for actor in scenario.actors}
    changed = scenario.with_values({"actors.red.preferences": vectors["grey"]})
    assert np.abs(alignments_of(changed) - [[1, 0.6, 1], [0.6, 1, 0.6], [1, 0.6, 1]]).max() < 1e-12


def test_an_actor_may_believe_in_other_alignments():
    text = TABLED.replace("blue: {power: 3}", "blue: {power: 3, beliefs: {alignment.red.grey: 0.9}}")
    believing = load_text(text)
    assert alignments_of(seen_by(believing, believing.actors[1])).tolist()[0] == [1, 0.3, 0.9]
    assert alignments_of(believing).tolist() == TABLE
    refused(text.replace("0.9", "-0.99"), r"actors\.blue\.beliefs.*cannot be met", line=3)


def test_a_table_is_written_back():
    scenario = load_text(TABLED)
    assert load_text(dump(scenario)).alignments == scenario.alignments
    changed = scenario.with_values({"alignment.grey.blue": 0.123456789})
    assert alignments_of(load_text(dump(changed))).tolist() == alignments_of(changed).tolist()


def test_as_vectors_a_table_has_the_same_alignments():
    vectors = as_vectors(load_text(TABLED).with_values({"alignment.red.blue": 0.1}))
    assert vectors.alignments is None
    assert np.abs(alignments_of(vectors)[0] - [1, 0.1, -0.5]).max() < 1e-12


@pytest.mark.parametrize(
    ("types", "more"),
    [
        ("", ""),
        ("", "rounds: 2\n"),
        (", types: {a: {probability: 0.4, beliefs: {conflict.stakes: 0}}, b: {probability: 0.6}}", ""),
    ],
)
def test_a_table_is_answered_as_its_directions_are(types, more):
    scenario = load_text(TABLED.replace("grey: {power: 1}", f"grey: {{power: 1{types}}}") + more)
    table, vectors = (solve(each).to_dict()["equilibria"] for each in (scenario, as_vectors(scenario)))
    assert [each["war"] for each in table] == pytest.approx([each["war"] for each in vectors], abs=1e-9)


# Files that extend others


def extended(folder, base, text):
    (folder / "base.yaml").write_text(base)
    (folder / "main.yaml").write_text("extends: base.yaml\n" + text)
    return load(folder / "main.yaml")


def test_the_newer_files_pairs_count_either_way_round(tmp_path):
    scenario = extended(tmp_path, TABLED, "alignments: {blue: {grey: 0.2}}\n")
    assert alignments_of(scenario).tolist()[1] == [0.3, 1, 0.2]


def test_a_table_takes_the_place_of_preferences_and_these_of_a_table(tmp_path):
    assert extended(tmp_path, SMALLEST, "alignments: {blue: {red: 0.2}}\n").alignments == ((1, 0.2), (0.2, 1))
    wishes = "actors: {red: {preferences: [1, 0]}, blue: {preferences: [1, 1]}, grey: {preferences: [0, 1]}}\n"
    assert extended(tmp_path, TABLED, wishes).alignments is None
