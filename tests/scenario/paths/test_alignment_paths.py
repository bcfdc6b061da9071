"""Setting an alignment: the nearest direction in the plane of two vectors, with a given cosine."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.installed import SMALLEST

from powergame.errors import ScenarioError
from powergame.scenario.alignments.turning import turned
from powergame.scenario.paths.apply import get
from powergame.scenario.reading.load import load_text
from powergame.scenario.vectors import COLLINEAR, cosine, unit

NUMBERS = st.floats(-1e3, 1e3, allow_subnormal=False).map(lambda x: round(x, 6))
COSINES = st.floats(-1, 1)


@st.composite
def pairs(draw, least=2):
    k = draw(st.integers(least, 6))
    vectors = [tuple(draw(st.lists(NUMBERS, min_size=k, max_size=k))) for _ in range(2)]
    assume(all(max(map(abs, v)) > 1e-3 for v in vectors))
    return vectors


def turned_to(vector, towards, *cosines):
    """Return a vector turned to each of some cosines, or the only one."""
    rows = len(cosines)
    made, impossible = turned(
        np.full((rows, len(vector)), vector, float), [np.full((rows, len(vector)), towards, float)], [np.array(cosines)]
    )
    assert not impossible.any()
    return tuple(made[0].tolist()) if rows == 1 else made.tolist()


def sine(a, b):
    a, b = np.array(unit(a)), np.array(unit(b))
    return float(np.linalg.norm(a - (a @ b) * b))


@given(pairs(), COSINES)
def test_alignment_is_what_it_is_set_to(pair, c):
    red, blue = pair
    assert cosine(turned_to(red, blue, c), blue) == pytest.approx(c, abs=1e-12)


@given(pairs(), COSINES)
def test_turning_keeps_the_length(pair, c):
    red, blue = pair
    assert math.hypot(*turned_to(red, blue, c)) == pytest.approx(math.hypot(*red), rel=1e-12)


@given(pairs(), COSINES)
def test_turning_stays_in_the_plane_and_on_the_nearer_side(pair, c):
    red, blue = pair
    assume(sine(red, blue) > 1e-3)
    r, b, new = (np.array(unit(v)) for v in (red, blue, turned_to(red, blue, c)))
    side = r - (r @ b) * b
    side /= np.linalg.norm(side)
    assert np.allclose(new, (new @ b) * b + (new @ side) * side, atol=1e-12)
    assert new @ side >= -1e-12
    # no other direction with this cosine is nearer: those two angles add up, these subtract
    assert math.acos(np.clip(new @ r, -1, 1)) == pytest.approx(
        abs(math.acos(c) - math.acos(np.clip(r @ b, -1, 1))), abs=1e-6
    )


@given(pairs(), st.floats(0.1, 10))
def test_alignment_depends_on_directions_only(pair, scale):
    red, blue = pair
    assume(sine(red, blue) > 1e-3)
    larger = turned_to([scale * x for x in red], [scale * x for x in blue], 0.25)
    assert np.allclose(
        larger, scale * np.array(turned_to(red, blue, 0.25)), rtol=1e-9, atol=1e-9 * scale * math.hypot(*red)
    )


@pytest.mark.parametrize(
    ("red", "blue", "c", "expected"),
    [
        ((0, 2), (5, 0), 1, (2, 0)),
        ((0, 2), (5, 0), -1, (-2, 0)),
        ((3, 4), (5, 0), 0, (0, 5)),
        ((3, -4), (5, 0), 0, (0, -5)),
        ((2, 0), (5, 0), 0, (0, 2)),
        ((-2, 0), (5, 0), 0, (0, 2)),
        ((0, 2), (0, 1), 0, (2, 0)),
        ((0, 2, 0), (0, 1, 0), 0, (2, 0, 0)),
        ((2, 0, 0), (-1, 0, 0), 0, (0, 2, 0)),
        ((1,), (-2,), 1, (-1,)),
        ((1,), (2,), -1, (-1,)),
    ],
)
def test_simple_cases_are_exact(red, blue, c, expected):
    assert turned_to(red, blue, c) == expected


def test_nearly_collinear_vectors_are_turned_as_exactly():
    for gap in (1e-6, 10 * COLLINEAR, COLLINEAR / 10, 0.0):
        turned = turned_to((1.0, gap, 0.0), (1.0, 0.0, 0.0), 0.3)
        assert cosine(turned, (1, 0, 0)) == pytest.approx(0.3, abs=1e-15)
        assert cosine(turned, (0, 1, 0)) == pytest.approx(math.sqrt(1 - 0.09), abs=1e-15)


def test_alignment_of_long_and_short_vectors_does_not_overflow():
    assert cosine((1e150, 1e150), (1e-150, 0)) == pytest.approx(math.sqrt(0.5), rel=1e-15)
    assert cosine(turned_to((1e149, 1e149), (0, 1e-150), 0.5), (0, 1)) == pytest.approx(0.5, rel=1e-15)


def test_path_turns_the_first_named_only():
    scenario = load_text(SMALLEST)
    changed = scenario.with_values({"alignment.red.blue": 0.3})
    assert changed.actors[0] == scenario.actors[0]
    assert get(changed, "alignment.red.blue") == pytest.approx(0.3, abs=1e-15)
    assert get(changed, "alignment.blue.red") == pytest.approx(0.3, abs=1e-15)


@pytest.mark.parametrize("value", [1.0000001, -2, math.nan, "1"])
def test_alignments_lie_from_minus_1_to_1(value):
    with pytest.raises(ScenarioError, match="from -1 to 1"):
        load_text(SMALLEST).with_values({"alignment.red.blue": value})


def test_one_dimension_knows_friend_and_foe_only():
    scenario = load_text(SMALLEST.replace("[1, 0.2]", "[2]").replace("[1, 0]", "[3]"))
    assert scenario.with_values({"alignment.red.blue": -1}).actors[1].preferences == (-3.0,)
    with pytest.raises(ScenarioError, match="only 1 and -1"):
        scenario.with_values({"alignment.red.blue": 0.5})


@given(pairs(), st.lists(COSINES, max_size=8))
def test_many_turns_at_once_have_the_bits_of_single_ones(vectors, cosines):
    vector, towards = vectors
    alignments = [*cosines, 1.0, -1.0]
    assert turned_to(vector, towards, *alignments) == [list(turned_to(vector, towards, c)) for c in alignments]
