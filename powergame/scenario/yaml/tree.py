"""Strict YAML 1.2 with a position on every node, composed from PyYAML's events.

PyYAML's own loader reads YAML 1.1, lets duplicate keys pass and can be made to crash or to fill the memory. Its event
parser is sound, as long as nesting is bounded while it runs; everything above the events is done here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from powergame.errors import Fault, ScenarioError
from powergame.scenario.yaml.scalars import Scalar, ScalarError, resolve_in_file
from powergame.text import printable

if TYPE_CHECKING:
    import yaml

EMPTY = "the scenario is empty; expected a mapping with actors and conflict"

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
TOO_DEEP = f"nested too deeply: {MAX_DEPTH} levels are allowed"
MAX_NODES = 50_000
MAX_SCALAR = 20_000
MAX_KEY = 400
MAX_PROBLEM = 200
"""Characters of the parser's messages that are repeated at most."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
FOREIGN_BREAKS = re.compile("[\x85\u2028\u2029]")
TAG_DIRECTIVE = re.compile(r"^%TAG[ \t]", re.MULTILINE)
"""Pattern of tag directives, refused before parsing: its time is quadratic in their number."""


@dataclass(frozen=True)
class Node:
    """A value with its place; `source` is the file it stands in, as the user named it."""

    source: str
    line: int
    column: int

    def fault(self, message: str, path: str = "") -> Fault:
        """Return a fault at this place."""
        return Fault(message, path, self.source, self.line, self.column)


@dataclass(frozen=True)
class ScalarNode(Node):
    """A scalar: what it means, how it is written, and whether it is quoted."""

    value: Scalar
    text: str
    quoted: bool


@dataclass(frozen=True)
class ListNode(Node):
    """A list."""

    items: tuple[Tree, ...]


@dataclass(frozen=True)
class MapNode(Node):
    """A mapping, in the order of the file; keys are text."""

    entries: tuple[tuple[str, Node, Tree], ...]

    def get(self, key: str) -> Tree | None:
        """Return the value of a key, or None."""
        return next((value for name, _, value in self.entries if name == key), None)


Tree: TypeAlias = ScalarNode | ListNode | MapNode


Resolve: TypeAlias = Callable[[str], Scalar]
"""Function that returns what a plain scalar means, or raises `ScalarError`."""


def compose(data: bytes, source: str, resolve: Resolve = resolve_in_file) -> tuple[Tree, list[Fault]]:
    """Return the tree of a YAML document, and the faults of its scalars and keys.

    A scalar with a fault stands in the tree as text, so that what else is wrong can be found in the same run.

    Parameters
    ----------
    data
        UTF-8, with or without a byte-order mark.
    source
        The name of the document in messages.
    resolve
        Function that returns what its plain scalars mean.

    Raises
    ------
    ScenarioError
        Where there is no tree: for bytes that are not text, bad syntax, and what is too large or too deep.
    """
    text = _decoded(data, source)
    composer = _Composer(source, resolve)
    if (directive := TAG_DIRECTIVE.search(text)) is not None:
        raise composer.stop("tags (%TAG) are not used here", text.count("\n", 0, directive.start()) + 1, 1)
    return composer.document(text), composer.faults


def as_data(tree: Tree) -> object:
    """Return a tree as dicts, lists and scalars."""
    if isinstance(tree, MapNode):
        return {key: as_data(value) for key, _, value in tree.entries}
    if isinstance(tree, ListNode):
        return [as_data(item) for item in tree.items]
    return tree.value


def _decoded(data: bytes, source: str) -> str:
    def refuse(message: str, line: int = 0, column: int = 0) -> ScenarioError:
        return ScenarioError([Fault(message, "", source, line, column)])

    if len(data) > MAX_BYTES:
        raise refuse(f"the file has more than {MAX_BYTES:,} bytes, the limit")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse("the file is in UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(f"byte {error.start} is not UTF-8; save the file as UTF-8") from None
    for pattern, what in ((UNPRINTABLE, "a control character"), (FOREIGN_BREAKS, "a line break few editors show")):
        if (refused := pattern.search(text)) is not None:
            line, column = _place(text, refused.start())
            raise refuse(f"{what}, U+{ord(refused.group()):04X}, cannot stand in a scenario", line, column)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(text: str, at: int) -> tuple[int, int]:
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at))


