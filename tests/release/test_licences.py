"""The page on licences has every package that an installation brings, with the licence that it names itself."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.installed import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {
    name: lines for name, lines in PROJECT["optional-dependencies"].items() if name not in ("all", "bench", "dev")
}
REQUIRED = {"every installation": PROJECT["dependencies"], **{f"`{name}`": lines for name, lines in EXTRAS.items()}}

PAGE = (ROOT / "docs" / "reference" / "licences.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\*\*)?([\w-]+)(?:\*\*)? \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = [row for row in ROW.findall(PAGE) if row[1] != "package"]
LICENCES = {name: licence for _, name, licence, _ in ROWS}

FAMILIES = {
    "MIT-CMU": r"MIT-CMU|HPND",
    "MIT": r"MIT(?!-CMU)",
    "BSD": r"BSD",
    "ISC": r"ISC",
    "Apache-2.0": r"Apache",
    "PSF": r"PSF|Python Software Foundation",
    "MPL-2.0": r"MPL",
    "GPL-2.0-or-later": r"GPL-2.0-or-later|GPLv2\+|GNU General Public",
}
"""Patterns of what packages write in their metadata, by the words of the page."""

PERMISSIVE = {"MIT", "MIT-CMU", "BSD", "ISC", "Apache-2.0", "PSF"}


def families(text):
    return {family for family, pattern in FAMILIES.items() if re.search(rf"\b(?:{pattern})", text)}


def stated(package):
    """Return the licences that an installed package names itself, as the page writes them."""
    told = package.metadata
    classified = [line.rpartition("::")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    first = (told.get("License") or "").partition("\n")[0]
    for text in (told.get("License-Expression") or "", " ".join(classified), first):
        if families(text):
            return families(text)
    raise AssertionError(f"{told['Name']} does not say under which licence it is")


def needed(lines):
    """Return the installed packages that requirements bring with them, by name."""
    packages, left = {}, [(Requirement(line), ("",)) for line in lines]
    while left:
        requirement, extras = left.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        if name not in packages:
            try:
                packages[name] = distribution(name)
            except PackageNotFoundError:  # the extra is not installed here
                continue
            inner = packages[name].requires or ()
            left += [(Requirement(line), ("", *requirement.extras)) for line in inner]
    return packages


@pytest.mark.parametrize("brought", REQUIRED)
def test_every_package_stands_on_the_page_with_its_licence(brought):
    packages = needed(REQUIRED[brought])
    assert packages.keys() <= LICENCES.keys()
    wrong = {name for name, package in packages.items() if not families(LICENCES[name]) & stated(package)}
    assert not wrong


def test_what_every_installation_has_is_permissive():
    """By the page, and by what is installed here."""
    told = {name: families(licence) for _, name, licence, brought in ROWS if brought == "every installation"}
    assert len(told) > 20
    assert not {name for name, licences in told.items() if not licences or licences - PERMISSIVE}
    for name, package in needed(PROJECT["dependencies"]).items():
        assert name in told
        assert stated(package) <= PERMISSIVE, name


def test_only_gambit_is_under_the_gnu_licence_and_no_other_extra_has_it():
    assert {brought for _, _, licence, brought in ROWS if "GPL" in licence} == {"`gambit`"}
    assert "gambit" not in PROJECT["optional-dependencies"]["all"][0]


def test_the_page_names_what_powergame_asks_for_itself():
    asked = {canonicalize_name(Requirement(line).name) for lines in REQUIRED.values() for line in lines}
    assert {name for bold, name, _, _ in ROWS if bold} == asked
