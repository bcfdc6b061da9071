"""What would turn an actor's verdict, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from powergame.analysis.display import marked
from powergame.digits import digits_apart, significant
from powergame.text import listed, printable

if TYPE_CHECKING:
    from powergame.analysis.solve.result import Turn
    from powergame.analysis.solve.turns import Looked, Turns
    from powergame.scenario.paths.grammar import Path

BRIEF = 3
"""Significant digits of a number in a sentence, at least."""

WHAT_COUNTS = frozenset({"power", "alignment", "odds", "severity"})
"""Fields of the numbers that readers think of first: who has power, who wants what, and what a war destroys."""

NAMES = {
    "alignment": "{whose} alignment with {towards}",
    "power": "{whose} share of power",
    "risk_aversion": "{whose} risk aversion",
    "effectiveness": "{whose} effectiveness",
    "growth": "{whose} growth",
    "component": "{whose} preference for {outcome}",
    "angle": "the angle of {whose} preferences",
    "odds": "the odds of destruction",
    "severity": "the severity of destruction",
    "stakes": "the stakes of war",
    "decisiveness": "the decisiveness of strength",
}
"""Names of numbers in a sentence, by the field."""

RUNG_NAMES = {
    "provokes": "the chance that {rung} provokes war",
    "resists": "the chance that {rung} resists",
    "odds": "the odds of destruction of {rung}",
}
"""Names of a rung's numbers in a sentence, where they are not `the FIELD of RUNG`."""


def turn_sentence(turns: Turns | None) -> str:
    """Say what would turn an actor's verdict; nothing where no turns were looked for.

    The nearest turn of `WHAT_COUNTS` is told first, then the nearest of all where that is another.
    """
    if turns is None or not turns.looked:
        return ""
    if not turns.turns:
        return _nothing(turns)
    looked = {looked.path.text: looked for looked in turns.looked}
    nearest = turns.turns[0]
    first = next((turn for turn in turns.turns if _counts(looked[turn.path].path)), nearest)
    change = _change(first, looked[first.path], turns.name)
    sentence = f"Its verdict would turn from {turns.verdict} to {_verdict(first)} with {change}"
    if nearest is not first:
        to = "" if _verdict(nearest) == _verdict(first) else f"to {_verdict(nearest)} "
        sentence += f", or {to}with {_change(nearest, looked[nearest.path], turns.name)}"
    return f"{sentence}."


def grid_note(turned: Iterable[Turns | None]) -> str:
    """Say on what grid all actors' turns were looked for; nothing where no smaller change can turn a verdict."""
    points = [
        turns.points
        for turns in turned
        if turns is not None and turns.points is not None and not (turns.turns and _at_once(turns.turns[0]))
    ]
    if not points:
        return ""
    return f"what turns a verdict was looked for on a grid of {min(points)} points: a smaller change may turn it, too"


def unreached_note(turned: Iterable[Turns | None]) -> str:
    """Say of how many numbers time did not allow to see whether they turn verdicts; nothing where it did of all."""
    present = [turns for turns in turned if turns is not None]
    unreached = {path.text for turns in present for path in turns.unreached}
    looked = {each.path.text for turns in present for each in turns.looked} - unreached
    if not unreached:
        return ""
    if not looked:
        return "no time was left to look for what would turn the verdicts"
    return (
        f"time was left for {len(looked)} of the {len(unreached | looked)} numbers that may turn verdicts: a smaller "
        "change of one of the others may turn them, too"
    )


def _verdict(turn: Turn) -> str:
    return marked(turn.verdict, proven=turn.proven)


def _at_once(turn: Turn) -> bool:
    """Whether the scenario itself lies where the verdict turns."""
    from powergame.analysis.threshold.flips import RESOLUTION

    return turn.distance <= RESOLUTION


def _counts(path: Path) -> bool:
    """Whether a path, or what is believed at it, is about `WHAT_COUNTS`; a rung's own odds are not."""
    return path.field in WHAT_COUNTS and not path.subject.rung


def _change(turn: Turn, looked: Looked, actor: str) -> str:
    """Say which values of which number turn a verdict; they read different from its own value, and from its ends."""
    from powergame.analysis.threshold.flips import RESOLUTION

    scale, unit = (100, " %") if turn.share else (1, "")
    now, at, low, high = (scale * x + 0.0 for x in (*turn.told, looked.low, looked.high))
    name = described(looked.path, actor)
    if _at_once(turn):
        return f"the slightest {'increase' if at > now else 'decrease'} of {name} (now {significant(now, BRIEF)}{unit})"
    digits = digits_apart((now, at, low, high), BRIEF, RESOLUTION * (high - low))
    side = "above" if at > now else "below"
    return f"{name} {side} {significant(at, digits)}{unit} (now {significant(now, digits)}{unit})"


def _nothing(turns: Turns) -> str:
    numbers = listed([_with_range(looked, turns.name) for looked in turns.looked], last="or")
    if turns.points is not None:
        return f"No change of {numbers} alone was found to turn its verdict."
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
        # in what another actor believes, "its" would be that one's
        return f"{whose} belief about {described(path.believed, actor if path.actor == actor else '')}"
    if path.rung:
        return _of_rung(path, f"{whose if path.actor else 'the common'} rung {printable(path.rung)}")
    name = NAMES.get(path.field, "")
    if not name or path.type or path.outcome.isdecimal():
        return printable(path.text)
    return name.format(whose=whose, towards=printable(path.towards), outcome=printable(path.outcome))


def _of_rung(path: Path, rung: str) -> str:
    return RUNG_NAMES.get(path.field, f"the {path.field} of {{rung}}").format(rung=rung)
