"""The edge of the program: every way to end has its exit status and one line."""

from __future__ import annotations

import functools
import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType
from typing import NoReturn, ParamSpec

from powergame.errors import PowergameError, ScenarioError
from powergame.text import uncommanded

P = ParamSpec("P")

INTERNAL, INTERRUPTED, BROKEN_PIPE, TERMINATED = 4, 130, 141, 143


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """Wrap a command that returns its exit status: the program ends with a status, whatever happens.

    Errors go to standard error, a line each; under ``--format json`` they are on standard output too, as an object
    of the format ``powergame.error``. A traceback is shown only with ``--debug``.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        signal.signal(signal.SIGTERM, _terminated)
        try:
            status = command(*args, **kwargs)
            sys.stdout.flush()
        except PowergameError as error:
            status = _refused(error, as_json=kwargs.get("format_") == "json")
        except KeyboardInterrupt:
            status = INTERRUPTED
        except BrokenPipeError:
            # what is still buffered has nowhere to go, and must not be tried again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = BROKEN_PIPE
        except Exception as error:
            status = _internal(error, debug=bool(kwargs.get("debug")))
        sys.exit(status)

    return run


def say(text: str) -> None:
    """Write lines to standard error, in whatever encoding it has; none of them is a command to a CI runner."""
    encoding = sys.stderr.encoding or "ascii"
    print(uncommanded(text).encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def _refused(error: PowergameError, *, as_json: bool) -> int:
    from powergame.text import printable

    for line in str(error).splitlines():
        say(f"powergame: {printable(line)}")
    if as_json:
        _print_json(error)
    return error.exit_status


def _print_json(error: PowergameError) -> None:
    from powergame.analysis.head import head
    from powergame.report.formats import json, output

    faults = error.faults if isinstance(error, ScenarioError) else ()
    data = {
        **head("error"),
        "exit_status": error.exit_status,
        "message": str(error),
        "faults": [fault.to_dict() for fault in faults],
    }
    output.write(json.render(data), None)


def _internal(error: Exception, *, debug: bool) -> int:
    if debug:
        say(traceback.format_exc().rstrip())
    say(
        f"powergame: internal error ({type(error).__name__}: {' '.join(str(error).split())[:200]}); "
        "please report it with the scenario and the output of the same command with --debug"
    )
    return INTERNAL
