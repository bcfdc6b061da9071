"""Hostile comparisons and observations: refused in words and soon, and what is shown of them is text."""

from __future__ import annotations

import time

import pytest
from support.refusals import SMALLEST, refusal

from powergame.errors import ScenarioError
from powergame.scenario.reading.deed_tables import deeds_of
from powergame.scenario.reading.load import load_text


def shown_soon(text):
    begun = time.perf_counter()
    error = refusal(text)
    assert time.perf_counter() - begun < 10  # a loaded machine takes its time
    assert len(str(error).splitlines()) <= 21
    return error


@pytest.mark.parametrize("text", ["<" * 990, "alignment.red.blue<" * 50, "0<" * 450, "alignment.a<b.c==" * 50])
def test_a_file_full_of_operators_is_refused_soon(text):
    error = shown_soon(f"{SMALLEST}given:\n" + f"  - '{text}'\n" * 100)
    assert len(error.faults) == 100
    error = shown_soon(f"{SMALLEST}given:\n" + f"  - '{text}'\n" * 900)
    assert "there are 900 comparisons; 100 are allowed" in str(error)


@pytest.mark.parametrize(
    "text", ["[[[[a < 1]]]]", "{a: {b: {c: 1}}}", "[*x]", "&x [*x]", "!!python/name:os.system a < 1"]
)
def test_what_is_nested_or_tagged_is_no_comparison(text):
    shown_soon(f"{SMALLEST}given: {text}\n")
    shown_soon(f"{SMALLEST}expect: {{infers: {text}}}\n")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "[red]x[/red]", "=1+1", "::error::x", "\\e[2J", "a\\u202eb"]
)
def test_a_name_that_means_something_elsewhere_is_repeated_as_text(name):
    shown_soon(f'{SMALLEST}given: "alignment.red.{name} < 0"\n')
    shown_soon(f'{SMALLEST}observed: [{{plays: {{red: "{name}"}}}}]\n')
    shown_soon(f'{SMALLEST}observed: [{{plays: {{"{name}": seek}}}}]\n')


def test_ten_thousand_wrong_rows_are_counted_and_twenty_shown():
    begun = time.perf_counter()
    with pytest.raises(ScenarioError) as caught:
        deeds_of(b"red\n" + b"sek\n" * 10_000, load_text(SMALLEST), "deeds.csv")
    assert str(caught.value).endswith("... and 9980 more")
    assert time.perf_counter() - begun < 20


def test_many_columns_of_nobody_are_told_soon():
    header = ",".join(f"nobody {k}" for k in range(20_000))
    begun = time.perf_counter()
    with pytest.raises(ScenarioError):
        deeds_of(f"{header}\n".encode(), load_text(SMALLEST), "deeds.csv")
    assert time.perf_counter() - begun < 20
