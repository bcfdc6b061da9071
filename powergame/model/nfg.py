"""Gambit's strategic-form files (.nfg): writing the compiled game, and reading anybody's.

The format is that of Gambit's documentation: a header ``NFG 1 R "title" { players }``, strategies by name or by number,
an optional comment, and payoffs either profile by profile (the first player's strategy fastest) or as a list of
outcomes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from powergame.errors import Fault, GameTooLargeError, ScenarioError
from powergame.model.game import FloatArray, Game, ObjectArray
from powergame.scenario.names import shown

MAX_BYTES = 64 << 20
MAX_PROFILES = 5_000_000
MAX_PLAYERS = 64
MAX_STRATEGIES = 1_000
MAX_LABEL = 200
MAX_DIGITS = 400

TOKEN = re.compile(r'\s+|(?P<brace>[{}])|(?P<text>"(?:[^"\\]|\\.)*")|(?P<word>[^\s{}",]+)|,')
NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?(/[0-9]+)?")


@dataclass(frozen=True)
class Token:
    """A brace, a quoted text or a word, and where it stands."""

    kind: str
    text: str
    at: int


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source
        self.tokens = self._tokens()
        self.ahead: Token | None = next(self.tokens, None)

    def _tokens(self) -> Iterator[Token]:
        at = 0
        while at < len(self.text):
            found = TOKEN.match(self.text, at)
            if found is None:
                raise self.fault("a quotation mark is not closed", at)
            kind = found.lastgroup
            if kind is not None:
                yield Token(kind, found.group(), at)
            at = found.end()

    def fault(self, message: str, at: int | None = None) -> ScenarioError:
        where = len(self.text) if at is None else at
        line = self.text.count("\n", 0, where) + 1
        column = where - self.text.rfind("\n", 0, where)
        return ScenarioError([Fault(message, "", shown(self.source), line, column)])

    def next(self, wanted: str) -> Token:
        token = self.ahead
        if token is None:
            raise self.fault(f"the file ends where {wanted} is wanted")
        self.ahead = next(self.tokens, None)
        return token

    def opens(self) -> bool:
        return self.ahead is not None and self.ahead.text == "{"

    def expect(self, text: str, wanted: str) -> None:
        token = self.next(wanted)
        if token.text != text:
            raise self.fault(f"{wanted} is wanted, not {_brief(token.text)}", token.at)

    def label(self, wanted: str) -> str:
        token = self.next(wanted)
        if token.kind != "text":
            raise self.fault(f"{wanted} in quotation marks is wanted, not {_brief(token.text)}", token.at)
        name = re.sub(r"\\(.)", r"\1", token.text[1:-1])
        if len(name) > MAX_LABEL:
            raise self.fault(f"{wanted} has at most {MAX_LABEL} characters", token.at)
        return shown(name)

    def labels(self, wanted: str, most: int) -> list[str]:
        found: list[str] = []
        while self.ahead is not None and self.ahead.text != "}":
            if len(found) >= most:
                raise self.fault(f"more than {most} in a list", self.ahead.at)
            found.append(self.label(wanted))
        self.expect("}", "}")
        return found

    def count(self) -> int:
        token = self.next("a number of strategies")
        if not re.fullmatch(r"[0-9]{1,6}", token.text) or not 1 <= int(token.text) <= MAX_STRATEGIES:
            raise self.fault(f"a number of strategies from 1 to {MAX_STRATEGIES} is wanted", token.at)
        return int(token.text)

    def number(self) -> Fraction:
        token = self.next("a payoff")
        if len(token.text) > MAX_DIGITS or not NUMBER.fullmatch(token.text):
            raise self.fault(f"a payoff such as 3, 0.5 or 1/3 is wanted, not {_brief(token.text)}", token.at)
        numerator, _, denominator = token.text.partition("/")
        if denominator and int(denominator) == 0:
            raise self.fault("a payoff is divided by 0", token.at)
        value = Fraction(Decimal(numerator)) / (int(denominator) if denominator else 1)
        if abs(value) > Fraction(10) ** 150:
            raise self.fault("a payoff is too large", token.at)
        return value


def read_nfg(text: str, source: str = "") -> Game:
    """Return the game of a .nfg file.

    Parameters
    ----------
    text
        The file's text.
    source
        Its name, for messages.

    Raises
    ------
    ScenarioError
        With the place of what is wrong.
    GameTooLargeError
        Before anything is allocated.
    """
    reader = _Reader(text, source)
    reader.expect("NFG", "NFG")
    reader.expect("1", "the version, 1,")
    token = reader.next("R or D")
    if token.text not in ("R", "D"):
        raise reader.fault("R or D is wanted", token.at)
    reader.label("the title")
    reader.expect("{", "{")
    players = reader.labels("a player's name", MAX_PLAYERS)
    if not players:
        raise reader.fault("a game has a player at least", token.at)
    rungs = _strategies(reader, len(players))
    _refuse_large([len(names) for names in rungs])
    if reader.ahead is not None and reader.ahead.kind == "text":
        reader.next("the comment")
    shape = tuple(len(names) for names in rungs)
    flat = _outcomes(reader, shape) if reader.opens() else _payoffs(reader, shape)
    if reader.ahead is not None:
        raise reader.fault("there is more than the game has profiles", reader.ahead.at)
    return _game(_distinct(players), tuple(_distinct(names) for names in rungs), shape, flat)


def _strategies(reader: _Reader, players: int) -> list[list[str]]:
    """Read names, { { "a" "b" } { "c" "d" } }, or numbers, { 2 2 }."""
    reader.expect("{", "{")
    found: list[list[str]] = []
    while reader.ahead is not None and reader.ahead.text != "}" and len(found) < players:
        if reader.opens():
            reader.next("{")
            names = reader.labels("a strategy's name", MAX_STRATEGIES)
        else:
            names = [str(k + 1) for k in range(reader.count())]
        if not names:
            raise reader.fault("a player has a strategy at least", reader.ahead.at)
        found.append(names)
    if len(found) < players:
        raise reader.fault("each player needs strategies", reader.ahead.at if reader.ahead else None)
    reader.expect("}", "}")
    return found


def _refuse_large(shape: list[int]) -> None:
    profiles = math.prod(shape)
    if profiles * len(shape) > MAX_PROFILES:
        raise GameTooLargeError(
            f"a game of {len(shape)} players with {profiles:,} profiles is too large: "
            f"{MAX_PROFILES:,} payoffs can be read"
        )


def _payoffs(reader: _Reader, shape: tuple[int, ...]) -> list[list[Fraction]]:
    """Read the payoff version: all players' payoffs, profile by profile."""
    return [[reader.number() for _ in shape] for _ in range(math.prod(shape))]


