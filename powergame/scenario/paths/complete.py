"""Suggestions of what to type next: parts of paths, their values and axes, variants; read from a scenario.

`locate` reads and checks whole paths. A path may be unfinished here, and the grammar tells what may follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from powergame.scenario import fields
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.locate import locate, split
from powergame.scenario.paths.usual import usual_axis
from powergame.scenario.paths.walk import Continuation, continuations
from powergame.scenario.types import READY_MADE, Axis, Value

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

Purpose = Literal["value", "axis"]
"""Purpose of a path that is completed: to set its value, or to vary it along an axis, as only numbers can."""

AXIS_COUNT = 101
"""Points of a suggested axis."""


@dataclass(frozen=True)
class Suggestion:
    """A suggested word, as far as it is certain.

    Attributes
    ----------
    text
        The whole word, what was typed of it included.
    meaning
        What it stands for, in a few words.
    """

    text: str
    meaning: str = ""


def paths(scenario: Scenario, begun: str, purpose: Purpose, end: str) -> Iterator[Suggestion]:
    """Yield how a path may go on: its next part, with a dot where more must follow.

    Parameters
    ----------
    begun
        What is typed of ``PATH`` or ``PATH=VALUE``.
    purpose
        What follows the path's equals sign.
    end
        What follows a path that is whole: ``=`` where a value must, else nothing.
    """
    try:
        path, value = split(scenario, begun)
    except FieldError:
        path, value = "", ""
    if path and _is_value(scenario, path):
        for text, meaning in values(scenario, path, purpose):
            if text.startswith(value):
                yield Suggestion(f"{path}={text}", meaning)
        return
    before, _, last = begun.rpartition(".")
    stem = f"{before}." if before else ""
    for continuation in continuations(scenario, before.split(".") if before else []):
        if continuation.word.startswith(last):
            yield from _suggested(scenario, stem, continuation, purpose, end)


def values(scenario: Scenario, path: str, purpose: Purpose) -> Iterator[tuple[str, str]]:
    """Yield values, or axes, that a path may be given, with their meanings."""
    place = locate(scenario, path)
    if purpose == "axis":
        if (axis := usual_axis(scenario, place, AXIS_COUNT)) is not None:
            yield _axis(axis)
    elif place.path.field in fields.CHOICES:
        for word in fields.CHOICES[place.path.field][1]:
            yield word, "as it is" if word == place.get() else ""
    elif place.path.field == "ladder":
        for name in READY_MADE:
            yield name, ""
    elif (now := _shown(place.get())) is not None:
        yield now, "as it is"


def actors(scenario: Scenario) -> Iterator[Suggestion]:
    """Yield the actors."""
    for actor in scenario.actors:
        yield Suggestion(actor.name, " ".join(actor.about.split()))


def variants(scenario: Scenario) -> Iterator[Suggestion]:
    """Yield what may follow ``FILE#``."""
    for variant in scenario.variants:
        yield Suggestion(variant.name, ", ".join(path for path, _ in variant.changes))
    if scenario.variants:
        yield Suggestion("*", "all variants")


def _suggested(
    scenario: Scenario, stem: str, continuation: Continuation, purpose: Purpose, end: str
) -> Iterator[Suggestion]:
    path = stem + continuation.word
    if (
        continuation.kind is not None
        and (purpose == "value" or continuation.kind.number is not None)
        and _is_value(scenario, path)
    ):
        now = _shown(locate(scenario, path).get())
        yield Suggestion(
            path + end, "; ".join(filter(None, [f"now {now}" if now is not None else "", continuation.kind.meaning]))
        )
    if continuation.goes_on:
        yield Suggestion(f"{path}.")


def _shown(value: Value) -> str | None:
    """Show a value as it could be typed; None where it is too long for that."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return f"{value:.6g}"
    if all(isinstance(x, float) for x in value):
        return "[" + ",".join(f"{x:.6g}" for x in value if isinstance(x, float)) + "]"
    return None


def _is_value(scenario: Scenario, path: str) -> bool:
    try:
        locate(scenario, path)
    except FieldError:
        return False
    return True


def _axis(axis: Axis) -> tuple[str, str]:
    """Return an axis as it could be typed, and how it is made up."""
    if axis.scale == "linear":
        return f"{axis.start:g}:{axis.stop:g}:{axis.count}", "from:to:count"
    return f"{{from: {axis.start:.3g}, to: {axis.stop:.3g}, count: {axis.count}, scale: log}}", "in equal ratios"
