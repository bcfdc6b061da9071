"""The grammar of paths: one table of what a path can name, and paths read by it.

The words of a template in capitals stand for names: an actor's, a type's, a rung's, an outcome's or its place's, and,
behind ``beliefs``, another path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from powergame.scenario import fields
from powergame.scenario.fields import FieldError, Number
from powergame.text import printable

NAMES = ("ACTOR", "TYPE", "RUNG", "OUTCOME", "PATH")
"""Words of templates that stand for names."""

MAX_KNOWN = 1024
"""Parsed paths that are kept: the same few are set again and again."""


@dataclass(frozen=True)
class Kind:
    """A kind of paths.

    Attributes
    ----------
    template
        Its words; those of `NAMES` stand for names.
    number
        The range, where it names a number.
    believable
        Whether actors may hold beliefs about it: the shape of the game is known to all.
    stored
        Whether a scenario holds it; what it does not hold can only be unknown.
    """

    template: str
    number: Number | None = None
    believable: bool = True
    stored: bool = True

    @cached_property
    def field(self) -> str:
        """The name of the field: ``power``, ``odds``, ``preferences``, ``component``, ``angle``, ``alignment``, ..."""
        last = next(word for word in reversed(self.template.split(".")) if word not in ("ACTOR", "PATH"))
        return "component" if last == "OUTCOME" else last

    @property
    def meaning(self) -> str:
        """What the number or the word means; empty for what is neither."""
        return self.number.meaning if self.number else fields.CHOICES.get(self.field, ("", (), ""))[2]


def _numbers(stem: str, numbers: Mapping[str, Number]) -> Iterator[Kind]:
    return (Kind(f"{stem}.{key}", number, believable=key != "growth") for key, number in numbers.items())


def _preferences(at: str, *, believable: bool) -> tuple[Kind, ...]:
    numbers = (("OUTCOME", fields.COMPONENT), ("angle", fields.ANGLE))
    return Kind(at, None, believable), *(Kind(f"{at}.{word}", number, believable) for word, number in numbers)


def _ladder(at: str) -> tuple[Kind, ...]:
    return Kind(at, None, believable=False), *_numbers(f"{at}.RUNG", fields.RUNG)


KINDS: tuple[Kind, ...] = (
    *_numbers("actors.ACTOR", fields.ACTOR),
    *_preferences("actors.ACTOR.preferences", believable=True),
    *_ladder("actors.ACTOR.ladder"),
    Kind("actors.ACTOR.types.TYPE.probability", fields.PROBABILITY, believable=False),
    *_preferences("actors.ACTOR.types.TYPE.preferences", believable=False),
    Kind("actors.ACTOR.types.TYPE.beliefs.PATH", None, believable=False),
    Kind("actors.ACTOR.beliefs.PATH", None, believable=False),
    *_numbers("conflict.destruction", fields.DESTRUCTION),
    *_numbers("conflict", fields.CONFLICT),
    *(Kind(f"conflict.{key}", None, believable=False) for key in fields.CHOICES),
    *_ladder("ladder"),
    Kind("alignment.ACTOR.ACTOR", fields.COSINE),
    Kind("rounds", fields.ROUNDS, believable=False),
    Kind("rationality", fields.RATIONALITY, believable=False, stored=False),
    Kind("rationality.ACTOR", fields.RATIONALITY, believable=False, stored=False),
)
"""All kinds of paths, in the order in which their words are listed, suggested and documented."""

DIRECTIONS = frozenset({"preferences", "component", "angle", "alignment"})
"""Fields of paths that turn an actor's preferences."""


