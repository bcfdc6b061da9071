"""The path language: names for the values of a scenario.

``actors.red.power``, ``conflict.destruction.odds``, ``actors.red.preferences.angle``, ``ladder.seek.grab``,
``actors.red.ladder.seek.grab`` (a rung by its name), ``actors.red.beliefs.conflict.destruction.odds`` (what red
believes), and ``alignment.red.blue``, which is derived: setting it to c turns red's vector, in the plane that it
spans with blue's, to the nearest direction whose cosine with blue's is c. All alignments that are asked for, now and
before, are met together and last (`powergame.scenario.alignments`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from powergame.errors import Fault, ScenarioError
from powergame.scenario import fields
from powergame.scenario.consistency import check_power, rescaled, with_dimensions
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.locate import check_length, locate
from powergame.scenario.paths.overlap import refuse_undone
from powergame.scenario.types import Actor, Ladder, Table, Value
from powergame.text import printable, repeated

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.vectors import Vector


def get(scenario: Scenario, path: str) -> Value:
    """Return the value at a path, or raise `ScenarioError` where there is none.

    Examples
    --------
    >>> from powergame import load
    >>> get(load("scenarios/security-dilemma.yaml"), "conflict.destruction.odds")
    0.5
    """
    try:
        return locate(scenario, path).get()
    except FieldError as error:
        raise ScenarioError([Fault(str(error), repeated(path))]) from None


def setting(scenario: Scenario, path: str) -> Value:
    """Return the value to which a path would be set for a scenario to stay as it is.

    It is another than `get` returns for a number of preferences that alignments turn after it is set.
    """
    aligned = parse(path, scenario.outcomes).field == "alignment"
    return get(scenario if aligned else unasked(scenario), path)


def apply(scenario: Scenario, changes: Mapping[str, object] | Iterable[tuple[str, object]]) -> Scenario:
    """Return a scenario with values changed, in order, and its alignments met last.

    Parameters
    ----------
    changes
        Paths and values, of one source; a value is what a file may have there: a number, a word, a list of numbers, ...
        An alignment takes the place of what an earlier source asks of the same pair.

    Raises
    ------
    ScenarioError
        With a fault for each path that does not exist and each value that does not fit; where alignments cannot be met
        together, and where one pair's is given twice.

    Examples
    --------
    >>> from powergame import load
    >>> turned = apply(load("scenarios/security-dilemma.yaml"), {"actors.west.power": 3, "alignment.west.east": 0})
    >>> get(turned, "actors.west.power"), round(get(turned, "alignment.west.east"), 9)
    (3.0, 0.0)
    """
    faults: list[Fault] = []
    changed: list[Path] = []
    alignments: list[Path] = []
    wholes: set[str] = set()
    scenario = before = opened(scenario)
    for path, value in changes.items() if isinstance(changes, Mapping) else changes:
        try:
            place = locate(scenario, path)
            if place.path.field == "alignment":
                refuse_undone(place.path, alignments)
                alignments.append(place.path)
            if place.path.kind.field == "preferences" and not place.path.type:
                wholes.add(place.path.actor)
            # a number or an array of numpy is one of Python when it stands in a scenario
            scenario = place.put(place.check(value.tolist() if hasattr(value, "tolist") else value))
            changed.append(place.path)
        except FieldError as error:
            faults.append(Fault(str(error), repeated(path)))
        except ScenarioError as error:
            faults += [replace(fault, path=repeated(path)) for fault in error.faults]
    if not faults:
        try:
            return _from_before(before, checked(scenario, changed), wholes)
        except FieldError as error:
            faults.append(Fault(str(error), "", scenario.source))
    raise ScenarioError(faults)


def _from_before(before: Scenario, scenario: Scenario, names: Set[str]) -> Scenario:
    """Return a scenario whose actors turn from where they were before they got some vectors, if these are the same.

    So the values of a scenario, set again, lead to the very scenario: its vectors, and what these were turned from.
    """
    if not scenario.asked or not names or scenario.alignments is not None or before.dimensions != scenario.dimensions:
        return scenario
    triples = zip(before.actors, scenario.actors, scenario.unturned, strict=True)
    try:
        known = met(with_vectors(scenario, [old.preferences if new.name in names else at for old, new, at in triples]))
    except FieldError:
        return scenario
    return known if known.actors == scenario.actors else scenario


def checked(scenario: Scenario, changed: Iterable[Path]) -> Scenario:
    """Return an opened scenario after one source's changes, its probabilities rescaled and its alignments met.

    Raises
    ------
    FieldError
        Where its parts no longer fit, or its alignments cannot be met.
    """
    # what is believed changes nothing for others
    true = [path for path in changed if not path.is_belief]
    touched = {path.field for path in true}
    if "power" in touched:
        check_power(scenario.actors)
    if "probability" in touched:
        scenario = _rescaled(scenario, [path for path in true if path.field == "probability"])
    if "preferences" in touched:
        scenario = with_dimensions(scenario)
    if "ladder" in touched:
        check_rungs(scenario)
    if touched & {"preferences", "ladder"}:
        for actor in scenario.actors:
            for path, value in (*actor.beliefs, *(belief for private in actor.types for belief in private.beliefs)):
                check_length(scenario, locate(scenario, path), value)
    return met(scenario)


def _rescaled(scenario: Scenario, given: Sequence[Path]) -> Scenario:
    """Return a scenario in which the probabilities of types that were not set share what is left."""
    actors = []
    for actor in scenario.actors:
        names = {path.type for path in given if path.actor == actor.name}
        try:
            actors.append(replace(actor, types=rescaled(actor.types, names)) if names else actor)
        except FieldError as error:
            raise FieldError(f"actors.{printable(actor.name)}.types: {error}") from None
    return replace(scenario, actors=tuple(actors))


def opened(scenario: Scenario) -> Scenario:
    """Return a scenario whose actors have the preferences that were set, before alignments turned them."""
    return with_vectors(scenario, scenario.unturned, ()) if scenario.asked else scenario


def unasked(scenario: Scenario) -> Scenario:
    """Return a scenario as it was set, without the alignments that it asks for."""
    return replace(opened(scenario), asked=()) if scenario.asked else scenario


def met(scenario: Scenario) -> Scenario:
    """Return an opened scenario with its actors turned to meet the alignments that it asks for, or those of its table.

    Raises
    ------
    FieldError
        Where they cannot be met.
    """
    # numpy, which scenarios without alignments do not need
    if scenario.alignments is not None:
        from powergame.scenario.alignments.table import tabled

        return tabled(scenario)
    if not scenario.asked:
        return scenario
    from powergame.scenario.alignments.turning import met_vectors

    places = {name: place for place, name in enumerate(scenario.names)}
    ordered = sorted(scenario.asked, key=lambda asked: sorted((places[asked.turned], places[asked.towards])))
    scenario = replace(scenario, asked=tuple(ordered))
    return with_vectors(scenario, met_vectors(scenario), tuple(actor.preferences for actor in scenario.actors))


def with_vectors(
    scenario: Scenario, vectors: Iterable[Vector | None], unturned: tuple[Vector | None, ...] = ()
) -> Scenario:
    """Return a scenario whose actors have other preferences."""
    pairs = zip(scenario.actors, vectors, strict=True)
    actors = tuple(a if a.preferences == vector else replace(a, preferences=vector) for a, vector in pairs)
    lengths = (len(actor.preferences) for actor in actors if actor.preferences is not None)
    return replace(scenario, actors=actors, unturned=unturned, dimensions=next(lengths, scenario.dimensions))


def settled(scenario: Scenario) -> Scenario:
    """Return the scenario that is solved, as one that asks for no alignments.

    Its actors have the preferences to which they were turned, and believe in those to which others are turned in their
    eyes. A table of alignments is one that has those that were asked for.
    """
    if not scenario.asked:
        return scenario
    if scenario.alignments is not None:
        from powergame.scenario.alignments.table import as_table, table_of

        return replace(scenario, alignments=as_table(table_of(scenario)), asked=(), unturned=())
    believers = tuple(_settled_beliefs(scenario, actor) for actor in scenario.actors)
    return replace(scenario, actors=believers, asked=(), unturned=())


def _settled_beliefs(scenario: Scenario, viewer: Actor) -> Actor:
    """Return an actor that believes in the preferences themselves that it sees others have."""
    about = [(parse(path, scenario.outcomes), path, value) for path, value in viewer.beliefs]
    if not any(path.moves_directions for path, _, _ in about):
        return viewer
    view = seen_by(scenario, viewer)
    kept = tuple((text, value) for path, text, value in about if not path.moves_directions or path.towards)
    vectors = tuple(
        (f"actors.{seen.name}.preferences", seen.preferences)
        for seen, true in zip(view.actors, scenario.actors, strict=True)
        if seen.preferences is not None and seen.preferences != true.preferences
    )
    return replace(viewer, beliefs=(*vectors, *kept))


def seen_by(scenario: Scenario, viewer: Actor) -> Scenario:
    """Return the scenario as one of its actors sees it, with what it believes.

    Alignments that it believes in are met together with those that the scenario asks for. But where it believes in
    somebody's preferences, these stand, whatever the scenario asks of them; the others then keep their true directions.
    """
    if not viewer.beliefs:
        return scenario
    believed = {
        path.subject.actor
        for path in (parse(text, scenario.outcomes) for text, _ in viewer.beliefs)
        if path.moves_directions and not path.towards
    }
    try:
        return apply(_without_truth_about(scenario, believed) if believed else scenario, viewer.beliefs)
    except ScenarioError as error:
        at = f"actors.{printable(viewer.name)}.beliefs"
        raise ScenarioError(
            [replace(fault, path=".".join(filter(None, (at, fault.path)))) for fault in error.faults]
        ) from None


def _without_truth_about(scenario: Scenario, names: Set[str]) -> Scenario:
    """Return a scenario that asks for no alignments of some actors; whom these have turned keeps its direction."""
    if not scenario.asked:
        return scenario
    from powergame.scenario.alignments.turning import turned_by

    turned = turned_by(scenario, [not asked.pair.isdisjoint(names) for asked in scenario.asked])
    pairs = zip(scenario.actors, scenario.unturned, strict=True)
    vectors = tuple(actor.preferences if actor.name in turned else before for actor, before in pairs)
    kept = tuple(asked for asked in scenario.asked if asked.pair.isdisjoint(names))
    return replace(with_vectors(scenario, vectors, vectors if kept else ()), asked=kept)


def check_rungs(scenario: Scenario) -> None:
    """Raise `FieldError` where something observed is no rung (any more)."""
    rungs = {actor.name: {rung.name for rung in scenario.ladder_of(actor)} for actor in scenario.actors}
    for observation in scenario.observed:
        if any(parse(path, scenario.outcomes).field == "ladder" for path, _ in observation.under):
            continue  # seen under a ladder of its own
        for name, rung in observation.plays:
            if rung not in rungs[name]:
                raise FieldError(
                    f"{printable(name)} was observed to play '{printable(rung)}', which is no rung of this ladder"
                )


def flatten(scenario: Scenario) -> dict[str, Value]:
    """Return the values of a scenario by their paths; `apply` can set every one of them.

    Rungs' odds are left out where they are the scenario's, and ladders where actors have none of their own. Preferences
    are those to which alignments have turned the actors; they meet these, and setting them turns nobody any more. In
    their place a table of alignments has these, each pair once.

    Examples
    --------
    >>> from powergame import load
    >>> values = flatten(load("scenarios/security-dilemma.yaml"))
    >>> values["actors.west.effectiveness"], values["rounds"]
    (1.0, 1)
    """
    values: dict[str, Value] = {}
    scenario = settled(scenario)
    for actor in scenario.actors:
        at = f"actors.{actor.name}"
        values |= {f"{at}.{key}": getattr(actor, key) for key in fields.ACTOR}
        if actor.preferences is not None and scenario.alignments is None:
            values[f"{at}.preferences"] = actor.preferences
        for private in actor.types:
            values[f"{at}.types.{private.name}.probability"] = private.probability
            if private.preferences is not None:
                values[f"{at}.types.{private.name}.preferences"] = private.preferences
            values |= {f"{at}.types.{private.name}.beliefs.{path}": believed for path, believed in private.beliefs}
        if actor.ladder is not None:
            values |= _flat_ladder(f"{at}.ladder", actor.ladder)
        values |= {f"{at}.beliefs.{path}": believed for path, believed in actor.beliefs}
    values |= {f"conflict.destruction.{key}": getattr(scenario.conflict, key) for key in fields.DESTRUCTION}
    values |= {f"conflict.{key}": getattr(scenario.conflict, key) for key in (*fields.CONFLICT, *fields.CHOICES)}
    values |= _flat_ladder("ladder", scenario.ladder)
    values["rounds"] = scenario.rounds
    for i, row in enumerate(scenario.alignments or ()):
        values |= {f"alignment.{scenario.names[i]}.{scenario.names[j]}": row[j] for j in range(i + 1, len(row))}
    return values


def of_table(scenario: Scenario, table: Table) -> Scenario:
    """Return a scenario whose actors have the directions of a table of alignments that is possible."""
    from powergame.scenario.alignments.table import directions_of

    return with_vectors(replace(scenario, alignments=table, asked=()), directions_of(table))


def as_vectors(scenario: Scenario) -> Scenario:
    """Return a scenario whose table of alignments has become the preferences of its actors, if it has one."""
    return scenario if scenario.alignments is None else replace(settled(scenario), alignments=None)


def _flat_ladder(at: str, ladder: Ladder) -> dict[str, Value]:
    return {
        f"{at}.{rung.name}.{key}": value
        for rung in ladder
        for key in fields.RUNG
        if (value := getattr(rung, key)) is not None
    }
