"""Messages of the page: bounded in size and depth, and checked in every part before they are used."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Literal, NoReturn

from powergame.scenario.fields import MAX_DIMENSIONS

MAX_BYTES = 65_536
"""Bytes of a message at most."""

MAX_DEPTH = 6
MAX_SETS = 1_000
MAX_TEXT = 400
"""Characters of a path or a word at most: a belief's path has four names of 64."""

MAX_SEEN = 100
"""Observations that are added on a page, at most."""

MAX_TIMES = 1_000_000
MAX_SEQ = 2**53

Set = tuple[str, float | str | tuple[float, ...]]
"""A path and its new value."""


class MessageError(ValueError):
    """Raised for a message that is invalid; its text is shown on the page."""


@dataclass(frozen=True)
class Diagram:
    """The two paths of a phase diagram."""

    x: str
    y: str


@dataclass(frozen=True)
class Seen:
    """A deed that was added on the page: a rung that an actor played, some times."""

    actor: str
    rung: str
    times: int


@dataclass(frozen=True)
class Request:
    """A request for the answer to the state of one side of the page.

    Attributes
    ----------
    seq
        Its number: of two requests for a side, the one with the lower number is superseded.
    side
        The side that is moved, or the one that is pinned.
    file
        The place of its scenario among those given.
    sets
        Changes to that scenario, in order.
    diagram
        None where no phase diagram is shown.
    pair
        The two actors of the payoff matrix.
    settled
        Whether the move has ended, so that there is time for what takes longer.
    seen
        Deeds that were added to the observations.
    """

    seq: int
    side: Literal["current", "pinned"]
    file: int
    sets: tuple[Set, ...]
    diagram: Diagram | None
    pair: tuple[int, int]
    settled: bool
    seen: tuple[Seen, ...] = ()


def parse(text: str) -> Request:
    """Return the request that a message holds, or raise `MessageError`."""
    data = _object(_decoded(text), ("seq", "side", "file", "sets", "diagram", "pair", "settled", "seen"))
    side, settled = data["side"], data["settled"]
    if side not in ("current", "pinned") or not isinstance(settled, bool):
        raise MessageError("expected side: current or pinned, settled: true or false")
    pair = data["pair"]
    if not isinstance(pair, list) or len(pair) != 2 or pair[0] == pair[1]:
        raise MessageError("pair: expected two different actors")
    return Request(
        seq=_whole(data["seq"], MAX_SEQ),
        side="pinned" if side == "pinned" else "current",
        file=_whole(data["file"], 1),
        sets=_sets(data["sets"]),
        diagram=_diagram(data["diagram"]),
        pair=(_whole(pair[0], 1_000), _whole(pair[1], 1_000)),
        settled=settled,
        seen=_seen(data["seen"]),
    )


def _decoded(text: str) -> object:
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise MessageError(f"a message has at most {MAX_BYTES:,} bytes")
    if _depth(text) > MAX_DEPTH:
        raise MessageError("the message is nested too deeply")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except MessageError:
        raise
    except (ValueError, RecursionError):
        raise MessageError("the message is not JSON") from None


def _depth(text: str) -> int:
    """Return the depth of nested brackets, without those in strings."""
    depth = deepest = 0
    quoted = escaped = False
    for c in text:
        if quoted:
            quoted, escaped = escaped or c != '"', c == "\\" and not escaped
        elif c == '"':
            quoted = True
        elif c in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif c in "]}":
            depth -= 1
    return deepest


def _refuse_constant(name: str) -> NoReturn:
    raise MessageError(f"{name} is not finite; expected a finite number")


def _object(data: object, keys: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(data, dict) or sorted(data) != sorted(keys):
        raise MessageError(f"expected an object with {', '.join(keys)}")
    return data


def _whole(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise MessageError(f"expected a whole number from 0 to {most}")
    return value


def _diagram(value: object) -> Diagram | None:
    if value is None:
        return None
    data = _object(value, ("x", "y"))
    return Diagram(_text(data["x"]), _text(data["y"]))


def _sets(value: object) -> tuple[Set, ...]:
    if not isinstance(value, list) or len(value) > MAX_SETS:
        raise MessageError(f"sets: expected a list of at most {MAX_SETS} pairs")
    sets: list[Set] = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise MessageError("sets: expected pairs of a path and a value")
        sets.append((_text(pair[0]), _value(pair[1])))
    return tuple(sets)


def _seen(value: object) -> tuple[Seen, ...]:
    if not isinstance(value, list) or len(value) > MAX_SEEN:
        raise MessageError(f"seen: expected a list of at most {MAX_SEEN} deeds")
    deeds = (_object(deed, ("actor", "rung", "times")) for deed in value)
    return tuple(Seen(_text(d["actor"]), _text(d["rung"]), _times(d["times"])) for d in deeds)


def _times(value: object) -> int:
    times = _whole(value, MAX_TIMES)
    if not times:
        raise MessageError("times: expected a whole number from 1")
    return times


def _value(value: object) -> float | str | tuple[float, ...]:
    if isinstance(value, list):
        if not 0 < len(value) <= MAX_DIMENSIONS:
            raise MessageError(f"a vector has 1 to {MAX_DIMENSIONS} numbers")
        return tuple(_number(x) for x in value)
    return _text(value) if isinstance(value, str) else _number(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MessageError("expected a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise MessageError("expected a finite number")
    return number


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise MessageError(f"expected text of at most {MAX_TEXT} characters")
    return value
