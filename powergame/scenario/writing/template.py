"""The scenario that users start from."""

from __future__ import annotations

from importlib.resources import files


def new_scenario() -> str:
    """Return a commented scenario: what ``powergame new`` writes."""
    return files(__package__).joinpath("template.yaml").read_text(encoding="utf-8")
