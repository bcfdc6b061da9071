"""Verdicts in words: who seeks power in which equilibria, and what then happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from powergame.analysis.solve import Answer, Happening
from powergame.digits import percent
from powergame.report.document import Tone
from powergame.text import listed

if TYPE_CHECKING:
    from powergame.analysis.solve.tree.result import TreeAnswer
    from powergame.equilibrium.verdict import Seeking
    from powergame.scenario.types import VerdictName

VERDICT_TONES: dict[str, Tone] = {"always": "bad", "never": "good", "depends": "open"}

MOST_NAMED = 4
"""Names at most that a sentence lists; of more it says how many, or who are not among them."""

ALL_BUT = "all but "

MOST_LEFT_OUT = 2
"""Names at most of those who are not among many."""

AnyAnswer: TypeAlias = "Answer | TreeAnswer"


class Party(Protocol):
    """An actor, or one of its types, of which a verdict is told."""

    @property
    def name(self) -> str:
        """How it is called."""

    @property
    def verdict(self) -> VerdictName:
        """Whether it seeks power."""

    @property
    def seeks(self) -> Seeking:
        """Its least, greatest and selected probability of doing so."""


@dataclass(frozen=True)
class Named:
    """A type of an actor, with the actor's name before its own."""

    name: str
    verdict: VerdictName
    seeks: Seeking


def parties(answer: AnyAnswer) -> Sequence[Party]:
    """Return those of whom verdicts are told: actors; or their types, where these do not all do the same."""
    if isinstance(answer, Answer):
        return answer.actors
    each: list[Party] = []
    for actor in answer.actors:
        possible = [kind for kind in actor.kinds if kind.probability]
        if len({(kind.verdict, kind.seeks) for kind in possible}) == 1:
            each.append(actor)
        else:
            each += [Named(f"{actor.name} ({kind.name})", kind.verdict, kind.seeks) for kind in possible]
    return each


def headline(answer: AnyAnswer) -> str:
    """Say in a sentence who seeks power."""
    every = parties(answer)
    names = [a.name for a in every]
    always = [a.name for a in every if a.verdict == "always"]
    if len(always) == len(every):
        return f"Everybody seeks power in {where(answer)}."
    if all(a.verdict == "never" for a in every):
        return f"Nobody seeks power {'at equilibrium' if answer.solution.complete else 'in ' + where(answer, 'any')}."
    parts = [f"{_those(always, names)} {_seek(always)} power in {where(answer)}"] if always else []
    depends = [a for a in every if a.verdict == "depends"]
    if depends:
        several = len(answer.solution.equilibria) > 1
        whose = f"for {_those([a.name for a in depends], names)} it" if parts else "It"
        first = f"{whose} depends on the equilibrium: " if several else ""
        parts.append(f"{first}{_selected_play(depends, names, several)}")
    text = f"{'; '.join(parts)}."
    return f"A{text[1:]}" if text.startswith(ALL_BUT) else text


def where(answer: AnyAnswer, every: str = "every") -> str:
    """Say of which equilibria a verdict tells."""
    if answer.concept.name == "logit":
        return "the selected equilibrium" if answer.concept.rationality is None else "the quantal response"
    return f"{every} equilibrium{'' if answer.solution.complete else ' found'}"


def _those(names: Sequence[str], every: Sequence[str]) -> str:
    """Name some of all; where these are many, say how many they are, or who are not among them."""
    if len(names) <= MOST_NAMED:
        return listed(names)
    left_out = [name for name in every if name not in names]
    if not left_out:
        return f"all {len(every)}"
    return f"{ALL_BUT}{listed(left_out)}" if len(left_out) <= MOST_LEFT_OUT else f"{len(names)} of {len(every)}"


def _selected_play(depends: Sequence[Party], every: Sequence[str], several: bool) -> str:
    """Say what actors do in the selected equilibrium whose verdict depends on it."""
    if any(a.seeks.selected is None for a in depends):
        return f"{_those([a.name for a in depends], every)} may seek power"
    surely = [a.name for a in depends if a.seeks.selected == 1]
    never = [a.name for a in depends if a.seeks.selected == 0]
    if len(surely) == len(every) or len(never) == len(every):
        parts = [f"{'everybody' if surely else 'nobody'} seeks power"]
    else:
        who = _those(surely, every) if surely else ""
        parts = [f"{who} {_seek(surely)} power"] if surely else []
        parts += _by_chance(depends, every)
        both = len(surely) + len(never) == len(every)
        if never and not (both and who.startswith(ALL_BUT)):
            others = "the others" if both and len(never) > MOST_NAMED else _those(never, every)
            verb = "does" if len(never) == 1 else "do"
            parts.append(f"{others} {verb} not{'' if parts else ' seek power'}")
    return f"{'in the selected one ' if several else ''}{', '.join(parts)}"


def _by_chance(actors: Sequence[Party], every: Sequence[str]) -> list[str]:
    """Say who seeks power with a probability in the selected equilibrium: all with the same one together."""
    alike: dict[str, list[str]] = {}
    for a in actors:
        if a.seeks.selected is not None and 0 < a.seeks.selected < 1:
            alike.setdefault(percent(a.seeks.selected), []).append(a.name)
    each = [f"{_those(names, every)}{' each' if len(names) > 1 else ''}" for names in alike.values()]
    seek = [f" {_seek(names)} power" for names in list(alike.values())[:1]] + [""] * len(alike)
    told = [f"{who}{does} with probability {chance}" for who, does, chance in zip(each, seek, alike, strict=False)]
    return [listed(told)] if told else []


def _seek(names: Sequence[str]) -> str:
    return "seeks" if len(names) == 1 else "seek"


def in_words(happening: Happening) -> str:
    """Say what happens in an equilibrium."""
    return f"War: {percent(happening.war)}. Expected to be destroyed: {percent(happening.destroyed)} of all power."


def legend(answer: AnyAnswer) -> str:
    """Say what the columns of the table of actors mean."""
    which = where(answer) if answer.concept.name == "logit" else "the selected equilibrium"
    spread = any(a.seeks.least != a.seeks.greatest for a in answer.actors)
    over = f" (least and greatest over all{'' if answer.solution.complete else ' found'})" if spread else ""
    once, then, typed = "", "", ""
    if not isinstance(answer, Answer):
        if answer.rounds > 1:
            once, then = " in some round", "; in peace: with all that follows"
        typed = ", over its types" if any(actor.private for actor in answer.actors) else ""
    return (
        f"after: expected power, of all power before{typed}; chance: that it seeks power{once} in {which}{over}; "
        f"aligned: with all others' power together, from -1 to 1{then}"
    )


def chances(seeks: Seeking) -> str:
    """Show the selected probability of seeking power, and its range over all equilibria where these differ."""
    selected = "–" if seeks.selected is None else percent(seeks.selected)
    if seeks.least == seeks.greatest:
        return selected
    least, greatest = (percent(x).removesuffix(" %") for x in (seeks.least, seeks.greatest))
    return f"{selected} ({least}-{greatest})"
