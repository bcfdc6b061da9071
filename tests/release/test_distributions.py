"""What is built: the wheel has what a user needs and no more, the source distribution what a developer needs."""

from __future__ import annotations

import re
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser

import pytest
from support.installed import ROOT
from support.released import ran

from powergame.version import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
INFO = f"powergame-{__version__}.dist-info/"
GENERATED = re.compile(r"PKG-INFO|setup\.cfg|powergame\.egg-info/[\w.-]+")


@pytest.fixture(scope="module")
def wheel(released):
    (file,) = (released / "dist").glob("*.whl")
    return contents(file)


def contents(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def files_below(folder, pattern="*"):
    return {file.relative_to(folder).as_posix() for file in folder.rglob(pattern) if file.is_file()}


def test_both_are_fit_to_be_published(released):
    ran(sys.executable, "-m", "twine", "check", "--strict", *(released / "dist").iterdir())


def test_the_wheel_is_the_package_with_scenarios_and_schemas_and_nothing_else(released, wheel):
    checkout = released / "checkout"
    package = {f"powergame/{name}" for name in files_below(checkout / "powergame")}
    shipped = {f"scenarios/{name}" for name in files_below(checkout / "scenarios", "*.*ml")}
    shipped |= {f"schemas/{name}" for name in files_below(checkout / "docs" / "schemas", "*.schema.json")}
    assert {"scenarios/kingmaker.yaml", "scenarios/index.toml", "schemas/1/solve.schema.json"} <= shipped
    expected = package | {f"powergame/shipped/{name}" for name in shipped}
    assert {name for name in wheel if not name.startswith(INFO)} == expected
    assert wheel["powergame/shipped/scenarios/coup.yaml"] == (ROOT / "scenarios" / "coup.yaml").read_bytes()


def test_the_source_distribution_is_the_checkout_and_builds_the_same_wheel(released, wheel):
    (source,) = (released / "dist").glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    assert {name for name in names if not GENERATED.fullmatch(name)} == files_below(released / "checkout")
    (direct,) = (released / "direct").glob("*.whl")
    assert contents(direct) == wheel


def test_the_wheel_says_what_it_is(wheel):
    told = Parser().parsestr(wheel[f"{INFO}METADATA"].decode())
    assert (told["Name"], told["Version"], told["License-Expression"]) == ("powergame", __version__, "MIT")
    assert told["Requires-Python"] == ">=3.11"
    assert told["Description-Content-Type"] == "text/markdown"
    assert told.get_payload().startswith("# powergame")
    assert f"{INFO}licenses/LICENSE" in wheel
    assert wheel[f"{INFO}entry_points.txt"].decode().split() == [
        "[console_scripts]",
        "powergame",
        "=",
        "powergame.cli:main",
    ]
    required = [line for line in told.get_all("Requires-Dist") if "extra ==" not in line]
    assert sorted(re.split(r"[<>=]", line)[0] for line in required) == sorted(
        re.split(r"[<>=]", line)[0] for line in PROJECT["dependencies"]
    )
