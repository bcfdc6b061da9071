"""All commands in one application."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli.commands.check import check
from powergame.cli.commands.compare import compare
from powergame.cli.commands.completion import completion
from powergame.cli.commands.converge import converge
from powergame.cli.commands.explore import explore
from powergame.cli.commands.export import export
from powergame.cli.commands.new import new
from powergame.cli.commands.plot import plot
from powergame.cli.commands.report import report
from powergame.cli.commands.schema import schema
from powergame.cli.commands.solve import solve
from powergame.cli.commands.sweep import sweep
from powergame.cli.commands.threshold import threshold
from powergame.cli.help import TaughtCommand, TaughtGroup
from powergame.version import __version__

app = typer.Typer(
    name="powergame",
    help="Who will seek power here, and why? Scenarios of power and conflict, compiled to games and solved.",
    cls=TaughtGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    solve,
    compare,
    check,
    sweep,
    threshold,
    converge,
    explore,
    plot,
    report,
    export,
    new,
    schema,
    completion,
):
    app.command(cls=TaughtCommand)(command)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"powergame {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Who will seek power here, and why?

    Write down who the actors are, what they want and hold, and what a conflict may destroy;
    powergame compiles that to a game, finds its equilibria and says who seeks power, and why.
    """
