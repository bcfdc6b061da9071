"""Observations as a line of text: ``red=seek, blue=hold x3 no war under conflict.stakes=0.2``.

Names hold spaces, commas and equals signs. So a text is read by the names that the scenario has, and the reading whose
names exist is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from powergame.errors import Fault, ScenarioError, UsageError
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import GRAMMAR, parse
from powergame.scenario.paths.locate import split, unknown
from powergame.scenario.reading.references import observation_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Changes, Observation
from powergame.scenario.values import MAX_VALUE, parse_value
from powergame.scenario.yaml.scalars import ScalarError, resolve
from powergame.text import printable, repeated

T = TypeVar("T")

EXPECTED = "expected plays such as red=seek, war or no war, or both; then x3 and under PATH=VALUE, where there are such"

UNDER = re.compile(r"(?:^|\s)under\s")
AT_END = re.compile(r"(?:^|\s)(?:(?P<war>no war|war)|x(?P<times>[-+.0-9]\S*))$")
"""Pattern of what may stand behind the plays, each once and in any order."""

MAX_UNDERS = 20
"""Words ``under`` at which a text is divided: the first, and as many as names may hold before it."""

Division = tuple[str, Mapping[str, object], str | None]
"""The plays, war and times as an entry of a file has them, and what stands behind ``under``."""


def observation(scenario: Scenario, text: str) -> Observation:
    """Return what a text says was seen.

    Parameters
    ----------
    text
        ``ACTOR=RUNG, ...``, ``war`` or ``no war``, ``xTIMES``, then ``under PATH=VALUE, ...``; plays, war or both.

    Raises
    ------
    UsageError
        Where it cannot be read, or names what is not there.

    Examples
    --------
    >>> import powergame as pg
    >>> scenario = pg.load("scenarios/security-dilemma.yaml")
    >>> observation(scenario, "west=hold x3 no war under conflict.stakes=0.2")
    Observation(plays=(('west', 'hold'),), under=(('conflict.stakes', 0.2),), times=3, war=False)
    """
    if len(text) > MAX_VALUE:
        raise UsageError(f"an observation has at most {MAX_VALUE:,} characters; this one has {len(text):,}")
    errors = []
    for divisions in _divisions(text.strip()):
        for plays, rest, under in divisions:
            try:
                return _observation(scenario, plays, rest, under)
            except FieldError as error:
                last = error
        errors.append(last)
    # the first `under` is meant, unless a name holds it
    raise UsageError(str(errors[min(1, len(errors) - 1)]))


def situation(scenario: Scenario, texts: Sequence[str]) -> Changes:
    """Return what some texts ``PATH=VALUE`` say of a situation, as `Observation.under` has it.

    Raises
    ------
    UsageError
        Where one cannot be read, names what is not there, or undoes another.

    Examples
    --------
    >>> import powergame as pg
    >>> situation(pg.load("scenarios/security-dilemma.yaml"), ["rationality=5", "conflict.stakes=0.2"])
    (('rationality', 5.0), ('conflict.stakes', 0.2))
    """
    changes: dict[str, object] = {}
    try:
        for text in texts:
            _add(changes, *_change(scenario, text))
        return _checked(scenario, {"war": True, "under": changes}).under if changes else ()
    except FieldError as error:
        raise UsageError(str(error)) from None


def _divisions(text: str) -> Iterator[list[Division]]:
    """Yield the ways in which a text may be divided: by each ``under`` in it, after the way without any."""
    yield list(_without_ends(text, None))
    for match in islice(UNDER.finditer(text), MAX_UNDERS):
        yield list(_without_ends(text[: match.start()].rstrip(), text[match.end() :].strip()))


def _without_ends(text: str, under: str | None) -> Iterator[Division]:
    """Yield a text as plays alone, and without what may stand behind plays."""
    rest: dict[str, object] = {}
    yield text, {}, under
    while match := AT_END.search(text):
        key = "war" if match["war"] else "times"
        if key in rest:
            return
        rest = {**rest, key: match["war"] == "war" if key == "war" else _number(match["times"])}
        text = text[: match.start()].rstrip()
        yield text, rest, under


def _number(text: str) -> object:
    """Return how often something was seen, as a file's scalar; text that is none is refused as such later."""
    try:
        return resolve(text)
    except ScalarError:
        return text


def _observation(scenario: Scenario, plays: str, rest: Mapping[str, object], under: str | None) -> Observation:
    if not plays and "war" not in rest:
        raise FieldError(EXPECTED)
    entry = dict(rest)
    if under is not None:
        entry["under"] = _changes(scenario, under)
    if plays:
        entry["plays"] = _plays(rungs_in(scenario, entry.get("under")), plays)
    return _checked(scenario, entry)


