"""The document of `compare`: a column for each scenario, the baseline first; what differs, marked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from powergame.analysis.compare import INPUT, PAYOFFS, RUNGS, Comparison, Difference
from powergame.analysis.display import marked
from powergame.digits import percent, told_apart
from powergame.plain import Json
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text, Tone
from powergame.report.documents.solve import doubts
from powergame.report.documents.solved.words import VERDICT_TONES
from powergame.report.formats.csv import Cell
from powergame.report.names import among, brief, short_names, short_title, with_short
from powergame.report.numbers import MOST_DIGITS, apart, figures, number
from powergame.scenario import fields
from powergame.scenario.paths.grammar import parse

ASSUMED = (INPUT, RUNGS, PAYOFFS)

MAX_SHOWN = 12
"""Entries of a list that a cell shows; of a longer one it tells how many there are."""

PERCENTAGES = ("selected.war", "selected.destroyed", "selected.power_after.")
WORTH = "selected.payoffs."
VERDICT = ".verdict"
LABELS = {
    "selected.war": "war",
    "selected.destroyed": "destroyed",
    "equilibria.count": "equilibria",
    "complete": "proven complete",
    "game.type": "type of game",
}
SUFFIXES = {
    "verdict": "{0} seeks power",
    "seeks.selected": "{0} seeks, probability",
    "motive": "{0}: motive",
    "power": "{0}: power",
    "alignment_with_power": "{0}: aligned with power",
}


def document(comparison: Comparison, *, everything: bool = False, abreast: int | None = None) -> Document:
    """Return a comparison, ready to be shown.

    Parameters
    ----------
    everything
        Whether to show what is the same in all scenarios, too, and defaults that some have and others lack.
    abreast
        How many scenarios a table holds beside the baseline; None for all: whatever shows it breaks what is too wide.
    """
    return Document("Side by side", "", tuple(_blocks(comparison, everything, abreast or len(comparison.answers))))


def csv_rows(comparison: Comparison, *, everything: bool = False) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each thing compared: path, whether it differs, each scenario's value, whether all are proven."""
    for row in _rows(comparison, everything):
        values = (json.dumps(x, ensure_ascii=False) if isinstance(x, list | dict) else x for x in row.values)
        yield row.path, row.differs, *values, all(row.proven)


def csv_header(comparison: Comparison) -> tuple[str, ...]:
    """Return the header that belongs to `csv_rows`."""
    return "path", "differs", *_names(comparison), "proven"


def csv_table(comparison: Comparison) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of all that is compared."""
    return csv_header(comparison), csv_rows(comparison, everything=True)


def _names(comparison: Comparison) -> Iterator[str]:
    """Yield the scenarios' names in a header: by source, and by number where several have the same."""
    names = [answer.source or answer.name for answer in comparison.answers]
    for k, name in enumerate(names):
        yield name if names.count(name) == 1 else f"{name} {_label(k)}"


def _rows(comparison: Comparison, everything: bool) -> tuple[Difference, ...]:
    if everything:
        return comparison.rows
    return tuple(row for row in comparison.differences if not _is_default(row))


def _is_default(row: Difference) -> bool:
    """Whether a row holds nothing but a field's default, and some scenario lacks the field, as its actor or rung."""
    if not row.path.startswith(INPUT):
        return False
    path = parse(row.path.removeprefix(INPUT))
    default = path.number.default if path.number else fields.CHOICES.get(path.field, (None,))[0]
    return default is not None and all(value is None or value == default for value in row.values)


def _blocks(comparison: Comparison, everything: bool, abreast: int) -> Iterator[Block]:
    for k, answer in enumerate(comparison.answers):
        source = f"  ({answer.source})" if answer.source else ""
        baseline = ", the baseline" if k == 0 else ""
        yield Paragraph(Text(f"{short_title(answer.name)}{baseline}{source}"), _label(k))
    rows = [row for row in _rows(comparison, everything) if any(value is not None for value in row.values)]
    actors = tuple(dict.fromkeys(name for answer in comparison.answers for name in answer.game.actors))
    answers = [row for row in rows if not row.path.startswith(ASSUMED)]
    inputs = [row for row in rows if row.path.startswith(ASSUMED)]
    if alike := _alike(comparison, rows):
        yield Paragraph(Text(alike))
    heads = _heads(comparison)
    for title, part in (("What is found", answers), ("What is assumed", inputs)):
        if part:
            yield Heading(title)
            for first in range(1, len(comparison.answers), abreast):
                yield _table(part, [0, *range(first, min(first + abreast, len(comparison.answers)))], actors, heads)
    yield from _remarks(comparison, rows)


