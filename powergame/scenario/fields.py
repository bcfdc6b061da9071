"""Every field of a scenario file: what it may hold, and what it means.

One table for all: files, the path language, ``--set``, the JSON Schema and the documentation read it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from powergame.objects.nearest import nearest
from powergame.scenario.types import Contest, DeceptionWord, ThirdParties, VerdictName
from powergame.text import printable

MAX_ACTORS = 1_000
MAX_RUNGS = 100
MAX_DIMENSIONS = 1_000
MAX_ROUNDS = 1_000
MAX_TIMES = 1_000_000_000
MAX_COMPARISONS = 100

GREATEST_RISK_AVERSION = 500.0
"""Largest risk aversion: exp of it is near the greatest double."""

GREATEST_POWER = 1e150
LEAST_LENGTH, GREATEST_LENGTH = 1e-150, 1e150


class FieldError(ValueError):
    """Raised for a value that does not fit its field; the message says what would."""


Spacing = Literal["linear", "log", "share"]
"""Spread of values over a range: equal steps, equal ratios, or equal steps of the actor's share of all power."""


@dataclass(frozen=True)
class Usual:
    """The range over which a number is varied where the user names none.

    Attributes
    ----------
    low, high
        Its ends; of power in multiples of what all others have, of one number of preferences in multiples of the
        length of the others.
    spacing
        How values are spread over it.
    """

    low: float
    high: float
    spacing: Spacing = "linear"


@dataclass(frozen=True)
class Number:
    """A field that holds a number.

    Attributes
    ----------
    meaning
        For documentation, and for editors.
    low, high
        The range, ends in; None where it is open.
    above
        Whether `low` itself is out.
    default
        None where the field is required, or has its default elsewhere.
    endless
        Whether ``inf`` is allowed.
    whole
        Whether only whole numbers are.
    usual
        The range over which it is varied by default; None where it is not.
    """

    meaning: str
    low: float | None = None
    high: float | None = None
    default: float | None = None
    above: bool = False
    endless: bool = False
    whole: bool = False
    usual: Usual | None = None

    @property
    def expected(self) -> str:
        """The values that are expected, as messages name them: ``expected a number from 0 to 1``."""
        kind = "a whole number" if self.whole else "a number"
        if self.low is not None and self.high is not None and self.high < GREATEST_POWER:
            span = f" from {self.low:g} to {f'{self.high:,}' if self.whole else f'{self.high:g}'}"
        elif self.low is not None:
            span = f" {'>' if self.above else '>='} {self.low:g}"
        else:
            span = ""
        return f"expected {kind}{span}{' or inf' if self.endless else ''}"

    def checked(self, value: object) -> float:
        """Return the value as a number in range, or raise `FieldError`."""
        if self.endless and isinstance(value, str) and value.lower() in ("inf", "+inf"):
            return math.inf
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FieldError(f"{described(value)}; {self.expected}")
        try:
            number = float(value)
        except OverflowError:
            raise FieldError(f"{_brief(value)} is too large; {self.expected}") from None
        if not math.isfinite(number) and not (self.endless and number > 0):
            raise FieldError(f"{value} is not finite; {self.expected}")
        if self.whole and not number.is_integer():
            raise FieldError(f"{value:g} is not a whole number; {self.expected}")
        if not self._in_range(number):
            hint = "; 50% is written 0.5" if self.high == 1 and 1 < number <= 100 else ""
            if self.high is not None and number > self.high >= GREATEST_POWER:
                hint = f", at most {self.high:g}"
            raise FieldError(f"{_brief(value)} is out of range; {self.expected}{hint}")
        return int(value) if self.whole else number + 0.0

    def _in_range(self, number: float) -> bool:
        if self.low is not None and (number < self.low or (self.above and number == self.low)):
            return False
        return self.high is None or number <= self.high


def described(value: object) -> str:
    """Say what kind of value was given, where another one was expected."""
    if value is None:
        return "nothing is given"
    if isinstance(value, bool):
        return f"{str(value).lower()} is a truth value"
    if isinstance(value, str):
        text = printable(value if len(value) <= 40 else f"{value[:40]}...")
        numeric = text.isascii() and text.strip().replace(".", "", 1).lstrip("+-").isdigit()
        return f"'{text}' is text{' (remove the quotes)' if numeric else ''}"
    if isinstance(value, dict):
        return "a mapping is given"
    return "a list is given" if isinstance(value, list | tuple) else f"{_brief(value)} is given"


