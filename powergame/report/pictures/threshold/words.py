"""What a picture of thresholds shows, in words."""

from __future__ import annotations

from powergame.analysis.threshold import ActorThresholds, Course, PathThresholds, Thresholds
from powergame.report.documents import threshold as thresholds
from powergame.report.documents.thresholds.words import asked, run
from powergame.report.pictures.captions import Captions
from powergame.text import listed

MOST_SAID = 2
"""Different courses of verdicts, or sets of numbers on which they turn, at most that the title says in words."""

MOST_FLIPS_SAID = 4
"""Flips at most that the title says in words."""

MOST_NAMED = 3
"""Actors at most that the title names of those whose verdicts turn on the same numbers."""


def finding(result: Thresholds, captions: Captions) -> str:
    """Say in a sentence what turns: of one path where, of several on which."""
    if len(result.paths) > 1:
        return _of_several(result, captions)
    path = result.paths[0]
    if path.course is not None:
        return f"{_number(result)} {run(path.course)}"
    flips = [flip for actor in path.actors for flip in actor.flips if not flip.touch]
    if not flips:
        return f"{'No verdict' if result.aspect.kind == 'seeks' else 'No rung'} turns along this path"
    courses: dict[str, list[str]] = {}
    for actor in path.actors:
        if actor.turns:
            courses.setdefault(course_of(result, actor), []).append(actor.name)
    if len(courses) <= MOST_SAID and len(flips) <= MOST_FLIPS_SAID:
        return "; ".join(f"{listed(names)}: {course}" for course, names in courses.items())
    return f"{len(flips)} flips along this path, of {sum(map(len, courses.values()))} actors"


def course_of(result: Thresholds, actor: ActorThresholds) -> str:
    """Return an actor's verdicts or rungs along a path, with the flips between them."""
    return thresholds.course(actor, marks=result.concept.name == "nash")


def _of_several(result: Thresholds, captions: Captions) -> str:
    if result.aspect.kind != "seeks":
        on = tuple(path for path in result.paths if _moves(path.course) or any(actor.flips for actor in path.actors))
        what, does = (_number(result), "moves with") if result.aspect.is_number else (asked(result.aspect), "turns on")
        return f"{what} {does} {_numbers(result, on, captions)}"
    turning: dict[tuple[PathThresholds, ...], list[str]] = {}
    for name in result.scenario.names:
        on = tuple(path for path in result.paths if any(a.name == name and a.flips for a in path.actors))
        if on:
            turning.setdefault(on, []).append(name)
    if not turning:
        return f"Who seeks power turns on {_numbers(result, (), captions)}"
    if len(turning) > MOST_SAID:
        return f"Whether {sum(map(len, turning.values()))} of the actors seek power turns on these numbers"
    parts: list[str] = []
    for on, names in turning.items():
        who = listed(names) if len(names) <= MOST_NAMED else f"{len(names)} actors"
        does = f"do{'' if len(names) > 1 else 'es'}" if parts else f"seek{'' if len(names) > 1 else 's'} power"
        parts.append(f"whether {who} {does}{' turns' if not parts else ''} on {_numbers(result, on, captions)}")
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}"


def _moves(course: Course | None) -> bool:
    return course is not None and course.moves


def _number(result: Thresholds) -> str:
    return "The chance of war" if result.aspect.kind == "war" else "What is destroyed"


def _numbers(result: Thresholds, on: tuple[PathThresholds, ...], captions: Captions) -> str:
    """Name some of the numbers that vary."""
    count = len(result.paths)
    if not on:
        return "neither number" if count == 2 else "none of these numbers"
    if len(on) == count:
        return "both numbers" if count == 2 else f"all {count} numbers"
    return listed([captions.words(result.scenario, path.path) for path in on])
