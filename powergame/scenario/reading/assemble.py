"""A whole scenario from its tree: the parts first, then what refers to them (paths, names of actors and rungs)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from powergame.errors import Fault, ScenarioError
from powergame.scenario import fields
from powergame.scenario.build import Builder
from powergame.scenario.consistency import check_power, vectors_of
from powergame.scenario.fields import FieldError, described
from powergame.scenario.paths.apply import of_table
from powergame.scenario.reading.alignments import alignments
from powergame.scenario.reading.references import Extras
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import BINARY, STATUS_QUO, Actor
from powergame.scenario.yaml.tree import EMPTY, ListNode, MapNode, Node, ScalarNode, Tree, as_data
from powergame.text import fault_of_name, printable

FORMAT = 1


def assemble(tree: Tree, name: str, source: str, noted: Sequence[Fault] = ()) -> Scenario:
    """Return the scenario of a tree.

    Parameters
    ----------
    name
        Its title, where the file gives none.
    source
        The file as the user named it.
    noted
        Faults of the tree's scalars and keys; of several faults at one place these are kept.

    Raises
    ------
    ScenarioError
        With all faults, in the order of the file.
    """
    assembler = _Assembler()
    scenario = assembler.scenario(tree, name, source)
    if noted or assembler.faults or scenario is None:
        places = {(fault.source, fault.line, fault.column) for fault in noted}
        others = [fault for fault in assembler.faults if (fault.source, fault.line, fault.column) not in places]
        unique = dict.fromkeys([*noted, *others])
        raise ScenarioError(sorted(unique, key=lambda fault: (fault.source != source, fault.line, fault.column)))
    return scenario


class _Assembler(Builder):
    def scenario(self, tree: Tree, name: str, source: str) -> Scenario | None:
        if not isinstance(tree, MapNode):
            empty = isinstance(tree, ScalarNode) and tree.value is None
            message = f"{described(as_data(tree))}; expected a mapping with actors and conflict"
            self.fault(tree, EMPTY if empty else message, "")
            return None
        parts = self.fields(tree, "", tuple(fields.TOP), ("actors", "conflict"))
        self.version(parts.get("powergame"))
        before = len(self.faults)
        outcomes = self.outcomes(parts.get("outcomes"))
        if len(self.faults) > before:
            self.stand_ins.add("preferences")
        if outcomes and "alignments" in parts:
            message = "a table of alignments names no outcomes; expected one of `alignments` and `outcomes`"
            self.fault(parts["outcomes"], message, "outcomes")
            outcomes = ()
        actors = self.actors(parts.get("actors"), outcomes, tabled="alignments" in parts)
        scenario = Scenario(
            name=self.text(parts.get("name"), "name", name),
            actors=actors,
            conflict=self.conflict(parts.get("conflict")),
            ladder=self.ladder(parts.get("ladder"), "ladder") or BINARY,
            about=self.text(parts.get("about"), "about", ""),
            source=source,
            outcomes=outcomes,
            dimensions=next((len(vector) for actor in actors for _, vector in vectors_of(actor)), 1),
            rounds=int(self.number(parts.get("rounds"), fields.ROUNDS, "rounds")),
        )
        if len(actors) < 2:
            return None
        if "alignments" in parts:
            table = alignments(self, scenario.names, parts["alignments"])
            if table is None:
                self.stand_ins.add("preferences")
            else:
                scenario = of_table(scenario, table)
        extras = Extras(self.stand_ins)
        scenario = extras.read(scenario, parts)
        self.faults += extras.faults
        return scenario

    def version(self, tree: Tree | None) -> None:
        if tree is not None and (
            as_data(tree) != FORMAT or not isinstance(as_data(tree), int) or as_data(tree) is True
        ):
            message = f"{described(as_data(tree))}; the format that this version reads is {FORMAT}"
            self.fault(tree, message, "powergame")

    def outcomes(self, tree: Tree | None) -> tuple[str, ...]:
        if tree is None:
            return ()
        if not isinstance(tree, ListNode) or not 1 <= len(tree.items) <= fields.MAX_DIMENSIONS:
            given = f"{len(tree.items):,} are given" if isinstance(tree, ListNode) else described(as_data(tree))
            self.fault(tree, f"{given}; expected a list of 1 to {fields.MAX_DIMENSIONS:,} names", "outcomes")
            return ()
        names: dict[str, None] = {}
        for item in tree.items:
            before = len(self.faults)
            text = self.text(item, "outcomes", f"?{len(names)}")
            if len(self.faults) == before and (message := fault_of_name(text)) is not None:
                self.fault(item, message, "outcomes")
            elif text in names:
                self.fault(item, f"the outcome '{printable(text)}' stands twice", "outcomes")
            names[text] = None
        return tuple(names)

    def actors(self, tree: Tree | None, outcomes: Sequence[str], *, tabled: bool) -> tuple[Actor, ...]:
        """Return the actors; those with a fault get stand-ins for preferences and power, so that reading goes on."""
        if tree is None:
            return ()
        entries = self.mapping(tree, "actors", "a mapping of actors by name")
        if len(entries) < 2 and isinstance(tree, MapNode):
            are = "is one" if entries else "are none"
            self.fault(tree, f"expected two actors or more, and there {are}", "actors")
        if len(entries) > fields.MAX_ACTORS:
            self.fault(tree, f"there are {len(entries):,} actors; {fields.MAX_ACTORS:,} are allowed", "actors")
            return ()
        self.names(entries, "actors")
        for name, node, _ in entries:
            if name == STATUS_QUO:
                self.fault(node, f"'{STATUS_QUO}' is the side that no seeker leads; expected another name", "actors")
        actors = [self.actor(name, node, item, outcomes, tabled=tabled) for name, node, item in entries]
        try:
            if actors:
                check_power(actors)
        except FieldError as error:
            self.fault(tree, str(error), "actors")
            actors = [replace(actor, power=1.0) for actor in actors]
        if tabled:  # the table's directions come later
            actors = [replace(actor, preferences=(1.0,)) for actor in actors]
        elif not all(_wants(actor) for actor in actors):
            self.stand_ins.add("preferences")
        return self.of_one_length(actors, tree, outcomes)

    def of_one_length(self, actors: list[Actor], tree: Tree, outcomes: Sequence[str]) -> tuple[Actor, ...]:
        """Check that all preference vectors have the length that `outcomes`, or else the first of them, has."""
        whose, first = next((each for actor in actors for each in vectors_of(actor)), ("", (1.0,)))
        length = len(outcomes) or len(first)
        reference = "`outcomes` has" if outcomes else f"'{printable(whose)}' has"
        fitted = []
        for actor in actors:
            for place, vector in vectors_of(actor):
                if len(vector) != length:
                    self.stand_ins.add("preferences")
                    self.fault(
                        _nearest(tree, (*place.split("."), "preferences")),
                        f"there are {len(vector)} numbers, and {reference} {length}",
                        f"actors.{place}.preferences",
                    )
            actor = _of_length(actor, length)
            fitted.append(actor)
        return tuple(fitted)


def _wants(actor: Actor) -> bool:
    """Whether an actor, or else each of its types, has preferences."""
    return bool(actor.preferences or (actor.types and all(private.preferences for private in actor.types)))


def _nearest(tree: Tree, keys: Iterable[str]) -> Node:
    """Return the node to which keys lead, as far as they lead."""
    for key in keys:
        item = tree.get(key) if isinstance(tree, MapNode) else None
        if item is None:
            break
        tree = item
    return tree


def _of_length(actor: Actor, length: int) -> Actor:
    """Return an actor that is read on with: its types stay, and vectors that are wrong, or lacking, have the length."""

    def fitted(vector: tuple[float, ...] | None) -> tuple[float, ...]:
        return vector if vector and len(vector) == length else (1.0,) * length

    if actor.preferences or not actor.types:
        actor = replace(actor, preferences=fitted(actor.preferences))
    types = (
        replace(private, preferences=fitted(private.preferences))
        if private.preferences or not actor.preferences
        else private
        for private in actor.types
    )
    return replace(actor, types=tuple(types))
