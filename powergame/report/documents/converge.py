"""The document of `converge`: whether seeking power is convergent, in words; shares; the unknowns that matter most."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.converge import AtDimensions, Convergence, Convergent
from powergame.analysis.converge.dimensions import preferences_path
from powergame.analysis.converge.exact import UNIFORM
from powergame.analysis.converge.sobol import GroupIndices, Index
from powergame.analysis.display import marked
from powergame.digits import percent, significant
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text
from powergame.report.documents.converged.asked import LEGENDS, asked_headline, asked_shares, interval
from powergame.report.documents.threshold import course
from powergame.report.formats.csv import Cell
from powergame.report.names import source_line
from powergame.report.priors import prior_in_words
from powergame.scenario.types import VerdictName
from powergame.text import listed, sentence

FEW = 0.05
"""Share of the draws from which they are more than few."""

WORDS = ((0.95, "nearly all"), (0.5, "most"), (FEW, "some"))
"""Least shares of the draws that each word stands for; smaller ones are `few`."""

UNKNOWNS_SHOWN = 8
"""Unknowns listed for each output, the most important first; the JSON has all."""


def document(convergence: Convergence) -> Document:
    """Return the document of a result."""
    scenario = convergence.scenario
    return Document(scenario.name, source_line(scenario), tuple(_blocks(convergence)))


def csv_table(convergence: Convergence) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of the CSV: a row for each actor and number of dimensions."""
    rows = (
        tuple(x if isinstance(x, bool | int | float | str) else None for x in row.values())
        for row in convergence.rows()
    )
    return ("scenario", *convergence.rows()[0]), ((convergence.scenario.name, *row) for row in rows)


def headline(convergence: Convergence) -> str:
    """Say for what part of the draws each actor seeks power in the selected equilibrium, or what was asked holds."""
    if (asked := convergence.found[-1].asked) is not None:
        return asked_headline(convergence, asked, drawn_from(convergence))
    first, *others = map(_words, convergence.found[-1].actors)
    name, *names = convergence.scenario.names
    parts = [f"{name} seeks power {first}", *(" ".join(pair) for pair in zip(names, others, strict=True))]
    return f"Of {drawn_from(convergence)}: {', '.join(parts)}."


def convergent(convergence: Convergence) -> str | None:
    """Say whether seeking power is instrumentally convergent: what nearly all preferences lead to in the limit."""
    if convergence.limit is None:
        return None
    parts = []
    for kind, words in LIMITS.items():
        names = [name for name, verdict in convergence.limit.items() if verdict == kind]
        if names:
            parts.append(words.format(listed(names)))
    sure = bool(convergence.limit_proven) or convergence.concept.name != "nash"
    return f"With many outcomes, seeking power is {marked('; '.join(parts), proven=sure)}."


LIMITS: dict[VerdictName | None, str] = {
    "always": "instrumentally convergent for {}: nearly all preferences lead to it",
    "never": "not convergent for {}: nearly none lead to it",
    "depends": "a matter of which equilibrium is played for {}, with nearly all preferences",
    None: "undecided for {}: the verdict turns exactly where preferences have nothing in common",
}


def _words(actor: Convergent) -> str:
    known = actor.exact is not None and actor.exact.always == actor.exact.some
    share = actor.exact.always if actor.exact is not None and known else actor.selected.value
    if share in (0.0, 1.0):
        return "for all" if share else "for none"
    if actor.mixing >= FEW:
        return f"with probability {percent(share)} on average"
    words = next((words for least, words in WORDS if share >= least), "few")
    return f"for {words} ({percent(share)})"


def drawn_from(convergence: Convergence) -> str:
    """Say of what shares are told: the draws, with the last number of outcomes where there are several."""
    dimensions = f" with {_outcomes(convergence.found[-1])}" if len(convergence.found) > 1 else ""
    return f"{_drawn(convergence)}{dimensions}"


def _drawn(convergence: Convergence) -> str:
    whose = _only_preferences(convergence)
    if whose is None or convergence.scenario.asked:
        return "the draws"
    return "all preferences" if len(whose) == len(convergence.scenario.names) else f"all preferences of {listed(whose)}"


def _only_preferences(convergence: Convergence) -> list[str] | None:
    """Return whose preferences are drawn, or None where anything else is drawn, or not uniformly."""
    paths = dict(convergence.unknown)
    whose = [name for name in convergence.scenario.names if paths.get(preferences_path(name)) == UNIFORM]
    return whose if len(whose) == len(paths) else None


def _outcomes(at: AtDimensions) -> str:
    return f"{at.dimensions:,} outcome{'' if at.dimensions == 1 else 's'}"


def _blocks(convergence: Convergence) -> Iterator[Block]:
    if convergence.aspect.kind != "seeks":
        yield Paragraph(Text(headline(convergence), "strong"))
        yield Paragraph(Text(_how(convergence), "faint"))
        yield asked_shares(convergence)
        yield Paragraph(Text(LEGENDS[convergence.aspect.kind], "faint"))
    else:
        yield from _seeking(convergence)
    if convergence.sensitivity:
        yield Heading("What matters most")
        yield from _sensitivity(convergence)
    for note in convergence.notes:
        yield Paragraph(Text(sentence(note), "faint"))


