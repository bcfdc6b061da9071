"""A shipped scenario as a file to change."""

from __future__ import annotations

from dataclasses import replace

from powergame.scenario.reading.load import file_and_variant
from powergame.scenario.reading.reader import digest, read_bytes
from powergame.scenario.writing.dump import dump
from powergame.sources.load import load
from powergame.sources.shipped import shipped_file

EDITORS_HINT = "# yaml-language-server: $schema=../docs/schemas/1/scenario.schema.json\n"
"""First line of each shipped file; it leads to the schema in the repository, and nowhere in other folders."""


def shipped_text(source: str) -> str:
    """Return a shipped scenario as the text of a file that stands by itself, wherever it is put.

    Raises
    ------
    ScenarioError
        Where there is no such scenario, or no such variant of it.

    Examples
    --------
    >>> shipped_text("@kingmaker").splitlines()[0]
    'name: A kingmaker'
    """
    scenario = load(source)
    file, variant = file_and_variant(source)
    data = read_bytes(shipped_file(file))
    if variant is not None:
        return dump(replace(scenario, variants=()))
    if scenario.sha256 != digest(data):
        return dump(scenario)  # it extends another file
    return data.decode("utf-8").removeprefix(EDITORS_HINT)
