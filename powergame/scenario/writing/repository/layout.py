"""The files of a repository of scenarios."""

from __future__ import annotations

from importlib.resources import files

from powergame.scenario.writing.template import new_scenario
from powergame.version import __version__

SCHEMA = "scenario.schema.json"
"""Place of the schema that editors use."""

HINT = f"# yaml-language-server: $schema=../{SCHEMA}\n"
"""The line by which editors find the schema of a scenario."""

AS_THEY_ARE = {
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/check.yml": "check.yml",
}
"""Names of files beside this one, by their places in the repository."""

VERSION = "@version@"
"""What stands in these files for the version of powergame."""


def layout(schema: str) -> dict[str, str]:
    """Return the texts of all files, by their places.

    Parameters
    ----------
    schema
        The JSON Schema of scenarios, as text.

    Examples
    --------
    >>> list(layout("{}"))[-3:]
    ['requirements.txt', 'scenario.schema.json', 'scenarios/first.yaml']
    """
    here = files(__package__)
    return {
        **{
            place: here.joinpath(name).read_text("utf-8").replace(VERSION, __version__)
            for place, name in AS_THEY_ARE.items()
        },
        "requirements.txt": f"powergame=={__version__}\n",
        SCHEMA: schema,
        "scenarios/first.yaml": HINT + new_scenario(),
    }
