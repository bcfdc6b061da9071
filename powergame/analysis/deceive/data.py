"""The result of `deceive` as plain data: its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from powergame.plain import Json

if TYPE_CHECKING:
    from powergame.analysis.deceive.result import Deception, DeceptionCurves, Deceptions


def as_dict(answer: Deception) -> dict[str, Json]:
    """Return the JSON of an answer."""
    raise NotImplementedError


def compared_as_dict(answers: Deceptions) -> dict[str, Json]:
    """Return the JSON of several answers side by side."""
    raise NotImplementedError


def curves_as_dict(curves: DeceptionCurves) -> dict[str, Json]:
    """Return the JSON of answers along axes."""
    raise NotImplementedError
