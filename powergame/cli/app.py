"""All commands in one application."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from powergame.cli.help import TaughtCommand, TaughtGroup
from powergame.errors import UsageError
from powergame.questions import QUESTIONS
from powergame.version import __version__

TOOLS = {
    "Show": ("plot", "report", "explore", "explain"),
    "Files and tools": ("scenarios", "new", "init", "schema", "export", "again", "completion"),
}
"""Commands that are no questions, by their headings in the help."""


GROUPS = {
    **{question.name: question.group for question in QUESTIONS},
    **{name: group for group, names in TOOLS.items() for name in names},
}
"""Headings of all commands, by their names, in the order in which the help has them."""


def application(words: Sequence[str] = ()) -> typer.Typer:
    """Return the application.

    Parameters
    ----------
    words
        The command line, without the program's name. Where its first word names a command, only this one is made, which
        is much faster.
    """
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
    app.callback()(_options)
    first = words[0] if words else ""
    # a completion is about all of them
    for name in [first] if first in GROUPS and first != "completion" else GROUPS:
        module = import_module(f"powergame.cli.commands.{name}")
        register = app.command(cls=TaughtCommand, rich_help_panel=GROUPS[name], epilog=module.EXAMPLES)
        register(getattr(module, name))
    return app


def _version(requested: bool) -> None:
    if requested:
        typer.echo(f"powergame {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[  # noqa: ARG001  (its callback answers)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Who will seek power here, and why?

    Write down who the actors are, what they want and hold, and what a conflict may destroy;
    powergame compiles that to a game, finds its equilibria and says who seeks power, and why.
    """
    try:
        os.getcwd()  # noqa: PTH109  (nothing else is done with it)
    except OSError:
        raise UsageError("the working folder is not there any more; expected one: change to a folder first") from None
