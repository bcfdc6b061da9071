"""Published results beside ours, computed anew."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby

from sitemaker.keeping import kept
from sitemaker.markdown import described, literal
from sitemaker.places import ROOT

sys.path.append(str(ROOT / "tests"))  # the results stand with the tests that hold them

from literature.table import READING, Row, rows


def results() -> str:
    """Return the table, a part for each topic, and the sources, in Markdown."""
    return kept("published-results", _results)


def _results() -> str:
    every = list(rows())
    counted = [row for row in every if row.counts]
    agree = sum(row.agreement == "agrees" for row in counted)
    origins = ", ".join(f"{number} {basis}" for basis, number in Counter(row.basis for row in counted).most_common())
    parts = [
        f"{len(counted)} results; {agree} agree, and of the others it is said why. Values: {origins}. {READING}",
        *("\n\n".join([f"## {topic}", *map(_entry, group)]) for topic, group in groupby(every, lambda row: row.topic)),
        "## Sources\n\n" + "\n".join(f"- {literal(citation)}" for citation in sorted({row.citation for row in every})),
    ]
    return "\n\n".join(parts)


def _entry(row: Row) -> str:
    published = f"{row.published} ({row.basis})" if row.counts else row.published
    told = {"of": row.inputs, "published": published, "ours": row.ours, "agreement": row.agreement}
    return f"**{literal(row.what)}**<br>{literal(row.source)}. {literal(row.place)}\n\n{described(told)}"
