"""`powergame export`: the compiled game for other tools."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from powergame.cli import options
from powergame.cli.guard import guarded
from powergame.errors import UsageError

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
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write the compiled game for other tools."""
    from powergame.model.compile import compile_game
    from powergame.model.nfg import write_nfg
    from powergame.report.formats.output import write

    loaded = options.load_all([scenario], set_, quiet=quiet)
    if len(loaded) != 1:
        raise UsageError(f"{scenario}: export takes one scenario")
    game = compile_game(loaded[0], max_size).game
    write({"nfg": write_nfg}[game_format](game, loaded[0].name), output, inputs=(scenario.partition("#")[0],))
    return 0
