"""Scenarios that must be refused: one error per fault, at its place, in printable text."""

from __future__ import annotations

import re

import pytest
from support.installed import SMALLEST

from powergame.errors import ScenarioError
from powergame.scenario.reading.load import load, load_text

__all__ = ["SMALLEST", "refusal", "refused"]


def refusal(data: str | bytes, tmp_path=None) -> ScenarioError:
    """Load what must be refused."""
    if isinstance(data, bytes):
        path = tmp_path / "bad.yaml"
        path.write_bytes(data)
        with pytest.raises(ScenarioError) as caught:
            load(path)
    else:
        with pytest.raises(ScenarioError) as caught:
            load_text(data)
    text = str(caught.value)
    assert all(c.isprintable() or c == "\n" for c in text), repr(text[:400])
    return caught.value


def refused(data: str | bytes, *patterns: str, line: int | None = None, tmp_path=None) -> None:
    """Assert that a scenario is refused with messages like these, one of them in a line."""
    error = refusal(data, tmp_path)
    for pattern in patterns:
        assert re.search(pattern, str(error)), str(error)
    if line is not None:
        assert line in [fault.line for fault in error.faults], str(error)
