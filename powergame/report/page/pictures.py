"""The house's pictures within the page: each a file in an attribute, apart from all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from powergame.analysis.answer import Answer

Place = Literal["answer", "why", "payoffs"]


@dataclass(frozen=True)
class Picture:
    """A picture and where it stands.

    Attributes
    ----------
    data
        The whole file as a ``data:`` address.
    described
        What it shows, for those who cannot see it.
    """

    kind: str
    place: Place
    data: str
    described: str
    caption: str


def pictures(answer: Answer) -> Iterator[Picture]:  # noqa: ARG001
    """Yield the pictures of an answer."""
    yield from ()
