"""Scenarios side by side, compared by evidence, and Bayes factors in words.

References
----------
.. [1] Kass, R. E. and Raftery, A. E. (1995). Bayes factors. Journal of the American Statistical Association 90.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from powergame.analysis.infer.result import Evidence, Inference, Inferences
from powergame.digits import percent, significant
from powergame.report.document import Block, Column, Paragraph, Table, Text
from powergame.report.documents.inference.marginals import medians
from powergame.report.documents.inference.method import assumed, method_in_words
from powergame.report.documents.inference.seen import observed_in_words
from powergame.report.names import short_title
from powergame.text import sentence

BARE, POSITIVE, STRONG = 3.0, 20.0, 150.0
"""Bayes factors up to which each word holds [1]_."""

DEEDS_SHOWN = 20
"""Observations at most that are shown, the first ones; the JSON has all."""

LARGEST_LOG = 700.0
"""Natural logarithm of the largest ratio that is shown as a number."""

SCALE = "Words for Bayes factors: Kass and Raftery (1995)."


def strength(factor: float) -> str:
    """Say how strong the evidence is that a Bayes factor stands for [1]_, and which way it points.

    Examples
    --------
    >>> strength(2.0), strength(30.0), strength(0.1)
    ('hardly worth a mention', 'strong evidence for it', 'positive evidence against it')
    """
    size = max(factor, 1 / factor) if factor > 0 else math.inf
    if size <= BARE:
        return "hardly worth a mention"
    word = "positive" if size <= POSITIVE else "strong" if size <= STRONG else "very strong"
    return f"{word} evidence {'for' if factor > 1 else 'against'} it"


def side_by_side(inferences: Inferences) -> Iterator[Block]:
    """Yield what scenarios say of the same deeds."""
    each = inferences.inferences
    if len(each) > 1:
        yield Paragraph(Text(best_in_words(inferences.evidence), "strong"))
    for k, inference in enumerate(each):
        source = f"  ({inference.scenario.source})" if inference.scenario.source else ""
        baseline = ", the baseline" if k == 0 else ""
        yield Paragraph(Text(f"{short_title(inference.scenario.name)}{baseline}{source}"), _label(k))
    yield _evidence(inferences.evidence)
    yield from _deeds(each)
    yield from _unknown(each)
    yield from _hypotheses(each)
    for k, inference in enumerate(each):
        yield from (Paragraph(Text(sentence(problem), "bad"), _label(k)) for problem in inference.problems)
    yield from (Paragraph(Text(text, "faint")) for text in assumed(each[0]))
    yield from (Paragraph(Text(method_in_words(inference), "faint"), _label(k)) for k, inference in enumerate(each))
    yield Paragraph(Text(f"Before, all are equally probable. {SCALE}", "faint"))


def best_in_words(evidence: Sequence[Evidence]) -> str:
    """Say which scenario foresaw the deeds best, and by how much."""
    best, second = sorted(range(len(evidence)), key=lambda k: -evidence[k].log)[:2]
    factor = math.exp(min(evidence[best].log - evidence[second].log, LARGEST_LOG))
    words = strength(factor).removesuffix(" for it")
    return (
        f"{_label(best)} foresaw what was observed best, {significant(factor, 3)} times as well as "
        f"{_label(second)} ({words})."
    )


def _label(k: int) -> str:
    return f"[{k + 1}]"


def _evidence(evidence: Sequence[Evidence]) -> Table:
    columns = (
        Column(""), Column("log evidence", True), Column("Bayes factor", True), Column(""), Column("probability", True),
    )  # fmt: skip
    rows = (
        (
            Text(_label(k), "strong"),
            Text(f"{each.log:.3f}"),
            Text(significant(each.bayes_factor, 3)),
            Text(strength(each.bayes_factor) if k else ""),
            Text(percent(each.probability)),
        )
        for k, each in enumerate(evidence)
    )
    return Table(columns, tuple(rows))


def _deeds(each: Sequence[Inference]) -> Iterator[Block]:
    """Yield a table of how much each observation surprises in each scenario."""
    if not each[0].deeds:
        return
    rows = []
    for k, first in enumerate(each[0].deeds[:DEEDS_SHOWN]):
        surprises = (Text(f"{inference.deeds[k].surprise + 0.0:.2f}") for inference in each)
        rows.append((Text(observed_in_words(first.observation), "strong"), *surprises))
    labels = (Column(_label(k), True) for k in range(len(each)))
    yield Table((Column("surprise, in bits"), *labels), tuple(rows))
    if len(each[0].deeds) > DEEDS_SHOWN:
        yield Paragraph(Text(f"{len(each[0].deeds) - DEEDS_SHOWN:,} more are in --format json.", "faint"))


def _unknown(each: Sequence[Inference]) -> Iterator[Block]:
    """Yield a table of each unknown before, in the baseline, and after, in each scenario."""
    paths = list(dict.fromkeys(marginal.path for inference in each for marginal in inference.marginals))
    if not paths:
        return
    rows = []
    for path in paths:
        known = [{marginal.path: medians(marginal) for marginal in inference.marginals} for inference in each]
        before = next(shown[path][0] for shown in known if path in shown)
        after = [shown[path][1] if path in shown else "–" for shown in known]
        rows.append((Text(path, "strong"), Text(before, "faint"), *map(Text, after)))
    labels = (Column(f"{_label(k)} after", True) for k in range(len(each)))
    yield Table((Column("median"), Column("before", True), *labels), tuple(rows))


def _hypotheses(each: Sequence[Inference]) -> Iterator[Block]:
    if not each[0].hypotheses:
        return
    rows = []
    for k, first in enumerate(each[0].hypotheses):
        after = (Text(percent(inference.hypotheses[k].posterior)) for inference in each)
        rows.append((Text(first.text, "strong"), Text(percent(first.prior), "faint"), *after))
    labels = (Column(f"{_label(k)} after", True) for k in range(len(each)))
    yield Table((Column("probability"), Column("before", True), *labels), tuple(rows))
