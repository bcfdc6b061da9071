"""The page of a shipped scenario, in Markdown."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from powergame.report.page.view import paragraphs
from powergame.scenario.scenario import Scenario
from powergame.sources.load import load
from powergame.sources.shipped import shipped_file
from sitemaker.gallery import deeds, matrix, tree
from sitemaker.gallery.section import Section, fenced
from sitemaker.markdown import literal


def brief(name: str) -> str:
    """Return the page of a shipped scenario without what takes time: its answer and all that follows from it."""
    return _page(name, whole=False)


def page(name: str) -> str:
    """Return the page of a shipped scenario."""
    return _page(name, whole=True)


def _page(name: str, *, whole: bool) -> str:
    scenario = load(f"@{name}")
    assert isinstance(scenario, Scenario), "no game is shipped"
    return "\n\n".join([f"# {scenario.name}", *_blocks(name, scenario, whole)]) + "\n"


def _blocks(name: str, scenario: Scenario, whole: bool) -> Iterator[str]:
    about = paragraphs(scenario.about)
    yield from map(literal, about.prose)
    for section in _sections(name, scenario) if whole else ():
        yield f"## {section.title}"
        yield from section.blocks
    if about.sources:
        yield "## Sources"
        yield "\n".join(f"- {literal(source.rstrip('.'))}." for source in about.sources)
    yield "## The file"
    yield fenced("yaml", Path(shipped_file(f"@{name}")).read_text(encoding="utf-8"))


def _sections(name: str, scenario: Scenario) -> Iterator[Section]:
    part = tree if scenario.is_tree else matrix
    yield from part.sections(name, scenario)
    if scenario.has_deeds:
        yield from deeds.sections(name, scenario)
    yield Section("Ask it yourself", (fenced("console", "\n".join(_commands(name, scenario))),))


def _commands(name: str, scenario: Scenario) -> Iterator[str]:
    """Yield commands that are worth trying."""
    asked = "deceive" if scenario.has_types else "solve"
    if scenario.variants:
        yield f"$ powergame {asked} {shlex.quote(f'@{name}#{scenario.variants[0].name}')}"
        yield f"$ powergame {'deceive' if scenario.has_types else 'compare'} @{name} '@{name}#*'"
    if scenario.vary and not scenario.is_tree:
        yield f"$ powergame threshold @{name}"
    yield f"$ powergame new mine.yaml --from @{name}"
    yield f"$ powergame report @{name} -o {name}.html"
    yield f"$ powergame explore @{name}"