class _Composer:
    """One document's events, turned into nodes."""

    def __init__(self, source: str, resolve: Resolve) -> None:
        self.source = source
        self.resolve = resolve
        self.faults: list[Fault] = []
        self.nodes = 0
        self.anchors: dict[str, Tree | None] = {}

    def stop(self, message: str, line: int = 0, column: int = 0) -> ScenarioError:
        """Return the error that ends the reading: what was found so far, and this."""
        return ScenarioError([*self.faults, Fault(message, "", self.source, line, column)])

    def document(self, text: str) -> Tree:
        import yaml

        try:
            events = self.bounded(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent) and event.version not in (None, (1, 1), (1, 2)):
                    raise self.stop("expected YAML 1.2", *_mark(event))
                if isinstance(event, yaml.NodeEvent):
                    tree = self.node(event, events, 0)
                    self.refuse_second(events)
                    return tree
        except yaml.MarkedYAMLError as error:
            if _is_blank(text):
                raise self.stop(EMPTY, 1, 1) from None
            raise self.stop(*_syntax(error, text)) from None
        except (yaml.YAMLError, ValueError, KeyError, AssertionError, RecursionError):
            raise self.stop("not YAML that can be read") from None
        raise self.stop(EMPTY, 1, 1)

    def bounded(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        """Pass events on, and stop the parser before nesting grows deep: it is quadratic in it, and may crash."""
        import yaml

        depth = 0
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise self.stop(TOO_DEEP, *_mark(event))
            yield event

    def refuse_second(self, events: Iterator[yaml.Event]) -> None:
        import yaml

        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise self.stop("a second document begins here; expected one scenario per file", *_mark(event))

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
        import yaml

        line, column = _mark(event)
        self.count(1, line, column)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(anchor or "", depth, line, column)
        if tag is not None:
            self.note(f"tags ({printable(tag[:40])}) are not used here", line, column)
        if anchor is not None:
            self.anchors[anchor] = None  # while it is open, an alias to it would be endless
        if isinstance(event, yaml.ScalarEvent):
            tree: Tree = self.scalar(event, line, column)
        elif isinstance(event, yaml.SequenceStartEvent):
            items = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    break
                items.append(self.node(inner, events, depth + 1))
            tree = ListNode(self.source, line, column, tuple(items))
        else:
            tree = self.mapping(events, line, column, depth)
        if anchor is not None:
            self.anchors[anchor] = tree
        return tree

    def note(self, message: str, line: int, column: int) -> None:
        self.faults.append(Fault(message, "", self.source, line, column))

    def alias(self, anchor: str, depth: int, line: int, column: int) -> Tree:
        if anchor not in self.anchors:
            raise self.stop(f"*{printable(anchor[:40])} has no anchor before it", line, column)
        tree = self.anchors[anchor]
        if tree is None:
            raise self.stop(f"*{printable(anchor[:40])} stands inside what it refers to", line, column)
        size, height = _extent(tree)
        self.count(size, line, column)
        if depth + height > MAX_DEPTH:
            raise self.stop(TOO_DEEP, line, column)
        return tree

    def count(self, nodes: int, line: int, column: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise self.stop(f"more than {MAX_NODES:,} values, the limit", line, column)

    def scalar(self, event: yaml.ScalarEvent, line: int, column: int) -> ScalarNode:
        text, quoted = event.value, not event.implicit[0]
        value: Scalar = text
        if len(text) > MAX_SCALAR:
            self.note(f"text of more than {MAX_SCALAR:,} characters", line, column)
        elif not quoted:
            try:
                value = self.resolve(text)
            except ScalarError as error:
                self.note(str(error), line, column)
        return ScalarNode(self.source, line, column, value, text, quoted)

    def mapping(self, events: Iterator[yaml.Event], line: int, column: int, depth: int) -> MapNode:
        import yaml

        entries: list[tuple[str, Node, Tree]] = []
        places: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            name = self.key(key, value)
            if name is None:
                continue
            if name in places:
                message = f"the key '{printable(name)}' stands twice, in line {places[name]} before"
                self.faults.append(key.fault(message))
                continue
            places[name] = key.line
            entries.append((name, key, value))
        return MapNode(self.source, line, column, tuple(entries))

    def key(self, key: Tree, value: Tree) -> str | None:
        """Return a key's text, and note its faults; None where it has no text."""
        if not isinstance(key, ScalarNode) or len(key.text) > MAX_KEY:
            message = f"a key has at most {MAX_KEY} characters" if isinstance(key, ScalarNode) else "keys must be text"
            self.faults.append(key.fault(message))
            return None
        if key.text == "<<" and not key.quoted:
            self.faults.append(key.fault("merge keys (<<) are not used here; `extends` takes over another file"))
            return None
        if not isinstance(key.value, str):
            hint = f'; quote it, "{printable(key.text)}"' if key.text else ""
            if isinstance(key.value, int | float) and isinstance(value, ScalarNode) and value.value is None:
                hint = "; if a decimal comma is meant, write a point, 0.5"
            self.faults.append(key.fault(f"keys must be text{hint}"))
        return key.text


def _mark(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int, int]:
    """Return what the parser says, and where."""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    message = f"not YAML: {printable(str(error.problem or error.context)[:MAX_PROBLEM])}"
    if mark is None:
        return message, 0, 0
    if error.problem and error.context and begun is not None and begun.line != mark.line:
        message += f" {printable(error.context[:MAX_PROBLEM])} that begins in line {begun.line + 1}"
    if "cannot start any token" in message:
        line = (*text.split("\n"), "")[mark.line]
        tab = line[mark.column : mark.column + 1] == "\t"
        message += " (indent with spaces, not tabs)" if tab else " (quote it, if text is meant)"
    return message, mark.line + 1, mark.column + 1


def _is_blank(text: str) -> bool:
    return all(line.strip() in ("", "---", "...") or line.lstrip().startswith("#") for line in text.splitlines())


def _extent(tree: Tree) -> tuple[int, int]:
    """Return how many nodes a tree has, and how deep it is."""
    if isinstance(tree, ScalarNode):
        return 1, 0
    inner = [value for _, _, value in tree.entries] if isinstance(tree, MapNode) else tree.items
    extents = [_extent(child) for child in inner]
    return 1 + len(inner) + sum(size for size, _ in extents), 1 + max((height for _, height in extents), default=0)
