"""Warnings about what is allowed in a scenario but looks like a slip."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from powergame.digits import percent, significant
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import READY_MADE, Ladder, Rung
from powergame.text import look_alikes, printable

NEARLY_SURE = 0.9
"""Probability of war from which on a single seeker's is warned of."""


SOLVED = 20
"""Actors up to which games are solved at all; of more, that their game is too large is told alone."""


def lints(scenario: Scenario) -> tuple[str, ...]:
    """Return warnings, one line each."""
    ladders = list(dict.fromkeys(scenario.ladder_of(actor) for actor in scenario.actors))
    warnings = _look_alikes(scenario, ladders)
    for ladder in ladders:
        warnings += _of_ladder(scenario, ladder)
    warnings += _nearly_sure_wars(scenario)
    if not any(scenario.conflict.odds if r.odds is None else r.odds for ladder in ladders for r in ladder):
        warnings.append("conflict.destruction.odds is 0: no war destroys anything")
    elif scenario.conflict.severity == 0:
        warnings.append("conflict.destruction.severity is 0: no war destroys anything")
    return tuple(dict.fromkeys(warnings))


def _nearly_sure_wars(scenario: Scenario) -> list[str]:
    """Return a warning where all share a ready-made ladder on which one seeker alone nearly surely provokes a war."""
    warnings: list[str] = []
    if len(scenario.actors) > SOLVED:
        return warnings
    for name, ladder in READY_MADE.items():
        if any(scenario.ladder_of(actor) != ladder for actor in scenario.actors):
            continue
        others = scenario.actors[1:]
        provokes = max(rung.provokes for rung in ladder)
        war = 1 - (1 - provokes) ** len(others)  # they hold, and resist
        if war >= NEARLY_SURE:
            less = 1 - (1 - provokes) ** (1 / len(others))
            warnings.append(
                f"with {len(scenario.actors)} actors on `{name}`, one seeker alone provokes war with {percent(war)}: "
                f"each of the others may meet it; a ladder of your own with provokes {significant(less, 2)} would make "
                f"it {percent(provokes)}"
            )
    return warnings


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
