"""Controls of the page: the numbers of a scenario that can be moved, their ranges and their names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from powergame.plain import Json, plain
from powergame.scenario import fields
from powergame.scenario.fields import Number
from powergame.scenario.paths.apply import get
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Ladder, Value

ControlKind = Literal["number", "choice", "vector"]
SliderScale = Literal["linear", "log", "endless"]

STEPS = 200
"""Steps of a slider over its range; the box beside it takes any number."""

MANY = 3
"""Actors at most whose alignments are shown at once; of more actors they are folded away."""

LABELS = {
    "odds": "odds of destruction",
    "severity": "severity",
    "decisiveness": "decisiveness",
    "stakes": "stakes",
    "contest": "contest",
    "third_parties": "third parties",
    "risk_aversion": "risk aversion",
}


@dataclass(frozen=True)
class Control:
    """A control of the page: a number, a choice or a vector that can be moved.

    Attributes
    ----------
    path
        The path that it sets.
    label, hint
        Its name, and its meaning.
    kind
        ``vector`` stands for a whole vector of preferences, a slider for each number of it.
    value
        The scenario's own; None where it is what `inherits` names.
    low, high, step, scale
        The slider's range, step and scale; ``log`` has equal ratios, ``endless`` ends with infinity.
    choices
        Words of a choice; for a vector the names of its dimensions.
    turns, measure, index
        The place of the actor whose preferences it changes (-1 for none), and as what: an alignment with the actor at
        a place, an angle, or a component. A probability of a type changes those of the others, of which it is told.
    minor
        Whether it is folded away at first.
    """

    path: str
    label: str
    hint: str = ""
    kind: ControlKind = "number"
    value: Value | None = None
    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    scale: SliderScale = "linear"
    choices: tuple[str, ...] = ()
    turns: int = -1
    measure: Literal["", "alignment", "angle", "component", "probability"] = ""
    index: int = 0
    inherits: str = ""
    minor: bool = False

    def to_dict(self) -> dict[str, Json]:
        """Return the control as plain data."""
        return {key: plain(value) if value is not None else None for key, value in asdict(self).items()}


@dataclass(frozen=True)
class Group:
    """Controls that belong together: one actor's, the conflict's, a rung's.

    Attributes
    ----------
    actor
        Whose they are; empty for the conflict's, and for rungs of the scenario's own ladder.
    """

    title: str
    kind: Literal["actor", "conflict", "rung"]
    controls: tuple[Control, ...]
    actor: str = ""
    about: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Return the group as plain data."""
        return {
            "title": self.title,
            "kind": self.kind,
            "actor": self.actor,
            "about": self.about,
            "controls": [control.to_dict() for control in self.controls],
        }


def groups(scenario: Scenario) -> tuple[Group, ...]:
    """Return the controls of a scenario, in groups.

    Rounds and growth are left out, as they do not count in one round; and third parties where there are none.
    """
    every = [_actor(scenario, i) for i in range(len(scenario.actors))]
    every.append(Group("Conflict", "conflict", tuple(conflict(scenario))))
    return (*every, *ladders(scenario))


def ladders(scenario: Scenario) -> Iterator[Group]:
    """Yield the groups of all rungs: those that are shared, and those of each actor with a ladder of its own."""
    sharing = [actor.name for actor in scenario.actors if actor.ladder is None]
    if sharing:
        whose = "" if len(sharing) == len(scenario.actors) else ", ".join(sharing)
        yield from _rungs("ladder", scenario.ladder, "", whose)
    for actor in scenario.actors:
        if actor.ladder is not None:
            yield from _rungs(f"actors.{actor.name}.ladder", actor.ladder, actor.name, "")


def conflict(scenario: Scenario) -> Iterator[Control]:
    """Yield the controls of the conflict."""
    for key, spec in fields.DESTRUCTION.items():
        yield number(f"conflict.destruction.{key}", key, spec, getattr(scenario.conflict, key))
    for key, spec in fields.CONFLICT.items():
        yield number(f"conflict.{key}", key, spec, getattr(scenario.conflict, key))
    for key, (_, choices, meaning) in fields.CHOICES.items():
        if key != "third_parties" or len(scenario.actors) > 2:
            value = getattr(scenario.conflict, key)
            yield Control(f"conflict.{key}", LABELS[key], meaning, "choice", value, choices=choices)


def _actor(scenario: Scenario, i: int) -> Group:
    actor = scenario.actors[i]
    at = f"actors.{actor.name}"
    controls = [number(f"{at}.power", "power", fields.ACTOR["power"], actor.power, high=most_power(scenario))]
    controls += _direction(scenario, i)
    for key in ("effectiveness", "risk_aversion"):
        controls.append(number(f"{at}.{key}", key, fields.ACTOR[key], getattr(actor, key), minor=True))
    controls += (belief(scenario, actor, path, value) for path, value in actor.beliefs)
    return Group(actor.name, "actor", tuple(controls), actor.name, actor.about)


def most_power(scenario: Scenario) -> float:
    """Return twice the greatest power, rounded up to 1, 2 or 5 times a power of ten."""
    most = 2 * max(actor.power for actor in scenario.actors)
    unit = 10.0 ** math.floor(math.log10(most))
    return next(unit * k for k in (1, 2, 5, 10) if unit * k >= most * (1 - 1e-12))


