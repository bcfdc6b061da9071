"""Turns of a verdict: for one number after another, the nearest flip that `threshold` finds on either side.

The search is that of `powergame.analysis.threshold`, to the same resolution. With two actors it is the same wherever
verdicts follow from the signs of the actors' gains: there no nearer value turns the verdict than the one that is told.
Elsewhere it makes less effort: with three and more actors, or where rungs are mixed, it can miss an interval between
two points of its grid, and tell a farther one. What it tells is a flip in any case.

A touch, where the verdict differs at one point only, is no turn: the verdict is the same behind it. But where the
scenario itself lies on a touch or a flip, the verdict turns at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from powergame.analysis.solve.dials import GREATEST_SHARE, LEAST_SHARE, Dial, dials
from powergame.analysis.solve.result import Turn
from powergame.analysis.threshold.flips import Stretch
from powergame.analysis.threshold.gains import Known
from powergame.analysis.threshold.search import Search, quick, search
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.equilibrium.verdict import Verdicts
from powergame.errors import PowergameError, TimeLimitError
from powergame.scenario.fields import Spacing
from powergame.scenario.paths.grammar import Path
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, VerdictName

MAX_ENTRIES_TWO_ACTORS, MAX_ENTRIES_THREE_OR_MORE = 72, 330
"""Payoffs (actors times profiles) of a game up to which turns are looked for: larger games would take many seconds. Two
actors' games may have 6 x 6 rungs."""

DIGITS = 9
"""Digits of distances that count: of two turns equally far but for rounding, the upper one is told."""


@dataclass(frozen=True)
class Looked:
    """A number that was looked at, and how.

    Attributes
    ----------
    path
        What it is.
    low, high
        The range, as it is told: of power in shares of all power.
    points
        Grid points at which games were looked at; None where no flip can lie between them.
    touched
        Whether the verdict may differ at single values.
    nearest
        The nearest change of it that turns the verdict; None where there is none.
    """

    path: Path
    low: float
    high: float
    points: int | None
    touched: bool
    nearest: Turn | None


@dataclass(frozen=True)
class Turns:
    """The turns of one actor.

    Attributes
    ----------
    name
        The actor's.
    verdict
        The verdict that turns.
    turns
        At most one for each number that was looked at, nearest first.
    looked
        The numbers that were looked at.
    unreached
        Those for which no time was left.
    """

    name: str
    verdict: VerdictName
    turns: tuple[Turn, ...]
    looked: tuple[Looked, ...]
    unreached: tuple[Path, ...]

    @property
    def cut(self) -> bool:
        """Whether there was no time to look at any number."""
        return bool(self.unreached) and not self.looked

    @property
    def points(self) -> int | None:
        """Grid points of the number that was looked at least closely; None where no flip can lie between them."""
        return min((looked.points for looked in self.looked if looked.points is not None), default=None)


def searched(shape: tuple[int, ...]) -> bool:
    """Whether turns are looked for in a game of this shape, (L_1, ..., L_n)."""
    most = MAX_ENTRIES_TWO_ACTORS if len(shape) == 2 else MAX_ENTRIES_THREE_OR_MORE
    return len(shape) * math.prod(shape) <= most


def turns(scenario: Scenario, now: Verdicts, deadline: Deadline = NO_DEADLINE) -> tuple[Turns, ...]:
    """Return for each actor the changes of one number that turn its verdict.

    Parameters
    ----------
    scenario
        A scenario whose game is `searched`.
    now
        Its verdicts.
    deadline
        When the search has to end; numbers that are not reached by then are told.

    Returns
    -------
    tuple of n
        At most one turn for each of the actor's `dials`.

    Examples
    --------
    >>> import powergame as pg
    >>> strong, weak = turns(pg.load("scenarios/strong-and-aligned.yaml"), ("never", "never"))
    >>> [(turn.path, round(turn.at, 3), turn.verdict) for turn in weak.turns[:2]]
    [('alignment.weak.strong', 0.6, 'always'), ('ladder.seek.provokes', 0.014, 'always')]
    """
    by_actor = dials(scenario)
    reached: dict[tuple[int, str], Looked | None] = {}
    with suppress(TimeLimitError):
        reached.update(_each_path(scenario, by_actor, now, deadline))
    return tuple(
        _turns_of(scenario.names[i], verdict, {dial.path: (i, dial.searched) for dial in by_actor[i]}, reached)
        for i, verdict in enumerate(now)
    )


