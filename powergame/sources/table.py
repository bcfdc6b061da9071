"""What a table holds: a game, or actors, of whom a scenario is made."""

from __future__ import annotations

from dataclasses import replace

from powergame.errors import Fault, ScenarioError, UsageError
from powergame.scenario.reading.load import Sets, load_text
from powergame.scenario.reading.reader import digest
from powergame.scenario.scenario import Scenario
from powergame.sources.actors.columns import Told, is_of_actors
from powergame.sources.actors.read import UNTOLD, read_actors
from powergame.sources.games import NamedGame, stem_of
from powergame.sources.matrices.read import read_game
from powergame.sources.tables.frames import Frame, grid_of
from powergame.sources.tables.grid import Grid
from powergame.sources.tables.separated import read_table


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
    grid, warnings = read_table(data, file)
    return _held(grid, stem_of(file), grid.source, digest(data), warnings, sets)


def of_frame(frame: Frame, sets: Sets = ()) -> Scenario | NamedGame:
    """Return the game of a data frame, or the scenario of its actors; errors as for `of_table`."""
    grid = grid_of(frame)
    return _held(grid, grid.source, "", digest(repr(grid.rows).encode()), (), sets)


def _held(
    grid: Grid, name: str, source: str, sha256: str, warnings: tuple[str, ...], sets: Sets
) -> Scenario | NamedGame:
    if is_of_actors(grid):
        scenario = scenario_of(grid, read_actors(grid, Told()).text(name), sets)
        return replace(scenario, source=source, sha256=sha256, warnings=(*warnings, UNTOLD, *scenario.warnings))
    if sets:
        raise UsageError(f"{grid.source}: --set changes scenarios; a game has no paths")
    title, game = read_game(grid)
    return NamedGame(title or name, "", source, sha256, game, warnings)


def scenario_of(grid: Grid, text: str, sets: Sets = ()) -> Scenario:
    """Return the scenario of a text that was made of a table; its faults are the table's.

    Raises
    ------
    ScenarioError
        With what no scenario can have, such as alignments that cannot be met together.
    """
    try:
        return load_text(text, sets=sets)
    except ScenarioError as error:
        raise ScenarioError([Fault(fault.message, fault.path, grid.source) for fault in error.faults]) from None


def file_of_actors(file: str, data: bytes, told: Told) -> tuple[str, tuple[str, ...]]:
    """Return the scenario file of a table of actors, and warnings of how the table was read.

    Raises
    ------
    ScenarioError, UsageError
        With the row and column of the table's first fault, or of what was told of its columns.
    """
    grid, warnings = read_table(data, file)
    text = read_actors(grid, told).text(stem_of(file))
    return text, (*warnings, *scenario_of(grid, text).warnings)
