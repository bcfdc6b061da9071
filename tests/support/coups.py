"""Scenarios of private types and rounds, as text that tests change."""

from __future__ import annotations

from powergame.scenario.reading.load import load_text
from powergame.scenario.scenario import Scenario

COUP = """
actors:
  overseer: {power: 3, preferences: {angle: 0}}
  system:
    power: 2
    growth: 2
    types:
      aligned: {probability: 0.8, preferences: {angle: 20}}
      misaligned: {probability: 0.2, preferences: {angle: 150}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
rounds: 2
"""
"""Text of the surprise coup: a system that grows while it waits."""

PROVOCATEUR = """
actors:
  blue: {power: 4, preferences: {angle: 0}}
  red:
    power: 1.5
    types:
      aligned: {probability: 0.3, preferences: {angle: 5}}
      misaligned: {probability: 0.7, preferences: {angle: 155}}
  green: {power: 1, preferences: {angle: 170}, ladder: [{name: watch}]}
ladder: [{name: hold}, {name: seek, grab: 0.2, provokes: 0.9}]
conflict: {destruction: {odds: 0.2, severity: 0.1}, third_parties: aligned}
"""
"""Text of the agent provocateur, whom a third party joins for what it believes of it."""


def coup(**changes: object) -> Scenario:
    """Return the surprise coup, with values at paths (``_`` for dots) changed."""
    return _changed(COUP, changes)


def provocateur(**changes: object) -> Scenario:
    """Return the agent provocateur, with values at paths (``_`` for dots) changed."""
    return _changed(PROVOCATEUR, changes)


def _changed(text: str, changes: dict[str, object]) -> Scenario:
    return load_text(text).with_values({path.replace("_", "."): value for path, value in changes.items()})
