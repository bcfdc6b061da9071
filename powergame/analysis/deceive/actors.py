"""What is told of an actor with private types: its measures in every equilibrium, and what its play reveals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from powergame.analysis.deceive.information import beliefs_once_seen, pooling, revealed
from powergame.analysis.deceive.measures import Conduct, counted_words, measures, ranged
from powergame.analysis.deceive.openly import Openly, expected_payoffs, openly
from powergame.analysis.deceive.result import ActorDeceit, Disguise, Otherwise, TypeAnswer, Word
from powergame.analysis.deceive.search import SearchOptions, Solved, conducts
from powergame.analysis.deceive.words import Case, why
from powergame.analysis.rounds.chances import seeking, war
from powergame.objects.named import ByName
from powergame.scenario.scenario import Scenario

Along = tuple[tuple[float, Word], ...]
"""Other probabilities of a type, ascending, and the word there."""


@dataclass(frozen=True, eq=False)
class Opened:
    """An actor with private types, and what each of them does.

    Attributes
    ----------
    i
        The actor's place.
    hidden
        For each equilibrium, the selected one first: the conduct of each type.
    openly
        What each type does where it is known; None for one of probability 0.
    """

    i: int
    hidden: tuple[tuple[Conduct, ...], ...]
    openly: tuple[Openly | None, ...]

    @property
    def conducts(self) -> tuple[Conduct | None, ...]:
        """What each type does where it is known, in the selected equilibrium."""
        return tuple(None if each is None else each.conduct for each in self.openly)


def opened(scenario: Scenario, answer: Solved, i: int, search: SearchOptions) -> Opened:
    """Return what the types of actor i do, hidden and openly.

    Raises
    ------
    NoAnswerError
        Where no equilibrium is selected of a game in which one is known; as `TimeLimitError` where time was lacking.
    """
    tree = answer.tree
    kinds = zip(tree.types[i], tree.prior[i].tolist(), strict=True)
    return Opened(
        i,
        tuple(conducts(tree, equilibrium, i) for equilibrium in answer.equilibria),
        tuple(openly(scenario, i, kind, search) if prior > 0 else None for kind, prior in kinds),
    )


def told_of_actor(
    answer: Solved, actor: Opened, with_power: Sequence[float | None], along: Sequence[Along]
) -> ActorDeceit:
    """Return what is told of an actor with private types.

    Parameters
    ----------
    with_power
        The alignment of each type with the powers that be.
    along
        The words of each type at its other probabilities.
    """
    tree, i = answer.tree, actor.i
    prior, first = tree.prior[i], answer.selected.assessment.play[0][i][0]
    disguises = _disguises(answer, actor, along)
    return ActorDeceit(
        name=tree.actors[i],
        play=pooling(prior, first),
        revealed=revealed(prior, first),
        value_of_information=_value_of_information(answer, actor),
        types=ByName(
            TypeAnswer(*each) for each in zip(tree.types[i], prior.tolist(), with_power, disguises, strict=True)
        ),
    )


def _value_of_information(answer: Solved, actor: Opened) -> tuple[tuple[str, float], ...]:
    """Return what each other actor would gain if the type were drawn and shown to all before the first round."""
    tree, i = answer.tree, actor.i
    here = expected_payoffs(answer)
    shown = [
        sum(p * each.payoffs[j] for p, each in zip(tree.prior[i].tolist(), actor.openly, strict=True) if each)
        for j in range(len(tree.actors))
    ]
    return tuple((name, shown[j] - here[j]) for j, name in enumerate(tree.actors) if j != i)


def _disguises(answer: Solved, actor: Opened, along: Sequence[Along]) -> list[Disguise | None]:
    """Return the measures of each type; None for one of probability 0."""
    tree, selected, i = answer.tree, answer.selected, actor.i
    play = selected.assessment.play
    when = seeking(tree, play, selected.beliefs, i)
    wars = war(tree, play, i).tolist()
    hidden = [tuple(of_types[x] for of_types in actor.hidden) for x in range(tree.kinds[i])]
    disguises: list[Disguise | None] = []
    for x, known in enumerate(actor.openly):
        if known is None:
            disguises.append(None)
            continue
        holding, seeing = beliefs_once_seen(tree.prior[i], when.at_once, x)
        case = Case(
            name=tree.types[i][x],
            prior=float(tree.prior[i][x]),
            hidden=hidden[x][0],
            openly=known.conduct,
            strikes=tuple(when.first[:, x].tolist()),
            after_holding=holding,
            after_seeking=seeing,
            war=wars[x],
            war_openly=known.war,
        )
        disguises.append(_disguise(case, hidden[x], known, when.surprise[x], along[x]))
    return disguises


def _disguise(case: Case, hidden: Sequence[Conduct], known: Openly, surprise: float | None, along: Along) -> Disguise:
    """Return the measures of a type.

    Parameters
    ----------
    hidden
        Its conduct in each equilibrium, the selected one first.
    """
    here = [measures(conduct, known.conduct) for conduct in hidden]
    selected = here[0]
    return Disguise(
        open=known.play,
        seeks_first=case.hidden.at_once,
        seeks_later=case.hidden.later,
        war=case.war,
        payoff=case.hidden.payoff,
        value_of_concealment=selected.value,
        surprise=surprise,
        withholds=ranged([each.withholds for each in here]),
        coup=ranged([each.coup for each in here]),
        shows=ranged([each.shows for each in here]),
        verdict=selected.word,
        otherwise=Otherwise(
            equilibria=counted_words(here),
            open_equilibria=counted_words([measures(hidden[0], conduct) for conduct in known.each]),
            prior=along,
        ),
        why=why(case),
    )
