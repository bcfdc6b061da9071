"""Help texts: commands and options in groups by their purpose, and examples of every command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from textwrap import indent
from typing import Protocol

from typer import Context
from typer.core import TyperArgument, TyperCommand, TyperGroup

from powergame.errors import OutputError

# mypy: disable-error-code="override"
# Typer passes a context whose public name is `typer.Context`; its base class has none.


class Formatter(Protocol):
    """The object with which typer writes a help; its own class has no public name."""

    def section(self, name: str) -> AbstractContextManager[None]:
        """Indent what follows, under a heading."""

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write two columns."""

    def write_paragraph(self) -> None:
        """Begin a paragraph."""

    def write(self, string: str) -> None:
        """Write text as it is."""


OPTIONS = {
    "What is solved": (
        "set_",
        "kind_",
        "vary",
        "actor",
        "dimensions",
        "draws",
        "solver",
        "solution",
        "rationality",
        "starts",
        "pure",
        "tremble",
        "method",
        "ess",
        "no_turns",
        "max_size",
        "time_limit",
        "require_complete",
        "allow_empty",
    ),
    "What is written": (
        "format_",
        "histories",
        "game_format",
        "output",
        "metadata",
        "width",
        "plot",
        "save",
        "report",
        "everything",
        "trace",
        "force",
    ),
    "How it runs": ("workers", "cluster", "resume", "dry_run", "seed", "port", "browser"),
    "Always there": ("quiet", "debug", "help", "version"),
}
"""Names of options' parameters, by the headings of the help; other options come first, under "Options"."""

FIRST_STEPS = """\
powergame new crisis.yaml              a commented scenario to start from
powergame solve crisis.yaml            who seeks power, and why
powergame solve crisis.yaml --set conflict.destruction.odds=0.1
powergame report crisis.yaml -o crisis.html
powergame solve --help                 options and examples of a command"""


class TaughtCommand(TyperCommand):
    """A command whose help has its options in groups, and ends with examples."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the command line; a help is printed here."""
        with _printing():
            return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the parts of the usage line, without what is hidden, and without typer's braces."""
        arguments = [
            parameter
            for parameter in self.get_params(ctx)
            if isinstance(parameter, TyperArgument) and not parameter.hidden
        ]
        pieces = (piece for argument in arguments for piece in argument.get_usage_pieces(ctx))
        return ["[OPTIONS]", *(piece.strip("{}") for piece in pieces)]

    def format_options(self, ctx: Context, formatter: Formatter) -> None:
        """Write arguments and options."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: Formatter) -> None:  # noqa: ARG002
        """Write the examples, each line as it is."""
        _write_lines(formatter, "Examples", (self.epilog or "").strip())


class TaughtGroup(TyperGroup):
    """The program as a whole: its help tells the commands by what they are for, and where to begin."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the command line; the help and the version are printed here."""
        with _printing():
            return super().parse_args(ctx, args)

    def format_options(self, ctx: Context, formatter: Formatter) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        _write_options(self, ctx, formatter)

    def format_commands(self, ctx: Context, formatter: Formatter) -> None:
        """Write the commands in their groups, each with the first paragraph of its own help."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        width = max(map(len, commands))
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, command in commands.items():
            if isinstance(command, TyperCommand) and not command.hidden:
                rows = groups.setdefault(command.rich_help_panel or "More", [])
                rows.append((name.ljust(width), _first_paragraph(command.help or "")))
        for title, rows in groups.items():
            with formatter.section(title):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Context, formatter: Formatter) -> None:  # noqa: ARG002
        """Write where to begin."""
        _write_lines(formatter, "First steps", FIRST_STEPS)


@contextmanager
def _printing() -> Iterator[None]:
    """Raise `OutputError` where standard output cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: cannot be written: {error.strerror}") from error


def _write_options(command: TyperCommand | TyperGroup, ctx: Context, formatter: Formatter) -> None:
    for title, rows in _groups(command, ctx):
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _groups(command: TyperCommand | TyperGroup, ctx: Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    left = [
        (parameter, record)
        for parameter in command.get_params(ctx)
        if (record := parameter.get_help_record(ctx)) is not None
    ]
    yield "Arguments", [record for parameter, record in left if parameter.param_type_name == "argument"]
    left = [(parameter, record) for parameter, record in left if parameter.param_type_name == "option"]
    listed = {name for names in OPTIONS.values() for name in names}
    yield "Options", [record for parameter, record in left if parameter.name not in listed]
    for title, names in OPTIONS.items():
        yield title, [record for parameter, record in left if parameter.name in names]


def _first_paragraph(text: str) -> str:
    return " ".join(text.strip().split("\n\n")[0].split())


def _write_lines(formatter: Formatter, title: str, lines: str) -> None:
    if lines:
        formatter.write_paragraph()
        formatter.write(f"{title}:\n{indent(lines, '  ')}\n")
