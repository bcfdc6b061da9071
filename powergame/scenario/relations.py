"""Comparisons as they are written: ``alignment.red.blue < 0``, ``actors.red.power >= actors.blue.power``.

Names hold spaces and even operators. So a text is divided at every operator in it, and what reads is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from powergame.scenario import fields
from powergame.scenario.fields import FieldError, described
from powergame.scenario.paths.grammar import GRAMMAR, Kind, Path, parse
from powergame.scenario.paths.locate import unknown
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.paths.walk import actor_named, wishes_of
from powergame.scenario.yaml.scalars import ScalarError, resolve
from powergame.text import listed, printable, repeated

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Changes, Prior

Operator = Literal["<", "<=", ">", ">=", "=="]
Side: TypeAlias = Path | float | str
"""A side of a comparison: a path, a number, or a word of a path's choice."""

MAX_LENGTH = 1_000
"""Characters of a comparison: two of the longest paths have fewer."""

OPERATOR = re.compile("<=|>=|==|<|>")

BEGINNING = re.compile(rf"({'|'.join(GRAMMAR.words)}|alignment_with_power)(\.|$)|[^<>=]+$")
"""Pattern of the beginning of a side: of a path; or of all of a number or a word, which hold no operators."""

WITH_POWER = Kind("alignment_with_power.ACTOR", fields.COSINE, believable=False, stored=False)
"""Kind of a path that is derived, and that comparisons alone have: alignment with the powers that be."""

NAMED = 2

EXPECTED = f"expected PATH < NUMBER, with one of {listed(get_args(Operator), 'or')}; the number may be a path, too"
NO_EQUALITY = (
    "== is for words, and for unknowns with a prior {choice: [..]}: any other number equals another one with "
    "probability 0; expected <, <=, > or >="
)


@dataclass(frozen=True)
class Relation:
    """A comparison that has been read: at least one of its sides is a path."""

    text: str
    left: Side
    operator: Operator
    right: Side


def relation(scenario: Scenario, text: str) -> Relation:
    """Return a comparison of what a scenario's paths name, with what is unknown there put in.

    Raises
    ------
    FieldError
        Where it is none, names what is not there, or compares what cannot be compared.

    Examples
    --------
    >>> from powergame import load
    >>> read = relation(load("scenarios/security-dilemma.yaml"), "alignment.west.east <= 0.5")
    >>> read.left.text, read.operator, read.right
    ('alignment.west.east', '<=', 0.5)
    """
    if len(text) > MAX_LENGTH:
        raise FieldError(f"a comparison has at most {MAX_LENGTH:,} characters; this one has {len(text):,}")
    errors: list[tuple[int, FieldError]] = []
    divisions = list(_divisions(text))
    possible = [parts for parts in divisions if BEGINNING.match(parts[0]) and BEGINNING.match(parts[2])]
    for left, operator, right in possible or divisions[:1]:
        try:
            return _checked(scenario, Relation(text, _side(scenario, left), operator, _side(scenario, right)))
        except FieldError as error:
            errors.append((_likely(scenario, left) + _likely(scenario, right), error))
    if not errors:
        raise FieldError(EXPECTED)
    if len(divisions) > 1 and all(_likely(scenario, part.strip()) == NAMED for part in OPERATOR.split(text)):
        raise FieldError("compares more than two; expected one comparison at a time, and several as a list")
    raise max(errors, key=lambda told: told[0])[1]


def unknown_behind(scenario: Scenario, path: Path) -> tuple[str, Prior] | None:
    """Return the unknown whose value a path has, and its prior; None where it has that of none.

    Who holds no belief about a path believes the truth, and who has no rationality of its own has the shared one.
    """
    for text, prior in scenario.unknown:
        if same_value(parse(text, scenario.outcomes), path, scenario.outcomes):
            return text, prior
    if path.believed is not None:
        return None if _believes(scenario, path) else unknown_behind(scenario, _truth_of(scenario, path))
    if path.field == "rationality" and path.actor:
        return unknown_behind(scenario, parse("rationality"))
    return None


def _truth_of(scenario: Scenario, belief: Path) -> Path:
    """Return what somebody believes who holds no belief: what its actor does, for a type; else the truth itself."""
    if belief.believed is None:
        raise FieldError(f"{repeated(belief.text)} is no belief")
    if not belief.type:
        return belief.believed
    return parse(f"actors.{belief.actor}.beliefs.{belief.believed.text}", scenario.outcomes)


def _believes(scenario: Scenario, path: Path) -> bool:
    """Whether somebody's belief about what a path names bears on it: one that is held or unknown; of a type, its own.

    Directions are seen together: who believes anything about them may see another alignment than the truth.
    """
    subject = path.subject
    held = [parse(text, scenario.outcomes) for text, _ in _held(scenario, path)]
    texts = (parse(text, scenario.outcomes) for text, _ in scenario.unknown)
    held += [p.subject for p in texts if p.is_belief and (p.actor, p.type) == (path.actor, path.type)]
    if subject.moves_directions:
        return any(belief.moves_directions for belief in held)
    return any(same_value(belief, subject, scenario.outcomes) for belief in held)


