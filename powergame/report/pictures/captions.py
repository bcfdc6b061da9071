"""What a reader of a picture is told in words of the user's: another title, other names of axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.paths.words import DERIVED, words_of_path

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario


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

    def words(self, scenario: Scenario, path: str) -> str:
        """Return what a path names: in the user's words, or in its own."""
        return self._label(path, scenario.outcomes) or words_of_path(scenario, path)

    def _label(self, path: str, outcomes: tuple[str, ...]) -> str | None:
        """Return the user's words for a path, however that spells it: an alignment has two spellings."""
        if not self.labels or path.partition(".")[0] == DERIVED:
            return None
        named = parse(path, outcomes)
        labels = self.labels.items()
        return next((text for other, text in labels if same_value(parse(other, outcomes), named, outcomes)), None)


OWN_WORDS = Captions()
