"""Sources of the model's numbers while paths vary: the grammar of paths tells which numbers each path sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from powergame.errors import UsageError
from powergame.scenario.alignments.turning import turning_order
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Value
from powergame.text import printable

Cell = tuple[str, str, str]
"""Key of a number of the model: its field, its actor and its rung, each empty where it has none."""

Set = tuple[Path, str | None, Value]
"""A path that is set, the varying path that sets it or None, and its value where it does not vary."""


@dataclass(frozen=True)
class VectorSetting:
    """A setting of an actor's preferences: of the whole vector, of one of its numbers, or of its angle.

    Attributes
    ----------
    part
        What is set: the place of a number, or the field.
    path
        The varying path whose value it is; None where `value` is set in all rows.
    """

    part: int | Literal["preferences", "angle"]
    path: str | None
    value: Value


@dataclass(frozen=True)
class AskedFrom:
    """An alignment that is asked for in a view, and the path whose value it is; without one it is the same in all rows.

    Attributes
    ----------
    turned, towards
        Places of the two actors.
    """

    turned: int
    towards: int
    cosine: float
    path: str | None


@dataclass(frozen=True)
class Sources:
    """The paths that numbers come from in one view: the scenario's own, or an actor's with its beliefs.

    Attributes
    ----------
    numbers
        The path that sets a number last; numbers without a path are the scenario's.
    vectors, believed
        The settings of each actor's preferences, in order, in the scenario itself and then by what the viewer believes;
        alignments, which turn these, are not among them. What a whole vector undoes is left out.
    asked
        The alignments that are asked for, which are met last.
    held
        Places of the actors who keep the directions to which the scenario has turned them, before any of `asked` is
        met: the viewer believes in somebody's preferences, and no alignment with that one is asked for in its eyes.
    """

    numbers: dict[Cell, str]
    vectors: tuple[tuple[VectorSetting, ...], ...]
    believed: tuple[tuple[VectorSetting, ...], ...]
    asked: tuple[AskedFrom, ...]
    held: frozenset[int]


def sources(scenario: Scenario, paths: Sequence[Path], viewer: str | None, *, in_order: bool = False) -> Sources:
    """Return which numbers of a view come from which path.

    Parameters
    ----------
    scenario
        The scenario before anything is set.
    paths
        Paths that vary, in the order in which they are set.
    viewer
        The actor whose view it is; None for the scenario's own.
    in_order
        Whether the order is meant, where it decides what paths mean.

    Raises
    ------
    UsageError
        Where it is not, and one path gives an actor a ladder of its own, and a later one is about the ladder that it
        had before.
    """
    believed = () if viewer is None else tuple(_believed(scenario, paths, viewer))
    numbers = _numbers(scenario, (*_set(paths), *believed), in_order=in_order)
    vectors, seen = _vectors(scenario, _set(paths)), _vectors(scenario, believed)
    pairs = zip(vectors, seen, strict=True)
    kept = tuple(() if part and part[0].part == "preferences" else whole for whole, part in pairs)
    return Sources(numbers, kept, seen, *_asked(scenario, paths, believed))


def _numbers(scenario: Scenario, every: Sequence[Set], *, in_order: bool) -> dict[Cell, str]:
    """Return the path that sets each number last."""
    numbers: dict[Cell, str | None] = {}
    sharing = [actor.name for actor in scenario.actors if actor.ladder is None]
    parted: dict[str, Path] = {}
    for path, source, _ in every:
        if path.moves_directions:
            continue
        for actor in sharing if path.rung and not path.actor else [path.actor]:
            numbers[path.field, actor, path.rung] = source
        if path.rung and path.actor in sharing:
            sharing.remove(path.actor)
            parted |= {path.actor: path} if source and not in_order else {}
        elif path.rung and not path.actor and source:
            for actor, by in parted.items():
                if (path.field, actor, path.rung) not in numbers:
                    raise UsageError(_apart(path, actor, by))
    return {cell: source for cell, source in numbers.items() if source}


def _apart(path: Path, actor: str, by: Path) -> str:
    """Return why a number of the common ladder cannot vary once a path has given an actor a ladder of its own."""
    first, second, name = printable(by.text), printable(path.text), printable(actor)
    return (
        f"{first}, {second}: these cannot vary together in this order, since the first gives {name} a ladder of its "
        f"own, which the second is not about; expected {second} first, or one of the two taken out"
    )


def _vectors(scenario: Scenario, every: Iterable[Set]) -> tuple[tuple[VectorSetting, ...], ...]:
    """Return the settings of each actor's preferences, in order, from the last whole vector on."""
    settings: dict[str, list[VectorSetting]] = {name: [] for name in scenario.names}
    for path, source, value in every:
        match path.field:
            case "preferences":
                settings[path.actor] = [VectorSetting("preferences", source, value)]
            case "angle":
                settings[path.actor].append(VectorSetting("angle", source, value))
            case "component":
                known = path.outcome in scenario.outcomes
                place = scenario.outcomes.index(path.outcome) if known else int(path.outcome)
                settings[path.actor].append(VectorSetting(place, source, value))
    return tuple(map(tuple, settings.values()))


def _set(paths: Sequence[Path]) -> Iterator[Set]:
    """Yield what is set in the scenario itself, in order."""
    yield from ((path, path.text, 0.0) for path in paths if not path.is_belief)


def _believed(scenario: Scenario, paths: Sequence[Path], viewer: str) -> Iterator[Set]:
    """Yield what an actor believes, in order; a belief that varies takes the place of the one of the same value."""
    beliefs = next(actor.beliefs for actor in scenario.actors if actor.name == viewer)
    held: list[Set] = [(parse(text, scenario.outcomes), None, value) for text, value in beliefs]
    for path in paths:
        if path.is_belief and path.actor == viewer:
            same = [same_value(known, path.subject, scenario.outcomes) for known, *_ in held]
            place = same.index(True) if any(same) else len(held)
            held[place : place + 1] = [(path.subject, path.text, 0.0)]
    yield from held


def _asked(
    scenario: Scenario, paths: Sequence[Path], believed: Sequence[Set]
) -> tuple[tuple[AskedFrom, ...], frozenset[int]]:
    """Return the alignments that are asked for in a view, and who keeps its true direction, as `seen_by` has it."""
    places = {name: place for place, name in enumerate(scenario.names)}

    def asked_from(part: Set) -> AskedFrom:
        path, source, value = part
        assert isinstance(value, int | float), "an alignment is a number"
        return AskedFrom(places[path.actor], places[path.towards], value, source)

    asked = {
        known.pair: AskedFrom(places[known.turned], places[known.towards], known.cosine, None)
        for known in scenario.asked
    }
    asked |= {frozenset((part[0].actor, part[0].towards)): asked_from(part) for part in _set(paths) if part[0].towards}
    about = {path.actor for path, *_ in believed if path.moves_directions and not path.towards}
    apart = [not pair.isdisjoint(about) for pair in asked]
    turnings = turning_order([(wish.turned, wish.towards) for wish in asked.values()]) if any(apart) else ()
    overridden = {places[path.actor] for path, *_ in believed if path.field == "preferences"}
    held = {turning.actor for turning in turnings if any(apart[k] for k in turning.pairs)} - overridden
    asked = {pair: wish for pair, wish in asked.items() if pair.isdisjoint(about)}
    asked |= {frozenset((part[0].actor, part[0].towards)): asked_from(part) for part in believed if part[0].towards}
    return tuple(asked.values()), frozenset(held)
