"""One answer in the words and numbers that the page shows: templates only lay it out."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from powergame.analysis.display import marked
from powergame.analysis.solve import ActorAnswer, Answer, Turn
from powergame.arrays import ObjectArray
from powergame.digits import digits_apart, significant
from powergame.digits import percent as spaced_percent
from powergame.report.document import Block, Heading
from powergame.report.documents import solve as solved
from powergame.report.documents.solved.sides import if_war_told
from powergame.report.documents.solved.words import headline, legend, where
from powergame.report.numbers import number, payoffs_shown
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.words import words_of_path
from powergame.scenario.writing.dump import dump
from powergame.text import sentence

COLOURS = 7
"""Number of different colours of actors; then they repeat."""

MAX_RUNGS = 6
"""Largest number of an actor's rungs in a game that is shown as a matrix."""

MAX_PROFILES = 64
"""Largest number of profiles of a game whose payoffs are listed one by one."""

BRIEF = 6
"""Significant digits of a turn, at least: more where it would read as the scenario's own number, or as an end."""

ROUNDING = 1e-9
"""A number this close to an end of what it may be is told as that end: alignments are computed."""

MAX_TURNS = 8
"""Changes that are listed, as many of each actor, the nearest first."""

SOURCES = re.compile(r"^(sources?|references?|literature)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class ActorView:
    """An actor's row: its verdict, and as it is told; shares of power as percentages and as widths (0-100)."""

    name: str
    colour: int
    verdict: str
    told: str
    chance: str
    power: str
    after: str
    widths: tuple[float, float | None]
    motive: str
    aligned: str
    why: str


@dataclass(frozen=True)
class Payoff:
    """One actor's payoff in one profile; `best` where its rung is a best reply to the others'."""

    text: str
    colour: int
    best: bool


@dataclass(frozen=True)
class ProfileCell:
    """The payoffs and the probability of war of a profile of rungs; `equilibrium` where it is one."""

    payoffs: tuple[Payoff, ...]
    war: str
    equilibrium: bool


@dataclass(frozen=True)
class PayoffMatrix:
    """The payoffs of two actors."""

    actors: tuple[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ProfileCell, ...]], ...]


@dataclass(frozen=True)
class Profiles:
    """The payoffs of three and more actors: a row for each profile, with the rungs played."""

    actors: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ProfileCell], ...]


@dataclass(frozen=True)
class TurnView:
    """A change of one number, in words and by its path, that turns a verdict; the verdict behind it, and as told."""

    actor: str
    colour: int
    words: str
    path: str
    now: str
    at: str
    verdict: str
    told: str


@dataclass(frozen=True)
class Paragraphs:
    """A scenario's own description: prose, and sources, one by one."""

    prose: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class AnswerView:
    """One answer on the page, but for its pictures and thresholds.

    Attributes
    ----------
    legend
        What the columns of the table of actors mean.
    together
        Who would stand with whom if it came to war; empty where no war can come.
    where
        Of which equilibria verdicts tell.
    doubts
        Why the verdicts may not be trusted; empty where they are proven.
    war, destroyed
        Shares in the selected equilibrium; a dash where there is none.
    verdicts
        Actors' names and colours, and their verdicts, plain and as they are told.
    count
        Number of equilibria; "5 found" where the list is not proven complete.
    """

    name: str
    source: str
    sha256: str
    headline: str
    doubts: tuple[str, ...]
    happens: str
    together: str
    legend: str
    where: str
    war: str
    destroyed: str
    count: str
    verdicts: tuple[tuple[str, int, str, str], ...]
    actors: tuple[ActorView, ...]
    beliefs: tuple[tuple[str, int, str], ...]
    eyes: str
    alignment: tuple[tuple[str, int, tuple[str, ...]], ...]
    type: str
    type_note: str
    matrix: PayoffMatrix | None
    profiles: Profiles | None
    has_war: bool
    equilibria_title: str
    equilibria: tuple[Block, ...]
    turns: tuple[TurnView, ...]
    about: Paragraphs
    text: str


def percent(x: float) -> str:
    """Show a share as everywhere, with a space that does not break."""
    return spaced_percent(x).replace(" ", "\u00a0")


def answer_view(answer: Answer) -> AnswerView:
    """Return what the page shows of an answer."""
    matrix = _matrix(answer)
    profiles = _profiles(answer) if matrix is None else None
    title, blocks = _equilibria(answer)
    scenario, happening = answer.scenario, answer.happening
    whole = answer.solution.complete or answer.concept.name == "logit"  # a quantal response is one of its kind
    return AnswerView(
        name=answer.name,
        source=answer.source,
        sha256=answer.sha256,
        headline=headline(answer) if answer.actors else solved.counted_equilibria(answer),
        doubts=tuple(solved.doubts(answer)),
        happens=_happens(answer),
        together=if_war_told(answer),
        war=percent(happening.war) if happening else "–",
        destroyed=percent(happening.destroyed) if happening else "–",
        count=f"{len(answer.solution.equilibria)}{'' if whole else ' found'}",
        verdicts=tuple((a.name, colour(i), a.verdict, _told(answer, a)) for i, a in enumerate(answer.actors)),
        legend=legend(answer).capitalize(),
        where=where(answer),
        actors=tuple(_actor(answer, i, a) for i, a in enumerate(answer.actors)),
        beliefs=tuple((a.name, colour(i), solved.beliefs(a)) for i, a in enumerate(answer.actors) if a.beliefs),
        eyes=solved.eyes(answer) if answer.believers else "",
        alignment=tuple(_alignment(answer)),
        type=answer.type or "",
        type_note=sentence(answer.type_note) if answer.type_note else "",
        matrix=matrix,
        profiles=profiles,
        has_war=answer.war is not None,
        equilibria_title=title,
        equilibria=blocks,
        turns=tuple(_turns(answer)),
        about=paragraphs(answer.about),
        text=dump(replace(scenario, about="")) if scenario else "",
    )


