"""A whole scenario from its tree: the parts first, then what refers to them (paths, names of actors and rungs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from powergame.errors import ScenarioError
from powergame.scenario import fields
from powergame.scenario.axes import axis
from powergame.scenario.build import Builder, checked_whole, lints, with_dimensions
from powergame.scenario.fields import Number, described, nearest
from powergame.scenario.names import fault_of_name, shown
from powergame.scenario.paths import apply, locate
from powergame.scenario.priors import prior
from powergame.scenario.types import (
    BINARY,
    Actor,
    Axis,
    Bounds,
    Changes,
    Expect,
    Ladder,
    Observation,
    Prior,
    Scenario,
    VerdictName,
)
from powergame.scenario.yamltree import ListNode, MapNode, ScalarNode, Tree, plain

FORMAT = 1
VERDICTS: tuple[VerdictName, ...] = ("always", "never", "depends")
PROBABILITY = fields.PROBABILITY
COUNT = Number("How many.", 0, None, whole=True)
TIMES = Number("How many times.", 1, None, 1, whole=True)

UNBELIEVABLE = ("rounds", "types", "ladder", "contest", "third_parties")
"""Last parts of paths that beliefs cannot be about: the shape of the game is known to all."""


def assemble(tree: Tree, name: str, source: str) -> Scenario:
    """Return the scenario of a tree.

    Parameters
    ----------
    name
        Its title, where the file gives none.
    source
        The file as the user named it.

    Raises
    ------
    ScenarioError
        With all faults, in the order of the file.
    """
    assembler = _Assembler()
    scenario = assembler.scenario(tree, name, source)
    if assembler.faults or scenario is None:
        unique = dict.fromkeys(assembler.faults)
        raise ScenarioError(sorted(unique, key=lambda fault: (fault.source != source, fault.line, fault.column)))
    return replace(scenario, warnings=lints(scenario))


class _Assembler(Builder):
    def scenario(self, tree: Tree, name: str, source: str) -> Scenario | None:
        if not isinstance(tree, MapNode):
            if isinstance(tree, ScalarNode) and tree.value is None:
                message = "the scenario is empty; a mapping with actors and conflict is wanted"
            else:
                message = f"{described(plain(tree))}; a mapping with actors and conflict is wanted"
            self.fault(tree, message, "")
            return None
        found = self.fields(tree, "", tuple(fields.TOP), ("actors", "conflict"))
        self.version(found.get("powergame"))
        outcomes = self.outcomes(found.get("outcomes"))
        actors = self.actors(found.get("actors"), outcomes)
        conflict = self.conflict(found.get("conflict"))
        if len(actors) < 2:
            return None
        scenario = Scenario(
            name=self.text(found.get("name"), "name", name),
            actors=actors,
            conflict=conflict,
            ladder=self.ladder(found.get("ladder"), "ladder") or BINARY,
            about=self.text(found.get("about"), "about", ""),
            source=source,
            outcomes=outcomes,
            rounds=int(self.number(found.get("rounds"), fields.ROUNDS, "rounds")),
        )
        whole = self.attempt(tree, "", lambda: checked_whole(with_dimensions(scenario)))
        return self.with_extras(whole or replace(scenario, dimensions=0), found)

    def version(self, tree: Tree | None) -> None:
        if tree is not None and (plain(tree) != FORMAT or not isinstance(plain(tree), int) or plain(tree) is True):
            self.fault(tree, f"this version reads the file format {FORMAT}; powergame: {FORMAT} is wanted", "powergame")

    def outcomes(self, tree: Tree | None) -> tuple[str, ...]:
        if tree is None:
            return ()
        if not isinstance(tree, ListNode) or not 1 <= len(tree.items) <= fields.MAX_DIMENSIONS:
            message = f"{described(plain(tree))}; a list of 1 to {fields.MAX_DIMENSIONS} names is wanted"
            self.fault(tree, message, "outcomes")
            return ()
        names: list[str] = []
        for item in tree.items:
            text = self.text(item, "outcomes", f"?{len(names)}")
            if (message_ := fault_of_name(text)) is not None:
                self.fault(item, message_, "outcomes")
            if text in names:
                self.fault(item, f"the outcome {shown(text)!r} stands twice", "outcomes")
            names.append(text)
        return tuple(names)

    def actors(self, tree: Tree | None, outcomes: Sequence[str]) -> tuple[Actor, ...]:
        if tree is None:
            return ()
        entries = self.mapping(tree, "actors", "a mapping of actors by name")
        if len(entries) < 2 and isinstance(tree, MapNode):
            self.fault(
                tree, f"two actors or more are wanted, and there {'is one' if entries else 'are none'}", "actors"
            )
        if len(entries) > fields.MAX_ACTORS:
            self.fault(tree, f"there are {len(entries):,} actors; {fields.MAX_ACTORS:,} are allowed", "actors")
            return ()
        self.names(entries, "actors")
        actors = [self.actor(name, node, item, outcomes) for name, node, item in entries]
        lengths = [len(a.preferences) for a in actors if a.preferences] or [len(outcomes) or 1]
        stand_in = (1.0,) * max(set(lengths), key=lengths.count)  # for those that have a fault already
        return tuple(a if a.preferences or a.types else replace(a, preferences=stand_in) for a in actors)

    def with_extras(self, scenario: Scenario, found: dict[str, Tree]) -> Scenario:
        actors = found.get("actors")
        for actor in scenario.actors:
            tree = actors.get(actor.name) if isinstance(actors, MapNode) else None
            self.beliefs(scenario, f"actors.{actor.name}.beliefs", _inner(tree, "beliefs"), actor.beliefs)
            types = _inner(tree, "types")
            for one in actor.types:
                inner = _inner(_inner(types, one.name), "beliefs")
                self.beliefs(scenario, f"actors.{actor.name}.types.{one.name}.beliefs", inner, one.beliefs)
        return replace(
            scenario,
            variants=self.variants(scenario, found.get("variants")),
            expect=self.expect(scenario, found["expect"]) if "expect" in found else None,
            vary=self.vary(scenario, found.get("vary")),
            unknown=self.unknown(scenario, found.get("unknown")),
            observed=self.observed(scenario, found.get("observed")),
        )

    def applies(self, scenario: Scenario, tree: Tree | None, changes: Changes, path: str) -> None:
        """Check changes one by one, each at its own place; they are applied on top of each other."""
        if not isinstance(tree, MapNode):
            return
        values = dict(changes)
        for key, _, item in tree.entries:
            if key in values:
                given = plain(item) if isinstance(item, MapNode) else values[key]
                action = partial(apply, scenario, {key: given})
                scenario = self.attempt(item, f"{path}: {key}", action) or scenario

    def beliefs(self, scenario: Scenario, path: str, tree: Tree | None, changes: Changes) -> None:
        if isinstance(tree, MapNode):
            for key, node, _ in tree.entries:
                parts = key.split(".")
                if parts[-1] in UNBELIEVABLE or "types" in parts[2:3] or parts[-1] == "growth":
                    self.fault(node, "beliefs are about numbers of one round: power, preferences, odds, rungs...", path)
                    return
        self.applies(scenario, tree, changes, path)

    def variants(self, scenario: Scenario, tree: Tree | None) -> tuple[tuple[str, Changes], ...]:
        entries = self.mapping(tree, "variants", "a mapping of variants by name")
        self.names(entries, "variants")
        found = []
        for name, node, item in entries:
            path = f"variants.{name}"
            if "#" in name or name == "*":
                self.fault(node, "a variant's name has no #, and is not *", path)
            changes = self.changes(item, path)
            self.applies(scenario, item, changes, path)
            found.append((name, changes))
        return tuple(found)

    def expect(self, scenario: Scenario, tree: Tree) -> Expect:
        found = self.fields(tree, "expect", fields.EXPECT_KEYS)
        seeks, plays = [], []
        for name, item in self.of_actors(scenario, found.get("seeks"), "expect.seeks"):
            word = self.choice(item, VERDICTS, f"expect.seeks.{name}", "depends")
            seeks.append((name, next(v for v in VERDICTS if v == word)))
        for name, item in self.of_actors(scenario, found.get("plays"), "expect.plays"):
            rungs = [rung.name for rung in _ladder(scenario, name)]
            plays.append((name, self.choice(item, rungs, f"expect.plays.{name}", rungs[0])))
        count = self.fields(found.get("equilibria"), "expect.equilibria", ("count",), ("count",), "{count: 1}")
        return Expect(
            tuple(seeks),
            tuple(plays),
            self.bounds(found.get("war"), "expect.war"),
            self.bounds(found.get("destroyed"), "expect.destroyed"),
            int(self.number(count["count"], COUNT, "expect.equilibria.count")) if "count" in count else None,
        )

    def of_actors(self, scenario: Scenario, tree: Tree | None, path: str) -> list[tuple[str, Tree]]:
        found = []
        for name, node, item in self.mapping(tree, path, "a mapping by actor"):
            if name in scenario.names:
                found.append((name, item))
            else:
                guess = nearest(name, scenario.names)
                hint = f"; did you mean {shown(guess)!r}?" if guess else ""
                self.fault(node, f"there is no actor {shown(name)!r}{hint}", path)
        return found

    def bounds(self, tree: Tree | None, path: str) -> Bounds | None:
        if tree is None:
            return None
        found = self.fields(tree, path, ("at_most", "at_least"), what="{at_most: 0.1} or {at_least: 0.1}")
        if not found and isinstance(tree, MapNode):
            self.fault(tree, "at_most or at_least is wanted", path)
        numbers = {
            key: self.number(found[key], PROBABILITY, f"{path}.{key}")
            for key in ("at_most", "at_least")
            if key in found
        }
        return Bounds(**numbers)

    def vary(self, scenario: Scenario, tree: Tree | None) -> tuple[tuple[str, Axis], ...]:
        found = []
        for path, node, item in self.mapping(tree, "vary", "{path: axis}"):
            self.attempt(node, f"vary: {path}", partial(locate, scenario, path))
            one = self.attempt(item, f"vary: {path}", partial(axis, plain(item)))
            found += [(path, one)] if one else []
        return tuple(found)

    def unknown(self, scenario: Scenario, tree: Tree | None) -> tuple[tuple[str, Prior], ...]:
        found = []
        for path, node, item in self.mapping(tree, "unknown", "{path: prior}"):
            if path != "rationality":
                self.attempt(node, f"unknown: {path}", partial(locate, scenario, path))
            one = self.attempt(item, f"unknown: {path}", partial(prior, plain(item), scenario.dimensions))
            if one and (one.kind == "direction") != path.endswith(".preferences") and one.kind != "choice":
                self.fault(
                    item, "a direction is a prior of preferences, and preferences have no other", f"unknown: {path}"
                )
            found += [(path, one)] if one else []
        return tuple(found)

    def observed(self, scenario: Scenario, tree: Tree | None) -> tuple[Observation, ...]:
        if tree is None:
            return ()
        if not isinstance(tree, ListNode):
            self.fault(tree, f"{described(plain(tree))}; a list of {{plays, under, times}} is wanted", "observed")
            return ()
        return tuple(self.observation(scenario, item, f"observed[{k}]") for k, item in enumerate(tree.items))

    def observation(self, scenario: Scenario, tree: Tree, path: str) -> Observation:
        found = self.fields(tree, path, fields.OBSERVED_KEYS, ("plays",))
        changes = self.changes(found.get("under"), f"{path}.under")
        self.applies(scenario, found.get("under"), changes, f"{path}.under")
        plays = []
        for name, item in self.of_actors(scenario, found.get("plays"), f"{path}.plays"):
            rungs = [rung.name for rung in _ladder(scenario, name)]
            plays.append((name, self.choice(item, rungs, f"{path}.plays.{name}", rungs[0])))
        return Observation(tuple(plays), changes, int(self.number(found.get("times"), TIMES, f"{path}.times")))


def _inner(tree: Tree | None, key: str) -> Tree | None:
    return tree.get(key) if isinstance(tree, MapNode) else None


def _ladder(scenario: Scenario, name: str) -> Ladder:
    return scenario.ladder_of(next(actor for actor in scenario.actors if actor.name == name))