@dataclass(frozen=True)
class GrammarNode:
    """A place in the grammar.

    Attributes
    ----------
    kind
        The kind of path that may end here.
    words
        The words that may follow, and the places that they lead to.
    name
        The word among them that stands for a name.
    """

    kind: Kind | None
    words: Mapping[str, GrammarNode]
    name: str | None

    def kinds(self) -> Iterator[Kind]:
        """Yield the kinds of paths that end here or further on."""
        if self.kind is not None:
            yield self.kind
        for node in self.words.values():
            yield from node.kinds()

    def after(self, word: str, outcomes: Sequence[str] = ()) -> str | None:
        """Return the template's word for one that follows, or None where nothing is written like this.

        Parameters
        ----------
        outcomes
            The scenario's, by name: one of them may be called ``angle``.
        """
        is_outcome = self.name == "OUTCOME" and word in outcomes
        return word if word in self.words and word not in NAMES and not is_outcome else self.name


def _node(kinds: Sequence[tuple[Sequence[str], Kind]]) -> GrammarNode:
    kind = next((kind for words, kind in kinds if not words), None)
    heads = dict.fromkeys(words[0] for words, _ in kinds if words)
    words = {head: _node([(words[1:], kind) for words, kind in kinds if words[:1] == [head]]) for head in heads}
    return GrammarNode(kind, words, next((head for head in heads if head in NAMES), None))


GRAMMAR = _node([(kind.template.split("."), kind) for kind in KINDS])
"""Tree of the words of paths: `KINDS`, by what may follow what."""


@dataclass(frozen=True)
class Path:
    """A path that has been read.

    Attributes
    ----------
    text
        As it is written.
    kind
        What it names.
    actor
        Whose value it is, or who believes it; of an alignment, who is turned. Empty where no actor is named.
    towards
        Of an alignment, the actor whose preferences stay.
    type, rung, outcome
        The other names in it.
    believed
        Of a belief, the path of what is believed.
    """

    text: str
    kind: Kind
    actor: str = ""
    towards: str = ""
    type: str = ""
    rung: str = ""
    outcome: str = ""
    believed: Path | None = None

    @property
    def subject(self) -> Path:
        """What the path is about: for a belief, the path of what is believed."""
        return self if self.believed is None else self.believed.subject

    @property
    def field(self) -> str:
        """The field of what the path is about."""
        return self.subject.kind.field

    @property
    def number(self) -> Number | None:
        """The range of what the path is about, where that is a number."""
        return self.subject.kind.number

    @property
    def is_belief(self) -> bool:
        """Whether it names what somebody believes."""
        return self.believed is not None

    @property
    def moves_directions(self) -> bool:
        """Whether what it is about turns an actor's preferences."""
        return self.field in DIRECTIONS


@lru_cache(MAX_KNOWN)
def parse(text: str, outcomes: tuple[str, ...] = ()) -> Path:
    """Return a path, read by the grammar alone; whether its actors and rungs exist, `locate` checks.

    Parameters
    ----------
    outcomes
        The scenario's, by name: one of them may be called ``angle``.

    Raises
    ------
    FieldError
        Where no kind of path is written like this.

    Examples
    --------
    >>> path = parse("actors.red.beliefs.conflict.destruction.odds")
    >>> path.actor, path.field, path.is_belief
    ('red', 'odds', True)
    >>> parse("alignment.red.blue").towards
    'blue'
    """
    node, parts = GRAMMAR, text.split(".")
    names: dict[str, list[str]] = {name: [] for name in NAMES}
    believed = None
    for k, part in enumerate(parts):
        word = node.after(part, outcomes)
        if word is None:
            raise no_kind(text)
        node = node.words[word]
        if word == "PATH":
            believed = parse(".".join(parts[k:]), outcomes)
            break
        if word in NAMES:
            names[word].append(part)
    if node.kind is None:
        raise no_kind(text)
    actor, towards, *_ = (*names["ACTOR"], "", "")
    kind, rung, outcome = ("".join(names[name]) for name in ("TYPE", "RUNG", "OUTCOME"))
    return Path(text, node.kind, actor, towards, kind, rung, outcome, believed)


def no_kind(text: str) -> FieldError:
    """Return the error for a text that is no kind of path."""
    return FieldError(f"there is no path '{printable(text[:64])}'")
