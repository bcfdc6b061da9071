"""Published results beside ours, computed anew."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from sitemaker.keeping import kept
from sitemaker.markdown import described, linked, literal
from sitemaker.places import ROOT

sys.path.append(str(ROOT / "tests"))  # the results stand with the tests that hold them

from literature.entries import HERE
from literature.table import READING, Row, rows


def results() -> str:
    """Return the results by topic, the scenarios that they are computed from, and the sources, in Markdown."""
    return kept("published-results", _results)


def _results() -> str:
    every = list(rows())
    parts = [
        _in_all(every),
        *("\n\n".join([f"## {topic}", *map(_entry, group)]) for topic, group in groupby(every, lambda row: row.topic)),
        "## Scenarios\n\n" + "\n\n".join(map(_scenario, sorted({file for row in every for file in row.scenarios}))),
        "## Sources\n\n" + "\n".join(f"- {literal(citation)}" for citation in sorted({row.citation for row in every})),
    ]
    return "\n\n".join(parts)


def _in_all(every: list[Row]) -> str:
    """Return how many results there are and agree, which do not, and where the values were had from."""
    others = [row.what for row in every if row.agreement != "agrees"]
    origins = (f"- {number} {basis}" for basis, number in Counter(row.basis for row in every).most_common())
    return "\n\n".join(
        [
            f"**{len(every)} results: {len(every) - len(others)} agree, {len(others)} differ**, each with the reason.",
            "Where ours differs:",
            "\n".join(f"- {linked(what)}" for what in others),
            "Where the published values were had from:",
            "\n".join(origins),
            READING,
        ]
    )


def _entry(row: Row) -> str:
    verdict, _, reason = row.agreement.partition(": ")
    ours = "the same" if row.ours == row.published else row.ours
    told = {"published": f"{row.published} ({row.basis})", "ours": f"{ours} ({verdict})", "why": reason}
    inputs = _with_links(literal(row.inputs), row.scenarios)
    head = f"### {literal(row.what[0].upper() + row.what[1:])}\n\n{literal(row.source)}. {literal(row.place)}"
    return f"{head}\n\ngiven\n: {inputs}\n\n{described(told)}"


def _scenario(file: str) -> str:
    text = (HERE / "scenarios" / file).read_text(encoding="utf-8")
    return f"### {file}\n\n```yaml\n{text}```"


def _with_links(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, linked(name))
    return text
