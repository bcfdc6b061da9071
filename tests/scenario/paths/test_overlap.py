"""What one source gives holds, or is refused: nothing that is asked for is undone without a word."""

from __future__ import annotations

import pytest

from powergame.errors import ScenarioError, UsageError
from powergame.scenario.paths.apply import get
from powergame.scenario.reading.load import load_text

TEXT = """
outcomes: [pay, peace]
actors:
  red: {power: 1, preferences: [1, 0], beliefs: {conflict.destruction.odds: 0.2}}
  blue: {power: 2, preferences: [1, 1]}
conflict: {destruction: {odds: 0.4, severity: 0.4}}
"""


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("conflict.stakes=1", "conflict.stakes=1", "conflict.stakes: is given twice; expected it once"),
        ("alignment.red.blue=0", "alignment.blue.red=0", "is given twice, as alignment.red.blue too"),
        ("actors.red.preferences.pay=2", "actors.red.preferences.0=1", "is given twice, as .*pay too"),
        ("actors.red.preferences.peace=2", "actors.red.preferences=[1, 1]", "undoes .*expected the whole before"),
        ("actors.red.preferences.angle=2", "actors.red.preferences=[1, 1]", "undoes .*expected the whole before"),
        ("actors.red.preferences.angle=2", "actors.red.preferences.0=1", "an angle sets the whole direction"),
        ("actors.red.preferences.0=1", "actors.red.preferences.angle=2", "an angle sets the whole direction"),
        ("ladder.seek.grab=0.5", "ladder=binary", "undoes ladder.seek.grab"),
        ("actors.red.ladder.seek.grab=0.5", "actors.red.ladder=binary", "undoes actors.red.ladder.seek.grab"),
        (
            "actors.red.beliefs.alignment.red.blue=0",
            "actors.red.beliefs.alignment.blue.red=0",
            "is given twice, as actors.red.beliefs.alignment.red.blue too",
        ),
    ],
)
def test_what_undoes_another_change_of_its_source_is_refused(first, second, message):
    changes = [tuple(change.split("=")) for change in (first, second)]
    with pytest.raises(UsageError, match=message):
        load_text(TEXT, sets=changes)
    if first.partition("=")[0] != second.partition("=")[0]:  # a file refuses the same key before
        with pytest.raises(ScenarioError, match=message):
            load_text(TEXT + f"variants: {{v: {{{', '.join(': '.join(change) for change in changes)}}}}}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("actors.red.preferences=[1, 1]", "actors.red.preferences.peace=2"),
        ("actors.red.preferences.pay=3", "actors.red.preferences.peace=2"),
        ("actors.red.preferences=[1, 1]", "actors.blue.preferences.angle=2"),
        ("ladder=brinkmanship", "ladder.seek.grab=0.5"),
        ("ladder.seek.grab=0.5", "actors.red.ladder.seek.grab=0.4"),
        ("actors.red.beliefs.alignment.red.blue=0", "alignment.blue.red=0.5"),
        ("actors.red.beliefs.conflict.destruction.odds=0", "conflict.destruction.odds=0.5"),
    ],
)
def test_a_whole_before_its_parts_and_what_is_about_something_else_is_set(first, second):
    changes = [tuple(change.split("=")) for change in (first, second)]
    changed = load_text(TEXT, sets=changes)
    assert get(changed, changes[1][0]) == pytest.approx(float(changes[1][1]), abs=1e-12)


def test_the_belief_of_a_pair_is_one_whichever_way_it_is_written():
    twice = load_text(TEXT).with_values({"actors.red.beliefs.alignment.red.blue": 0.1})
    twice = twice.with_values({"actors.red.beliefs.alignment.blue.red": 0.2})
    assert dict(twice.actors[0].beliefs) == {"conflict.destruction.odds": 0.2, "alignment.blue.red": 0.2}