def _each_path(
    scenario: Scenario, by_actor: tuple[tuple[Dial, ...], ...], now: Verdicts, deadline: Deadline
) -> Iterator[tuple[tuple[int, str], Looked | None]]:
    """Yield each actor and path to look along, with what is seen there; None where there is nothing to compare."""
    known: Known = {}
    axes = {dial.searched: dial.axis for each in by_actor for dial in each}
    for path, axis in axes.items():
        concerned = {i: dial for i, each in enumerate(by_actor) for dial in each if dial.searched == path}
        try:
            result = search(
                scenario, path, axis, Concept(), quick(scenario), actors=[*concerned], known=known, deadline=deadline
            )
        except TimeLimitError:
            raise
        except PowergameError:  # its values are no scenarios: nobody would have power, or an arrow no direction
            yield from (((i, path), None) for i in concerned)
            continue
        for i, dial in concerned.items():
            yield (i, path), _looked(dial, result, i, now[i])


def _turns_of(
    name: str,
    verdict: VerdictName,
    searched_along: Mapping[Path, tuple[int, str]],
    reached: Mapping[tuple[int, str], Looked | None],
) -> Turns:
    """Return an actor's turns, of what was seen along its dials."""
    looked = [seen for along in searched_along.values() if (seen := reached.get(along)) is not None]
    nearest = [each.nearest for each in looked if each.nearest is not None]
    unreached = tuple(path for path, along in searched_along.items() if along not in reached)
    return Turns(name, verdict, tuple(sorted(nearest, key=lambda turn: turn.distance)), tuple(looked), unreached)


def _looked(dial: Dial, result: Search, i: int, verdict: VerdictName) -> Looked | None:
    """Return what turns actor i along a dial.

    An answer from an incomplete list may be another one where the scenario stands, and is not to be compared with.
    """
    if result.range.here is None or result.verdict_at(result.range.now, i) != verdict:
        return None
    low, high = _span(dial, result)
    sure = len(result.along.shape) == 2 and result.along.decided and result.along.complete
    nearest = _nearest(dial, result, i, verdict, low, high)
    return Looked(dial.path, low, high, None if sure else result.points, bool(result.changes), nearest)


def _span(dial: Dial, result: Search) -> tuple[float, float]:
    """Return the range that counts, as it is told."""
    low, high = dial.told(result.range.low), dial.told(result.range.high)
    if dial.others is None or dial.axis is not None:
        return low, high
    now = dial.told(dial.now)
    return max(low, min(LEAST_SHARE, now)), min(high, max(GREATEST_SHARE, now))


def _nearest(dial: Dial, result: Search, i: int, verdict: VerdictName, low: float, high: float) -> Turn | None:
    """Return the nearest value at which actor i's present verdict turns, if there is one."""
    now = result.range.now
    others = [stretch for stretch in result.stretches(i) if VERDICTS[stretch.code] != verdict]
    below = [(min(stretch.stop, now), stretch, -1.0) for stretch in others if stretch.start < now][-1:]
    above = [(max(stretch.start, now), stretch, 1.0) for stretch in others if stretch.stop > now][:1]
    turns = []
    for flip, other, way in (*above, *below):
        beyond = (flip - dial.now) * way > 0  # or the scenario itself lies on a flip, or beside it but for rounding
        at = flip if beyond else math.nextafter(dial.now, way * math.inf)
        if low <= dial.told(at) <= high and result.confirms(i, flip):
            turns.append(_turn(dial, at, other, low, high, result.range.spacing))
    return min(turns, key=lambda turn: round(turn.distance, DIGITS), default=None)


def _turn(dial: Dial, at: float, beyond: Stretch, low: float, high: float, spacing: Spacing) -> Turn:
    now, then = dial.told(dial.now), dial.told(at)
    start, stop, least, most = map(math.log, (now, then, low, high)) if spacing == "log" else (now, then, low, high)
    distance = abs(stop - start) / (most - least)
    share = None if dial.others is None else (now, then)
    return Turn(dial.path.text, dial.now, at, VERDICTS[beyond.code], distance, share, beyond.proven)
