"""The document of `infer`: what the deeds tell, in words first; then what is unknown, before and after."""

from __future__ import annotations

import math
from collections.abc import Iterator
from operator import itemgetter

from powergame.analysis.infer.result import (
    FLAT_BITS,
    Before,
    Inference,
    Inferences,
    Marginal,
    NumberSummary,
    Prediction,
    TradeOff,
)
from powergame.digits import percent, significant
from powergame.plain import written
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text
from powergame.report.documents.inference.evidence import SCALE, side_by_side, strength
from powergame.report.documents.inference.marginals import bits_shown, changed, rounded, summary_shown, table
from powergame.report.documents.inference.method import assumed, method_in_words
from powergame.report.documents.inference.seen import observed_in_words, situation_in_words
from powergame.report.formats.csv import Cell
from powergame.report.names import short_title, source_line
from powergame.report.priors import is_positive
from powergame.scenario.paths.words import words_of_path
from powergame.text import listed, sentence

LITTLE = 1.0
"""Bits below which deeds tell little: less than one question that is answered with yes or no."""

SHOWN_BITS = 0.005
"""Bits of which at least a hundredth is shown."""

ALL = 0.95
"""Part of all bits from which they count as all."""

CORRELATED = 0.2
"""Size of a correlation, of normal scores, above which two unknowns trade off."""

STEPS_SHOWN = 20
"""Steps of a trace at most that are shown, evenly spaced; the JSON has all."""

UNKNOWNS_SHOWN, DEEDS_SHOWN, NEXT_SHOWN, TRADEOFFS_SHOWN, TRACED = 8, 10, 2, 2, 2
"""Entries of each list at most that are shown; the JSON has all."""

LEGEND = (
    "Probability: of one such play, before. In bits: surprise, given those before; what each tells alone, and last, on "
    "top of the others."
)

CSV_HEADER = (
    "scenario", "kind", "name", "value", "prior", "posterior", "prior_sd", "posterior_sd", "prior_low", "prior_high",
    "posterior_low", "posterior_high", "bits", "bayes_factor",
)  # fmt: skip


def document(result: Inference | Inferences) -> Document:
    """Return the document of a result: of one scenario, or of several side by side."""
    if isinstance(result, Inferences):
        return Document("Compared by evidence", "", tuple(side_by_side(result)))
    scenario = result.scenario
    return Document(short_title(scenario.name), source_line(scenario), tuple(_blocks(result)))


def csv_table(result: Inference | Inferences) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of the CSV."""
    return CSV_HEADER, csv_rows(result)


def csv_rows(result: Inference | Inferences) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for everything with a probability or a mean, before and after; see `CSV_HEADER`.

    `low` and `high` are the 5 % and the 95 % quantiles.
    """
    if isinstance(result, Inferences):
        for k, (inference, evidence) in enumerate(zip(result.inferences, result.evidence, strict=True)):
            name, even = inference.scenario.name, 1 / len(result.evidence)
            row: list[Cell] = [name, "evidence", f"{k + 1}", None, even, evidence.probability]
            yield (*row, *(None,) * 6, None, evidence.bayes_factor)
            yield from csv_rows(inference)
        return
    name = result.scenario.name
    for marginal in (*result.marginals, *result.derived):
        kind = "unknown" if marginal in result.marginals else "derived"
        yield from ((name, kind, *row) for row in _marginal_rows(marginal, result.scenario.outcomes))
    for deed in result.deeds:
        value, chance = observed_in_words(deed.observation), deed.probability
        yield (name, "observation", f"{deed.number}", value, *_chance(chance)[1:], *(None,) * 6, deed.last, None)
    for each in result.types:
        yield from ((name, "type", each.actor, kind, *_chance(p)[1:], *(None,) * 8) for kind, p in each.types)
    for hypothesis in result.hypotheses:
        chances = hypothesis.prior, hypothesis.posterior
        yield (name, "hypothesis", hypothesis.text, None, *chances, *(None,) * 7, hypothesis.bayes_factor)
    for prediction in result.predicted:
        for what, who, chance in _outcomes(prediction):
            yield (name, what, who, situation_in_words(prediction.under) or None, *_chance(chance)[1:], *(None,) * 8)


def _outcomes(prediction: Prediction) -> Iterator[tuple[str, str | None, Before]]:
    yield from (("seeks", actor, chance) for actor, chance in prediction.seeks)
    yield "war", None, prediction.war
    yield "destroyed", None, prediction.destroyed


def _chance(chance: Before) -> tuple[Cell, ...]:
    return None, chance.prior, chance.posterior


