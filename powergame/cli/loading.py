"""Loading of a command's input: scenarios and games, or one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from powergame.cli.guard import say
from powergame.errors import UsageError
from powergame.files import NamedFile, is_standard_input
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario
    from powergame.sources.load import Loaded


def load_all(sources: Sequence[str], sets: Sequence[str] | None, *, quiet: bool) -> tuple[Loaded, ...]:
    """Load scenarios with their changes, and games, and print their warnings on standard error."""
    from powergame.sources.load import load_all as load_source

    refuse_standard_input_twice(sources)
    loaded = tuple(named for source in sources for named in load_source(source, sets=sets or ()))
    for named in loaded:
        warn(named.source, named.warnings, quiet=quiet)
    return loaded


def load(source: str, sets: Sequence[str] | None, *, quiet: bool, command: str, instead: str = "") -> Loaded:
    """Load the scenario or game of a command that takes only one.

    Parameters
    ----------
    instead
        Addition to the message that refuses several scenarios.
    """
    loaded = load_all([source], sets, quiet=quiet)
    if len(loaded) != 1:
        raise UsageError(f"{printable(source)}: {command} takes one scenario{instead}")
    return loaded[0]


def load_scenario(
    source: str,
    sets: Sequence[str] | None,
    *,
    quiet: bool,
    command: str,
    instead: str = "",
    lacks: str = "paths to vary",
) -> Scenario:
    """Load the scenario of a command that takes no games; `lacks` is what the command needs and a game has not."""
    from powergame.sources.games import expect_scenario

    return expect_scenario(load(source, sets, quiet=quiet, command=command, instead=instead), lacks)


def refuse_standard_input_twice(sources: Sequence[str]) -> None:
    """Raise `UsageError` where standard input stands for two scenarios."""
    if sum(map(is_standard_input, sources)) > 1:
        raise UsageError("standard input (-) can be read once only")


def warn(source: str, warnings: Sequence[str], *, quiet: bool) -> None:
    """Print a scenario's warnings on standard error."""
    for warning in () if quiet else warnings:
        say(f"powergame: warning: {printable(source)}: {printable(warning)}")


def files(loaded: Iterable[Loaded]) -> tuple[NamedFile, ...]:
    """Return the files that were read, which no output replaces."""
    return tuple(file for named in loaded for file in named.files)
