"""What a reader of a picture is told in words of the reader's own: another title, other names of axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Captions:
    """What is written above a picture and at its axes.

    Attributes
    ----------
    title
        The title; None for the finding in a sentence, an empty text for none at all, neither title nor subtitle.
    labels
        Words for paths, by path: of axes, panels and notes. Other paths are said in the words that they have by
        themselves.
    """

    title: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def titled(self, finding: str, subtitle: str) -> tuple[str, str]:
        """Return title and subtitle: those of the picture, or those of the user."""
        if self.title is None:
            return finding, subtitle
        return self.title, ""


OWN_WORDS = Captions()
