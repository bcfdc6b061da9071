"""What is said where a package is missing is true of the installation."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest
from support.installed import ROOT

from powergame.errors import UsageError
from powergame.packages import EXTRAS, require

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
NAMED_OTHERWISE = {"arviz_base": "arviz-base"}


def names(requirements):
    return {re.match(r"[\w.-]+", text)[0] for text in requirements}


def test_each_extra_brings_the_package_that_it_is_named_for_and_no_plain_installation_does():
    for package, extra in EXTRAS.items():
        name = NAMED_OTHERWISE.get(package, package)
        assert name in names(PROJECT["optional-dependencies"][extra]), package
        assert name not in names(PROJECT["dependencies"]), package


def test_everything_together_has_all_extras_of_users_but_the_one_under_another_licence():
    (every,) = PROJECT["optional-dependencies"]["all"]
    users = set(PROJECT["optional-dependencies"]) - {"all", "bench", "dev", "gambit"}
    assert every == f"powergame[{','.join(sorted(users, key=every.index))}]"


def test_a_missing_package_is_told_in_a_line_with_the_extra_that_brings_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"^a table needs pyarrow, .*: pip install 'powergame\[tables\]'$"):
        require("pyarrow", "a table")
