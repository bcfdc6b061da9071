"""What would turn an actor's verdict, in a sentence."""

from __future__ import annotations

from powergame.analysis.solve.turns import Turns
from powergame.scenario.paths.grammar import parse


def turn_sentence(turns: Turns | None) -> str:
    """Say what would turn an actor's verdict; nothing where no turns were looked for."""
    if turns is None:
        return ""
    if not turns.turns and turns.points is None:
        return "No change of its power, its alignment or the odds of destruction alone would turn its verdict."
    if not turns.turns:
        return (
            "No change of its power, its alignment or the odds of destruction alone was found to turn its verdict, on "
            f"a grid of {turns.points} points."
        )
    nearest = turns.turns[0]
    side = "above" if nearest.at > nearest.now else "below"
    return f"Its verdict would turn with {described(nearest.path)} {side} {nearest.at:.3g} (now {nearest.now:.3g})."


def described(path: str) -> str:
    """Return the name of the number at a path in a sentence about its actor."""
    named = parse(path)
    if named.field == "alignment":
        return f"its alignment with {named.towards}"
    return "its share of power" if named.field == "power" else "the odds of destruction"
