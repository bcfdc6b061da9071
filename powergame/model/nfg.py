r"""Gambit's strategic-form format, .nfg: reading and writing games without loss.

Both versions of the format are read, that with payoffs and that with outcomes [1]_; the first actor's rung moves
fastest. In names ``\"`` stands for a quotation mark, as Gambit has it, and ``\\`` for a backslash before a quotation
mark, a backslash or the end; any other backslash stands for itself.

References
----------
.. [1] Savani, R. & Turocy, T. L. Gambit: The package for computation in game theory. Game representation formats.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from powergame.errors import Fault, GameTooLargeError, ScenarioError
from powergame.model.game import Game
from powergame.text import fault_of_name, printable

MAX_ACTORS = 30
"""NumPy's arrays have at least 32 dimensions at the most, one of which is for the actors."""

MAX_BYTES = 64 << 20
"""Of a file."""

MAX_PAYOFFS = 1_000_000
"""Actors x profiles of a file: some seconds to read."""

MAX_SIZE = 1e100
"""Of a payoff: sums and differences of payoffs stay far from the end of floats."""

MAX_EXPONENT = 400
"""Of a number as written: ``1e999999999`` would fill the memory."""

MAX_DIGITS = 1100
"""Of a number as written: any float that is written out in full has fewer."""

MAX_DECIMALS = 60
"""A payoff with more is written as a fraction."""

Number: TypeAlias = Decimal | Fraction
S = TypeVar("S", np.float64, np.object_)

TOKEN = re.compile(r'[\s,]*(?:("(?:[^"\\]|\\.)*")|([{}])|([^\s,{}"]+)|("))', re.DOTALL)
NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,6}))?)")


def read_nfg(text: str, source: str = "") -> Game:
    """Read a game in .nfg format.

    Parameters
    ----------
    text
        What the file holds.
    source
        The file as the user named it, for messages.

    Returns
    -------
    Game
        Its `rational` is set only where floats cannot hold the payoffs exactly. Names that are empty become numbers,
        and repeated ones get one.

    Raises
    ------
    ScenarioError
        With the line and column of the first fault.
    """
    return _Reader(text, source).game()


def write_nfg(game: Game, title: str) -> str:
    """Return a game in .nfg format, version with payoffs, every payoff exact.

    Parameters
    ----------
    game
        Any number of actors.
    title
        Shown by other tools; controls and line ends are escaped.

    Raises
    ------
    GameTooLargeError
        Where it has more than `MAX_PAYOFFS` payoffs.
    """
    if game.payoffs.size > MAX_PAYOFFS:
        raise GameTooLargeError(
            f"a game with {game.payoffs.size:,} payoffs is too large for a .nfg file; the limit is {MAX_PAYOFFS:,}"
        )
    strategies = "\n".join(f"  {_names(names)}" for names in game.rungs)
    head = f"NFG 1 R {_quoted(printable(' '.join(title.split())))} {_names(game.actors)}\n\n{{\n{strategies}\n}}\n"
    table = game.payoffs if game.rational is None else game.rational
    # the first actor's rung fastest, and within a profile the actors in turn
    profiles = table.transpose(*range(len(game.shape), -1, -1)).reshape(-1, len(game.actors))
    body = "\n".join(" ".join(map(_written, payoffs)) for payoffs in profiles.tolist())
    return f'{head}""\n\n{body}\n'


def _names(names: Sequence[str]) -> str:
    return f"{{ {' '.join(map(_quoted, names))} }}"


def _quoted(name: str) -> str:
    backslashes = re.sub(r'\\(?=["\\]|$)', r"\\\\", name)
    return '"' + re.sub(r'"', r"\"", backslashes) + '"'


