"""docs/design/architecture.md describes the house as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.constants import constants
from support.installed import ROOT

PAGE = (ROOT / "docs" / "design" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "powergame"
FOLDERS = sorted({file.parent for file in PACKAGE.rglob("*.py")})

ENTRY = re.compile(r"^- `(powergame/[\w/]*)`:(.*?)(?=^- `|^`|^#|\Z)", re.MULTILINE | re.DOTALL)
TREE = {ROOT / place.rstrip("/"): text for place, text in ENTRY.findall(PAGE)}
"""What is said of each folder."""

ONE_A_THING = [PACKAGE / "cli" / "commands", PACKAGE / "report" / "documents", PACKAGE / "report" / "pictures"]
"""Folders of one file for each command, question or picture; the page does not list these files."""

ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \| `([\w.]+)` \| [^|]+ \|$", re.MULTILINE)
TOLERANCES = {(module, name): value for name, value, module in ROW.findall(PAGE)}
"""Values as the page writes them."""

SMALL = 1e-3
"""Numbers up to this are tolerances."""


def module(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts)


def number(text: str) -> float:
    """Return a number written as 1e-9, or as 2^-40."""
    base, power, exponent = text.partition("^")
    return float(base) ** int(exponent) if power else float(base)


def test_the_tree_has_every_folder():
    assert sorted(TREE) == FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_the_tree_has_every_file_and_no_other(folder):
    said = set(re.findall(r"`(\w+\.py)`", TREE[folder]))
    there = {file.name for file in folder.glob("*.py")} - {"__init__.py"}
    assert not said - there, "docs/design/architecture.md names what is not there"
    assert folder in ONE_A_THING or not there - said, "docs/design/architecture.md does not say what this is"


def test_the_page_lists_the_floors_as_the_contracts_do():
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contract = re.search(r'id = "floors".*?layers = \[(.*?)\]', pyproject, re.DOTALL)
    floors = re.findall(r'"(\w+)",', contract.group(1))
    shown = re.search(r"^```\n(cli .*?)^```$", PAGE, re.MULTILINE | re.DOTALL).group(1)
    assert [line.split()[0] for line in shown.splitlines()][:-1] == floors


@pytest.mark.parametrize(("home", "name"), sorted(TOLERANCES))
def test_a_tolerance_is_what_the_page_says(home, name):
    file = PACKAGE.joinpath(*home.split(".")).with_suffix(".py")
    assert file.exists(), f"{home} has gone; where does {name} live now?"
    assert constants(file).get(name) == pytest.approx(number(TOLERANCES[home, name]), rel=1e-12)


def test_the_page_has_every_tolerance_that_an_answer_hangs_on():
    """What the report and the live page draw is left out: it decides no answer."""
    small = {
        (module(file), name)
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] not in ("report", "explore")
        for name, value in constants(file).items()
        if isinstance(value, float) and 0 < value <= SMALL
    }
    assert not small - set(TOLERANCES), "docs/design/architecture.md has no row for it"
