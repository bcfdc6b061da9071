"""Sources of the model's numbers while paths vary: the grammar of paths tells which numbers each path sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powergame.errors import UsageError
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.scenario import Scenario
from powergame.text import printable

Cell = tuple[str, str, str]
"""Key of a number of the model: its field, its actor and its rung, each empty where it has none."""


@dataclass(frozen=True)
class Sources:
    """The paths that numbers come from in one view: the scenario's own, or an actor's with its beliefs.

    Attributes
    ----------
    numbers
        The path that sets a number last; numbers without a path are the scenario's.
    vectors
        The paths on which each actor's preferences depend, in the order in which they are set.
    whole
        The path whose value each actor's preferences are, or None.
    """

    numbers: dict[Cell, str]
    vectors: tuple[tuple[str, ...], ...]
    whole: tuple[str | None, ...]


def sources(scenario: Scenario, paths: Sequence[Path], viewer: str | None) -> Sources:
    """Return which numbers of a view come from which path.

    Parameters
    ----------
    scenario
        The scenario before anything is set.
    paths
        Paths that vary, in the order in which they are set.
    viewer
        The actor whose view it is; None for the scenario's own.

    Raises
    ------
    UsageError
        Where one path gives an actor a ladder of its own, and a later one is about the ladder that it had before.
    """
    numbers: dict[Cell, str | None] = {}
    vectors: dict[str, set[str]] = {name: set() for name in scenario.names}
    whole: dict[str, str | None] = dict.fromkeys(scenario.names)
    sharing = [actor.name for actor in scenario.actors if actor.ladder is None]
    parted: set[str] = set()
    for path, source in _set(scenario, paths, viewer):
        if path.moves_directions:
            before = set() if path.field == "preferences" else vectors[path.actor]
            vectors[path.actor] = (
                before | (vectors[path.towards] if path.towards else set()) | ({source} if source else set())
            )
            whole[path.actor] = source if path.field == "preferences" else None
            continue
        for actor in sharing if path.rung and not path.actor else [path.actor]:
            numbers[path.field, actor, path.rung] = source
        if path.rung and path.actor in sharing:
            sharing.remove(path.actor)
            parted |= {path.actor} if source else set()
        elif (
            path.rung
            and not path.actor
            and source
            and any((path.field, actor, path.rung) not in numbers for actor in parted)
        ):
            raise UsageError(
                f"{', '.join(printable(path.text) for path in paths)}: these cannot vary together in this order, since "
                "one changes what another is about"
            )
    ordered = tuple(tuple(path.text for path in paths if path.text in vectors[name]) for name in scenario.names)
    return Sources({cell: source for cell, source in numbers.items() if source}, ordered, tuple(whole.values()))


def _set(scenario: Scenario, paths: Sequence[Path], viewer: str | None) -> Iterator[tuple[Path, str | None]]:
    """Yield what is set, in order, and the varying path that sets it; None for beliefs that do not vary."""
    yield from ((path, path.text) for path in paths if not path.is_belief)
    if viewer is not None:
        held = {text: None for actor in scenario.actors if actor.name == viewer for text, _ in actor.beliefs}
        varied = {path.subject.text: path.text for path in paths if path.is_belief and path.actor == viewer}
        for text, source in {**held, **varied}.items():
            yield parse(text, scenario.outcomes), source
