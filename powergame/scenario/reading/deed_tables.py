"""Observations from a table: a column an actor, a row an observation."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from powergame.errors import MAX_SHOWN_FAULTS, Fault, ScenarioError, UsageError
from powergame.objects.nearest import nearest
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.locate import unknown
from powergame.scenario.reading.reader import read_bytes
from powergame.scenario.reading.references import observation_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Observation
from powergame.scenario.values import parse_value
from powergame.scenario.yaml.scalars import ScalarError, resolve
from powergame.text import printable, repeated

MAX_TABLE = 1 << 26
"""Bytes of a table at most."""

MAX_CELL = 20_000
"""Characters of a cell at most."""

UNDER, PLAYS = "under.", "plays."
COUNTS = ("times", "war")
DELIMITERS = ",;\t"
KINDS = (".csv", ".tsv", ".jsonl")
QUOTED = re.compile('"[^"]*"')
PLAIN_NUMBER = re.compile(r"-?[0-9.]+(e-?[0-9]+)?")
"""Pattern of a cell that needs no reader of YAML, which takes a while."""


@dataclass(frozen=True)
class _Row:
    """A row.

    Attributes
    ----------
    line
        The line in the file, from 1, in which it ends.
    cells
        Columns and their values; None where nothing was seen.
    header
        Whether it but names the columns.
    """

    line: int
    cells: tuple[tuple[str, object], ...]
    header: bool = False


def read_deeds(source: str | os.PathLike[str], scenario: Scenario) -> tuple[Observation, ...]:
    """Return the observations of a table, in its order.

    Parameters
    ----------
    source
        A file whose name ends in ``.csv``, ``.tsv`` or ``.jsonl``; the lines of the last are JSON objects. A column is
        an actor's name (in its cells the rung; empty where nothing was seen), ``times``, ``war`` or ``under.PATH``. An
        actor of the name ``times`` or ``war`` has the column ``plays.times``.

    Raises
    ------
    UsageError
        For a file of another kind.
    ScenarioError
        With all faults, and their lines and columns.
    """
    name = os.fspath(source)
    if PurePath(name).suffix.lower() not in KINDS:
        raise UsageError(f"{printable(name)}: expected a table whose name ends in .csv, .tsv or .jsonl")
    return deeds_of(read_bytes(name, MAX_TABLE), scenario, name)


def deeds_of(data: bytes, scenario: Scenario, name: str) -> tuple[Observation, ...]:
    """Return the observations of a table's bytes, as `read_deeds` does; the end of its name says what kind it is."""
    source = printable(name)
    if len(data) > MAX_TABLE:
        raise ScenarioError([Fault(f"is larger than {MAX_TABLE >> 20} MiB", "", source)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; expected a table saved as UTF-8"
        raise ScenarioError([Fault(message, "", source)]) from None
    ending = PurePath(name).suffix.lower()
    rows = _json_rows(text) if ending == ".jsonl" else _csv_rows(text, "\t" if ending == ".tsv" else DELIMITERS)
    return _Reader(scenario, source).observations(rows)


class _TableError(ValueError):
    """A fault of a table's form: the line and the column where it is, from 1 (0: nowhere), and what is wrong."""

    def __init__(self, line: int, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def _csv_rows(text: str, delimiters: str) -> Iterator[_Row]:
    """Yield the header and the rows below it. Blank ones, which spreadsheets leave behind, are passed over."""
    head = QUOTED.sub("", next((line for line in text.splitlines() if line.strip()), ""))
    delimiter = max(delimiters, key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not columns:
                columns = _header(cells, rows.line_num)
                yield _Row(rows.line_num, tuple((column, None) for column in columns), header=True)
                continue
            if any(cells[len(columns) :]) or len(cells) < len(columns):
                raise _TableError(rows.line_num, f"the row has {len(cells)} cells, and the header {len(columns)}")
            pairs = zip(columns, cells, strict=False)
            yield _Row(rows.line_num, tuple((column, cell or None) for column, cell in pairs))
    except csv.Error as error:
        raise _TableError(rows.line_num, f"is no row of a table: {printable(str(error))}") from None
    if not columns:
        raise _TableError(0, "the table is empty; expected a header with the actors' names")


def _header(cells: Sequence[str], line: int) -> list[str]:
    columns = list(cells)
    while not columns[-1]:
        columns.pop()  # a spreadsheet's empty columns behind the last
    if "" in columns:
        raise _TableError(line, "the column has no name", columns.index("") + 1)
    if (place := _repeated_at(columns)) is not None:
        raise _TableError(line, f"two columns are named '{repeated(columns[place])}'", place + 1)
    return columns


def _repeated_at(words: Sequence[str]) -> int | None:
    """Return the place of the first word that stood before; None where none did."""
    seen: set[str] = set()
    for place, word in enumerate(words):
        if word in seen:
            return place
        seen.add(word)
    return None


def _json_rows(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line, object_pairs_hook=_object, parse_constant=_refused)
        except _TableError as error:
            raise _TableError(number, str(error)) from None
        except RecursionError:
            raise _TableError(number, "nested too deeply") from None
        except ValueError as error:
            message = getattr(error, "msg", None) or "a number has too many digits"
            raise _TableError(number, f"is no JSON: {message}", getattr(error, "colno", 0)) from None
        if not isinstance(cells, _Object):
            raise _TableError(number, 'expected an object such as {"red": "seek", "times": 2}')
        yield _Row(number, cells.pairs)


@dataclass(frozen=True)
class _Object:
    pairs: tuple[tuple[str, object], ...]


def _object(pairs: list[tuple[str, object]]) -> _Object:
    place = _repeated_at([key for key, _ in pairs])
    if place is not None:
        raise _TableError(0, f"the key '{repeated(pairs[place][0])}' stands twice")
    return _Object(tuple(pairs))


def _refused(word: str) -> object:
    raise _TableError(0, f"{word} is not finite; expected a number")


def _plain(value: object) -> object:
    """Return a JSON value as plain data, objects as mappings."""
    if isinstance(value, _Object):
        return {key: _plain(item) for key, item in value.pairs}
    return [_plain(item) for item in value] if isinstance(value, list) else value


class _Reader:
    """Reader of rows for one scenario; rows that are alike are read once."""

    def __init__(self, scenario: Scenario, source: str) -> None:
        self.scenario, self.source = scenario, source
        self.places: dict[str, tuple[str, str] | None] = {}
        self.numbers: dict[str, int] = {}
        self.faults: list[Fault] = []

    def observations(self, rows: Iterator[_Row]) -> tuple[Observation, ...]:
        """Return the observations of all rows, in order."""
        known: dict[str, Observation | None] = {}
        observations = []
        try:
            for row in rows:
                if row.header:
                    self.numbers = {column: place for place, (column, _) in enumerate(row.cells, start=1)}
                    self._parts(row)
                    continue
                key = repr(row.cells)
                if known.get(key) is None:
                    known[key] = self._observation(row)
                if (seen := known[key]) is not None:
                    observations.append(seen)
        except _TableError as error:
            self._fault(str(error), "", error.line, error.column)
        if not self.faults and not observations:
            self._fault("there are no rows; expected an observation in each", "", 0)
        if self.faults:
            raise ScenarioError(self.faults)
        return tuple(observations)

    def _fault(self, message: str, column: str, line: int, number: int = 0) -> None:
        self.faults.append(Fault(message, printable(column), self.source, line, number or self.numbers.get(column, 1)))

    def _observation(self, row: _Row) -> Observation | None:
        """Return what a row says was seen; None where it has faults, which are noted."""
        entry = self._parts(row)
        if entry is None:
            return None
        try:
            return observation_of(self.scenario, entry)
        except ScenarioError as error:
            for fault in error.faults:
                self._fault(fault.message, self._column(fault.path), row.line)
        return None

    def _parts(self, row: _Row) -> dict[str, object] | None:
        """Return a row as an entry of a file's ``observed``; None where it has faults, which are noted."""
        parts: dict[str, dict[str, object]] = {}
        good = True
        for column, cell in row.cells:
            try:
                place = self._place(column)
                if place is not None and cell is not None:
                    parts.setdefault(place[0], {})[place[1]] = _value(place[0], cell)
            except (FieldError, UsageError) as error:
                self._fault(str(error), column, row.line)
                place = None
            good = good and place is not None
        if not good:
            return None
        return {part: values[""] if part in COUNTS else values for part, values in parts.items()}

    def _place(self, column: str) -> tuple[str, str] | None:
        """Return which part of an observation a column is, and the name or path in it; None after its first fault."""
        if column not in self.places:
            self.places[column] = None
            place = _place(self.scenario, column, guess=len(self.faults) <= MAX_SHOWN_FAULTS)
            if place in self.places.values():
                raise FieldError(f"another column is {'.'.join(filter(None, place))}, too; expected one")
            self.places[column] = place
        return self.places[column]

    def _column(self, path: str) -> str:
        """Return the column that a path within an observation comes from; empty where it comes from none."""
        part, mark, name = path.partition(": ") if path.startswith("under") else path.partition(".")
        return next((c for c, place in self.places.items() if place == (part, name if mark else "")), "")


def _place(scenario: Scenario, column: str, *, guess: bool) -> tuple[str, str]:
    if column in COUNTS:
        return column, ""
    if column.startswith(UNDER):
        unknown(scenario, column.removeprefix(UNDER))
        return "under", column.removeprefix(UNDER)
    name = column.removeprefix(PLAYS)
    if name in scenario.names:
        return "plays", name
    close = nearest(column, (*scenario.names, *COUNTS)) if guess else None
    hint = f"did you mean '{printable(close)}'?" if close else "expected an actor's name, times, war or under.PATH"
    raise FieldError(f"unknown column '{repeated(column)}'; {hint}")


def _value(part: str, cell: object) -> object:
    """Return a cell as an entry of a file has it."""
    if not isinstance(cell, str):
        return _plain(cell)
    if len(cell) > MAX_CELL:
        raise FieldError(f"a cell has at most {MAX_CELL:,} characters")
    if part == "plays":
        return cell
    if PLAIN_NUMBER.fullmatch(cell):
        try:
            return resolve(cell)
        except ScalarError as error:
            raise FieldError(str(error)) from None
    return parse_value(cell)
