"""Games that come from no scenario: payoffs as somebody wrote them down, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from powergame.errors import UsageError
from powergame.files import NamedFile, is_standard_input
from powergame.scenario.reading.reader import digest
from powergame.sources.encoding import decoded, marked_encoding
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.model.game import Game
    from powergame.scenario.scenario import Scenario

ENDING = ".nfg"
"""Ending of the names of Gambit's strategic-form files, in any case."""

BEGINNING = re.compile(r"\s*[NE]FG\s+\d")
"""Pattern of the beginning of Gambit's files: of strategic and of extensive games."""

HEAD = 400
"""Bytes in which a file's beginning is looked for."""


@dataclass(frozen=True, eq=False)
class NamedGame:
    """A game that comes from no scenario.

    Attributes
    ----------
    name
        Its title; the file's name, without the ending, where it has none.
    about
        Its comment.
    source
        The file as the user named it, ``-`` for standard input; empty for a game that was never in a file.
    sha256
        Of the file's bytes; of the payoffs where there is no file.
    warnings
        Notes on how it was read; commands print them on standard error.
    files
        The file that was read; no output replaces it.

    Examples
    --------
    >>> game_of("games/chicken.nfg", b'NFG 1 R "" { "row" "column" } { 2 2 } 3 3 4 2 2 4 1 1')
    <NamedGame 'chicken': 2 x 2, of row, column>
    """

    name: str
    about: str
    source: str
    sha256: str
    game: Game
    warnings: tuple[str, ...] = ()
    files: tuple[NamedFile, ...] = ()

    def __repr__(self) -> str:
        size = " x ".join(map(str, self.game.shape))
        return f"<{type(self).__name__} {self.name!r}: {size}, of {', '.join(self.game.actors)}>"


def is_game(file: str, data: bytes) -> bool:
    """Whether a file is of Gambit's formats: by its beginning, or else by its name.

    Examples
    --------
    >>> is_game("-", b'NFG 1 R "chicken"'), is_game("CHICKEN.NFG", b""), is_game("crisis.yaml", b"actors:")
    (True, True, False)
    """
    beginning = data[:HEAD].decode(marked_encoding(data) or "latin-1", errors="replace")
    return file.lower().endswith(ENDING) or BEGINNING.match(beginning) is not None


def game_of(file: str, data: bytes) -> NamedGame:
    """Return the game of a file.

    Raises
    ------
    ScenarioError
        With the line and column of its first fault.
    """
    from powergame.model.nfg import read_titled

    source = printable(file)
    text, warnings = decoded(data, source)
    titled = read_titled(text, source)
    return NamedGame(titled.title or stem_of(file), titled.comment, source, digest(data), titled.game, warnings)


def stem_of(file: str) -> str:
    """Return the name of what a file holds and does not name: the file's, without its ending."""
    return "standard input" if is_standard_input(file) else printable(Path(file).stem)


def expect_scenario(named: Scenario | NamedGame, lacks: str) -> Scenario:
    """Return a scenario as it is.

    Raises
    ------
    UsageError
        For a game, which lacks what is asked for, and for what is neither.
    """
    named = expect_loaded(named)
    if isinstance(named, NamedGame):
        raise UsageError(f"{named.source or named.name}: a game file has no {lacks}")
    return named


def expect_loaded(named: Scenario | NamedGame) -> Scenario | NamedGame:
    """Return a scenario or a game as it is.

    Raises
    ------
    UsageError
        For what is neither, such as the name of a file.
    """
    from powergame.scenario.scenario import Scenario  # which is there already where it is one

    if not isinstance(named, Scenario | NamedGame):
        kind = type(named).__name__
        raise UsageError(f"a value of type {kind} is no scenario; expected one, as powergame.load(FILE) returns it")
    return named
