"""The text of thresholds: numbers that differ read different, and what is only near is not called equal."""

from __future__ import annotations

import re
from itertools import pairwise

from powergame.analysis.threshold import ActorThresholds, Flip, Interval, PathThresholds
from powergame.report.documents.threshold import course, own_point

FLIPS = (0.6000001, 0.6000002, 0.99999999)


def along(now, flips=FLIPS, actor="red"):
    """Return a path from 0 to 1 along which an actor's verdict turns to and fro."""
    bounds, words = [0.0, *flips, 1.0], ("never", "always")
    points = [Flip(at, words[k % 2], "depends", words[1 - k % 2], None, touch=False) for k, at in enumerate(flips)]
    parts = [Interval(a, b, words[k % 2]) for k, (a, b) in enumerate(pairwise(bounds))]
    thresholds = ActorThresholds(actor, tuple(points), tuple(parts), "never")
    return PathThresholds("conflict.stakes", 0.0, 1.0, "linear", 5, now, (thresholds,), complete=True, notes=())


def test_flips_that_are_near_to_each_other_or_to_an_end_read_different():
    (actor,) = along(0.5).actors
    assert course(actor) == (
        "never below 0.6000001, always from 0.6000001 to 0.6000002, never from 0.6000002 to 0.99999999, "
        "always above 0.99999999"
    )
    assert own_point(along(0.60000005)).startswith("The scenario itself is at 0.60000005, below 0.6000001: ")


def test_flips_that_are_told_apart_anyway_have_six_digits():
    (actor,) = along(0.5, (0.123456789,)).actors
    assert course(actor) == "never below 0.123457, always above"


def test_only_a_scenario_on_a_flip_is_said_to_be_exactly_there():
    assert "exactly where the verdict of red turns" in own_point(along(0.25, (0.25,)))
    assert "but for rounding where the verdict of red turns" in own_point(along(0.25 + 1e-12, (0.25,)))
    assert re.search(r"at 0\.25000001, above 0\.25: red never", own_point(along(0.25000001, (0.25,))))