def _alike(comparison: Comparison, rows: Sequence[Difference]) -> str:
    """Say what does not differ; nothing where verdicts do, or games have none."""
    if not rows:
        return "Nothing differs."
    verdicts = any(row.path.endswith(VERDICT) for row in rows)
    asked = any(answer.actors for answer in comparison.answers)
    return "Who seeks power is the same in all of them." if asked and not verdicts else ""


def _remarks(comparison: Comparison, rows: Sequence[Difference]) -> Iterator[Block]:
    """Yield what must be known of the tables."""
    if rows:
        yield Paragraph(Text("! differs from the baseline", "faint"))
    if same := len(comparison.rows) - len(rows):
        words = f"{same} more values are the same, or no more than defaults; powergame compare --all shows them."
        yield Paragraph(Text(words, "faint"))
    for k, answer in enumerate(comparison.answers):
        yield from (Paragraph(Text(doubt, "bad"), _label(k)) for doubt in doubts(answer))
    if any(row.differs and not all(row.proven) for row in rows):
        yield Paragraph(Text("Where a value is unproven, a difference may be none.", "bad"))


def _heads(comparison: Comparison) -> list[str]:
    """Return what columns are headed with: numbers, and names that tell them apart, which of variants are their own."""
    called = among([answer.name for answer in comparison.answers]).each
    return [f"{_label(k)} {brief(name)}" if called.count(name) == 1 else _label(k) for k, name in enumerate(called)]


def _table(rows: list[Difference], which: list[int], actors: Sequence[str], heads: Sequence[str]) -> Table:
    columns = [Column("")] + [Column(heads[k], True) for k in which]
    return Table(
        tuple(columns),
        tuple(
            (
                Text(with_short(_named(row.path), actors), "strong" if row.differs else "plain"),
                *(_cell(row, k, text) for k, text in enumerate(_shown(row.path, row.values)) if k in which),
            )
            for row in rows
        ),
        heads=2,
    )


def _label(k: int) -> str:
    return f"[{k + 1}]"


def _cell(row: Difference, k: int, text: str) -> Text:
    value = row.values[k]
    text = marked(text, proven=row.proven[k])
    if k and row.differs_at(k):
        return Text(f"{text} !", _tone(row.path, value) or "strong")
    return Text(text, _tone(row.path, value) or "plain")


def _tone(path: str, value: Json) -> Tone | None:
    return VERDICT_TONES.get(str(value)) if path.endswith(VERDICT) else None


def _shown(path: str, values: Sequence[Json]) -> list[str]:
    """Show the values of a row: numbers with as many digits as tell them apart."""
    texts = iter(_figures(path, [x for value in values for x in _numbers(value)]))

    def shown(value: Json) -> str:
        if value is None:
            return "–"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            return next(texts)
        if isinstance(value, list):
            if (count := _entries(value)) > MAX_SHOWN:
                return f"{count:,} entries"
            return f"[{', '.join(short_names([x if isinstance(x, str) else shown(x) for x in value]))}]"
        return str(value)

    return list(map(shown, values))


def _numbers(value: Json) -> Iterator[float]:
    """Yield the numbers of a value that are shown, in order."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, list) and _entries(value) <= MAX_SHOWN:
        for item in value:
            yield from _numbers(item)


def _figures(path: str, numbers: Sequence[float]) -> list[str]:
    if path.startswith(ASSUMED):
        return apart(numbers)
    if path.startswith(WORTH):
        return figures(numbers, [range(len(numbers))])
    is_share = path.startswith(PERCENTAGES) or path.endswith((".power", ".seeks.selected"))
    show = percent if is_share else number
    return told_apart(numbers, show, range(3, MOST_DIGITS + 1))


def _entries(value: Json) -> int:
    return sum(map(_entries, value)) if isinstance(value, list) else 1


def _named(path: str) -> str:
    """Return a row's name: words for a result, the path for an input."""
    if path.startswith(INPUT):
        return path.removeprefix(INPUT)
    for prefix, what in ((RUNGS, "rungs"), (PAYOFFS, "payoffs")):
        if path.startswith(prefix):
            return f"{path.removeprefix(prefix)}: {what}"
    if path in LABELS:
        return LABELS[path]
    head, name, *rest = path.split(".")
    if head == "actors":
        return SUFFIXES[".".join(rest)].format(name)
    kind, who = name, ".".join(rest)
    return f"{who}: {'power after' if kind == 'power_after' else 'payoff'}"
