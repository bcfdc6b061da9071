"""Published results: ours are the same, or differ as the entry says and for a reason."""

from __future__ import annotations

import re
import tomllib

import pytest
from literature.agreement import agree
from literature.entries import BASES, HERE, entries
from literature.table import in_short, row

ENTRIES = entries()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.topic}: {entry.name}")
def test_a_published_result_is_ours_or_differs_as_it_is_said_to(entry):
    ours = entry.computed()
    assert agree(entry.expected, ours), ours
    if entry.agrees is not True:
        assert not agree(entry.published, ours)


def test_at_least_forty_published_results_are_compared():
    assert len({(entry.citation, entry.name) for entry in ENTRIES}) >= 40


def test_no_two_results_have_one_name():
    names = [entry.name for entry in ENTRIES]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_says_where_its_value_comes_from(entry):
    assert entry.basis in BASES
    assert entry.place
    assert entry.agrees is True or (isinstance(entry.agrees, str) and entry.agrees and entry.ours is not None)


def test_the_page_of_results_says_how_to_run_one_of_them():
    page = HERE.parent.parent / "docs" / "reference" / "published-results.md"
    (words,) = re.findall(r'test_published_results\.py -k "(.*)"', page.read_text(encoding="utf-8"))
    assert [entry.name for entry in ENTRIES if all(word in entry.name for word in words.split(" and "))]


def test_every_source_is_cited():
    sources = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))
    assert set(sources.values()) == {entry.citation for entry in ENTRIES}


@pytest.mark.parametrize(
    ("published", "ours", "alike"),
    [
        (".402", 0.40249, True),
        (".402", 0.40251, False),
        ("1/3", 1 / 3 + 1e-9, False),
        ("0.5", True, False),
        (True, 1, False),
        (75, 75, True),
        (["1", "0"], (1, 0), True),
        ([["1", "0"], ["0", "1"]], {(0, 1), (1, 0)}, True),
        ([["1", "0"], ["1", "0"]], {(0, 1), (1, 0)}, False),
        ([["1", "0"]], {(0, 1), (1, 0)}, False),
        ("at least 1/2", 0.5, True),
        ("at least 1/2", 0.499, False),
        ("chicken", "chicken", True),
        ("chicken", 1.0, False),
    ],
)
def test_ours_agrees_where_it_rounds_to_what_is_printed(published, ours, alike):
    assert agree(published, ours) is alike


def test_a_row_of_the_table_has_all_that_a_sceptic_asks():
    shown = row(next(entry for entry in ENTRIES if entry.name == "matching pennies"))
    assert shown.agreement == "agrees"
    assert (shown.published, shown.ours) == ("all equilibria: 1/2 1/2, 1/2 1/2",) * 2


@pytest.mark.parametrize(
    ("citation", "source"),
    [
        ("Savani, R. & von Stengel, B. (2006). Hard-to-solve bimatrix games.", "Savani & von Stengel (2006)"),
        ("Cho, I.-K. & Kreps, D. M. (1987). Signaling games and stable equilibria.", "Cho & Kreps (1987)"),
        ("Nashpy, report 82 (https://github.com/drvinceknight/Nashpy/issues/82).", "Nashpy, report 82"),
    ],
)
def test_a_source_is_named_in_short_by_last_names_and_year(citation, source):
    assert in_short(citation) == source
