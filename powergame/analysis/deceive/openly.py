"""Open behaviour: what a type does in the game in which it is known, and the others' types are as private."""

from __future__ import annotations

from dataclasses import dataclass

from powergame.analysis.deceive.measures import Conduct
from powergame.analysis.deceive.result import OpenPlay
from powergame.analysis.deceive.search import SearchOptions, Solved, conducts, solved, told_of
from powergame.analysis.rounds.chances import war
from powergame.analysis.rounds.told import names, told
from powergame.equilibrium.sequential.certificate import accepted
from powergame.model.tree.rounds import compile_tree
from powergame.scenario.paths.known import known
from powergame.scenario.scenario import Scenario
from powergame.text import printable


@dataclass(frozen=True, eq=False)
class Openly:
    """What a type does openly.

    Attributes
    ----------
    play
        As it is told.
    each
        Its conduct in each equilibrium found; the selected one first.
    war
        The probability of war in the selected one.
    payoffs
        What each actor expects there before it knows its own type.
    """

    play: OpenPlay
    each: tuple[Conduct, ...]
    war: float
    payoffs: tuple[float, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def conduct(self) -> Conduct:
        """Its conduct in the selected equilibrium."""
        return self.each[0]


def openly(scenario: Scenario, i: int, kind: str, search: SearchOptions) -> Openly:
    """Return what a type of actor i does openly.

    Raises
    ------
    NoAnswerError
        Where no equilibrium is selected; as `TimeLimitError` where time was lacking.
    """
    actor = scenario.actors[i].name
    of_game = f"the game in which {printable(actor)} is known to be {printable(kind)}"
    search.deadline.check(f"{of_game} was solved")
    answer = solved(compile_tree(known(scenario, actor, kind)), search, of_game)
    tree, selected, solution = answer.tree, answer.selected, answer.solution
    each = tuple(conducts(tree, equilibrium, i)[0] for equilibrium in answer.equilibria)
    at_once = [conduct.at_once for conduct in each]
    return Openly(
        play=OpenPlay(
            seeks=at_once[0],
            least=min(at_once),
            greatest=max(at_once),
            unique=len(each) == 1,
            payoff=each[0].payoff,
            names=names(tree),
            equilibrium=told(tree, selected),
        ),
        each=each,
        war=float(war(tree, selected.assessment.play, i)[0]),
        payoffs=expected_payoffs(answer),
        notes=told_of(solution.notes, of_game) if _in_doubt(answer, search) else (),
        problems=told_of(solution.problems, of_game),
    )


def _in_doubt(answer: Solved, search: SearchOptions) -> bool:
    """Whether notes tell more than how equilibria were found: of cut lists, and of approximate equilibria."""
    approximate = search.rationality is None and not accepted(answer.selected)
    return approximate or answer.solution.limited is not None


def expected_payoffs(answer: Solved) -> tuple[float, ...]:
    """Return what each actor expects at the selected equilibrium before it knows its own type."""
    pairs = zip(answer.tree.prior, answer.selected.payoffs, strict=True)
    return tuple(float(prior @ payoffs) for prior, payoffs in pairs)
