"""Help that teaches: commands and options by what they are for, and an example of every command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter
    from typer._click.core import Command, Parameter

COMMANDS = {
    "Ask": ("solve", "compare", "check"),
    "Ask of many at once": ("sweep", "threshold", "converge", "infer", "deceive"),
    "Show": ("plot", "report", "explore"),
    "Files and tools": ("new", "schema", "export", "completion"),
}
"""Commands by what they are for; others follow under "More"."""

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
        "max_size",
        "require_complete",
    ),
    "What is written": ("format_", "game_format", "output", "width", "plot", "report", "only_changed", "force"),
    "How it runs": ("workers", "cluster", "resume", "dry_run", "seed", "port", "browser"),
    "Always there": ("quiet", "debug", "help", "version"),
}
"""Options by what they are for, by the names of their parameters; a command's own come first, under "Options"."""

EXAMPLES = {
    "solve": (
        "powergame solve crisis.yaml",
        "powergame solve crisis.yaml --set alignment.red.blue=0.2 --format json",
        "powergame solve 'crisis.yaml#no oversight' --rationality 50",
    ),
    "compare": (
        "powergame compare now.yaml later.yaml --only-changed",
        "powergame compare crisis.yaml 'crisis.yaml#*' --format csv",
    ),
    "check": (
        "powergame check scenarios",
        "powergame check scenarios --format github --report junit=report.xml",
    ),
    "sweep": (
        "powergame sweep crisis.yaml --vary alignment.red.blue=-1:1:101 \\",
        "    --vary conflict.destruction.odds=0:1:101 -o crisis.parquet --plot crisis.svg",
    ),
    "threshold": (
        "powergame threshold crisis.yaml --vary alignment.red.blue",
        "powergame threshold crisis.yaml --vary conflict.destruction.odds=0:0.5:101",
    ),
    "converge": (
        "powergame converge crisis.yaml --actor red",
        "powergame converge crisis.yaml --dimensions 1,2,3,10,100",
    ),
    "infer": ("powergame infer crisis.yaml",),
    "deceive": ("powergame deceive crisis.yaml",),
    "plot": (
        "powergame plot crisis.yaml -o crisis.svg",
        "powergame plot crisis.yaml --kind replies --width 8 -o crisis.pdf",
        "powergame plot crisis.yaml --kind threshold -o crisis.png \\",
        "    --vary conflict.destruction.odds",
    ),
    "report": (
        "powergame report crisis.yaml -o crisis.html",
        "powergame report crisis.yaml 'crisis.yaml#*' -o crisis.html",
    ),
    "explore": ("powergame explore crisis.yaml", "powergame explore now.yaml later.yaml"),
    "new": ("powergame new crisis.yaml",),
    "schema": ("powergame schema -o scenario.schema.json",),
    "export": ("powergame export crisis.yaml --format nfg -o crisis.nfg",),
    "completion": (
        "echo 'eval \"$(powergame completion bash)\"' >> ~/.bashrc",
        "echo 'eval \"$(powergame completion zsh)\"' >> ~/.zshrc",
        "powergame completion fish > ~/.config/fish/completions/powergame.fish",
    ),
}

FIRST_STEPS = (
    "powergame new crisis.yaml              a commented scenario to start from",
    "powergame solve crisis.yaml            who seeks power, and why",
    "powergame solve crisis.yaml --set conflict.destruction.odds=0.1",
    "powergame report crisis.yaml -o crisis.html",
    "powergame solve --help                 options and examples of a command",
)


class TaughtCommand(TyperCommand):
    """A command whose help has its options in groups, and ends with examples."""

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the parts of the usage line, without what is hidden, and without typer's braces."""
        arguments = [one for one in self.get_params(ctx) if one.param_type_name == "argument" and not _hidden(one)]
        pieces = (piece for one in arguments for piece in one.get_usage_pieces(ctx))
        return ["[OPTIONS]", *(piece.strip("{}") for piece in pieces)]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write arguments and options."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """Write the examples, each line as it is."""
        _write_lines(formatter, "Examples", EXAMPLES.get(self.name or "", ()))


class TaughtGroup(TyperGroup):
    """The program as a whole: its help tells the commands by what they are for, and where to begin."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        _write_options(self, ctx, formatter)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands, each with the first paragraph of its own help."""
        known = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        listed = [name for names in COMMANDS.values() for name in names]
        for title, names in {**COMMANDS, "More": tuple(name for name in known if name not in listed)}.items():
            found = ((name, known.get(name)) for name in names)
            rows = [
                (name.ljust(max(map(len, known))), _first_paragraph(one))
                for name, one in found
                if one is not None and not one.hidden
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """Write where to begin."""
        _write_lines(formatter, "First steps", FIRST_STEPS)


def _hidden(parameter: Parameter) -> bool:
    return bool(getattr(parameter, "hidden", False))


def _write_options(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    for title, rows in _groups(command, ctx):
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _groups(command: Command, ctx: Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    left = [(one, record) for one in command.get_params(ctx) if (record := one.get_help_record(ctx)) is not None]
    yield "Arguments", [record for one, record in left if one.param_type_name == "argument"]
    left = [(one, record) for one, record in left if one.param_type_name == "option"]
    listed = {name for names in OPTIONS.values() for name in names}
    yield "Options", [record for one, record in left if one.name not in listed]
    for title, names in OPTIONS.items():
        yield title, [record for one, record in left if one.name in names]


def _first_paragraph(command: Command) -> str:
    return " ".join((command.help or "").strip().split("\n\n")[0].split())


def _write_lines(formatter: HelpFormatter, title: str, lines: tuple[str, ...]) -> None:
    if lines:
        formatter.write_paragraph()
        formatter.write(f"{title}:\n" + "".join(f"  {line}\n" for line in lines))
