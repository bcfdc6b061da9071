"""The head of every result's JSON: its format, program, scenario and options, enough to compute it again."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from powergame.plain import Json, plain
from powergame.scenario.paths.apply import flatten, unasked
from powergame.sources.games import NamedGame
from powergame.version import __version__

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept
    from powergame.model.game import Game
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Axis, Prior

VERSION = 1
"""Version of every format."""


HEAD = frozenset(
    {
        "format",
        "version",
        "powergame",
        "versions",
        "scenario",
        "scenarios",
        "baseline",
        "options",
        "solution",
        "axes",
        "method",
        "solver",
    }
)
"""Keys of a result's JSON that say what it is, and how it was computed."""

MAX_PAYOFFS_IN_HEAD = 10_000
"""Payoffs of a game whose text a head has, at most; of larger ones the file itself is needed to compute again."""


ASK = "# --set "
"""Beginning of a line, in a scenario's text, that asks for an alignment."""


def named(name: str) -> dict[str, Json]:
    """Return the beginning of each document of powergame: its format, ``powergame.NAME``, and the program's version."""
    return {"format": f"powergame.{name}", "version": VERSION, "powergame": __version__}


def head(name: str) -> dict[str, Json]:
    """Return the beginning of a result: that of a document, and what it was computed with."""
    return named(name) | {"versions": dict(versions())}


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and NumPy, on which the last digits of numbers may depend."""
    import numpy as np  # which every result has loaded

    return {"python": ".".join(map(str, sys.version_info[:3])), "numpy": np.__version__}


def head_of(data: Mapping[str, object]) -> dict[str, object]:
    """Return the head of a result's JSON: what a table or a picture of it says of itself."""
    known = {key: value for key, value in data.items() if key in HEAD}
    several = known.pop("scenarios", None)
    heads = [head_of(each) for each in several] if isinstance(several, list) else []
    return known | {"scenarios": heads} if any(heads) else known


def origin(loaded: Scenario | NamedGame) -> dict[str, Json]:
    """Return the scenario, or the game, of a result: name and source, the values of its paths, its variant, its text.

    The text is a scenario file that gives it again, with its variant and all changes: `rebuilt` needs nothing else.
    """
    if isinstance(loaded, NamedGame):
        return game_origin(loaded.name, loaded.source, loaded.sha256, loaded.game, loaded.about)
    return unread_origin(loaded.name, loaded.source, loaded.sha256) | {
        "values": values(loaded),
        "variant": loaded.variant,
        "text": _text(loaded),
    }


def _text(scenario: Scenario) -> str:
    """Return a scenario as it was set, and in a comment the alignments that are to be asked for."""
    from powergame.scenario.writing.dump import dump  # which tables do without

    asked = (f"{ASK}{asked.path}={asked.cosine!r}\n" for asked in scenario.asked)
    return dump(unasked(scenario)) + "".join(asked)


def rebuilt(origin: Mapping[str, Json]) -> Scenario:
    """Return the scenario of a result from what `origin` told of it, without its file.

    Raises
    ------
    ScenarioError
        Where what is told is no scenario.
    """
    from powergame.scenario.reading.load import load_text

    text, variant = str(origin["text"]), origin["variant"]
    scenario = load_text(text, name=str(origin["name"]))
    asked = dict(_asked(text))
    return replace(
        scenario.with_values(asked) if asked else scenario,
        source=str(origin["source"]),
        sha256=str(origin["sha256"]),
        variant=None if variant is None else str(variant),
    )


def _asked(text: str) -> Iterator[tuple[str, float]]:
    """Yield the alignments that the last lines of a scenario's text ask for, as `_text` writes them."""
    for line in reversed(text.rstrip("\n").split("\n")):
        if not line.startswith(ASK):
            return
        path, _, cosine = line.removeprefix(ASK).rpartition("=")
        yield path, float(cosine)


def game_origin(name: str, source: str, sha256: str, game: Game, about: str) -> dict[str, Json]:
    """Return the origin of a game, which has no paths, and of a large one no text."""
    if game.payoffs.size > MAX_PAYOFFS_IN_HEAD:
        return unread_origin(name, source, sha256)
    from powergame.model.nfg import write_nfg

    return unread_origin(name, source, sha256) | {"text": write_nfg(game, name, about)}


def unread_origin(name: str, source: str, sha256: str = "") -> dict[str, Json]:
    """Return the origin of what could not be read."""
    return {"name": name, "source": source, "sha256": sha256, "values": {}, "variant": None, "text": None}


def values(scenario: Scenario) -> dict[str, Json]:
    """Return a scenario's values by their paths, and the alignments that it asks for, which its preferences meet."""
    meeting = replace(scenario, asked=(), unturned=())
    asked = {alignment.path: plain(alignment.cosine) for alignment in scenario.asked}
    return {path: plain(value) for path, value in flatten(meeting).items()} | asked


def solution(concept: Concept) -> dict[str, Json]:
    """Return the solution concept; its rationality is null for Nash equilibria and for logit's limit."""
    return {"concept": concept.name, "rationality": concept.rationality}


def solution_options(concept: Concept) -> dict[str, Json]:
    """Return the solution concept as the command's options."""
    return {"solution": concept.name, "rationality": concept.rationality}


def vary_option(axes: Iterable[tuple[str, Axis | None]]) -> list[Json]:
    """Return paths and their axes, as ``--vary`` gives them; the axis is null where none was given."""
    return [{"path": path, "axis": axis_to_dict(axis) if axis else None} for path, axis in axes]


def axis_to_dict(axis: Axis) -> dict[str, Json]:
    """Return an axis as a scenario file may have it."""
    if axis.values is not None:
        return {"values": list(axis.values)}
    return {"from": axis.start, "to": axis.stop, "count": axis.count, "scale": axis.scale}


def prior_to_dict(prior: Prior) -> dict[str, Json]:
    """Return a prior as a scenario file has it."""
    if prior.kind != "direction":
        return {prior.kind: [plain(x) for x in prior.parameters]}
    if prior.mean is None:
        return {"direction": "uniform"}
    return {"direction": {"mean": list(prior.mean), "concentration": prior.concentration}}
