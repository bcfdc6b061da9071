"""What would turn an actor's verdict, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from powergame.digits import digits_apart, significant
from powergame.text import listed, printable

if TYPE_CHECKING:
    from powergame.analysis.solve.result import Turn
    from powergame.analysis.solve.turns import Looked, Turns
    from powergame.scenario.paths.grammar import Path

BRIEF = 3
"""Significant digits of a number in a sentence, at least."""


def turn_sentence(turns: Turns | None) -> str:
    """Say what would turn an actor's verdict; nothing where no turns were looked for."""
    if turns is None or not turns.looked:
        return ""
    if not turns.turns:
        return _nothing(turns)
    turn = turns.turns[0]
    looked = next(looked for looked in turns.looked if looked.path.text == turn.path)
    sentence = (
        f"Its verdict would turn from {turns.verdict} to {turn.verdict} with {_change(turn, looked, turns.name)}."
    )
    if turns.points is None:
        return sentence
    return f"{sentence} A smaller change may turn it, too: it was looked for on a grid of {turns.points} points."


def _change(turn: Turn, looked: Looked, actor: str) -> str:
    """Say which values of which number turn a verdict; they read different from its own value, and from its ends."""
    from powergame.analysis.threshold.flips import RESOLUTION

    now, at = (x + 0.0 for x in turn.told)
    name = described(looked.path, actor)
    if turn.distance <= RESOLUTION:
        return f"the slightest {'increase' if at > now else 'decrease'} of {name} (now {significant(now, BRIEF)})"
    same = RESOLUTION * (looked.high - looked.low)
    digits = digits_apart((now, at, looked.low, looked.high), BRIEF, same)
    return f"{name} {'above' if at > now else 'below'} {significant(at, digits)} (now {significant(now, digits)})"


def _nothing(turns: Turns) -> str:
    numbers = listed([_with_range(looked, turns.name) for looked in turns.looked], last="or")
    if turns.points is not None:
        return f"No change of {numbers} alone was found to turn its verdict, on a grid of {turns.points} points."
    touched = ", except perhaps at single values" if any(looked.touched for looked in turns.looked) else ""
    return f"No change of {numbers} alone would turn its verdict{touched}."


def _with_range(looked: Looked, actor: str) -> str:
    """Name a number, with the range that was looked at where it could be farther out."""
    name, number = described(looked.path, actor), looked.path.number
    if looked.path.field == "power":
        return f"{name} (from {100 * looked.low:.3g} to {100 * looked.high:.3g} %)"
    if number is not None and (looked.low, looked.high) == (number.low, number.high):
        return name
    return f"{name} (from {looked.low:.6g} to {looked.high:.6g})"


def described(path: Path, actor: str) -> str:
    """Return the name of the number at a path, in a sentence about an actor.

    Examples
    --------
    >>> from powergame.scenario.paths.grammar import parse
    >>> described(parse("actors.red.beliefs.alignment.blue.red"), "red")
    "its belief about blue's alignment with red"
    """
    whose = "its" if path.actor == actor else f"{printable(path.actor)}'s"
    if path.believed is not None:
        return f"{whose} belief about {described(path.believed, actor)}"
    match path.field:
        case "alignment":
            return f"{whose} alignment with {printable(path.towards)}"
        case "power":
            return f"{whose} share of power"
        case "odds" if not path.rung:
            return "the odds of destruction"
        case "severity":
            return "the severity of destruction"
        case "provokes":
            return f"the provocation of {whose if path.actor else 'the common'} rung {printable(path.rung)}"
        case _:
            return printable(path.text)
