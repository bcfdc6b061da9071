"""The JSON schemas of results, and the keys that they name."""

import json

from support.installed import SCHEMAS

RESULTS = tuple(sorted(SCHEMAS.glob("*.schema.json")))
"""Schemas of all that our commands write as JSON, and of scenarios."""


def command_of(file):
    """Return the name of a schema: that of the command whose result it is of."""
    return file.name.removesuffix(".schema.json")


def keys_in(file):
    """Return the paths of all that the schema in a file names, in its order."""
    schema = json.loads(file.read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(keys_of(schema, schema)))


def keys_of(schema, whole, path=(), within=()):
    """Yield the paths of all that a schema names; NAME stands for any, and places in lists are left out."""
    if (reference := schema.get("$ref")) and reference.startswith("#/") and reference not in within:
        inner = whole
        for part in reference[2:].split("/"):
            inner = inner[part]
        yield from keys_of(inner, whole, path, (*within, reference))
    for key, inner in schema.get("properties", {}).items():
        yield ".".join((*path, key))
        yield from keys_of(inner, whole, (*path, key), within)
    for kind in ("anyOf", "oneOf", "allOf"):
        for inner in schema.get(kind, ()):
            yield from keys_of(inner, whole, path, within)
    if isinstance(anybody := schema.get("additionalProperties"), dict):
        yield from keys_of(anybody, whole, (*path, "NAME"), within)
    if isinstance(member := schema.get("items"), dict):
        yield from keys_of(member, whole, path, within)