def _direction(scenario: Scenario, i: int) -> Iterator[Control]:
    """Yield the controls that turn an actor: its alignments with others, its angle, its vector's numbers."""
    actor = scenario.actors[i]
    at = f"actors.{actor.name}.preferences"
    k = scenario.dimensions
    for j, other in enumerate(scenario.names):
        if j != i and k > 1:
            path = f"alignment.{actor.name}.{other}"
            yield Control(
                path, f"alignment with {other}", f"The cosine between them; moving it turns {actor.name}.",
                value=get(scenario, path), low=-1.0, turns=i, measure="alignment", index=j,
                minor=len(scenario.actors) > MANY,
            )  # fmt: skip
    if k == 2 and "angle" not in scenario.outcomes:
        yield Control(
            f"{at}.angle", "direction, in degrees", fields.ANGLE.meaning,
            value=get(scenario, f"{at}.angle"), low=-180.0, high=180.0, step=1.0, turns=i, measure="angle",
        )  # fmt: skip
        return
    assert actor.preferences is not None
    longest = max(map(abs, actor.preferences))
    for j, name in enumerate(scenario.outcomes or map(str, range(k))):
        yield Control(
            f"{at}.{name}", f"wants {name}" if scenario.outcomes else f"preferences, {j + 1}", fields.COMPONENT.meaning,
            value=actor.preferences[j], low=-longest, high=longest, step=step_of(2 * longest) if k > 1 else 2 * longest,
            turns=i, measure="component", index=j, minor=k > 1,
        )  # fmt: skip


def belief(scenario: Scenario, actor: Actor, path: str, value: Value) -> Control:
    """Return the control of a belief, like the control of the number that it is about."""
    at, label = f"actors.{actor.name}.beliefs.{path}", f"believed {_words(path)}"
    hint = f"What {actor.name} believes of {path}."
    if isinstance(value, tuple):
        names = scenario.outcomes or tuple(map(str, range(len(value))))
        longest = max(abs(x) for x in value if isinstance(x, float | int))
        return Control(
            at, label, hint, "vector", value, -longest, longest, step_of(2 * longest), choices=names, minor=True
        )
    assert isinstance(value, float | int)
    named = parse(path, scenario.outcomes)
    assert named.number is not None
    if named.field == "angle":
        return Control(at, label, hint, value=value, low=-180.0, high=180.0, step=1.0, minor=True)
    high = most_power(scenario) if named.field == "power" else None
    return number(at, named.field, named.number, value, label=label, hint=hint, high=high, minor=True)


def _words(path: str) -> str:
    parts = [part for part in path.split(".") if part not in ("actors", "conflict", "destruction")]
    return ", ".join(LABELS.get(part, part) for part in parts)


def _rungs(at: str, ladder: Ladder, actor: str, whose: str) -> Iterator[Group]:
    for rung in ladder:
        controls = []
        for key, spec in fields.RUNG.items():
            value = getattr(rung, key)
            inherits = "conflict.destruction.odds" if value is None else ""
            controls.append(
                number(f"{at}.{rung.name}.{key}", key, spec, value, label=key if key != "odds" else None,
                        inherits=inherits, minor=key in ("strength", "odds", "cost"))
            )  # fmt: skip
        yield Group(rung.name, "rung", tuple(controls), actor, whose)


def number(
    path: str,
    key: str,
    spec: Number,
    value: float | None,
    *,
    label: str | None = None,
    hint: str = "",
    high: float | None = None,
    inherits: str = "",
    minor: bool = False,
) -> Control:
    """Return a number's control; the slider's range holds the file's own value, whatever that is."""
    usual = spec.usual
    assert usual is not None, "every number that is moved has a usual range"
    low, top = usual.low, usual.high if high is None else high
    scale: SliderScale = "endless" if spec.endless else "log" if usual.spacing == "log" else "linear"
    if value is not None and math.isfinite(value):
        low, top = min(low, value), max(top, value)
    step = step_of(top - low)
    return Control(
        path, label or LABELS.get(key, key), hint or spec.meaning, "number", value, low, top, step, scale,
        inherits=inherits, minor=minor,
    )  # fmt: skip


def step_of(span: float) -> float:
    """Return a round step, of which the span has at most `STEPS`, and at least a quarter of that."""
    rough = span / STEPS
    unit = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next(round(unit * k, 12) or unit * k for k in (1, 2, 5, 10) if unit * k >= rough * (1 - 1e-12))


def movable(given: Sequence[Group], names: Iterable[str]) -> frozenset[str]:
    """Return every path that the page may set: those of the controls, and whole vectors of actors' preferences."""
    paths = {control.path for group in given for control in group.controls}
    return frozenset(paths | {f"actors.{name}.preferences" for name in names})


def axes(given: Sequence[Group]) -> tuple[Control, ...]:
    """Return the controls that a phase diagram can be drawn over: numbers, and none that may leave no direction."""
    return tuple(
        control
        for group in given
        for control in group.controls
        if control.kind == "number" and control.measure != "component"
    )
