"""Scenarios from files, standard input and text, with `extends`, variants and changes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from powergame.errors import Fault, NothingMatchedError, PowergameError, ScenarioError, UsageError
from powergame.files import NamedFile, input_file, is_shipped, is_standard_input
from powergame.objects.nearest import nearest
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import Path as ValuePath
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.locate import split
from powergame.scenario.paths.overlap import refuse_undone
from powergame.scenario.reading.assemble import assemble
from powergame.scenario.reading.extends import extended
from powergame.scenario.reading.lints import lints
from powergame.scenario.reading.reader import digest, read_bytes
from powergame.scenario.scenario import Scenario
from powergame.scenario.values import parse_value
from powergame.scenario.yaml.tree import MapNode, Tree, compose
from powergame.text import printable, repeated

Sets: TypeAlias = Sequence[str | tuple[str, str]] | Mapping[str, str]
"""Changes: ``PATH=VALUE`` as ``--set`` gives it, or paths and their values as text."""

TEXT = "text"
"""Name of a scenario in messages that comes from no file."""


def load(source: str | os.PathLike[str], *, sets: Sets = ()) -> Scenario:
    """Return the scenario of a scenario file; `powergame.sources.load` reads games, too.

    Parameters
    ----------
    source
        A file, ``FILE#VARIANT``, or ``-`` for standard input. A file whose own name has a ``#`` is found first.
    sets
        Changes to be made first.

    Raises
    ------
    ScenarioError
        With all of its faults and their places.

    Examples
    --------
    >>> load("scenarios/security-dilemma.yaml").names
    ('west', 'east')
    >>> load("scenarios/security-dilemma.yaml#cheap wars", sets={"rounds": "2"}).rounds
    2
    """
    scenarios = load_all(source, sets=sets)
    if len(scenarios) != 1:
        name = printable(os.fspath(source))
        raise ScenarioError([Fault("this stands for several scenarios; expected one", "", name)])
    return scenarios[0]


def load_all(
    source: str | os.PathLike[str],
    *,
    sets: Sets = (),
    data: bytes | None = None,
    place: str | None = None,
    expecting: bool = False,
) -> tuple[Scenario, ...]:
    """Return the scenario of a file, or all of its variants for ``FILE#*``.

    Parameters
    ----------
    source, sets
        As for `load`.
    data
        The bytes of the file, where it has been read already.
    place
        The path of the file, where the source has another name for it.
    expecting
        Whether a file stands also for those of its variants that have an ``expect`` of their own.

    Raises
    ------
    ScenarioError
        As for `load`, and where there is no such variant.
    NothingMatchedError
        For ``FILE#*`` where the file has no variants.

    Examples
    --------
    >>> [scenario.variant for scenario in load_all("scenarios/chip-controls.yaml#*")]
    ['interdependence', 'decoupled', 'a neutral toolmaker']
    """
    files: list[NamedFile] = []
    try:
        return _load_all(os.fspath(source), sets, data, place, files, expecting=expecting)
    except PowergameError as error:
        error.files = tuple(files)
        raise


def _load_all(
    source: str, sets: Sets, data: bytes | None, place: str | None, files: list[NamedFile], *, expecting: bool
) -> tuple[Scenario, ...]:
    file, variant = file_and_variant(source)
    base = _load_file(file, data, place or file, files)
    if variant is None:
        expectant = [variant.name for variant in base.variants if expecting and variant.expect]
        return (_finished(base, sets), *(_variant(base, name, sets) for name in expectant))
    if variant == "*":
        if not base.variants:
            raise NothingMatchedError(f"{printable(file)}: it has no variants")
        return tuple(_variant(base, name, sets) for name in _names(base))
    return (_variant(base, variant, sets),)


def load_text(text: str, *, name: str = "scenario", sets: Sets = ()) -> Scenario:
    """Return the scenario of a text, which cannot extend a file.

    Examples
    --------
    >>> scenario = load_text('''
    ... actors: {red: {power: 2, preferences: [1, 0]}, blue: {power: 1, preferences: [0, 1]}}
    ... conflict: {destruction: {odds: 0.1, severity: 0.5}}
    ... ''')
    >>> scenario.names, scenario.dimensions
    (('red', 'blue'), 2)
    """
    if not isinstance(text, str):
        raise UsageError(f"a text of type {type(text).__name__}; expected the YAML of a scenario, as str")
    data = text.encode("utf-8", "surrogatepass")
    tree, noted = compose(data, TEXT)
    return load_tree(tree, noted, name=name, sha256=digest(data), sets=sets)


def load_tree(tree: Tree, noted: Sequence[Fault] = (), *, name: str, sha256: str, sets: Sets = ()) -> Scenario:
    """Return the scenario of a tree that comes from no file, and so cannot extend one.

    Parameters
    ----------
    noted
        Faults that were found already; see `assemble`.
    sha256
        Digest of what the tree was made of.
    """
    node = tree.get("extends") if isinstance(tree, MapNode) else None
    if node is not None:
        raise ScenarioError([node.fault("only a file can extend a file; expected the whole scenario", "extends")])
    scenario = assemble(tree, name, TEXT, noted)
    return _finished(replace(scenario, source="", sha256=sha256), sets)


def file_and_variant(source: str) -> tuple[str, str | None]:
    """Split ``FILE#VARIANT``; a file whose own name has a ``#`` is found first, but for ``@NAME#VARIANT``."""
    file, mark, variant = source.rpartition("#")
    if not mark or not file or (os.path.lexists(source) and not is_shipped(source)):
        return source, None
    return file, variant