def colour(i: int) -> int:
    """Return the place of an actor's colour."""
    return i % COLOURS


def paragraphs(about: str) -> Paragraphs:
    """Split what a scenario says of itself into paragraphs; one that begins with "Sources:" is a list of them."""
    prose, sources = [], []
    for block in re.split(r"\n\s*\n", about.strip()):
        text = " ".join(block.split())
        if SOURCES.match(text):
            sources += [part.strip() for part in SOURCES.sub("", text).split(";") if part.strip()]
        elif text:
            prose.append(text)
    return Paragraphs(tuple(prose), tuple(sources))


def _happens(answer: Answer) -> str:
    happening = answer.happening
    if happening is None:
        return solved.unselected(answer)
    several = len(answer.solution.equilibria) > 1
    where = " in the selected equilibrium" if several else ""
    return (
        f"War{where}: {percent(happening.war)}. Expected to be destroyed: {percent(happening.destroyed)} of all power."
    )


def _actor(answer: Answer, i: int, a: ActorAnswer) -> ActorView:
    happening = answer.happening
    after = happening.power_after[i] if happening else None
    return ActorView(
        name=a.name,
        colour=colour(i),
        verdict=a.verdict,
        told=_told(answer, a),
        chance=_chance(a),
        power=percent(a.power),
        after="–" if after is None else percent(after),
        widths=(round(100 * a.power, 2), None if after is None else round(100 * after, 2)),
        motive=a.motive,
        aligned="–" if a.alignment_with_power is None else number(a.alignment_with_power),
        why=a.why,
    )


def _told(answer: Answer, a: ActorAnswer) -> str:
    return marked(a.verdict, proven=not answer.unproven)


def _chance(a: ActorAnswer) -> str:
    selected = "–" if a.seeks.selected is None else percent(a.seeks.selected)
    if a.seeks.least == a.seeks.greatest:
        return selected
    least, greatest = (percent(x).removesuffix("\u00a0%") for x in (a.seeks.least, a.seeks.greatest))
    return f"{selected} ({least} to {greatest})"


def _alignment(answer: Answer) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    names = [a.name for a in answer.actors]
    if 2 < len(names) <= solved.MAX_ACTORS_IN_MATRIX:
        for i, a in enumerate(answer.actors):
            yield a.name, colour(i), tuple("–" if b == a.name else number(a.alignment[b]) for b in names)


def _cell(answer: Answer, shown: ObjectArray, profile: tuple[int, ...]) -> ProfileCell:
    at: tuple[slice | int, ...] = (slice(None), *profile)
    best = answer.game.best_replies[at].tolist()
    payoffs = (Payoff(text, colour(i), best[i]) for i, text in enumerate(shown[at]))
    war = "" if answer.war is None else percent(float(answer.war[profile]))
    return ProfileCell(tuple(payoffs), war, all(best))


def _matrix(answer: Answer) -> PayoffMatrix | None:
    game = answer.game
    if len(game.actors) != 2 or max(game.shape) > MAX_RUNGS:
        return None
    shown = payoffs_shown(game.payoffs)
    rows = tuple(
        (rung, tuple(_cell(answer, shown, (r, c)) for c in range(game.shape[1])))
        for r, rung in enumerate(game.rungs[0])
    )
    return PayoffMatrix((game.actors[0], game.actors[1]), tuple(game.rungs[1]), rows)


def _profiles(answer: Answer) -> Profiles | None:
    game = answer.game
    if math.prod(game.shape) > MAX_PROFILES:
        return None
    shown = payoffs_shown(game.payoffs)
    every = itertools.product(*(range(length) for length in game.shape))
    rows = tuple(
        (tuple(game.rungs[i][r] for i, r in enumerate(profile)), _cell(answer, shown, profile)) for profile in every
    )
    return Profiles(tuple(game.actors), rows)


def _equilibria(answer: Answer) -> tuple[str, tuple[Block, ...]]:
    """Return the last part of what `solve` shows: equilibria with their certificates."""
    blocks: Sequence[Block] = solved.document(answer).blocks
    last = max(k for k, block in enumerate(blocks) if isinstance(block, Heading))
    heading = blocks[last]
    return heading.text if isinstance(heading, Heading) else "", tuple(blocks[last + 1 :])


def _turns(answer: Answer) -> Iterator[TurnView]:
    each = max(1, MAX_TURNS // max(1, len(answer.actors)))
    for i, a in enumerate(answer.actors):
        for turn in (a.turns or ())[:each]:
            words = words_of_path(answer.scenario, turn.path) if answer.scenario else turn.path
            words = f"{words}, as a share of all power" if turn.share else words
            now, at = turn.told
            digits = digits_apart((now, at, *_ends(turn)), BRIEF, ROUNDING)
            side = f"{'above' if at > now else 'below'} {significant(at, digits)}"
            told = marked(turn.verdict, proven=turn.proven)
            yield TurnView(a.name, colour(i), words, turn.path, significant(now, digits), side, turn.verdict, told)


def _ends(turn: Turn) -> Iterator[float]:
    """Yield the ends of what a turn's number may be, as it is told."""
    number = parse(turn.path).number
    ends = (0.0, 1.0) if turn.share else (number.low, number.high) if number else ()
    yield from (end for end in ends if end is not None)
