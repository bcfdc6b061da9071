"""The builder: it turns a tree with positions into typed parts of a scenario, and collects all faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from powergame.errors import MAX_SHOWN_FAULTS, Fault, ScenarioError
from powergame.objects.nearest import nearest
from powergame.scenario import fields
from powergame.scenario.consistency import check_probabilities
from powergame.scenario.fields import FieldError, Number, described, unknown_key
from powergame.scenario.types import (
    BINARY,
    READY_MADE,
    Actor,
    Conflict,
    Ladder,
    PrivateType,
    Rung,
)
from powergame.scenario.vectors import at_angle, checked_vector
from powergame.scenario.yaml.tree import ListNode, MapNode, Node, ScalarNode, Tree, as_data
from powergame.text import fault_of_name, printable

T = TypeVar("T")

NAMELESS = "?"
"""Stand-in for the name of a rung that has none, which is a fault by itself."""


BESIDE_A_TABLE = "stand beside a table of alignments; expected one of the two"
"""Message for preferences that some actors, or types, have in a file whose `alignments` say all."""


class Builder:
    """Reader of parts of a tree: it collects `faults`, and returns a stand-in for each, so that reading goes on.

    Parameters
    ----------
    stand_ins
        Of what there are stand-ins whose numbers and names mean nothing: ``preferences``, ``ladder``, or both. What
        refers to them is not held against them, since that would be a fault of the stand-in's.
    """

    def __init__(self, stand_ins: Iterable[str] = ()) -> None:
        self.faults: list[Fault] = []
        self.stand_ins = set(stand_ins)

    def fault(self, node: Node, message: str, path: str) -> None:
        """Note one fault."""
        self.faults.append(node.fault(message, printable(path)))

    def number(self, tree: Tree | None, spec: Number, path: str, default: float = 1.0) -> float:
        """Return a number; the field's default, or a stand-in, where it is missing or wrong."""
        if tree is None:
            return default if spec.default is None else spec.default
        try:
            return spec.checked(as_data(tree))
        except FieldError as error:
            self.fault(tree, str(error), path)
            return default if spec.default is None else spec.default

    def text(self, tree: Tree | None, path: str, default: str) -> str:
        """Return a text."""
        if tree is None:
            return default
        if isinstance(tree, ScalarNode) and isinstance(tree.value, str):
            bad = next((c for c in tree.value if not c.isprintable() and c not in "\n\t" and printable(c) != c), None)
            if bad is None:
                return tree.value
            self.fault(tree, f"a control or direction character, U+{ord(bad):04X}, cannot stand in text", path)
            return default
        self.fault(tree, f"{described(as_data(tree))}; expected text", path)
        return default

    def truth(self, tree: Tree | None, path: str) -> bool | None:
        """Return true or false; None where it is missing or wrong."""
        if tree is None:
            return None
        value = as_data(tree)
        if not isinstance(value, bool):
            self.fault(tree, f"{described(value)}; expected true or false", path)
            return None
        return value

    def choice(self, tree: Tree | None, known: Sequence[str], path: str, default: str) -> str:
        """Return one of some words."""
        if tree is None:
            return default
        value = as_data(tree)
        if isinstance(value, str) and value in known:
            return value
        guess = nearest(value, known) if isinstance(value, str) else None
        hint = f"; did you mean {guess}?" if guess else ""
        self.fault(tree, f"{described(value)}; expected one of {', '.join(known)}{hint}", path)
        return default

    def mapping(self, tree: Tree | None, path: str, what: str) -> list[tuple[str, Node, Tree]]:
        """Return the entries of a mapping; `what` says what was expected where it is none."""
        if tree is None:
            return []
        if isinstance(tree, MapNode):
            return list(tree.entries)
        self.fault(tree, f"{described(as_data(tree))}; expected {what}", path)
        return []

    def fields(
        self, tree: Tree | None, path: str, known: Sequence[str], required: Sequence[str] = (), what: str = "a mapping"
    ) -> dict[str, Tree]:
        """Return the values of a mapping with known keys; unknown and missing ones are faults."""
        parts: dict[str, Tree] = {}
        for key, node, value in self.mapping(tree, path, what):
            if key in known:
                parts[key] = value
            else:
                # to look for the nearest name takes time, and only the first faults are shown
                self.fault(node, unknown_key(key, known, guess=len(self.faults) <= MAX_SHOWN_FAULTS), path)
        if isinstance(tree, MapNode):
            for key in required:
                if key not in parts:
                    self.fault(tree, f"the key '{key}' is missing", path)
        return parts

    def named(self, tree: Tree | None, path: str, known: Sequence[str], what: str) -> list[tuple[str, Tree]]:
        """Return the entries of a mapping whose keys are known names, of actors or types; others are faults."""
        entries = []
        for name, node, item in self.mapping(tree, path, f"a mapping by {what}"):
            if name in known:
                entries.append((name, item))
            else:
                guess = nearest(name, known)
                hint = f"; did you mean '{printable(guess)}'?" if guess else ""
                self.fault(node, f"there is no {what} '{printable(name[:64])}'{hint}", path)
        return entries

    def names(self, entries: Sequence[tuple[str, Node, Tree]], path: str) -> None:
        """Check that the keys of a mapping are names."""
        for key, node, _ in entries:
            message = fault_of_name(key)
            if message:
                self.fault(node, message, path)

    def attempt(self, tree: Node, path: str, action: Callable[[], T]) -> T | None:
        """Return what an action gives; its faults get the place of a node."""
        try:
            return action()
        except FieldError as error:
            self.fault(tree, str(error), path)
        except ScenarioError as error:
            self.faults += [tree.fault(fault.message, printable(path)) for fault in error.faults]
        return None

    def ladder(self, tree: Tree | None, path: str) -> Ladder | None:
        """Return a ladder: a ready-made one by its name, or a list of rungs."""
        if tree is None:
            return None
        before = len(self.faults)
        ladder = self._ladder(tree, path)
        if len(self.faults) > before:
            self.stand_ins.add("ladder")
        return ladder

    def _ladder(self, tree: Tree, path: str) -> Ladder:
        if not isinstance(tree, ListNode):
            expected = f"{', '.join(READY_MADE)} or a list of rungs"
            value = as_data(tree)
            if isinstance(value, str) and value in READY_MADE:
                return READY_MADE[value]
            guess = nearest(value, READY_MADE) if isinstance(value, str) else None
            hint = f"; did you mean {guess}?" if guess else ""
            self.fault(tree, f"{described(value)}; expected {expected}{hint}", path)
            return BINARY
        count = len(tree.items)
        if not 1 <= count <= fields.MAX_RUNGS:
            self.fault(tree, f"a ladder has 1 to {fields.MAX_RUNGS} rungs, and this one has {count}", path)
            return BINARY
        rungs = tuple(self.rung(item, f"{path}[{k}]") for k, item in enumerate(tree.items))
        seen: set[str] = set()
        for rung, item in zip(rungs, tree.items, strict=True):
            if rung.name in seen and rung.name != NAMELESS:
                self.fault(item, f"two rungs are named '{printable(rung.name)}'", path)
            seen.add(rung.name)
        return rungs

    def rung(self, tree: Tree, path: str) -> Rung:
        """Return one rung."""
        parts = self.fields(tree, path, fields.RUNG_KEYS, ("name",), "a rung such as {name: seek, grab: 0.3}")
        name = self.text(parts.get("name"), f"{path}.name", NAMELESS)
        if "name" in parts and (message := fault_of_name(name)) and isinstance(as_data(parts["name"]), str):
            self.fault(parts["name"], message, f"{path}.name")
        numbers = {key: self.number(parts.get(key), spec, f"{path}.{key}") for key, spec in fields.RUNG.items()}
        odds = numbers.pop("odds") if "odds" in parts else None
        numbers.pop("odds", None)
        return Rung(name, odds=odds, **numbers)

    def preferences(self, tree: Tree, path: str, outcomes: Sequence[str]) -> tuple[float, ...] | None:
        """Return a preference vector, or None where it is wrong."""
        if isinstance(tree, ListNode):
            vector = self._listed(tree, path)
        elif isinstance(tree, MapNode):
            vector = self._by_outcome(tree, path, outcomes)
        else:
            expected = "a list of numbers, {outcome: number} or {angle: degrees}"
            self.fault(tree, f"{described(as_data(tree))}; expected {expected}", path)
            return None
        if vector is None:
            return None
        return vector if self.attempt(tree, path, lambda: checked_vector(vector)) else None

    def _listed(self, tree: ListNode, path: str) -> tuple[float, ...] | None:
        if not 1 <= len(tree.items) <= fields.MAX_DIMENSIONS:
            self.fault(
                tree, f"preferences have 1 to {fields.MAX_DIMENSIONS} numbers; these have {len(tree.items)}", path
            )
            return None
        before = len(self.faults)
        vector = tuple(self.number(item, fields.COMPONENT, f"{path}[{k}]") for k, item in enumerate(tree.items))
        return vector if len(self.faults) == before else None

    def _by_outcome(self, tree: MapNode, path: str, outcomes: Sequence[str]) -> tuple[float, ...] | None:
        before = len(self.faults)
        if [key for key, _, _ in tree.entries] == ["angle"] and "angle" not in outcomes:
            angle = self.number(tree.get("angle"), fields.ANGLE, f"{path}.angle")
            return at_angle(angle) if len(self.faults) == before else None
        if "preferences" in self.stand_ins:  # the list of outcomes has a fault
            return None
        if not outcomes:
            self.fault(tree, "preferences by outcome need the list `outcomes` at the top of the file", path)
            return None
        numbers = self.fields(tree, path, outcomes, what="{outcome: number}")
        vector = tuple(
            self.number(numbers[name], fields.COMPONENT, f"{path}.{name}") if name in numbers else 0.0
            for name in outcomes
        )
        return vector if len(self.faults) == before else None

    def actor(self, name: str, node: Node, tree: Tree, outcomes: Sequence[str], *, tabled: bool = False) -> Actor:
        """Return one actor, without beliefs: these are read later, when all that they may be about is known.

        Parameters
        ----------
        tabled
            Whether a table of alignments stands in place of preferences.
        """
        path = f"actors.{name}"
        what = "a mapping such as {power: 1, preferences: [1, 0]}"
        parts = self.fields(tree, path, fields.ACTOR_KEYS, ("power",), what)
        numbers = {key: self.number(parts.get(key), spec, f"{path}.{key}") for key, spec in fields.ACTOR.items()}
        wish = parts.get("preferences")
        types: tuple[PrivateType, ...] = ()
        if "types" in parts:
            types = self.types(node, path, parts["types"], wish, outcomes, tabled=tabled)
        elif isinstance(tree, MapNode) and not wish and not tabled:
            self.fault(node, "the key 'preferences' is missing (or 'types' that have some)", path)
        if wish and tabled:
            self.fault(wish, BESIDE_A_TABLE, f"{path}.preferences")
            wish = None
        return Actor(
            name=name,
            preferences=self.preferences(wish, f"{path}.preferences", outcomes) if wish else None,
            about=self.text(parts.get("about"), f"{path}.about", ""),
            ladder=self.ladder(parts.get("ladder"), f"{path}.ladder"),
            types=types,
            **numbers,  # type: ignore[arg-type]
        )

    def types(
        self, actor: Node, path: str, tree: Tree, wish: Tree | None, outcomes: Sequence[str], *, tabled: bool
    ) -> tuple[PrivateType, ...]:
        """Return an actor's private types, without beliefs; each must have preferences where the actor has none."""
        entries = self.mapping(tree, f"{path}.types", "a mapping of types by name")
        self.names(entries, f"{path}.types")
        types = []
        before = len(self.faults)
        for name, _, item in entries:
            at = f"{path}.types.{name}"
            entry = self.fields(item, at, fields.TYPE_KEYS, ("probability",), "{probability, preferences, beliefs}")
            of_type = entry.get("preferences")
            if of_type and tabled:
                self.fault(of_type, BESIDE_A_TABLE, f"{at}.preferences")
            elif isinstance(item, MapNode) and not tabled and bool(wish) == bool(of_type):
                neither = f"neither the actor nor its type '{printable(name)}' has"
                whose = "both the actor and its type have" if wish else neither
                self.fault(actor, f"{whose} preferences; exactly one of the two must", path)
            types.append(
                PrivateType(
                    name,
                    self.number(entry.get("probability"), fields.PROBABILITY, f"{at}.probability"),
                    self.preferences(of_type, f"{at}.preferences", outcomes) if of_type else None,
                )
            )
        if isinstance(tree, MapNode) and not types:
            self.fault(tree, "expected at least one type", f"{path}.types")
        elif types and len(self.faults) == before:
            self.attempt(tree, f"{path}.types", lambda: check_probabilities(types))
        return tuple(types)

    def conflict(self, tree: Tree | None) -> Conflict:
        """Return the conflict."""
        parts = self.fields(tree, "conflict", fields.CONFLICT_KEYS, ("destruction",))
        at = "conflict.destruction"
        destruction = self.fields(parts.get("destruction"), at, tuple(fields.DESTRUCTION), tuple(fields.DESTRUCTION))
        numbers = {
            key: self.number(destruction.get(key), spec, f"{at}.{key}") for key, spec in fields.DESTRUCTION.items()
        }
        numbers |= {key: self.number(parts.get(key), spec, f"conflict.{key}") for key, spec in fields.CONFLICT.items()}
        words = {
            key: self.choice(parts.get(key), known, f"conflict.{key}", default)
            for key, (default, known, _) in fields.CHOICES.items()
        }
        return Conflict(**numbers, **words)  # type: ignore[arg-type]
