"""Thrift's compact protocol, as far as the footers of Parquet files need it: read, changed and written again.

Structures are read without knowing their definition, so that whatever a writer puts into them stays as it was.

References
----------
Apache Thrift, *Thrift Compact protocol encoding*,
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)

WHOLE = frozenset({I16, I32, I64})
SHORT_LIST = 15
"""Lists of so many entries or more, and gaps between fields above it, are written in a longer form."""


@dataclass
class Sequence:
    """A list (or set) of values of one type."""

    type: int
    items: list[Value]


@dataclass
class Field:
    """One field of a structure; truth values stand in the type."""

    type: int
    value: Value


Struct: TypeAlias = "dict[int, Field]"
"""Fields by their numbers, in order."""

Value: TypeAlias = "int | bytes | Sequence | Struct"


def read_struct(data: bytes) -> Struct:
    """Return the structure at the beginning of the data; raises ValueError or IndexError where there is none."""
    return _Reader(data).struct()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        found = self.data[self.at]
        self.at += 1
        return found

    def varint(self) -> int:
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7

    def zigzag(self) -> int:
        found = self.varint()
        return (found >> 1) ^ -(found & 1)

    def take(self, length: int) -> bytes:
        found = self.data[self.at : self.at + length]
        if len(found) != length:
            raise ValueError("the data end too early")
        self.at += length
        return found

    def struct(self) -> Struct:
        found: Struct = {}
        number = 0
        while (head := self.byte()) != 0:
            gap, kind = divmod(head, 16)
            number = number + gap if gap else self.zigzag()
            found[number] = Field(kind, 0 if kind in (TRUE, FALSE) else self.value(kind))
        return found

    def value(self, kind: int) -> Value:
        if kind in WHOLE:
            return self.zigzag()
        if kind in (BYTE, TRUE, FALSE):
            return self.byte()
        if kind == DOUBLE:
            return self.take(8)
        if kind == BINARY:
            return self.take(self.varint())
        if kind in (LIST, SET):
            size, inner = divmod(self.byte(), 16)
            size = self.varint() if size == SHORT_LIST else size
            return Sequence(inner, [self.value(inner) for _ in range(size)])
        if kind == STRUCT:
            return self.struct()
        raise ValueError(f"type {kind} has no place in a footer")


def write_struct(struct: Struct) -> bytes:
    """Return a structure's bytes."""
    out = bytearray()
    _put_struct(out, struct)
    return bytes(out)


def list_head(kind: int, size: int) -> bytes:
    """Return what stands before the values of a list."""
    out = bytearray()
    _put_list_head(out, kind, size)
    return bytes(out)


def field_head(kind: int, gap: int) -> bytes:
    """Return what stands before a field whose number is by `gap`, 1 to 15, higher than the last one's."""
    return bytes([gap << 4 | kind])


def _put_varint(out: bytearray, value: int) -> None:
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def _put_zigzag(out: bytearray, value: int) -> None:
    _put_varint(out, value << 1 if value >= 0 else (-value << 1) - 1)


def _put_list_head(out: bytearray, kind: int, size: int) -> None:
    out.append(min(size, SHORT_LIST) << 4 | kind)
    if size >= SHORT_LIST:
        _put_varint(out, size)


def _put_struct(out: bytearray, struct: Struct) -> None:
    last = 0
    for number, field in struct.items():
        gap = number - last
        if 0 < gap <= SHORT_LIST:
            out.append(gap << 4 | field.type)
        else:
            out.append(field.type)
            _put_zigzag(out, number)
        last = number
        if field.type not in (TRUE, FALSE):
            _put(out, field.type, field.value)
    out.append(0)


def _put(out: bytearray, kind: int, value: Value) -> None:
    if isinstance(value, Sequence):
        _put_list_head(out, value.type, len(value.items))
        for item in value.items:
            _put(out, value.type, item)
    elif isinstance(value, dict):
        _put_struct(out, value)
    elif isinstance(value, bytes):
        if kind == BINARY:
            _put_varint(out, len(value))
        out += value
    elif kind in WHOLE:
        _put_zigzag(out, value)
    else:
        out.append(value)
