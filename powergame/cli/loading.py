"""Loading of a command's input: scenarios, one scenario, or a game from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from powergame.cli.guard import say
from powergame.cli.options import changes
from powergame.cli.progress import working
from powergame.errors import UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.solve import Answer
    from powergame.deadline import Deadline
    from powergame.equilibrium.concept import Concept, Solver
    from powergame.scenario.scenario import Scenario

GAME = ".nfg"
"""Ending of the names of game files, in Gambit's strategic form."""


def load_all(sources: Sequence[str], sets: Sequence[str] | None, *, quiet: bool) -> tuple[Scenario, ...]:
    """Load scenarios with their changes, and print their warnings on standard error."""
    from powergame.scenario.reading.load import load_all as load_source

    refuse_standard_input_twice(sources)
    given = changes(sets)
    scenarios = tuple(scenario for source in sources for scenario in load_source(source, sets=given))
    for scenario in scenarios:
        warn(scenario.source, scenario.warnings, quiet=quiet)
    return scenarios


def one_scenario(
    source: str,
    sets: Sequence[str] | None,
    *,
    quiet: bool,
    command: str,
    instead: str = "",
    lacks: str | None = "paths to vary",
) -> Scenario:
    """Load the scenario of a command that takes only one.

    Parameters
    ----------
    instead
        Addition to the message that refuses several scenarios.
    lacks
        What the command needs and a game file lacks; None where a game file is read as a scenario all the same.
    """
    if lacks is not None and source.endswith(GAME):
        raise UsageError(f"{printable(source)}: a game file has no {lacks}")
    scenarios = load_all([source], sets, quiet=quiet)
    if len(scenarios) != 1:
        raise UsageError(f"{printable(source)}: {command} takes one scenario{instead}")
    return scenarios[0]


def game_answer(
    source: str,
    sets: Sequence[str] | None,
    *,
    solver: Solver,
    concept: Concept,
    max_size: float,
    time_limit: Deadline,
    quiet: bool,
) -> Answer | None:
    """Return the answer for a game file; None where the source is none."""
    if not source.endswith(GAME):
        return None
    from powergame.analysis.solve import answer_for_game
    from powergame.model.compile import refuse_large
    from powergame.model.nfg import MAX_BYTES, read_nfg
    from powergame.scenario.reading.reader import read_text

    if sets:
        raise UsageError(f"{printable(source)}: --set changes scenarios; a game file has no paths")
    text, digest = read_text(source, MAX_BYTES)
    game = read_nfg(text, source)
    refuse_large(game.shape, max_size)
    with working("solving", time_limit, quiet=quiet):
        return answer_for_game(game, Path(source).stem, source, digest, solver, concept, time_limit=time_limit)


def refuse_standard_input_twice(sources: Sequence[str]) -> None:
    """Raise `UsageError` where standard input stands for two scenarios."""
    if sum(source == "-" for source in sources) > 1:
        raise UsageError("standard input (-) can be read once only")


def warn(source: str, warnings: Sequence[str], *, quiet: bool) -> None:
    """Print a scenario's warnings on standard error."""
    for warning in () if quiet else warnings:
        say(f"powergame: warning: {printable(source)}: {printable(warning)}")


def files(*sources: str) -> tuple[str, ...]:
    """Return the files that sources may name, which no output replaces: with their ``#variant``, and without."""
    return tuple(file for source in sources for file in (source, source.partition("#")[0]))
