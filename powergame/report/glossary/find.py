"""Look-up of words: by name or synonym, by a key of JSON or a scenario's path, and by a game's name of two words."""

from __future__ import annotations

import re
from functools import cache

from powergame.errors import UnknownNameError
from powergame.objects.nearest import MAX_LENGTH, nearest
from powergame.report.glossary.entries import Word, by_group, entries
from powergame.text import printable

ANY = "NAME"
"""Part of a key that stands for whatever users call an actor, a type, a path."""

GAMES = "Names of 2 x 2 games"
"""Heading of the words of which names of games are made."""

TWO_WORDS, NEARLY = "two words", "nearly"
"""Names of the entries that say how names of games are made."""


def explained(word: str) -> tuple[Word, ...]:
    """Return all entries that explain a word, the one of that name first.

    Parameters
    ----------
    word
        A word of an answer, in any number and with blanks, hyphens or underscores; a key of JSON, as
        ``actors.red.turns``; a path of a scenario; the heading of a group, or the name of a game.

    Raises
    ------
    UnknownNameError
        With the nearest word.

    Examples
    --------
    >>> [entry.name for entry in explained("Verdicts")], [entry.name for entry in explained("actors.red.turns")]
    (['verdict'], ['turn'])
    >>> [entry.name for entry in explained("chicken harmony")]
    ['two words', 'chicken', 'harmony']
    """
    for attempt in (_named, _keyed, _grouped, _game, _of_plural):
        if matches := attempt(word):
            return matches
    raise UnknownNameError(_unknown(word))


def entry_of_key(key: str) -> Word | None:
    """Return the entry of a key of JSON, its parts joined by dots; None where no entry has it.

    An entry that names the key itself, as ``stakes.war``, comes before the word that its last part is; of several the
    one that names more of it. What users name has the entry of what it is in.

    Examples
    --------
    >>> entry_of_key("solve.actors.NAME.stakes.war").name, entry_of_key("solve.equilibria.war").name
    ('gain in war', 'war')
    """
    parts = key.split(".")
    while len(parts) > 1 and parts[-1] == ANY:
        parts.pop()
    fitting = [(pattern, entry) for pattern, entry in _patterns().get(parts[-1], ()) if _fits(pattern, parts)]
    if fitting:
        return max(fitting, key=lambda pair: (sum(part != ANY for part in pair[0]), len(pair[0])))[1]
    words = _index()[0].get(_plain(parts[-1]), ())
    return words[0] if words else None


def _plain(word: str) -> str:
    """Return a word in small letters, with blanks for what else stands between its parts."""
    return " ".join(re.sub(r"[_\-\s]+", " ", word.strip(" \t\n\"'.,:;?!").lower()).split())


def _named(word: str) -> tuple[Word, ...]:
    """Return the entries of which a word is the name, a synonym or the last part of a key."""
    return _of_name(_plain(word))


def _of_plural(word: str) -> tuple[Word, ...]:
    """Return the entries of what a word may be the plural of."""
    plain = _plain(word)
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if plain.endswith(ending) and (matches := _of_name(plain.removesuffix(ending) + instead)):
            return matches
    return ()


def _of_name(plain: str) -> tuple[Word, ...]:
    """Return the entries of a word that is written plainly: by names and synonyms, or else by keys."""
    named, keyed = _index()
    return named.get(plain, ()) or keyed.get(plain, ())


@cache
def _index() -> tuple[dict[str, tuple[Word, ...]], dict[str, tuple[Word, ...]]]:
    """Return all entries by their names and synonyms, those of that name first, and by the last parts of their keys."""
    named: dict[str, tuple[Word, ...]] = {}
    keyed: dict[str, tuple[Word, ...]] = {}
    words = [(entry.name, entry) for entry in entries()]
    words += [(other, entry) for entry in entries() for other in entry.also]
    for word, entry in words:
        named[_plain(word)] = tuple(dict.fromkeys((*named.get(_plain(word), ()), entry)))
    for entry in entries():
        for key in entry.keys:
            last = _plain(key.rpartition(".")[2])
            keyed[last] = tuple(dict.fromkeys((*keyed.get(last, ()), entry)))
    return named, keyed


@cache
def _patterns() -> dict[str, list[tuple[list[str], Word]]]:
    """Return the parts of all keys, with their entries, by their last parts."""
    patterns: dict[str, list[tuple[list[str], Word]]] = {}
    for entry in entries():
        for key in entry.keys:
            parts = key.split(".")
            patterns.setdefault(parts[-1], []).append((parts, entry))
    return patterns


def _keyed(word: str) -> tuple[Word, ...]:
    """Return the entry of a key with dots; of what is before its end, where this is a name of users."""
    parts = word.strip().split(".")
    for count in range(len(parts), 0, -1):
        if entry := entry_of_key(".".join(parts[:count])):
            return (entry,)
    return ()


def _fits(pattern: list[str], parts: list[str]) -> bool:
    """Whether the last parts of a key are those of a pattern."""
    last = parts[-len(pattern) :]
    return len(last) == len(pattern) and all(p in (ANY, part) for p, part in zip(pattern, last, strict=True))


def _grouped(word: str) -> tuple[Word, ...]:
    """Return all entries of the group that a word is the heading of."""
    plain = _plain(word)
    for heading, words in by_group().items():
        if plain in (_plain(heading), _plain(words[0].file)):
            return words
    return ()


def _game(word: str) -> tuple[Word, ...]:
    """Return the entries of which the name of a 2 x 2 game is made; none where it is no such name."""
    rest = _plain(word).removeprefix(f"{NEARLY} ")
    games = {name: entry for entry in by_group()[GAMES] for name in map(_plain, (entry.name, *entry.also))}
    parts = [rest] if rest in games else rest.split()
    if not parts or any(part not in games for part in parts) or len(parts) > 2:
        return ()
    made = [games[NEARLY]] * (_plain(word) != rest) + [games[TWO_WORDS]] * (len(parts) == 2)
    return tuple(dict.fromkeys((*made, *(games[part] for part in parts))))


def _unknown(word: str) -> str:
    """Return the message that a word has no entry, with the nearest that has."""
    near = nearest(_plain(word), (word for entry in entries() for word in (entry.name, *entry.also)))
    guess = f"did you mean '{printable(near)}'?" if near else "powergame explain lists all"
    return f"there is no word '{printable(word[:MAX_LENGTH])}' in our answers; {guess}"
