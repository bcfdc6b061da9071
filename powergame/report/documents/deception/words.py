"""Words for types, histories, sides and equilibria, as tables, sentences and pictures have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from powergame.analysis.deceive.measures import TOLD
from powergame.analysis.deceive.result import ActorDeceit, Deception, Disguise, Measure, TypeAnswer, Word
from powergame.analysis.display import counted
from powergame.analysis.rounds.result import HistoryPlay, SidesTaken, TreeNames
from powergame.digits import percent, significant
from powergame.report.document import Tone
from powergame.scenario.types import STATUS_QUO
from powergame.text import listed, sentence

STRIKES_LATER: tuple[Word, ...] = ("conceals", "waits")
"""Words for types that hold at first and strike later."""

DOES: dict[Word, str] = {
    "conceals": "conceals what it is, and strikes later",
    "waits": "waits and strikes later, without gain from it",
    "reassured": "holds, though it would seek power at once if it were known",
    "feigns": "seeks power to pass for what it is not",
    "distrusted": "strikes because it is not believed",
    "suspected": "holds, and is treated as what it is not",
    "open": "does what it would do if it were known",
}
"""What a type with each word does, in some words."""

SHARES: dict[Word, Callable[[Disguise], Measure]] = {
    "conceals": lambda told: told.coup,
    "waits": lambda told: told.coup,
    "reassured": lambda told: told.withholds,
    "feigns": lambda told: told.shows,
    "distrusted": lambda told: told.shows,
}
"""In what share of cases a type does that; the other words say nothing of cases."""

TONES: dict[Word, Tone] = {
    "conceals": "bad",
    "waits": "bad",
    "feigns": "bad",
    "distrusted": "open",
    "suspected": "open",
    "reassured": "good",
    "open": "plain",
}

AT_FIRST = "at first"

SEEN_LITTLE = 0.005
"""Probability by which a belief has to move for a last move to be told with it; less reads 0 %."""


def type_name(answer: Deception, actor: ActorDeceit, kind: TypeAnswer) -> str:
    """Return a type's name, with its actor's where several have types."""
    return kind.name if len(answer.actors) == 1 else f"{actor.name} {kind.name}"


def types_of(answer: Deception) -> Iterator[tuple[ActorDeceit, TypeAnswer]]:
    """Yield every type of every actor with private types."""
    yield from ((actor, kind) for actor in answer.actors for kind in actor.types)


def headline(answer: Deception) -> str:
    """Say who deceives whom, in a sentence.

    Types of one word stand together; those of which there is nothing to tell are left out, unless all are.
    """
    if answer.selected is None:
        return "There is no equilibrium of which this could be told."
    by_word: dict[Word, list[str]] = {}
    for actor, kind in types_of(answer):
        if kind.disguise:
            called = f"{actor.name} ({kind.name}{_in_cases(kind.disguise)})"
            by_word.setdefault(kind.disguise.verdict, []).append(called)
    if set(by_word) <= {"open"}:
        return f"Nobody deceives{_alike(answer)}."
    told = (f"{_each(names)} {DOES[word]}" for word, names in by_word.items() if word != "open")
    return f"{'; '.join(told)}."


def _alike(answer: Deception) -> str:
    """Say that all types do what they would do openly, in the round that is compared; nothing where some do not."""
    told = [kind.disguise for _, kind in types_of(answer) if kind.disguise]
    if any(abs(each.seeks_first - each.open.seeks) > TOLD for each in told):
        return ""
    when = "" if answer.rounds == 1 else "in round 1 "
    return f": {when}every type does what it would do if it were known"


def _in_cases(told: Disguise) -> str:
    """Say in what share of cases a type does what its word says, where that is not always."""
    if told.verdict not in SHARES:
        return ""
    cases = percent(SHARES[told.verdict](told).selected)
    return "" if cases == "100 %" else f", in {cases} of cases"


def _each(names: Sequence[str]) -> str:
    """Return the subject of what a type does, or each of several."""
    return names[0] if len(names) == 1 else f"{listed(names)}: each"


def history_in_words(after: Sequence[Sequence[str]]) -> str:
    """Say which rungs were played, all actors' in each round.

    Examples
    --------
    >>> history_in_words((("hold", "hold"), ("hold", "seek"))), history_in_words(())
    ('hold, hold; hold, seek', 'at first')
    """
    return "; ".join(", ".join(rungs) for rungs in after) or AT_FIRST


def seekers_in_words(names: TreeNames, history: HistoryPlay) -> str:
    """Say who seeks power in a history, of the types that may be there."""
    several = sum(names.private) > 1
    parts = []
    for i, actor in enumerate(names.actors):
        for t, kind in enumerate(names.types[i]):
            chance = sum(p for p, seeks in zip(history.play[i][t], names.seeks[i], strict=True) if seeks)
            if not chance or not history.beliefs[i][t]:
                continue
            who = actor if not names.private[i] else f"{actor} {kind}" if several else kind
            parts.append(who if chance == 1 else f"{who} {percent(chance)}")
    return ", ".join(parts) or "nobody"


def sides_in_words(taken: SidesTaken, names: TreeNames, after: Sequence[Sequence[str]] = ()) -> str:
    """Say which side a defender takes in a history, after which rungs."""
    who = taken.actor if not names.private[names.actors.index(taken.actor)] else f"{taken.actor} ({taken.type})"
    sides = [(side_in_words(side), p) for side, p in taken.sides if p]
    with_whom = sides[0][0] if len(sides) == 1 else listed([f"{side} {percent(p)}" for side, p in sides])
    eyes = "" if taken.view is None else f", in the eyes of {_viewer(taken.view, names)}"
    return f"after {history_in_words((*after, taken.rungs))}: {who} sides with {with_whom}{eyes}"


def side_in_words(side: str) -> str:
    """Return a side as sentences have it."""
    return f"the {STATUS_QUO}" if side == STATUS_QUO else side


def _viewer(view: tuple[str, str], names: TreeNames) -> str:
    actor, kind = view
    return actor if not names.private[names.actors.index(actor)] else f"{actor} ({kind})"


def equilibria_in_words(answer: Deception) -> str:
    """Say how many equilibria were found, and in how many of several nobody strikes after holding."""
    if answer.rationality is not None:
        return f"The quantal response at rationality {significant(answer.rationality)}, which is no equilibrium."
    parts = [f"Equilibria found: {len(answer.equilibria):,}"]
    for actor, kind in types_of(answer):
        if len(answer.equilibria) == 1 or kind.disguise is None or kind.disguise.verdict not in STRIKES_LATER:
            continue
        without = sum(number for word, number in kind.disguise.otherwise.equilibria if word not in STRIKES_LATER)
        of_whom = "" if _one_strikes(answer) else f" of {actor.name} ({kind.name})"
        happens = f"in {without:,} of them the coup{of_whom} does not happen"
        parts.append(happens if without else f"the coup{of_whom} happens in all of them")
    return f"{'; '.join(parts)}."


def _one_strikes(answer: Deception) -> bool:
    words = [kind.disguise.verdict for _, kind in types_of(answer) if kind.disguise]
    return sum(word in STRIKES_LATER for word in words) == 1


def otherwise_in_words(kind: TypeAnswer) -> str:
    """Say with how much else a type's word would be another one; nothing where it never is."""
    if kind.disguise is None:
        return ""
    verdict, otherwise = kind.disguise.verdict, kind.disguise.otherwise
    parts = []
    others = {word for word, _ in otherwise.equilibria} - {verdict}
    # whether one that strikes later does so in an equilibrium is told with the number of equilibria
    if others & set(STRIKES_LATER) or (others and verdict not in STRIKES_LATER):
        parts.append(f"over the equilibria found: {_counted(otherwise.equilibria)}")
    if any(word != verdict for word, _ in otherwise.open_equilibria):
        parts.append(f"over the equilibria if it were known: {_counted(otherwise.open_equilibria)}")
    if any(word != verdict for _, word in otherwise.prior):
        parts.append(f"over its probability: {_runs(otherwise.prior)}")
    return sentence("; ".join(parts)) if parts else ""