def _marginal_rows(marginal: Marginal, outcomes: tuple[str, ...] | None) -> Iterator[tuple[Cell, ...]]:
    """Yield rows of a marginal, but for the first two cells: a row for each value, or for each outcome's mean."""
    if marginal.kind == "number":
        a, b = marginal.prior, marginal.posterior
        ends = a.quantiles[0], a.quantiles[-1], b.quantiles[0], b.quantiles[-1]
        yield marginal.path, None, a.mean, b.mean, a.sd, b.sd, *ends, marginal.bits, None
        return
    if marginal.kind == "choice":
        names = [written(value) for value in marginal.values]
    else:
        names = list(outcomes or [f"{k + 1}" for k in range(len(marginal.prior))])
    for name, before, after in zip(names, marginal.prior, marginal.posterior, strict=True):
        yield marginal.path, name, before, after, *(None,) * 6, marginal.bits, None


def headline(inference: Inference) -> str:
    """Say how much the deeds tell, and of what."""
    count = inference.seen
    if not count:
        return "No deed is observed."
    tells = "The deed tells" if count == 1 else f"The {count:,} deeds tell"
    told = f"{'little: ' if inference.bits < LITTLE else ''}{bits_shown(inference.bits)}"
    about, most = max(_known(inference), key=itemgetter(1), default=("", 0.0))
    if most < FLAT_BITS:
        return f"{tells} {told}."
    lead = "" if most >= ALL * inference.bits else "mostly " if most >= inference.bits / 2 else "first of all "
    return f"{tells} {told}, {lead}about {about}."


def _known(inference: Inference) -> Iterator[tuple[str, float]]:
    """Yield whatever the deeds may tell of, and how many bits they do."""
    yield from (
        (words_of_path(inference.scenario, marginal.path, flowing=True), marginal.bits)
        for marginal in inference.marginals
    )
    for each in inference.types:
        chances = [chance for _, chance in each.types if chance.posterior > 0]
        yield f"the type of {each.actor}", sum(p.posterior * math.log2(p.posterior / p.prior) for p in chances)


def _ranked(inference: Inference) -> list[Marginal]:
    return sorted(inference.marginals, key=lambda marginal: -marginal.bits)


def _blocks(inference: Inference) -> Iterator[Block]:
    yield Paragraph(Text(headline(inference), "strong"))
    yield from (Paragraph(Text(sentence(problem), "bad")) for problem in inference.problems)
    yield from _hypotheses(inference)
    yield from _types(inference)
    yield from _unknown(inference)
    yield from (Paragraph(Text(trade_off(tradeoff, inference))) for tradeoff in _strongest(inference))
    if inference.flat and inference.deeds:
        flat = [words_of_path(inference.scenario, path, flowing=True) for path in inference.flat]
        yield Paragraph(Text(f"Next to nothing is learnt of {listed(flat)}."))
    yield from _deeds(inference)
    yield from (Paragraph(Text(predicted_in_words(each)), "To be expected") for each in inference.predicted)
    if inference.next:
        yield Paragraph(Text(_most_telling(inference)), "Would tell most")
    yield from _trace(inference)
    yield from (Paragraph(Text(text, "faint")) for text in assumed(inference))
    scale = f" {SCALE}" if any(each.bayes_factor for each in inference.hypotheses) else ""
    yield Paragraph(Text(f"{method_in_words(inference)}{scale}", "faint"))
    yield from (Paragraph(Text(sentence(note), "faint")) for note in inference.notes)


def _hypotheses(inference: Inference) -> Iterator[Block]:
    for each in inference.hypotheses:
        text = changed(each.prior, each.posterior)
        if each.error:
            text += f" (standard error {percent(each.error, 2)})"
        if each.bayes_factor is not None:
            text += f"; Bayes factor {significant(each.bayes_factor, 3)}, {strength(each.bayes_factor)}"
        yield Paragraph(Text(text), each.text)


def _types(inference: Inference) -> Iterator[Block]:
    for each in inference.types:
        parts = (f"{name} {changed(chance.prior, chance.posterior)}" for name, chance in each.types)
        yield Paragraph(Text("; ".join(parts)), f"type of {each.actor}")


def _unknown(inference: Inference) -> Iterator[Block]:
    shown: list[Marginal] = [*_ranked(inference)[:UNKNOWNS_SHOWN], *inference.derived]
    if shown:
        yield table(shown, ratios={path for path, prior in inference.unknown if is_positive(path, prior)})
    hidden = len(inference.marginals) - UNKNOWNS_SHOWN
    if hidden > 0:
        yield Paragraph(Text(f"{hidden:,} more are in --format json.", "faint"))


