"""Payoff matrices in files."""

from __future__ import annotations

from powergame.scenario.reading.reader import digest
from powergame.sources.games import NamedGame, stem_of


def game_of_table(file: str, data: bytes) -> NamedGame:
    r"""Return the game of a file with a table.

    Raises
    ------
    ScenarioError
        With the row and column of its first fault.

    Examples
    --------
    >>> game_of_table("pd.csv", b';C;D\nC;3, 3;0, 5\nD;5, 0;1, 1')
    <NamedGame 'pd': 2 x 2, of row, column>
    """
    from powergame.sources.matrices.read import read_game  # which most commands do not need
    from powergame.sources.tables.separated import read_table

    grid, warnings = read_table(data, file)
    title, game = read_game(grid)
    return NamedGame(title or stem_of(file), "", grid.source, digest(data), game, warnings)
