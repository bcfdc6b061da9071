"""The edge of the program: every way to end has its exit status and one line."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise
from typing import TextIO

import typer
from typer.main import get_command

from powergame.errors import OutputError, PowergameError, ScenarioError, UsageError
from powergame.text import error_in_words, uncommanded

INTERNAL, BROKEN_PIPE = 4, 141

MAX_LINE, MAX_PASTED = 2_000, 20_000
"""Characters of an error's line at most, and of a fault in a file, which may have a table of alignments to be pasted.

Of a longer one, which repeats somebody's text, the middle is left out.
"""

BadUsage: type[typer.BadParameter] = typer.BadParameter.__mro__[1]
"""The class of typer's errors about command lines, which has no public name; `typer.BadParameter` is one of them."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status, whatever happens.

    Errors go to standard error, a line each; under ``--format json`` they are on standard output too, as an object
    of the format ``powergame.error``. A traceback is shown only with ``--debug``.
    """
    try:
        status = _command(arguments)
        sys.stdout.flush()
    except typer.Exit as end:  # --help and --version
        status = end.exit_code
    except BrokenPipeError:
        status = BROKEN_PIPE
    except BadUsage as error:
        status = _refused(UsageError(error.format_message()), _shown(error), arguments)
    except PowergameError as error:
        status = _refused(error, [f"powergame: {line}" for line in str(error).splitlines()], arguments)
    except MemoryError as error:
        lacking = UsageError(f"too little memory ({str(error) or 'all of it is taken'}); expected a smaller game")
        status = _refused(lacking, [f"powergame: {lacking}"], arguments)
    except Exception as error:
        status = _internal(error, debug="--debug" in arguments)
    for stream in (sys.stdout, sys.stderr):
        _let_go(stream)
    return status


def say(text: str) -> None:
    """Write lines to standard error, in whatever encoding it has; where nobody can read them, they are lost.

    None of them is a command to a CI runner.
    """
    encoding = sys.stderr.encoding or "ascii"
    try:
        print(uncommanded(text).encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)
    except OSError:
        _let_go(sys.stderr)


def _command(arguments: Sequence[str]) -> int:
    from powergame.cli.app import application

    program = get_command(application(arguments))
    with program.make_context("powergame", list(arguments)) as context:
        return int(program.invoke(context))


def _let_go(stream: TextIO) -> None:
    """Leave nothing in a stream that cannot be written: Python would try again at the end, and change the status."""
    try:
        stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _shown(error: typer.BadParameter) -> list[str]:
    """Return an error about the command line as typer shows it, with the usage."""
    shown = io.StringIO()
    error.show(shown)
    return shown.getvalue().splitlines()


def _refused(error: PowergameError, lines: Sequence[str], arguments: Sequence[str]) -> int:
    from powergame.text import printable

    in_file = isinstance(error, ScenarioError) and any(fault.line for fault in error.faults)
    most = MAX_PASTED if in_file else MAX_LINE
    for line in lines:
        text = printable(line)
        say(text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}")
    if _asks_for_json(arguments):
        with contextlib.suppress(OutputError, BrokenPipeError):  # the status tells of the first error
            _print_json(error)
    return error.exit_status


def _asks_for_json(arguments: Sequence[str]) -> bool:
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


def _print_json(error: PowergameError) -> None:
    from powergame.analysis.head import named
    from powergame.report.formats import json, output

    faults = error.faults if isinstance(error, ScenarioError) else ()
    data = {
        **named("error"),
        "exit_status": error.exit_status,
        "message": str(error),
        "faults": [fault.to_dict() for fault in faults],
    }
    output.write(json.render(data), None)


def _internal(error: Exception, *, debug: bool) -> int:
    if debug:
        say("".join(traceback.format_exception(error)).rstrip())
    say(
        f"powergame: internal error ({error_in_words(error)}); "
        "please report it with the scenario and the output of the same command with --debug"
    )
    return INTERNAL
