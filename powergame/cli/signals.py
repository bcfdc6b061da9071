"""Signals that end the program: none is lost, wherever it arrives.

A handler raises `SystemExit` in the main thread, so that everything on the way tidies up. Python swallows what is
raised in a destructor or a callback, and a library may do so too; therefore it is raised again until the program ends.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

AGAIN = 0.05
"""Seconds after which a signal is raised again, where nothing tidies up because of it."""

PATIENCE = 10.0
"""Seconds that tidying up may take before the program ends at once."""

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143}
"""The signals and their exit statuses."""

_first: tuple[int, float] | None = None
"""Exit status of the first signal, and when it arrived."""


def heed() -> None:
    """Answer the signals from now on."""
    sys.unraisablehook = _quiet
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # ignored: a shell has started this in the background
            signal.signal(number, _stop)


def ended(status: int) -> int:
    """Return the exit status, the first signal's if there was one.

    What was to be written has been written, and tidying up is over: a signal that comes now finds nothing to stop.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
    for number in SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)
    return status if _first is None else _first[0]


def _stop(number: int, _frame: FrameType | None) -> None:
    global _first
    if _first is None:
        _first = SIGNALS[signal.Signals(number)], time.monotonic()
        if hasattr(signal, "setitimer"):  # elsewhere than on Windows
            signal.signal(signal.SIGALRM, _again)
            signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    _raise()


def _again(_number: int, _frame: FrameType | None) -> None:
    if _first is not None and time.monotonic() - _first[1] > PATIENCE:
        os._exit(_first[0])
    _raise()


def _raise() -> None:
    """Raise the end, unless it is on its way: then something tidies up, and must not be interrupted."""
    error, seen = sys.exception(), set()
    while error is not None and id(error) not in seen:
        if isinstance(error, SystemExit):
            return
        seen.add(id(error))
        error = error.__context__
    assert _first is not None, "a signal has arrived"
    raise SystemExit(_first[0])


def _quiet(unraisable: sys.UnraisableHookArgs) -> None:
    """Say nothing of an end that is swallowed; it is raised again."""
    if not isinstance(unraisable.exc_value, SystemExit):
        sys.__unraisablehook__(unraisable)