def _outcomes(reader: _Reader, shape: tuple[int, ...]) -> list[list[Fraction]]:
    """Read the outcome version: outcomes with payoffs, and the number of one for each profile (0: all payoffs 0)."""
    reader.next("{")
    outcomes = [[Fraction(0)] * len(shape)]
    while reader.opens():
        reader.next("{")
        reader.label("an outcome's name")
        outcomes.append([reader.number() for _ in shape])
        reader.expect("}", "}")
        if len(outcomes) > math.prod(shape) + 1:
            raise reader.fault("there are more outcomes than profiles", reader.ahead.at if reader.ahead else None)
    reader.expect("}", "}")
    flat = []
    for _ in range(math.prod(shape)):
        token = reader.next("the number of an outcome")
        if not re.fullmatch(r"[0-9]{1,9}", token.text) or int(token.text) >= len(outcomes):
            raise reader.fault(f"the number of an outcome, 0 to {len(outcomes) - 1}, is wanted", token.at)
        flat.append(outcomes[int(token.text)])
    return flat


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Return names that differ: empty ones become numbers, repeated ones get one."""
    found: list[str] = []
    for k, name in enumerate(names):
        name = name.strip() or str(k + 1)
        while name in found:
            name = f"{name} ({k + 1})"
        found.append(name)
    return tuple(found)


def _game(
    actors: tuple[str, ...], rungs: tuple[tuple[str, ...], ...], shape: tuple[int, ...], flat: list[list[Fraction]]
) -> Game:
    exact: ObjectArray = np.empty((len(shape), *shape), dtype=object)
    floats: FloatArray = np.empty((len(shape), *shape))
    for i in range(len(shape)):
        column = np.array([row[i] for row in flat], dtype=object)
        # the first player's strategy runs fastest
        exact[i] = column.reshape(shape[::-1]).transpose()
        floats[i] = np.array([float(x) for x in column]).reshape(shape[::-1]).transpose()
    same = all(Fraction(f) == x for f, x in zip(floats.ravel().tolist(), exact.ravel().tolist(), strict=True))
    return Game(actors, rungs, floats, None if same else exact)


def write_nfg(game: Game, title: str) -> str:
    """Return a game in Gambit's payoff version, with names; payoffs are exact decimals, or fractions."""
    names = " ".join(_quoted(name) for name in game.actors)
    strategies = "\n".join("{ " + " ".join(_quoted(rung) for rung in rungs) + " }" for rungs in game.rungs)
    table = game.payoffs if game.rational is None else game.rational
    rows = np.stack([payoffs.transpose().ravel() for payoffs in table], axis=1)
    lines = (" ".join(_exact(x) for x in row) for row in rows.tolist())
    body = "\n".join(lines)
    return f'NFG 1 R {_quoted(title)}\n{{ {names} }}\n\n{{ {strategies} }}\n""\n\n{body}\n'


def _quoted(text: str) -> str:
    return '"' + shown(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _exact(x: float | Fraction) -> str:
    """Write a payoff without rounding: a float is a dyadic fraction, and so a finite decimal."""
    if isinstance(x, Fraction):
        return str(x)
    return format(Decimal(x), "f") if x else "0"


def _brief(text: str) -> str:
    return shown(text if len(text) <= 40 else f"{text[:37]}...")