def _brief(value: object) -> str:
    if isinstance(value, int) and value.bit_length() > 1024:
        return "a number of that size"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _share(meaning: str, default: float | None = None) -> Number:
    return Number(meaning, 0, 1, default, usual=Usual(0.0, 1.0))


FACTOR = Usual(0.01, 100.0, "log")
"""Usual range of a factor that multiplies something."""

TIMES_OTHERS = 99.0
"""Multiples of all others' power that an actor's usual range ends at: 99 % of all power."""

ACTOR: dict[str, Number] = {
    "power": Number(
        "Power, in any unit; the model works with shares.", 0, GREATEST_POWER, usual=Usual(0.0, TIMES_OTHERS, "share")
    ),
    "effectiveness": Number("How much its power counts in war (b).", 0, GREATEST_POWER, 1.0, above=True, usual=FACTOR),
    "risk_aversion": Number(
        "Constant absolute risk aversion (rho); 0 is neutral.",
        -GREATEST_RISK_AVERSION,
        GREATEST_RISK_AVERSION,
        0.0,
        usual=Usual(-10.0, 10.0),
    ),
    "growth": Number("Multiplies its power after every round.", 0, GREATEST_POWER, 1.0, above=True, usual=FACTOR),
}
RUNG: dict[str, Number] = {
    "grab": _share("Fraction of each other actor's power it takes if there is no war (g).", 0.0),
    "provokes": _share("How likely it is to start a war against one who resists (q).", 0.0),
    "resists": _share("How likely a provocation against it is met by war (r).", 1.0),
    "strength": Number("Multiplies own strength in war (phi).", 0, GREATEST_POWER, 1.0, above=True, usual=FACTOR),
    "odds": _share("Odds of destruction in a war fought from this rung (omega); the scenario's if not given."),
    # no gain of linear utility is greater than 2
    "cost": Number("Own cost, in shares of all power (c).", 0, GREATEST_POWER, 0.0, usual=Usual(0.0, 2.0)),
}
DESTRUCTION: dict[str, Number] = {
    "odds": _share("How likely a war destroys (omega)."),
    "severity": _share("Fraction of everybody's power that destruction takes (sigma)."),
}
CONFLICT: dict[str, Number] = {
    "decisiveness": Number(
        "How much strength decides a war (gamma): 0 a coin, 1 in proportion, inf the strongest wins.",
        0, None, 1.0, endless=True, usual=Usual(0.0, 10.0),
    ),
    "stakes": _share("Fraction of its power that a losing fighter loses (tau).", 1.0),
}  # fmt: skip
CHOICES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "contest": (
        "ratio",
        get_args(Contest),
        "How strength becomes a chance to win: in proportion to strength^gamma, or to exp(gamma strength).",
    ),
    "third_parties": (
        "status_quo",
        get_args(ThirdParties),
        "Whom defenders fight for: the status quo, or the side whose victory they value most.",
    ),
}
ROUNDS = Number("How many rounds are played.", 1, MAX_ROUNDS, 1, whole=True)
TIMES = Number("How many times it was seen.", 1, MAX_TIMES, 1, whole=True)
PROBABILITY = Number("A probability.", 0, 1)
ANGLE = Number("Degrees, counter-clockwise from the first outcome.", -1e6, 1e6, usual=Usual(-180.0, 180.0))
COMPONENT = Number("What an actor wants of an outcome.", -GREATEST_LENGTH, GREATEST_LENGTH, usual=Usual(-10.0, 10.0))
COSINE = Number("An alignment.", -1, 1, usual=Usual(-1.0, 1.0))
RATIONALITY = Number("lambda of the quantal response.", 0, None)

TOP = {
    "powergame": "Version of the file format.",
    "name": "Title.",
    "about": "What is modelled, and the sources.",
    "extends": "Another scenario file, in this one's folder or below; this one's values override it, key by key.",
    "alignments": "The alignments of all actors, {X: {Y: number}}, each pair once; instead of all preferences.",
    "outcomes": "Names of the dimensions of preferences.",
    "actors": "Who can act, by name.",
    "ladder": "What they can do: binary, brinkmanship, or a list of rungs.",
    "conflict": "What a war is, and may destroy.",
    "rounds": ROUNDS.meaning,
    "variants": "Named changes to this scenario, {path: value}, with an `expect` of their own; addressed FILE#NAME.",
    "expect": "What must hold of the answer; `powergame check` compares.",
    "vary": "Default axes of a sweep, {path: axis}.",
    "unknown": "What is uncertain, {path: prior}.",
    "observed": "Rungs that were played, and wars, which `powergame infer` learns from.",
    "given": "What the priors are restricted to: a comparison such as alignment.red.blue < 0, or several.",
}
ACTOR_KEYS = (
    "power", "preferences", "about", "effectiveness", "risk_aversion", "ladder", "beliefs", "growth", "types",
)  # fmt: skip
TYPE_KEYS = ("probability", "preferences", "beliefs")
RUNG_KEYS = ("name", *RUNG)
CONFLICT_KEYS = ("destruction", *CONFLICT, *CHOICES)
OBSERVED_KEYS = ("plays", "war", "under", "times")


