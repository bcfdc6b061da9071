"""Verdicts: what holds in all equilibria, where chances of rounding's size are none."""

from __future__ import annotations

import pytest

from powergame.equilibrium.types import Equilibrium
from powergame.equilibrium.verdict import seeking, verdict

SEEKS = (False, True, True)


def chances(*plays, selected=None):
    """Return the chances that the first actor seeks where it plays so in the equilibria."""
    listed = [Equilibrium((play, (1.0, 0.0)), (0.0, 0.0), 0.0, selected=k == selected) for k, play in enumerate(plays)]
    return seeking(SEEKS, 0, listed)


@pytest.mark.parametrize(
    ("play", "chance", "word"),
    [
        ((1.0, 0.0, 0.0), 0.0, "never"),
        ((0.0, 0.25, 0.75), 1.0, "always"),
        ((0.5, 0.25, 0.25), 0.5, "depends"),
        ((1 - 9e-10, 9e-10, 0.0), 0.0, "never"),
        ((1 - 2e-9, 1e-9, 1e-9), 2e-9, "depends"),
        ((9e-10, 0.5, 0.5 - 9e-10), 1.0, "always"),
        ((2e-9, 0.5, 0.5 - 2e-9), 1 - 2e-9, "depends"),
    ],
)
def test_an_actor_seeks_where_its_seeking_rungs_together_are_certain(play, chance, word):
    found = chances(play, selected=0)
    assert verdict(found) == word
    assert (found.least, found.greatest, found.selected) == (pytest.approx(chance, rel=1e-6),) * 3


def test_what_differs_between_equilibria_depends_on_them():
    found = chances((1.0, 0.0, 0.0), (0.0, 0.0, 1.0), selected=1)
    assert (found.least, found.greatest, found.selected) == (0, 1, 1)
    assert verdict(found) == "depends"


def test_without_a_selected_equilibrium_there_is_no_selected_chance():
    assert chances((0.0, 1.0, 0.0)).selected is None
