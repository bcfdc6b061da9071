"""`powergame completion`: a script with which a shell completes commands, scenario files, variants and paths."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from powergame.text import uncommanded

if TYPE_CHECKING:
    from typer.core import TyperGroup


EXAMPLES = """
echo 'eval "$(powergame completion bash)"' >> ~/.bashrc
echo 'eval "$(powergame completion zsh)"' >> ~/.zshrc
powergame completion fish > ~/.config/fish/completions/powergame.fish
"""


def completion(
    context: typer.Context,
    shell: Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
    typed: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    answer: Annotated[bool, typer.Option("--answer", hidden=True)] = False,
) -> int:
    """Print the script that makes a shell complete powergame's command lines.

    It completes commands and options, scenario files, variants behind FILE#, paths behind --set and --vary with the
    values they have in the scenario on the line, and actors.
    """
    from powergame.cli.completion.shells import SCRIPTS
    from powergame.report.formats.output import write

    if not answer:
        write(SCRIPTS[shell], None)
        return 0
    with contextlib.suppress(Exception):  # whatever goes wrong, nothing may be written into somebody's command line
        _answer(cast("TyperGroup", context.find_root().command), shell, typed or [])
    return 0


def _answer(program: TyperGroup, shell: str, typed: list[str]) -> None:
    from powergame.cli.completion.candidates import completions
    from powergame.cli.completion.shells import for_bash, split, with_meanings

    if shell == "bash":
        line = split(*typed)
        lines = for_bash(completions(program, line.words[1:], line.current), line)
    else:
        *words, current = typed
        lines = with_meanings(completions(program, words, split(current).current if shell == "fish" else current))
    # a line that a CI runner would obey cannot be written otherwise, and is left out
    sys.stdout.buffer.write(
        "".join(f"{text}\n" for text in lines if uncommanded(text) == text).encode("utf-8", "surrogateescape")
    )
