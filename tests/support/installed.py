"""The installed command, run as a user runs it: a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

COMMAND = Path(sys.executable).with_name("powergame")
ROOT = Path(__file__).resolve().parent.parent.parent
SCENARIOS = ROOT / "scenarios"
DOCS = ROOT / "docs"
SCHEMAS = DOCS / "schemas" / "1"

SMALLEST = """\
actors:
  blue: {power: 3, preferences: [1, 0.2]}
  red:  {power: 1, preferences: [1, 0]}
conflict:
  destruction: {odds: 0.6, severity: 0.5}
"""

PATIENCE = 300.0
"""Seconds after which something hangs; a loaded machine takes its time, above all where it compiles kernels first."""

ENDINGS = {0, 1, 2, 3, 5, 130, 141, 143}
"""Every exit status that a command may have."""


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell has started the tests in the background; what ignores an interrupt starts processes that do so as well
    signal.signal(signal.SIGINT, signal.default_int_handler)


def powergame(*arguments, stdin="", cwd=None, env=None, timeout=PATIENCE):
    """Run the command; nothing it does may take the terminal, hang or leave a traceback."""
    return subprocess.run(
        [str(COMMAND), *map(str, arguments)],
        input=stdin,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def wait_until_heeded(pid, number=signal.SIGTERM):
    """Return when a process has a handler of its own for a signal."""
    status, deadline = Path(f"/proc/{pid}/status"), time.monotonic() + PATIENCE
    while not int(re.search(r"SigCgt:\s*(\w+)", status.read_text())[1], 16) >> number - 1 & 1:
        assert time.monotonic() < deadline, "it heeds no signal"
        time.sleep(0.01)


def done(*arguments, by=powergame, **keywords):
    """Run a command that must succeed without a word on standard error; return what it prints."""
    run = by(*arguments, **keywords)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def solved(source, *options, by=powergame, **keywords):
    """Solve to JSON, which must succeed."""
    run = by("solve", source, "--format", "json", *options, **keywords)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def assert_ends_well(run):
    """Whatever came in: a promised exit status, no traceback, no raw control byte, one line a fault."""
    assert run.returncode in ENDINGS, (run.returncode, run.stderr[-400:])
    for text in (run.stdout, run.stderr):
        assert "Traceback" not in text, text
        assert not any(ord(c) < 32 and c not in "\n\r\t" for c in text), repr(text[:300])
        assert "\x7f" not in text
        assert not any(0x80 <= ord(c) < 0xA0 for c in text), repr(text[:300])
    if run.returncode:
        assert run.stderr.strip(), "an error without a word"
