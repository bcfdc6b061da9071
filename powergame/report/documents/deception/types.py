"""The measures of types, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.analysis.deceive.result import ActorDeceit, Deception, Disguise, Measure, TypeAnswer
from powergame.digits import percent
from powergame.report.document import Column, Table, Text
from powergame.report.documents.deception.words import TONES, type_name
from powergame.report.numbers import number

MEASURES = ("prior", "known", "first", "later", "coup", "gain")
"""Titles of the numbers that are told of a type, behind its word."""

LEGEND = (
    "known, first, later: seeks power in round 1 if known, in round 1, only later; coup: would seek if known, holds, "
    "strikes later; gain: of not being known"
)
"""What the titles of the numbers mean."""

NOT_TOLD = "–"
"""What stands for the measures of a type that does not occur."""


def columns(*heads: str) -> tuple[Column, ...]:
    """Return the columns of a table of types, behind those that say what a row is."""
    return (*map(Column, (*heads, "verdict")), *(Column(title, numeric=True) for title in MEASURES))


def table(answer: Deception) -> Table:
    """Return a row for each type of every actor with private types."""
    title = answer.actors[0].name if len(answer.actors) == 1 else "type"
    rows = tuple((Text(type_name(answer, a, kind)), *cells(kind)) for a in answer.actors for kind in a.types)
    return Table(columns(title), rows)


def cells(kind: TypeAnswer) -> Iterator[Text]:
    """Yield a type's cells: its word, its probability and its measures."""
    told = kind.disguise
    yield Text(NOT_TOLD) if told is None else Text(told.verdict, TONES[told.verdict])
    yield Text(percent(kind.probability))
    if told is None:
        yield from (Text(NOT_TOLD) for _ in MEASURES[1:])
        return
    yield from map(Text, (percent(told.open.seeks), percent(told.seeks_first), percent(told.seeks_later)))
    yield Text(ranged(told.coup))
    yield Text(signed(told.value_of_concealment))


def ranged(measure: Measure) -> str:
    """Show a measure, and its range over the equilibria found where it has one.

    Examples
    --------
    >>> ranged(Measure(1.0, 0.0, 1.0)), ranged(Measure(0.5, 0.5, 0.5))
    ('100 % (0–100)', '50 %')
    """
    selected = percent(measure.selected)
    if percent(measure.least) == percent(measure.greatest):
        return selected
    least, greatest = (percent(x).removesuffix(" %") for x in (measure.least, measure.greatest))
    return f"{selected} ({least}–{greatest})"


def signed(x: float) -> str:
    """Show a gain with its sign.

    Examples
    --------
    >>> signed(0.3979), signed(-0.295), signed(0.0)
    ('+0.398', '-0.295', '0.000')
    """
    shown = number(x)
    return f"+{shown}" if x > 0 and shown != number(0.0) else shown


CSV_HEADER = (
    "scenario", "actor", "type", "probability", "alignment_with_power", "verdict", "open_seeks", "open_least",
    "open_greatest", "seeks_first", "seeks_later", "war", "payoff", "value_of_concealment", "surprise", "withholds",
    "withholds_least", "withholds_greatest", "coup", "coup_least", "coup_greatest", "shows", "shows_least",
    "shows_greatest", "play", "revealed",
)  # fmt: skip
"""Columns of a row for each type; along axes their values stand before these."""


def csv_rows(answer: Deception) -> Iterator[tuple[str | float | None, ...]]:
    """Yield a row for each type; see `CSV_HEADER`."""
    for actor in answer.actors:
        for kind in actor.types:
            yield (answer.scenario.name, *_csv_row(actor, kind))


def _csv_row(actor: ActorDeceit, kind: TypeAnswer) -> Sequence[str | float | None]:
    about = (actor.name, kind.name, kind.probability, kind.alignment_with_power)
    if kind.disguise is None:
        return (*about, *(None,) * (len(CSV_HEADER) - len(about) - 3), actor.play, actor.revealed)
    return (*about, *_measures(kind.disguise), actor.play, actor.revealed)


def _measures(told: Disguise) -> Iterator[str | float | None]:
    yield told.verdict
    yield from (told.open.seeks, told.open.least, told.open.greatest, told.seeks_first, told.seeks_later)
    yield from (told.war, told.payoff, told.value_of_concealment, told.surprise)
    for measure in (told.withholds, told.coup, told.shows):
        yield from (measure.selected, measure.least, measure.greatest)
