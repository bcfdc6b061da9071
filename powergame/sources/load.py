"""The one door for whatever a user names: what kind of source it is, and what it holds.

A source is a file, ``FILE#VARIANT``, ``FILE#*`` or standard input. It is told by what it holds, and by the ending of
its name where that does not tell: what begins as Gambit's files do is a game, what is called ``.csv`` or ``.tsv`` is a
table, all else is a scenario.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TypeAlias

from powergame.errors import Fault, PowergameError, ScenarioError, UsageError
from powergame.files import NamedFile, input_file, is_standard_input
from powergame.scenario.reading.load import Sets, file_and_variant
from powergame.scenario.reading.load import load_all as load_scenarios
from powergame.scenario.reading.reader import read_bytes
from powergame.scenario.scenario import Scenario
from powergame.sources.encoding import MAX_BYTES
from powergame.sources.games import NamedGame, game_of, is_game
from powergame.sources.matrices.file import game_of_table
from powergame.sources.tables.separated import is_table
from powergame.text import printable

Loaded: TypeAlias = Scenario | NamedGame


def load(source: str | os.PathLike[str], *, sets: Sets = ()) -> Loaded:
    """Return the scenario, or the game, of a source.

    Parameters
    ----------
    source
        A scenario file, ``FILE#VARIANT``, a game in Gambit's strategic form (.nfg), or ``-`` for standard input. A file
        whose own name has a ``#`` is found first.
    sets
        Changes of a scenario to be made first.

    Raises
    ------
    ScenarioError
        With all faults of a scenario and their places; with the first one of a game.

    Examples
    --------
    >>> load("scenarios/security-dilemma.yaml").names
    ('west', 'east')
    >>> load("scenarios/security-dilemma.yaml#cheap wars", sets={"rounds": "2"}).rounds
    2
    """
    loaded = load_all(source, sets=sets)
    if len(loaded) != 1:
        name = printable(os.fspath(source))
        raise ScenarioError([Fault("this stands for several scenarios; expected one", "", name)])
    return loaded[0]


def load_all(source: str | os.PathLike[str], *, sets: Sets = ()) -> tuple[Loaded, ...]:
    """Return the scenario, or the game, of a source, or all variants of a scenario for ``FILE#*``.

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
    >>> [scenario.variant for scenario in load_all("scenarios/chip-controls.yaml#*")]
    ['interdependence', 'decoupled', 'a neutral toolmaker']
    """
    text = os.fspath(source)
    file, variant = file_and_variant(text)
    read = input_file(file)
    try:
        return _load_all(text, file, variant, sets, read)
    except PowergameError as error:
        error.files = (read, *error.files)
        raise


def _load_all(text: str, file: str, variant: str | None, sets: Sets, read: NamedFile) -> tuple[Loaded, ...]:
    data = read_bytes(file, MAX_BYTES)
    is_of_gambit = is_game(file, data)
    if not is_of_gambit and not is_table(file, data, unnamed=is_standard_input(file)):
        return load_scenarios(text, sets=sets, data=data)
    if variant is not None:
        raise UsageError(f"{printable(text)}: a game file has no variants")
    if sets:
        raise UsageError(f"{printable(text)}: --set changes scenarios; a game file has no paths")
    game = game_of(file, data) if is_of_gambit else game_of_table(file, data)
    return (replace(game, files=(read,)),)
