"""Encoded rows, and how they become a file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, TypeAlias

from powergame.runs.tables.rows import Rows, Schema

Add: TypeAlias = Callable[[bytes], None]
"""Function that writes a piece behind those before it."""


@dataclass(frozen=True)
class Format:
    """How a table is encoded and joined.

    Attributes
    ----------
    encode
        Returns rows as a piece.
    joining
        Writes pieces to a binary file as one table of this schema, which is whole when the context ends.
    """

    encode: Callable[[Rows], bytes]
    joining: Callable[[Schema, IO[bytes]], AbstractContextManager[Add]]