def _counted(words: Sequence[tuple[Word, int]]) -> str:
    return ", ".join(f"{word} in {number:,}" for word, number in words)


def _runs(words: Sequence[tuple[float, Word]]) -> str:
    """Return words along a number, those of neighbours together."""
    runs: list[list[tuple[float, Word]]] = []
    for at, word in words:
        if runs and runs[-1][-1][1] == word:
            runs[-1].append((at, word))
        else:
            runs.append([(at, word)])
    return ", ".join(f"{run[0][1]} {_reach(run[0][0], run[-1][0])}" for run in runs)


def _reach(low: float, high: float) -> str:
    return f"at {percent(low)}" if low == high else f"from {percent(low)} to {percent(high)}"


def method_in_words(answer: Deception) -> str:
    """Say how large the game is, how it was solved, and how far it may be trusted."""
    size, selected = answer.size, answer.selected
    parts = [f"{counted(answer.rounds, 'round', 'rounds')}, {size.information_sets:,} information sets"]
    if selected is not None:
        gain = f"greatest gain {significant(selected.regret, 2)}"
        trusted = "" if answer.problems else f"; {CONSISTENT[selected.consistent]}"
        parts.append(
            f"selected: the limit of the agent logit path ({gain}{trusted})"
            if answer.rationality is None
            else f"the agent quantal response ({gain})"
        )
    if answer.pure is not None:
        proven = "all there are" if answer.pure_complete else "perhaps not all"
        no_pure = "none" if answer.pure_complete else "none found"
        parts.append(f"pure ones: {f'{answer.pure:,}, {proven}' if answer.pure else no_pure}")
    if answer.complete:
        parts.append("no other equilibrium exists")
    return f"{'; '.join(parts)}."


CONSISTENT = {"sequential": "a sequential equilibrium", "bayes": "beliefs by Bayes' rule"}
"""How beliefs hang together, in some words."""
