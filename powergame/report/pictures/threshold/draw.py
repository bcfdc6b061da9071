"""Thresholds: what turns along each path, with every flip and the scenario's own point."""

from __future__ import annotations

import math
from collections.abc import Iterator

from matplotlib.figure import Figure

from powergame.analysis.display import counted
from powergame.analysis.threshold import Thresholds
from powergame.errors import UsageError
from powergame.report.documents.thresholds.words import asked, run, side_change
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.layout import MARGIN, check_width, page
from powergame.report.pictures.drawing.scales import labels
from powergame.report.pictures.drawing.style import WIDTH, picture_style
from powergame.report.pictures.threshold.track import Track
from powergame.report.pictures.threshold.words import course_of, finding
from powergame.scenario.paths.words import words_of_path
from powergame.text import listed, sentence

MOST_SIDES_SAID = 3
"""Changes of sides along a path at most that notes tell."""

OWN = "◉ the scenario's own value"
CURVED = {"log": "Equal ratios are equally far apart.", "share": "Equal shares of all power are equally far apart."}

KEYS = {
    "seeks": "Full: always seeks power. Striped: it depends on the equilibrium. Pale: never.",
    "plays": "Fuller: further up the ladder.",
    "war": "In the selected equilibrium. Dashed: a jump. Rings: a level is crossed.",
    "destroyed": "In the selected equilibrium. Dashed: a jump. Rings: a level is crossed.",
}
"""What looks mean, by what is asked."""


def draw_threshold(result: Thresholds, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw what turns along each path of a result.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where it has no path.
    """
    if not result.paths:
        raise UsageError("no path varies, and thresholds lie along one")
    check_width(width)
    with picture_style():
        return _draw(result, width, captions)


def describe_threshold(result: Thresholds) -> str:
    """Say in a sentence what the picture shows."""
    parts = []
    for path in result.paths:
        if path.course is not None:
            told = f"it {run(path.course)}"
        else:
            told = "; ".join(f"{actor.name}: {course_of(result, actor)}" for actor in path.actors)
        words = words_of_path(result.scenario, path.path, flowing=True)
        parts.append(f"Along {words} from {_brief(path.start)} to {_brief(path.stop)}: {told}")
    what = asked(result.aspect)
    return f"{result.scenario.name}: {what[0].lower()}{what[1:]}. {'. '.join(parts)}."


def _draw(result: Thresholds, width: float, captions: Captions) -> Figure:
    inner = width - 2 * MARGIN
    tracks = [Track(result, path, inner, captions) for path in result.paths]
    body = sum(track.height for track in tracks) + 0.1
    title = captions.titled(finding(result, captions), result.scenario.name)
    made = page(width, body, *title, _notes(result, tracks, captions))
    top = made.top
    for track in tracks:
        track.draw(made, top)
        top += track.height
    made.figure.set_label(describe_threshold(result))
    return made.figure


def _notes(result: Thresholds, tracks: list[Track], captions: Captions) -> list[str]:
    lines = []
    if any(track.lanes for track in tracks):
        own = any(track.here is not None for track in tracks if track.lanes)
        lines.append(f"{OWN}. {KEYS[result.aspect.kind]}" if own else KEYS[result.aspect.kind])
        if any(flip.touch for path in result.paths for actor in path.actors for flip in actor.flips):
            lines[0] += " ◊: another verdict at this very point."
        if any(not i.proven for t in tracks if t.marks for actor in t.path.actors for i in actor.intervals):
            lines[0] += " Dotted: unproven."
    named = {word for track in tracks for word in track.named()}
    unnamed = dict.fromkeys(word for track in tracks for word in track.unnamed() if word not in named)
    if unnamed and result.aspect.kind == "plays":
        lines.append(f"In stretches too narrow for words: {listed(list(unnamed))}.")
    for track in tracks:
        path = track.path
        words = captions.words(result.scenario, path.path)
        if track.here is None:
            lines.append(f"{words} is {_brief(path.now)} in the scenario itself, outside of this range.")
        along = words if len(tracks) > 1 else ""
        lines += [side_change(path, change, along) for change in path.sides[:MOST_SIDES_SAID]]
        if len(path.sides) > MOST_SIDES_SAID:
            lines.append(f"Sides change {len(path.sides) - MOST_SIDES_SAID} times more: powergame threshold lists all.")
    shown = [track.path for track in tracks if track.lanes]
    lines += [CURVED[spacing] for spacing in dict.fromkeys(path.spacing for path in shown) if spacing in CURVED]
    omitted = sum(track.omitted for track in tracks)
    if omitted:
        lines.append(f"{counted(omitted, 'number', 'numbers')} without room here: powergame threshold lists all.")
    return lines + [sentence(note) for note in _remarks(result, captions)]


def _remarks(result: Thresholds, captions: Captions) -> Iterator[str]:
    """Yield the paths' notes: those of all paths once, and others with the path that they are of."""
    for path in result.paths:
        for note in path.notes:
            if not all(note in other.notes for other in result.paths):
                yield f"along {captions.words(result.scenario, path.path)}: {note}"
            elif path is result.paths[0]:
                yield note


def _brief(x: float) -> str:
    return "infinite" if math.isinf(x) else labels([x])[0]
