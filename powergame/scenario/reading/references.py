"""Parts of a scenario that refer to others by path or name: beliefs, variants, expectations, axes, priors, ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from powergame.errors import ScenarioError
from powergame.scenario import fields
from powergame.scenario.axes import axis, ends_of
from powergame.scenario.build import Builder
from powergame.scenario.fields import described
from powergame.scenario.paths.apply import checked
from powergame.scenario.paths.grammar import Path
from powergame.scenario.paths.locate import Place, believable, locate, tree_of, unknown
from powergame.scenario.paths.overlap import refuse_twice, refuse_undone
from powergame.scenario.priors import check_fit, prior
from powergame.scenario.reading.expectations import expectations, few
from powergame.scenario.relations import relation
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Axis, Changes, Observation, Prior, Value, Variant
from powergame.scenario.yaml.tree import ListNode, MapNode, Tree, as_data


class Extras(Builder):
    """Reader of these parts for a scenario that has all others, or stand-ins of them."""

    def read(self, scenario: Scenario, parts: dict[str, Tree]) -> Scenario:
        """Return the scenario with these parts added."""
        actors = parts.get("actors")
        with_beliefs = tuple(self.believing(scenario, actor, _inner(actors, actor.name)) for actor in scenario.actors)
        scenario = replace(scenario, actors=with_beliefs)
        scenario = replace(scenario, unknown=self.unknown(scenario, parts.get("unknown")))
        return replace(
            scenario,
            variants=self.variants(scenario, parts.get("variants")),
            expect=expectations(self, scenario, parts["expect"]) if "expect" in parts else None,
            vary=self.vary(scenario, parts.get("vary")),
            observed=self.observed(scenario, parts.get("observed")),
            given=self.given(scenario, parts.get("given")),
        )

    def changes(
        self, scenario: Scenario, tree: Tree | None, path: str, named: Callable[[Scenario, str], Place] = locate
    ) -> tuple[Changes, Scenario]:
        """Return {path: value}, its values as their fields hold them, and the scenario that it leads to.

        Parameters
        ----------
        named
            Function that returns what a path names, or raises `FieldError` where it cannot stand here.
        """
        changes: Changes = ()
        earlier: list[Path] = []
        outcomes = scenario.outcomes
        before = len(self.faults)
        for key, node, item in self.mapping(tree, path, "a mapping of paths and values"):
            at = f"{path}: {key}"
            if self.stands_in(key):
                continue
            place = self.attempt(node, at, lambda s=scenario, k=key: named(s, k))  # type: ignore[misc]
            if place is None:
                continue
            self.attempt(node, at, lambda p=place: refuse_undone(p.path, earlier, outcomes))  # type: ignore[misc]
            earlier.append(place.path)
            changed = self.attempt(item, at, lambda p=place, i=item: _put(p, as_data(i)))  # type: ignore[misc]
            if changed is not None:
                value, scenario = changed
                changes = (*changes, (key, value))
        if tree is not None and len(self.faults) == before and "preferences" not in self.stand_ins:
            scenario = self.attempt(tree, path, lambda: checked(scenario, earlier)) or scenario
        return changes, scenario

    def stands_in(self, path: str) -> bool:
        """Whether there is a stand-in of what a path names, which has not its numbers and names."""
        return not self.stand_ins.isdisjoint(path.split("."))

    def believing(self, scenario: Scenario, actor: Actor, tree: Tree | None) -> Actor:
        """Return an actor with its beliefs, and its types with theirs."""
        at, types = f"actors.{actor.name}", _inner(tree, "types")
        beliefs, _ = self.changes(scenario, _inner(tree, "beliefs"), f"{at}.beliefs", believable)
        private_types = []
        for private in actor.types:
            inner = _inner(_inner(types, private.name), "beliefs")
            private_beliefs, _ = self.changes(scenario, inner, f"{at}.types.{private.name}.beliefs", believable)
            private_types.append(replace(private, beliefs=private_beliefs))
        return replace(actor, beliefs=beliefs, types=tuple(private_types))

    def variants(self, scenario: Scenario, tree: Tree | None) -> tuple[Variant, ...]:
        """Return the named changes, with what is expected of the scenario that each leads to."""
        entries = self.mapping(tree, "variants", "a mapping of variants by name")
        self.names(entries, "variants")
        variants = []
        for name, node, item in entries:
            if "#" in name or name == "*":
                self.fault(node, "a variant's name has no #, and is not *", f"variants.{name}")
            variants.append(self.variant(scenario, name, item))
        return tuple(variants)

    def variant(self, scenario: Scenario, name: str, tree: Tree) -> Variant:
        """Return one variant: its paths and values, and behind the key `expect` what it expects of its own."""
        at, expect = f"variants.{name}", _inner(tree, "expect")
        if isinstance(tree, MapNode):
            tree = replace(tree, entries=tuple(entry for entry in tree.entries if entry[0] != "expect"))
        changes, varied = self.changes(scenario, tree, at)
        return Variant(name, changes, None if expect is None else expectations(self, varied, expect, at))

    def given(self, scenario: Scenario, tree: Tree | None) -> tuple[str, ...]:
        """Return the comparisons that priors are restricted to: one, or a list of some."""
        if tree is None:
            return ()
        comparisons = []
        items = tree.items if isinstance(tree, ListNode) else (tree,)
        for item in items if few(self, tree, len(items), "given") else ():
            if isinstance(text := as_data(item), str):
                self.attempt(item, "given", lambda t=text: relation(scenario, t))  # type: ignore[misc]
                comparisons.append(text)
            else:
                self.fault(item, f"{described(text)}; expected a comparison such as alignment.red.blue < 0", "given")
        return tuple(comparisons)

    def plays(self, scenario: Scenario, tree: Tree | None, path: str) -> tuple[tuple[str, str], ...]:
        """Return {actor: rung}."""
        ladders = {actor.name: [rung.name for rung in scenario.ladder_of(actor)] for actor in scenario.actors}
        return tuple(
            (name, self.choice(item, ladders[name], f"{path}.{name}", ladders[name][0]))
            for name, item in self.named(tree, path, scenario.names, "actor")
            if "ladder" not in self.stand_ins
        )

    def vary(self, scenario: Scenario, tree: Tree | None) -> tuple[tuple[str, Axis], ...]:
        """Return the axes."""
        axes: list[tuple[str, Axis]] = []
        known: list[Path] = []
        for path, node, item in self.mapping(tree, "vary", "{path: axis}"):
            at = f"vary: {path}"
            if self.stands_in(path):
                continue
            place = self.attempt(node, at, lambda p=path: locate(scenario, p))  # type: ignore[misc]
            if place is not None:
                self.attempt(node, at, lambda p=place: refuse_twice(p.path, known, scenario.outcomes))  # type: ignore[misc]
                known.append(place.path)
            values = self.attempt(item, at, lambda i=item: axis(as_data(i)))  # type: ignore[misc]
            if values is not None:
                axes.append((path, values))
            if values is not None and place is not None:
                self.attempt(item, at, lambda p=place, o=values: [p.check(x) for x in ends_of(o)])  # type: ignore[misc]
        return tuple(axes)

    def unknown(self, scenario: Scenario, tree: Tree | None) -> tuple[tuple[str, Prior], ...]:
        """Return the priors."""
        priors: list[tuple[str, Prior]] = []
        known: list[Path] = []
        for path, node, item in self.mapping(tree, "unknown", "{path: prior}"):
            at = f"unknown: {path}"
            if self.stands_in(path):
                continue
            named = self.attempt(node, at, lambda p=path: unknown(scenario, p))  # type: ignore[misc]
            if named is not None:
                self.attempt(node, at, lambda p=named: refuse_twice(p.path, known, scenario.outcomes))  # type: ignore[misc]
                known.append(named.path)
            distribution = self.attempt(item, at, lambda i=item: prior(as_data(i), scenario.dimensions))  # type: ignore[misc]
            if distribution is not None and named is not None:
                self.attempt(item, at, lambda n=named, o=distribution: check_fit(o, n.path, n.check))  # type: ignore[misc]
            if distribution is not None:
                priors.append((path, distribution))
        return tuple(priors)

    def observed(self, scenario: Scenario, tree: Tree | None) -> tuple[Observation, ...]:
        """Return what was seen."""
        if tree is None:
            return ()
        if not isinstance(tree, ListNode):
            expected = "a list of {plays, war, under, times}"
            self.fault(tree, f"{described(as_data(tree))}; expected {expected}", "observed")
            return ()
        return tuple(self.observation(scenario, item, f"observed[{k}]") for k, item in enumerate(tree.items))

    def observation(self, scenario: Scenario, tree: Tree, path: str) -> Observation:
        """Return one thing that was seen."""
        parts = self.fields(tree, path, fields.OBSERVED_KEYS, (), "{plays: {actor: rung}}, or {war: true}")
        changes, under = self.changes(scenario, parts.get("under"), f"{path}.under", unknown)
        plays = self.plays(under, parts.get("plays"), f"{path}.plays")
        if isinstance(node := parts.get("plays"), MapNode) and not node.entries:
            self.fault(node, "expected at least one actor's rung", f"{path}.plays")
        war = self.truth(parts.get("war"), f"{path}.war")
        if isinstance(tree, MapNode) and not {"plays", "war"} & parts.keys():
            self.fault(tree, "nothing was seen; expected plays, war or both", path)
        return Observation(plays, changes, int(self.number(parts.get("times"), fields.TIMES, f"{path}.times")), war)


def observation_of(scenario: Scenario, data: Mapping[str, object]) -> Observation:
    """Return what was seen from plain data, as an entry of ``observed`` in a file has it.

    Raises
    ------
    ScenarioError
        With all faults; their paths begin within the entry: ``plays.red``.
    """
    extras = Extras()
    seen = extras.observation(scenario, tree_of(data), "")
    _raise_faults(extras)
    return seen


def changes_of(scenario: Scenario, data: Mapping[str, object]) -> Changes:
    """Return values of paths from plain data, as ``under`` in a file has them.

    Raises
    ------
    ScenarioError
        With all faults.
    """
    extras = Extras()
    changes, _ = extras.changes(scenario, tree_of(data), "under", unknown)
    _raise_faults(extras)
    return changes


def _raise_faults(extras: Extras) -> None:
    """Raise the faults of plain data, which has no lines."""
    if extras.faults:
        raise ScenarioError([replace(fault, path=fault.path.removeprefix("."), line=0) for fault in extras.faults])


def _inner(tree: Tree | None, key: str) -> Tree | None:
    return tree.get(key) if isinstance(tree, MapNode) else None


def _put(place: Place, given: object) -> tuple[Value, Scenario]:
    value = place.check(given)
    return value, place.put(value)