def _held(scenario: Scenario, path: Path) -> Changes:
    actor = actor_named(scenario, path.actor)
    private = next((private for private in actor.types if private.name == path.type), None)
    return private.beliefs if private else actor.beliefs


def _divisions(text: str) -> Iterator[tuple[str, Operator, str]]:
    for match in OPERATOR.finditer(text):
        operator = next(known for known in get_args(Operator) if known == match[0])
        yield text[: match.start()].strip(), operator, text[match.end() :].strip()


def _written(scenario: Scenario, text: str) -> Path | float | None:
    """Return a side as the grammar alone reads it; None where it is neither a path nor a number."""
    try:
        value = resolve(text)
    except ScalarError as error:
        raise FieldError(str(error)) from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < math.inf else math.nan
    first, _, name = text.partition(".")
    if first == "alignment_with_power" and name:
        return Path(text, WITH_POWER, name)
    try:
        return parse(text, scenario.outcomes)
    except FieldError:
        return None


def _likely(scenario: Scenario, text: str) -> int:
    """Return how likely a text is meant as a side: `NAMED` where it is one, 1 where it is written like one, else 0."""
    try:
        return 0 if isinstance(_side(scenario, text), str) else NAMED
    except FieldError:
        pass
    try:
        return int(_written(scenario, text) is not None)
    except FieldError:
        return 1  # a number that readers disagree about


def _side(scenario: Scenario, text: str) -> Side:
    if not text:
        raise FieldError(f"nothing stands on one side; {EXPECTED}")
    side = _written(scenario, text)
    if side is None:
        return text
    if isinstance(side, float):
        if not math.isfinite(side):
            raise FieldError(f"{repeated(text)} is not finite; expected a number or a path")
        return side
    if side.kind is WITH_POWER:
        _check_with_power(scenario, side)
        return side
    place = unknown(scenario, text)
    if place.path.number is None and place.path.field not in fields.CHOICES:
        raise FieldError(f"{repeated(text)} is neither a number nor a word; expected one of its numbers")
    return place.path


def _check_with_power(scenario: Scenario, path: Path) -> None:
    actor_named(scenario, path.actor)
    for actor in scenario.actors:
        wishes_of(actor.preferences, actor.name)


def _checked(scenario: Scenario, read: Relation) -> Relation:
    """Return a relation whose sides can be compared."""
    paths = [side for side in (read.left, read.right) if isinstance(side, Path)]
    if not paths:
        text = next((side for side in (read.left, read.right) if isinstance(side, str)), None)
        if text is not None:
            unknown(scenario, text)  # which says what is wrong with it
        raise FieldError("compares two numbers; expected a path on one side at least")
    words = [path for path in paths if path.number is None]
    if words:
        _check_words(scenario, read, words[0])
        return read
    for side in (read.left, read.right):
        if isinstance(side, str):
            _refuse_word(scenario, side)
    if read.operator == "==":
        _check_equality(scenario, paths)
    return read


def _check_words(scenario: Scenario, read: Relation, path: Path) -> None:
    known = listed(fields.CHOICES[path.field][1], "or")
    if read.operator != "==":
        raise FieldError(f"{repeated(path.text)} is a word; expected == and {known}")
    if read.left != path:
        raise FieldError(f"expected {repeated(path.text)} == WORD, the word being {known}")
    unknown(scenario, path.text).check(read.right.text if isinstance(read.right, Path) else read.right)


def _refuse_word(scenario: Scenario, text: str) -> None:
    """Raise what is wrong with a side that is neither a number nor a path."""
    if text.lower() in ("inf", "-inf", "+inf", "nan", "infinity", "-infinity", "+infinity"):
        raise FieldError(f"{text} is not finite; expected a number or a path")
    if "." not in text:
        raise FieldError(f"{described(text)}; expected a number or a path")
    unknown(scenario, text)
    raise FieldError(f"there is no path '{printable(text[:64])}'")


def _check_equality(scenario: Scenario, paths: list[Path]) -> None:
    """Raise `FieldError` unless numbers can be equal: one of a choice, and another that is one or stands as it is."""
    behind = [unknown_behind(scenario, path) for path in paths]
    chosen = [pair is not None and pair[1].kind == "choice" for pair in behind]
    derived = [path.moves_directions or path.kind is WITH_POWER or path.field == "rationality" for path in paths]
    stands = [pair is None and not moves for pair, moves in zip(behind, derived, strict=True)]
    if not any(chosen) or not all(a or b for a, b in zip(chosen, stands, strict=True)):
        raise FieldError(NO_EQUALITY)
