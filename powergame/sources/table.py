"""What a table holds: a game, or actors, of whom a scenario is made."""

from __future__ import annotations

from dataclasses import replace

from powergame.errors import Fault, ScenarioError, UsageError
from powergame.scenario.reading.load import Sets, load_text
from powergame.scenario.reading.reader import digest
from powergame.scenario.scenario import Scenario
from powergame.scenario.yaml.tree import MAX_BYTES
from powergame.sources.actors.columns import ToldColumns, is_of_actors
from powergame.sources.actors.read import UNTOLD, read_actors
from powergame.sources.games import NamedGame, stem_of
from powergame.sources.matrices.read import read_game
from powergame.sources.tables.frames import Frame, sheet_of
from powergame.sources.tables.separated import read_table
from powergame.sources.tables.sheet import Sheet


def of_table(file: str, data: bytes, sets: Sets = ()) -> Scenario | NamedGame:
    r"""Return the game of a file with a table, or the scenario of its actors.

    Raises
    ------
    ScenarioError
        With the row and column of its first fault, as a spreadsheet shows them.

    Examples
    --------
    >>> of_table("pd.csv", b';C;D\nC;3, 3;0, 5\nD;5, 0;1, 1')
    <NamedGame 'pd': 2 x 2, of row, column>
    >>> of_table("actors.csv", b'name,power,trade,arms\nblue,3,90,20\nred,1,10,60').names
    ('blue', 'red')
    """
    sheet, warnings = read_table(data, file)
    return _held(sheet, stem_of(file), sheet.source, digest(data), warnings, sets)


def of_frame(frame: Frame, sets: Sets = ()) -> Scenario | NamedGame:
    """Return the game of a data frame, or the scenario of its actors; errors as for `of_table`."""
    sheet = sheet_of(frame)
    return _held(sheet, sheet.source, "", digest(repr(sheet.rows).encode()), (), sets)


def _held(
    sheet: Sheet, name: str, source: str, sha256: str, warnings: tuple[str, ...], sets: Sets
) -> Scenario | NamedGame:
    if is_of_actors(sheet):
        scenario = scenario_of(sheet, read_actors(sheet, ToldColumns()).text(name), sets)
        return replace(scenario, source=source, sha256=sha256, warnings=(*warnings, UNTOLD, *scenario.warnings))
    if sets:
        raise UsageError(f"{sheet.source}: --set changes scenarios; a game has no paths")
    title, game = read_game(sheet)
    return NamedGame(title or name, "", source, sha256, game, warnings)


def scenario_of(sheet: Sheet, text: str, sets: Sets = ()) -> Scenario:
    """Return the scenario of a text that was made of a table; its faults are the table's.

    Raises
    ------
    ScenarioError
        With what no scenario can have, such as alignments that cannot be met together.
    """
    if len(text.encode()) > MAX_BYTES:
        raise sheet.without_place(f"makes a scenario of more than {MAX_BYTES:,} bytes; expected fewer actors")
    try:
        return load_text(text, sets=sets)
    except ScenarioError as error:
        raise ScenarioError([Fault(fault.message, fault.path, sheet.source) for fault in error.faults]) from None


def file_of_actors(file: str, data: bytes, told: ToldColumns) -> tuple[str, tuple[str, ...]]:
    """Return the scenario file of a table of actors, and warnings of how the table was read.

    Raises
    ------
    ScenarioError, UsageError
        With the row and column of the table's first fault, or of what was told of its columns.
    """
    sheet, warnings = read_table(data, file)
    text = read_actors(sheet, told).text(stem_of(file))
    return text, (*warnings, *scenario_of(sheet, text).warnings)