def _strongest(inference: Inference) -> list[TradeOff]:
    ranked = sorted(inference.tradeoffs, key=lambda tradeoff: -abs(tradeoff.correlation))
    return [each for each in ranked if abs(each.correlation) > CORRELATED][:TRADEOFFS_SHOWN]


def trade_off(tradeoff: TradeOff, inference: Inference) -> str:
    """Say what an unknown is on average, given the other one."""
    (first, second), means = tradeoff.unknowns, tradeoff.of_first
    if means is None:
        first, second, means = second, first, tradeoff.of_second
    of, other = (words_of_path(inference.scenario, path, flowing=True) for path in (first, second))
    if means is None:
        return sentence(f"{of} and {other} trade off (correlation {tradeoff.correlation:.2f})")
    marginal = inference.marginal(first)
    sd = marginal.posterior.sd if marginal.kind == "number" else 1.0
    low, high = (rounded(mean, sd) for mean in means)
    return f"With {other} in its upper third: {of} about {high}; in its lower third: about {low}."


def _deeds(inference: Inference) -> Iterator[Block]:
    deeds = inference.deeds
    if len(deeds) == 1:
        seen, probability = observed_in_words(deeds[0].observation), percent(deeds[0].probability.prior)
        each = " each" if deeds[0].observation.times > 1 else ""
        surprise = bits_shown(deeds[0].surprise)
        yield Paragraph(Text(f"{seen} (probability {probability}{each}, surprise {surprise})"), "Observed")
    if len(deeds) <= 1:
        return
    columns = ("#", "observed", "probability", "surprise", "alone", "last")
    telling = sorted(deeds, key=lambda deed: -deed.last)
    rows = tuple(
        (
            Text(f"{deed.number}"),
            Text(observed_in_words(deed.observation)),
            Text(percent(deed.probability.prior)),
            *(Text(f"{x + 0.0:.2f}") for x in (deed.surprise, deed.alone, deed.last)),
        )
        for deed in sorted(telling[:DEEDS_SHOWN], key=lambda deed: deed.number)
    )
    yield Table(tuple(Column(title, title != "observed") for title in columns), rows, heads=2)
    more = (
        f"{len(deeds) - DEEDS_SHOWN:,} more tell no more, and are in --format json. " if telling[DEEDS_SHOWN:] else ""
    )
    most = telling[0]
    says = f"The telling deed is {most.number}: {bits_shown(most.last)} on top of the others."
    if most.last < SHOWN_BITS:
        says = "None tells anything on top of all the others."
    yield Paragraph(Text(f"{more}{says}"))
    yield Paragraph(Text(LEGEND, "faint"))


def predicted_in_words(prediction: Prediction) -> str:
    """Say who seeks power, and what happens, after the deeds and before."""
    seek = (f"{actor} seeks power: {_after(chance)}" for actor, chance in prediction.seeks)
    what = (f"war: {_after(prediction.war)}", f"destroyed: {_after(prediction.destroyed)}")
    return "; ".join(part for part in (situation_in_words(prediction.under), *seek, *what) if part)


def _after(chance: Before) -> str:
    return f"{percent(chance.posterior)} (before: {percent(chance.prior)})"


def _most_telling(inference: Inference) -> str:
    ranked = sorted(inference.next, key=lambda deed: -deed.bits)[:NEXT_SHOWN]
    parts = (
        (f"{deed.actor}'s next play", situation_in_words(deed.under), f"({bits_shown(deed.bits)})") for deed in ranked
    )
    return "; then ".join(" ".join(filter(None, words)) for words in parts)


def _trace(inference: Inference) -> Iterator[Block]:
    if not inference.trace:
        return
    first = inference.trace[0]
    paths, texts = [path for path, _ in first.numbers][:TRACED], [text for text, _ in first.hypotheses][:TRACED]
    rows = []
    last = len(inference.trace) - 1
    for k in sorted({round(last * share / (STEPS_SHOWN - 1)) for share in range(STEPS_SHOWN)}):
        step = inference.trace[k]
        numbers: dict[str, NumberSummary] = dict(step.numbers)
        hypotheses = dict(step.hypotheses)
        cells = [f"{step.after}", f"{step.bits + 0.0:.2f}", *(percent(hypotheses[text]) for text in texts)]
        rows.append(tuple(map(Text, [*cells, *(summary_shown(numbers[path]) for path in paths)])))
    yield Heading("Deed by deed")
    columns = (Column("after", True), Column("bits", True), *(Column(text, True) for text in texts))
    yield Table((*columns, *map(Column, paths)), tuple(rows))
    if len(inference.trace) > len(rows):
        yield Paragraph(Text("All steps are in --format json.", "faint"))
