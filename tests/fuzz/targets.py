"""What strangers' bytes go through: each target returns where they are refused in words, and raises where they are not.

`python tests/fuzz/run.py TARGET SECONDS` feeds them, guided by coverage; test_corpus.py repeats what it has met.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from powergame.errors import PowergameError
from powergame.explore import protocol
from powergame.explore.protocol import MessageError
from powergame.explore.session import Explored
from powergame.model.nfg import read_nfg
from powergame.priors.conditions import condition
from powergame.priors.distributions import distribution_of
from powergame.report.formats.csv import render
from powergame.scenario.axes import axis, values
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.apply import apply, flatten
from powergame.scenario.paths.grammar import parse
from powergame.scenario.reading.deed_tables import deeds_of
from powergame.scenario.reading.deeds import observation
from powergame.scenario.reading.load import load_text, values_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.values import parse_value
from powergame.scenario.writing.dump import dump
from powergame.sources.table import of_table
from powergame.text import printable

RICH = """\
outcomes: [wealth, "a=b"]
actors:
  blue: {power: 3, preferences: [1, 0.2], beliefs: {conflict.destruction.odds: 0.1, actors.red.power: 4}}
  red: {power: 1, preferences: {angle: 90}, ladder: [{name: wait}, {name: strike, grab: 0.5, provokes: 0.4, cost: 1}]}
  grey: {power: 0, preferences: {wealth: -1}, effectiveness: 2, risk_aversion: 1, growth: 1.1}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
variants: {calm: {conflict.stakes: 0.1, alignment.red.blue: 0.5}}
"""
SCENARIO = load_text(RICH)
EXPLORED = Explored("rich.yaml", SCENARIO, ())

CUBE = np.array([[1e-12], [0.001], [0.25], [0.5], [0.75], [0.999], [1 - 1e-12]])
"""Points of the unit interval at which priors are drawn."""

UNCERTAIN = load_text(
    RICH
    + """\
unknown:
  alignment.red.blue: {uniform: [-1, 1]}
  actors.grey.preferences: {direction: uniform}
  conflict.destruction.odds: {uniform: [0, 1]}
  actors.blue.beliefs.conflict.destruction.odds: {beta: [2, 2]}
  conflict.stakes: {choice: [0.2, 1]}
  conflict.contest: {choice: [ratio, logistic]}
  rationality: {lognormal: [3, 1]}
"""
)
DRAWN = {path: distribution_of(UNCERTAIN, path, prior) for path, prior in UNCERTAIN.unknown}
AT: dict[str, np.ndarray] = {
    path: np.array(["ratio", "logistic"] * len(CUBE))[: len(CUBE)]
    if path == "conflict.contest"
    else drawn.draw(np.tile(CUBE, drawn.coordinates))
    for path, drawn in DRAWN.items()
}
"""Points at which comparisons are made."""

FORMULA = tuple("=+-@＝＋－＠")
"""First characters of what a spreadsheet computes, blanks before it left out."""

NUMBER = re.compile(r"[-+](\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(?![\w.]|\s*[-+*/^&=<>%!(])")
"""Pattern of a number with a sign that nothing computes with."""


def scenario(data: bytes) -> None:
    """A scenario file loads or is refused; what loads is written, and loads alike."""
    text = data.decode("utf-8", "surrogateescape")
    with contextlib.suppress(PowergameError):
        _same_again(load_text(text))


def path(data: bytes) -> None:
    """A change is made, read back and written, or is refused."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        changes = values_of(SCENARIO, text.split("\n"))
        changed = SCENARIO.with_values(changes)
    except PowergameError as error:
        _shown(error)
    else:
        _same_again(changed)


def prior(data: bytes) -> None:
    """A prior or an axis is drawn from, or is refused."""
    text = data.decode("utf-8", "surrogateescape")
    with contextlib.suppress(PowergameError, FieldError):
        along = axis(parse_value(text))
        assert len(values(along, 0, min(len(along), 7))) == min(len(along), 7)
    for path in ("actors.blue.power", "alignment.red.blue", "conflict.decisiveness"):
        with contextlib.suppress(PowergameError):
            loaded = load_text(f"{RICH}unknown: {{{path}: {text}}}\n")
            drawn = distribution_of(loaded, path, dict(loaded.unknown)[path]).draw(CUBE)
            number = parse(path).number
            assert number is not None
            for value in drawn.tolist():
                number.checked(value)


def game(data: bytes) -> None:
    """A game file is read or is refused."""
    with contextlib.suppress(PowergameError):
        read_nfg(data.decode("utf-8", "surrogateescape"), "game.nfg")


def table(data: bytes) -> None:
    """No cell of a CSV is a formula, whichever separator a spreadsheet uses; names are printable."""
    cells = [cell for cell in data.decode("utf-8", "replace").split("|")[:20] if cell.isprintable()]
    text = render([f"h{k}" for k in range(len(cells))], [cells])
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            for cell in row:
                assert not _computes(cell), (separator, cell)


def spreadsheet(data: bytes) -> None:
    """A table from a spreadsheet is a game or a scenario of its actors, which load alike; or it is refused."""
    try:
        loaded = of_table("sheet.csv", data)
    except PowergameError as error:
        _shown(error)
    else:
        if isinstance(loaded, Scenario):
            _same_again(loaded)


def message(data: bytes) -> None:
    """A message from the page is understood, or refused in words."""
    try:
        moved = EXPLORED.at(protocol.parse(data.decode("utf-8", "replace")).sets)
    except (MessageError, PowergameError) as error:
        _shown(error)
    else:
        _same_again(moved)


def comparison(data: bytes) -> None:
    """A comparison holds or not at each point, or is refused."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        asked = condition(UNCERTAIN, text)
    except PowergameError as error:
        _shown(error)
    else:
        assert asked.holds(AT).shape == (len(CUBE),)
        for path, (low, high) in asked.limits.items():
            within = (AT[path] >= low) & (AT[path] <= high)
            assert (asked.holds(AT) <= within).all()


def deed(data: bytes) -> None:
    """An observation is what a file would say, or is refused."""
    try:
        seen = observation(SCENARIO, data.decode("utf-8", "surrogateescape"))
    except PowergameError as error:
        _shown(error)
    else:
        _same_again(replace(SCENARIO, observed=(seen,)))


def deeds(data: bytes) -> None:
    """A table is read or refused; its observations are what a file would say."""
    for ending in ("csv", "tsv", "jsonl"):
        try:
            seen = deeds_of(data, SCENARIO, f"deeds.{ending}")
        except PowergameError as error:
            _shown(error)
        else:
            _same_again(replace(SCENARIO, observed=seen))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "scenario": scenario,
    "path": path,
    "prior": prior,
    "game": game,
    "table": table,
    "spreadsheet": spreadsheet,
    "message": message,
    "comparison": comparison,
    "deed": deed,
    "deeds": deeds,
}


def _same_again(loaded: Scenario) -> None:
    again = load_text(dump(loaded))
    assert flatten(again) == flatten(loaded)
    assert (again.observed, again.given) == (loaded.observed, loaded.given)
    assert apply(loaded, {}) == loaded


def _shown(error: Exception) -> None:
    for line in str(error).split("\n"):
        assert printable(line) == line


def _computes(cell: str) -> bool:
    cell = cell.lstrip()
    return cell.startswith(FORMULA) and not NUMBER.match(cell)