def _checked(scenario: Scenario, entry: Mapping[str, object]) -> Observation:
    try:
        return observation_of(scenario, entry)
    except ScenarioError as error:
        raise FieldError("; ".join(map(_told, error.faults[:3]))) from None


def _told(fault: Fault) -> str:
    return f"{fault.path.removeprefix('under: ').removeprefix('plays.')}: {fault.message}"


def rungs_in(scenario: Scenario, under: object) -> dict[str, list[str]]:
    """Return the names of each actor's rungs in a situation; the scenario's, where that cannot be."""
    changes = under if isinstance(under, dict) else {}
    try:
        known = {path: value for path, value in changes.items() if parse(path, scenario.outcomes).kind.stored}
        situated = scenario.with_values(known)
    except (FieldError, ScenarioError):
        situated = scenario
    return {actor.name: [rung.name for rung in situated.ladder_of(actor)] for actor in situated.actors}


def _plays(ladders: Mapping[str, Sequence[str]], text: str) -> dict[str, str]:
    """Return {actor: rung}: of names that exist where they can be read, else what stands around equals signs."""
    every = sorted(ladders, key=len, reverse=True)

    def following(at: int) -> Iterator[tuple[tuple[str, str], int]]:
        for name in every:
            sign = _after(text, at, name, "=")
            for rung in sorted(ladders[name], key=len, reverse=True) if sign is not None else ():
                end = _after(text, sign or 0, rung, ",")
                if end is not None:
                    yield (name, rung), end

    read = _parts(following, len(text))
    plays: dict[str, str] = {}
    for name, rung in read if read is not None else map(_play, text.split(",")):
        if name in plays:
            raise FieldError(f"'{printable(name)}' is named twice; each actor plays one rung")
        plays[name] = rung
    return plays


def _play(text: str) -> tuple[str, str]:
    name, sign, rung = text.partition("=")
    if not sign:
        raise FieldError(f"'{repeated(text.strip())}' is no play; {EXPECTED}")
    return name.strip(), rung.strip()


def _after(text: str, at: int, word: str, mark: str) -> int | None:
    """Return the place behind a word and a mark, or None where these do not stand there; a comma may be the end."""
    while text[at : at + 1].isspace():
        at += 1
    if not text.startswith(word, at):
        return None
    end = at + len(word)
    while text[end : end + 1].isspace():
        end += 1
    if text.startswith(mark, end) and end + 1 < len(text):
        return end + 1
    return end if mark == "," and end == len(text) else None


def _parts(following: Callable[[int], Iterator[tuple[T, int]]], end: int) -> list[T] | None:
    """Return parts that follow each other from 0 to the end, or None where none do.

    Parameters
    ----------
    following
        Function that yields the parts that may begin at a place, and where the next begins.
    """
    way: list[tuple[T, int]] = []
    tried, left = {0}, [following(0)]
    while left:
        step = next((step for step in left[-1] if step[1] not in tried), None)
        if step is None:
            left.pop()
            way = way[: len(left) - 1] if left else []
        elif step[1] >= end:
            return [part for part, _ in (*way, step)]
        else:
            tried.add(step[1])
            way.append(step)
            left.append(following(step[1]))
    return None


def _changes(scenario: Scenario, text: str) -> dict[str, object]:
    """Return {path: value} of ``PATH=VALUE, PATH=VALUE``; values and names may hold commas."""
    pieces = text.split(",")
    reached = 0

    def following(at: int) -> Iterator[tuple[tuple[str, object], int]]:
        nonlocal reached
        reached = max(reached, at)
        if pieces[at].strip().partition(".")[0].partition("=")[0] not in GRAMMAR.words:
            return
        for end in range(at + 1, len(pieces) + 1):
            part = ",".join(pieces[at:end]).strip()
            if _closed(part):
                try:
                    change = _change(scenario, part)
                except FieldError:
                    continue
                yield change, end

    read = _parts(following, len(pieces))
    if read is None:
        _change(scenario, pieces[reached].strip())
        raise FieldError(f"under {repeated(text)}: expected PATH=VALUE, PATH=VALUE")
    changes: dict[str, object] = {}
    for path, value in read:
        _add(changes, path, value)
    return changes


def _closed(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("[]", "{}"))


def _change(scenario: Scenario, text: str) -> tuple[str, object]:
    """Return the path and the value of ``PATH=VALUE``, which name a value that a situation may have."""
    try:
        path, value = split(scenario, text)
    except FieldError:
        raise FieldError(f"'{repeated(text)}': expected PATH=VALUE, for example conflict.stakes=0.2") from None
    try:
        unknown(scenario, path)
        return path, parse_value(value.strip())
    except (FieldError, UsageError) as error:
        raise FieldError(f"{repeated(path)}: {error}") from None


def _add(changes: dict[str, object], path: str, value: object) -> None:
    if path in changes:
        raise FieldError(f"{repeated(path)}: is given twice; expected it once")
    changes[path] = value
