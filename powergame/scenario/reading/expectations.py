"""What a scenario expects of its answers, read by the table of what may be expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.scenario import fields
from powergame.scenario.build import Builder
from powergame.scenario.fields import BOUNDS, Keyed, Keys, Number, Shape
from powergame.scenario.relations import relation
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Expectation, Position
from powergame.scenario.yaml.tree import MapNode, Tree
from powergame.text import MAX_REPEATED, listed, printable


def expectations(builder: Builder, scenario: Scenario, tree: Tree, owner: str = "") -> tuple[Expectation, ...]:
    """Return what must hold, in the order of the table, and of names as they are written.

    Parameters
    ----------
    owner
        The path of the variant that expects it; empty for the scenario itself.
    """
    at = f"{owner}.expect".lstrip(".")
    parts = builder.fields(tree, at, tuple(fields.EXPECT))
    return tuple(
        expectation
        for key, part in fields.EXPECT.items()
        if key in parts
        for expectation in _read(builder, scenario, part.shape, parts[key], (key,), at)
    )


def few(builder: Builder, tree: Tree, count: int, path: str) -> bool:
    """Whether no more comparisons stand in a place than may; more are a fault."""
    if count > fields.MAX_COMPARISONS:
        builder.fault(tree, f"there are {count:,} comparisons; {fields.MAX_COMPARISONS} are allowed", path)
        return False
    return True


def _read(
    builder: Builder, scenario: Scenario, shape: Shape, tree: Tree, words: tuple[str, ...], at: str
) -> Iterator[Expectation]:
    """Yield the statements in a part of the ``expect`` at a path, where the part stands at these words."""
    path = ".".join((at, *(word[:MAX_REPEATED] for word in words)))
    if isinstance(shape, Keyed):
        for name, inner in _named(builder, scenario, shape, tree, words, path):
            yield from _read(builder, scenario, shape.inner, inner, (*words, name), at)
    elif isinstance(shape, Keys):
        parts = builder.fields(tree, path, tuple(shape.parts), what=shape.example)
        if isinstance(tree, MapNode) and not tree.entries:
            builder.fault(tree, f"expected {listed(tuple(shape.parts), 'or')}", path)
        given = [
            expectation
            for key, inner in shape.parts.items()
            if key in parts
            for expectation in _read(builder, scenario, inner, parts[key], (*words, key), at)
        ]
        if shape is BOUNDS and len(given) == len(BOUNDS.parts) and float(given[0].value) < float(given[1].value):
            builder.fault(tree, "at_most is less than at_least; nothing can be both", path)
        yield from given
    else:
        position = Position(tree.source, tree.line, tree.column)
        yield Expectation(words, _value(builder, scenario, shape, tree, words, path), position)


def _named(
    builder: Builder, scenario: Scenario, shape: Keyed, tree: Tree, words: Sequence[str], path: str
) -> list[tuple[str, Tree]]:
    """Return the entries of a mapping whose keys are names, or comparisons; what there is none of is a fault."""
    if shape.by == "actor":
        return builder.named(tree, path, scenario.names, "actor")
    if shape.by == "type":
        actor = scenario.actors[scenario.names.index(words[-1])]
        if not actor.types:
            message = f"'{printable(actor.name)}' has no private types; expected an actor that has some"
            builder.fault(tree, message, path)
            return []
        return builder.named(tree, path, [private.name for private in actor.types], "type")
    entries = builder.mapping(tree, path, shape.example)
    if not few(builder, tree, len(entries), path):
        return []
    for text, node, _ in entries:
        builder.attempt(node, f"{path}.{text[:MAX_REPEATED]}", lambda t=text: relation(scenario, t))  # type: ignore[misc]
    return [(text, item) for text, _, item in entries]


def _value(
    builder: Builder,
    scenario: Scenario,
    shape: Number | tuple[str, ...] | fields.RungName,
    tree: Tree,
    words: Sequence[str],
    path: str,
) -> str | float:
    """Return a number, or a word."""
    if isinstance(shape, Number):
        return builder.number(tree, shape, path)
    if shape == "rung":
        if "ladder" in builder.stand_ins:
            return ""
        actor = scenario.actors[scenario.names.index(words[-1])]
        known: Sequence[str] = [rung.name for rung in scenario.ladder_of(actor)]
    else:
        known = shape
    return builder.choice(tree, known, path, known[0])
