r"""Gambit's strategic-form format, .nfg: reading and writing games without loss.

Both versions of the format are read, that with payoffs and that with outcomes [1]_; the first actor's rung moves
fastest. Names, titles and comments are read and written by `labels`.

References
----------
.. [1] Savani, R. & Turocy, T. L. Gambit: The package for computation in game theory. Game representation formats.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from powergame.errors import Fault, GameTooLargeError, ScenarioError
from powergame.model.compile import MAX_ACTORS, shown
from powergame.model.game import MAX_KNOWN, Game, Number, exactly, payoff_of
from powergame.model.labels import one_line, quoted, quoted_label, unquoted
from powergame.text import MAX_LABEL, fault_of_name, printable

MAX_PAYOFFS = 1_000_000
"""Payoffs (actors x profiles) in a file: some seconds to read."""

MAX_DECIMALS = 60
"""Decimals of a written payoff; one that needs more is written as a fraction."""

S = TypeVar("S", np.float64, np.object_)

TOKEN = re.compile(r'[\s,]*+(?:("(?:[^"\\]++|\\.)*+")|([{}])|([^\s,{}"]++)|("))', re.DOTALL)
"""A token: a text in quotation marks, a brace, a word, or a quotation mark without a partner. What is once matched is
kept, so that nothing has to be remembered of a long text."""


@dataclass(frozen=True, eq=False)
class Titled:
    """A game and what its file says of it: a title, in one line, and a comment."""

    title: str
    comment: str
    game: Game


def read_nfg(text: str, source: str = "") -> Game:
    """Read a game in .nfg format, without its title and comment; see `read_titled`.

    Examples
    --------
    Chicken, swerve or straight; the row actor's rung moves fastest:

    >>> text = 'NFG 1 R "chicken" { "row" "column" } { 2 2 } 3 3 4 2 2 4 1 1'
    >>> read_nfg(text).payoffs.tolist()
    [[[3.0, 2.0], [4.0, 1.0]], [[3.0, 4.0], [2.0, 1.0]]]
    """
    return read_titled(text, source).game


def read_titled(text: str, source: str = "") -> Titled:
    """Read a file in .nfg format.

    Parameters
    ----------
    text
        The file's text.
    source
        The file as the user named it, for messages.

    Returns
    -------
    Titled
        The game's `rational` is set only where floats cannot hold the payoffs exactly. Names that are empty become
        numbers, and repeated ones get one.

    Raises
    ------
    ScenarioError
        With the line and column of the first fault.

    Examples
    --------
    >>> read_titled('NFG 1 R "chicken" { "row" "column" } { 2 2 } "who swerves" 3 3 4 2 2 4 1 1').comment
    'who swerves'
    """
    return _Reader(text, source).titled()


def write_nfg(game: Game, title: str, comment: str = "") -> str:
    """Return a game in .nfg format, version with payoffs, in ASCII, every payoff exact.

    Parameters
    ----------
    game
        Any number of actors.
    title, comment
        Shown by other tools; controls are escaped, and line ends of the title.

    Raises
    ------
    GameTooLargeError
        Where it has more than `MAX_PAYOFFS` payoffs.

    Examples
    --------
    >>> wins = np.array([[1.0, -1.0], [-1.0, 1.0]])
    >>> pennies = Game(("row", "column"), (("heads", "tails"),) * 2, np.array([wins, -wins]))
    >>> print(write_nfg(pennies, "matching pennies"), end="")
    NFG 1 R "matching pennies" { "row" "column" }
    <BLANKLINE>
    {
      { "heads" "tails" }
      { "heads" "tails" }
    }
    ""
    <BLANKLINE>
    1 -1
    -1 1
    -1 1
    1 -1
    """
    refuse_long(game.shape)
    strategies = "\n".join(f"  {_names(names)}" for names in game.rungs)
    head = f"NFG 1 R {quoted(one_line(title))} {_names(game.actors)}\n\n{{\n{strategies}\n}}\n{quoted(comment)}\n"
    table = game.payoffs if game.rational is None else game.rational
    # the first actor's rung fastest, and within a profile the actors in turn
    profiles = table.transpose(*range(len(game.shape), -1, -1)).reshape(-1, len(game.actors))
    body = "\n".join(" ".join(map(_written, payoffs)) for payoffs in profiles.tolist())
    return f"{head}\n{body}\n"


def refuse_long(shape: tuple[int, ...]) -> None:
    """Raise `GameTooLargeError` where a game of this shape has too many payoffs for a file."""
    count = len(shape) * math.prod(shape)
    if count > MAX_PAYOFFS:
        raise GameTooLargeError(
            f"a game with {shown(count)} payoffs is too large for a .nfg file; the limit is {MAX_PAYOFFS:,}"
        )


def _names(names: Sequence[str]) -> str:
    return f"{{ {' '.join(map(quoted_label, names))} }}"


def _written(payoff: float | Fraction) -> str:
    if isinstance(payoff, float):
        decimal = Decimal(payoff)  # exact
        exponent = decimal.as_tuple().exponent
        if isinstance(exponent, int) and exponent >= -MAX_DECIMALS:
            return f"{decimal:f}"
        return str(Fraction(payoff))
    twos, fives = (_power(payoff.denominator, prime) for prime in (2, 5))
    decimals = max(twos, fives)
    if payoff.denominator != 2**twos * 5**fives or decimals > MAX_DECIMALS:
        return str(payoff)
    digits = abs(payoff.numerator) * 10**decimals // payoff.denominator
    return f"{Decimal((int(payoff < 0), tuple(map(int, str(digits))), -decimals)):f}"


def _power(number: int, prime: int) -> int:
    count = 0
    while number % prime == 0:
        number, count = number // prime, count + 1
    return count


class _Reader:
    """Reads one file from front to back."""

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source
        self.known: dict[str, Number] = {}
        self.tokens = self._scan()
        self.token, self.place = next(self.tokens)

    def titled(self) -> Titled:
        """Read the whole file."""
        title = self._header()
        actors = self._name_list("actor", MAX_ACTORS)
        place = self.place
        rungs = self._rungs(len(actors))
        shape = tuple(len(names) for names in rungs)
        if len(actors) * math.prod(shape) > MAX_PAYOFFS:
            raise self._fault(
                f"a game with {len(actors) * math.prod(shape):,} payoffs is too large; the limit is {MAX_PAYOFFS:,}",
                place,
            )
        comment = unquoted(self._advance()[0]) if self.token.startswith('"') else ""
        flat = (
            self._outcomes(len(actors), shape) if self.token == "{" else self._payoffs(len(actors) * math.prod(shape))
        )
        if self.token:
            raise self._fault("the file continues after its last payoff; more numbers than the game has profiles?")
        return Titled(one_line(title), comment.strip(), _game(actors, rungs, flat))

    def _scan(self) -> Iterator[tuple[str, int]]:
        """Yield tokens and where they start; an empty one at the end."""
        at = 0
        while match := TOKEN.match(self.text, at):
            if match[4]:
                raise self._fault("this quotation mark has no partner", match.start(4))
            at = match.end()
            yield match[match.lastindex or 0], match.start(match.lastindex or 0)
        while True:
            yield "", len(self.text.rstrip())

    def _advance(self) -> tuple[str, int]:
        taken = self.token, self.place
        self.token, self.place = next(self.tokens)
        return taken

    def _fault(self, message: str, place: int | None = None) -> ScenarioError:
        at = self.place if place is None else place
        line = self.text.count("\n", 0, at) + 1
        column = at - (self.text.rfind("\n", 0, at) + 1) + 1
        return ScenarioError([Fault(message, "", printable(self.source) or "<nfg>", line, column)])

    def _expect(self, token: str) -> None:
        if self.token != token:
            raise self._fault(f"{_described(self.token)}; expected {token!r}")
        self._advance()

    def _header(self) -> str:
        """Read the beginning, and return the title."""
        if self.token != "NFG":
            raise self._fault("not a strategic-form game: a .nfg file starts with NFG 1 R")
        self._advance()
        self._expect("1")
        if self.token not in ("R", "D"):
            raise self._fault(f"{_described(self.token)}; expected R")
        self._advance()
        if not self.token.startswith('"'):
            raise self._fault(f"{_described(self.token)}; expected the game's title, in quotation marks")
        return unquoted(self._advance()[0])

    def _name_list(self, kind: str, most: int) -> tuple[str, ...]:
        """Read ``{ "one" "two" }``."""
        start = self.place
        self._expect("{")
        names: list[str] = []
        while self.token != "}":
            if not self.token.startswith('"'):
                raise self._fault(f"{_described(self.token)}; expected a name in quotation marks, or '}}'")
            if len(names) == most:
                raise self._fault(f"the list has more than {most:,} {kind}s, the limit")
            names.append(self._name(kind, len(names) + 1))
        self._advance()
        if not names:
            raise self._fault(f"the list is empty; expected at least one {kind}", start)
        return _distinct(names)

    def _name(self, kind: str, number: int) -> str:
        token, place = self._advance()
        name = unquoted(token).strip() or str(number)
        fault = fault_of_name(name.replace(".", "_"), MAX_LABEL)  # dots are allowed here: no path leads to these names
        if fault:
            raise self._fault(f"{kind} {number}: {fault}", place)
        return name

    def _rungs(self, actors: int) -> tuple[tuple[str, ...], ...]:
        """Read the names of each actor's rungs, or, in the short form, how many there are."""
        self._expect("{")
        rungs: list[tuple[str, ...]] = []
        while len(rungs) < actors:
            if self.token == "{":
                rungs.append(self._name_list("strategy", MAX_PAYOFFS))
            else:
                count = self._whole("the number of the actor's strategies", 1, MAX_PAYOFFS)
                rungs.append(tuple(map(str, range(1, count + 1))))
        if self.token != "}":
            raise self._fault(f"{_described(self.token)}; expected '}}', since there are {actors} actors")
        self._advance()
        return tuple(rungs)

    def _whole(self, what: str, least: int, most: int) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", self.token) or not least <= int(self.token) <= most:
            raise self._fault(f"{_described(self.token)}; expected {what}: a number from {least} to {most:,}")
        return int(self._advance()[0])

    def _payoffs(self, count: int) -> list[Number]:
        payoffs: list[Number] = []
        while len(payoffs) < count:
            if not self.token:
                raise self._fault(f"the file ends after {len(payoffs):,} of {count:,} payoffs")
            payoffs.append(self._number())
        return payoffs

    def _outcomes(self, actors: int, shape: tuple[int, ...]) -> list[Number]:
        """Read the outcomes, and then the outcome of each profile, 0 for none."""
        self._expect("{")
        outcomes: list[list[Number]] = [[Decimal(0)] * actors]
        while self.token != "}":
            self._expect("{")
            if self.token.startswith('"'):
                self._advance()
            outcomes.append(self._payoffs(actors))
            self._expect("}")
        self._advance()
        places = (self._whole("an outcome", 0, len(outcomes) - 1) for _ in range(math.prod(shape)))
        return [payoff for k in places for payoff in outcomes[k]]

    def _number(self) -> Number:
        number = self.known.get(self.token)
        if number is None:
            number = self._new_number(self.token)
            if len(self.known) < MAX_KNOWN:
                self.known[self.token] = number
        self._advance()
        return number

    def _new_number(self, token: str) -> Number:
        try:
            return payoff_of(token)
        except ValueError as error:
            raise self._fault(f"{_described(token)}; {error}") from None


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return names that differ: a repeated name gets its number."""
    known: dict[str, None] = {}
    for k, name in enumerate(names):
        while name in known:
            name = f"{name} ({k + 1})"
        known[name] = None
    return tuple(known)


def _described(token: str) -> str:
    if not token:
        return "the file ends"
    return f"the file has {printable(token if len(token) <= 40 else token[:40] + '...')}"


def _game(actors: tuple[str, ...], rungs: tuple[tuple[str, ...], ...], flat: list[Number]) -> Game:
    """Return the game whose payoffs are in the file's order: profile by profile, the first actor's rung fastest."""
    shape = tuple(len(names) for names in rungs)

    def arranged(payoffs: npt.NDArray[S]) -> npt.NDArray[S]:
        table = payoffs.reshape(*reversed(shape), len(actors))
        return np.ascontiguousarray(table.transpose(*range(len(shape), -1, -1)))

    floats, fractions = exactly(flat)
    return Game(actors, rungs, arranged(floats), None if fractions is None else arranged(fractions))