def _seeking(convergence: Convergence) -> Iterator[Block]:
    in_the_limit = convergent(convergence)
    if in_the_limit is not None:
        yield Paragraph(Text(in_the_limit, "strong"))
    yield Paragraph(Text(headline(convergence), "plain" if in_the_limit else "strong"))
    yield Paragraph(Text(_how(convergence), "faint"))
    yield _shares(convergence)
    yield Paragraph(Text(_legend(convergence), "faint"))
    yield _wars(convergence)
    if convergence.along:
        yield Paragraph(Text("Verdicts by the alignment of the two:", "faint"))
        yield from (Paragraph(Text(course(actor), "faint"), actor.name) for actor in convergence.along)


def _how(convergence: Convergence) -> str:
    whose = _only_preferences(convergence)
    if whose is not None:
        drawn = f"the preferences of {listed(whose)}, uniform over all directions"
    else:
        drawn = "; ".join(f"{path}: {prior_in_words(prior)}" for path, prior in convergence.unknown)
    asked = [f"{asked.path} = {significant(asked.cosine)}" for asked in convergence.scenario.asked]
    turned = f". Actors are then turned to meet {listed(asked)}" if asked else ""
    return f"{convergence.draws:,} quasi-random draws (seed {convergence.seed}) of {drawn}{turned}."


def _shares(convergence: Convergence) -> Table:
    actors = [actor for at in convergence.found for actor in at.actors]
    exact, split = any(actor.exact for actor in actors), any(actor.always != actor.some for actor in actors)
    columns = [Column("outcomes", True), Column("actor"), Column("always" if split else "seeks", True), Column("95 %")]
    columns += [Column("exact", True)] if exact else []
    columns += [Column("selected", True), Column("in some", True)] if split else []
    columns += [Column("exact", True)] if split and exact else []
    doubt = _doubtful(convergence)
    columns += [Column("proven", True)] if doubt else []
    rows = []
    for at in convergence.found:
        for k, actor in enumerate(at.actors):
            row = [Text("" if k else f"{at.dimensions:,}"), Text(actor.name, "strong")]
            row += [Text(percent(actor.always.value)), interval(actor.always)]
            row += [Text(percent(actor.exact.always) if actor.exact else "–")] if exact else []
            row += [Text(percent(actor.selected.value)), Text(percent(actor.some.value))] if split else []
            row += [Text(percent(actor.exact.some) if actor.exact else "–")] if split and exact else []
            row += [Text(percent(at.proven))] if doubt else []
            rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows))


def _doubtful(convergence: Convergence) -> bool:
    """Whether verdicts are counted that are unproven."""
    return convergence.concept.name == "nash" and any(at.incomplete for at in convergence.found)


def _legend(convergence: Convergence) -> str:
    split = any(actor.always != actor.some for at in convergence.found for actor in at.actors)
    concept = convergence.concept
    if concept.name == "nash":
        always, some, seeks = "in every equilibrium", "in some equilibrium", "in every equilibrium"
    else:
        always, some = "with probability 1", "with any probability"
        seeks = "in the selected equilibrium" if concept.rationality is None else "in the quantal response"
    what = (
        f"always: {always}; selected: its mean probability in the selected one; in some: {some}"
        if split
        else f"seeks: the share of draws in which it seeks power, {seeks}"
    )
    proven = "; proven: the share of draws in which the verdict is, the others being counted as they were found"
    return f"{what}; 95 %: Wilson intervals{proven if _doubtful(convergence) else ''}."


def _wars(convergence: Convergence) -> Table:
    columns = (
        Column("outcomes", True), Column("war", True), Column("95 %"), Column("destroyed", True), Column("95 %"),
    )  # fmt: skip
    rows = [
        (
            Text(f"{at.dimensions:,}"),
            *(cell for share in (at.war, at.destroyed) for cell in (Text(percent(share.value)), interval(share))),
        )
        for at in convergence.found
    ]
    return Table(columns, tuple(rows))


def _sensitivity(convergence: Convergence) -> Iterator[Block]:
    columns = (
        Column("to whether"), Column("unknown"), Column("alone", True), Column("together", True), Column("95 %"),
    )  # fmt: skip
    rows = []
    aspect = convergence.aspect
    for output in convergence.sensitivity:
        if aspect.kind != "seeks" and output.actor != aspect.actor:
            continue
        what = "there is war" if output.actor is None else f"{output.actor} seeks"
        ranked = sorted(output.unknowns, key=lambda pair: -_total(pair[1]))
        if not any(group.total for _, group in ranked):
            same = Text("the same in all draws that are compared", "faint")
            rows.append((Text(what), same, *(Text("") for _ in range(3))))
            continue
        for k, (path, group) in enumerate(ranked[:UNKNOWNS_SHOWN]):
            total = group.total
            rows.append(
                (
                    Text("" if k else what),
                    Text(path, "strong"),
                    Text(_index(group.first)),
                    Text(_index(total)),
                    Text(f"{_two(total.low)}–{_two(total.high)}" if total else "", "faint"),
                )
            )
    yield Table(columns, tuple(rows))
    outcomes = convergence.scenario.dimensions
    at = "" if [each.dimensions for each in convergence.found] == [outcomes] else f", with {outcomes:,} outcomes"
    yield Paragraph(
        Text(
            f"Sobol' indices{at}: the part of the variation that an unknown explains alone, and that it takes part in "
            "together with others (with its 95 % interval); about 0 where it does not matter.",
            "faint",
        )
    )


def _total(group: GroupIndices) -> float:
    return group.total.value if group.total else 0.0


def _index(index: Index | None) -> str:
    return "–" if index is None else _two(max(0.0, index.value))


def _two(x: float) -> str:
    """Show a number with two decimals."""
    return f"{round(x, 2) + 0.0:.2f}"