def _load_file(file: str, data: bytes | None, place: str, files: list[NamedFile]) -> Scenario:
    """Return the scenario of a file; the files that are read are added to those given, also where it is not valid."""
    files.append(input_file(place))
    data = read_bytes(place) if data is None else data
    if is_standard_input(file):
        source, name, real = "-", "standard input", os.path.realpath("-")  # it extends files of the current folder
    else:
        source, name, real = file, Path(place).stem, os.path.realpath(place)
    tree, noted = compose(data, printable(source))
    tree, more, parts = extended(tree, source, Path(real).parent, [real], files)
    scenario = assemble(tree, printable(name), printable(source), [*noted, *more])
    return replace(scenario, sha256=digest(data, *parts), files=tuple(files))


def _variant(base: Scenario, name: str, sets: Sets) -> Scenario:
    variant = next((variant for variant in base.variants if variant.name == name), None)
    if variant is None:
        names = _names(base)
        guess = nearest(name, names)
        hint = f"; did you mean '{printable(guess)}'?" if guess else ""
        hint = hint or (f"; there are {', '.join(map(printable, names[:12]))}" if names else "")
        raise ScenarioError([Fault(f"there is no variant '{printable(name[:64])}'{hint}", "", base.source)])
    varied = base.with_values(dict(variant.changes)) if variant.changes else base
    # what the file expects, it expects of the scenario itself
    title, source = f"{base.name}: {name}", f"{base.source}#{name}"
    return _finished(replace(varied, name=title, source=source, variant=name, expect=variant.expect), sets)


def _names(base: Scenario) -> list[str]:
    """Return the names of a scenario's variants."""
    return [variant.name for variant in base.variants]


def _finished(scenario: Scenario, sets: Sets) -> Scenario:
    """Return a scenario with changes that are given as text, and with its warnings."""
    values = values_of(scenario, sets)
    scenario = scenario.with_values(values) if values else scenario
    return replace(scenario, warnings=lints(scenario))


def values_of(scenario: Scenario, sets: Sets) -> dict[str, object]:
    """Return the paths and values of changes that are given as text.

    Raises
    ------
    UsageError
        For a text that is no path and value, and where one of the changes undoes another.

    Examples
    --------
    >>> values_of(load("scenarios/security-dilemma.yaml"), ["actors.west.power=3"])
    {'actors.west.power': 3}
    """
    values: dict[str, object] = {}
    before: list[ValuePath] = []
    for path, text in sets.items() if isinstance(sets, Mapping) else (_pair(scenario, change) for change in sets):
        try:
            values[path] = parse_value(text)
        except UsageError as error:
            raise UsageError(f"{repeated(path)}: {error}") from None
        _refuse_undone(scenario, path, before)
    return values


def _refuse_undone(scenario: Scenario, text: str, before: list[ValuePath]) -> None:
    """Add a path to those before it, or raise `UsageError` where it undoes one of them."""
    try:
        path = parse(text, scenario.outcomes)
    except FieldError:
        return  # setting it says what is wrong
    try:
        refuse_undone(path, before, scenario.outcomes)
    except FieldError as error:
        raise UsageError(f"{repeated(text)}: {error}") from None
    before.append(path)


def _pair(scenario: Scenario, change: str | tuple[str, str]) -> tuple[str, str]:
    """Return the path and the value of a change."""
    if isinstance(change, tuple):
        return change
    try:
        return split(scenario, change)
    except FieldError:
        shown = printable(change)
        raise UsageError(f"--set {shown}: expected PATH=VALUE, for example actors.red.power=2") from None
