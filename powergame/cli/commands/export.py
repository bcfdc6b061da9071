"""`powergame export`: the compiled game for other tools."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from powergame.cli import loading, options
from powergame.files import check_outputs

MAX_NAMED = 8
"""Names that a warning tells; it counts the rest."""

EXAMPLES = """
powergame export crisis.yaml --format nfg -o crisis.nfg
"""


def export(
    scenario: options.Source,
    game_format: Annotated[
        Literal["nfg"], typer.Option("--format", help="nfg is Gambit's strategic form, payoffs exact.")
    ] = "nfg",
    set_: options.Sets = None,
    output: options.Output = None,
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write the compiled game for other tools."""
    from powergame.model.compile import compile_game, refuse_large, shape_of
    from powergame.model.labels import relabelled
    from powergame.model.nfg import refuse_long, write_nfg
    from powergame.report.formats.output import write
    from powergame.sources.games import NamedGame

    loaded = loading.load(scenario, set_, quiet=quiet, command="export")
    check_outputs(output, inputs=loaded.files)
    if isinstance(loaded, NamedGame):
        game = loaded.game
    else:
        refuse_large(shape_of(loaded), max_size)
        refuse_long(shape_of(loaded))
        game = compile_game(loaded, max_size, time_limit).game
    write({"nfg": write_nfg}[game_format](game, loaded.name, loaded.about), output, inputs=loaded.files)
    if labels := relabelled(game):
        loading.warn(loaded.source, [_renamed(labels)], quiet=quiet)
    return 0


def _renamed(labels: dict[str, str]) -> str:
    """Say which names other programs show otherwise."""
    pairs = [f"{name} is {label}" for name, label in list(labels.items())[:MAX_NAMED]]
    more = [f"and {len(labels) - MAX_NAMED:,} more"] if len(labels) > MAX_NAMED else []
    return f"Gambit takes plain ASCII names only: {', '.join([*pairs, *more])}; powergame reads them as they were"
