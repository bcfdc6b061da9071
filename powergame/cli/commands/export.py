"""`powergame export`: the compiled game for other tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from powergame.cli import loading, options
from powergame.errors import UsageError
from powergame.files import check_outputs
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.deadline import Deadline
    from powergame.scenario.scenario import Scenario
    from powergame.sources.games import NamedGame

MAX_NAMED = 8
"""Names that a warning tells; it counts the rest."""

EXAMPLES = """
powergame export crisis.yaml --format nfg -o crisis.nfg
powergame export coup.yaml --format efg -o coup.efg
"""


def export(
    scenario: options.Source,
    game_format: Annotated[
        Literal["nfg", "efg"],
        typer.Option(
            "--format",
            help="nfg is Gambit's strategic form; efg its extensive form, of types and rounds, too. Payoffs are exact.",
        ),
    ] = "nfg",
    set_: options.Sets = None,
    output: options.Output = None,
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write the compiled game for other tools."""
    from powergame.model.labels import relabelled
    from powergame.report.formats.output import write

    loaded = loading.load(scenario, set_, quiet=quiet, command="export")
    check_outputs(output, inputs=loaded.files)
    if game_format == "efg":
        text, names = _extensive(loaded)
    else:
        text, names = _strategic(loaded, max_size, time_limit)
    write(text, output, inputs=loaded.files)
    if labels := relabelled(names):
        loading.warn(loaded.source, [_renamed(labels, read_again=game_format == "nfg")], quiet=quiet)
    return 0


def _strategic(loaded: Scenario | NamedGame, max_size: float, time_limit: Deadline) -> tuple[str, Sequence[str]]:
    """Return a game in strategic form, and its names."""
    from powergame.model.compile import compile_game, refuse_large, shape_of
    from powergame.model.nfg import refuse_long, write_nfg
    from powergame.sources.games import NamedGame

    if isinstance(loaded, NamedGame):
        game = loaded.game
    else:
        if loaded.rounds > 1 or any(actor.types for actor in loaded.actors):
            what = "several rounds" if loaded.rounds > 1 else "private types"
            at = printable(loaded.source or loaded.name)
            raise UsageError(f"{at}: the scenario has {what}, and the format nfg has none; expected --format efg")
        refuse_large(shape_of(loaded), max_size)
        refuse_long(shape_of(loaded))
        game = compile_game(loaded, max_size, time_limit).game
    return write_nfg(game, loaded.name, loaded.about), game.names


def _extensive(loaded: Scenario | NamedGame) -> tuple[str, Sequence[str]]:
    """Return a scenario's game tree in extensive form, and its names."""
    from powergame.model.tree.efg import write_efg
    from powergame.model.tree.rounds import compile_tree, costs_of
    from powergame.sources.games import NamedGame

    if isinstance(loaded, NamedGame):
        at = printable(loaded.source or loaded.name)
        raise UsageError(f"{at}: a game that is no scenario is exported as it is read; expected --format nfg")
    tree = compile_tree(loaded)
    return write_efg(tree, loaded.name, loaded.about, costs_of(loaded)), tree.names


def _renamed(labels: dict[str, str], *, read_again: bool) -> str:
    """Say which names other programs show otherwise, and that powergame does not where it reads the format."""
    pairs = [f"{name} is {label}" for name, label in list(labels.items())[:MAX_NAMED]]
    more = [f"and {len(labels) - MAX_NAMED:,} more"] if len(labels) > MAX_NAMED else []
    told = f"Gambit takes plain ASCII names only: {', '.join([*pairs, *more])}"
    return f"{told}; powergame reads them as they were" if read_again else told
