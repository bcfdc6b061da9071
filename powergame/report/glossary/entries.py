"""The words of answers, as data: what each means, how it is computed, and how far to trust it.

They stand in ``words/``, a file for each group, and nowhere else: ``powergame explain`` and the glossary of the
documentation are made of them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"
"""Folder of the files of words. (`importlib.resources` takes longer to load than all words to be read.)"""

GROUPS = (
    "scenario",
    "answer",
    "equilibrium",
    "war",
    "games",
    "along",
    "shares",
    "deeds",
    "deception",
    "pictures",
    "results",
    "limits",
)
"""Names of the files of words, in the order in which readers meet them."""


@dataclass(frozen=True)
class Word:
    """A word of our answers.

    Attributes
    ----------
    name
        The word, as a screen or a scenario has it.
    group
        The heading under which it stands.
    file
        The name of the group's file, without its ending.
    means
        What it means, in a sentence or a few.
    values
        Its unit and range, or the words that it can be; empty where it is no quantity.
    computed
        How it is computed, in a line; empty where it is not.
    trust
        How far to trust it; empty where that is no question.
    instead
        What to do instead, of what answers cannot say; empty elsewhere.
    see
        Names of related words.
    also
        Other words that mean the same: synonyms, plurals, headings of tables.
    keys
        Keys of our JSON with this meaning, as ``actors.NAME.verdict``; words in capitals stand for users' names.
    """

    name: str
    group: str
    file: str
    means: str
    values: str = ""
    computed: str = ""
    trust: str = ""
    instead: str = ""
    see: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@cache
def entries() -> tuple[Word, ...]:
    """Return all words, group by group, in each in the order in which they are best read.

    Examples
    --------
    >>> next(entry for entry in entries() if entry.name == "verdict").values
    'always, never or depends'
    """
    return tuple(entry for name in GROUPS for entry in _read(name))


def by_group() -> dict[str, tuple[Word, ...]]:
    """Return all words under the headings of their groups."""
    groups: dict[str, tuple[Word, ...]] = {}
    for entry in entries():
        groups[entry.group] = (*groups.get(entry.group, ()), entry)
    return groups


def _read(name: str) -> tuple[Word, ...]:
    """Return the words of one file."""
    data = tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(_entry(word, data["heading"], name) for word in data["word"])


def _entry(word: dict[str, str | list[str]], group: str, file: str) -> Word:
    """Return a word as its table has it; lists become tuples."""
    parts = {key: tuple(value) if isinstance(value, list) else value for key, value in word.items()}
    return Word(group=group, file=file, **parts)  # type: ignore[arg-type]  # a key that is no field is refused here
