"""Paths of one source, such as a variant or the options ``--set`` of a command, that undo each other."""

from __future__ import annotations

from collections.abc import Sequence

from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import Path
from powergame.text import repeated


def same_value(a: Path, b: Path, outcomes: Sequence[str] = ()) -> bool:
    """Whether two paths name one value: an alignment either way round, an outcome by its name or its place.

    Examples
    --------
    >>> from powergame.scenario.paths.grammar import parse
    >>> same_value(parse("alignment.red.blue"), parse("alignment.blue.red"))
    True
    """
    return _value(a, outcomes) == _value(b, outcomes)


def undoes(path: Path, before: Path, outcomes: Sequence[str] = ()) -> bool:
    """Whether setting a path leaves nothing of what one before it has set.

    It does where both name one value, where it is a whole (a vector, a ladder) of which the other is a part, and where
    it is an angle, which sets a whole direction.

    Examples
    --------
    >>> from powergame.scenario.paths.grammar import parse
    >>> vector, angle = parse("actors.red.preferences"), parse("actors.red.preferences.angle")
    >>> undoes(angle, vector), undoes(parse("actors.red.preferences.0"), vector)
    (True, False)
    """
    whole = _whole(path)
    one_whole = bool(whole) and whole == _whole(before)
    return same_value(path, before, outcomes) or (one_whole and (path.text == whole or path.field == "angle"))


def refuse_twice(path: Path, before: Sequence[Path], outcomes: Sequence[str] = ()) -> None:
    """Raise `FieldError` where a path names a value that one before it, in the same source, names too."""
    for earlier in before:
        if same_value(path, earlier, outcomes):
            also = "" if path.text == earlier.text else f", as {repeated(earlier.text)} too"
            raise FieldError(f"is given twice{also}; expected it once{', one of them taken out' if also else ''}")


def refuse_undone(path: Path, before: Sequence[Path], outcomes: Sequence[str] = ()) -> None:
    """Raise `FieldError` where setting a path undoes what one set before it, in the same source, has set.

    A whole (a vector, a ladder) may be set before its parts, and these change it; not behind them. A vector's angle and
    its numbers exclude each other.
    """
    refuse_twice(path, before, outcomes)
    for earlier in before:
        other = repeated(earlier.text)
        whole, parts = _whole(path), _whole(earlier)
        if whole == parts and whole and earlier.text != whole:
            if path.text == whole:
                raise FieldError(f"undoes {other}, which is a part of it; expected the whole before its parts")
            if "angle" in (path.field, earlier.field):
                raise FieldError(
                    f"undoes {other}, as an angle sets the whole direction; expected one of them taken out"
                )


def _value(path: Path, outcomes: Sequence[str]) -> tuple[object, ...]:
    subject = path.subject
    owner = path.text.removesuffix(subject.text)
    if subject.field == "alignment":
        return owner, frozenset((subject.actor, subject.towards))
    if subject.field == "component":
        place = outcomes.index(subject.outcome) if subject.outcome in outcomes else subject.outcome.lstrip("0") or "0"
        return _whole(path), str(place)
    return (path.text,)


def _whole(path: Path) -> str:
    """Return the path of the whole vector or ladder that a path names, or a part of; empty where there is none."""
    match path.field:
        case "preferences" | "ladder":
            return path.text
        case "component" | "angle":
            return path.text.rpartition(".")[0]
    return path.text.rsplit(".", 2)[0] if path.subject.rung else ""
