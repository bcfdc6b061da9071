"""Warnings about what is allowed in a scenario but looks like a slip."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Ladder, Rung
from powergame.text import look_alikes, printable


def lints(scenario: Scenario) -> tuple[str, ...]:
    """Return warnings, one line each."""
    ladders = list(dict.fromkeys(scenario.ladder_of(actor) for actor in scenario.actors))
    warnings = _look_alikes(scenario, ladders)
    for ladder in ladders:
        warnings += _of_ladder(scenario, ladder)
    if not any(scenario.conflict.odds if r.odds is None else r.odds for ladder in ladders for r in ladder):
        warnings.append("conflict.destruction.odds is 0: no war destroys anything")
    elif scenario.conflict.severity == 0:
        warnings.append("conflict.destruction.severity is 0: no war destroys anything")
    return tuple(dict.fromkeys(warnings))


def _look_alikes(scenario: Scenario, ladders: list[Ladder]) -> list[str]:
    sets = [scenario.names, scenario.outcomes, *([rung.name for rung in ladder] for ladder in ladders)]
    return [
        f"the names '{printable(a)}' and '{printable(b)}' are easily taken for each other"
        for names in sets
        for a, b in look_alikes(names)
    ]


def _of_ladder(scenario: Scenario, ladder: Ladder) -> list[str]:
    warnings = []
    known: dict[Rung, str] = {}
    for rung in ladder:
        first = known.setdefault(replace(rung, name=""), rung.name)
        if first != rung.name:
            warnings.append(f"the rungs '{printable(first)}' and '{printable(rung.name)}' are the same")
    for a, b in pairwise(sorted(ladder, key=lambda rung: rung.grab)):
        low, high = (scenario.conflict.odds if rung.odds is None else rung.odds for rung in (a, b))
        if b.grab > a.grab and high < low:
            warnings.append(
                f"the odds of destruction fall from '{printable(a.name)}' to '{printable(b.name)}', which grabs more"
            )
        if b.grab > a.grab and b.provokes < a.provokes:
            warnings.append(f"'{printable(b.name)}' grabs more than '{printable(a.name)}' and provokes less")
    return warnings
