"""`powergame export`: the compiled game for other tools."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from powergame.cli import loading, options
from powergame.cli.guard import guarded

EXAMPLES = """
powergame export crisis.yaml --format nfg -o crisis.nfg
"""


@guarded
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
    from powergame.model.compile import compile_game
    from powergame.model.nfg import write_nfg
    from powergame.report.formats.output import write

    loaded = loading.one_scenario(scenario, set_, quiet=quiet, command="export", lacks=None)
    game = compile_game(loaded, max_size, time_limit).game
    write({"nfg": write_nfg}[game_format](game, loaded.name), output, inputs=loading.files(scenario))
    return 0
