"""A scenario of three actors: its list of equilibria is proven complete, but not by a search of one box."""

from __future__ import annotations

import pytest

from powergame.equilibrium import budgets

THREE = """\
actors:
  blue: {power: 3.580584, preferences: {angle: 119.7}, effectiveness: 0.46}
  red:
    power: 3.2
    preferences: {angle: 219.92}
    ladder:
      - {name: r0, resists: 0.95, cost: 0.08}
      - {name: r1, grab: 0.931, provokes: 0.7, resists: 0.478, strength: 1.31079, odds: 0.178}
  green: {power: 4.2, preferences: [-0.349, 0.065], effectiveness: 2.5}
conflict: {destruction: {odds: 0.953007, severity: 0.57}}
"""
"""At low odds of destruction strict dominance leaves one profile; at higher ones there are more equilibria."""

ODDS = "conflict.destruction.odds"


@pytest.fixture
def unproven(monkeypatch):
    """Let the search for equilibria of three and more actors look at a single box, and kernels at nothing."""
    monkeypatch.setattr(budgets, "BOXES", 1)
    for module in ("batch.engine", "analysis.threshold.gains"):
        monkeypatch.setattr(f"powergame.{module}.fits", lambda _columns: False)
