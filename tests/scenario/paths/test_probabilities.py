"""Probabilities of private types: one that is set is met, and the others share what it leaves."""

from __future__ import annotations

import pytest
from support.installed import SMALLEST

from powergame.errors import ScenarioError
from powergame.scenario.reading.load import load, load_text
from powergame.scenario.writing.dump import dump

TYPES = "actors.red.types"


def three_types(*probabilities):
    types = ", ".join(
        f"{name}: {{probability: {p}, preferences: [1, {k}]}}"
        for k, (name, p) in enumerate(zip("abc", probabilities, strict=True))
    )
    return load_text(SMALLEST.replace("preferences: [1, 0]}", f"types: {{{types}}}}}"))


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ((0.2, 0.3, 0.5), {"a": 0.6}, (0.6, 0.15, 0.25)),
        ((0.2, 0.3, 0.5), {"a": 0.2}, (0.2, 0.3, 0.5)),
        ((0.2, 0.3, 0.5), {"a": 0}, (0, 0.375, 0.625)),
        ((0.2, 0.3, 0.5), {"a": 1}, (1, 0, 0)),
        ((0.2, 0.3, 0.5), {"a": 0.4, "c": 0.1}, (0.4, 0.5, 0.1)),
        ((1, 0, 0), {"a": 0.5}, (0.5, 0.25, 0.25)),
        ((0, 1, 0), {"b": 0, "c": 0.25}, (0.75, 0, 0.25)),
        ((0.2, 0.3, 0.5), {"a": 0.1, "b": 0.1, "c": 0.8}, (0.1, 0.1, 0.8)),
    ],
)
def test_types_whose_probabilities_are_not_set_share_what_is_left(before, changes, after):
    changed = three_types(*before).with_values({f"{TYPES}.{name}.probability": p for name, p in changes.items()})
    assert [private.probability for private in changed.actors[1].types] == pytest.approx(after, abs=1e-15)


def test_a_probability_that_is_set_again_changes_nothing():
    scenario = three_types(0.2, 0.3, 0.5)
    assert scenario.with_values({f"{TYPES}.a.probability": 0.2}) == scenario


def test_probabilities_of_all_types_sum_to_1():
    with pytest.raises(
        ScenarioError, match=r"actors\.red\.types: the probabilities of the types sum to 0\.9; they must sum to 1"
    ):
        three_types(0.2, 0.3, 0.5).with_values({f"{TYPES}.{name}.probability": 0.3 for name in "abc"})


def test_probabilities_that_are_set_sum_to_at_most_1():
    at = [f"{TYPES}.{name}.probability" for name in "abc"]
    with pytest.raises(ScenarioError, match=r"are set sum to 1\.1; expected at most 1"):
        three_types(0.2, 0.3, 0.5).with_values({at[0]: 0.6, at[1]: 0.5})
    with pytest.raises(ScenarioError, match="out of range"):
        three_types(0.2, 0.3, 0.5).with_values({at[0]: 1.5})


def test_each_source_rescales_what_the_one_before_it_left(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(dump(three_types(0.2, 0.3, 0.5)) + f"variants: {{v: {{{TYPES}.a.probability: 0.6}}}}\n")
    changed = load(f"{path}#v", sets=[f"{TYPES}.b.probability=0.2"])
    kept = 0.8 / (0.6 + 0.25)
    after = [private.probability for private in changed.actors[1].types]
    assert after == pytest.approx([0.6 * kept, 0.2, 0.25 * kept])


def test_what_is_known_of_a_situation_may_be_one_probability():
    (seen,) = load_text(
        f"{dump(three_types(0.2, 0.3, 0.5))}observed: [{{war: true, under: {{{TYPES}.a.probability: 1}}}}]"
    ).observed
    assert seen.under == ((f"{TYPES}.a.probability", 1.0),)
