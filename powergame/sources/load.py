"""The one door for whatever a user names: what kind of source it is, and what it holds.

A source is a file, ``FILE#VARIANT``, ``FILE#*``, standard input, or ``@NAME`` in the place of a file: a scenario that
powergame brings with it. A file is told by what it holds, and by the ending of its name where that does not tell: what
begins as Gambit's files do is a game, what is called ``.csv`` or ``.tsv`` is a table, all else is a scenario.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from powergame.errors import Fault, PowergameError, ScenarioError, UsageError
from powergame.files import NamedFile, input_file, is_shipped, is_standard_input
from powergame.scenario.reading.load import Sets, file_and_variant
from powergame.scenario.reading.load import load_all as load_scenarios
from powergame.scenario.reading.reader import read_bytes
from powergame.scenario.scenario import Scenario
from powergame.sources.encoding import MAX_BYTES
from powergame.sources.games import NamedGame, game_of, is_game
from powergame.sources.shipped import shipped_file
from powergame.sources.tables.separated import is_table
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.sources.tables.frames import Frame

Loaded: TypeAlias = Scenario | NamedGame

Source: TypeAlias = "str | os.PathLike[str] | Mapping[str, object] | Frame"
"""What a user names, or has at hand."""


def load(source: Source, *, sets: Sets = ()) -> Scenario | Any:
    """Return the scenario, or the game, of a source.

    Parameters
    ----------
    source
        A scenario file, ``FILE#VARIANT``, a game in Gambit's strategic form (.nfg), a table (.csv, .tsv) of payoffs or
        of actors, ``@NAME`` for a scenario that powergame brings with it, or ``-`` for standard input. A file whose
        own name has a ``#`` is found first. Or what a file would hold: a mapping, or a data frame.
    sets
        Changes of a scenario to be made first.

    Returns
    -------
    Scenario or NamedGame
        The latter of a game. Type checkers take it for a scenario, which it nearly always is.

    Raises
    ------
    ScenarioError
        With all faults of a scenario and their places; with the first one of a game or a table.

    Examples
    --------
    >>> load("@security-dilemma").names
    ('west', 'east')
    >>> load("@security-dilemma#cheap wars", sets={"rounds": "2"}).rounds
    2
    """
    loaded = load_all(source, sets=sets)
    if len(loaded) != 1:
        name = printable(str(source))
        raise ScenarioError([Fault("this stands for several scenarios; expected one", "", name)])
    return loaded[0]


def load_all(source: Source, *, sets: Sets = (), expecting: bool = False) -> tuple[Scenario | Any, ...]:
    """Return the scenario, or the game, of a source, or all variants of a scenario for ``FILE#*``.

    Parameters
    ----------
    source, sets
        As for `load`.
    expecting
        Whether a file stands also for those of its variants that have an ``expect`` of their own.

    Raises
    ------
    ScenarioError
        As for `load`, and where there is no such variant.
    NothingMatchedError
        For ``FILE#*`` where the scenario has no variants.
    UsageError
        Where a game is to be changed, or a variant of it is asked for.

    Examples
    --------
    >>> [scenario.variant for scenario in load_all("@chip-controls#*")]
    ['interdependence', 'decoupled', 'a neutral toolmaker']
    """
    if isinstance(source, str | os.PathLike):
        return _load_file(os.fspath(source), sets, expecting=expecting)
    if isinstance(source, Mapping):
        from powergame.sources.mappings import scenario_of

        return (scenario_of(source, sets=sets),)
    from powergame.sources.tables.frames import is_frame

    if not is_frame(source):
        is_what = "loaded already" if isinstance(source, Scenario | NamedGame) else "no scenario"
        expected = "expected the name of a file, a mapping, or a data frame"
        raise UsageError(f"a value of type {type(source).__name__} is {is_what}; {expected}")
    from powergame.sources.table import of_frame

    return (of_frame(source, sets),)


def file_of(source: str) -> NamedFile:
    """Return the file that a source names, whether it can be read or not.

    Raises
    ------
    ScenarioError
        Where no shipped scenario has this name.
    """
    file, _ = file_and_variant(source)
    return input_file(shipped_file(file) if is_shipped(file) else file)


def _load_file(text: str, sets: Sets, *, expecting: bool) -> tuple[Loaded, ...]:
    file, variant = file_and_variant(text)
    if is_shipped(file):
        return load_scenarios(text, sets=sets, place=shipped_file(file), expecting=expecting)
    read = input_file(file)
    try:
        return _of_file(text, file, variant, sets, read, expecting=expecting)
    except PowergameError as error:
        error.files = (read, *error.files)
        raise


def _of_file(
    text: str, file: str, variant: str | None, sets: Sets, read: NamedFile, *, expecting: bool
) -> tuple[Loaded, ...]:
    data = read_bytes(file, MAX_BYTES)
    gambit = is_game(file, data)
    if not gambit and not is_table(file, data, unnamed=is_standard_input(file)):
        return load_scenarios(text, sets=sets, data=data, expecting=expecting)
    if variant is not None:
        raise UsageError(f"{printable(text)}: a {'game file' if gambit else 'table'} has no variants")
    if not gambit:
        from powergame.sources.table import of_table  # which scenarios do not need

        return (replace(of_table(file, data, sets), files=(read,)),)
    if sets:
        raise UsageError(f"{printable(text)}: --set changes scenarios; a game file has no paths")
    return (replace(game_of(file, data), files=(read,)),)