def _unquoted(token: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", token[1:-1])


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
    """One file, read from front to back."""

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source
        self.tokens = self._scan()
        self.token, self.place = next(self.tokens)

    def game(self) -> Game:
        """Read the whole file."""
        self._header()
        actors = self._name_list("actor", MAX_ACTORS)
        place = self.place
        rungs = self._rungs(len(actors))
        shape = tuple(len(names) for names in rungs)
        if len(actors) * math.prod(shape) > MAX_PAYOFFS:
            raise self._fault(
                f"a game with {len(actors) * math.prod(shape):,} payoffs is too large; the limit is {MAX_PAYOFFS:,}",
                place,
            )
        if self.token.startswith('"'):
            self._advance()  # a comment
        flat = (
            self._outcomes(len(actors), shape) if self.token == "{" else self._payoffs(len(actors) * math.prod(shape))
        )
        if self.token:
            raise self._fault("the file goes on after its last payoff; more numbers than the game has profiles?")
        return _game(actors, rungs, flat)

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

    def _expect(self, wanted: str) -> None:
        if self.token != wanted:
            raise self._fault(f"{_described(self.token)}, where {wanted!r} is wanted")
        self._advance()

    def _header(self) -> None:
        if self.token != "NFG":
            raise self._fault("not a strategic-form game: a .nfg file starts with NFG 1 R")
        self._advance()
        self._expect("1")
        if self.token not in ("R", "D"):
            raise self._fault(f"{_described(self.token)}, where R is wanted")
        self._advance()
        if not self.token.startswith('"'):
            raise self._fault("the game's title is wanted here, in quotation marks")
        self._advance()

    def _name_list(self, kind: str, most: int) -> tuple[str, ...]:
        """Read ``{ "one" "two" }``."""
        start = self.place
        self._expect("{")
        names: list[str] = []
        while self.token != "}":
            if not self.token.startswith('"'):
                raise self._fault(f"{_described(self.token)}, where a name in quotation marks or '}}' is wanted")
            if len(names) == most:
                raise self._fault(f"there are more than {most:,} {kind}s, the limit")
            names.append(self._name(kind, len(names) + 1))
        self._advance()
        if not names:
            raise self._fault(f"at least one {kind} is wanted", start)
        return _distinct(names)

    def _name(self, kind: str, number: int) -> str:
        token, place = self._advance()
        name = _unquoted(token).strip() or str(number)
        fault = fault_of_name(name.replace(".", "_"))  # dots are allowed here: no path leads to these names
        if fault:
            raise self._fault(f"{kind} {number}: {fault}", place)
        return name

    def _rungs(self, actors: int) -> tuple[tuple[str, ...], ...]:
        """Read the names of everybody's rungs, or, in the short form, their numbers."""
        self._expect("{")
        rungs: list[tuple[str, ...]] = []
        while len(rungs) < actors:
            if self.token == "{":
                rungs.append(self._name_list("strategy", MAX_PAYOFFS))
            else:
                count = self._whole("the actor's strategies", 1, MAX_PAYOFFS)
                rungs.append(tuple(map(str, range(1, count + 1))))
        if self.token != "}":
            raise self._fault(f"{_described(self.token)}, where '}}' is wanted: there are {actors} actors")
        self._advance()
        return tuple(rungs)

    def _whole(self, what: str, least: int, most: int) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", self.token) or not least <= int(self.token) <= most:
            raise self._fault(f"{_described(self.token)}, where {what} are wanted: a number from {least} to {most:,}")
        return int(self._advance()[0])

    def _payoffs(self, count: int) -> list[Number]:
        found: list[Number] = []
        while len(found) < count:
            if not self.token:
                raise self._fault(f"the file ends after {len(found):,} of {count:,} payoffs")
            found.append(self._number())
        return found

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
        places = (self._whole("outcomes", 0, len(outcomes) - 1) for _ in range(math.prod(shape)))
        return [payoff for k in places for payoff in outcomes[k]]

    def _number(self) -> Number:
        token = self.token
        match = NUMBER.fullmatch(token) if len(token) <= MAX_DIGITS else None
        if not match:
            raise self._fault(f"{_described(token)}, where a payoff is wanted: 1, -0.5, 1/3 or 1e-3")
        if match[1] and abs(int(match[1])) > MAX_EXPONENT:
            raise self._fault(f"{_described(token)}: exponents from -{MAX_EXPONENT} to {MAX_EXPONENT} are read")
        if re.fullmatch(r"[^/]*/0+", token):
            raise self._fault(f"{_described(token)} divides by zero")
        number: Number = Fraction(token) if "/" in token else Decimal(token)
        if not -MAX_SIZE <= number <= MAX_SIZE:
            raise self._fault(f"{_described(token)}: payoffs up to {MAX_SIZE:g} in size are read")
        self._advance()
        return number


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return names that differ: repeated ones get their number."""
    known: dict[str, None] = {}
    for k, name in enumerate(names):
        while name in known:
            name = f"{name} ({k + 1})"
        known[name] = None
    return tuple(known)


def _described(token: str) -> str:
    if not token:
        return "the file ends"
    return f"here is {printable(token if len(token) <= 40 else token[:40] + '...')}"


def _game(actors: tuple[str, ...], rungs: tuple[tuple[str, ...], ...], flat: list[Number]) -> Game:
    """Return the game with payoffs as the file has them: each profile's together, the first actor's rung fastest."""
    shape = tuple(len(names) for names in rungs)

    def arranged(payoffs: npt.NDArray[S]) -> npt.NDArray[S]:
        table = payoffs.reshape(*reversed(shape), len(actors))
        return np.ascontiguousarray(table.transpose(*range(len(shape), -1, -1)))

    floats = [float(x) for x in flat]
    held = all(Decimal(x) == y if isinstance(y, Decimal) else x == y for x, y in zip(floats, flat, strict=True))
    if held:
        return Game(actors, rungs, arranged(np.array(floats)))
    exact = np.empty(len(flat), dtype=object)
    exact[:] = [Fraction(x) for x in flat]
    return Game(actors, rungs, arranged(np.array(floats)), arranged(exact))
