"""Processes of one run of the tests that make something together, one after the other."""

from __future__ import annotations

from contextlib import contextmanager

from powergame.locks import lock


@contextmanager
def alone(folder):
    """Hold the others who run these tests off a folder, which is there then."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        lock(file.fileno(), wait=True)
        yield
