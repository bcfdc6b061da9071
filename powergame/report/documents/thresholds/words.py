"""Words about a path: how a number runs along it, who changes sides, and what else could be asked of it."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Sequence

from powergame.analysis.aspect import Aspect
from powergame.analysis.display import UNPROVEN
from powergame.analysis.threshold import Course, Crossing, Other, PathThresholds, SideChange
from powergame.analysis.threshold.flips import RESOLUTION
from powergame.analysis.threshold.selected.types import ALIKE
from powergame.digits import digits_apart, percent, significant
from powergame.report.document import Block, Column, Paragraph, Table, Text
from powergame.text import listed

BRIEF, FULL = 6, 10
"""Significant digits of numbers in sentences and in tables, at least: more where two numbers would read the same."""

UNSELECTED = "nothing selected"
"""Word where no equilibrium is selected."""

STANDS = {
    "seeks": "No verdict turns",
    "war": "The chance of war crosses no level",
    "destroyed": "What is destroyed crosses no level",
}


def asked(aspect: Aspect) -> str:
    """Say what is asked, as a title begins: `Who seeks power`."""
    match aspect.kind:
        case "war":
            return "How likely war is"
        case "destroyed":
            return "How much is destroyed on average"
        case "plays":
            return f"What {aspect.actor} plays"
        case _:
            return "Who seeks power"


def digits_along(numbers: Sequence[float], least: int) -> int:
    """Return how many digits tell numbers of one path apart, as far as these are known."""
    finite = [x for x in numbers if math.isfinite(x)]
    return digits_apart(finite, least, RESOLUTION * (max(finite) - min(finite)) if finite else 0.0)


def run(course: Course) -> str:
    """Say how a number runs along a path: `rises from 0 % to 17 %`."""
    if course.first is None or course.last is None or course.least is None or course.greatest is None:
        return "is not known, as no equilibrium is selected"
    first, last, least, greatest = (
        percent(place.value) for place in (course.first, course.last, course.least, course.greatest)
    )
    if not course.moves:
        return f"is {first} all along"
    steps = course.steps
    if not (steps < 0).any():
        return f"rises from {first} to {last}"
    if not (steps > 0).any():
        return f"falls from {first} to {last}"
    ends = (course.first.value, course.last.value)
    extremes = [
        f"{word} at {significant(place.at)} ({value})"
        for word, place, value in (("least", course.least, least), ("greatest", course.greatest, greatest))
        if all(abs(place.value - end) > ALIKE for end in ends)
    ]
    return f"goes from {first} to {last}, and is {', '.join(extremes)}" if extremes else f"goes from {first} to {last}"


def number_blocks(path: PathThresholds, course: Course, aspect: Aspect, *, marks: bool) -> Iterator[Block]:
    """Yield how a number runs along a path, what it is in the scenario itself, and where it crosses levels or jumps."""
    digits = digits_along([path.start, path.stop, path.now, *(c.at for c in course.crossings)], BRIEF)
    yield Paragraph(Text(f"It {run(course)}.", "strong"))
    now = UNSELECTED if course.now is None else percent(course.now)
    outside = not path.start <= path.now <= path.stop
    at = f"The scenario itself is at {significant(path.now, digits)}"
    yield Paragraph(Text(f"{at}, outside of this range." if outside else f"{at}: {now}."))
    if course.crossings:
        yield _table(path, course, marks)
    elif course.moves and course.least and course.greatest:
        between = (course.least.value + course.greatest.value) / 2
        levels = listed([percent(level) for level in aspect.levels], "or")
        yield Paragraph(Text(f"It crosses no level of {levels}; --level {between:.3g} is one that it crosses."))


def _table(path: PathThresholds, course: Course, marks: bool) -> Table:
    digits = digits_along([path.start, path.stop, *(crossing.at for crossing in course.crossings)], FULL)
    doubts = marks and not all(crossing.proven for crossing in course.crossings)
    columns = [Column("at", True), Column(""), Column("level", True), Column("below", True), Column("above", True)]
    columns += [Column("proven")] * doubts
    rows = [
        (
            Text(significant(crossing.at, digits), "strong"),
            Text(_how(crossing)),
            Text("–" if crossing.level is None else percent(crossing.level)),
            Text(_percent(crossing.below)),
            Text(_percent(crossing.above)),
            *[Text("yes" if crossing.proven else "no")] * doubts,
        )
        for crossing in course.crossings
    ]
    return Table(tuple(columns), tuple(rows))


def _how(crossing: Crossing) -> str:
    if crossing.rises is None:
        return "jumps"
    return f"{'jumps' if crossing.jump else 'goes'} {'up' if crossing.rises else 'down'}"


def _percent(value: float | None) -> str:
    return "–" if value is None else percent(value)


def side_change(path: PathThresholds, change: SideChange, along: str = "") -> str:
    """Say who changes sides, where, and from whom to whom.

    Parameters
    ----------
    along
        The path in words, where others stand beside it.
    """
    digits = digits_along([path.start, path.stop, *(other.at for other in path.sides)], BRIEF)
    before, behind = (_side(leader) for leader in (change.before, change.behind))
    doubt = "" if path.complete else f" ({UNPROVEN})"
    at = significant(change.at, digits)
    where = f"{along} = {at}" if along else at
    return f"If it comes to war, {change.actor} changes sides at {where}: {before} below, {behind} above{doubt}."


def _side(leader: str | None) -> str:
    return f"with {'the status quo' if leader is None else leader}"


def what_else(path: PathThresholds, aspect: Aspect) -> str:
    """Say what does turn or move along a path along which nothing turns that was asked for."""
    stands = STANDS.get(aspect.kind, f"{aspect.actor} plays the same all along")
    return f"{stands}, but {'; '.join(_other(other) for other in path.others)}."


def _other(other: Other) -> str:
    option = f"(--of {shlex.quote(other.of)})"
    if other.least is not None and other.greatest is not None:
        what = "the chance of war" if other.of == "war" else "what is destroyed"
        return f"{what} moves between {percent(other.least)} and {percent(other.greatest)} {option}"
    if other.of == "seeks":
        return f"the verdict of {listed(other.answers)} turns {option}"
    return f"{other.of.partition('.')[2]} plays {listed(other.answers, 'or')} {option}"
