"""The glossary: the words that ``powergame explain`` explains."""

from __future__ import annotations

from powergame.report.glossary.entries import Word, by_group
from sitemaker.markdown import described, linked, literal


def words() -> str:
    """Return all words under the headings of their groups, in Markdown."""
    groups = (f"## {group}\n\n" + "\n\n".join(_word(word) for word in each) for group, each in by_group().items())
    return "\n\n".join(groups)


def _word(word: Word) -> str:
    keys = ", ".join(f"`{key}`" for key in word.keys)
    told = {
        "values": word.values,
        "how": word.computed,
        "trust": word.trust,
        "instead": word.instead,
        "also": ", ".join(word.also),
        "in JSON": keys,
    }
    see = f"see\n: {', '.join(map(linked, word.see))}" if word.see else ""
    return f"### {literal(word.name)}\n\n{literal(word.means)}\n\n{described(told)}\n\n{see}"
