"""The class `Scenario`: a whole scenario, valid in every part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powergame.errors import UsageError
from powergame.files import NamedFile
from powergame.objects.named import by_name
from powergame.objects.shown import Shown
from powergame.scenario.paths.apply import apply
from powergame.scenario.types import (
    BINARY,
    Actor,
    Asked,
    Axis,
    Conflict,
    Expectation,
    Ladder,
    Observation,
    Prior,
    Table,
    Variant,
)
from powergame.scenario.vectors import Vector

MAX_NAMED = 6
"""Actors that the line of a scenario names."""


@dataclass(frozen=True, repr=False)
class Scenario(Shown):
    """A whole scenario, valid in every part.

    Attributes
    ----------
    source
        The file as the user named it, with ``#variant`` where one was asked for.
    sha256
        SHA-256 of the bytes that were read; with `extends`, of the digests of all files in turn.
    variant
        Name of the variant that was asked for; None for the scenario of the file itself.
    outcomes
        Names of the preference dimensions; empty where they have none.
    dimensions
        k, the length of every preference vector.
    expect
        What must hold of the answers; None where the file does not say.
    given
        Comparisons to which the priors of what is unknown are restricted.
    alignments
        The table of alignments, where the file gives one in place of preferences. Preferences are directions that have
        it, and `outcomes` have no names.
    asked
        The alignments that were asked for, which the actors' preferences meet: of each pair the last, in the order
        of the actors.
    unturned
        Where some are asked for, the actors' preferences as they were set, before they were turned to meet these.
    warnings
        Notes on what is allowed but looks like a slip; commands print them on standard error.
    files
        All files that were read for it, those that it extends among them; no output replaces them.
    """

    name: str
    actors: tuple[Actor, ...]
    conflict: Conflict
    ladder: Ladder = BINARY
    about: str = ""
    source: str = ""
    sha256: str = ""
    variant: str | None = None
    outcomes: tuple[str, ...] = ()
    dimensions: int = 1
    rounds: int = 1
    variants: tuple[Variant, ...] = ()
    expect: tuple[Expectation, ...] | None = None
    vary: tuple[tuple[str, Axis], ...] = ()
    unknown: tuple[tuple[str, Prior], ...] = ()
    observed: tuple[Observation, ...] = ()
    given: tuple[str, ...] = ()
    alignments: Table | None = None
    asked: tuple[Asked, ...] = ()
    unturned: tuple[Vector | None, ...] = ()
    warnings: tuple[str, ...] = field(default=(), compare=False)
    files: tuple[NamedFile, ...] = field(default=(), compare=False)

    def _repr_line_(self) -> str:
        named = ", ".join(self.names[:MAX_NAMED])
        return f"{self.name!r}: {named}{', ...' if len(self.names) > MAX_NAMED else ''}"

    @property
    def names(self) -> tuple[str, ...]:
        """The actors' names, in the order of the file."""
        return tuple(actor.name for actor in self.actors)

    @property
    def is_line(self) -> bool:
        """Whether there is but one outcome: an alignment is then 1 or -1, with nothing in between."""
        return self.dimensions == 1 and self.alignments is None

    @property
    def has_types(self) -> bool:
        """Whether some actor has private types."""
        return any(actor.types for actor in self.actors)

    @property
    def is_tree(self) -> bool:
        """Whether it is no single move of known actors: there are private types, or several rounds."""
        return self.has_types or self.rounds > 1

    @property
    def learns(self) -> bool:
        """Whether something is unknown that deeds can tell of: a value with a prior, or private types."""
        return bool(self.unknown) or self.has_types

    @property
    def has_deeds(self) -> bool:
        """Whether deeds were observed that tell of something unknown."""
        return self.learns and bool(self.observed)

    def actor(self, name: str) -> Actor:
        """Return the actor of this name."""
        return by_name(self.actors, name)

    def ladder_of(self, actor: Actor) -> Ladder:
        """Return the rungs that `actor` chooses from."""
        return self.ladder if actor.ladder is None else actor.ladder

    def with_values(self, changes: Mapping[str, object]) -> Scenario:
        """Return this scenario with some of its values changed.

        Parameters
        ----------
        changes
            Paths of the path language and their new values, applied in order; alignments are met last, and together
            with those that were asked for before.

        Raises
        ------
        ScenarioError
            Where a path does not exist or a value does not fit; all faults at once.
        UsageError
            Where the changes are no mapping.

        Examples
        --------
        >>> from powergame import load
        >>> scenario = load("@security-dilemma")
        >>> scenario.with_values({"conflict.destruction.odds": 0.2}).conflict.odds
        0.2
        """
        if not isinstance(changes, Mapping):
            raise UsageError(f"changes of type {type(changes).__name__}: expected a mapping, {{PATH: VALUE}}")
        return apply(self, changes)