@dataclass(frozen=True)
class Keyed:
    """A mapping whose keys are names, or comparisons.

    Attributes
    ----------
    example
        For messages.
    """

    by: Literal["actor", "type", "comparison"]
    inner: Shape
    example: str


@dataclass(frozen=True)
class Keys:
    """A mapping that has some of these keys."""

    parts: Mapping[str, Shape]
    example: str


RungName = Literal["rung"]

Shape: TypeAlias = Keyed | Keys | Number | tuple[str, ...] | RungName
"""What may be expected: a mapping, a number, one of some words, or a rung of the actor that is named before."""


@dataclass(frozen=True)
class Expectable:
    """A key of ``expect``.

    Attributes
    ----------
    question
        Whose answer is held to it.
    """

    meaning: str
    question: Literal["solve", "infer", "deceive"]
    shape: Shape


BOUNDS = Keys({"at_most": PROBABILITY, "at_least": PROBABILITY}, "{at_most: 0.1} or {at_least: 0.1}")
COUNT = Number("How many.", 0, None, whole=True)

EXPECT: dict[str, Expectable] = {
    "seeks": Expectable("Verdicts, by actor.", "solve", Keyed("actor", get_args(VerdictName), "a mapping by actor")),
    "plays": Expectable(
        "Rungs in the selected equilibrium, by actor.", "solve", Keyed("actor", "rung", "a mapping by actor")
    ),
    "war": Expectable("Probability of war in the selected equilibrium.", "solve", BOUNDS),
    "destroyed": Expectable("Expected fraction destroyed in the selected equilibrium.", "solve", BOUNDS),
    "equilibria": Expectable("How many are listed.", "solve", Keys({"count": COUNT}, "{count: 1}")),
    "infers": Expectable(
        "Probability of comparisons, after what was observed: {alignment.red.blue < 0: {at_least: 0.7}}.",
        "infer",
        Keyed("comparison", BOUNDS, "{comparison: {at_least: 0.7}}"),
    ),
    "deceives": Expectable(
        "What private types do, by actor and type, in the selected equilibrium: {red: {rival: {verdict: conceals}}}.",
        "deceive",
        Keyed(
            "actor",
            Keyed(
                "type",
                Keys(
                    {"verdict": get_args(DeceptionWord), "withholds": BOUNDS, "coup": BOUNDS, "shows": BOUNDS},
                    "{verdict: conceals} or {coup: {at_least: 0.9}}",
                ),
                "a mapping by type",
            ),
            "a mapping by actor",
        ),
    ),
}
"""All that a scenario may expect of its answers: files, written scenarios, the schema and `check` read it here."""

PLACES: dict[str, str] = {
    **{key: f"conflict.destruction.{key}" for key in DESTRUCTION},
    **{key: f"conflict.{key}" for key in ("destruction", *CONFLICT, *CHOICES)},
    **{key: f"a rung of a ladder, as {key}" for key in ("grab", "provokes", "resists", "strength", "cost")},
    **{key: f"actors.NAME.{key}" for key in ACTOR_KEYS if key not in ("about", "ladder")},
    **dict.fromkeys((key for key in TOP if key not in ("about", "name", "ladder")), "the top of the file"),
    "destruction_odds": "conflict.destruction.odds",
    "destruction_severity": "conflict.destruction.severity",
    "probability": "actors.NAME.types.TYPE.probability",
}
"""Place that each key belongs to; messages name it where the key stands elsewhere."""


def unknown_key(key: str, known: Sequence[str], *, guess: bool = True) -> str:
    """Say that a key is unknown, and, if asked to guess, the nearest known one or where it belongs."""
    message = f"unknown key '{printable(key[:64])}'"
    if not guess:
        return message
    low = key.lower()
    if low in PLACES and low not in known:
        return f"{message}; it belongs {'at' if low in TOP else 'in'} {PLACES[low]}"
    if near := nearest(key, known):
        return f"{message}; did you mean '{near}'?"
    near = nearest(key, PLACES)
    return f"{message}; did you mean {PLACES[near]}?" if near else f"{message}; known are {', '.join(known[:20])}"
